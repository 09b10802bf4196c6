//! Layouts (版式): what a plate looks like, as a data file.
//!
//! A layout is a TOML file: page, the blank square for the code, shapes, text boxes; lengths in
//! millimetres from the page's upper left corner. `layouts/henan-2023-a4.toml` explains every key.
//!
//! To add one: put the file into `layouts/` and its name into [`BUILTIN`] (a test notices a file that
//! is not listed). A city's own file, outside the binary, goes through [`Layout::parse`].

mod check;

use serde::Deserialize;

use crate::PrintError;
use crate::error::Field;
use crate::fonts::Weight;

/// The layouts in the binary: name and text.
const BUILTIN: &[(&str, &str)] = &[("henan-2023-a4", include_str!("../layouts/henan-2023-a4.toml"))];

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

    /// The layout's own version; printed plates can be traced to it.
    pub fn version(&self) -> &str {
        &self.spec.version
    }

    /// 样张: the layout is not the authority's published standard.
    pub fn is_sample(&self) -> bool {
        self.spec.sample
    }
}

/// The file, as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Spec {
    /// Version of this grammar.
    pub schema: u32,
    pub name: String,
    pub version: String,
    /// Where the layout comes from, for the reader of the file.
    #[expect(dead_code, reason = "documentation inside the data file")]
    pub source: String,
    pub sample: bool,
    pub page: Page,
    pub code: CodeArea,
    #[serde(default)]
    pub shape: Vec<Shape>,
    pub text: Vec<TextBox>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Page {
    pub width: f32,
    pub height: f32,
}

/// The blank square for the code, its quiet zone included.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeArea {
    pub x: f32,
    pub y: f32,
    pub size: f32,
    /// Modules of white on each side.
    pub quiet: u32,
    pub min_module: f32,
    /// Modules are whole dots of this raster, so that a printer draws all of them equally wide.
    pub dpi: f32,
    pub color: Color,
}

/// A rectangle. Drawn in file order, under the code.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shape {
    pub x: f32,
    pub y: f32,
    pub w: f32,
    pub h: f32,
    pub fill: Option<Color>,
    pub stroke: Option<Color>,
    #[serde(default)]
    pub stroke_width: f32,
    #[serde(default)]
    pub radius: f32,
    #[serde(default)]
    pub layer: Layer,
    #[serde(default)]
    pub when: When,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Layer {
    /// Under the code's white ground.
    #[default]
    Back,
    /// Over everything: only the read-back stands between such a shape and the code.
    Front,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum When {
    #[default]
    Always,
    /// Only on plates made from demonstration data.
    Demo,
    /// Only on real plates.
    Live,
}

impl When {
    pub fn applies(self, demo: bool) -> bool {
        match self {
            Self::Always => true,
            Self::Demo => demo,
            Self::Live => !demo,
        }
    }
}

/// A box of text: as large as fits between `size_max` and `size_min`, on up to `max_lines` lines.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextBox {
    pub name: String,
    /// Words, with `{hall}`, `{window}`, `{code}`, `{host}` for the content.
    pub text: String,
    pub x: f32,
    pub y: f32,
    pub w: f32,
    pub h: f32,
    pub size_max: f32,
    pub size_min: f32,
    #[serde(default = "one")]
    pub max_lines: usize,
    /// Distance of two lines in font sizes.
    #[serde(default = "line_height")]
    pub line_height: f32,
    /// Extra space after each character in font sizes.
    #[serde(default)]
    pub tracking: f32,
    #[serde(default)]
    pub align: Align,
    #[serde(default)]
    pub valign: Valign,
    pub color: Color,
    pub weight: Weight,
    #[serde(default)]
    pub when: When,
}

impl TextBox {
    pub const PLACES: [(&'static str, Field); 4] = [
        ("{hall}", Field::Hall),
        ("{window}", Field::Window),
        ("{code}", Field::Code),
        ("{host}", Field::Host),
    ];

    /// The content field this box shows, if it is not fixed wording.
    pub fn field(&self) -> Option<Field> {
        Self::PLACES.iter().find(|(place, _)| self.text.contains(place)).map(|(_, field)| *field)
    }
}

fn one() -> usize {
    1
}

fn line_height() -> f32 {
    1.3
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Align {
    #[default]
    Left,
    Center,
    Right,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Valign {
    Top,
    #[default]
    Middle,
    Bottom,
}

/// `#rrggbb` and nothing else, so that a layout cannot write into the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Color(pub [u8; 3]);

impl TryFrom<String> for Color {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let bad = || format!("颜色“{text}”应写成 #rrggbb");
        let digits = text
            .strip_prefix('#')
            .filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()))
            .ok_or_else(bad)?;
        let value = u32::from_str_radix(digits, 16).map_err(|_| bad())?;
        let [_, r, g, b] = value.to_be_bytes();
        Ok(Self([r, g, b]))
    }
}

impl std::fmt::Display for Color {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
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
