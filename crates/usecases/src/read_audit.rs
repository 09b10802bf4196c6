//! The audit administrator's work: reading the trail, taking it out of the house, checking that it is whole.
//!
//! Reading is an act too, and stands in the trail: not every page (the trail would then mostly tell of being read,
//! and grow by being looked at), but the first look in a session on a day. Exports and checks are each recorded.

use crate::Service;
use crate::officer::{About, Officer};
use domain::Millis;
use storage::{AuditCheck, AuditEntry, AuditPlace, AuditRow, AuditSearch, StorageResult};

/// Entries walked in one request of a check.
pub const CHECKED_AT_ONCE: i64 = 50_000;

const TRAIL: About<'static> = About { kind: "audit", id: "", name: "操作记录" };

impl Service {
    /// Entries before this place (`None`: the newest), newest first.
    pub async fn search_audit(
        &self,
        officer: &Officer,
        search: &AuditSearch,
        before: Option<AuditPlace>,
        limit: i64,
    ) -> StorageResult<Vec<AuditRow>> {
        self.record_first_look(officer).await?;
        self.db.search_audit(search, before, limit).await
    }

    /// One entry.
    pub async fn audit_entry(&self, officer: &Officer, seq: i64) -> StorageResult<Option<AuditRow>> {
        let entry = self.db.audit_entry(seq).await?;
        if entry.is_some() {
            self.record_first_look(officer).await?;
        }
        Ok(entry)
    }

    /// Records that the trail, narrowed like this, is taken out of the house.
    pub async fn record_audit_export(
        &self,
        officer: &Officer,
        search: &AuditSearch,
        reason: &str,
    ) -> StorageResult<()> {
        let limit = |ms: i64| (ms != i64::MIN && ms != i64::MAX).then(|| Millis(ms).to_china_text());
        let detail = serde_json::json!({
            "from": limit(search.from), "to": limit(search.to), "actor": search.actor, "action": search.action,
            "object_kind": search.object_kind, "object_id": search.object_id, "object_name": search.object_name,
            "reason": search.reason,
        });
        let entry = AuditEntry {
            reason: Some(reason.to_owned()),
            detail: Some(detail.to_string()),
            ..self.audit(officer, "audit.export", TRAIL)
        };
        self.db.record(&[entry]).await
    }

    /// Checks the next part of the trail, at most [`CHECKED_AT_ONCE`] entries behind number `after`. Where it ends,
    /// or at the first fault, what was found is recorded: a later check can be compared with it.
    pub async fn check_audit_part(&self, officer: &Officer, after: i64) -> StorageResult<AuditCheck> {
        let check = self.db.check_audit_part(after, CHECKED_AT_ONCE).await?;
        if check.done {
            let fault = check.fault.map(|fault| fault.to_string());
            let detail = serde_json::json!({ "entries": check.entries, "head": check.head, "fault": fault });
            let entry =
                AuditEntry { detail: Some(detail.to_string()), ..self.audit(officer, "audit.check", TRAIL) };
            self.db.record(&[entry]).await?;
        }
        Ok(check)
    }

    /// The latest check that came to its end.
    pub async fn last_audit_check(&self) -> StorageResult<Option<AuditRow>> {
        let search = AuditSearch { action: Some("audit.check".into()), ..AuditSearch::default() };
        Ok(self.db.search_audit(&search, None, 1).await?.into_iter().next())
    }

    async fn record_first_look(&self, officer: &Officer) -> StorageResult<()> {
        let now = self.world.now();
        let midnight = now.in_china().date().at(0, 0, 0, 0);
        let since = Millis::from_china(midnight).map_or(now.0, |at| at.0);
        let session = (officer.account_id, officer.session_id);
        if self.db.was_done_in_session(session, "audit.view", since).await? {
            return Ok(());
        }
        self.db.record(&[self.audit(officer, "audit.view", TRAIL)]).await
    }
}
