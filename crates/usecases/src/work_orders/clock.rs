//! What time does to orders: colours and escalations are noticed, answers nobody judged are settled.

use super::happened;
use crate::Service;
use domain::work_order::{Act, Event, State};
use domain::{Calendar, Millis};
use storage::{Happened, Retimed, StorageResult, WorkOrderRow};

/// Most orders in one transaction.
const MOST: i64 = 2_000;

/// What a sweep has done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Swept {
    /// How often each event was noticed, part by part.
    pub events: Vec<(Event, u64)>,
    /// Orders that closed because nobody said anything of the answer.
    pub settled: usize,
}

impl Service {
    /// Notices everything that is due by now. Two servers on one database may both sweep: an event is noticed once.
    pub async fn sweep_work_orders(&self) -> StorageResult<Swept> {
        let now = self.world.now();
        let calendar = self.calendar().await?;
        let mut swept = Swept::default();
        self.place_work_orders().await?;
        loop {
            let due = self.db.work_orders_due(now, MOST).await?;
            let more = due.len() as i64 == MOST;
            let mut all = Vec::new();
            for row in &due {
                if row.order().state == State::Replied {
                    swept.settled += usize::from(self.settle(row, &calendar, now).await?);
                } else {
                    all.push(self.happened_to(row, &calendar, now));
                }
            }
            swept.events.extend(self.db.note_happened(&all, now).await?);
            if !more {
                return Ok(swept);
            }
            tokio::task::yield_now().await;
        }
    }

    /// Gives orders that lie with nobody to whom they belong: a dissolved unit's to the hall or the city, those whose case
    /// came late to its unit.
    pub async fn place_work_orders(&self) -> StorageResult<()> {
        while self.db.place_work_orders(MOST, self.world.now()).await? as i64 >= MOST {}
        Ok(())
    }

    fn happened_to(&self, row: &WorkOrderRow, calendar: &Calendar, now: Millis) -> Happened {
        let order = row.order();
        let moments = self.moments(&order, calendar, (now, now));
        Happened {
            key: (row.id, row.version),
            round: order.round,
            events: happened(&moments.times, &order, now),
            next_at: moments.next.map(|at| at.0),
        }
    }

    async fn settle(&self, row: &WorkOrderRow, calendar: &Calendar, now: Millis) -> StorageResult<bool> {
        let ask = super::act::Asked { act: Act::Settle, words: None, told: None, actor: None, place: None };
        match self.step(row, &ask, calendar, now) {
            Ok(step) => self.db.step_work_order(&step, &[]).await,
            Err(_) => Ok(false),
        }
    }

    /// Moves the moments of open orders with the calendar: a year's holidays have come, or were taken back.
    pub async fn retime_work_orders(&self) -> StorageResult<()> {
        let now = self.world.now();
        let calendar = self.calendar().await?;
        let mut after = 0;
        loop {
            let orders = self.db.open_work_orders_after(after, MOST).await?;
            let Some(last) = orders.last() else { return Ok(()) };
            after = last.id;
            let retimed = |row: &WorkOrderRow| {
                let moments =
                    self.moments(&row.order(), &calendar, (now, Millis(row.answered_at.unwrap_or(now.0))));
                Retimed {
                    key: (row.id, row.version),
                    yellow_at: moments.times.yellow_at.0,
                    due_at: moments.times.due_at.0,
                    provisional: moments.times.provisional,
                    next_at: moments.next.map(|at| at.0),
                }
            };
            let all: Vec<Retimed> = orders.iter().map(retimed).collect();
            self.db.retime_work_orders(&all).await?;
        }
    }
}
