//! Shifts: who sits at which window from when to when. A shift is there or it is new; none is changed.

use super::people::staff_number;
use super::{DIVISION, HALL, hall_names};
use crate::import::known::{Known, at};
use crate::import::sort::{Sort, Wanted, found, rests};
use domain::{Millis, Scope, WindowCode};
use sheet::{Column, Faults, Row, Table, Template};
use std::collections::HashMap;
use storage::bulk_tables as tables;
use storage::{StoredRow, Value};

/// No shift is longer: a whole year is somebody's permanent seat, more is a slip of the pen.
const LONGEST_MS: i64 = 3 * 366 * 86_400_000;

const WINDOW: Column =
    Column::new("窗口名称").aliases(&["窗口"]).example("3号 不动产登记窗口").note("与窗口码填一个即可");
const CODE: Column = Column::new("窗口码").aliases(&["窗口编码"]).note("填了窗口码，可以不填大厅和窗口名称");
const NUMBER: Column = Column::new("工号").aliases(&["人员工号"]).required().example("ZD0012");
const FROM: Column = Column::new("开始时间")
    .aliases(&["开始", "上岗时间"])
    .required()
    .example("2026-11-30 09:00")
    .note("日期和时间，如 2026-11-30 09:00");
const TO: Column = Column::new("结束时间")
    .aliases(&["结束", "离岗时间"])
    .required()
    .example("2026-11-30 17:00")
    .note("日期和时间，如 2026-11-30 17:00");
const TABLE: Table = Table::new("值班", &[HALL, WINDOW, CODE, NUMBER, FROM, TO, DIVISION]);
const IN_HALL: Table = Table::new("值班", &[WINDOW.required(), NUMBER, FROM, TO]);

pub(in crate::import) struct Shifts;

impl Sort for Shifts {
    fn table(&self) -> &'static Table {
        &TABLE
    }

    fn template(&self, scope: &Scope, known: &Known) -> Template {
        match scope.hall {
            Some(_) => {
                let windows = known.windows.open().map(|w| w.values[at::WINDOW.0].as_str().to_owned());
                IN_HALL.template().choices(&WINDOW, windows)
            }
            None => TABLE.template().choices(&HALL, hall_names(known)),
        }
    }

    fn same_column(&self) -> &'static Column {
        &FROM
    }

    fn read(&self, row: &Row, known: &Known, faults: &mut Faults) -> Option<Wanted> {
        let window = window(row, known, faults);
        let person = window.and_then(|window| person(row, window, known, faults));
        let from = row.date_time(&FROM, faults);
        let to = row.date_time(&TO, faults);
        let millis = |t| Millis::from_china(t).map(|at| at.0);
        let (window, person, from, to) = (window?, person?, millis(from?)?, millis(to?)?);
        if to <= from || to - from > LONGEST_MS {
            faults.add(row, &TO, "应晚于开始时间，相隔不超过三年");
            return None;
        }
        let values = vec![window.key.clone(), person.key.clone(), from.into(), to.into()];
        let found = known.natural(&values);
        let rests_on = vec![rests(&tables::WINDOWS, window), rests(&tables::STAFF, person)];
        Some(Wanted { at: 0, found, key: None, values, rests_on })
    }

    /// Nobody sits at two windows at once.
    fn check_together(&self, rows: &[Row], wanted: &[Wanted], known: &Known, faults: &mut Faults) {
        type Span = (i64, i64, Option<u32>);
        let mut of_person: HashMap<&Value, Vec<Span>> = HashMap::new();
        let span = |values: &[Value]| (values[2].int().unwrap_or(0), values[3].int().unwrap_or(0));
        for one in wanted.iter().filter(|one| one.found.is_none()) {
            let (from, to) = span(&one.values);
            of_person.entry(&one.values[1]).or_default().push((from, to, Some(rows[one.at].number())));
        }
        for there in &known.existing {
            if let Some(spans) = of_person.get_mut(&there.values[1]) {
                let (from, to) = span(&there.values);
                spans.push((from, to, None));
            }
        }
        let places: HashMap<u32, &Row> = rows.iter().map(|row| (row.number(), row)).collect();
        for spans in of_person.values_mut() {
            spans.sort_unstable();
            for pair in spans.windows(2) {
                let ((_, end, one), (begin, _, other)) = (pair[0], pair[1]);
                if begin >= end {
                    continue;
                }
                match (one, other) {
                    (Some(one), Some(other)) => {
                        let (first, later) = (one.min(other), one.max(other));
                        faults.add(places[&later], &FROM, format_args!("与第 {first} 行是同一人，时间重叠"));
                    }
                    (Some(row), None) | (None, Some(row)) => {
                        faults.add(places[&row], &FROM, "这个人在这段时间已有值班");
                    }
                    (None, None) => {}
                }
            }
        }
    }

    fn cells(&self, _key: &Value, values: &[Value], known: &Known) -> Vec<String> {
        let window = known.window_of(&values[0]);
        let text = |row: Option<&StoredRow>, at: usize| row.map_or("", |r| r.values[at].as_str()).to_owned();
        let [hall, division] =
            window.map_or_else(Default::default, |w| known.hall_words(&w.values[at::WINDOW.1]));
        let time = |n: usize| Millis(values[n].int().unwrap_or(0)).to_china_text();
        vec![
            hall,
            text(window, at::WINDOW.0),
            text(window, at::WINDOW.3),
            text(known.person_of(&values[1]), at::STAFF.1),
            time(2),
            time(3),
            division,
        ]
    }
}

fn window<'k>(row: &Row, known: &'k Known, faults: &mut Faults) -> Option<&'k StoredRow> {
    const NONE: &str = "没有这个窗口，或不在您的管理范围内；可先在“窗口”中新增";
    let code = row.text(&CODE);
    if !code.is_empty() {
        let code = code.parse::<WindowCode>().map(|code| code.to_string()).unwrap_or_default();
        let window = known.windows.open().find(|w| w.values[at::WINDOW.3].as_str() == code);
        return found(window.ok_or_else(|| NONE.to_owned()), row, &CODE, faults);
    }
    if row.text(&WINDOW).is_empty() {
        faults.add(row, &WINDOW, "请填写窗口名称或窗口码");
        return None;
    }
    let hall = found(known.hall(row.text(&HALL), row.text(&DIVISION)), row, &HALL, faults)?;
    let named = known.windows.named(row.text(&WINDOW)).iter().map(|n| &known.windows.rows[*n]);
    let here: Vec<&StoredRow> = named.filter(|w| w.values[at::WINDOW.1] == hall.key).collect();
    match here[..] {
        [] => found(Err(NONE.to_owned()), row, &WINDOW, faults),
        [one] => Some(one),
        _ => found(Err("这个大厅有几个同名的窗口，请填窗口码".to_owned()), row, &WINDOW, faults),
    }
}

/// The person with this number in the window's hall.
fn person<'k>(row: &Row, window: &StoredRow, known: &'k Known, faults: &mut Faults) -> Option<&'k StoredRow> {
    let number = row.parse_with(&NUMBER, faults, staff_number)?;
    let numbered = known.staff.named(number.as_str()).iter().map(|n| &known.staff.rows[*n]);
    let mut here = numbered.filter(|p| p.values[at::STAFF.2] == window.values[at::WINDOW.1]);
    let person = here.next().ok_or_else(|| "这个大厅没有这个工号；可先在“人员”中新增".to_owned());
    found(person, row, &NUMBER, faults)
}
