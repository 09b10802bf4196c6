//! From the start of the process to ready, and the memory it then holds.

use crate::Outcome;
use crate::subject::{Place, get};
use crate::table::{Row, median};

const ROUNDS: usize = 5;

pub fn measure() -> Outcome<Vec<Row>> {
    let place = Place::new(None, 256)?;
    let (mut times, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (server, time) = place.serve()?;
        times.push(time.as_secs_f64());
        get(place.address, &format!("/w/{}", crate::subject::window()), "")?;
        memory.push(server.resident_kib()? / 1024.0);
    }
    let (time, memory) = (median(times), median(memory));
    let row = |figure: &str, value: String, at_least, aim| Row {
        figure: figure.into(),
        measured: value.clone(),
        yardstick: "—".into(),
        value,
        at_least,
        aim,
    };
    Ok(vec![
        row("start to ready", format!("{time:.2} s"), "≤ 1 s", "≤ 0.3 s"),
        row("resident memory idle, after one page", format!("{memory:.0} MiB"), "≤ 80 MB", "≤ 50 MB"),
    ])
}
