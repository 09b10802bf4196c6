//! `GET /w?q=`: finding a window by code or by name; and where a code that leads nowhere leads.

use super::rate::{Posted, carrying_page};
use super::sent::Sent;
use super::{AppState, RequestId, Web, problem};
use app::citizen::{CodeProblem, FindView, HallHit, WindowHit, find_page};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::WindowCode;
use domain::code::CodeError;
use serde::Deserialize;
use storage::{StorageResult, WindowHitRow};
use usecases::FoundPlaces;

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
        Err(error) => return problem::storage(&web, &headers, error, id, None),
    };
    // Seven signs of the alphabet whose check does not fit, and no name either: mistyped.
    let mistyped = q.parse::<WindowCode>() == Err(CodeError::Check) && places.windows.is_empty();
    let problem = mistyped.then_some(CodeProblem::Mistyped);
    page(&web, &headers, StatusCode::OK, None, view(q, problem, places, None))
}

/// `POST /w`: the same search for somebody who carries a rating whose window was not found.
pub(super) async fn carry(sent: Sent) -> Response {
    let (web, id) = (sent.web.clone(), sent.id);
    let posted = Posted::new(sent, "/w".to_owned());
    let fields = &posted.fields;
    // A hall that was found is a button of the same form; it replaces what was typed.
    let q = [fields.get("hall"), fields.get("q")].into_iter().map(str::trim).find(|t| !t.is_empty());
    let q = q.unwrap_or_default().to_owned();
    match places_for(&web, &q).await {
        Ok(places) => {
            let view = view(q, None, places, Some(&posted));
            page(&web, &posted.headers, StatusCode::OK, Some(&posted), view)
        }
        Err(error) => problem::storage(&web, &posted.headers, error, id, Some(&posted)),
    }
}

/// What a name finds; a whole code finds its window.
async fn places_for(web: &Web, q: &str) -> StorageResult<FoundPlaces> {
    let Ok(code) = q.parse::<WindowCode>() else { return web.service.find_places(q).await };
    let found = web.service.window(code).await?.filter(|info| info.window.ended_at.is_none());
    let windows = found.map(|info| WindowHitRow {
        code: info.window.code.clone(),
        window_name: info.window.window_name.clone(),
        hall: info.window.hall.clone(),
        department: info.window.department.clone(),
    });
    Ok(FoundPlaces { windows: windows.into_iter().collect(), ..FoundPlaces::default() })
}

/// A code that no window has, or that is none.
pub(super) async fn wrong_code(
    web: &Web,
    headers: &HeaderMap,
    typed: &str,
    id: RequestId,
    posted: Option<&Posted>,
) -> Response {
    let is_code = typed.parse::<WindowCode>().is_ok();
    let places = match web.service.find_places(typed).await {
        Ok(places) if !is_code => places,
        Ok(_) => FoundPlaces::default(),
        Err(error) => return problem::storage(web, headers, error, id, posted),
    };
    let problem = if is_code { CodeProblem::Unknown } else { CodeProblem::Mistyped };
    let shown: String = typed.chars().filter(|c| !c.is_control()).take(40).collect();
    page(web, headers, StatusCode::NOT_FOUND, posted, view(shown, Some(problem), places, posted))
}

fn view(
    query: String,
    problem: Option<CodeProblem>,
    places: FoundPlaces,
    posted: Option<&Posted>,
) -> FindView {
    let halls =
        places.halls.into_iter().map(|h| HallHit { query: h.name.clone(), name: h.name, address: h.address });
    let windows = places.windows.into_iter().map(|w| WindowHit {
        code: w.code,
        window: w.window_name,
        hall: w.hall,
        department: w.department,
    });
    FindView {
        query,
        problem,
        halls: halls.collect(),
        windows: windows.collect(),
        more: places.more,
        kept: posted.map(|p| p.kept("/w")),
    }
}

fn page(
    web: &Web,
    headers: &HeaderMap,
    status: StatusCode,
    posted: Option<&Posted>,
    view: FindView,
) -> Response {
    let ctx = web.page(headers, "/w");
    carrying_page(web, headers, status, posted, || find_page(ctx, view))
}
