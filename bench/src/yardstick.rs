//! The yardsticks that are servers: a bare axum handler that returns the same bytes, and the very same
//! application with a writer that answers without storing.

use crate::Outcome;
use axum::Router;
use axum::routing::get as route;
use server::{cli, config::Config, setup};
use std::path::Path;
use storage::Writer;
use usecases::{Service, World};

/// `yardstick get FILE`: address in the first line of the file, the whole body after it.
pub fn get(file: &str) -> Outcome<()> {
    let content = std::fs::read(file)?;
    let split = content.iter().position(|b| *b == b'\n').ok_or("address line")?;
    let address = String::from_utf8(content[..split].to_vec())?;
    let body = bytes::Bytes::from(content[split + 1..].to_vec());
    runtime()?.block_on(async {
        let handler = move || {
            let body = body.clone();
            async move { ([("content-type", "text/html; charset=utf-8"), ("content-encoding", "br")], body) }
        };
        let app = Router::new().route("/w/{code}", route(handler)).route("/readyz", route(|| async { "ok" }));
        let listener = tokio::net::TcpListener::bind(&address).await?;
        axum::serve(listener, app).await?;
        Ok(())
    })
}

/// `yardstick post CONFIG`: the application, but nothing is stored.
pub fn post(config: &str) -> Outcome<()> {
    let config = Config::load(Some(Path::new(config)))?;
    cli::start_log(&config).map_err(|f| f.0)?;
    runtime()?.block_on(async {
        let keys = setup::load_keys(&config.keys.file)?;
        let db = setup::open_database(&config).await?;
        let service = Service::new(db, Writer::discarding(), keys, World::system(), config.settings());
        let bound = cli::bind(config, service, false).await.map_err(|f| f.0)?;
        cli::serve_until(bound, std::future::pending()).await;
        Ok(())
    })
}

fn runtime() -> Outcome<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}
