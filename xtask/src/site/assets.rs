//! Scripts and style: bundled, lowered to what their readers' browsers know, minified by esbuild. Without
//! esbuild a single file is taken as it is, and a style sheet's imports are put in by hand.

use std::{fs, path::Path, process::Command};

use crate::{
    paths,
    sh::{self, Outcome},
};

/// `import.meta` is the one thing of ES2020 that wasm-bindgen's glue needs; the module browsers
/// that we serve all have it (Chrome 64, Safari 12).
pub fn script(file: &Path) -> Outcome<String> {
    let Some(esbuild) = esbuild() else { return plain(file) };
    text(
        Command::new(esbuild)
            .arg(file)
            .args(["--bundle", "--format=esm", "--minify", "--charset=utf8", "--legal-comments=none"])
            .args(["--target=es2019", "--supported:import-meta=true", "--log-level=warning"]),
    )
}

/// What citizens' phones read: WebViews of 2018.
pub const PHONES: &str = "--target=chrome64,ios12";
/// What the office's computers and phones read.
pub const DESKS: &str = "--target=chrome88,firefox85,safari14.1";

/// Addresses in the sheet that name files of `public/` (`url(/…)`) are left as they are.
pub fn style(file: &Path, target: &str) -> Outcome<String> {
    let Some(esbuild) = esbuild() else { return imports_in_place(file) };
    text(
        Command::new(esbuild)
            .arg(file)
            .args(["--bundle", "--minify", "--charset=utf8", "--legal-comments=none"])
            .args([target, "--log-level=warning"])
            .args(public_names()?.into_iter().map(|name| format!("--external:/{name}"))),
    )
}

/// Files and folders of `public/`, as patterns of esbuild's.
fn public_names() -> Outcome<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(paths::root().join("public"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        names.push(if entry.path().is_dir() { format!("{name}/*") } else { name });
    }
    Ok(names)
}

fn esbuild() -> Option<std::path::PathBuf> {
    let found = paths::npm_tool("esbuild");
    if found.is_none() {
        eprintln!("esbuild is missing (npm ci in end2end/ brings it): scripts and style stay as written");
    }
    found
}

fn text(command: &mut Command) -> Outcome<String> {
    Ok(String::from_utf8(sh::pipe(command, &[])?)?)
}

fn plain(file: &Path) -> Outcome<String> {
    fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()).into())
}

/// `@import "x.css";` and `@import url("x.css");` on lines of their own.
fn imports_in_place(file: &Path) -> Outcome<String> {
    let mut sheet = String::new();
    for line in plain(file)?.lines() {
        match imported(line) {
            Some(name) => sheet.push_str(&imports_in_place(&file.with_file_name("").join(name))?),
            None => {
                sheet.push_str(line);
                sheet.push('\n');
            }
        }
    }
    Ok(sheet)
}

fn imported(line: &str) -> Option<&str> {
    let rest = line.trim().strip_prefix("@import")?.trim_start();
    let rest = rest.strip_prefix("url(").unwrap_or(rest);
    rest.split(['"', '\'']).nth(1)
}

#[cfg(test)]
mod tests {
    use super::imported;

    #[test]
    fn an_import_names_its_file_in_either_form() {
        assert_eq!(imported(r#"@import "tokens.css";"#), Some("tokens.css"));
        assert_eq!(imported(r#"  @import url('parts/form.css');"#), Some("parts/form.css"));
        assert_eq!(imported("body { margin: 0 }"), None);
    }
}
