//! Plates as the office keeps them: issued, printed, mounted, replaced, withdrawn; seen where; reported why.

use crate::{AuditEntry, Db, Listing, StorageResult};
use domain::{Millis, Scope};

/// Plates of a scope (`$1`–`$3`) with what is known of their use.
macro_rules! plates {
    ($rest:expr) => {
        concat!(
            "SELECT p.id, p.code, p.layout, p.state, p.issued_at, p.printed_at, p.mounted_at, p.ended_at, p.version,
                w.id AS window_id, w.name AS window_name, w.withdrawn_at IS NOT NULL AS window_withdrawn,
                h.id AS hall_id, h.name AS hall,
                CAST(COALESCE((SELECT SUM(s.scans) FROM plate_scan s WHERE s.code = p.code), 0) AS BIGINT) AS scans,
                (SELECT MAX(s.last_at) FROM plate_scan s WHERE s.code = p.code) AS scanned_at,
                (SELECT COUNT(*) FROM plate_report r WHERE r.code = p.code AND r.handled_at IS NULL) AS reports,
                (SELECT g.is_right FROM plate_sighting g WHERE g.code = p.code ORDER BY g.id DESC LIMIT 1) AS seen_right
            FROM plate p JOIN service_window w ON w.id = p.window_id JOIN hall h ON h.id = w.hall_id
            WHERE h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
              AND (w.department_id = $2 OR $2 IS NULL) AND (w.hall_id = $3 OR $3 IS NULL) ",
            $rest
        )
    };
}

/// Filters of the list: `$4` words, `$5` hall, `$6` state, `$7` what needs attention.
macro_rules! filtered {
    ($rest:literal) => {
        concat!(
            r"AND (w.name LIKE $4 ESCAPE '\' OR h.name LIKE $4 ESCAPE '\' OR p.code LIKE $4 ESCAPE '\' OR $4 IS NULL)
              AND (w.hall_id = $5 OR $5 IS NULL) AND (p.state = $6 OR $6 IS NULL)
              AND (($7 = 'never' AND p.state = 'mounted'
                    AND NOT EXISTS (SELECT 1 FROM plate_scan s WHERE s.code = p.code))
                OR ($7 = 'reported' AND EXISTS (SELECT 1 FROM plate_report r WHERE r.code = p.code AND r.handled_at IS NULL))
                OR ($7 = 'misplaced' AND NOT COALESCE((SELECT g.is_right FROM plate_sighting g WHERE g.code = p.code
                    ORDER BY g.id DESC LIMIT 1), TRUE))
                OR $7 IS NULL) ",
            $rest
        )
    };
}

