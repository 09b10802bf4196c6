//! Tools from Python's package index, each kind in an environment of its own under `target/`.

use crate::{
    paths,
    sh::{self, Outcome},
};
use std::{fs, path::PathBuf, process::Command};

/// Readers of pictures, for `torture plates`.
pub const JUDGES: (&str, &[&str]) = ("judges", &["zxing-cpp==3.1.1", "pillow==13.0.0"]);
/// What tests the partners' interface by its description.
pub const PARTNER_TOOLS: (&str, &[&str]) = ("partner-tools", &["schemathesis==4.32.5"]);

/// Another calendar of working days, for `torture clocks`.
pub const CALENDAR: (&str, &[&str]) = ("calendar", &["chinesecalendar==1.11.0"]);

/// Python with these packages, made when they change.
pub fn environment((name, packages): (&str, &[&str])) -> Outcome<PathBuf> {
    let folder = paths::target().join(name);
    let (python, stamp) = (folder.join("bin/python"), folder.join("packages.txt"));
    let wanted = packages.join("\n");
    if fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
        return Ok(python);
    }
    sh::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    sh::run(install.args(packages))?;
    fs::write(stamp, wanted)?;
    Ok(python)
}
