//! What the server does by itself, beside answering. A job makes no rating, and a job that fails is logged and
//! comes again.
//!
//! To add a job: a function that does what is due and can be called at any time, and a line in [`start`].

use crate::outbox;
use crate::web::AppState;
use std::future::Future;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

/// How often scans of plates are written.
const SCANS_EVERY: Duration = Duration::from_secs(20);
/// How often it is looked whether a personal field is due.
const RETENTION_EVERY: Duration = Duration::from_secs(600);

/// How often it is looked whether messages are due.
const MESSAGES_EVERY: Duration = Duration::from_secs(10);

/// How often it is looked whether time has done something to a work order.
const ORDERS_EVERY: Duration = Duration::from_secs(30);
/// The rating log is read at the latest after this time, and never sooner after the last time than the shorter one.
const LOG_EVERY: Duration = Duration::from_secs(1);
const LOG_NOT_SOONER: Duration = Duration::from_millis(100);
/// In a rush of bad ratings, those who rate come first.
const BETWEEN_PARTS: Duration = Duration::from_millis(20);

/// Who the audit trail says it was.
pub const RETENTION_JOB: &str = "retention-job";

/// Starts the jobs; they end with the process, or when a handle is aborted: what is half done is rolled back.
pub fn start(web: &AppState) -> [JoinHandle<()>; 6] {
    [
        open_orders(web.clone()),
        repeat(ORDERS_EVERY, web, |web| async move { sweep_orders(&web).await }),
        repeat(SCANS_EVERY, web, |web| async move { write_scans(&web).await }),
        repeat(RETENTION_EVERY, web, |web| async move { clear_due(&web).await }),
        repeat(RETENTION_EVERY, web, |web| async move { sweep_calls(&web).await }),
        repeat(MESSAGES_EVERY, web, |web| async move { send_messages(&web).await }),
    ]
}

fn repeat<F>(every: Duration, web: &AppState, job: impl Fn(AppState) -> F + Send + 'static) -> JoinHandle<()>
where
    F: Future<Output = ()> + Send,
{
    let web = web.clone();
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            job(web.clone()).await;
        }
    })
}

/// Opens the orders of bad ratings soon after they are committed: a rating wakes it, and where another server took the
/// rating, the second does.
fn open_orders(web: AppState) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            let more = match web.service.open_some_work_orders().await {
                Ok((_, more)) => more,
                Err(error) => {
                    tracing::warn!(%error, "work orders could not be opened; the log is read again");
                    false
                }
            };
            if more {
                tokio::time::sleep(BETWEEN_PARTS).await;
                continue;
            }
            tokio::time::sleep(LOG_NOT_SOONER).await;
            let _ = tokio::time::timeout(LOG_EVERY, web.service.rated()).await;
        }
    })
}

/// Notices limits that are near or over, and closes what nobody objected to.
async fn sweep_orders(web: &AppState) {
    match web.service.sweep_work_orders().await {
        Ok(swept) => {
            for (event, times) in &swept.events {
                metrics::counter!("hcp_work_order_events_total", "event" => event.word()).increment(*times);
            }
        }
        Err(error) => tracing::warn!(%error, "what time did to work orders could not be noted"),
    }
}

/// Writes what was counted of plates; also once at the end.
pub async fn write_scans(web: &AppState) {
    if let Err(error) = web.service.write_scans().await {
        tracing::warn!(%error, "scans of plates could not be written; they are kept for the next time");
    }
}

/// Forgets nonces, answers and requests of partners whose time is over.
async fn sweep_calls(web: &AppState) {
    let now = web.service.world().now();
    if let Err(error) = web.service.db().sweep_partner_calls(now).await {
        tracing::warn!(%error, "what is remembered of partners' calls could not be swept");
    }
}

/// Once a day. What fails is tried again at the next tick.
async fn clear_due(web: &AppState) {
    match web.service.clear_due_daily(RETENTION_JOB).await {
        Ok(None) => {}
        Ok(Some(fields)) => {
            for (field, rows) in &fields {
                metrics::counter!("hcp_retention_cleared_total", "field" => field.name())
                    .increment(rows.unsigned_abs());
            }
            tracing::info!(fields = fields.len(), "personal fields that were due are cleared");
        }
        Err(error) => tracing::warn!(%error, "personal fields that are due could not be cleared"),
    }
}

/// Messages that are due. What the database could not note is sent again under the same id.
async fn send_messages(web: &AppState) {
    if let Err(error) = outbox::send_due(web).await {
        tracing::warn!(%error, "messages could not be planned or noted");
    }
}
