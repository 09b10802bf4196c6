//! Sending messages: what is due is taken, looked at once more, and handed to whoever speaks with the gateway; how
//! that ended is noted. A message is lost by nothing but the end of its link.

use crate::keys::PersonalField;
use crate::{CaseToken, MessageRules, Service};
use domain::Millis;
use domain::message::retry_delay;
use std::fmt;
use storage::{MessageRow, MessageStep, StorageResult};

/// Whoever took a message and has not settled it after this time has died, ms: far longer than a request to the
/// gateway may take.
const GIVEN_UP: i64 = 5 * 60_000;

/// A message to hand to the gateway.
#[derive(Clone)]
pub struct OutgoingMessage {
    /// Its id, the same at every try.
    pub id: i64,
    /// Tries, this one included.
    pub tries: i64,
    /// It is the reminder.
    pub is_reminder: bool,
    /// Whom it goes to.
    pub phone: String,
    /// Name of the item.
    pub item: String,
    /// Token of the link.
    pub token: CaseToken,
    /// End of the time to rate.
    pub end: Millis,
}

/// Number and link must not come into a log.
impl fmt::Debug for OutgoingMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OutgoingMessage({}, try {})", self.id, self.tries)
    }
}

/// What the gateway did with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageOutcome {
    /// It took it.
    Accepted {
        /// Its own name of it, for receipts.
        reference: Option<String>,
    },
    /// It did not, or nobody knows; in one word, nothing personal in it.
    Failed(String),
}

/// What was taken out of the outbox.
#[derive(Debug, Default)]
pub struct TakenMessages {
    /// To be sent now.
    pub to_send: Vec<OutgoingMessage>,
    /// That are no longer to be sent: settled.
    pub settled: usize,
}

impl TakenMessages {
    /// Nothing was due.
    pub fn is_empty(&self) -> bool {
        self.to_send.is_empty() && self.settled == 0
    }
}

impl Service {
    /// Takes at most `most` messages that are due; nothing in quiet hours. Whoever takes them sends them at once and
    /// says by [`Service::note_message`] what came of it.
    pub async fn take_messages(&self, rules: &MessageRules, most: i64) -> StorageResult<TakenMessages> {
        let now = self.world.now();
        if rules.quiet.holds(now) {
            return Ok(TakenMessages::default());
        }
        let mut taken = TakenMessages::default();
        for row in self.db.take_messages(now, now.plus(GIVEN_UP), most).await? {
            match self.still_wanted(&row, now) {
                Ok(message) => taken.to_send.push(message),
                Err(step) => {
                    self.db.step_message((row.id, row.tries + 1), &step, now).await?;
                    taken.settled += 1;
                }
            }
        }
        Ok(taken)
    }

    /// Is the link open, and does the number want messages? Else why it is not sent.
    fn still_wanted(&self, row: &MessageRow, now: Millis) -> Result<OutgoingMessage, MessageStep<'static>> {
        // A link that outlives the window is no reason to ask for a rating that will not count.
        let end = Millis(row.rate_until.min(row.expires_at));
        if row.used {
            return Err(MessageStep::Dropped("rated"));
        }
        if row.revoked_at.is_some() {
            return Err(MessageStep::Dropped("revoked"));
        }
        if row.refused {
            return Err(MessageStep::Dropped("refused"));
        }
        if now >= end {
            let never_tried = row.tries == 0;
            return Err(if never_tried {
                MessageStep::Dropped("expired")
            } else {
                MessageStep::Failed("expired")
            });
        }
        if row.phone.is_empty() {
            return Err(MessageStep::Dropped("no-phone"));
        }
        let unreadable = MessageStep::Again { why: "no-key", next_at: next_try(now, row.tries + 1) };
        let phone = self.keys.open(PersonalField::Phone, &row.phone).ok_or(unreadable)?;
        Ok(OutgoingMessage {
            id: row.id,
            tries: row.tries + 1,
            is_reminder: row.kind == "reminder",
            phone,
            item: row.item_name.clone(),
            token: self.link_token(row.link_id),
            end,
        })
    }

    /// Notes what came of a message that was taken.
    pub async fn note_message(
        &self,
        message: &OutgoingMessage,
        outcome: &MessageOutcome,
    ) -> StorageResult<()> {
        let now = self.world.now();
        let step = match outcome {
            MessageOutcome::Accepted { reference } => MessageStep::Sent(reference.as_deref()),
            MessageOutcome::Failed(why) => MessageStep::Again { why, next_at: next_try(now, message.tries) },
        };
        self.db.step_message((message.id, message.tries), &step, now).await?;
        Ok(())
    }
}

fn next_try(now: Millis, tries: i64) -> i64 {
    now.plus(retry_delay(tries)).0
}
