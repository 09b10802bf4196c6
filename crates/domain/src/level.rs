//! Level (满意度等级): the five answers a person can give.
//!
//! Levels and their star order are those of 国办发〔2019〕51号 and GB/T 39735-2020; 不满意 and 非常不满意
//! are bad ratings (差评). There is no default level anywhere: no `Default`, no "unset" variant.
//!
//! Two code tables number the levels in opposite order. A bare digit therefore never leaves or enters
//! this house: it is an [`InterfaceCode`] or a [`StandardCode`], and the compiler keeps them apart.

use serde::{Deserialize, Serialize};

/// The five levels, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// 非常不满意, one star.
    VeryDissatisfied = 1,
    /// 不满意, two stars.
    Dissatisfied = 2,
    /// 基本满意, three stars.
    Fair = 3,
    /// 满意, four stars.
    Satisfied = 4,
    /// 非常满意, five stars.
    VerySatisfied = 5,
}

impl Level {
    /// All levels in the order the standard lists them: 非常满意 first.
    pub const ALL: [Level; 5] =
        [Level::VerySatisfied, Level::Satisfied, Level::Fair, Level::Dissatisfied, Level::VeryDissatisfied];

    /// Number of stars, 1–5.
    pub const fn stars(self) -> u8 {
        self as u8
    }

    /// The level with that many stars; `None` outside 1–5.
    pub const fn from_stars(stars: u8) -> Option<Level> {
        Some(match stars {
            1 => Level::VeryDissatisfied,
            2 => Level::Dissatisfied,
            3 => Level::Fair,
            4 => Level::Satisfied,
            5 => Level::VerySatisfied,
            _ => return None,
        })
    }

    /// 差评: 不满意 or 非常不满意.
    pub const fn is_bad(self) -> bool {
        matches!(self, Level::VeryDissatisfied | Level::Dissatisfied)
    }

    /// The name the standard gives it.
    pub const fn name(self) -> &'static str {
        match self {
            Level::VerySatisfied => "非常满意",
            Level::Satisfied => "满意",
            Level::Fair => "基本满意",
            Level::Dissatisfied => "不满意",
            Level::VeryDissatisfied => "非常不满意",
        }
    }
}

/// `satisfaction` of the national/provincial interface: **5 = 非常满意 … 1 = 非常不满意**.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InterfaceCode(u8);

/// 满意度代码 of GB/T 39046-2020 表 A.8: **1 = 非常满意 … 5 = 非常不满意**.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StandardCode(u8);

macro_rules! satisfaction_code {
    ($code:ident, $digit_of:expr) => {
        impl $code {
            /// Reads a digit of this table; `None` outside 1–5.
            pub const fn new(digit: u8) -> Option<Self> {
                if digit >= 1 && digit <= 5 { Some(Self(digit)) } else { None }
            }

            /// The digit of this table, 1–5.
            pub const fn digit(self) -> u8 {
                self.0
            }
        }

        impl From<Level> for $code {
            fn from(level: Level) -> Self {
                Self($digit_of(level.stars()))
            }
        }

        impl From<$code> for Level {
            fn from(code: $code) -> Self {
                let stars = $digit_of(code.0);
                Level::from_stars(stars).expect("the constructor admits 1–5 only")
            }
        }
    };
}

satisfaction_code!(InterfaceCode, |n: u8| n);
// The two tables run in opposite order, and 6 − n is its own inverse.
satisfaction_code!(StandardCode, |n: u8| 6 - n);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_two_code_tables_are_opposite() {
        assert_eq!(InterfaceCode::from(Level::VerySatisfied).digit(), 5);
        assert_eq!(StandardCode::from(Level::VerySatisfied).digit(), 1);
        assert_eq!(InterfaceCode::from(Level::VeryDissatisfied).digit(), 1);
        assert_eq!(StandardCode::from(Level::VeryDissatisfied).digit(), 5);
    }

    #[test]
    fn exactly_the_last_two_levels_are_bad() {
        let bad: Vec<_> = Level::ALL.into_iter().filter(|l| l.is_bad()).collect();
        assert_eq!(bad, [Level::Dissatisfied, Level::VeryDissatisfied]);
    }

    proptest! {
        #[test]
        fn every_digit_survives_the_way_there_and_back(digit in 0u8..=9) {
            match (InterfaceCode::new(digit), StandardCode::new(digit)) {
                (Some(interface), Some(standard)) => {
                    prop_assert!((1..=5).contains(&digit));
                    prop_assert_eq!(InterfaceCode::from(Level::from(interface)), interface);
                    prop_assert_eq!(StandardCode::from(Level::from(standard)), standard);
                    // The same digit means the mirrored level in the other table.
                    let mirrored = 6 - Level::from(interface).stars();
                    prop_assert_eq!(Level::from(standard).stars(), mirrored);
                }
                (None, None) => prop_assert!(!(1..=5).contains(&digit)),
                _ => prop_assert!(false, "the tables admit the same digits"),
            }
        }
    }
}
