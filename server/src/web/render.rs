//! From a screen of `app` to a response: rendered, encoded, with the headers every page has.

use super::{Web, encode::Encoding};
use app::page::PageContext;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use leptos::prelude::{IntoView, Owner};

/// What every page allows its browser: this host only, no inline script or style, no frame.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

impl Web {
    /// What surrounds a page at this path.
    pub(super) fn page(&self, headers: &HeaderMap, path: &str) -> PageContext {
        PageContext {
            demo: self.demo,
            text_size: self.text_size(headers),
            assets: self.assets.clone(),
            path: path.to_owned(),
            host: self.config.host().to_owned(),
            my: self.identities.is_any(),
        }
    }
}

/// Renders a whole document. Screens are given all they show, so nothing is awaited; an owner of its own
/// frees what the view allocated.
pub(super) fn html<V: IntoView>(screen: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    let html = owner.with(|| screen().to_html());
    owner.unset();
    html
}

/// A page for one visitor.
pub(super) fn page<V: IntoView>(
    status: StatusCode,
    headers: &HeaderMap,
    screen: impl FnOnce() -> V,
) -> Response {
    let encoding = Encoding::of(headers);
    document(status, encoding, encoding.encode(html(screen)))
}

/// Sends the browser on to a path of ours.
pub(super) fn see_other(path: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, location);
    response
}

/// A response that carries an encoded document.
pub(super) fn document(status: StatusCode, encoding: Encoding, body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    // What a receipt shows must not stay on the device.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    if let Some(encoding) = encoding.header() {
        headers.insert(header::CONTENT_ENCODING, encoding);
    }
    response
}

/// A page with the rating form: one visitor's own, because of its key, but kept by her browser, so that
/// going back finds the same form with the same key, and sending it again finds the same receipt.
pub(super) fn form_document(status: StatusCode, encoding: Encoding, body: Vec<u8>) -> Response {
    let mut response = document(status, encoding, body);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}
