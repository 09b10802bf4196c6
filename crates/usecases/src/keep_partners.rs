//! Keeping partners (业务系统): add, change, shut out, let in again, each with its entry in the audit trail. Their
//! keys stand in `keep_partner_keys`; how they prove who they are in `partner`.

use crate::Service;
use crate::officer::{About, Officer};
use domain::Scope;
use storage::{AuditEntry, PartnerChange, PartnerRow, PartnerScopeRow, StorageResult};

/// Most requests in a minute that may be granted.
pub const MOST_REQUESTS: i64 = 100_000;
/// Most cases in a minute that may be granted.
pub const MOST_CASES: i64 = 1_000_000;

/// Who acts.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// An officer.
    Officer(&'a Officer),
    /// The command line, or the making of sample data.
    Program(&'a str),
}

/// A part of what a partner may hand over, as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AreaAsk {
    /// Code of a division: its cases and those of everything below it.
    pub division: String,
    /// Only those of one department.
    pub department: Option<i64>,
}

/// Why an area cannot be taken.
pub(crate) enum AreaWrong {
    /// The division is retired, does not exist or is not hers.
    Division,
    /// The department is closed, does not exist or is not hers.
    Department,
    /// The department of this name has no 统一社会信用代码.
    NoCreditCode(String),
}

/// What a partner is to be.
#[derive(Debug, Clone)]
pub struct PartnerForm {
    /// Name of the business system.
    pub name: String,
    /// Requests in a minute.
    pub requests_per_minute: i64,
    /// Cases in a minute.
    pub cases_per_minute: i64,
    /// The links of its cases are sent by message.
    pub notify: bool,
    /// Whose cases it may hand over.
    pub areas: Vec<AreaAsk>,
}

/// How a change of a partner ended.
#[derive(Debug)]
pub enum PartnerKept {
    /// Done.
    Done(PartnerRow),
    /// Somebody else changed it meanwhile: this is what it is now.
    Conflict(PartnerRow),
    /// There is no such partner.
    NoSuch,
    /// It was given no area.
    NoArea,
    /// A division is retired or does not exist.
    DivisionWrong,
    /// A department is closed or does not exist.
    DepartmentWrong,
    /// The department of this name has no 统一社会信用代码, by which its cases would be known.
    NoCreditCode(String),
}

use PartnerKept::{Conflict, DepartmentWrong, DivisionWrong, Done, NoArea, NoCreditCode, NoSuch};

/// An area in words; an empty department means all of them.
pub fn area_words(division: &str, department: &str) -> String {
    format!("{division} · {}", if department.is_empty() { "全部部门" } else { department })
}

impl Service {
    /// Adds a partner.
    pub async fn add_partner(&self, by: By<'_>, form: &PartnerForm) -> StorageResult<PartnerKept> {
        let (scopes, words) = match self.areas(by, &form.areas, &[]).await? {
            Ok(found) => found,
            Err(refused) => return Ok(refused),
        };
        let id = self.next_id();
        let change = change(form, scopes);
        let detail = serde_json::json!({ "after": facts(&change, &words) });
        let entry = self.about_partner(by, "partner.add", (id, &change.name), Some(detail));
        self.db.add_partner(id, &change, self.world.now(), &[entry]).await?;
        Ok(self.db.partner(id).await?.map_or(NoSuch, Done))
    }

    /// Changes a partner.
    pub async fn change_partner(
        &self,
        by: By<'_>,
        (id, version): (i64, i64),
        form: &PartnerForm,
    ) -> StorageResult<PartnerKept> {
        let Some(before) = self.db.partner(id).await? else { return Ok(NoSuch) };
        if before.version != version {
            return Ok(Conflict(before));
        }
        let known = self.db.partner_scopes(id).await?;
        let (scopes, words) = match self.areas(by, &form.areas, &known).await? {
            Ok(found) => found,
            Err(refused) => return Ok(refused),
        };
        let was = PartnerChange {
            name: before.name.clone(),
            requests_per_minute: before.requests_per_minute,
            cases_per_minute: before.cases_per_minute,
            notify: before.notify_since.is_some(),
            scopes: Vec::new(),
        };
        let old_words: Vec<String> = known.iter().map(|s| area_words(&s.division, &s.department)).collect();
        let change = change(form, scopes);
        let (old, new) = (facts(&was, &old_words), facts(&change, &words));
        if old == new {
            return Ok(Done(before));
        }
        let detail = serde_json::json!({ "before": old, "after": new });
        let entry = self.about_partner(by, "partner.change", (id, &change.name), Some(detail));
        let done = self.db.change_partner((id, version), &change, self.world.now(), &[entry]).await?;
        let now = self.db.partner(id).await?.unwrap_or(before);
        Ok(if done { Done(now) } else { Conflict(now) })
    }

