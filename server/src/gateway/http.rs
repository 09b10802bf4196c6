//! The client for outgoing requests. Neither its errors nor its `Debug` show an address, a header or a body: they
//! hold numbers and secrets of others.

use reqwest::header::HeaderMap;
use reqwest::{Client, Method, StatusCode, Url};
use std::time::Duration;

/// Longest answer that is read, bytes: what is said of a request is short.
const LONGEST_ANSWER: usize = 64 * 1024;
/// Longest time to be connected.
const CONNECT: Duration = Duration::from_secs(5);

/// Why there was no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// This system has no certificates to check others by.
    #[error("读不到系统的根证书, 不能建立 https 连接: 请安装 ca-certificates")]
    NoRoots,
    /// Nobody there, or a certificate that is not trusted.
    #[error("连接不上")]
    Connect,
    /// No answer in time; it may have been taken all the same.
    #[error("没有及时答复")]
    Timeout,
    /// The answer broke off or is too long; it may have been taken all the same.
    #[error("答复不完整")]
    Broken,
}

impl HttpError {
    /// In one word, for tables and figures.
    pub const fn word(self) -> &'static str {
        match self {
            HttpError::NoRoots => "no-roots",
            HttpError::Connect => "connect",
            HttpError::Timeout => "timeout",
            HttpError::Broken => "broken",
        }
    }
}

/// What came back.
#[derive(Debug)]
pub struct HttpAnswer {
    /// Status.
    pub status: StatusCode,
    /// Body, not longer than 64 KiB.
    pub body: Vec<u8>,
}

/// The client; cheap to clone, keeps connections.
#[derive(Debug, Clone)]
pub struct HttpClient(Client);

impl HttpClient {
    /// A client that waits so long for an answer. Without `tls` it needs no certificates of the system and speaks
    /// http only.
    pub fn new(timeout: Duration, tls: bool) -> Result<HttpClient, HttpError> {
        // Installed before by another client: the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = Client::builder()
            .timeout(timeout)
            .connect_timeout(CONNECT.min(timeout))
            // Who is redirected sends numbers and secrets to somebody nobody configured.
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy();
        let builder = if tls { builder } else { builder.tls_certs_only([]) };
        builder.build().map(HttpClient).map_err(|_| HttpError::NoRoots)
    }

    /// Sends a request and reads its answer.
    pub async fn send(
        &self,
        method: Method,
        url: Url,
        headers: HeaderMap,
        body: Vec<u8>,
    ) -> Result<HttpAnswer, HttpError> {
        let request = self.0.request(method, url).headers(headers).body(body);
        let mut response = request.send().await.map_err(kind_of)?;
        let status = response.status();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(kind_of)? {
            if body.len() + chunk.len() > LONGEST_ANSWER {
                return Err(HttpError::Broken);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(HttpAnswer { status, body })
    }
}

fn kind_of(error: reqwest::Error) -> HttpError {
    if error.is_timeout() {
        HttpError::Timeout
    } else if error.is_connect() {
        HttpError::Connect
    } else {
        HttpError::Broken
    }
}

/// Another system's address from a setting: https, without a fragment. Plain http is for a stand-in on this machine.
pub(crate) fn address(text: &str) -> Option<Url> {
    let url: Url = text.parse().ok()?;
    let is_here = matches!(url.host_str(), Some("127.0.0.1" | "localhost"));
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_here);
    (is_safe && url.has_host() && url.fragment().is_none()).then_some(url)
}
