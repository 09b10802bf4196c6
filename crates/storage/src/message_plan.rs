//! Which links a message is made for: those of partners that want it, made since they want it, found by the links'
//! ids, which grow with time.
//!
//! An id is made before its transaction commits, so a smaller one may appear after a larger one. The search
//! therefore begins some way before what was seen, and `UNIQUE (occurrence_id, kind)` keeps a message from being made
//! twice.

use crate::{Db, Ids, StorageResult};
use domain::Millis;

/// How far before what was seen the search begins, ms: the longest a transaction can take, and what two servers'
/// clocks may differ.
const OVERLAP: i64 = 30 * 60_000;
/// Where the first search begins, ms before now: windows of rating are over by then.
const FIRST_SEARCH: i64 = 60 * 86_400_000;
/// Name of the last link that was seen, among the marks.
const SEEN: &str = "messages.link";

statements! {
    SEEN_LINK = "SELECT value FROM mark WHERE name = $1";
    SET_SEEN_LINK = "INSERT INTO mark (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2";
    LAST_LINK = "SELECT MAX(id) FROM case_link";
    LINKS_TO_SEND = "SELECT k.id, k.occurrence_id, o.rate_until
        FROM case_link k JOIN occurrence o ON o.id = k.occurrence_id JOIN partner p ON p.id = o.partner_id
        WHERE k.id > $1 AND k.created_at >= p.notify_since AND k.expires_at > $2 AND k.revoked_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM message m WHERE m.occurrence_id = k.occurrence_id AND m.kind = 'first')
        ORDER BY k.id LIMIT $3";
    ADD_MESSAGE = "INSERT INTO message (id, occurrence_id, link_id, kind, state, next_at, remind_at, made_at)
        VALUES ($1, $2, $3, $4, 'waiting', $6, $5, $6) ON CONFLICT DO NOTHING";
    REMINDERS_DUE = "SELECT m.id, m.link_id, m.occurrence_id, m.remind_at, o.rate_until,
            (m.state IN ('sent', 'delivered') AND k.revoked_at IS NULL AND k.expires_at > $1 AND o.rate_until > $1
                AND NOT EXISTS (SELECT 1 FROM rating r WHERE r.occurrence_id = m.occurrence_id)) AS wanted
        FROM message m JOIN case_link k ON k.id = m.link_id JOIN occurrence o ON o.id = m.occurrence_id
        WHERE m.remind_at <= $1 ORDER BY m.remind_at LIMIT $2";
    REMINDER_SEEN = "UPDATE message SET remind_at = $3 WHERE id = $1 AND remind_at = $2";
}

/// A link that is to be sent.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct LinkToSend {
    /// Row id of the link.
    pub id: i64,
    /// Its occurrence.
    pub occurrence_id: i64,
    /// End of the rating window, ms.
    pub rate_until: i64,
}

/// A message that was sent some days ago and may need a reminder.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ReminderDue {
    /// Row id of the first message.
    pub id: i64,
    /// The link it brought.
    pub link_id: i64,
    /// Its occurrence.
    pub occurrence_id: i64,
    /// When it was to be looked at, ms.
    pub remind_at: i64,
    /// End of the rating window, ms.
    pub rate_until: i64,
    /// It reached the person, the link is open and nothing was rated.
    pub wanted: bool,
}

/// What becomes of a [`ReminderDue`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reminder {
    /// A reminder, with this row id.
    Make(i64),
    /// Looked at again then, ms: its window has moved.
    Later(i64),
    /// None.
    Never,
}

impl Db {
    /// Makes the first message of links that have none, at most `most`; `message` gives its row id and when a
    /// reminder may be due. Returns how many links were found.
    pub async fn plan_messages(
        &self,
        now: Millis,
        most: i64,
        message: &(dyn Fn(&LinkToSend) -> (i64, Option<i64>) + Sync),
    ) -> StorageResult<usize> {
        let (seen, last, links) = reading!(self, |pool| {
            let seen: Option<String> = sqlx::query_scalar(SEEN_LINK).bind(SEEN).fetch_optional(pool).await?;
            let seen = seen.and_then(|s| s.parse().ok());
            let last: Option<i64> = sqlx::query_scalar(LAST_LINK).fetch_one(pool).await?;
            let after =
                seen.map_or(Ids::first_of(now.plus(-FIRST_SEARCH)), |seen| Ids::before(seen, OVERLAP));
            let links = sqlx::query_as(LINKS_TO_SEND).bind(after).bind(now.0).bind(most);
            let links: Vec<LinkToSend> = links.fetch_all(pool).await?;
            (seen, last, links)
        });
        // A link of a server whose clock is ahead must not hide what comes after it.
        let last = last.map(|last| last.min(Ids::first_of(now)));
        let reach = if links.len() as i64 == most { links.last().map(|l| l.id) } else { last };
        if links.is_empty() && (reach.is_none() || reach == seen) {
            return Ok(0);
        }
        writing!(self, |tx| {
            for link in &links {
                let (id, remind_at) = message(link);
                let row = sqlx::query(ADD_MESSAGE).bind(id).bind(link.occurrence_id).bind(link.id);
                row.bind("first").bind(remind_at).bind(now.0).execute(&mut *tx).await?;
            }
            if let Some(reach) = reach {
                sqlx::query(SET_SEEN_LINK).bind(SEEN).bind(reach.to_string()).execute(&mut *tx).await?;
            }
        });
        Ok(links.len())
    }

    /// Looks at messages that may need a reminder now, at most `most`, and returns how many there were.
    pub async fn plan_reminders(
        &self,
        now: Millis,
        most: i64,
        reminder: &(dyn Fn(&ReminderDue) -> Reminder + Sync),
    ) -> StorageResult<usize> {
        let due: Vec<ReminderDue> = reading!(self, |pool| {
            sqlx::query_as(REMINDERS_DUE).bind(now.0).bind(most).fetch_all(pool).await?
        });
        if due.is_empty() {
            return Ok(0);
        }
        writing!(self, |tx| {
            for first in &due {
                let next = reminder(first);
                let later = if let Reminder::Later(at) = next { Some(at) } else { None };
                let row = sqlx::query(REMINDER_SEEN).bind(first.id).bind(first.remind_at).bind(later);
                let mine = row.execute(&mut *tx).await?.rows_affected() == 1;
                if let (true, Reminder::Make(id)) = (mine, next) {
                    let row = sqlx::query(ADD_MESSAGE).bind(id).bind(first.occurrence_id).bind(first.link_id);
                    row.bind("reminder").bind(None::<i64>).bind(now.0).execute(&mut *tx).await?;
                }
            }
        });
        Ok(due.len())
    }
}
