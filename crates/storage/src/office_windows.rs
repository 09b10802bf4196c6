//! Windows as the office keeps them: listed within a scope, changed, moved, withdrawn. What a window was stays
//! in `window_past`, so that a rating is laid to the place as it was.

use crate::{AuditEntry, Db, Listing, NewWindow, StorageResult};
use domain::{Millis, Scope};

/// Columns and tables of every statement that reads windows; `$1`–`$3` are the scope.
macro_rules! windows {
    ($rest:expr) => {
        concat!(
            "SELECT w.id, w.code, w.name, w.hall_id, h.name AS hall, w.department_id, d.name AS department,
                v.name AS division, w.withdrawn_at, w.version
            FROM service_window w JOIN hall h ON h.id = w.hall_id JOIN department d ON d.id = w.department_id
                JOIN division v ON v.code = h.division_code
            WHERE h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
              AND (w.department_id = $2 OR $2 IS NULL) AND (w.hall_id = $3 OR $3 IS NULL) ",
            $rest
        )
    };
}

/// Filters of the list (`$4`–`$7`), in this order.
macro_rules! windows_by {
    ($order:literal) => {
        windows!(concat!(
            r"AND (w.name LIKE $4 ESCAPE '\' OR h.name LIKE $4 ESCAPE '\' OR d.name LIKE $4 ESCAPE '\'
                   OR w.code LIKE $4 ESCAPE '\' OR $4 IS NULL)
              AND (w.hall_id = $5 OR $5 IS NULL) AND (w.department_id = $6 OR $6 IS NULL)
              AND ((w.withdrawn_at IS NULL) = $7 OR $7 IS NULL)
            ORDER BY ",
            $order,
            " LIMIT $8 OFFSET $9"
        ))
    };
}

statements! {
    WINDOWS_BY_HALL = windows_by!("w.hall_id, w.name, w.id");
    WINDOWS_BY_HALL_DOWN = windows_by!("w.hall_id DESC, w.name DESC, w.id DESC");
    WINDOWS_BY_NAME_UP = windows_by!("w.name, w.id");
    WINDOWS_BY_NAME_DOWN = windows_by!("w.name DESC, w.id DESC");
    WINDOWS_BY_DEPARTMENT = windows_by!("d.name, w.hall_id, w.name, w.id");
    WINDOWS_BY_DEPARTMENT_DOWN = windows_by!("d.name DESC, w.hall_id DESC, w.name DESC, w.id DESC");
    COUNT_WINDOWS_IN = r"SELECT COUNT(*) FROM service_window w JOIN hall h ON h.id = w.hall_id
            JOIN department d ON d.id = w.department_id
        WHERE h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
          AND (w.department_id = $2 OR $2 IS NULL) AND (w.hall_id = $3 OR $3 IS NULL)
          AND (w.name LIKE $4 ESCAPE '\' OR h.name LIKE $4 ESCAPE '\' OR d.name LIKE $4 ESCAPE '\'
               OR w.code LIKE $4 ESCAPE '\' OR $4 IS NULL)
          AND (w.hall_id = $5 OR $5 IS NULL) AND (w.department_id = $6 OR $6 IS NULL)
          AND ((w.withdrawn_at IS NULL) = $7 OR $7 IS NULL)";
    WINDOW_IN_SCOPE = windows!("AND w.id = $4");
    KEEP_WINDOW_PAST = "INSERT INTO window_past (window_id, until_at, hall_id, department_id, name)
        SELECT id, $3, hall_id, department_id, name FROM service_window WHERE id = $1 AND version = $2
        ON CONFLICT DO NOTHING";
    CHANGE_WINDOW = "UPDATE service_window SET name = $3, hall_id = $4, department_id = $5, version = version + 1
        WHERE id = $1 AND version = $2";
    IS_OPEN_HALL = "SELECT 1 AS found FROM hall h WHERE h.id = $2 AND h.retired_at IS NULL AND (h.id = $3 OR $3 IS NULL)
        AND h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)";
    IS_OPEN_DEPARTMENT = "SELECT 1 AS found FROM department WHERE id = $1 AND retired_at IS NULL";
    HALL_CHOICES = "SELECT h.id, h.name FROM hall h WHERE h.retired_at IS NULL
        AND h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
        AND (h.id = $2 OR $2 IS NULL) AND (h.id = $3 OR $3 IS NULL) ORDER BY h.division_code, h.name LIMIT 5000";
    DEPARTMENT_CHOICES = "SELECT id, name FROM department WHERE retired_at IS NULL AND (id = $1 OR $1 IS NULL)
        ORDER BY name, id LIMIT 5000";
    OPEN_WINDOW = "INSERT INTO service_window (id, hall_id, department_id, code, name) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING";
    SET_WITHDRAWN = "UPDATE service_window SET withdrawn_at = $3, version = version + 1 WHERE id = $1 AND version = $2";
}

/// A window as the office sees it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OfficeWindow {
    /// Row id.
    pub id: i64,
    /// Code on its plate.
    pub code: String,
    /// Name.
    pub name: String,
    /// Hall.
    pub hall_id: i64,
    /// Hall's name.
    pub hall: String,
    /// Department.
    pub department_id: i64,
    /// Department's name.
    pub department: String,
    /// Name of the hall's division.
    pub division: String,
    /// When it was withdrawn, ms.
    pub withdrawn_at: Option<i64>,
    /// Grows with every change.
    pub version: i64,
}

