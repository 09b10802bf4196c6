//! What the server does by itself, now and then. A job makes no rating (`server/tests/it/architecture.rs`), and a
//! job that fails is logged and comes again.
//!
//! To add a job: a line in [`start`].

use crate::web::AppState;
use std::time::Duration;

/// How often scans are written.
const SCANS_EVERY: Duration = Duration::from_secs(20);

/// Starts the jobs; they end with the runtime.
pub fn start(web: &AppState) {
    let web = web.clone();
    tokio::spawn(async move {
        let mut every = tokio::time::interval(SCANS_EVERY);
        loop {
            every.tick().await;
            if let Err(error) = web.service.write_scans().await {
                tracing::warn!(%error, "scans of plates could not be written; they are kept for the next time");
            }
        }
    });
}
