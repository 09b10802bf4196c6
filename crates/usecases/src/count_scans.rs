//! Counting how often a plate's code is opened. Counts are kept in memory and written now and then: a scan must
//! not cost a write, and nothing about who scanned is kept at all.

use crate::Service;
use domain::WindowCode;
use std::collections::HashMap;
use std::sync::Mutex;
use storage::StorageResult;

/// Scans not yet written.
#[derive(Debug, Default)]
pub(crate) struct ScanCounter(Mutex<HashMap<WindowCode, i64>>);

impl Service {
    /// A code that exists was opened.
    pub fn count_scan(&self, code: WindowCode) {
        *self.scans.0.lock().unwrap_or_else(|p| p.into_inner()).entry(code).or_default() += 1;
    }

    /// Writes what was counted; what cannot be written is kept for the next time.
    pub async fn write_scans(&self) -> StorageResult<()> {
        let counted = std::mem::take(&mut *self.scans.0.lock().unwrap_or_else(|p| p.into_inner()));
        if counted.is_empty() {
            return Ok(());
        }
        let now = self.world.now();
        // China has one time, eight hours ahead.
        let day = (now.0 + 8 * 3_600_000).div_euclid(86_400_000);
        let rows: Vec<(WindowCode, i64)> = counted.into_iter().collect();
        let written = self.db.add_scans(day, &rows, now).await;
        if written.is_err() {
            let mut kept = self.scans.0.lock().unwrap_or_else(|p| p.into_inner());
            for (code, count) in rows {
                *kept.entry(code).or_default() += count;
            }
        }
        written
    }
}
