//! Rules that lead people to the province's own rating page: by division, perhaps one department there, from a day on.

use crate::{AuditEntry, Db, StorageResult};
use domain::Millis;

/// Rules in force at `$2` whose division holds this one.
macro_rules! rule_in_force {
    ($division:literal) => {
        concat!(
            "SELECT 1 FROM province_rule p JOIN division_within x ON x.ancestor = p.division_code AND x.code = ",
            $division,
            " LEFT JOIN department pd ON pd.id = p.department_id
            WHERE p.from_at <= $2 AND (p.until_at IS NULL OR p.until_at > $2) AND "
        )
    };
}

macro_rules! rule {
    () => {
        "p.id, v.name AS division, COALESCE(d.name, '') AS department, p.from_at, p.until_at, p.reason, p.made_at,
            p.made_by FROM province_rule p JOIN division v ON v.code = p.division_code
            LEFT JOIN department d ON d.id = p.department_id"
    };
}

statements! {
    PROVINCE_RULES = concat!("SELECT ", rule!(), " ORDER BY p.from_at DESC, p.id DESC");
    PROVINCE_RULE = concat!("SELECT ", rule!(), " WHERE p.id = $1");
    ADD_PROVINCE_RULE = "INSERT INTO province_rule (id, division_code, department_id, from_at, until_at, reason, made_at,
        made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    // One that has not begun never does.
    END_PROVINCE_RULE = "UPDATE province_rule SET until_at = CASE WHEN from_at > $2 THEN from_at ELSE $2 END
        WHERE id = $1 AND (until_at IS NULL OR until_at > $2)";
    // 受理部门编码 is the area, a line and the credit code; 实施部门 goes before it.
    PROVINCE_CASE = concat!("SELECT c.area_code, c.project_no, o.service_name, o.service_number
        FROM occurrence o JOIN service_case c ON c.id = o.case_id
        WHERE o.id = $1 AND NOT c.pending AND EXISTS (", rule_in_force!("c.area_code"), "(p.department_id IS NULL
            OR pd.credit_code = COALESCE(c.dept_code, SUBSTR(c.org_code, 14))))");
    PROVINCE_WINDOW = concat!("SELECT h.division_code AS area_code, w.code, w.name
        FROM service_window w JOIN hall h ON h.id = w.hall_id
        WHERE w.id = $1 AND EXISTS (", rule_in_force!("h.division_code"), "(p.department_id IS NULL
            OR p.department_id = w.department_id))");
}

/// A rule, its places by name.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ProvinceRuleRow {
    /// Row id.
    pub id: i64,
    /// Where: this division and everything below it.
    pub division: String,
    /// Only this department; empty: every one.
    pub department: String,
    /// First moment, ms.
    pub from_at: i64,
    /// First moment after it, ms.
    pub until_at: Option<i64>,
    /// Why.
    pub reason: String,
    /// When it was made, ms.
    pub made_at: i64,
    /// Login of who made it.
    pub made_by: String,
}

/// A rule to be made.
#[derive(Debug, Clone)]
pub struct NewProvinceRule<'a> {
    /// Row id.
    pub id: i64,
    /// Division.
    pub division: &'a str,
    /// Department.
    pub department: Option<i64>,
    /// First moment.
    pub from: Millis,
    /// First moment after it.
    pub until: Option<Millis>,
    /// Why.
    pub reason: &'a str,
    /// Login of who makes it.
    pub by: &'a str,
}

/// What the province's page must be told of an occurrence.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ProvinceCase {
    /// 行政区划, 12 digits.
    pub area_code: String,
    /// 申办号.
    pub project_no: String,
    /// 服务名称.
    pub service_name: String,
    /// 服务次数.
    pub service_number: i32,
}

/// What it must be told of a window.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ProvinceWindow {
    /// 行政区划, 12 digits.
    pub area_code: String,
    /// The window's own code.
    pub code: String,
    /// Its name.
    pub name: String,
}

impl Db {
    /// Every rule, those that begin last first.
    pub async fn province_rules(&self) -> StorageResult<Vec<ProvinceRuleRow>> {
        Ok(reading!(self, |pool| sqlx::query_as(PROVINCE_RULES).fetch_all(pool).await?))
    }

    /// One of them.
    pub async fn province_rule(&self, id: i64) -> StorageResult<Option<ProvinceRuleRow>> {
        Ok(reading!(self, |pool| sqlx::query_as(PROVINCE_RULE).bind(id).fetch_optional(pool).await?))
    }

    /// Makes a rule.
    pub async fn add_province_rule(
        &self,
        new: &NewProvinceRule<'_>,
        now: Millis,
        entries: &[AuditEntry],
    ) -> StorageResult<()> {
        recording!(self, entries, |tx| {
            let row = sqlx::query(ADD_PROVINCE_RULE).bind(new.id).bind(new.division).bind(new.department);
            let row = row.bind(new.from.0).bind(new.until.map(|u| u.0)).bind(new.reason).bind(now.0);
            row.bind(new.by).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// Ends a rule now; `false` when it had ended.
    pub async fn end_province_rule(
        &self,
        id: i64,
        now: Millis,
        entries: &[AuditEntry],
    ) -> StorageResult<bool> {
        Ok(recording!(self, entries, |tx| {
            let row = sqlx::query(END_PROVINCE_RULE).bind(id).bind(now.0);
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
            true
        }))
    }

    /// What leads to the province's page for this occurrence; `None`: it is rated here.
    pub async fn province_case(&self, occurrence: i64, now: Millis) -> StorageResult<Option<ProvinceCase>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(PROVINCE_CASE).bind(occurrence).bind(now.0).fetch_optional(pool).await?
        }))
    }

    /// What leads to the province's page for this window; `None`: it is rated here.
    pub async fn province_window(&self, window: i64, now: Millis) -> StorageResult<Option<ProvinceWindow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(PROVINCE_WINDOW).bind(window).bind(now.0).fetch_optional(pool).await?
        }))
    }
}
