//! All layouts a city has: those in the binary and the TOML files of a folder of its own.

use std::fs;
use std::path::Path;

use super::Layout;
use crate::PrintError;

/// Far larger than any layout.
const MAX_FILE: u64 = 256 * 1024;

/// Layouts by name, in the order to list them. A broken file is told in [`Catalogue::faults`] and takes
/// no other with it.
#[derive(Debug, Clone)]
pub struct Catalogue {
    layouts: Vec<Layout>,
    faults: Vec<PrintError>,
}

impl Catalogue {
    /// The layouts in the binary.
    pub fn builtin() -> Result<Self, PrintError> {
        let layouts = Layout::names().map(Layout::builtin).collect::<Result<_, _>>()?;
        Ok(Self { layouts, faults: Vec::new() })
    }

    /// Those in the binary, then every `*.toml` of the folder by file name. A name that is taken is a
    /// fault of the later file: plates in use do not change their looks because a file was added.
    pub fn with_folder(folder: &Path) -> Result<Self, PrintError> {
        let mut catalogue = Self::builtin()?;
        let unreadable = |path: &Path, e: std::io::Error| PrintError::LayoutFile {
            file: path.display().to_string(),
            reason: e.to_string(),
        };
        let mut paths = Vec::new();
        match fs::read_dir(folder) {
            Ok(entries) => paths.extend(entries.flatten().map(|entry| entry.path())),
            Err(e) => catalogue.faults.push(unreadable(folder, e)),
        }
        paths.retain(|path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")));
        paths.sort();
        for path in paths {
            if let Err(reason) = read(&path).and_then(|text| catalogue.add(&text).map_err(|e| e.to_string()))
            {
                catalogue.faults.push(PrintError::LayoutFile { file: path.display().to_string(), reason });
            }
        }
        Ok(catalogue)
    }

    /// Adds a layout from a file's text; refuses a name that is taken.
    pub fn add(&mut self, text: &str) -> Result<(), PrintError> {
        let layout = Layout::parse(text)?;
        if self.layouts.iter().any(|known| known.name() == layout.name()) {
            return Err(PrintError::layout("name", format!("已有名为“{}”的版式", layout.name())));
        }
        self.layouts.push(layout);
        Ok(())
    }

    pub fn get(&self, name: &str) -> Result<&Layout, PrintError> {
        self.iter()
            .find(|layout| layout.name() == name)
            .ok_or_else(|| PrintError::UnknownLayout(name.chars().take(40).collect()))
    }

    pub fn iter(&self) -> impl Iterator<Item = &Layout> {
        self.layouts.iter()
    }

    /// What is wrong with the folder's files, each with its path.
    pub fn faults(&self) -> &[PrintError] {
        &self.faults
    }
}

fn read(path: &Path) -> Result<String, String> {
    let length = fs::metadata(path).map_err(|e| e.to_string())?.len();
    if length > MAX_FILE {
        return Err(format!("文件超过 {} KB", MAX_FILE / 1024));
    }
    fs::read_to_string(path).map_err(|e| e.to_string())
}
