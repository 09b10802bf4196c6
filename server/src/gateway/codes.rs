//! One-time codes through the message gateway: the same request as a message's, with another text. They wait for no
//! quiet hours and are not tried again: whoever waits for one asks for another.

use super::messages::{Fault, MessageGateway};
use super::template::{Escape, Template};
use crate::config::{Messages, SignInCode};
use usecases::{MessageOutcome, OutgoingCode};

/// What may stand in the text people read.
const TEXT_NAMES: &[&str] = &["code", "minutes"];
/// What may stand in the request's body.
const BODY_NAMES: &[&str] = &["id", "phone", "text", "code", "minutes"];

/// How a code is said.
#[derive(Debug, Clone)]
pub struct CodeTexts {
    text: Template,
    body: Option<Template>,
    minutes: String,
}

impl CodeTexts {
    /// Reads the settings; `None` when codes are off, or messages are.
    ///
    /// # Errors
    ///
    /// The setting by which no code would reach anybody.
    pub fn read(config: &SignInCode, messages: &Messages) -> Result<Option<CodeTexts>, Fault> {
        let text = Template::read(&config.text, TEXT_NAMES, Escape::Plain).filter(|text| text.has("code"));
        let text = text.ok_or(("sign_in.code.text", "中应有 {code}, 另外只能用 {minutes}"))?;
        let body = match config.body.as_str() {
            "" => None,
            body => {
                let escape = Escape::of(&messages.content_type).unwrap_or(Escape::Json);
                let rule = "中应有 {phone}, 以及 {text} 或 {code}, 另外只能用 {id} 和 {minutes}";
                let read = Template::read(body, BODY_NAMES, escape);
                let read = read.filter(|b| b.has("phone") && (b.has("text") || b.has("code")));
                Some(read.ok_or(("sign_in.code.body", rule))?)
            }
        };
        if !config.on || messages.url.is_empty() {
            return Ok(None);
        }
        if body.is_none() && !messages.body.contains("{text}") && !messages.url.contains("{text}") {
            return Err(("sign_in.code.body", "不能留空: [messages] 的请求里没有 {text}"));
        }
        Ok(Some(CodeTexts { text, body, minutes: config.minutes.to_string() }))
    }
}

impl MessageGateway {
    /// Sends a code.
    pub async fn send_code(&self, texts: &CodeTexts, code: &OutgoingCode) -> MessageOutcome {
        let (id, minutes) = (code.id.to_string(), texts.minutes.as_str());
        let said = [("code", code.code.as_str()), ("minutes", minutes)];
        let text = texts.text.fill(&said);
        let values = [("id", id.as_str()), ("phone", code.phone.digits()), ("text", text.as_str())];
        self.request(&[&values[..], &said[..]].concat(), texts.body.as_ref()).await
    }
}
