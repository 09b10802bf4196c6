//! Signing in to the office, in two steps where a second factor is set; staying in; signing out.
//!
//! Failures lock out a *device*, not a person: each device that has signed in to an account before is counted
//! by itself, all others together. Somebody who types wrong passwords from elsewhere cannot lock the person
//! out of the machine she works at. A login that does not exist takes as long and says the same as a wrong
//! password.

use crate::officer::{About, Duty, Officer};
use crate::password::{hash_password, verify_password};
use crate::second_factor::SecondFactor;
use crate::{PersonalField, Purpose, Service};
use domain::Millis;
use std::sync::LazyLock;
use storage::{AccountRow, AuditEntry, NewSession, StorageError, StorageResult};
use trust::{from_hex, to_hex};

/// What somebody who signs in sends.
#[derive(Debug, Clone, Copy)]
pub struct SignIn<'a> {
    /// Login.
    pub login: &'a str,
    /// Password.
    pub password: &'a str,
    /// Passes of a device that has signed in before, see [`Service::device_pass`], with `~` between.
    pub device: Option<&'a str>,
    /// Browser and system, in words.
    pub agent: &'a str,
}

/// How signing in ended.
#[derive(Debug)]
pub enum SignedIn {
    /// A session has begun; with a second factor it is not yet good for anything but giving the code.
    Session {
        /// The token for the cookie; stored only as a hash.
        token: String,
        /// The code is asked for next.
        code_wanted: bool,
    },
    /// Login or password is wrong; not told which.
    Refused,
    /// Too many failures from here, until then.
    Locked(Millis),
}

/// How giving the code ended.
#[derive(Debug)]
pub enum CodeGiven {
    /// The session is full now, under a new token; the device is known from now on by this pass.
    Good {
        /// The new token.
        token: String,
        /// Pass of the device.
        device_pass: String,
    },
    /// Wrong, or used before.
    Wrong,
    /// Too many failures from here, until then.
    Locked(Millis),
}

impl Service {
    /// First step: login and password.
    pub async fn sign_in(&self, sent: SignIn<'_>) -> StorageResult<SignedIn> {
        let login = sent.login.trim().to_lowercase();
        let account = self.db.account_by_login(&login).await?.filter(|a| a.disabled_at.is_none());
        let now = self.world.now();
        let device = account.as_ref().map(|a| self.known_device(a.id, sent.device)).unwrap_or_default();
        if let Some(account) = &account {
            let until = self.db.sign_in_locked_until(account.id, &device).await?;
            if until > now.0 {
                return Ok(SignedIn::Locked(Millis(until)));
            }
        }
        let hash = account.as_ref().map(|a| a.password_hash.clone());
        let password = sent.password.to_owned();
        let right = self
            .hash_apart(move || verify_password(&password, hash.as_deref().unwrap_or(&NO_ONES_HASH)))
            .await;
        let Some(account) = account else { return Ok(SignedIn::Refused) };
        if !right {
            return self
                .failed(&account, &device, "account.password_wrong")
                .await
                .map(|()| SignedIn::Refused);
        }
        let code_wanted = account.totp_secret.is_some();
        let stage = if code_wanted { "password" } else { "full" };
        let token = self.begin(&account, stage, sent.agent, &device).await?;
        Ok(SignedIn::Session { token, code_wanted })
    }

    /// Second step: the code of the second factor.
    pub async fn give_code(
        &self,
        officer: &Officer,
        typed: &str,
        device: Option<&str>,
        agent: &str,
    ) -> StorageResult<CodeGiven> {
        let now = self.world.now();
        let account = self.account_of(officer).await?;
        let device = self.known_device(account.id, device);
        let until = self.db.sign_in_locked_until(account.id, &device).await?;
        if until > now.0 {
            return Ok(CodeGiven::Locked(Millis(until)));
        }
        let step = self.second_factor_of(&account).and_then(|factor| factor.step_of(typed, now));
        let fresh = match step {
            Some(step) => self.db.use_second_factor_step(account.id, step).await?,
            None => false,
        };
        if !fresh {
            return self.failed(&account, &device, "account.code_wrong").await.map(|()| CodeGiven::Wrong);
        }
        let token = self.begin(&account, "full", agent, &device).await?;
        self.db.end_session(officer.session_id, account.id, now, &[]).await?;
        Ok(CodeGiven::Good { token, device_pass: self.device_pass(account.id) })
    }

    /// Who holds this token, if the session is alive. Also counts as a sign of life, once a minute.
    pub async fn officer(&self, token: &str) -> StorageResult<Option<Officer>> {
        let now = self.world.now();
        let hash = self.keys.short_hash(Purpose::Session, &[token.as_bytes()], 32);
        let Some(row) = self.db.session(&hash, now, self.idle_since()).await? else { return Ok(None) };
        if now.0 - row.seen_at >= 60_000 {
            self.db.see_session(row.session_id, now).await?;
        }
        let root = match row.division_code {
            Some(_) => String::new(),
            None => self.db.root_division().await?.unwrap_or_default(),
        };
        Ok(Some(Officer::of(row, &root)))
    }

