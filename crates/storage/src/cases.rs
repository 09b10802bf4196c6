//! Cases, their occurrences and their links.

use crate::{Applicant, Db, StorageResult};
use domain::Millis;

/// What the page of a link shows.
macro_rules! occurrence {
    () => {
        "o.id AS occurrence_id, r.id IS NOT NULL AS used, o.service_number, o.service_name, o.served_at, o.rate_until,
            o.provisional, o.window_id, o.staff_id, c.item_name, c.org_name, c.state, c.accepted_at, c.finished_at, c.pending,
            w.code AS window_code, w.name AS window_name, w.withdrawn_at AS window_withdrawn_at, h.name AS hall,
            d.name AS department"
    };
}

/// Where it stands.
macro_rules! around_occurrence {
    () => {
        "JOIN service_case c ON c.id = o.case_id LEFT JOIN rating r ON r.occurrence_id = o.id
            LEFT JOIN service_window w ON w.id = o.window_id LEFT JOIN hall h ON h.id = w.hall_id
            LEFT JOIN department d ON d.id = w.department_id"
    };
}

statements! {
    INSERT_LINK = "INSERT INTO case_link (id, occurrence_id, token_hash, expires_at, created_at)
        VALUES ($1, $2, $3, $4, $5)";
    OCCURRENCE = "SELECT o.id, o.rate_until, o.provisional FROM occurrence o JOIN service_case c ON c.id = o.case_id
        WHERE c.project_no = $1 AND o.service_number = $2";
    REVOKE_LINK = "UPDATE case_link SET revoked_at = $2 WHERE token_hash = $1 AND revoked_at IS NULL";
    LINK_BY_TOKEN = concat!("SELECT k.id, k.expires_at, k.revoked_at, ", occurrence!(), "
        FROM case_link k JOIN occurrence o ON o.id = k.occurrence_id ", around_occurrence!(), "
        WHERE k.token_hash = $1");
    // Of several links of an occurrence the newest that can be used. None: the department took all back, or never
    // gave one out.
    OPEN_LINKS_OF_APPLICANT = concat!("SELECT k.id, k.expires_at, k.revoked_at, ", occurrence!(), "
        FROM occurrence o ", around_occurrence!(), " JOIN case_link k ON k.occurrence_id = o.id
        WHERE (c.phone_hash = $1 OR c.id_number_hash = $2) AND r.id IS NULL
          AND k.id = (SELECT MAX(n.id) FROM case_link n
            WHERE n.occurrence_id = o.id AND n.revoked_at IS NULL AND n.expires_at > $3)
        ORDER BY o.served_at DESC, o.id DESC LIMIT $4");
    // A signed link has no row. The occurrence counts as revoked when every link we gave out for it was.
    OCCURRENCE_BY_REF = concat!("SELECT o.id, o.rate_until AS expires_at,
            (SELECT CASE WHEN COUNT(*) = COUNT(k.revoked_at) THEN MAX(k.revoked_at) END
                FROM case_link k WHERE k.occurrence_id = o.id) AS revoked_at, ", occurrence!(), "
        FROM occurrence o ", around_occurrence!(), "
        WHERE o.partner_id = $1 AND o.outer_ref = $2");
}

/// A case to store; personal fields encrypted, hashes keyed.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// Row id, used if the case is not there yet.
    pub id: i64,
    /// The checked row.
    pub record: domain::case::CaseRecord,
    /// Applicant's name, encrypted.
    pub applicant_name: Vec<u8>,
    /// ID number, encrypted.
    pub id_number: Vec<u8>,
    /// ID number, keyed hash.
    pub id_number_hash: Vec<u8>,
    /// Phone, encrypted.
    pub phone: Vec<u8>,
    /// Phone, keyed hash.
    pub phone_hash: Vec<u8>,
    /// 用户身份编号, encrypted.
    pub credit_num: Option<Vec<u8>>,
    /// 代理人, encrypted.
    pub agent_name: Option<Vec<u8>>,
    /// The agent's ID number, encrypted.
    pub agent_id_number: Option<Vec<u8>>,
    /// Its occurrence.
    pub occurrence: NewOccurrence,
}

/// The occurrence of a [`NewCase`].
#[derive(Debug, Clone)]
pub struct NewOccurrence {
    /// Row id.
    pub id: i64,
    /// End of the rating window, ms.
    pub rate_until: i64,
    /// The window touches a year whose holidays are not loaded.
    pub provisional: bool,
    /// Its link; none when the time to rate it is over already.
    pub link: Option<NewLink>,
}

/// A link to rate one occurrence.
#[derive(Debug, Clone)]
pub struct NewLink {
    /// Row id.
    pub id: i64,
    /// Keyed hash of the token.
    pub token_hash: Vec<u8>,
    /// When it dies, ms.
    pub expires_at: i64,
}

/// An occurrence, as far as a new link needs it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OccurrenceRow {
    /// Row id.
    pub id: i64,
    /// End of the rating window, ms.
    pub rate_until: i64,
    /// That end may move.
    pub provisional: bool,
}

/// A link with what its page shows; nothing personal.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct LinkRow {
    /// Row id.
    pub id: i64,
    /// Occurrence's row id.
    pub occurrence_id: i64,
    /// When the link dies, ms.
    pub expires_at: i64,
    /// When it was revoked, ms.
    pub revoked_at: Option<i64>,
    /// The occurrence has its rating.
    pub used: bool,
    /// 服务次数.
    pub service_number: i32,
    /// 服务名称.
    pub service_name: String,
    /// When the service was given, ms.
    pub served_at: i64,
    /// End of the rating window, ms.
    pub rate_until: i64,
    /// That end may move.
    pub provisional: bool,
    /// Window's row id.
    pub window_id: Option<i64>,
    /// Who handled it.
    pub staff_id: Option<i64>,
    /// Item.
    pub item_name: String,
    /// Department that handled it.
    pub org_name: String,
    /// 办理状态.
    pub state: String,
    /// 收件时间, ms.
    pub accepted_at: i64,
    /// 办结时间, ms.
    pub finished_at: Option<i64>,
    /// The case has not come yet: item, state and times are not known.
    pub pending: bool,
    /// Window's code.
    pub window_code: Option<String>,
    /// Window's name.
    pub window_name: Option<String>,
    /// Window taken out of service, ms.
    pub window_withdrawn_at: Option<i64>,
    /// Hall's name.
    pub hall: Option<String>,
    /// Window's department.
    pub department: Option<String>,
}

