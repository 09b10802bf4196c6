//! Submitting a rating: the one way a rating comes into being. 1★ and 5★ take it alike.

use crate::{CaseLink, LinkState, Purpose, Service, WindowInfo};
use domain::{Actor, Channel, Container, RatingContent, RatingError, RatingInput, ReceiptCode};
use std::net::IpAddr;
use storage::{NewRating, Outcome, StorageError};

/// Idempotency key of one rendered form: the same key twice is the same rating.
#[derive(Clone, PartialEq, Eq)]
pub struct FormKey(String);

impl FormKey {
    /// Shortest text that counts as a key; anything shorter could be two people's by chance.
    const MIN: usize = 16;
    const MAX: usize = 128;

    /// The key a form carried; `None` for none or for what cannot be one, and then the rating is taken without.
    pub fn parse(text: &str) -> Option<FormKey> {
        (Self::MIN..=Self::MAX).contains(&text.len()).then(|| FormKey(text.to_owned()))
    }
}

/// The key opens the receipt of its form, so it is not for logs.
impl std::fmt::Debug for FormKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FormKey(…)")
    }
}

/// What a person sent, and how it came.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The form.
    pub input: RatingInput,
    /// Its idempotency key.
    pub key: Option<FormKey>,
    /// The person has said that this is another service.
    pub another: bool,
    /// Text of the device cookie.
    pub device: Option<String>,
    /// Client's address, kept as a keyed hash only.
    pub address: Option<IpAddr>,
    /// Channel.
    pub channel: Channel,
    /// What showed the page, by what it says of itself.
    pub container: Container,
}

/// A rating that is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// Its receipt.
    pub receipt: ReceiptCode,
    /// The PIN that opens the receipt on another device.
    pub pin: String,
    /// The same form came before; nothing was stored now.
    pub repeated: bool,
}

/// Why nothing was stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubmitError {
    /// The form has faults.
    #[error("the form has faults")]
    Invalid(Vec<RatingError>),
    /// Ask whether this is another service.
    #[error("the same device rated this window a moment ago")]
    AskAnother,
    /// The link cannot be used any more.
    #[error("the link has ended: {0:?}")]
    LinkEnded(LinkState),
    /// Too many are waiting.
    #[error("too many ratings are waiting")]
    Busy,
    /// The database cannot write.
    #[error("the database is unavailable")]
    Unavailable,
    /// The database refused the row: a fault of ours.
    #[error("refused: {0}")]
    Internal(String),
}

impl From<StorageError> for SubmitError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Busy => SubmitError::Busy,
            StorageError::Unavailable(_) => SubmitError::Unavailable,
            StorageError::Refused(text) | StorageError::SetUp(text) => SubmitError::Internal(text),
        }
    }
}

/// What is rated.
struct Rated {
    window_id: Option<i64>,
    occurrence_id: Option<i64>,
    staff_id: Option<i64>,
    late: bool,
    ended_plate: bool,
    ask_within_ms: Option<i64>,
}

impl Service {
    /// Rates a window; the rating is laid to the one on duty there.
    pub async fn rate_window(
        &self,
        window: &WindowInfo,
        sent: &Submission,
    ) -> Result<Submitted, SubmitError> {
        self.rate_window_of(window, window.staff_id(self.world.now()), sent).await
    }

    /// Rates a window for what this person did there; nobody when she does not sit there now, and never
    /// whoever sits there in her place.
    pub async fn rate_person(
        &self,
        staff: i64,
        window: &WindowInfo,
        sent: &Submission,
    ) -> Result<Submitted, SubmitError> {
        let here = window.has_on_duty(staff, self.world.now());
        self.rate_window_of(window, here.then_some(staff), sent).await
    }

    async fn rate_window_of(
        &self,
        window: &WindowInfo,
        staff_id: Option<i64>,
        sent: &Submission,
    ) -> Result<Submitted, SubmitError> {
        // A plate out of service still takes a rating, marked so: it counts for the hall, and is laid to nobody.
        let ended_plate = window.window.ended_at.is_some();
        let rated = Rated {
            window_id: Some(window.window.id),
            occurrence_id: None,
            staff_id: staff_id.filter(|_| !ended_plate),
            late: false,
            ended_plate,
            ask_within_ms: (!sent.another).then_some(self.settings.ask_within_ms),
        };
        self.submit(rated, sent).await
    }

    /// Rates the occurrence of a case by its link.
    pub async fn rate_case(&self, link: &CaseLink, sent: &Submission) -> Result<Submitted, SubmitError> {
        let rated = Rated {
            window_id: link.row.window_id,
            occurrence_id: Some(link.row.occurrence_id),
            // 谁办理谁负责: by 办理人编码, or to nobody.
            staff_id: link.row.staff_id,
            late: link.late,
            ended_plate: false,
            ask_within_ms: None,
        };
        match link.state {
            LinkState::Open => self.submit(rated, sent).await,
            // The same form again, after it was stored: its key finds the receipt, any other ends here.
            LinkState::Used => match self.submit(rated, sent).await {
                Err(SubmitError::Invalid(_)) => Err(SubmitError::LinkEnded(LinkState::Used)),
                other => other,
            },
            ended => Err(SubmitError::LinkEnded(ended)),
        }
    }

