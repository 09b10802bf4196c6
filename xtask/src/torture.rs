//! `cargo xtask torture`: the long runs of what `./test` runs shortly. More rounds of kill -9 against the
//! server and against PostgreSQL, many more cases of every property, and thousands of pictures of plates on
//! bad days. To add a part: a name in [`PARTS`] and an arm in [`part`].

use crate::{
    degraded, paths, python,
    sh::{self, Outcome},
};
use std::process::{Command, Stdio};

/// Rounds of each kill -9 story.
const ROUNDS: &str = "50";
/// Cases of each property.
const CASES: &str = "20000";

/// Examples of every operation of the partners' interface: more than 20,000 calls in all.
const EXAMPLES: &str = "2500";

/// Forged requests and links (HMAC-SM3), and forged signatures (SM2).
const FORGERIES: [&str; 2] = ["1000000", "10000"];

/// Work orders whose limits are held against another calendar's.
const TIMELINES: &str = "100000";

const PARTS: [&str; 7] = ["crash", "properties", "hostile", "plates", "api", "trust", "clocks"];

/// All parts in order, or those named.
pub fn run(arguments: &[String]) -> Outcome {
    if let Some(unknown) = arguments.iter().find(|a| !PARTS.contains(&a.as_str())) {
        return Err(format!("torture has no part `{unknown}`, only {}", PARTS.join(", ")).into());
    }
    let is_wanted = |name: &&str| arguments.is_empty() || arguments.iter().any(|a| a == name);
    PARTS.into_iter().filter(is_wanted).try_for_each(part)
}

fn part(name: &str) -> Outcome {
    let mut cargo = sh::cargo();
    match name {
        "crash" => {
            cargo.args(["test", "-p", "server", "--test", "it", "crash", "--", "--nocapture"]);
            sh::run(cargo.env("HCP_CRASH_ROUNDS", ROUNDS))
        }
        "properties" => {
            cargo.args(["test", "-p", "domain", "-p", "print"]);
            sh::run(cargo.env("PROPTEST_CASES", CASES))
        }
        "hostile" => {
            cargo.args(["test", "-p", "server", "--test", "it", "no_form_makes_a_server_error"]);
            sh::run(cargo.env("HCP_HOSTILE_FORMS", "5000"))
        }
        "api" => {
            python::environment(python::PARTNER_TOOLS)?;
            // The build of `./test`: another would take longer than the run.
            cargo.args(["test", "-p", "server", "--test", "it", "api_property", "--", "--nocapture"]);
            sh::run(cargo.env("HCP_API_EXAMPLES", EXAMPLES))
        }
        "trust" => {
            cargo.args(["test", "--release", "-p", "trust", "--test", "forgeries"]);
            sh::run(cargo.env("HCP_FORGERIES", FORGERIES[0]).env("HCP_FORGERIES_SM2", FORGERIES[1]))
        }
        "clocks" => {
            let python = python::environment(python::CALENDAR)?;
            cargo.args(["run", "--quiet", "-p", "domain", "--example", "clocks", "--", TIMELINES]);
            let mut timelines = cargo.stdout(Stdio::piped()).spawn()?;
            let lines = timelines.stdout.take().ok_or("no timelines")?;
            let script = paths::root().join("scripts/check_clocks.py");
            let checked = sh::run(Command::new(python).arg(script).stdin(Stdio::from(lines)));
            timelines.wait()?;
            checked
        }
        _ => degraded::run(),
    }
}
