//! Keeping the tree of divisions: rename, put under another manager, add a division or a functional zone, retire,
//! take into use again. A scope follows the managing line, so every change of the tree changes what people may
//! see; the storage does both in one transaction.

use crate::Service;
use crate::officer::{About, Officer};
use domain::division::{Division, Line, Tree};
use domain::{DivisionCode, DivisionLevel};
use storage::{
    AuditEntry, DivisionFilter, Hanging, Listing, NewDivision, OfficeDivision, PlainDivision, StorageResult,
};

/// How a change of the tree ended.
#[derive(Debug)]
pub enum DivisionKept {
    /// Done.
    Done(OfficeDivision),
    /// Somebody else changed it meanwhile: this is what it is now.
    Conflict(OfficeDivision),
    /// There is no such division in the officer's scope.
    NoSuch,
    /// The managing parent is not in the officer's scope, or retired.
    ManagerWrong,
    /// The managing parent is not of a level above; so nobody comes to stand below herself.
    ManagerNotAbove,
    /// The statistical parent that the code names is not in the officer's scope, or retired.
    ParentWrong,
    /// A city cannot be added, and a zone is a district.
    LevelWrong,
    /// The code is taken.
    CodeTaken,
    /// This hangs below and is open.
    Hanging(Hanging),
}

use DivisionKept::{
    CodeTaken, Conflict, Done, LevelWrong, ManagerNotAbove, ManagerWrong, NoSuch, ParentWrong,
};

/// A division to add, as a form gives it.
#[derive(Debug, Clone)]
pub struct NewDivisionForm {
    /// Code; it says the level and the statistical parent.
    pub code: DivisionCode,
    /// Name.
    pub name: String,
    /// A functional zone.
    pub is_zone: bool,
    /// Who manages it, where that is not the statistical parent.
    pub manager: Option<DivisionCode>,
}

impl Service {
    /// A page of the divisions an officer may see, and how many there are in all.
    pub async fn list_divisions(
        &self,
        listing: &Listing,
        filter: &DivisionFilter,
    ) -> StorageResult<(Vec<OfficeDivision>, i64)> {
        self.db.list_divisions(listing, filter).await
    }

    /// A division in the officer's scope.
    pub async fn division_of(&self, officer: &Officer, code: &str) -> StorageResult<Option<OfficeDivision>> {
        self.db.office_division(&officer.scope, code).await
    }

    /// A division in the officer's scope, without what lies below it being counted.
    pub async fn plain_division(
        &self,
        officer: &Officer,
        code: &str,
    ) -> StorageResult<Option<PlainDivision>> {
        self.db.plain_division(&officer.scope, code).await
    }

    /// The way to a division from where the officer's tree begins, as (code, name), the division itself last.
    pub async fn way_to(&self, officer: &Officer, code: &str) -> StorageResult<Vec<(String, String)>> {
        let root = self.db.root_of(&officer.scope).await?;
        let Ok(code) = code.parse() else { return Ok(Vec::new()) };
        let tree = self.tree_above(code).await?;
        let mut way = Vec::new();
        for division in tree.lineage(code, Line::Managing) {
            way.push((division.code.to_string(), division.name.clone()));
            if division.code.as_str() == root {
                break;
            }
        }
        way.reverse();
        Ok(way)
    }

    /// The official name of a place: 县区+街道（乡镇）+社区（村）, along the managing line.
    pub async fn full_name(&self, code: DivisionCode) -> StorageResult<Option<String>> {
        Ok(self.tree_above(code).await?.full_name(code, Line::Managing))
    }

    /// A division and all above it; empty where the stored tree is not one.
    async fn tree_above(&self, code: DivisionCode) -> StorageResult<Tree> {
        let rows = self.db.lineage(code.as_str()).await?;
        let parse = |code: Option<String>| code.and_then(|c| c.parse().ok());
        let divisions = rows.into_iter().filter_map(|(code, name, parent, manager)| {
            let code = code.parse().ok()?;
            Some(Division { code, name, statistical_parent: parse(parent), managing_parent: parse(manager) })
        });
        Ok(Tree::new(divisions).unwrap_or_default())
    }

    /// Adds a division below the one its code names.
    pub async fn add_division(
        &self,
        officer: &Officer,
        form: &NewDivisionForm,
    ) -> StorageResult<DivisionKept> {
        let Some(parent) = form.code.parent() else { return Ok(LevelWrong) };
        if form.is_zone && form.code.level() != DivisionLevel::District {
            return Ok(LevelWrong);
        }
        if self.may_stand(officer, parent.as_str()).await?.is_none() {
            return Ok(ParentWrong);
        }
        let manager = match self.manager(officer, form.code, Some(parent.as_str()), form.manager).await? {
            Ok(manager) => manager,
            Err(why) => return Ok(why),
        };
        let new = NewDivision {
            code: form.code,
            name: form.name.clone(),
            managing_parent: manager.as_ref().map(|(code, _)| code.clone()),
            is_zone: form.is_zone,
        };
        let detail = serde_json::json!({ "after": facts(&new.name, manager.as_ref()) });
        let about = (form.code.as_str(), form.name.as_str());
        let entry = self.about_division(officer, "division.add", about, Some(detail));
        if !self.db.add_division(&new, &[entry]).await? {
            return Ok(CodeTaken);
        }
        Ok(self.division_of(officer, form.code.as_str()).await?.map_or(NoSuch, Done))
    }

