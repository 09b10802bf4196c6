//! Item (事项): one row of the list of items, checked field by field. Codes and lengths are those of the
//! interface and of GB/T 39046-2020; where a row contradicts its own code, that is a warning, because
//! the lists in use are not free of it and a rating must find its item all the same.

use crate::CreditCode;
use crate::code_tables::{
    ApplicantKind, ExerciseLevel, HandleForm, LimitUnit, ServiceObject, StandardCaseKind, TaskType,
};
use crate::item_code::{ItemCode, ItemCodeRule};
use crate::record::{FieldError, FieldRule, Row, fields};

fields! {
    /// A column of the list of items. Names are the interface's; `serviceObject`, `exerciseLevel` and
    /// `handleForm`, which it lacks, hold codes of GB/T 39046-2020 表 A.4, A.2 and A.5.
    ItemField:
    TaskCode "taskCode" "实施编码",
    TaskName "taskName" "事项名称",
    TaskType "taskType" "事项类型",
    DeptCode "deptCode" "实施部门统一社会信用代码",
    ProjectType "projectType" "办件类型",
    PromiseDay "promiseDay" "承诺时限",
    PromiseType "promiseType" "承诺时限单位",
    AnticipateDay "anticipateDay" "法定时限",
    AnticipateType "anticipateType" "法定时限单位",
    ServiceObject "serviceObject" "服务对象",
    ExerciseLevel "exerciseLevel" "行使层级",
    HandleForm "handleForm" "办理形式",
    SubMatter "subMatter" "事项主题",
}

/// A promised or legal time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimeLimit {
    /// How many, 0–999.
    pub amount: u16,
    /// Of what.
    pub unit: LimitUnit,
}

impl TimeLimit {
    /// Fewest and most natural days this can be. Working days are stretched by weekends and by at most two
    /// long holidays a year.
    fn natural_days(self) -> (u32, u32) {
        let n = u32::from(self.amount);
        match self.unit {
            LimitUnit::Day => (n, n),
            LimitUnit::WorkingDay => (n, 2 * n + 16),
            LimitUnit::Month => (28 * n, 31 * n),
            LimitUnit::Year => (365 * n, 366 * n),
        }
    }

    /// Is this longer than the other, whatever the calendar?
    pub fn is_surely_longer_than(self, other: TimeLimit) -> bool {
        if self.unit == other.unit {
            return self.amount > other.amount;
        }
        self.natural_days().0 > other.natural_days().1
    }
}

/// A checked item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRecord {
    /// Item, split into 31 and 33.
    pub code: ItemCode,
    /// 事项名称, at most 200 signs.
    pub name: String,
    /// 事项类型; what is not “6+1” is kept and goes up as 99.
    pub task_type: TaskType,
    /// 实施部门: as given, else `None` (the code names it too, see [`ItemCode::parts`]).
    pub department: Option<CreditCode>,
    /// 办件类型 of 表 A.6.
    pub case_kind: Option<StandardCaseKind>,
    /// 承诺时限.
    pub promised: Option<TimeLimit>,
    /// 法定时限.
    pub legal: Option<TimeLimit>,
    /// 服务对象 of 表 A.4, in the table's order, each once.
    pub service_objects: Vec<ServiceObject>,
    /// 行使层级: as given, else what the code says.
    pub exercise_level: Option<ExerciseLevel>,
    /// 办理形式 of 表 A.5, in the table's order, each once.
    pub handle_forms: Vec<HandleForm>,
    /// 事项主题, at most 200 signs.
    pub theme: Option<String>,
}

/// What looks wrong in an item and does not keep it out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ItemWarning {
    /// The two type digits inside the code say something else.
    #[error("事项类型为 {given}，编码中的类型位为 {inside}")]
    TypeDiffers {
        /// The interface's code of the type given.
        given: &'static str,
        /// Digits inside the code.
        inside: String,
    },
    /// The sign of 行使层级 inside the code says something else, or nothing known.
    #[error("行使层级与编码第 19 位“{0}”不一致")]
    LevelDiffers(String),
    /// The first 18 signs are no credit code.
    #[error("编码前 18 位不是有效的统一社会信用代码：{0}")]
    CreditCode(crate::credit_code::CreditCodeError),
    /// The department given is not the one inside the code.
    #[error("实施部门与编码前 18 位“{0}”不一致")]
    DepartmentDiffers(CreditCode),
    /// The code has `00000000`: a self-built item.
    #[error("自建事项，仅在本地使用，不上报")]
    LocalOnly,
    /// Not one of the seven types.
    #[error("不属于“6+1”依申请事项，上报时事项类型为 99")]
    NotSixPlusOne,
    /// 承诺件 without 承诺时限.
    #[error("承诺件没有填写承诺时限")]
    PromiseMissing,
    /// A promise longer than the law allows.
    #[error("承诺时限长于法定时限")]
    PromiseTooLong,
}

