//! HTTP: the routes, and what every request goes through.
//!
//! To add a page: a handler in a file of its own here, its route in [`router`], its screen in `app`.

mod assets;
mod body;
mod client;
mod cookies;
mod display;
mod encode;
mod find;
mod form;
mod health;
mod home;
mod page_cache;
mod problem;
mod rate;
mod rate_case;
mod rate_window;
mod receipt;
mod render;
mod spliced;
mod state;
mod watch;

pub use assets::{AssetsError, load as load_assets};
pub use state::{AppState, Web};
pub use watch::RequestId;

use axum::Router;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;

/// All routes.
pub fn router(state: AppState) -> Router {
    let site = assets::service(&state);
    Router::new()
        .route("/", get(home::home))
        .route("/privacy", get(home::privacy))
        .route("/w", get(find::find))
        .route("/w/{code}", get(rate_window::show).post(rate_window::submit))
        .route("/c/{token}", get(rate_case::show).post(rate_case::submit))
        .route("/r", get(receipt::lookup))
        .route("/r/{code}", get(receipt::show))
        .route("/r/{code}/open", post(receipt::open))
        .route("/r/{code}/follow-up", post(receipt::follow_up))
        .route("/display", post(display::set))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .nest_service("/pkg", site.pkg)
        .route_service("/favicon.svg", site.favicon)
        .route_service("/robots.txt", site.robots)
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(axum::middleware::from_fn_with_state(state.clone(), watch::watch))
        .layer(CatchPanicLayer::custom(problem::panicked))
        .with_state(state)
}
