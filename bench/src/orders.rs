//! Work orders (差评整改单): how soon after its rating one lies on the unit's desk, the supervisor's board over a million
//! of them, and a sweep of limits over a hundred thousand that are open.

use crate::subject::{Place, blocking, get, send, target, window};
use crate::table::{Row, whole};
use crate::{Outcome, lists};
use domain::{Role, Scope};
use std::time::Instant;
use storage::testing::TestDatabase;
use storage::{Db, Grant, Listing, NewAccount, Options, Writer, WriterOptions};
use usecases::password::hash_password;
use usecases::{Keys, Service, Settings, World};

const CITY: &str = "370300000000";
/// Bad ratings, one after the other.
const RATINGS: usize = 300;
/// Work orders of the board; one in twenty is open.
const ORDERS: i64 = 1_000_000;
/// Looks at the board.
const LOOKS: usize = 100;
/// Open orders that are swept, each of them over every limit.
const SWEPT: i64 = 100_000;

pub fn measure() -> Outcome<Vec<Row>> {
    Ok(vec![desk()?, board()?, sweep()?])
}

/// The value below which 99 (or 95) of a hundred lie.
fn quantile(mut values: Vec<f64>, part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len() as f64 * part) as usize;
    values.get(at.min(values.len().saturating_sub(1))).copied().unwrap_or_default()
}

/// From the answer to the rating until the order is found by the desk's own statement.
fn desk() -> Outcome<Row> {
    let place = Place::new(None, 64)?;
    let (_server, _) = place.serve()?;
    let times = blocking(async {
        let db = Db::open(&Options::new(&place.database)).await?;
        let listing = Listing::first(Scope { department: Some(2), ..Scope::below(CITY) }, 1);
        let mut times = Vec::new();
        for n in 1..=RATINGS as i64 {
            let body = format!("level=1&words=%E6%85%A2&key=order-{n:012}");
            let head = format!(
                "content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n",
                body.len()
            );
            let path = format!("/w/{}?send", window());
            let answer = send(place.address, "POST", &path, &head, &body)?;
            if !answer.starts_with(b"HTTP/1.1 303") {
                return Err(format!("not taken: {}", String::from_utf8_lossy(&answer)).into());
            }
            let committed = Instant::now();
            while db.work_orders(&listing, "unit", domain::Millis(0)).await?.1 < n {
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
            times.push(committed.elapsed().as_secs_f64() * 1000.0);
        }
        db.close().await;
        Ok(times)
    })?;
    let p99 = quantile(times.clone(), 0.99);
    Ok(Row {
        figure: "bad rating committed → work order on the unit's desk, p99".into(),
        measured: format!("{RATINGS} ratings, median {:.0} ms", quantile(times, 0.5)),
        yardstick: "—".into(),
        value: format!("{p99:.0} ms"),
        at_least: "≤ 2 s",
        aim: "≤ 300 ms",
    })
}

fn board() -> Outcome<Row> {
    let place = Place::new(None, 64)?;
    blocking(async {
        let options = Options::new(&place.database);
        let db = Db::open(&options).await?;
        seed(&TestDatabase::of(options, db.clone()), ORDERS, 20).await?;
        let account = NewAccount {
            id: 1,
            login: "leader".into(),
            name: "示例领导".into(),
            grant: Grant { role: Some(Role::Leader.word().into()), ..Grant::default() },
            password_hash: hash_password(lists::PASSWORD, [7; 16]),
            must_change: false,
        };
        db.insert_account(&account, domain::Millis(1), &[]).await?;
        db.close().await;
        Ok(())
    })?;
    let (_server, _) = place.serve()?;
    let cookie = lists::sign_in(place.address, "leader")?;
    let (mut worst, mut slowest) = (0.0, "");
    for group in ["open", "unit", "red", "yellow", "call", "closed", "all"] {
        let mut times = Vec::new();
        for _ in 0..LOOKS {
            let begun = Instant::now();
            let path = format!("/office/orders?group={group}");
            let page = get(place.address, &path, &format!("cookie: {cookie}\r\n"))?;
            if !page.starts_with(b"HTTP/1.1 200") {
                return Err("the board was not shown".into());
            }
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        let p95 = quantile(times, 0.95);
        eprintln!("orders: {group}: p95 {p95:.1} ms");
        if p95 > worst {
            (worst, slowest) = (p95, group);
        }
    }
    Ok(Row {
        figure: format!("supervisor's board over {} work orders, p95", whole(ORDERS as f64)),
        measured: format!("slowest view: {slowest}"),
        yardstick: "—".into(),
        value: format!("{worst:.0} ms"),
        at_least: "≤ 300 ms",
        aim: "≤ 100 ms",
    })
}

fn sweep() -> Outcome<Row> {
    let folder = tempfile::tempdir_in(target())?;
    let url = format!("sqlite:{}", folder.path().join("sweep.db").display());
    let seconds = blocking(async {
        let options = Options::new(&url);
        let db = Db::open(&options).await?;
        db.insert_places(&storage::testing::one_window(window())).await?;
        seed(&TestDatabase::of(options, db.clone()), SWEPT, 1).await?;
        let keys = Keys::parse(&Keys::generate(&usecases::System))?;
        let writer = Writer::start(db.clone(), WriterOptions::default());
        let service = Service::new(db, writer, keys, World::system(), Settings::default());
        let begun = Instant::now();
        let swept = service.sweep_work_orders().await?;
        let seconds = begun.elapsed().as_secs_f64();
        let events: u64 = swept.events.iter().map(|(_, times)| times).sum();
        if events != 5 * SWEPT.unsigned_abs() {
            return Err(format!("{events} events").into());
        }
        Ok(seconds)
    })?;
    Ok(Row {
        figure: format!("deadline sweep over {} open work orders", whole(SWEPT as f64)),
        measured: format!("{} events noted", whole(5.0 * SWEPT as f64)),
        yardstick: "—".into(),
        value: format!("{seconds:.1} s"),
        at_least: "≤ 5 s",
        aim: "≤ 1 s",
    })
}

/// So many orders, one in `open` of them open, their limits over by now.
async fn seed(database: &TestDatabase, count: i64, open: i64) -> Outcome<()> {
    let numbers =
        format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})");
    let ratings = format!(
        "INSERT INTO rating (id, receipt, key_hash, window_id, level, indicator_version, indicators, anonymous, channel,
            actor, late, pin_hash, rated_at)
         {numbers} SELECT i, 'R' || i, CAST('k' || i AS BLOB), 4, 1, 1, '115', 1, 3, 1, 0, CAST('p' AS BLOB), i FROM n"
    );
    let orders = format!(
        "INSERT INTO work_order (id, rating_id, number, level, state, round, real_name, opened_at, began_at, more_time,
            contest, objected, contacted, calls, reached, transfers, yellow_at, due_at, provisional, next_at,
            division_code, department_id, hall_id, closed_at, changed_at)
         {numbers} SELECT i, i, 'ZG' || i, 1, CASE WHEN i % {open} = 0 THEN 'pending' ELSE 'closed' END, 1, 0, i, i,
            'never', 'never', 0, 0, 0, 0, 0, i, i + 1, 0, CASE WHEN i % {open} = 0 THEN i END, '{CITY}', 2, 1,
            CASE WHEN i % {open} = 0 THEN NULL ELSE i END, i FROM n"
    );
    for sql in [&ratings, &orders, "ANALYZE"] {
        database.execute(sql).await?;
    }
    Ok(())
}
