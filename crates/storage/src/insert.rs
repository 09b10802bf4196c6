//! Multi-row inserts: the one place where the two databases' SQL must differ, side by side.
//!
//! SQLite takes a `VALUES` list, a prepared statement for every length; PostgreSQL takes one array per column. Both store a rating only if no question has to be asked first (`ask_since`), and pass
//! over what is already there; the caller compares the number of rows.

use crate::NewRating;
use crate::log::LogEntry;
use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};
use std::sync::{LazyLock, OnceLock};

/// Columns of `rating`, in the order both statements bind them.
const RATING_COLUMNS: [&str; 22] = [
    "id",
    "receipt",
    "key_hash",
    "window_id",
    "occurrence_id",
    "staff_id",
    "level",
    "indicator_version",
    "indicators",
    "words",
    "anonymous",
    "phone",
    "phone_hash",
    "channel",
    "actor",
    "late",
    "device",
    "network",
    "pin_hash",
    "rated_at",
    "ended_plate",
    "container",
];

/// Parameters of one rating: its columns, and after them `ask_since`.
const RATING_PARAMETERS: usize = RATING_COLUMNS.len() + 1;

/// Most rows of one SQLite statement; a larger group is cut. Each size has its own prepared statement.
const MOST_ROWS: usize = 64;

/// What the group commit needs of a connection.
pub(crate) trait GroupInsert {
    /// Inserts ratings; returns how many were new and needed no question.
    async fn insert_ratings(&mut self, rows: &[NewRating]) -> sqlx::Result<u64>;
    /// Appends sealed log entries.
    async fn insert_log(&mut self, entries: &[LogEntry]) -> sqlx::Result<()>;
    /// Both at once, an entry for every row; returns how many rows were new and needed no question. When that
    /// is not all of them, the transaction must be rolled back.
    async fn insert_group(&mut self, rows: &[NewRating], entries: &[LogEntry]) -> sqlx::Result<u64>;
}

/// `(?,?),(?,?)`… Without numbers: sqlx looks a numbered parameter up by walking all of them.
fn value_lists(rows: usize, columns: usize) -> String {
    let row = format!("({})", vec!["?"; columns].join(","));
    vec![row; rows].join(",")
}

fn sqlite_ratings(rows: usize) -> String {
    let columns = RATING_COLUMNS.join(", ");
    let given: Vec<String> = (1..=RATING_COLUMNS.len()).map(|c| format!("column{c}")).collect();
    // column4 is the window, column17 the device, the last one `ask_since`.
    format!(
        "INSERT INTO rating ({columns}) SELECT {} FROM (VALUES {}) AS v
         WHERE v.column{RATING_PARAMETERS} IS NULL OR NOT EXISTS (SELECT 1 FROM rating r
               WHERE r.device = v.column17 AND r.window_id = v.column4 AND r.rated_at > v.column{RATING_PARAMETERS})
         ON CONFLICT DO NOTHING",
        given.join(", "),
        value_lists(rows, RATING_PARAMETERS),
    )
}

fn sqlite_log(rows: usize) -> String {
    format!(
        "INSERT INTO rating_log (seq, kind, rating_id, at, digest, chain) VALUES {}",
        value_lists(rows, 6)
    )
}

/// The statement for so many rows, written once.
fn of_size(
    statements: &'static [OnceLock<String>; MOST_ROWS],
    rows: usize,
    write: fn(usize) -> String,
) -> &'static str {
    statements[rows - 1].get_or_init(|| write(rows))
}

impl GroupInsert for SqliteConnection {
    async fn insert_ratings(&mut self, rows: &[NewRating]) -> sqlx::Result<u64> {
        static STATEMENTS: [OnceLock<String>; MOST_ROWS] = [const { OnceLock::new() }; MOST_ROWS];
        let mut inserted = 0;
        for piece in rows.chunks(MOST_ROWS) {
            let mut query = sqlx::query(AssertSqlSafe(of_size(&STATEMENTS, piece.len(), sqlite_ratings)));
            for r in piece {
                query = query.bind(r.id).bind(&r.receipt).bind(&r.key_hash).bind(r.window_id);
                query = query.bind(r.occurrence_id).bind(r.staff_id).bind(r.level).bind(r.indicator_version);
                query = query.bind(&r.indicators).bind(&r.words).bind(r.anonymous).bind(&r.phone);
                query = query.bind(&r.phone_hash).bind(r.channel).bind(r.actor).bind(r.late).bind(&r.device);
                query = query
                    .bind(&r.network)
                    .bind(&r.pin_hash)
                    .bind(r.rated_at)
                    .bind(r.ended_plate)
                    .bind(r.container)
                    .bind(r.ask_since);
            }
            inserted += query.execute(&mut *self).await?.rows_affected();
        }
        Ok(inserted)
    }

    async fn insert_log(&mut self, entries: &[LogEntry]) -> sqlx::Result<()> {
        static STATEMENTS: [OnceLock<String>; MOST_ROWS] = [const { OnceLock::new() }; MOST_ROWS];
        for piece in entries.chunks(MOST_ROWS) {
            let mut query = sqlx::query(AssertSqlSafe(of_size(&STATEMENTS, piece.len(), sqlite_log)));
            for e in piece {
                query = query.bind(e.seq).bind(e.kind.number()).bind(e.rating_id).bind(e.at);
                query = query.bind(&e.digest[..]).bind(&e.chain[..]);
            }
            query.execute(&mut *self).await?;
        }
        Ok(())
    }

