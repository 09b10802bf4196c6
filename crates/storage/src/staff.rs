//! Staff as the office keeps them: listed within a scope, changed, moved to another hall, retired. What a
//! person was stays in `staff_past`; a rating keeps the person it was laid to, whatever becomes of her.

use crate::{AuditEntry, Db, Listing, StorageResult};
use domain::{Millis, Scope, WindowCode};

/// Tables and scope (`$1`–`$3`) of every statement that reads staff.
macro_rules! from_staff {
    () => {
        "FROM staff s JOIN hall h ON h.id = s.hall_id JOIN division v ON v.code = h.division_code
            LEFT JOIN department d ON d.id = s.department_id
        WHERE h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
          AND (CAST($2 AS BIGINT) IS NULL OR s.department_id = $2) AND (CAST($3 AS BIGINT) IS NULL OR s.hall_id = $3) "
    };
}

macro_rules! columns {
    () => {
        "SELECT s.id, s.code, s.name, s.number, s.hall_id, h.name AS hall, v.name AS division,
            s.department_id, COALESCE(d.name, '') AS department, s.retired_at, s.version "
    };
}

/// Filters of the list (`$4`–`$7`).
macro_rules! filters {
    () => {
        r"AND (CAST($4 AS TEXT) IS NULL OR s.name LIKE $4 ESCAPE '\' OR s.number LIKE $4 ESCAPE '\' OR s.code LIKE $4 ESCAPE '\')
          AND (CAST($5 AS BIGINT) IS NULL OR s.hall_id = $5) AND (CAST($6 AS BIGINT) IS NULL OR s.department_id = $6)
          AND (CAST($7 AS BOOLEAN) IS NULL OR (s.retired_at IS NULL) = $7) "
    };
}

