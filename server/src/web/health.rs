//! `/healthz`, `/readyz`, `/metrics`: for the machines that watch.

use super::AppState;
use super::rate::Peer;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The process answers.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// Ratings can be taken: the database answers and the writer runs.
pub(super) async fn ready(State(web): State<AppState>) -> Response {
    let database = web.service.db().ping().await.is_ok();
    let writer = web.service.writer().is_running();
    let status = if database && writer { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = serde_json::json!({
        "ready": database && writer,
        "database": database,
        "writer": writer,
        "waiting": web.service.writer().waiting(),
    });
    (status, axum::Json(body)).into_response()
}

/// Prometheus figures, for this machine only: not through a proxy, not from the network.
pub(super) async fn metrics(State(web): State<AppState>, peer: Peer, headers: HeaderMap) -> Response {
    let local = peer.is_none_or(|p| p.0.0.ip().is_loopback()) && !headers.contains_key("x-forwarded-for");
    match &web.metrics {
        Some(handle) if local => {
            metrics::gauge!("hcp_ratings_waiting").set(web.service.writer().waiting() as f64);
            ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render()).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
