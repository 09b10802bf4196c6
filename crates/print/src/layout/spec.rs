//! The grammar of a layout file. `layouts/henan-2023-a4.toml` explains every key.

use std::fmt;

use serde::Deserialize;

use super::kind::{Edit, Kind};
use super::paper::{Grid, Stand};
use crate::error::Field;
use crate::fonts::Weight;

/// The file, as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Spec {
    /// Version of this grammar.
    pub schema: u32,
    pub name: String,
    /// What a studio lists it as.
    pub title: String,
    pub version: String,
    pub kind: Kind,
    pub edit: Edit,
    /// Where the layout comes from, for the reader of the file.
    #[expect(dead_code, reason = "documentation inside the data file")]
    pub source: String,
    pub sample: bool,
    pub page: Page,
    pub stand: Option<Stand>,
    pub grid: Option<Grid>,
    pub code: CodeArea,
    /// Where a hall's own mark may stand; only in free layouts.
    pub logo: Option<Space>,
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

/// A rectangle on the page.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Space {
    pub x: f32,
    pub y: f32,
    pub w: f32,
    pub h: f32,
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
    /// Words, with `{hall}`, `{window}`, `{name}`, `{number}`, `{code}`, `{host}` for the content, or
    /// `{own}` alone for the hall's own text.
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
    pub const PLACES: [(&'static str, Field); 7] = [
        ("{hall}", Field::Hall),
        ("{window}", Field::Window),
        ("{name}", Field::Name),
        ("{number}", Field::Number),
        ("{code}", Field::Code),
        ("{host}", Field::Host),
        ("{own}", Field::Own),
    ];

    /// The content fields this box shows.
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        Self::PLACES.iter().filter(|(place, _)| self.text.contains(place)).map(|(_, field)| *field)
    }

    /// Whether the box says the same on every plate of a pack.
    pub fn is_fixed(&self) -> bool {
        self.fields().all(|field| field == Field::Own)
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

impl Color {
    pub const BLACK: Self = Self([0; 3]);
    pub const WHITE: Self = Self([255; 3]);

    /// WCAG relative luminance, 0 to 1.
    pub fn luminance(self) -> f32 {
        let [r, g, b] = self.0.map(|v| (f32::from(v) / 255.0).powf(2.2));
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Black or white, whichever is nearer: for printing with black only.
    pub fn black_or_white(self) -> Self {
        if self.luminance() > 0.4 { Self::WHITE } else { Self::BLACK }
    }
}

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

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}
