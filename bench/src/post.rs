//! Acknowledged ratings: every one committed and synced before its answer.

use crate::subject::{Place, Running};
use crate::table::{Row, median, percent, whole};
use crate::{Outcome, disk, wrk};
use private_postgres::Cluster;
use std::fs::File;
use std::path::Path;
use std::process::Command;

const ROUNDS: usize = 3;

/// One server under load: rate, p99, and a check that all it acknowledged is stored.
struct Subject {
    place: Place,
    _server: Running,
    rates: Vec<f64>,
    p99: Vec<f64>,
    acknowledged: u64,
}

impl Subject {
    fn new(database: Option<String>, group: usize) -> Outcome<Subject> {
        let place = Place::new(database, group)?;
        let (server, _) = place.serve()?;
        Ok(Subject { place, _server: server, rates: Vec::new(), p99: Vec::new(), acknowledged: 0 })
    }

    fn round(&mut self, round: usize) -> Outcome<()> {
        let script = self.place.folder.path().join("post.lua");
        std::fs::write(&script, wrk::post_script(round))?;
        let run = wrk::run(&self.place.url(), &script)?;
        self.rates.push(run.per_second);
        self.p99.push(run.p99_ms);
        self.acknowledged += run.requests;
        Ok(())
    }

    fn checked_rate(&self) -> Outcome<f64> {
        let stored = self.place.ratings()?;
        if stored < self.acknowledged {
            return Err(format!("{} acknowledged, {stored} stored", self.acknowledged).into());
        }
        Ok(median(self.rates.clone()))
    }
}

/// SQLite, against the same application without storage and against one commit per request.
pub fn sqlite() -> Outcome<Vec<Row>> {
    let mut grouped = Subject::new(None, 256)?;
    let mut single = Subject::new(None, 1)?;
    let bare = Place::new(None, 256)?;
    let mut yardstick = Command::new(std::env::current_exe()?);
    yardstick.args(["yardstick", "post"]).arg(bare.config());
    yardstick.stderr(File::create(bare.folder.path().join("log"))?);
    let _bare = Running::start(&mut yardstick, bare.address)?;
    let script = bare.folder.path().join("post.lua");
    let mut without = Vec::new();
    for round in 0..ROUNDS {
        grouped.round(round)?;
        single.round(round)?;
        std::fs::write(&script, wrk::post_script(round))?;
        without.push(wrk::run(&bare.url(), &script)?.per_second);
    }
    let (ours, one, without) = (grouped.checked_rate()?, single.checked_rate()?, median(without));
    let sync = disk::fdatasync_us(grouped.place.folder.path())?;
    let p99 = median(grouped.p99.clone());
    let figure = format!("acknowledged ratings/s, SQLite, {} clients", wrk::CLIENTS);
    Ok(vec![
        Row {
            figure: figure.clone(),
            measured: whole(ours),
            yardstick: format!("the same handler without storage: {}", whole(without)),
            value: percent(ours, without),
            at_least: "≥ 30 %",
            aim: "≥ 45 %",
        },
        Row {
            figure,
            measured: whole(ours),
            yardstick: format!(
                "one commit per request, same driver: {} (fdatasync {sync:.0} µs)",
                whole(one)
            ),
            value: format!("{:.1}×", ours / one),
            at_least: "≥ 4×",
            aim: "≥ 6×",
        },
        p99_row("SQLite", p99),
    ])
}

/// PostgreSQL, against single-row inserts by pgbench.
pub fn postgres() -> Outcome<Vec<Row>> {
    let cluster = Cluster::start()?;
    let mut grouped = Subject::new(Some(cluster.url()), 256)?;
    cluster.psql("CREATE TABLE single (LIKE rating INCLUDING ALL)")?;
    let script = grouped.place.folder.path().join("insert.sql");
    std::fs::write(&script, INSERT)?;
    let mut single = Vec::new();
    for round in 0..ROUNDS {
        grouped.round(round)?;
        single.push(pgbench(&cluster, &script)?);
    }
    let (ours, single) = (grouped.checked_rate()?, median(single));
    let p99 = median(grouped.p99.clone());
    Ok(vec![
        Row {
            figure: format!("acknowledged ratings/s, PostgreSQL, {} clients", wrk::CLIENTS),
            measured: whole(ours),
            yardstick: format!("pgbench, single-row inserts, {} clients: {}", wrk::CLIENTS, whole(single)),
            value: percent(ours, single),
            at_least: "≥ 100 %",
            aim: "≥ 150 %",
        },
        p99_row("PostgreSQL", p99),
    ])
}

fn p99_row(database: &str, p99: f64) -> Row {
    Row {
        figure: format!("p99 of an acknowledged rating at that load, {database}"),
        measured: format!("{p99:.1} ms"),
        yardstick: "—".into(),
        value: format!("{p99:.1} ms"),
        at_least: "≤ 50 ms",
        aim: "≤ 10 ms",
    }
}

/// The same columns and indexes as a rating, one row a transaction.
const INSERT: &str = r"\set n random(1, 9000000000000000000)
INSERT INTO single (id, receipt, key_hash, window_id, level, indicator_version, indicators, words, anonymous,
    channel, actor, late, device, pin_hash, rated_at)
VALUES (:n, md5(:n::text), decode(md5(:n::text), 'hex'), 4, 1, 2020, '108,113', '等了三小时', true, 3, 1, false,
    decode(md5(:n::text), 'hex'), decode(md5(:n::text), 'hex'), 1795500000000);
";

fn pgbench(cluster: &Cluster, script: &Path) -> Outcome<f64> {
    let clients = wrk::CLIENTS.to_string();
    let output = Command::new(cluster.bin().join("pgbench"))
        .args(["-n", "-M", "prepared", "-j", "1", "-T", "6", "-c", &clients, "-f"])
        .arg(script)
        .arg(cluster.url())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let tps = text.lines().find_map(|l| l.strip_prefix("tps = ")).and_then(|v| v.split(' ').next());
    tps.and_then(|v| v.parse().ok())
        .ok_or_else(|| format!("pgbench:\n{text}{}", String::from_utf8_lossy(&output.stderr)).into())
}
