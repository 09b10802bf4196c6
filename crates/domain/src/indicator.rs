//! Indicators (评价指标): the reasons a person can tick, eight for each level.
//!
//! The list is national and versioned; nobody may add to it or take from it locally. A stored rating
//! keeps the version and the codes it was given under. The first digit of a code is its level.

use crate::Level;
use std::fmt;
use std::sync::LazyLock;

/// Version of an indicator list, as stored with every rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IndicatorVersion(u16);

impl IndicatorVersion {
    /// The list in use since 2020 (40 indicators, `usingStatus = true`).
    pub const V2020: IndicatorVersion = IndicatorVersion(2020);

    /// The number stored with a rating.
    pub const fn number(self) -> u16 {
        self.0
    }
}

/// One indicator of one version's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Code of three digits (`normCode`), the first being the level.
    pub code: IndicatorCode,
    /// The level whose list it stands in.
    pub level: Level,
    /// Core indicators (`expandNorm = false`) are shown at once, the others behind “more”.
    pub core: bool,
    /// The sentence of the national list (`normName`).
    pub label: &'static str,
}

/// Three-digit code of an indicator; made by [`IndicatorTable::find`] only, so it exists in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IndicatorCode(u16);

impl IndicatorCode {
    /// The number, 100–599.
    pub const fn number(self) -> u16 {
        self.0
    }
}

impl fmt::Display for IndicatorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03}", self.0)
    }
}

/// A version's complete list.
#[derive(Debug)]
pub struct IndicatorTable {
    version: IndicatorVersion,
    rows: Vec<Indicator>,
}

static V2020: LazyLock<IndicatorTable> = LazyLock::new(|| {
    IndicatorTable::parse(IndicatorVersion::V2020, include_str!("../data/indicators-2020.csv"))
});

impl IndicatorTable {
    /// The list new ratings are given under.
    pub fn current() -> &'static IndicatorTable {
        &V2020
    }

    /// The list of a stored rating's version; `None` for a version this build does not know.
    pub fn of(version: u16) -> Option<&'static IndicatorTable> {
        (version == IndicatorVersion::V2020.number()).then(|| &*V2020)
    }

    /// The version stored with ratings.
    pub fn version(&self) -> IndicatorVersion {
        self.version
    }

    /// The level's indicators, core ones first, in the list's own order.
    pub fn of_level(&self, level: Level) -> impl Iterator<Item = &Indicator> {
        self.rows.iter().filter(move |row| row.level == level)
    }

    /// The indicator with this code, if the list has it.
    pub fn find(&self, code: &str) -> Option<&Indicator> {
        // The text must be the code itself: "+510" or "0510" are not codes.
        let number: u16 = (code.len() == 3).then(|| code.parse().ok()).flatten()?;
        self.rows.iter().find(|row| row.code.0 == number && code.as_bytes()[0].is_ascii_digit())
    }

    /// The file ships with the program and a test reads it, so a bad line may stop the start.
    fn parse(version: IndicatorVersion, csv: &'static str) -> IndicatorTable {
        let row = |line: &'static str| {
            let [code, level, set, label] = line.split(',').collect::<Vec<_>>()[..] else {
                panic!("indicator list {version:?}: {line}")
            };
            let code: u16 = code.parse().expect("a code is a number");
            let level = Level::from_stars(level.parse().expect("a level is a digit")).expect("1–5");
            assert_eq!(code / 100, u16::from(level.stars()), "first digit is the level: {line}");
            Indicator { code: IndicatorCode(code), level, core: set == "core", label }
        };
        IndicatorTable { version, rows: csv.lines().skip(1).map(row).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_has_three_core_and_five_extended_indicators_core_first() {
        for level in Level::ALL {
            let core: Vec<bool> = IndicatorTable::current().of_level(level).map(|i| i.core).collect();
            assert_eq!(core, [true, true, true, false, false, false, false, false], "{level:?}");
        }
    }

    #[test]
    fn only_the_exact_code_is_found() {
        let table = IndicatorTable::current();
        assert_eq!(table.find("510").map(|i| i.label), Some("一窗受理一次办结"));
        for not_a_code in ["", "51", "5100", "+10", "501", "5 1", "999", "五一〇"] {
            assert!(table.find(not_a_code).is_none(), "{not_a_code}");
        }
    }
}
