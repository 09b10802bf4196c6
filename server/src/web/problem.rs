//! Pages for what went wrong. The status of every failure is decided here.

use super::body::BodyError;
use super::entry::Entry;
use super::rate::{Posted, keyed_page};
use super::{AppState, RequestId, Web, render};
use app::citizen::{KeptForm, ProblemKind, ProblemView, problem_page};
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::any::Any;
use storage::StorageError;

fn status(kind: ProblemKind) -> StatusCode {
    match kind {
        ProblemKind::NotFound => StatusCode::NOT_FOUND,
        ProblemKind::BadForm | ProblemKind::WrongCharset => StatusCode::BAD_REQUEST,
        ProblemKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ProblemKind::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        ProblemKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ProblemKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A page about a problem, with what was posted if there was anything.
pub(super) fn page(
    web: &Web,
    headers: &HeaderMap,
    kind: ProblemKind,
    id: RequestId,
    posted: Option<&Posted>,
) -> Response {
    carrying(web, headers, kind, id, posted.map(|p| p.kept(&p.action)), posted.map(|p| (p.key(), &p.entry)))
}

/// A page about a problem, with what was written.
pub(super) fn carrying(
    web: &Web,
    headers: &HeaderMap,
    kind: ProblemKind,
    id: RequestId,
    kept: Option<KeptForm>,
    carried: Option<(Option<&str>, &Entry)>,
) -> Response {
    let ctx = web.page(headers, "/");
    let carries = kept.is_some();
    let view = ProblemView { kind, request_id: id.to_string(), kept };
    let screen = || problem_page(ctx, view);
    let mut response = match carries {
        true => keyed_page(web, headers, status(kind), carried.unwrap_or((None, &Entry::default())), screen),
        false => render::page(status(kind), headers, screen),
    };
    if kind == ProblemKind::Unavailable {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

/// A body that is not a form.
pub(super) fn body(web: &Web, headers: &HeaderMap, error: BodyError, id: RequestId) -> Response {
    let kind = match error {
        BodyError::TooLarge => ProblemKind::TooLarge,
        BodyError::NotAForm | BodyError::Slow => ProblemKind::BadForm,
        BodyError::Charset => ProblemKind::WrongCharset,
    };
    let mut response = page(web, headers, kind, id, None);
    if error == BodyError::Slow {
        *response.status_mut() = StatusCode::REQUEST_TIMEOUT;
    }
    response
}

/// Which page the database's failure deserves.
pub(super) fn kind_of(error: &StorageError, id: RequestId) -> ProblemKind {
    tracing::error!(%id, %error, "storage");
    if error.is_passing() { ProblemKind::Unavailable } else { ProblemKind::Internal }
}

/// The database could not answer.
pub(super) fn storage(
    web: &Web,
    headers: &HeaderMap,
    error: StorageError,
    id: RequestId,
    posted: Option<&Posted>,
) -> Response {
    page(web, headers, kind_of(&error, id), id, posted)
}

/// No such page.
pub(super) async fn not_found(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
) -> Response {
    page(&web, &headers, ProblemKind::NotFound, id, None)
}

/// A page that is read is posted to, or the other way round.
pub(super) async fn method_not_allowed(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
) -> Response {
    page(&web, &headers, ProblemKind::MethodNotAllowed, id, None)
}

/// Handling took longer than allowed.
pub(super) fn timed_out(web: &Web, headers: &HeaderMap, id: RequestId) -> Response {
    page(web, headers, ProblemKind::Unavailable, id, None)
}

/// A handler panicked: a fault of ours. The page can need nothing that might panic again.
pub(super) fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let text = panic.downcast_ref::<String>().cloned();
    let text = text.or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()));
    tracing::error!(panic = text.unwrap_or_default(), "a handler panicked");
    (StatusCode::INTERNAL_SERVER_ERROR, app::text::internal()).into_response()
}
