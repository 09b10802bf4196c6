//! Tries at a receipt's PIN, counted in the database, so that neither a restart, nor a second server, nor
//! many requests at once give new tries.

use crate::{Db, StorageResult};
use domain::Millis;

statements! {
    // One statement takes a try or takes none: the last try of a series also locks.
    TAKE_PIN_TRY = "INSERT INTO pin_guess (rating_id, failures, locked_until) VALUES ($1, CASE WHEN $3 <= 1 THEN 0 ELSE 1 END, CASE WHEN $3 <= 1 THEN $4 ELSE 0 END)
        ON CONFLICT (rating_id) DO UPDATE SET
            failures = CASE WHEN pin_guess.failures + 1 >= $3 THEN 0 ELSE pin_guess.failures + 1 END,
            locked_until = CASE WHEN pin_guess.failures + 1 >= $3 THEN $4 ELSE 0 END
        WHERE pin_guess.locked_until <= $2";
    PIN_LOCKED = "SELECT locked_until FROM pin_guess WHERE rating_id = $1";
    FORGET_PIN_TRIES = "DELETE FROM pin_guess WHERE rating_id = $1";
}

impl Db {
    /// Takes one try at the receipt's PIN; `false` when it is locked. The last of `series` tries locks until
    /// `locked_until`.
    pub async fn take_pin_try(
        &self,
        rating_id: i64,
        now: Millis,
        series: i16,
        locked_until: Millis,
    ) -> StorageResult<bool> {
        Ok(writing!(self, |tx| {
            let row = sqlx::query(TAKE_PIN_TRY).bind(rating_id).bind(now.0).bind(series).bind(locked_until.0);
            row.execute(&mut *tx).await?.rows_affected() == 1
        }))
    }

    /// Is the receipt's PIN locked? Read before [`Db::take_pin_try`], so that guessing at a locked receipt does
    /// not occupy the writing connection.
    pub async fn is_pin_locked(&self, rating_id: i64, now: Millis) -> StorageResult<bool> {
        let until: Option<i64> = reading!(self, |pool| sqlx::query_scalar(PIN_LOCKED)
            .bind(rating_id)
            .fetch_optional(pool)
            .await?);
        Ok(until.is_some_and(|until| until > now.0))
    }

    /// Forgets the tries after the right PIN.
    pub async fn forget_pin_tries(&self, rating_id: i64) -> StorageResult<()> {
        writing!(self, |tx| {
            sqlx::query(FORGET_PIN_TRIES).bind(rating_id).execute(&mut *tx).await?;
        });
        Ok(())
    }
}
