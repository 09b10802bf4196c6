//! The tree of divisions as the office keeps it: walked level by level within a scope, searched, renamed, given
//! another managing parent, added to, retired. What a division was stays in `division_past`; after every change
//! of the tree `division_within` is filled anew in the same transaction.

use crate::places::{FILL_WITHIN, FORGET_WITHIN};
use crate::{AuditEntry, Db, Listing, StorageResult};
use domain::{Millis, Scope};

/// Lies `d` in the scope (`$1` its division, `$2` its hall)? A hall's scope holds the hall's own division with all below it.
macro_rules! in_scope {
    () => {
        "EXISTS (SELECT 1 FROM division_within i WHERE i.code = d.code AND i.ancestor =
                CASE WHEN CAST($2 AS BIGINT) IS NULL THEN $1 ELSE (SELECT s.division_code FROM hall s JOIN division_within j
                    ON j.code = s.division_code WHERE s.id = $2 AND j.ancestor = $1) END) "
    };
}

/// Columns of every statement that reads divisions, with what lies below each along the managing line.
macro_rules! divisions {
    ($from:expr, $department:literal) => {
        concat!(
            "SELECT p.code, p.name, p.level, p.is_zone, p.parent, s.name AS parent_name, p.managing_parent,
                m.name AS managing_name, p.retired_at, p.version,
                (SELECT COUNT(*) FROM division_within x JOIN division b ON b.code = x.code
                    WHERE x.ancestor = p.code AND x.code <> p.code AND b.retired_at IS NULL) AS divisions,
                (SELECT COUNT(*) FROM division_within x CROSS JOIN hall h WHERE x.ancestor = p.code
                    AND h.division_code = x.code AND h.retired_at IS NULL AND (CAST($2 AS BIGINT) IS NULL OR h.id = $2)) AS halls,
                (SELECT COUNT(*) FROM division_within x CROSS JOIN hall h CROSS JOIN service_window w
                    WHERE x.ancestor = p.code AND h.division_code = x.code AND w.hall_id = h.id
                    AND w.withdrawn_at IS NULL AND (CAST($2 AS BIGINT) IS NULL OR h.id = $2)
                    AND (CAST(", $department, " AS BIGINT) IS NULL OR w.department_id = ", $department, ")) AS windows
            FROM ",
            $from,
            " p LEFT JOIN division s ON s.code = p.parent LEFT JOIN division m ON m.code = p.managing_parent"
        )
    };
}

/// What `$3`–`$5` ask for; below a division stand those it manages and those statistics count to it.
macro_rules! chosen {
    () => {
        r"AND (CAST($3 AS TEXT) IS NULL OR d.name LIKE $3 ESCAPE '\' OR d.code LIKE $3 ESCAPE '\')
            AND (CAST($4 AS TEXT) IS NULL OR d.parent = $4 OR d.managing_parent = $4)
            AND (CAST($5 AS BOOLEAN) IS NULL OR (d.retired_at IS NULL) = $5)"
    };
}

