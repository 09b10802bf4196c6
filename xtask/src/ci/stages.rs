//! The stages. All host builds share one profile and one target directory; only the WebAssembly is
//! built for release. `frontend` is never built together with the rest: leptos' features `ssr` and
//! `hydrate` would be on at once.

use std::{fs, process::Command};

use private_postgres::Cluster;

use super::count::{self, Tally};
use crate::{
    e2e, paths, python,
    sh::{self, Outcome},
    site, sizes,
};

pub struct Stage {
    pub name: &'static str,
    pub perform: fn() -> Outcome<Tally>,
}

pub const STAGES: &[Stage] = &[
    Stage { name: "fmt", perform: fmt },
    Stage { name: "clippy", perform: clippy },
    Stage { name: "clippy-wasm", perform: clippy_wasm },
    Stage { name: "test", perform: test },
    Stage { name: "doc", perform: doc },
    Stage { name: "site", perform: build_site },
    Stage { name: "sizes", perform: weigh },
    Stage { name: "e2e", perform: end_to_end },
];

const HOST: [&str; 3] = ["--workspace", "--exclude", "frontend"];

fn fmt() -> Outcome<Tally> {
    plain(sh::cargo().args(["fmt", "--all", "--check"]))
}

fn clippy() -> Outcome<Tally> {
    plain(sh::cargo().args(["clippy", "--quiet"]).args(HOST).args(["--all-targets", "--", "-D", "warnings"]))
}

/// With the profile and directory of the site's build, whose macros it shares.
fn clippy_wasm() -> Outcome<Tally> {
    for bundle in site::BUNDLES {
        let mut command = sh::cargo();
        command
            .args(["clippy", "--quiet", "-p", "frontend", "--target", "wasm32-unknown-unknown"])
            .args([
                "--no-default-features",
                "--features",
                bundle,
                "--profile",
                "wasm-release",
                "--target-dir",
            ])
            .arg(paths::front())
            .args(["--", "-D", "warnings"]);
        sh::run_without(&mut command, site::EXPECTED)?;
    }
    Ok(Tally::default())
}

/// Unit, storage and integration tests, with a PostgreSQL of their own. It is gone at the end of
/// the stage, however the stage ends.
fn test() -> Outcome<Tally> {
    let mut tally = Tally::default();
    let cluster = Cluster::start()
        .inspect_err(|error| {
            println!("no PostgreSQL: {error}");
            tally = Tally::one_failed();
        })
        .ok();
    if let Err(error) = python::environment(python::PARTNER_TOOLS) {
        println!("no schemathesis: {error}");
        tally += Tally::one_failed();
    }
    let nextest = has_nextest();
    let mut command = sh::cargo();
    match nextest {
        true => command.args([
            "nextest",
            "run",
            "--no-fail-fast",
            "--status-level",
            "fail",
            "--final-status-level",
            "fail",
        ]),
        false => command.args(["test", "--no-fail-fast", "--lib", "--bins", "--tests"]),
    };
    command.args(HOST);
    if let Some(cluster) = &cluster {
        command.env("HCP_TEST_POSTGRES", cluster.url()).env("HCP_TEST_PG_BIN", cluster.bin());
    }
    let (status, said) = sh::tee(&mut command)?;
    let counted = if nextest { count::of_nextest(&said) } else { count::of_cargo_test(&said) };
    tally += counted.judged(status.success());
    Ok(tally)
}

fn doc() -> Outcome<Tally> {
    let (status, said) =
        sh::tee(sh::cargo().args(["test", "--quiet", "--doc", "--no-fail-fast"]).args(HOST))?;
    Ok(count::of_cargo_test(&said).judged(status.success()))
}

fn build_site() -> Outcome<Tally> {
    site::build(site::Build::Release).map(|()| Tally::default())
}

fn weigh() -> Outcome<Tally> {
    sizes::run(&[]).map(|()| Tally::default())
}

fn end_to_end() -> Outcome<Tally> {
    // A report of an earlier run must not be counted.
    if e2e::results().exists() {
        fs::remove_file(e2e::results())?;
    }
    let (status, _) = e2e::test(&[])?;
    let report = fs::read_to_string(e2e::results()).unwrap_or_default();
    if !status.success() {
        println!("the server's log is {}", e2e::log().display());
    }
    Ok(count::of_playwright(&report).judged(status.success()))
}

fn plain(command: &mut Command) -> Outcome<Tally> {
    sh::run(command).map(|()| Tally::default())
}

fn has_nextest() -> bool {
    sh::cargo().args(["nextest", "--version"]).output().is_ok_and(|output| output.status.success())
}
