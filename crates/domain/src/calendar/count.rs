//! Counting days: four rules, each by name, because the same “5 days” ends on different days.
//!
//! | | start is day 0 | start is day 1 |
//! | --- | --- | --- |
//! | 工作日 | [`Calendar::window_after`]: citizens, 当日起 5 个工作日内 | [`Calendar::window_from`]: staff |
//! | 自然日 | [`Calendar::natural_after`]: 整改 7/15 日 (民法典 第二百零一条: 开始的当日不计入) | [`Calendar::natural_from`] |
//!
//! Every period ends at 24:00, China Standard Time, of its last day.

use super::Calendar;
use crate::Millis;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A rule of counting *(setting)*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counting {
    /// Working days, the start being day 0.
    WorkingAfter,
    /// Working days, the start being day 1 if it is worked.
    WorkingFrom,
    /// Natural days, the start being day 0.
    NaturalAfter,
    /// Natural days, the start being day 1.
    NaturalFrom,
}

/// The end of a period of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First moment after the window: 24:00, China Standard Time, of its last day.
    pub ends: Millis,
    /// The window touches a year whose holidays are not loaded, so the end may move.
    pub provisional: bool,
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

impl Calendar {
    /// The window of `days` days from `start` by the given rule.
    pub fn window(&self, counting: Counting, start: Millis, days: u16) -> Window {
        match counting {
            Counting::WorkingAfter => self.window_after(start, days),
            Counting::WorkingFrom => self.window_from(start, days),
            Counting::NaturalAfter => Calendar::natural_after(start, days),
            Counting::NaturalFrom => Calendar::natural_from(start, days),
        }
    }

    /// The window of `days` working days after the day in China of `handled`, that day being day 0:
    /// ends at 24:00 of the last working day. Citizens' rule: the longer reading of 当日起.
    pub fn window_after(&self, handled: Millis, days: u16) -> Window {
        self.working(handled.in_china().date(), days)
    }

    /// The window of `days` working days from the day in China of `start`, that day being day 1 if work is
    /// done on it: the shorter reading, for staff. Zero days end with the day itself.
    pub fn window_from(&self, start: Millis, days: u16) -> Window {
        let first = start.in_china().date();
        self.working(first, days.saturating_sub(u16::from(self.is_workday(first))))
    }

    /// The window of `days` natural days after the day in China of `start`, that day being day 0.
    pub fn natural_after(start: Millis, days: u16) -> Window {
        let first = start.in_china().date();
        let last = first.saturating_add(jiff::Span::new().days(i64::from(days)));
        Window { ends: end_of(last), provisional: false }
    }

    /// The window of `days` natural days from the day in China of `start`, that day being day 1. Zero days
    /// end with the day itself.
    pub fn natural_from(start: Millis, days: u16) -> Window {
        Calendar::natural_after(start, days.saturating_sub(1))
    }

    /// `days` working days after the day `first`.
    fn working(&self, first: Date, days: u16) -> Window {
        let mut date = first;
        let mut provisional = !self.knows(date.year());
        let mut left = days;
        while left > 0 {
            let Ok(next) = date.tomorrow() else { break };
            date = next;
            provisional |= !self.knows(date.year());
            left -= u16::from(self.is_workday(date));
        }
        Window { ends: end_of(date), provisional }
    }
}

/// 24:00 of a day in China.
fn end_of(date: Date) -> Millis {
    let end = date.tomorrow().unwrap_or(date).at(0, 0, 0, 0);
    Millis::from_china(end).unwrap_or(Millis(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::super::RATING_DAYS;
    use super::*;
    use proptest::prelude::*;

    fn last_day_by(counting: Counting, start: &str, days: u16) -> (String, bool) {
        let start = Millis::parse_china(start).unwrap();
        let window = Calendar::shipped().window(counting, start, days);
        (window.last_moment().to_china_text(), window.provisional)
    }

    fn last_day(handled: &str) -> (String, bool) {
        last_day_by(Counting::WorkingAfter, handled, RATING_DAYS)
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
    fn staff_have_one_working_day_less_than_citizens() {
        let staff = |start| last_day_by(Counting::WorkingFrom, start, 5).0;
        assert_eq!(staff("2026-11-24 09:00:00"), "2026-11-30 23:59:59");
        // Received on a Saturday: Monday is day 1.
        assert_eq!(staff("2026-11-28 09:00:00"), "2026-12-04 23:59:59");
        // Received on a Saturday that is worked: it is day 1.
        assert_eq!(staff("2026-10-10 09:00:00"), "2026-10-15 23:59:59");
    }

    #[test]
    fn natural_days_know_no_weekends_and_are_never_provisional() {
        let natural = |counting| last_day_by(counting, "2026-12-28 10:00:00", 7);
        assert_eq!(natural(Counting::NaturalAfter), ("2027-01-04 23:59:59".into(), false));
        assert_eq!(natural(Counting::NaturalFrom), ("2027-01-03 23:59:59".into(), false));
    }

    proptest! {
        #[test]
        fn a_window_holds_exactly_its_working_days(
            ms in 1_546_300_800_000i64..1_861_920_000_000,
            days in 0u16..30,
        ) {
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

        #[test]
        fn the_rules_differ_by_the_first_day_alone(
            ms in 1_546_300_800_000i64..1_861_920_000_000,
            days in 1u16..30,
        ) {
            let (calendar, start) = (Calendar::shipped(), Millis(ms));
            let shorter = days - u16::from(calendar.is_workday(start.in_china().date()));
            prop_assert_eq!(calendar.window_from(start, days), calendar.window_after(start, shorter));
            prop_assert!(calendar.window_from(start, days).ends <= calendar.window_after(start, days).ends);
            prop_assert_eq!(Calendar::natural_from(start, days), Calendar::natural_after(start, days - 1));
            prop_assert!(Calendar::natural_after(start, days).ends <= calendar.window_after(start, days).ends);
        }

        #[test]
        fn no_start_and_no_number_of_days_breaks_the_counting(ms: i64, days: u16) {
            for counting in [Counting::NaturalAfter, Counting::NaturalFrom] {
                let window = Calendar::shipped().window(counting, Millis(ms), days);
                prop_assert!(window.ends >= Millis::from_china(Millis(ms).in_china()).unwrap());
            }
        }
    }
}
