//! Who sits at which window when: the roster of a hall, and signing in and out at a window. A person sits at
//! one window at a time; several may sit at one window, and then a rating there is laid to none of them.
//!
//! All writing stands in one line on both databases (`writing!`), so what a transaction has looked at does
//! not change before it commits.

use crate::{AuditEntry, Db, Shift, StorageResult};
use domain::{Millis, Scope};

/// Shifts of windows in the scope (`$1`–`$3`).
macro_rules! shifts {
    ($rest:literal) => {
        concat!(
            "SELECT t.id, t.window_id, w.name AS window_name, w.hall_id, t.staff_id, s.name, s.number,
                t.starts_at, t.ends_at, t.version
            FROM shift t JOIN service_window w ON w.id = t.window_id JOIN hall h ON h.id = w.hall_id
                JOIN staff s ON s.id = t.staff_id
            WHERE h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
              AND (CAST($2 AS BIGINT) IS NULL OR w.department_id = $2) AND (CAST($3 AS BIGINT) IS NULL OR w.hall_id = $3) ",
            $rest
        )
    };
}

statements! {
    ROSTER_WINDOWS = "SELECT w.id, w.code, w.name, d.name AS department, w.department_id
        FROM service_window w JOIN hall h ON h.id = w.hall_id JOIN department d ON d.id = w.department_id
        WHERE h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
          AND (CAST($2 AS BIGINT) IS NULL OR w.department_id = $2) AND (CAST($3 AS BIGINT) IS NULL OR w.hall_id = $3)
          AND w.hall_id = $4 AND w.withdrawn_at IS NULL ORDER BY w.name, w.id LIMIT $5";
    ROSTER_SHIFTS = shifts!("AND w.hall_id = $4 AND t.ends_at > $5 AND t.starts_at < $6
        ORDER BY t.starts_at, t.id LIMIT 5000");
    SHIFT_IN_SCOPE = shifts!("AND t.id = $4");
    SHIFTS_OF_STAFF = "SELECT t.id, t.window_id, w.name AS window_name, w.hall_id, t.staff_id, s.name, s.number,
            t.starts_at, t.ends_at, t.version
        FROM shift t JOIN service_window w ON w.id = t.window_id JOIN staff s ON s.id = t.staff_id
        WHERE t.staff_id = $1 ORDER BY t.ends_at DESC, t.id DESC LIMIT $2";
    // A shift needs a window in service and a person at work of the same hall, both in the scope.
    MAY_SIT = "SELECT 1 AS found FROM service_window w JOIN hall h ON h.id = w.hall_id
            JOIN staff s ON s.hall_id = w.hall_id
        WHERE h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
          AND (CAST($2 AS BIGINT) IS NULL OR w.department_id = $2) AND (CAST($3 AS BIGINT) IS NULL OR w.hall_id = $3)
          AND w.id = $4 AND w.withdrawn_at IS NULL AND s.id = $5 AND s.retired_at IS NULL
          AND (CAST($2 AS BIGINT) IS NULL OR s.department_id = $2)";
    OVERLAP = "SELECT w.name AS window_name, t.starts_at, t.ends_at FROM shift t JOIN service_window w ON w.id = t.window_id
        WHERE t.staff_id = $1 AND t.ends_at > $2 AND t.starts_at < $3 AND t.id <> $4 ORDER BY t.starts_at LIMIT 1";
    ADD_SHIFT = "INSERT INTO shift (id, window_id, staff_id, starts_at, ends_at) VALUES ($1, $2, $3, $4, $5)";
    CHANGE_SHIFT = "UPDATE shift SET window_id = $3, staff_id = $4, starts_at = $5, ends_at = $6, version = version + 1
        WHERE id = $1 AND version = $2 AND starts_at > $7";
    SET_SHIFT_END = "UPDATE shift SET ends_at = $3, version = version + 1
        WHERE id = $1 AND version = $2 AND starts_at < $3 AND ends_at > $4";
    DROP_SHIFT = "DELETE FROM shift WHERE id = $1 AND version = $2 AND starts_at > $3";
    RUNNING_OF = "SELECT t.id, t.window_id, w.name AS window_name, w.hall_id, t.staff_id, s.name, s.number,
            t.starts_at, t.ends_at, t.version
        FROM shift t JOIN service_window w ON w.id = t.window_id JOIN staff s ON s.id = t.staff_id
        WHERE t.staff_id = $1 AND t.ends_at > $2 AND t.starts_at <= $2 ORDER BY t.starts_at DESC, t.id DESC";
    // A shift lasts at least a millisecond: who signs in and out in the same one has sat there for it.
    STOP_SHIFT = "UPDATE shift SET ends_at = CASE WHEN starts_at < $2 THEN $2 ELSE starts_at + 1 END,
        version = version + 1 WHERE id = $1";
    NEXT_START = "SELECT MIN(starts_at) FROM shift WHERE staff_id = $1 AND starts_at > $2";
    SITS_IN_HALL = "SELECT w.name FROM service_window w JOIN staff s ON s.hall_id = w.hall_id
        WHERE w.id = $1 AND w.withdrawn_at IS NULL AND s.id = $2 AND s.retired_at IS NULL";
    SEAT_WINDOWS = "SELECT w.id, w.code, w.name, d.name AS department, w.department_id
        FROM service_window w JOIN department d ON d.id = w.department_id
        WHERE w.hall_id = $1 AND w.withdrawn_at IS NULL ORDER BY w.name, w.id LIMIT 500";
    SEAT_SHIFTS = "SELECT t.id, t.window_id, w.name AS window_name, w.hall_id, t.staff_id, s.name, s.number,
            t.starts_at, t.ends_at, t.version
        FROM service_window w JOIN shift t ON t.window_id = w.id JOIN staff s ON s.id = t.staff_id
        WHERE w.hall_id = $1 AND t.ends_at > $2 AND t.starts_at <= $2 ORDER BY t.starts_at, t.id LIMIT 2000";
    SEAT_PERSON = "SELECT s.id, s.code, s.name, s.number, s.hall_id, h.name AS hall, v.name AS division,
            s.department_id, COALESCE(d.name, '') AS department, s.retired_at, s.version, NULL AS sits_at
        FROM staff s JOIN hall h ON h.id = s.hall_id JOIN division v ON v.code = h.division_code
            LEFT JOIN department d ON d.id = s.department_id WHERE s.id = $1";
}

/// A window of the roster.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RosterWindow {
    /// Row id.
    pub id: i64,
    /// Code on the plate.
    pub code: String,
    /// Name.
    pub name: String,
    /// Department's name.
    pub department: String,
    /// Department.
    pub department_id: i64,
}

