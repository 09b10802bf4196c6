//! From cargo's module to the shipped one: wasm-bindgen, wasm-opt, the gate. wasm-opt takes ten
//! seconds, so the last result is kept under the hash of what it was made from.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use wasm_bindgen_cli_support::Bindgen;

use super::{Build, assets, gate, publish};
use crate::{
    paths,
    sh::{self, Outcome},
};

/// The module and the script that loads it. The script names the module by [`PLAIN_NAME`].
pub struct Module {
    pub wasm: Vec<u8>,
    pub glue: String,
}

/// The name that wasm-bindgen gives the module: `publish` puts the hashed one in its place.
pub fn plain_name(bundle: &str) -> String {
    format!("{bundle}_bg.wasm")
}

/// What was compiled last, as this bundle.
pub fn module(how: Build, bundle: &str) -> Outcome<Module> {
    let built = paths::front().join("wasm32-unknown-unknown").join(profile_dir(how)).join("frontend.wasm");
    let bytes = fs::read(&built).map_err(|error| format!("{}: {error}", built.display()))?;
    let optimiser = match how {
        Build::Release => wasm_opt(),
        Build::Debug => None,
    };
    let cache = paths::front().join("shipped").join(bundle).join(key(&bytes, how, optimiser.is_some()));
    if !cache.join("done").exists() {
        make(&built, &cache, bundle, how, optimiser.as_deref())?;
    }
    let wasm = fs::read(cache.join(plain_name(bundle)))?;
    if how == Build::Release {
        gate::only_the_first_edition(&wasm)?;
    }
    Ok(Module { wasm, glue: assets::script(&cache.join(bundle).with_extension("js"))? })
}

fn profile_dir(how: Build) -> &'static str {
    match how {
        Build::Debug => "debug",
        Build::Release => "wasm-release",
    }
}

fn key(bytes: &[u8], how: Build, optimised: bool) -> String {
    let kind = if optimised { "opt" } else { "plain" };
    format!("{}-{kind}-{}", profile_dir(how), publish::hash(bytes))
}

fn make(built: &Path, cache: &Path, bundle: &str, how: Build, optimiser: Option<&Path>) -> Outcome {
    if let Some(all) = cache.parent()
        && all.exists()
    {
        fs::remove_dir_all(all)?;
    }
    fs::create_dir_all(cache)?;
    Bindgen::new()
        .input_path(built)
        .out_name(bundle)
        .web(true)?
        .typescript(false)
        .debug(how == Build::Debug)
        .remove_name_section(how == Build::Release)
        .remove_producers_section(true)
        .generate(cache)?;
    if how == Build::Release {
        let module = cache.join(plain_name(bundle));
        match optimiser {
            Some(program) => optimise(program, &module)?,
            None => eprintln!(
                "wasm-opt is missing (npm ci in end2end/ brings it): the module stays about a third larger"
            ),
        }
    }
    fs::write(cache.join("done"), "")?;
    Ok(())
}

/// The order matters: first only the MVP, then one feature more.
fn optimise(program: &Path, module: &Path) -> Outcome {
    sh::run(
        Command::new(program)
            .args(["--mvp-features", "--enable-mutable-globals", "-Oz", "-o"])
            .arg(module)
            .arg(module),
    )
}

fn wasm_opt() -> Option<PathBuf> {
    paths::npm_tool("wasm-opt").or_else(|| {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).map(|dir| dir.join("wasm-opt")).find(|program| program.is_file())
    })
}