impl ItemWarning {
    /// The column to look at.
    pub const fn field(&self) -> ItemField {
        match self {
            ItemWarning::TypeDiffers { .. } | ItemWarning::NotSixPlusOne => ItemField::TaskType,
            ItemWarning::LevelDiffers(_) => ItemField::ExerciseLevel,
            ItemWarning::CreditCode(_) | ItemWarning::LocalOnly => ItemField::TaskCode,
            ItemWarning::DepartmentDiffers(_) => ItemField::DeptCode,
            ItemWarning::PromiseMissing | ItemWarning::PromiseTooLong => ItemField::PromiseDay,
        }
    }
}

impl ItemRecord {
    /// Checks a row given as “text of a field”; reports every fault.
    pub fn parse<'a>(
        text: impl Fn(ItemField) -> &'a str,
        rule: &ItemCodeRule,
    ) -> Result<ItemRecord, Vec<FieldError<ItemField>>> {
        let mut row = Row::new(text);
        let record = row.read(rule);
        row.finish(record)
    }

    /// What contradicts itself or is worth a second look.
    pub fn warnings(&self) -> Vec<ItemWarning> {
        let mut warnings = self.warnings_of_code();
        if self.task_type == TaskType::Other {
            warnings.push(ItemWarning::NotSixPlusOne);
        }
        if self.code.is_local_only() {
            warnings.push(ItemWarning::LocalOnly);
        }
        if self.case_kind == Some(StandardCaseKind::Promised) && self.promised.is_none() {
            warnings.push(ItemWarning::PromiseMissing);
        }
        if let (Some(promised), Some(legal)) = (self.promised, self.legal)
            && promised.is_surely_longer_than(legal)
        {
            warnings.push(ItemWarning::PromiseTooLong);
        }
        warnings
    }

    fn warnings_of_code(&self) -> Vec<ItemWarning> {
        let Some(parts) = self.code.parts() else { return Vec::new() };
        let mut warnings = Vec::new();
        if TaskType::from_local(parts.item_type) != Some(self.task_type) {
            let given = self.task_type.code();
            warnings.push(ItemWarning::TypeDiffers { given, inside: parts.item_type.to_owned() });
        }
        if parts.level() != self.exercise_level || parts.level().is_none() {
            warnings.push(ItemWarning::LevelDiffers(parts.exercise_level.to_owned()));
        }
        match (parts.department(), self.department) {
            (Err(error), _) => warnings.push(ItemWarning::CreditCode(error)),
            (Ok(inside), Some(given)) if inside != given => {
                warnings.push(ItemWarning::DepartmentDiffers(inside));
            }
            _ => {}
        }
        warnings
    }
}

impl<'a, T: Fn(ItemField) -> &'a str> Row<ItemField, T> {
    /// Every field is read before the first `?`, so that every fault is reported.
    fn read(&mut self, rule: &ItemCodeRule) -> Option<ItemRecord> {
        use ItemField as F;
        let code = self.required_checked(F::TaskCode, |t| rule.read(t));
        let name = self.name(F::TaskName, 200);
        let task_type = self.required(F::TaskType, FieldRule::NotInTable, TaskType::from_local);
        let department = self.checked(F::DeptCode, str::parse::<CreditCode>);
        let case_kind = self.optional(F::ProjectType, FieldRule::NotInTable, StandardCaseKind::from_cell);
        let promised = self.limit(F::PromiseDay, F::PromiseType);
        let legal = self.limit(F::AnticipateDay, F::AnticipateType);
        let service_objects = self.several(F::ServiceObject, service_object);
        let level = self.optional(F::ExerciseLevel, FieldRule::NotInTable, ExerciseLevel::from_cell);
        let handle_forms = self.several(F::HandleForm, HandleForm::from_cell);
        let theme = self.optional_name(F::SubMatter, 200);
        let code = code?;
        Some(ItemRecord {
            exercise_level: level.or_else(|| code.parts()?.level()),
            code,
            name: name?,
            task_type: task_type?,
            department,
            case_kind,
            promised,
            legal,
            service_objects,
            handle_forms,
            theme,
        })
    }

    /// Several values of a table in one cell.
    fn several<V: Ord>(&mut self, field: ItemField, read: impl Fn(&str) -> Option<V>) -> Vec<V> {
        let parts = |cell: &str| {
            let cells = cell.split([',', '，', '、', ';', '；', '^', '|', '/']).map(str::trim);
            cells.filter(|c| !c.is_empty()).map(&read).collect::<Option<Vec<V>>>()
        };
        let mut values = self.optional(field, FieldRule::NotInTable, parts).unwrap_or_default();
        values.sort_unstable();
        values.dedup();
        values
    }
}

/// A digit is one of 表 A.4; the names of the interface's table, which are clear by themselves, are
/// understood too.
fn service_object(cell: &str) -> Option<ServiceObject> {
    let by_name = || ApplicantKind::ALL.iter().find(|k| k.label() == cell).map(|k| (*k).into());
    ServiceObject::from_cell(cell).or_else(by_name)
}

#[cfg(test)]
#[path = "item_tests.rs"]
mod tests;
