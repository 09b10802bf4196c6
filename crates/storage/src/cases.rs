//! Cases, their occurrences and their links.

use crate::{Db, StorageResult};
use domain::Millis;

statements! {
    CASE_BY_PROJECT_NO = "SELECT id FROM service_case WHERE project_no = $1";
    INSERT_CASE = "INSERT INTO service_case (id, project_no, area_code, org_code, org_name, dept_code, item_type,
            task_code, handle_item, item_name, project_name, state, accepted_at, finished_at, kind, channel,
            applicant_kind, applicant_name, id_type, id_number, id_number_hash, phone, phone_hash, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
            $22, $23, $24)";
    UPDATE_CASE_STATE = "UPDATE service_case SET state = $2, finished_at = COALESCE($3, finished_at) WHERE id = $1";
    INSERT_OCCURRENCE = "INSERT INTO occurrence (id, case_id, service_number, service_name, served_at, window_id,
            handler_name, handler_code, rate_until, provisional)
        VALUES ($1, $2, $3, $4, $5, (SELECT id FROM service_window WHERE code = $6), $7, $8, $9, $10)
        ON CONFLICT (case_id, service_number) DO NOTHING";
    INSERT_LINK = "INSERT INTO case_link (id, occurrence_id, token_hash, expires_at, created_at)
        VALUES ($1, $2, $3, $4, $5)";
    OCCURRENCE = "SELECT o.id, o.rate_until, o.provisional FROM occurrence o JOIN service_case c ON c.id = o.case_id
        WHERE c.project_no = $1 AND o.service_number = $2";
    REVOKE_LINK = "UPDATE case_link SET revoked_at = $2 WHERE token_hash = $1 AND revoked_at IS NULL";
    LINK_BY_TOKEN = "SELECT k.id, k.occurrence_id, k.expires_at, k.revoked_at,
            r.id IS NOT NULL AS used, o.service_number, o.service_name, o.served_at, o.rate_until, o.provisional,
            o.window_id, c.item_name, c.org_name, c.state, c.accepted_at, c.finished_at,
            w.code AS window_code, w.name AS window_name, w.withdrawn_at AS window_withdrawn_at, h.name AS hall,
            d.name AS department
        FROM case_link k
        JOIN occurrence o ON o.id = k.occurrence_id JOIN service_case c ON c.id = o.case_id
        LEFT JOIN rating r ON r.occurrence_id = o.id
        LEFT JOIN service_window w ON w.id = o.window_id LEFT JOIN hall h ON h.id = w.hall_id
        LEFT JOIN department d ON d.id = w.department_id
        WHERE k.token_hash = $1";
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
    /// Its link.
    pub link: NewLink,
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
    /// Stores cases with their occurrences and links, all or nothing. Returns for each whether its occurrence
    /// is new; for one already there no link is made.
    pub async fn insert_cases(&self, cases: &[NewCase], now: Millis) -> StorageResult<Vec<bool>> {
        Ok(writing!(self, |tx| {
            let mut fresh = Vec::with_capacity(cases.len());
            for case in cases {
                let r = &case.record;
                let known: Option<i64> = sqlx::query_scalar(CASE_BY_PROJECT_NO)
                    .bind(&r.project_no)
                    .fetch_optional(&mut *tx)
                    .await?;
                let finished = r.finished_at.map(|t| t.0);
                if let Some(id) = known {
                    let update = sqlx::query(UPDATE_CASE_STATE).bind(id).bind(r.state.code()).bind(finished);
                    update.execute(&mut *tx).await?;
                } else {
                    let row = sqlx::query(INSERT_CASE).bind(case.id).bind(&r.project_no).bind(&r.area_code);
                    let row = row.bind(&r.org_code).bind(&r.org_name).bind(&r.dept_code);
                    let row = row
                        .bind(r.item_type.map(|t| t.code()))
                        .bind(&r.item.task_code)
                        .bind(&r.item.handle_item);
                    let row = row
                        .bind(&r.item_name)
                        .bind(&r.project_name)
                        .bind(r.state.code())
                        .bind(r.accepted_at.0);
                    let row = row.bind(finished).bind(r.kind.code()).bind(r.channel.map(|c| c.code()));
                    let row = row.bind(r.applicant_kind.code()).bind(&case.applicant_name).bind(&r.id_type);
                    let row = row.bind(&case.id_number).bind(&case.id_number_hash).bind(&case.phone);
                    row.bind(&case.phone_hash).bind(now.0).execute(&mut *tx).await?;
                }
                let o = &case.occurrence;
                let row = sqlx::query(INSERT_OCCURRENCE).bind(o.id).bind(known.unwrap_or(case.id));
                let row = row.bind(r.service_number).bind(&r.service_name).bind(r.service_time.0);
                let row = row.bind(&r.window_code).bind(&r.handler_name).bind(&r.handler_code);
                let row = row.bind(o.rate_until).bind(o.provisional).execute(&mut *tx).await?;
                let is_new = row.rows_affected() == 1;
                if is_new {
                    let link = sqlx::query(INSERT_LINK).bind(o.link.id).bind(o.id).bind(&o.link.token_hash);
                    link.bind(o.link.expires_at).bind(now.0).execute(&mut *tx).await?;
                }
                fresh.push(is_new);
            }
            fresh
        }))
    }

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

    /// Revokes a link; `false` when it is unknown or was revoked before.
    pub async fn revoke_link(&self, token_hash: &[u8], now: Millis) -> StorageResult<bool> {
        Ok(writing!(self, |tx| {
            sqlx::query(REVOKE_LINK).bind(token_hash).bind(now.0).execute(&mut *tx).await?.rows_affected()
                == 1
        }))
    }
}
