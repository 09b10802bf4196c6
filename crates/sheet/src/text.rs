//! Text as it arrives and as it leaves: encodings, blanks, dates people type, cells that would start a formula.

use crate::SheetError;
use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};
use jiff::civil::{Date, DateTime, Time};
use std::borrow::Cow;

/// Most characters of a value quoted in a fault.
const MOST_QUOTED: usize = 30;

/// The text of a file: UTF-8 (with a mark or without), UTF-16 (with a mark), or GB 18030, which is all of GBK and the
/// rare characters of names besides.
pub fn decode(file: &[u8]) -> Result<Cow<'_, str>, SheetError> {
    match file {
        [0xEF, 0xBB, 0xBF, rest @ ..] => std::str::from_utf8(rest).map(Cow::Borrowed).map_err(utf8_fault),
        [0xFF, 0xFE, rest @ ..] => decode_as(UTF_16LE, rest),
        [0xFE, 0xFF, rest @ ..] => decode_as(UTF_16BE, rest),
        _ => match std::str::from_utf8(file) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            // Chinese in UTF-8 up to a character that is cut in two: the upload broke off.
            Err(e) if e.error_len().is_none() && !file[..e.valid_up_to()].is_ascii() => Err(utf8_fault(e)),
            Err(_) => decode_as(GB18030, file),
        },
    }
}

fn utf8_fault(error: std::str::Utf8Error) -> SheetError {
    if error.error_len().is_none() { SheetError::Incomplete } else { SheetError::Encoding }
}

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Result<Cow<'a, str>, SheetError> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or(SheetError::Encoding)
}

/// Without the blanks around it: full-width ones, those of web pages and those nobody sees included.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}'))
}

/// What makes two headers the same.
pub(crate) fn label_key(header: &str) -> String {
    let counts = |c: &char| !c.is_whitespace() && !"*＊:：\u{200B}\u{2060}\u{FEFF}".contains(*c);
    header.chars().filter(counts).flat_map(char::to_lowercase).collect()
}

/// A value as a fault quotes it: one line, not too long.
pub(crate) fn shortened(value: &str) -> String {
    let mut line: String =
        value.chars().take(MOST_QUOTED).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if value.chars().nth(MOST_QUOTED).is_some() {
        line.push('…');
    }
    line
}

/// A number a spreadsheet has rounded when it was saved as text: `3.70302E+17`.
pub(crate) fn is_rounded_code(text: &str) -> bool {
    let Some((digits, exponent)) = text.split_once(['E', 'e']) else { return false };
    let exponent = exponent.strip_prefix('+').and_then(|e| e.parse::<u32>().ok());
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    exponent.is_some_and(|e| e >= 11) && whole.len() == 1 && are_digits(whole) && are_digits(part)
}

/// Characters with which spreadsheets start a formula, as OWASP lists them for CSV injection.
fn starts_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
}

fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// For CSV: an apostrophe before a cell that a spreadsheet would calculate, and before one that begins with an
/// apostrophe, so that [`unguarded`] gives back the very text. Negative numbers stay as they are.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    match text.chars().next() {
        Some(c) if (starts_formula(c) || c == '\'') && !is_plain_number(text) => {
            Cow::Owned(format!("'{text}"))
        }
        _ => Cow::Borrowed(text),
    }
}

/// The text before [`guarded`]. An apostrophe that guards nothing is part of the text.
pub(crate) fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|c| starts_formula(c) || c == '\'') => rest,
        _ => text,
    }
}

/// Digits and separators as a keyboard in Chinese mode gives them.
fn narrowed(text: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '：' => ':',
        '－' => '-',
        '／' => '/',
        '．' => '.',
        _ => c,
    };
    text.chars().map(narrow).collect()
}

pub(crate) fn integer(text: &str) -> Option<i64> {
    narrowed(text).parse().ok()
}

pub(crate) fn date(text: &str) -> Option<Date> {
    let text = narrowed(text);
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Date::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?).ok();
    }
    let text = text.strip_suffix(['日', '号']).unwrap_or(&text);
    let mut parts = text.split(['-', '/', '.', '年', '月']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    // Two digits of a year leave it to the reader which century is meant.
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.trim().parse().ok()?, day.trim().parse().ok()?).ok()
}

