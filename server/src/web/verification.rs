//! Files at the web root by which WeChat, Alipay and others are shown that a host is ours, as configuration names them.
//! They are looked for where no route was found, so they can stand before none.

use super::{AppState, RequestId, problem};
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::response::{IntoResponse, Response};

/// The file of exactly this path; else there is no such page.
pub(super) async fn file(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    // The path as it came: it is never decoded, so a name cannot be spelt another way.
    let name = uri.path().strip_prefix('/').filter(|_| matches!(method, Method::GET | Method::HEAD));
    match name.and_then(|name| web.config.containers.verification.get_key_value(name)) {
        Some((name, content)) => answer(name, content.clone()),
        None => problem::not_found(State(web), Extension(id), headers).await,
    }
}

fn answer(name: &str, content: String) -> Response {
    let kind = if name.ends_with(".html") { "text/html; charset=utf-8" } else { "text/plain; charset=utf-8" };
    let policy = "default-src 'none'; frame-ancestors 'none'";
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy)),
    ];
    (headers, content).into_response()
}
