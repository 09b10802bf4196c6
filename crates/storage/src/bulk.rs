//! Many rows in one statement: side by side, as in [`crate::insert`], because here the two databases differ.
//!
//! A [`BulkStatement`] is written once. Its rows stand in it as a table `v` with named columns: on SQLite a
//! `VALUES` list, on PostgreSQL one array per column.

use serde::{Deserialize, Serialize};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, FromRow, PgConnection, SqliteConnection};

/// SQLite takes at most 32 766 parameters in one statement.
const MOST_PARAMETERS: usize = 32_000;
/// Rows of one statement on PostgreSQL: arrays of a few megabytes at most.
const MOST_ROWS: usize = 50_000;

/// What a column of `v` holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Int,
    Text,
    /// 0 or 1 as a value.
    Bool,
    Bytes,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A whole number, such as a row id or a time.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes, which never go into JSON.
    #[serde(skip)]
    Bytes(Vec<u8>),
    /// Nothing.
    Null,
}

impl Value {
    /// Text, or nothing where there is none.
    pub fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }

    /// The number, if it is one.
    pub fn int(&self) -> Option<i64> {
        match self {
            Value::Int(n) => Some(*n),
            _ => None,
        }
    }

    /// The text; empty for anything else.
    pub fn as_str(&self) -> &str {
        match self {
            Value::Text(text) => text,
            _ => "",
        }
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Value {
        Value::Int(n)
    }
}

impl From<Option<i64>> for Value {
    fn from(n: Option<i64>) -> Value {
        n.map_or(Value::Null, Value::Int)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Value {
        text.map_or(Value::Null, Value::Text)
    }
}

/// A statement over many rows.
#[derive(Debug, Clone)]
pub(crate) struct BulkStatement {
    /// Columns of `v`.
    pub columns: Vec<(&'static str, Kind)>,
    /// What follows `WITH v (…) AS (…)`.
    pub rest: String,
}

impl BulkStatement {
    pub fn sqlite(&self, rows: usize) -> String {
        let names: Vec<&str> = self.columns.iter().map(|c| c.0).collect();
        let row = format!("({})", vec!["?"; names.len()].join(","));
        let lists = vec![row.as_str(); rows].join(",");
        format!("WITH v ({}) AS (VALUES {lists}) {}", names.join(", "), self.rest)
    }

    pub fn postgres(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|c| c.0).collect();
        let array = |(n, c): (usize, &(&str, Kind))| match c.1 {
            Kind::Int => format!("${}::bigint[]", n + 1),
            Kind::Text => format!("${}::text[]", n + 1),
            Kind::Bool => format!("${}::boolean[]", n + 1),
            Kind::Bytes => format!("${}::bytea[]", n + 1),
        };
        let arrays: Vec<String> = self.columns.iter().enumerate().map(array).collect();
        let (names, arrays) = (names.join(", "), arrays.join(", "));
        format!("WITH v ({names}) AS (SELECT * FROM UNNEST({arrays})) {}", self.rest)
    }

    fn most_rows(&self) -> usize {
        MOST_PARAMETERS / self.columns.len().max(1)
    }
}

/// Running statements over many rows.
pub(crate) trait Bulk {
    /// Runs it for these rows; returns how many rows it touched.
    async fn bulk(&mut self, statement: &BulkStatement, rows: &[Vec<Value>]) -> sqlx::Result<u64>;
    /// The rows it finds for these.
    async fn bulk_rows<T>(&mut self, statement: &BulkStatement, rows: &[Vec<Value>]) -> sqlx::Result<Vec<T>>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin;
    /// The sum of what it counts in these rows.
    async fn bulk_count(&mut self, statement: &BulkStatement, rows: &[Vec<Value>]) -> sqlx::Result<i64>;
    /// Prepares for deleting many rows that these columns refer to. PostgreSQL looks for what refers to a row
    /// row by row; columns it has no index for get one, until [`Bulk::deleted`]. SQLite is not asked to look
    /// (`Db::without_foreign_keys`).
    async fn before_deleting(&mut self, columns: &[(&'static str, &'static str)]) -> sqlx::Result<()>;
    /// The rows are deleted.
    async fn deleted(&mut self, columns: &[(&'static str, &'static str)]) -> sqlx::Result<()>;
}

macro_rules! bind_rows {
    ($query:expr, $rows:expr) => {{
        let mut query = $query;
        for value in $rows.iter().flatten() {
            query = match value {
                Value::Int(n) => query.bind(*n),
                Value::Text(text) => query.bind(text.as_str()),
                Value::Bytes(bytes) => query.bind(bytes.as_slice()),
                Value::Null => query.bind(None::<i64>),
            };
        }
        // As long as the number of rows: not one for the cache of prepared statements.
        query.persistent(false)
    }};
}

impl Bulk for SqliteConnection {
    async fn bulk(&mut self, statement: &BulkStatement, rows: &[Vec<Value>]) -> sqlx::Result<u64> {
        let mut touched = 0;
        for piece in rows.chunks(statement.most_rows()) {
            let sql = AssertSqlSafe(statement.sqlite(piece.len()));
            let query = bind_rows!(sqlx::query(sql), piece);
            touched += query.execute(&mut *self).await?.rows_affected();
        }
        Ok(touched)
    }

