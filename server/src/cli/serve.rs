//! `server serve`: production.

use super::Failure;
use crate::config::Config;
use crate::gateway::MessageGateway;
use crate::web::{self, AppState, Web};
use crate::{jobs, setup};
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use usecases::World;

pub(super) async fn run(config: Config) -> Result<(), Failure> {
    let service = setup::service(&config, World::system()).await?;
    if service.db().is_demo().await? {
        return Err(Failure("这是示例数据库, 不能用于正式运行。请在配置中换一个 database.url".into()));
    }
    // People who came before there were codes, or by an import.
    service.give_staff_codes().await?;
    let bound = bind(config, service, false).await?;
    tracing::info!(address = %bound.address, url = bound.web.config.server.public_url, "serving");
    serve_until(bound, stop_signal()).await;
    Ok(())
}

/// A listening socket and what will answer on it.
pub struct Bound {
    /// Where it listens.
    pub address: SocketAddr,
    /// What answers.
    pub web: AppState,
    listener: TcpListener,
}

/// Loads the files of the pages, starts the figures, binds the socket.
pub async fn bind(config: Config, service: usecases::Service, demo: bool) -> Result<Bound, Failure> {
    // A gateway that cannot be spoken to is told now, not when the first message is due.
    MessageGateway::new(&config.messages, &config.server.public_url)?;
    let assets = web::load_assets(&config.server.site)?;
    let metrics = metrics_exporter_prometheus::PrometheusBuilder::new().install_recorder()?;
    let upkeep = metrics.clone();
    tokio::spawn(async move {
        let mut every = tokio::time::interval(Duration::from_secs(5));
        loop {
            every.tick().await;
            upkeep.run_upkeep();
        }
    });
    let listen = config.server.listen;
    let listener = TcpListener::bind(listen)
        .await
        .map_err(|e| Failure(format!("不能在 {listen} 上监听: {e}。是否已有程序占用?")))?;
    let address = listener.local_addr()?;
    Ok(Bound { address, web: Web::new(service, config, assets, demo, Some(metrics)), listener })
}

/// Serves until told to stop, then lets requests under way finish.
pub async fn serve_until(bound: Bound, stop: impl Future<Output = ()>) {
    let web = bound.web.clone();
    let db = web.service.db().clone();
    if let Err(error) = db.fail_interrupted_packs().await {
        tracing::warn!(%error, "packs that were interrupted could not be marked");
    }
    let running = jobs::start(&web);
    web::serve(bound.listener, bound.web, stop).await;
    for job in running {
        job.abort();
    }
    jobs::write_scans(&web).await;
    db.close().await;
}

/// Ctrl-C or a polite kill.
pub(crate) async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}
