//! Unified social credit code (统一社会信用代码, GB 32100-2015): who an organisation is.
//!
//! 18 signs: 1 registering authority, 1 kind, 6 digits of the authority's area, 9 of the organisation
//! (GB 11714), 1 check. The alphabet leaves out I, O, S, V, Z. Sign *i* weighs 3^i modulo the prime 31,
//! so no weight is zero and *every* single wrong sign is noticed; a test tries them all.
//!
//! Demo data uses [`CreditCode::sample`]: a code that passes the check and says EXAMPLE where the
//! organisation stands.

use crate::code::tidy;
use std::fmt;
use std::str::FromStr;

/// GB 32100-2015 表 1: a sign's place is its value.
const SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const LEN: usize = 18;
const SAMPLE: &str = "EXAMPLE";

/// A code whose check digit fits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode([u8; LEN]);

/// Why a text is not a unified social credit code. Positions count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CreditCodeError {
    /// Not 18 signs.
    #[error("统一社会信用代码应为 18 位，现为 {count} 位")]
    Length {
        /// Signs found, blanks left out.
        count: usize,
    },
    /// A sign outside the alphabet.
    #[error("统一社会信用代码第 {position} 位“{sign}”不是可用字符（数字和大写字母，不含 I、O、S、V、Z）")]
    Sign {
        /// Where, from 1.
        position: usize,
        /// What stands there.
        sign: char,
    },
    /// Signs 3–8 name an area and are digits.
    #[error("统一社会信用代码第 3 至 8 位应为行政区划数字，第 {position} 位现为“{sign}”")]
    Area {
        /// Where, from 1.
        position: usize,
        /// What stands there.
        sign: char,
    },
    /// The form is right and the check digit does not fit: mistyped.
    #[error("统一社会信用代码校验位不符，请核对是否录错")]
    Check,
}

fn value(sign: char) -> Option<usize> {
    SIGNS.iter().position(|s| char::from(*s) == sign)
}

/// The check sign of 17 sign values, GB 32100-2015 5.1.
fn check_of(values: &[usize]) -> u8 {
    let mut weight = 1;
    let sum = values.iter().fold(0, |sum, v| {
        let next = sum + weight * v;
        weight = weight * 3 % 31;
        next
    });
    SIGNS[(31 - sum % 31) % 31]
}

impl CreditCode {
    /// A sample for demo data: a state organ (11) of the area, number 0–99, recognisable by EXAMPLE.
    /// `None` when `area` is not six digits or the number has three.
    pub fn sample(area: &str, number: u8) -> Option<CreditCode> {
        if area.len() != 6 || number > 99 {
            return None;
        }
        let data = format!("11{area}{SAMPLE}{number:02}");
        let values: Vec<usize> = data.chars().map(value).collect::<Option<_>>()?;
        format!("{data}{}", char::from(check_of(&values))).parse().ok()
    }

    /// Made by [`CreditCode::sample`]: nobody's code.
    pub fn is_sample(&self) -> bool {
        self.as_str()[8..].starts_with(SAMPLE)
    }

    /// The canonical text: 18 signs, upper case.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("made of ASCII signs")
    }

    /// Area of the registering authority, 6 digits (GB/T 2260).
    pub fn area(&self) -> &str {
        &self.as_str()[2..8]
    }
}

impl FromStr for CreditCode {
    type Err = CreditCodeError;

