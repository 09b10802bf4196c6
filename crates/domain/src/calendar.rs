//! The working calendar and the window in which a service can be rated.
//!
//! A working day is Monday–Friday, less public holidays, plus make-up workdays (调休), as the State
//! Council's office announces them year by year. The years of the shipped list end; a date beyond
//! them counts as Monday–Friday and the result is marked provisional. Nothing is ever refused for it.

use crate::Millis;
use jiff::civil::{Date, Weekday};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// Working days after the handling day during which a rating is in time: 事项办理当日起 5 个工作日内
/// (《淄博市建立政务服务“好差评”制度工作方案》二(四)9). The handling day is day 0.
pub const RATING_DAYS: u16 = 5;

/// How one announced day differs from Monday–Friday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Announced {
    Holiday,
    Workday,
}

/// Holidays and make-up workdays of the loaded years.
#[derive(Debug)]
pub struct Calendar {
    announced: BTreeMap<Date, Announced>,
    years: RangeInclusive<i16>,
}

/// The end of a period of working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First moment after the window: 24:00, China Standard Time, of its last day.
    pub ends: Millis,
    /// The window touches a year whose holidays are not loaded, so the end may move.
    pub provisional: bool,
}

static SHIPPED: LazyLock<Calendar> = LazyLock::new(|| {
    Calendar::parse(include_str!("../data/calendar-2019-2026.csv"))
        .expect("the shipped calendar is read by a test")
});

/// Why a calendar file was refused: the line number, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("calendar line {line} is not `date,holiday|workday,name`")]
pub struct CalendarError {
    /// Line number, counted from 1, the header included.
    pub line: usize,
}

impl Calendar {
    /// The calendar that comes with the program, 2019–2026.
    pub fn shipped() -> &'static Calendar {
        &SHIPPED
    }

    /// Reads `date,kind,name` with a header line; the years loaded are first to last named.
    pub fn parse(csv: &str) -> Result<Calendar, CalendarError> {
        let mut announced = BTreeMap::new();
        for (index, line) in csv.lines().enumerate().skip(1) {
            let bad = CalendarError { line: index + 1 };
            let mut fields = line.split(',');
            let date: Date = fields.next().and_then(|d| d.parse().ok()).ok_or(bad)?;
            let kind = match fields.next() {
                Some("holiday") => Announced::Holiday,
                Some("workday") => Announced::Workday,
                _ => return Err(bad),
            };
            announced.insert(date, kind);
        }
        let first = announced.keys().next().ok_or(CalendarError { line: 1 })?.year();
        let last = announced.keys().next_back().map_or(first, |d| d.year());
        Ok(Calendar { announced, years: first..=last })
    }

    /// The last year whose holidays are loaded.
    pub fn last_year(&self) -> i16 {
        *self.years.end()
    }

    /// Are this year's holidays loaded?
    pub fn knows(&self, year: i16) -> bool {
        self.years.contains(&year)
    }

    /// Is work done on this day?
    pub fn is_workday(&self, date: Date) -> bool {
        match self.announced.get(&date) {
            Some(Announced::Holiday) => false,
            Some(Announced::Workday) => true,
            None => !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday),
        }
    }

    /// The window of `days` working days after the day in China of `handled`, that day being day 0:
    /// ends at 24:00 of the last working day.
    pub fn window_after(&self, handled: Millis, days: u16) -> Window {
        let mut date = handled.in_china().date();
        let mut provisional = !self.knows(date.year());
        let mut left = days;
        while left > 0 {
            let Ok(next) = date.tomorrow() else { break };
            date = next;
            provisional |= !self.knows(date.year());
            left -= u16::from(self.is_workday(date));
        }
        let end = date.tomorrow().unwrap_or(date).at(0, 0, 0, 0);
        Window { ends: Millis::from_china(end).unwrap_or(Millis(i64::MAX)), provisional }
    }
}

impl Window {
    /// Is this moment still inside?
    pub fn is_open_at(&self, now: Millis) -> bool {
        now < self.ends
    }

    /// The last moment inside, for showing the last day.
    pub fn last_moment(&self) -> Millis {
        self.ends.plus(-1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn last_day(handled: &str) -> (String, bool) {
        let handled = Millis::parse_china(handled).unwrap();
        let window = Calendar::shipped().window_after(handled, RATING_DAYS);
        (window.last_moment().to_china_text(), window.provisional)
    }

    #[test]
    fn an_ordinary_window_is_a_week() {
        assert_eq!(last_day("2026-11-24 09:00:00"), ("2026-12-01 23:59:59".into(), false));
        // Handled on a Saturday: day 0 is the Saturday all the same.
        assert_eq!(last_day("2026-11-28 09:00:00"), ("2026-12-04 23:59:59".into(), false));
    }

    #[test]
    fn holidays_do_not_count_and_make_up_workdays_do() {
        // 国庆 2026 is 1–7 October; Saturday 10 October is worked.
        assert_eq!(last_day("2026-09-30 16:00:00"), ("2026-10-13 23:59:59".into(), false));
        // 春节 2026: Saturday 14 February is worked, 15–23 is free, Saturday 28 is worked.
        assert_eq!(last_day("2026-02-13 10:00:00"), ("2026-02-27 23:59:59".into(), false));
    }

    #[test]
    fn beyond_the_loaded_years_the_window_is_provisional_and_still_there() {
        assert_eq!(last_day("2026-12-24 10:00:00"), ("2026-12-31 23:59:59".into(), false));
        assert_eq!(last_day("2026-12-28 10:00:00"), ("2027-01-04 23:59:59".into(), true));
        assert_eq!(last_day("2031-05-05 10:00:00"), ("2031-05-12 23:59:59".into(), true));
    }

    #[test]
    fn a_broken_line_is_named() {
        let csv = "date,kind,name\n2027-01-01,holiday,元旦\n2027-01-02,maybe,\n";
        assert_eq!(Calendar::parse(csv).unwrap_err(), CalendarError { line: 3 });
    }

    proptest! {
        #[test]
        fn a_window_holds_exactly_its_working_days(ms in 1_546_300_800_000i64..1_861_920_000_000, days in 0u16..30) {
            let calendar = Calendar::shipped();
            let window = calendar.window_after(Millis(ms), days);
            let (first, last) = (Millis(ms).in_china().date(), window.last_moment().in_china().date());
            let mut worked = 0;
            let mut day = first;
            while day < last {
                day = day.tomorrow().unwrap();
                worked += u16::from(calendar.is_workday(day));
            }
            prop_assert_eq!(worked, days);
            prop_assert!(days == 0 || calendar.is_workday(last));
            prop_assert!(window.is_open_at(Millis(ms)));
        }
    }
}
