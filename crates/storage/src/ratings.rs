//! Committing ratings: a group in one transaction, each with its own outcome.
//!
//! The usual group is stored by one multi-row statement. If that stores fewer rows than it was given, or
//! is refused, the group is done again row by row, each behind a savepoint: a poisoned row fails alone and
//! a repeated one learns the receipt it already has.

use crate::db;
use crate::insert::GroupInsert;
use crate::log::{self, EntryKind, LogEntry};
use crate::{Db, StorageError, StorageResult};
use sqlx::Connection;

statements! {
    BY_KEY = "SELECT receipt, level, indicators, words FROM rating WHERE key_hash = $1";
    BY_OCCURRENCE = "SELECT 1 AS found FROM rating WHERE occurrence_id = $1";
    RECENT_BY_DEVICE = "SELECT 1 AS found FROM rating WHERE device = $1 AND window_id = $2 AND rated_at > $3 LIMIT 1";
}

/// A checked rating, ready to be stored.
#[derive(Debug, Clone)]
pub struct NewRating {
    /// Row id, see [`crate::Ids`].
    pub id: i64,
    /// Receipt code, 12 signs.
    pub receipt: String,
    /// Keyed hash of target and idempotency key, behind the key's time.
    pub key_hash: Vec<u8>,
    /// Window, when known.
    pub window_id: Option<i64>,
    /// Occurrence, for a rating by a case's link.
    pub occurrence_id: Option<i64>,
    /// Person on duty, when known.
    pub staff_id: Option<i64>,
    /// Stars, 1–5.
    pub level: i16,
    /// Version of the indicator list.
    pub indicator_version: i16,
    /// Codes joined by commas.
    pub indicators: String,
    /// Words.
    pub words: Option<String>,
    /// Hidden from the unit and the public.
    pub anonymous: bool,
    /// Encrypted phone.
    pub phone: Option<Vec<u8>>,
    /// Keyed hash of the phone.
    pub phone_hash: Option<Vec<u8>>,
    /// `pf`, 1–7.
    pub channel: i16,
    /// [`domain::Actor`], 1–3.
    pub actor: i16,
    /// After the rating window.
    pub late: bool,
    /// Keyed hash of the device cookie.
    pub device: Option<Vec<u8>>,
    /// Keyed hash of the client's address.
    pub network: Option<Vec<u8>>,
    /// Keyed hash of the PIN.
    pub pin_hash: Vec<u8>,
    /// When it came in, ms.
    pub rated_at: i64,
    /// By a plate, or for a window, that was out of service: counted to the hall.
    pub ended_plate: bool,
    /// [`domain::Container`], 0–6; `None`: not by a page of ours (a card, a call).
    pub container: Option<i16>,
    /// Ask first if this device rated this window after this moment (ms); `None`: do not ask.
    pub ask_since: Option<i64>,
}

/// What became of one rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Committed and on disk.
    Stored,
    /// The same form came before, with the same content; this is the receipt it got.
    Repeated {
        /// Receipt of the stored rating.
        receipt: String,
    },
    /// The same form came before with other content: nothing stored, and nothing said of the first.
    KeyTaken,
    /// The occurrence has its rating already.
    OccurrenceRated,
    /// The same device rated the same window a moment ago: nothing stored, ask.
    AskAnother,
    /// The id was taken by chance: make a new one and try again.
    Collision,
}

impl Db {
    /// Commits a group. When it returns, what is [`Outcome::Stored`] is on disk.
    ///
    /// # Errors
    /// For the whole group, only when the database is unavailable; then nothing of it is known to be stored.
    pub async fn commit_ratings(&self, rows: &[NewRating]) -> StorageResult<Vec<StorageResult<Outcome>>> {
        match self.commit_together(rows).await {
            Ok(true) => Ok(rows.iter().map(|_| Ok(Outcome::Stored)).collect()),
            Ok(false) | Err(StorageError::Refused(_)) => self.commit_one_by_one(rows).await,
            Err(outage) => Err(outage),
        }
    }

