//! Items (事项) as the office keeps them: listed within a scope, changed version by version, retired. A case
//! refers to an item's code, so nothing is overwritten: what an item was stays in `item_past`.

use crate::{AuditEntry, Db, Listing, StorageResult};
use domain::{Millis, Scope};

/// Tables and scope (`$1`–`$3`): items of departments of the subtree, of one department, handled in one hall. An
/// item whose department nobody has named is the city's.
macro_rules! from_items {
    () => {
        "FROM item i LEFT JOIN department d ON d.id = i.department_id
        WHERE (d.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
               OR (d.division_code IS NULL AND $1 = (SELECT MIN(code) FROM division WHERE parent IS NULL)))
          AND (CAST($2 AS BIGINT) IS NULL OR i.department_id = $2)
          AND (CAST($3 AS BIGINT) IS NULL OR i.code IN (SELECT x.item_code FROM service_window xw
                JOIN window_item x ON x.window_id = xw.id WHERE xw.hall_id = $3)) "
    };
}
pub(crate) use from_items;

macro_rules! columns {
    () => {
        "SELECT i.code, i.task_code, i.handle_item, i.name, i.item_type, i.department_id,
            COALESCE(d.name, '') AS department, i.dept_code, i.case_kind, i.promised, i.promised_unit, i.legal,
            i.legal_unit, i.service_objects, i.exercise_level, i.handle_forms, i.theme, i.retired_at, i.version "
    };
}

macro_rules! filters {
    () => {
        r"AND (CAST($4 AS TEXT) IS NULL OR i.name LIKE $4 ESCAPE '\' OR i.code LIKE UPPER($4) ESCAPE '\')
          AND (CAST($5 AS TEXT) IS NULL OR i.item_type = $5) AND (CAST($6 AS BIGINT) IS NULL OR i.department_id = $6)
          AND (CAST($7 AS BOOLEAN) IS NULL OR (i.retired_at IS NULL) = $7) "
    };
}

macro_rules! items_by {
    ($order:literal) => {
        concat!(columns!(), from_items!(), filters!(), "ORDER BY ", $order, " LIMIT $8 OFFSET $9")
    };
}

macro_rules! content {
    () => {
        "name, item_type, department_id, dept_code, case_kind, promised, promised_unit, legal, legal_unit,
            service_objects, exercise_level, handle_forms, theme"
    };
}

