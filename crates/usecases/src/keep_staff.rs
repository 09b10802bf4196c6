//! Keeping staff: take on, rename, move to another hall, retire, take back — each within the officer's scope,
//! each with its entry in the audit trail. What a person was stays, and so does what was laid to her.

use crate::Service;
use crate::officer::{About, Officer};
use domain::WindowCode;
use storage::{
    AuditEntry, Listing, OfficeStaff, ShiftRow, StaffChange, StaffChanged, StaffFilter, StaffPastRow,
    StorageError, StorageResult,
};

/// How a change of a person ended.
#[derive(Debug)]
pub enum StaffKept {
    /// Done: as she is now.
    Done(OfficeStaff),
    /// Somebody else changed her meanwhile: as she is now.
    Conflict(OfficeStaff),
    /// There is no such person in the officer's scope.
    NoSuch,
    /// The hall or department is not in the officer's scope, or closed.
    PlaceWrong,
    /// The number belongs to this person of the same hall.
    NumberTaken(String),
}

impl Service {
    /// A page of the staff an officer may see, and how many there are in all.
    pub async fn list_staff(
        &self,
        listing: &Listing,
        filter: &StaffFilter,
    ) -> StorageResult<(Vec<OfficeStaff>, i64)> {
        self.give_staff_codes().await?;
        self.db.list_staff(listing, filter, self.world.now()).await
    }

    /// A person in the officer's scope.
    pub async fn staff_member(&self, officer: &Officer, id: i64) -> StorageResult<Option<OfficeStaff>> {
        self.db.office_staff(&officer.scope, id).await
    }

    /// Her shifts, the latest first, and what she was before.
    pub async fn staff_records(&self, id: i64) -> StorageResult<(Vec<ShiftRow>, Vec<StaffPastRow>)> {
        Ok((self.db.shifts_of_staff(id, 60).await?, self.db.staff_past(id).await?))
    }

    /// Takes a person on, with a code of her own.
    pub async fn add_staff(&self, officer: &Officer, new: &StaffChange) -> StorageResult<StaffKept> {
        if !self.may_place(officer, new, None).await? {
            return Ok(StaffKept::PlaceWrong);
        }
        for _ in 0..8 {
            let (id, code) = (self.next_id(), WindowCode::from_random(self.world.number()));
            let detail = serde_json::json!({ "after": facts(new), "code": code.to_string() });
            let entry = self.about_staff(officer, "staff.add", (id, &new.name), detail);
            match self.db.add_staff(id, code, new, &[entry]).await? {
                StaffChanged::Done => {
                    let now = self.db.office_staff(&officer.scope, id).await?;
                    return Ok(now.map_or(StaffKept::NoSuch, StaffKept::Done));
                }
                StaffChanged::NumberTaken(name) => return Ok(StaffKept::NumberTaken(name)),
                StaffChanged::CodeTaken | StaffChanged::Stale => {}
            }
        }
        Err(StorageError::Refused("eight staff codes were taken".into()))
    }

    /// Changes name, number or department; with another hall it is a move: her running shift ends, and what
    /// she was put down for later is taken off.
    pub async fn change_staff(
        &self,
        officer: &Officer,
        (id, version): (i64, i64),
        change: &StaffChange,
        reason: &str,
    ) -> StorageResult<StaffKept> {
        let Some(before) = self.staff_member(officer, id).await? else { return Ok(StaffKept::NoSuch) };
        if before.version != version {
            return Ok(StaffKept::Conflict(before));
        }
        if !self.may_place(officer, change, Some(&before)).await? {
            return Ok(StaffKept::PlaceWrong);
        }
        let was = facts_of(&before);
        if was == *change {
            return Ok(StaffKept::Done(before));
        }
        let moves = was.hall_id != change.hall_id;
        let action = if moves { "staff.move" } else { "staff.change" };
        let detail = serde_json::json!({ "before": facts(&was), "after": facts(change) });
        let entry = AuditEntry {
            reason: Some(reason.trim().to_owned()).filter(|r| !r.is_empty()),
            ..self.about_staff(officer, action, (id, &change.name), detail)
        };
        let now = self.world.now();
        let done = self.db.change_staff((id, version), change, moves, now, &[entry]).await?;
        self.after(officer, before, done).await
    }