    /// Case, width and blanks do not matter.
    fn from_str(text: &str) -> Result<Self, CreditCodeError> {
        let text = tidy(text);
        let count = text.chars().count();
        if count != LEN {
            return Err(CreditCodeError::Length { count });
        }
        let mut values = [0; LEN];
        let mut signs = [0; LEN];
        for (i, sign) in text.chars().enumerate() {
            let position = i + 1;
            values[i] = value(sign).ok_or(CreditCodeError::Sign { position, sign })?;
            if (3..=8).contains(&position) && !sign.is_ascii_digit() {
                return Err(CreditCodeError::Area { position, sign });
            }
            signs[i] = SIGNS[values[i]];
        }
        if check_of(&values[..LEN - 1]) != signs[LEN - 1] {
            return Err(CreditCodeError::Check);
        }
        Ok(CreditCode(signs))
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CreditCode({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The example of the standard, and an authority of the city.
    const REAL: [&str; 2] = ["91350100M000100Y43", "11370300MB28519923"];

    #[test]
    fn published_codes_are_taken() {
        for text in REAL {
            assert_eq!(text.parse::<CreditCode>().unwrap().as_str(), text);
        }
    }

    #[test]
    fn the_faults_are_told_apart() {
        let parse = |text: &str| text.parse::<CreditCode>().unwrap_err();
        assert_eq!(parse(""), CreditCodeError::Length { count: 0 });
        assert_eq!(parse("11370300MB2851992"), CreditCodeError::Length { count: 17 });
        assert_eq!(parse("11370300MB2851992O"), CreditCodeError::Sign { position: 18, sign: 'O' });
        assert_eq!(parse("1137030AMB28519923"), CreditCodeError::Area { position: 8, sign: 'A' });
        assert_eq!(parse("11370300MB28519932"), CreditCodeError::Check);
        assert_eq!(parse("统一社会信用代码统一社会信用代码一二").to_string().chars().next(), Some('统'));
    }

    #[test]
    fn typing_slips_do_not_matter() {
        let wide: String = REAL[1].chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect();
        let spaced = format!("\u{FEFF} {}\u{3000}{}\t", &REAL[1][..8], REAL[1][8..].to_lowercase());
        for typed in [wide, spaced] {
            assert_eq!(typed.parse::<CreditCode>().unwrap().as_str(), REAL[1]);
        }
    }

    #[test]
    fn a_sample_passes_the_check_and_says_that_it_is_one() {
        let sample = CreditCode::sample("370303", 7).unwrap();
        assert!(sample.as_str().starts_with("11370303EXAMPLE07") && sample.is_sample());
        assert_eq!(sample.as_str().parse(), Ok(sample));
        assert!(REAL.iter().all(|real| !real.parse::<CreditCode>().unwrap().is_sample()));
        for (area, number) in [("3703", 1), ("三七〇三", 1), ("37030A", 1), ("370303", 100)] {
            assert_eq!(CreditCode::sample(area, number), None, "{area} {number}");
        }
    }

    prop_compose! {
        fn code()(head in "[1-9ANY][1-9]", area in "[0-9]{6}", body in "[0-9A-HJ-NP-RTUWXY]{9}") -> CreditCode {
            let data = format!("{head}{area}{body}");
            let values: Vec<usize> = data.chars().map(|c| value(c).unwrap()).collect();
            format!("{data}{}", char::from(check_of(&values))).parse().unwrap()
        }
    }

    proptest! {
        #[test]
        fn every_single_wrong_sign_and_every_swap_of_neighbours_is_noticed(code in code()) {
            let signs = code.as_str().as_bytes();
            let taken = |slip: &[u8]| std::str::from_utf8(slip).unwrap().parse::<CreditCode>().is_ok();
            for i in 0..LEN {
                for &sign in SIGNS {
                    let mut slip = signs.to_vec();
                    slip[i] = sign;
                    prop_assert_eq!(taken(&slip), slip == signs, "sign {} of {}", i + 1, code);
                }
                let mut slip = signs.to_vec();
                slip.swap(i, (i + 1).min(LEN - 1));
                prop_assert_eq!(taken(&slip), slip == signs, "swap at {} of {}", i + 1, code);
            }
        }

        #[test]
        fn nothing_typed_breaks_the_reading(text in "\\PC{0,24}") {
            if let Ok(code) = text.parse::<CreditCode>() {
                prop_assert_eq!(code.as_str().parse(), Ok(code));
            }
        }
    }
}