statements! {
    ITEMS_BY_CODE = items_by!("i.code");
    ITEMS_BY_CODE_DOWN = items_by!("i.code DESC");
    ITEMS_BY_NAME = items_by!("i.name, i.code");
    ITEMS_BY_NAME_DOWN = items_by!("i.name DESC, i.code DESC");
    ITEMS_BY_TYPE = items_by!("i.item_type, i.code");
    ITEMS_BY_TYPE_DOWN = items_by!("i.item_type DESC, i.code DESC");
    ITEMS_BY_DEPARTMENT = items_by!("i.department_id, i.code");
    ITEMS_BY_DEPARTMENT_DOWN = items_by!("i.department_id DESC, i.code DESC");
    COUNT_ITEMS = concat!("SELECT COUNT(*) ", from_items!(), filters!());
    ITEM_IN_SCOPE = concat!(columns!(), from_items!(), "AND i.code = $4");
    ADD_ITEM = concat!("INSERT INTO item (code, task_code, handle_item, ", content!(), ")
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT DO NOTHING");
    KEEP_ITEM_PAST = concat!("INSERT INTO item_past (code, version, until_at, retired_at, ", content!(), ")
        SELECT code, version, CAST($3 AS BIGINT), retired_at, ", content!(), " FROM item
        WHERE code = $1 AND version = $2 ON CONFLICT DO NOTHING");
    CHANGE_ITEM = "UPDATE item SET name = $3, item_type = $4, department_id = $5, dept_code = $6, case_kind = $7,
            promised = $8, promised_unit = $9, legal = $10, legal_unit = $11, service_objects = $12,
            exercise_level = $13, handle_forms = $14, theme = $15, version = version + 1
        WHERE code = $1 AND version = $2";
    SET_ITEM_RETIRED = "UPDATE item SET retired_at = $3, version = version + 1 WHERE code = $1 AND version = $2";
    ITEM_VERSIONS = "SELECT p.code, i.task_code, i.handle_item, p.name, p.item_type, p.department_id,
            COALESCE(d.name, '') AS department, p.dept_code, p.case_kind, p.promised, p.promised_unit, p.legal,
            p.legal_unit, p.service_objects, p.exercise_level, p.handle_forms, p.theme, p.retired_at, p.version,
            p.until_at
        FROM item_past p JOIN item i ON i.code = p.code LEFT JOIN department d ON d.id = p.department_id
        WHERE p.code = $1 ORDER BY p.version DESC LIMIT $2";
    // Departments an item may belong to.
    ITEM_DEPARTMENTS = "SELECT d.id, d.name FROM department d WHERE d.retired_at IS NULL
          AND (d.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
               OR (d.division_code IS NULL AND $1 = (SELECT MIN(code) FROM division WHERE parent IS NULL)))
          AND (CAST($2 AS BIGINT) IS NULL OR d.id = $2) AND (CAST($3 AS BIGINT) IS NULL OR d.id = $3)
        ORDER BY d.name, d.id LIMIT $4";
}

/// An item.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ItemRow {
    /// The whole code: 业务办理项编码 where there is one, else 实施编码.
    pub code: String,
    /// 实施编码.
    pub task_code: String,
    /// 业务办理项编码.
    pub handle_item: Option<String>,
    /// Everything else.
    #[sqlx(flatten)]
    pub content: ItemContent,
    /// Department's name; empty without one.
    pub department: String,
    /// When it was retired, ms.
    pub retired_at: Option<i64>,
    /// Grows with every change.
    pub version: i64,
}

/// What of an item can be changed; codes are those of their tables.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ItemContent {
    /// 事项名称.
    pub name: String,
    /// 事项类型, 99 for what is not “6+1”.
    pub item_type: String,
    /// Department.
    pub department_id: Option<i64>,
    /// 统一社会信用代码, as the list gives it.
    pub dept_code: Option<String>,
    /// 办件类型.
    pub case_kind: Option<String>,
    /// 承诺时限.
    pub promised: Option<i64>,
    /// Its unit.
    pub promised_unit: Option<String>,
    /// 法定时限.
    pub legal: Option<i64>,
    /// Its unit.
    pub legal_unit: Option<String>,
    /// 服务对象, joined by commas.
    pub service_objects: String,
    /// 行使层级.
    pub exercise_level: Option<String>,
    /// 办理形式, joined by commas.
    pub handle_forms: String,
    /// 事项主题.
    pub theme: Option<String>,
}

/// An earlier version.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ItemVersionRow {
    /// The item as it was.
    #[sqlx(flatten)]
    pub item: ItemRow,
    /// Until when, ms.
    pub until_at: i64,
}

/// What the list of items can be narrowed by.
#[derive(Debug, Clone, Default)]
pub struct ItemFilter {
    /// 事项类型.
    pub item_type: Option<String>,
    /// Department.
    pub department: Option<i64>,
    /// In use, or retired.
    pub in_use: Option<bool>,
}

/// Binds a content's columns, in the order of `content!`.
macro_rules! bind_content {
    ($query:expr, $c:expr) => {
        $query
            .bind(&$c.name)
            .bind(&$c.item_type)
            .bind($c.department_id)
            .bind(&$c.dept_code)
            .bind(&$c.case_kind)
            .bind($c.promised)
            .bind(&$c.promised_unit)
            .bind($c.legal)
            .bind(&$c.legal_unit)
            .bind(&$c.service_objects)
            .bind(&$c.exercise_level)
            .bind(&$c.handle_forms)
            .bind(&$c.theme)
    };
}

