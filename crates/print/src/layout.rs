//! Layouts (版式): what a plate looks like, as a data file.
//!
//! A layout is a TOML file: page, the blank square for the code, shapes, text boxes; lengths in
//! millimetres from the page's upper left corner. `layouts/henan-2023-a4.toml` explains every key.
//!
//! To add one: put the file into `layouts/` and its name into [`BUILTIN`] (a test notices a file that
//! is not listed). A city's own file (a provincial standard, say) lies in a folder outside the binary
//! and comes in through [`Catalogue`].

mod catalogue;
mod check;
mod kind;
mod paper;
mod spec;

pub use catalogue::Catalogue;
pub(crate) use check::LEADING;
pub use kind::{Edit, Kind};
pub use paper::{Grid, Stand};
pub(crate) use spec::{Align, CodeArea, Color, Layer, Page, Shape, Space, Spec, TextBox, Valign};

use crate::PrintError;
use crate::error::Field;

/// The layouts in the binary, in the order a studio lists them: name and text.
const BUILTIN: &[(&str, &str)] = &[
    ("henan-2023-a4", include_str!("../layouts/henan-2023-a4.toml")),
    ("desk-a5", include_str!("../layouts/desk-a5.toml")),
    ("label-2x4", include_str!("../layouts/label-2x4.toml")),
    ("label-3x7", include_str!("../layouts/label-3x7.toml")),
    ("label-3x8", include_str!("../layouts/label-3x8.toml")),
    ("staff-card", include_str!("../layouts/staff-card.toml")),
    ("staff-a6", include_str!("../layouts/staff-a6.toml")),
    ("ticket-58", include_str!("../layouts/ticket-58.toml")),
    ("ticket-80", include_str!("../layouts/ticket-80.toml")),
    ("case-ticket-80", include_str!("../layouts/case-ticket-80.toml")),
    ("case-slip-a5", include_str!("../layouts/case-slip-a5.toml")),
];

/// A checked layout.
#[derive(Debug, Clone)]
pub struct Layout {
    pub(crate) spec: Spec,
}

impl Layout {
    /// A layout that comes with the program.
    pub fn builtin(name: &str) -> Result<Self, PrintError> {
        let (_, text) = BUILTIN
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| PrintError::UnknownLayout(name.chars().take(40).collect()))?;
        Self::parse(text)
    }

    /// The names [`Layout::builtin`] knows.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILTIN.iter().map(|(name, _)| *name)
    }

    /// A layout from the text of a TOML file.
    pub fn parse(text: &str) -> Result<Self, PrintError> {
        let spec: Spec = toml::from_str(text).map_err(|e| {
            // The line the parser stumbled over names the key.
            let line = e.span().and_then(|span| {
                let start = text.get(..span.start)?.rfind('\n').map_or(0, |at| at + 1);
                text.get(start..)?.lines().next()
            });
            PrintError::layout(line.unwrap_or("文件").trim(), e.message())
        })?;
        check::check(&spec)?;
        Ok(Self { spec })
    }

    pub fn name(&self) -> &str {
        &self.spec.name
    }

    /// What to show in a list, e.g. `A4 竖版台牌（河南 2023）`.
    pub fn title(&self) -> &str {
        &self.spec.title
    }

    /// The layout's own version; printed plates can be traced to it.
    pub fn version(&self) -> &str {
        &self.spec.version
    }

    /// 样张: the layout is not the authority's published standard.
    pub fn is_sample(&self) -> bool {
        self.spec.sample
    }

    pub fn kind(&self) -> Kind {
        self.spec.kind
    }

    pub fn edit(&self) -> Edit {
        self.spec.edit
    }

    /// Width and height of one plate in millimetres.
    pub fn size(&self) -> (f32, f32) {
        (self.spec.page.width, self.spec.page.height)
    }

    /// How the stand must be made, if the layout says so.
    pub fn stand(&self) -> Option<Stand> {
        self.spec.stand
    }

    /// How several of them lie on one sheet, if they do.
    pub fn grid(&self) -> Option<Grid> {
        self.spec.grid
    }

    /// Whether there is room for the hall's own line of text.
    pub fn takes_text(&self) -> bool {
        self.spec.text.iter().any(|slot| slot.fields().any(|field| field == Field::Own))
    }

    /// Whether there is room for the hall's mark.
    pub fn takes_logo(&self) -> bool {
        self.spec.logo.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_in_the_folder_is_a_builtin_layout_of_that_name() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/layouts");
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap();
            assert_eq!(Layout::builtin(name).unwrap().name(), name);
        }
    }
}