/// A page in this order. People are found in the order of an index, each looked up in the scope, so that the page
/// ends as soon as it is full; names, and where she sits (`$10` is now), are read for its rows alone. `$where`
/// narrows them first: a hall's people are few, and are put in order afterwards.
macro_rules! staff_by {
    ($where:expr, $order:literal, $again:literal) => {
        concat!(
            "SELECT p.id, p.code, p.name, p.number, p.hall_id, h.name AS hall, v.name AS division,
                p.department_id, COALESCE(d.name, '') AS department, p.retired_at, p.version,
                (SELECT w.name FROM shift t JOIN service_window w ON w.id = t.window_id
                 WHERE t.staff_id = p.id AND t.ends_at > $10 AND t.starts_at <= $10
                 ORDER BY t.starts_at DESC LIMIT 1) AS sits_at
            FROM (SELECT s.id, s.code, s.name, s.number, s.hall_id, s.department_id, s.retired_at, s.version
                FROM staff s WHERE ", $where, "EXISTS (SELECT 1 FROM hall sh JOIN division_within x
                        ON x.code = sh.division_code AND x.ancestor = $1 WHERE sh.id = s.hall_id)
                    AND (CAST($2 AS BIGINT) IS NULL OR s.department_id = $2)
                    AND (CAST($3 AS BIGINT) IS NULL OR s.hall_id = $3) ",
            filters!(),
            "ORDER BY ",
            $order,
            " LIMIT $8 OFFSET $9) p
            JOIN hall h ON h.id = p.hall_id JOIN division v ON v.code = h.division_code
            LEFT JOIN department d ON d.id = p.department_id ORDER BY ",
            $again
        )
    };
}

/// The whole list by name, nothing searched and no hall: far pages pass over thousands, by one index alone.
macro_rules! staff_named {
    ($order:literal, $again:literal) => {
        concat!(
            "SELECT p.id, p.code, p.name, p.number, p.hall_id, h.name AS hall, v.name AS division,
                p.department_id, COALESCE(d.name, '') AS department, p.retired_at, p.version,
                (SELECT w.name FROM shift t JOIN service_window w ON w.id = t.window_id
                 WHERE t.staff_id = p.id AND t.ends_at > $10 AND t.starts_at <= $10
                 ORDER BY t.starts_at DESC LIMIT 1) AS sits_at
            FROM (SELECT s.id FROM staff s WHERE +s.hall_id IN (SELECT sh.id FROM hall sh
                        JOIN division_within x ON x.code = sh.division_code WHERE x.ancestor = $1)
                    AND (CAST($2 AS BIGINT) IS NULL OR s.department_id = $2)
                    AND (CAST($3 AS BIGINT) IS NULL OR s.hall_id = $3)
                    AND CAST($4 AS TEXT) IS NULL AND (CAST($5 AS BIGINT) IS NULL OR s.hall_id = $5)
                    AND (CAST($6 AS BIGINT) IS NULL OR s.department_id = $6)
                    AND (CAST($7 AS BOOLEAN) IS NULL OR (s.retired_at IS NULL) = $7)
                ORDER BY ",
            $order,
            " LIMIT $8 OFFSET $9) n JOIN staff p ON p.id = n.id
            JOIN hall h ON h.id = p.hall_id JOIN division v ON v.code = h.division_code
            LEFT JOIN department d ON d.id = p.department_id ORDER BY ",
            $again
        )
    };
}

/// The one hall of the scope or the filter.
macro_rules! in_hall {
    () => {
        "s.hall_id = COALESCE(CAST($5 AS BIGINT), CAST($3 AS BIGINT)) AND "
    };
}

statements! {
    STAFF_BY_HALL = staff_by!("", "s.hall_id, s.number, s.id", "p.hall_id, p.number, p.id");
    STAFF_BY_HALL_DOWN = staff_by!("", "s.hall_id DESC, s.number DESC, s.id DESC", "p.hall_id DESC, p.number DESC, p.id DESC");
    STAFF_BY_NAME = staff_by!("", "s.name, s.id", "p.name, p.id");
    STAFF_BY_NAME_DOWN = staff_by!("", "s.name DESC, s.id DESC", "p.name DESC, p.id DESC");
    STAFF_BY_DEPARTMENT = staff_by!("", "s.department_id, s.id", "p.department_id, p.id");
    STAFF_BY_DEPARTMENT_DOWN = staff_by!("", "s.department_id DESC, s.id DESC", "p.department_id DESC, p.id DESC");
    STAFF_NAMED = staff_named!("s.name, s.id", "p.name, p.id");
    STAFF_NAMED_DOWN = staff_named!("s.name DESC, s.id DESC", "p.name DESC, p.id DESC");
    HALL_STAFF = staff_by!(in_hall!(), "s.number, s.id", "p.number, p.id");
    HALL_STAFF_DOWN = staff_by!(in_hall!(), "s.number DESC, s.id DESC", "p.number DESC, p.id DESC");
    HALL_STAFF_BY_NAME = staff_by!(in_hall!(), "s.name, s.id", "p.name, p.id");
    HALL_STAFF_BY_NAME_DOWN = staff_by!(in_hall!(), "s.name DESC, s.id DESC", "p.name DESC, p.id DESC");
    HALL_STAFF_BY_DEPARTMENT = staff_by!(in_hall!(), "s.department_id, s.id", "p.department_id, p.id");
    HALL_STAFF_BY_DEPARTMENT_DOWN = staff_by!(in_hall!(), "s.department_id DESC, s.id DESC", "p.department_id DESC, p.id DESC");
    // Words are looked for in one walk over all; `+` keeps SQLite from looking hall by hall.
    COUNT_STAFF_WITH = concat!("SELECT COUNT(*) FROM staff s WHERE +s.hall_id IN (SELECT sh.id
            FROM hall sh JOIN division_within x ON x.code = sh.division_code WHERE x.ancestor = $1)
            AND (CAST($2 AS BIGINT) IS NULL OR s.department_id = $2) AND (CAST($3 AS BIGINT) IS NULL OR s.hall_id = $3) ",
        filters!());
    // From the scope down.
    COUNT_STAFF = concat!("SELECT COUNT(*) FROM division_within x CROSS JOIN hall sh CROSS JOIN staff s
        WHERE x.ancestor = $1 AND sh.division_code = x.code AND s.hall_id = sh.id
            AND (CAST($2 AS BIGINT) IS NULL OR s.department_id = $2) AND (CAST($3 AS BIGINT) IS NULL OR sh.id = $3) ",
        filters!());
    STAFF_IN_SCOPE = concat!(columns!(), ", NULL AS sits_at ", from_staff!(), "AND s.id = $4");
    // The hall's people who can be put at a window.
    STAFF_OF_HALL = concat!("SELECT s.id, s.name, s.number ", from_staff!(),
        r"AND s.hall_id = $4 AND s.retired_at IS NULL
          AND (CAST($5 AS TEXT) IS NULL OR s.name LIKE $5 ESCAPE '\' OR s.number LIKE $5 ESCAPE '\') ORDER BY s.number, s.id LIMIT $6");
    NUMBER_HOLDER = "SELECT name FROM staff WHERE hall_id = $1 AND number = $2 AND retired_at IS NULL AND id <> $3";
    ADD_STAFF = "INSERT INTO staff (id, code, name, number, hall_id, department_id)
        SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS BIGINT),
            CAST($6 AS BIGINT)
        WHERE NOT EXISTS (SELECT 1 FROM service_window WHERE code = $2)
        AND NOT EXISTS (SELECT 1 FROM plate WHERE code = $2)
        ON CONFLICT (code) DO NOTHING";
    KEEP_STAFF_PAST = "INSERT INTO staff_past (staff_id, until_at, name, number, hall_id, department_id)
        SELECT id, $3, name, number, hall_id, department_id FROM staff WHERE id = $1 AND version = $2
        ON CONFLICT DO NOTHING";
    CHANGE_STAFF = "UPDATE staff SET name = $3, number = $4, hall_id = $5, department_id = $6, version = version + 1
        WHERE id = $1 AND version = $2";
    SET_RETIRED = "UPDATE staff SET retired_at = $3, version = version + 1 WHERE id = $1 AND version = $2";
    END_SHIFTS_OF = "UPDATE shift SET ends_at = $2, version = version + 1
        WHERE staff_id = $1 AND starts_at < $2 AND ends_at > $2";
    DROP_SHIFTS_OF = "DELETE FROM shift WHERE staff_id = $1 AND starts_at >= $2";
    STAFF_PAST = "SELECT p.until_at, p.name, p.number, COALESCE(h.name, '') AS hall, COALESCE(d.name, '') AS department
        FROM staff_past p LEFT JOIN hall h ON h.id = p.hall_id LEFT JOIN department d ON d.id = p.department_id
        WHERE p.staff_id = $1 ORDER BY p.until_at DESC LIMIT 50";
    // Departments with a window in the hall, and the one given: whom a hall's people belong to.
    DEPARTMENTS_OF_HALL = "SELECT d.id, d.name FROM department d WHERE d.retired_at IS NULL AND (CAST($1 AS BIGINT) IS NULL OR d.id = $1)
          AND (d.id = $3 OR EXISTS (SELECT 1 FROM service_window w WHERE w.department_id = d.id AND w.hall_id = $2))
        ORDER BY d.name, d.id LIMIT 500";
    STAFF_WITHOUT_CODE = "SELECT id FROM staff WHERE code IS NULL ORDER BY id LIMIT $1";
    GIVE_CODE = "UPDATE staff SET code = $2 WHERE id = $1 AND code IS NULL
        AND NOT EXISTS (SELECT 1 FROM staff WHERE code = $2)
        AND NOT EXISTS (SELECT 1 FROM service_window WHERE code = $2)
        AND NOT EXISTS (SELECT 1 FROM plate WHERE code = $2)";
}

/// A person as the office sees her.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OfficeStaff {
    /// Row id.
    pub id: i64,
    /// Her code, 7 signs; none until the program has given it.
    pub code: Option<String>,
    /// Name shown at the window.
    pub name: String,
    /// 工号.
    pub number: String,
    /// Hall.
    pub hall_id: i64,
    /// Hall's name.
    pub hall: String,
    /// Name of the hall's division.
    pub division: String,
    /// Department.
    pub department_id: Option<i64>,
    /// Department's name; empty without one.
    pub department: String,
    /// When she was retired, ms.
    pub retired_at: Option<i64>,
    /// Grows with every change.
    pub version: i64,
    /// Window at which she sits now; only in lists.
    pub sits_at: Option<String>,
}

/// What the list of staff can be narrowed by.
#[derive(Debug, Clone, Default)]
pub struct StaffFilter {
    /// Hall.
    pub hall: Option<i64>,
    /// Department.
    pub department: Option<i64>,
    /// At work, or retired.
    pub at_work: Option<bool>,
}

/// What of a person can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffChange {
    /// Name.
    pub name: String,
    /// 工号.
    pub number: String,
    /// Hall.
    pub hall_id: i64,
    /// Department.
    pub department_id: Option<i64>,
}