macro_rules! divisions_by {
    ($order:literal, $again:literal) => {
        concat!(
            divisions!(
                concat!(
                    "(SELECT d.* FROM division d WHERE ",
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
    DIVISIONS_BY_CODE = divisions_by!("d.code", "p.code");
    DIVISIONS_BY_CODE_DOWN = divisions_by!("d.code DESC", "p.code DESC");
    DIVISIONS_BY_NAME = divisions_by!("d.name, d.code", "p.name, p.code");
    DIVISIONS_BY_NAME_DOWN = divisions_by!("d.name DESC, d.code DESC", "p.name DESC, p.code DESC");
    COUNT_DIVISIONS_IN = concat!("SELECT COUNT(*) FROM division d WHERE ", in_scope!(), chosen!());
    DIVISION_IN_SCOPE =
        divisions!(concat!("(SELECT d.* FROM division d WHERE d.code = $3 AND ", in_scope!(), ")"), "$4");
    DIVISION_PLAIN = concat!("SELECT d.code, d.name, d.level, d.retired_at FROM division d WHERE d.code = $3 AND ", in_scope!());
    ROOT_OF_HALL_SCOPE = "SELECT s.division_code FROM hall s WHERE s.id = $1";
    // A division and all above it, along both lines.
    LINEAGE = "WITH RECURSIVE up (code) AS (
            SELECT code FROM division WHERE code = $1
            UNION
            SELECT a.code FROM up JOIN division d ON d.code = up.code
                JOIN division a ON a.code IN (d.parent, d.managing_parent)
        )
        SELECT d.code, d.name, d.parent, d.managing_parent FROM up JOIN division d ON d.code = up.code";
    ADD_DIVISION = "INSERT INTO division (code, name, level, parent, managing_parent, is_zone)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    KEEP_DIVISION_PAST = "INSERT INTO division_past (code, until_at, name, parent, managing_parent)
        SELECT code, $3, name, parent, managing_parent FROM division WHERE code = $1 AND version = $2
        ON CONFLICT DO NOTHING";
    CHANGE_DIVISION = "UPDATE division SET name = $3, managing_parent = $4, version = version + 1
        WHERE code = $1 AND version = $2";
    // Not while something open hangs below.
    RETIRE_DIVISION = "UPDATE division SET retired_at = $3, version = version + 1
        WHERE code = $1 AND version = $2 AND retired_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM division b WHERE b.retired_at IS NULL AND (b.parent = $1 OR b.managing_parent = $1))
          AND NOT EXISTS (SELECT 1 FROM hall h WHERE h.division_code = $1 AND h.retired_at IS NULL)
          AND NOT EXISTS (SELECT 1 FROM department o WHERE o.division_code = $1 AND o.retired_at IS NULL)";
    RESTORE_DIVISION = "UPDATE division SET retired_at = NULL, version = version + 1
        WHERE code = $1 AND version = $2 AND retired_at IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM division a
              WHERE (a.code = division.parent OR a.code = division.managing_parent) AND a.retired_at IS NOT NULL)";
    HANGING = "SELECT
        (SELECT COUNT(*) FROM division b WHERE b.retired_at IS NULL AND (b.parent = $1 OR b.managing_parent = $1)) AS divisions,
        (SELECT COUNT(*) FROM hall h WHERE h.division_code = $1 AND h.retired_at IS NULL) AS halls,
        (SELECT COUNT(*) FROM department o WHERE o.division_code = $1 AND o.retired_at IS NULL) AS departments";
}

/// A division, and nothing of what lies below it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PlainDivision {
    /// 12 digits.
    pub code: String,
    /// Name.
    pub name: String,
    /// `city`, `district`, `town` or `village`.
    pub level: String,
    /// When it was retired, ms.
    pub retired_at: Option<i64>,
}

/// A division as the office sees it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OfficeDivision {
    /// 12 digits.
    pub code: String,
    /// Name.
    pub name: String,
    /// `city`, `district`, `town` or `village`.
    pub level: String,
    /// A functional zone.
    pub is_zone: bool,
    /// Where it lies for statistics.
    pub parent: Option<String>,
    /// Its name.
    pub parent_name: Option<String>,
    /// Who manages it, where that is another.
    pub managing_parent: Option<String>,
    /// Its name.
    pub managing_name: Option<String>,
    /// When it was retired, ms.
    pub retired_at: Option<i64>,
    /// Grows with every change.
    pub version: i64,
    /// Divisions below it that are not retired.
    pub divisions: i64,
    /// Open halls in it and below.
    pub halls: i64,
    /// Windows in service in it and below.
    pub windows: i64,
}

/// A division as it stands in the tree: code, name, statistical parent, managing parent.
pub type TreeRow = (String, String, Option<String>, Option<String>);

/// What the list of divisions can be narrowed by.
#[derive(Debug, Clone, Default)]
pub struct DivisionFilter {
    /// The division right above.
    pub below: Option<String>,
    /// In use, or retired.
    pub in_use: Option<bool>,
}

/// A division to add.
#[derive(Debug, Clone)]
pub struct NewDivision {
    /// 12 digits.
    pub code: domain::DivisionCode,
    /// Name.
    pub name: String,
    /// Who manages it, where that is not its statistical parent.
    pub managing_parent: Option<String>,
    /// A functional zone.
    pub is_zone: bool,
}

/// What is open and hangs right below a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Hanging {
    /// Divisions, along either line.
    pub divisions: i64,
    /// Halls.
    pub halls: i64,
    /// Departments.
    pub departments: i64,
}

impl Hanging {
    /// Nothing hangs there.
    pub fn is_empty(&self) -> bool {
        self.divisions + self.halls + self.departments == 0
    }
}

