//! Keeping items: put in, change (a new version each time), retire, and say which window handles which — each
//! within the officer's scope, each with its entry in the audit trail.

use crate::Service;
use crate::officer::{About, Officer};
use domain::item::{ItemField, ItemRecord, TimeLimit};
use domain::item_code::ItemCodeRule;
use std::collections::{BTreeSet, HashMap};
use storage::{
    AuditEntry, ItemContent, ItemFilter, ItemRow, ItemVersionRow, ItemWindowRow, Listing, OfficeWindow,
    StorageResult,
};

/// Most windows of one item that are shown.
pub const ITEM_WINDOWS: i64 = 500;

/// How a change of an item ended.
#[derive(Debug)]
pub enum ItemKept {
    /// Done: as it is now.
    Done(ItemRow),
    /// Somebody else changed it meanwhile: as it is now.
    Conflict(ItemRow),
    /// There is no such item in the officer's scope.
    NoSuch,
    /// The department is not in the officer's scope, or closed.
    PlaceWrong,
    /// The code is there already.
    Taken,
}

/// An item's fields as a row of the list has them: what a form is filled with and read back from.
pub fn item_cells(row: &ItemRow) -> HashMap<ItemField, String> {
    use ItemField as F;
    let c = &row.content;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let number = |value: Option<i64>| value.map(|n| n.to_string()).unwrap_or_default();
    HashMap::from([
        (F::TaskCode, row.code.clone()),
        (F::TaskName, c.name.clone()),
        (F::TaskType, c.item_type.clone()),
        (F::DeptCode, text(&c.dept_code)),
        (F::ProjectType, text(&c.case_kind)),
        (F::PromiseDay, number(c.promised)),
        (F::PromiseType, text(&c.promised_unit)),
        (F::AnticipateDay, number(c.legal)),
        (F::AnticipateType, text(&c.legal_unit)),
        (F::ServiceObject, c.service_objects.clone()),
        (F::ExerciseLevel, text(&c.exercise_level)),
        (F::HandleForm, c.handle_forms.clone()),
        (F::SubMatter, text(&c.theme)),
    ])
}

/// The stored item, checked again; nothing when the rule of codes has been changed since.
pub fn item_record(row: &ItemRow, rule: &ItemCodeRule) -> Option<ItemRecord> {
    let cells = item_cells(row);
    ItemRecord::parse(|field| cells.get(&field).map_or("", String::as_str), rule).ok()
}

/// A checked item as it is stored, for this department.
pub fn item_content(record: &ItemRecord, department_id: Option<i64>) -> ItemContent {
    let limit =
        |limit: Option<TimeLimit>| limit.map(|l| (i64::from(l.amount), l.unit.code().to_owned())).unzip();
    let ((promised, promised_unit), (legal, legal_unit)) = (limit(record.promised), limit(record.legal));
    let joined = |codes: Vec<&str>| codes.join(",");
    ItemContent {
        name: record.name.clone(),
        item_type: record.task_type.code().to_owned(),
        department_id,
        dept_code: record.department.map(|code| code.as_str().to_owned()),
        case_kind: record.case_kind.map(|kind| kind.code().to_owned()),
        promised,
        promised_unit,
        legal,
        legal_unit,
        service_objects: joined(record.service_objects.iter().map(|o| o.code()).collect()),
        exercise_level: record.exercise_level.map(|level| level.code().to_owned()),
        handle_forms: joined(record.handle_forms.iter().map(|f| f.code()).collect()),
        theme: record.theme.clone(),
    }
}

impl Service {
    /// A page of the items an officer may see, and how many there are in all.
    pub async fn list_items(
        &self,
        listing: &Listing,
        filter: &ItemFilter,
    ) -> StorageResult<(Vec<ItemRow>, i64)> {
        self.db.list_items(listing, filter).await
    }

    /// An item in the officer's scope.
    pub async fn item_of(&self, officer: &Officer, code: &str) -> StorageResult<Option<ItemRow>> {
        self.db.item(&officer.scope, code).await
    }

    /// What it was before, the latest first.
    pub async fn item_versions(&self, code: &str) -> StorageResult<Vec<ItemVersionRow>> {
        self.db.item_versions(code, 100).await
    }

    /// Puts an item in.
    pub async fn add_item(
        &self,
        officer: &Officer,
        record: &ItemRecord,
        department: Option<i64>,
    ) -> StorageResult<ItemKept> {
        if !self.may_hold(officer, department).await? {
            return Ok(ItemKept::PlaceWrong);
        }
        let (content, code) = (item_content(record, department), record.code.whole());
        let detail = serde_json::json!({ "after": facts(&content) });
        let entry = self.about_item(officer, "item.add", (code, &content.name), detail);
        let codes = (code, record.code.task_code.as_str(), record.code.handle_item.as_deref());
        if !self.db.add_item(codes, &content, &[entry]).await? {
            return Ok(ItemKept::Taken);
        }
        Ok(self.item_of(officer, code).await?.map_or(ItemKept::NoSuch, ItemKept::Done))
    }

