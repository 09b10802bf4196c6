//! Who calls: a partner (a business system that hands over cases), known by the signature of its request.

use crate::keys::PersonalField;
use crate::{PartnerLink, Service};
use domain::Millis;
use std::collections::HashMap;
use std::sync::Arc;
use storage::{PartnerArea, PartnerKeyRow, PartnerOccurrenceRow, PartnerRow, StorageResult};
use trust::{Algorithm, Authorization, Key};

/// A request as it came.
#[derive(Debug, Clone, Copy)]
pub struct SignedRequest<'a> {
    /// What it says of itself.
    pub authorization: &'a Authorization,
    /// Its method.
    pub method: &'a str,
    /// Path and query, as they were sent.
    pub target: &'a str,
    /// SM3 of the body, hexadecimal.
    pub digest: &'a str,
}

/// A partner that has proved who it is.
#[derive(Debug, Clone)]
pub struct Partner {
    /// The partner.
    pub row: PartnerRow,
    /// The key it signed with.
    pub key_id: String,
    /// What it may hand over.
    pub areas: Arc<Areas>,
}

/// What a partner may hand over: divisions, each with the departments (by 统一社会信用代码) it is narrowed to; none
/// means every department there.
#[derive(Debug, Default)]
pub struct Areas(HashMap<String, Vec<String>>);

impl Areas {
    fn of(rows: Vec<PartnerArea>) -> Areas {
        let mut whole = HashMap::new();
        let mut areas: HashMap<String, Vec<String>> = HashMap::new();
        for row in rows {
            let departments = areas.entry(row.code.clone()).or_default();
            match (row.narrowed, row.credit_code) {
                (false, _) => drop(whole.insert(row.code, ())),
                (true, Some(code)) => departments.push(code),
                // A department without a code is never named by a case.
                (true, None) => departments.push(String::new()),
            }
        }
        areas.iter_mut().filter(|(code, _)| whole.contains_key(*code)).for_each(|(_, d)| d.clear());
        Areas(areas)
    }

    /// May a case of this division be handed over that names these departments?
    pub fn holds(&self, division: &str, departments: [Option<&str>; 2]) -> bool {
        let Some(only) = self.0.get(division) else { return false };
        only.is_empty() || departments.into_iter().flatten().any(|d| only.iter().any(|code| code == d))
    }
}

/// Why a request is not let in. What a key's id tells is the same whether it exists or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Unknown, ended or revoked key, disabled partner, or a signature that is not its own.
    Signature,
    /// Its time is more than five minutes off.
    Time,
    /// The nonce was used before.
    Replay,
}

impl Service {
    /// Is this key there, good, and its time near enough? Asked before a body is read: who has no key sends none.
    pub async fn may_send(&self, sent: &Authorization) -> StorageResult<Result<(), Refused>> {
        let now = self.world.now();
        let found = self.db.partner_key(&sent.key).await?;
        Ok(match found.is_some_and(|found| found.is_good(now)) {
            false => Err(Refused::Signature),
            true if !sent.is_timely(now.0) => Err(Refused::Time),
            true => Ok(()),
        })
    }

    /// The partner that signed a request, if everything is right; takes the nonce.
    pub async fn partner_of(&self, request: &SignedRequest<'_>) -> StorageResult<Result<Partner, Refused>> {
        let (sent, now) = (request.authorization, self.world.now());
        let Some(found) = self.db.partner_key(&sent.key).await? else { return Ok(Err(Refused::Signature)) };
        let is_good = found.is_good(now);
        let signed = self
            .open_key(&found.key)
            .is_some_and(|key| sent.is_signed(&key, request.method, request.target, request.digest));
        if !is_good || !signed {
            return Ok(Err(Refused::Signature));
        }
        if !sent.is_timely(now.0) {
            return Ok(Err(Refused::Time));
        }
        if !self.db.take_nonce(&sent.key, &sent.nonce, now).await? {
            return Ok(Err(Refused::Replay));
        }
        let areas = Arc::new(Areas::of(self.db.partner_areas(found.partner.id).await?));
        Ok(Ok(Partner { key_id: found.key.key_id, row: found.partner, areas }))
    }

    /// Is the partner's key still good? Asked again while a long call is being done.
    pub async fn is_still_trusted(&self, partner: &Partner) -> StorageResult<bool> {
        let found = self.db.partner_key(&partner.key_id).await?;
        Ok(found.is_some_and(|found| found.is_good(self.world.now())))
    }

    /// The link of an occurrence that can be used, if there is one.
    pub async fn live_link(&self, occurrence: i64) -> StorageResult<Option<PartnerLink>> {
        let links = self.db.live_links(&[occurrence], self.world.now()).await?;
        Ok(links
            .last()
            .map(|link| PartnerLink { token: self.link_token(link.id), expires_at: Millis(link.expires_at) }))
    }

    /// Another link for an occurrence, in place of those it has; `None` when its time is over.
    pub async fn renew_link(&self, occurrence: &PartnerOccurrenceRow) -> StorageResult<Option<PartnerLink>> {
        let (now, expires_at) = (self.world.now(), self.link_end(Millis(occurrence.rate_until)));
        if expires_at <= now {
            return Ok(None);
        }
        let link = self.new_link(expires_at);
        self.db.replace_links(occurrence.id, &link, now).await?;
        Ok(Some(PartnerLink { token: self.link_token(link.id), expires_at }))
    }

    /// A key's text, encrypted as it is kept.
    pub fn sealed_key(&self, text: &str) -> Vec<u8> {
        self.keys.seal(PersonalField::PartnerKey, text, self.world.bytes())
    }

    /// Encrypts what a call was answered.
    pub fn seal_answer(&self, text: &str) -> Vec<u8> {
        self.keys.seal(PersonalField::Answer, text, self.world.bytes())
    }

    /// Decrypts it.
    pub fn open_answer(&self, sealed: &[u8]) -> Option<String> {
        self.keys.open(PersonalField::Answer, sealed)
    }

    /// The key itself; `None` when the key file has lost what it was encrypted with.
    pub(crate) fn open_key(&self, row: &PartnerKeyRow) -> Option<Key> {
        let algorithm = Algorithm::from_word(&row.algorithm)?;
        let text = self.keys.open(PersonalField::PartnerKey, &row.material)?;
        Key::parse(algorithm, &text).ok()
    }
}
