//! Reading the rating page.

use crate::subject::{Place, Running, get};
use crate::table::{Row, median, percent, whole};
use crate::{Outcome, wrk};
use std::net::TcpListener;
use std::process::Command;

const ROUNDS: usize = 3;

pub fn measure() -> Outcome<Row> {
    let place = Place::new(None, 256)?;
    let (_server, _) = place.serve()?;
    let path = format!("/w/{}", crate::subject::window());
    let answer = get(
        place.address,
        &path,
        "accept-encoding: br\r\ncookie: hp_device=00112233445566778899aabbccddeeff\r\n",
    )?;
    let split = answer.windows(4).position(|w| w == b"\r\n\r\n").ok_or("no end of headers")?;
    let body = &answer[split + 4..];
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let file = place.folder.path().join("same-bytes");
    std::fs::write(&file, [format!("{address}\n").as_bytes(), body].concat())?;
    let mut yardstick = Command::new(std::env::current_exe()?);
    let _yardstick = Running::start(yardstick.args(["yardstick", "get"]).arg(&file), address)?;
    let script = place.folder.path().join("get.lua");
    std::fs::write(&script, wrk::GET)?;
    let (mut ours, mut bare, mut p99) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let run = wrk::run(&place.url(), &script)?;
        ours.push(run.per_second);
        p99.push(run.p99_ms);
        bare.push(wrk::run(&format!("http://{address}{path}"), &script)?.per_second);
    }
    let (ours, bare) = (median(ours), median(bare));
    Ok(Row {
        figure: format!("GET /w/{{code}}, requests/s, {} clients", wrk::CLIENTS),
        measured: format!("{}, p99 {:.1} ms, body {} B", whole(ours), median(p99), body.len()),
        yardstick: format!("axum handler, the same bytes: {}", whole(bare)),
        value: percent(ours, bare),
        at_least: "≥ 50 %",
        aim: "≥ 80 %",
    })
}
