//! `GET /w?q=`: finding a window by code or by name; and where a code that leads nowhere leads.

use super::{AppState, RequestId, Web, problem, render};
use app::citizen::{CodeProblem, FindView, HallHit, KeptForm, WindowHit, find_page};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::code::CodeError;
use domain::{RatingInput, WindowCode};
use serde::Deserialize;
use usecases::{FoundPlaces, WindowInfo};

/// The search box.
#[derive(Debug, Deserialize)]
pub(super) struct Search {
    #[serde(default)]
    q: String,
}

/// A whole code goes straight to its window; anything else is a name.
pub(super) async fn find(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    search: Result<Query<Search>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    // A query that cannot be read is an empty search box.
    let q = search.map(|s| s.0.q.trim().to_owned()).unwrap_or_default();
    if let Ok(code) = q.parse::<WindowCode>() {
        let path = HeaderValue::from_str(&format!("/w/{code}")).expect("a window code is ASCII");
        return (StatusCode::SEE_OTHER, [(header::LOCATION, path)]).into_response();
    }
    let places = match web.service.find_places(&q).await {
        Ok(places) => places,
        Err(error) => return problem::storage(&web, &headers, error, id),
    };
    // Seven signs of the alphabet whose check does not fit, and no name either: mistyped.
    let mistyped = q.parse::<WindowCode>() == Err(CodeError::Check) && places.windows.is_empty();
    let problem = mistyped.then_some(CodeProblem::Mistyped);
    page(&web, &headers, StatusCode::OK, view(q, problem, places, None))
}

/// A code that no window has, or that is none.
pub(super) async fn wrong_code(
    web: &Web,
    headers: &HeaderMap,
    typed: &str,
    id: RequestId,
    kept: Option<&RatingInput>,
) -> Response {
    let is_code = typed.parse::<WindowCode>().is_ok();
    let places = match web.service.find_places(typed).await {
        Ok(places) if !is_code => places,
        Ok(_) => FoundPlaces::default(),
        Err(error) => return problem::storage(web, headers, error, id),
    };
    let problem = if is_code { CodeProblem::Unknown } else { CodeProblem::Mistyped };
    let shown: String = typed.chars().filter(|c| !c.is_control()).take(40).collect();
    page(web, headers, StatusCode::NOT_FOUND, view(shown, Some(problem), places, kept_at(kept, "/w")))
}

/// A window that was taken out of service: the others of its hall.
pub(super) async fn withdrawn(
    web: &Web,
    headers: &HeaderMap,
    info: &WindowInfo,
    id: RequestId,
    kept: Option<&RatingInput>,
) -> Response {
    let places = match web.service.windows_of_hall(info.window.hall_id).await {
        Ok(places) => places,
        Err(error) => return problem::storage(web, headers, error, id),
    };
    let problem =
        CodeProblem::Withdrawn { window: info.window.window_name.clone(), hall: info.window.hall.clone() };
    let view = view(info.window.hall.clone(), Some(problem), places, kept_at(kept, "/w"));
    page(web, headers, StatusCode::GONE, view)
}

/// What was written, carried along until a window is chosen.
fn kept_at(kept: Option<&RatingInput>, action: &str) -> Option<KeptForm> {
    kept.map(|input| KeptForm { action: action.to_owned(), input: input.clone() })
}

fn view(
    query: String,
    problem: Option<CodeProblem>,
    places: FoundPlaces,
    kept: Option<KeptForm>,
) -> FindView {
    let halls =
        places.halls.into_iter().map(|h| HallHit { query: h.name.clone(), name: h.name, address: h.address });
    let windows = places.windows.into_iter().map(|w| WindowHit {
        code: w.code,
        window: w.window_name,
        hall: w.hall,
        department: w.department,
    });
    FindView { query, problem, halls: halls.collect(), windows: windows.collect(), more: places.more, kept }
}

fn page(web: &Web, headers: &HeaderMap, status: StatusCode, view: FindView) -> Response {
    let ctx = web.page(headers, "/w");
    render::page(status, headers, || find_page(ctx, view))
}
