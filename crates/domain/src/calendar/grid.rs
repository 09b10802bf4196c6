//! A year as people look at it: twelve months, weeks from Monday on, what is announced marked.

use super::{Calendar, DayKind, is_weekend};
use jiff::civil::{Date, date};

/// How a day stands in the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayMark {
    /// Monday–Friday, worked.
    Work,
    /// Saturday or Sunday, free.
    Weekend,
    /// 放假, announced.
    Holiday,
    /// 调休: a Saturday or Sunday that is worked.
    MadeUp,
}

/// A month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// 1–12.
    pub number: i8,
    /// Empty places before the first day, 0–6: weeks begin with Monday.
    pub before: usize,
    /// Its days in order.
    pub days: Vec<DayMark>,
}

impl Calendar {
    /// How a day stands in the calendar.
    pub fn mark(&self, day: Date) -> DayMark {
        match self.announced.get(&day) {
            Some(DayKind::Holiday) => DayMark::Holiday,
            Some(DayKind::Workday) => DayMark::MadeUp,
            None if is_weekend(day) => DayMark::Weekend,
            None => DayMark::Work,
        }
    }

    /// The twelve months of a year, 1–9999.
    pub fn months(&self, year: i16) -> Vec<Month> {
        let year = year.clamp(1, 9999);
        let month = |number: i8| {
            let first = date(year, number, 1);
            let days = (1..=first.days_in_month()).map(|day| self.mark(date(year, number, day)));
            Month {
                number,
                before: usize::try_from(first.weekday().to_monday_zero_offset()).unwrap_or(0),
                days: days.collect(),
            }
        };
        (1..=12).map(month).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_under_its_weekday_and_its_days_are_marked() {
        let months = Calendar::shipped().months(2026);
        let october = &months[9];
        // 1 October 2026 is a Thursday; 1–7 are free, Saturday 10 is worked.
        assert_eq!((october.number, october.before, october.days.len()), (10, 3, 31));
        assert!(october.days[..7].iter().all(|mark| *mark == DayMark::Holiday));
        assert_eq!(
            (october.days[7], october.days[9], october.days[10]),
            (DayMark::Work, DayMark::MadeUp, DayMark::Weekend)
        );
        assert_eq!(months[1].days.len(), 28);
    }

    #[test]
    fn every_mark_agrees_with_what_is_worked() {
        let calendar = Calendar::shipped();
        for (at, month) in calendar.months(2026).iter().enumerate() {
            for (day, mark) in (1..).zip(&month.days) {
                let worked = matches!(mark, DayMark::Work | DayMark::MadeUp);
                assert_eq!(calendar.is_workday(date(2026, at as i8 + 1, day)), worked);
            }
        }
    }
}
