//! Windows as the office keeps them: listed within a scope, changed, moved, withdrawn. What a window was stays
//! in `window_past`, so that a rating is laid to the place as it was.

use crate::{AuditEntry, Db, Listing, NewWindow, StorageResult};
use domain::{Millis, Scope};

/// A page of windows in this order. The windows are found in the order of an index, each looked up in the scope,
/// so that the page ends as soon as it is full; only its rows get their names.
/// `$1`–`$3` are the scope, `$4` words, `$5`–`$7` the filters, `$8` and `$9` the page.
macro_rules! windows_by {
    ($from:expr, $order:literal) => {
        concat!(
            windows!("p"),
            " FROM (SELECT w.id, w.code, w.name, w.hall_id, w.department_id, w.withdrawn_at, w.version FROM ",
            $from,
            in_scope!(),
            chosen!(),
            " ORDER BY ",
            $order,
            " LIMIT $8 OFFSET $9) p ",
            named!("p"),
        )
    };
}

/// Windows of the one hall of the scope or the filter.
macro_rules! in_hall {
    () => {
        "service_window w WHERE w.hall_id = COALESCE(CAST($5 AS BIGINT), CAST($3 AS BIGINT)) AND "
    };
}

/// Columns of every statement that reads windows.
macro_rules! windows {
    ($w:literal) => {
        concat!(
            "SELECT ",
            $w,
            ".id, ",
            $w,
            ".code, ",
            $w,
            ".name, ",
            $w,
            ".hall_id, h.name AS hall, ",
            $w,
            ".department_id, d.name AS department, v.name AS division, ",
            $w,
            ".withdrawn_at, ",
            $w,
            ".version"
        )
    };
}

/// Where the names of a window's places come from.
macro_rules! named {
    ($w:literal) => {
        concat!(
            "JOIN hall h ON h.id = ",
            $w,
            ".hall_id JOIN department d ON d.id = ",
            $w,
            ".department_id JOIN division v ON v.code = h.division_code"
        )
    };
}

/// Lies `w` in the scope `$1`–`$3`?
macro_rules! in_scope {
    () => {
        "EXISTS (SELECT 1 FROM hall s JOIN division_within x ON x.code = s.division_code AND x.ancestor = $1
                WHERE s.id = w.hall_id)
            AND (CAST($2 AS BIGINT) IS NULL OR w.department_id = $2) AND (CAST($3 AS BIGINT) IS NULL OR w.hall_id = $3) "
    };
}

