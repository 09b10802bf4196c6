//! What an import may write, table by table: its columns, what makes a row the same as another, where its past
//! is kept, and what may refer to it.
//!
//! To let another table be imported: a [`BulkTable`] here, listed in [`BulkTable::ALL`]; the tests prepare its
//! statements on both databases and ask the schema whether its references are complete.

use crate::bulk::{BulkStatement, Kind};
use Kind::{Bool, Int, Text};

/// A table that imports write.
#[derive(Debug)]
pub struct BulkTable {
    /// Its name.
    pub(crate) name: &'static str,
    /// What identifies a row for good.
    pub(crate) key: (&'static str, Kind),
    /// What an import may change.
    pub(crate) changing: &'static [(&'static str, Kind)],
    /// What a new row gets besides, and never changes.
    pub(crate) fixed: &'static [(&'static str, Kind)],
    /// Columns in which no other row in use may say the same.
    pub(crate) natural: &'static [&'static str],
    /// Set once a row is out of use.
    pub(crate) ended: Option<&'static str>,
    /// Has it a version that grows with every change?
    pub(crate) versioned: bool,
    /// Table of its past, and the column there that holds the key; it keeps `past_columns`.
    pub(crate) past: Option<(&'static str, &'static str)>,
    pub(crate) past_columns: &'static [&'static str],
    /// Tables and conditions behind `FROM name t` that say what lies within a scope, `$1`–`$3`.
    pub(crate) scope: &'static str,
    /// Where rows refer to it from: they keep an import from being taken back.
    pub(crate) references: &'static [Reference],
}

/// A column that refers to a table.
#[derive(Debug)]
pub struct Reference {
    /// Table and column.
    pub(crate) column: (&'static str, &'static str),
    /// What refers, in the office's word.
    pub label: &'static str,
    /// Its ids grow with time and nothing else helps to find it: look only at those made since the import.
    pub(crate) by_time: bool,
    /// The database itself holds to it.
    pub(crate) is_key: bool,
}

const fn refers(table: &'static str, column: &'static str, label: &'static str) -> Reference {
    Reference { column: (table, column), label, by_time: false, is_key: true }
}

const fn refers_since(table: &'static str, column: &'static str, label: &'static str) -> Reference {
    Reference { column: (table, column), label, by_time: true, is_key: true }
}

/// A code that is written down there, whether or not it is known here.
const fn mentions_since(table: &'static str, column: &'static str, label: &'static str) -> Reference {
    Reference { column: (table, column), label, by_time: true, is_key: false }
}

/// 行政区划.
pub static DIVISIONS: BulkTable = BulkTable {
    name: "division",
    key: ("code", Text),
    changing: &[("name", Text), ("parent", Text), ("managing_parent", Text), ("is_zone", Bool)],
    fixed: &[("level", Text)],
    natural: &[],
    ended: Some("retired_at"),
    versioned: true,
    past: Some(("division_past", "code")),
    past_columns: &["name", "parent", "managing_parent"],
    scope: "WHERE t.code IN (SELECT w.code FROM division_within w WHERE w.ancestor = $1)
        AND (CAST($2 AS BIGINT) IS NULL OR 1 = 1) AND (CAST($3 AS BIGINT) IS NULL OR 1 = 1)",
    references: &[
        refers("partner_scope", "division_code", "业务系统的范围"),
        refers("province_rule", "division_code", "转到省系统评价的范围"),
        refers_since("work_order", "division_code", "差评整改单"),
        refers("division", "parent", "下级区划"),
        refers("division", "managing_parent", "下级区划"),
        refers("department", "division_code", "部门"),
        refers("hall", "division_code", "大厅"),
        refers("account", "division_code", "账号"),
        refers("division_past", "code", "变动记录"),
    ],
};

/// 部门.
pub static DEPARTMENTS: BulkTable = BulkTable {
    name: "department",
    key: ("id", Int),
    changing: &[("name", Text), ("credit_code", Text), ("division_code", Text)],
    fixed: &[],
    natural: &["division_code", "name"],
    ended: Some("retired_at"),
    versioned: true,
    past: Some(("department_past", "department_id")),
    past_columns: &["name", "credit_code", "division_code"],
    scope: "WHERE t.division_code IN (SELECT w.code FROM division_within w WHERE w.ancestor = $1)
        AND (CAST($2 AS BIGINT) IS NULL OR t.id = $2) AND (CAST($3 AS BIGINT) IS NULL OR 1 = 1)",
    references: &[
        refers("partner_scope", "department_id", "业务系统的范围"),
        refers("province_rule", "department_id", "转到省系统评价的范围"),
        refers_since("work_order", "department_id", "差评整改单"),
        refers("service_window", "department_id", "窗口"),
        refers("staff", "department_id", "人员"),
        refers("item", "department_id", "事项"),
        refers("account", "department_id", "账号"),
        refers("department_past", "department_id", "变动记录"),
    ],
};

