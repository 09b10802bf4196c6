//! Windows: known by their code where the file gives it, else by hall and name.

use super::{DEPARTMENT, DIVISION, HALL, department_names, hall_names};
use crate::import::known::{Known, at};
use crate::import::sort::{Sort, Wanted, found, name, rests};
use domain::{Scope, WindowCode, name as lengths};
use sheet::{Column, Faults, Row, Table, Template};
use storage::Value;
use storage::bulk_tables as tables;

const NAME: Column = Column::new("窗口名称")
    .aliases(&["窗口", "名称"])
    .required()
    .example("3号 不动产登记窗口")
    .note("与现场悬挂的名称一致，最多 40 个字");
const CODE: Column = Column::new("窗口码")
    .aliases(&["窗口编码", "窗口编号"])
    .note("已有窗口要改名称、大厅或部门的，填它的窗口码；新增的不填");
const TABLE: Table = Table::new("窗口", &[HALL, NAME, DEPARTMENT, DIVISION, CODE]);
/// For somebody who manages one hall.
const IN_HALL: Table = Table::new("窗口", &[NAME, DEPARTMENT.required(), HALL]);
/// For a department, whose name goes without saying.
const OF_DEPARTMENT: Table = Table::new("窗口", &[HALL.required(), NAME, DIVISION, CODE]);
const ANYWHERE: Table = Table::new("窗口", &[HALL.required(), NAME, DEPARTMENT.required(), DIVISION, CODE]);

pub(in crate::import) struct Windows;

impl Sort for Windows {
    fn table(&self) -> &'static Table {
        &TABLE
    }

    fn template(&self, scope: &Scope, known: &Known) -> Template {
        let table = match (scope.hall, scope.department) {
            (Some(_), _) => IN_HALL,
            (None, Some(_)) => OF_DEPARTMENT,
            (None, None) => ANYWHERE,
        };
        table.template().choices(&HALL, hall_names(known)).choices(&DEPARTMENT, department_names(known))
    }

    fn same_column(&self) -> &'static Column {
        &NAME
    }

    fn read(&self, row: &Row, known: &Known, faults: &mut Faults) -> Option<Wanted> {
        let code = row.text(&CODE);
        let coded = match code {
            "" => Some(None),
            code => found(of_code(code, known), row, &CODE, faults).map(Some),
        };
        let name = name(row, &NAME, lengths::WINDOW, faults);
        let hall = found(known.hall(row.text(&HALL), row.text(&DIVISION)), row, &HALL, faults);
        let division = hall.map_or("", |hall| hall.values[at::HALL.1].as_str());
        let department = found(known.department(row.text(&DEPARTMENT), division), row, &DEPARTMENT, faults);
        let (coded, name, hall, department) = (coded?, name?, hall?, department?);
        let natural = [hall.key.clone(), name.clone()];
        if known.is_taken(&natural) {
            faults.add(row, &NAME, "这个大厅已有同名的窗口，属于其他部门，不在您的管理范围内");
            return None;
        }
        let same = known.natural(&natural);
        if let (Some(by_code), Some(other)) = (coded, same)
            && by_code != other
        {
            faults.add(row, &NAME, "这个大厅已有同名的窗口");
            return None;
        }
        let found = coded.or(same);
        let code = found.map_or(Value::Null, |n| known.existing[n].values[at::WINDOW.3].clone());
        Some(Wanted {
            at: 0,
            found,
            key: None,
            values: vec![name, hall.key.clone(), department.key.clone(), code],
            rests_on: vec![rests(&tables::HALLS, hall), rests(&tables::DEPARTMENTS, department)],
        })
    }

    fn cells(&self, _key: &Value, values: &[Value], known: &Known) -> Vec<String> {
        let (name, hall, department, code) = at::WINDOW;
        let [hall, division] = known.hall_words(&values[hall]);
        let text = |at: usize| values[at].as_str().to_owned();
        vec![hall, text(name), known.department_name(&values[department]), division, text(code)]
    }
}

fn of_code(text: &str, known: &Known) -> Result<usize, String> {
    const NONE: &str = "没有这个窗口码，或不在您的管理范围内；新增的窗口不填窗口码";
    let code: WindowCode = text.parse().map_err(|_| NONE.to_owned())?;
    let found = known.coded(code.as_str()).ok_or(NONE)?;
    match known.existing[found].ended_at {
        None => Ok(found),
        Some(_) => Err("这个窗口已撤销，请先在“窗口”中恢复".into()),
    }
}
