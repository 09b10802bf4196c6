//! Personal fields whose period is over: cleared a few rows at a time, with a record of what was cleared. Only the
//! field goes; the rating, the case, the session stay, and the rating log seals none of these fields.
//!
//! To add a field of [`PersonalField`]: its way of clearing in [`way_of`], a statement for it, and, if it serves a
//! matter, the matter's end in the statement's condition.

use crate::{AuditEntry, Db, StorageResult};
use domain::Millis;
use domain::retention::PersonalField;

/// Clears a field of cases. A case is closed when it is finished and the last of its rating windows is over.
macro_rules! clear_case {
    ($field:literal, $set:literal, $due:literal) => {
        concat!(
            "UPDATE service_case SET ",
            $set,
            " WHERE id IN (SELECT c.id FROM service_case c
                WHERE length(c.",
            $field,
            ") > 0 AND c.created_at <= $1 AND ",
            $due,
            " LIMIT $2)"
        )
    };
}

/// Finished, and every window over, since `$1`.
macro_rules! clear_closed_case {
    ($field:literal, $set:literal) => {
        clear_case!(
            $field,
            $set,
            "c.finished_at <= $1
                AND NOT EXISTS (SELECT 1 FROM occurrence o WHERE o.case_id = c.id AND o.rate_until > $1)"
        )
    };
}

/// Never finished, and stored before `$1`.
macro_rules! clear_open_case {
    ($field:literal, $set:literal) => {
        clear_case!($field, $set, "c.finished_at IS NULL")
    };
}

statements! {
    // A rating closes with its own window: that of its occurrence, or (`$2`) that of the day it was given on.
    CLEAR_RATING_PHONE = "UPDATE rating SET phone = NULL, phone_hash = NULL WHERE id IN (SELECT r.id FROM rating r
        WHERE r.phone IS NOT NULL AND r.rated_at <= $1 AND CASE WHEN r.occurrence_id IS NULL THEN r.rated_at < $2
            ELSE (SELECT o.rate_until FROM occurrence o WHERE o.id = r.occurrence_id) <= $1 END LIMIT $3)";
    CLEAR_RATING_DEVICE = "UPDATE rating SET device = NULL WHERE id > $1 AND id <= $2 AND device IS NOT NULL";
    CLEAR_RATING_NETWORK = "UPDATE rating SET network = NULL WHERE id > $1 AND id <= $2 AND network IS NOT NULL";
    CLEAR_CASE_NAME = clear_closed_case!("applicant_name", "applicant_name = $3, agent_name = NULL");
    CLEAR_OPEN_CASE_NAME = clear_open_case!("applicant_name", "applicant_name = $3, agent_name = NULL");
    CLEAR_CASE_ID = clear_closed_case!("id_number", "id_number = $3, id_number_hash = $3, credit_num = NULL, agent_id_number = NULL");
    CLEAR_OPEN_CASE_ID = clear_open_case!("id_number", "id_number = $3, id_number_hash = $3, credit_num = NULL, agent_id_number = NULL");
    CLEAR_CASE_PHONE = clear_closed_case!("phone", "phone = $3, phone_hash = $3");
    CLEAR_OPEN_CASE_PHONE = clear_open_case!("phone", "phone = $3, phone_hash = $3");
    CLEAR_SESSION_DEVICE = "UPDATE session SET agent = '' WHERE id IN (SELECT id FROM session
        WHERE agent <> '' AND created_at <= $1 LIMIT $2)";
    CLEAR_ONE_TIME_CODE = "DELETE FROM one_time_code WHERE id IN (SELECT id FROM one_time_code WHERE made_at <= $1 LIMIT $2)";
    CLEAR_CITIZEN_SESSION = "DELETE FROM citizen_session WHERE id IN (SELECT id FROM citizen_session WHERE created_at <= $1 LIMIT $2)";
    RATINGS_AFTER = "SELECT id, rated_at FROM rating WHERE id > $1 ORDER BY id LIMIT $2";
    REACH_OF = "SELECT rating_id FROM retention_reach WHERE field = $1";
    SET_REACH = "INSERT INTO retention_reach (field, rating_id) VALUES ($1, $2)
        ON CONFLICT (field) DO UPDATE SET rating_id = $2";
    RECORD_CLEARED = "INSERT INTO retention_record (id, run_id, field, cleared, until_at, days, at, actor)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (run_id, field) DO UPDATE SET cleared = retention_record.cleared + excluded.cleared";
    RETENTION_RECORDS = "SELECT id, field, cleared, until_at, days, at, actor FROM retention_record
        ORDER BY at DESC, id DESC LIMIT $1 OFFSET $2";
    COUNT_RETENTION_RECORDS = "SELECT COUNT(*) FROM retention_record";
    RETENTION_PERIODS = "SELECT field, days, reason, set_at, actor FROM retention_period ORDER BY field";
    SET_RETENTION_PERIOD = "INSERT INTO retention_period (field, days, reason, set_at, actor) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (field) DO UPDATE SET days = $2, reason = $3, set_at = $4, actor = $5";
    PERIOD_OF = "SELECT days FROM retention_period WHERE field = $1";
    LAST_RETENTION_RUN = "SELECT day, finished_at FROM retention_run ORDER BY day DESC LIMIT 1";
    RECORD_RETENTION_RUN = "INSERT INTO retention_run (day, finished_at) VALUES ($1, $2) ON CONFLICT DO NOTHING";
}

