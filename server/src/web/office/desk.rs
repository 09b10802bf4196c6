//! What a page of the office is asked with, and the answers every page has in common: `?` refuses.

use super::list::ListQuery;
use super::page::{self, context, refused};
use super::post::OfficePost;
use crate::web::body::Fields;
use crate::web::{AppState, RequestId};
use app::office::OfficeContext;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use leptos::prelude::IntoView;
use storage::{StorageError, StorageResult};
use usecases::Officer;

/// An answer other than the page that was asked for.
pub(super) struct Refusal(Box<Response>);

/// What a handler gives: the page, or a refusal by `?`.
pub(super) type Answer = Result<Response, Refusal>;

impl From<Response> for Refusal {
    fn from(response: Response) -> Refusal {
        Refusal(Box::new(response))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        *self.0
    }
}

/// Who asks, and with what.
pub(super) struct Desk {
    pub(super) web: AppState,
    pub(super) id: RequestId,
    pub(super) headers: HeaderMap,
    pub(super) officer: Officer,
    query: Option<String>,
}

impl FromRequestParts<AppState> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &AppState) -> Result<Desk, Response> {
        let id = parts.extensions.get::<RequestId>().copied().unwrap_or_default();
        let headers = parts.headers.clone();
        match parts.extensions.get::<Officer>().cloned() {
            Some(officer) => {
                let query = parts.uri.query().map(str::to_owned);
                Ok(Desk { web: web.clone(), id, headers, officer, query })
            }
            None => Err(refused::foreign(web, &headers)),
        }
    }
}

impl OfficePost {
    /// Who sent it, and its fields.
    pub(super) fn split(self) -> (Desk, Fields) {
        let OfficePost { web, id, headers, officer, fields } = self;
        (Desk { web, id, headers, officer, query: None }, fields)
    }
}

impl Desk {
    /// A page with what surrounds it.
    pub(super) fn page<V: IntoView>(
        &self,
        status: StatusCode,
        path: &str,
        screen: impl FnOnce(OfficeContext) -> V,
    ) -> Response {
        let ctx = context(&self.web, &self.headers, &self.officer, path);
        page::page(&self.web, status, &self.headers, || screen(ctx))
    }

    /// How the list at this path is asked for.
    pub(super) fn list(&self, path: &str) -> ListQuery {
        ListQuery::read(path, self.query.as_deref())
    }

    /// On to another page, which says this sentence once.
    pub(super) fn done(&self, to: &str, sentence: &str) -> Response {
        page::done(&self.web, to, sentence)
    }

    /// What the database gave, or the page that says it could not answer.
    pub(super) fn ok<T>(&self, given: StorageResult<T>) -> Result<T, Refusal> {
        given.map_err(|error| self.failed(error).into())
    }

    /// What was found; what lies outside the scope is not found.
    pub(super) fn found<T>(&self, given: StorageResult<Option<T>>) -> Result<T, Refusal> {
        self.ok(given)?.ok_or_else(|| self.not_found().into())
    }

    /// There is no such thing, or it lies outside what she may see.
    pub(super) fn not_found(&self) -> Response {
        refused::not_found(&self.web, &self.headers, &self.officer)
    }

    /// It is not possible as the thing now stands.
    pub(super) fn impossible(&self, sentence: &str) -> Response {
        refused::impossible(&self.web, &self.headers, &self.officer, sentence)
    }

    /// The database could not answer.
    pub(super) fn failed(&self, error: StorageError) -> Response {
        refused::storage(&self.web, &self.headers, &self.officer, error, self.id)
    }
}

/// A row id in a path; what is none names nothing.
pub(super) fn row_id(text: &str) -> i64 {
    text.parse().unwrap_or(0)
}