/// 大厅.
pub static HALLS: BulkTable = BulkTable {
    name: "hall",
    key: ("id", Int),
    changing: &[("name", Text), ("division_code", Text), ("address", Text)],
    fixed: &[],
    natural: &["division_code", "name"],
    ended: Some("retired_at"),
    versioned: true,
    past: Some(("hall_past", "hall_id")),
    past_columns: &["division_code", "name", "address"],
    scope: "WHERE t.division_code IN (SELECT w.code FROM division_within w WHERE w.ancestor = $1)
        AND (CAST($2 AS BIGINT) IS NULL OR 1 = 1) AND (CAST($3 AS BIGINT) IS NULL OR t.id = $3)",
    references: &[
        refers("service_window", "hall_id", "窗口"),
        refers("staff", "hall_id", "人员"),
        refers("account", "hall_id", "账号"),
        refers("hall_past", "hall_id", "变动记录"),
        refers_since("work_order", "hall_id", "差评整改单"),
    ],
};

/// 窗口.
pub static WINDOWS: BulkTable = BulkTable {
    name: "service_window",
    key: ("id", Int),
    changing: &[("name", Text), ("hall_id", Int), ("department_id", Int)],
    fixed: &[("code", Text)],
    natural: &["hall_id", "name"],
    ended: Some("withdrawn_at"),
    versioned: true,
    past: Some(("window_past", "window_id")),
    past_columns: &["hall_id", "department_id", "name"],
    scope: "JOIN hall h ON h.id = t.hall_id
        WHERE h.division_code IN (SELECT w.code FROM division_within w WHERE w.ancestor = $1)
        AND (CAST($2 AS BIGINT) IS NULL OR t.department_id = $2) AND (CAST($3 AS BIGINT) IS NULL OR t.hall_id = $3)",
    references: &[
        refers_since("rating", "window_id", "评价"),
        refers_since("occurrence", "window_id", "办件"),
        refers("shift", "window_id", "值班"),
        refers("window_item", "window_id", "办理事项"),
        refers("plate", "window_id", "台牌"),
        refers("plate_sighting", "window_id", "台牌巡查"),
        refers("plate_report", "window_id", "台牌报修"),
        refers("window_past", "window_id", "变动记录"),
    ],
};

/// 人员.
pub static STAFF: BulkTable = BulkTable {
    name: "staff",
    key: ("id", Int),
    changing: &[("name", Text), ("number", Text), ("hall_id", Int), ("department_id", Int)],
    fixed: &[("code", Text)],
    natural: &["hall_id", "number"],
    ended: Some("retired_at"),
    versioned: true,
    past: Some(("staff_past", "staff_id")),
    past_columns: &["name", "number", "hall_id", "department_id"],
    scope: "JOIN hall h ON h.id = t.hall_id
        WHERE h.division_code IN (SELECT w.code FROM division_within w WHERE w.ancestor = $1)
        AND (CAST($2 AS BIGINT) IS NULL OR t.department_id = $2) AND (CAST($3 AS BIGINT) IS NULL OR t.hall_id = $3)",
    references: &[
        refers_since("occurrence", "staff_id", "办件"),
        refers_since("rating", "staff_id", "评价"),
        refers("shift", "staff_id", "值班"),
        refers("account", "staff_id", "账号"),
        refers("staff_past", "staff_id", "变动记录"),
    ],
};

/// 值班.
pub static SHIFTS: BulkTable = BulkTable {
    name: "shift",
    key: ("id", Int),
    changing: &[("window_id", Int), ("staff_id", Int), ("starts_at", Int), ("ends_at", Int)],
    fixed: &[],
    natural: &["window_id", "staff_id", "starts_at", "ends_at"],
    ended: None,
    versioned: true,
    past: None,
    past_columns: &[],
    scope: "JOIN service_window x ON x.id = t.window_id JOIN hall h ON h.id = x.hall_id
        WHERE h.division_code IN (SELECT w.code FROM division_within w WHERE w.ancestor = $1)
        AND (CAST($2 AS BIGINT) IS NULL OR x.department_id = $2) AND (CAST($3 AS BIGINT) IS NULL OR x.hall_id = $3)",
    references: &[],
};

