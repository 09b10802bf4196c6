//! What every page of the office is made from: who asks, from where, and the ways a page can end.

use super::list::ListQuery;
use super::page::{self, context, done, refused};
use super::post::OfficePost;
use crate::web::body::Fields;
use crate::web::{AppState, RequestId};
use app::office::OfficeContext;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use leptos::prelude::IntoView;
use storage::StorageError;
use usecases::Officer;

/// A signed-in officer's request.
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
        let headers = parts.headers.clone();
        let Some(officer) = parts.extensions.get::<Officer>().cloned() else {
            return Err(refused::foreign(web, &headers));
        };
        let id = parts.extensions.get::<RequestId>().copied().unwrap_or_default();
        let query = parts.uri.query().map(str::to_owned);
        Ok(Desk { web: web.clone(), id, headers, officer, query })
    }
}

impl OfficePost {
    /// Who sent the form, and what it says.
    pub(super) fn parts(self) -> (Desk, Fields) {
        let OfficePost { web, id, headers, officer, fields } = self;
        (Desk { web, id, headers, officer, query: None }, fields)
    }
}

impl Desk {
    /// Who sent a form that was read otherwise.
    pub(super) fn of(web: AppState, id: RequestId, headers: HeaderMap, officer: Officer) -> Desk {
        Desk { web, id, headers, officer, query: None }
    }

    /// How the list at this path is asked for.
    pub(super) fn list(&self, path: &str) -> ListQuery {
        ListQuery::read(path, self.query.as_deref())
    }

    /// Was nothing asked for? Then a list shows what its role comes for.
    pub(super) fn asks_nothing(&self) -> bool {
        self.query.is_none()
    }

    /// What surrounds a page at this path.
    pub(super) fn context(&self, path: &str) -> OfficeContext {
        context(&self.web, &self.headers, &self.officer, path)
    }

    /// A page.
    pub(super) fn page<V: IntoView>(&self, status: StatusCode, screen: impl FnOnce() -> V) -> Response {
        page::page(&self.web, status, &self.headers, screen)
    }

    /// There is no such thing, or it is not hers.
    pub(super) fn missing(&self) -> Response {
        refused::not_found(&self.web, &self.headers, &self.officer)
    }

    /// It cannot be done as things stand.
    pub(super) fn impossible(&self, sentence: &str) -> Response {
        refused::impossible(&self.web, &self.headers, &self.officer, sentence)
    }

    /// The database could not answer.
    pub(super) fn failed(&self, error: StorageError) -> Response {
        refused::storage(&self.web, &self.headers, &self.officer, error, self.id)
    }

    /// Done; on to another page, which says so.
    pub(super) fn done(&self, to: &str, sentence: &str) -> Response {
        done(&self.web, to, sentence)
    }
}
