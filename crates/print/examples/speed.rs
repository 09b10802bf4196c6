//! How many plates a second one core makes, read-back included:
//! `cargo run --release -p print --example speed [plates] [pdf|png|svg]`.

use std::time::Instant;

use print::{Format, Layout, PlateContent, Press};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let plates: u32 = args.next().map_or(Ok(500), |n| n.parse())?;
    let format: Format = args.next().map_or(Ok(Format::Pdf), |f| f.parse())?;
    let press = Press::new()?;
    let layout = Layout::builtin("henan-2023-a4")?;
    let start = Instant::now();
    let mut bytes = 0;
    for i in 0..plates {
        let content = PlateContent {
            url: format!("https://hp.example.gov.cn/w/{i:07}"),
            hall: "示例市示例区示例街道示例社区便民服务中心".into(),
            window: format!("综合受理{i}号窗口（示例）"),
            code: format!("{i:07}"),
            host: "hp.example.gov.cn".into(),
            demo: true,
        };
        bytes += press.plate(&layout, &content, format)?.len();
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{plates} plates as {} in {seconds:.2} s: {:.0} plates/s, {} bytes each",
        format.extension(),
        f64::from(plates) / seconds,
        bytes / plates as usize
    );
    Ok(())
}
