//! Halls to choose from: those in a scope that are not closed, perhaps only those whose name holds some words.

use crate::{Db, StorageResult};
use domain::Scope;

statements! {
    HALLS_TO_PICK = r"SELECT h.id, h.name, v.name AS division FROM hall h JOIN division v ON v.code = h.division_code
        WHERE h.retired_at IS NULL AND h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
          AND (CAST($2 AS BIGINT) IS NULL OR h.id = $2) AND (CAST($3 AS BIGINT) IS NULL OR h.id = $3)
          AND (CAST($4 AS TEXT) IS NULL OR h.name LIKE $4 ESCAPE '\' OR v.name LIKE $4 ESCAPE '\')
        ORDER BY h.division_code, h.name, h.id LIMIT $5";
}

/// A hall to choose.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct HallPickRow {
    /// Row id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Name of its division.
    pub division: String,
}

impl Db {
    /// Halls of the scope that are not closed: only this one, or those whose name holds the words.
    pub async fn halls_to_pick(
        &self,
        scope: &Scope,
        only: Option<i64>,
        words: &str,
        limit: i64,
    ) -> StorageResult<Vec<HallPickRow>> {
        let words = words.trim();
        let like = (!words.is_empty()).then(|| crate::search::anywhere(words));
        Ok(reading!(self, |pool| {
            let rows = sqlx::query_as(HALLS_TO_PICK).bind(&scope.division).bind(scope.hall).bind(only);
            rows.bind(&like).bind(limit).fetch_all(pool).await?
        }))
    }
}
