//! Ratings for export, page by page in the order they came in, each with its places as they were when it was given.
//! No phone, no name, no device.

use crate::{Db, StorageResult};

statements! {
    EXPORT_PAGE = concat!("SELECT r.id, r.receipt, r.level, r.indicator_version, r.indicators, r.words, r.anonymous,
            r.channel, r.container, r.actor, r.late, r.rated_at, ", was!("h", "name"), " AS hall, ", was!("w", "name"),
            " AS window_name, w.code AS window_code, COALESCE(c.org_name, ", was!("d", "name"), ") AS department,
            c.item_name, c.pending, CASE WHEN r.anonymous THEN NULL ELSE c.project_no END AS project_no, o.service_number
        FROM rating r ", places_as_they_were!(), "
        LEFT JOIN occurrence o ON o.id = r.occurrence_id LEFT JOIN service_case c ON c.id = o.case_id
        WHERE r.id > $1 ORDER BY r.id LIMIT $2");
}

/// A row of the export.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ExportRow {
    /// Row id: the cursor.
    pub id: i64,
    /// Receipt code.
    pub receipt: String,
    /// Stars.
    pub level: i16,
    /// Version of the indicator list.
    pub indicator_version: i16,
    /// Codes joined by commas.
    pub indicators: String,
    /// Words.
    pub words: Option<String>,
    /// Anonymous: then no 申办号 either, for it names the applicant to whoever holds the case.
    pub anonymous: bool,
    /// `pf`.
    pub channel: i16,
    /// [`domain::Container`]; `None` for a rating from before it was kept, or not by a page of ours.
    pub container: Option<i16>,
    /// Actor.
    pub actor: i16,
    /// After the rating window.
    pub late: bool,
    /// When, ms.
    pub rated_at: i64,
    /// Hall, as it was called then.
    pub hall: Option<String>,
    /// Window, as it was called then.
    pub window_name: Option<String>,
    /// Window code.
    pub window_code: Option<String>,
    /// Department, as it was called then.
    pub department: Option<String>,
    /// Item.
    pub item_name: Option<String>,
    /// Rated through a signed link, and the case has not come: item, 申办号 and 服务次数 are a placeholder's.
    pub pending: Option<bool>,
    /// 申办号.
    pub project_no: Option<String>,
    /// 服务次数.
    pub service_number: Option<i32>,
}

impl Db {
    /// The next page of ratings after a row id (0 for the first).
    pub async fn export_page(&self, after: i64, limit: i64) -> StorageResult<Vec<ExportRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as::<_, ExportRow>(EXPORT_PAGE).bind(after).bind(limit).fetch_all(pool).await?
        }))
    }
}
