//! Cases handed over by a partner in batches of 500, over HTTP, signed; beside the same rows put in by bare multi-row
//! inserts, one transaction a batch, nothing looked up, checked, encrypted or answered.

use crate::Outcome;
use crate::subject::{Place, blocking, send, target};
use crate::table::{Row, percent, whole};
use domain::Millis;
use domain::case::{CaseRecord, Field};
use std::time::{Duration, Instant};
use storage::testing::insert_cases_bare;
use storage::{Db, NewCase, NewLink, NewOccurrence, Options, PartnerChange, Writer, WriterOptions};
use trust::{Algorithm, Authorization, Key, digest};
use usecases::{Keys, Service, Settings, World};

/// Cases of a batch.
const BATCH: usize = 500;
/// Batches of a round.
const BATCHES: usize = 40;
/// Rounds, each beside its yardstick; the median counts.
const ROUNDS: usize = 3;
const CITY: &str = "370300000000";
const SECRET: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

pub fn sqlite() -> Outcome<Row> {
    measure("SQLite", |name| {
        let folder = tempfile::tempdir_in(target())?;
        let url = format!("sqlite:{}", folder.path().join(name).display());
        Ok((url, Box::new(folder) as Box<dyn std::any::Any>))
    })
}

pub fn postgres() -> Outcome<Row> {
    measure("PostgreSQL", |_| {
        let cluster = private_postgres::Cluster::start()?;
        Ok((cluster.url(), Box::new(cluster) as Box<dyn std::any::Any>))
    })
}

/// A database's URL, and what keeps it there.
type Database = (String, Box<dyn std::any::Any>);

fn measure(name: &str, fresh: impl Fn(&str) -> Outcome<Database>) -> Outcome<Row> {
    let mut rounds = Vec::new();
    for round in 0..ROUNDS {
        let (url, _kept) = fresh("cases.db")?;
        let ours = handed_over(&url, round)?;
        let (url, _kept) = fresh("bare.db")?;
        let bare = inserted(&url)?;
        rounds.push((ours, bare));
    }
    rounds.sort_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)));
    let (ours, bare) = rounds[ROUNDS / 2];
    Ok(Row {
        figure: format!("cases accepted/s, batches of {BATCH}, {name}"),
        measured: whole(ours),
        yardstick: format!("the same rows by a bare batched insert: {}", whole(bare)),
        value: percent(ours, bare),
        at_least: "≥ 30 %",
        aim: "≥ 60 %",
    })
}

/// Cases a second by the interface.
fn handed_over(url: &str, round: usize) -> Outcome<f64> {
    let place = Place::new(Some(url.to_owned()), 64)?;
    let now = World::system().now();
    blocking(async {
        let db = Db::open(&Options::new(url)).await?;
        let keys = Keys::parse(&std::fs::read_to_string(place.folder.path().join("keys.toml"))?)?;
        let writer = Writer::start(db.clone(), WriterOptions::default());
        let service = Service::new(db.clone(), writer, keys, World::system(), Settings::default());
        let change = PartnerChange {
            name: "示例系统".into(),
            requests_per_minute: 1_000_000,
            cases_per_minute: 10_000_000,
            notify: false,
            scopes: vec![(1, CITY.into(), None)],
        };
        db.add_partner(1, &change, now, &[]).await?;
        let sealed = service.sealed_key(SECRET);
        db.add_partner_key(("kbench", 1), ("hmac-sm3", &sealed), now, &[]).await?;
        db.close().await;
        Ok(())
    })?;
    let (_server, _) = place.serve()?;
    let key = Key::parse(Algorithm::HmacSm3, SECRET)?;
    let bodies: Vec<String> = (0..BATCHES).map(|n| body(round, n)).collect();
    let started = Instant::now();
    for (n, body) in bodies.iter().enumerate() {
        let path = "/api/v1/cases/batch";
        let at = World::system().now().0;
        let nonce = format!("bench-nonce-{round}-{n:08}");
        let signed =
            Authorization::header(("kbench", &key), (at, &nonce), ("POST", path, &digest(body.as_bytes())));
        let headers = format!(
            "authorization: {}\r\nidempotency-key: \"{round}-{n}\"\r\ncontent-type: application/json\r\ncontent-length: {}\r\n",
            signed.ok_or("a secret signs")?,
            body.len()
        );
        let answer = send(place.address, "POST", path, &headers, body)?;
        if !answer.starts_with(b"HTTP/1.1 200") {
            return Err(String::from_utf8_lossy(&answer).chars().take(600).collect::<String>().into());
        }
    }
    Ok(a_second(started.elapsed()))
}

