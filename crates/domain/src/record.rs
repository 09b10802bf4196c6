//! A row of text handed over by another system, checked field by field: what rows of cases and rows of
//! items have in common. Every fault of a row is reported, by column, in words its sender can act on.
//!
//! To add a kind of row: `fields!` for its columns, a record whose `parse` asks a `Row` for each
//! field before the first `?`, and what the fields must not say together.

use crate::code_tables::LimitUnit;
use crate::credit_code::CreditCodeError;
use crate::item::TimeLimit;
use crate::item_code::ItemCodeError;

/// Longest time limit taken, in its unit.
const MOST_LIMIT: u16 = 999;

/// Columns of a row: the name of the enum, then variant, column header, what people call it.
macro_rules! fields {
    ($(#[$doc:meta])* $enum:ident: $($variant:ident $name:literal $label:literal,)+) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $enum { $(#[doc = $label] $variant,)+ }

        impl $enum {
            /// Every column, in the order of the template.
            pub const ALL: &'static [$enum] = &[$($enum::$variant,)+];

            /// The column header.
            pub const fn name(self) -> &'static str {
                match self { $($enum::$variant => $name,)+ }
            }

            /// What people call it.
            pub const fn label(self) -> &'static str {
                match self { $($enum::$variant => $label,)+ }
            }

            /// The column a header names, by its name in any case or by what people call it.
            pub fn from_header(header: &str) -> Option<$enum> {
                let header = header.trim();
                let fits = |f: &$enum| f.label() == header || f.name().eq_ignore_ascii_case(header);
                Self::ALL.iter().copied().find(fits)
            }
        }
    };
}
pub(crate) use fields;

/// What is wrong with one field, as a sentence for whoever sent the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FieldRule {
    /// The field must not be empty.
    #[error("必填")]
    Required,
    /// More signs than GB/T 39046-2020 gives the field.
    #[error("最多 {0} 个字")]
    TooLong(usize),
    /// Not 12 digits.
    #[error("应为 12 位数字的行政区划代码")]
    AreaCode,
    /// The code table has no such code.
    #[error("不在代码表中")]
    NotInTable,
    /// Not `yyyy-MM-dd HH:mm:ss`.
    #[error("应为 2026-01-31 09:30:00 形式的时间")]
    Time,
    /// Not 31 or 33 letters and digits.
    #[error("应为 31 或 33 位字母和数字")]
    ItemCode,
    /// Not a code of the lengths that are set.
    #[error(transparent)]
    ItemCodeForm(#[from] ItemCodeError),
    /// Not 18 letters and digits.
    #[error("应为 18 位统一社会信用代码")]
    CreditCode,
    /// Not a code by GB 32100-2015.
    #[error(transparent)]
    CreditCodeForm(#[from] CreditCodeError),
    /// Not a phone number.
    #[error("不是可以拨打的电话号码")]
    Phone,
    /// Not a whole number from 1.
    #[error("应为从 1 起的整数")]
    Number,
    /// Not a whole number of days, months or years.
    #[error("应为 0 至 {0} 的整数")]
    Amount(u16),
    /// 办结时间 is required when the state is 已办结.
    #[error("办理状态为已办结时必填")]
    RequiredWhenFinished,
    /// A number needs its unit.
    #[error("填了时限就必须填单位")]
    UnitMissing,
    /// A unit needs its number.
    #[error("填了单位就必须填时限")]
    AmountMissing,
    /// A time lies before the one it must follow.
    #[error("早于收件时间")]
    BeforeAcceptance,
    /// Not 3 digits.
    #[error("应为 3 位数字")]
    DataSource,
    /// Not 8 to 64 letters, digits, `-` or `_`.
    #[error("应为 8 至 64 位字母、数字、- 或 _")]
    Reference,
    /// A control character, which no code, name or number has.
    #[error("含有不可见的控制字符")]
    ControlCharacter,
}

impl FieldRule {
    /// The rule as a word for programs. Never changes.
    pub const fn word(self) -> &'static str {
        match self {
            FieldRule::Required => "required",
            FieldRule::TooLong(_) => "too-long",
            FieldRule::AreaCode => "area-code",
            FieldRule::NotInTable => "not-in-table",
            FieldRule::Time => "time",
            FieldRule::ItemCode | FieldRule::ItemCodeForm(_) => "item-code",
            FieldRule::CreditCode | FieldRule::CreditCodeForm(_) => "credit-code",
            FieldRule::Phone => "phone",
            FieldRule::Number => "number",
            FieldRule::Amount(_) => "amount",
            FieldRule::RequiredWhenFinished => "required-when-finished",
            FieldRule::UnitMissing => "unit-missing",
            FieldRule::AmountMissing => "amount-missing",
            FieldRule::BeforeAcceptance => "before-acceptance",
            FieldRule::DataSource => "data-source",
            FieldRule::Reference => "reference",
            FieldRule::ControlCharacter => "control-character",
        }
    }
}

