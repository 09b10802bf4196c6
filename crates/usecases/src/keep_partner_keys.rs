//! Keys of partners (接口密钥): given, changed for another with an overlap, revoked. A secret is told once, when it
//! is made; it is stored encrypted and stands in no entry of the audit trail and in no log.

use crate::Service;
use crate::keep_partners::By;
use crate::keys::PersonalField;
use domain::Millis;
use std::fmt;
use storage::{AuditEntry, PartnerKeyRow, StorageResult};
use trust::{Algorithm, Key, KeyError, to_hex};

/// Most days two keys may be good beside each other.
pub const MOST_OVERLAP: i64 = 30;
/// A day, ms.
const DAY: i64 = 86_400_000;

/// What kind of key is asked for.
#[derive(Debug, Clone, Copy)]
pub enum KeyAsk<'a> {
    /// A shared secret, made here (HMAC-SM3).
    Secret,
    /// The partner's own public key (SM2), 130 hexadecimal digits.
    Public(&'a str),
}

/// A key that was just given.
#[derive(Clone, PartialEq, Eq)]
pub struct NewKey {
    /// Its public id.
    pub key_id: String,
    /// How it signs.
    pub algorithm: Algorithm,
    /// The secret, 64 hexadecimal digits, told this once; none for a public key.
    pub secret: Option<String>,
}

impl fmt::Debug for NewKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewKey({}, {})", self.key_id, self.algorithm.word())
    }
}

/// How giving a key ended.
#[derive(Debug)]
pub enum KeyGiven {
    /// Done.
    Done(NewKey),
    /// The public key is none.
    Refused(KeyError),
    /// One of the keys it was to replace was revoked meanwhile.
    Conflict,
    /// There is no such partner.
    NoSuch,
}

/// How ending a key ended.
#[derive(Debug, PartialEq, Eq)]
pub enum KeyEnded {
    /// Done: its last moment.
    Done(Millis),
    /// It had ended or was revoked before.
    Over,
    /// There is no such key of this partner.
    NoSuch,
}

impl Service {
    /// Gives a partner a key; with days of overlap the keys that are good now end after them.
    pub async fn give_partner_key(
        &self,
        by: By<'_>,
        partner_id: i64,
        ask: KeyAsk<'_>,
        overlap: Option<i64>,
    ) -> StorageResult<KeyGiven> {
        let Some(partner) = self.db.partner(partner_id).await? else { return Ok(KeyGiven::NoSuch) };
        let (algorithm, text) = match ask {
            KeyAsk::Secret => (Algorithm::HmacSm3, to_hex(&self.world.bytes::<32>())),
            KeyAsk::Public(text) => (Algorithm::Sm2, text.trim().to_lowercase()),
        };
        if let Err(error) = Key::parse(algorithm, &text) {
            return Ok(KeyGiven::Refused(error));
        }
        let key_id = self.new_key_id();
        let material = self.keys.seal(PersonalField::PartnerKey, &text, self.world.bytes());
        let now = self.world.now();
        let entry = |action: &str, key: &str, until: Option<Millis>| {
            let until = until.map(Millis::to_china_text);
            let detail = serde_json::json!({ "after": { "key": key, "until": until } });
            self.about_partner(by, action, (partner_id, &partner.name), Some(detail))
        };
        let mut entries = vec![entry("partner.add_key", &key_id, None)];
        let (key, sealed) = ((key_id.as_str(), partner_id), (algorithm.word(), &material[..]));
        let done = match overlap.map(|days| now.plus(days.clamp(1, MOST_OVERLAP) * DAY)) {
            None => {
                self.db.add_partner_key(key, sealed, now, &entries).await?;
                true
            }
            Some(end) => {
                let keys = self.db.partner_keys(partner_id).await?;
                // What ends sooner by itself is left alone.
                let later = |key: &PartnerKeyRow| key.is_good(now) && key.ends_at.is_none_or(|at| at > end.0);
                let others: Vec<String> = keys.into_iter().filter(later).map(|key| key.key_id).collect();
                entries.extend(others.iter().map(|other| entry("partner.end_key", other, Some(end))));
                self.db.replace_partner_keys(key, sealed, now, (&others, end), &entries).await?
            }
        };
        let secret = (algorithm == Algorithm::HmacSm3).then_some(text);
        Ok(if done { KeyGiven::Done(NewKey { key_id, algorithm, secret }) } else { KeyGiven::Conflict })
    }

    /// Lets a key end after so many days: its successor is in use.
    pub async fn end_partner_key(&self, by: By<'_>, key: (i64, &str), days: i64) -> StorageResult<KeyEnded> {
        let end = self.world.now().plus(days.clamp(1, MOST_OVERLAP) * DAY);
        self.end_key(by, key, (end, false), None).await
    }

    /// Revokes a key at once.
    pub async fn revoke_partner_key(
        &self,
        by: By<'_>,
        key: (i64, &str),
        reason: &str,
    ) -> StorageResult<KeyEnded> {
        self.end_key(by, key, (self.world.now(), true), Some(reason)).await
    }

    async fn end_key(
        &self,
        by: By<'_>,
        (partner_id, key_id): (i64, &str),
        (end, at_once): (Millis, bool),
        reason: Option<&str>,
    ) -> StorageResult<KeyEnded> {
        let found = self.db.partner_key(key_id).await?.filter(|found| found.partner.id == partner_id);
        let Some(found) = found else { return Ok(KeyEnded::NoSuch) };
        // A key that has ended does not come back by ending later.
        if !found.key.is_good(self.world.now()) {
            return Ok(KeyEnded::Over);
        }
        let action = if at_once { "partner.revoke_key" } else { "partner.end_key" };
        let until = (!at_once).then(|| end.to_china_text());
        let detail = serde_json::json!({ "after": { "key": key_id, "until": until } });
        let entry = self.about_partner(by, action, (partner_id, &found.partner.name), Some(detail));
        let reason = reason.map(|r| r.trim().to_owned()).filter(|r| !r.is_empty());
        let entry = AuditEntry { reason, ..entry };
        let done = self.db.end_partner_key((key_id, partner_id), (end, at_once), &[entry]).await?;
        Ok(if done { KeyEnded::Done(end) } else { KeyEnded::Over })
    }

    /// `k` and twelve signs that are not mistaken for one another.
    fn new_key_id(&self) -> String {
        const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
        let signs = self.world.bytes::<12>();
        std::iter::once('k').chain(signs.iter().map(|b| char::from(SIGNS[usize::from(b & 31)]))).collect()
    }
}
