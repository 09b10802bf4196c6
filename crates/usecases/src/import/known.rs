//! What an import must know of what is there already: loaded once, looked up for every row.

use super::kind::ImportKind;
use crate::officer::Officer;
use crate::{Service, Settings};
use domain::division::{Division, Line, Tree, Zones};
use domain::item_code::ItemCodeRule;
use domain::{CreditCode, DivisionCode, Scope};
use std::collections::{HashMap, HashSet};
use storage::{StorageResult, StoredRow, Value};

/// Rows of one table with ways to find them.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub rows: Vec<StoredRow>,
    /// Rows in use by a text: a name, or a code.
    named: HashMap<String, Vec<usize>>,
}

impl Rows {
    /// Rows in use, by the text in the column at this place.
    fn by(rows: Vec<StoredRow>, at: usize) -> Rows {
        let mut named: HashMap<String, Vec<usize>> = HashMap::with_capacity(rows.len());
        for (n, row) in rows.iter().enumerate().filter(|(_, row)| row.ended_at.is_none()) {
            named.entry(folded(row.values[at].as_str())).or_default().push(n);
        }
        Rows { rows, named }
    }

    /// Rows in use whose name reads like this one.
    pub fn named(&self, name: &str) -> &[usize] {
        self.named.get(&folded(name)).map_or(&[], Vec::as_slice)
    }

    /// Rows in use.
    pub fn open(&self) -> impl Iterator<Item = &StoredRow> {
        self.rows.iter().filter(|row| row.ended_at.is_none())
    }
}

/// A name as it is compared: without blanks, wide signs made narrow, small letters.
pub(crate) fn folded(name: &str) -> String {
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    };
    name.chars().filter(|c| !c.is_whitespace()).map(narrow).flat_map(char::to_lowercase).collect()
}

/// The city's choices an import needs.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    pub items: ItemCodeRule,
    pub zones: Zones,
}

/// Everything the rows of a file are looked up in.
#[derive(Debug)]
pub(crate) struct Known {
    /// Where the officer may act.
    pub scope: Scope,
    /// All divisions of the city.
    pub tree: Tree,
    /// Divisions by name, full and short.
    divisions: HashMap<String, Vec<DivisionCode>>,
    /// All departments of the city, by name.
    pub departments: Rows,
    department_at: HashMap<i64, usize>,
    department_by_code: HashMap<String, usize>,
    /// Halls of the scope, by name.
    pub halls: Rows,
    hall_at: HashMap<i64, usize>,
    /// For shifts: windows of the scope by name, staff by number.
    pub windows: Rows,
    pub staff: Rows,
    window_at: HashMap<i64, usize>,
    staff_at: HashMap<i64, usize>,
    /// How long codes of items are, and which divisions are zones.
    pub rules: Rules,
    /// Codes of items outside the scope: they cannot be given again.
    pub taken: HashSet<String>,
    /// Natural values of what other departments have in the halls of the scope: the same.
    taken_natural: HashSet<Vec<Value>>,
    /// What is there of the kind that is imported, within the scope.
    pub existing: Vec<StoredRow>,
    natural: HashMap<Vec<Value>, usize>,
    /// The same by code: of the division, on the plate, credit code.
    by_code: HashMap<String, usize>,
}

/// Places of columns among a row's values, as `storage::bulk_tables` lists them.
pub(crate) mod at {
    pub const DIVISION: (usize, usize, usize, usize) = (0, 1, 2, 3); // name, parent, managing parent, zone
    pub const DEPARTMENT: (usize, usize, usize) = (0, 1, 2); // name, credit code, division
    pub const HALL: (usize, usize, usize) = (0, 1, 2); // name, division, address
    pub const WINDOW: (usize, usize, usize, usize) = (0, 1, 2, 3); // name, hall, department, code
    pub const STAFF: (usize, usize, usize, usize, usize) = (0, 1, 2, 3, 4); // name, number, hall, department, code
}

