//! The audit trail: every change in the office and every view of personal data, in one order, each entry
//! sealed with the one before (SM3, GB/T 32905-2016). An entry is written in the transaction of the change
//! it tells of: there is no change without its entry, and no entry without its change.
//!
//! To record a change: `recording!(self, &entries, |tx| …)` instead of `writing!`.

use crate::log::{Hash, number, text};
use crate::{Db, StorageResult};
use sm3::{Digest, Sm3};

statements! {
    AUDIT_HEAD = "SELECT seq, chain FROM audit_entry ORDER BY seq DESC LIMIT 1";
    INSERT_AUDIT = "INSERT INTO audit_entry (seq, at, account_id, actor, role, action, object_kind, object_id,
        object_name, reason, detail, session_id, chain) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    WALK_AUDIT = "SELECT seq, at, account_id, actor, role, action, object_kind, object_id, object_name, reason,
        detail, session_id, chain FROM audit_entry WHERE seq > $1 ORDER BY seq LIMIT $2";
    AUDIT_OF_OBJECT = "SELECT seq, at, account_id, actor, role, action, object_kind, object_id, object_name, reason,
        detail, session_id, chain FROM audit_entry WHERE object_kind = $1 AND object_id = $2
        ORDER BY seq DESC LIMIT $3";
}

/// What was done, by whom, to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When, ms.
    pub at: i64,
    /// The account; nobody for the command line and for jobs.
    pub account_id: Option<i64>,
    /// Login, or what acted.
    pub actor: String,
    /// Word of the role it acted in.
    pub role: Option<String>,
    /// Word of the act, e.g. `window.change`.
    pub action: String,
    /// Kind of the object, e.g. `window`.
    pub object_kind: String,
    /// Its id or code.
    pub object_id: String,
    /// Its name at that time.
    pub object_name: String,
    /// Why, in the person's words.
    pub reason: Option<String>,
    /// What changed, JSON.
    pub detail: Option<String>,
    /// The session it was done in.
    pub session_id: Option<i64>,
}

/// An entry as it stands in the trail.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AuditRow {
    /// Number, without gaps.
    pub seq: i64,
    /// When, ms.
    pub at: i64,
    /// The account.
    pub account_id: Option<i64>,
    /// Login, or what acted.
    pub actor: String,
    /// Word of the role.
    pub role: Option<String>,
    /// Word of the act.
    pub action: String,
    /// Kind of the object.
    pub object_kind: String,
    /// Its id or code.
    pub object_id: String,
    /// Its name at that time.
    pub object_name: String,
    /// Why.
    pub reason: Option<String>,
    /// What changed, JSON.
    pub detail: Option<String>,
    /// The session.
    pub session_id: Option<i64>,
    /// Seal.
    pub chain: Vec<u8>,
}

impl AuditRow {
    fn entry(&self) -> AuditEntry {
        AuditEntry {
            at: self.at,
            account_id: self.account_id,
            actor: self.actor.clone(),
            role: self.role.clone(),
            action: self.action.clone(),
            object_kind: self.object_kind.clone(),
            object_id: self.object_id.clone(),
            object_name: self.object_name.clone(),
            reason: self.reason.clone(),
            detail: self.detail.clone(),
            session_id: self.session_id,
        }
    }
}

/// The seal of an entry behind the one before. Every part is preceded by its length.
fn seal(before: &[u8], seq: i64, entry: &AuditEntry) -> Hash {
    let mut hash = Sm3::new();
    hash.update(before);
    for value in [Some(seq), Some(entry.at), entry.account_id, entry.session_id] {
        number(&mut hash, value);
    }
    let words = [&entry.actor, &entry.action, &entry.object_kind, &entry.object_id, &entry.object_name];
    for word in words {
        text(&mut hash, Some(word));
    }
    for word in [&entry.role, &entry.reason, &entry.detail] {
        text(&mut hash, word.as_deref());
    }
    hash.finalize().into()
}

/// Numbers and seals entries behind the head.
pub(crate) fn sealed(head: Option<(i64, Vec<u8>)>, entries: &[AuditEntry]) -> Vec<(i64, Hash, &AuditEntry)> {
    let (mut seq, mut chain) = head.unwrap_or_default();
    entries
        .iter()
        .map(|entry| {
            seq += 1;
            let hash = seal(&chain, seq, entry);
            chain = hash.to_vec();
            (seq, hash, entry)
        })
        .collect()
}

