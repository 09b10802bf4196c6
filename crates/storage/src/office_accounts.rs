//! Accounts as their two administrators see them: listed, found, each with its place in words. Accounts have no
//! scope: whoever may see them (system and security administrator) has the city.

use crate::{AccountRow, AuditRow, Db, Grant, Listing, StorageResult};
use domain::Millis;

/// Columns and tables of every statement that reads accounts.
macro_rules! accounts {
    ($rest:expr) => {
        concat!(
            "SELECT a.id, a.login, a.name, a.role, a.division_code, a.department_id, a.hall_id, a.staff_id,
                a.must_change, a.totp_secret IS NOT NULL AS has_second_factor, a.signed_in_at, a.disabled_at,
                a.created_at, a.version, v.name AS division, d.name AS department, h.name AS hall, s.name AS staff,
                s.number AS staff_number,
                (SELECT MAX(g.locked_until) FROM sign_in_guard g WHERE g.account_id = a.id) AS locked_until
            FROM account a LEFT JOIN division v ON v.code = a.division_code
                LEFT JOIN department d ON d.id = a.department_id LEFT JOIN hall h ON h.id = a.hall_id
                LEFT JOIN staff s ON s.id = a.staff_id ",
            $rest
        )
    };
}

/// What the list is narrowed by: `$1` words, `$2` role (empty: none given), `$3` state.
macro_rules! narrowed {
    () => {
        r"WHERE (CAST($1 AS TEXT) IS NULL OR a.login LIKE $1 ESCAPE '\' OR a.name LIKE $1 ESCAPE '\')
          AND (CAST($2 AS TEXT) IS NULL OR COALESCE(a.role, '') = $2)
          AND (CAST($3 AS TEXT) IS NULL OR CASE $3 WHEN 'open' THEN a.disabled_at IS NULL WHEN 'disabled' THEN a.disabled_at IS NOT NULL
               WHEN 'new' THEN a.disabled_at IS NULL AND a.must_change ELSE a.signed_in_at IS NULL END) "
    };
}

macro_rules! accounts_by {
    ($order:literal) => {
        accounts!(concat!(narrowed!(), "ORDER BY ", $order, " LIMIT $4 OFFSET $5"))
    };
}

