//! The two databases behind one type, and the macros that run one statement on either.

use crate::{StorageError, StorageResult};
use sqlx::Connection;
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
    /// A pool for reading, and one for writing that a rush of readers cannot exhaust.
    Postgres {
        /// Writing connections, with limits on how long a statement may take.
        write: PgPool,
        /// Reading connections.
        read: PgPool,
    },
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
    /// How long a writing statement may take or wait for a lock (PostgreSQL).
    pub write_timeout: Duration,
}

impl Options {
    /// Defaults for this URL: 8 connections, 2 s to get one, 5 s to write.
    pub fn new(url: &str) -> Options {
        Options {
            url: url.to_owned(),
            connections: 8,
            acquire_timeout: Duration::from_secs(2),
            write_timeout: Duration::from_secs(5),
        }
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
            $crate::Db::Postgres { read: $pool, .. } => $body,
        }
    };
}

/// Begins a writing transaction: the only one there is.
pub(crate) const BEGIN_SQLITE: &str = "BEGIN IMMEDIATE";

/// Begins a writing transaction, and in the same round trip waits for the advisory lock that puts the servers
/// on one database into line, so that the log has one order.
pub(crate) const BEGIN_POSTGRES: &str = "BEGIN; SELECT pg_advisory_xact_lock(39734)";

/// Runs the body inside one transaction, `$tx` being its connection; commits when the body is `Ok`.
macro_rules! writing {
    ($db:expr, |$tx:ident| $body:expr) => {
        match $db {
            $crate::Db::Sqlite { write, .. } => {
                let mut tx = write.begin_with($crate::db::BEGIN_SQLITE).await?;
                let value = {
                    let $tx = &mut *tx;
                    $body
                };
                tx.commit().await?;
                value
            }
            $crate::Db::Postgres { write, .. } => {
                let mut tx = write.begin_with($crate::db::BEGIN_POSTGRES).await?;
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
    APPLIED_MIGRATIONS = "SELECT version FROM _sqlx_migrations WHERE success ORDER BY version";
    TRY_WRITING = "INSERT INTO mark (name, value) VALUES ('written', $1) ON CONFLICT (name) DO UPDATE SET value = $1";
    MARK_OF = "SELECT value FROM mark WHERE name = $1";
    SET_MARK = "INSERT INTO mark (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING";
}

impl Db {
    /// Opens the database, creates it if it is an absent SQLite file, and brings its tables up to date.
    ///
    /// # Errors
    /// [`StorageError::SetUp`] for a URL of another kind or tables newer than this program.
    pub async fn open(options: &Options) -> StorageResult<Db> {
        let db = Db::connect(options, true).await?;
        let migrated = match &db {
            Db::Sqlite { write, .. } => SQLITE_MIGRATIONS.run(write).await,
            // The reading pool has no limit on the time of a statement, which a migration may need.
            Db::Postgres { read, .. } => POSTGRES_MIGRATIONS.run(read).await,
        };
        migrated.map_err(|e| StorageError::SetUp(e.to_string()))?;
        Ok(db)
    }

    /// Opens a database that must be there with the tables of this program; creates and changes nothing.
    ///
    /// # Errors
    /// [`StorageError::SetUp`] when tables are missing or of another version.
    pub async fn open_existing(options: &Options) -> StorageResult<Db> {
        let db = Db::connect(options, false).await?;
        let applied: Result<Vec<i64>, StorageError> =
            async { Ok(reading!(&db, |pool| sqlx::query_scalar(APPLIED_MIGRATIONS).fetch_all(pool).await?)) }
                .await;
        let applied = applied.map_err(|e| match e {
            StorageError::Refused(_) => StorageError::SetUp("the tables are not there".into()),
            other => other,
        })?;
        let expected: Vec<i64> = SQLITE_MIGRATIONS.iter().map(|m| m.version).collect();
        if applied == expected {
            Ok(db)
        } else {
            Err(StorageError::SetUp("the tables are of another version of this program".into()))
        }
    }

    async fn connect(options: &Options, create: bool) -> StorageResult<Db> {
        if options.url.starts_with("sqlite:") {
            Db::connect_sqlite(options, create).await
        } else if options.url.starts_with("postgres:") || options.url.starts_with("postgresql:") {
            Db::connect_postgres(options).await
        } else {
            Err(StorageError::SetUp("the URL must begin with sqlite: or postgres:".into()))
        }
    }

    async fn connect_sqlite(options: &Options, create: bool) -> StorageResult<Db> {
        let file = SqliteConnectOptions::from_str(&options.url)
            .map_err(|e| StorageError::SetUp(e.to_string()))?
            .create_if_missing(create)
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
            // After a COMMIT that failed (disk full) SQLite has rolled back by itself, and the driver believes
            // the transaction still open: such a connection is replaced.
            .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
            .connect_with(file.clone())
            .await?;
        let read = SqlitePoolOptions::new()
            .max_connections(options.connections.max(1))
            .acquire_timeout(options.acquire_timeout)
            .connect_lazy_with(file.read_only(true).create_if_missing(false).pragma("query_only", "ON"));
        Ok(Db::Sqlite { write, read })
    }

    async fn connect_postgres(options: &Options) -> StorageResult<Db> {
        let server = PgConnectOptions::from_str(&options.url)
            .map_err(|e| StorageError::SetUp(e.to_string()))?
            .options([("synchronous_commit", "on")]);
        // A lock somebody else holds must not hold up everybody who rates.
        let limit = options.write_timeout.as_millis().to_string();
        let writing = server.clone().options(
            ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"]
                .map(|name| (name, limit.as_str())),
        );
        let pool = |most| PgPoolOptions::new().max_connections(most).acquire_timeout(options.acquire_timeout);
        let write = pool(2).connect_with(writing).await?;
        let read = pool(options.connections.max(1)).connect_lazy_with(server);
        Ok(Db::Postgres { write, read })
    }

    /// The same database by a writing connection that leaves references to the caller (SQLite; PostgreSQL has
    /// indexes for them). The caller closes it.
    pub(crate) async fn without_foreign_keys(&self) -> StorageResult<Db> {
        let Db::Sqlite { write, read } = self else { return Ok(self.clone()) };
        let options = write.connect_options().as_ref().clone().foreign_keys(false);
        let write = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        Ok(Db::Sqlite { write, read: read.clone() })
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
            Db::Postgres { .. } => "postgres",
        }
    }

    /// Can the database be read right now?
    pub async fn ping(&self) -> StorageResult<()> {
        reading!(self, |pool| sqlx::query("SELECT 1").execute(pool).await?.rows_affected());
        Ok(())
    }

    /// Can the database be written right now? Commits one small row.
    pub async fn try_writing(&self, now: domain::Millis) -> StorageResult<()> {
        writing!(self, |tx| {
            sqlx::query(TRY_WRITING).bind(now.0.to_string()).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// Prepares a statement without running it.
    pub async fn prepare(&self, sql: &'static str) -> StorageResult<()> {
        use sqlx::Executor;
        match self {
            Db::Sqlite { read, .. } => {
                drop(read.acquire().await?.prepare(sqlx::SqlStr::from_static(sql)).await?)
            }
            Db::Postgres { read, .. } => {
                drop(read.acquire().await?.prepare(sqlx::SqlStr::from_static(sql)).await?)
            }
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
            Db::Postgres { write, read } => {
                read.close().await;
                write.close().await;
            }
        }
    }
}
