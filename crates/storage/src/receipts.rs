//! Reading one rating by its receipt.

use crate::{Db, StorageResult};
use domain::ReceiptCode;

statements! {
    BY_RECEIPT = concat!("SELECT r.id, r.receipt, r.level, r.indicator_version, r.indicators, r.words, r.anonymous,
            r.phone IS NOT NULL AS phone_left, r.occurrence_id IS NOT NULL AS linked, r.late, r.device, r.pin_hash,
            r.rated_at, ", was!("w", "name"), " AS window_name, ", was!("h", "name"), " AS hall, NULLIF(c.item_name, '') AS item_name, c.org_name
        FROM rating r ", places_as_they_were!(), "
        LEFT JOIN occurrence o ON o.id = r.occurrence_id LEFT JOIN service_case c ON c.id = o.case_id
        WHERE r.id = $1 AND r.receipt = $2");
    FOLLOW_UP_OF = "SELECT level, words, at FROM follow_up WHERE rating_id = $1";
}

/// A rating with what its receipt page needs.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ReceiptRow {
    /// Rating's row id.
    pub id: i64,
    /// Receipt code.
    pub receipt: String,
    /// Stars.
    pub level: i16,
    /// Version of the indicator list.
    pub indicator_version: i16,
    /// Codes joined by commas.
    pub indicators: String,
    /// Words.
    pub words: Option<String>,
    /// Hidden from the unit and the public.
    pub anonymous: bool,
    /// A phone was left.
    pub phone_left: bool,
    /// Tied to a case.
    pub linked: bool,
    /// After the rating window.
    pub late: bool,
    /// Keyed hash of the device that rated.
    pub device: Option<Vec<u8>>,
    /// Keyed hash of the PIN.
    pub pin_hash: Vec<u8>,
    /// When, ms.
    pub rated_at: i64,
    /// Window's name when it was rated.
    pub window_name: Option<String>,
    /// Hall's name when it was rated.
    pub hall: Option<String>,
    /// Item's name, for a case.
    pub item_name: Option<String>,
    /// Department's name, for a case.
    pub org_name: Option<String>,
}

/// A follow-up.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct FollowUpRow {
    /// Stars.
    pub level: i16,
    /// Words.
    pub words: Option<String>,
    /// When, ms.
    pub at: i64,
}

impl Db {
    /// The rating with this id, if this is its receipt.
    pub async fn rating_by_receipt(
        &self,
        id: i64,
        receipt: ReceiptCode,
    ) -> StorageResult<Option<ReceiptRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as::<_, ReceiptRow>(BY_RECEIPT)
                .bind(id)
                .bind(receipt.as_str())
                .fetch_optional(pool)
                .await?
        }))
    }

    /// The rating's follow-up, if one was given.
    pub async fn follow_up_of(&self, rating_id: i64) -> StorageResult<Option<FollowUpRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as::<_, FollowUpRow>(FOLLOW_UP_OF).bind(rating_id).fetch_optional(pool).await?
        }))
    }
}
