//! How often each code was opened, by day; and what people at windows report about plates.

use crate::{Db, StorageResult};
use domain::{Millis, WindowCode};

statements! {
    ADD_SCANS = "INSERT INTO plate_scan (code, day, scans, last_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (code, day) DO UPDATE SET scans = plate_scan.scans + $3, last_at = $4";
    INSERT_REPORT = "INSERT INTO plate_report (id, code, window_id, fault, words, at) VALUES ($1, $2, $3, $4, $5, $6)";
    SCANS_OF = "SELECT CAST(COALESCE(SUM(scans), 0) AS BIGINT), MAX(last_at) FROM plate_scan WHERE code = $1";
}

/// What is wrong with a plate, as somebody at the window says.
#[derive(Debug, Clone)]
pub struct NewPlateReport {
    /// Row id.
    pub id: i64,
    /// The plate's code.
    pub code: String,
    /// Its window.
    pub window_id: i64,
    /// `covered`, `elsewhere`, `damaged` or `other`.
    pub fault: &'static str,
    /// In her words.
    pub words: Option<String>,
}

impl Db {
    /// Adds scans of one day (days since 1970 in China).
    pub async fn add_scans(&self, day: i64, scans: &[(WindowCode, i64)], now: Millis) -> StorageResult<()> {
        writing!(self, |tx| {
            for (code, count) in scans {
                let row = sqlx::query(ADD_SCANS).bind(code.as_str()).bind(day).bind(count).bind(now.0);
                row.execute(&mut *tx).await?;
            }
        });
        Ok(())
    }

    /// How often a code was opened in all, and when last (ms).
    pub async fn scans_of(&self, code: WindowCode) -> StorageResult<(i64, Option<i64>)> {
        let row: (i64, Option<i64>) =
            reading!(self, |pool| sqlx::query_as(SCANS_OF).bind(code.as_str()).fetch_one(pool).await?);
        Ok(row)
    }

    /// Keeps a report about a plate.
    pub async fn insert_plate_report(&self, report: &NewPlateReport, now: Millis) -> StorageResult<()> {
        writing!(self, |tx| {
            let r = report;
            let row = sqlx::query(INSERT_REPORT).bind(r.id).bind(&r.code).bind(r.window_id).bind(r.fault);
            row.bind(&r.words).bind(now.0).execute(&mut *tx).await?;
        });
        Ok(())
    }
}
