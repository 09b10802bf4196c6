//! From a file to what it would do: read, look up row by row, compare. Nothing is written here.

use super::known::Known;
use super::report::{FAULTS_SHOWN, ImportReport, ShownFault, ShownRow};
use super::sort::{Sort, Wanted, sort_of};
use super::{ImportKind, Progress};
use sheet::{Column, Limits, Sheet, SheetError};
use sm3::{Digest, Sm3};
use std::collections::{BTreeMap, HashMap};
use storage::{BulkTable, ImportPlan, Value};

/// Faults kept for the sheet that is handed back.
const FAULTS_KEPT: usize = 5_000;
/// Rows between two signs of life.
const STRIDE: usize = 256;

/// A file that was checked.
pub(crate) struct Checked {
    pub sheet: Sheet,
    pub report: ImportReport,
    /// What to do, rows without faults only.
    pub wanted: Vec<Wanted>,
    /// SM3 of what that is.
    pub digest: Vec<u8>,
}

/// Why there is nothing to show.
#[derive(Debug)]
pub(crate) enum NotChecked {
    /// The file as a whole: the sentence says what to do.
    File(String),
    /// Somebody pressed 取消.
    Cancelled,
}

impl From<SheetError> for NotChecked {
    fn from(error: SheetError) -> NotChecked {
        NotChecked::File(error.to_string())
    }
}

/// Reads a file and checks it against what is there.
pub(crate) fn check(
    kind: ImportKind,
    file: &[u8],
    most_bytes: u64,
    known: &Known,
    progress: &Progress,
) -> Result<Checked, NotChecked> {
    let sort = sort_of(kind);
    let limits = Limits { file_bytes: most_bytes, faults: FAULTS_KEPT, ..Limits::default() };
    let mut sheet = sort.table().read(file, &limits)?;
    progress.begin(sheet.rows.len());
    let mut wanted = Vec::with_capacity(sheet.rows.len());
    for (at, row) in sheet.rows.iter().enumerate() {
        if at % STRIDE == 0 && !progress.at(at) {
            return Err(NotChecked::Cancelled);
        }
        wanted.extend(sort.read(row, known, &mut sheet.faults).map(|one| Wanted { at, ..one }));
    }
    refuse_repeats(sort, kind.table(), &mut sheet, &wanted);
    sort.check_together(&sheet.rows, &wanted, known, &mut sheet.faults);
    let (report, digest) = tell(sort, kind.table(), &sheet, &wanted, known);
    Ok(Checked { sheet, report, wanted, digest })
}

/// Two rows of the file that mean the same thing.
fn refuse_repeats(sort: &dyn Sort, table: &'static BulkTable, sheet: &mut Sheet, wanted: &[Wanted]) {
    let natural = table.natural_places();
    let (mut by_values, mut by_found) = (HashMap::with_capacity(wanted.len()), HashMap::new());
    for one in wanted {
        let row = &sheet.rows[one.at];
        let values: Vec<&Value> = match natural.is_empty() {
            true => one.key.iter().collect(),
            false => natural.iter().map(|at| &one.values[*at]).collect(),
        };
        let before = match by_values.get(&values) {
            Some(first) => Some(*first),
            None => one.found.and_then(|found| by_found.get(&found).copied()),
        };
        if let Some(first) = before {
            sheet.faults.add(row, sort.same_column(), format_args!("与第 {first} 行重复"));
            continue;
        }
        by_values.insert(values, row.number());
        by_found.extend(one.found.map(|found| (found, row.number())));
    }
}

