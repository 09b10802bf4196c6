//! `[sign_in]`: citizens who sign in to see what of theirs can be rated.

use super::Messages;
use crate::gateway::codes::CodeTexts;
use crate::gateway::messages::Fault;
use serde::Deserialize;
use std::fmt;
use usecases::CitizenSettings;

/// `[sign_in]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Minutes without use after which a session ends.
    pub idle_minutes: u32,
    /// Minutes after which it ends at the latest.
    pub longest_minutes: u32,
    /// `[sign_in.code]`
    pub code: SignInCode,
    /// `[sign_in.ticket]`
    pub ticket: SignInTicket,
    /// `[sign_in.portal]`
    pub portal: SignInPortal,
    /// `[sign_in.wechat]`
    pub wechat: SignInWechat,
}

/// `[sign_in.code]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInCode {
    /// Phone and one-time code are offered, if there is a message gateway.
    pub on: bool,
    /// Minutes for which a code is good.
    pub minutes: u32,
    /// How often it may be tried.
    pub tries: u32,
    /// Seconds between two codes to one number.
    pub apart_seconds: u32,
    /// Codes to one number in an hour.
    pub per_hour: u32,
    /// Codes to everybody in a minute.
    pub per_minute: u32,
    /// What the person reads.
    pub text: String,
    /// Body of the request; empty: that of `[messages]`.
    pub body: String,
}

/// `[sign_in.ticket]`
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInTicket {
    /// The gateway that changes tickets; empty: none are taken.
    pub url: String,
    /// File of the app's bridge (`lightAppJssdk`), handed out from here; empty: the app brings its own.
    pub sdk: String,
    /// Our name there.
    pub app_id: String,
    /// The shared word; empty: none is signed with.
    pub app_secret: String,
    /// The interface that tells of a person.
    pub interface_id: String,
    /// The one that tells of an organisation; empty: theirs are not taken.
    pub corp_interface_id: String,
    /// Where the answer says that the ticket was good; empty: the status says it.
    pub ok: String,
    /// What stands there then.
    pub ok_value: String,
    /// Where it has the phone.
    pub phone: String,
    /// Where it has the ID number.
    pub id_number: String,
    /// Longest time for an answer, seconds.
    pub timeout_seconds: u64,
}

/// The shared word is not shown.
impl fmt::Debug for SignInTicket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignInTicket({})", if self.url.is_empty() { "off" } else { "on" })
    }
}

/// `[sign_in.portal]`
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInPortal {
    /// What people call it.
    pub name: String,
    /// The OpenID provider; empty: there is none.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// The shared word; empty: none.
    pub client_secret: String,
    /// What is asked for beside `openid`.
    pub scopes: Vec<String>,
    /// Name of the claim that has the phone; empty: it is not taken.
    pub phone_claim: String,
    /// Name of the claim that has the ID number; empty: it is not taken.
    pub id_number_claim: String,
    /// Longest time for all answers of a step together, seconds.
    pub timeout_seconds: u64,
}

impl fmt::Debug for SignInPortal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignInPortal({})", if self.issuer.is_empty() { "off" } else { "on" })
    }
}

/// `[sign_in.wechat]`
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInWechat {
    /// The mini-program's id; empty: there is none.
    pub app_id: String,
    /// Its secret.
    pub app_secret: String,
    /// The platform.
    pub api: String,
    /// Longest time for one of the two answers, seconds.
    pub timeout_seconds: u64,
}

impl fmt::Debug for SignInWechat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignInWechat({})", if self.app_id.is_empty() { "off" } else { "on" })
    }
}

impl SignIn {
    /// What of it makes no sense.
    pub(super) fn check(&self, messages: &Messages) -> Result<(), Fault> {
        let code = &self.code;
        let rules = [
            ("sign_in.idle_minutes", (5..=120).contains(&self.idle_minutes), "应在 5 到 120 之间"),
            ("sign_in.longest_minutes", (10..=720).contains(&self.longest_minutes), "应在 10 到 720 之间"),
            ("sign_in.code.minutes", (1..=15).contains(&code.minutes), "应在 1 到 15 之间"),
            ("sign_in.code.tries", (1..=10).contains(&code.tries), "应在 1 到 10 之间"),
            ("sign_in.code.apart_seconds", (10..=600).contains(&code.apart_seconds), "应在 10 到 600 之间"),
            ("sign_in.code.per_hour", (1..=20).contains(&code.per_hour), "应在 1 到 20 之间"),
            ("sign_in.code.per_minute", (1..=100_000).contains(&code.per_minute), "应在 1 到 100000 之间"),
        ];
        if let Some((name, _, rule)) = rules.into_iter().find(|(_, holds, _)| !holds) {
            return Err((name, rule));
        }
        self.ticket.check().map(drop)?;
        self.portal.check().map(drop)?;
        self.wechat.check().map(drop)?;
        CodeTexts::read(code, messages).map(drop)
    }

    /// The rules as the use cases take them.
    pub fn settings(&self) -> CitizenSettings {
        let (code, minutes) = (&self.code, |n: u32| i64::from(n) * 60_000);
        CitizenSettings {
            code_ms: minutes(code.minutes),
            code_tries: code.tries.into(),
            code_apart_ms: i64::from(code.apart_seconds) * 1000,
            codes_per_hour: code.per_hour.into(),
            codes_per_minute: code.per_minute.into(),
            idle_ms: minutes(self.idle_minutes),
            longest_ms: minutes(self.longest_minutes),
        }
    }
}