impl Known {
    /// Loads what this kind needs.
    pub async fn load(service: &Service, kind: ImportKind, officer: &Officer) -> StorageResult<Known> {
        let db = &service.db;
        let root = db.root_division().await?.unwrap_or_else(|| officer.scope.division.clone());
        let (all, scope) = (Scope::below(root), officer.scope.clone());
        let divisions = db.stored_rows(ImportKind::Divisions.table(), &all).await?;
        let departments = db.stored_rows(ImportKind::Departments.table(), &all).await?;
        let halls = db.stored_rows(ImportKind::Halls.table(), &scope).await?;
        let existing = match kind {
            ImportKind::Halls => halls.clone(),
            kind => db.stored_rows(kind.table(), &scope).await?,
        };
        let (windows, staff) = match kind {
            ImportKind::Shifts => (
                db.stored_rows(ImportKind::Windows.table(), &scope).await?,
                db.stored_rows(ImportKind::Staff.table(), &scope).await?,
            ),
            _ => Default::default(),
        };
        let mut known = Known::new(kind, scope, divisions, departments, halls, windows, staff, existing);
        if kind == ImportKind::Items && known.scope != all {
            let rows = db.stored_rows(kind.table(), &all).await?.into_iter();
            let codes = rows.map(|row| row.key.as_str().to_owned());
            known.taken = codes.filter(|code| known.coded(code).is_none()).collect();
        }
        if matches!(kind, ImportKind::Windows | ImportKind::Staff) && known.scope.department.is_some() {
            let halls = Scope { department: None, ..known.scope.clone() };
            let natural = kind.table().natural_places();
            let rows = db.stored_rows(kind.table(), &halls).await?.into_iter();
            let open = rows.filter(|row| row.ended_at.is_none());
            let there = open.map(|row| natural.iter().map(|at| row.values[*at].clone()).collect());
            known.taken_natural =
                there.filter(|values: &Vec<Value>| known.natural(values).is_none()).collect();
        }
        let Settings { items, zones, .. } = &service.settings;
        known.rules = Rules { items: *items, zones: zones.clone() };
        Ok(known)
    }

    #[expect(clippy::too_many_arguments, reason = "one per table, called once")]
    fn new(
        kind: ImportKind,
        scope: Scope,
        divisions: Vec<StoredRow>,
        departments: Vec<StoredRow>,
        halls: Vec<StoredRow>,
        windows: Vec<StoredRow>,
        staff: Vec<StoredRow>,
        existing: Vec<StoredRow>,
    ) -> Known {
        let open = divisions.iter().filter(|row| row.ended_at.is_none());
        let tree = Tree::new(open.filter_map(division_of)).unwrap_or_default();
        let mut by_name: HashMap<String, Vec<DivisionCode>> = HashMap::new();
        for division in tree.iter() {
            let full = tree.full_name(division.code, Line::Managing).unwrap_or_default();
            let mut names = [folded(&division.name), folded(division.short_name()), folded(&full)];
            names.sort();
            let mut last = "";
            for name in &names {
                if name != last {
                    by_name.entry(name.clone()).or_default().push(division.code);
                }
                last = name;
            }
        }
        let ids = |rows: &[StoredRow]| -> HashMap<i64, usize> {
            rows.iter().enumerate().filter_map(|(n, row)| Some((row.key.int()?, n))).collect()
        };
        let in_use = |rows: &[StoredRow], at: usize| -> HashMap<String, usize> {
            let coded = rows.iter().enumerate().filter(|(_, r)| r.ended_at.is_none());
            coded
                .filter(|(_, r)| r.values[at] != Value::Null)
                .map(|(n, r)| (r.values[at].as_str().to_owned(), n))
                .collect()
        };
        let natural_columns = kind.table().natural_places();
        let natural = existing
            .iter()
            .enumerate()
            .filter(|(_, row)| row.ended_at.is_none())
            .map(|(n, row)| (natural_columns.iter().map(|at| row.values[*at].clone()).collect(), n));
        let by_code = match kind {
            // Out of use or not: a code is never given twice.
            ImportKind::Divisions | ImportKind::Items => {
                existing.iter().enumerate().map(|(n, r)| (r.key.as_str().to_owned(), n)).collect()
            }
            ImportKind::Windows => {
                let code = at::WINDOW.3;
                existing.iter().enumerate().map(|(n, r)| (r.values[code].as_str().to_owned(), n)).collect()
            }
            ImportKind::Departments => in_use(&existing, at::DEPARTMENT.1),
            _ => HashMap::new(),
        };
        Known {
            department_by_code: in_use(&departments, at::DEPARTMENT.1),
            department_at: ids(&departments),
            hall_at: ids(&halls),
            window_at: ids(&windows),
            staff_at: ids(&staff),
            natural: if natural_columns.is_empty() { HashMap::new() } else { natural.collect() },
            scope,
            tree,
            divisions: by_name,
            departments: Rows::by(departments, at::DEPARTMENT.0),
            halls: Rows::by(halls, at::HALL.0),
            windows: Rows::by(windows, at::WINDOW.0),
            staff: Rows::by(staff, at::STAFF.1),
            by_code,
            rules: Rules { items: ItemCodeRule::default(), zones: Zones::default() },
            taken: HashSet::new(),
            taken_natural: HashSet::new(),
            existing,
        }
    }