    /// A session in a sample account of a demonstration, without password; `None` in any other database.
    pub async fn enter_demo(&self, login: &str) -> StorageResult<Option<String>> {
        if !self.db.is_demo().await? {
            return Ok(None);
        }
        let Some(account) = self.db.account_by_login(login).await? else { return Ok(None) };
        self.begin(&account, "full", "演示", &[]).await.map(Some)
    }

    /// Ends the officer's session.
    pub async fn sign_out(&self, officer: &Officer) -> StorageResult<()> {
        let entry = self.own_entry(officer, "account.sign_out");
        let now = self.world.now();
        self.db.end_session(officer.session_id, officer.account_id, now, &[entry]).await.map(drop)
    }

    /// Pass of a device that has signed in to this account with everything asked for.
    pub fn device_pass(&self, account_id: i64) -> String {
        let mark = self.new_mark();
        let proof =
            self.keys.short_hash(Purpose::KnownDevice, &[&account_id.to_be_bytes(), mark.as_bytes()], 16);
        format!("{mark}.{}", to_hex(&proof))
    }

    /// What a form of this session must carry: a page of another site cannot know it.
    pub fn csrf_token(&self, officer: &Officer) -> String {
        to_hex(&self.keys.short_hash(Purpose::Csrf, &[&officer.session_id.to_be_bytes()], 16))
    }

    /// Does the form carry the session's token?
    pub fn is_csrf_token(&self, officer: &Officer, given: &str) -> bool {
        crate::keys::same_secret(self.csrf_token(officer).as_bytes(), given.as_bytes())
    }

    pub(crate) fn idle_since(&self) -> Millis {
        self.world.now().plus(-self.settings.office.idle_ms)
    }

    pub(crate) fn own_entry(&self, officer: &Officer, action: &str) -> AuditEntry {
        let id = officer.account_id.to_string();
        self.audit(officer, action, About { kind: "account", id: &id, name: &officer.name })
    }

    pub(crate) async fn account_of(&self, officer: &Officer) -> StorageResult<AccountRow> {
        let account = self.db.account(officer.account_id).await?;
        account.ok_or_else(|| StorageError::Refused("the account of a session is gone".into()))
    }

    /// The account's second factor; `None` when none is set or its key is not loaded.
    pub(crate) fn second_factor_of(&self, account: &AccountRow) -> Option<SecondFactor> {
        let sealed = account.totp_secret.as_deref()?;
        let secret = self.keys.open(PersonalField::SecondFactor, sealed)?;
        Some(SecondFactor::new(&from_hex(&secret)?, "", &account.login))
    }

    /// Keyed hash of a known device, or nothing for all the others. A device that several people use holds
    /// several passes, with `~` between.
    fn known_device(&self, account_id: i64, passes: Option<&str>) -> Vec<u8> {
        let id = account_id.to_be_bytes();
        let passes = passes.unwrap_or_default().split('~').filter_map(|pass| pass.split_once('.'));
        let mut known = passes.filter(|(mark, proof)| {
            let made = self.keys.short_hash(Purpose::KnownDevice, &[&id, mark.as_bytes()], 16);
            crate::keys::same_secret(to_hex(&made).as_bytes(), proof.as_bytes())
        });
        let mark = known.next().map(|(mark, _)| mark);
        mark.map(|m| self.keys.short_hash(Purpose::Device, &[&id, m.as_bytes()], 16)).unwrap_or_default()
    }

    async fn begin(
        &self,
        account: &AccountRow,
        stage: &'static str,
        agent: &str,
        device: &[u8],
    ) -> StorageResult<String> {
        let now = self.world.now();
        let token = to_hex(&self.world.bytes::<32>());
        let session = NewSession {
            id: self.next_id(),
            token_hash: self.keys.short_hash(Purpose::Session, &[token.as_bytes()], 32),
            account_id: account.id,
            stage,
            agent: agent.chars().take(60).collect(),
            expires_at: now.0 + self.settings.office.longest_ms,
        };
        let audit = match stage {
            "full" => vec![self.entry_about(account, "account.sign_in", Some(session.id))],
            _ => Vec::new(),
        };
        self.db.begin_session(&session, device, now, &audit).await?;
        Ok(token)
    }

    async fn failed(&self, account: &AccountRow, device: &[u8], action: &str) -> StorageResult<()> {
        let until = self.world.now().plus(self.settings.office.lock_ms);
        let entry = self.entry_about(account, action, None);
        self.db.count_sign_in_failure(account.id, device, self.settings.office.tries, until, &[entry]).await
    }

    fn entry_about(&self, account: &AccountRow, action: &str, session_id: Option<i64>) -> AuditEntry {
        let id = account.id.to_string();
        let about = About { kind: "account", id: &id, name: &account.name };
        let entry = self.audit_of_program(&account.login, action, about);
        AuditEntry { account_id: Some(account.id), role: account.role.clone(), session_id, ..entry }
    }
}

impl Duty {
    /// Path of the page that does it.
    pub const fn path(self) -> Option<&'static str> {
        match self {
            Duty::None => None,
            Duty::GiveCode => Some("/office/sign-in/code"),
            Duty::ChangePassword => Some("/office/password"),
            Duty::SetUpSecondFactor => Some("/office/second-factor"),
        }
    }
}

/// What the password for a login that does not exist is compared with, so that it takes as long.
static NO_ONES_HASH: LazyLock<String> = LazyLock::new(|| hash_password("", [0; 16]));
