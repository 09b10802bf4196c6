//! What everybody of the office does with her own account: password, second factor, sessions.

use crate::officer::Officer;
use crate::password::{PasswordError, check_password, hash_password, verify_password};
use crate::second_factor::{SECRET_BYTES, SecondFactor};
use crate::{PersonalField, Purpose, Service};
use storage::{OwnSessionRow, StorageResult};
use trust::{from_hex, to_hex};

/// How changing a password ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordChange {
    /// Done; every other session has ended.
    Done,
    /// The present password is wrong.
    PresentWrong,
    /// The new one is not good enough.
    Refused(PasswordError),
}

/// A secret offered to somebody who sets up a second factor.
#[derive(Debug)]
pub struct OfferedFactor {
    /// The address an app scans.
    pub url: String,
    /// The secret in groups, for typing.
    pub typed: String,
    /// What the form must bring back: the secret, encrypted.
    pub sealed: String,
}

impl Service {
    /// Changes the officer's own password.
    pub async fn change_password(
        &self,
        officer: &Officer,
        present: &str,
        new: &str,
        repeated: &str,
    ) -> StorageResult<PasswordChange> {
        let account = self.account_of(officer).await?;
        let (typed, hash) = (present.to_owned(), account.password_hash);
        if !self.hash_apart(move || verify_password(&typed, &hash)).await {
            return Ok(PasswordChange::PresentWrong);
        }
        if let Err(refused) = check_password(&officer.login, new) {
            return Ok(PasswordChange::Refused(refused));
        }
        if new == present {
            return Ok(PasswordChange::Refused(PasswordError::Same));
        }
        if new != repeated {
            return Ok(PasswordChange::Refused(PasswordError::Differs));
        }
        let (new, salt) = (new.to_owned(), self.world.bytes());
        let hash = self.hash_apart(move || hash_password(&new, salt)).await;
        let entry = self.own_entry(officer, "account.change_password");
        let now = self.world.now();
        let (id, session) = (officer.account_id, officer.session_id);
        self.db.set_password(id, (&hash, false), session, now, &[entry]).await?;
        Ok(PasswordChange::Done)
    }

    /// Offers a fresh secret for a second factor. Nothing is stored: the form brings the sealed secret back.
    pub fn offer_second_factor(&self, officer: &Officer, host: &str) -> OfferedFactor {
        let secret = self.world.bytes::<SECRET_BYTES>();
        self.offered(officer, host, &secret)
    }

    /// The same secret again, after a code that did not fit.
    pub fn offer_again(&self, officer: &Officer, host: &str, sealed: &str) -> Option<OfferedFactor> {
        Some(self.offered(officer, host, &self.unsealed(officer, sealed)?))
    }

    /// Sets the second factor when the code fits the secret that was offered; `false` when it does not.
    pub async fn set_up_second_factor(
        &self,
        officer: &Officer,
        sealed: &str,
        code: &str,
    ) -> StorageResult<bool> {
        let now = self.world.now();
        let Some(secret) = self.unsealed(officer, sealed) else { return Ok(false) };
        let Some(step) = SecondFactor::new(&secret, "", &officer.login).step_of(code, now) else {
            return Ok(false);
        };
        let stored = self.keys.seal(PersonalField::SecondFactor, &to_hex(&secret), self.world.bytes());
        let entry = self.own_entry(officer, "account.set_second_factor");
        let (id, session) = (officer.account_id, officer.session_id);
        self.db.set_second_factor(id, Some((&stored, step)), session, now, &[entry]).await?;
        Ok(true)
    }

    /// The officer's sessions that are alive.
    pub async fn own_sessions(&self, officer: &Officer) -> StorageResult<Vec<OwnSessionRow>> {
        self.db.sessions_of(officer.account_id, self.world.now(), self.idle_since()).await
    }

    /// Ends one of the officer's own sessions; `false` when she has no such one.
    pub async fn end_own_session(&self, officer: &Officer, session: i64) -> StorageResult<bool> {
        let entry = self.own_entry(officer, "account.end_session");
        self.db.end_session(session, officer.account_id, self.world.now(), &[entry]).await
    }

    /// Ends every session of the officer but this one.
    pub async fn end_own_other_sessions(&self, officer: &Officer) -> StorageResult<()> {
        let entry = self.own_entry(officer, "account.end_other_sessions");
        let (id, session) = (officer.account_id, officer.session_id);
        self.db.end_other_sessions(id, session, self.world.now(), &[entry]).await
    }

    fn offered(&self, officer: &Officer, host: &str, secret: &[u8]) -> OfferedFactor {
        let sealed = self.keys.seal(PersonalField::SecondFactor, &to_hex(secret), self.world.bytes());
        let bound = self.keys.short_hash(Purpose::Csrf, &[&officer.session_id.to_be_bytes(), &sealed], 8);
        OfferedFactor {
            url: SecondFactor::new(secret, host, &officer.login).url(),
            typed: SecondFactor::typed(secret),
            sealed: format!("{}{}", to_hex(&bound), to_hex(&sealed)),
        }
    }

    /// The secret this session was offered.
    fn unsealed(&self, officer: &Officer, text: &str) -> Option<Vec<u8>> {
        let bytes = from_hex(text)?;
        let (bound, sealed) = bytes.split_at_checked(8)?;
        let made = self.keys.short_hash(Purpose::Csrf, &[&officer.session_id.to_be_bytes(), sealed], 8);
        if !crate::keys::same_secret(bound, &made) {
            return None;
        }
        from_hex(&self.keys.open(PersonalField::SecondFactor, sealed)?)
    }
}