/// Cases a second by inserts alone.
fn inserted(url: &str) -> Outcome<f64> {
    blocking(async {
        let db = Db::open(&Options::new(url)).await?;
        db.insert_places(&storage::testing::one_window(crate::subject::window())).await?;
        let batches: Vec<Vec<NewCase>> = (0..BATCHES).map(prepared).collect();
        let started = Instant::now();
        for batch in &batches {
            insert_cases_bare(&db, batch, Millis(1)).await?;
        }
        let took = started.elapsed();
        db.close().await;
        Ok(a_second(took))
    })
}

fn a_second(took: Duration) -> f64 {
    (BATCH * BATCHES) as f64 / took.as_secs_f64()
}

fn text(field: Field, number: usize) -> String {
    match field {
        Field::AreaCode => CITY.into(),
        Field::OrgCode => format!("{CITY}_11370300000000000X"),
        Field::OrgName => "示例部门".into(),
        Field::TaskType => "01".into(),
        Field::TaskCode => "11370300MB2F30661Y2312003564000".into(),
        Field::TaskName => "食品经营许可（示例）".into(),
        Field::ProjectNo => format!("SL2026{number:08}"),
        Field::ProjectName => "关于食品经营许可（示例）的业务".into(),
        Field::ProStatus => "3".into(),
        Field::ProjectType => "2".into(),
        Field::UserProp => "1".into(),
        Field::UserName => format!("示例申请人{number}"),
        Field::UserPageType => "111".into(),
        Field::CertKey => format!("3703031990{number:08}"),
        Field::Mobile => format!("138{number:08}"),
        Field::ServiceName => "出证办结".into(),
        Field::ServiceNumber => "1".into(),
        Field::HandlerCode => "SL001".into(),
        Field::WinNo => crate::subject::window().to_string(),
        Field::AcceptDate | Field::ResultDate | Field::ServiceTime => World::system().now().to_china_text(),
        _ => String::new(),
    }
}

fn body(round: usize, batch: usize) -> String {
    let row = |n: usize| {
        let number = round * BATCH * BATCHES + batch * BATCH + n;
        let fields = Field::ALL.iter().filter_map(|field| {
            let text = text(*field, number);
            let value = if *field == Field::ServiceNumber { text.clone() } else { format!("\"{text}\"") };
            (!text.is_empty()).then(|| format!("\"{}\":{value}", field.name()))
        });
        format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
    };
    let rows: Vec<String> = (0..BATCH).map(row).collect();
    format!("{{\"mode\":\"each\",\"cases\":[{}]}}", rows.join(","))
}

/// Rows of a batch, with bytes of the length encryption makes.
fn prepared(batch: usize) -> Vec<NewCase> {
    let case = |n: usize| {
        let number = batch * BATCH + n;
        let texts: Vec<String> = Field::ALL.iter().map(|field| text(*field, number)).collect();
        let record = CaseRecord::parse(|field| texts[field as usize].as_str()).expect("a good row");
        let id = 10_000_000 + 10 * number as i64;
        let sealed = |text: &str| vec![number as u8; text.len() + 29];
        NewCase {
            id,
            applicant_name: sealed(&record.applicant_name),
            id_number: sealed(&record.id_number),
            id_number_hash: vec![1; 16],
            phone: vec![2; 40],
            phone_hash: vec![3; 16],
            credit_num: None,
            agent_name: None,
            agent_id_number: None,
            occurrence: NewOccurrence {
                id: id + 1,
                rate_until: 1,
                provisional: false,
                link: Some(NewLink { id: id + 2, token_hash: hash(id), expires_at: 1 }),
            },
            record,
        }
    };
    (0..BATCH).map(case).collect()
}

/// 16 bytes that look random, as a keyed hash does.
fn hash(id: i64) -> Vec<u8> {
    let digest = digest(&id.to_be_bytes());
    trust::from_hex(&digest[..32]).unwrap_or_default()
}
