//! The embedded fonts: measured here, drawn by usvg and krilla.
//!
//! Noto Sans SC, cut down by `assets/make-fonts.sh` to the 8,105 characters of 通用规范汉字表,
//! ASCII and punctuation. To add a character that a place name needs, add it to `extra` in that script.

use std::sync::Arc;

use serde::Deserialize;
use ttf_parser::{Face, GlyphId};
use usvg::fontdb;

use crate::PrintError;

/// The family name inside the font files. usvg drops text of a family it does not know without an
/// error; `tree.rs` checks that none was dropped.
pub(crate) const FAMILY: &str = "Noto Sans SC";

static REGULAR: &[u8] = include_bytes!("../assets/NotoSansSC-Regular.subset.ttf");
static BOLD: &[u8] = include_bytes!("../assets/NotoSansSC-Bold.subset.ttf");

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Weight {
    Regular,
    Bold,
}

impl Weight {
    pub fn css(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Bold => 700,
        }
    }
}

/// Both weights, parsed once.
pub(crate) struct Fonts {
    regular: Face<'static>,
    bold: Face<'static>,
    pub database: Arc<fontdb::Database>,
}

impl Fonts {
    pub fn load() -> Result<Self, PrintError> {
        let mut database = fontdb::Database::new();
        for data in [REGULAR, BOLD] {
            database.load_font_source(fontdb::Source::Binary(Arc::new(data)));
        }
        Ok(Self {
            regular: Face::parse(REGULAR, 0).map_err(PrintError::draw)?,
            bold: Face::parse(BOLD, 0).map_err(PrintError::draw)?,
            database: Arc::new(database),
        })
    }

    fn face(&self, weight: Weight) -> &Face<'static> {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    fn glyph(&self, weight: Weight, sign: char) -> Option<GlyphId> {
        self.face(weight).glyph_index(sign).filter(|id| id.0 != 0)
    }

    /// The first character neither weight can draw.
    pub fn missing(&self, text: &str) -> Option<char> {
        text.chars()
            .find(|c| self.glyph(Weight::Regular, *c).is_none() || self.glyph(Weight::Bold, *c).is_none())
    }

    /// Advance of one character in em.
    pub fn advance(&self, weight: Weight, sign: char) -> f32 {
        let face = self.face(weight);
        self.glyph(weight, sign)
            .and_then(|id| face.glyph_hor_advance(id))
            .map_or(0.0, |units| f32::from(units) / f32::from(face.units_per_em()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_weights_can_draw_the_same_characters() {
        let fonts = Fonts::load().unwrap();
        let count = |weight| ('\u{20}'..='\u{2FFFF}').filter(|c| fonts.glyph(weight, *c).is_some()).count();
        assert_eq!(count(Weight::Regular), count(Weight::Bold));
        assert!(count(Weight::Regular) > 8105 + 95);
    }

    #[test]
    fn rare_signs_of_place_names_are_there_and_others_are_named() {
        let fonts = Fonts::load().unwrap();
        assert_eq!(fonts.missing("溡源社区、楊官村、沣水镇、𬭎"), None);
        assert_eq!(fonts.missing("示例𫚈"), Some('𫚈'));
        assert_eq!(fonts.missing("示例😀"), Some('😀'));
    }

    #[test]
    fn a_han_character_is_one_em_wide() {
        let fonts = Fonts::load().unwrap();
        assert_eq!(fonts.advance(Weight::Regular, '政'), 1.0);
        assert!(fonts.advance(Weight::Bold, 'i') < 0.5);
    }
}