pub(crate) fn time(text: &str) -> Option<Time> {
    let text = narrowed(text);
    let text = text.strip_suffix(['分', '秒']).unwrap_or(&text);
    let mut parts = text.split([':', '点', '时', '分']).map(str::trim);
    let hour = parts.next()?.parse().ok()?;
    let minute = match parts.next()? {
        "" => 0,
        minute => minute.parse().ok()?,
    };
    let second = parts.next().map_or(Some(0), |s| s.parse().ok())?;
    if parts.next().is_some() { None } else { Time::new(hour, minute, second, 0).ok() }
}

pub(crate) fn date_time(text: &str) -> Option<DateTime> {
    let text = narrowed(text);
    let (day, clock) = text.split_once([' ', 'T', '日'])?;
    Some(date(day)?.to_datetime(time(clock.trim())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_with_a_mark_utf16_and_gbk_are_all_read() {
        assert_eq!(decode("\u{FEFF}申办号".as_bytes()).unwrap(), "申办号");
        assert_eq!(decode(b"\xC9\xEA\xB0\xEC\xBA\xC5").unwrap(), "申办号");
        assert_eq!(decode(b"\xFF\xFE\x33\x75\x9E\x52").unwrap(), "申办");
        assert!(matches!(decode(b"\xFF\xFF\xFF"), Err(SheetError::Encoding)));
    }

    #[test]
    fn rare_characters_of_names_are_read_in_gb18030() {
        for name in ["𫖯", "䶮", "㛃", "𬱖"] {
            let (bytes, _, _) = GB18030.encode(name);
            assert_eq!(decode(&bytes).unwrap(), name);
        }
    }

    #[test]
    fn a_text_cut_inside_a_character_is_incomplete_not_of_another_encoding() {
        assert!(matches!(decode(&"申办号".as_bytes()[..8]), Err(SheetError::Incomplete)));
        // This is GBK: nothing before its end says that it is UTF-8.
        assert_eq!(decode(b"code,\xE4\xBD").unwrap(), "code,浣");
    }

    #[test]
    fn a_guard_is_taken_off_again_whatever_the_text() {
        for text in ["=1+1", "+86", "-x", "@a", "'", "''", "'=1", "'a", "-5", "-3.5", "＝A1", "a", "", "-"] {
            assert_eq!(unguarded(&guarded(text)), text);
        }
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("-5"), "-5");
        assert_eq!(unguarded("'张三'"), "'张三'");
    }

    #[test]
    fn days_and_times_are_read_as_people_type_them() {
        let day = Date::constant(2026, 1, 5);
        for text in ["2026-01-05", "2026/1/5", "2026.1.5", "2026年1月5日", "20260105", "２０２６－１－５"]
        {
            assert_eq!(date(text), Some(day), "{text}");
        }
        for text in ["26-1-5", "2026-13-01", "1月5日", "2026-1-5-1", "20261301", "2026年", ""] {
            assert_eq!(date(text), None, "{text}");
        }
        for text in ["8:30", "08:30:00", "8：30", "8点30分", "8时30"] {
            assert_eq!(time(text), Some(Time::constant(8, 30, 0, 0)), "{text}");
        }
        for text in ["25:00", "8", "830", "8:60", "1:2:3:4", ""] {
            assert_eq!(time(text), None, "{text}");
        }
        assert_eq!(date_time("2026年1月5日 8:30"), Some(day.at(8, 30, 0, 0)));
        assert_eq!(date_time("2026-01-05T08:30"), Some(day.at(8, 30, 0, 0)));
    }

    #[test]
    fn codes_rounded_by_a_spreadsheet_are_recognised() {
        for text in ["3.70302E+17", "1E+15", "3.70302e+11"] {
            assert!(is_rounded_code(text), "{text}");
        }
        for text in ["1E+5", "E+17", "12.3E+17", "370302E17", "AE+17", "3.E+17", "示E+17"] {
            assert!(!is_rounded_code(text), "{text}");
        }
    }
}
