//! The gateway behind the app's tickets, for a test: a real HTTP server on this machine that checks the request as the
//! interface describes it and knows a few tickets, each good once.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use sm3::{Digest, Sm3};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

pub const APP_ID: &str = "zbhcp";
pub const SECRET: &str = "s3cret-word";
pub const PERSON: &str = "person-interface";
pub const CORP: &str = "corp-interface";

/// How it behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// As it should.
    Well,
    /// Takes the request and never answers.
    Silent,
    /// Answers with this status.
    Status(u16),
    /// Answers with this text whatever the ticket.
    Says(String),
}

struct Inner {
    mode: Mode,
    used: BTreeSet<String>,
    asked: usize,
}

#[derive(Clone)]
pub struct TicketGateway {
    pub url: String,
    inner: Arc<Mutex<Inner>>,
}

impl TicketGateway {
    pub async fn start() -> TicketGateway {
        let inner = Inner { mode: Mode::Well, used: BTreeSet::new(), asked: 0 };
        let inner = Arc::new(Mutex::new(inner));
        let router = Router::new().route("/gateway", axum::routing::post(take)).with_state(inner.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, router).await });
        TicketGateway { url: format!("http://{address}/gateway"), inner }
    }

    pub fn behave(&self, mode: Mode) {
        self.inner.lock().unwrap().mode = mode;
    }

    /// Forgets which tickets were used: a gateway that does not care.
    pub fn forget(&self) {
        self.inner.lock().unwrap().used.clear();
    }

    pub fn asked(&self) -> usize {
        self.inner.lock().unwrap().asked
    }
}

async fn take(State(inner): State<Arc<Mutex<Inner>>>, headers: HeaderMap, body: String) -> Response {
    let mode = {
        let mut inner = inner.lock().unwrap();
        inner.asked += 1;
        inner.mode.clone()
    };
    match mode {
        Mode::Well => {}
        Mode::Silent => std::future::pending().await,
        Mode::Status(status) => return StatusCode::from_u16(status).expect("a status").into_response(),
        Mode::Says(text) => return text.into_response(),
    }
    let form = headers[header::CONTENT_TYPE].to_str().unwrap_or_default();
    assert!(form.starts_with("application/x-www-form-urlencoded"), "{form}");
    let url = reqwest::Url::parse(&format!("http://form/?{body}")).expect("a form");
    let mut fields: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
    let sign = fields.remove("sign").unwrap_or_default();
    let text: String = fields.iter().map(|(k, v)| format!("{k}={v}&")).collect();
    let expected: String =
        Sm3::digest(format!("{text}{SECRET}")).iter().map(|byte| format!("{byte:02x}")).collect();
    let known = ["app_id", "biz_content", "charset", "interface_id", "origin", "timestamp", "version"];
    let complete = fields.keys().eq(known) && fields["app_id"] == APP_ID && fields["version"] == "1.0";
    if sign != expected || !complete {
        return json!({ "code": "401", "msg": "sign error" }).to_string().into_response();
    }
    let content: Value = serde_json::from_str(&fields["biz_content"]).unwrap_or_default();
    let ticket = content["ticket"].as_str().unwrap_or_default().to_owned();
    let user = match (fields["interface_id"].as_str(), ticket.as_str()) {
        (PERSON, "T-hers") => json!({ "userMobile": "13812345678", "certNo": "370303199001010000" }),
        (PERSON, "T-id") => json!({ "userMobile": "138****5678", "certNo": "37030319900101000x" }),
        (PERSON, "T-nobody") => json!({ "loginNo": "u1", "userMobile": "", "certNo": null }),
        (CORP, "T-corp") => json!({ "certNo": "91370300MA3DEMO00X" }),
        _ => return json!({ "code": "404", "msg": "ticket" }).to_string().into_response(),
    };
    if !inner.lock().unwrap().used.insert(ticket) {
        return json!({ "code": "404", "msg": "ticket" }).to_string().into_response();
    }
    // As the platform does it: JSON in a string.
    json!({ "code": "200", "data": user.to_string() }).to_string().into_response()
}
