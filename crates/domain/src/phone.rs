//! Phone number, left by a person who wants to be called back. Never required for a rating.

use crate::code::half_width;
use std::fmt;

/// A mainland mobile (11 digits) or a fixed line with area code, digits only.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

/// The text is not a phone number that can be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a phone number")]
pub struct NotAPhone;

impl Phone {
    /// Reads what was typed: blanks, hyphens, full-width digits and a leading +86 do not matter.
    /// `None` for an empty field.
    pub fn parse(raw: &str) -> Result<Option<Phone>, NotAPhone> {
        let mut digits = String::new();
        for c in raw.chars().map(half_width) {
            match c {
                '0'..='9' => digits.push(c),
                '+' if digits.is_empty() => {}
                '-' | '—' | '(' | ')' => {}
                c if c.is_whitespace() => {}
                _ => return Err(NotAPhone),
            }
        }
        if digits.is_empty() {
            return if raw.trim().is_empty() { Ok(None) } else { Err(NotAPhone) };
        }
        let digits = match digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86")) {
            Some(rest) if rest.len() == 11 => rest.to_owned(),
            _ => digits,
        };
        let mobile =
            digits.len() == 11 && digits.starts_with('1') && (b'3'..=b'9').contains(&digits.as_bytes()[1]);
        let fixed = (10..=12).contains(&digits.len()) && digits.starts_with('0') && !digits.starts_with("00");
        if mobile || fixed { Ok(Some(Phone(digits))) } else { Err(NotAPhone) }
    }

    /// Can a message reach it?
    pub fn is_mobile(&self) -> bool {
        self.0.starts_with('1')
    }

    /// The digits. For encryption and the hash only.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

/// Debug output ends up in logs: the digits never do.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(raw: &str) -> Option<String> {
        Phone::parse(raw).ok().flatten().map(|p| p.digits().to_owned())
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for raw in
            ["13800000000", "138 0000 0000", "+86 138-0000-0000", "１３８００００００００", "008613800000000"]
        {
            assert_eq!(digits(raw).as_deref(), Some("13800000000"), "{raw}");
        }
        assert_eq!(digits("0533-2300000").as_deref(), Some("05332300000"));
        let mobile = |raw| Phone::parse(raw).unwrap().unwrap().is_mobile();
        assert!(mobile("138 0000 0000") && !mobile("0533-2300000"));
    }

    #[test]
    fn what_cannot_be_called_is_refused_and_an_empty_field_is_not_an_error() {
        for raw in ["1", "12800000000", "1380000000", "abc", "13800000000x", "--", "0000000000"] {
            assert_eq!(Phone::parse(raw), Err(NotAPhone), "{raw}");
        }
        assert_eq!(Phone::parse("  "), Ok(None));
    }

    #[test]
    fn debug_output_does_not_show_the_number() {
        let phone = Phone::parse("13800000000").unwrap().unwrap();
        assert!(!format!("{phone:?}").contains("138"));
    }
}
