//! Work orders (差评整改单): opened from the rating log, moved by what officers and the citizen do, watched by the clock.
//! Which act leads where is `domain::work_order`'s; here it is asked, stored with its row, and told.

mod act;
mod citizen;
mod clock;
mod files;
mod open;
mod show;

pub use act::{ActAsk, OrderKept, needs_words};
pub use citizen::{CitizenAct, CitizenOrder};
pub use clock::Swept;
pub use files::{FileKept, MOST_FILES};
pub use show::OrderPage;

use crate::Service;
use domain::work_order::{ClockRules, Event, Order, State, StepRules, Times};
use domain::{Calendar, Millis};

/// A city's choices about work orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OrderSettings {
    /// Limits.
    pub clock: ClockRules,
    /// How often something may be done.
    pub steps: StepRules,
}

/// The moments of an order as it stands: colours, end of the limit, and when time does the next thing to it.
pub(crate) struct Moments {
    pub(crate) times: Times,
    pub(crate) next: Option<Millis>,
}

impl Service {
    /// What an order's clock says after `now`. One of an anonymous citizen that was answered then closes by itself.
    pub(crate) fn moments(
        &self,
        order: &Order,
        calendar: &Calendar,
        (now, answered): (Millis, Millis),
    ) -> Moments {
        let rules = &self.settings.orders.clock;
        let times = Times::of(order.began, order.more_time, rules, calendar);
        let next = match order.state {
            State::Replied if !order.is_supervised() => Some(Times::settle_at(answered, rules, calendar)),
            _ => times.next(order, now),
        };
        Moments { times, next }
    }
}

/// Events that have happened to an order by now, and when each was due.
pub(crate) fn happened(times: &Times, order: &Order, now: Millis) -> Vec<(Event, Millis)> {
    times.happened(order, now).into_iter().map(|event| (event, times.at(event))).collect()
}