    /// What is there with these natural values.
    pub fn natural(&self, values: &[Value]) -> Option<usize> {
        self.natural.get(values).copied()
    }

    /// Has another department something of these natural values in a hall of the scope?
    pub fn is_taken(&self, values: &[Value]) -> bool {
        self.taken_natural.contains(values)
    }

    /// What is there with this code.
    pub fn coded(&self, code: &str) -> Option<usize> {
        self.by_code.get(code).copied()
    }

    /// Has any department of the city this credit code?
    pub fn is_credit_code_taken(&self, code: &CreditCode) -> bool {
        self.department_by_code.contains_key(code.as_str())
    }

    /// Does a division lie where the officer may act?
    pub fn is_inside(&self, division: DivisionCode) -> bool {
        let root: Option<DivisionCode> = self.scope.division.parse().ok();
        root.is_some_and(|root| self.tree.lies_in(division, root, Line::Managing))
    }

    /// The division a text names, by code or by name, within the scope.
    pub fn division(&self, text: &str) -> Result<DivisionCode, String> {
        const NONE: &str = "没有这个区划，或不在您的管理范围内；请填区划代码，或“张店区马尚街道”这样的全称";
        if text.starts_with(|c: char| c.is_ascii_digit()) {
            let code = text.parse::<DivisionCode>().map_err(|e| e.to_string())?;
            return if self.is_inside(code) { Ok(code) } else { Err(NONE.into()) };
        }
        let named = self.divisions.get(&folded(text)).map_or(&[][..], Vec::as_slice);
        let inside: Vec<DivisionCode> = named.iter().copied().filter(|code| self.is_inside(*code)).collect();
        match inside[..] {
            [] => Err(NONE.into()),
            [one] => Ok(one),
            _ => Err(format!("有 {} 个区划都叫这个名字，请改填区划代码", inside.len())),
        }
    }

    /// The hall a name means, perhaps with the division it stands in; blank where there is only one.
    pub fn hall(&self, name: &str, division: &str) -> Result<&StoredRow, String> {
        if name.is_empty() {
            let mut halls = self.halls.open();
            return match (halls.next(), halls.next()) {
                (Some(only), None) => Ok(only),
                _ => Err("请填写大厅名称".into()),
            };
        }
        let mut found: Vec<&StoredRow> =
            self.halls.named(name).iter().map(|n| &self.halls.rows[*n]).collect();
        if !division.is_empty() {
            let code = self.division(division)?;
            found.retain(|hall| hall.values[at::HALL.1].as_str() == code.as_str());
        }
        match found[..] {
            [] => Err("没有这个大厅，或不在您的管理范围内；可先在“大厅”中新增".into()),
            [one] => Ok(one),
            _ => Err(format!("有 {} 个大厅同名，请在“所属区划”中写明是哪一个", found.len())),
        }
    }

