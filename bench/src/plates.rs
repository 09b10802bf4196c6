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
        let code = WindowCode::from_random(n);
        let content = PlateContent {
            url: format!("https://hp.zibo.gov.cn/w/{code}"),
            hall: "张店区马尚街道便民服务中心（示例）".into(),
            window: format!("{n}号 综合受理窗口"),
            staff: None,
            code: code.to_string(),
            host: "hp.zibo.gov.cn".into(),
            demo: false,
        };
        bytes += press.plate(&layout, &content, Format::Pdf)?.len();
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
