//! A city's plates in one go: a thousand A4 plates as one PDF, on all cores.

use crate::Outcome;
use crate::plates::content;
use crate::table::Row;
use print::{Layout, PackOptions, PlateContent, Press};
use std::ops::ControlFlow;
use std::time::Instant;

const PLATES: u64 = 1_000;

pub fn measure() -> Outcome<Vec<Row>> {
    let (press, layout) = (Press::new()?, Layout::builtin("henan-2023-a4")?);
    let contents: Vec<PlateContent> = (0..PLATES).map(content).collect();
    let make = |preflight: bool| -> Outcome<(f64, usize)> {
        let started = Instant::now();
        let options = PackOptions { preflight, ..PackOptions::default() };
        let pack = press.pack(&layout, &contents, &options, |_, _| ControlFlow::Continue(()))?;
        let file = pack.file.ok_or_else(|| pack.report.summary())?;
        Ok((started.elapsed().as_secs_f64(), file.len()))
    };
    let (without, _) = make(false)?;
    let (with, bytes) = make(true)?;
    let megabytes = bytes as f64 / 1_000_000.0;
    let row = |figure: &str, measured: String, value: String, at_least, aim| Row {
        figure: figure.into(),
        measured,
        yardstick: "—".into(),
        value,
        at_least,
        aim,
    };
    let rate = |seconds: f64| format!("{:.0} plates/s, all cores", PLATES as f64 / seconds);
    Ok(vec![
        row(
            "pack of 1,000 A4 plates, each read back at three resolutions",
            rate(with),
            format!("{with:.1} s"),
            "≤ 120 s",
            "≤ 30 s",
        ),
        row(
            "pack of 1,000 A4 plates without preflight",
            rate(without),
            format!("{without:.1} s"),
            "≤ 20 s",
            "≤ 5 s",
        ),
        row(
            "size of that pack as PDF, bookmarks and report included",
            format!("{} KB a plate", bytes / PLATES as usize / 1_000),
            format!("{megabytes:.1} MB"),
            "≤ 20 MB",
            "≤ 5 MB",
        ),
    ])
}
