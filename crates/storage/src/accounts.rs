//! Accounts of the office: who may sign in, in what role, for which places.

use crate::{AuditEntry, Db, StorageResult};
use domain::Millis;

statements! {
    ACCOUNT_BY_LOGIN = "SELECT id, login, name, role, division_code, department_id, hall_id, staff_id, password_hash,
        password_set_at, must_change, totp_secret, totp_step, disabled_at, created_at, version
        FROM account WHERE login = $1";
    ACCOUNT_BY_ID = "SELECT id, login, name, role, division_code, department_id, hall_id, staff_id, password_hash,
        password_set_at, must_change, totp_secret, totp_step, disabled_at, created_at, version
        FROM account WHERE id = $1";
    INSERT_ACCOUNT = "INSERT INTO account (id, login, name, role, division_code, department_id, hall_id, staff_id,
        password_hash, password_set_at, must_change, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (login) DO NOTHING";
    SET_PASSWORD = "UPDATE account SET password_hash = $2, password_set_at = $3, must_change = $4,
        version = version + 1 WHERE id = $1";
    SET_TOTP = "UPDATE account SET totp_secret = $2, totp_step = $3, version = version + 1 WHERE id = $1";
    // A code is good once: the step must be later than the last one used.
    USE_TOTP_STEP = "UPDATE account SET totp_step = $2 WHERE id = $1 AND totp_step < $2";
    GRANT = "UPDATE account SET role = $3, division_code = $4, department_id = $5, hall_id = $6, staff_id = $7,
        version = version + 1 WHERE id = $1 AND version = $2";
    RENAME_ACCOUNT = "UPDATE account SET name = $3, version = version + 1 WHERE id = $1 AND version = $2";
    SET_DISABLED = "UPDATE account SET disabled_at = $3, version = version + 1 WHERE id = $1 AND version = $2";
    END_SESSIONS_OF = "UPDATE session SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL AND id <> $3";
    COUNT_ACCOUNTS = "SELECT COUNT(*) FROM account";
    FIRST_BELOW = "SELECT code FROM division WHERE parent = $1 ORDER BY code LIMIT 1";
    FIRST_STAFF_OF = "SELECT id FROM staff WHERE hall_id = $1 AND retired_at IS NULL ORDER BY number, id LIMIT 1";
    ROOT_DIVISION = "SELECT code FROM division WHERE parent IS NULL ORDER BY code LIMIT 1";
}

/// An account.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AccountRow {
    /// Row id.
    pub id: i64,
    /// What is typed to sign in.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// Word of the role, when one was given.
    pub role: Option<String>,
    /// Root of the scope's subtree.
    pub division_code: Option<String>,
    /// Department of the scope.
    pub department_id: Option<i64>,
    /// Hall of the scope.
    pub hall_id: Option<i64>,
    /// Who she is among the staff.
    pub staff_id: Option<i64>,
    /// argon2id, PHC string.
    pub password_hash: String,
    /// When it was set, ms.
    pub password_set_at: i64,
    /// The password is a one-time one.
    pub must_change: bool,
    /// Encrypted secret of the second factor, once confirmed.
    pub totp_secret: Option<Vec<u8>>,
    /// Last step used.
    pub totp_step: i64,
    /// When it was disabled, ms.
    pub disabled_at: Option<i64>,
    /// When it was made, ms.
    pub created_at: i64,
    /// Grows with every change.
    pub version: i64,
}

/// A new account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Row id.
    pub id: i64,
    /// What is typed to sign in.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// Role and scope, when given at once (command line, demonstration).
    pub grant: Grant,
    /// argon2id, PHC string.
    pub password_hash: String,
    /// The password must be changed at the first sign-in.
    pub must_change: bool,
}

/// Role and scope of an account; all empty: none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grant {
    /// Word of the role.
    pub role: Option<String>,
    /// Root of the subtree.
    pub division_code: Option<String>,
    /// Department.
    pub department_id: Option<i64>,
    /// Hall.
    pub hall_id: Option<i64>,
    /// Person among the staff.
    pub staff_id: Option<i64>,
}

