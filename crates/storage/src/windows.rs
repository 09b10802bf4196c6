//! A window as its page shows it: one indexed read, and who is on duty.

use crate::{Db, StorageResult};
use domain::{Millis, WindowCode};

statements! {
    // A plate's code leads to its window for ever; a window that never had a plate is found by its own.
    WINDOW_BY_CODE = "SELECT w.id, CAST($1 AS TEXT) AS code, w.name AS window_name, h.name AS hall, h.id AS hall_id,
            d.name AS department, COALESCE(p.ended_at, w.withdrawn_at) AS ended_at
        FROM service_window w JOIN hall h ON h.id = w.hall_id JOIN department d ON d.id = w.department_id
            LEFT JOIN plate p ON p.code = $1
        WHERE w.id = COALESCE((SELECT window_id FROM plate WHERE code = $1),
                              (SELECT id FROM service_window WHERE code = $1))";
    ON_DUTY = "SELECT s.id, s.name, s.number, t.starts_at, t.ends_at
        FROM shift t JOIN staff s ON s.id = t.staff_id
        WHERE t.window_id = $1 AND t.ends_at > $2 AND t.starts_at <= $2
        ORDER BY t.starts_at, t.id LIMIT 4";
}

/// A window with its hall and department.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct WindowRow {
    /// Row id.
    pub id: i64,
    /// The code it was found by.
    pub code: String,
    /// Name.
    pub window_name: String,
    /// Hall's name.
    pub hall: String,
    /// Hall's row id.
    pub hall_id: i64,
    /// Department's name.
    pub department: String,
    /// When the plate, or the window, was taken out of service.
    pub ended_at: Option<i64>,
}

/// A person on duty.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OnDutyRow {
    /// Staff's row id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// 工号.
    pub number: String,
    /// Begin of the shift, ms.
    pub starts_at: i64,
    /// End of the shift, ms.
    pub ends_at: i64,
}

impl Db {
    /// The window with this code, withdrawn or not.
    pub async fn window_by_code(&self, code: WindowCode) -> StorageResult<Option<WindowRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as::<_, WindowRow>(WINDOW_BY_CODE).bind(code.as_str()).fetch_optional(pool).await?
        }))
    }

    /// Who is on duty at the window at this moment.
    pub async fn on_duty(&self, window_id: i64, now: Millis) -> StorageResult<Vec<OnDutyRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as::<_, OnDutyRow>(ON_DUTY).bind(window_id).bind(now.0).fetch_all(pool).await?
        }))
    }
}
