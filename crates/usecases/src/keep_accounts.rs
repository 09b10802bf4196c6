//! What the two administrators of accounts see, and the steps that lead to a change in [`crate::manage_accounts`]:
//! lists, places a scope can be chosen from, names.

use crate::Service;
use crate::manage_accounts::AccountChange;
use crate::officer::Officer;
use domain::{Role, RolePlace};
use storage::{
    AccountFilter, AuditEntry, AuditRow, Grant, Listing, OfficeAccount, PlaceChoice, PlaceKind, PlaceNames,
    StorageResult,
};

/// Which kind of place a role's scope names; none for the whole city.
pub fn place_kind(role: Role) -> Option<PlaceKind> {
    match role.place() {
        RolePlace::City => None,
        RolePlace::District => Some(PlaceKind::Division("district")),
        RolePlace::Town => Some(PlaceKind::Division("town")),
        RolePlace::Village => Some(PlaceKind::Division("village")),
        RolePlace::Department => Some(PlaceKind::Department),
        RolePlace::Hall => Some(PlaceKind::Hall),
        RolePlace::Person => Some(PlaceKind::Staff),
    }
}

impl Service {
    /// A page of the accounts, and how many there are in all.
    pub async fn list_accounts(
        &self,
        listing: &Listing,
        filter: &AccountFilter,
    ) -> StorageResult<(Vec<OfficeAccount>, i64)> {
        self.db.list_accounts(listing, filter).await
    }

    /// An account.
    pub async fn office_account(&self, id: i64) -> StorageResult<Option<OfficeAccount>> {
        self.db.office_account(id).await
    }

    /// How many sessions of an account are alive.
    pub async fn live_sessions(&self, account_id: i64) -> StorageResult<i64> {
        self.db.live_sessions_of(account_id, self.world.now(), self.idle_since()).await
    }

    /// What administrators did to an account, newest first; when the person signed in is the audit
    /// administrator's to read.
    pub async fn acts_on_account(&self, account_id: i64) -> StorageResult<Vec<AuditRow>> {
        self.db.acts_on_account(account_id, 50).await
    }

    /// Gives the person of an account another name.
    pub async fn rename_account(
        &self,
        officer: &Officer,
        (account_id, version): (i64, i64),
        name: &str,
    ) -> StorageResult<AccountChange> {
        let account = match self.other_account(officer, account_id).await? {
            Ok(account) => account,
            Err(change) => return Ok(change),
        };
        let detail = serde_json::json!({ "before": { "name": account.name }, "after": { "name": name } });
        let entry = AuditEntry {
            detail: Some(detail.to_string()),
            ..self.about_account(officer, &account, "account.rename", "")
        };
        let done = self.db.rename_account((account_id, version), name, &[entry]).await?;
        Ok(if done { AccountChange::Done } else { AccountChange::Conflict })
    }

    /// Places that a role's scope can name, by words; nothing for roles of the city.
    pub async fn places_for(&self, role: Role, words: &str, limit: i64) -> StorageResult<Vec<PlaceChoice>> {
        match place_kind(role) {
            Some(kind) => self.db.pick_places(kind, words, limit).await,
            None => Ok(Vec::new()),
        }
    }

    /// Role and scope that a role and a chosen place make; `None` when there is no such place of the kind the
    /// role needs.
    pub async fn grant_for(&self, role: Role, place: &str) -> StorageResult<Option<Grant>> {
        let scope = match place_kind(role) {
            Some(kind) => self.db.scope_of_place(kind, place).await?,
            None => place.is_empty().then(Grant::default),
        };
        Ok(scope.map(|scope| Grant { role: Some(role.word().to_owned()), ..scope }))
    }

    /// The parts of a scope by name.
    pub async fn names_of_scope(&self, grant: &Grant) -> StorageResult<PlaceNames> {
        self.db.names_of(grant).await
    }
}
