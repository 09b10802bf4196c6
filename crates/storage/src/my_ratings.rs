//! What an applicant has rated, by keyed hashes of her phone and ID number.

use crate::{Db, StorageResult};

statements! {
    // Whoever only left her number with a rating is not told what somebody else applied for.
    RATINGS_OF_APPLICANT = concat!("SELECT r.receipt, r.late, r.rated_at, ", was!("w", "name"), " AS window_name, ",
            was!("h", "name"), " AS hall, c.org_name,
            CASE WHEN c.phone_hash = $1 OR c.id_number_hash = $2 THEN NULLIF(c.item_name, '') END AS item_name
        FROM rating r ", places_as_they_were!(), "
        LEFT JOIN occurrence o ON o.id = r.occurrence_id LEFT JOIN service_case c ON c.id = o.case_id
        WHERE r.id IN (
            SELECT l.id FROM rating l WHERE l.phone_hash = $1
            UNION SELECT g.id FROM service_case a JOIN occurrence b ON b.case_id = a.id
                JOIN rating g ON g.occurrence_id = b.id WHERE a.phone_hash = $1 OR a.id_number_hash = $2)
        ORDER BY r.id DESC LIMIT $3");
}

/// Whose cases are looked for; a hash that is not there matches none, not even a case whose own was cleared.
#[derive(Clone, Default)]
pub struct Applicant {
    /// Keyed hash of her phone.
    pub phone_hash: Option<Vec<u8>>,
    /// Keyed hash of her ID number.
    pub id_number_hash: Option<Vec<u8>>,
}

/// Hashes of people are not for logs.
impl std::fmt::Debug for Applicant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Applicant(…)")
    }
}

/// A rating, as far as a list of receipts shows it: never what was given.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct MyRatingRow {
    /// Receipt code.
    pub receipt: String,
    /// After the rating window.
    pub late: bool,
    /// When, ms.
    pub rated_at: i64,
    /// Window's name when it was rated.
    pub window_name: Option<String>,
    /// Hall's name when it was rated.
    pub hall: Option<String>,
    /// Department's name, for a case.
    pub org_name: Option<String>,
    /// Item's name, for a case of hers.
    pub item_name: Option<String>,
}

impl Db {
    /// At most `most` ratings of this applicant's cases, and those her number was left with; newest first.
    pub async fn ratings_of(&self, applicant: &Applicant, most: i64) -> StorageResult<Vec<MyRatingRow>> {
        Ok(reading!(self, |pool| {
            let query = sqlx::query_as(RATINGS_OF_APPLICANT).bind(&applicant.phone_hash);
            query.bind(&applicant.id_number_hash).bind(most).fetch_all(pool).await?
        }))
    }
}
