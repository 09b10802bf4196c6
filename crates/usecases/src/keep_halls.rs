//! Keeping halls: open, rename, move to another division, close with their windows, open again — each within
//! the officer's scope, each with its entry in the audit trail.

use crate::Service;
use crate::keep_windows::Kept;
use crate::officer::{About, Officer};
use domain::DivisionLevel;
use storage::{AuditEntry, Hall, HallChange, HallFilter, Listing, OfficeHall, StorageResult};

impl Service {
    /// A page of the halls an officer may see, and how many there are in all.
    pub async fn list_halls(
        &self,
        listing: &Listing,
        filter: &HallFilter,
    ) -> StorageResult<(Vec<OfficeHall>, i64)> {
        self.db.list_halls(listing, filter).await
    }

    /// A hall in the officer's scope.
    pub async fn hall_of(&self, officer: &Officer, id: i64) -> StorageResult<Option<OfficeHall>> {
        self.db.office_hall(&officer.scope, id).await
    }

    /// The official name of a hall in this division: 县区+街道（乡镇）+社区（村） and what such a hall is called.
    pub async fn suggested_hall_name(&self, division: &str) -> StorageResult<Option<String>> {
        let Ok(code) = division.parse::<domain::DivisionCode>() else { return Ok(None) };
        let kind = match code.level() {
            DivisionLevel::City | DivisionLevel::District => "政务服务中心",
            DivisionLevel::Town => "便民服务中心",
            DivisionLevel::Village => "便民服务点",
        };
        Ok(self.full_name(code).await?.map(|name| format!("{name}{kind}")))
    }

    /// Opens a hall.
    pub async fn open_hall(&self, officer: &Officer, change: &HallChange) -> StorageResult<Kept<OfficeHall>> {
        let Some(division) = self.may_stand(officer, &change.division_code).await? else {
            return Ok(Kept::PlaceWrong);
        };
        let new = Hall {
            id: self.next_id(),
            division_code: change.division_code.clone(),
            name: change.name.clone(),
            address: change.address.clone(),
        };
        let detail = serde_json::json!({ "after": facts(change, &division) });
        let entry = self.about_hall(officer, "hall.open", (new.id, &new.name), Some(detail));
        self.db.add_hall(&new, &[entry]).await?;
        Ok(self.hall_of(officer, new.id).await?.map_or(Kept::NoSuch, Kept::Done))
    }

    /// Renames or moves a hall; what it was is kept.
    pub async fn change_hall(
        &self,
        officer: &Officer,
        (id, version): (i64, i64),
        change: &HallChange,
    ) -> StorageResult<Kept<OfficeHall>> {
        let Some(before) = self.hall_of(officer, id).await? else { return Ok(Kept::NoSuch) };
        if before.version != version {
            return Ok(Kept::Conflict(before));
        }
        let was = HallChange {
            name: before.name.clone(),
            address: before.address.clone(),
            division_code: before.division_code.clone(),
        };
        if was == *change {
            return Ok(Kept::Done(before));
        }
        let moved = was.division_code != change.division_code;
        let division = match self.may_stand(officer, &change.division_code).await? {
            Some(division) => division,
            // A hall whose division was retired may be renamed where it stands.
            None if !moved => before.division.clone(),
            None => return Ok(Kept::PlaceWrong),
        };
        let action = if moved { "hall.move" } else { "hall.change" };
        let detail = serde_json::json!({
            "before": facts(&was, &before.division),
            "after": facts(change, &division),
        });
        let entry = self.about_hall(officer, action, (id, &change.name), Some(detail));
        let done = self.db.change_hall((id, version), change, self.world.now(), &[entry]).await?;
        self.windows.clear();
        let now = self.hall_of(officer, id).await?.unwrap_or(before);
        Ok(if done { Kept::Done(now) } else { Kept::Conflict(now) })
    }

    /// Closes a hall and withdraws its windows with it, if they are as many as the officer was shown.
    pub async fn close_hall(
        &self,
        officer: &Officer,
        (id, version): (i64, i64),
        shown: u64,
        reason: &str,
    ) -> StorageResult<Kept<OfficeHall>> {
        let Some(before) = self.hall_of(officer, id).await? else { return Ok(Kept::NoSuch) };
        let windows = self.db.open_windows_of(id).await?;
        if before.retired_at.is_some() || before.version != version || windows.len() as u64 != shown {
            return Ok(Kept::Conflict(before));
        }
        let reason = Some(reason.trim().to_owned()).filter(|r| !r.is_empty());
        let because = |entry| AuditEntry { reason: reason.clone(), ..entry };
        let detail = serde_json::json!({ "windows": windows.len() });
        let mut entries =
            vec![because(self.about_hall(officer, "hall.close", (id, &before.name), Some(detail)))];
        for (window, name) in &windows {
            let window = window.to_string();
            let about = About { kind: "window", id: &window, name };
            entries.push(because(self.audit(officer, "window.withdraw", about)));
        }
        let done = self.db.close_hall((id, version), shown, self.world.now(), &entries).await?;
        self.windows.clear();
        let now = self.hall_of(officer, id).await?.unwrap_or(before);
        Ok(if done { Kept::Done(now) } else { Kept::Conflict(now) })
    }

    /// Opens a closed hall again; its windows stay withdrawn. Its division must be in use.
    pub async fn reopen_hall(
        &self,
        officer: &Officer,
        (id, version): (i64, i64),
    ) -> StorageResult<Kept<OfficeHall>> {
        let Some(before) = self.hall_of(officer, id).await? else { return Ok(Kept::NoSuch) };
        if self.may_stand(officer, &before.division_code).await?.is_none() {
            return Ok(Kept::PlaceWrong);
        }
        let entry = self.about_hall(officer, "hall.reopen", (id, &before.name), None);
        let done = self.db.reopen_hall((id, version), &[entry]).await?;
        self.windows.clear();
        let now = self.hall_of(officer, id).await?.unwrap_or(before);
        Ok(if done { Kept::Done(now) } else { Kept::Conflict(now) })
    }

    /// The name of this division, if it is in use and the officer's.
    pub(crate) async fn may_stand(&self, officer: &Officer, division: &str) -> StorageResult<Option<String>> {
        Ok(self.db.picked_division(&officer.scope, division).await?.map(|row| row.name))
    }

    fn about_hall(
        &self,
        officer: &Officer,
        action: &str,
        (id, name): (i64, &str),
        detail: Option<serde_json::Value>,
    ) -> AuditEntry {
        let id = id.to_string();
        let entry = self.audit(officer, action, About { kind: "hall", id: &id, name });
        AuditEntry { detail: detail.map(|d| d.to_string()), ..entry }
    }
}

fn facts(change: &HallChange, division: &str) -> serde_json::Value {
    serde_json::json!({
        "name": change.name,
        "address": change.address,
        "division": change.division_code,
        "division_name": division,
    })
}
