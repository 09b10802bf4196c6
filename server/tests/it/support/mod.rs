//! The whole application for a test: a fresh database, a clock that the test moves, a browser with cookies.

mod browser;
mod files;
pub mod gateway;
pub mod my;
pub mod office;
pub mod partner;
pub mod people;
pub mod portal;
pub mod process;
pub mod sheets;
pub mod ticket_gateway;
pub mod tree;
pub mod two_districts;
pub mod wechat;

pub use browser::{Answer, Browser, form};
pub use files::case_csv;

use app::page::Assets;
use domain::{Millis, WindowCode};
use server::config::Config;
use server::web::{self, AppState, Web};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use storage::testing::{TestDatabase, one_window};
use storage::{Db, Shift, Staff, Writer, WriterOptions};
use usecases::{Clock, Keys, Service, Settings, System, World};

/// 2026-11-24 10:00:00 in China, a Tuesday.
pub const START: Millis = Millis(1_795_485_600_000);

/// A clock that stands still until it is moved.
#[derive(Debug, Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl Clock for TestClock {
    fn now(&self) -> Millis {
        Millis(self.0.load(Ordering::SeqCst))
    }
}

/// The application on one database.
pub struct TestApp {
    pub web: AppState,
    pub router: axum::Router,
    pub window: WindowCode,
    pub database: TestDatabase,
    clock: TestClock,
}

impl TestApp {
    /// On each of the two databases.
    pub async fn both() -> [TestApp; 2] {
        let [sqlite, postgres] = TestDatabase::both().await;
        [TestApp::on(sqlite).await, TestApp::on(postgres).await]
    }

    /// On SQLite.
    pub async fn sqlite() -> TestApp {
        TestApp::on(TestDatabase::sqlite().await).await
    }

    /// On SQLite, with other choices of the city.
    pub async fn sqlite_with(change: impl FnOnce(&mut Settings)) -> TestApp {
        let mut app = TestApp::sqlite().await;
        let mut settings = config().settings();
        change(&mut settings);
        let writer = Writer::start(app.database.db.clone(), WriterOptions::default());
        let (web, clock) = TestApp::web(&app.database, writer, settings, config());
        (app.router, app.web, app.clock) = (web::router(web.clone()), web, clock);
        app
    }

    /// On each of the two databases, configured otherwise.
    pub async fn both_with(change: impl Fn(&mut Config)) -> [TestApp; 2] {
        let mut apps = TestApp::both().await;
        for app in &mut apps {
            let mut config = config();
            change(&mut config);
            let writer = Writer::start(app.database.db.clone(), WriterOptions::default());
            let settings = config.settings();
            let (web, clock) = TestApp::web(&app.database, writer, settings, config);
            (app.router, app.web, app.clock) = (web::router(web.clone()), web, clock);
        }
        apps
    }

    pub async fn on(database: TestDatabase) -> TestApp {
        let window = WindowCode::from_random(4242);
        let mut places = one_window(window);
        places.staff.push(Staff {
            id: 5,
            name: "示例员工甲".into(),
            number: "SL007".into(),
            hall_id: Some(1),
            department_id: Some(2),
        });
        let (starts_at, ends_at) = (START.0 - 1000, START.0 + 30 * 86_400_000);
        places.shifts.push(Shift { id: 6, window_id: 4, staff_id: 5, starts_at, ends_at });
        database.db.insert_places(&places).await.expect("sample places");
        let writer = Writer::start(database.db.clone(), WriterOptions::default());
        TestApp::with_writer(database, window, writer)
    }

    /// With a writer of the test's own.
    pub fn with_writer(database: TestDatabase, window: WindowCode, writer: Writer) -> TestApp {
        let (web, clock) = TestApp::web(&database, writer, config().settings(), config());
        TestApp { router: web::router(web.clone()), web, window, database, clock }
    }

    fn web(
        database: &TestDatabase,
        writer: Writer,
        settings: Settings,
        config: Config,
    ) -> (AppState, TestClock) {
        let clock = TestClock(Arc::new(AtomicI64::new(START.0)));
        let world = World { clock: Arc::new(clock.clone()), random: Arc::new(System) };
        let keys = Keys::parse(&Keys::generate(&System)).expect("generated keys are keys");
        let service = Service::new(database.db.clone(), writer, keys, world, settings);
        (Web::new(service, config, assets(), false, None), clock)
    }

    /// Lets time pass.
    pub fn wait(&self, ms: i64) {
        self.clock.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// Path of the window's page.
    pub fn path(&self) -> String {
        format!("/w/{}", self.window)
    }

    /// A new device.
    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    pub fn db(&self) -> &Db {
        &self.database.db
    }

    /// Number of stored ratings; the log must agree.
    pub async fn ratings(&self) -> i64 {
        let check = self.db().check_log().await.expect("the log can be read");
        assert_eq!(check.fault, None);
        check.ratings
    }

    /// Imports one case and returns the path of its link.
    pub async fn case(&self, changes: &[(&str, &str)]) -> String {
        let report =
            self.web.service.import_cases(case_csv(&[changes]).as_bytes()).await.expect("a good file");
        format!("/c/{}", report.links[0].token.as_str())
    }
}

pub fn config() -> Config {
    let mut config = Config::load(None).expect("the default configuration");
    config.plate.packs = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packs");
    config
}

fn assets() -> Assets {
    let url = |name: &str| format!("/pkg/{name}");
    Assets {
        css: url("t.css"),
        office_css: url("o.css"),
        boot: url("b.js"),
        js: url("t.js"),
        wasm: url("t.wasm"),
        office_js: url("o.js"),
        office_wasm: url("o.wasm"),
    }
}
