//! The outbox of messages that bring a link: taken one holder at a time, settled once.

use crate::{Db, StorageResult};
use domain::Millis;

macro_rules! message {
    () => {
        "m.id, m.kind, m.tries, m.link_id, k.expires_at, k.revoked_at, r.id IS NOT NULL AS used, o.rate_until,
            c.item_name, c.phone, f.phone_hash IS NOT NULL AS refused
        FROM message m JOIN case_link k ON k.id = m.link_id JOIN occurrence o ON o.id = m.occurrence_id
        JOIN service_case c ON c.id = o.case_id LEFT JOIN rating r ON r.occurrence_id = o.id
        LEFT JOIN message_refusal f ON f.phone_hash = c.phone_hash"
    };
}

statements! {
    MESSAGES_DUE = concat!("SELECT ", message!(), " WHERE m.state IN ('waiting', 'sending') AND m.next_at <= $1
        ORDER BY m.next_at, m.id LIMIT $2");
    TAKE_MESSAGE = "UPDATE message SET state = 'sending', tries = tries + 1, next_at = $2 WHERE id = $1";
    // A receipt may have come before the gateway's answer.
    MESSAGE_SENT = "UPDATE message SET state = 'sent', why = NULL, gateway_ref = $2, sent_at = $3
        WHERE id = $1 AND state IN ('waiting', 'sending')";
    MESSAGE_REFERENCE = "UPDATE message SET gateway_ref = $2, sent_at = $3 WHERE id = $1 AND sent_at IS NULL
        AND state IN ('delivered', 'failed')";
    // Only whoever tried last: somebody slower may have been given up.
    MESSAGE_AGAIN = "UPDATE message SET state = 'waiting', why = $3, next_at = $4
        WHERE id = $1 AND tries = $2 AND state = 'sending'";
    END_MESSAGE = "UPDATE message SET state = $3, why = $4, settled_at = $5
        WHERE id = $1 AND tries = $2 AND state = 'sending'";
    // A network may report a delivery after a failure, or before the answer to our request has come.
    DELIVERED_BY_ID = "UPDATE message SET state = 'delivered', why = NULL, settled_at = $2
        WHERE id = $1 AND state IN ('waiting', 'sending', 'sent', 'failed') AND tries > 0";
    DELIVERED_BY_REFERENCE = "UPDATE message SET state = 'delivered', why = NULL, settled_at = $2
        WHERE gateway_ref = $1 AND state IN ('sent', 'failed')";
    UNDELIVERED_BY_ID = "UPDATE message SET state = 'failed', why = 'receipt', settled_at = $2
        WHERE id = $1 AND state IN ('sending', 'sent') AND tries > 0";
    UNDELIVERED_BY_REFERENCE = "UPDATE message SET state = 'failed', why = 'receipt', settled_at = $2
        WHERE gateway_ref = $1 AND state = 'sent'";
    REFUSE_MESSAGES = "INSERT INTO message_refusal (phone_hash, at)
        SELECT c.phone_hash, $2 FROM case_link k JOIN occurrence o ON o.id = k.occurrence_id
            JOIN service_case c ON c.id = o.case_id WHERE k.token_hash = $1 AND length(c.phone_hash) > 0
        ON CONFLICT DO NOTHING";
    COUNT_MESSAGES = "SELECT state, COUNT(*) FROM message GROUP BY state ORDER BY state";
}

/// A message whose time has come, with what decides whether it is still sent.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct MessageRow {
    /// Row id.
    pub id: i64,
    /// `first` or `reminder`.
    pub kind: String,
    /// Tries before this one.
    pub tries: i64,
    /// The link it brings.
    pub link_id: i64,
    /// When that link dies, ms.
    pub expires_at: i64,
    /// When it was revoked, ms.
    pub revoked_at: Option<i64>,
    /// The occurrence has its rating.
    pub used: bool,
    /// End of the rating window, ms.
    pub rate_until: i64,
    /// Item.
    pub item_name: String,
    /// Whom to send it to, encrypted; empty when that was cleared.
    pub phone: Vec<u8>,
    /// That number wants no messages.
    pub refused: bool,
}

