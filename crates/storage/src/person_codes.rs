//! A person as her own code (一人一码) shows her: who she is, and where she sits.

use crate::{Db, StorageResult};
use domain::{Millis, WindowCode};

statements! {
    PERSON_BY_CODE = "SELECT s.id, s.name, s.number, s.hall_id, h.name AS hall, s.retired_at
        FROM staff s LEFT JOIN hall h ON h.id = s.hall_id WHERE s.code = $1";
    PERSON_SITS_AT = "SELECT w.code FROM shift t JOIN service_window w ON w.id = t.window_id
        WHERE t.staff_id = $1 AND t.ends_at > $2 AND t.starts_at <= $2 AND w.withdrawn_at IS NULL
        ORDER BY t.starts_at DESC, t.id DESC LIMIT 1";
    WINDOW_WITHDRAWN_AT = "SELECT withdrawn_at FROM service_window WHERE id = $1";
}

/// A person whose code was scanned.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PersonRow {
    /// Row id.
    pub id: i64,
    /// Name shown at the window.
    pub name: String,
    /// 工号.
    pub number: String,
    /// Her hall.
    pub hall_id: Option<i64>,
    /// Its name.
    pub hall: Option<String>,
    /// When she was retired, ms.
    pub retired_at: Option<i64>,
}

impl Db {
    /// The person with this code, retired or not.
    pub async fn person_by_code(&self, code: WindowCode) -> StorageResult<Option<PersonRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(PERSON_BY_CODE).bind(code.as_str()).fetch_optional(pool).await?
        }))
    }

    /// When a window was withdrawn, ms; `None` while it is in service, whatever has become of its plates.
    pub async fn window_withdrawn_at(&self, window: i64) -> StorageResult<Option<i64>> {
        Ok(reading!(self, |pool| {
            sqlx::query_scalar(WINDOW_WITHDRAWN_AT).bind(window).fetch_one(pool).await?
        }))
    }

    /// Code of the window in service at which a person sits now.
    pub async fn person_sits_at(&self, staff: i64, now: Millis) -> StorageResult<Option<String>> {
        Ok(reading!(self, |pool| {
            sqlx::query_scalar(PERSON_SITS_AT).bind(staff).bind(now.0).fetch_optional(pool).await?
        }))
    }
}
