//! What moves when a year's holidays are loaded: shown to the administrator before anything is stored.

use super::{Calendar, Counting, Window};
use crate::Millis;

/// A deadline whose end moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved<I> {
    /// Whose.
    pub id: I,
    /// By the calendar of today.
    pub old: Window,
    /// By the calendar with the new year.
    pub new: Window,
}

impl<I> Moved<I> {
    /// The new end lies later: nobody loses a day.
    pub fn is_later(&self) -> bool {
        self.new.ends > self.old.ends
    }
}

/// The periods `(id, start, days)` that end at another moment by the new calendar than by the old one,
/// in the order given. A period that merely stops being provisional does not move.
pub fn deadlines_that_move<I>(
    periods: impl IntoIterator<Item = (I, Millis, u16)>,
    counting: Counting,
    old: &Calendar,
    new: &Calendar,
) -> Vec<Moved<I>> {
    let both = |(id, start, days)| Moved {
        id,
        old: old.window(counting, start, days),
        new: new.window(counting, start, days),
    };
    periods.into_iter().map(both).filter(|m| m.old.ends != m.new.ends).collect()
}

#[cfg(test)]
mod tests {
    use super::super::ImportedYear;
    use super::*;
    use jiff::civil::Date;
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn at(text: &str) -> Millis {
        Millis::parse_china(text).unwrap()
    }

    fn year_2027() -> Calendar {
        Calendar::with(&[ImportedYear::read(2027, "日期,类型,名称\n2027-01-01,放假,元旦\n").unwrap()])
    }

    #[test]
    fn a_window_over_the_new_year_moves_and_one_before_it_does_not() {
        let periods = [("before", at("2026-12-20 09:00:00"), 5), ("over", at("2026-12-28 09:00:00"), 5)];
        let moved = deadlines_that_move(periods, Counting::WorkingAfter, Calendar::shipped(), &year_2027());
        let [moved] = moved.as_slice() else { panic!("{moved:?}") };
        assert_eq!((moved.id, moved.is_later()), ("over", true));
        assert_eq!(moved.old.last_moment().to_china_text(), "2027-01-04 23:59:59");
        assert_eq!(moved.new.last_moment().to_china_text(), "2027-01-05 23:59:59");
        assert!(moved.old.provisional && !moved.new.provisional);
    }

    #[test]
    fn natural_days_never_move() {
        let periods = (0..60).map(|i| (i, at("2026-12-01 09:00:00").plus(i * 86_400_000), 15));
        let moved = deadlines_that_move(periods, Counting::NaturalAfter, Calendar::shipped(), &year_2027());
        assert_eq!(moved, []);
    }

    prop_compose! {
        /// A year of arbitrary holidays on any day, and make-up days at weekends.
        fn calendar_2027()(days in prop::collection::btree_map(0i64..365, any::<bool>(), 0..60)) -> Calendar {
            let first = Date::constant(2027, 1, 1);
            let lines: Vec<String> = days.into_iter().map(|(n, holiday)| {
                let day = first.saturating_add(jiff::Span::new().days(n));
                format!("{day},{},示例", if holiday || !super::super::is_weekend(day) { "holiday" } else { "workday" })
            }).collect();
            if lines.is_empty() {
                return Calendar::shipped().clone();
            }
            Calendar::with(&[ImportedYear::read(2027, &lines.join("\n")).unwrap()])
        }
    }

    proptest! {
        #[test]
        fn exactly_the_windows_that_end_elsewhere_are_shown(
            new in calendar_2027(),
            starts in prop::collection::vec((1_790_000_000_000i64..1_840_000_000_000, 0u16..20), 0..40),
        ) {
            let old = Calendar::shipped();
            let numbered = starts.iter().enumerate();
            let periods: Vec<_> = numbered.map(|(i, (ms, d))| (i, Millis(*ms), *d)).collect();
            for counting in [Counting::WorkingAfter, Counting::WorkingFrom] {
                let moved = deadlines_that_move(periods.clone(), counting, old, &new);
                let by_id: HashMap<_, _> = moved.iter().map(|m| (m.id, *m)).collect();
                for &(id, start, days) in &periods {
                    let (was, is) = (old.window(counting, start, days), new.window(counting, start, days));
                    prop_assert_eq!(by_id.contains_key(&id), was.ends != is.ends);
                    // What lies wholly in known years stays where it is.
                    prop_assert!(was.provisional || was == is);
                }
                // Nothing moves back to where it stands.
                prop_assert!(deadlines_that_move(periods.clone(), counting, &new, &new).is_empty());
            }
        }
    }
}
