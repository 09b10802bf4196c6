//! Time: stored as UTC milliseconds, shown in China Standard Time.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// China Standard Time, UTC+8 without summer time (since 1991).
const CST: Offset = Offset::constant(8);

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(pub i64);

impl Millis {
    /// This moment later by `ms` milliseconds (earlier, if negative); stops at the ends of `i64`.
    pub const fn plus(self, ms: i64) -> Millis {
        Millis(self.0.saturating_add(ms))
    }

    /// Date and time on a clock in China. Moments outside years −9999…9999 show as the nearest end.
    pub fn in_china(self) -> DateTime {
        let clamped = self.0.clamp(
            jiff::Timestamp::MIN.as_millisecond() + 86_400_000,
            jiff::Timestamp::MAX.as_millisecond() - 86_400_000,
        );
        let timestamp = jiff::Timestamp::from_millisecond(clamped).expect("inside the range");
        CST.to_datetime(timestamp)
    }

    /// The moment a clock in China shows this; `None` outside the representable years.
    pub fn from_china(datetime: DateTime) -> Option<Millis> {
        CST.to_timestamp(datetime).ok().map(|t| Millis(t.as_millisecond()))
    }

    /// Reads `yyyy-MM-dd HH:mm:ss` (the interface's form; `T` and missing seconds are understood too)
    /// as China Standard Time.
    pub fn parse_china(text: &str) -> Option<Millis> {
        text.trim().replace('/', "-").parse::<DateTime>().ok().and_then(Millis::from_china)
    }

    /// The moment this month began in China.
    pub fn start_of_month(self) -> Millis {
        let first = self.in_china().date().first_of_month();
        Millis::from_china(first.to_datetime(jiff::civil::Time::midnight())).unwrap_or(self)
    }

    /// `yyyy-MM-dd HH:mm:ss` in China Standard Time, as the interface writes it.
    pub fn to_china_text(self) -> String {
        let t = self.in_china();
        format!("{} {:02}:{:02}:{:02}", t.date(), t.hour(), t.minute(), t.second())
    }

    /// `2026年11月24日` in China Standard Time.
    pub fn date_in_words(self) -> String {
        date_in_words(self.in_china().date())
    }

    /// `2026年11月` in China Standard Time.
    pub fn month_in_words(self) -> String {
        let t = self.in_china();
        format!("{}年{}月", t.year(), t.month())
    }

    /// `2026年11月24日 09:05` in China Standard Time.
    pub fn minute_in_words(self) -> String {
        let t = self.in_china();
        format!("{} {:02}:{:02}", date_in_words(t.date()), t.hour(), t.minute())
    }
}

/// `2026年11月24日`
pub fn date_in_words(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_at_midnight_in_china() {
        let of = |text: &str| Millis::parse_china(text).unwrap();
        for now in ["2026-11-01 00:00:00", "2026-11-24 10:00:00", "2026-11-30 23:59:59"] {
            assert_eq!(of(now).start_of_month(), of("2026-11-01 00:00:00"), "{now}");
        }
        assert_eq!(of("2026-11-01 00:00:00").plus(-1).start_of_month(), of("2026-10-01 00:00:00"));
    }

    #[test]
    fn the_day_in_china_begins_at_sixteen_hundred_utc() {
        let before = Millis(1_795_449_599_999); // 2026-11-23T15:59:59.999Z
        assert_eq!(before.to_china_text(), "2026-11-23 23:59:59");
        assert_eq!(before.plus(1).minute_in_words(), "2026年11月24日 00:00");
    }

    #[test]
    fn the_interface_form_reads_back() {
        let moment = Millis::parse_china("2026-11-24 09:05:07").unwrap();
        assert_eq!(moment.to_china_text(), "2026-11-24 09:05:07");
        assert_eq!(Millis::parse_china("2026/11/24 09:05"), Some(moment.plus(-7000)));
        assert_eq!(Millis::parse_china("2026-13-24 09:05:07"), None);
    }

    #[test]
    fn no_stored_number_can_break_a_page() {
        for ms in [i64::MIN, 0, i64::MAX] {
            assert!(!Millis(ms).minute_in_words().is_empty());
        }
    }
}
