//! What time does to work orders: those to whom something happens by now, and that it was noticed. An event is one row
//! by order and round, so two servers, a restart or a clock that was set back never notice it twice.

use crate::bulk::{Bulk, BulkStatement, Kind, Value};
use crate::case_batches::statement;
use crate::{Db, StorageResult, WorkOrderRow};
use Kind::{Int, Text};
use domain::Millis;
use domain::work_order::Event;
use std::sync::LazyLock;

statements! {
    ORDERS_DUE = concat!(work_orders!("(SELECT * FROM work_order WHERE next_at <= $1 ORDER BY next_at, id LIMIT $2)"),
        " ORDER BY o.next_at, o.id");
    ORDER_EVENTS = "SELECT round, event, due_at, at FROM work_order_event WHERE order_id = $1 ORDER BY at, due_at";
    OPEN_ORDERS_AFTER = concat!(work_orders!("(SELECT * FROM work_order WHERE closed_at IS NULL AND id > $1
        ORDER BY id LIMIT $2)"), " ORDER BY o.id");
}

static ADD_EVENTS: LazyLock<BulkStatement> = LazyLock::new(|| {
    statement(
        &[("order_id", Int), ("round", Int), ("event", Text), ("due_at", Int), ("at", Int)],
        "INSERT INTO work_order_event (order_id, round, event, due_at, at)
            SELECT order_id, round, event, due_at, at FROM v WHERE TRUE ON CONFLICT DO NOTHING",
    )
});
static SET_NEXT: LazyLock<BulkStatement> = LazyLock::new(|| {
    statement(
        &[("id", Int), ("version", Int), ("next_at", Int)],
        "UPDATE work_order SET next_at = v.next_at FROM v
            WHERE work_order.id = v.id AND work_order.version = v.version",
    )
});
static RETIME: LazyLock<BulkStatement> = LazyLock::new(|| {
    statement(
        &[
            ("id", Int),
            ("version", Int),
            ("yellow_at", Int),
            ("due_at", Int),
            ("provisional", Kind::Bool),
            ("next_at", Int),
        ],
        "UPDATE work_order SET yellow_at = v.yellow_at, due_at = v.due_at, provisional = v.provisional,
            next_at = v.next_at FROM v WHERE work_order.id = v.id AND work_order.version = v.version",
    )
});

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
    /// Orders to whom something happens by now.
    pub async fn work_orders_due(&self, now: Millis, most: i64) -> StorageResult<Vec<WorkOrderRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(ORDERS_DUE).bind(now.0).bind(most).fetch_all(pool).await?
        }))
    }

    /// Notes what has happened. Returns how often each event happened that nobody had noticed before. An order that was
    /// acted upon meanwhile keeps the moment that act gave it.
    pub async fn note_happened(&self, all: &[Happened], now: Millis) -> StorageResult<Vec<(Event, u64)>> {
        if all.is_empty() {
            return Ok(Vec::new());
        }
        // By event, so that what is new is counted and no row comes back.
        let rows_of = |kind: Event| {
            let of_kind = all.iter().flat_map(|order| {
                let happened = order.events.iter().filter(move |(event, _)| *event == kind);
                happened.map(|(event, due)| {
                    let (id, round) = (order.key.0, i64::from(order.round));
                    vec![id.into(), round.into(), Value::text(event.word()), due.0.into(), now.0.into()]
                })
            });
            (kind, of_kind.collect::<Vec<Vec<Value>>>())
        };
        let events = Event::ALL.map(rows_of);
        let next = all.iter().map(|o| vec![o.key.0.into(), o.key.1.into(), o.next_at.into()]);
        let next: Vec<Vec<Value>> = next.collect();
        let mut noticed = Vec::new();
        writing!(self, |tx| {
            for (event, rows) in events.iter().filter(|(_, rows)| !rows.is_empty()) {
                noticed.push((*event, tx.bulk(&ADD_EVENTS, rows).await?));
            }
            tx.bulk(&SET_NEXT, &next).await?
        });
        Ok(noticed)
    }

    /// What time did to an order.
    pub async fn work_order_events(&self, id: i64) -> StorageResult<Vec<WorkOrderEvent>> {
        Ok(reading!(self, |pool| sqlx::query_as(ORDER_EVENTS).bind(id).fetch_all(pool).await?))
    }

    /// Open orders after this id.
    pub async fn open_work_orders_after(&self, after: i64, most: i64) -> StorageResult<Vec<WorkOrderRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(OPEN_ORDERS_AFTER).bind(after).bind(most).fetch_all(pool).await?
        }))
    }

    /// Moves the moments of orders; one that was acted upon meanwhile is left.
    pub async fn retime_work_orders(&self, all: &[Retimed]) -> StorageResult<()> {
        let row = |new: &Retimed| {
            let provisional = i64::from(new.provisional);
            vec![
                new.key.0.into(),
                new.key.1.into(),
                new.yellow_at.into(),
                new.due_at.into(),
                provisional.into(),
                new.next_at.into(),
            ]
        };
        let rows: Vec<Vec<Value>> = all.iter().map(row).collect();
        writing!(self, |tx| tx.bulk(&RETIME, &rows).await?);
        Ok(())
    }
}
