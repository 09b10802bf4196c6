//! What every request goes through: a number, a time limit, a count, a log line, and headers that hold for
//! all answers. The line names the route and never the path (a link is a secret), no words, no address.

use super::{AppState, Web, api, office, problem};
use app::citizen::ProblemKind;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Longest time for a request that brings a file: 32 MiB on the line of a village.
const UPLOAD: Duration = Duration::from_secs(300);

/// Number of a request, shown on a page about a fault and written in the log.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct RequestId(u64);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// Numbers requests from a random start on.
#[derive(Debug)]
pub(super) struct RequestIds(AtomicU64);

impl RequestIds {
    pub(super) fn new(random: u64) -> RequestIds {
        RequestIds(AtomicU64::new(random))
    }
}

impl Web {
    fn next_request(&self) -> RequestId {
        RequestId(self.requests.0.fetch_add(1, Ordering::Relaxed))
    }
}

/// The layer around all routes.
pub(super) async fn watch(State(web): State<AppState>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = web.next_request();
    let method = known(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let accept = request.headers().clone();
    request.extensions_mut().insert(id);
    let usual = Duration::from_secs(web.config.server.timeout_seconds);
    let limit =
        if office::takes_files(&request) || api::takes_stream(&request) { usual.max(UPLOAD) } else { usual };
    let mut response = match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => problem::timed_out(&web, &accept, id),
    };
    if is_bare_refusal(&response) {
        response = problem::page(&web, &accept, ProblemKind::BadForm, id, None);
    }
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        headers.insert("x-request-id", value);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Never a path (a link is a secret); the host, so that a post shows where it comes from.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin"));
    note(method, route.as_ref().map_or("-", MatchedPath::as_str), &response, id, started);
    response
}

/// A path that cannot be decoded is refused by the router in English plain text, before any handler.
fn is_bare_refusal(response: &Response) -> bool {
    let plain =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/plain"));
    response.status() == StatusCode::BAD_REQUEST && plain
}

/// A method everybody knows; any other word a client makes up is one and the same to figures and log.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::PATCH => "PATCH",
        _ => "other",
    }
}

fn note(method: &'static str, route: &str, response: &Response, id: RequestId, started: Instant) {
    let (status, took) = (response.status().as_u16(), started.elapsed());
    let labels = [("method", method.to_owned()), ("route", route.to_owned()), ("status", status.to_string())];
    metrics::counter!("hcp_requests_total", &labels).increment(1);
    metrics::histogram!("hcp_request_seconds", "route" => route.to_owned()).record(took.as_secs_f64());
    let ms = took.as_secs_f64() * 1000.0;
    // Reading a page is counted, not written down; acts and faults are.
    if status >= 500 {
        tracing::error!(%id, method, route, status, ms, "request failed");
    } else if status >= 400 || method != "GET" {
        tracing::info!(%id, method, route, status, ms, "request");
    } else {
        tracing::debug!(%id, method, route, status, ms, "request");
    }
}