/// A shift with its window and person.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ShiftRow {
    /// Row id.
    pub id: i64,
    /// Window.
    pub window_id: i64,
    /// Window's name.
    pub window_name: String,
    /// The window's hall.
    pub hall_id: i64,
    /// Person.
    pub staff_id: i64,
    /// Her name.
    pub name: String,
    /// Her 工号.
    pub number: String,
    /// From, inclusive, ms.
    pub starts_at: i64,
    /// To, exclusive, ms.
    pub ends_at: i64,
    /// Grows with every change.
    pub version: i64,
}

impl ShiftRow {
    /// Does it run at this moment?
    pub fn runs_at(&self, now: Millis) -> bool {
        self.starts_at <= now.0 && now.0 < self.ends_at
    }
}

/// Where a person already sits at that time.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OverlapRow {
    /// Window's name.
    pub window_name: String,
    /// From, ms.
    pub starts_at: i64,
    /// To, ms.
    pub ends_at: i64,
}

/// How a change of the roster ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShiftChanged {
    /// Done.
    Done,
    /// Changed, begun or ended meanwhile.
    Stale,
    /// Window or person is outside the scope, not of one hall, withdrawn or retired.
    PlaceWrong,
    /// She sits at a window at that time; nothing was changed.
    Overlaps(OverlapRow),
}

/// What signing in at a window did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedInAt {
    /// She sits there, until then (ms); her former shift elsewhere has ended.
    Done {
        /// Until when, ms.
        ends_at: i64,
    },
    /// She sat there already.
    Already,
    /// No such window in her hall, or she is retired.
    NoSuch,
}