/// How a field is cleared.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// Rows that are looked for: of ratings, with the bound of their own windows.
    RatingsByWindow(&'static str),
    /// All ratings in the order of their ids, up to where the period is not over yet.
    RatingsInOrder(&'static str),
    /// Closed cases, and open ones.
    Cases(&'static str, &'static str),
    /// Rows that are looked for by the moment they were stored.
    Stored(&'static str),
}

/// How a field is cleared; `None` while nothing of the kind is stored.
fn way_of(field: PersonalField) -> Option<Way> {
    Some(match field {
        PersonalField::RatingPhone => Way::RatingsByWindow(CLEAR_RATING_PHONE),
        PersonalField::RatingDevice => Way::RatingsInOrder(CLEAR_RATING_DEVICE),
        PersonalField::RatingNetwork => Way::RatingsInOrder(CLEAR_RATING_NETWORK),
        PersonalField::CaseApplicantName => Way::Cases(CLEAR_CASE_NAME, CLEAR_OPEN_CASE_NAME),
        PersonalField::CaseIdNumber => Way::Cases(CLEAR_CASE_ID, CLEAR_OPEN_CASE_ID),
        PersonalField::CasePhone => Way::Cases(CLEAR_CASE_PHONE, CLEAR_OPEN_CASE_PHONE),
        PersonalField::SessionDevice => Way::Stored(CLEAR_SESSION_DEVICE),
        // Nothing is left of a code or of a session without the hash: the row goes.
        PersonalField::OneTimeCodePhone => Way::Stored(CLEAR_ONE_TIME_CODE),
        PersonalField::CitizenSession => Way::Stored(CLEAR_CITIZEN_SESSION),
        _ => return None,
    })
}

/// Is this field stored anywhere so far?
pub fn is_stored(field: PersonalField) -> bool {
    way_of(field).is_some()
}

/// What is due, for one field.
#[derive(Debug, Clone, Copy)]
pub struct Due {
    /// Which field.
    pub field: PersonalField,
    /// Periods that had begun at this moment are over, ms.
    pub began: i64,
    /// Matters never closed are over when stored at this moment or before, ms.
    pub open: i64,
    /// Windows of ratings given before this moment ended long enough ago, ms.
    pub rated_before: i64,
    /// The period in force, in days.
    pub days: i32,
}

/// A run of the job.
#[derive(Debug, Clone, Copy)]
pub struct ClearingRun<'a> {
    /// Id of the run.
    pub id: i64,
    /// When it began.
    pub at: Millis,
    /// Who runs it.
    pub actor: &'a str,
}

/// What one step has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cleared {
    /// Rows in which the field was cleared.
    pub rows: i64,
    /// There may be more.
    pub more: bool,
}

/// A line of the record.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RetentionRecord {
    /// Row id.
    pub id: i64,
    /// Name of the field.
    pub field: String,
    /// Rows in which it was cleared.
    pub cleared: i64,
    /// Periods that had begun until then were over, ms.
    pub until_at: i64,
    /// The period then, in days.
    pub days: i32,
    /// When, ms.
    pub at: i64,
    /// Who ran it.
    pub actor: String,
}

/// A period that was set otherwise than the default.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RetentionPeriod {
    /// Name of the field.
    pub field: String,
    /// Days.
    pub days: i32,
    /// Why.
    pub reason: String,
    /// When, ms.
    pub set_at: i64,
    /// Login of who did.
    pub actor: String,
}