impl Db {
    /// A page of the items in a scope, and how many there are in all.
    pub async fn list_items(
        &self,
        listing: &Listing,
        filter: &ItemFilter,
    ) -> StorageResult<(Vec<ItemRow>, i64)> {
        let sql = match (listing.sort.as_str(), listing.descending) {
            ("name", false) => ITEMS_BY_NAME,
            ("name", true) => ITEMS_BY_NAME_DOWN,
            ("type", false) => ITEMS_BY_TYPE,
            ("type", true) => ITEMS_BY_TYPE_DOWN,
            ("department", false) => ITEMS_BY_DEPARTMENT,
            ("department", true) => ITEMS_BY_DEPARTMENT_DOWN,
            (_, false) => ITEMS_BY_CODE,
            (_, true) => ITEMS_BY_CODE_DOWN,
        };
        let (l, s, f) = (listing, &listing.scope, filter);
        Ok(reading!(self, |pool| {
            let page = sqlx::query_as(sql).bind(&s.division).bind(s.department).bind(s.hall).bind(&l.pattern);
            let page = page.bind(&f.item_type).bind(f.department).bind(f.in_use).bind(l.limit).bind(l.offset);
            let count = sqlx::query_scalar(COUNT_ITEMS).bind(&s.division).bind(s.department).bind(s.hall);
            let count = count.bind(&l.pattern).bind(&f.item_type).bind(f.department).bind(f.in_use);
            page_and_total!(pool, l, page, count)
        }))
    }

    /// An item in this scope, by its whole code.
    pub async fn item(&self, scope: &Scope, code: &str) -> StorageResult<Option<ItemRow>> {
        Ok(reading!(self, |pool| {
            let row = sqlx::query_as(ITEM_IN_SCOPE).bind(&scope.division).bind(scope.department);
            row.bind(scope.hall).bind(code).fetch_optional(pool).await?
        }))
    }

    /// Earlier versions, the latest first.
    pub async fn item_versions(&self, code: &str, limit: i64) -> StorageResult<Vec<ItemVersionRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(ITEM_VERSIONS).bind(code).bind(limit).fetch_all(pool).await?
        }))
    }

    /// Departments of the scope that are not closed, as (id, name); or only this one.
    pub async fn item_departments(
        &self,
        scope: &Scope,
        only: Option<i64>,
        limit: i64,
    ) -> StorageResult<Vec<(i64, String)>> {
        Ok(reading!(self, |pool| {
            let rows = sqlx::query_as(ITEM_DEPARTMENTS).bind(&scope.division).bind(scope.department);
            rows.bind(only).bind(limit).fetch_all(pool).await?
        }))
    }

    /// Puts an item in; `false` when its code is there already.
    pub async fn add_item(
        &self,
        (code, task_code, handle_item): (&str, &str, Option<&str>),
        content: &ItemContent,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let row = sqlx::query(ADD_ITEM).bind(code).bind(task_code).bind(handle_item);
            if bind_content!(row, content).execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
        });
        Ok(true)
    }

    /// Makes a new version and keeps the one before; `false` when somebody changed it meanwhile.
    pub async fn change_item(
        &self,
        (code, version): (&str, i64),
        content: &ItemContent,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let past = sqlx::query(KEEP_ITEM_PAST).bind(code).bind(version).bind(now.0);
            past.execute(&mut *tx).await?;
            let row = sqlx::query(CHANGE_ITEM).bind(code).bind(version);
            if bind_content!(row, content).execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
        });
        Ok(true)
    }

    /// Retires an item, or takes it into use again; `false` when somebody changed it meanwhile.
    pub async fn set_item_retired(
        &self,
        (code, version): (&str, i64),
        retired_at: Option<Millis>,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let past = sqlx::query(KEEP_ITEM_PAST).bind(code).bind(version).bind(now.0);
            past.execute(&mut *tx).await?;
            let row = sqlx::query(SET_ITEM_RETIRED).bind(code).bind(version).bind(retired_at.map(|at| at.0));
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
        });
        Ok(true)
    }
}