    /// Shuts a partner out, or lets it in again. Its next request meets it.
    pub async fn disable_partner(
        &self,
        by: By<'_>,
        (id, version): (i64, i64),
        disabled: bool,
        reason: &str,
    ) -> StorageResult<PartnerKept> {
        let Some(before) = self.db.partner(id).await? else { return Ok(NoSuch) };
        if before.version != version || before.disabled_at.is_some() == disabled {
            return Ok(Conflict(before));
        }
        let action = if disabled { "partner.disable" } else { "partner.enable" };
        let entry = self.about_partner(by, action, (id, &before.name), None);
        let entry = AuditEntry { reason: Some(reason.trim().to_owned()).filter(|r| !r.is_empty()), ..entry };
        let at = disabled.then(|| self.world.now());
        let done = self.db.set_partner_disabled((id, version), at, &[entry]).await?;
        let now = self.db.partner(id).await?.unwrap_or(before);
        Ok(if done { Done(now) } else { Conflict(now) })
    }

    /// Areas with their row ids, and in words. What the partner has already may stay, whatever became of it.
    async fn areas(
        &self,
        by: By<'_>,
        asked: &[AreaAsk],
        known: &[PartnerScopeRow],
    ) -> StorageResult<Result<Areas, PartnerKept>> {
        let scope = match by {
            By::Officer(officer) => officer.scope.clone(),
            By::Program(_) => Scope::below(self.db.root_division().await?.unwrap_or_default()),
        };
        let (mut scopes, mut words) = (Vec::new(), Vec::new());
        let mut seen = Vec::new();
        for area in asked {
            if seen.contains(&area) {
                continue;
            }
            seen.push(area);
            scopes.push((self.next_id(), area.division.clone(), area.department));
            let same =
                |s: &&PartnerScopeRow| s.division_code == area.division && s.department_id == area.department;
            if let Some(row) = known.iter().find(same) {
                words.push(area_words(&row.division, &row.department));
                continue;
            }
            match self.area_named(&scope, area).await? {
                Ok(named) => words.push(named),
                Err(AreaWrong::Division) => return Ok(Err(DivisionWrong)),
                Err(AreaWrong::Department) => return Ok(Err(DepartmentWrong)),
                Err(AreaWrong::NoCreditCode(name)) => return Ok(Err(NoCreditCode(name))),
            }
        }
        Ok(if scopes.is_empty() { Err(NoArea) } else { Ok((scopes, words)) })
    }

    /// An area in words, if it is in use and lies in this scope.
    pub(crate) async fn area_named(
        &self,
        scope: &Scope,
        area: &AreaAsk,
    ) -> StorageResult<Result<String, AreaWrong>> {
        let Some(division) = self.db.picked_division(scope, &area.division).await? else {
            return Ok(Err(AreaWrong::Division));
        };
        let Some(id) = area.department else { return Ok(Ok(area_words(&division.name, ""))) };
        let found = self.db.office_department(scope, id).await?;
        let Some(department) = found.filter(|row| row.retired_at.is_none()) else {
            return Ok(Err(AreaWrong::Department));
        };
        // A case names its department by this code and by nothing else.
        if department.credit_code.is_none() {
            return Ok(Err(AreaWrong::NoCreditCode(department.name)));
        }
        Ok(Ok(area_words(&division.name, &department.name)))
    }

    pub(crate) fn about_partner(
        &self,
        by: By<'_>,
        action: &str,
        (id, name): (i64, &str),
        detail: Option<serde_json::Value>,
    ) -> AuditEntry {
        let id = id.to_string();
        let about = About { kind: "partner", id: &id, name };
        let entry = match by {
            By::Officer(officer) => self.audit(officer, action, about),
            By::Program(actor) => self.audit_of_program(actor, action, about),
        };
        AuditEntry { detail: detail.map(|d| d.to_string()), ..entry }
    }
}

/// Rows of areas, and the same in words.
type Areas = (Vec<(i64, String, Option<i64>)>, Vec<String>);

fn change(form: &PartnerForm, scopes: Vec<(i64, String, Option<i64>)>) -> PartnerChange {
    PartnerChange {
        name: form.name.clone(),
        requests_per_minute: form.requests_per_minute.clamp(1, MOST_REQUESTS),
        cases_per_minute: form.cases_per_minute.clamp(1, MOST_CASES),
        notify: form.notify,
        scopes,
    }
}

/// What the trail says of a partner, in words.
fn facts(change: &PartnerChange, areas: &[String]) -> serde_json::Value {
    let mut areas = areas.to_vec();
    areas.sort();
    serde_json::json!({
        "name": change.name,
        "areas": areas.join("；"),
        "limits": format!("每分钟{}次请求、{}件办件", change.requests_per_minute, change.cases_per_minute),
        "notify": if change.notify { "发送" } else { "不发送" },
    })
}
