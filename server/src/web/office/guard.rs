//! What stands before every page of the office: who is it, may she do this, is it her own act.
//!
//! A route names the one permission it needs when it is registered ([`super::routes::Routes`]); there is no way
//! to register one without. What of a place she may see is decided in the statement by her scope, not here.

use super::page::refused;
use crate::web::{AppState, RequestId, problem};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Permission;
use usecases::Officer;

/// Lets a request through to its handler, with the [`Officer`] among its extensions.
pub(super) async fn guard(
    State((web, needs)): State<(AppState, Permission)>,
    mut request: Request,
    next: Next,
) -> Response {
    let id = request.extensions().get::<RequestId>().copied().unwrap_or_default();
    let headers = request.headers().clone();
    let changes = *request.method() != Method::GET && *request.method() != Method::HEAD;
    if changes && !is_own_page(&headers) {
        return refused::foreign(&web, &headers);
    }
    let officer = match web.office_token(&headers) {
        Some(token) => match web.service.officer(token).await {
            Ok(officer) => officer,
            Err(error) => return problem::storage(&web, &headers, error, id, None),
        },
        None => None,
    };
    let path = request.uri().path().to_owned();
    let Some(officer) = officer else {
        // A file cannot be kept in a page: she signs in and chooses it again.
        return if changes && !brings_file(&headers) {
            refused::session_over(&web, &headers, request).await
        } else {
            to_sign_in(request.uri().path_and_query().map_or("/office", |p| p.as_str()))
        };
    };
    if let Some(duty) = officer.duty.path() {
        if path != duty && path != "/office/sign-out" {
            return see_other(duty);
        }
    } else if !officer.may(needs) {
        return refused::not_allowed(&web, &headers, &officer);
    }
    request.extensions_mut().insert(officer);
    next.run(request).await
}

/// Was this sent by a page of our own? Every browser of the office says so by `Sec-Fetch-Site` or `Origin`;
/// where neither speaks, nothing is changed.
pub(super) fn is_own_page(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    match (text("sec-fetch-site"), text("origin"), text("host")) {
        (Some(site), _, _) => site == "same-origin",
        (None, Some(origin), Some(host)) => {
            origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host))
        }
        _ => false,
    }
}

/// Who is asking, for pages that show themselves to everybody and more to officers.
pub(super) async fn officer_of(web: &AppState, headers: &HeaderMap) -> Option<Officer> {
    web.service.officer(web.office_token(headers)?).await.ok().flatten()
}

fn brings_file(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"))
}

fn to_sign_in(from: &str) -> Response {
    let next = percent_encoding::utf8_percent_encode(from, percent_encoding::NON_ALPHANUMERIC);
    see_other(&format!("/office/sign-in?next={next}"))
}

/// Sends the browser on to another page.
pub(super) fn see_other(path: &str) -> Response {
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/office"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}
