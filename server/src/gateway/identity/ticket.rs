//! “爱山东”: the app's bridge hands the page a ticket, which the gateway changes for the person's phone and ID number.
//!
//! The bridge (`lightAppJssdk.user.getTicket`) answers JSON `{type, ticket}`, type "1" a natural person, or one of three
//! plain strings. The gateway takes form data `app_id, interface_id, version, biz_content, charset, timestamp, origin,
//! sign`; `sign` is SM3 over the fields in the order of their names, `k=v&` each, and the shared word if there is one.
//! Where the answer has what, nobody has published: both are settings.

use super::{IdentityError, Vouched, phone_of};
use crate::config::SignInTicket;
use crate::gateway::http::{HttpClient, HttpError};
use crate::gateway::messages::{Fault, said};
use domain::Millis;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, Url};
use serde_json::{Value, json};
use sm3::{Digest, Sm3};
use std::time::Duration;
use trust::to_hex;

/// 自然人, as the bridge numbers them; everything else is 法人.
const PERSON: &str = "1";
/// Longest ticket that is taken.
const LONGEST: usize = 500;
/// `origin`: APP.
const ORIGIN: &str = "1";

/// What the app's bridge said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BridgeAnswer<'a> {
    /// A ticket.
    Ticket {
        /// Of a natural person; else of an organisation.
        person: bool,
        /// Stays in the JSON it came in.
        json: &'a str,
    },
    /// 未登录
    NotSignedIn,
    /// 取消登录
    Cancelled,
    /// 用户拒绝授权
    Declined,
    /// Nothing: no script, or no bridge.
    Nothing,
    /// Anything else.
    Unreadable,
}

impl BridgeAnswer<'_> {
    /// Reads what the page posted.
    pub fn read(text: &str) -> BridgeAnswer<'_> {
        match text.trim() {
            "" => BridgeAnswer::Nothing,
            "未登录" => BridgeAnswer::NotSignedIn,
            "取消登录" => BridgeAnswer::Cancelled,
            "用户拒绝授权" => BridgeAnswer::Declined,
            json => match ticket_in(json) {
                Some((kind, _)) => BridgeAnswer::Ticket { person: kind == PERSON, json },
                None => BridgeAnswer::Unreadable,
            },
        }
    }
}

/// Type and ticket.
fn ticket_in(json: &str) -> Option<(String, String)> {
    let answer: Value = serde_json::from_str(json).ok()?;
    let ticket = said(&answer, "/ticket")?;
    let fits = (1..=LONGEST).contains(&ticket.len()) && ticket.bytes().all(|b| b.is_ascii_graphic());
    fits.then(|| (said(&answer, "/type").unwrap_or_default(), ticket))
}

/// The gateway that knows tickets, as it was configured.
#[derive(Debug)]
pub(super) struct TicketExchange {
    client: HttpClient,
    url: Url,
    config: SignInTicket,
}

impl TicketExchange {
    /// `None` when it is off.
    pub(super) fn read(config: &SignInTicket) -> Result<Option<TicketExchange>, HttpError> {
        let Ok(Some(url)) = config.check() else { return Ok(None) };
        let client = HttpClient::new(Duration::from_secs(config.timeout_seconds), url.scheme() == "https")?;
        Ok(Some(TicketExchange { client, url, config: config.clone() }))
    }

    /// Whose ticket this is.
    pub(super) async fn exchange(&self, answer: &str, now: Millis) -> Result<Vouched, IdentityError> {
        let (kind, ticket) = ticket_in(answer).ok_or(IdentityError::Refused)?;
        let config = &self.config;
        let interface = match kind == PERSON {
            true => &config.interface_id,
            false => &config.corp_interface_id,
        };
        if interface.is_empty() {
            return Err(IdentityError::Refused);
        }
        let content = json!({ "ticket": ticket }).to_string();
        let time = now.0.to_string();
        let mut fields = vec![
            ("app_id", config.app_id.as_str()),
            ("biz_content", &content),
            ("charset", "UTF-8"),
            ("interface_id", interface),
            ("origin", ORIGIN),
            ("timestamp", &time),
            ("version", "1.0"),
        ];
        let sign = sign(&fields, &config.app_secret);
        fields.push(("sign", &sign));
        let mut body = Url::parse("form:").expect("a constant");
        body.query_pairs_mut().extend_pairs(&fields);
        let body = body.query().unwrap_or_default().as_bytes().to_vec();
        let form = HeaderValue::from_static("application/x-www-form-urlencoded; charset=utf-8");
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, form)]);
        let answer = self.client.send(Method::POST, self.url.clone(), headers, body).await?;
        if !answer.status.is_success() {
            return Err(IdentityError::of_status(answer.status));
        }
        let answer: Value = serde_json::from_slice(&answer.body).map_err(|_| IdentityError::NotBelieved)?;
        if !config.ok.is_empty() && found(&answer, &config.ok).as_deref() != Some(&config.ok_value) {
            return Err(IdentityError::Refused);
        }
        let phone = found(&answer, &config.phone).and_then(|text| phone_of(&text));
        let id_number = found(&answer, &config.id_number);
        Vouched { phone, id_number, ticket: Some(format!("ticket:{ticket}")) }.or_nameless()
    }
}

