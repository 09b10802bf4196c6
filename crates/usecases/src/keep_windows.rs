//! Keeping windows: open, rename, move, withdraw, take into service again — each within the officer's scope,
//! each with its entry in the audit trail.

use crate::Service;
use crate::officer::{About, Officer};
use domain::WindowCode;
use storage::{
    AuditEntry, Listing, NewWindow, OfficeWindow, StorageError, StorageResult, WindowChange, WindowFilter,
};

/// How a change in the office ended; `T` is the thing as it is now.
#[derive(Debug)]
pub enum Kept<T> {
    /// Done.
    Done(T),
    /// Somebody else changed it meanwhile: this is what it is now.
    Conflict(T),
    /// There is no such thing in the officer's scope.
    NoSuch,
    /// A place it was to be put in is not in the officer's scope, or closed.
    PlaceWrong,
}

impl Service {
    /// A page of the windows an officer may see, and how many there are in all.
    pub async fn list_windows(
        &self,
        listing: &Listing,
        filter: &WindowFilter,
    ) -> StorageResult<(Vec<OfficeWindow>, i64)> {
        self.db.list_windows(listing, filter).await
    }

    /// A window in the officer's scope.
    pub async fn window_of(&self, officer: &Officer, id: i64) -> StorageResult<Option<OfficeWindow>> {
        self.db.office_window(&officer.scope, id).await
    }

    /// Opens a window with a code of its own.
    pub async fn open_window(
        &self,
        officer: &Officer,
        change: &WindowChange,
    ) -> StorageResult<Kept<OfficeWindow>> {
        let Some(places) = self.may_put(officer, change).await? else { return Ok(Kept::PlaceWrong) };
        for _ in 0..8 {
            let new = NewWindow {
                id: self.next_id(),
                hall_id: change.hall_id,
                department_id: change.department_id,
                code: WindowCode::from_random(self.world.number()),
                name: change.name.clone(),
            };
            let detail = serde_json::json!({ "after": facts(change, &places), "code": new.code.to_string() });
            let entry = self.about_window(officer, "window.open", new.id, &change.name, detail);
            if self.db.open_window(&new, &[entry]).await? {
                let window = self.db.office_window(&officer.scope, new.id).await?;
                return Ok(window.map_or(Kept::NoSuch, Kept::Done));
            }
        }
        Err(StorageError::Refused("eight window codes were taken".into()))
    }

    /// Renames or moves a window; what it was is kept.
    pub async fn change_window(
        &self,
        officer: &Officer,
        (id, version): (i64, i64),
        change: &WindowChange,
    ) -> StorageResult<Kept<OfficeWindow>> {
        let Some(before) = self.window_of(officer, id).await? else { return Ok(Kept::NoSuch) };
        if before.version != version {
            return Ok(Kept::Conflict(before));
        }
        let Some(places) = self.may_put(officer, change).await? else { return Ok(Kept::PlaceWrong) };
        let was = WindowChange {
            name: before.name.clone(),
            hall_id: before.hall_id,
            department_id: before.department_id,
        };
        if was == *change {
            return Ok(Kept::Done(before));
        }
        let detail = serde_json::json!({
            "before": facts(&was, &(before.hall.clone(), before.department.clone())),
            "after": facts(change, &places),
        });
        let entry = self.about_window(officer, "window.change", id, &change.name, detail);
        let done = self.db.change_window((id, version), change, self.world.now(), &[entry]).await?;
        self.windows.clear();
        // Moved out of the officer's own scope it is no longer hers to see: it is shown as it was.
        let now = self.window_of(officer, id).await?.unwrap_or(before);
        Ok(if done { Kept::Done(now) } else { Kept::Conflict(now) })
    }

    /// Withdraws a window, or takes it into service again.
    pub async fn withdraw_window(
        &self,
        officer: &Officer,
        (id, version): (i64, i64),
        withdrawn: bool,
        reason: &str,
    ) -> StorageResult<Kept<OfficeWindow>> {
        let Some(before) = self.window_of(officer, id).await? else { return Ok(Kept::NoSuch) };
        let place = WindowChange {
            name: before.name.clone(),
            hall_id: before.hall_id,
            department_id: before.department_id,
        };
        if !withdrawn && self.may_put(officer, &place).await?.is_none() {
            return Ok(Kept::PlaceWrong);
        }
        let action = if withdrawn { "window.withdraw" } else { "window.reopen" };
        let entry = AuditEntry {
            reason: Some(reason.trim().to_owned()).filter(|r| !r.is_empty()),
            ..self.about_window(officer, action, id, &before.name, serde_json::Value::Null)
        };
        let at = withdrawn.then(|| self.world.now());
        let done = self.db.set_withdrawn((id, version), at, &[entry]).await?;
        self.windows.clear();
        let now = self.window_of(officer, id).await?.unwrap_or(before);
        Ok(if done { Kept::Done(now) } else { Kept::Conflict(now) })
    }

    /// The names of this hall and department, if the officer may put a window there: both must be open and hers.
    async fn may_put(
        &self,
        officer: &Officer,
        change: &WindowChange,
    ) -> StorageResult<Option<(String, String)>> {
        let hall = self.db.picked_hall(&officer.scope, change.hall_id).await?;
        let department = self.db.picked_department(&officer.scope, change.department_id).await?;
        Ok(hall.zip(department).map(|(hall, department)| (hall.name, department.name)))
    }

    fn about_window(
        &self,
        officer: &Officer,
        action: &str,
        id: i64,
        name: &str,
        detail: serde_json::Value,
    ) -> AuditEntry {
        let id = id.to_string();
        let entry = self.audit(officer, action, About { kind: "window", id: &id, name });
        AuditEntry { detail: (!detail.is_null()).then(|| detail.to_string()), ..entry }
    }
}

fn facts(change: &WindowChange, (hall, department): &(String, String)) -> serde_json::Value {
    serde_json::json!({
        "name": change.name,
        "hall": change.hall_id,
        "hall_name": hall,
        "department": change.department_id,
        "department_name": department,
    })
}