/// What the rows would do, in words and as a digest.
fn tell(
    sort: &dyn Sort,
    table: &'static BulkTable,
    sheet: &Sheet,
    wanted: &[Wanted],
    known: &Known,
) -> (ImportReport, Vec<u8>) {
    let columns = sort.table().columns;
    let mut report = ImportReport {
        columns: columns.iter().map(|c| c.label.to_owned()).collect(),
        rows: sheet.rows.len(),
        faults: sheet.faults.count(),
        notes: sheet.notes.clone(),
        ..ImportReport::default()
    };
    let mut hash = Sm3::new();
    let bad: std::collections::HashSet<u32> = sheet.faults.iter().map(|f| f.row).collect();
    for one in wanted.iter().filter(|one| !bad.contains(&sheet.rows[one.at].number())) {
        let row = sheet.rows[one.at].number();
        let no_key = Value::Null;
        let key = one.key.as_ref().unwrap_or(&no_key);
        let shown = |changes| ShownRow { row, cells: sort.cells(key, &one.values, known), changes };
        let Some(found) = one.found else {
            report.new.add(|| shown(Vec::new()));
            hash.update(format!("+{:?}{:?}", one.key, one.values));
            continue;
        };
        let was = &known.existing[found];
        if was.values[..table.changing()] == one.values[..table.changing()] {
            report.same.add(|| shown(Vec::new()));
            continue;
        }
        hash.update(format!("{:?}{}{:?}", was.key, was.version, one.values));
        report.changed.add(|| {
            let before = sort.cells(&was.key, &was.values, known);
            let mut after = shown(Vec::new());
            after.changes = differences(columns, &before, &after.cells);
            after
        });
    }
    report.refused = report.rows - report.new.count - report.changed.count - report.same.count;
    let fault = |f: &sheet::Fault| ShownFault {
        row: f.row,
        column: f.column.to_owned(),
        value: f.value.clone(),
        problem: f.problem.clone(),
    };
    report.shown_faults = sheet.faults.iter().take(FAULTS_SHOWN).map(fault).collect();
    (report, hash.finalize().to_vec())
}

fn differences(columns: &[Column], before: &[String], after: &[String]) -> Vec<String> {
    let blank = |text: &str| if text.is_empty() { "（空）".to_owned() } else { text.to_owned() };
    let pairs = columns.iter().zip(before.iter().zip(after));
    pairs
        .filter(|(_, (before, after))| before != after)
        .map(|(column, (before, after))| format!("{}：{} → {}", column.label, blank(before), blank(after)))
        .collect()
}

/// What the database is asked to do. `id` gives ids, `code` codes to windows.
pub(crate) fn plan(
    table: &'static BulkTable,
    wanted: Vec<Wanted>,
    known: &Known,
    mut id: impl FnMut() -> i64,
    mut code: impl FnMut() -> String,
) -> ImportPlan {
    let mut plan = ImportPlan::default();
    let mut rests: BTreeMap<(usize, Value), i64> = BTreeMap::new();
    for one in wanted {
        let was = one.found.map(|n| &known.existing[n]);
        let mut values = one.values;
        if was.is_some_and(|was| was.values[..table.changing()] == values[..table.changing()]) {
            continue;
        }
        for (other, key, version) in one.rests_on {
            let at = BulkTable::ALL.iter().position(|t| std::ptr::eq(*t, other)).unwrap_or_default();
            rests.insert((at, key), version);
        }
        match was {
            Some(was) => {
                values.truncate(table.changing());
                plan.changed.push((was.clone(), values));
            }
            None => {
                for fixed in values.iter_mut().skip(table.changing()).filter(|v| **v == Value::Null) {
                    *fixed = Value::Text(code());
                }
                plan.new.push((one.key.unwrap_or_else(|| id().into()), values));
            }
        }
    }
    // Above before below: a code of a parent is less than those of its children.
    if plan.new.iter().any(|(key, _)| matches!(key, Value::Text(_))) {
        plan.new.sort_by(|a, b| level_first(&a.0).cmp(&level_first(&b.0)));
    }
    for ((at, key), version) in rests {
        match plan.rests_on.iter_mut().find(|(t, _)| std::ptr::eq(*t, BulkTable::ALL[at])) {
            Some((_, seen)) => seen.push((key, version)),
            None => plan.rests_on.push((BulkTable::ALL[at], vec![(key, version)])),
        }
    }
    plan
}

/// Sorts division codes by level, then by code.
fn level_first(key: &Value) -> (usize, &str) {
    let code = key.as_str();
    (code.trim_end_matches('0').len().div_ceil(3), code)
}
