//! Departments: known by their credit code where the file gives it, else by division and name.

use super::DIVISION;
use super::halls::division;
use crate::import::known::{Known, at};
use crate::import::sort::{Sort, Wanted, name};
use domain::{CreditCode, Scope, name as lengths};
use sheet::{Column, Faults, Row, Table, Template};
use storage::Value;

const NAME: Column = Column::new("部门名称")
    .aliases(&["部门", "名称", "单位名称", "单位"])
    .required()
    .example("公安局（示例）")
    .note("最多 100 个字");
const CODE: Column = Column::new("统一社会信用代码")
    .aliases(&["信用代码", "社会信用代码"])
    .note("18 位；填了代码的，改名后仍认作同一个部门");
const TABLE: Table = Table::new("部门", &[NAME, DIVISION, CODE]);

pub(in crate::import) struct Departments;

impl Sort for Departments {
    fn table(&self) -> &'static Table {
        &TABLE
    }

    fn template(&self, _scope: &Scope, _known: &Known) -> Template {
        TABLE.template()
    }

    fn same_column(&self) -> &'static Column {
        &NAME
    }

    fn read(&self, row: &Row, known: &Known, faults: &mut Faults) -> Option<Wanted> {
        let name = name(row, &NAME, lengths::UNIT, faults);
        let division = division(row, known, faults);
        let code = match row.text(&CODE) {
            "" => Some(None),
            _ => row.parse::<CreditCode>(&CODE, faults).map(Some),
        };
        let (name, division, code) = (name?, division?, code?);
        let coded = code.and_then(|code| known.coded(code.as_str()));
        let same = known.natural(&[division.clone(), name.clone()]);
        if coded.is_none() && code.is_some_and(|code| known.is_credit_code_taken(&code)) {
            faults.add(row, &CODE, "已是另一个部门的代码，不在您的管理范围内");
            return None;
        }
        if let (Some(by_code), Some(other)) = (coded, same)
            && by_code != other
        {
            faults.add(row, &NAME, "这个区划已有同名的部门，代码与它不同");
            return None;
        }
        let found = coded.or(same);
        // Left blank, a code that is known stays.
        let kept = found.map_or(Value::Null, |n| known.existing[n].values[at::DEPARTMENT.1].clone());
        let code = code.map_or(kept, |code| Value::text(code.as_str()));
        Some(Wanted { at: 0, found, key: None, values: vec![name, code, division], rests_on: Vec::new() })
    }

    fn check_together(&self, rows: &[Row], wanted: &[Wanted], _known: &Known, faults: &mut Faults) {
        let mut seen = std::collections::HashMap::new();
        for one in wanted {
            let code = one.values[at::DEPARTMENT.1].as_str();
            if code.is_empty() {
                continue;
            }
            if let Some(first) = seen.insert(code, rows[one.at].number()) {
                faults.add(&rows[one.at], &CODE, format_args!("与第 {first} 行重复"));
            }
        }
    }

    fn cells(&self, _key: &Value, values: &[Value], _known: &Known) -> Vec<String> {
        let (name, code, division) = at::DEPARTMENT;
        [name, division, code].map(|n| values[n].as_str().to_owned()).to_vec()
    }
}