    /// Renames a division or gives it another managing parent; `None`: its statistical one manages it.
    pub async fn change_division(
        &self,
        officer: &Officer,
        (code, version): (&str, i64),
        name: &str,
        manager: Option<DivisionCode>,
    ) -> StorageResult<DivisionKept> {
        let Some(before) = self.division_of(officer, code).await? else { return Ok(NoSuch) };
        if before.version != version {
            return Ok(Conflict(before));
        }
        let Ok(own) = code.parse() else { return Ok(NoSuch) };
        let kept = manager.is_some_and(|m| before.managing_parent.as_deref() == Some(m.as_str()));
        let had = before.managing_parent.clone().zip(before.managing_name.clone());
        let manager = if kept {
            had.clone()
        } else {
            match self.manager(officer, own, before.parent.as_deref(), manager).await? {
                Ok(manager) => manager,
                Err(why) => return Ok(why),
            }
        };
        if before.name == name && had == manager {
            return Ok(Done(before));
        }
        let detail = serde_json::json!({
            "before": facts(&before.name, had.as_ref()),
            "after": facts(name, manager.as_ref()),
        });
        let entry = self.about_division(officer, "division.change", (code, name), Some(detail));
        let parent = manager.as_ref().map(|(code, _)| code.as_str());
        let done =
            self.db.change_division((code, version), (name, parent), self.world.now(), &[entry]).await?;
        let now = self.division_of(officer, code).await?.unwrap_or(before);
        Ok(if done { Done(now) } else { Conflict(now) })
    }

    /// Retires a division below which nothing open hangs.
    pub async fn retire_division(
        &self,
        officer: &Officer,
        (code, version): (&str, i64),
        reason: &str,
    ) -> StorageResult<DivisionKept> {
        let Some(before) = self.division_of(officer, code).await? else { return Ok(NoSuch) };
        let hanging = self.db.hanging(code).await?;
        if !hanging.is_empty() {
            return Ok(DivisionKept::Hanging(hanging));
        }
        if before.parent.is_none() {
            return Ok(LevelWrong);
        }
        let entry = AuditEntry {
            reason: Some(reason.trim().to_owned()).filter(|r| !r.is_empty()),
            ..self.about_division(officer, "division.retire", (code, &before.name), None)
        };
        let done = self.db.set_division_retired((code, version), Some(self.world.now()), &[entry]).await?;
        let now = self.division_of(officer, code).await?.unwrap_or(before);
        Ok(if done { Done(now) } else { Conflict(now) })
    }

    /// Takes a retired division into use again; what is above it must be in use.
    pub async fn restore_division(
        &self,
        officer: &Officer,
        (code, version): (&str, i64),
    ) -> StorageResult<DivisionKept> {
        let Some(before) = self.division_of(officer, code).await? else { return Ok(NoSuch) };
        let entry = self.about_division(officer, "division.restore", (code, &before.name), None);
        if self.db.set_division_retired((code, version), None, &[entry]).await? {
            return Ok(self.division_of(officer, code).await?.map_or(NoSuch, Done));
        }
        Ok(if before.version == version { ParentWrong } else { Conflict(before) })
    }

    /// The managing parent as (code, name) to be stored: none where it is the statistical one.
    async fn manager(
        &self,
        officer: &Officer,
        child: DivisionCode,
        parent: Option<&str>,
        manager: Option<DivisionCode>,
    ) -> StorageResult<Result<Option<(String, String)>, DivisionKept>> {
        let Some(manager) = manager.filter(|m| Some(m.as_str()) != parent) else { return Ok(Ok(None)) };
        if manager.level() >= child.level() {
            return Ok(Err(ManagerNotAbove));
        }
        match self.may_stand(officer, manager.as_str()).await? {
            Some(name) => Ok(Ok(Some((manager.to_string(), name)))),
            None => Ok(Err(ManagerWrong)),
        }
    }

    fn about_division(
        &self,
        officer: &Officer,
        action: &str,
        (code, name): (&str, &str),
        detail: Option<serde_json::Value>,
    ) -> AuditEntry {
        let entry = self.audit(officer, action, About { kind: "division", id: code, name });
        AuditEntry { detail: detail.map(|d| d.to_string()), ..entry }
    }
}

fn facts(name: &str, manager: Option<&(String, String)>) -> serde_json::Value {
    serde_json::json!({
        "name": name,
        "managing_parent": manager.map(|(code, _)| code),
        "managing_name": manager.map(|(_, name)| name),
    })
}
