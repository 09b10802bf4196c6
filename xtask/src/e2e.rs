//! `cargo xtask e2e`: the browser tests of `end2end/`, against a demo server of their own.

use std::{
    path::PathBuf,
    process::{Command, ExitStatus},
};

use crate::{
    demo::Demo,
    paths,
    sh::{self, Outcome},
    site,
};

pub fn run(arguments: &[String]) -> Outcome {
    site::build(site::Build::Release)?;
    let (status, _) = test(arguments)?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("the browser tests failed; the server's log is {}", log().display()).into()),
    }
}

/// Where Playwright leaves its results for counting.
pub fn results() -> PathBuf {
    paths::target().join("e2e/results.json")
}

/// The server's log of the last run.
pub fn log() -> PathBuf {
    paths::target().join("e2e/server.log")
}

/// Builds the server as the other tests do (same profile, same features: nothing is compiled
/// twice), starts it and runs the tests with these arguments for Playwright.
pub fn test(arguments: &[String]) -> Outcome<(ExitStatus, String)> {
    let playwright =
        paths::npm_tool("playwright").ok_or("Playwright is missing: npm ci in end2end/ brings it")?;
    if let Some(checker) = paths::npm_tool("tsc") {
        sh::run(Command::new(checker).arg("--noEmit").current_dir(paths::end2end()))?;
    }
    sh::run(sh::cargo().args([
        "build",
        "--quiet",
        "--workspace",
        "--exclude",
        "frontend",
        "--bins",
        "--tests",
    ]))?;
    let demo = Demo::start(&paths::target().join("debug/server"), &log())?;
    sh::tee(
        Command::new(playwright)
            .arg("test")
            .args(arguments)
            .current_dir(paths::end2end())
            .env("HCP_E2E_ORIGIN", demo.origin())
            .env("HCP_E2E_DEMO", demo.description())
            .env("HCP_E2E_RESULTS", results()),
    )
}