/// 事项.
pub static ITEMS: BulkTable = BulkTable {
    name: "item",
    key: ("code", Text),
    changing: &[
        ("name", Text),
        ("item_type", Text),
        ("department_id", Int),
        ("dept_code", Text),
        ("case_kind", Text),
        ("promised", Int),
        ("promised_unit", Text),
        ("legal", Int),
        ("legal_unit", Text),
        ("service_objects", Text),
        ("exercise_level", Text),
        ("handle_forms", Text),
        ("theme", Text),
    ],
    fixed: &[("task_code", Text), ("handle_item", Text)],
    natural: &[],
    ended: Some("retired_at"),
    versioned: true,
    past: Some(("item_past", "code")),
    past_columns: &[
        "version",
        "name",
        "item_type",
        "department_id",
        "dept_code",
        "case_kind",
        "promised",
        "promised_unit",
        "legal",
        "legal_unit",
        "service_objects",
        "exercise_level",
        "handle_forms",
        "theme",
        "retired_at",
    ],
    // As in `crate::items`: an item whose department nobody has named is the city's.
    scope: "LEFT JOIN department d ON d.id = t.department_id
        WHERE (d.division_code IN (SELECT w.code FROM division_within w WHERE w.ancestor = $1)
            OR (d.division_code IS NULL AND $1 = (SELECT MIN(code) FROM division WHERE parent IS NULL)))
        AND (CAST($2 AS BIGINT) IS NULL OR t.department_id = $2) AND (CAST($3 AS BIGINT) IS NULL OR 1 = 1)",
    references: &[
        refers("window_item", "item_code", "办理窗口"),
        mentions_since("service_case", "task_code", "办件"),
        mentions_since("service_case", "handle_item", "办件"),
        refers("item_past", "code", "变动记录"),
    ],
};

impl BulkTable {
    /// Every table.
    pub const ALL: [&'static BulkTable; 7] =
        [&DIVISIONS, &DEPARTMENTS, &HALLS, &WINDOWS, &STAFF, &SHIFTS, &ITEMS];

    /// Columns of a row's values: what may change, then what is fixed.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &'static (&'static str, Kind)> {
        self.changing.iter().chain(self.fixed)
    }

    /// Places among a row's values of the columns that make it the same as another; none: its key does.
    pub fn natural_places(&self) -> Vec<usize> {
        let place = |name: &&str| self.columns().position(|(column, _)| column == name);
        self.natural.iter().filter_map(place).collect()
    }

    /// How many of a row's values may change; those behind are fixed.
    pub fn changing(&self) -> usize {
        self.changing.len()
    }

    /// Do scopes follow from its rows?
    pub(crate) fn is_tree(&self) -> bool {
        self.name == DIVISIONS.name
    }