impl Db {
    /// A page of the divisions in a scope, and how many there are in all.
    pub async fn list_divisions(
        &self,
        listing: &Listing,
        filter: &DivisionFilter,
    ) -> StorageResult<(Vec<OfficeDivision>, i64)> {
        let sql = match (listing.sort.as_str(), listing.descending) {
            ("name", false) => DIVISIONS_BY_NAME,
            ("name", true) => DIVISIONS_BY_NAME_DOWN,
            (_, false) => DIVISIONS_BY_CODE,
            (_, true) => DIVISIONS_BY_CODE_DOWN,
        };
        let (l, s, f) = (listing, &listing.scope, filter);
        Ok(reading!(self, |pool| {
            let page = sqlx::query_as(sql).bind(&s.division).bind(s.hall).bind(&l.pattern).bind(&f.below);
            let page = page.bind(f.in_use).bind(l.limit).bind(l.offset).bind(s.department);
            let count = sqlx::query_scalar(COUNT_DIVISIONS_IN).bind(&s.division).bind(s.hall);
            let count = count.bind(&l.pattern).bind(&f.below).bind(f.in_use);
            page_and_total!(pool, l, page, count)
        }))
    }

    /// A division in this scope.
    pub async fn office_division(&self, scope: &Scope, code: &str) -> StorageResult<Option<OfficeDivision>> {
        Ok(reading!(self, |pool| {
            let row = sqlx::query_as(DIVISION_IN_SCOPE).bind(&scope.division).bind(scope.hall).bind(code);
            row.bind(scope.department).fetch_optional(pool).await?
        }))
    }

    /// A division in this scope, without what lies below it being counted.
    pub async fn plain_division(&self, scope: &Scope, code: &str) -> StorageResult<Option<PlainDivision>> {
        Ok(reading!(self, |pool| {
            let row = sqlx::query_as(DIVISION_PLAIN).bind(&scope.division).bind(scope.hall).bind(code);
            row.fetch_optional(pool).await?
        }))
    }

    /// Where the tree begins in this scope: its division, or its hall's.
    pub async fn root_of(&self, scope: &Scope) -> StorageResult<String> {
        let Some(hall) = scope.hall else { return Ok(scope.division.clone()) };
        let found: Option<String> = reading!(self, |pool| {
            sqlx::query_scalar(ROOT_OF_HALL_SCOPE).bind(hall).fetch_optional(pool).await?
        });
        Ok(found.unwrap_or_else(|| scope.division.clone()))
    }

    /// A division and all above it, along both lines, in no order.
    pub async fn lineage(&self, code: &str) -> StorageResult<Vec<TreeRow>> {
        Ok(reading!(self, |pool| sqlx::query_as(LINEAGE).bind(code).fetch_all(pool).await?))
    }

    /// What is open and hangs right below a division.
    pub async fn hanging(&self, code: &str) -> StorageResult<Hanging> {
        Ok(reading!(self, |pool| sqlx::query_as(HANGING).bind(code).fetch_one(pool).await?))
    }

    /// Adds a division; `false` when its code is taken.
    pub async fn add_division(&self, new: &NewDivision, audit: &[AuditEntry]) -> StorageResult<bool> {
        let parent = new.code.parent().map(|p| p.as_str().to_owned());
        recording!(self, audit, |tx| {
            let row = sqlx::query(ADD_DIVISION).bind(new.code.as_str()).bind(&new.name);
            let row = row.bind(new.code.level().word()).bind(&parent).bind(&new.managing_parent);
            if row.bind(new.is_zone).execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
            sqlx::query(FORGET_WITHIN).execute(&mut *tx).await?;
            sqlx::query(FILL_WITHIN).execute(&mut *tx).await?;
        });
        Ok(true)
    }

    /// Changes name and managing parent and keeps what they were; `false` when somebody changed it meanwhile.
    pub async fn change_division(
        &self,
        (code, version): (&str, i64),
        (name, managing_parent): (&str, Option<&str>),
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let past = sqlx::query(KEEP_DIVISION_PAST).bind(code).bind(version).bind(now.0);
            past.execute(&mut *tx).await?;
            let row = sqlx::query(CHANGE_DIVISION).bind(code).bind(version).bind(name).bind(managing_parent);
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
            sqlx::query(FORGET_WITHIN).execute(&mut *tx).await?;
            sqlx::query(FILL_WITHIN).execute(&mut *tx).await?;
        });
        Ok(true)
    }

    /// Retires a division, or takes it into use again; `false` when something open hangs below (or what is above
    /// is retired), or somebody changed it meanwhile.
    pub async fn set_division_retired(
        &self,
        (code, version): (&str, i64),
        retired_at: Option<Millis>,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let row = match retired_at {
                Some(at) => sqlx::query(RETIRE_DIVISION).bind(code).bind(version).bind(at.0),
                None => sqlx::query(RESTORE_DIVISION).bind(code).bind(version),
            };
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
        });
        Ok(true)
    }
}
