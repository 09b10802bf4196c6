//! What every page is given besides its own view.

use std::sync::Arc;

/// URL paths of the files a page needs, with the hash of their content in the name.
#[derive(Debug, Clone)]
pub struct Assets {
    /// The citizens' style sheet.
    pub css: String,
    /// The office's style sheet.
    pub office_css: String,
    /// The small script that starts the islands.
    pub boot: String,
    /// Glue of the WebAssembly module.
    pub js: String,
    /// The WebAssembly module.
    pub wasm: String,
    /// Glue of the office's module.
    pub office_js: String,
    /// The office's module.
    pub office_wasm: String,
}

/// Size of the text (适老化): the standard page, or 长辈版 at four sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextSize {
    /// The browser's own size.
    Standard,
    /// 长辈版, 18 px.
    Elder18,
    /// 长辈版, 22 px.
    Elder22,
    /// 长辈版, 26 px.
    Elder26,
    /// 长辈版, 30 px.
    Elder30,
}

impl TextSize {
    /// Every size, smallest first.
    pub const ALL: [TextSize; 5] =
        [TextSize::Standard, TextSize::Elder18, TextSize::Elder22, TextSize::Elder26, TextSize::Elder30];

    /// The value in the cookie and in the form field `size`.
    pub const fn as_str(self) -> &'static str {
        match self {
            TextSize::Standard => "std",
            TextSize::Elder18 => "e18",
            TextSize::Elder22 => "e22",
            TextSize::Elder26 => "e26",
            TextSize::Elder30 => "e30",
        }
    }

    /// Reads a cookie's or a form's value.
    pub fn from_cookie(value: &str) -> Option<TextSize> {
        TextSize::ALL.into_iter().find(|size| size.as_str() == value)
    }

    /// Is this 长辈版?
    pub fn is_elder(self) -> bool {
        self != TextSize::Standard
    }

    /// Class of `<html>`.
    pub const fn class(self) -> Option<&'static str> {
        match self {
            TextSize::Standard => None,
            TextSize::Elder18 => Some("elder elder-18"),
            TextSize::Elder22 => Some("elder elder-22"),
            TextSize::Elder26 => Some("elder elder-26"),
            TextSize::Elder30 => Some("elder elder-30"),
        }
    }

    /// One size smaller within 长辈版.
    pub fn smaller(self) -> Option<TextSize> {
        let at = TextSize::ALL.iter().position(|s| *s == self)?;
        at.checked_sub(1).map(|i| TextSize::ALL[i]).filter(|s| s.is_elder())
    }

    /// One size larger.
    pub fn larger(self) -> Option<TextSize> {
        let at = TextSize::ALL.iter().position(|s| *s == self)?;
        TextSize::ALL.get(at + 1).copied()
    }
}

/// What surrounds a page's own content.
#[derive(Debug, Clone)]
pub struct PageContext {
    /// The data are samples: every page says so.
    pub demo: bool,
    /// Chosen size of the text.
    pub text_size: TextSize,
    /// Style sheet and scripts.
    pub assets: Arc<Assets>,
    /// Path of this page, where the text-size form returns to.
    pub path: String,
    /// The official host name in words.
    pub host: String,
    /// Citizens can sign in to see their cases.
    pub my: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_reads_back_and_nothing_else_is_a_size() {
        for size in TextSize::ALL {
            assert_eq!(TextSize::from_cookie(size.as_str()), Some(size));
        }
        assert_eq!(TextSize::from_cookie("e24"), None);
    }

    #[test]
    fn the_sizes_of_elder_mode_end_at_both_ends() {
        assert_eq!(TextSize::Elder18.smaller(), None);
        assert_eq!(TextSize::Elder22.smaller(), Some(TextSize::Elder18));
        assert_eq!(TextSize::Elder30.larger(), None);
    }
}
