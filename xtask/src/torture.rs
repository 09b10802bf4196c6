//! `cargo xtask torture`: the long runs of what `./test` runs shortly. More rounds of kill -9 against the
//! server and against PostgreSQL, and many more cases of every property.

use crate::sh::{self, Outcome};

/// Rounds of each kill -9 story.
const ROUNDS: &str = "50";
/// Cases of each property.
const CASES: &str = "20000";

pub fn run(arguments: &[String]) -> Outcome {
    if !arguments.is_empty() {
        return Err("torture takes no arguments".into());
    }
    let mut crash = sh::cargo();
    crash.args(["test", "-p", "server", "--test", "it", "crash", "--", "--nocapture"]);
    sh::run(crash.env("HCP_CRASH_ROUNDS", ROUNDS))?;
    let mut properties = sh::cargo();
    properties.args(["test", "-p", "domain", "-p", "print"]);
    sh::run(properties.env("PROPTEST_CASES", CASES))?;
    let mut hostile = sh::cargo();
    hostile.args(["test", "-p", "server", "--test", "it", "no_form_makes_a_server_error"]);
    sh::run(hostile.env("HCP_HOSTILE_FORMS", "5000"))
}
