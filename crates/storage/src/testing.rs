//! Databases of one's own for a test: a file in a temporary folder, and a fresh database in a PostgreSQL
//! that `HCP_TEST_POSTGRES` names or that is started for the process. Nothing is shared between tests.

use crate::places::{Department, Division, Hall, NewWindow, Places};
use crate::writer::{Commit, start_with};
use crate::{Db, NewRating, Options, Outcome, StorageResult, Writer, WriterOptions};
use domain::WindowCode;
use private_postgres::Cluster;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// A fresh database, removed with this value (PostgreSQL's: with its cluster).
#[derive(Debug)]
pub struct TestDatabase {
    /// How it was opened, to open it again.
    pub options: Options,
    /// It.
    pub db: Db,
    _folder: Option<tempfile::TempDir>,
}

impl TestDatabase {
    /// A fresh SQLite file.
    pub async fn sqlite() -> TestDatabase {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let options = Options::new(&format!("sqlite:{}", folder.path().join("test.db").display()));
        let db = Db::open(&options).await.expect("a fresh SQLite database");
        TestDatabase { options, db, _folder: Some(folder) }
    }

    /// A fresh PostgreSQL database.
    pub async fn postgres() -> TestDatabase {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("t{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let server = postgres_url();
        let mut admin = PgConnection::connect(&server).await.expect("the test PostgreSQL answers");
        let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
        sqlx::query(create).execute(&mut admin).await.expect("a fresh PostgreSQL database");
        let base = server.rsplit_once('/').map_or(server.as_str(), |(base, _)| base);
        let options = Options::new(&format!("{base}/{name}"));
        let db = Db::open(&options).await.expect("a fresh PostgreSQL database");
        TestDatabase { options, db, _folder: None }
    }

    /// A database the test opened itself.
    pub fn of(options: Options, db: Db) -> TestDatabase {
        TestDatabase { options, db, _folder: None }
    }

    /// One of each.
    pub async fn both() -> [TestDatabase; 2] {
        [TestDatabase::sqlite().await, TestDatabase::postgres().await]
    }

    /// Runs statements of the test's own, such as damage to be noticed.
    pub async fn execute(&self, sql: &str) -> Result<u64, sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        Ok(match &self.db {
            Db::Sqlite { write, .. } => sqlx::query(sql).execute(write).await?.rows_affected(),
            Db::Postgres { write, .. } => sqlx::query(sql).execute(write).await?.rows_affected(),
        })
    }

    /// Every row of every table as text, by table: what a refused request must leave as it was.
    pub async fn dump(&self) -> BTreeMap<String, Vec<String>> {
        const TABLES: [&str; 2] = [
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables
                WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name",
        ];
        let mut dump = BTreeMap::new();
        match &self.db {
            Db::Sqlite { write, .. } => {
                let tables: Vec<String> =
                    sqlx::query_scalar(TABLES[0]).fetch_all(write).await.expect("tables");
                for table in tables {
                    let columns = format!("SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}')");
                    let columns: Vec<String> =
                        sqlx::query_scalar(AssertSqlSafe(columns)).fetch_all(write).await.expect("columns");
                    let rows =
                        format!("SELECT {} AS row FROM {table} ORDER BY row", columns.join(" || ',' || "));
                    let rows = sqlx::query_scalar(AssertSqlSafe(rows)).fetch_all(write).await.expect("rows");
                    dump.insert(table, rows);
                }
            }
            Db::Postgres { write, .. } => {
                let tables: Vec<String> =
                    sqlx::query_scalar(TABLES[1]).fetch_all(write).await.expect("tables");
                for table in tables {
                    let rows = format!("SELECT CAST({table} AS TEXT) AS line FROM {table} ORDER BY line");
                    let rows = sqlx::query_scalar(AssertSqlSafe(rows)).fetch_all(write).await.expect("rows");
                    dump.insert(table, rows);
                }
            }
        }
        dump
    }

    /// A hall with one window; returns the window's row id.
    pub async fn one_window(&self, code: WindowCode) -> i64 {
        self.db.insert_places(&one_window(code)).await.expect("sample places");
        4
    }
}

/// Stores nothing.
struct Nowhere;

impl Commit for Nowhere {
    async fn commit(&self, rows: &[NewRating]) -> Vec<StorageResult<Outcome>> {
        rows.iter().map(|_| Ok(Outcome::Stored)).collect()
    }
}

impl Writer {
    /// A writer that answers without storing: the yardstick of the real one.
    pub fn discarding() -> Writer {
        start_with(WriterOptions::default(), Nowhere)
    }
}

/// Puts cases in by multi-row inserts, one transaction, and does nothing else: a yardstick.
pub async fn insert_cases_bare(db: &Db, cases: &[crate::NewCase], now: domain::Millis) -> StorageResult<()> {
    crate::case_batches::insert_bare(db, cases, now).await
}

/// A hall with one window, row id 4.
pub fn one_window(code: WindowCode) -> Places {
    let division =
        Division {
            code: "370300000000".into(), name: "淄博市".into(), level: "city".into(), parent: None
        };
    let hall = Hall {
        id: 1,
        division_code: division.code.clone(),
        name: "示例大厅".into(),
        address: "示例路 1 号".into(),
    };
    Places {
        divisions: vec![division],
        departments: vec![Department {
            id: 2,
            name: "示例部门".into(),
            credit_code: None,
            division_code: Some("370300000000".into()),
        }],
        halls: vec![hall],
        windows: vec![NewWindow { id: 4, hall_id: 1, department_id: 2, code, name: "1号窗口".into() }],
        ..Places::default()
    }
}

/// A rating of window 4 that differs from others in everything that must be unique.
pub fn rating(n: i64) -> NewRating {
    NewRating {
        id: n,
        receipt: domain::ReceiptCode::from_random(n as u64).to_string(),
        key_hash: format!("key {n}").into_bytes(),
        window_id: Some(4),
        occurrence_id: None,
        staff_id: None,
        level: (n % 5 + 1) as i16,
        indicator_version: 2020,
        indicators: String::new(),
        words: Some(format!("第{n}份 “评价”, 'quoted'")),
        anonymous: true,
        phone: None,
        phone_hash: None,
        channel: 3,
        actor: 1,
        late: false,
        device: Some(format!("device {n}").into_bytes()),
        network: None,
        pin_hash: vec![7; 16],
        rated_at: 1_795_500_000_000 + n,
        ended_plate: false,
        container: Some((n % 7) as i16),
        ask_since: Some(1_795_500_000_000 + n - 600_000),
    }
}

fn postgres_url() -> String {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    std::env::var("HCP_TEST_POSTGRES").unwrap_or_else(|_| {
        CLUSTER.get_or_init(|| Cluster::start().expect("PostgreSQL's binaries are installed")).url()
    })
}
