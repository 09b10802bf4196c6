//! Sample plates to look at, and how long they took:
//! `cargo run --release -p print --example pack -- [layout] [plates] [pdf|png|svg] [words …] > pack.pdf`,
//! where words (given last) are `black`, `marks`, `quick` (no preflight), `bare` (no report), `live`, `single` (no sheets),
//! `logo=FILE`.

use std::error::Error;
use std::io::Write;
use std::ops::ControlFlow;
use std::time::Instant;

use print::{Format, Kind, Layout, Logo, PackOptions, PlateContent, Press, Staff, Style};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let arg = |at: usize, otherwise: &'static str| args.get(at).map_or(otherwise, String::as_str);
    let says = |word: &str| args.iter().skip(3).any(|given| given == word);
    let layout = Layout::builtin(arg(0, "henan-2023-a4"))?;
    let plates: usize = arg(1, "10").parse()?;
    let contents: Vec<PlateContent> = (0..plates).map(|n| content(&layout, n, !says("live"))).collect();
    let own = layout.takes_text().then(|| "示例大厅服务热线 0000-0000000".to_owned());
    let logo = args.iter().find_map(|given| given.strip_prefix("logo="));
    let logo =
        logo.map(|path| Logo::parse(&std::fs::read(path)?).map_err(Box::<dyn Error>::from)).transpose()?;
    let options = PackOptions {
        format: arg(2, "pdf").parse::<Format>()?,
        style: Style { black_only: says("black"), text: own, logo },
        crop_marks: says("marks"),
        sheets: !says("single"),
        preflight: !says("quick"),
        report: !says("bare"),
        ..PackOptions::default()
    };
    let start = Instant::now();
    let pack = Press::new()?.pack(&layout, &contents, &options, |_, _| ControlFlow::Continue(()))?;
    let seconds = start.elapsed().as_secs_f64();
    for (number, _, reason) in pack.report.refused() {
        eprintln!("{number}: {reason}");
    }
    let file = pack.file.unwrap_or_default();
    eprintln!("{}; {seconds:.2} s, {} bytes", pack.report.summary(), file.len());
    std::io::stdout().write_all(&file)?;
    Ok(())
}

fn content(layout: &Layout, n: usize, demo: bool) -> PlateContent {
    let halls =
        ["示例市示例区示例街道示例社区便民服务中心", "示例区政务服务大厅", "示例县示例镇便民服务中心"];
    let windows = ["综合受理", "不动产登记、税务联办", "社保医保", "公安户籍"];
    PlateContent {
        url: format!("https://hp.example.gov.cn/w/{n:07}"),
        hall: halls[n * halls.len() / 1000 % halls.len()].into(),
        window: format!("{} {n} 号窗口（示例）", windows[n % windows.len()]),
        staff: (layout.kind() == Kind::Staff)
            .then(|| Staff { name: "示例员".into(), number: format!("{n:04}") }),
        code: format!("{n:07}"),
        host: "hp.example.gov.cn".into(),
        demo,
    }
}
