//! A form posted in the office, as a handler gets it: read, of a signed-in officer, with her session's token.

use super::page::refused;
use crate::web::body::Fields;
use crate::web::{AppState, RequestId, problem};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::response::Response;
use usecases::Officer;

/// Everything a post of the office brings.
pub(super) struct OfficePost {
    pub(super) web: AppState,
    pub(super) id: RequestId,
    pub(super) headers: HeaderMap,
    pub(super) officer: Officer,
    pub(super) fields: Fields,
}

impl FromRequest<AppState> for OfficePost {
    type Rejection = Response;

    async fn from_request(request: Request, web: &AppState) -> Result<OfficePost, Response> {
        let (parts, body) = request.into_parts();
        let id = parts.extensions.get::<RequestId>().copied().unwrap_or_default();
        let headers = parts.headers;
        let Some(officer) = parts.extensions.get::<Officer>().cloned() else {
            return Err(refused::foreign(web, &headers));
        };
        let fields = Fields::read(&headers, body, web.config.server.body_limit_kib * 1024)
            .await
            .map_err(|error| problem::body(web, &headers, error, id))?;
        // Our own page, but of another session: the person signed in again meanwhile. She confirms.
        if !web.service.is_csrf_token(&officer, fields.get("csrf")) {
            return Err(refused::confirm_again(web, &headers, &officer, parts.uri.path(), &fields));
        }
        Ok(OfficePost { web: web.clone(), id, headers, officer, fields })
    }
}
