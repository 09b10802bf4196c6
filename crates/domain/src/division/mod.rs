//! Administrative divisions (行政区划): city, district, town, village, by 12-digit codes.
//!
//! The statistics office's code (统计用区划代码) carries its level in its trailing zeros: 4 digits name the city,
//! 6 the district or county, 9 the town or street, 12 the village or community. Functional zones (高新区 …) have
//! no code of GB/T 2260; cities number them as they like, so they are a *(setting)*.
//!
//! A town may lie in one district for statistics and be managed by a zone. A [`Division`] therefore
//! has two parents, and whoever asks for ancestors says along which [`Line`].

mod tree;

pub use tree::{Division, Line, Tree, TreeError};

use crate::code::tidy;
use crate::code_tables::ExerciseLevel;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The four levels of the city's plan (市、县、镇、村四级), highest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DivisionLevel {
    /// 市
    City,
    /// 区、县; functional zones too.
    District,
    /// 街道、镇、乡
    Town,
    /// 社区、村
    Village,
}

impl DivisionLevel {
    /// All, highest first.
    pub const ALL: [DivisionLevel; 4] =
        [DivisionLevel::City, DivisionLevel::District, DivisionLevel::Town, DivisionLevel::Village];

    /// The word in tables and files.
    pub const fn word(self) -> &'static str {
        match self {
            DivisionLevel::City => "city",
            DivisionLevel::District => "district",
            DivisionLevel::Town => "town",
            DivisionLevel::Village => "village",
        }
    }

    /// The level of a word.
    pub fn from_word(word: &str) -> Option<DivisionLevel> {
        Self::ALL.into_iter().find(|l| l.word() == word)
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            DivisionLevel::City => "市",
            DivisionLevel::District => "区县",
            DivisionLevel::Town => "镇（街道）",
            DivisionLevel::Village => "村（社区）",
        }
    }

    /// Digits of a code that name a division of this level.
    const fn digits(self) -> usize {
        match self {
            DivisionLevel::City => 4,
            DivisionLevel::District => 6,
            DivisionLevel::Town => 9,
            DivisionLevel::Village => 12,
        }
    }

    /// 行使层级 of GB/T 39046-2020 表 A.2.
    pub const fn exercise_level(self) -> ExerciseLevel {
        match self {
            DivisionLevel::City => ExerciseLevel::City,
            DivisionLevel::District => ExerciseLevel::County,
            DivisionLevel::Town => ExerciseLevel::Town,
            DivisionLevel::Village => ExerciseLevel::Village,
        }
    }

    /// The level of a code of 表 A.2; `None` for the nation, the province and 分级管理.
    pub fn from_exercise_level(level: ExerciseLevel) -> Option<DivisionLevel> {
        Self::ALL.into_iter().find(|l| l.exercise_level() == level)
    }
}

/// A 12-digit code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DivisionCode([u8; 12]);

/// Why a text is not a division code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DivisionCodeError {
    /// Not 12 digits (6 and 9 are taken with zeros behind them).
    #[error("行政区划代码应为 12 位数字（可省略为 6 位或 9 位），现为 {count} 位")]
    Length {
        /// Signs found, blanks left out.
        count: usize,
    },
    /// Something else than a digit.
    #[error("行政区划代码第 {position} 位“{sign}”不是数字")]
    Sign {
        /// Where, from 1.
        position: usize,
        /// What stands there.
        sign: char,
    },
    /// A nation's or province's code: the tree begins with the city.
    #[error("行政区划代码应属于某个市，不能只到省级")]
    AboveCity,
    /// A village without a town, or a town without a district.
    #[error("行政区划代码中间一级为零，无法确定上级")]
    Gap,
}

impl DivisionCode {
    /// The canonical text: 12 digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("made of ASCII digits")
    }

    /// The level its zeros say.
    pub fn level(&self) -> DivisionLevel {
        let named = |l: &DivisionLevel| self.0[l.digits()..].iter().all(|d| *d == b'0');
        DivisionLevel::ALL.into_iter().find(named).unwrap_or(DivisionLevel::Village)
    }

    /// The division one level up by the digits: the statistical parent. `None` for a city.
    pub fn parent(&self) -> Option<DivisionCode> {
        let above = DivisionLevel::ALL.into_iter().rev().find(|l| *l < self.level())?;
        let mut digits = self.0;
        digits[above.digits()..].fill(b'0');
        Some(DivisionCode(digits))
    }

    /// `areaCode` of the interface, which names districts and nothing below: 6 digits and zeros. The town of
    /// a zone goes up under the code of its statistical district.
    pub fn area_code(&self) -> String {
        format!("{}000000", &self.as_str()[..6])
    }
}

impl FromStr for DivisionCode {
    type Err = DivisionCodeError;

