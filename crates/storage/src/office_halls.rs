//! Halls as the office keeps them: listed within a scope, changed, moved, closed. What a hall was stays in
//! `hall_past`.

use crate::{AuditEntry, Db, Hall, Listing, StorageResult};
use domain::{Millis, Scope};

/// Lies `h` in the scope (`$1` its division, `$2` its hall)? A department's scope holds every hall of its divisions: it may come to work
/// in any of them.
macro_rules! in_scope {
    () => {
        "EXISTS (SELECT 1 FROM division_within x WHERE x.code = h.division_code AND x.ancestor = $1)
            AND (CAST($2 AS BIGINT) IS NULL OR h.id = $2) "
    };
}

/// Columns of every statement that reads halls, and their tables; a department's scope counts its own windows.
/// `$department` is that parameter.
macro_rules! halls {
    ($from:expr, $department:literal) => {
        concat!(
            "SELECT p.id, p.name, p.address, p.division_code, v.name AS division, p.retired_at, p.version,
                (SELECT COUNT(*) FROM service_window w WHERE w.hall_id = p.id AND w.withdrawn_at IS NULL
                    AND (CAST(",
            $department,
            " AS BIGINT) IS NULL OR w.department_id = ",
            $department,
            ")) AS windows
            FROM ",
            $from,
            " p JOIN division v ON v.code = p.division_code"
        )
    };
}

/// What `$3`–`$5` ask for.
macro_rules! chosen {
    () => {
        r"AND (CAST($3 AS TEXT) IS NULL OR h.name LIKE $3 ESCAPE '\' OR h.address LIKE $3 ESCAPE '\'
                OR h.division_code IN (SELECT code FROM division WHERE name LIKE $3 ESCAPE '\' OR code LIKE $3 ESCAPE '\'))
            AND (CAST($4 AS TEXT) IS NULL OR h.division_code IN (SELECT code FROM division_within WHERE ancestor = $4))
            AND (CAST($5 AS BOOLEAN) IS NULL OR (h.retired_at IS NULL) = $5)"
    };
}

macro_rules! halls_by {
    ($order:literal, $again:literal) => {
        concat!(
            halls!(
                concat!(
                    "(SELECT h.* FROM hall h WHERE ",
                    in_scope!(),
                    chosen!(),
                    " ORDER BY ",
                    $order,
                    " LIMIT $6 OFFSET $7)"
                ),
                "$8"
            ),
            " ORDER BY ",
            $again
        )
    };
}

statements! {
    HALLS_BY_DIVISION = halls_by!("h.division_code, h.name, h.id", "p.division_code, p.name, p.id");
    HALLS_BY_DIVISION_DOWN =
        halls_by!("h.division_code DESC, h.name DESC, h.id DESC", "p.division_code DESC, p.name DESC, p.id DESC");
    HALLS_IN_SCOPE_BY_NAME = halls_by!("h.name, h.id", "p.name, p.id");
    HALLS_IN_SCOPE_BY_NAME_DOWN = halls_by!("h.name DESC, h.id DESC", "p.name DESC, p.id DESC");
    COUNT_HALLS_IN = concat!("SELECT COUNT(*) FROM hall h WHERE ", in_scope!(), chosen!());
    HALL_IN_SCOPE = halls!(concat!("(SELECT h.* FROM hall h WHERE h.id = $3 AND ", in_scope!(), ")"), "$4");
    HALLS_RIGHT_IN = concat!(
        halls!(
            concat!("(SELECT h.* FROM hall h WHERE h.division_code = $3 AND h.retired_at IS NULL AND ", in_scope!(),
                " ORDER BY h.name, h.id LIMIT $5)"),
            "$4"
        ),
        " ORDER BY p.name, p.id"
    );
    ADD_HALL = "INSERT INTO hall (id, division_code, name, address) VALUES ($1, $2, $3, $4)";
    KEEP_HALL_PAST = "INSERT INTO hall_past (hall_id, until_at, division_code, name, address)
        SELECT id, $3, division_code, name, address FROM hall WHERE id = $1 AND version = $2 ON CONFLICT DO NOTHING";
    CHANGE_HALL = "UPDATE hall SET name = $3, address = $4, division_code = $5, version = version + 1
        WHERE id = $1 AND version = $2";
    OPEN_WINDOWS_OF_HALL = "SELECT id, name FROM service_window WHERE hall_id = $1 AND withdrawn_at IS NULL
        ORDER BY name, id";
    CLOSE_HALL = "UPDATE hall SET retired_at = $3, version = version + 1
        WHERE id = $1 AND version = $2 AND retired_at IS NULL";
    // Only those that were shown: another that was opened meanwhile keeps the hall from closing.
    WITHDRAW_WITH_HALL = "UPDATE service_window SET withdrawn_at = $2, version = version + 1
        WHERE hall_id = $1 AND withdrawn_at IS NULL";
    REOPEN_HALL = "UPDATE hall SET retired_at = NULL, version = version + 1
        WHERE id = $1 AND version = $2 AND retired_at IS NOT NULL";
}

/// A hall as the office sees it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OfficeHall {
    /// Row id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Where it is, in words.
    pub address: String,
    /// Division it stands in.
    pub division_code: String,
    /// Its name.
    pub division: String,
    /// When it was closed, ms.
    pub retired_at: Option<i64>,
    /// Grows with every change.
    pub version: i64,
    /// Windows in service.
    pub windows: i64,
}

/// What the list of halls can be narrowed by.
#[derive(Debug, Clone, Default)]
pub struct HallFilter {
    /// A division with all below it.
    pub division: Option<String>,
    /// Open, or closed.
    pub open: Option<bool>,
}

/// What of a hall can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HallChange {
    /// Name.
    pub name: String,
    /// Where it is, in words.
    pub address: String,
    /// Division it stands in.
    pub division_code: String,
}

impl Db {
    /// A page of the halls in a scope, and how many there are in all.
    pub async fn list_halls(
        &self,
        listing: &Listing,
        filter: &HallFilter,
    ) -> StorageResult<(Vec<OfficeHall>, i64)> {
        let sql = match (listing.sort.as_str(), listing.descending) {
            ("name", false) => HALLS_IN_SCOPE_BY_NAME,
            ("name", true) => HALLS_IN_SCOPE_BY_NAME_DOWN,
            (_, false) => HALLS_BY_DIVISION,
            (_, true) => HALLS_BY_DIVISION_DOWN,
        };
        let (l, s, f) = (listing, &listing.scope, filter);
        Ok(reading!(self, |pool| {
            let page = sqlx::query_as(sql).bind(&s.division).bind(s.hall).bind(&l.pattern);
            let page = page.bind(&f.division).bind(f.open).bind(l.limit).bind(l.offset).bind(s.department);
            let count = sqlx::query_scalar(COUNT_HALLS_IN).bind(&s.division).bind(s.hall);
            let count = count.bind(&l.pattern).bind(&f.division).bind(f.open);
            page_and_total!(pool, l, page, count)
        }))
    }

    /// A hall in this scope.
    pub async fn office_hall(&self, scope: &Scope, id: i64) -> StorageResult<Option<OfficeHall>> {
        Ok(reading!(self, |pool| {
            let row = sqlx::query_as(HALL_IN_SCOPE).bind(&scope.division).bind(scope.hall).bind(id);
            row.bind(scope.department).fetch_optional(pool).await?
        }))
    }

    /// Open halls that stand in a division itself, not below it; at most so many.
    pub async fn halls_right_in(
        &self,
        scope: &Scope,
        division: &str,
        limit: i64,
    ) -> StorageResult<Vec<OfficeHall>> {
        Ok(reading!(self, |pool| {
            let rows = sqlx::query_as(HALLS_RIGHT_IN).bind(&scope.division).bind(scope.hall).bind(division);
            rows.bind(scope.department).bind(limit).fetch_all(pool).await?
        }))
    }

    /// Windows of a hall that are in service, as (id, name).
    pub async fn open_windows_of(&self, hall: i64) -> StorageResult<Vec<(i64, String)>> {
        Ok(reading!(self, |pool| { sqlx::query_as(OPEN_WINDOWS_OF_HALL).bind(hall).fetch_all(pool).await? }))
    }

    /// Adds a hall.
    pub async fn add_hall(&self, new: &Hall, audit: &[AuditEntry]) -> StorageResult<()> {
        recording!(self, audit, |tx| {
            let row = sqlx::query(ADD_HALL).bind(new.id).bind(&new.division_code).bind(&new.name);
            row.bind(&new.address).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// Changes a hall and keeps what it was; `false` when somebody changed it meanwhile.
    pub async fn change_hall(
        &self,
        (id, version): (i64, i64),
        change: &HallChange,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let past = sqlx::query(KEEP_HALL_PAST).bind(id).bind(version).bind(now.0);
            past.execute(&mut *tx).await?;
            let row = sqlx::query(CHANGE_HALL).bind(id).bind(version).bind(&change.name);
            let row = row.bind(&change.address).bind(&change.division_code);
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
        });
        Ok(true)
    }

    /// Closes a hall and withdraws its windows, which must be as many as she was shown; `false` when the hall or
    /// their number has changed meanwhile.
    pub async fn close_hall(
        &self,
        (id, version): (i64, i64),
        windows: u64,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let closed = sqlx::query(CLOSE_HALL).bind(id).bind(version).bind(now.0);
            let withdrawn = sqlx::query(WITHDRAW_WITH_HALL).bind(id).bind(now.0);
            if closed.execute(&mut *tx).await?.rows_affected() == 0
                || withdrawn.execute(&mut *tx).await?.rows_affected() != windows
            {
                return Ok(false);
            }
        });
        Ok(true)
    }

    /// Opens a closed hall again; `false` when somebody changed it meanwhile.
    pub async fn reopen_hall(&self, (id, version): (i64, i64), audit: &[AuditEntry]) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let row = sqlx::query(REOPEN_HALL).bind(id).bind(version);
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
        });
        Ok(true)
    }
}
