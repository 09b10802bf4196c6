//! Who gets plates: windows in service, and people at work with a code of their own (一人一码), within a scope.

use crate::{Db, StorageResult};
use domain::Scope;

statements! {
    WINDOWS = "SELECT w.id, w.code, w.name AS label, NULL AS number, h.name AS hall
        FROM service_window w JOIN hall h ON h.id = w.hall_id
        WHERE h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
          AND (w.department_id = $2 OR $2 IS NULL) AND (w.hall_id = $3 OR $3 IS NULL)
          AND (h.division_code IN (SELECT code FROM division_within WHERE ancestor = $4) OR $4 IS NULL)
          AND (w.hall_id = $5 OR $5 IS NULL) AND (w.id = $6 OR $6 IS NULL)
          AND w.withdrawn_at IS NULL AND h.retired_at IS NULL
        ORDER BY w.hall_id, w.name, w.id LIMIT $7";
    PEOPLE = "SELECT s.id, s.code, s.name AS label, s.number, h.name AS hall
        FROM staff s JOIN hall h ON h.id = s.hall_id
        WHERE h.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
          AND (s.department_id = $2 OR $2 IS NULL) AND (s.hall_id = $3 OR $3 IS NULL)
          AND (h.division_code IN (SELECT code FROM division_within WHERE ancestor = $4) OR $4 IS NULL)
          AND (s.hall_id = $5 OR $5 IS NULL) AND (s.id = $6 OR $6 IS NULL)
          AND s.code IS NOT NULL AND s.retired_at IS NULL AND h.retired_at IS NULL
        ORDER BY s.hall_id, s.number, s.id LIMIT $7";
}

/// What a plate stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PlateOf {
    /// A window.
    #[default]
    Window,
    /// A person: a card with her own code.
    Person,
}

/// Which windows or people get plates; all given parts must hold.
#[derive(Debug, Clone, Default)]
pub struct PlateChoice {
    /// Windows or people.
    pub of: PlateOf,
    /// Everything below this division.
    pub division: Option<String>,
    /// One hall.
    pub hall: Option<i64>,
    /// One window, or one person.
    pub one: Option<i64>,
}

/// A window or a person that gets a plate.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PlateTarget {
    /// The window, or the person.
    pub id: i64,
    /// Its own code.
    pub code: String,
    /// Its name.
    pub label: String,
    /// A person's number (工号).
    pub number: Option<String>,
    /// Its hall's name.
    pub hall: String,
}

impl Db {
    /// Windows or people that a choice means, within the scope, hall by hall; at most so many.
    pub async fn plate_targets(
        &self,
        scope: &Scope,
        choice: &PlateChoice,
        limit: i64,
    ) -> StorageResult<Vec<PlateTarget>> {
        let sql = match choice.of {
            PlateOf::Window => WINDOWS,
            PlateOf::Person => PEOPLE,
        };
        Ok(reading!(self, |pool| {
            let rows = sqlx::query_as(sql).bind(&scope.division).bind(scope.department).bind(scope.hall);
            let rows = rows.bind(&choice.division).bind(choice.hall).bind(choice.one).bind(limit);
            rows.fetch_all(pool).await?
        }))
    }
}
