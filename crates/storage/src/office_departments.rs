//! Departments as the office keeps them: listed within a scope, changed, closed. What a department was stays in
//! `department_past`.

use crate::{AuditEntry, Db, Department, Listing, StorageResult};
use domain::{Millis, Scope};

/// Lies `d` in the scope `$1`–`$3`? A hall's scope holds the departments that have windows there.
macro_rules! in_scope {
    () => {
        "EXISTS (SELECT 1 FROM division_within x WHERE x.code = d.division_code AND x.ancestor = $1)
            AND (CAST($2 AS BIGINT) IS NULL OR d.id = $2)
            AND (CAST($3 AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM service_window s WHERE s.department_id = d.id AND s.hall_id = $3)) "
    };
}

/// Columns of every statement that reads departments; a hall's scope counts its own windows.
macro_rules! departments {
    ($from:expr) => {
        concat!(
            "SELECT p.id, p.name, p.credit_code, p.division_code, v.name AS division, p.retired_at, p.version,
                (SELECT COUNT(*) FROM service_window w WHERE w.department_id = p.id AND w.withdrawn_at IS NULL
                    AND (CAST($3 AS BIGINT) IS NULL OR w.hall_id = $3)) AS windows
            FROM ",
            $from,
            " p LEFT JOIN division v ON v.code = p.division_code"
        )
    };
}

/// What `$4`–`$6` ask for.
macro_rules! chosen {
    () => {
        r"AND (CAST($4 AS TEXT) IS NULL OR d.name LIKE $4 ESCAPE '\' OR d.credit_code LIKE $4 ESCAPE '\'
                OR d.division_code IN (SELECT code FROM division WHERE name LIKE $4 ESCAPE '\'))
            AND (CAST($5 AS TEXT) IS NULL OR d.division_code IN (SELECT code FROM division_within WHERE ancestor = $5))
            AND (CAST($6 AS BOOLEAN) IS NULL OR (d.retired_at IS NULL) = $6)"
    };
}

macro_rules! departments_by {
    ($order:literal, $again:literal) => {
        concat!(
            departments!(concat!(
                "(SELECT d.* FROM department d WHERE ",
                in_scope!(),
                chosen!(),
                " ORDER BY ",
                $order,
                " LIMIT $7 OFFSET $8)"
            )),
            " ORDER BY ",
            $again
        )
    };
}

statements! {
    DEPARTMENTS_BY_NAME = departments_by!("d.name, d.id", "p.name, p.id");
    DEPARTMENTS_BY_NAME_DOWN = departments_by!("d.name DESC, d.id DESC", "p.name DESC, p.id DESC");
    DEPARTMENTS_BY_DIVISION = departments_by!("d.division_code, d.name, d.id", "p.division_code, p.name, p.id");
    DEPARTMENTS_BY_DIVISION_DOWN = departments_by!(
        "d.division_code DESC, d.name DESC, d.id DESC", "p.division_code DESC, p.name DESC, p.id DESC");
    COUNT_DEPARTMENTS_IN = concat!("SELECT COUNT(*) FROM department d WHERE ", in_scope!(), chosen!());
    DEPARTMENT_IN_SCOPE =
        departments!(concat!("(SELECT d.* FROM department d WHERE d.id = $4 AND ", in_scope!(), ")"));
    DEPARTMENT_OF_CREDIT_CODE = "SELECT id, name FROM department WHERE credit_code = $1 ORDER BY id LIMIT 1";
    ADD_DEPARTMENT = "INSERT INTO department (id, name, credit_code, division_code) VALUES ($1, $2, $3, $4)";
    KEEP_DEPARTMENT_PAST = "INSERT INTO department_past (department_id, until_at, name, credit_code, division_code)
        SELECT id, $3, name, credit_code, division_code FROM department WHERE id = $1 AND version = $2
        ON CONFLICT DO NOTHING";
    CHANGE_DEPARTMENT = "UPDATE department SET name = $3, credit_code = $4, division_code = $5, version = version + 1
        WHERE id = $1 AND version = $2";
    // Not while it has windows in service, of whatever hall.
    CLOSE_DEPARTMENT = "UPDATE department SET retired_at = $3, version = version + 1
        WHERE id = $1 AND version = $2 AND retired_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM service_window w WHERE w.department_id = $1 AND w.withdrawn_at IS NULL)";
    REOPEN_DEPARTMENT = "UPDATE department SET retired_at = NULL, version = version + 1
        WHERE id = $1 AND version = $2 AND retired_at IS NOT NULL";
    OPEN_WINDOWS_OF_DEPARTMENT =
        "SELECT COUNT(*) FROM service_window WHERE department_id = $1 AND withdrawn_at IS NULL";
}

