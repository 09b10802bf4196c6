//! How long the disk takes to sync: whoever reads a rate of durable commits must know it.

use crate::Outcome;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

/// Median time of writing one page and syncing it, microseconds.
pub fn fdatasync_us(folder: &Path) -> Outcome<f64> {
    let mut file = File::create(folder.join("sync-probe"))?;
    let mut times = Vec::new();
    for _ in 0..300 {
        file.write_all(&[7; 4096])?;
        let started = Instant::now();
        file.sync_data()?;
        times.push(started.elapsed().as_secs_f64() * 1e6);
    }
    Ok(crate::table::median(times))
}
