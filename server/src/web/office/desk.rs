//! Who is at work and on what request, as the pages of the administrators take it: one value instead of four, and
//! the few answers every page gives.

use super::page::{self, context, refused};
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

/// An officer and her request.
pub(super) struct Desk {
    pub(super) web: AppState,
    pub(super) id: RequestId,
    pub(super) headers: HeaderMap,
    pub(super) officer: Officer,
    /// The query of the address; none for a post.
    pub(super) query: Option<String>,
}

impl FromRequestParts<AppState> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &AppState) -> Result<Desk, Response> {
        let id = parts.extensions.get::<RequestId>().copied().unwrap_or_default();
        let headers = parts.headers.clone();
        let Some(officer) = parts.extensions.get::<Officer>().cloned() else {
            return Err(refused::foreign(web, &headers));
        };
        let query = parts.uri.query().map(str::to_owned);
        Ok(Desk { web: web.clone(), id, headers, officer, query })
    }
}

impl Desk {
    /// The desk a form was posted from, and its fields.
    pub(super) fn of(sent: OfficePost) -> (Desk, Fields) {
        let OfficePost { web, id, headers, officer, fields } = sent;
        (Desk { web, id, headers, officer, query: None }, fields)
    }

    /// A page; `place` is where the navigation stands.
    pub(super) fn show<V: IntoView>(
        &self,
        status: StatusCode,
        place: &str,
        screen: impl FnOnce(OfficeContext) -> V,
    ) -> Response {
        let ctx = context(&self.web, &self.headers, &self.officer, place);
        page::page(&self.web, status, &self.headers, || screen(ctx))
    }

    /// There is no such thing, or it is not hers to see.
    pub(super) fn not_found(&self) -> Response {
        refused::not_found(&self.web, &self.headers, &self.officer)
    }

    /// The database could not answer.
    pub(super) fn failed(&self, error: StorageError) -> Response {
        refused::storage(&self.web, &self.headers, &self.officer, error, self.id)
    }

    /// It is not possible as the thing now stands.
    pub(super) fn impossible(&self, sentence: &str) -> Response {
        refused::impossible(&self.web, &self.headers, &self.officer, sentence)
    }

    /// On to another page, which says this sentence once.
    pub(super) fn done(&self, to: &str, sentence: &str) -> Response {
        page::done(&self.web, to, sentence)
    }
}

/// The number in a path; what is not one leads to nothing.
pub(super) fn row_id(text: &str) -> Option<i64> {
    text.parse().ok().filter(|id| *id > 0)
}

/// A reason as typed, or what is wrong with it.
pub(super) fn reason(fields: &Fields) -> Result<String, (String, String)> {
    let typed = fields.get("reason").trim().to_owned();
    match typed.chars().count() {
        0 => Err((typed, "请写明原因，会写入操作记录。".into())),
        1..=100 => Ok(typed),
        _ => Err((typed, "原因最多100个字。".into())),
    }
}
