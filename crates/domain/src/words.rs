//! Words (文字评价): what a person wrote, at most 150 characters as a person counts them.

use unicode_segmentation::UnicodeSegmentation;

/// Most characters a person may write, counted as user-perceived characters (extended grapheme
/// clusters, UAX #29), not as bytes or code points.
pub const MAX_WORDS: usize = 150;

/// Checked words: not blank, at most [`MAX_WORDS`] characters, no control characters but line feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(String);

/// Why words were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("words have {count} characters, at most {MAX_WORDS} are taken")]
pub struct WordsTooLong {
    /// How many characters were written.
    pub count: usize,
}

impl Words {
    /// Tidies and checks what was written; `None` when nothing but blanks remains.
    ///
    /// Line ends become `\n` (a browser sends `\r\n`, and the counter on the page counts one), other
    /// control characters are dropped: neither database nor a spreadsheet can hold them safely.
    pub fn parse(raw: &str) -> Result<Option<Words>, WordsTooLong> {
        let tidy: String = raw
            .replace("\r\n", "\n")
            .chars()
            .map(|c| if c == '\r' { '\n' } else { c })
            .filter(|c| !c.is_control() || *c == '\n')
            .collect();
        let tidy = tidy.trim();
        if !tidy.chars().any(is_visible) {
            return Ok(None);
        }
        let count = count(tidy);
        if count > MAX_WORDS {
            return Err(WordsTooLong { count });
        }
        Ok(Some(Words(tidy.to_owned())))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Longest character that counts as one, in bytes. The longest emoji sequences have about 35; a letter under
/// hundreds of accents is one to UAX #29 and a page of noise to a reader.
const LONGEST_CHARACTER: usize = 64;

/// Characters as a person counts them. The page's counter and the rule use this same function.
pub fn count(text: &str) -> usize {
    text.graphemes(true).map(|c| c.len().div_ceil(LONGEST_CHARACTER)).sum()
}

/// Blanks and joiners that leave nothing on the paper are not words.
pub(crate) fn is_visible(c: char) -> bool {
    !c.is_whitespace()
        && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_as_a_person_counts_them() {
        let family = "👨\u{200D}👩\u{200D}👧";
        assert_eq!(count(family), 1);
        assert!(Words::parse(&family.repeat(150)).is_ok());
        assert_eq!(Words::parse(&"好".repeat(151)), Err(WordsTooLong { count: 151 }));
    }

    #[test]
    fn a_character_under_hundreds_of_accents_counts_as_many() {
        let tower = format!("e{}", "\u{301}".repeat(9_000));
        assert!(Words::parse(&tower).is_err());
        assert_eq!(count("e\u{301}\u{302}"), 1);
    }

    #[test]
    fn a_line_end_of_a_browser_counts_once() {
        let lines = format!("{}\r\n{}", "好".repeat(75), "差".repeat(74));
        assert_eq!(Words::parse(&lines).unwrap().unwrap().as_str().matches('\n').count(), 1);
    }

    #[test]
    fn invisible_text_is_no_words() {
        for blank in ["", "  \r\n\t", "\u{200B}\u{FEFF}", "\u{3000}", "\u{0}"] {
            assert_eq!(Words::parse(blank), Ok(None), "{blank:?}");
        }
    }

    #[test]
    fn control_characters_are_dropped_and_the_rest_kept() {
        assert_eq!(Words::parse("等了\u{0}三\u{7}小时").unwrap().unwrap().as_str(), "等了三小时");
    }
}