    async fn bulk_rows<T>(&mut self, statement: &BulkStatement, rows: &[Vec<Value>]) -> sqlx::Result<Vec<T>>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let mut found = Vec::new();
        for piece in rows.chunks(statement.most_rows()) {
            let sql = AssertSqlSafe(statement.sqlite(piece.len()));
            found.extend(bind_rows!(sqlx::query_as::<_, T>(sql), piece).fetch_all(&mut *self).await?);
        }
        Ok(found)
    }

    async fn bulk_count(&mut self, statement: &BulkStatement, rows: &[Vec<Value>]) -> sqlx::Result<i64> {
        let mut sum = 0;
        for piece in rows.chunks(statement.most_rows()) {
            let sql = AssertSqlSafe(statement.sqlite(piece.len()));
            let query = bind_rows!(sqlx::query_scalar::<_, i64>(sql), piece);
            sum += query.fetch_one(&mut *self).await?;
        }
        Ok(sum)
    }

    async fn before_deleting(&mut self, _: &[(&'static str, &'static str)]) -> sqlx::Result<()> {
        Ok(())
    }

    async fn deleted(&mut self, _: &[(&'static str, &'static str)]) -> sqlx::Result<()> {
        Ok(())
    }
}

macro_rules! bind_columns {
    ($query:expr, $statement:ident, $rows:expr) => {{
        let mut query = $query;
        for (at, (_, kind)) in $statement.columns.iter().enumerate() {
            let column = $rows.iter().map(|row| row.get(at).unwrap_or(&Value::Null));
            query = match kind {
                Kind::Int => query.bind(column.map(Value::int).collect::<Vec<_>>()),
                Kind::Bool => query.bind(column.map(|v| v.int().map(|n| n != 0)).collect::<Vec<_>>()),
                Kind::Bytes => query.bind(
                    column
                        .map(|v| if let Value::Bytes(b) = v { Some(b.as_slice()) } else { None })
                        .collect::<Vec<_>>(),
                ),
                Kind::Text => query.bind(
                    column
                        .map(|v| if let Value::Text(t) = v { Some(t.as_str()) } else { None })
                        .collect::<Vec<_>>(),
                ),
            };
        }
        query
    }};
}

impl Bulk for PgConnection {
    async fn bulk(&mut self, statement: &BulkStatement, rows: &[Vec<Value>]) -> sqlx::Result<u64> {
        let mut touched = 0;
        for piece in rows.chunks(MOST_ROWS) {
            let sql = AssertSqlSafe(statement.postgres());
            let query = bind_columns!(sqlx::query(sql), statement, piece);
            touched += query.execute(&mut *self).await?.rows_affected();
        }
        Ok(touched)
    }

    async fn bulk_rows<T>(&mut self, statement: &BulkStatement, rows: &[Vec<Value>]) -> sqlx::Result<Vec<T>>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let mut found = Vec::new();
        for piece in rows.chunks(MOST_ROWS) {
            let sql = AssertSqlSafe(statement.postgres());
            let query = bind_columns!(sqlx::query_as::<_, T>(sql), statement, piece);
            found.extend(query.fetch_all(&mut *self).await?);
        }
        Ok(found)
    }

    async fn bulk_count(&mut self, statement: &BulkStatement, rows: &[Vec<Value>]) -> sqlx::Result<i64> {
        let mut sum = 0;
        for piece in rows.chunks(MOST_ROWS) {
            let sql = AssertSqlSafe(statement.postgres());
            let query = bind_columns!(sqlx::query_scalar::<_, i64>(sql), statement, piece);
            sum += query.fetch_one(&mut *self).await?;
        }
        Ok(sum)
    }

    async fn before_deleting(&mut self, columns: &[(&'static str, &'static str)]) -> sqlx::Result<()> {
        for (table, column) in columns {
            let sql = format!("CREATE INDEX undo_{table}_{column} ON {table} ({column})");
            sqlx::query(AssertSqlSafe(sql)).execute(&mut *self).await?;
        }
        Ok(())
    }

    async fn deleted(&mut self, columns: &[(&'static str, &'static str)]) -> sqlx::Result<()> {
        for (table, column) in columns {
            let sql = format!("DROP INDEX undo_{table}_{column}");
            sqlx::query(AssertSqlSafe(sql)).execute(&mut *self).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_written_once_for_both_databases() {
        let statement = BulkStatement {
            columns: vec![("id", Kind::Int), ("name", Kind::Text)],
            rest: "DELETE FROM t WHERE id IN (SELECT id FROM v)".into(),
        };
        assert_eq!(
            statement.sqlite(2),
            "WITH v (id, name) AS (VALUES (?,?),(?,?)) DELETE FROM t WHERE id IN (SELECT id FROM v)"
        );
        assert_eq!(
            statement.postgres(),
            "WITH v (id, name) AS (SELECT * FROM UNNEST($1::bigint[], $2::text[])) \
             DELETE FROM t WHERE id IN (SELECT id FROM v)"
        );
    }

    #[test]
    fn values_keep_their_kind_in_json() {
        let row = vec![Value::Int(7), Value::text("7"), Value::Null];
        let json = serde_json::to_string(&row).unwrap();
        assert_eq!(json, r#"[7,"7",null]"#);
        assert_eq!(serde_json::from_str::<Vec<Value>>(&json).unwrap(), row);
    }
}
