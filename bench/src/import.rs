//! A city imported from spreadsheets: the tree, 20,000 windows, 30,000 staff, each from the bytes of its XLSX to the
//! commit; and how long somebody who rates meanwhile waits at worst.

use crate::Outcome;
use crate::subject::target;
use crate::table::Row;
use domain::{Role, Scope};
use sheet::{Export, Format};
use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use storage::testing::{one_window, rating};
use storage::{Db, Grant, NewAccount, Options, Writer, WriterOptions};
use usecases::import::{Confirmed, FileDigest, ImportKind};
use usecases::{Duty, Keys, Officer, Service, Settings, System, World};

/// Divisions of a whole city.
const DIVISIONS: &str = include_str!("../../server/src/demo/divisions.csv");
const HALLS: usize = 200;
const WINDOWS: usize = 20_000;
const STAFF: usize = 30_000;
const MOST_BYTES: u64 = 32 << 20;

pub fn sqlite() -> Outcome<Vec<Row>> {
    let folder = tempfile::tempdir_in(target())?;
    measure("SQLite", &format!("sqlite:{}", folder.path().join("city.db").display()))
}

pub fn postgres() -> Outcome<Vec<Row>> {
    let cluster = private_postgres::Cluster::start()?;
    measure("PostgreSQL", &cluster.url())
}

fn measure(name: &str, url: &str) -> Outcome<Vec<Row>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (took, parts, longest) = runtime.block_on(city(url))?;
    let seconds = |t: Duration| format!("{:.2} s", t.as_secs_f64());
    let parts: Vec<String> =
        parts.iter().map(|(kind, t)| format!("{} {}", kind.label(), seconds(*t))).collect();
    Ok(vec![
        Row {
            figure: format!("city imported from XLSX ({name})"),
            measured: parts.join(", "),
            yardstick: "—".into(),
            value: seconds(took),
            at_least: "≤ 10 s",
            aim: "≤ 3 s",
        },
        Row {
            figure: format!("longest wait of a rating meanwhile ({name})"),
            measured: seconds(longest),
            yardstick: "—".into(),
            value: seconds(longest),
            at_least: "≤ 2 s",
            aim: "≤ 1 s",
        },
    ])
}

type City = (Duration, Vec<(ImportKind, Duration)>, Duration);

async fn city(url: &str) -> Outcome<City> {
    let db = Db::open(&Options::new(url)).await?;
    db.insert_places(&one_window(domain::WindowCode::from_random(4242))).await?;
    let account = NewAccount {
        id: 9,
        login: "lead".into(),
        name: "示例".into(),
        grant: Grant { role: Some(Role::CityLead.word().into()), ..Grant::default() },
        password_hash: String::new(),
        must_change: false,
    };
    db.insert_account(&account, domain::Millis(1), &[]).await?;
    let writer = Writer::start(db.clone(), WriterOptions::default());
    let keys = Keys::parse(&Keys::generate(&System))?;
    let service = Arc::new(Service::new(db, writer, keys, World::system(), Settings::default()));
    let stop = Arc::new(AtomicBool::new(false));
    let rater = tokio::spawn(rate(service.clone(), stop.clone()));
    let (mut took, mut parts) = (Duration::ZERO, Vec::new());
    for kind in [
        ImportKind::Divisions,
        ImportKind::Departments,
        ImportKind::Halls,
        ImportKind::Windows,
        ImportKind::Staff,
    ] {
        let file = file_of(kind)?;
        let started = Instant::now();
        import(&service, kind, file).await?;
        let elapsed = started.elapsed();
        // Departments and halls are few; they are not in the figure, only needed for it.
        if matches!(kind, ImportKind::Divisions | ImportKind::Windows | ImportKind::Staff) {
            took += elapsed;
            parts.push((kind, elapsed));
        }
    }
    stop.store(true, Ordering::SeqCst);
    let longest = rater.await??;
    service.db().close().await;
    Ok((took, parts, longest))
}

/// Rates one after the other until told to stop; the longest wait.
async fn rate(service: Arc<Service>, stop: Arc<AtomicBool>) -> Result<Duration, storage::StorageError> {
    let (mut longest, mut n) = (Duration::ZERO, 0);
    while !stop.load(Ordering::SeqCst) {
        n += 1;
        let started = Instant::now();
        service.writer().store(rating(n)).await?;
        longest = longest.max(started.elapsed());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(longest)
}

async fn import(service: &Service, kind: ImportKind, file: Vec<u8>) -> Outcome<()> {
    let officer = Officer {
        account_id: 9,
        login: "lead".into(),
        name: "示例".into(),
        role: Some(Role::CityLead),
        scope: Scope::below("370300000000"),
        place: String::new(),
        staff_id: None,
        session_id: 1,
        duty: Duty::None,
    };
    let digest = FileDigest::of(&file);
    let id = service.begin_import(&officer, kind, "city.xlsx", digest).await?;
    service.check_import(&officer, kind, id, Cursor::new(file), MOST_BYTES).await?;
    let import = service.import_of(&officer, kind, id).await?.ok_or("no import")?;
    if let Some(fault) = import.report.shown_faults.first() {
        return Err(format!("{kind:?}: {fault:?}").into());
    }
    match service.confirm_import(&officer, kind, id, MOST_BYTES).await? {
        Confirmed::Done => Ok(()),
        other => Err(format!("{kind:?}: {other:?} {:?}", import.row.said).into()),
    }
}

fn file_of(kind: ImportKind) -> Outcome<Vec<u8>> {
    let hall = |n: usize| format!("示例大厅{}", n % HALLS);
    let department = |n: usize| format!("示例部门{}", n % 100);
    match kind {
        ImportKind::Divisions => {
            let rows = DIVISIONS.lines().skip(1).map(|line| {
                let mut cells = line.split(',');
                vec![cells.next().unwrap_or_default().into(), cells.next().unwrap_or_default().into()]
            });
            workbook(&["区划代码", "区划名称"], rows)
        }
        ImportKind::Departments => workbook(&["部门名称"], (0..100).map(|n| vec![department(n)])),
        ImportKind::Halls => {
            workbook(&["大厅名称", "地址"], (0..HALLS).map(|n| vec![hall(n), format!("示例路 {n} 号")]))
        }
        ImportKind::Windows => workbook(
            &["大厅名称", "窗口名称", "部门"],
            (0..WINDOWS).map(|n| vec![hall(n), format!("{}号 综合受理窗口", n / HALLS), department(n)]),
        ),
        _ => workbook(
            &["大厅名称", "工号", "姓名", "部门"],
            (0..STAFF).map(|n| vec![hall(n), format!("SL{n:05}"), format!("示例员工{n}"), department(n)]),
        ),
    }
}

fn workbook(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Outcome<Vec<u8>> {
    let mut out = Vec::new();
    let mut export = Export::new(Format::Xlsx, &mut out, "示例", header)?;
    for row in rows {
        export.row(row)?;
    }
    export.finish()?;
    Ok(out)
}
