//! Items: known by their whole code. What a row must say is `domain::item`'s to know.

use super::DEPARTMENT;
use crate::import::known::Known;
use crate::import::sort::{Sort, Wanted, found, rests};
use crate::keep_items::item_content;
use domain::Scope;
use domain::code_tables::{ExerciseLevel, HandleForm, LimitUnit, ServiceObject, StandardCaseKind, TaskType};
use domain::item::{ItemField, ItemRecord};
use sheet::{Column, Faults, Row, Table, Template};
use storage::bulk_tables as tables;
use storage::{StoredRow, Value};

const CODE: Column = Column::new("实施编码")
    .aliases(&["taskCode", "事项编码", "业务办理项编码"])
    .required()
    .note("31 位；有业务办理项的填 33 位业务办理项编码");
const NAME: Column =
    Column::new("事项名称").aliases(&["taskName", "名称"]).required().example("食品经营许可（示例）");
const TYPE: Column =
    Column::new("事项类型").aliases(&["taskType"]).required().example("行政许可").note("名称或代码都可以");
const DEPT_CODE: Column = Column::new("实施部门统一社会信用代码")
    .aliases(&["deptCode", "统一社会信用代码"])
    .note("18 位；不填的按编码前 18 位");
const CASE_KIND: Column = Column::new("办件类型").aliases(&["projectType"]).example("承诺件");
const PROMISED: Column = Column::new("承诺时限").aliases(&["promiseDay"]).example("5");
const PROMISED_UNIT: Column = Column::new("承诺时限单位").aliases(&["promiseType"]).example("工作日");
const LEGAL: Column = Column::new("法定时限").aliases(&["anticipateDay"]).example("20");
const LEGAL_UNIT: Column = Column::new("法定时限单位").aliases(&["anticipateType"]).example("工作日");
const OBJECTS: Column =
    Column::new("服务对象").aliases(&["serviceObject"]).note("有几种的用“、”隔开").example("自然人");
const LEVEL: Column = Column::new("行使层级").aliases(&["exerciseLevel"]).note("不填的按编码第 19 位");
const FORMS: Column = Column::new("办理形式").aliases(&["handleForm"]).note("有几种的用“、”隔开");
const THEME: Column = Column::new("事项主题").aliases(&["subMatter"]);
const TABLE: Table = Table::new(
    "事项",
    &[
        CODE,
        NAME,
        TYPE,
        DEPARTMENT,
        DEPT_CODE,
        CASE_KIND,
        PROMISED,
        PROMISED_UNIT,
        LEGAL,
        LEGAL_UNIT,
        OBJECTS,
        LEVEL,
        FORMS,
        THEME,
    ],
);

/// Place of the department among a row's values.
const DEPARTMENT_AT: usize = 2;

/// The column of a field.
const fn column(field: ItemField) -> &'static Column {
    match field {
        ItemField::TaskCode => &CODE,
        ItemField::TaskName => &NAME,
        ItemField::TaskType => &TYPE,
        ItemField::DeptCode => &DEPT_CODE,
        ItemField::ProjectType => &CASE_KIND,
        ItemField::PromiseDay => &PROMISED,
        ItemField::PromiseType => &PROMISED_UNIT,
        ItemField::AnticipateDay => &LEGAL,
        ItemField::AnticipateType => &LEGAL_UNIT,
        ItemField::ServiceObject => &OBJECTS,
        ItemField::ExerciseLevel => &LEVEL,
        ItemField::HandleForm => &FORMS,
        ItemField::SubMatter => &THEME,
    }
}

pub(in crate::import) struct Items;

