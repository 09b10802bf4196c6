//! How a number is shown: as a day, a time, with leading zeros, as it is. Formats: ECMA-376 part 1, 18.8.30.

use super::xml::{Xml, attribute};
use crate::SheetError;
use jiff::ToSpan;
use jiff::civil::Date;
use quick_xml::events::Event;
use std::collections::HashMap;
use std::fmt::Write;

/// From here a number has lost digits: spreadsheets keep 15.
pub(super) const ROUNDED_FROM: f64 = 1e15;

/// Seconds of a day.
const DAY: i64 = 86_400;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shown {
    /// As it is.
    #[default]
    Plain,
    /// As a moment, of which the day, the clock or both are seen.
    Moment { day: bool, clock: bool },
    /// As hours that may be more than a day's.
    Elapsed,
    /// With zeros in front, to so many digits: codes like 007.
    Padded(u8),
    /// Hundredfold, with so many decimals and a percent sign.
    Percent(u8),
}

/// The formats of all styles.
pub(super) fn read(xml: Option<Xml<'_>>) -> Result<Vec<Shown>, SheetError> {
    let Some(mut xml) = xml else { return Ok(Vec::new()) };
    let (mut own, mut shown, mut in_cells) = (HashMap::new(), Vec::new(), false);
    while let Some(event) = xml.next()? {
        match event {
            Event::Start(e) => match e.local_name().as_ref() {
                "numFmt" => {
                    if let (Some(id), Some(code)) =
                        (number(attribute(&e, "numFmtId")), attribute(&e, "formatCode"))
                    {
                        own.insert(id, of_code(&code));
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    let id = number(attribute(&e, "numFmtId")).unwrap_or(0);
                    shown.push(own.get(&id).copied().unwrap_or_else(|| built_in(id)));
                }
                _ => {}
            },
            Event::End(e) if e.local_name().as_ref() == "cellXfs" => in_cells = false,
            _ => {}
        }
    }
    Ok(shown)
}

fn number(value: Option<std::borrow::Cow<'_, str>>) -> Option<u32> {
    value?.parse().ok()
}

/// Formats known by number alone; 27–36 and 50–58 are the Chinese ones.
fn built_in(id: u32) -> Shown {
    match id {
        9 => Shown::Percent(0),
        10 => Shown::Percent(2),
        14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Shown::Moment { day: true, clock: false },
        18..=21 | 32..=35 | 45 | 47 | 55 | 56 => Shown::Moment { day: false, clock: true },
        22 => Shown::Moment { day: true, clock: true },
        46 => Shown::Elapsed,
        _ => Shown::Plain,
    }
}

/// The first section of a format code, without what is quoted, escaped or in brackets.
fn of_code(code: &str) -> Shown {
    let (mut bare, mut chars) = (String::new(), code.chars());
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '\\' | '_' | '*' => drop(chars.next()),
            '"' => drop(chars.by_ref().find(|c| *c == '"')),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if ["h", "hh", "m", "mm", "s", "ss"].contains(&inside.to_lowercase().as_str()) {
                    return Shown::Elapsed;
                }
            }
            c => bare.extend(c.to_lowercase()),
        }
    }
    let has = |letters: &[char]| bare.contains(letters);
    // `m` is the month unless hours or seconds stand beside it.
    let clock = has(&['h', 's']);
    let day = has(&['y', 'd']) || has(&['m']) && !clock;
    let digits = bare.bytes().filter(|b| *b == b'0').count();
    if bare == "general" || !(clock || day) {
        match bare.strip_suffix('%') {
            Some(number) => {
                Shown::Percent(number.split_once('.').map_or(0, |(_, part)| part.len().min(9) as u8))
            }
            None if digits > 1 && digits == bare.len() => Shown::Padded(digits.min(30) as u8),
            None => Shown::Plain,
        }
    } else {
        Shown::Moment { day, clock }
    }
}

/// Writes a number as it is shown.
pub(super) fn write(out: &mut String, value: f64, shown: Shown, from_1904: bool) {
    // What no spreadsheet can show as a day is shown as the number it is.
    let is_moment = (0.0..2_958_466.0).contains(&value);
    let seconds = if is_moment { (value * DAY as f64).round() as i64 } else { 0 };
    // Writing to a String cannot fail.
    let _ = match shown {
        Shown::Moment { day, clock } if is_moment => write_moment(out, seconds, day, clock, from_1904),
        Shown::Elapsed if is_moment => write_clock(out, seconds),
        Shown::Padded(digits) => write!(out, "{:0width$}", value.round(), width = usize::from(digits)),
        Shown::Percent(decimals) => write!(out, "{:.*}%", usize::from(decimals), value * 100.0),
        _ => write_plain(out, value),
    };
}