/// A field and what is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldError<F> {
    /// Which column.
    pub field: F,
    /// Which rule.
    pub rule: FieldRule,
}

/// A row being read: `text` gives the cell of a column, faults gather in `errors`.
pub(crate) struct Row<F, T> {
    text: T,
    errors: Vec<FieldError<F>>,
}

impl<'a, F: Copy, T: Fn(F) -> &'a str> Row<F, T> {
    pub fn new(text: T) -> Self {
        Row { text, errors: Vec::new() }
    }

    /// The record, if no fault was found.
    pub fn finish<R>(self, record: Option<R>) -> Result<R, Vec<FieldError<F>>> {
        match record {
            Some(record) if self.errors.is_empty() => Ok(record),
            _ => Err(self.errors),
        }
    }

    pub fn fault(&mut self, field: F, rule: FieldRule) {
        self.errors.push(FieldError { field, rule });
    }

    pub fn is_blank(&self, field: F) -> bool {
        (self.text)(field).trim().is_empty()
    }

    /// Refuses an empty field; says so at once, so that `false` needs no second fault.
    fn is_there(&mut self, field: F) -> bool {
        let blank = self.is_blank(field);
        if blank {
            self.fault(field, FieldRule::Required);
        }
        !blank
    }

    /// An optional field, by a reading that says what is wrong.
    pub fn checked<V, E: Into<FieldRule>>(
        &mut self,
        field: F,
        read: impl Fn(&str) -> Result<V, E>,
    ) -> Option<V> {
        let text = (self.text)(field).trim();
        if text.is_empty() {
            return None;
        }
        let value = if text.chars().any(char::is_control) {
            Err(FieldRule::ControlCharacter)
        } else {
            read(text).map_err(Into::into)
        };
        value.map_err(|rule| self.fault(field, rule)).ok()
    }

    /// [`Row::checked`] for a field that must not be empty.
    pub fn required_checked<V, E: Into<FieldRule>>(
        &mut self,
        field: F,
        read: impl Fn(&str) -> Result<V, E>,
    ) -> Option<V> {
        if self.is_there(field) { self.checked(field, read) } else { None }
    }

    /// A field that must not be empty; `rule` is broken where the reading gives `None`.
    pub fn required<V>(&mut self, field: F, rule: FieldRule, read: impl Fn(&str) -> Option<V>) -> Option<V> {
        self.required_checked(field, |t| read(t).ok_or(rule))
    }

    /// A field that may be empty; `rule` is broken where the reading gives `None`.
    pub fn optional<V>(&mut self, field: F, rule: FieldRule, read: impl Fn(&str) -> Option<V>) -> Option<V> {
        self.checked(field, |t| read(t).ok_or(rule))
    }

    /// A time limit, a number and its unit: both or none.
    pub fn limit(&mut self, amount: F, unit: F) -> Option<TimeLimit> {
        match (self.is_blank(amount), self.is_blank(unit)) {
            (false, true) => self.fault(unit, FieldRule::UnitMissing),
            (true, false) => self.fault(amount, FieldRule::AmountMissing),
            _ => {}
        }
        let number = |t: &str| t.parse().ok().filter(|n| *n <= MOST_LIMIT);
        let amount = self.optional(amount, FieldRule::Amount(MOST_LIMIT), number);
        let unit = self.optional(unit, FieldRule::NotInTable, LimitUnit::from_cell);
        Some(TimeLimit { amount: amount?, unit: unit? })
    }

    /// A text of at most `max` signs that must not be empty.
    pub fn name(&mut self, field: F, max: usize) -> Option<String> {
        self.required(field, FieldRule::TooLong(max), |t| short(t, max))
    }

    /// A text of at most `max` signs.
    pub fn optional_name(&mut self, field: F, max: usize) -> Option<String> {
        self.optional(field, FieldRule::TooLong(max), |t| short(t, max))
    }
}

fn short(text: &str, max: usize) -> Option<String> {
    (text.chars().count() <= max).then(|| text.to_owned())
}