impl Db {
    /// The occurrence of a case.
    pub async fn occurrence(&self, project_no: &str, number: i32) -> StorageResult<Option<OccurrenceRow>> {
        Ok(reading!(self, |pool| {
            let query = sqlx::query_as::<_, OccurrenceRow>(OCCURRENCE).bind(project_no).bind(number);
            query.fetch_optional(pool).await?
        }))
    }

    /// Another link for an occurrence.
    pub async fn insert_link(&self, occurrence_id: i64, link: &NewLink, now: Millis) -> StorageResult<()> {
        writing!(self, |tx| {
            let row = sqlx::query(INSERT_LINK).bind(link.id).bind(occurrence_id).bind(&link.token_hash);
            row.bind(link.expires_at).bind(now.0).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// The link with this token.
    pub async fn link_by_token(&self, token_hash: &[u8]) -> StorageResult<Option<LinkRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as::<_, LinkRow>(LINK_BY_TOKEN).bind(token_hash).fetch_optional(pool).await?
        }))
    }

    /// Links to at most `most` occurrences of this applicant's cases that can be rated now, latest service first.
    pub async fn open_links_of(
        &self,
        applicant: &Applicant,
        now: Millis,
        most: i64,
    ) -> StorageResult<Vec<LinkRow>> {
        Ok(reading!(self, |pool| {
            let query = sqlx::query_as::<_, LinkRow>(OPEN_LINKS_OF_APPLICANT).bind(&applicant.phone_hash);
            query.bind(&applicant.id_number_hash).bind(now.0).bind(most).fetch_all(pool).await?
        }))
    }

    /// The occurrence a partner calls by this name, as a link to it.
    pub async fn occurrence_by_ref(
        &self,
        partner_id: i64,
        outer_ref: &str,
    ) -> StorageResult<Option<LinkRow>> {
        Ok(reading!(self, |pool| {
            let query = sqlx::query_as::<_, LinkRow>(OCCURRENCE_BY_REF).bind(partner_id).bind(outer_ref);
            query.fetch_optional(pool).await?
        }))
    }

    /// Revokes a link; `false` when it is unknown or was revoked before.
    pub async fn revoke_link(&self, token_hash: &[u8], now: Millis) -> StorageResult<bool> {
        Ok(writing!(self, |tx| {
            sqlx::query(REVOKE_LINK).bind(token_hash).bind(now.0).execute(&mut *tx).await?.rows_affected()
                == 1
        }))
    }
}