/// What the list of windows can be narrowed by.
#[derive(Debug, Clone, Default)]
pub struct WindowFilter {
    /// Hall.
    pub hall: Option<i64>,
    /// Department.
    pub department: Option<i64>,
    /// In service, or withdrawn.
    pub in_service: Option<bool>,
}

/// What of a window can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowChange {
    /// Name.
    pub name: String,
    /// Hall.
    pub hall_id: i64,
    /// Department.
    pub department_id: i64,
}

impl Db {
    /// A page of the windows in a scope, and how many there are in all.
    pub async fn list_windows(
        &self,
        listing: &Listing,
        filter: &WindowFilter,
    ) -> StorageResult<(Vec<OfficeWindow>, i64)> {
        let sql = match (listing.sort.as_str(), listing.descending) {
            ("name", false) => WINDOWS_BY_NAME_UP,
            ("name", true) => WINDOWS_BY_NAME_DOWN,
            ("department", false) => WINDOWS_BY_DEPARTMENT,
            ("department", true) => WINDOWS_BY_DEPARTMENT_DOWN,
            (_, false) => WINDOWS_BY_HALL,
            (_, true) => WINDOWS_BY_HALL_DOWN,
        };
        let (l, s, f) = (listing, &listing.scope, filter);
        Ok(reading!(self, |pool| {
            let page = sqlx::query_as(sql).bind(&s.division).bind(s.department).bind(s.hall).bind(&l.pattern);
            let page = page.bind(f.hall).bind(f.department).bind(f.in_service).bind(l.limit).bind(l.offset);
            let count = sqlx::query_scalar(COUNT_WINDOWS_IN).bind(&s.division).bind(s.department);
            let count = count.bind(s.hall).bind(&l.pattern).bind(f.hall).bind(f.department);
            (page.fetch_all(pool).await?, count.bind(f.in_service).fetch_one(pool).await?)
        }))
    }

    /// A window in this scope.
    pub async fn office_window(&self, scope: &Scope, id: i64) -> StorageResult<Option<OfficeWindow>> {
        Ok(reading!(self, |pool| {
            let row = sqlx::query_as(WINDOW_IN_SCOPE).bind(&scope.division).bind(scope.department);
            row.bind(scope.hall).bind(id).fetch_optional(pool).await?
        }))
    }

    /// Is this a hall of the scope that is not closed?
    pub async fn is_open_hall(&self, scope: &Scope, id: i64) -> StorageResult<bool> {
        Ok(reading!(self, |pool| {
            let found = sqlx::query(IS_OPEN_HALL).bind(&scope.division).bind(id).bind(scope.hall);
            found.fetch_optional(pool).await?.is_some()
        }))
    }

    /// Is this a department that is not closed?
    pub async fn is_open_department(&self, id: i64) -> StorageResult<bool> {
        Ok(reading!(self, |pool| {
            sqlx::query(IS_OPEN_DEPARTMENT).bind(id).fetch_optional(pool).await?.is_some()
        }))
    }

    /// Halls of the scope that are not closed, as (id, name); or only this one.
    pub async fn hall_choices(&self, scope: &Scope, only: Option<i64>) -> StorageResult<Vec<(i64, String)>> {
        Ok(reading!(self, |pool| {
            let rows = sqlx::query_as(HALL_CHOICES).bind(&scope.division).bind(scope.hall).bind(only);
            rows.fetch_all(pool).await?
        }))
    }

    /// Departments that are not closed and that the scope allows, as (id, name).
    pub async fn department_choices(&self, scope: &Scope) -> StorageResult<Vec<(i64, String)>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(DEPARTMENT_CHOICES).bind(scope.department).fetch_all(pool).await?
        }))
    }

    /// Opens a window; `false` when its code is taken by chance.
    pub async fn open_window(&self, new: &NewWindow, audit: &[AuditEntry]) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let row = sqlx::query(OPEN_WINDOW).bind(new.id).bind(new.hall_id).bind(new.department_id);
            if row.bind(new.code.as_str()).bind(&new.name).execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
        });
        Ok(true)
    }

    /// Changes a window and keeps what it was; `false` when somebody changed it meanwhile.
    pub async fn change_window(
        &self,
        (id, version): (i64, i64),
        change: &WindowChange,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let past = sqlx::query(KEEP_WINDOW_PAST).bind(id).bind(version).bind(now.0);
            past.execute(&mut *tx).await?;
            let row = sqlx::query(CHANGE_WINDOW).bind(id).bind(version).bind(&change.name);
            let row = row.bind(change.hall_id).bind(change.department_id);
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
        });
        Ok(true)
    }

    /// Withdraws a window, or takes it into service again; `false` when somebody changed it meanwhile.
    pub async fn set_withdrawn(
        &self,
        (id, version): (i64, i64),
        withdrawn_at: Option<Millis>,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let row = sqlx::query(SET_WITHDRAWN).bind(id).bind(version).bind(withdrawn_at.map(|at| at.0));
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
        });
        Ok(true)
    }
}
