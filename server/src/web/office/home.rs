//! The office's front page.

use super::page::{self, context};
use crate::web::AppState;
use app::office::{DayPart, HomeView, ShortcutView, home_page};
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use usecases::Officer;

/// `GET /office`
pub(super) async fn show(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    headers: HeaderMap,
) -> Response {
    let ctx = context(&web, &headers, &officer, "/office");
    let hour = web.service.world().now().in_china().hour();
    let ways = ctx.nav.iter().flat_map(|group| group.items.iter()).filter(|item| item.href != "/office");
    let shortcuts = ways.map(|item| ShortcutView {
        label: item.label.into(),
        hint: String::new(),
        href: item.href.into(),
    });
    let view = HomeView {
        part: DayPart::of_hour(hour.unsigned_abs()),
        last_sign_in: None,
        todos: Vec::new(),
        stats: Vec::new(),
        shortcuts: shortcuts.collect(),
    };
    page::page(&web, StatusCode::OK, &headers, || home_page(ctx, view))
}
