//! Codes a person may have to type: window code (窗口码) and receipt code (回执码).
//!
//! Both use 32 signs without I, L, O, U (what looks alike is read as the sign it looks like) and end
//! in a check character. The check is a weighted sum over GF(32): position *i* has weight α^i, all
//! weights differ, so *every* single wrong sign and *every* swap of two signs is noticed — not only
//! most of them, and not only neighbours. A test tries them all.

use crate::words::is_visible;
use std::fmt;
use std::str::FromStr;

const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Why a text is not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Wrong number of signs, or a sign outside the alphabet.
    #[error("not the form of a code")]
    Form,
    /// The form is right and the check character is not: mistyped.
    #[error("check character does not fit: mistyped")]
    Check,
}

/// Multiplication in GF(2^5) modulo the primitive polynomial x^5 + x^2 + 1.
const fn times(mut a: u8, mut b: u8) -> u8 {
    let mut product = 0;
    while b > 0 {
        if b & 1 == 1 {
            product ^= a;
        }
        a <<= 1;
        if a & 0b10_0000 != 0 {
            a ^= 0b10_0101;
        }
        b >>= 1;
    }
    product
}

/// Σ α^(i+1)·v_i, with α = x. The check sign has weight 1, so it is this sum itself.
fn check_of(values: &[u8]) -> u8 {
    let mut weight = 1;
    values.iter().fold(0, |sum, v| {
        weight = times(weight, 2);
        sum ^ times(weight, *v)
    })
}

/// A full-width letter, digit or sign, as Chinese keyboards give it, in its usual width.
pub fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - '！' as u32 + '!' as u32).unwrap_or(c),
        c => c,
    }
}

/// A code as it was typed or pasted, in its usual form: half width, upper case, without blanks and signs that
/// cannot be seen.
pub(crate) fn tidy(text: &str) -> String {
    text.chars().map(half_width).filter(|c| is_visible(*c)).map(|c| c.to_ascii_uppercase()).collect()
}

/// What a person typed as sign values: case, width, blanks and hyphens do not matter, O is 0, I and L are 1.
fn values(text: &str) -> Option<Vec<u8>> {
    let mut values = Vec::with_capacity(text.len());
    for c in text.chars().map(half_width).filter(|c| !c.is_whitespace() && *c != '-') {
        let sign = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        };
        values.push(SIGNS.iter().position(|s| char::from(*s) == sign)? as u8);
    }
    Some(values)
}

macro_rules! checked_code {
    ($(#[$doc:meta])* $name:ident, $data:literal signs) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $data + 1]);

        impl $name {
            /// Signs in the code, the check character included.
            pub const LEN: usize = $data + 1;

            /// The code whose data signs are the low bits of `random`, five bits a sign.
            pub fn from_random(random: u64) -> Self {
                let mut signs = [0; Self::LEN];
                for (i, sign) in signs[..$data].iter_mut().enumerate() {
                    *sign = (random >> (5 * i) & 31) as u8;
                }
                signs[$data] = check_of(&signs[..$data]);
                Self(signs.map(|v| SIGNS[usize::from(v)]))
            }

            /// The data signs as a number: what [`Self::from_random`] made the code from.
            pub fn number(&self) -> u64 {
                let value = |sign: &u8| SIGNS.iter().position(|s| s == sign).unwrap_or(0) as u64;
                self.0[..$data].iter().enumerate().fold(0, |n, (i, sign)| n | value(sign) << (5 * i))
            }

            /// The canonical text, upper case, no separators.
            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.0).expect("made of ASCII signs")
            }
        }

        impl FromStr for $name {
            type Err = CodeError;

            fn from_str(text: &str) -> Result<Self, CodeError> {
                let values = values(text).ok_or(CodeError::Form)?;
                let values: [u8; Self::LEN] = values.try_into().map_err(|_| CodeError::Form)?;
                if check_of(&values[..$data]) != values[$data] {
                    return Err(CodeError::Check);
                }
                Ok(Self(values.map(|v| SIGNS[usize::from(v)])))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.as_str())
            }
        }
    };
}

checked_code! {
    /// Static code of a window, printed on its plate: 6 random signs (2^30) and the check, so that
    /// `https://hp.zibo.gov.cn/w/` and the code are 32 characters. It names nothing and nobody.
    WindowCode, 6 signs
}

checked_code! {
    /// Code of a receipt: 11 random signs (2^55) and the check.
    ReceiptCode, 11 signs
}

impl ReceiptCode {
    /// As printed for people: `XXXX-XXXX-XXXX`.
    pub fn grouped(&self) -> String {
        let text = self.as_str();
        format!("{}-{}-{}", &text[..4], &text[4..8], &text[8..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn every_slip_is_noticed<C: FromStr<Err = CodeError>>(code: &str) {
        let signs: Vec<char> = code.chars().collect();
        for i in 0..signs.len() {
            for sign in SIGNS {
                let mut slip = signs.clone();
                slip[i] = char::from(*sign);
                let accepted = C::from_str(&slip.iter().collect::<String>()).is_ok();
                assert_eq!(accepted, slip == signs, "{code}: sign {i}");
            }
            for j in i + 1..signs.len() {
                let mut slip = signs.clone();
                slip.swap(i, j);
                let accepted = C::from_str(&slip.iter().collect::<String>()).is_ok();
                assert_eq!(accepted, slip == signs, "{code}: swap of {i} and {j}");
            }
        }
    }

    #[test]
    fn a_window_url_has_at_most_32_characters() {
        let url = format!("https://hp.zibo.gov.cn/w/{}", WindowCode::from_random(u64::MAX));
        assert!(url.len() <= 32, "{url}");
    }

    #[test]
    fn what_looks_alike_is_read_as_what_was_meant() {
        let code = WindowCode::from_random(32); // data signs 0 1 0 0 0 0
        let typed = code.as_str().replace('0', "o").replacen('1', "l", 1).to_lowercase();
        assert_eq!(format!(" {}-{}", &typed[..3], &typed[3..]).parse(), Ok(code));
        let wide: String = typed.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect();
        assert_eq!(wide.parse(), Ok(code));
    }

    #[test]
    fn other_lengths_and_signs_are_not_codes() {
        for text in ["", "1", "0000000000000", "00000U0", "窗口码窗口码码", "0\u{0}00000"] {
            assert_eq!(text.parse::<WindowCode>(), Err(CodeError::Form), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_wrong_sign_and_every_swap_is_noticed(random: u64) {
            every_slip_is_noticed::<WindowCode>(WindowCode::from_random(random).as_str());
            every_slip_is_noticed::<ReceiptCode>(ReceiptCode::from_random(random).as_str());
        }

        #[test]
        fn a_code_reads_back_as_itself(random: u64) {
            let code = ReceiptCode::from_random(random);
            prop_assert_eq!(code.grouped().parse(), Ok(code));
            prop_assert_eq!(code.number(), random & ((1 << 55) - 1));
        }
    }
}