    /// Makes a new version of an item; the one before stays readable.
    pub async fn change_item(
        &self,
        officer: &Officer,
        (code, version): (&str, i64),
        record: &ItemRecord,
        department: Option<i64>,
    ) -> StorageResult<ItemKept> {
        let Some(before) = self.item_of(officer, code).await? else { return Ok(ItemKept::NoSuch) };
        if before.version != version {
            return Ok(ItemKept::Conflict(before));
        }
        if department != before.content.department_id && !self.may_hold(officer, department).await? {
            return Ok(ItemKept::PlaceWrong);
        }
        let content = item_content(record, department);
        if content == before.content {
            return Ok(ItemKept::Done(before));
        }
        let detail = serde_json::json!({ "before": facts(&before.content), "after": facts(&content) });
        let entry = self.about_item(officer, "item.change", (code, &content.name), detail);
        let done = self.db.change_item((code, version), &content, self.world.now(), &[entry]).await?;
        let now = self.item_of(officer, code).await?.unwrap_or(before);
        Ok(if done { ItemKept::Done(now) } else { ItemKept::Conflict(now) })
    }

    /// Retires an item, or takes it into use again.
    pub async fn retire_item(
        &self,
        officer: &Officer,
        (code, version): (&str, i64),
        retired: bool,
        reason: &str,
    ) -> StorageResult<ItemKept> {
        let Some(before) = self.item_of(officer, code).await? else { return Ok(ItemKept::NoSuch) };
        let action = if retired { "item.retire" } else { "item.restore" };
        let entry = AuditEntry {
            reason: Some(reason.trim().to_owned()).filter(|r| !r.is_empty()),
            ..self.about_item(officer, action, (code, &before.content.name), serde_json::Value::Null)
        };
        let now = self.world.now();
        let at = retired.then_some(now);
        let done = self.db.set_item_retired((code, version), at, now, &[entry]).await?;
        let now = self.item_of(officer, code).await?.unwrap_or(before);
        Ok(if done { ItemKept::Done(now) } else { ItemKept::Conflict(now) })
    }

    /// Windows of the officer's scope that handle an item.
    pub async fn windows_of_item(&self, officer: &Officer, code: &str) -> StorageResult<Vec<ItemWindowRow>> {
        self.db.windows_of_item(&officer.scope, code, ITEM_WINDOWS).await
    }

    /// Of the windows that were shown, those that are ticked handle the item, the others do not. Returns how
    /// many began and ceased to.
    pub async fn set_windows_of_item(
        &self,
        officer: &Officer,
        item: &ItemRow,
        shown: &BTreeSet<i64>,
        ticked: &BTreeSet<i64>,
    ) -> StorageResult<(u64, u64)> {
        let handled = self.windows_of_item(officer, &item.code).await?;
        let handled: BTreeSet<i64> = handled.into_iter().map(|w| w.id).collect();
        let pair = |window: &i64| (*window, item.code.clone());
        let join: Vec<_> =
            shown.iter().filter(|w| ticked.contains(w) && !handled.contains(w)).map(pair).collect();
        let part: Vec<_> =
            shown.iter().filter(|w| !ticked.contains(w) && handled.contains(w)).map(pair).collect();
        let ids = |pairs: &[(i64, String)]| pairs.iter().map(|(window, _)| *window).collect::<Vec<_>>();
        let detail = serde_json::json!({ "joined": ids(&join), "parted": ids(&part) });
        let entry = self.about_item(officer, "item.windows", (&item.code, &item.content.name), detail);
        self.db.set_window_items(&officer.scope, &join, &part, &[entry]).await
    }

    /// Of the items that were shown, those that are ticked are handled at the window, the others are not.
    pub async fn set_items_of_window(
        &self,
        officer: &Officer,
        window: &OfficeWindow,
        shown: &BTreeSet<String>,
        ticked: &BTreeSet<String>,
    ) -> StorageResult<(u64, u64)> {
        let handled = self.db.items_of_window(window.id).await?;
        let handled: BTreeSet<String> = handled.into_iter().map(|i| i.code).collect();
        let pair = |code: &String| (window.id, code.clone());
        let join: Vec<_> =
            shown.iter().filter(|c| ticked.contains(*c) && !handled.contains(*c)).map(pair).collect();
        let part: Vec<_> =
            shown.iter().filter(|c| !ticked.contains(*c) && handled.contains(*c)).map(pair).collect();
        let codes = |pairs: &[(i64, String)]| pairs.iter().map(|(_, code)| code.clone()).collect::<Vec<_>>();
        let detail = serde_json::json!({ "joined": codes(&join), "parted": codes(&part) });
        let id = window.id.to_string();
        let about = About { kind: "window", id: &id, name: &window.name };
        let entry = self.audit(officer, "window.items", about);
        let entry = AuditEntry { detail: Some(detail.to_string()), ..entry };
        self.db.set_window_items(&officer.scope, &join, &part, &[entry]).await
    }

    /// May the officer give an item to this department? It must be open and in her scope.
    async fn may_hold(&self, officer: &Officer, department: Option<i64>) -> StorageResult<bool> {
        match department {
            Some(id) => Ok(!self.db.item_departments(&officer.scope, Some(id), 1).await?.is_empty()),
            None => Ok(false),
        }
    }

    fn about_item(
        &self,
        officer: &Officer,
        action: &str,
        (code, name): (&str, &str),
        detail: serde_json::Value,
    ) -> AuditEntry {
        let entry = self.audit(officer, action, About { kind: "item", id: code, name });
        AuditEntry { detail: (!detail.is_null()).then(|| detail.to_string()), ..entry }
    }
}

fn facts(c: &ItemContent) -> serde_json::Value {
    serde_json::json!({
        "name": c.name, "type": c.item_type, "department": c.department_id, "dept_code": c.dept_code,
        "case_kind": c.case_kind, "promised": c.promised, "promised_unit": c.promised_unit, "legal": c.legal,
        "legal_unit": c.legal_unit, "service_objects": c.service_objects, "level": c.exercise_level,
        "handle_forms": c.handle_forms, "theme": c.theme,
    })
}
