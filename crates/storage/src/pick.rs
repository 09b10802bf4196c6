//! Picking a place for a form: halls, departments and divisions that are in use and in the scope, found by part of
//! a name or code, the closest first.
//!
//! To add a kind: a statement for those found and one for a chosen one, and two methods.

use crate::{Db, StorageResult};
use domain::Scope;

/// Columns and conditions of halls that can be picked; `$1` and `$2` are the scope.
macro_rules! halls {
    ($rest:literal) => {
        concat!(
            "SELECT CAST(h.id AS TEXT) AS value, h.name, v.name AS about
            FROM hall h JOIN division v ON v.code = h.division_code
            WHERE h.retired_at IS NULL AND (CAST($2 AS BIGINT) IS NULL OR h.id = $2)
              AND EXISTS (SELECT 1 FROM division_within x WHERE x.code = h.division_code AND x.ancestor = $1) ",
            $rest
        )
    };
}

/// Those of departments; `$1` and `$2` are the scope. Besides its own also those of the divisions above it: a
/// city's departments work in every district's halls. Those of its neighbours do not.
macro_rules! departments {
    ($rest:literal) => {
        concat!(
            "SELECT CAST(d.id AS TEXT) AS value, d.name, COALESCE(v.name, '') AS about
            FROM department d LEFT JOIN division v ON v.code = d.division_code
            WHERE d.retired_at IS NULL AND (CAST($2 AS BIGINT) IS NULL OR d.id = $2)
              AND (d.division_code IS NULL
                OR EXISTS (SELECT 1 FROM division_within x WHERE x.code = d.division_code AND x.ancestor = $1)
                OR EXISTS (SELECT 1 FROM division_within x WHERE x.code = $1 AND x.ancestor = d.division_code)) ",
            $rest
        )
    };
}

/// Those of divisions; `$1` is the scope's.
macro_rules! divisions {
    ($rest:literal) => {
        concat!(
            "SELECT d.code AS value, d.name, COALESCE(a.name, '') AS about
            FROM division d LEFT JOIN division a ON a.code = COALESCE(d.managing_parent, d.parent)
            WHERE d.retired_at IS NULL
              AND EXISTS (SELECT 1 FROM division_within x WHERE x.code = d.code AND x.ancestor = $1) ",
            $rest
        )
    };
}

statements! {
    PICK_HALLS = halls!(r"AND (CAST($3 AS TEXT) IS NULL OR h.name LIKE $3 ESCAPE '\' OR v.name LIKE $3 ESCAPE '\' OR v.code LIKE $3 ESCAPE '\')
        ORDER BY LENGTH(h.name), h.name, h.id LIMIT $4");
    PICKED_HALL = halls!("AND h.id = $3");
    PICK_DEPARTMENTS = departments!(r"AND (CAST($3 AS TEXT) IS NULL OR d.name LIKE $3 ESCAPE '\' OR d.credit_code LIKE $3 ESCAPE '\'
        OR v.name LIKE $3 ESCAPE '\') ORDER BY LENGTH(d.name), d.name, d.id LIMIT $4");
    PICKED_DEPARTMENT = departments!("AND d.id = $3");
    PICK_DIVISIONS = divisions!(r"AND (CAST($2 AS TEXT) IS NULL OR d.name LIKE $2 ESCAPE '\' OR d.code LIKE $2 ESCAPE '\')
        ORDER BY LENGTH(d.name), d.code LIMIT $3");
    PICKED_DIVISION = divisions!("AND d.code = $2");
}

/// A place to choose.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PickRow {
    /// Row id or code.
    pub value: String,
    /// Name.
    pub name: String,
    /// Name of the place it lies in; perhaps empty.
    pub about: String,
}

/// Words as a pattern: those apart may have others between them.
fn pattern(words: &str) -> Option<String> {
    let words: Vec<&str> = words.split_whitespace().collect();
    (!words.is_empty()).then(|| {
        let words: Vec<String> = words.iter().map(|word| crate::search::anywhere(word)).collect();
        // Each is `%word%`; a word's own `%` stands behind a `\` and is left alone.
        words.iter().map(|word| &word[..word.len() - 1]).collect::<String>() + "%"
    })
}

impl Db {
    /// Open halls of the scope whose own or division's name or code holds the words; all where there are none.
    pub async fn pick_halls(&self, scope: &Scope, words: &str, limit: i64) -> StorageResult<Vec<PickRow>> {
        let pattern = pattern(words);
        Ok(reading!(self, |pool| {
            let rows = sqlx::query_as(PICK_HALLS).bind(&scope.division).bind(scope.hall).bind(&pattern);
            rows.bind(limit).fetch_all(pool).await?
        }))
    }

    /// The hall of this id, if it can be picked.
    pub async fn picked_hall(&self, scope: &Scope, id: i64) -> StorageResult<Option<PickRow>> {
        Ok(reading!(self, |pool| {
            let row = sqlx::query_as(PICKED_HALL).bind(&scope.division).bind(scope.hall).bind(id);
            row.fetch_optional(pool).await?
        }))
    }

    /// Open departments the scope allows, by part of a name or credit code; all where there are no words.
    pub async fn pick_departments(
        &self,
        scope: &Scope,
        words: &str,
        limit: i64,
    ) -> StorageResult<Vec<PickRow>> {
        let pattern = pattern(words);
        Ok(reading!(self, |pool| {
            let rows = sqlx::query_as(PICK_DEPARTMENTS).bind(&scope.division).bind(scope.department);
            let rows = rows.bind(&pattern).bind(limit);
            rows.fetch_all(pool).await?
        }))
    }

    /// The department of this id, if it can be picked.
    pub async fn picked_department(&self, scope: &Scope, id: i64) -> StorageResult<Option<PickRow>> {
        Ok(reading!(self, |pool| {
            let row = sqlx::query_as(PICKED_DEPARTMENT).bind(&scope.division).bind(scope.department);
            row.bind(id).fetch_optional(pool).await?
        }))
    }

    /// Divisions of the scope in use, by part of a name or code; all where there are no words.
    pub async fn pick_divisions(
        &self,
        scope: &Scope,
        words: &str,
        limit: i64,
    ) -> StorageResult<Vec<PickRow>> {
        let pattern = pattern(words);
        Ok(reading!(self, |pool| {
            let rows = sqlx::query_as(PICK_DIVISIONS).bind(&scope.division).bind(&pattern).bind(limit);
            rows.fetch_all(pool).await?
        }))
    }

    /// The division of this code, if it can be picked.
    pub async fn picked_division(&self, scope: &Scope, code: &str) -> StorageResult<Option<PickRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(PICKED_DIVISION).bind(&scope.division).bind(code).fetch_optional(pool).await?
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn words_apart_may_have_others_between_them() {
        assert_eq!(pattern(" 张店　马尚 ").as_deref(), Some("%张店%马尚%"));
        assert_eq!(pattern("\u{3000} "), None);
        assert_eq!(pattern("100%").as_deref(), Some(r"%100\%%"));
    }
}
