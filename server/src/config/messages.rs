//! `[messages]`: sending links by message.

use super::minute_of_day;
use crate::gateway::messages::{Fault, Request};
use domain::message::QuietHours;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use usecases::MessageRules;

/// `[messages]`
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Messages {
    /// The gateway's address; empty: messages are off.
    pub url: String,
    /// Method of the request.
    pub method: String,
    /// Type of its body.
    pub content_type: String,
    /// Its body, with names in braces.
    pub body: String,
    /// What the person reads.
    pub text: String,
    /// What she reads as a reminder.
    pub reminder_text: String,
    /// Where the answer says that the message was taken; empty: the status says it.
    pub ok: String,
    /// What stands there then.
    pub ok_value: String,
    /// Where the answer has the gateway's own name of the message; empty: nowhere.
    pub reference: String,
    /// Longest time for an answer, seconds.
    pub timeout_seconds: u64,
    /// Nobody is sent anything from this time, `HH:MM`,
    pub quiet_from: String,
    /// until this one.
    pub quiet_until: String,
    /// Working days before the end at which one reminder is sent; 0: none.
    pub reminder_before_days: u16,
    /// More headers of the request: keys and the like.
    pub headers: BTreeMap<String, String>,
    /// `[messages.receipt]`
    pub receipt: MessageReceipts,
}

/// `[messages.receipt]`
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageReceipts {
    /// Last part of the address receipts are sent to; empty: none are taken.
    pub secret: String,
    /// Where a receipt has our id of the message.
    pub id: String,
    /// Where it has the gateway's own name of it.
    pub reference: String,
    /// Where it says what became of it.
    pub state: String,
    /// What stands there when it reached the phone.
    pub delivered: Vec<String>,
    /// What stands there when it did not.
    pub failed: Vec<String>,
    /// What the gateway wants to be answered.
    pub answer: String,
}

/// Headers, addresses and the secret hold keys: none is shown.
impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Messages({})", if self.url.is_empty() { "off" } else { "on" })
    }
}

impl fmt::Debug for MessageReceipts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MessageReceipts({})", if self.secret.is_empty() { "off" } else { "on" })
    }
}

impl Messages {
    /// The rules as the use cases take them.
    pub fn rules(&self) -> MessageRules {
        let minute = |time: &str| minute_of_day(time).unwrap_or_default();
        let quiet = QuietHours::new(minute(&self.quiet_from), minute(&self.quiet_until));
        MessageRules { quiet, remind_before: self.reminder_before_days }
    }

    /// What of it makes no sense.
    pub(super) fn check(&self) -> Result<(), Fault> {
        let receipt = &self.receipt;
        let secret = receipt.secret.as_str();
        let is_path = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let is_pointer = |pointer: &str| pointer.is_empty() || pointer.starts_with('/');
        let rules = [
            ("messages.quiet_from", minute_of_day(&self.quiet_from).is_some(), "应为 21:00 形式的时间"),
            ("messages.quiet_until", minute_of_day(&self.quiet_until).is_some(), "应为 08:00 形式的时间"),
            ("messages.timeout_seconds", (1..=60).contains(&self.timeout_seconds), "应在 1 到 60 之间"),
            ("messages.reminder_before_days", self.reminder_before_days <= 60, "应在 0 到 60 之间"),
            (
                "messages.receipt.secret",
                secret.is_empty() || (secret.len() >= 16 && secret.chars().all(is_path)),
                "应为 16 位以上的字母、数字, 或留空",
            ),
            (
                "messages.receipt",
                [&receipt.id, &receipt.reference, &receipt.state].iter().all(|p| is_pointer(p)),
                "的 id、reference、state 应为 JSON 指针, 例如 /data/id",
            ),
        ];
        if let Some((name, _, rule)) = rules.into_iter().find(|(_, holds, _)| !holds) {
            return Err((name, rule));
        }
        Request::read(self).map(drop)
    }
}
