//! The message gateway: a message becomes the request the configuration describes, its answer an outcome.

use super::http::{HttpClient, HttpError};
use super::template::{Escape, Template};
use crate::config::Messages;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use serde_json::Value;
use std::time::Duration;
use usecases::{MessageOutcome, OutgoingMessage};

/// What may stand in the texts people read.
const TEXT_NAMES: &[&str] = &["item", "link", "end", "stop"];
/// What may stand in the request.
const REQUEST_NAMES: &[&str] = &["id", "phone", "text", "link", "end"];
/// What may stand in a header: nothing that could need another encoding.
const HEADER_NAMES: &[&str] = &["id"];
/// A longer name of an item is cut: a message is paid for by its length.
const ITEM_SIGNS: usize = 20;
/// Longest name of a message that is kept for receipts.
const LONGEST_REFERENCE: usize = 200;

/// A setting and what it must be.
pub type Fault = (&'static str, &'static str);

/// The gateway as it was configured.
#[derive(Debug, Clone)]
pub struct MessageGateway {
    client: HttpClient,
    request: Request,
    public_url: String,
}

/// How a message is said.
#[derive(Debug, Clone)]
pub struct Request {
    method: Method,
    url: Template,
    headers: Vec<(HeaderName, Template)>,
    body: Template,
    text: Template,
    reminder_text: Template,
    ok: Option<(String, String)>,
    reference: Option<String>,
    is_https: bool,
}

impl Request {
    /// Reads the settings; `None` when messages are off.
    pub fn read(config: &Messages) -> Result<Option<Request>, Fault> {
        if config.url.is_empty() {
            return Ok(None);
        }
        let method = match config.method.as_str() {
            "POST" => Method::POST,
            "PUT" => Method::PUT,
            "GET" => Method::GET,
            _ => return Err(("messages.method", "应为 POST、PUT 或 GET")),
        };
        let names = "里大括号中只能写 id、phone、text、link、end";
        let escape = Escape::of(&config.content_type)
            .ok_or(("messages.content_type", "应为 application/json 或 application/x-www-form-urlencoded"))?;
        let url = Template::read(&config.url, REQUEST_NAMES, Escape::Url).ok_or(("messages.url", names))?;
        let body = Template::read(&config.body, REQUEST_NAMES, escape).ok_or(("messages.body", names))?;
        let said = |template: &Template| template.has("text") || template.has("link");
        if !(url.has("phone") || body.has("phone")) || !(said(&url) || said(&body)) {
            return Err(("messages.body", "中应有 {phone}, 以及 {text} 或 {link}"));
        }
        let text = |name, template: &str| match Template::read(template, TEXT_NAMES, Escape::Plain) {
            Some(read) if read.has("link") => Ok(read),
            _ => Err((name, "中应有 {link}, 另外只能用 {item}、{end} 和 {stop}")),
        };
        let pointer = |name, pointer: &str| match pointer {
            "" => Ok(None),
            _ if pointer.starts_with('/') => Ok(Some(pointer.to_owned())),
            _ => Err((name, "应为 JSON 指针, 例如 /data/id")),
        };
        let request = Request {
            method,
            url,
            headers: headers(config)?,
            body,
            text: text("messages.text", &config.text)?,
            reminder_text: text("messages.reminder_text", &config.reminder_text)?,
            ok: pointer("messages.ok", &config.ok)?.map(|p| (p, config.ok_value.clone())),
            reference: pointer("messages.reference", &config.reference)?,
            is_https: config.url.starts_with("https://"),
        };
        let sample = REQUEST_NAMES.iter().map(|name| (*name, "\"1\"")).collect::<Vec<_>>();
        if request.address(&sample).is_none() {
            return Err(("messages.url", "应为 http:// 或 https:// 开头的网址"));
        }
        let filled = request.body.fill(&sample);
        if escape == Escape::Json && !filled.is_empty() && serde_json::from_str::<Value>(&filled).is_err() {
            return Err(("messages.body", "填入内容后应为 JSON: 大括号的名称要放在引号里"));
        }
        Ok(Some(request))
    }

    /// Is the connection encrypted?
    pub fn is_https(&self) -> bool {
        self.is_https
    }

