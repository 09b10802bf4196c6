//! `cargo xtask bench`: builds the release binary and the measuring one, and runs it.

use std::process::Command;

use crate::{
    paths,
    sh::{self, Outcome},
    site,
};

/// Names given are the figures wanted: bytes, get, sqlite, postgres, plates, pack, lists, import, cases, orders, start.
pub fn run(arguments: &[String]) -> Outcome {
    site::build(site::Build::Release)?;
    sh::run(sh::cargo().args(["build", "--quiet", "--release", "-p", "server", "-p", "bench"]))?;
    sh::run(Command::new(paths::target().join("release/bench")).args(arguments).current_dir(paths::root()))
}