/// Sorted by name, `k=v&` each.
fn sign(fields: &[(&str, &str)], secret: &str) -> String {
    let mut sorted = fields.to_vec();
    sorted.sort_unstable();
    let mut hash = Sm3::new();
    for (name, value) in sorted {
        hash.update(format!("{name}={value}&"));
    }
    hash.update(secret);
    to_hex(&hash.finalize())
}

/// What stands at a place of the answer, also where a part of the way is JSON in a string.
fn found(answer: &Value, pointer: &str) -> Option<String> {
    if let Some(text) = said(answer, pointer) {
        return Some(text).filter(|text| !text.trim().is_empty());
    }
    let mut at = 0;
    while let Some(next) = pointer[at + 1..].find('/').map(|i| at + 1 + i) {
        if let Some(Value::String(text)) = answer.pointer(&pointer[..next]) {
            let inner: Value = serde_json::from_str(text).ok()?;
            return found(&inner, &pointer[next..]);
        }
        at = next;
    }
    None
}

impl SignInTicket {
    /// The gateway's address; `None` when tickets are not taken.
    pub(crate) fn check(&self) -> Result<Option<Url>, Fault> {
        if self.url.is_empty() {
            return Ok(None);
        }
        let url = super::address(&self.url).ok_or(("sign_in.ticket.url", "应为 https:// 开头的网址"))?;
        let pointer = |text: &str| text.is_empty() || (text.starts_with('/') && text.len() > 1);
        let rules = [
            ("sign_in.ticket.app_id", !self.app_id.is_empty(), "应为开放平台发放的应用标识"),
            (
                "sign_in.ticket.interface_id",
                !self.interface_id.is_empty(),
                "应为用票据换取个人信息的接口标识",
            ),
            (
                "sign_in.ticket.phone",
                [&self.phone, &self.id_number, &self.ok].iter().all(|text| pointer(text))
                    && !(self.phone.is_empty() && self.id_number.is_empty()),
                "和 id_number 应为 JSON 指针, 例如 /data/userMobile, 至少写一个",
            ),
            ("sign_in.ticket.timeout_seconds", (1..=12).contains(&self.timeout_seconds), "应在 1 到 12 之间"),
        ];
        match rules.into_iter().find(|(_, holds, _)| !holds) {
            Some((name, _, rule)) => Err((name, rule)),
            None => Ok(Some(url)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bridge_is_understood_in_all_it_says() {
        let person = r#"{"type":"1","ticket":"T-1"}"#;
        assert_eq!(BridgeAnswer::read(person), BridgeAnswer::Ticket { person: true, json: person });
        let number = r#"{"type":2,"ticket":"T-1"}"#;
        assert_eq!(BridgeAnswer::read(number), BridgeAnswer::Ticket { person: false, json: number });
        assert_eq!(BridgeAnswer::read(" 未登录 "), BridgeAnswer::NotSignedIn);
        assert_eq!(BridgeAnswer::read("取消登录"), BridgeAnswer::Cancelled);
        assert_eq!(BridgeAnswer::read("用户拒绝授权"), BridgeAnswer::Declined);
        assert_eq!(BridgeAnswer::read(""), BridgeAnswer::Nothing);
        for odd in ["{}", "[1]", r#"{"type":"1","ticket":""}"#, r#"{"ticket":"a b"}"#, "undefined", "{"] {
            assert_eq!(BridgeAnswer::read(odd), BridgeAnswer::Unreadable, "{odd}");
        }
    }

    #[test]
    fn fields_are_signed_in_the_order_of_their_names() {
        let hash = |text: &str| to_hex(&Sm3::digest(text));
        assert_eq!(sign(&[("b", "2"), ("a", "1")], ""), hash("a=1&b=2&"));
        assert_eq!(sign(&[("a", "1")], "word"), hash("a=1&word"));
    }

    #[test]
    fn a_value_is_found_in_json_within_a_string() {
        let answer = json!({ "data": { "userMobile": 13_800_000_000_u64, "certNo": " " }, "biz": "{\"user\":{\"a\":\"b\"}}" });
        assert_eq!(found(&answer, "/data/userMobile").as_deref(), Some("13800000000"));
        assert_eq!(found(&answer, "/biz/user/a").as_deref(), Some("b"));
        assert_eq!(found(&answer, "/data/certNo"), None);
        assert_eq!(found(&answer, "/x/y"), None);
    }
}
