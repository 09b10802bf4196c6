//! The embedded fonts: measured and outlined here, and put into PDFs as text.
//!
//! Noto Sans SC, cut down by `assets/make-fonts.sh` to the 8,105 characters of 通用规范汉字表,
//! ASCII and punctuation. To add a character that a place name needs, add it to `extra` in that script.

use krilla::text::Font;
use serde::Deserialize;
use ttf_parser::{Face, GlyphId, OutlineBuilder};

use crate::PrintError;

static REGULAR: &[u8] = include_bytes!("../assets/NotoSansSC-Regular.subset.ttf");
static BOLD: &[u8] = include_bytes!("../assets/NotoSansSC-Bold.subset.ttf");

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// Both weights, parsed once.
pub(crate) struct Fonts {
    regular: Typeface,
    bold: Typeface,
}

struct Typeface {
    face: Face<'static>,
    /// The same file for krilla. One object for all documents: what a document draws with it shares one
    /// subset.
    embedded: Font,
}

impl Typeface {
    fn load(data: &'static [u8]) -> Result<Self, PrintError> {
        Ok(Self {
            face: Face::parse(data, 0).map_err(PrintError::draw)?,
            embedded: Font::new(data.into(), 0).ok_or_else(|| PrintError::draw("字体"))?,
        })
    }
}

impl Fonts {
    pub fn load() -> Result<Self, PrintError> {
        Ok(Self { regular: Typeface::load(REGULAR)?, bold: Typeface::load(BOLD)? })
    }

    fn typeface(&self, weight: Weight) -> &Typeface {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    pub fn embedded(&self, weight: Weight) -> Font {
        self.typeface(weight).embedded.clone()
    }

    pub fn units_per_em(&self, weight: Weight) -> f32 {
        f32::from(self.typeface(weight).face.units_per_em())
    }

    /// None for a character without a glyph.
    pub fn glyph(&self, weight: Weight, sign: char) -> Option<GlyphId> {
        self.typeface(weight).face.glyph_index(sign).filter(|id| id.0 != 0)
    }

    /// Draws the character in font units, upwards from the baseline. A blank draws nothing.
    pub fn outline(&self, weight: Weight, sign: char, pen: &mut dyn OutlineBuilder) {
        if let Some(glyph) = self.glyph(weight, sign) {
            self.typeface(weight).face.outline_glyph(glyph, pen);
        }
    }

    /// The first character neither weight can draw.
    pub fn missing(&self, text: &str) -> Option<char> {
        text.chars()
            .find(|c| self.glyph(Weight::Regular, *c).is_none() || self.glyph(Weight::Bold, *c).is_none())
    }

    /// Advance of one character in em.
    pub fn advance(&self, weight: Weight, sign: char) -> f32 {
        let face = &self.typeface(weight).face;
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
        // People's names, too: of the table, and registered in other forms.
        assert_eq!(fonts.missing("𫖯䶮喆堃·龑頔昇"), None);
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
