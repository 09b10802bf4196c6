//! Where things are.

use std::{
    env,
    path::{Path, PathBuf},
};

/// The workspace: the parent of this package.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Cargo's target directory.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(named) => root().join(named),
        None => root().join("target"),
    }
}

/// The target directory of the WebAssembly builds: apart, so that they and the server's builds do
/// not wait for each other's lock.
pub fn front() -> PathBuf {
    target().join("front")
}

/// What the server serves as files.
pub fn site() -> PathBuf {
    target().join("site")
}

pub fn end2end() -> PathBuf {
    root().join("end2end")
}

/// A program that came with `npm ci`, if it is there.
pub fn npm_tool(name: &str) -> Option<PathBuf> {
    Some(end2end().join("node_modules/.bin").join(name)).filter(|path| path.exists())
}