fn write_moment(out: &mut String, seconds: i64, day: bool, clock: bool, from_1904: bool) -> std::fmt::Result {
    // A format of days and hours on midnight, or on a time without day, is read as what is meant.
    let (days, rest) = (seconds / DAY, seconds % DAY);
    let (day, clock) = (day && (days > 0 || !clock), clock && (rest > 0 || !day || days == 0));
    if day {
        let epoch = match () {
            () if from_1904 => Date::constant(1904, 1, 1),
            // Day 60 is a 29 February 1900 that never was.
            () if days < 60 => Date::constant(1899, 12, 31),
            () => Date::constant(1899, 12, 30),
        };
        write!(out, "{}", epoch.saturating_add(days.days()))?;
    }
    if clock {
        out.push_str(if day { " " } else { "" });
        write_clock(out, rest)?;
    }
    Ok(())
}

fn write_clock(out: &mut String, seconds: i64) -> std::fmt::Result {
    write!(out, "{:02}:{:02}", seconds / 3_600, seconds / 60 % 60)?;
    if seconds % 60 == 0 { Ok(()) } else { write!(out, ":{:02}", seconds % 60) }
}

/// A moment in ISO 8601, in the form [`write`] gives moments.
pub(super) fn from_iso(text: &str) -> String {
    let text = text.trim_end_matches('Z').replace('T', " ");
    let text = text.split_once('.').map_or(text.as_str(), |(seconds, _)| seconds);
    let text = text.strip_suffix(" 00:00:00").unwrap_or(text);
    let is_full = text.bytes().filter(|b| *b == b':').count() == 2;
    text.strip_suffix(":00").filter(|_| is_full).unwrap_or(text).to_owned()
}

/// Whole numbers without a point, others to the 15 digits a spreadsheet knows.
fn write_plain(out: &mut String, value: f64) -> std::fmt::Result {
    if value.fract() == 0.0 && value.abs() < ROUNDED_FROM {
        return write!(out, "{}", value as i64);
    }
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    write!(out, "{rounded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(value: f64, shown: Shown) -> String {
        let mut out = String::new();
        write(&mut out, value, shown, false);
        out
    }

    #[test]
    fn numbers_are_read_as_they_are_seen() {
        for (value, text) in
            [(7.0, "7"), (-2.0, "-2"), (0.5, "0.5"), (0.1 + 0.2, "0.3"), (1e14, "100000000000000")]
        {
            assert_eq!(seen(value, Shown::Plain), text);
        }
        assert_eq!(seen(7.0, of_code("000")), "007");
        assert_eq!(seen(0.985, of_code("0.0%")), "98.5%");
        assert_eq!(seen(1234.5, of_code("#,##0.00")), "1234.5");
        assert_eq!(seen(f64::INFINITY, Shown::Elapsed), "inf");
    }

    #[test]
    fn days_and_times_are_read_in_one_form() {
        let both = of_code("yyyy-mm-dd hh:mm");
        assert_eq!(seen(46_027.0, of_code("yyyy\"年\"m\"月\"d\"日\"")), "2026-01-05");
        assert_eq!(seen(46_027.0, of_code("[$-804]yyyy/m/d;@")), "2026-01-05");
        assert_eq!(seen(46_027.354_166_666_67, both), "2026-01-05 08:30");
        assert_eq!(seen(46_027.354_166_666_67, built_in(14)), "2026-01-05");
        assert_eq!(seen(46_027.0, both), "2026-01-05");
        assert_eq!(seen(0.354_166_666_67, built_in(20)), "08:30");
        assert_eq!(seen(0.354_166_666_67, both), "08:30");
        assert_eq!(seen(0.354_178_240_74, of_code("h:mm:ss")), "08:30:01");
        assert_eq!(seen(0.0, built_in(20)), "00:00");
        assert_eq!(seen(1.5, of_code("[h]:mm")), "36:00");
        assert_eq!(seen(59.0, built_in(14)), "1900-02-28");
        assert_eq!(seen(-1.0, built_in(14)), "-1");
        assert_eq!(seen(1e300, both).len(), 301);
    }

    #[test]
    fn moments_in_iso_form_are_read_in_the_same_form() {
        for (iso, text) in [
            ("2026-01-05T00:00:00", "2026-01-05"),
            ("2026-01-05T08:30:00.000Z", "2026-01-05 08:30"),
            ("2026-01-05T08:30:01", "2026-01-05 08:30:01"),
            ("2026-01-05", "2026-01-05"),
            ("08:00", "08:00"),
        ] {
            assert_eq!(from_iso(iso), text);
        }
    }

    #[test]
    fn a_format_is_a_day_only_by_what_is_neither_quoted_nor_in_brackets() {
        for code in ["General", "@", "0", "0\"days\"", "\\d0", "[Red]0.00", "0_d", ""] {
            assert_eq!(of_code(code), Shown::Plain, "{code}");
        }
    }
}