    async fn insert_group(&mut self, rows: &[NewRating], entries: &[LogEntry]) -> sqlx::Result<u64> {
        let inserted = self.insert_ratings(rows).await?;
        if inserted == rows.len() as u64 {
            self.insert_log(entries).await?;
        }
        Ok(inserted)
    }
}

static POSTGRES_RATINGS: LazyLock<String> = LazyLock::new(|| {
    let types = [
        "bigint", "text", "bytea", "bigint", "bigint", "bigint", "smallint", "smallint", "text", "text",
        "boolean", "bytea", "bytea", "smallint", "smallint", "boolean", "bytea", "bytea", "bytea", "bigint",
        "boolean", "smallint", "bigint",
    ];
    let arrays: Vec<String> = types.iter().enumerate().map(|(i, t)| format!("${}::{t}[]", i + 1)).collect();
    let columns = RATING_COLUMNS.join(", ");
    format!(
        "INSERT INTO rating ({columns}) SELECT {columns} FROM UNNEST({}) AS v({columns}, ask_since)
         WHERE v.ask_since IS NULL OR NOT EXISTS (SELECT 1 FROM rating r WHERE r.device = v.device
               AND r.window_id = v.window_id AND r.rated_at > v.ask_since)
         ON CONFLICT DO NOTHING",
        arrays.join(", "),
    )
});

const POSTGRES_LOG: &str = "INSERT INTO rating_log (seq, kind, rating_id, at, digest, chain)
    SELECT * FROM UNNEST($1::bigint[], $2::smallint[], $3::bigint[], $4::bigint[], $5::bytea[], $6::bytea[])";

/// Both inserts in one round trip. The count is that of the ratings.
static POSTGRES_GROUP: LazyLock<String> = LazyLock::new(|| {
    let types = ["bigint", "smallint", "bigint", "bigint", "bytea", "bytea"];
    let arrays = types.iter().zip(RATING_PARAMETERS + 1..).map(|(t, i)| format!("${i}::{t}[]"));
    format!(
        "WITH stored AS ({} RETURNING 1),
              logged AS (INSERT INTO rating_log (seq, kind, rating_id, at, digest, chain) SELECT * FROM UNNEST({}))
         SELECT COUNT(*) FROM stored",
        *POSTGRES_RATINGS,
        arrays.collect::<Vec<_>>().join(", ")
    )
});

/// One array per column of the rows.
macro_rules! column {
    ($rows:ident, |$row:ident| $value:expr) => {
        $rows.iter().map(|$row| $value).collect::<Vec<_>>()
    };
}

/// Binds the rows' columns, the first [`RATING_PARAMETERS`].
macro_rules! bind_ratings {
    ($query:expr, $rows:ident) => {{
        let query = $query.bind(column!($rows, |r| r.id)).bind(column!($rows, |r| r.receipt.as_str()));
        let query =
            query.bind(column!($rows, |r| r.key_hash.as_slice())).bind(column!($rows, |r| r.window_id));
        let query = query.bind(column!($rows, |r| r.occurrence_id)).bind(column!($rows, |r| r.staff_id));
        let query = query.bind(column!($rows, |r| r.level)).bind(column!($rows, |r| r.indicator_version));
        let query = query
            .bind(column!($rows, |r| r.indicators.as_str()))
            .bind(column!($rows, |r| r.words.as_deref()));
        let query = query.bind(column!($rows, |r| r.anonymous)).bind(column!($rows, |r| r.phone.as_deref()));
        let query =
            query.bind(column!($rows, |r| r.phone_hash.as_deref())).bind(column!($rows, |r| r.channel));
        let query = query.bind(column!($rows, |r| r.actor)).bind(column!($rows, |r| r.late));
        let query = query
            .bind(column!($rows, |r| r.device.as_deref()))
            .bind(column!($rows, |r| r.network.as_deref()));
        let query =
            query.bind(column!($rows, |r| r.pin_hash.as_slice())).bind(column!($rows, |r| r.rated_at));
        let query = query.bind(column!($rows, |r| r.ended_plate)).bind(column!($rows, |r| r.container));
        query.bind(column!($rows, |r| r.ask_since))
    }};
}

/// Binds the entries' columns, the next six.
macro_rules! bind_log {
    ($query:expr, $entries:ident) => {{
        let query = $query.bind(column!($entries, |e| e.seq)).bind(column!($entries, |e| e.kind.number()));
        let query = query.bind(column!($entries, |e| e.rating_id)).bind(column!($entries, |e| e.at));
        query.bind(column!($entries, |e| &e.digest[..])).bind(column!($entries, |e| &e.chain[..]))
    }};
}

impl GroupInsert for PgConnection {
    async fn insert_ratings(&mut self, rows: &[NewRating]) -> sqlx::Result<u64> {
        let query = sqlx::query(AssertSqlSafe(POSTGRES_RATINGS.as_str()));
        Ok(bind_ratings!(query, rows).execute(self).await?.rows_affected())
    }

    async fn insert_log(&mut self, entries: &[LogEntry]) -> sqlx::Result<()> {
        bind_log!(sqlx::query(POSTGRES_LOG), entries).execute(self).await?;
        Ok(())
    }

    async fn insert_group(&mut self, rows: &[NewRating], entries: &[LogEntry]) -> sqlx::Result<u64> {
        let query = sqlx::query_scalar::<_, i64>(AssertSqlSafe(POSTGRES_GROUP.as_str()));
        let query = bind_log!(bind_ratings!(query, rows), entries);
        Ok(query.fetch_one(self).await? as u64)
    }
}