/// What she was until then.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct StaffPastRow {
    /// Until when, ms.
    pub until_at: i64,
    /// Name.
    pub name: String,
    /// 工号.
    pub number: String,
    /// Hall's name, as it is called now.
    pub hall: String,
    /// Department's name, as it is called now.
    pub department: String,
}

/// How a change of a person ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffChanged {
    /// Done.
    Done,
    /// Somebody changed her meanwhile.
    Stale,
    /// The number belongs to somebody of the hall, who is at work there: her name.
    NumberTaken(String),
    /// The code is taken by chance.
    CodeTaken,
}

impl Db {
    /// A page of the staff in a scope, and how many there are in all.
    pub async fn list_staff(
        &self,
        listing: &Listing,
        filter: &StaffFilter,
        now: Millis,
    ) -> StorageResult<(Vec<OfficeStaff>, i64)> {
        let (l, s, f) = (listing, &listing.scope, filter);
        let of_hall = s.hall.is_some() || f.hall.is_some();
        let sql = match (listing.sort.as_str(), listing.descending, of_hall) {
            ("name", false, false) if l.pattern.is_none() => STAFF_NAMED,
            ("name", true, false) if l.pattern.is_none() => STAFF_NAMED_DOWN,
            ("name", false, false) => STAFF_BY_NAME,
            ("name", true, false) => STAFF_BY_NAME_DOWN,
            ("name", false, true) => HALL_STAFF_BY_NAME,
            ("name", true, true) => HALL_STAFF_BY_NAME_DOWN,
            ("department", false, false) => STAFF_BY_DEPARTMENT,
            ("department", true, false) => STAFF_BY_DEPARTMENT_DOWN,
            ("department", false, true) => HALL_STAFF_BY_DEPARTMENT,
            ("department", true, true) => HALL_STAFF_BY_DEPARTMENT_DOWN,
            (_, false, false) => STAFF_BY_HALL,
            (_, true, false) => STAFF_BY_HALL_DOWN,
            (_, false, true) => HALL_STAFF,
            (_, true, true) => HALL_STAFF_DOWN,
        };
        let searched = l.pattern.is_some() && !of_hall;
        let counting = if searched { COUNT_STAFF_WITH } else { COUNT_STAFF };
        Ok(reading!(self, |pool| {
            let page = sqlx::query_as(sql).bind(&s.division).bind(s.department).bind(s.hall).bind(&l.pattern);
            let page = page.bind(f.hall).bind(f.department).bind(f.at_work).bind(l.limit).bind(l.offset);
            let count = sqlx::query_scalar(counting).bind(&s.division).bind(s.department).bind(s.hall);
            let count = count.bind(&l.pattern).bind(f.hall).bind(f.department).bind(f.at_work);
            page_and_total!(pool, l, page.bind(now.0), count)
        }))
    }

