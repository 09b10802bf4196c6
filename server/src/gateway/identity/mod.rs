//! Who somebody is: what her browser brings becomes a verified phone, ID number, or both; a name is never asked for.
//!
//! To add a way: what the browser brings in [`Brought`], a file here that asks whoever knows, its place in
//! [`Identities`], and a faithful stand-in in `server/tests/it/support`.

mod portal;
mod ticket;
mod wechat;

pub use portal::BACK as PORTAL_BACK;
pub use ticket::BridgeAnswer;

use super::codes::CodeTexts;
use super::http::{HttpError, address};
use super::messages::MessageGateway;
use crate::config::Config;
use domain::Phone;
use portal::Portal;
use reqwest::{StatusCode, Url};
use storage::StorageError;
use ticket::TicketExchange;
use usecases::{CodeGivenBack, Identity, MessageOutcome, OutgoingCode, PortalFlow, Service};
use wechat::Wechat;

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
    /// The JSON in which the app's bridge gave a ticket.
    Ticket(&'a str),
    /// The code with which the portal sent her back.
    Portal {
        /// The code.
        code: &'a str,
        /// The sign-in it belongs to.
        flow: &'a PortalFlow,
    },
    /// The code of a phone that a WeChat mini-program was given.
    Wechat(&'a str),
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
    /// Whoever would know did not answer, or not in time.
    #[error("down")]
    Down,
    /// The answer is not what it must be: not signed, meant for somebody else, over, or not to be read.
    #[error("not believed")]
    NotBelieved,
    /// The answer is good and has neither phone nor ID number.
    #[error("nameless")]
    Nameless,
    /// Our own database.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<HttpError> for IdentityError {
    fn from(_: HttpError) -> Self {
        IdentityError::Down
    }
}

impl IdentityError {
    /// What an answer of this status says: ours is wrong, or theirs does not work.
    fn of_status(status: StatusCode) -> IdentityError {
        if status.is_client_error() { IdentityError::Refused } else { IdentityError::Down }
    }

    /// In one word, for log and figures.
    pub const fn word(&self) -> &'static str {
        match self {
            IdentityError::Off => "off",
            IdentityError::Refused => "refused",
            IdentityError::Over => "over",
            IdentityError::TooMany => "too-many",
            IdentityError::Down => "down",
            IdentityError::NotBelieved => "not-believed",
            IdentityError::Nameless => "nameless",
            IdentityError::Storage(_) => "storage",
        }
    }
}

/// What another system says of a person. Never shown.
struct Vouched {
    phone: Option<Phone>,
    id_number: Option<String>,
    ticket: Option<String>,
}

impl Vouched {
    fn or_nameless(self) -> Result<Vouched, IdentityError> {
        let known = self.phone.is_some() || self.id_number.is_some();
        known.then_some(self).ok_or(IdentityError::Nameless)
    }

    fn recognised(self, service: &Service) -> Result<Recognised, IdentityError> {
        let identity = service.identity(self.phone.as_ref(), self.id_number.as_deref());
        Ok(Recognised { identity: identity.ok_or(IdentityError::Nameless)?, ticket: self.ticket })
    }
}

/// A phone another system knows; none where it hides signs of it.
fn phone_of(text: &str) -> Option<Phone> {
    Phone::parse(text).ok().flatten()
}

/// The ways that are offered.
#[derive(Debug)]
pub struct Identities {
    code: Option<(MessageGateway, CodeTexts)>,
    ticket: Option<TicketExchange>,
    portal: Option<Portal>,
    wechat: Option<Wechat>,
}

impl Identities {
    /// As configured. A way whose settings make no sense is off, which was told at start.
    pub fn read(config: &Config, messages: Option<MessageGateway>) -> Identities {
        let texts = CodeTexts::read(&config.sign_in.code, &config.messages).ok().flatten();
        let ticket = started(TicketExchange::read(&config.sign_in.ticket));
        let portal = started(Portal::read(&config.sign_in.portal, &config.server.public_url));
        let wechat = started(Wechat::read(&config.sign_in.wechat));
        Identities { code: messages.zip(texts), ticket, portal, wechat }
    }

    /// Can anybody sign in?
    pub fn is_any(&self) -> bool {
        self.has_code() || self.has_ticket() || self.portal.is_some() || self.has_wechat()
    }

    /// Can a mini-program's code be taken?
    pub fn has_wechat(&self) -> bool {
        self.wechat.is_some()
    }

    /// What people call the portal at which they can sign in.
    pub fn portal_name(&self) -> Option<&str> {
        self.portal.as_ref().map(Portal::name)
    }

    /// Where she signs in at the portal.
    pub async fn portal_start(&self, flow: &PortalFlow) -> Result<Url, IdentityError> {
        self.portal.as_ref().ok_or(IdentityError::Off)?.start(flow).await
    }

    /// Are the app's tickets taken?
    pub fn has_ticket(&self) -> bool {
        self.ticket.is_some()
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
            Brought::Ticket(answer) => {
                let exchange = self.ticket.as_ref().ok_or(IdentityError::Off)?;
                exchange.exchange(answer, service.world().now()).await?.recognised(service)
            }
            Brought::Portal { code, flow } => {
                let portal = self.portal.as_ref().ok_or(IdentityError::Off)?;
                portal.finish(code, flow, service.world().now()).await?.recognised(service)
            }
            Brought::Wechat(code) => {
                let wechat = self.wechat.as_ref().ok_or(IdentityError::Off)?;
                wechat.exchange(code).await?.recognised(service)
            }
        }
    }
}

/// A way that cannot be spoken with is off, and the log says so.
fn started<T>(way: Result<Option<T>, HttpError>) -> Option<T> {
    way.unwrap_or_else(|error| {
        tracing::error!(%error, "a way to sign in is off");
        None
    })
}