/// Returns from a writing body when the person sits somewhere at that time, or may not sit there.
macro_rules! refuse_impossible {
    ($tx:ident, $scope:expr, $shift:expr, $but:expr) => {
        let may = sqlx::query(MAY_SIT).bind(&$scope.division).bind($scope.department).bind($scope.hall);
        let may = may.bind($shift.window_id).bind($shift.staff_id).fetch_optional(&mut *$tx).await?;
        if may.is_none() {
            return Ok(ShiftChanged::PlaceWrong);
        }
        let overlap =
            sqlx::query_as(OVERLAP).bind($shift.staff_id).bind($shift.starts_at).bind($shift.ends_at);
        if let Some(row) = overlap.bind($but).fetch_optional(&mut *$tx).await? {
            return Ok(ShiftChanged::Overlaps(row));
        }
    };
}

impl Db {
    /// Windows in service of a hall, in the scope.
    pub async fn roster_windows(
        &self,
        scope: &Scope,
        hall: i64,
        limit: i64,
    ) -> StorageResult<Vec<RosterWindow>> {
        Ok(reading!(self, |pool| {
            let rows = sqlx::query_as(ROSTER_WINDOWS).bind(&scope.division).bind(scope.department);
            rows.bind(scope.hall).bind(hall).bind(limit).fetch_all(pool).await?
        }))
    }

    /// Shifts of a hall that touch the time from `from` to `to` (ms, exclusive), in the scope.
    pub async fn roster_shifts(
        &self,
        scope: &Scope,
        hall: i64,
        from: Millis,
        to: Millis,
    ) -> StorageResult<Vec<ShiftRow>> {
        Ok(reading!(self, |pool| {
            let rows = sqlx::query_as(ROSTER_SHIFTS).bind(&scope.division).bind(scope.department);
            rows.bind(scope.hall).bind(hall).bind(from.0).bind(to.0).fetch_all(pool).await?
        }))
    }

    /// A shift in this scope.
    pub async fn shift_of(&self, scope: &Scope, id: i64) -> StorageResult<Option<ShiftRow>> {
        Ok(reading!(self, |pool| {
            let row = sqlx::query_as(SHIFT_IN_SCOPE).bind(&scope.division).bind(scope.department);
            row.bind(scope.hall).bind(id).fetch_optional(pool).await?
        }))
    }

