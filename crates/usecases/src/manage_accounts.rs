//! The work of two administrators on accounts, kept apart: the system administrator makes, names and disables
//! them and gives one-time passwords; the security administrator gives roles, takes second factors away and
//! ends sessions. An account that was just made can do nothing; to get into somebody's account both would be needed.

use crate::Service;
use crate::officer::{About, Officer};
use crate::password::{hash_password, one_time_password};
use domain::{Role, RolePlace};
use storage::{AccountRow, AuditEntry, Grant, NewAccount, StorageError, StorageResult};

/// A login: small letters, digits, `.`, `-`, `_`; 3–32 of them.
pub fn is_login(text: &str) -> bool {
    (3..=32).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b))
}

/// An account just made or opened again, with the password that is shown once.
#[derive(Debug)]
pub struct OneTimePassword {
    /// Account.
    pub account_id: i64,
    /// Login.
    pub login: String,
    /// The password, to be changed at the first sign-in.
    pub password: String,
}

/// How a change of an account ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountChange {
    /// Done.
    Done,
    /// Somebody else changed it meanwhile.
    Conflict,
    /// There is no such account.
    NoSuch,
    /// One's own account cannot be changed this way.
    OwnAccount,
    /// The scope does not fit the role.
    ScopeWrong,
}

impl Service {
    /// Makes an account without a role; `None` when the login is taken.
    pub async fn create_account(
        &self,
        officer: &Officer,
        login: &str,
        name: &str,
    ) -> StorageResult<Option<OneTimePassword>> {
        let id = self.next_id();
        let text = id.to_string();
        let entry = self.audit(officer, "account.create", About { kind: "account", id: &text, name });
        let audit = AuditEntry { detail: Some(serde_json::json!({ "login": login }).to_string()), ..entry };
        self.make_account(id, login, name, Grant::default(), audit).await
    }

    /// Makes an account with a role, at the command line and for demonstrations; `None` when the login is taken.
    pub async fn create_account_by_program(
        &self,
        login: &str,
        name: &str,
        grant: Grant,
    ) -> StorageResult<Option<OneTimePassword>> {
        let id = self.next_id();
        let text = id.to_string();
        let about = About { kind: "account", id: &text, name };
        let entry = self.audit_of_program("command-line", "account.create", about);
        let detail = serde_json::json!({ "login": login, "role": grant.role });
        let audit = AuditEntry { detail: Some(detail.to_string()), ..entry };
        self.make_account(id, login, name, grant, audit).await
    }

    /// Gives a one-time password and ends every session of the account.
    pub async fn give_one_time_password(
        &self,
        officer: &Officer,
        account_id: i64,
        reason: &str,
    ) -> StorageResult<Result<OneTimePassword, AccountChange>> {
        let account = match self.other_account(officer, account_id).await? {
            Ok(account) => account,
            Err(change) => return Ok(Err(change)),
        };
        let password = one_time_password(&self.world);
        let (typed, salt) = (password.clone(), self.world.bytes());
        let hash = self.hash_apart(move || hash_password(&typed, salt)).await;
        let entry = self.about_account(officer, &account, "account.one_time_password", reason);
        self.db.set_password(account.id, (&hash, true), 0, self.world.now(), &[entry]).await?;
        Ok(Ok(OneTimePassword { account_id, login: account.login, password }))
    }

    /// Disables an account, or enables it again.
    pub async fn disable_account(
        &self,
        officer: &Officer,
        (account_id, version): (i64, i64),
        disabled: bool,
        reason: &str,
    ) -> StorageResult<AccountChange> {
        let account = match self.other_account(officer, account_id).await? {
            Ok(account) => account,
            Err(change) => return Ok(change),
        };
        let action = if disabled { "account.disable" } else { "account.enable" };
        let entry = self.about_account(officer, &account, action, reason);
        let now = self.world.now();
        let done = self.db.set_disabled((account_id, version), disabled, now, &[entry]).await?;
        Ok(if done { AccountChange::Done } else { AccountChange::Conflict })
    }

    /// Gives an account its role and scope, or takes them away, and ends its sessions.
    pub async fn grant_role(
        &self,
        officer: &Officer,
        (account_id, version): (i64, i64),
        grant: &Grant,
        reason: &str,
    ) -> StorageResult<AccountChange> {
        let account = match self.other_account(officer, account_id).await? {
            Ok(account) => account,
            Err(change) => return Ok(change),
        };
        if !is_scope_of_role(grant) {
            return Ok(AccountChange::ScopeWrong);
        }
        let before = Grant {
            role: account.role.clone(),
            division_code: account.division_code.clone(),
            department_id: account.department_id,
            hall_id: account.hall_id,
            staff_id: account.staff_id,
        };
        let detail = serde_json::json!({ "before": words(&before), "after": words(grant) });
        let entry = AuditEntry {
            detail: Some(detail.to_string()),
            ..self.about_account(officer, &account, "account.grant", reason)
        };
        let done = self.db.grant((account_id, version), grant, self.world.now(), &[entry]).await?;
        Ok(if done { AccountChange::Done } else { AccountChange::Conflict })
    }

