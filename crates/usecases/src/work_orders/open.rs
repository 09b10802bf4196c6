//! Opening orders for the bad ratings that have been committed.

use crate::Service;
use domain::Millis;
use domain::work_order::Order;
use storage::{BadRating, NewWorkOrder, StorageResult};

/// Most orders opened in one transaction: citizens' ratings wait no longer than it takes.
const MOST: i64 = 50;

impl Service {
    /// Opens the orders of every bad rating in the log; returns how many entries were read. Can be called at any time
    /// and by several servers: an order is there once.
    pub async fn open_work_orders(&self) -> StorageResult<i64> {
        let mut all = 0;
        loop {
            let (read, more) = self.open_some_work_orders().await?;
            all += read;
            if !more {
                return Ok(all);
            }
            tokio::task::yield_now().await;
        }
    }

    /// Opens the next few; tells how many entries were read, and whether there are more.
    pub async fn open_some_work_orders(&self) -> StorageResult<(i64, bool)> {
        let calendar = self.calendar().await?;
        let order = |rating: BadRating| {
            // The clock runs from the commit, whenever the log is read.
            let opened = Millis(rating.at);
            let moments = self.moments(&Order::new(rating.real_name, opened), &calendar, (opened, opened));
            let day = opened.in_china().date();
            let number = format!("ZG{:04}{:02}{:02}-{:06}", day.year(), day.month(), day.day(), rating.seq);
            NewWorkOrder {
                id: self.next_id(),
                number,
                opened_at: opened.0,
                yellow_at: moments.times.yellow_at.0,
                due_at: moments.times.due_at.0,
                provisional: moments.times.provisional,
                next_at: moments.next.map(|at| at.0),
                rating,
            }
        };
        self.db.open_work_orders(MOST, &order).await
    }
}
