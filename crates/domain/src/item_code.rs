//! Item code (实施编码, 31 signs) and handling item code (业务办理项编码, 33 signs).
//!
//! 18 signs 统一社会信用代码 + 1 行使层级 (GB/T 39046-2020 表 A.2) + 12 基本编码, and 2 for the handling item. A
//! 33-sign code splits into the first 31 (`taskCode`) and the whole (`taskHandleItem`). The base code is 2
//! area (00 is the nation) + 2 type + 5 main item + 3 sub-item: read off published codes, for the
//! governing GB/T 39554.1-2020 could not be consulted. GB/T 39046-2020 itself prints 10 and 24 signs for
//! the same fields; therefore the lengths are a rule that can be set, and only a 31-sign code is split.

use crate::code::tidy;
use crate::code_tables::ExerciseLevel;
use crate::credit_code::{CreditCode, CreditCodeError};
use serde::{Deserialize, Serialize};

/// Signs of 统一社会信用代码, 行使层级 and 基本编码 together.
const SPLIT_LEN: usize = 31;

/// How many signs a code may have *(setting)*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ItemCodeRule {
    /// Fewest signs of 实施编码.
    pub shortest: usize,
    /// Most signs of 实施编码.
    pub longest: usize,
    /// Signs a handling item adds; 0 if there are none.
    pub handle_signs: usize,
}

impl ItemCodeRule {
    /// 31, and 33 for a handling item: what the provincial interface takes.
    pub const INTERFACE: ItemCodeRule = ItemCodeRule { shortest: 31, longest: 31, handle_signs: 2 };
    /// At most 24 signs, as GB/T 39046-2020 prints (实施编码 an..24).
    pub const STANDARD: ItemCodeRule = ItemCodeRule { shortest: 1, longest: 24, handle_signs: 0 };

    /// Reads a code; case, width and blanks do not matter. Where a length fits both, it is a main item.
    pub fn read(&self, text: &str) -> Result<ItemCode, ItemCodeError> {
        let text = tidy(text);
        if let Some((i, sign)) = text.chars().enumerate().find(|(_, c)| !c.is_ascii_alphanumeric()) {
            return Err(ItemCodeError::Sign { position: i + 1, sign });
        }
        let takes = |len: usize| len > 0 && (self.shortest..=self.longest).contains(&len);
        let main = text.len().saturating_sub(self.handle_signs);
        if takes(text.len()) {
            Ok(ItemCode { task_code: text, handle_item: None })
        } else if self.handle_signs > 0 && takes(main) {
            Ok(ItemCode { task_code: text[..main].to_owned(), handle_item: Some(text) })
        } else {
            Err(ItemCodeError::Length { count: text.len(), rule: *self })
        }
    }

    /// The lengths in words: `31 或 33`.
    fn lengths(&self) -> String {
        let range = |more: usize| match (self.shortest + more, self.longest + more) {
            (from, to) if from == to => to.to_string(),
            (from, to) => format!("{from} 至 {to}"),
        };
        if self.handle_signs == 0 {
            range(0)
        } else {
            format!("{} 或 {}", range(0), range(self.handle_signs))
        }
    }
}

impl Default for ItemCodeRule {
    fn default() -> Self {
        ItemCodeRule::INTERFACE
    }
}

/// Why a text is not an item code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ItemCodeError {
    /// Something else than a letter or digit.
    #[error("应为字母和数字，第 {position} 位现为“{sign}”")]
    Sign {
        /// Where, from 1.
        position: usize,
        /// What stands there.
        sign: char,
    },
    /// The rule has no such length.
    #[error("应为 {} 位字母和数字，现为 {count} 位", .rule.lengths())]
    Length {
        /// Signs found, blanks left out.
        count: usize,
        /// The rule that was asked.
        rule: ItemCodeRule,
    },
}

/// A checked code, split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemCode {
    /// 实施编码, 31 signs.
    pub task_code: String,
    /// 业务办理项编码, 33 signs; `None` for a main item.
    pub handle_item: Option<String>,
}

/// What a 31-sign code is made of. All parts are letters and digits; what they mean is not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemParts<'a> {
    /// 统一社会信用代码 of the department, 18 signs.
    pub credit_code: &'a str,
    /// 行使层级, 1 sign of 表 A.2.
    pub exercise_level: &'a str,
    /// 基本编码, 12 signs.
    pub base: &'a str,
    /// Area of the base code, 2 signs; 00 is the nation.
    pub area: &'a str,
    /// 事项类型 of the base code, 2 signs.
    pub item_type: &'a str,
    /// 主项, 5 signs.
    pub main: &'a str,
    /// 子项, 3 signs.
    pub sub: &'a str,
    /// 业务办理项 number, 2 signs.
    pub handle_item: Option<&'a str>,
}

impl ItemCode {
    /// Reads a code of 31 or 33 letters and digits; `None` for anything else.
    pub fn parse(text: &str) -> Option<ItemCode> {
        ItemCodeRule::INTERFACE.read(text).ok()
    }