impl Db {
    /// Clears a field in at most `most` rows (of ratings in order: looks at so many), in one transaction with its
    /// record. `entry` gets the number of rows cleared and says what then stands in the audit trail.
    pub async fn clear_due(
        &self,
        due: &Due,
        most: i64,
        (run, record_id): (ClearingRun<'_>, i64),
        entry: &(dyn Fn(Cleared) -> Option<AuditEntry> + Sync),
    ) -> StorageResult<Cleared> {
        let Some(way) = way_of(due.field) else { return Ok(Cleared { rows: 0, more: false }) };
        let (name, nothing) = (due.field.name(), Vec::<u8>::new());
        let mut entries = Vec::new();
        let cleared = recording!(self, &entries, |tx| {
            let (mut rows, mut more) = (0, false);
            match way {
                Way::RatingsByWindow(sql) => {
                    let row = sqlx::query(sql).bind(due.began).bind(due.rated_before).bind(most);
                    rows = row.execute(&mut *tx).await?.rows_affected();
                    more = rows == most.unsigned_abs();
                }
                Way::RatingsInOrder(sql) => {
                    let reach: Option<i64> =
                        sqlx::query_scalar(REACH_OF).bind(name).fetch_optional(&mut *tx).await?;
                    let reach = reach.unwrap_or(i64::MIN);
                    let next: Vec<(i64, i64)> =
                        sqlx::query_as(RATINGS_AFTER).bind(reach).bind(most).fetch_all(&mut *tx).await?;
                    let over = next.iter().take_while(|(_, rated_at)| *rated_at <= due.began).count();
                    more = over as i64 == most;
                    if let Some((last, _)) = next[..over].last() {
                        let row = sqlx::query(sql).bind(reach).bind(last).execute(&mut *tx).await?;
                        rows = row.rows_affected();
                        sqlx::query(SET_REACH).bind(name).bind(last).execute(&mut *tx).await?;
                    }
                }
                Way::Cases(closed, open) => {
                    for (sql, before) in [(closed, due.began), (open, due.open)] {
                        let row = sqlx::query(sql).bind(before).bind(most).bind(&nothing);
                        let done = row.execute(&mut *tx).await?.rows_affected();
                        more |= done == most.unsigned_abs();
                        rows += done;
                    }
                }
                Way::Stored(sql) => {
                    let row = sqlx::query(sql).bind(due.began).bind(most);
                    rows = row.execute(&mut *tx).await?.rows_affected();
                    more = rows == most.unsigned_abs();
                }
            }
            let rows = i64::try_from(rows).unwrap_or(i64::MAX);
            if rows > 0 {
                let row = sqlx::query(RECORD_CLEARED).bind(record_id).bind(run.id).bind(name).bind(rows);
                let row = row.bind(due.began).bind(due.days).bind(run.at.0).bind(run.actor);
                row.execute(&mut *tx).await?;
            }
            let cleared = Cleared { rows, more };
            entries.extend(entry(cleared));
            cleared
        });
        Ok(cleared)
    }

    /// A page of the record, newest first, and how many lines it has.
    pub async fn retention_records(
        &self,
        limit: i64,
        offset: i64,
    ) -> StorageResult<(Vec<RetentionRecord>, i64)> {
        Ok(reading!(self, |pool| {
            let rows = sqlx::query_as(RETENTION_RECORDS).bind(limit).bind(offset).fetch_all(pool).await?;
            (rows, sqlx::query_scalar(COUNT_RETENTION_RECORDS).fetch_one(pool).await?)
        }))
    }

    /// Periods that were set otherwise than the defaults.
    pub async fn retention_periods(&self) -> StorageResult<Vec<RetentionPeriod>> {
        Ok(reading!(self, |pool| sqlx::query_as(RETENTION_PERIODS).fetch_all(pool).await?))
    }

    /// Sets a period; `false` when it is no longer `was` (`None`: the default).
    pub async fn set_retention_period(
        &self,
        period: &RetentionPeriod,
        was: Option<i32>,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let p = period;
            let now: Option<i32> =
                sqlx::query_scalar(PERIOD_OF).bind(&p.field).fetch_optional(&mut *tx).await?;
            if now != was {
                return Ok(false);
            }
            let row = sqlx::query(SET_RETENTION_PERIOD).bind(&p.field).bind(p.days).bind(&p.reason);
            row.bind(p.set_at).bind(&p.actor).execute(&mut *tx).await?;
        });
        Ok(true)
    }

    /// The last day on which the job came to its end, and when.
    pub async fn last_retention_run(&self) -> StorageResult<Option<(String, i64)>> {
        Ok(reading!(self, |pool| sqlx::query_as(LAST_RETENTION_RUN).fetch_optional(pool).await?))
    }

    /// The job came to its end on this day.
    pub async fn record_retention_run(&self, day: &str, now: Millis) -> StorageResult<()> {
        writing!(self, |tx| {
            sqlx::query(RECORD_RETENTION_RUN).bind(day).bind(now.0).execute(&mut *tx).await?;
        });
        Ok(())
    }
}
