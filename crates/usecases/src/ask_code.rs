//! One-time codes (验证码) for citizens: six digits sent to a phone, good for minutes, once, and only in the browser that
//! asked. Limits stand with the number and with everybody, never with an address; none depends on whether the number is
//! known, so asking tells nothing.

use crate::keys::same_secret;
use crate::{Identity, Purpose, Service};
use domain::{Millis, Phone};
use std::fmt;
use storage::{CodeLimits, CodeMade, NewCode, StorageResult};

/// A city's choices about citizens who sign in.
#[derive(Debug, Clone, Copy)]
pub struct CitizenSettings {
    /// How long a code is good, ms.
    pub code_ms: i64,
    /// How often a code may be tried.
    pub code_tries: i64,
    /// Time between two codes to one number, ms.
    pub code_apart_ms: i64,
    /// Codes to one number in an hour.
    pub codes_per_hour: i64,
    /// Codes to everybody in a minute.
    pub codes_per_minute: i64,
    /// A session nobody uses ends after this time, ms.
    pub idle_ms: i64,
    /// A session ends after this time at the latest, ms.
    pub longest_ms: i64,
}

impl Default for CitizenSettings {
    fn default() -> Self {
        CitizenSettings {
            code_ms: 5 * 60_000,
            code_tries: 5,
            code_apart_ms: 60_000,
            codes_per_hour: 5,
            codes_per_minute: 120,
            idle_ms: 15 * 60_000,
            longest_ms: 2 * 3_600_000,
        }
    }
}

/// A code to hand to the message gateway.
#[derive(Clone)]
pub struct OutgoingCode {
    /// Its id.
    pub id: i64,
    /// Whom it goes to.
    pub phone: Phone,
    /// Six digits.
    pub code: String,
}

/// Number and code must not come into a log.
impl fmt::Debug for OutgoingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OutgoingCode({})", self.id)
    }
}

/// What became of asking for a code.
#[derive(Debug)]
pub enum CodeAsked {
    /// To be sent now.
    Send(OutgoingCode),
    /// The number has had as many as it may for now.
    NotBefore(Millis),
    /// Everybody together has, in this minute.
    TooMany,
}

/// What became of giving a code.
#[derive(Debug)]
pub enum CodeGivenBack {
    /// The number is hers.
    Right(Identity),
    /// It is another one.
    Wrong,
    /// None can be given: over, used, tried too often, or never asked for in this browser.
    Over,
    /// Everybody together has given too many wrong ones in this minute: none is even compared.
    TooMany,
}

impl Service {
    /// A code for this number, to be given in the browser with this mark.
    pub async fn ask_code(&self, phone: Phone, mark: &str) -> StorageResult<CodeAsked> {
        let (now, settings) = (self.world.now(), &self.settings.citizen);
        let id = self.next_id();
        let code = format!("{:06}", self.world.number() % 1_000_000);
        let phone_hash = self.phone_hash(&phone);
        let new = NewCode {
            id,
            browser: self.ordered_hash(Purpose::CodeBrowser, &[], mark),
            code_hash: self.code_hash(id, &phone_hash, &code),
            phone_hash,
            expires_at: now.0 + settings.code_ms,
        };
        let limits = CodeLimits {
            per_hour: settings.codes_per_hour,
            apart_ms: settings.code_apart_ms,
            in_all: settings.codes_per_minute,
        };
        Ok(match self.db.make_code(&new, limits, now).await? {
            CodeMade::Made => CodeAsked::Send(OutgoingCode { id, phone, code }),
            CodeMade::NotBefore(then) => CodeAsked::NotBefore(then),
            CodeMade::TooMany => CodeAsked::TooMany,
        })
    }

    /// When the code dies that this browser was sent last; `None` when it can give none.
    pub async fn code_waits(&self, mark: &str) -> StorageResult<Option<Millis>> {
        let browser = self.ordered_hash(Purpose::CodeBrowser, &[], mark);
        let code = self.db.code_of_browser(&browser, self.world.now()).await?;
        Ok(code.map(|code| Millis(code.expires_at)))
    }

    /// Tries a code. The try is counted before it is compared, so many at once give no more tries.
    pub async fn give_back_code(&self, typed: &str, mark: &str) -> StorageResult<CodeGivenBack> {
        let now = self.world.now();
        if !self.code_guard.allows(now) {
            return Ok(CodeGivenBack::TooMany);
        }
        let browser = self.ordered_hash(Purpose::CodeBrowser, &[], mark);
        let Some(row) = self.db.code_of_browser(&browser, now).await? else { return Ok(CodeGivenBack::Over) };
        if !self.db.take_code_try(row.id, self.settings.citizen.code_tries, now).await? {
            return Ok(CodeGivenBack::Over);
        }
        if !same_secret(&self.code_hash(row.id, &row.phone_hash, typed), &row.code_hash) {
            self.code_guard.count_wrong(now);
            return Ok(CodeGivenBack::Wrong);
        }
        Ok(match self.db.use_code(row.id, now).await? {
            true => CodeGivenBack::Right(Identity { phone_hash: Some(row.phone_hash), id_number_hash: None }),
            false => CodeGivenBack::Over,
        })
    }

    fn code_hash(&self, id: i64, phone_hash: &[u8], code: &str) -> Vec<u8> {
        self.keys.short_hash(Purpose::OneTimeCode, &[&id.to_be_bytes(), phone_hash, code.as_bytes()], 16)
    }

    pub(crate) fn phone_hash(&self, phone: &Phone) -> Vec<u8> {
        self.keys.short_hash(Purpose::Phone, &[phone.digits().as_bytes()], 16)
    }

    /// Of an ID number as it is compared: the last sign of a resident's is an X in either case.
    pub(crate) fn id_number_hash(&self, id_number: &str) -> Vec<u8> {
        let id_number = id_number.trim().to_ascii_uppercase();
        self.keys.short_hash(Purpose::IdNumber, &[id_number.as_bytes()], 16)
    }
}
