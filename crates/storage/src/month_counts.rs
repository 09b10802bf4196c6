//! How many ratings came in since a moment, by what the front page tells apart.

use crate::{Db, Ids, StorageResult};
use domain::Millis;

statements! {
    // Ids grow with time, so a month is one range of the primary key: no index of its own slows down those who rate.
    COUNT_SINCE = "SELECT level, actor, late, COUNT(*) AS ratings FROM rating WHERE id >= $1 GROUP BY level, actor, late";
}

/// Ratings alike in these.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RatingCount {
    /// Stars.
    pub level: i16,
    /// [`domain::Actor`].
    pub actor: i16,
    /// After the rating window.
    pub late: bool,
    /// How many.
    pub ratings: i64,
}

impl Db {
    /// Counts the ratings that came in at this moment or later.
    pub async fn count_ratings_since(&self, since: Millis) -> StorageResult<Vec<RatingCount>> {
        let first = Ids::first_of(since);
        Ok(reading!(self, |pool| sqlx::query_as(COUNT_SINCE).bind(first).fetch_all(pool).await?))
    }
}
