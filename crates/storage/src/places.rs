//! Divisions, departments, halls, windows, staff, shifts and items: putting them in.

use crate::{Db, StorageResult};

statements! {
    INSERT_DIVISION = "INSERT INTO division (code, name, level, parent) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    FORGET_WITHIN = "DELETE FROM division_within";
    // Every division beside each one that manages it, itself included.
    FILL_WITHIN = "INSERT INTO division_within (ancestor, code)
        WITH RECURSIVE up (ancestor, code) AS (
            SELECT code, code FROM division
            UNION
            SELECT COALESCE(d.managing_parent, d.parent), up.code FROM up JOIN division d ON d.code = up.ancestor
            WHERE COALESCE(d.managing_parent, d.parent) IS NOT NULL
        )
        SELECT ancestor, code FROM up";
    INSERT_DEPARTMENT = "INSERT INTO department (id, name, credit_code, division_code) VALUES ($1, $2, $3, $4)";
    INSERT_HALL = "INSERT INTO hall (id, division_code, name, address) VALUES ($1, $2, $3, $4)";
    INSERT_WINDOW = "INSERT INTO service_window (id, hall_id, department_id, code, name) VALUES ($1, $2, $3, $4, $5)";
    INSERT_STAFF = "INSERT INTO staff (id, name, number, hall_id, department_id) VALUES ($1, $2, $3, $4, $5)";
    INSERT_SHIFT = "INSERT INTO shift (id, window_id, staff_id, starts_at, ends_at) VALUES ($1, $2, $3, $4, $5)";
    INSERT_ITEM = "INSERT INTO item (code, task_code, name, item_type) VALUES ($1, $1, $2, $3) ON CONFLICT DO NOTHING";
    WITHDRAW_WINDOW = "UPDATE service_window SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL";
    COUNT_WINDOWS = "SELECT COUNT(*) FROM service_window";
}

/// 行政区划.
#[derive(Debug, Clone)]
pub struct Division {
    /// 12 digits.
    pub code: String,
    /// Name.
    pub name: String,
    /// `city`, `district`, `town` or `village`.
    pub level: String,
    /// Code of the division above.
    pub parent: Option<String>,
}

/// 部门.
#[derive(Debug, Clone)]
pub struct Department {
    /// Row id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// 统一社会信用代码.
    pub credit_code: Option<String>,
    /// Division whose department it is.
    pub division_code: Option<String>,
}

/// 大厅.
#[derive(Debug, Clone)]
pub struct Hall {
    /// Row id.
    pub id: i64,
    /// Division it stands in.
    pub division_code: String,
    /// Name.
    pub name: String,
    /// Where it is, in words.
    pub address: String,
}

/// 窗口.
#[derive(Debug, Clone)]
pub struct NewWindow {
    /// Row id.
    pub id: i64,
    /// Hall.
    pub hall_id: i64,
    /// Department that works there.
    pub department_id: i64,
    /// Code on the plate.
    pub code: domain::WindowCode,
    /// Name.
    pub name: String,
}

/// 工作人员.
#[derive(Debug, Clone)]
pub struct Staff {
    /// Row id.
    pub id: i64,
    /// Name shown at the window.
    pub name: String,
    /// 工号.
    pub number: String,
    /// Hall she works in.
    pub hall_id: Option<i64>,
    /// Department she belongs to.
    pub department_id: Option<i64>,
}

/// Who sits at which window when.
#[derive(Debug, Clone)]
pub struct Shift {
    /// Row id.
    pub id: i64,
    /// Window.
    pub window_id: i64,
    /// Person.
    pub staff_id: i64,
    /// From, inclusive, ms.
    pub starts_at: i64,
    /// To, exclusive, ms.
    pub ends_at: i64,
}

/// 事项.
#[derive(Debug, Clone)]
pub struct Item {
    /// 实施编码.
    pub task_code: String,
    /// Name.
    pub name: String,
    /// One of the seven 6+1 types.
    pub item_type: domain::code_tables::ItemType,
}

/// A set of places, put in together or not at all.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// Divisions, parents before children; those already there are left alone.
    pub divisions: Vec<Division>,
    /// Departments.
    pub departments: Vec<Department>,
    /// Halls.
    pub halls: Vec<Hall>,
    /// Windows.
    pub windows: Vec<NewWindow>,
    /// Staff.
    pub staff: Vec<Staff>,
    /// Shifts.
    pub shifts: Vec<Shift>,
    /// Items; those already there are left alone.
    pub items: Vec<Item>,
}

impl Db {
    /// Puts in a set of places in one transaction.
    pub async fn insert_places(&self, places: &Places) -> StorageResult<()> {
        writing!(self, |tx| {
            for d in &places.divisions {
                let row =
                    sqlx::query(INSERT_DIVISION).bind(&d.code).bind(&d.name).bind(&d.level).bind(&d.parent);
                row.execute(&mut *tx).await?;
            }
            if !places.divisions.is_empty() {
                sqlx::query(FORGET_WITHIN).execute(&mut *tx).await?;
                sqlx::query(FILL_WITHIN).execute(&mut *tx).await?;
            }
            for d in &places.departments {
                let row = sqlx::query(INSERT_DEPARTMENT).bind(d.id).bind(&d.name).bind(&d.credit_code);
                row.bind(&d.division_code).execute(&mut *tx).await?;
            }
            for h in &places.halls {
                let row =
                    sqlx::query(INSERT_HALL).bind(h.id).bind(&h.division_code).bind(&h.name).bind(&h.address);
                row.execute(&mut *tx).await?;
            }
            for w in &places.windows {
                let row = sqlx::query(INSERT_WINDOW).bind(w.id).bind(w.hall_id).bind(w.department_id);
                row.bind(w.code.as_str()).bind(&w.name).execute(&mut *tx).await?;
            }
            for s in &places.staff {
                let row = sqlx::query(INSERT_STAFF).bind(s.id).bind(&s.name).bind(&s.number);
                row.bind(s.hall_id).bind(s.department_id).execute(&mut *tx).await?;
            }
            for s in &places.shifts {
                let row = sqlx::query(INSERT_SHIFT).bind(s.id).bind(s.window_id).bind(s.staff_id);
                row.bind(s.starts_at).bind(s.ends_at).execute(&mut *tx).await?;
            }
            for i in &places.items {
                let row = sqlx::query(INSERT_ITEM).bind(&i.task_code).bind(&i.name).bind(i.item_type.code());
                row.execute(&mut *tx).await?;
            }
        });
        Ok(())
    }

    /// Takes a window out of service; its code keeps leading to a page that says so.
    pub async fn withdraw_window(&self, window_id: i64, now: domain::Millis) -> StorageResult<bool> {
        Ok(writing!(self, |tx| {
            sqlx::query(WITHDRAW_WINDOW).bind(window_id).bind(now.0).execute(&mut *tx).await?.rows_affected()
                == 1
        }))
    }

    /// Number of windows, in service or not.
    pub async fn count_windows(&self) -> StorageResult<i64> {
        Ok(reading!(self, |pool| sqlx::query_scalar::<_, i64>(COUNT_WINDOWS).fetch_one(pool).await?))
    }
}
