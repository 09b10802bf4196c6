//! Sessions of the office, and the counting of failed sign-ins.

use crate::{AuditEntry, Db, StorageResult};
use domain::Millis;

statements! {
    INSERT_SESSION = "INSERT INTO session (id, token_hash, account_id, stage, agent, created_at, seen_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $6, $7)";
    SESSION_BY_TOKEN = "SELECT s.id AS session_id, s.stage, s.created_at, s.seen_at, a.id AS account_id, a.login, a.name, a.role,
            a.division_code, a.department_id, a.hall_id, a.staff_id, a.must_change,
            a.totp_secret IS NOT NULL AS has_second_factor,
            COALESCE(h.name, p.name, d.name) AS place
        FROM session s JOIN account a ON a.id = s.account_id
            LEFT JOIN hall h ON h.id = a.hall_id LEFT JOIN department p ON p.id = a.department_id
            LEFT JOIN division d ON d.code = a.division_code
        WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND s.seen_at > $3
          AND a.disabled_at IS NULL";
    SIGNED_IN = "UPDATE account SET signed_in_at = $2 WHERE id = $1";
    SEE_SESSION = "UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2";
    END_SESSION = "UPDATE session SET ended_at = $3 WHERE id = $1 AND account_id = $2 AND ended_at IS NULL";
    END_OTHERS = "UPDATE session SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL AND id <> $3";
    SESSIONS_OF = "SELECT id, agent, created_at, seen_at FROM session
        WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $2 AND seen_at > $3
        ORDER BY seen_at DESC, id DESC LIMIT 100";
    DELETE_OLD_SESSIONS = "DELETE FROM session WHERE expires_at < $1";
    LOCKED_UNTIL = "SELECT locked_until FROM sign_in_guard WHERE account_id = $1 AND device = $2";
    COUNT_SIGN_IN_FAILURE = "INSERT INTO sign_in_guard (account_id, device, failures, locked_until) VALUES ($1, $2, 1, 0)
        ON CONFLICT (account_id, device) DO UPDATE SET
            failures = CASE WHEN sign_in_guard.failures + 1 >= $3 THEN 0 ELSE sign_in_guard.failures + 1 END,
            locked_until = CASE WHEN sign_in_guard.failures + 1 >= $3 THEN $4 ELSE sign_in_guard.locked_until END";
    CLEAR_FAILURES = "DELETE FROM sign_in_guard WHERE account_id = $1 AND device = $2";
    CLEAR_ALL_FAILURES = "DELETE FROM sign_in_guard WHERE account_id = $1";
}

/// A new session.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Row id.
    pub id: i64,
    /// Keyed hash of the token.
    pub token_hash: Vec<u8>,
    /// Whose.
    pub account_id: i64,
    /// `full`, or `password` until the second factor was given.
    pub stage: &'static str,
    /// Browser and system, in words.
    pub agent: String,
    /// When it ends at the latest, ms.
    pub expires_at: i64,
}

/// A session that is alive, with its account.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SessionRow {
    /// Row id.
    pub session_id: i64,
    /// `full` or `password`.
    pub stage: String,
    /// When it began, ms.
    pub created_at: i64,
    /// When it was last seen, ms.
    pub seen_at: i64,
    /// Account.
    pub account_id: i64,
    /// Login.
    pub login: String,
    /// Name.
    pub name: String,
    /// Word of the role.
    pub role: Option<String>,
    /// Root of the scope's subtree.
    pub division_code: Option<String>,
    /// Department of the scope.
    pub department_id: Option<i64>,
    /// Hall of the scope.
    pub hall_id: Option<i64>,
    /// Person among the staff.
    pub staff_id: Option<i64>,
    /// The password is a one-time one.
    pub must_change: bool,
    /// A second factor is set.
    pub has_second_factor: bool,
    /// Name of the place of the scope.
    pub place: Option<String>,
}

