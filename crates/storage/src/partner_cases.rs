//! What a partner may read again: its own cases, their links, and what was rated, as far as it is told.
//!
//! A case number is a name (the unit holds the applicant's phone), so of an anonymous rating a partner is told item,
//! window and day only, and not before that day is over: never the case, its receipt or the minute.

use crate::bulk::{Bulk, BulkStatement, Kind, Value};
use crate::cases::INSERT_LINK;
use crate::{Db, NewLink, StorageResult};
use domain::Millis;
use std::sync::LazyLock;

statements! {
    CASE_OF_PARTNER = "SELECT id, project_no, item_name, org_name, state, accepted_at, finished_at, version FROM service_case
        WHERE project_no = $1 AND partner_id = $2 AND NOT pending";
    OCCURRENCES_OF_CASE = "SELECT o.id, o.service_number, o.service_name, o.served_at, o.rate_until, o.provisional,
            w.code AS window_code, o.outer_ref
        FROM occurrence o LEFT JOIN service_window w ON w.id = o.window_id WHERE o.case_id = $1 ORDER BY o.service_number";
    OCCURRENCE_OF_PARTNER = "SELECT o.id, o.service_number, o.service_name, o.served_at, o.rate_until, o.provisional,
            w.code AS window_code, o.outer_ref
        FROM occurrence o JOIN service_case c ON c.id = o.case_id LEFT JOIN service_window w ON w.id = o.window_id
        WHERE c.project_no = $1 AND o.service_number = $2 AND c.partner_id = $3 AND NOT c.pending";
    SET_CASE_STATE = "UPDATE service_case SET state = $3, finished_at = COALESCE($4, finished_at), version = version + 1
        WHERE project_no = $1 AND partner_id = $2 AND NOT pending AND state <= $3";
    REVOKE_LINKS_OF = "UPDATE case_link SET revoked_at = $2 WHERE occurrence_id = $1 AND revoked_at IS NULL AND expires_at > $2";
    NAMED_CHANGES = "SELECT l.seq, l.kind, l.at, r.level, r.indicators, r.words, r.late, r.channel, c.project_no, o.service_number,
            f.level AS follow_level, f.words AS follow_words
        FROM rating_log l JOIN rating r ON r.id = l.rating_id JOIN occurrence o ON o.id = r.occurrence_id
            JOIN service_case c ON c.id = o.case_id LEFT JOIN follow_up f ON f.rating_id = r.id
        WHERE l.seq > $1 AND l.seq <= $2 AND c.partner_id = $3 AND NOT c.pending AND NOT r.anonymous ORDER BY l.seq";
    LAST_SEQ = "SELECT COALESCE(MAX(seq), 0) FROM rating_log";
    RATINGS_OF_DAY = "SELECT r.level, r.indicators, r.words, r.anonymous, r.late, r.channel, r.rated_at,
            c.project_no, c.task_code, c.item_name, o.service_number, w.code AS window_code,
            z.state AS order_state, z.due_at AS order_due_at, z.contest AS order_contest
        FROM rating r JOIN occurrence o ON o.id = r.occurrence_id JOIN service_case c ON c.id = o.case_id
            LEFT JOIN service_window w ON w.id = o.window_id LEFT JOIN work_order z ON z.rating_id = r.id
        WHERE c.partner_id = $1 AND NOT c.pending AND r.rated_at >= $2 AND r.rated_at < $3
        ORDER BY r.pin_hash LIMIT $4 OFFSET $5";
}

static LIVE_LINKS: LazyLock<BulkStatement> = LazyLock::new(|| BulkStatement {
    columns: vec![("id", Kind::Int), ("now", Kind::Int)],
    rest: "SELECT k.id, k.occurrence_id, k.expires_at FROM v JOIN case_link k ON k.occurrence_id = v.id
        WHERE k.revoked_at IS NULL AND k.expires_at > v.now ORDER BY k.id"
        .to_owned(),
});

/// A link that is neither revoked nor over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct LiveLink {
    /// Row id.
    pub id: i64,
    /// Its occurrence.
    pub occurrence_id: i64,
    /// When it dies, ms.
    pub expires_at: i64,
}

/// A case as its partner reads it again; nothing personal.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PartnerCaseRow {
    /// Row id.
    pub id: i64,
    /// 申办号.
    pub project_no: String,
    /// 事项名称.
    pub item_name: String,
    /// 受理部门名称.
    pub org_name: String,
    /// 办理状态.
    pub state: String,
    /// 收件时间, ms.
    pub accepted_at: i64,
    /// 办结时间, ms.
    pub finished_at: Option<i64>,
    /// Grows with every change.
    pub version: i64,
}

/// An occurrence as its partner reads it again.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PartnerOccurrenceRow {
    /// Row id.
    pub id: i64,
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
    /// Window.
    pub window_code: Option<String>,
    /// The partner's own name of it.
    pub outer_ref: Option<String>,
}

/// A rating, or a follow-up, by somebody who gave her name to it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct NamedChange {
    /// Its place in the log.
    pub seq: i64,
    /// 1 rated, 2 followed up.
    pub kind: i16,
    /// When, ms.
    pub at: i64,
    /// 1 to 5.
    pub level: i16,
    /// Codes joined by commas.
    pub indicators: String,
    /// Words.
    pub words: Option<String>,
    /// After the window.
    pub late: bool,
    /// `pf`.
    pub channel: i16,
    /// 申办号.
    pub project_no: String,
    /// 服务次数.
    pub service_number: i32,
    /// Level of the follow-up.
    pub follow_level: Option<i16>,
    /// Its words.
    pub follow_words: Option<String>,
}

