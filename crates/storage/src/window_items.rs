//! Which window handles which item.

use crate::items::from_items;
use crate::{AuditEntry, Db, StorageResult};
use domain::Scope;

statements! {
    WINDOWS_OF_ITEM = "SELECT w.id, w.name, h.name AS hall, w.hall_id, w.withdrawn_at IS NULL AS in_service
        FROM window_item x JOIN service_window w ON w.id = x.window_id JOIN hall h ON h.id = w.hall_id
        WHERE x.item_code = $4 AND h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
          AND (CAST($2 AS BIGINT) IS NULL OR w.department_id = $2) AND (CAST($3 AS BIGINT) IS NULL OR w.hall_id = $3)
        ORDER BY h.name, w.name, w.id LIMIT $5";
    ITEMS_OF_WINDOW = "SELECT i.code, i.name, i.item_type, i.retired_at IS NULL AS in_use
        FROM window_item x JOIN item i ON i.code = x.item_code WHERE x.window_id = $1 ORDER BY i.name, i.code LIMIT 1000";
    // A window and an item that are both in the scope.
    LINK_ITEM = concat!("INSERT INTO window_item (window_id, item_code)
        SELECT w.id, i.code FROM service_window w JOIN hall h ON h.id = w.hall_id, item i
        WHERE w.id = $4 AND i.code = $5 AND i.retired_at IS NULL AND w.withdrawn_at IS NULL
          AND h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
          AND (CAST($2 AS BIGINT) IS NULL OR w.department_id = $2) AND (CAST($3 AS BIGINT) IS NULL OR w.hall_id = $3)
          AND i.code IN (SELECT i.code ", from_items!(), "AND i.code = $5)
        ON CONFLICT DO NOTHING");
    UNLINK_ITEM = "DELETE FROM window_item WHERE window_id = $4 AND item_code = $5
        AND window_id IN (SELECT w.id FROM service_window w JOIN hall h ON h.id = w.hall_id
            WHERE h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
              AND (CAST($2 AS BIGINT) IS NULL OR w.department_id = $2)
              AND (CAST($3 AS BIGINT) IS NULL OR w.hall_id = $3))";
}

/// A window that handles an item.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ItemWindowRow {
    /// Row id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Hall's name.
    pub hall: String,
    /// Hall.
    pub hall_id: i64,
    /// Is it in service?
    pub in_service: bool,
}

/// An item a window handles.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct WindowItemRow {
    /// The whole code.
    pub code: String,
    /// Name.
    pub name: String,
    /// 事项类型.
    pub item_type: String,
    /// Is it in use?
    pub in_use: bool,
}

impl Db {
    /// Windows of the scope that handle an item.
    pub async fn windows_of_item(
        &self,
        scope: &Scope,
        code: &str,
        limit: i64,
    ) -> StorageResult<Vec<ItemWindowRow>> {
        Ok(reading!(self, |pool| {
            let rows = sqlx::query_as(WINDOWS_OF_ITEM).bind(&scope.division).bind(scope.department);
            rows.bind(scope.hall).bind(code).bind(limit).fetch_all(pool).await?
        }))
    }

    /// Items a window handles, retired ones too.
    pub async fn items_of_window(&self, window: i64) -> StorageResult<Vec<WindowItemRow>> {
        Ok(reading!(self, |pool| sqlx::query_as(ITEMS_OF_WINDOW).bind(window).fetch_all(pool).await?))
    }

    /// Joins and parts windows and items, as (window, code); what lies outside the scope stays as it is.
    /// Returns how many were joined and parted.
    pub async fn set_window_items(
        &self,
        scope: &Scope,
        join: &[(i64, String)],
        part: &[(i64, String)],
        audit: &[AuditEntry],
    ) -> StorageResult<(u64, u64)> {
        let (mut joined, mut parted) = (0, 0);
        recording!(self, audit, |tx| {
            for (window, code) in join {
                let row =
                    sqlx::query(LINK_ITEM).bind(&scope.division).bind(scope.department).bind(scope.hall);
                joined += row.bind(window).bind(code).execute(&mut *tx).await?.rows_affected();
            }
            for (window, code) in part {
                let row =
                    sqlx::query(UNLINK_ITEM).bind(&scope.division).bind(scope.department).bind(scope.hall);
                parted += row.bind(window).bind(code).execute(&mut *tx).await?.rows_affected();
            }
            // Nothing was changed, so there is nothing to record.
            if joined + parted == 0 {
                return Ok((0, 0));
            }
        });
        Ok((joined, parted))
    }
}