    /// The department a text means, by credit code or by name: of several of one name, that of the division
    /// or of the nearest one above it.
    pub fn department(&self, text: &str, division: &str) -> Result<&StoredRow, String> {
        let found = if text.is_empty() {
            match self.scope.department.and_then(|id| self.department_at.get(&id)) {
                Some(own) => &self.departments.rows[*own],
                None => return Err("请填写部门".into()),
            }
        } else {
            self.department_named(text, division)?
        };
        match self.scope.department {
            Some(own) if found.key != Value::Int(own) => Err("不在您的管理范围内，只能填本部门".into()),
            _ => Ok(found),
        }
    }

    fn department_named(&self, text: &str, division: &str) -> Result<&StoredRow, String> {
        if let Ok(code) = text.parse::<CreditCode>()
            && let Some(n) = self.department_by_code.get(code.as_str())
        {
            return Ok(&self.departments.rows[*n]);
        }
        let named = self.departments.named(text);
        let row = |n: &usize| &self.departments.rows[*n];
        match named {
            [] => Err("没有这个部门，可先在“部门”中新增".into()),
            [one] => Ok(row(one)),
            several => {
                let lineage = division.parse().into_iter().flat_map(|d| self.tree.lineage(d, Line::Managing));
                for above in lineage {
                    let of = |n: &&usize| row(n).values[at::DEPARTMENT.2].as_str() == above.code.as_str();
                    let here: Vec<&usize> = several.iter().filter(of).collect();
                    if let [one] = here[..] {
                        return Ok(row(one));
                    }
                }
                Err(format!("有 {} 个部门同名，请改填统一社会信用代码", several.len()))
            }
        }
    }

    /// The department with this credit code.
    pub fn department_coded(&self, code: &CreditCode) -> Option<&StoredRow> {
        self.department_by_code.get(code.as_str()).map(|n| &self.departments.rows[*n])
    }

    /// Name of the department with this id.
    pub fn department_name(&self, id: &Value) -> String {
        let row = id.int().and_then(|id| self.department_at.get(&id)).map(|n| &self.departments.rows[*n]);
        let Some(row) = row else { return String::new() };
        let name = row.values[at::DEPARTMENT.0].as_str();
        // Of several of one name the code tells which.
        match (self.departments.named(name).len(), row.values[at::DEPARTMENT.1].as_str()) {
            (0 | 1, _) | (_, "") => name.to_owned(),
            (_, code) => code.to_owned(),
        }
    }

    /// The hall with this id.
    pub fn hall_of(&self, id: &Value) -> Option<&StoredRow> {
        id.int().and_then(|id| self.hall_at.get(&id)).map(|n| &self.halls.rows[*n])
    }

    /// The window with this id (shifts only).
    pub fn window_of(&self, id: &Value) -> Option<&StoredRow> {
        id.int().and_then(|id| self.window_at.get(&id)).map(|n| &self.windows.rows[*n])
    }

    /// The person with this id (shifts only).
    pub fn person_of(&self, id: &Value) -> Option<&StoredRow> {
        id.int().and_then(|id| self.staff_at.get(&id)).map(|n| &self.staff.rows[*n])
    }

    /// Name of a hall, and its division where the name alone does not say which.
    pub fn hall_words(&self, id: &Value) -> [String; 2] {
        let Some(hall) = self.hall_of(id) else { return [String::new(), String::new()] };
        let name = hall.values[at::HALL.0].as_str();
        let division = match self.halls.named(name).len() {
            0 | 1 => String::new(),
            _ => hall.values[at::HALL.1].as_str().to_owned(),
        };
        [name.to_owned(), division]
    }
}

/// A stored division as the tree takes it.
pub(crate) fn division_of(row: &StoredRow) -> Option<Division> {
    let code = |value: &Value| value.as_str().parse().ok();
    let (name, parent, managing, _) = at::DIVISION;
    Some(Division {
        code: code(&row.key)?,
        name: row.values[name].as_str().to_owned(),
        statistical_parent: code(&row.values[parent]),
        managing_parent: code(&row.values[managing]),
    })
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn names_are_compared_as_people_read_them() {
        assert_eq!(folded("政务服务中心（示例）"), folded(" 政务 服务中心(示例)"));
        assert_eq!(folded("Ａ区３号"), folded("a区3号"));
        assert_ne!(folded("𫖯"), folded("䶮"));
    }
}
