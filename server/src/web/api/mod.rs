//! `/api/v1`: the interface for partners, business systems that hand over cases.
//!
//! ```text
//! request ─► guard.rs (whose signature? nonce new? within limits?) ─► a handler ─► a use case
//!            └ bodies are read whole, or into a nameless file, before a handler sees them: the signature covers them
//! ```
//!
//! No call makes a rating: `server/tests/it/api_no_rating.rs` walks every one. To add a call: a handler with its
//! `#[utoipa::path]` in a file of its own, a line in [`calls`]; the description of the interface follows.

// What the macro of `utoipa` writes.
#![allow(unused_qualifications)]

mod case_body;
mod cases;
mod changes;
mod docs;
mod guard;
mod idempotent;
mod limits;
mod links;
mod papers;
mod place;
mod problem;
mod ratings;
mod requests;
mod stream;
mod tables;

pub(super) use guard::STREAMS;
pub(super) use limits::Limits;
pub(super) use stream::takes_stream;

use super::AppState;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every call, with its description.
fn calls() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(docs::head())
        .routes(routes!(cases::push))
        .routes(routes!(cases::push_batch))
        .routes(routes!(stream::push_stream))
        .routes(routes!(cases::show))
        .routes(routes!(cases::set_state))
        .routes(routes!(links::show, links::renew, links::revoke))
        .routes(routes!(papers::show))
        .routes(routes!(ratings::of_day))
        .routes(routes!(changes::since))
        .routes(routes!(requests::list))
        .routes(routes!(tables::list))
}

/// The description of the interface, OpenAPI 3.1.
pub fn openapi() -> serde_json::Value {
    docs::described(&calls().into_openapi())
}

/// The interface's routes.
pub(super) fn router(state: &AppState) -> Router<AppState> {
    let (calls, _) = calls().split_for_parts();
    calls
        .method_not_allowed_fallback(problem::method_not_allowed)
        .route_layer(from_fn_with_state(state.clone(), guard::guard))
        .route("/api/v1/openapi.json", get(docs::openapi_json))
        .route("/api/docs", get(docs::page))
        .route("/api/{*rest}", axum::routing::any(problem::not_found))
}
