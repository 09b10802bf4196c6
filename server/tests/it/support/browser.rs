//! A browser as the server sees it: it keeps cookies by path and posts forms.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use tower::ServiceExt;

/// Where every test browser connects from: a proxy's address, behind which all of them are.
const PEER: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 7)), 40_000);

/// One device.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    /// Name, value, path.
    cookies: Vec<(String, String, String)>,
    pub headers: Vec<(&'static str, &'static str)>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The place a redirect leads to.
    pub fn location(&self) -> String {
        self.headers.get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned()
    }

    /// The idempotency key at the end of a page.
    pub fn key(&self) -> String {
        let (_, rest) = self.body.rsplit_once("name=\"key\" value=\"").expect("the page holds a key");
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub fn shows(&self, text: &str) {
        assert!(self.body.contains(text), "no {text:?} in {} {}", self.status, self.body);
    }

    #[track_caller]
    pub fn hides(&self, text: &str) {
        assert!(!self.body.contains(text), "{text:?} in {} {}", self.status, self.body);
    }
}

/// Encodes a form.
pub fn form(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    fields.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect::<Vec<_>>().join("&")
}

impl Browser {
    pub fn new(router: Router) -> Browser {
        Browser { router, cookies: Vec::new(), headers: Vec::new() }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    /// The body as it came.
    pub async fn get_bytes(&mut self, path: &str) -> Vec<u8> {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.bytes
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_raw(path, "application/x-www-form-urlencoded", form(fields)).await
    }

    pub async fn post_raw(&mut self, path: &str, content_type: &str, body: impl Into<Body>) -> Answer {
        self.send(Request::post(path).header(header::CONTENT_TYPE, content_type), body.into()).await
    }

    /// Opens the page, fills the form with these fields and its key, sends it.
    pub async fn rate(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let key = self.get(path).await.key();
        self.post(path, &[fields, &[("key", key.as_str())]].concat()).await
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(n, _, _)| n == name).map(|(_, value, _)| value.as_str())
    }

    /// Puts in a cookie, as if a page had set it for the whole site.
    pub fn put_cookie(&mut self, name: &str, value: &str) {
        self.cookies.push((name.to_owned(), value.to_owned(), "/".to_owned()));
    }

    async fn send(&mut self, mut request: axum::http::request::Builder, body: Body) -> Answer {
        let path = request.uri_ref().map(|u| u.path().to_owned()).unwrap_or_default();
        let sent: Vec<String> = self
            .cookies
            .iter()
            .filter(|(_, _, scope)| scope == "/" || path == *scope || path.starts_with(&format!("{scope}/")))
            .map(|(name, value, _)| format!("{name}={value}"))
            .collect();
        if !sent.is_empty() {
            request = request.header(header::COOKIE, sent.join("; "));
        }
        for (name, value) in &self.headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(body).expect("a request");
        request.extensions_mut().insert(ConnectInfo(PEER));
        let response = self.router.clone().oneshot(request).await.expect("the router answers");
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().expect("a cookie is ASCII"));
        }
        let bytes = body.collect().await.expect("a body").to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.to_vec(),
        }
    }

    fn keep(&mut self, cookie: &str) {
        let mut parts = cookie.split("; ");
        let (name, value) = parts.next().and_then(|p| p.split_once('=')).expect("name=value");
        let attribute = |key: &str| cookie.split("; ").find_map(|p| p.strip_prefix(key)).unwrap_or_default();
        let path = attribute("Path=").to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        self.cookies.retain(|(n, _, p)| !(n == name && *p == path));
        if attribute("Max-Age=") != "0" {
            self.cookies.push((name.to_owned(), value.to_owned(), path));
        }
    }
}