/// Is `w` what `$4`–`$7` ask for? The places of that name are found once, not for every window.
macro_rules! chosen {
    () => {
        r"AND (CAST($4 AS TEXT) IS NULL OR w.name LIKE $4 ESCAPE '\' OR w.code LIKE $4 ESCAPE '\'
                OR w.hall_id IN (SELECT id FROM hall WHERE name LIKE $4 ESCAPE '\')
                OR w.department_id IN (SELECT id FROM department WHERE name LIKE $4 ESCAPE '\'))
            AND (CAST($5 AS BIGINT) IS NULL OR w.hall_id = $5) AND (CAST($6 AS BIGINT) IS NULL OR w.department_id = $6)
            AND (CAST($7 AS BOOLEAN) IS NULL OR (w.withdrawn_at IS NULL) = $7)"
    };
}

statements! {
    WINDOWS_BY_HALL = concat!(windows_by!("service_window w WHERE ", "w.hall_id, w.name, w.id"),
        " ORDER BY p.hall_id, p.name, p.id");
    WINDOWS_BY_HALL_DOWN = concat!(windows_by!("service_window w WHERE ", "w.hall_id DESC, w.name DESC, w.id DESC"),
        " ORDER BY p.hall_id DESC, p.name DESC, p.id DESC");
    WINDOWS_BY_NAME_UP = concat!(windows_by!("service_window w WHERE ", "w.name, w.id"), " ORDER BY p.name, p.id");
    WINDOWS_BY_NAME_DOWN = concat!(windows_by!("service_window w WHERE ", "w.name DESC, w.id DESC"),
        " ORDER BY p.name DESC, p.id DESC");
    WINDOWS_BY_DEPARTMENT = concat!(windows_by!(
            "department o CROSS JOIN service_window w WHERE w.department_id = o.id AND ", "o.name, o.id, w.hall_id, w.name, w.id"),
        " ORDER BY d.name, d.id, p.hall_id, p.name, p.id");
    WINDOWS_BY_DEPARTMENT_DOWN = concat!(windows_by!(
            "department o CROSS JOIN service_window w WHERE w.department_id = o.id AND ",
            "o.name DESC, o.id DESC, w.hall_id DESC, w.name DESC, w.id DESC"),
        " ORDER BY d.name DESC, d.id DESC, p.hall_id DESC, p.name DESC, p.id DESC");
    // A hall's windows are few, and are put in order afterwards.
    HALL_WINDOWS = concat!(windows_by!(in_hall!(), "w.name, w.id"), " ORDER BY p.name, p.id");
    HALL_WINDOWS_DOWN = concat!(windows_by!(in_hall!(), "w.name DESC, w.id DESC"), " ORDER BY p.name DESC, p.id DESC");
    HALL_WINDOWS_BY_DEPARTMENT = concat!(windows_by!(
            concat!("department o, ", in_hall!(), "w.department_id = o.id AND "), "o.name, o.id, w.name, w.id"),
        " ORDER BY d.name, d.id, p.name, p.id");
    HALL_WINDOWS_BY_DEPARTMENT_DOWN = concat!(windows_by!(
            concat!("department o, ", in_hall!(), "w.department_id = o.id AND "),
            "o.name DESC, o.id DESC, w.name DESC, w.id DESC"),
        " ORDER BY d.name DESC, d.id DESC, p.name DESC, p.id DESC");
    // Words are looked for in one walk over all; `+` keeps SQLite from looking hall by hall.
    COUNT_WINDOWS_WITH = concat!("SELECT COUNT(*) FROM service_window w WHERE +w.hall_id IN (SELECT s.id
            FROM hall s JOIN division_within x ON x.code = s.division_code WHERE x.ancestor = $1)
            AND (CAST($2 AS BIGINT) IS NULL OR w.department_id = $2) AND (CAST($3 AS BIGINT) IS NULL OR w.hall_id = $3) ",
        chosen!());
    // From the scope down, by indexes alone.
    COUNT_WINDOWS_IN = concat!("SELECT COUNT(*) FROM division_within x CROSS JOIN hall s CROSS JOIN service_window w
        WHERE x.ancestor = $1 AND s.division_code = x.code AND w.hall_id = s.id
            AND (CAST($2 AS BIGINT) IS NULL OR w.department_id = $2) AND (CAST($3 AS BIGINT) IS NULL OR s.id = $3) ", chosen!());
    WINDOW_IN_SCOPE = concat!(windows!("w"), " FROM service_window w ", named!("w"), " WHERE w.id = $4 AND ", in_scope!());
    KEEP_WINDOW_PAST = "INSERT INTO window_past (window_id, until_at, hall_id, department_id, name)
        SELECT id, $3, hall_id, department_id, name FROM service_window WHERE id = $1 AND version = $2
        ON CONFLICT DO NOTHING";
    CHANGE_WINDOW = "UPDATE service_window SET name = $3, hall_id = $4, department_id = $5, version = version + 1
        WHERE id = $1 AND version = $2";
    IS_OPEN_HALL = "SELECT 1 AS found FROM hall h WHERE h.id = $2 AND h.retired_at IS NULL AND (CAST($3 AS BIGINT) IS NULL OR h.id = $3)
        AND h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)";
    HALL_CHOICES = "SELECT h.id, h.name FROM hall h WHERE h.retired_at IS NULL
        AND h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
        AND (CAST($2 AS BIGINT) IS NULL OR h.id = $2) AND (CAST($3 AS BIGINT) IS NULL OR h.id = $3) ORDER BY h.division_code, h.name LIMIT 5000";
    DEPARTMENT_CHOICES = "SELECT id, name FROM department WHERE retired_at IS NULL AND (CAST($1 AS BIGINT) IS NULL OR id = $1)
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
        let (l, s, f) = (listing, &listing.scope, filter);
        let of_hall = s.hall.is_some() || f.hall.is_some();
        let sql = match (listing.sort.as_str(), listing.descending, of_hall) {
            ("name", false, false) => WINDOWS_BY_NAME_UP,
            ("name", true, false) => WINDOWS_BY_NAME_DOWN,
            ("department", false, false) => WINDOWS_BY_DEPARTMENT,
            ("department", true, false) => WINDOWS_BY_DEPARTMENT_DOWN,
            ("department", false, true) => HALL_WINDOWS_BY_DEPARTMENT,
            ("department", true, true) => HALL_WINDOWS_BY_DEPARTMENT_DOWN,
            (_, false, true) => HALL_WINDOWS,
            (_, true, true) => HALL_WINDOWS_DOWN,
            (_, false, false) => WINDOWS_BY_HALL,
            (_, true, false) => WINDOWS_BY_HALL_DOWN,
        };
        let searched = l.pattern.is_some() && !of_hall;
        let counting = if searched { COUNT_WINDOWS_WITH } else { COUNT_WINDOWS_IN };
        Ok(reading!(self, |pool| {
            let page = sqlx::query_as(sql).bind(&s.division).bind(s.department).bind(s.hall).bind(&l.pattern);
            let page = page.bind(f.hall).bind(f.department).bind(f.in_service).bind(l.limit).bind(l.offset);
            let count = sqlx::query_scalar(counting).bind(&s.division).bind(s.department);
            let count = count.bind(s.hall).bind(&l.pattern).bind(f.hall).bind(f.department);
            page_and_total!(pool, l, page, count.bind(f.in_service))
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
