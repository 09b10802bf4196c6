//! Messages with a link: when they may be sent, when again, and when a reminder is due.

use crate::{Calendar, Millis};

const MINUTE: i64 = 60_000;
/// The hour, in China, at which a reminder is made; quiet hours may hold it back longer.
const REMINDED_AT: i8 = 9;
/// Between two tries never longer than this, ms.
const LONGEST_DELAY: i64 = 60 * MINUTE;

/// The hours of a day in which nobody is sent anything *(setting)*, in minutes after midnight in China.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    from: u16,
    until: u16,
}

impl QuietHours {
    /// From one minute of the day up to another, over midnight when it is earlier; equal minutes: never.
    pub const fn new(from: u16, until: u16) -> QuietHours {
        QuietHours { from, until }
    }

    /// Is this moment in the quiet hours?
    pub fn holds(self, now: Millis) -> bool {
        let time = now.in_china().time();
        // An hour has at most two digits.
        let minute = u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs());
        if self.from <= self.until {
            (self.from..self.until).contains(&minute)
        } else {
            minute >= self.from || minute < self.until
        }
    }
}

/// How long to wait after so many tries, ms: a minute, twice as long each time, an hour at most.
pub fn retry_delay(tries: i64) -> i64 {
    let doublings = u32::try_from(tries.clamp(1, 7) - 1).unwrap_or(0);
    (MINUTE << doublings).min(LONGEST_DELAY)
}

/// When to remind of a window that ends then: in the morning of the day that lies `days` working days before its
/// last day. `None` for no days.
pub fn remind_at(calendar: &Calendar, window_ends: Millis, days: u16) -> Option<Millis> {
    if days == 0 {
        return None;
    }
    let mut day = window_ends.plus(-1).in_china().date();
    let mut left = days;
    while left > 0 {
        day = day.yesterday().ok()?;
        left -= u16::from(calendar.is_workday(day));
    }
    Millis::from_china(day.at(REMINDED_AT, 0, 0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Millis {
        Millis::parse_china(text).unwrap()
    }

    #[test]
    fn quiet_hours_go_over_midnight_and_end_to_the_minute() {
        let quiet = QuietHours::new(21 * 60, 8 * 60);
        for (time, is_quiet) in [("20:59:59", false), ("21:00", true), ("03:00", true), ("07:59:59", true)] {
            assert_eq!(quiet.holds(at(&format!("2026-11-24 {time}"))), is_quiet, "{time}");
        }
        assert!(!quiet.holds(at("2026-11-24 08:00")));
        let noon = QuietHours::new(12 * 60, 14 * 60);
        assert!(noon.holds(at("2026-11-24 13:00")) && !noon.holds(at("2026-11-24 23:00")));
        assert!(!QuietHours::new(0, 0).holds(at("2026-11-24 00:00")));
    }

    #[test]
    fn delays_grow_from_a_minute_to_an_hour() {
        let minutes: Vec<i64> = (1..=9).map(|n| retry_delay(n) / MINUTE).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!((retry_delay(0), retry_delay(i64::MAX)), (MINUTE, LONGEST_DELAY));
    }

    #[test]
    fn a_reminder_is_due_in_the_morning_some_working_days_before_the_last_day() {
        let calendar = Calendar::shipped();
        // The window ends with Tuesday 1 December 2026.
        let ends = at("2026-12-02 00:00:00");
        let due = |days| remind_at(calendar, ends, days).map(Millis::to_china_text);
        assert_eq!(due(0), None);
        assert_eq!(due(1).as_deref(), Some("2026-11-30 09:00:00"));
        assert_eq!(due(2).as_deref(), Some("2026-11-27 09:00:00"), "over the week-end");
    }
}
