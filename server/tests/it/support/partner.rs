//! A partner's system, as it signs and sends.

use super::TestApp;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::response::Response;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};
use storage::PartnerChange;
use tower::ServiceExt;
use trust::{Algorithm, Authorization, Key, digest};

/// The city.
pub const CITY: &str = "370300000000";
/// An area of it is handed over by nobody.
pub const ELSEWHERE: &str = "370303000000";

static NONCE: AtomicU64 = AtomicU64::new(1);

/// A business system with a key.
#[derive(Clone)]
pub struct Partner {
    router: axum::Router,
    pub id: i64,
    pub key_id: String,
    pub key: Key,
    /// Its clock, ms.
    pub now: i64,
}

/// What it was answered.
#[derive(Debug)]
pub struct Told {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Told {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    /// The last part of a problem's type.
    pub fn problem(&self) -> String {
        assert_eq!(self.headers["content-type"], "application/problem+json", "{}", self.text);
        self.json()["type"].as_str().unwrap().rsplit(':').next().unwrap().to_owned()
    }
}

impl TestApp {
    /// A partner for the whole city.
    pub async fn partner(&self, name: &str) -> Partner {
        let (id, key_id) = (self.web.service.next_id(), format!("k{name}"));
        let change = PartnerChange {
            name: format!("示例系统{name}"),
            requests_per_minute: 100_000,
            cases_per_minute: 1_000_000,
            notify: false,
            scopes: vec![(self.web.service.next_id(), CITY.into(), None)],
        };
        let now = self.web.service.world().now();
        self.db().add_partner(id, &change, now, &[]).await.expect("a partner");
        let secret = format!("{:064x}", id);
        let sealed = self.web.service.sealed_key(&secret);
        self.db().add_partner_key((&key_id, id), ("hmac-sm3", &sealed), now, &[]).await.expect("a key");
        let key = Key::parse(Algorithm::HmacSm3, &secret).expect("a secret");
        Partner { router: self.router.clone(), id, key_id, key, now: now.0 }
    }
}

impl Partner {
    pub fn request(
        &self,
        method: Method,
        path: &str,
        body: Vec<u8>,
        headers: &[(&str, &str)],
    ) -> Request<Body> {
        let nonce = format!("nonce-{:016}", NONCE.fetch_add(1, Ordering::Relaxed));
        let signed = Authorization::header(
            (&self.key_id, &self.key),
            (self.now, &nonce),
            (method.as_str(), path, &digest(&body)),
        );
        let mut request =
            Request::builder().method(method).uri(path).header("authorization", signed.unwrap());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::from(body)).unwrap()
    }

    pub async fn send(&self, request: Request<Body>) -> Told {
        told(self.open(request).await).await
    }

    /// The answer before its body was read.
    pub async fn open(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub async fn get(&self, path: &str) -> Told {
        self.send(self.request(Method::GET, path, Vec::new(), &[])).await
    }

    pub async fn call(&self, method: Method, path: &str, body: &Value) -> Told {
        let key = format!("\"auto-{}\"", NONCE.fetch_add(1, Ordering::Relaxed));
        self.keyed(method, path, body, &key).await
    }

    pub async fn keyed(&self, method: Method, path: &str, body: &Value, key: &str) -> Told {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        self.send(self.request(method, path, body.to_string().into_bytes(), &headers)).await
    }

    pub async fn push(&self, case: &Value) -> Told {
        self.call(Method::POST, "/api/v1/cases", case).await
    }

    pub async fn stream(&self, lines: &[String]) -> Request<Body> {
        let headers = [("content-type", "application/x-ndjson")];
        self.request(Method::POST, "/api/v1/cases/stream", lines.join("\n").into_bytes(), &headers)
    }
}

pub async fn told(response: Response) -> Told {
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    Told { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
}

/// A good case.
pub fn case(number: &str) -> Value {
    json!({
        "areaCode": CITY, "orgcode": format!("{CITY}_11370300000000000X"), "orgName": "示例部门",
        "taskCode": "11370300MB2F30661Y2312003564000", "taskName": "示例事项", "projectNo": number,
        "proStatus": "3", "acceptDate": "2026-11-23 09:00:00", "resultDate": "2026-11-24 09:30:00",
        "projectType": "2", "userProp": "1", "userName": "示例申请人", "userPageType": "111",
        "certKey": "370303199001010000", "mobile": "13800000000", "serviceName": "出证办结",
        "serviceNumber": 1, "serviceTime": "2026-11-24 09:30:00"
    })
}

/// The same with other values.
pub fn case_with(number: &str, changes: &Value) -> Value {
    let mut case = case(number);
    for (name, value) in changes.as_object().unwrap() {
        case[name] = value.clone();
    }
    case
}
