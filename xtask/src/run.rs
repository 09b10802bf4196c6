//! `cargo xtask run`: what `./run` does once everything is installed.

use std::{os::unix::process::CommandExt, process::Command};

use crate::{
    paths,
    sh::{self, Outcome},
    site,
};

/// Gives way to the server: Ctrl-C and signals reach it, not us.
pub fn run(arguments: &[String]) -> Outcome {
    let arguments = match arguments {
        [first, rest @ ..] if first == "--" => rest,
        all => all,
    };
    site::build(site::Build::Release)?;
    sh::run(sh::cargo().args(["build", "--quiet", "--release", "-p", "server"]))?;
    let server = paths::target().join("release/server");
    let error = Command::new(&server)
        .arg("demo")
        .args(arguments)
        .env("HCP_SERVER__SITE", paths::site())
        .current_dir(paths::root())
        .exec();
    Err(format!("{}: {error}", server.display()).into())
}