    /// A person in this scope.
    pub async fn office_staff(&self, scope: &Scope, id: i64) -> StorageResult<Option<OfficeStaff>> {
        Ok(reading!(self, |pool| {
            let row = sqlx::query_as(STAFF_IN_SCOPE).bind(&scope.division).bind(scope.department);
            row.bind(scope.hall).bind(id).fetch_optional(pool).await?
        }))
    }

    /// People of a hall who are at work, as (id, name, number), perhaps only those whose name or number holds the words.
    pub async fn staff_of_hall(
        &self,
        scope: &Scope,
        hall: i64,
        words: &str,
        limit: i64,
    ) -> StorageResult<Vec<(i64, String, String)>> {
        let words = words.trim();
        let pattern = (!words.is_empty()).then(|| crate::search::anywhere(words));
        Ok(reading!(self, |pool| {
            let rows = sqlx::query_as(STAFF_OF_HALL).bind(&scope.division).bind(scope.department);
            let rows = rows.bind(scope.hall).bind(hall).bind(&pattern).bind(limit);
            rows.fetch_all(pool).await?
        }))
    }

    /// What a person was before, newest first.
    pub async fn staff_past(&self, id: i64) -> StorageResult<Vec<StaffPastRow>> {
        Ok(reading!(self, |pool| sqlx::query_as(STAFF_PAST).bind(id).fetch_all(pool).await?))
    }

    /// Departments people of a hall can belong to, as (id, name); `own` is among them.
    pub async fn departments_of_hall(
        &self,
        scope: &Scope,
        hall: i64,
        own: Option<i64>,
    ) -> StorageResult<Vec<(i64, String)>> {
        Ok(reading!(self, |pool| {
            let rows = sqlx::query_as(DEPARTMENTS_OF_HALL).bind(scope.department).bind(hall).bind(own);
            rows.fetch_all(pool).await?
        }))
    }