/// A session in its person's list.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OwnSessionRow {
    /// Row id.
    pub id: i64,
    /// Browser and system.
    pub agent: String,
    /// When it began, ms.
    pub created_at: i64,
    /// When it was last seen, ms.
    pub seen_at: i64,
}

impl Db {
    /// Begins a session, takes the failures of this device away, clears sessions long over.
    pub async fn begin_session(
        &self,
        session: &NewSession,
        device: &[u8],
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<()> {
        recording!(self, audit, |tx| {
            let s = session;
            let row = sqlx::query(INSERT_SESSION).bind(s.id).bind(&s.token_hash).bind(s.account_id);
            let row = row.bind(s.stage).bind(&s.agent).bind(now.0).bind(s.expires_at);
            row.execute(&mut *tx).await?;
            sqlx::query(CLEAR_FAILURES).bind(s.account_id).bind(device).execute(&mut *tx).await?;
            if s.stage == "full" {
                sqlx::query(SIGNED_IN).bind(s.account_id).bind(now.0).execute(&mut *tx).await?;
            }
            // A month later nobody asks for them; the audit trail has them for good.
            sqlx::query(DELETE_OLD_SESSIONS).bind(now.0 - 30 * 86_400_000).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// The session of this token, if it is alive, was seen after `idle_since`, and its account is enabled.
    pub async fn session(
        &self,
        token_hash: &[u8],
        now: Millis,
        idle_since: Millis,
    ) -> StorageResult<Option<SessionRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(SESSION_BY_TOKEN)
                .bind(token_hash)
                .bind(now.0)
                .bind(idle_since.0)
                .fetch_optional(pool)
                .await?
        }))
    }

    /// The session was used now.
    pub async fn see_session(&self, id: i64, now: Millis) -> StorageResult<()> {
        writing!(self, |tx| {
            sqlx::query(SEE_SESSION).bind(id).bind(now.0).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// Ends a session of this account; `false` when it has no such one.
    pub async fn end_session(
        &self,
        id: i64,
        account_id: i64,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let row = sqlx::query(END_SESSION).bind(id).bind(account_id).bind(now.0);
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
        });
        Ok(true)
    }

    /// Ends every session of this account but one (0: every one).
    pub async fn end_other_sessions(
        &self,
        account_id: i64,
        but: i64,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<()> {
        recording!(self, audit, |tx| {
            sqlx::query(END_OTHERS).bind(account_id).bind(now.0).bind(but).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// Sessions of an account that are alive.
    pub async fn sessions_of(
        &self,
        account_id: i64,
        now: Millis,
        idle_since: Millis,
    ) -> StorageResult<Vec<OwnSessionRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(SESSIONS_OF)
                .bind(account_id)
                .bind(now.0)
                .bind(idle_since.0)
                .fetch_all(pool)
                .await?
        }))
    }

    /// Until when sign-ins from this device are refused, ms; 0 when they are not.
    pub async fn sign_in_locked_until(&self, account_id: i64, device: &[u8]) -> StorageResult<i64> {
        let until: Option<i64> = reading!(self, |pool| {
            sqlx::query_scalar(LOCKED_UNTIL).bind(account_id).bind(device).fetch_optional(pool).await?
        });
        Ok(until.unwrap_or(0))
    }

    /// Counts a failed sign-in; the `most`-th in a row locks this device out until then.
    pub async fn count_sign_in_failure(
        &self,
        account_id: i64,
        device: &[u8],
        most: i64,
        until: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<()> {
        recording!(self, audit, |tx| {
            let row =
                sqlx::query(COUNT_SIGN_IN_FAILURE).bind(account_id).bind(device).bind(most).bind(until.0);
            row.execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// Takes all failures of an account away.
    pub async fn unlock_sign_in(&self, account_id: i64, audit: &[AuditEntry]) -> StorageResult<()> {
        recording!(self, audit, |tx| {
            sqlx::query(CLEAR_ALL_FAILURES).bind(account_id).execute(&mut *tx).await?;
        });
        Ok(())
    }
}
