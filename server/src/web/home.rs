//! `GET /` and `GET /privacy`: pages that are the same for everybody.

use super::{AppState, render};
use app::citizen::{HomeView, MonthView, home_page, privacy_page};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::work_order::ClockRules;
use usecases::MonthFigures;

/// The front page. It is there without a database, too: then it says that figures cannot be had now.
pub(super) async fn home(State(web): State<AppState>, headers: HeaderMap) -> Response {
    let ctx = web.page(&headers, "/");
    let figures = web.service.month_figures().await;
    let month = figures.inspect_err(|error| tracing::warn!(%error, "no figures for the front page"));
    let view = HomeView { month: month.ok().map(|figures| shown(&figures)), limits: ClockRules::default() };
    render::page(StatusCode::OK, &headers, || home_page(ctx, view))
}

fn shown(figures: &MonthFigures) -> MonthView {
    MonthView {
        month: figures.since.month_in_words(),
        at: figures.at.minute_in_words(),
        levels: figures.levels,
        total: figures.total(),
        entered: figures.entered,
        late: figures.late,
    }
}

/// What becomes of personal data.
pub(super) async fn privacy(State(web): State<AppState>, headers: HeaderMap) -> Response {
    let ctx = web.page(&headers, "/privacy");
    render::page(StatusCode::OK, &headers, || privacy_page(ctx))
}