impl Sort for Items {
    fn table(&self) -> &'static Table {
        &TABLE
    }

    fn template(&self, _scope: &Scope, known: &Known) -> Template {
        TABLE.template().choices(&DEPARTMENT, super::department_names(known))
    }

    fn same_column(&self) -> &'static Column {
        &CODE
    }

    fn read(&self, row: &Row, known: &Known, faults: &mut Faults) -> Option<Wanted> {
        let record = match ItemRecord::parse(|field| row.text(column(field)), &known.rules.items) {
            Ok(record) => record,
            Err(errors) => {
                // A blank cell that must be filled was noted when the file was read.
                let told = errors
                    .iter()
                    .filter(|e| !(column(e.field).required && row.text(column(e.field)).is_empty()));
                told.for_each(|error| faults.add(row, column(error.field), error.rule));
                return None;
            }
        };
        let code = record.code.whole();
        let there = known.coded(code);
        if there.is_some_and(|n| known.existing[n].ended_at.is_some()) {
            faults.add(row, &CODE, "这个事项已停用，请先在“事项”中恢复");
            return None;
        }
        if known.taken.contains(code) {
            faults.add(row, &CODE, "已有这个编码的事项，不在您的管理范围内");
            return None;
        }
        let department = department(row, &record, there.map(|n| &known.existing[n]), known, faults)?;
        let content = item_content(&record, department.and_then(|d| d.key.int()));
        let values = vec![
            content.name.into(),
            content.item_type.into(),
            content.department_id.into(),
            content.dept_code.into(),
            content.case_kind.into(),
            content.promised.into(),
            content.promised_unit.into(),
            content.legal.into(),
            content.legal_unit.into(),
            content.service_objects.into(),
            content.exercise_level.into(),
            content.handle_forms.into(),
            content.theme.into(),
            record.code.task_code.clone().into(),
            record.code.handle_item.clone().into(),
        ];
        let rests_on = department.map(|d| rests(&tables::DEPARTMENTS, d)).into_iter().collect();
        Some(Wanted { at: 0, found: there, key: Some(Value::text(code)), values, rests_on })
    }

    fn cells(&self, key: &Value, values: &[Value], known: &Known) -> Vec<String> {
        let text = |at: usize| values[at].as_str();
        let number = |at: usize| values[at].int().map(|n| n.to_string()).unwrap_or_default();
        macro_rules! label {
            ($table:ident, $at:expr) => {
                $table::from_code(text($at)).map_or_else(|| text($at).to_owned(), |v| v.label().to_owned())
            };
        }
        macro_rules! labels {
            ($table:ident, $at:expr) => {{
                let codes = text($at).split(',').filter(|code| !code.is_empty());
                let label =
                    |code: &str| $table::from_code(code).map_or(code.to_owned(), |v| v.label().to_owned());
                codes.map(label).collect::<Vec<_>>().join("、")
            }};
        }
        // Only the seven read back from their names.
        let kind =
            TaskType::from_local(text(1)).and_then(TaskType::six_plus_one).map_or(text(1), |k| k.label());
        vec![
            key.as_str().to_owned(),
            text(0).to_owned(),
            kind.to_owned(),
            known.department_name(&values[DEPARTMENT_AT]),
            text(3).to_owned(),
            label!(StandardCaseKind, 4),
            number(5),
            label!(LimitUnit, 6),
            number(7),
            label!(LimitUnit, 8),
            labels!(ServiceObject, 9),
            label!(ExerciseLevel, 10),
            labels!(HandleForm, 11),
            text(12).to_owned(),
        ]
    }
}

/// Whose item it is: as the row says, else as it was, else whose credit code it carries, else the city's.
fn department<'k>(
    row: &Row,
    record: &ItemRecord,
    there: Option<&StoredRow>,
    known: &'k Known,
    faults: &mut Faults,
) -> Option<Option<&'k StoredRow>> {
    let text = row.text(&DEPARTMENT);
    if !text.is_empty() || known.scope.department.is_some() {
        return found(known.department(text, &known.scope.division), row, &DEPARTMENT, faults).map(Some);
    }
    if let Some(id) = there.and_then(|there| there.values[DEPARTMENT_AT].int()) {
        return Some(known.departments.open().find(|d| d.key == Value::Int(id)));
    }
    let inside = record.code.parts().and_then(|parts| parts.department().ok());
    let code = record.department.or(inside);
    Some(code.and_then(|code| known.department_coded(&code)))
}
