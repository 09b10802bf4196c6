//! Code tables, as types: those of the provincial interface (`interface`, field names in backquotes)
//! and those of GB/T 39046-2020 附录 A.
//!
//! A digit never crosses a border without its table: each table is an enum of its own with its own
//! codes, and `From` (or a named function where one side lacks a value) leads from one to the other.
//! Property tests in `maps` hold the maps together. Levels (A.8, numbered in opposite order) are in
//! [`crate::level`].
//!
//! To add a table: an entry of `code_table!` in `interface` or `standard`, the source in its doc; where
//! the other side has such a table too, a map and its property in `maps`.

mod interface;
mod maps;
mod standard;

pub use interface::{ApplicantKind, CaseChannel, CaseKind, CaseState, ItemType, LimitUnit, TaskType};
pub use standard::{ExerciseLevel, HandleForm, ServiceObject, StandardCaseKind, StandardItemType};

macro_rules! code_table {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $code:literal $label:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = $label] $variant,)+ }

        impl $name {
            /// Every value, in the table's order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The code this table gives it.
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)+ }
            }

            /// The table's name for it.
            pub const fn label(self) -> &'static str {
                match self { $($name::$variant => $label,)+ }
            }

            /// The value of a code of this table; `None` for a code the table does not have.
            pub fn from_code(code: &str) -> Option<$name> {
                match code { $($code => Some($name::$variant),)+ _ => None }
            }

            /// The value of a spreadsheet's cell: a code of this table, also without its leading zero (which
            /// spreadsheets drop), or the table's name for it.
            pub fn from_cell(cell: &str) -> Option<$name> {
                let code = if cell.len() == 1 && Self::ALL[0].code().len() == 2 {
                    Self::from_code(&format!("0{cell}"))
                } else {
                    Self::from_code(cell)
                };
                code.or_else(|| Self::ALL.iter().copied().find(|v| v.label() == cell))
            }
        }
    };
}
use code_table;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn there_are_seven_types_of_six_plus_one() {
        assert_eq!(ItemType::ALL.len(), 7);
        assert!(ItemType::from_code("02").is_none(), "行政处罚 is not applied for");
    }

    proptest! {
        #[test]
        fn a_code_is_in_the_table_or_refused(code in "[0-9]{1,2}") {
            macro_rules! holds { ($($table:ident),+) => { $(
                prop_assert!($table::from_code(&code).is_none_or(|v| v.code() == code));
                let listed = $table::ALL.iter().any(|v| v.code() == code);
                prop_assert_eq!($table::from_code(&code).is_some(), listed);
                let cell = $table::from_cell(&code);
                let number = |code: &str| code.parse::<u8>().unwrap();
                prop_assert!(cell.is_none_or(|v| number(v.code()) == number(&code)));
                for &value in $table::ALL {
                    prop_assert_eq!($table::from_cell(value.label()), Some(value));
                    prop_assert_eq!($table::from_cell(value.code()), Some(value));
                }
            )+ } }
            holds!(ItemType, CaseState, ApplicantKind, CaseKind, CaseChannel, LimitUnit);
            holds!(StandardItemType, ExerciseLevel, ServiceObject, HandleForm, StandardCaseKind);
        }
    }
}
