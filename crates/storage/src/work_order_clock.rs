//! What time does to work orders: those to whom something happens by now, and that it was noticed. An event is one row
//! by order and round, so two servers, a restart or a clock that was set back never notice it twice.

use crate::{Db, StorageResult};
use domain::Millis;
use domain::work_order::Event;

statements! {
    ORDERS_DUE = "SELECT id, version FROM work_order WHERE next_at <= $1 ORDER BY next_at, id LIMIT $2";
    ADD_ORDER_EVENT = "INSERT INTO work_order_event (order_id, round, event, due_at, at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING";
    SET_ORDER_NEXT = "UPDATE work_order SET next_at = $3 WHERE id = $1 AND version = $2";
    ORDER_EVENTS = "SELECT round, event, due_at, at FROM work_order_event WHERE order_id = $1 ORDER BY at, due_at";
    PROVISIONAL_ORDERS = "SELECT id, version FROM work_order WHERE provisional AND closed_at IS NULL AND id > $1
        ORDER BY id LIMIT $2";
    RETIME_ORDER = "UPDATE work_order SET yellow_at = $3, due_at = $4, provisional = $5, next_at = $6
        WHERE id = $1 AND version = $2";
}

/// Something that time did.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct WorkOrderEvent {
    /// In this round.
    pub round: i16,
    /// Word of the event.
    pub event: String,
    /// When it was due, ms.
    pub due_at: i64,
    /// When it was noticed, ms.
    pub at: i64,
}

/// What has happened to an order by now.
#[derive(Debug, Clone)]
pub struct Happened {
    /// The order, and the version that was looked at.
    pub key: (i64, i64),
    /// Its round.
    pub round: u16,
    /// Each event and when it was due.
    pub events: Vec<(Event, Millis)>,
    /// When the next thing happens.
    pub next_at: Option<i64>,
}

/// New moments of an order.
#[derive(Debug, Clone, Copy)]
pub struct Retimed {
    /// The order, and the version that was looked at.
    pub key: (i64, i64),
    /// Yellow from then on.
    pub yellow_at: i64,
    /// End of the limit.
    pub due_at: i64,
    /// These may move.
    pub provisional: bool,
    /// When the next thing happens.
    pub next_at: Option<i64>,
}

impl Db {
    /// Orders to whom something happens by now, with their versions.
    pub async fn work_orders_due(&self, now: Millis, most: i64) -> StorageResult<Vec<(i64, i64)>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(ORDERS_DUE).bind(now.0).bind(most).fetch_all(pool).await?
        }))
    }

    /// Notes what has happened. Returns the events that nobody had noticed before, each with its order. An order that
    /// was acted upon meanwhile keeps the moment that act gave it.
    pub async fn note_happened(&self, all: &[Happened], now: Millis) -> StorageResult<Vec<(i64, Event)>> {
        let mut noticed = Vec::new();
        writing!(self, |tx| {
            for order in all {
                let round = i16::try_from(order.round).unwrap_or(i16::MAX);
                for (event, due) in &order.events {
                    let row = sqlx::query(ADD_ORDER_EVENT).bind(order.key.0).bind(round).bind(event.word());
                    if row.bind(due.0).bind(now.0).execute(&mut *tx).await?.rows_affected() == 1 {
                        noticed.push((order.key.0, *event));
                    }
                }
                let row = sqlx::query(SET_ORDER_NEXT).bind(order.key.0).bind(order.key.1);
                row.bind(order.next_at).execute(&mut *tx).await?;
            }
        });
        Ok(noticed)
    }

    /// What time did to an order.
    pub async fn work_order_events(&self, id: i64) -> StorageResult<Vec<WorkOrderEvent>> {
        Ok(reading!(self, |pool| sqlx::query_as(ORDER_EVENTS).bind(id).fetch_all(pool).await?))
    }

    /// Open orders whose moments may move, with their versions, after this id.
    pub async fn provisional_work_orders(&self, after: i64, most: i64) -> StorageResult<Vec<(i64, i64)>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(PROVISIONAL_ORDERS).bind(after).bind(most).fetch_all(pool).await?
        }))
    }

    /// Moves the moments of orders; one that was acted upon meanwhile is left.
    pub async fn retime_work_orders(&self, all: &[Retimed]) -> StorageResult<()> {
        writing!(self, |tx| {
            for new in all {
                let row = sqlx::query(RETIME_ORDER).bind(new.key.0).bind(new.key.1).bind(new.yellow_at);
                row.bind(new.due_at).bind(new.provisional).bind(new.next_at).execute(&mut *tx).await?;
            }
        });
        Ok(())
    }
}
