//! `/healthz`, `/readyz`, `/metrics`: for the machines that watch.

use super::AppState;
use axum::extract::{ConnectInfo, Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;

/// The process answers.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// Ratings can be taken: the database answers, the writer runs, and the last commit reached the disk. When it
/// did not, a small one is tried here, so that a recovered database is noticed without anybody rating.
pub(super) async fn ready(State(web): State<AppState>) -> Response {
    let (service, writer) = (&web.service, web.service.writer());
    let database = service.db().ping().await.is_ok();
    if database && !writer.is_well() && service.db().try_writing(service.world().now()).await.is_ok() {
        writer.is_well_again();
    }
    let (running, commits) = (writer.is_running(), writer.is_well());
    let ready = database && running && commits;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = serde_json::json!({
        "ready": ready,
        "database": database,
        "writer": running,
        "commits": commits,
        "waiting": writer.waiting(),
    });
    (status, axum::Json(body)).into_response()
}

/// Prometheus figures, for this machine only: not from the network, and not through a proxy.
pub(super) async fn metrics(
    State(web): State<AppState>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> Response {
    const PROXY_SIGNS: [&str; 4] = ["x-forwarded-for", "x-real-ip", "forwarded", "via"];
    let local = peer.is_some_and(|p| {
        let address = p.0.0.ip().to_canonical();
        address.is_loopback() && !web.is_trusted_proxy(address)
    });
    match &web.metrics {
        Some(handle) if local && !PROXY_SIGNS.iter().any(|sign| headers.contains_key(*sign)) => {
            metrics::gauge!("hcp_ratings_waiting").set(web.service.writer().waiting() as f64);
            ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render()).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
