//! Names people read: of halls, windows, departments and people, as they stand on plates and pages.
//!
//! A name is tidied (trimmed, blanks collapsed) and refused when it holds what cannot be seen: a control
//! sign, a mark that turns the writing direction, a joiner. Two halls must not look the same and differ, and
//! a name on a plate must not hide a sign. Rare characters (𫖯, 䶮, …) and their variation marks are kept;
//! characters of the private area (造字) are refused, because every machine shows them differently.

use crate::words::count;
use std::fmt;

/// Most characters of a person's name, GB/T 39046-2020 (a..30).
pub const PERSON: usize = 30;
/// Most characters of a department's or hall's name, GB/T 39046-2020 (单位, an..100).
pub const UNIT: usize = 100;
/// Most characters of a window's name: what fits on a plate.
pub const WINDOW: usize = 40;

/// A checked name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DisplayName(String);

/// Why a name was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing but blanks.
    #[error("请填写名称")]
    Blank,
    /// Too many characters, as a person counts them.
    #[error("名称有 {count} 个字，最多 {max} 个字")]
    TooLong {
        /// Characters given.
        count: usize,
        /// Characters taken.
        max: usize,
    },
    /// A sign that cannot be seen.
    #[error("名称第 {position} 个字处有看不见的字符 (U+{:04X})，请重新录入", u32::from(*.sign))]
    Hidden {
        /// Before which character, from 1.
        position: usize,
        /// The sign.
        sign: char,
    },
    /// A character of the private area, or what a broken conversion leaves (U+FFFD).
    #[error("名称第 {position} 个字是自造字或乱码 (U+{:04X})，请改用标准字符录入", u32::from(*.sign))]
    Private {
        /// Which character, from 1.
        position: usize,
        /// The sign.
        sign: char,
    },
    /// Blanks and marks without a letter, digit or character.
    #[error("名称中应有文字")]
    NoLetter,
}

impl DisplayName {
    /// Tidies and checks a name of at most `max` characters.
    pub fn parse(raw: &str, max: usize) -> Result<DisplayName, NameError> {
        let mut name = String::with_capacity(raw.len());
        for word in raw.trim_start_matches('\u{FEFF}').split_whitespace() {
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(word);
        }
        if name.is_empty() {
            return Err(NameError::Blank);
        }
        refuse_unseen(&name)?;
        let count = count(&name);
        if count > max {
            return Err(NameError::TooLong { count, max });
        }
        if !name.chars().any(char::is_alphanumeric) {
            return Err(NameError::NoLetter);
        }
        Ok(DisplayName(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn refuse_unseen(name: &str) -> Result<(), NameError> {
    let mut before = None;
    for (i, sign) in name.chars().enumerate() {
        let position = i + 1;
        if is_private(sign) {
            return Err(NameError::Private { position, sign });
        }
        let after_han = before.is_some_and(is_han);
        if is_hidden(sign) || (is_variation(sign) && !after_han) {
            return Err(NameError::Hidden { position, sign });
        }
        before = Some(sign);
    }
    Ok(())
}

/// Controls, format signs (general category Cf), fillers that leave blank paper.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0x00AD | 0x034F | 0x0600..=0x0605 | 0x061C | 0x06DD | 0x070F | 0x0890..=0x0891 | 0x08E2
            | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F | 0x2028..=0x202E
            | 0x2060..=0x206F | 0x2800 | 0x3164 | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFC | 0x110BD | 0x110CD
            | 0x13430..=0x1343F | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE00FF)
}

/// Marks that choose a glyph of the character before them; meaningful after a Chinese character only.
fn is_variation(c: char) -> bool {
    matches!(u32::from(c), 0xFE00..=0xFE0F | 0xE0100..=0xE01EF)
}

/// Private use, noncharacters and the sign of a broken conversion.
fn is_private(c: char) -> bool {
    let n = u32::from(c);
    matches!(n, 0xE000..=0xF8FF | 0xF_0000.. | 0xFDD0..=0xFDEF | 0xFFFD) || n & 0xFFFE == 0xFFFE
}

/// Chinese characters with all their extensions, up to the end of plane 3.
fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3005..=0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFD)
}

impl fmt::Display for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DisplayName({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tidy(raw: &str) -> Result<String, NameError> {
        DisplayName::parse(raw, PERSON).map(|n| n.as_str().to_owned())
    }

    #[test]
    fn blanks_are_trimmed_and_collapsed() {
        assert_eq!(tidy("\u{FEFF}  综合\u{3000}\t 窗口\r\n一号 "), Ok("综合 窗口 一号".into()));
        assert_eq!(tidy(" \u{3000}\n"), Err(NameError::Blank));
    }

    #[test]
    fn rare_characters_and_names_of_every_people_are_kept() {
        for name in ["示例𫖯", "䶮", "示例·买买提", "𠮷\u{E0100}", "A区3号窗口", "龥㐀𰻝", "José"]
        {
            assert_eq!(tidy(name).as_deref(), Ok(name));
        }
    }

    #[test]
    fn what_cannot_be_seen_is_refused_and_its_place_named() {
        for (name, position) in [("张\u{200B}店", 2), ("\u{202E}店张", 1), ("张店\u{0}", 3), ("A\u{FE0F}", 2)]
        {
            assert!(
                matches!(tidy(name), Err(NameError::Hidden { position: p, .. }) if p == position),
                "{name:?}"
            );
        }
        let error = tidy("张\u{200B}店").unwrap_err();
        assert_eq!(error.to_string(), "名称第 2 个字处有看不见的字符 (U+200B)，请重新录入");
    }

    #[test]
    fn home_made_characters_and_broken_text_are_refused() {
        for name in ["张\u{E863}", "张\u{FFFD}", "张\u{F0000}", "张\u{FFFF}"] {
            assert!(matches!(tidy(name), Err(NameError::Private { position: 2, .. })), "{name:?}");
        }
        assert_eq!(tidy("·—"), Err(NameError::NoLetter));
    }

    #[test]
    fn length_is_counted_in_characters_as_people_see_them() {
        assert!(tidy(&"𫖯".repeat(30)).is_ok());
        assert_eq!(tidy(&"好".repeat(31)), Err(NameError::TooLong { count: 31, max: 30 }));
    }

    proptest! {
        #[test]
        fn a_checked_name_is_tidy_visible_and_reads_back_as_itself(raw in any::<String>(), max in 1usize..60) {
            if let Ok(name) = DisplayName::parse(&raw, max) {
                prop_assert!(count(name.as_str()) <= max && !name.as_str().contains("  "));
                prop_assert_eq!(name.as_str().trim(), name.as_str());
                prop_assert!(!name.as_str().chars().any(|c| c.is_control() || is_hidden(c) || is_private(c)));
                prop_assert_eq!(DisplayName::parse(name.as_str(), max), Ok(name.clone()));
            }
        }

        #[test]
        fn every_name_of_chinese_characters_is_kept(
            name in "[\u{3400}-\u{4DBF}\u{4E00}-\u{9FFF}\u{20000}-\u{2A6DF}]{1,30}",
        ) {
            prop_assert_eq!(tidy(&name), Ok(name));
        }

        #[test]
        fn one_hidden_sign_anywhere_is_noticed(
            name in "[一-龥]{1,10}",
            at in 0usize..10,
            sign in "[\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2060}-\u{206F}]",
        ) {
            let mut signs: Vec<char> = name.chars().collect();
            signs.insert(at.min(signs.len()), sign.chars().next().unwrap());
            prop_assert!(tidy(&signs.into_iter().collect::<String>()).is_err());
        }
    }
}