    async fn submit(&self, rated: Rated, sent: &Submission) -> Result<Submitted, SubmitError> {
        let content = RatingContent::check(&sent.input, self.settings.rules).map_err(SubmitError::Invalid)?;
        let key_hash = self.key_hash(&rated, sent.key.as_ref());
        // An id that another server made in the same millisecond has one new try; twice is a fault.
        for _ in 0..2 {
            let id = self.next_id();
            let receipt = self.receipt_of(id);
            let row = self.row(&rated, &content, sent, &key_hash, (id, receipt));
            match self.writer.store(row).await? {
                Outcome::Stored => {
                    self.rated.notify_one();
                    return Ok(self.submitted(&key_hash, receipt, false));
                }
                Outcome::Repeated { receipt } => {
                    let receipt =
                        receipt.parse().map_err(|_| SubmitError::Internal("stored receipt".into()))?;
                    return Ok(self.submitted(&key_hash, receipt, true));
                }
                // Not the same form again but another rating, written over a form that was sent: ask, under a
                // new key. The first may be somebody else's on the same device, so nothing is said of it.
                Outcome::KeyTaken if rated.occurrence_id.is_some() => {
                    return Err(SubmitError::LinkEnded(LinkState::Used));
                }
                Outcome::KeyTaken => return Err(SubmitError::AskAnother),
                Outcome::OccurrenceRated => return Err(SubmitError::LinkEnded(LinkState::Used)),
                Outcome::AskAnother => return Err(SubmitError::AskAnother),
                Outcome::Collision => {}
            }
        }
        Err(SubmitError::Internal("two ids collided".into()))
    }

    fn key_hash(&self, rated: &Rated, key: Option<&FormKey>) -> Vec<u8> {
        // Not an occurrence's window: that is known only when its case has come, and the form stays the same.
        let target = match rated.occurrence_id {
            Some(occurrence) => [occurrence, 0],
            None => [0, rated.window_id.unwrap_or(0)],
        };
        let target = target.map(i64::to_be_bytes).concat();
        match key {
            Some(key) => self.ordered_hash(Purpose::FormKey, &target, &key.0),
            None => self.ordered_hash(Purpose::FormKey, &target, &self.new_mark()),
        }
    }

    fn row(
        &self,
        rated: &Rated,
        content: &RatingContent,
        sent: &Submission,
        key_hash: &[u8],
        (id, receipt): (i64, ReceiptCode),
    ) -> NewRating {
        let now = self.world.now();
        let codes: Vec<String> = content.indicators.iter().map(ToString::to_string).collect();
        let (phone, phone_hash) = content.phone.as_ref().map(|p| self.seal_phone(p)).unzip();
        let pin = self.pin(key_hash, receipt);
        NewRating {
            id,
            receipt: receipt.to_string(),
            key_hash: key_hash.to_vec(),
            window_id: rated.window_id,
            occurrence_id: rated.occurrence_id,
            staff_id: rated.staff_id,
            level: i16::from(content.level.stars()),
            indicator_version: content.version.number() as i16,
            indicators: codes.join(","),
            words: content.words.as_ref().map(|w| w.as_str().to_owned()),
            anonymous: content.anonymous,
            phone,
            phone_hash,
            channel: i16::from(sent.channel.pf()),
            actor: i16::from(Actor::Citizen.number()),
            late: rated.late,
            device: sent.device.as_ref().map(|d| self.device_hash(d)),
            network: sent
                .address
                .map(|a| self.keys.short_hash(Purpose::Network, &[a.to_string().as_bytes()], 8)),
            pin_hash: self.pin_hash(receipt, &pin),
            rated_at: now.0,
            ended_plate: rated.ended_plate,
            container: Some(i16::from(sent.container.number())),
            ask_since: rated.ask_within_ms.map(|ms| now.0 - ms),
        }
    }

    fn submitted(&self, key_hash: &[u8], receipt: ReceiptCode, repeated: bool) -> Submitted {
        Submitted { receipt, pin: self.pin(key_hash, receipt), repeated }
    }

    /// Six digits made from the form's key, so that the same form sent again is told the same PIN; only its
    /// hash is stored.
    fn pin(&self, key_hash: &[u8], receipt: ReceiptCode) -> String {
        let hash = self.keys.hash(Purpose::Pin, &[key_hash, receipt.as_str().as_bytes()]);
        let number =
            u64::from_be_bytes([hash[0], hash[1], hash[2], hash[3], hash[4], hash[5], hash[6], hash[7]]);
        format!("{:06}", number % 1_000_000)
    }

    pub(crate) fn pin_hash(&self, receipt: ReceiptCode, pin: &str) -> Vec<u8> {
        self.keys.short_hash(Purpose::PinHash, &[receipt.as_str().as_bytes(), pin.as_bytes()], 16)
    }

    pub(crate) fn device_hash(&self, device: &str) -> Vec<u8> {
        self.ordered_hash(Purpose::Device, &[], device)
    }
}
