//! By when: the limits of a round, their colours, and what time itself does to an order.

use super::{MoreTime, Order};
use crate::Millis;
use crate::calendar::{Calendar, Counting};

const DAY: i64 = 86_400_000;

/// The city's limits *(setting)*; the defaults are the work plan's where it speaks (7 and 15 natural days, 二(五)), else
/// what other places do: colours after Shandong's hotline of 2017, first contact after Shanghai's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockRules {
    /// 一般问题, days.
    pub days: u16,
    /// 复杂问题, days.
    pub long_days: u16,
    /// How both are counted.
    pub counting: Counting,
    /// First contact, working days, the day of receipt being the first.
    pub contact_days: u16,
    /// Days over the limit after which the city is told; the district is told on the first.
    pub city_after: u16,
    /// Days over the limit after which it is under supervision.
    pub supervise_after: u16,
    /// Working days in which an anonymous citizen may judge the answer before the order closes by itself.
    pub settle_days: u16,
}

impl Default for ClockRules {
    fn default() -> Self {
        ClockRules {
            days: 7,
            long_days: 15,
            counting: Counting::NaturalAfter,
            contact_days: 1,
            city_after: 3,
            supervise_after: 7,
            settle_days: 5,
        }
    }
}

/// The colour of an order's card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Colour {
    /// In time.
    Green,
    /// The limit is near.
    Yellow,
    /// It is over.
    Red,
}

/// What time does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Event {
    /// Nobody has spoken with her.
    ContactMissed,
    /// The limit is near.
    Yellow,
    /// The limit is over: the district is told.
    Red,
    /// The city is told.
    City,
    /// 督办.
    Supervise,
}

impl Event {
    /// Every event, in the order of time.
    pub const ALL: [Event; 5] =
        [Event::ContactMissed, Event::Yellow, Event::Red, Event::City, Event::Supervise];

    /// The word it is stored as.
    pub const fn word(self) -> &'static str {
        match self {
            Event::ContactMissed => "contact_missed",
            Event::Yellow => "yellow",
            Event::Red => "red",
            Event::City => "city",
            Event::Supervise => "supervise",
        }
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Event::ContactMissed => "首日未联系",
            Event::Yellow => "临近期限（黄牌）",
            Event::Red => "超过期限（红牌），报区县",
            Event::City => "超期未办，报市",
            Event::Supervise => "超期未办，督办",
        }
    }

    /// The event of this word.
    pub fn from_word(word: &str) -> Option<Event> {
        Event::ALL.into_iter().find(|event| event.word() == word)
    }
}

/// The moments of one round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// First contact until then.
    pub contact_by: Millis,
    /// Yellow from then on: the beginning of the last working day before the last day, or of the round where that is
    /// not after it.
    pub yellow_at: Millis,
    /// The end of the limit, 24:00 of its last day; red from then on.
    pub due_at: Millis,
    /// The city is told.
    pub city_at: Millis,
    /// 督办.
    pub supervise_at: Millis,
    /// A year whose holidays are not loaded is touched: the moments may move.
    pub provisional: bool,
}

impl Times {
    /// The moments of a round that began then.
    pub fn of(began: Millis, more_time: MoreTime, rules: &ClockRules, calendar: &Calendar) -> Times {
        let days = if more_time == MoreTime::Granted { rules.long_days } else { rules.days };
        let due = calendar.window(rules.counting, began, days);
        let contact = calendar.window(Counting::WorkingFrom, began, rules.contact_days);
        let (yellow, is_known) = working_day_before(calendar, due.last_moment());
        let over = |days: u16| due.ends.plus(DAY * i64::from(days.saturating_sub(1)));
        Times {
            contact_by: contact.ends,
            yellow_at: yellow.max(began),
            due_at: due.ends,
            city_at: over(rules.city_after),
            supervise_at: over(rules.supervise_after),
            provisional: due.provisional || contact.provisional || !is_known,
        }
    }

    /// When an answer that nobody has judged closes the order of an anonymous citizen.
    pub fn settle_at(answered: Millis, rules: &ClockRules, calendar: &Calendar) -> Millis {
        calendar.window_after(answered, rules.settle_days).ends
    }

    /// Its colour at this moment.
    pub fn colour(&self, now: Millis) -> Colour {
        match now {
            now if now >= self.due_at => Colour::Red,
            now if now >= self.yellow_at => Colour::Yellow,
            _ => Colour::Green,
        }
    }

    /// When an event happens.
    pub const fn at(&self, event: Event) -> Millis {
        match event {
            Event::ContactMissed => self.contact_by,
            Event::Yellow => self.yellow_at,
            Event::Red => self.due_at,
            Event::City => self.city_at,
            Event::Supervise => self.supervise_at,
        }
    }

