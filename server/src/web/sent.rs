//! A posted form as a handler gets it: read, or answered with the page that says what is wrong with it.

use super::body::Fields;
use super::rate::Peer;
use super::{AppState, RequestId, problem};
use axum::extract::{ConnectInfo, FromRequest, Request};
use axum::http::HeaderMap;
use axum::response::Response;
use std::net::SocketAddr;

/// Everything a post brings.
pub(super) struct Sent {
    pub(super) web: AppState,
    pub(super) id: RequestId,
    pub(super) peer: Peer,
    pub(super) headers: HeaderMap,
    pub(super) fields: Fields,
}

impl FromRequest<AppState> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, web: &AppState) -> Result<Sent, Response> {
        let (parts, body) = request.into_parts();
        let id = parts.extensions.get::<RequestId>().copied().unwrap_or_default();
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
        let headers = parts.headers;
        match Fields::read(&headers, body, web.config.server.body_limit_kib * 1024).await {
            Ok(fields) => Ok(Sent { web: web.clone(), id, peer, headers, fields }),
            Err(error) => Err(problem::body(web, &headers, error, id)),
        }
    }
}
