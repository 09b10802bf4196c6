//! Plates as PDF, on one core, read back one by one.

use crate::Outcome;
use crate::table::Row;
use domain::WindowCode;
use print::{Format, Layout, PlateContent, Press};
use std::time::Instant;

const PLATES: u64 = 300;

pub fn measure() -> Outcome<Row> {
    let (press, layout) = (Press::new()?, Layout::builtin("henan-2023-a4")?);
    let started = Instant::now();
    let mut bytes = 0;
    for n in 0..PLATES {
        bytes += press.plate(&layout, &content(n), Format::Pdf)?.len();
    }
    let rate = PLATES as f64 / started.elapsed().as_secs_f64();
    Ok(Row {
        figure: "plates/s as PDF, one core, read-back included".into(),
        measured: format!("{rate:.0}, {} KiB each", bytes / PLATES as usize / 1024),
        yardstick: "—".into(),
        value: format!("{rate:.0}"),
        at_least: "≥ 30",
        aim: "≥ 100",
    })
}

/// A plate like any other; every 40 windows are another hall.
pub fn content(n: u64) -> PlateContent {
    let code = WindowCode::from_random(n);
    PlateContent {
        url: format!("https://hp.zibo.gov.cn/w/{code}"),
        hall: format!("张店区马尚街道第{}便民服务中心（示例）", n / 40 + 1),
        window: format!("{n}号 综合受理窗口"),
        staff: None,
        code: code.to_string(),
        host: "hp.zibo.gov.cn".into(),
        demo: false,
    }
}
