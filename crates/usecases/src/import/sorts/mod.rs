//! One file for each kind of import.

mod departments;
mod divisions;
mod halls;
mod items;
mod people;
mod shifts;
mod windows;

pub(super) use departments::Departments;
pub(super) use divisions::Divisions;
pub(super) use halls::Halls;
pub(super) use items::Items;
pub(super) use people::People;
pub(super) use shifts::Shifts;
pub(super) use windows::Windows;

use super::known::{Known, at};
use sheet::Column;

/// Most names a drop-down offers: more than these nobody scrolls through.
const MOST_OFFERED: usize = 2_000;

const HALL: Column = Column::new("大厅名称")
    .aliases(&["大厅", "所属大厅", "政务大厅"])
    .example("张店区政务服务中心（示例）")
    .note("与系统中的大厅名称一致；只管理一个大厅的可以不填");
const DEPARTMENT: Column = Column::new("部门")
    .aliases(&["部门名称", "进驻部门", "所属部门", "单位"])
    .example("公安局（示例）")
    .note("与系统中的部门名称一致，也可以填统一社会信用代码");
const DIVISION: Column = Column::new("所属区划")
    .aliases(&["区划", "行政区划", "所属区划代码", "行政区划代码", "区县"])
    .example("370303000000")
    .note("区划代码，或“张店区马尚街道”这样的全称；名称不重复的可以不填");

fn hall_names(known: &Known) -> Vec<String> {
    known.halls.open().take(MOST_OFFERED).map(|hall| hall.values[at::HALL.0].as_str().to_owned()).collect()
}

fn department_names(known: &Known) -> Vec<String> {
    let own = |id: &storage::Value| known.scope.department.is_none_or(|own| id.int() == Some(own));
    let open = known.departments.open().filter(|d| own(&d.key));
    let mut names: Vec<String> = open.map(|d| d.values[at::DEPARTMENT.0].as_str().to_owned()).collect();
    names.sort();
    names.dedup();
    names.truncate(MOST_OFFERED);
    names
}
