//! How long tables take, in and out: `cargo run --release -p sheet --example speed`.

use sheet::{Column, Export, Format, Limits, Table};
use std::time::Instant;

const COLUMNS: [Column; 8] = [
    Column::new("大厅名称").required(),
    Column::new("窗口编码").required(),
    Column::new("姓名"),
    Column::new("部门"),
    Column::new("事项编码"),
    Column::new("联系电话"),
    Column::new("启用日期"),
    Column::new("状态").choices(&["启用", "停用"]),
];
const EIGHT: Table = Table::new("窗口", &COLUMNS);
const SIX: Table = Table::new("窗口", {
    const FIRST: [Column; 6] = [COLUMNS[0], COLUMNS[1], COLUMNS[2], COLUMNS[3], COLUMNS[4], COLUMNS[5]];
    &FIRST
});

fn file(table: &Table, format: Format, rows: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let header: Vec<&str> = table.columns.iter().map(|c| c.label).collect();
    let mut export = Export::new(format, &mut file, table.name, &header).expect("memory takes all");
    for n in 0..rows {
        let cells = [
            format!("示例大厅{}", n % 50),
            format!("37030200{n:06}"),
            format!("示例{n}"),
            format!("示例部门{}", n % 300),
            format!("1137030200421900{n:015}"),
            format!("138{n:08}"),
            format!("2026-01-{:02}", n % 28 + 1),
            "启用".to_owned(),
        ];
        export.row(&cells[..table.columns.len()]).expect("memory takes all");
    }
    export.finish().expect("memory takes all");
    file
}

/// The most memory this process has had, in MB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn main() {
    println!("table                     file KB   write ms   read ms   rows read        peak MB so far");
    for (name, table, rows) in [
        ("20000 x 8", &EIGHT, 20_000),
        ("30000 x 6", &SIX, 30_000),
        ("100000 x 8", &EIGHT, 100_000),
        ("200000 x 8", &EIGHT, 200_000),
    ] {
        for format in [Format::Xlsx, Format::Csv] {
            let start = Instant::now();
            let bytes = file(table, format, rows);
            let written = start.elapsed();
            let start = Instant::now();
            let read = table.read(&bytes, &Limits { file_bytes: 100 << 20, ..Limits::default() });
            let elapsed = start.elapsed();
            let outcome = match &read {
                Ok(sheet) => format!("{} ({} faults)", sheet.rows.len(), sheet.faults.count()),
                Err(refused) => refused.to_string(),
            };
            println!(
                "{name:12} {:8} {:12} {:10} {:9}   {outcome}   {}",
                format.extension(),
                bytes.len() / 1024,
                written.as_millis(),
                elapsed.as_millis(),
                peak()
            );
        }
    }
}