    /// A person's shifts, the latest first.
    pub async fn shifts_of_staff(&self, staff: i64, limit: i64) -> StorageResult<Vec<ShiftRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(SHIFTS_OF_STAFF).bind(staff).bind(limit).fetch_all(pool).await?
        }))
    }

    /// Puts shifts down, all or none.
    pub async fn add_shifts(
        &self,
        scope: &Scope,
        shifts: &[Shift],
        audit: &[AuditEntry],
    ) -> StorageResult<ShiftChanged> {
        recording!(self, audit, |tx| {
            for s in shifts {
                refuse_impossible!(tx, scope, s, s.id);
                let row = sqlx::query(ADD_SHIFT).bind(s.id).bind(s.window_id).bind(s.staff_id);
                row.bind(s.starts_at).bind(s.ends_at).execute(&mut *tx).await?;
            }
        });
        Ok(ShiftChanged::Done)
    }

    /// Changes a shift that has not begun.
    pub async fn change_shift(
        &self,
        scope: &Scope,
        version: i64,
        shift: &Shift,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<ShiftChanged> {
        recording!(self, audit, |tx| {
            refuse_impossible!(tx, scope, shift, shift.id);
            let row = sqlx::query(CHANGE_SHIFT).bind(shift.id).bind(version).bind(shift.window_id);
            let row = row.bind(shift.staff_id).bind(shift.starts_at).bind(shift.ends_at).bind(now.0);
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(ShiftChanged::Stale);
            }
        });
        Ok(ShiftChanged::Done)
    }

    /// Gives a shift that has begun and not ended another end, now or later.
    pub async fn set_shift_end(
        &self,
        scope: &Scope,
        shift: &ShiftRow,
        ends_at: Millis,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<ShiftChanged> {
        let longer = ends_at.0 > shift.ends_at;
        recording!(self, audit, |tx| {
            // Ending is always possible; a longer one must be possible as a new one would.
            if longer {
                let whole = Shift {
                    id: shift.id,
                    window_id: shift.window_id,
                    staff_id: shift.staff_id,
                    starts_at: shift.starts_at,
                    ends_at: ends_at.0,
                };
                refuse_impossible!(tx, scope, whole, shift.id);
            }
            let row = sqlx::query(SET_SHIFT_END).bind(shift.id).bind(shift.version).bind(ends_at.0);
            if row.bind(now.0).execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(ShiftChanged::Stale);
            }
        });
        Ok(ShiftChanged::Done)
    }

    /// Takes a shift off the roster that has not begun.
    pub async fn drop_shift(
        &self,
        (id, version): (i64, i64),
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<ShiftChanged> {
        recording!(self, audit, |tx| {
            let row = sqlx::query(DROP_SHIFT).bind(id).bind(version).bind(now.0).execute(&mut *tx).await?;
            if row.rows_affected() == 0 {
                return Ok(ShiftChanged::Stale);
            }
        });
        Ok(ShiftChanged::Done)
    }

    /// A person by her row id, for her own window screen: the account names her, so there is no scope to ask.
    pub async fn seat_person(&self, staff: i64) -> StorageResult<Option<crate::OfficeStaff>> {
        Ok(reading!(self, |pool| sqlx::query_as(SEAT_PERSON).bind(staff).fetch_optional(pool).await?))
    }

    /// Windows in service of a hall and who sits there now, for the window screen of its people.
    pub async fn seats(&self, hall: i64, now: Millis) -> StorageResult<(Vec<RosterWindow>, Vec<ShiftRow>)> {
        Ok(reading!(self, |pool| {
            let windows = sqlx::query_as(SEAT_WINDOWS).bind(hall).fetch_all(pool).await?;
            (windows, sqlx::query_as(SEAT_SHIFTS).bind(hall).bind(now.0).fetch_all(pool).await?)
        }))
    }

    /// Where a person sits now; more than one only in rows brought in from elsewhere.
    pub async fn sits_at(&self, staff: i64, now: Millis) -> StorageResult<Vec<ShiftRow>> {
        Ok(reading!(self, |pool| sqlx::query_as(RUNNING_OF).bind(staff).bind(now.0).fetch_all(pool).await?))
    }

    /// Signs a person in at a window of her hall: what she did elsewhere ends, and the shift lasts until
    /// `until` or until what she is put down for next.
    pub async fn sign_in_at(
        &self,
        id: i64,
        (staff, window): (i64, i64),
        now: Millis,
        until: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<SignedInAt> {
        let mut ends_at = until.0.max(now.0 + 1);
        recording!(self, audit, |tx| {
            let place = sqlx::query(SITS_IN_HALL).bind(window).bind(staff).fetch_optional(&mut *tx).await?;
            if place.is_none() {
                return Ok(SignedInAt::NoSuch);
            }
            let running: Vec<ShiftRow> =
                sqlx::query_as(RUNNING_OF).bind(staff).bind(now.0).fetch_all(&mut *tx).await?;
            if running.iter().any(|s| s.window_id == window) {
                return Ok(SignedInAt::Already);
            }
            for shift in &running {
                sqlx::query(STOP_SHIFT).bind(shift.id).bind(now.0).execute(&mut *tx).await?;
            }
            let next: Option<i64> =
                sqlx::query_scalar(NEXT_START).bind(staff).bind(now.0).fetch_one(&mut *tx).await?;
            ends_at = ends_at.min(next.unwrap_or(i64::MAX));
            let row = sqlx::query(ADD_SHIFT).bind(id).bind(window).bind(staff).bind(now.0).bind(ends_at);
            row.execute(&mut *tx).await?;
        });
        Ok(SignedInAt::Done { ends_at })
    }

    /// Signs a person out wherever she sits; `false` when she sat nowhere.
    pub async fn sign_out(&self, staff: i64, now: Millis, audit: &[AuditEntry]) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let running: Vec<ShiftRow> =
                sqlx::query_as(RUNNING_OF).bind(staff).bind(now.0).fetch_all(&mut *tx).await?;
            if running.is_empty() {
                return Ok(false);
            }
            for shift in &running {
                sqlx::query(STOP_SHIFT).bind(shift.id).bind(now.0).execute(&mut *tx).await?;
            }
        });
        Ok(true)
    }
}
