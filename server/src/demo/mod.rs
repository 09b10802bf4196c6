//! `server demo`: a whole city in miniature, made from Zibo's real divisions and from departments, people
//! and cases that are marked 示例. It has a database of its own, marked for good, which production refuses.

mod cases;
mod guide;
mod items;
mod officers;
mod partner;
mod places;
mod roster;
mod zones;

use crate::cli::{self, Failure};
use crate::config::Config;
use crate::setup;
use clap::Args;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::path::PathBuf;
use usecases::{Service, World};

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// 监听地址和端口
    #[arg(long, value_name = "地址:端口")]
    listen: Option<SocketAddr>,
    /// 示例数据所在目录
    #[arg(long, default_value = "data", value_name = "目录")]
    data: PathBuf,
    /// 让同一局域网里的手机也能打开 (明文 http, 只宜试用)
    #[arg(long)]
    lan: bool,
}

/// Prepares the data, says where to look, serves.
pub async fn run(config: Config, args: DemoArgs) -> Result<(), Failure> {
    let config = adapt(config, &args)?;
    cli::start_log(&config)?;
    if !config.keys.file.exists() {
        cli::create_keys(&config.keys.file)?;
    }
    let service = setup::service(&config, World::system()).await?;
    let guide = prepare(&service, &config).await?;
    // The socket first: whoever reads the file may open what it names.
    let bound = cli::bind(config, service, true).await?;
    guide.write(&args.data.join("demo.json"))?;
    guide.print(args.lan);
    cli::serve_until(bound, cli::stop_signal()).await;
    Ok(())
}

/// The configuration of a demonstration: everything in one folder, on this machine only.
fn adapt(mut config: Config, args: &DemoArgs) -> Result<Config, Failure> {
    let port = args.listen.unwrap_or(config.server.listen).port();
    config.server.listen = match (args.listen, args.lan) {
        (Some(listen), false) if !listen.ip().is_loopback() => {
            return Err(Failure(
                "演示只在本机开放。要让手机试用, 请加 --lan; 正式运行用 server serve".into(),
            ));
        }
        (Some(listen), _) => listen,
        (None, true) => SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), port),
        (None, false) => SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port),
    };
    let listen = config.server.listen;
    let host = if listen.ip().is_unspecified() { lan_address()? } else { listen.ip() };
    config.server.public_url = format!("http://{}", SocketAddr::new(host, port));
    config.keys.file = args.data.join("keys.toml");
    config.plate.packs = args.data.join("packs");
    config.log.format = crate::config::LogFormat::Text;
    if config.database.url == default_database() {
        config.database.url = format!("sqlite:{}", args.data.join("demo.db").display());
    }
    Ok(config)
}

/// The URL in the default file: whoever changed it means another database.
fn default_database() -> String {
    Config::default_file().database.url
}

/// This machine's address in its network. Connecting a UDP socket sends nothing; it only picks the route.
fn lan_address() -> Result<IpAddr, Failure> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
    let documentation = (Ipv4Addr::new(192, 0, 2, 1), 9);
    let routed = socket.connect(documentation).and_then(|()| socket.local_addr());
    Ok(routed.map_err(|e| Failure(format!("找不到局域网地址: {e}")))?.ip())
}

async fn prepare(service: &Service, config: &Config) -> Result<guide::Guide, Failure> {
    let db = service.db();
    if !db.is_demo().await? {
        if db.count_windows().await? > 0 {
            return Err(Failure("这个数据库里已有正式数据, 不能装入示例数据".into()));
        }
        db.mark_demo().await?;
        let places = places::all(service)?;
        db.insert_places(&places).await?;
        items::add(service, &places).await?;
        zones::all(service).await?;
    }
    service.give_staff_codes().await?;
    roster::renew(service).await?;
    guide::Guide::new(service, &config.server.public_url).await
}

/// Only a database marked as sample data may be given sample ratings.
async fn must_be_demo(service: &Service) -> Result<(), Failure> {
    if service.db().is_demo().await? { Ok(()) } else { Err(Failure("不是示例数据库".into())) }
}