    fn address(&self, values: &[(&str, &str)]) -> Option<Url> {
        let url = Url::parse(&self.url.fill(values)).ok()?;
        (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
    }

    fn accepted(&self, body: &[u8]) -> MessageOutcome {
        if self.ok.is_none() && self.reference.is_none() {
            return MessageOutcome::Accepted { reference: None };
        }
        // An answer that is no JSON is as good as none.
        let answer: Value = serde_json::from_slice(body).unwrap_or_default();
        match &self.ok {
            Some((pointer, value)) if said(&answer, pointer).as_ref() != Some(value) => {
                MessageOutcome::Failed("refused".into())
            }
            _ => {
                let reference = self.reference.as_deref().and_then(|pointer| said(&answer, pointer));
                let reference = reference.filter(|r| !r.is_empty() && r.len() <= LONGEST_REFERENCE);
                MessageOutcome::Accepted { reference }
            }
        }
    }
}

fn headers(config: &Messages) -> Result<Vec<(HeaderName, Template)>, Fault> {
    let fault = ("messages.headers", "应为请求头的名称和值, 值里大括号中只能写 id");
    let type_of = (CONTENT_TYPE.as_str().to_owned(), config.content_type.clone());
    let all = config.headers.iter().map(|(n, v)| (n.clone(), v.clone())).chain([type_of]);
    all.map(|(name, value)| {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| fault)?;
        HeaderValue::from_str(&value).map_err(|_| fault)?;
        Ok((name, Template::read(&value, HEADER_NAMES, Escape::Plain).ok_or(fault)?))
    })
    .collect()
}

/// What stands at a place of an answer, as text.
pub fn said(answer: &Value, pointer: &str) -> Option<String> {
    match answer.pointer(pointer)? {
        Value::String(text) => Some(text.clone()),
        value @ (Value::Number(_) | Value::Bool(_)) => Some(value.to_string()),
        _ => None,
    }
}

impl MessageGateway {
    /// The gateway, and a client for it; `None` when messages are off or the settings make no sense, which was
    /// told at start.
    pub fn new(config: &Messages, public_url: &str) -> Result<Option<MessageGateway>, HttpError> {
        let Ok(Some(request)) = Request::read(config) else { return Ok(None) };
        let client = HttpClient::new(Duration::from_secs(config.timeout_seconds), request.is_https)?;
        Ok(Some(MessageGateway { client, request, public_url: public_url.to_owned() }))
    }

    /// Sends a message.
    pub async fn send(&self, message: &OutgoingMessage) -> MessageOutcome {
        let link = format!("{}/c/{}", self.public_url, message.token.as_str());
        let stop = format!("{}/m/{}/stop", self.public_url, message.token.as_str());
        let end = message.end.plus(-1).date_in_words();
        let item = shortened(&message.item);
        let text = if message.is_reminder { &self.request.reminder_text } else { &self.request.text };
        let text = text.fill(&[("item", &item), ("link", &link), ("end", &end), ("stop", &stop)]);
        let id = message.id.to_string();
        let values =
            [("id", &*id), ("phone", &*message.phone), ("text", &*text), ("link", &*link), ("end", &*end)];
        self.request(&values, None).await
    }

    /// The request with these values, and its own body or another one. Whatever is not a clear yes may be tried again.
    pub(super) async fn request(&self, values: &[(&str, &str)], body: Option<&Template>) -> MessageOutcome {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.request.headers {
            if let Ok(value) = HeaderValue::from_str(&value.fill(values)) {
                headers.insert(name.clone(), value);
            }
        }
        let Some(url) = self.request.address(values) else { return MessageOutcome::Failed("url".into()) };
        let is_read = self.request.method == Method::GET;
        let body = body.unwrap_or(&self.request.body);
        let body = if is_read { Vec::new() } else { body.fill(values).into_bytes() };
        match self.client.send(self.request.method.clone(), url, headers, body).await {
            Ok(answer) if answer.status.is_success() => self.request.accepted(&answer.body),
            Ok(answer) => MessageOutcome::Failed(format!("status-{}", answer.status.as_u16())),
            Err(error) => MessageOutcome::Failed(error.word().into()),
        }
    }
}

fn shortened(item: &str) -> String {
    if item.chars().count() <= ITEM_SIGNS {
        return item.to_owned();
    }
    item.chars().take(ITEM_SIGNS - 1).chain(['…']).collect()
}