statements! {
    PLATES_NEWEST = plates!(filtered!("ORDER BY p.id DESC LIMIT $8 OFFSET $9"));
    PLATES_BY_HALL = plates!(filtered!("ORDER BY w.hall_id, w.name, p.id LIMIT $8 OFFSET $9"));
    PLATES_LEAST_SCANNED = plates!(filtered!("ORDER BY scans, p.id LIMIT $8 OFFSET $9"));
    PLATES_MOST_SCANNED = plates!(filtered!("ORDER BY scans DESC, p.id LIMIT $8 OFFSET $9"));
    COUNT_PLATES = concat!(
        "SELECT COUNT(*) FROM plate p JOIN service_window w ON w.id = p.window_id JOIN hall h ON h.id = w.hall_id
         WHERE h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
           AND (w.department_id = $2 OR $2 IS NULL) AND (w.hall_id = $3 OR $3 IS NULL) ",
        filtered!("")
    );
    PLATE_IN_SCOPE = plates!("AND p.id = $4");
    PLATE_BY_CODE_IN_SCOPE = plates!("AND p.code = $4");
    LIVE_CODES_OF = "SELECT code FROM plate WHERE window_id = $1 AND ended_at IS NULL ORDER BY id DESC LIMIT 1";
    HAS_PLATE = "SELECT 1 AS found FROM plate WHERE window_id = $1 LIMIT 1";
    INSERT_PLATE = "INSERT INTO plate (id, code, window_id, layout, layout_version, state, pack_id, issued_at)
        VALUES ($1, $2, $3, $4, $5, 'issued', $6, $7)";
    PRINT_PACK = "UPDATE plate SET state = 'printed', printed_at = $2, version = version + 1
        WHERE pack_id = $1 AND state = 'issued'";
    MOUNT_PLATE = "UPDATE plate SET state = 'mounted', mounted_at = $2, printed_at = COALESCE(printed_at, $2),
        version = version + 1 WHERE id = $1 AND ended_at IS NULL";
    // A plate that takes another's place ends it once it hangs there itself.
    REPLACE_OLDER = "UPDATE plate SET state = 'replaced', ended_at = $3, version = version + 1
        WHERE window_id = $1 AND id < $2 AND ended_at IS NULL";
    WITHDRAW_PLATE = "UPDATE plate SET state = 'withdrawn', ended_at = $3, version = version + 1
        WHERE id = $1 AND version = $2 AND ended_at IS NULL";
    INSERT_SIGHTING = "INSERT INTO plate_sighting (id, code, seen_at, window_id, is_right, account_id)
        VALUES ($1, $2, $3, $4, $5, $6)";
    REPORTS_OF = "SELECT r.id, r.code, r.fault, r.words, r.at, r.handled_at, r.answer FROM plate_report r
        WHERE r.window_id = $1 ORDER BY r.id DESC LIMIT 50";
    HANDLE_REPORT = "UPDATE plate_report SET handled_at = $3, answer = $4
        WHERE id = $1 AND window_id = $2 AND handled_at IS NULL";
    INSERT_PACK = "INSERT INTO plate_pack (id, account_id, choice, state, done, total, made_at)
        VALUES ($1, $2, $3, 'waiting', 0, $4, $5)";
    SET_PACK = "UPDATE plate_pack SET state = $2, done = $3, total = $4, report = COALESCE($5, report) WHERE id = $1";
    PACK_OF = "SELECT id, choice, state, done, total, report, made_at FROM plate_pack WHERE id = $1 AND account_id = $2";
    PACKS_OF = "SELECT id, choice, state, done, total, NULL AS report, made_at FROM plate_pack
        WHERE account_id = $1 ORDER BY id DESC LIMIT 20";
    INTERRUPTED_PACKS = "UPDATE plate_pack SET state = 'failed' WHERE state IN ('waiting', 'making')";
}

/// A plate as the office sees it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PlateRow {
    /// Row id.
    pub id: i64,
    /// What its QR code and its letters say.
    pub code: String,
    /// Name of its layout.
    pub layout: String,
    /// `issued`, `printed`, `mounted`, `replaced` or `withdrawn`.
    pub state: String,
    /// When it was issued, ms.
    pub issued_at: i64,
    /// When it was printed, ms.
    pub printed_at: Option<i64>,
    /// When it was mounted, ms.
    pub mounted_at: Option<i64>,
    /// When it was replaced or withdrawn, ms.
    pub ended_at: Option<i64>,
    /// Grows with every change.
    pub version: i64,
    /// Its window.
    pub window_id: i64,
    /// Its window's name.
    pub window_name: String,
    /// The window is out of service.
    pub window_withdrawn: bool,
    /// Its window's hall.
    pub hall_id: i64,
    /// That hall's name.
    pub hall: String,
    /// How often it was scanned.
    pub scans: i64,
    /// When last, ms.
    pub scanned_at: Option<i64>,
    /// Reports nobody has dealt with.
    pub reports: i64,
    /// Was it at its place when it was last seen by an officer? `None`: nobody has looked.
    pub seen_right: Option<bool>,
}

/// What the list of plates can be narrowed by.
#[derive(Debug, Clone, Default)]
pub struct PlateFilter {
    /// Hall.
    pub hall: Option<i64>,
    /// State.
    pub state: Option<String>,
    /// `never` scanned, `reported`, `misplaced`.
    pub attention: Option<String>,
}

/// A plate to be issued.
#[derive(Debug, Clone)]
pub struct NewPlate {
    /// Row id.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Its window.
    pub window_id: i64,
}

