//! Numbers of the office's front page: what there is in a scope, and what waits there.

use crate::{Db, StorageResult};
use domain::{Millis, Scope};

/// Windows in service in a scope (`$1`–`$3`).
macro_rules! windows {
    ($rest:literal) => {
        concat!(
            "(SELECT COUNT(*) FROM service_window w JOIN hall h ON h.id = w.hall_id
              WHERE h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
                AND (w.department_id = $2 OR $2 IS NULL) AND (w.hall_id = $3 OR $3 IS NULL)
                AND w.withdrawn_at IS NULL ",
            $rest,
            ")"
        )
    };
}

/// Plates of windows in a scope (`$1`–`$3`).
macro_rules! plates {
    ($rest:literal) => {
        concat!(
            "(SELECT COUNT(*) FROM plate p JOIN service_window w ON w.id = p.window_id JOIN hall h ON h.id = w.hall_id
              WHERE h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
                AND (w.department_id = $2 OR $2 IS NULL) AND (w.hall_id = $3 OR $3 IS NULL) ",
            $rest,
            ")"
        )
    };
}

statements! {
    PLACES = concat!(
        "SELECT ", windows!(""), " AS windows,
            (SELECT COUNT(*) FROM hall h WHERE h.retired_at IS NULL AND (h.id = $3 OR $3 IS NULL)
                AND h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)) AS halls,
            (SELECT COUNT(*) FROM staff s JOIN hall h ON h.id = s.hall_id WHERE s.retired_at IS NULL
                AND h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
                AND (s.department_id = $2 OR $2 IS NULL) AND (s.hall_id = $3 OR $3 IS NULL)) AS staff, ",
        plates!("AND p.state = 'mounted'"), " AS mounted"
    );
    PLATES_WAITING = concat!(
        "SELECT ", windows!("AND NOT EXISTS (SELECT 1 FROM plate p WHERE p.window_id = w.id AND p.ended_at IS NULL)"),
        " AS without_plate, ",
        plates!("AND EXISTS (SELECT 1 FROM plate_report r WHERE r.code = p.code AND r.handled_at IS NULL)"),
        " AS reported, ",
        plates!("AND NOT COALESCE((SELECT g.is_right FROM plate_sighting g WHERE g.code = p.code
            ORDER BY g.id DESC LIMIT 1), TRUE)"),
        " AS misplaced, ",
        plates!("AND p.state = 'mounted' AND NOT EXISTS (SELECT 1 FROM plate_scan s WHERE s.code = p.code)"),
        " AS never_scanned"
    );
    WITHOUT_SHIFT = concat!(
        "SELECT ",
        windows!("AND NOT EXISTS (SELECT 1 FROM shift t
            WHERE t.window_id = w.id AND t.ends_at > $4 AND t.starts_at < $5)")
    );
}

/// What there is in a scope.
#[derive(Debug, Clone, Default, sqlx::FromRow)]
pub struct PlacesOverview {
    /// Windows in service.
    pub windows: i64,
    /// Halls that are open; a department's officer counts those of her whole division.
    pub halls: i64,
    /// People at work.
    pub staff: i64,
    /// Plates that hang.
    pub mounted: i64,
}

/// Plates that want something done.
#[derive(Debug, Clone, Default, sqlx::FromRow)]
pub struct PlatesWaiting {
    /// Windows in service without a plate that is in force.
    pub without_plate: i64,
    /// Plates with a report nobody has dealt with.
    pub reported: i64,
    /// Plates last seen where they should not be.
    pub misplaced: i64,
    /// Plates that hang and were never scanned.
    pub never_scanned: i64,
}

impl Db {
    /// What there is in a scope.
    pub async fn places_overview(&self, scope: &Scope) -> StorageResult<PlacesOverview> {
        Ok(reading!(self, |pool| {
            let row = sqlx::query_as(PLACES).bind(&scope.division).bind(scope.department).bind(scope.hall);
            row.fetch_one(pool).await?
        }))
    }

    /// Plates of a scope that want something done.
    pub async fn plates_waiting(&self, scope: &Scope) -> StorageResult<PlatesWaiting> {
        Ok(reading!(self, |pool| {
            let row = sqlx::query_as(PLATES_WAITING).bind(&scope.division).bind(scope.department);
            row.bind(scope.hall).fetch_one(pool).await?
        }))
    }

    /// Windows in service in a scope where nobody is on the roster between two moments.
    pub async fn windows_without_shift(
        &self,
        scope: &Scope,
        (from, to): (Millis, Millis),
    ) -> StorageResult<i64> {
        Ok(reading!(self, |pool| {
            let row = sqlx::query_scalar(WITHOUT_SHIFT).bind(&scope.division).bind(scope.department);
            row.bind(scope.hall).bind(from.0).bind(to.0).fetch_one(pool).await?
        }))
    }
}