    /// Takes the second factor of an account away: a lost phone. The person sets up another at her next sign-in.
    pub async fn reset_second_factor(
        &self,
        officer: &Officer,
        account_id: i64,
        reason: &str,
    ) -> StorageResult<AccountChange> {
        let account = match self.other_account(officer, account_id).await? {
            Ok(account) => account,
            Err(change) => return Ok(change),
        };
        let entry = self.about_account(officer, &account, "account.reset_second_factor", reason);
        self.db.set_second_factor(account.id, None, 0, self.world.now(), &[entry]).await?;
        Ok(AccountChange::Done)
    }

    /// Takes failed sign-ins of an account away and ends its sessions.
    pub async fn unlock_account(
        &self,
        officer: &Officer,
        account_id: i64,
        reason: &str,
    ) -> StorageResult<AccountChange> {
        let account = match self.other_account(officer, account_id).await? {
            Ok(account) => account,
            Err(change) => return Ok(change),
        };
        let entry = self.about_account(officer, &account, "account.unlock", reason);
        self.db.unlock_sign_in(account.id, &[entry]).await?;
        Ok(AccountChange::Done)
    }

    /// Ends every session of an account.
    pub async fn end_sessions(
        &self,
        officer: &Officer,
        account_id: i64,
        reason: &str,
    ) -> StorageResult<AccountChange> {
        let account = match self.other_account(officer, account_id).await? {
            Ok(account) => account,
            Err(change) => return Ok(change),
        };
        let entry = self.about_account(officer, &account, "account.end_sessions", reason);
        self.db.end_other_sessions(account.id, 0, self.world.now(), &[entry]).await?;
        Ok(AccountChange::Done)
    }

    async fn make_account(
        &self,
        id: i64,
        login: &str,
        name: &str,
        grant: Grant,
        audit: AuditEntry,
    ) -> StorageResult<Option<OneTimePassword>> {
        if !is_login(login) {
            return Err(StorageError::Refused("not a login".into()));
        }
        let password = one_time_password(&self.world);
        let (typed, salt) = (password.clone(), self.world.bytes());
        let password_hash = self.hash_apart(move || hash_password(&typed, salt)).await;
        let (login, name) = (login.to_owned(), name.to_owned());
        let account = NewAccount { id, login: login.clone(), name, grant, password_hash, must_change: true };
        let made = self.db.insert_account(&account, self.world.now(), &[audit]).await?;
        Ok(made.then_some(OneTimePassword { account_id: id, login, password }))
    }

    /// Somebody else's account: administrators do not change their own.
    pub(crate) async fn other_account(
        &self,
        officer: &Officer,
        id: i64,
    ) -> StorageResult<Result<AccountRow, AccountChange>> {
        if officer.account_id == id {
            return Ok(Err(AccountChange::OwnAccount));
        }
        Ok(self.db.account(id).await?.ok_or(AccountChange::NoSuch))
    }

    pub(crate) fn about_account(
        &self,
        officer: &Officer,
        account: &AccountRow,
        action: &str,
        reason: &str,
    ) -> AuditEntry {
        let id = account.id.to_string();
        let entry = self.audit(officer, action, About { kind: "account", id: &id, name: &account.name });
        AuditEntry { reason: Some(reason.trim().to_owned()).filter(|r| !r.is_empty()), ..entry }
    }
}

/// Does the scope name what the role needs, and nothing else?
fn is_scope_of_role(grant: &Grant) -> bool {
    let named = (
        grant.division_code.is_some(),
        grant.department_id.is_some(),
        grant.hall_id.is_some(),
        grant.staff_id.is_some(),
    );
    let Some(word) = grant.role.as_deref() else { return named == (false, false, false, false) };
    let Some(role) = Role::from_word(word) else { return false };
    match role.place() {
        RolePlace::City => named == (false, false, false, false),
        RolePlace::District | RolePlace::Town | RolePlace::Village => named == (true, false, false, false),
        RolePlace::Department => named == (true, true, false, false),
        RolePlace::Hall => named == (true, false, true, false),
        RolePlace::Person => named == (true, false, true, true),
    }
}

fn words(grant: &Grant) -> serde_json::Value {
    serde_json::json!({
        "role": grant.role, "division": grant.division_code, "department": grant.department_id,
        "hall": grant.hall_id, "staff": grant.staff_id,
    })
}