/// A request for plates.
#[derive(Debug, Clone)]
pub struct NewPack {
    /// Row id.
    pub id: i64,
    /// Who asked.
    pub account_id: i64,
    /// What was asked for, JSON.
    pub choice: String,
    /// How many plates.
    pub total: i64,
    /// Layout's name.
    pub layout: String,
    /// Layout's version.
    pub layout_version: String,
}

/// A request for plates and how far it is.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PackRow {
    /// Row id.
    pub id: i64,
    /// What was asked for, JSON.
    pub choice: String,
    /// `waiting`, `making`, `done` or `failed`.
    pub state: String,
    /// Steps done.
    pub done: i64,
    /// Steps in all.
    pub total: i64,
    /// Report, JSON.
    pub report: Option<String>,
    /// When it was asked for, ms.
    pub made_at: i64,
}

/// Where an officer saw a plate.
#[derive(Debug, Clone)]
pub struct Sighting {
    /// Row id.
    pub id: i64,
    /// The plate's code.
    pub code: String,
    /// The window it was seen at.
    pub window_id: i64,
    /// Is that its own?
    pub is_right: bool,
    /// Who saw it.
    pub account_id: i64,
}

/// A report about a plate.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PlateReportRow {
    /// Row id.
    pub id: i64,
    /// The plate's code.
    pub code: String,
    /// Word of the fault.
    pub fault: String,
    /// What was written.
    pub words: Option<String>,
    /// When, ms.
    pub at: i64,
    /// When it was dealt with, ms.
    pub handled_at: Option<i64>,
    /// What was done about it.
    pub answer: Option<String>,
}

impl Db {
    /// A page of the plates in a scope, and how many there are in all.
    pub async fn list_plates(
        &self,
        listing: &Listing,
        filter: &PlateFilter,
    ) -> StorageResult<(Vec<PlateRow>, i64)> {
        let sql = match (listing.sort.as_str(), listing.descending) {
            ("hall", _) => PLATES_BY_HALL,
            ("scans", false) => PLATES_LEAST_SCANNED,
            ("scans", true) => PLATES_MOST_SCANNED,
            _ => PLATES_NEWEST,
        };
        let (l, s, f) = (listing, &listing.scope, filter);
        Ok(reading!(self, |pool| {
            let page = sqlx::query_as(sql).bind(&s.division).bind(s.department).bind(s.hall).bind(&l.pattern);
            let page = page.bind(f.hall).bind(&f.state).bind(&f.attention).bind(l.limit).bind(l.offset);
            let count = sqlx::query_scalar(COUNT_PLATES).bind(&s.division).bind(s.department).bind(s.hall);
            let count = count.bind(&l.pattern).bind(f.hall).bind(&f.state).bind(&f.attention);
            page_and_total!(pool, l, page, count)
        }))
    }

    /// A plate in this scope.
    pub async fn plate(&self, scope: &Scope, id: i64) -> StorageResult<Option<PlateRow>> {
        Ok(reading!(self, |pool| {
            let row = sqlx::query_as(PLATE_IN_SCOPE).bind(&scope.division).bind(scope.department);
            row.bind(scope.hall).bind(id).fetch_optional(pool).await?
        }))
    }

    /// The plate with this code, in this scope.
    pub async fn plate_by_code(&self, scope: &Scope, code: &str) -> StorageResult<Option<PlateRow>> {
        Ok(reading!(self, |pool| {
            let row = sqlx::query_as(PLATE_BY_CODE_IN_SCOPE).bind(&scope.division).bind(scope.department);
            row.bind(scope.hall).bind(code).fetch_optional(pool).await?
        }))
    }

    /// Code of the window's newest plate that has not ended, and whether it ever had one.
    pub async fn live_plate_code(&self, window_id: i64) -> StorageResult<(Option<String>, bool)> {
        Ok(reading!(self, |pool| {
            let code = sqlx::query_scalar(LIVE_CODES_OF).bind(window_id).fetch_optional(pool).await?;
            (code, sqlx::query(HAS_PLATE).bind(window_id).fetch_optional(pool).await?.is_some())
        }))
    }

