//! Finding halls and windows by name, for whoever holds a code that leads nowhere.

use crate::{Db, StorageResult};

statements! {
    HALLS_BY_NAME = r"SELECT name, address FROM hall
        WHERE retired_at IS NULL AND (name LIKE $1 ESCAPE '\' OR address LIKE $1 ESCAPE '\')
        ORDER BY name LIMIT $2";
    WINDOWS_BY_NAME = r"SELECT w.code, w.name AS window_name, h.name AS hall, d.name AS department
        FROM service_window w JOIN hall h ON h.id = w.hall_id JOIN department d ON d.id = w.department_id
        WHERE w.withdrawn_at IS NULL
          AND (w.name LIKE $1 ESCAPE '\' OR h.name LIKE $1 ESCAPE '\' OR d.name LIKE $1 ESCAPE '\')
        ORDER BY h.name, w.name, w.id LIMIT $2";
    WINDOWS_OF_HALL = "SELECT w.code, w.name AS window_name, h.name AS hall, d.name AS department
        FROM service_window w JOIN hall h ON h.id = w.hall_id JOIN department d ON d.id = w.department_id
        WHERE w.hall_id = $1 AND w.withdrawn_at IS NULL ORDER BY w.name, w.id LIMIT $2";
    WITHDRAWN_CODE = "SELECT code FROM service_window WHERE withdrawn_at IS NOT NULL ORDER BY id LIMIT 1";
}

/// A hall found.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct HallRow {
    /// Name.
    pub name: String,
    /// Where it is.
    pub address: String,
}

/// A window found.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct WindowHitRow {
    /// Code.
    pub code: String,
    /// Name.
    pub window_name: String,
    /// Hall's name.
    pub hall: String,
    /// Department's name.
    pub department: String,
}

/// The text as a pattern that finds it anywhere, its own `%` and `_` meaning themselves.
pub(crate) fn anywhere(text: &str) -> String {
    format!("%{}%", text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_"))
}

impl Db {
    /// Halls whose name or address holds the text.
    pub async fn halls_by_name(&self, text: &str, limit: i64) -> StorageResult<Vec<HallRow>> {
        let like = anywhere(text);
        Ok(reading!(self, |pool| {
            sqlx::query_as::<_, HallRow>(HALLS_BY_NAME).bind(like).bind(limit).fetch_all(pool).await?
        }))
    }

    /// Windows in service whose own, hall's or department's name holds the text.
    pub async fn windows_by_name(&self, text: &str, limit: i64) -> StorageResult<Vec<WindowHitRow>> {
        let like = anywhere(text);
        Ok(reading!(self, |pool| {
            sqlx::query_as::<_, WindowHitRow>(WINDOWS_BY_NAME).bind(like).bind(limit).fetch_all(pool).await?
        }))
    }

    /// Windows in service of one hall.
    pub async fn windows_of_hall(&self, hall_id: i64, limit: i64) -> StorageResult<Vec<WindowHitRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as::<_, WindowHitRow>(WINDOWS_OF_HALL)
                .bind(hall_id)
                .bind(limit)
                .fetch_all(pool)
                .await?
        }))
    }

    /// Code of some window out of service (for the demonstration).
    pub async fn withdrawn_window_code(&self) -> StorageResult<Option<String>> {
        Ok(reading!(self, |pool| sqlx::query_scalar(WITHDRAWN_CODE).fetch_optional(pool).await?))
    }
}
