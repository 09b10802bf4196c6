//! Staff: known by hall and staff number.

use super::{DEPARTMENT, DIVISION, HALL, department_names, hall_names};
use crate::import::known::{Known, at};
use crate::import::sort::{Sort, Wanted, found, name, rests};
use domain::{Scope, name as lengths};
use sheet::{Column, Faults, Row, Table, Template};
use storage::Value;
use storage::bulk_tables as tables;

/// Signs of a staff number.
const LONGEST_NUMBER: usize = 20;

const NUMBER: Column = Column::new("工号")
    .aliases(&["人员工号", "员工号", "编号"])
    .required()
    .example("ZD0012")
    .note("同一大厅内不重复，最多 20 个字母、数字或“-”");
const NAME: Column =
    Column::new("姓名").aliases(&["人员姓名", "名字"]).required().example("示例员工").note("最多 30 个字");
const TABLE: Table = Table::new("人员", &[HALL, NUMBER, NAME, DEPARTMENT, DIVISION]);
const IN_HALL: Table = Table::new("人员", &[NUMBER, NAME, DEPARTMENT, HALL]);
const ANYWHERE: Table = Table::new("人员", &[HALL.required(), NUMBER, NAME, DEPARTMENT, DIVISION]);

pub(in crate::import) struct People;

impl Sort for People {
    fn table(&self) -> &'static Table {
        &TABLE
    }

    fn template(&self, scope: &Scope, known: &Known) -> Template {
        let table = if scope.hall.is_some() { IN_HALL } else { ANYWHERE };
        table.template().choices(&HALL, hall_names(known)).choices(&DEPARTMENT, department_names(known))
    }

    fn same_column(&self) -> &'static Column {
        &NUMBER
    }

    fn read(&self, row: &Row, known: &Known, faults: &mut Faults) -> Option<Wanted> {
        let number = row.parse_with(&NUMBER, faults, staff_number);
        let name = name(row, &NAME, lengths::PERSON, faults);
        let hall = found(known.hall(row.text(&HALL), row.text(&DIVISION)), row, &HALL, faults);
        let division = hall.map_or("", |hall| hall.values[at::HALL.1].as_str());
        let department = match (row.text(&DEPARTMENT), known.scope.department) {
            ("", None) => Some(None),
            (text, _) => found(known.department(text, division), row, &DEPARTMENT, faults).map(Some),
        };
        let (number, name, hall, department) = (number?, name?, hall?, department?);
        let natural = [hall.key.clone(), number.clone()];
        if known.is_taken(&natural) {
            faults.add(row, &NUMBER, "这个大厅已有这个工号，属于其他部门，不在您的管理范围内");
            return None;
        }
        let found = known.natural(&natural);
        // Left blank, a department that is known stays; so does the person's own code.
        let there = |at: usize| found.map_or(Value::Null, |n| known.existing[n].values[at].clone());
        let (kept, code) = (there(at::STAFF.3), there(at::STAFF.4));
        let mut rests_on = vec![rests(&tables::HALLS, hall)];
        rests_on.extend(department.map(|department| rests(&tables::DEPARTMENTS, department)));
        let department = department.map_or(kept, |department| department.key.clone());
        Some(Wanted {
            at: 0,
            found,
            key: None,
            values: vec![name, number, hall.key.clone(), department, code],
            rests_on,
        })
    }

    fn cells(&self, _key: &Value, values: &[Value], known: &Known) -> Vec<String> {
        let (name, number, hall, department, _) = at::STAFF;
        let [hall, division] = known.hall_words(&values[hall]);
        let text = |at: usize| values[at].as_str().to_owned();
        vec![hall, text(number), text(name), known.department_name(&values[department]), division]
    }
}

/// A staff number, blanks left out.
pub(super) fn staff_number(text: &str) -> Result<Value, &'static str> {
    let number: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
    if number.chars().count() <= LONGEST_NUMBER && number.chars().all(fits) {
        Ok(Value::Text(number))
    } else {
        Err("应为最多 20 个字母、数字或“-”")
    }
}
