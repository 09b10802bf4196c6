//! The two databases behind one type, and the macros that run one statement on either.

use crate::{StorageError, StorageResult};
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use std::str::FromStr;
use std::time::Duration;

static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// An open database. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Db {
    /// One connection writes, the others are opened read-only.
    Sqlite {
        /// The single writing connection.
        write: SqlitePool,
        /// Reading connections.
        read: SqlitePool,
    },
    /// One pool for both.
    Postgres(PgPool),
}

/// How to open a database.
#[derive(Debug, Clone)]
pub struct Options {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: String,
    /// Reading connections (SQLite) or all connections (PostgreSQL).
    pub connections: u32,
    /// How long a call waits for a connection before it reports the database as unavailable.
    pub acquire_timeout: Duration,
}

impl Options {
    /// Defaults for this URL: 8 connections, 2 s.
    pub fn new(url: &str) -> Options {
        Options { url: url.to_owned(), connections: 8, acquire_timeout: Duration::from_secs(2) }
    }
}

/// Names statements, so that a test can prepare every one of them.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$doc])* pub(crate) const $name: &str = $sql;)+
        pub(crate) const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name),)+];
    };
}

/// Runs the body with `$pool` bound to the reading pool of whichever database is open. The body is
/// compiled once for each, so one statement and one row type serve both.
macro_rules! reading {
    ($db:expr, |$pool:ident| $body:expr) => {
        match $db {
            $crate::Db::Sqlite { read: $pool, .. } => $body,
            $crate::Db::Postgres($pool) => $body,
        }
    };
}

/// Runs the body inside one transaction, `$tx` being its connection; commits when the body is `Ok`.
macro_rules! writing {
    ($db:expr, |$tx:ident| $body:expr) => {
        match $db {
            $crate::Db::Sqlite { write, .. } => {
                let mut tx = write.begin_with("BEGIN IMMEDIATE").await?;
                let value = {
                    let $tx = &mut *tx;
                    $body
                };
                tx.commit().await?;
                value
            }
            $crate::Db::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                let value = {
                    let $tx = &mut *tx;
                    $body
                };
                tx.commit().await?;
                value
            }
        }
    };
}

statements! {
    MARK_OF = "SELECT value FROM mark WHERE name = $1";
    SET_MARK = "INSERT INTO mark (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING";
}

impl Db {
    /// Opens the database, creates it if it is an absent SQLite file, and brings its tables up to date.
    ///
    /// # Errors
    /// [`StorageError::SetUp`] for a URL of another kind or tables newer than this program.
    pub async fn open(options: &Options) -> StorageResult<Db> {
        let db = Db::connect(options).await?;
        let migrated = match &db {
            Db::Sqlite { write, .. } => SQLITE_MIGRATIONS.run(write).await,
            Db::Postgres(pool) => POSTGRES_MIGRATIONS.run(pool).await,
        };
        migrated.map_err(|e| StorageError::SetUp(e.to_string()))?;
        Ok(db)
    }

    async fn connect(options: &Options) -> StorageResult<Db> {
        if options.url.starts_with("sqlite:") {
            let file = SqliteConnectOptions::from_str(&options.url)
                .map_err(|e| StorageError::SetUp(e.to_string()))?
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                // Every commit reaches the disk before it is acknowledged.
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(5))
                .pragma("wal_autocheckpoint", "4000")
                .pragma("cache_size", "-16384")
                .pragma("temp_store", "MEMORY")
                .statement_cache_capacity(300);
            let write = SqlitePoolOptions::new()
                .max_connections(1)
                .acquire_timeout(options.acquire_timeout)
                .connect_with(file.clone())
                .await?;
            let read = SqlitePoolOptions::new()
                .max_connections(options.connections.max(1))
                .acquire_timeout(options.acquire_timeout)
                .connect_lazy_with(file.read_only(true).create_if_missing(false).pragma("query_only", "ON"));
            Ok(Db::Sqlite { write, read })
        } else if options.url.starts_with("postgres:") || options.url.starts_with("postgresql:") {
            let server = PgConnectOptions::from_str(&options.url)
                .map_err(|e| StorageError::SetUp(e.to_string()))?
                .options([("synchronous_commit", "on")]);
            let pool = PgPoolOptions::new()
                .max_connections(options.connections.max(2))
                .acquire_timeout(options.acquire_timeout)
                .connect_with(server)
                .await?;
            Ok(Db::Postgres(pool))
        } else {
            Err(StorageError::SetUp("the URL must begin with sqlite: or postgres:".into()))
        }
    }

    /// Is this a database of sample data?
    pub async fn is_demo(&self) -> StorageResult<bool> {
        let mark: Option<String> =
            reading!(self, |pool| sqlx::query_scalar(MARK_OF).bind("demo").fetch_optional(pool).await?);
        Ok(mark.as_deref() == Some("1"))
    }

    /// Marks the database as sample data, for good.
    pub async fn mark_demo(&self) -> StorageResult<()> {
        writing!(self, |tx| {
            sqlx::query(SET_MARK).bind("demo").bind("1").execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// Name of the kind of database, for logs and metrics.
    pub fn kind(&self) -> &'static str {
        match self {
            Db::Sqlite { .. } => "sqlite",
            Db::Postgres(_) => "postgres",
        }
    }

    /// Can the database be read right now?
    pub async fn ping(&self) -> StorageResult<()> {
        reading!(self, |pool| sqlx::query("SELECT 1").execute(pool).await?.rows_affected());
        Ok(())
    }

    /// Prepares a statement without running it.
    pub async fn prepare(&self, sql: &'static str) -> StorageResult<()> {
        use sqlx::Executor;
        match self {
            Db::Sqlite { read, .. } => {
                drop(read.acquire().await?.prepare(sqlx::SqlStr::from_static(sql)).await?)
            }
            Db::Postgres(pool) => drop(pool.acquire().await?.prepare(sqlx::SqlStr::from_static(sql)).await?),
        }
        Ok(())
    }

    /// Closes all connections; waits for those in use.
    pub async fn close(&self) {
        match self {
            Db::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}