    /// What has happened to the order by now, in the order of time. Whether it was told is asked elsewhere.
    pub fn happened(&self, order: &Order, now: Millis) -> Vec<Event> {
        self.events(order).filter(|event| self.at(*event) <= now).collect()
    }

    /// When the next thing happens to it, if nobody does anything.
    pub fn next(&self, order: &Order, now: Millis) -> Option<Millis> {
        self.events(order).map(|event| self.at(event)).filter(|at| *at > now).min()
    }

    fn events(&self, order: &Order) -> impl Iterator<Item = Event> + use<> {
        let (is_timed, contacted) = (order.state.is_timed(), order.contacted);
        Event::ALL.into_iter().filter(move |event| is_timed && !(contacted && *event == Event::ContactMissed))
    }
}

/// 00:00 of the last working day before the day of this moment, and whether its year's holidays are loaded.
fn working_day_before(calendar: &Calendar, moment: Millis) -> (Millis, bool) {
    let mut day = moment.in_china().date();
    while let Ok(before) = day.yesterday() {
        day = before;
        if calendar.is_workday(day) {
            break;
        }
    }
    let at = Millis::from_china(day.at(0, 0, 0, 0)).unwrap_or(moment);
    (at, calendar.knows(day.year()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Millis {
        Millis::parse_china(text).unwrap()
    }

    fn times(began: &str, more_time: MoreTime) -> Times {
        Times::of(at(began), more_time, &ClockRules::default(), Calendar::shipped())
    }

    #[test]
    fn seven_natural_days_and_yellow_one_working_day_before() {
        // Tuesday 24 November 2026; the seventh day after it is Tuesday 1 December.
        let times = times("2026-11-24 10:00:00", MoreTime::Never);
        assert_eq!(times.due_at, at("2026-12-02 00:00:00"));
        assert_eq!(times.yellow_at, at("2026-11-30 00:00:00"));
        assert_eq!(times.contact_by, at("2026-11-25 00:00:00"));
        assert_eq!(times.city_at, at("2026-12-04 00:00:00"));
        for (moment, colour) in [
            ("2026-11-29 23:59:59", Colour::Green),
            ("2026-11-30 00:00:00", Colour::Yellow),
            ("2026-12-01 23:59:59", Colour::Yellow),
            ("2026-12-02 00:00:00", Colour::Red),
        ] {
            assert_eq!(times.colour(at(moment)), colour, "{moment}");
        }
    }

    #[test]
    fn the_long_limit_moves_everything_but_the_first_contact() {
        let (short, long) =
            (times("2026-11-24 10:00:00", MoreTime::Asked), times("2026-11-24 10:00:00", MoreTime::Granted));
        assert_eq!(long.due_at, at("2026-12-10 00:00:00"));
        assert_eq!(long.contact_by, short.contact_by);
        assert_eq!(short, times("2026-11-24 10:00:00", MoreTime::Refused));
    }

    #[test]
    fn a_holiday_before_the_last_day_brings_yellow_forward() {
        // 1 to 7 October 2026 are holidays: the last working day before Thursday the 8th is 30 September.
        let times = times("2026-10-01 09:00:00", MoreTime::Never);
        assert_eq!(times.due_at, at("2026-10-09 00:00:00"));
        assert_eq!(times.yellow_at, at("2026-10-01 09:00:00"), "yellow at opening");
    }

    #[test]
    fn a_year_that_is_not_loaded_is_said_to_be_provisional() {
        assert!(!times("2026-12-10 09:00:00", MoreTime::Never).provisional);
        assert!(times("2027-01-04 09:00:00", MoreTime::Never).provisional);
    }

    proptest! {
        #[test]
        fn moments_are_in_order_and_each_happens_once(began in 1_735_660_800_000i64..1_830_000_000_000, long: bool) {
            let more_time = if long { MoreTime::Granted } else { MoreTime::Never };
            let times = Times::of(Millis(began), more_time, &ClockRules::default(), Calendar::shipped());
            prop_assert!(began <= times.yellow_at.0 && times.yellow_at < times.due_at);
            prop_assert!(times.due_at < times.city_at && times.city_at < times.supervise_at);
            // Going from one moment to the next finds every event.
            let order = Order::new(false, Millis(began));
            let (mut now, mut found) = (Millis(began - 1), Vec::new());
            while let Some(next) = times.next(&order, now) {
                found.extend(Event::ALL.into_iter().filter(|event| times.at(*event) == next));
                now = next;
            }
            found.sort();
            prop_assert_eq!(found, Event::ALL);
            prop_assert_eq!(times.happened(&order, now).len(), Event::ALL.len());
        }
    }
}