    /// The whole code: with the handling item, if there is one.
    pub fn whole(&self) -> &str {
        self.handle_item.as_deref().unwrap_or(&self.task_code)
    }

    /// The parts; `None` where another rule took a code that is not of 31 signs.
    pub fn parts(&self) -> Option<ItemParts<'_>> {
        let code = self.task_code.as_str();
        (code.len() == SPLIT_LEN && code.is_ascii()).then(|| ItemParts {
            credit_code: &code[..18],
            exercise_level: &code[18..19],
            base: &code[19..],
            area: &code[19..21],
            item_type: &code[21..23],
            main: &code[23..28],
            sub: &code[28..],
            handle_item: self.handle_item.as_deref().and_then(|whole| whole.get(SPLIT_LEN..)),
        })
    }

    /// A self-built item (自建事项): kept here and never sent up.
    pub fn is_local_only(&self) -> bool {
        self.whole().contains("00000000")
    }
}

impl ItemParts<'_> {
    /// The department's code, checked.
    pub fn department(&self) -> Result<CreditCode, CreditCodeError> {
        self.credit_code.parse()
    }

    /// 行使层级; `None` for a sign 表 A.2 does not have.
    pub fn level(&self) -> Option<ExerciseLevel> {
        ExerciseLevel::from_code(self.exercise_level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn thirty_three_signs_split_into_item_and_handling_item() {
        let whole = "11370300MB2F30661Y2312003564000".to_owned() + "01";
        let code = ItemCode::parse(&whole).unwrap();
        assert_eq!(code.task_code, whole[..31]);
        assert_eq!(code.handle_item, Some(whole));
        assert_eq!(ItemCode::parse(&code.task_code).unwrap().handle_item, None);
    }

    #[test]
    fn other_lengths_and_signs_are_refused() {
        for text in ["", "1137", &"1".repeat(32), &"一".repeat(11), &"-".repeat(31)] {
            assert_eq!(ItemCode::parse(text), None, "{text}");
        }
        let error = ItemCodeRule::default().read("1137").unwrap_err();
        assert_eq!(error.to_string(), "应为 31 或 33 位字母和数字，现为 4 位");
    }

    #[test]
    fn a_published_code_comes_apart() {
        let code = ItemCode::parse("11310000MB2F30661Y231200356400001").unwrap();
        let parts = code.parts().unwrap();
        assert_eq!(parts.department().unwrap().as_str(), "11310000MB2F30661Y");
        assert_eq!(parts.level(), Some(ExerciseLevel::Province));
        assert_eq!(parts.base, "312003564000");
        assert_eq!((parts.area, parts.item_type, parts.main, parts.sub), ("31", "20", "03564", "000"));
        assert_eq!(parts.handle_item, Some("01"));
    }

    #[test]
    fn the_lengths_the_standard_prints_can_be_set_and_are_not_split() {
        let code = ItemCodeRule::STANDARD.read("3120035640").unwrap();
        assert_eq!((code.parts(), code.handle_item.as_deref()), (None, None));
        let error = ItemCodeRule::STANDARD.read(&"1".repeat(31)).unwrap_err();
        assert_eq!(error.to_string(), "应为 1 至 24 位字母和数字，现为 31 位");
        assert!(ItemCodeRule::STANDARD.read("").is_err());
    }

    #[test]
    fn eight_zeros_in_a_row_make_an_item_local() {
        // Seven: a sub-item of none.
        assert!(!ItemCode::parse("11370300MB2F30661Y3370110000000").unwrap().is_local_only());
        assert!(ItemCode::parse("11370300MB2F30661Y3370100000000").unwrap().is_local_only());
    }

    proptest! {
        #[test]
        fn the_parts_are_the_code(text in "[0-9A-Z]{31}([0-9A-Z]{2})?") {
            let code = ItemCode::parse(&text).unwrap();
            let p = code.parts().unwrap();
            let parts = [p.credit_code, p.exercise_level, p.base, p.handle_item.unwrap_or("")];
            prop_assert_eq!(parts.concat(), code.whole());
            prop_assert_eq!([p.area, p.item_type, p.main, p.sub].concat(), p.base);
            prop_assert_eq!(code.whole(), text);
        }

        #[test]
        fn whatever_the_rule_a_code_it_takes_has_its_lengths(
            (shortest, longest, handle_signs) in (0usize..20, 0usize..20, 0usize..4), text in "[0-9a-z]{0,24}",
        ) {
            let rule = ItemCodeRule { shortest, longest, handle_signs };
            match rule.read(&text) {
                Ok(code) => {
                    prop_assert!((shortest.max(1)..=longest).contains(&code.task_code.len()));
                    let more = if code.handle_item.is_some() { handle_signs } else { 0 };
                    prop_assert_eq!(code.whole().len(), code.task_code.len() + more);
                }
                Err(error) => prop_assert!(!error.to_string().is_empty()),
            }
        }

        #[test]
        fn nothing_typed_breaks_the_reading(text in "\\PC{0,40}") {
            let _ = ItemCode::parse(&text).map(|c| c.parts().is_some());
        }
    }
}
