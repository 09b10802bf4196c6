//! What the server does by itself, beside answering: today one job, clearing personal fields that are due.
//!
//! To add a job: a function that does what is due and can be called at any time, and a line in [`start`].

use crate::web::AppState;
use std::time::Duration;
use tokio::task::JoinHandle;

/// How often it is looked whether something is due.
const EVERY: Duration = Duration::from_secs(600);

/// Who the audit trail says it was.
pub const RETENTION_JOB: &str = "retention-job";

/// Starts the jobs; they end with the process, or when the handle is aborted: what is half done is rolled back.
pub fn start(web: AppState) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut every = tokio::time::interval(EVERY);
        every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            every.tick().await;
            clear_due(&web).await;
        }
    })
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
