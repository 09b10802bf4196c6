//! `server retention run`: clears what is due now; the server does the same by itself once a day.

use super::Failure;
use crate::config::Config;
use crate::setup;
use clap::Subcommand;
use usecases::World;

#[derive(Debug, Subcommand)]
pub(super) enum RetentionCommand {
    /// 清除保存期限已到的个人信息, 并留下记录; 运行几次都一样
    Run,
}

pub(super) async fn run(config: &Config, command: RetentionCommand) -> Result<(), Failure> {
    let RetentionCommand::Run = command;
    let service = setup::service(config, World::system()).await?;
    let fields = service.clear_due("command-line").await?;
    if fields.is_empty() {
        println!("没有到期的个人信息");
    }
    for (field, rows) in fields {
        println!("{}  清除 {rows} 条", field.label());
    }
    service.db().close().await;
    Ok(())
}
