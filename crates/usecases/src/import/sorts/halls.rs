//! Halls: known by division and name.

use super::DIVISION;
use crate::import::known::{Known, at};
use crate::import::sort::{Sort, Wanted, found, name};
use domain::{Scope, name as lengths};
use sheet::{Column, Faults, Row, Table, Template};
use storage::Value;

const NAME: Column = Column::new("大厅名称")
    .aliases(&["大厅", "名称", "政务大厅"])
    .required()
    .example("张店区政务服务中心（示例）")
    .note("最多 100 个字");
const ADDRESS: Column =
    Column::new("地址").aliases(&["大厅地址", "详细地址"]).example("示例路 2 号").note("最多 100 个字");
const TABLE: Table = Table::new("大厅", &[NAME, DIVISION, ADDRESS]);

pub(in crate::import) struct Halls;

impl Sort for Halls {
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
        let address = match row.text(&ADDRESS) {
            "" => Some(Value::text("")),
            _ => crate::import::sort::name(row, &ADDRESS, lengths::UNIT, faults),
        };
        let (name, division, address) = (name?, division?, address?);
        let found = known.natural(&[division.clone(), name.clone()]);
        Some(Wanted { at: 0, found, key: None, values: vec![name, division, address], rests_on: Vec::new() })
    }

    fn cells(&self, _key: &Value, values: &[Value], _known: &Known) -> Vec<String> {
        [at::HALL.0, at::HALL.1, at::HALL.2].map(|n| values[n].as_str().to_owned()).to_vec()
    }
}

/// The division a row names; blank: where the officer's own scope begins.
pub(super) fn division(row: &Row, known: &Known, faults: &mut Faults) -> Option<Value> {
    match row.text(&DIVISION) {
        "" => Some(Value::text(known.scope.division.as_str())),
        text => found(known.division(text), row, &DIVISION, faults).map(|code| Value::text(code.as_str())),
    }
}