/// Like `writing!`, with the entries that tell of it appended in the same transaction. A body that returns
/// early changes nothing and records nothing.
macro_rules! recording {
    ($db:expr, $entries:expr, |$tx:ident| $body:expr) => {
        writing!($db, |$tx| {
            let value = $body;
            let head = sqlx::query_as($crate::audit::AUDIT_HEAD).fetch_optional(&mut *$tx).await?;
            for (seq, chain, e) in $crate::audit::sealed(head, $entries) {
                let row = sqlx::query($crate::audit::INSERT_AUDIT).bind(seq).bind(e.at).bind(e.account_id);
                let row = row.bind(&e.actor).bind(&e.role).bind(&e.action).bind(&e.object_kind);
                let row = row.bind(&e.object_id).bind(&e.object_name).bind(&e.reason).bind(&e.detail);
                row.bind(e.session_id).bind(&chain[..]).execute(&mut *$tx).await?;
            }
            value
        })
    };
}

/// Result of walking the trail, or the part of it so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditCheck {
    /// Number of the last entry walked.
    pub entries: i64,
    /// Beginning of its seal, hexadecimal; kept elsewhere it shows later whether the end was cut off.
    pub head: String,
    /// The first thing found wrong; the walk ends there.
    pub fault: Option<AuditFault>,
    /// The end was reached.
    pub done: bool,
}

/// What is wrong with the trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuditFault {
    /// A number is missing: an entry was removed.
    #[error("第 {0} 条记录缺失")]
    Missing(i64),
    /// The entry does not follow from the one before: it was changed or put in.
    #[error("第 {0} 条记录与前一条接不上，被改动过，或是后来插入的")]
    Broken(i64),
}

impl Db {
    /// Records what changes no table: a view of personal data, a sign-in that failed, an export.
    pub async fn record(&self, entries: &[AuditEntry]) -> StorageResult<()> {
        recording!(self, entries, |tx| {
            let _ = &tx;
        });
        Ok(())
    }

    /// Walks the whole trail and recomputes every seal.
    pub async fn check_audit(&self) -> StorageResult<AuditCheck> {
        self.check_audit_part(0, i64::MAX).await
    }

    /// Walks at most `most` entries behind number `after`, whose seal is taken as it stands: it was checked
    /// with the part before.
    pub async fn check_audit_part(&self, after: i64, most: i64) -> StorageResult<AuditCheck> {
        let before = if after > 0 { self.audit_after(after - 1, 1).await? } else { Vec::new() };
        let before = before.into_iter().find(|row| row.seq == after);
        let (mut seq, mut chain) = before.map(|row| (row.seq, row.chain)).unwrap_or_default();
        let (mut fault, mut done, mut left) = (None, false, most);
        while fault.is_none() && !done && left > 0 {
            let page = left.min(1000);
            let rows = self.audit_after(seq, page).await?;
            done = (rows.len() as i64) < page;
            left -= page;
            for row in rows {
                if row.seq != seq + 1 {
                    fault = Some(AuditFault::Missing(seq + 1));
                } else if row.chain != seal(&chain, row.seq, &row.entry()) {
                    fault = Some(AuditFault::Broken(row.seq));
                }
                if fault.is_some() {
                    break;
                }
                (seq, chain) = (row.seq, row.chain);
            }
        }
        let head = chain.iter().take(8).map(|b| format!("{b:02x}")).collect();
        Ok(AuditCheck { entries: seq, head, fault, done: done || fault.is_some() })
    }

    /// Entries after a number, in order: for export.
    pub async fn audit_after(&self, seq: i64, limit: i64) -> StorageResult<Vec<AuditRow>> {
        Ok(reading!(self, |pool| { sqlx::query_as(WALK_AUDIT).bind(seq).bind(limit).fetch_all(pool).await? }))
    }

    /// The newest entries about one object.
    pub async fn audit_of(&self, kind: &str, id: &str, limit: i64) -> StorageResult<Vec<AuditRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(AUDIT_OF_OBJECT).bind(kind).bind(id).bind(limit).fetch_all(pool).await?
        }))
    }
}
