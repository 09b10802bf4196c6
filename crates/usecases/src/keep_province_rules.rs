//! Keeping the rules that lead people to the province's own rating page: make one, end one. Nothing of a rule is changed,
//! so that it stays known who was led where, and when.

use crate::Service;
use crate::keep_partners::{AreaAsk, AreaWrong};
use crate::officer::{About, Officer};
use domain::Millis;
use storage::{AuditEntry, NewProvinceRule, ProvinceRuleRow, StorageResult};

/// What a rule is to be.
#[derive(Debug, Clone)]
pub struct ProvinceRuleForm {
    /// Code of a division: it and everything below it.
    pub division: String,
    /// Only this department.
    pub department: Option<i64>,
    /// First moment; one that is past is taken as now.
    pub from: Millis,
    /// First moment after it.
    pub until: Option<Millis>,
    /// Why.
    pub reason: String,
}

/// How making a rule ended.
#[derive(Debug)]
pub enum ProvinceRuleKept {
    /// Done.
    Done(ProvinceRuleRow),
    /// The division is retired, does not exist or is not hers.
    DivisionWrong,
    /// The department is closed, does not exist or is not hers.
    DepartmentWrong,
    /// The department of this name has no 统一社会信用代码, by which its cases would be known.
    NoCreditCode(String),
    /// It would end before it begins.
    EndsFirst,
}

use ProvinceRuleKept::{DepartmentWrong, DivisionWrong, Done, EndsFirst, NoCreditCode};

impl Service {
    /// Makes a rule.
    pub async fn add_province_rule(
        &self,
        officer: &Officer,
        form: &ProvinceRuleForm,
    ) -> StorageResult<ProvinceRuleKept> {
        let now = self.world.now();
        let from = form.from.max(now);
        if form.until.is_some_and(|until| until <= from) {
            return Ok(EndsFirst);
        }
        let area = AreaAsk { division: form.division.clone(), department: form.department };
        let name = match self.area_named(&officer.scope, &area).await? {
            Ok(name) => name,
            Err(AreaWrong::Division) => return Ok(DivisionWrong),
            Err(AreaWrong::Department) => return Ok(DepartmentWrong),
            Err(AreaWrong::NoCreditCode(name)) => return Ok(NoCreditCode(name)),
        };
        let id = self.next_id();
        let new = NewProvinceRule {
            id,
            division: &form.division,
            department: form.department,
            from,
            until: form.until,
            reason: &form.reason,
            by: &officer.login,
        };
        let detail = serde_json::json!({ "after": {
            "areas": name,
            "from": from.to_china_text(),
            "until": form.until.map(Millis::to_china_text),
        } });
        let entry = self.about_rule(officer, "province.lead", (id, &name), &form.reason);
        let entry = AuditEntry { detail: Some(detail.to_string()), ..entry };
        self.db.add_province_rule(&new, now, &[entry]).await?;
        Ok(self.db.province_rule(id).await?.map_or(DivisionWrong, Done))
    }

    /// Ends a rule now, also one that has not begun; `false` when it had ended.
    pub async fn end_province_rule(
        &self,
        officer: &Officer,
        rule: &ProvinceRuleRow,
        reason: &str,
    ) -> StorageResult<bool> {
        let name = crate::area_words(&rule.division, &rule.department);
        let entry = self.about_rule(officer, "province.end", (rule.id, &name), reason);
        self.db.end_province_rule(rule.id, self.world.now(), &[entry]).await
    }

    fn about_rule(
        &self,
        officer: &Officer,
        action: &str,
        (id, name): (i64, &str),
        reason: &str,
    ) -> AuditEntry {
        let id = id.to_string();
        let entry = self.audit(officer, action, About { kind: "province_rule", id: &id, name });
        AuditEntry { reason: Some(reason.to_owned()), ..entry }
    }
}
