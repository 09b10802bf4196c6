//! Pages for what is refused in the office. Nothing that was typed is lost: where a form cannot be taken as it
//! came, the page carries its fields and offers to send them again.

use super::{context, outside, page};
use crate::web::body::Fields;
use crate::web::{AppState, RequestId, problem};
use app::office::{KeptPost, OfficeProblem, OfficeProblemView, office_problem_page};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use storage::StorageError;
use usecases::Officer;

fn view(kind: OfficeProblem) -> OfficeProblemView {
    OfficeProblemView { kind, detail: None, request_id: String::new(), kept: None }
}

/// Her role does not allow it.
pub(in crate::web::office) fn not_allowed(
    web: &AppState,
    headers: &HeaderMap,
    officer: &Officer,
) -> Response {
    let ctx = context(web, headers, officer, "/office");
    page(web, StatusCode::FORBIDDEN, headers, || office_problem_page(ctx, view(OfficeProblem::Forbidden)))
}

/// There is no such thing, or it lies outside what she may see: the same page.
pub(in crate::web::office) fn not_found(web: &AppState, headers: &HeaderMap, officer: &Officer) -> Response {
    let ctx = context(web, headers, officer, "/office");
    page(web, StatusCode::NOT_FOUND, headers, || office_problem_page(ctx, view(OfficeProblem::NotFound)))
}

/// It is not possible as the thing now stands; the sentence says why.
pub(in crate::web::office) fn impossible(
    web: &AppState,
    headers: &HeaderMap,
    officer: &Officer,
    sentence: &str,
) -> Response {
    let ctx = context(web, headers, officer, "/office");
    let view = OfficeProblemView { detail: Some(sentence.to_owned()), ..view(OfficeProblem::Refused) };
    page(web, StatusCode::UNPROCESSABLE_ENTITY, headers, || office_problem_page(ctx, view))
}

/// More was sent than is taken; the sentence says how much that is.
pub(in crate::web::office) fn too_large(
    web: &AppState,
    headers: &HeaderMap,
    officer: &Officer,
    sentence: &str,
) -> Response {
    let ctx = context(web, headers, officer, "/office");
    let view = OfficeProblemView { detail: Some(sentence.to_owned()), ..view(OfficeProblem::TooLarge) };
    page(web, StatusCode::PAYLOAD_TOO_LARGE, headers, || office_problem_page(ctx, view))
}

/// The database could not answer.
pub(in crate::web::office) fn storage(
    web: &AppState,
    headers: &HeaderMap,
    officer: &Officer,
    error: StorageError,
    id: RequestId,
) -> Response {
    tracing::error!(%id, %error, "storage");
    let (kind, status) = match error.is_passing() {
        true => (OfficeProblem::Unavailable, StatusCode::SERVICE_UNAVAILABLE),
        false => (OfficeProblem::Internal, StatusCode::INTERNAL_SERVER_ERROR),
    };
    let ctx = context(web, headers, officer, "/office");
    let view = OfficeProblemView { request_id: id.to_string(), ..view(kind) };
    page(web, status, headers, || office_problem_page(ctx, view))
}

/// Another site's page sent this.
pub(in crate::web::office) fn foreign(web: &AppState, headers: &HeaderMap) -> Response {
    let ctx = outside(web, headers, "/office");
    page(web, StatusCode::FORBIDDEN, headers, || office_problem_page(ctx, view(OfficeProblem::FormExpired)))
}

/// The session is over while a form was being filled in: sign in beside it, then send it again.
pub(in crate::web::office) async fn session_over(
    web: &AppState,
    headers: &HeaderMap,
    request: Request,
) -> Response {
    let path = request.uri().path().to_owned();
    let limit = web.config.server.body_limit_kib * 1024;
    let id = request.extensions().get::<RequestId>().copied().unwrap_or_default();
    let fields = match Fields::read(headers, request.into_body(), limit).await {
        Ok(fields) => fields,
        Err(error) => return problem::body(web, headers, error, id),
    };
    let ctx = outside(web, headers, "/office");
    let kept = keep(&path, &fields, "");
    let view = OfficeProblemView { kept: Some(kept), ..view(OfficeProblem::SessionOver) };
    page(web, StatusCode::UNAUTHORIZED, headers, || office_problem_page(ctx, view))
}

/// A form of another session of hers: she confirms by sending it once more.
pub(in crate::web::office) fn confirm_again(
    web: &AppState,
    headers: &HeaderMap,
    officer: &Officer,
    path: &str,
    fields: &Fields,
) -> Response {
    let ctx = context(web, headers, officer, "/office");
    let kept = keep(path, fields, &ctx.csrf);
    let view = OfficeProblemView { kept: Some(kept), ..view(OfficeProblem::FormExpired) };
    page(web, StatusCode::FORBIDDEN, headers, || office_problem_page(ctx, view))
}

/// The fields of a form but the token and what must not stand in a page.
fn keep(path: &str, fields: &Fields, csrf: &str) -> KeptPost {
    const SECRET: [&str; 5] = ["csrf", "password", "current", "new", "again"];
    let fields = fields.pairs().filter(|(name, _)| !SECRET.contains(name));
    KeptPost {
        action: path.to_owned(),
        csrf: csrf.to_owned(),
        fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
    }
}
