//! Follow-up ratings (追评): one per rating, a row of its own, sealed in the log.

use crate::insert::GroupInsert;
use crate::log::{self, EntryKind, LogEntry};
use crate::{Db, StorageResult};
use domain::{Millis, follow_up::FollowUp};

statements! {
    INSERT_FOLLOW_UP = "INSERT INTO follow_up (rating_id, level, words, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING";
}

impl Db {
    /// Stores the follow-up; `false` when the rating already has one.
    pub async fn insert_follow_up(
        &self,
        rating_id: i64,
        follow_up: &FollowUp,
        now: Millis,
    ) -> StorageResult<bool> {
        let level = i16::from(follow_up.level.stars());
        let words = follow_up.words.as_ref().map(domain::Words::as_str);
        Ok(writing!(self, |tx| {
            let row = sqlx::query(INSERT_FOLLOW_UP).bind(rating_id).bind(level).bind(words).bind(now.0);
            let inserted = row.execute(&mut *tx).await?.rows_affected() == 1;
            if inserted {
                let head = sqlx::query_as(log::HEAD).fetch_optional(&mut *tx).await?;
                let digest = log::follow_up_digest(level, words);
                let entry = LogEntry::new(EntryKind::FollowedUp, rating_id, now.0, digest);
                tx.insert_log(&log::seal(head, std::iter::once(entry))).await?;
            }
            inserted
        }))
    }
}