/// A department as the office sees it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OfficeDepartment {
    /// Row id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// 统一社会信用代码.
    pub credit_code: Option<String>,
    /// Division whose department it is.
    pub division_code: Option<String>,
    /// Its name.
    pub division: Option<String>,
    /// When it was closed, ms.
    pub retired_at: Option<i64>,
    /// Grows with every change.
    pub version: i64,
    /// Windows in service.
    pub windows: i64,
}

/// What the list of departments can be narrowed by.
#[derive(Debug, Clone, Default)]
pub struct DepartmentFilter {
    /// A division with all below it.
    pub division: Option<String>,
    /// At work, or closed.
    pub open: Option<bool>,
}

/// What of a department can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentChange {
    /// Name.
    pub name: String,
    /// 统一社会信用代码, where it is known.
    pub credit_code: Option<String>,
    /// Division whose department it is.
    pub division_code: String,
}

impl Db {
    /// A page of the departments in a scope, and how many there are in all.
    pub async fn list_departments(
        &self,
        listing: &Listing,
        filter: &DepartmentFilter,
    ) -> StorageResult<(Vec<OfficeDepartment>, i64)> {
        let sql = match (listing.sort.as_str(), listing.descending) {
            ("division", false) => DEPARTMENTS_BY_DIVISION,
            ("division", true) => DEPARTMENTS_BY_DIVISION_DOWN,
            (_, false) => DEPARTMENTS_BY_NAME,
            (_, true) => DEPARTMENTS_BY_NAME_DOWN,
        };
        let (l, s, f) = (listing, &listing.scope, filter);
        Ok(reading!(self, |pool| {
            let page = sqlx::query_as(sql).bind(&s.division).bind(s.department).bind(s.hall).bind(&l.pattern);
            let page = page.bind(&f.division).bind(f.open).bind(l.limit).bind(l.offset);
            let count = sqlx::query_scalar(COUNT_DEPARTMENTS_IN).bind(&s.division).bind(s.department);
            let count = count.bind(s.hall).bind(&l.pattern).bind(&f.division).bind(f.open);
            page_and_total!(pool, l, page, count)
        }))
    }

    /// A department in this scope.
    pub async fn office_department(&self, scope: &Scope, id: i64) -> StorageResult<Option<OfficeDepartment>> {
        Ok(reading!(self, |pool| {
            let row = sqlx::query_as(DEPARTMENT_IN_SCOPE).bind(&scope.division).bind(scope.department);
            row.bind(scope.hall).bind(id).fetch_optional(pool).await?
        }))
    }

    /// The department that has this code, as (id, name), wherever it is.
    pub async fn department_of_credit_code(&self, code: &str) -> StorageResult<Option<(i64, String)>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(DEPARTMENT_OF_CREDIT_CODE).bind(code).fetch_optional(pool).await?
        }))
    }

    /// Windows in service that a department has anywhere.
    pub async fn open_windows_of_department(&self, id: i64) -> StorageResult<i64> {
        Ok(reading!(self, |pool| {
            sqlx::query_scalar(OPEN_WINDOWS_OF_DEPARTMENT).bind(id).fetch_one(pool).await?
        }))
    }

    /// Adds a department.
    pub async fn add_department(&self, new: &Department, audit: &[AuditEntry]) -> StorageResult<()> {
        recording!(self, audit, |tx| {
            let row = sqlx::query(ADD_DEPARTMENT).bind(new.id).bind(&new.name).bind(&new.credit_code);
            row.bind(&new.division_code).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// Changes a department and keeps what it was; `false` when somebody changed it meanwhile.
    pub async fn change_department(
        &self,
        (id, version): (i64, i64),
        change: &DepartmentChange,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let past = sqlx::query(KEEP_DEPARTMENT_PAST).bind(id).bind(version).bind(now.0);
            past.execute(&mut *tx).await?;
            let row = sqlx::query(CHANGE_DEPARTMENT).bind(id).bind(version).bind(&change.name);
            let row = row.bind(&change.credit_code).bind(&change.division_code);
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
        });
        Ok(true)
    }

    /// Closes a department that has no window in service; `false` when it has, or somebody changed it meanwhile.
    pub async fn close_department(
        &self,
        (id, version): (i64, i64),
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let row = sqlx::query(CLOSE_DEPARTMENT).bind(id).bind(version).bind(now.0);
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
        });
        Ok(true)
    }

    /// Takes up a closed department again; `false` when somebody changed it meanwhile.
    pub async fn reopen_department(
        &self,
        (id, version): (i64, i64),
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let row = sqlx::query(REOPEN_DEPARTMENT).bind(id).bind(version);
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
        });
        Ok(true)
    }
}