    /// What refers to rows of it.
    pub fn references(&self) -> &'static [Reference] {
        self.references
    }

    fn key_and(&self, more: impl Iterator<Item = (&'static str, Kind)>) -> Vec<(&'static str, Kind)> {
        std::iter::once(self.key).chain(more).collect()
    }

    /// How a row of `v` finds its row of `t`, unchanged: by its version, or where there is none by everything.
    fn same(&self) -> String {
        let key = self.key.0;
        match self.versioned {
            true => format!("t.{key} = v.{key} AND t.version = v.version"),
            false => {
                let all = self.columns().map(|(c, _)| format!("t.{c} = v.{c}"));
                std::iter::once(format!("t.{key} = v.{key}")).chain(all).collect::<Vec<_>>().join(" AND ")
            }
        }
    }

    /// Rows in a scope: key, version, values, and whether they are out of use.
    pub(crate) fn select(&self) -> String {
        let (name, key, scope) = (self.name, self.key.0, self.scope);
        let version = if self.versioned { "t.version" } else { "CAST(1 AS BIGINT)" };
        let ended = self.ended.map_or("CAST(0 AS BIGINT)".to_owned(), |c| format!("t.{c}"));
        let columns: Vec<String> = self.columns().map(|(c, _)| format!("t.{c}")).collect();
        format!("SELECT t.{key}, {version}, {ended}, {} FROM {name} t {scope}", columns.join(", "))
    }

    /// New rows: key and values. Passes over a row whose natural key is in use already.
    pub(crate) fn insert(&self) -> BulkStatement {
        let columns = self.key_and(self.columns().copied());
        let names: Vec<&str> = columns.iter().map(|c| c.0).collect();
        let given: Vec<String> = names.iter().map(|n| format!("v.{n}")).collect();
        let open = self.ended.map_or(String::new(), |c| format!(" AND t.{c} IS NULL"));
        let taken: Vec<String> = self.natural.iter().map(|c| format!("t.{c} = v.{c}")).collect();
        let unless = match taken.is_empty() {
            true => String::new(),
            false => format!(
                " WHERE NOT EXISTS (SELECT 1 FROM {} t WHERE {}{open})",
                self.name,
                taken.join(" AND ")
            ),
        };
        let (names, given) = (names.join(", "), given.join(", "));
        let rest = format!("INSERT INTO {} ({names}) SELECT {given} FROM v{unless}", self.name);
        BulkStatement { columns, rest }
    }

    /// Keeps what rows were until now: key, version, now.
    pub(crate) fn keep_past(&self) -> Option<BulkStatement> {
        let (past, id) = self.past?;
        let kept: Vec<String> = self.past_columns.iter().map(|c| format!("t.{c}")).collect();
        let (names, kept) = (self.past_columns.join(", "), kept.join(", "));
        let rest = format!(
            "INSERT INTO {past} ({id}, until_at, {names}) SELECT t.{}, v.now, {kept}
             FROM v JOIN {} t ON {} WHERE 1 = 1 ON CONFLICT DO NOTHING",
            self.key.0,
            self.name,
            self.same()
        );
        Some(BulkStatement { columns: self.key_and([("version", Int), ("now", Int)].into_iter()), rest })
    }

    /// Changes rows: key, version, values that may change.
    pub(crate) fn update(&self) -> BulkStatement {
        let set: Vec<String> = self.changing.iter().map(|(c, _)| format!("{c} = v.{c}")).collect();
        let rest = format!(
            "UPDATE {} AS t SET {}, version = t.version + 1 FROM v WHERE {}",
            self.name,
            set.join(", "),
            self.same()
        );
        let columns = std::iter::once(("version", Int)).chain(self.changing.iter().copied());
        BulkStatement { columns: self.key_and(columns), rest }
    }

    /// Columns that find an unchanged row: key and version, or key and everything.
    fn finding(&self) -> Vec<(&'static str, Kind)> {
        match self.versioned {
            true => self.key_and(std::iter::once(("version", Int))),
            false => self.key_and(self.columns().copied()),
        }
    }

    /// How many rows are still as they were: key and version (or key and everything).
    pub(crate) fn count_same(&self) -> BulkStatement {
        let rest = format!("SELECT COUNT(*) FROM v JOIN {} t ON {}", self.name, self.same());
        BulkStatement { columns: self.finding(), rest }
    }

    /// Removes rows that are still as they were.
    pub(crate) fn delete(&self) -> BulkStatement {
        let key = self.key.0;
        let rest = format!(
            "DELETE FROM {} WHERE {key} IN (SELECT t.{key} FROM v JOIN {} t ON {})",
            self.name,
            self.name,
            self.same()
        );
        BulkStatement { columns: self.finding(), rest }
    }

    /// How many of these rows something refers to: key, and the first id to be looked at.
    pub(crate) fn count_references(&self, to: &Reference) -> BulkStatement {
        let ((table, column), key) = (to.column, self.key.0);
        let since = if to.by_time { " AND r.id >= (SELECT MIN(v.since) FROM v)" } else { "" };
        // References between new rows of this very table are no use by others.
        let outside = match table == self.name {
            true => format!(" AND r.{key} NOT IN (SELECT v.{key} FROM v)"),
            false => String::new(),
        };
        let rest = format!(
            "SELECT COUNT(DISTINCT r.{column}) FROM {table} r
             WHERE r.{column} IN (SELECT v.{key} FROM v){since}{outside}"
        );
        BulkStatement { columns: self.key_and(std::iter::once(("since", Int))), rest }
    }
}

/// Every statement made here, by name, for the test that prepares them on both databases; for SQLite or not.
#[cfg(feature = "testing")]
pub fn bulk_statements(sqlite: bool) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for table in BulkTable::ALL {
        let mut made =
            vec![("insert", table.insert()), ("count", table.count_same()), ("delete", table.delete())];
        made.extend(table.keep_past().map(|s| ("past", s)));
        if table.versioned {
            made.push(("update", table.update()));
        }
        made.extend(table.references.iter().map(|r| (r.label, table.count_references(r))));
        let text = |s: BulkStatement| if sqlite { s.sqlite(2) } else { s.postgres() };
        all.extend(made.into_iter().map(|(what, s)| (format!("{what} {}", table.name), text(s))));
        all.push((format!("select {}", table.name), table.select()));
    }
    all
}

#[cfg(feature = "testing")]
impl BulkTable {
    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

#[cfg(feature = "testing")]
impl Reference {
    /// Table and column.
    pub fn column(&self) -> (&'static str, &'static str) {
        self.column
    }
}
