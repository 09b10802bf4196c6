//! Keeping departments: add, change, close when they have no window left, take up again — each within the
//! officer's scope, each with its entry in the audit trail.

use crate::Service;
use crate::officer::{About, Officer};
use storage::{
    AuditEntry, Department, DepartmentChange, DepartmentFilter, Listing, OfficeDepartment, StorageResult,
};

/// How a change of a department ended.
#[derive(Debug)]
pub enum DepartmentKept {
    /// Done.
    Done(OfficeDepartment),
    /// Somebody else changed it meanwhile: this is what it is now.
    Conflict(OfficeDepartment),
    /// There is no such department in the officer's scope.
    NoSuch,
    /// The division it was to belong to is not in the officer's scope, or retired.
    PlaceWrong,
    /// The department of this name already has the credit code.
    CodeTaken(String),
    /// It still has so many windows in service.
    HasWindows(i64),
}

use DepartmentKept::{CodeTaken, Conflict, Done, HasWindows, NoSuch, PlaceWrong};

impl Service {
    /// A page of the departments an officer may see, and how many there are in all.
    pub async fn list_departments(
        &self,
        listing: &Listing,
        filter: &DepartmentFilter,
    ) -> StorageResult<(Vec<OfficeDepartment>, i64)> {
        self.db.list_departments(listing, filter).await
    }

    /// A department in the officer's scope.
    pub async fn department_of(&self, officer: &Officer, id: i64) -> StorageResult<Option<OfficeDepartment>> {
        self.db.office_department(&officer.scope, id).await
    }

    /// Adds a department.
    pub async fn open_department(
        &self,
        officer: &Officer,
        change: &DepartmentChange,
    ) -> StorageResult<DepartmentKept> {
        let Some(division) = self.may_stand(officer, &change.division_code).await? else {
            return Ok(PlaceWrong);
        };
        if let Some(name) = self.credit_code_taken(change, None).await? {
            return Ok(CodeTaken(name));
        }
        let new = Department {
            id: self.next_id(),
            name: change.name.clone(),
            credit_code: change.credit_code.clone(),
            division_code: Some(change.division_code.clone()),
        };
        let detail = serde_json::json!({ "after": facts(change, &division) });
        let entry = self.about_department(officer, "department.open", (new.id, &new.name), Some(detail));
        self.db.add_department(&new, &[entry]).await?;
        Ok(self.department_of(officer, new.id).await?.map_or(NoSuch, Done))
    }

    /// Changes a department; what it was is kept.
    pub async fn change_department(
        &self,
        officer: &Officer,
        (id, version): (i64, i64),
        change: &DepartmentChange,
    ) -> StorageResult<DepartmentKept> {
        let Some(before) = self.department_of(officer, id).await? else { return Ok(NoSuch) };
        if before.version != version {
            return Ok(Conflict(before));
        }
        let was = DepartmentChange {
            name: before.name.clone(),
            credit_code: before.credit_code.clone(),
            division_code: before.division_code.clone().unwrap_or_default(),
        };
        if was == *change {
            return Ok(Done(before));
        }
        let had = before.division.clone().unwrap_or_default();
        let division = match self.may_stand(officer, &change.division_code).await? {
            Some(division) => division,
            None if was.division_code == change.division_code => had.clone(),
            None => return Ok(PlaceWrong),
        };
        if let Some(name) = self.credit_code_taken(change, Some(id)).await? {
            return Ok(CodeTaken(name));
        }
        let detail = serde_json::json!({ "before": facts(&was, &had), "after": facts(change, &division) });
        let entry = self.about_department(officer, "department.change", (id, &change.name), Some(detail));
        let done = self.db.change_department((id, version), change, self.world.now(), &[entry]).await?;
        self.windows.clear();
        let now = self.department_of(officer, id).await?.unwrap_or(before);
        Ok(if done { Done(now) } else { Conflict(now) })
    }

    /// Closes a department that has no window in service anywhere.
    pub async fn close_department(
        &self,
        officer: &Officer,
        (id, version): (i64, i64),
        reason: &str,
    ) -> StorageResult<DepartmentKept> {
        let Some(before) = self.department_of(officer, id).await? else { return Ok(NoSuch) };
        let windows = self.db.open_windows_of_department(id).await?;
        if windows > 0 {
            return Ok(HasWindows(windows));
        }
        let entry = AuditEntry {
            reason: Some(reason.trim().to_owned()).filter(|r| !r.is_empty()),
            ..self.about_department(officer, "department.close", (id, &before.name), None)
        };
        let done = self.db.close_department((id, version), self.world.now(), &[entry]).await?;
        // Its open work orders go to the hall or the city; what is left by a fault here is placed by the next sweep.
        self.place_work_orders().await?;
        let now = self.department_of(officer, id).await?.unwrap_or(before);
        Ok(if done { Done(now) } else { Conflict(now) })
    }

    /// Takes up a closed department again.
    pub async fn reopen_department(
        &self,
        officer: &Officer,
        (id, version): (i64, i64),
    ) -> StorageResult<DepartmentKept> {
        let Some(before) = self.department_of(officer, id).await? else { return Ok(NoSuch) };
        let division = before.division_code.clone().unwrap_or_default();
        if self.may_stand(officer, &division).await?.is_none() {
            return Ok(PlaceWrong);
        }
        let entry = self.about_department(officer, "department.reopen", (id, &before.name), None);
        let done = self.db.reopen_department((id, version), &[entry]).await?;
        let now = self.department_of(officer, id).await?.unwrap_or(before);
        Ok(if done { Done(now) } else { Conflict(now) })
    }

    /// The name of another department that has the credit code: a code is one organisation's.
    async fn credit_code_taken(
        &self,
        change: &DepartmentChange,
        own: Option<i64>,
    ) -> StorageResult<Option<String>> {
        let Some(code) = &change.credit_code else { return Ok(None) };
        let holder = self.db.department_of_credit_code(code).await?;
        Ok(holder.filter(|(id, _)| Some(*id) != own).map(|(_, name)| name))
    }

    fn about_department(
        &self,
        officer: &Officer,
        action: &str,
        (id, name): (i64, &str),
        detail: Option<serde_json::Value>,
    ) -> AuditEntry {
        let id = id.to_string();
        let entry = self.audit(officer, action, About { kind: "department", id: &id, name });
        AuditEntry { detail: detail.map(|d| d.to_string()), ..entry }
    }
}

fn facts(change: &DepartmentChange, division: &str) -> serde_json::Value {
    serde_json::json!({
        "name": change.name,
        "credit_code": change.credit_code,
        "division": change.division_code,
        "division_name": division,
    })
}
