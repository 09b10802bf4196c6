//! Multi-row inserts: the one place where the two databases' SQL must differ, side by side.
//!
//! SQLite takes a `VALUES` list, a prepared statement for every length; PostgreSQL takes one array per column. Both store a rating only if no question has to be asked first (`ask_since`), and pass
//! over what is already there; the caller compares the number of rows.

use crate::NewRating;
use crate::log::LogEntry;
use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};
use std::sync::{LazyLock, OnceLock};

/// Columns of `rating`, in the order both statements bind them.
const RATING_COLUMNS: [&str; 20] = [
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
];

/// Most rows of one SQLite statement; a larger group is cut. Each size has its own prepared statement.
const MOST_ROWS: usize = 64;

/// What the group commit needs of a connection.
pub(crate) trait GroupInsert {
    /// Inserts ratings; returns how many were new and needed no question.
    async fn insert_ratings(&mut self, rows: &[NewRating]) -> sqlx::Result<u64>;
    /// Appends sealed log entries.
    async fn insert_log(&mut self, entries: &[LogEntry]) -> sqlx::Result<()>;
    /// Makes this transaction the only one that appends to the log, until it ends.
    async fn lock_log(&mut self) -> sqlx::Result<()>;
}

/// `(?,?),(?,?)`… Without numbers: sqlx looks a numbered parameter up by walking all of them.
fn value_lists(rows: usize, columns: usize) -> String {
    let row = format!("({})", vec!["?"; columns].join(","));
    vec![row; rows].join(",")
}

fn sqlite_ratings(rows: usize) -> String {
    let columns = RATING_COLUMNS.join(", ");
    let given: Vec<String> = (1..=RATING_COLUMNS.len()).map(|c| format!("column{c}")).collect();
    // column4 is the window, column17 the device, column21 `ask_since`.
    format!(
        "INSERT INTO rating ({columns}) SELECT {} FROM (VALUES {}) AS v
         WHERE v.column21 IS NULL OR NOT EXISTS (SELECT 1 FROM rating r WHERE r.device = v.column17
               AND r.window_id = v.column4 AND r.rated_at > v.column21)
         ON CONFLICT DO NOTHING",
        given.join(", "),
        value_lists(rows, RATING_COLUMNS.len() + 1),
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
                query = query.bind(&r.network).bind(&r.pin_hash).bind(r.rated_at).bind(r.ask_since);
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

    /// `BEGIN IMMEDIATE` has done it.
    async fn lock_log(&mut self) -> sqlx::Result<()> {
        Ok(())
    }
}

static POSTGRES_RATINGS: LazyLock<String> = LazyLock::new(|| {
    let types = [
        "bigint", "text", "bytea", "bigint", "bigint", "bigint", "smallint", "smallint", "text", "text",
        "boolean", "bytea", "bytea", "smallint", "smallint", "boolean", "bytea", "bytea", "bytea", "bigint",
        "bigint",
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

/// Key of the advisory lock that puts servers on one database into line for the log.
const POSTGRES_LOCK: &str = "SELECT pg_advisory_xact_lock(39734)";

impl GroupInsert for PgConnection {
    async fn insert_ratings(&mut self, rows: &[NewRating]) -> sqlx::Result<u64> {
        macro_rules! column {
            (|$r:ident| $value:expr) => {
                rows.iter().map(|$r| $value).collect::<Vec<_>>()
            };
        }
        let query = sqlx::query(AssertSqlSafe(POSTGRES_RATINGS.as_str()));
        let query = query.bind(column!(|r| r.id)).bind(column!(|r| r.receipt.as_str()));
        let query = query.bind(column!(|r| r.key_hash.as_slice())).bind(column!(|r| r.window_id));
        let query = query.bind(column!(|r| r.occurrence_id)).bind(column!(|r| r.staff_id));
        let query = query.bind(column!(|r| r.level)).bind(column!(|r| r.indicator_version));
        let query = query.bind(column!(|r| r.indicators.as_str())).bind(column!(|r| r.words.as_deref()));
        let query = query.bind(column!(|r| r.anonymous)).bind(column!(|r| r.phone.as_deref()));
        let query = query.bind(column!(|r| r.phone_hash.as_deref())).bind(column!(|r| r.channel));
        let query = query.bind(column!(|r| r.actor)).bind(column!(|r| r.late));
        let query = query.bind(column!(|r| r.device.as_deref())).bind(column!(|r| r.network.as_deref()));
        let query = query.bind(column!(|r| r.pin_hash.as_slice())).bind(column!(|r| r.rated_at));
        Ok(query.bind(column!(|r| r.ask_since)).execute(self).await?.rows_affected())
    }

    async fn insert_log(&mut self, entries: &[LogEntry]) -> sqlx::Result<()> {
        macro_rules! column {
            (|$e:ident| $value:expr) => {
                entries.iter().map(|$e| $value).collect::<Vec<_>>()
            };
        }
        let query = sqlx::query(POSTGRES_LOG).bind(column!(|e| e.seq)).bind(column!(|e| e.kind.number()));
        let query = query.bind(column!(|e| e.rating_id)).bind(column!(|e| e.at));
        let query = query.bind(column!(|e| &e.digest[..])).bind(column!(|e| &e.chain[..]));
        query.execute(self).await?;
        Ok(())
    }

    async fn lock_log(&mut self) -> sqlx::Result<()> {
        sqlx::query(POSTGRES_LOCK).execute(self).await?;
        Ok(())
    }
}
