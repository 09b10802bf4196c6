//! Divisions, functional zones among them: known by their code, which says their level and usually their parent.

use crate::import::known::{Known, at, division_of};
use crate::import::sort::{Sort, Wanted, name};
use domain::division::{Division, Line, Tree, TreeError};
use domain::{DivisionCode, DivisionLevel, Scope, name as lengths};
use sheet::{Column, Faults, Row, Table, Template};
use std::collections::HashMap;
use storage::Value;

const CODE: Column = Column::new("区划代码")
    .aliases(&["行政区划代码", "统计用区划代码", "代码"])
    .required()
    .example("370303009000")
    .note("12 位数字；区县可填 6 位，镇街可填 9 位");
const NAME: Column =
    Column::new("区划名称").aliases(&["名称", "区划"]).required().example("马尚街道").note("最多 100 个字");
const PARENT: Column = Column::new("上级区划代码")
    .aliases(&["上级代码", "上级区划", "统计上级"])
    .note("统计隶属；不填的按代码推定");
const MANAGER: Column = Column::new("管理上级代码")
    .aliases(&["管理上级", "管理区划"])
    .note("由功能区等另外管理的填写，例如归高新区管理的街道；不填的按统计隶属");
const ZONE: Column = Column::new("功能区")
    .aliases(&["是否功能区"])
    .choices(&["是", "否"])
    .note("高新区、经济开发区等功能区填“是”；不填的按系统设置");
const TABLE: Table = Table::new("区划", &[CODE, NAME, PARENT, MANAGER, ZONE]);

pub(in crate::import) struct Divisions;

impl Sort for Divisions {
    fn table(&self) -> &'static Table {
        &TABLE
    }

    fn template(&self, _scope: &Scope, _known: &Known) -> Template {
        TABLE.template()
    }

    fn same_column(&self) -> &'static Column {
        &CODE
    }

    fn read(&self, row: &Row, known: &Known, faults: &mut Faults) -> Option<Wanted> {
        let code: Option<DivisionCode> = row.parse(&CODE, faults);
        let name = name(row, &NAME, lengths::UNIT, faults);
        let mut above = |column| match row.text(column) {
            "" => Some(None),
            _ => row.parse::<DivisionCode>(column, faults).map(Some),
        };
        let (parent, manager) = (above(&PARENT), above(&MANAGER));
        let (code, name, parent, manager) = (code?, name?, parent?.or(code?.parent()), manager?);
        let found = known.coded(code.as_str());
        if found.is_some_and(|n| known.existing[n].ended_at.is_some()) {
            faults.add(row, &CODE, "这个区划已停用，请先在“区划”中恢复");
            return None;
        }
        if found.is_none() && known.tree.get(code).is_some() {
            faults.add(row, &CODE, "不在您的管理范围内");
            return None;
        }
        let is_zone = match (row.text(&ZONE), found) {
            ("是", _) if code.level() != DivisionLevel::District => {
                faults.add(row, &ZONE, "功能区应为区县一级");
                return None;
            }
            ("是", _) => true,
            ("", Some(n)) => known.existing[n].values[at::DIVISION.3] == Value::Int(1),
            ("", None) => known.rules.zones.is_zone(code),
            _ => false,
        };
        let text = |code: Option<DivisionCode>| code.map_or(Value::Null, |c| Value::text(c.as_str()));
        let manager = manager.filter(|manager| Some(*manager) != parent);
        Some(Wanted {
            at: 0,
            found,
            key: Some(Value::text(code.as_str())),
            values: vec![
                name,
                text(parent),
                text(manager),
                i64::from(is_zone).into(),
                Value::text(code.level().word()),
            ],
            rests_on: Vec::new(),
        })
    }

    /// The tree as it would be must hold together, and nothing may be put outside the officer's own part of it.
    fn check_together(&self, rows: &[Row], wanted: &[Wanted], known: &Known, faults: &mut Faults) {
        let mut all: HashMap<DivisionCode, Division> =
            known.tree.iter().map(|d| (d.code, d.clone())).collect();
        let mut places = HashMap::new();
        for one in wanted {
            let Some(division) = division(one) else { continue };
            places.insert(division.code, one.at);
            all.insert(division.code, division);
        }
        let tree = match Tree::new(all.into_values()) {
            Ok(tree) => tree,
            Err(errors) => {
                for error in errors {
                    let code = match error {
                        TreeError::Twice(code) | TreeError::NoParent(code) => code,
                        TreeError::UnknownParent { child, .. } | TreeError::NotAbove { child, .. } => child,
                    };
                    if let Some(at) = places.get(&code) {
                        faults.add(&rows[*at], &PARENT, error);
                    }
                }
                return;
            }
        };
        let root: Option<DivisionCode> = known.scope.division.parse().ok();
        for (code, at) in places {
            let inside = root.is_some_and(|root| tree.lies_in(code, root, Line::Managing));
            if !inside || (code.level() == DivisionLevel::City && Some(code) != root) {
                faults.add(&rows[at], &CODE, "不在您的管理范围内");
            }
        }
    }

    fn cells(&self, key: &Value, values: &[Value], _known: &Known) -> Vec<String> {
        let (name, parent, managing, zone) = at::DIVISION;
        let text = |at: usize| values[at].as_str().to_owned();
        let zone = if values[zone] == Value::Int(1) { "是" } else { "否" };
        vec![key.as_str().to_owned(), text(name), text(parent), text(managing), zone.to_owned()]
    }
}

fn division(wanted: &Wanted) -> Option<Division> {
    division_of(&storage::StoredRow {
        key: wanted.key.clone()?,
        version: 0,
        ended_at: None,
        values: wanted.values.clone(),
    })
}