/// How a message that was being sent goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageStep<'a> {
    /// The gateway has it, perhaps under a name of its own.
    Sent(Option<&'a str>),
    /// To be tried again.
    Again {
        /// How the try ended.
        why: &'a str,
        /// Not before, ms.
        next_at: i64,
    },
    /// Given up after tries.
    Failed(&'a str),
    /// Not to be sent any more.
    Dropped(&'a str),
}

/// Which message a receipt is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageName<'a> {
    /// Ours.
    Id(i64),
    /// The gateway's.
    Reference(&'a str),
}

impl Db {
    /// Takes at most `most` messages whose time has come; they come again at `until` unless settled before. Each is
    /// taken by one only: writing transactions follow one another.
    pub async fn take_messages(
        &self,
        now: Millis,
        until: Millis,
        most: i64,
    ) -> StorageResult<Vec<MessageRow>> {
        let seen: Vec<MessageRow> = reading!(self, |pool| sqlx::query_as(MESSAGES_DUE)
            .bind(now.0)
            .bind(1_i64)
            .fetch_all(pool)
            .await?);
        if seen.is_empty() {
            return Ok(seen);
        }
        Ok(writing!(self, |tx| {
            let rows: Vec<MessageRow> =
                sqlx::query_as(MESSAGES_DUE).bind(now.0).bind(most).fetch_all(&mut *tx).await?;
            for row in &rows {
                sqlx::query(TAKE_MESSAGE).bind(row.id).bind(until.0).execute(&mut *tx).await?;
            }
            rows
        }))
    }

    /// Notes how a message goes on that was taken; `tries` counts this one. `false` when it was settled or taken by
    /// somebody else meanwhile.
    pub async fn step_message(
        &self,
        (id, tries): (i64, i64),
        step: &MessageStep<'_>,
        now: Millis,
    ) -> StorageResult<bool> {
        Ok(writing!(self, |tx| {
            let done = match step {
                MessageStep::Sent(reference) => {
                    let row = sqlx::query(MESSAGE_SENT).bind(id).bind(reference).bind(now.0);
                    let sent = row.execute(&mut *tx).await?;
                    if sent.rows_affected() == 0 {
                        let row = sqlx::query(MESSAGE_REFERENCE).bind(id).bind(reference).bind(now.0);
                        row.execute(&mut *tx).await?;
                    }
                    sent
                }
                MessageStep::Again { why, next_at } => {
                    let row = sqlx::query(MESSAGE_AGAIN).bind(id).bind(tries).bind(why).bind(next_at);
                    row.execute(&mut *tx).await?
                }
                MessageStep::Failed(why) | MessageStep::Dropped(why) => {
                    let state = if matches!(step, MessageStep::Failed(_)) { "failed" } else { "dropped" };
                    let row = sqlx::query(END_MESSAGE).bind(id).bind(tries).bind(state).bind(why);
                    row.bind(now.0).execute(&mut *tx).await?
                }
            };
            done.rows_affected() > 0
        }))
    }

    /// What the network says became of a message; `false` for one that is unknown or was settled.
    pub async fn settle_message(
        &self,
        name: MessageName<'_>,
        delivered: bool,
        now: Millis,
    ) -> StorageResult<bool> {
        Ok(writing!(self, |tx| {
            let row = match (name, delivered) {
                (MessageName::Id(id), true) => sqlx::query(DELIVERED_BY_ID).bind(id),
                (MessageName::Id(id), false) => sqlx::query(UNDELIVERED_BY_ID).bind(id),
                (MessageName::Reference(name), true) => sqlx::query(DELIVERED_BY_REFERENCE).bind(name),
                (MessageName::Reference(name), false) => sqlx::query(UNDELIVERED_BY_REFERENCE).bind(name),
            };
            row.bind(now.0).execute(&mut *tx).await?.rows_affected() > 0
        }))
    }

    /// The number of the case this link belongs to wants no more messages.
    pub async fn refuse_messages(&self, token_hash: &[u8], now: Millis) -> StorageResult<()> {
        writing!(self, |tx| {
            sqlx::query(REFUSE_MESSAGES).bind(token_hash).bind(now.0).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// How many messages there are in each state.
    pub async fn count_messages(&self) -> StorageResult<Vec<(String, i64)>> {
        Ok(reading!(self, |pool| sqlx::query_as(COUNT_MESSAGES).fetch_all(pool).await?))
    }
}
