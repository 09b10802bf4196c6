//! `cargo xtask site`: what browsers download, built into `target/site`.
//!
//! 1. `frontend` as WebAssembly, its glue by the wasm-bindgen library, smaller by wasm-opt, and the
//!    gate that keeps it loadable on phones of 2018 ([`wasm`]);
//! 2. scripts and style through esbuild ([`assets`]);
//! 3. names with a hash of the content, compressed siblings, the manifest ([`publish`]).

mod assets;
mod compress;
mod gate;
mod publish;
mod wasm;

use std::time::Instant;

use crate::{
    paths,
    sh::{self, Outcome},
};

pub use compress::{brotli, gzip};
pub use publish::Manifest;

/// How the WebAssembly is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// Fast to build, large, and only for new browsers.
    Debug,
    /// What is shipped.
    Release,
}

/// The bundles, which are also the cargo features of `frontend` that choose them: phones do not load what
/// only the office needs.
pub const BUNDLES: [&str; 2] = [CITIZEN, OFFICE];
const CITIZEN: &str = "citizen";
const OFFICE: &str = "office";

pub fn run(arguments: &[String]) -> Outcome {
    match arguments {
        [] => build(Build::Release),
        [one] if one == "--debug" => build(Build::Debug),
        other => Err(format!("site takes only --debug, not {}", other.join(" ")).into()),
    }
}

pub fn build(how: Build) -> Outcome {
    let start = Instant::now();
    compile(how, CITIZEN)?;
    let citizen = wasm::module(how, CITIZEN)?;
    compile(how, OFFICE)?;
    let office = wasm::module(how, OFFICE)?;
    let files = publish::Files {
        css: assets::style(&paths::root().join("style/citizen.css"), assets::PHONES)?,
        office_css: assets::style(&paths::root().join("style/office.css"), assets::DESKS)?,
        boot: assets::script(&paths::root().join("public/boot.js"))?,
        citizen,
        office,
    };
    let manifest = publish::publish(files, &paths::root().join("public"), &paths::site())?;
    println!(
        "site: {} ({} s)\n  {}\n  {}\n  {}\n  {}\n  {}",
        paths::site().display(),
        start.elapsed().as_secs(),
        manifest.css,
        manifest.office_css,
        manifest.boot,
        manifest.js,
        manifest.wasm
    );
    Ok(())
}

/// As a `cdylib` only, whatever else the package declares: cargo does no link-time optimisation for
/// a package that is also an `rlib`, and without it std would keep its newer instructions.
fn compile(how: Build, bundle: &str) -> Outcome {
    let profile = match how {
        Build::Debug => "dev",
        Build::Release => "wasm-release",
    };
    println!("site: compiling the {bundle} bundle (the first time takes minutes)");
    let mut command = sh::cargo();
    command
        .args(["rustc", "--quiet", "-p", "frontend", "--lib", "--crate-type", "cdylib"])
        .args(["--target", "wasm32-unknown-unknown", "--profile", profile])
        .args(["--no-default-features", "--features", bundle, "--target-dir"])
        .arg(paths::front());
    sh::run_without(&mut command, EXPECTED)
}

/// rustc does not know these two names of LLVM's, says so, and passes them on as it should.
pub const EXPECTED: &str = "unknown and unstable feature specified for `-Ctarget-feature`";