statements! {
    ACCOUNTS_BY_LOGIN = accounts_by!("a.login");
    ACCOUNTS_BY_LOGIN_DOWN = accounts_by!("a.login DESC");
    ACCOUNTS_BY_NAME = accounts_by!("a.name, a.login");
    ACCOUNTS_BY_NAME_DOWN = accounts_by!("a.name DESC, a.login DESC");
    ACCOUNTS_BY_ROLE = accounts_by!("a.role, a.login");
    ACCOUNTS_BY_ROLE_DOWN = accounts_by!("a.role DESC, a.login DESC");
    ACCOUNTS_BY_SIGN_IN = accounts_by!("a.signed_in_at, a.login");
    ACCOUNTS_BY_SIGN_IN_DOWN = accounts_by!("a.signed_in_at DESC, a.login DESC");
    COUNT_ACCOUNTS_IN = concat!("SELECT COUNT(*) FROM account a ", narrowed!());
    OFFICE_ACCOUNT = accounts!("WHERE a.id = $1");
    ACTS_ON_ACCOUNT = "SELECT seq, at, account_id, actor, role, action, object_kind, object_id, object_name, reason,
        detail, session_id, chain FROM audit_entry WHERE object_kind = 'account' AND object_id = $1
          AND action NOT IN ('account.sign_in', 'account.sign_out', 'account.password_wrong', 'account.code_wrong',
              'account.end_session', 'account.end_other_sessions') ORDER BY seq DESC LIMIT $2";
    LIVE_SESSIONS_OF = "SELECT COUNT(*) FROM session
        WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $2 AND seen_at > $3";
    // What a role's scope can be chosen from. Divisions of one level; a town also among those a zone manages.
    PICK_DIVISIONS = r"SELECT v.code AS place, v.name, COALESCE(p.name, '') AS above FROM division v
            LEFT JOIN division p ON p.code = v.parent
        WHERE v.level = $1 AND v.retired_at IS NULL
          AND (v.name LIKE $2 ESCAPE '\' OR v.code LIKE $2 ESCAPE '\' OR p.name LIKE $2 ESCAPE '\')
        ORDER BY v.code LIMIT $3";
    PICK_DEPARTMENTS = r"SELECT CAST(d.id AS TEXT) AS place, d.name, COALESCE(v.name, '') AS above FROM department d
            LEFT JOIN division v ON v.code = d.division_code
        WHERE d.retired_at IS NULL AND (d.name LIKE $1 ESCAPE '\' OR v.name LIKE $1 ESCAPE '\')
        ORDER BY d.name, d.id LIMIT $2";
    PICK_HALLS = r"SELECT CAST(h.id AS TEXT) AS place, h.name, v.name AS above FROM hall h
            JOIN division v ON v.code = h.division_code
        WHERE h.retired_at IS NULL AND (h.name LIKE $1 ESCAPE '\' OR v.name LIKE $1 ESCAPE '\')
        ORDER BY h.division_code, h.name, h.id LIMIT $2";
    PICK_STAFF = r"SELECT CAST(s.id AS TEXT) AS place, s.name, s.number || ' · ' || h.name AS above FROM staff s
            JOIN hall h ON h.id = s.hall_id
        WHERE s.retired_at IS NULL AND h.retired_at IS NULL
          AND (s.name LIKE $1 ESCAPE '\' OR s.number LIKE $1 ESCAPE '\' OR h.name LIKE $1 ESCAPE '\')
        ORDER BY s.hall_id, s.number, s.id LIMIT $2";
    IS_DIVISION_OF_LEVEL = "SELECT code FROM division WHERE code = $1 AND level = $2 AND retired_at IS NULL";
    DIVISION_OF_DEPARTMENT = "SELECT COALESCE(d.division_code, (SELECT code FROM division WHERE parent IS NULL ORDER BY code LIMIT 1))
        FROM department d WHERE d.id = $1 AND d.retired_at IS NULL";
    DIVISION_OF_HALL = "SELECT division_code FROM hall WHERE id = $1 AND retired_at IS NULL";
    HALL_OF_STAFF = "SELECT s.hall_id FROM staff s WHERE s.id = $1 AND s.retired_at IS NULL AND s.hall_id IS NOT NULL";
    NAMES_OF_GRANT = "SELECT (SELECT name FROM division WHERE code = $1) AS division,
        (SELECT name FROM department WHERE id = $2) AS department, (SELECT name FROM hall WHERE id = $3) AS hall,
        (SELECT name FROM staff WHERE id = $4) AS staff, (SELECT number FROM staff WHERE id = $4) AS staff_number";
}

/// An account as its administrators see it: nothing secret.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OfficeAccount {
    /// Row id.
    pub id: i64,
    /// What is typed to sign in.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// Word of the role.
    pub role: Option<String>,
    /// Root of the scope's subtree.
    pub division_code: Option<String>,
    /// Department of the scope.
    pub department_id: Option<i64>,
    /// Hall of the scope.
    pub hall_id: Option<i64>,
    /// Person among the staff.
    pub staff_id: Option<i64>,
    /// The password is a one-time one.
    pub must_change: bool,
    /// A second factor is set.
    pub has_second_factor: bool,
    /// Last sign-in, ms.
    pub signed_in_at: Option<i64>,
    /// When it was disabled, ms.
    pub disabled_at: Option<i64>,
    /// When it was made, ms.
    pub created_at: i64,
    /// Grows with every change.
    pub version: i64,
    /// Names of the scope's parts.
    #[sqlx(flatten)]
    pub names: PlaceNames,
    /// The longest lock of a device, ms.
    pub locked_until: Option<i64>,
}

/// The parts of a scope by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct PlaceNames {
    /// Division.
    pub division: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// Hall.
    pub hall: Option<String>,
    /// Person.
    pub staff: Option<String>,
    /// Her number.
    pub staff_number: Option<String>,
}

/// A place that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PlaceChoice {
    /// Division code or row id.
    pub place: String,
    /// Name.
    pub name: String,
    /// What it belongs to.
    pub above: String,
}

/// What the list of accounts can be narrowed by.
#[derive(Debug, Clone, Default)]
pub struct AccountFilter {
    /// Word of a role; empty: without one.
    pub role: Option<String>,
    /// `open`, `disabled`, `new` (one-time password not yet changed) or `never` (never signed in).
    pub state: Option<String>,
}

/// Which kind of place is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceKind {
    /// A division of this level: `district`, `town`, `village`.
    Division(&'static str),
    /// A department.
    Department,
    /// A hall.
    Hall,
    /// A person of a hall's staff.
    Staff,
}

impl From<&AccountRow> for Grant {
    fn from(account: &AccountRow) -> Grant {
        Grant {
            role: account.role.clone(),
            division_code: account.division_code.clone(),
            department_id: account.department_id,
            hall_id: account.hall_id,
            staff_id: account.staff_id,
        }
    }
}

impl Db {
    /// A page of the accounts, and how many there are in all.
    pub async fn list_accounts(
        &self,
        listing: &Listing,
        filter: &AccountFilter,
    ) -> StorageResult<(Vec<OfficeAccount>, i64)> {
        let sql = match (listing.sort.as_str(), listing.descending) {
            ("name", false) => ACCOUNTS_BY_NAME,
            ("name", true) => ACCOUNTS_BY_NAME_DOWN,
            ("role", false) => ACCOUNTS_BY_ROLE,
            ("role", true) => ACCOUNTS_BY_ROLE_DOWN,
            ("signed-in", false) => ACCOUNTS_BY_SIGN_IN,
            ("signed-in", true) => ACCOUNTS_BY_SIGN_IN_DOWN,
            (_, false) => ACCOUNTS_BY_LOGIN,
            (_, true) => ACCOUNTS_BY_LOGIN_DOWN,
        };
        let (l, f) = (listing, filter);
        Ok(reading!(self, |pool| {
            let page = sqlx::query_as(sql).bind(&l.pattern).bind(&f.role).bind(&f.state);
            let page = page.bind(l.limit).bind(l.offset);
            let count = sqlx::query_scalar(COUNT_ACCOUNTS_IN).bind(&l.pattern).bind(&f.role).bind(&f.state);
            page_and_total!(pool, l, page, count)
        }))
    }

    /// An account.
    pub async fn office_account(&self, id: i64) -> StorageResult<Option<OfficeAccount>> {
        Ok(reading!(self, |pool| sqlx::query_as(OFFICE_ACCOUNT).bind(id).fetch_optional(pool).await?))
    }

    /// What was done to an account, newest first, without signing in and out.
    pub async fn acts_on_account(&self, id: i64, limit: i64) -> StorageResult<Vec<AuditRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(ACTS_ON_ACCOUNT).bind(id.to_string()).bind(limit).fetch_all(pool).await?
        }))
    }

    /// Number of an account's sessions that are alive.
    pub async fn live_sessions_of(&self, id: i64, now: Millis, idle_since: Millis) -> StorageResult<i64> {
        Ok(reading!(self, |pool| {
            let count = sqlx::query_scalar(LIVE_SESSIONS_OF).bind(id).bind(now.0).bind(idle_since.0);
            count.fetch_one(pool).await?
        }))
    }

    /// Places of a kind whose name, code or number holds the words, at most `limit`.
    pub async fn pick_places(
        &self,
        kind: PlaceKind,
        words: &str,
        limit: i64,
    ) -> StorageResult<Vec<PlaceChoice>> {
        let like = crate::search::anywhere(words.trim());
        let (sql, level) = match kind {
            PlaceKind::Division(level) => (PICK_DIVISIONS, Some(level)),
            PlaceKind::Department => (PICK_DEPARTMENTS, None),
            PlaceKind::Hall => (PICK_HALLS, None),
            PlaceKind::Staff => (PICK_STAFF, None),
        };
        Ok(reading!(self, |pool| {
            match level {
                Some(level) => sqlx::query_as(sql).bind(level).bind(like).bind(limit).fetch_all(pool).await?,
                None => sqlx::query_as(sql).bind(like).bind(limit).fetch_all(pool).await?,
            }
        }))
    }

    /// The scope that a chosen place makes; `None` when there is no such place, or it is closed. What a place
    /// lies in (a person's hall, a hall's division) is taken from the tables, never from a form.
    pub async fn scope_of_place(&self, kind: PlaceKind, place: &str) -> StorageResult<Option<Grant>> {
        let id: Option<i64> = place.parse().ok();
        let mut grant = Grant::default();
        match kind {
            PlaceKind::Division(level) => {
                grant.division_code = reading!(self, |pool| {
                    let found = sqlx::query_scalar(IS_DIVISION_OF_LEVEL).bind(place).bind(level);
                    found.fetch_optional(pool).await?
                });
            }
            PlaceKind::Department => {
                grant.department_id = id;
                grant.division_code = self.division_of(DIVISION_OF_DEPARTMENT, id).await?;
            }
            PlaceKind::Hall => {
                grant.hall_id = id;
                grant.division_code = self.division_of(DIVISION_OF_HALL, id).await?;
            }
            PlaceKind::Staff => {
                grant.staff_id = id;
                grant.hall_id = reading!(self, |pool| {
                    sqlx::query_scalar(HALL_OF_STAFF).bind(id).fetch_optional(pool).await?
                });
                grant.division_code = self.division_of(DIVISION_OF_HALL, grant.hall_id).await?;
            }
        }
        Ok(grant.division_code.is_some().then_some(grant))
    }

    async fn division_of(&self, sql: &'static str, id: Option<i64>) -> StorageResult<Option<String>> {
        let Some(id) = id else { return Ok(None) };
        let found: Option<Option<String>> =
            reading!(self, |pool| sqlx::query_scalar(sql).bind(id).fetch_optional(pool).await?);
        Ok(found.flatten())
    }

    /// The parts of a scope by name.
    pub async fn names_of(&self, grant: &Grant) -> StorageResult<PlaceNames> {
        Ok(reading!(self, |pool| {
            let row = sqlx::query_as(NAMES_OF_GRANT).bind(&grant.division_code).bind(grant.department_id);
            row.bind(grant.hall_id).bind(grant.staff_id).fetch_one(pool).await?
        }))
    }
}
