//! Ways a page of the office can end, for handlers that refuse by `?`.

use super::desk::Desk;
use app::office::OfficeContext;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use leptos::prelude::IntoView;
use storage::StorageResult;

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

impl Desk {
    /// A page with what surrounds it at this path of the navigation.
    pub(super) fn screen<V: IntoView>(
        &self,
        status: StatusCode,
        path: &str,
        screen: impl FnOnce(OfficeContext) -> V,
    ) -> Response {
        let ctx = self.context(path);
        self.page(status, || screen(ctx))
    }

    /// What the database gave, or the page that says it could not answer.
    pub(super) fn ok<T>(&self, given: StorageResult<T>) -> Result<T, Refusal> {
        given.map_err(|error| self.failed(error).into())
    }

    /// What was found; what lies outside the scope is not found.
    pub(super) fn found<T>(&self, given: StorageResult<Option<T>>) -> Result<T, Refusal> {
        self.ok(given)?.ok_or_else(|| self.missing().into())
    }
}

/// A row id in a path or a form; what is none names nothing.
pub(super) fn row_id(text: &str) -> i64 {
    text.parse().unwrap_or(0)
}
