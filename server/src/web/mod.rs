//! HTTP: the routes, and what every request goes through.
//!
//! To add a page: a handler in a file of its own here, its route in [`router`], its screen in `app`.

mod api;
mod assets;
mod body;
mod client;
mod cookies;
mod display;
mod encode;
mod entry;
mod find;
mod follow_up;
mod form;
mod health;
mod home;
mod listen;
mod message_receipts;
mod my;
pub mod office;
mod page_cache;
mod problem;
mod province;
mod rate;
mod rate_case;
mod rate_person;
mod rate_signed;
mod rate_window;
mod receipt;
mod receipt_order;
mod receipt_pin;
mod render;
mod report_plate;
mod sent;
mod spliced;
mod state;
mod stop_messages;
mod verification;
mod watch;

pub use api::openapi;
pub use assets::{AssetsError, load as load_assets};
pub use listen::serve;
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
        .route("/w", get(find::find).post(find::carry))
        .route("/w/{code}", get(rate_window::show).post(rate_window::submit))
        .route("/s/{code}", get(rate_person::show))
        .route("/s/{code}/{window}", get(rate_person::show_at).post(rate_person::submit))
        .route("/w/{code}/report", get(report_plate::show).post(report_plate::submit))
        .route("/c/{token}", get(rate_case::show).post(rate_case::submit))
        .route(
            "/p/{key}/{occurrence}/{end}/{nonce}/{signature}",
            get(rate_signed::show).post(rate_signed::submit),
        )
        .route("/r", get(receipt::lookup))
        .route("/r/{code}", get(receipt::show))
        .route("/r/{code}/open", post(receipt_pin::open))
        .route("/r/{code}/follow-up", post(follow_up::add))
        .route("/r/{code}/order", post(receipt_order::submit))
        .route(crate::gateway::province::BACK, get(province::back))
        .route("/display", post(display::set))
        .route("/m/{token}/stop", get(stop_messages::show).post(stop_messages::submit))
        .route("/hooks/messages/{secret}", post(message_receipts::take))
        .merge(my::router())
        .merge(office::router(&state))
        .merge(api::router(&state))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .nest_service("/pkg", site.pkg)
        .route_service("/favicon.svg", site.favicon)
        .route_service("/robots.txt", site.robots)
        .fallback(verification::file)
        .method_not_allowed_fallback(problem::method_not_allowed)
        // The outer layer last: a panic too is numbered, counted and logged.
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(axum::middleware::from_fn_with_state(state.clone(), watch::watch))
        .with_state(state)
}