    /// Issues plates and notes the request they belong to.
    pub async fn issue_plates(
        &self,
        pack: &NewPack,
        plates: &[NewPlate],
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<()> {
        recording!(self, audit, |tx| {
            let row = sqlx::query(INSERT_PACK).bind(pack.id).bind(pack.account_id).bind(&pack.choice);
            row.bind(pack.total).bind(now.0).execute(&mut *tx).await?;
            for plate in plates {
                let row = sqlx::query(INSERT_PLATE).bind(plate.id).bind(&plate.code).bind(plate.window_id);
                let row = row.bind(&pack.layout).bind(&pack.layout_version).bind(pack.id).bind(now.0);
                row.execute(&mut *tx).await?;
            }
        });
        Ok(())
    }

    /// How far a pack is; its report once it is made.
    pub async fn set_pack(
        &self,
        id: i64,
        state: &str,
        (done, total): (i64, i64),
        report: Option<&str>,
    ) -> StorageResult<()> {
        writing!(self, |tx| {
            let row = sqlx::query(SET_PACK).bind(id).bind(state).bind(done).bind(total).bind(report);
            row.execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// A pack of this account.
    pub async fn pack(&self, id: i64, account_id: i64) -> StorageResult<Option<PackRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(PACK_OF).bind(id).bind(account_id).fetch_optional(pool).await?
        }))
    }

    /// The newest packs of this account, without their reports.
    pub async fn packs(&self, account_id: i64) -> StorageResult<Vec<PackRow>> {
        Ok(reading!(self, |pool| sqlx::query_as(PACKS_OF).bind(account_id).fetch_all(pool).await?))
    }

    /// Packs that were being made when the program ended are failed.
    pub async fn fail_interrupted_packs(&self) -> StorageResult<()> {
        writing!(self, |tx| {
            sqlx::query(INTERRUPTED_PACKS).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// The plates of a pack were printed.
    pub async fn print_pack(&self, id: i64, now: Millis, audit: &[AuditEntry]) -> StorageResult<u64> {
        Ok(recording!(self, audit, |tx| {
            let printed =
                sqlx::query(PRINT_PACK).bind(id).bind(now.0).execute(&mut *tx).await?.rows_affected();
            if printed == 0 {
                return Ok(0);
            }
            printed
        }))
    }

    /// An officer has seen a plate somewhere. At its own place it is mounted, and the ones it replaces end.
    pub async fn see_plate(
        &self,
        plate: &PlateRow,
        sighting: &Sighting,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<()> {
        recording!(self, audit, |tx| {
            let s = sighting;
            let row = sqlx::query(INSERT_SIGHTING).bind(s.id).bind(&s.code).bind(now.0).bind(s.window_id);
            row.bind(s.is_right).bind(s.account_id).execute(&mut *tx).await?;
            if s.is_right {
                let mounted = sqlx::query(MOUNT_PLATE).bind(plate.id).bind(now.0).execute(&mut *tx).await?;
                if mounted.rows_affected() == 1 {
                    let older = sqlx::query(REPLACE_OLDER).bind(plate.window_id).bind(plate.id).bind(now.0);
                    older.execute(&mut *tx).await?;
                }
            }
        });
        Ok(())
    }

    /// Withdraws a plate; `false` when somebody changed it meanwhile.
    pub async fn withdraw_plate(
        &self,
        (id, version): (i64, i64),
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let row = sqlx::query(WITHDRAW_PLATE).bind(id).bind(version).bind(now.0);
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
        });
        Ok(true)
    }

    /// Reports about plates of a window, newest first.
    pub async fn plate_reports(&self, window_id: i64) -> StorageResult<Vec<PlateReportRow>> {
        Ok(reading!(self, |pool| sqlx::query_as(REPORTS_OF).bind(window_id).fetch_all(pool).await?))
    }

    /// Notes what was done about a report of this window; `false` when there is none open.
    pub async fn handle_plate_report(
        &self,
        (id, window_id): (i64, i64),
        answer: &str,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let row = sqlx::query(HANDLE_REPORT).bind(id).bind(window_id).bind(now.0).bind(answer);
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
        });
        Ok(true)
    }
}
