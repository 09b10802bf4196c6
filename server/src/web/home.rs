//! `GET /` and `GET /privacy`: pages that are the same for everybody.

use super::{AppState, render};
use app::citizen::{home_page, privacy_page};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

/// The front page.
pub(super) async fn home(State(web): State<AppState>, headers: HeaderMap) -> Response {
    let ctx = web.page(&headers, "/");
    render::page(StatusCode::OK, &headers, || home_page(ctx))
}

/// What becomes of personal data.
pub(super) async fn privacy(State(web): State<AppState>, headers: HeaderMap) -> Response {
    let ctx = web.page(&headers, "/privacy");
    render::page(StatusCode::OK, &headers, || privacy_page(ctx))
}