    /// Retires a person, or takes her back. Her code goes on answering.
    pub async fn retire_staff(
        &self,
        officer: &Officer,
        (id, version): (i64, i64),
        retired: bool,
        reason: &str,
    ) -> StorageResult<StaffKept> {
        let Some(before) = self.staff_member(officer, id).await? else { return Ok(StaffKept::NoSuch) };
        if before.version != version {
            return Ok(StaffKept::Conflict(before));
        }
        let action = if retired { "staff.retire" } else { "staff.restore" };
        let entry = AuditEntry {
            reason: Some(reason.trim().to_owned()).filter(|r| !r.is_empty()),
            ..self.about_staff(officer, action, (id, &before.name), serde_json::Value::Null)
        };
        let now = self.world.now();
        let at = retired.then_some(now);
        let done = self.db.set_staff_retired(&before, version, at, now, &[entry]).await?;
        self.after(officer, before, done).await
    }

    /// Gives a code to everybody who has none: people put in by an import or before there were codes.
    pub async fn give_staff_codes(&self) -> StorageResult<()> {
        // A code that is taken leaves its person for the next round; more rounds than this are a fault.
        for _ in 0..200 {
            let without = self.db.staff_without_code(500).await?;
            if without.is_empty() {
                return Ok(());
            }
            let code = |id| (id, WindowCode::from_random(self.world.number()));
            self.db.give_staff_codes(&without.into_iter().map(code).collect::<Vec<_>>()).await?;
        }
        Err(StorageError::Refused("staff codes ran out".into()))
    }

    async fn after(
        &self,
        officer: &Officer,
        before: OfficeStaff,
        done: StaffChanged,
    ) -> StorageResult<StaffKept> {
        // Her name stands on the page of the window she sits at, and she may have left it.
        self.windows.clear();
        // Moved out of the officer's scope she is no longer hers to see: she is shown as she was.
        let now = self.staff_member(officer, before.id).await?.unwrap_or(before);
        Ok(match done {
            StaffChanged::Done => StaffKept::Done(now),
            StaffChanged::NumberTaken(name) => StaffKept::NumberTaken(name),
            StaffChanged::Stale | StaffChanged::CodeTaken => StaffKept::Conflict(now),
        })
    }

    /// May the officer put a person into this hall, for this department? Both must be open and in her scope;
    /// where she was before she may stay, whatever has become of it.
    async fn may_place(
        &self,
        officer: &Officer,
        change: &StaffChange,
        before: Option<&OfficeStaff>,
    ) -> StorageResult<bool> {
        let scope = &officer.scope;
        if scope.department.is_some() && scope.department != change.department_id {
            return Ok(false);
        }
        let same_hall = before.is_some_and(|b| b.hall_id == change.hall_id);
        if !same_hall && !self.db.is_open_hall(scope, change.hall_id).await? {
            return Ok(false);
        }
        match change.department_id {
            Some(id) if before.is_some_and(|b| b.department_id == Some(id)) => Ok(true),
            Some(id) => Ok(self.db.picked_department(scope, id).await?.is_some()),
            None => Ok(true),
        }
    }

    fn about_staff(
        &self,
        officer: &Officer,
        action: &str,
        (id, name): (i64, &str),
        detail: serde_json::Value,
    ) -> AuditEntry {
        let id = id.to_string();
        let entry = self.audit(officer, action, About { kind: "staff", id: &id, name });
        AuditEntry { detail: (!detail.is_null()).then(|| detail.to_string()), ..entry }
    }
}

fn facts_of(person: &OfficeStaff) -> StaffChange {
    StaffChange {
        name: person.name.clone(),
        number: person.number.clone(),
        hall_id: person.hall_id,
        department_id: person.department_id,
    }
}

fn facts(change: &StaffChange) -> serde_json::Value {
    serde_json::json!({
        "name": change.name, "number": change.number, "hall": change.hall_id, "department": change.department_id,
    })
}
