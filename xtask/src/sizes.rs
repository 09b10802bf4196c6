//! `cargo xtask sizes`: what a phone downloads for its first rating, against the budget. A quarter
//! of a second more on a slow network costs ratings, so it is a test and not a wish.

use std::fs;

use crate::{
    paths,
    sh::Outcome,
    site::{self, Manifest},
};

/// All of it, compressed by brotli, in bytes: module, scripts, style and one page.
const BUDGET: usize = 72 * 1024;
/// What a rating page's HTML takes of it; measured against a running server by the benchmark.
const PAGE: usize = 4 * 1024;

pub fn run(arguments: &[String]) -> Outcome {
    if !arguments.is_empty() {
        return Err("sizes takes no arguments".into());
    }
    let manifest = Manifest::read(&paths::site())?;
    let rows =
        [("wasm", &manifest.wasm), ("js", &manifest.js), ("boot", &manifest.boot), ("css", &manifest.css)];
    println!("{:<6} {:>9} {:>9} {:>9}", "", "raw", "gzip", "brotli");
    let mut total = PAGE;
    for (what, name) in rows {
        let file = paths::site().join("pkg").join(name);
        let raw = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let brotli = site::brotli(&raw)?.len();
        let gzip = site::gzip(&raw)?.len();
        println!("{what:<6} {:>9} {gzip:>9} {brotli:>9}", raw.len());
        total += brotli;
    }
    println!("{:<6} {:>9} {:>9} {PAGE:>9}  (allowance for the page)", "html", "", "");
    println!("{:<6} {:>9} {:>9} {total:>9}  of {BUDGET}", "total", "", "");
    if total > BUDGET {
        return Err(format!("a first visit takes {total} bytes: {} over the budget", total - BUDGET).into());
    }
    Ok(())
}