/// A rating of a day that is over.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct DayRating {
    /// 1 to 5.
    pub level: i16,
    /// Codes joined by commas.
    pub indicators: String,
    /// Words.
    pub words: Option<String>,
    /// Who rated is not to be known.
    pub anonymous: bool,
    /// After the window.
    pub late: bool,
    /// `pf`.
    pub channel: i16,
    /// When, ms.
    pub rated_at: i64,
    /// 申办号.
    pub project_no: String,
    /// 实施编码.
    pub task_code: String,
    /// 事项名称.
    pub item_name: String,
    /// 服务次数.
    pub service_number: i32,
    /// Window.
    pub window_code: Option<String>,
    /// Word of the state of its work order; none: there is none.
    pub order_state: Option<String>,
    /// End of that order's limit, ms.
    pub order_due_at: Option<i64>,
    /// `excluded`: the rating does not count.
    pub order_contest: Option<String>,
}

impl Db {
    /// Links of these occurrences that can be used, by id.
    pub async fn live_links(&self, occurrences: &[i64], now: Millis) -> StorageResult<Vec<LiveLink>> {
        let rows: Vec<Vec<Value>> = occurrences.iter().map(|id| vec![(*id).into(), now.0.into()]).collect();
        Ok(reading!(self, |pool| {
            let mut connection = pool.acquire().await?;
            (*connection).bulk_rows::<LiveLink>(&LIVE_LINKS, &rows).await?
        }))
    }

    /// A case of this partner, with its occurrences.
    pub async fn case_of_partner(
        &self,
        partner: i64,
        project_no: &str,
    ) -> StorageResult<Option<(PartnerCaseRow, Vec<PartnerOccurrenceRow>)>> {
        Ok(reading!(self, |pool| {
            let case = sqlx::query_as::<_, PartnerCaseRow>(CASE_OF_PARTNER).bind(project_no).bind(partner);
            match case.fetch_optional(pool).await? {
                Some(case) => {
                    let occurrences =
                        sqlx::query_as(OCCURRENCES_OF_CASE).bind(case.id).fetch_all(pool).await?;
                    Some((case, occurrences))
                }
                None => None,
            }
        }))
    }

    /// An occurrence of a case of this partner.
    pub async fn occurrence_of_partner(
        &self,
        partner: i64,
        (project_no, number): (&str, i32),
    ) -> StorageResult<Option<PartnerOccurrenceRow>> {
        Ok(reading!(self, |pool| {
            let row = sqlx::query_as(OCCURRENCE_OF_PARTNER).bind(project_no).bind(number).bind(partner);
            row.fetch_optional(pool).await?
        }))
    }

    /// Brings a case's state forward; `false` when there is no such case of this partner, or it is further on.
    pub async fn set_case_state(
        &self,
        (partner, project_no): (i64, &str),
        (state, finished_at): (&str, Option<Millis>),
    ) -> StorageResult<bool> {
        Ok(writing!(self, |tx| {
            let row = sqlx::query(SET_CASE_STATE).bind(project_no).bind(partner).bind(state);
            row.bind(finished_at.map(|t| t.0)).execute(&mut *tx).await?.rows_affected() == 1
        }))
    }

    /// Revokes every link of an occurrence that can be used; how many there were.
    pub async fn revoke_links_of(&self, occurrence: i64, now: Millis) -> StorageResult<u64> {
        Ok(writing!(self, |tx| {
            sqlx::query(REVOKE_LINKS_OF).bind(occurrence).bind(now.0).execute(&mut *tx).await?.rows_affected()
        }))
    }

    /// Another link for an occurrence in place of those it has.
    pub async fn replace_links(&self, occurrence: i64, link: &NewLink, now: Millis) -> StorageResult<()> {
        writing!(self, |tx| {
            sqlx::query(REVOKE_LINKS_OF).bind(occurrence).bind(now.0).execute(&mut *tx).await?;
            let row = sqlx::query(INSERT_LINK).bind(link.id).bind(occurrence).bind(&link.token_hash);
            row.bind(link.expires_at).bind(now.0).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// What happened to a partner's cases by people who gave their names to it, of `span` entries of the log after
    /// `after`; and how far the log was read.
    pub async fn named_changes(
        &self,
        partner: i64,
        after: i64,
        span: i64,
    ) -> StorageResult<(Vec<NamedChange>, i64)> {
        Ok(reading!(self, |pool| {
            let last: i64 = sqlx::query_scalar(LAST_SEQ).fetch_one(pool).await?;
            let end = after.saturating_add(span).min(last).max(after);
            let rows =
                sqlx::query_as(NAMED_CHANGES).bind(after).bind(end).bind(partner).fetch_all(pool).await?;
            (rows, end)
        }))
    }

    /// Ratings of a partner's cases between two moments, in an order that tells nothing.
    pub async fn ratings_of_partner(
        &self,
        partner: i64,
        (from, to): (Millis, Millis),
        (limit, offset): (i64, i64),
    ) -> StorageResult<Vec<DayRating>> {
        Ok(reading!(self, |pool| {
            let rows = sqlx::query_as(RATINGS_OF_DAY).bind(partner).bind(from.0).bind(to.0);
            rows.bind(limit).bind(offset).fetch_all(pool).await?
        }))
    }
}
