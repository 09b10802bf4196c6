//! `server plate --window CODE --format pdf|png|svg`: one window's plate, read back before it is written.

use super::Failure;
use crate::config::Config;
use crate::setup;
use clap::Args;
use domain::WindowCode;
use print::{Format, Layout, PlateContent, Press};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct PlateArgs {
    /// 窗口码
    #[arg(long, value_name = "窗口码")]
    window: String,
    /// pdf, png 或 svg
    #[arg(long, default_value = "pdf")]
    format: String,
    /// 写到哪个文件; 不写则为 台牌-窗口码.格式
    #[arg(long, value_name = "文件")]
    out: Option<PathBuf>,
}

pub(super) async fn run(config: &Config, args: PlateArgs) -> Result<(), Failure> {
    let format: Format = args.format.parse()?;
    let code: WindowCode =
        args.window.parse().map_err(|_| Failure(format!("“{}”不是窗口码, 请核对", args.window)))?;
    let db = setup::existing_database(config).await?;
    let window =
        db.window_by_code(code).await?.ok_or_else(|| Failure(format!("没有窗口码为 {code} 的窗口")))?;
    if window.ended_at.is_some() {
        return Err(Failure(format!("{} · {} 已撤销, 不再制作台牌", window.hall, window.window_name)));
    }
    let content = PlateContent {
        url: format!("{}/w/{code}", config.server.public_url),
        hall: window.hall,
        window: window.window_name,
        staff: None,
        code: code.to_string(),
        host: config.host().to_owned(),
        demo: db.is_demo().await?,
    };
    let layout = Layout::builtin(&config.plate.layout)?;
    let plate = Press::new()?.plate(&layout, &content, format)?;
    let out = args.out.unwrap_or_else(|| PathBuf::from(format!("台牌-{code}.{}", format.extension())));
    std::fs::write(&out, plate).map_err(|e| Failure(format!("写不了 {}: {e}", out.display())))?;
    println!("{}", out.display());
    Ok(())
}
