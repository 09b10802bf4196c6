//! What is remembered of partners' calls: nonces for some minutes, idempotency keys and their answers for a day, the
//! log of requests for a month.

use crate::{Db, StorageResult};
use domain::Millis;

statements! {
    TAKE_NONCE = "INSERT INTO partner_nonce (key_id, nonce, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    NOTE_KEY_USED = "UPDATE partner_key SET used_at = $2 WHERE id = $1 AND (used_at IS NULL OR used_at < $3)";
    BEGIN_IDEMPOTENT = "INSERT INTO idempotency (partner_id, key, fingerprint, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING";
    IDEMPOTENT = "SELECT fingerprint, status, answer, at FROM idempotency WHERE partner_id = $1 AND key = $2";
    // Whoever began it has gone: a call does not take that long.
    RESUME_IDEMPOTENT = "UPDATE idempotency SET at = $4 WHERE partner_id = $1 AND key = $2 AND status IS NULL AND at < $3";
    FINISH_IDEMPOTENT = "UPDATE idempotency SET status = $3, answer = $4 WHERE partner_id = $1 AND key = $2";
    FORGET_IDEMPOTENT = "DELETE FROM idempotency WHERE partner_id = $1 AND key = $2 AND status IS NULL";
    LOG_REQUEST = "INSERT INTO partner_request (id, partner_id, key_id, at, operation, status, cases, refused, took_ms, problem)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    REQUESTS_OF = "SELECT id, partner_id, key_id, at, operation, status, cases, refused, took_ms, problem FROM partner_request
        WHERE partner_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    SWEEP_NONCES = "DELETE FROM partner_nonce WHERE at < $1";
    SWEEP_IDEMPOTENCY = "DELETE FROM idempotency WHERE at < $1";
    SWEEP_REQUESTS = "DELETE FROM partner_request WHERE at < $1";
}

/// A minute, ms.
const MINUTE: i64 = 60_000;
/// Nonces are kept this long: twice what a request's time may be off, and some more.
const NONCES: i64 = 15 * MINUTE;
/// A repeated call gets its first answer for this long.
const ANSWERS: i64 = 24 * 60 * MINUTE;
/// Requests are shown for this long.
const REQUESTS: i64 = 31 * 24 * 60 * MINUTE;
/// A call that began longer ago than this has died with its server.
const DEAD: i64 = 10 * MINUTE;

/// A request of a partner.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PartnerRequestRow {
    /// Row id, by time.
    pub id: i64,
    /// Whose.
    pub partner_id: i64,
    /// With which key.
    pub key_id: String,
    /// When, ms.
    pub at: i64,
    /// Name of the operation.
    pub operation: String,
    /// HTTP status.
    pub status: i64,
    /// Cases that were taken.
    pub cases: i64,
    /// Cases that were refused.
    pub refused: i64,
    /// How long it took, ms.
    pub took_ms: i64,
    /// Type of the problem, if there was one.
    pub problem: Option<String>,
}

/// How a call with an idempotency key begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// It is new: do it.
    New,
    /// It is being done.
    Running,
    /// It was done: status and encrypted answer.
    Done(i64, Vec<u8>),
    /// The key was used for another request.
    Other,
}

impl Db {
    /// Takes a nonce; `false` when it was taken before. Notes, once a minute, that the key is in use.
    pub async fn take_nonce(&self, key_id: &str, nonce: &str, now: Millis) -> StorageResult<bool> {
        Ok(writing!(self, |tx| {
            let row = sqlx::query(TAKE_NONCE).bind(key_id).bind(nonce).bind(now.0);
            let is_new = row.execute(&mut *tx).await?.rows_affected() == 1;
            if is_new {
                let used = sqlx::query(NOTE_KEY_USED).bind(key_id).bind(now.0).bind(now.0 - MINUTE);
                used.execute(&mut *tx).await?;
            }
            is_new
        }))
    }

    /// Begins a call with an idempotency key.
    pub async fn begin_idempotent(
        &self,
        (partner_id, key): (i64, &str),
        fingerprint: &[u8],
        now: Millis,
    ) -> StorageResult<Begun> {
        type Row = (Vec<u8>, Option<i64>, Option<Vec<u8>>, i64);
        Ok(writing!(self, |tx| {
            let row = sqlx::query(BEGIN_IDEMPOTENT).bind(partner_id).bind(key).bind(fingerprint).bind(now.0);
            if row.execute(&mut *tx).await?.rows_affected() == 1 {
                Begun::New
            } else {
                let row: Row =
                    sqlx::query_as(IDEMPOTENT).bind(partner_id).bind(key).fetch_one(&mut *tx).await?;
                match row {
                    (first, ..) if first != fingerprint => Begun::Other,
                    (_, Some(status), answer, _) => Begun::Done(status, answer.unwrap_or_default()),
                    (_, None, _, at) if at < now.0 - DEAD => {
                        let again = sqlx::query(RESUME_IDEMPOTENT).bind(partner_id).bind(key);
                        again.bind(now.0 - DEAD).bind(now.0).execute(&mut *tx).await?;
                        Begun::New
                    }
                    _ => Begun::Running,
                }
            }
        }))
    }

    /// Keeps the answer of a call.
    pub async fn finish_idempotent(
        &self,
        (partner_id, key): (i64, &str),
        (status, answer): (i64, &[u8]),
    ) -> StorageResult<()> {
        writing!(self, |tx| {
            let row = sqlx::query(FINISH_IDEMPOTENT).bind(partner_id).bind(key).bind(status).bind(answer);
            row.execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// The call came to nothing and may be made again.
    pub async fn forget_idempotent(&self, partner_id: i64, key: &str) -> StorageResult<()> {
        writing!(self, |tx| {
            sqlx::query(FORGET_IDEMPOTENT).bind(partner_id).bind(key).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// Notes a request.
    pub async fn log_partner_request(&self, r: &PartnerRequestRow) -> StorageResult<()> {
        writing!(self, |tx| {
            let row = sqlx::query(LOG_REQUEST).bind(r.id).bind(r.partner_id).bind(&r.key_id).bind(r.at);
            let row = row.bind(&r.operation).bind(r.status).bind(r.cases).bind(r.refused).bind(r.took_ms);
            row.bind(&r.problem).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// Requests of a partner older than this one, newest first.
    pub async fn partner_requests(
        &self,
        partner_id: i64,
        before: i64,
        limit: i64,
    ) -> StorageResult<Vec<PartnerRequestRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(REQUESTS_OF).bind(partner_id).bind(before).bind(limit).fetch_all(pool).await?
        }))
    }

    /// Forgets what is remembered of calls no longer.
    pub async fn sweep_partner_calls(&self, now: Millis) -> StorageResult<()> {
        writing!(self, |tx| {
            for (sql, kept) in
                [(SWEEP_NONCES, NONCES), (SWEEP_IDEMPOTENCY, ANSWERS), (SWEEP_REQUESTS, REQUESTS)]
            {
                sqlx::query(sql).bind(now.0 - kept).execute(&mut *tx).await?;
            }
        });
        Ok(())
    }
}
