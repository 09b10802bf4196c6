//! The command line: one file per command. Texts are Chinese, for the people of a city's data bureau.

mod audit;
mod case;
mod doctor;
mod export;
mod keys;
mod partner;
mod plate;
mod retention;
mod serve;
mod user;

pub(crate) use export::safe;
pub(crate) use keys::create as create_keys;
pub(crate) use serve::stop_signal;
pub use serve::{Bound, bind, serve_until};

use crate::config::{Config, ConfigError, LogFormat};
use crate::demo;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// 政务服务“好差评”: 一个程序, 各项命令.
#[derive(Debug, Parser)]
#[command(name = "server", version, about = "政务服务“好差评”", disable_help_subcommand = true)]
struct Cli {
    /// 配置文件 (TOML); 不写则用默认值
    #[arg(long, global = true, value_name = "文件")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 正式运行
    Serve,
    /// 演示: 自建数据库, 装入示例数据, 在本机运行
    Demo(demo::DemoArgs),
    /// 办件
    #[command(subcommand)]
    Case(case::CaseCommand),
    /// 生成一个窗口的台牌
    Plate(plate::PlateArgs),
    /// 导出
    #[command(subcommand)]
    Export(export::ExportCommand),
    /// 管理端账号
    #[command(subcommand)]
    User(user::UserCommand),
    /// 业务系统和接口密钥
    #[command(subcommand)]
    Partner(partner::PartnerCommand),
    /// 操作记录
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// 个人信息保存期限
    #[command(subcommand)]
    Retention(retention::RetentionCommand),
    /// 密钥
    #[command(subcommand)]
    Keys(keys::KeysCommand),
    /// 检查安装是否正确, 用大白话说明哪里不对
    Doctor,
    /// 打印默认配置文件
    Config,
}

/// What a command failed with: a sentence for the person at the terminal.
#[derive(Debug)]
pub struct Failure(pub String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Failure(error.to_string())
    }
}

/// Reads the command line and carries it out.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&Failure::from(error)),
    };
    match runtime.block_on(dispatch(cli)) {
        Ok(code) => code,
        Err(failure) => fail(&failure),
    }
}

fn fail(failure: &Failure) -> ExitCode {
    eprintln!("错误: {}", failure.0);
    ExitCode::FAILURE
}

async fn dispatch(cli: Cli) -> Result<ExitCode, Failure> {
    if matches!(cli.command, Command::Config) {
        print!("{}", crate::config::DEFAULT);
        return Ok(ExitCode::SUCCESS);
    }
    let config = Config::load(cli.config.as_deref());
    if matches!(cli.command, Command::Doctor) {
        return Ok(doctor::run(config).await);
    }
    let config = config?;
    match cli.command {
        Command::Serve => {
            start_log(&config)?;
            serve::run(config).await?;
        }
        Command::Demo(args) => demo::run(config, args).await?,
        Command::Case(command) => case::run(&config, command).await?,
        Command::Plate(args) => plate::run(&config, args).await?,
        Command::Export(command) => export::run(&config, command).await?,
        Command::User(command) => user::run(&config, command).await?,
        Command::Partner(command) => partner::run(&config, command).await?,
        Command::Audit(command) => audit::run(&config, command).await?,
        Command::Retention(command) => retention::run(&config, command).await?,
        Command::Keys(command) => keys::run(&config, command)?,
        Command::Doctor | Command::Config => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// Starts writing the log to standard error, one line per event.
pub fn start_log(config: &Config) -> Result<(), Failure> {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log.level)
        .map_err(|_| ConfigError::Rule { name: "log.level", rule: "应为 error, warn, info 或 debug" })?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log.format {
        LogFormat::Json => log.json().flatten_event(true).init(),
        LogFormat::Text => log.init(),
    }
    Ok(())
}
