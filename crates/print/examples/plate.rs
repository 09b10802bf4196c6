//! One sample plate to look at: `cargo run -p print --example plate > plate.pdf`, or
//! `… --example plate -- png 大厅名称 窗口名称 > plate.png`.

use std::io::Write;

use print::{Format, Layout, PlateContent, Press};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let format: Format = args.next().map_or(Ok(Format::Pdf), |f| f.parse())?;
    let hall = args.next().unwrap_or_else(|| "示例市示例区示例街道示例社区便民服务中心".into());
    let window = args.next().unwrap_or_else(|| "综合受理 1 号窗口（示例）".into());
    let content = PlateContent {
        url: "https://hp.example.gov.cn/w/7K3M9QX".into(),
        hall,
        window,
        staff: None,
        code: "7K3M9QX".into(),
        host: "hp.example.gov.cn".into(),
        demo: args.next().is_none(),
    };
    let file = Press::new()?.plate(&Layout::builtin("henan-2023-a4")?, &content, format)?;
    std::io::stdout().write_all(&file)?;
    Ok(())
}
