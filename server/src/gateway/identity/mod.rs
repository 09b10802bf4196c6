//! Who somebody is: what her browser brings becomes a verified phone, ID number, or both; a name is never asked for.
//!
//! To add a way: what the browser brings in [`Brought`], a file here that asks whoever knows, its place in
//! [`Identities`], and a faithful stand-in in `server/tests/it/support`.

use super::codes::CodeTexts;
use super::messages::MessageGateway;
use crate::config::Config;
use storage::StorageError;
use usecases::{CodeGivenBack, Identity, MessageOutcome, OutgoingCode, Service};

/// What a browser brings to say who somebody is.
#[derive(Clone, Copy)]
pub enum Brought<'a> {
    /// The one-time code that was typed, and the mark of the browser that asked for it.
    Code {
        /// As it was typed: six digits.
        typed: &'a str,
        /// The browser's mark.
        mark: &'a str,
    },
}

/// A person who was recognised.
#[derive(Debug)]
pub struct Recognised {
    /// Who she is.
    pub identity: Identity,
    /// What vouched for her, if that signs in once: a session uses it up.
    pub ticket: Option<String>,
}

/// Why nobody was recognised.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// This way is not offered here.
    #[error("not offered")]
    Off,
    /// What was brought is not right.
    #[error("refused")]
    Refused,
    /// It was right once, or was tried too often.
    #[error("over")]
    Over,
    /// Too many wrong ones from everybody.
    #[error("too many")]
    TooMany,
    /// Our own database.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The ways that are offered.
#[derive(Debug)]
pub struct Identities {
    code: Option<(MessageGateway, CodeTexts)>,
}

impl Identities {
    /// As configured. A way whose settings make no sense is off, which was told at start.
    pub fn read(config: &Config, messages: Option<MessageGateway>) -> Identities {
        let texts = CodeTexts::read(&config.sign_in.code, &config.messages).ok().flatten();
        Identities { code: messages.zip(texts) }
    }

    /// Can anybody sign in?
    pub fn is_any(&self) -> bool {
        self.has_code()
    }

    /// Can a code be sent?
    pub fn has_code(&self) -> bool {
        self.code.is_some()
    }

    /// Sends a code; `None` when none can be.
    pub async fn send_code(&self, code: &OutgoingCode) -> Option<MessageOutcome> {
        let (gateway, texts) = self.code.as_ref()?;
        Some(gateway.send_code(texts, code).await)
    }

    /// Who brings this.
    pub async fn recognise(
        &self,
        service: &Service,
        brought: Brought<'_>,
    ) -> Result<Recognised, IdentityError> {
        match brought {
            Brought::Code { .. } if !self.has_code() => Err(IdentityError::Off),
            Brought::Code { typed, mark } => match service.give_back_code(typed, mark).await? {
                CodeGivenBack::Right(identity) => Ok(Recognised { identity, ticket: None }),
                CodeGivenBack::Wrong => Err(IdentityError::Refused),
                CodeGivenBack::Over => Err(IdentityError::Over),
                CodeGivenBack::TooMany => Err(IdentityError::TooMany),
            },
        }
    }
}