    /// One statement for all rows; `false`, with nothing stored, when some row needs a closer look.
    async fn commit_together(&self, rows: &[NewRating]) -> StorageResult<bool> {
        macro_rules! together {
            ($begun:expr) => {{
                let mut tx = $begun.await?;
                let head = sqlx::query_as(log::HEAD).fetch_optional(&mut *tx).await?;
                let entries = log::seal(head, rows.iter().map(LogEntry::of_rating));
                if tx.insert_group(rows, &entries).await? != rows.len() as u64 {
                    tx.rollback().await?;
                    return Ok(false);
                }
                tx.commit().await?;
            }};
        }
        match self {
            Db::Sqlite { write, .. } => together!(write.begin_with(db::BEGIN_SQLITE)),
            Db::Postgres { write, .. } => together!(write.begin_with(db::BEGIN_POSTGRES)),
        }
        Ok(true)
    }

    /// Each row behind its own savepoint, in one transaction.
    async fn commit_one_by_one(&self, rows: &[NewRating]) -> StorageResult<Vec<StorageResult<Outcome>>> {
        let mut outcomes = Vec::with_capacity(rows.len());
        macro_rules! one_by_one {
            ($begun:expr) => {{
                let mut tx = $begun.await?;
                let mut stored: Vec<&NewRating> = Vec::new();
                for row in rows {
                    let mut savepoint = tx.begin().await?;
                    let inserted = savepoint.insert_ratings(std::slice::from_ref(row)).await;
                    let outcome = match inserted.map_err(StorageError::from) {
                        Ok(1) => {
                            savepoint.commit().await?;
                            stored.push(row);
                            Ok(Outcome::Stored)
                        }
                        Ok(_) => {
                            savepoint.rollback().await?;
                            Ok(reason!(tx, row))
                        }
                        Err(refused @ StorageError::Refused(_)) => {
                            savepoint.rollback().await?;
                            Err(refused)
                        }
                        Err(outage) => return Err(outage),
                    };
                    outcomes.push(outcome);
                }
                let head = sqlx::query_as(log::HEAD).fetch_optional(&mut *tx).await?;
                let entries = log::seal(head, stored.into_iter().map(LogEntry::of_rating));
                tx.insert_log(&entries).await?;
                tx.commit().await?;
            }};
        }
        /// Why a row was not inserted: repeated, occurrence taken, to be asked, or a chance collision.
        macro_rules! reason {
            ($tx:ident, $row:ident) => {{
                let first: Option<FirstOfKey> =
                    sqlx::query_as(BY_KEY).bind(&$row.key_hash).fetch_optional(&mut *$tx).await?;
                let rated = sqlx::query(BY_OCCURRENCE).bind($row.occurrence_id);
                let recent = sqlx::query(RECENT_BY_DEVICE)
                    .bind(&$row.device)
                    .bind($row.window_id)
                    .bind($row.ask_since);
                if let Some(first) = first {
                    first.met_by($row)
                } else if rated.fetch_optional(&mut *$tx).await?.is_some() {
                    Outcome::OccurrenceRated
                } else if recent.fetch_optional(&mut *$tx).await?.is_some() {
                    Outcome::AskAnother
                } else {
                    Outcome::Collision
                }
            }};
        }
        match self {
            Db::Sqlite { write, .. } => one_by_one!(write.begin_with(db::BEGIN_SQLITE)),
            Db::Postgres { write, .. } => one_by_one!(write.begin_with(db::BEGIN_POSTGRES)),
        }
        Ok(outcomes)
    }
}

/// What a key's rating holds, to tell the same form from another one.
#[derive(sqlx::FromRow)]
struct FirstOfKey {
    receipt: String,
    level: i16,
    indicators: String,
    words: Option<String>,
}

impl FirstOfKey {
    fn met_by(self, row: &NewRating) -> Outcome {
        let same = self.level == row.level && self.indicators == row.indicators && self.words == row.words;
        if same { Outcome::Repeated { receipt: self.receipt } } else { Outcome::KeyTaken }
    }
}

impl LogEntry {
    fn of_rating(row: &NewRating) -> LogEntry {
        let digest = log::rating_digest(&log::RatingFacts {
            receipt: &row.receipt,
            window_id: row.window_id,
            occurrence_id: row.occurrence_id,
            staff_id: row.staff_id,
            level: row.level,
            indicator_version: row.indicator_version,
            indicators: &row.indicators,
            words: row.words.as_deref(),
            anonymous: row.anonymous,
            channel: row.channel,
            actor: row.actor,
            late: row.late,
            rated_at: row.rated_at,
            ended_plate: row.ended_plate,
            container: row.container,
        });
        LogEntry::new(EntryKind::Rated, row.id, row.rated_at, digest)
    }
}
