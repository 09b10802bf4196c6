//! A message gateway for a test: a real HTTP server on this machine that keeps what it was sent.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc;

/// The gateway; ends with the test's runtime.
#[derive(Clone)]
pub struct Gateway {
    pub url: String,
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    status: u16,
    code: &'static str,
    seen: Vec<Value>,
    headers: Vec<HeaderMap>,
    heard: mpsc::UnboundedSender<()>,
}

impl Gateway {
    /// Starts it; the receiver hears of every request.
    pub async fn start() -> (Gateway, mpsc::UnboundedReceiver<()>) {
        let (heard, hears) = mpsc::unbounded_channel();
        let inner = Inner { status: 200, code: "0", seen: Vec::new(), headers: Vec::new(), heard };
        let inner = Arc::new(Mutex::new(inner));
        let router = Router::new().fallback(take).with_state(inner.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, router).await });
        (Gateway { url: format!("http://{address}/send"), inner }, hears)
    }

    /// Answers with this status and this code from now on.
    pub fn answer(&self, status: u16, code: &'static str) {
        let mut inner = self.inner.lock().unwrap();
        (inner.status, inner.code) = (status, code);
    }

    /// What came since the last time it was asked.
    pub fn take(&self) -> Vec<Value> {
        std::mem::take(&mut self.inner.lock().unwrap().seen)
    }

    /// Headers of the last request.
    pub fn last_headers(&self) -> HeaderMap {
        self.inner.lock().unwrap().headers.last().cloned().expect("a request")
    }
}

async fn take(State(inner): State<Arc<Mutex<Inner>>>, headers: HeaderMap, body: String) -> Response {
    let mut inner = inner.lock().unwrap();
    let sent: Value = serde_json::from_str(&body).unwrap_or(Value::String(body));
    let answer = json!({ "code": inner.code, "data": { "msgId": format!("g-{}", sent["id"].as_str().unwrap_or_default()) } });
    inner.seen.push(sent);
    inner.headers.push(headers);
    let _ = inner.heard.send(());
    let status = StatusCode::from_u16(inner.status).expect("a status");
    // Where a redirect would lead: back here.
    (status, [(header::LOCATION, "/elsewhere")], answer.to_string()).into_response()
}
