//! The working calendar: which days are worked, when a period of days ends, and what moves when a year's
//! holidays are loaded.
//!
//! A working day is Monday–Friday, less public holidays, plus make-up workdays (调休), as the State
//! Council's office announces them year by year. The years of the shipped list end; a date beyond
//! them counts as Monday–Friday and the result is marked provisional. Nothing is ever refused for it.
//! An administrator imports the next year ([`ImportedYear`]), sees what moves ([`deadlines_that_move`]), and
//! [`Calendar::with`] puts it beside the shipped ones.

mod count;
mod grid;
mod import;
mod moves;

pub use count::{Counting, Window};
pub use grid::{DayMark, Month};
pub use import::{ImportFault, ImportedYear, LineError, YearWarning};
pub use moves::{Moved, deadlines_that_move};

use jiff::civil::{Date, Weekday};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Working days after the handling day during which a rating is in time: 事项办理当日起 5 个工作日内
/// (《淄博市建立政务服务“好差评”制度工作方案》二(四)9). The handling day is day 0.
pub const RATING_DAYS: u16 = 5;

/// How one announced day differs from Monday–Friday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayKind {
    /// 放假.
    Holiday,
    /// 调休: a Saturday or Sunday on which work is done.
    Workday,
}

impl DayKind {
    /// The word in a calendar file.
    pub const fn word(self) -> &'static str {
        match self {
            DayKind::Holiday => "holiday",
            DayKind::Workday => "workday",
        }
    }
}

/// Holidays and make-up workdays of the loaded years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    announced: BTreeMap<Date, DayKind>,
    years: BTreeSet<i16>,
}

static SHIPPED: LazyLock<Calendar> = LazyLock::new(|| {
    Calendar::parse(include_str!("../../data/calendar-2019-2026.csv"))
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

    /// The shipped calendar with imported years beside it. A year that is imported replaces the shipped
    /// one; of two imports of a year the later in the list stands.
    pub fn with(imported: &[ImportedYear]) -> Calendar {
        let mut calendar = Calendar::shipped().clone();
        for year in imported {
            calendar.announced.retain(|date, _| date.year() != year.year());
            calendar.years.insert(year.year());
            calendar
                .announced
                .extend(year.days().filter(|(d, ..)| d.year() == year.year()).map(|(d, k, _)| (d, k)));
        }
        // What a notice says about the last days of December before it stands beside that year's own notice.
        for year in imported {
            calendar
                .announced
                .extend(year.days().filter(|(d, ..)| d.year() != year.year()).map(|(d, k, _)| (d, k)));
        }
        calendar
    }

    /// Reads `date,kind,name` with a header line; the years loaded are first to last named. For the
    /// shipped file, which a test vouches for; what people bring is read by [`ImportedYear::read`].
    pub fn parse(csv: &str) -> Result<Calendar, CalendarError> {
        let mut announced = BTreeMap::new();
        for (index, line) in csv.lines().enumerate().skip(1) {
            let bad = CalendarError { line: index + 1 };
            let mut fields = line.split(',');
            let date: Date = fields.next().and_then(|d| d.parse().ok()).ok_or(bad)?;
            let kind = match fields.next() {
                Some("holiday") => DayKind::Holiday,
                Some("workday") => DayKind::Workday,
                _ => return Err(bad),
            };
            announced.insert(date, kind);
        }
        let first = announced.keys().next().ok_or(CalendarError { line: 1 })?.year();
        let last = announced.keys().next_back().map_or(first, |d| d.year());
        Ok(Calendar { announced, years: (first..=last).collect() })
    }

    /// The last year whose holidays are loaded.
    pub fn last_year(&self) -> i16 {
        self.years.last().copied().unwrap_or_default()
    }

    /// The years whose holidays are loaded.
    pub fn years(&self) -> impl Iterator<Item = i16> + '_ {
        self.years.iter().copied()
    }

    /// Are this year's holidays loaded?
    pub fn knows(&self, year: i16) -> bool {
        self.years.contains(&year)
    }

    /// Is work done on this day?
    pub fn is_workday(&self, date: Date) -> bool {
        match self.announced.get(&date) {
            Some(DayKind::Holiday) => false,
            Some(DayKind::Workday) => true,
            None => !is_weekend(date),
        }
    }
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_broken_line_is_named() {
        let csv = "date,kind,name\n2027-01-01,holiday,元旦\n2027-01-02,maybe,\n";
        assert_eq!(Calendar::parse(csv).unwrap_err(), CalendarError { line: 3 });
    }

    #[test]
    fn an_imported_year_stands_beside_the_shipped_ones_and_replaces_one_of_them() {
        let read = |year, csv| ImportedYear::read(year, csv).unwrap();
        let y2027 = read(2027, "2027-01-01,holiday,元旦\n2026-12-31,holiday,元旦");
        let calendar = Calendar::with(&[y2027, read(2026, "2026-05-01,holiday,劳动节")]);
        assert_eq!((calendar.last_year(), calendar.knows(2019), calendar.knows(2028)), (2027, true, false));
        assert!(!calendar.is_workday(date(2027, 1, 1)) && !calendar.is_workday(date(2026, 12, 31)));
        assert!(calendar.is_workday(date(2026, 10, 1)), "the imported 2026 has no 国庆节");
        assert!(!calendar.is_workday(date(2025, 10, 1)));
        assert_eq!(&Calendar::with(&[]), Calendar::shipped());
    }

    #[test]
    fn a_gap_between_years_stays_unknown() {
        let calendar = Calendar::with(&[ImportedYear::read(2029, "2029-01-01,放假,元旦").unwrap()]);
        assert!(calendar.knows(2029) && !calendar.knows(2027) && !calendar.knows(2028));
        assert_eq!(calendar.last_year(), 2029);
    }
}