impl Db {
    /// The account with this login, disabled or not.
    pub async fn account_by_login(&self, login: &str) -> StorageResult<Option<AccountRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(ACCOUNT_BY_LOGIN).bind(login).fetch_optional(pool).await?
        }))
    }

    /// The account with this id.
    pub async fn account(&self, id: i64) -> StorageResult<Option<AccountRow>> {
        Ok(reading!(self, |pool| sqlx::query_as(ACCOUNT_BY_ID).bind(id).fetch_optional(pool).await?))
    }

    /// Makes an account; `false` when the login is taken.
    pub async fn insert_account(
        &self,
        account: &NewAccount,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let (a, g) = (account, &account.grant);
            let row = sqlx::query(INSERT_ACCOUNT).bind(a.id).bind(&a.login).bind(&a.name).bind(&g.role);
            let row = row.bind(&g.division_code).bind(g.department_id).bind(g.hall_id).bind(g.staff_id);
            let row = row.bind(&a.password_hash).bind(now.0).bind(a.must_change).bind(now.0);
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
        });
        Ok(true)
    }

    /// Sets a password and ends every session but this one (0: every session).
    pub async fn set_password(
        &self,
        id: i64,
        (hash, must_change): (&str, bool),
        but_session: i64,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<()> {
        recording!(self, audit, |tx| {
            let row = sqlx::query(SET_PASSWORD).bind(id).bind(hash).bind(now.0).bind(must_change);
            row.execute(&mut *tx).await?;
            sqlx::query(END_SESSIONS_OF).bind(id).bind(now.0).bind(but_session).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// Sets the second factor's encrypted secret, or takes it away; ends every session but this one.
    pub async fn set_second_factor(
        &self,
        id: i64,
        secret: Option<(&[u8], i64)>,
        but_session: i64,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<()> {
        let (secret, step) = secret.unzip();
        recording!(self, audit, |tx| {
            let row = sqlx::query(SET_TOTP).bind(id).bind(secret).bind(step.unwrap_or(0));
            row.execute(&mut *tx).await?;
            sqlx::query(END_SESSIONS_OF).bind(id).bind(now.0).bind(but_session).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// Uses up a step of the second factor; `false` when it was used before.
    pub async fn use_second_factor_step(&self, id: i64, step: i64) -> StorageResult<bool> {
        Ok(writing!(self, |tx| {
            sqlx::query(USE_TOTP_STEP).bind(id).bind(step).execute(&mut *tx).await?.rows_affected() == 1
        }))
    }

    /// Gives an account another role and scope and ends its sessions; `false` when the account has changed since.
    pub async fn grant(
        &self,
        (id, version): (i64, i64),
        grant: &Grant,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let row = sqlx::query(GRANT).bind(id).bind(version).bind(&grant.role).bind(&grant.division_code);
            let row = row.bind(grant.department_id).bind(grant.hall_id).bind(grant.staff_id);
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
            sqlx::query(END_SESSIONS_OF).bind(id).bind(now.0).bind(0_i64).execute(&mut *tx).await?;
        });
        Ok(true)
    }

    /// Gives the person another name; `false` when the account has changed since.
    pub async fn rename_account(
        &self,
        (id, version): (i64, i64),
        name: &str,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let row = sqlx::query(RENAME_ACCOUNT).bind(id).bind(version).bind(name);
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
        });
        Ok(true)
    }

    /// Disables an account and ends its sessions, or enables it again; `false` when it has changed since.
    pub async fn set_disabled(
        &self,
        (id, version): (i64, i64),
        disabled: bool,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        recording!(self, audit, |tx| {
            let row = sqlx::query(SET_DISABLED).bind(id).bind(version).bind(disabled.then_some(now.0));
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
            sqlx::query(END_SESSIONS_OF).bind(id).bind(now.0).bind(0_i64).execute(&mut *tx).await?;
        });
        Ok(true)
    }

    /// Number of accounts.
    pub async fn count_accounts(&self) -> StorageResult<i64> {
        Ok(reading!(self, |pool| sqlx::query_scalar(COUNT_ACCOUNTS).fetch_one(pool).await?))
    }

    /// Code of the city.
    pub async fn root_division(&self) -> StorageResult<Option<String>> {
        Ok(reading!(self, |pool| sqlx::query_scalar(ROOT_DIVISION).fetch_optional(pool).await?))
    }

    /// Code of the first division right below one (for the demonstration).
    pub async fn first_below(&self, code: &str) -> StorageResult<Option<String>> {
        Ok(reading!(self, |pool| sqlx::query_scalar(FIRST_BELOW).bind(code).fetch_optional(pool).await?))
    }

    /// The first person of a hall (for the demonstration).
    pub async fn first_staff_of(&self, hall: i64) -> StorageResult<Option<i64>> {
        Ok(reading!(self, |pool| sqlx::query_scalar(FIRST_STAFF_OF).bind(hall).fetch_optional(pool).await?))
    }
}