    /// Puts a person in.
    pub async fn add_staff(
        &self,
        id: i64,
        code: WindowCode,
        new: &StaffChange,
        audit: &[AuditEntry],
    ) -> StorageResult<StaffChanged> {
        recording!(self, audit, |tx| {
            let holder = sqlx::query_scalar(NUMBER_HOLDER).bind(new.hall_id).bind(&new.number).bind(id);
            if let Some(name) = holder.fetch_optional(&mut *tx).await? {
                return Ok(StaffChanged::NumberTaken(name));
            }
            let row = sqlx::query(ADD_STAFF).bind(id).bind(code.as_str()).bind(&new.name).bind(&new.number);
            let row = row.bind(new.hall_id).bind(new.department_id).execute(&mut *tx).await?;
            if row.rows_affected() == 0 {
                return Ok(StaffChanged::CodeTaken);
            }
        });
        Ok(StaffChanged::Done)
    }

    /// Changes a person and keeps what she was. With `leaves`, she leaves her hall: her running shift ends
    /// now, and what she was put down for later is taken off.
    pub async fn change_staff(
        &self,
        (id, version): (i64, i64),
        change: &StaffChange,
        leaves: bool,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<StaffChanged> {
        recording!(self, audit, |tx| {
            let holder = sqlx::query_scalar(NUMBER_HOLDER).bind(change.hall_id).bind(&change.number).bind(id);
            if let Some(name) = holder.fetch_optional(&mut *tx).await? {
                return Ok(StaffChanged::NumberTaken(name));
            }
            let past = sqlx::query(KEEP_STAFF_PAST).bind(id).bind(version).bind(now.0);
            past.execute(&mut *tx).await?;
            let row =
                sqlx::query(CHANGE_STAFF).bind(id).bind(version).bind(&change.name).bind(&change.number);
            let row = row.bind(change.hall_id).bind(change.department_id).execute(&mut *tx).await?;
            if row.rows_affected() == 0 {
                return Ok(StaffChanged::Stale);
            }
            if leaves {
                sqlx::query(END_SHIFTS_OF).bind(id).bind(now.0).execute(&mut *tx).await?;
                sqlx::query(DROP_SHIFTS_OF).bind(id).bind(now.0).execute(&mut *tx).await?;
            }
        });
        Ok(StaffChanged::Done)
    }

    /// Retires a person, or takes her back; who is retired sits nowhere from now on.
    pub async fn set_staff_retired(
        &self,
        person: &OfficeStaff,
        version: i64,
        retired_at: Option<Millis>,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<StaffChanged> {
        recording!(self, audit, |tx| {
            if retired_at.is_none() {
                let holder = sqlx::query_scalar(NUMBER_HOLDER).bind(person.hall_id).bind(&person.number);
                if let Some(name) = holder.bind(person.id).fetch_optional(&mut *tx).await? {
                    return Ok(StaffChanged::NumberTaken(name));
                }
            }
            let row = sqlx::query(SET_RETIRED).bind(person.id).bind(version).bind(retired_at.map(|at| at.0));
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(StaffChanged::Stale);
            }
            if retired_at.is_some() {
                sqlx::query(END_SHIFTS_OF).bind(person.id).bind(now.0).execute(&mut *tx).await?;
                sqlx::query(DROP_SHIFTS_OF).bind(person.id).bind(now.0).execute(&mut *tx).await?;
            }
        });
        Ok(StaffChanged::Done)
    }

    /// Ids of people who have no code yet.
    pub async fn staff_without_code(&self, limit: i64) -> StorageResult<Vec<i64>> {
        Ok(reading!(self, |pool| {
            sqlx::query_scalar(STAFF_WITHOUT_CODE).bind(limit).fetch_all(pool).await?
        }))
    }

    /// Gives each of these people the code beside her; a code that is taken is left for another try.
    pub async fn give_staff_codes(&self, codes: &[(i64, WindowCode)]) -> StorageResult<()> {
        writing!(self, |tx| {
            for (id, code) in codes {
                sqlx::query(GIVE_CODE).bind(id).bind(code.as_str()).execute(&mut *tx).await?;
            }
        });
        Ok(())
    }
}
