//! One-time codes (验证码): asked for within limits, tried a few times, used once.

use crate::{Db, StorageResult};
use domain::Millis;

statements! {
    CODES_IN_ALL = "SELECT COUNT(*) FROM one_time_code WHERE made_at > $1";
    CODES_TO_PHONE = "SELECT made_at FROM one_time_code WHERE phone_hash = $1 AND made_at > $2
        ORDER BY made_at DESC LIMIT $3";
    INSERT_CODE = "INSERT INTO one_time_code (id, browser, phone_hash, code_hash, made_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    // The newest a browser asked for: a new code makes the one before it worthless.
    CODE_OF_BROWSER = "SELECT id, phone_hash, code_hash, expires_at FROM one_time_code
        WHERE browser = $1 AND used_at IS NULL AND expires_at > $2
          AND id = (SELECT MAX(n.id) FROM one_time_code n WHERE n.browser = $1)";
    TAKE_CODE_TRY = "UPDATE one_time_code SET tries = tries + 1
        WHERE id = $1 AND used_at IS NULL AND expires_at > $2 AND tries < $3";
    USE_CODE = "UPDATE one_time_code SET used_at = $2 WHERE id = $1 AND used_at IS NULL";
}

/// A new code.
#[derive(Debug, Clone)]
pub struct NewCode {
    /// Row id.
    pub id: i64,
    /// Keyed hash of the browser's mark.
    pub browser: Vec<u8>,
    /// Keyed hash of the number it goes to.
    pub phone_hash: Vec<u8>,
    /// Keyed hash of the code.
    pub code_hash: Vec<u8>,
    /// When it dies, ms.
    pub expires_at: i64,
}

/// How many codes are given out.
#[derive(Debug, Clone, Copy)]
pub struct CodeLimits {
    /// To one number, in the hour.
    pub per_hour: i64,
    /// Time between two to one number, ms.
    pub apart_ms: i64,
    /// To everybody, in the minute.
    pub in_all: i64,
}

/// What became of asking for a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeMade {
    /// It is to be sent.
    Made,
    /// The number has had as many as it may; not before then.
    NotBefore(Millis),
    /// Too many for everybody in this minute.
    TooMany,
}

/// A code that can still be given.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CodeRow {
    /// Row id.
    pub id: i64,
    /// Keyed hash of the number it went to.
    pub phone_hash: Vec<u8>,
    /// Keyed hash of the code.
    pub code_hash: Vec<u8>,
    /// When it dies, ms.
    pub expires_at: i64,
}

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

impl Db {
    /// Stores a code if the limits allow one more.
    pub async fn make_code(
        &self,
        code: &NewCode,
        limits: CodeLimits,
        now: Millis,
    ) -> StorageResult<CodeMade> {
        Ok(writing!(self, |tx| {
            let all: i64 = sqlx::query_scalar(CODES_IN_ALL).bind(now.0 - MINUTE).fetch_one(&mut *tx).await?;
            let earlier: Vec<i64> = sqlx::query_scalar(CODES_TO_PHONE)
                .bind(&code.phone_hash)
                .bind(now.0 - HOUR)
                .bind(limits.per_hour)
                .fetch_all(&mut *tx)
                .await?;
            let apart = earlier.first().map(|last| last + limits.apart_ms);
            let hour = earlier.last().filter(|_| earlier.len() as i64 >= limits.per_hour).map(|at| at + HOUR);
            let free = apart.max(hour).unwrap_or(now.0);
            if all >= limits.in_all {
                CodeMade::TooMany
            } else if free > now.0 {
                CodeMade::NotBefore(Millis(free))
            } else {
                let c = code;
                let row = sqlx::query(INSERT_CODE).bind(c.id).bind(&c.browser).bind(&c.phone_hash);
                row.bind(&c.code_hash).bind(now.0).bind(c.expires_at).execute(&mut *tx).await?;
                CodeMade::Made
            }
        }))
    }

    /// The code this browser was sent last, if it can still be given.
    pub async fn code_of_browser(&self, browser: &[u8], now: Millis) -> StorageResult<Option<CodeRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(CODE_OF_BROWSER).bind(browser).bind(now.0).fetch_optional(pool).await?
        }))
    }

    /// Takes one of the tries a code has; `false` when there is none left.
    pub async fn take_code_try(&self, id: i64, most: i64, now: Millis) -> StorageResult<bool> {
        Ok(writing!(self, |tx| {
            let row = sqlx::query(TAKE_CODE_TRY).bind(id).bind(now.0).bind(most);
            row.execute(&mut *tx).await?.rows_affected() == 1
        }))
    }

    /// Uses a code up; `false` when somebody else has.
    pub async fn use_code(&self, id: i64, now: Millis) -> StorageResult<bool> {
        Ok(writing!(self, |tx| {
            sqlx::query(USE_CODE).bind(id).bind(now.0).execute(&mut *tx).await?.rows_affected() == 1
        }))
    }
}