    /// 12 digits; 6 or 9 with the zeros left out; width and blanks do not matter.
    fn from_str(text: &str) -> Result<Self, DivisionCodeError> {
        let text = tidy(text);
        if let Some((i, sign)) = text.chars().enumerate().find(|(_, c)| !c.is_ascii_digit()) {
            return Err(DivisionCodeError::Sign { position: i + 1, sign });
        }
        if !matches!(text.len(), 6 | 9 | 12) {
            return Err(DivisionCodeError::Length { count: text.len() });
        }
        let mut digits = [b'0'; 12];
        digits[..text.len()].copy_from_slice(text.as_bytes());
        let is_zero = |range: std::ops::Range<usize>| digits[range].iter().all(|d| *d == b'0');
        if is_zero(0..2) || is_zero(2..4) {
            return Err(DivisionCodeError::AboveCity);
        }
        let (district, town, village) = (!is_zero(4..6), !is_zero(6..9), !is_zero(9..12));
        if (town && !district) || (village && !town) {
            return Err(DivisionCodeError::Gap);
        }
        Ok(DivisionCode(digits))
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DivisionCode({})", self.as_str())
    }
}

/// A functional zone (功能区).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    /// 6 digits; as a division, with zeros behind them.
    pub code: String,
    /// Its short name.
    pub name: String,
}

/// The zones of the city *(setting)*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Zones(pub Vec<Zone>);

/// Public lists number the zones in two ways; these are those of the Shandong-wide list.
impl Default for Zones {
    fn default() -> Self {
        let zones = [("370391", "高新区"), ("370392", "文昌湖区"), ("370393", "经济开发区")];
        Zones(zones.map(|(code, name)| Zone { code: code.into(), name: name.into() }).into())
    }
}

impl Zones {
    /// The zones as divisions below their city, for the tree. The error is a setting's fault.
    pub fn divisions(&self) -> Result<Vec<Division>, DivisionCodeError> {
        self.0.iter().map(|z| Ok(Division::by_code(z.code.parse()?, &z.name))).collect()
    }

    /// Is this a zone itself? Such a code is the city's own: GB/T 2260 does not have it.
    pub fn is_zone(&self, code: DivisionCode) -> bool {
        code.level() == DivisionLevel::District && self.0.iter().any(|z| z.code == code.as_str()[..6])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_zeros_say_the_level() {
        for (code, level) in
            [("370300", "city"), ("370303", "district"), ("370303001", "town"), ("370303001005", "village")]
        {
            let code: DivisionCode = code.parse().unwrap();
            assert_eq!(code.level().word(), level);
        }
        // A district whose code ends in zero, a town whose code ends in zeros.
        assert_eq!("370310".parse::<DivisionCode>().unwrap().level(), DivisionLevel::District);
        assert_eq!("370303100".parse::<DivisionCode>().unwrap().level(), DivisionLevel::Town);
    }

    #[test]
    fn what_is_no_division_is_told_apart() {
        let parse = |text: &str| text.parse::<DivisionCode>().unwrap_err();
        assert_eq!(parse("3703"), DivisionCodeError::Length { count: 4 });
        assert_eq!(parse("37030X"), DivisionCodeError::Sign { position: 6, sign: 'X' });
        assert_eq!(parse("370000000000"), DivisionCodeError::AboveCity);
        assert_eq!(parse("370303000001"), DivisionCodeError::Gap);
        assert_eq!(parse("370300001000"), DivisionCodeError::Gap);
        assert_eq!("３７０３ ０３".parse::<DivisionCode>().unwrap().as_str(), "370303000000");
    }

    #[test]
    fn zones_are_districts_without_a_national_code_and_can_be_set() {
        let zones = Zones::default();
        assert!(zones.is_zone("370391".parse().unwrap()));
        assert!(!zones.is_zone("370303".parse().unwrap()) && !zones.is_zone("370391001".parse().unwrap()));
        let divisions = zones.divisions().unwrap();
        assert!(divisions.iter().all(|d| d.level() == DivisionLevel::District && zones.is_zone(d.code)));
        let other = Zones(vec![Zone { code: "370307".into(), name: "高新区".into() }]);
        assert!(other.is_zone("370307".parse().unwrap()) && !other.is_zone("370391".parse().unwrap()));
    }

    #[test]
    fn levels_meet_those_of_the_standard() {
        for level in DivisionLevel::ALL {
            assert_eq!(DivisionLevel::from_exercise_level(level.exercise_level()), Some(level));
            assert_eq!(DivisionLevel::from_word(level.word()), Some(level));
        }
        assert_eq!(DivisionLevel::from_exercise_level(ExerciseLevel::Shared), None);
    }

    proptest! {
        #[test]
        fn every_code_climbs_to_its_city_level_by_level(text in "[1-9][0-9]([0-9]{4}|[0-9]{7}|[0-9]{10})") {
            if let Ok(code) = text.parse::<DivisionCode>() {
                prop_assert_eq!(code.as_str().parse(), Ok(code));
                prop_assert!(code.as_str().starts_with(&text));
                let mut at = code;
                while let Some(parent) = at.parent() {
                    prop_assert!(parent.level() < at.level());
                    prop_assert_eq!(parent.as_str().parse(), Ok(parent));
                    at = parent;
                }
                prop_assert_eq!(at.level(), DivisionLevel::City);
                prop_assert_eq!(&at.as_str()[..4], &text[..4]);
            }
        }
    }
}
