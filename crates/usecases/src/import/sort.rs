//! What a kind of import must say of itself: its columns, how a row is read, how a stored one is written.
//!
//! To import another kind: a file in `sorts/` that implements [`Sort`], its line in `kind.rs` and in [`sort_of`].

use super::kind::ImportKind;
use super::known::Known;
use super::sorts;
use domain::{DisplayName, Scope};
use sheet::{Column, Faults, Row, Table, Template};
use storage::{BulkTable, StoredRow, Value};

/// A row as the file wants it.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// Its place in the sheet.
    pub at: usize,
    /// The row that is there already, by its place in [`Known::existing`].
    pub found: Option<usize>,
    /// Key of a new row, where the file says it; else it gets an id.
    pub key: Option<Value>,
    /// Its values, as the table lists them. `Null` where a fixed one is made later.
    pub values: Vec<Value>,
    /// Rows of other tables it rests on.
    pub rests_on: Vec<(&'static BulkTable, Value, i64)>,
}

/// A kind of import.
pub(crate) trait Sort: Sync {
    /// The columns as they are read: only those that every file must have are required.
    fn table(&self) -> &'static Table;

    /// The columns as this officer's template shows them, and what its drop-downs offer.
    fn template(&self, scope: &Scope, known: &Known) -> Template;

    /// The column that is named when two rows are the same.
    fn same_column(&self) -> &'static Column;

    /// Reads a row; `None` when it has faults, which are noted.
    fn read(&self, row: &Row, known: &Known, faults: &mut Faults) -> Option<Wanted>;

    /// Checks that concern several rows.
    fn check_together(&self, _rows: &[Row], _wanted: &[Wanted], _known: &Known, _faults: &mut Faults) {}

    /// A row in words, in the order of the table's columns.
    fn cells(&self, key: &Value, values: &[Value], known: &Known) -> Vec<String>;
}

/// The sort of a kind.
pub(crate) fn sort_of(kind: ImportKind) -> &'static dyn Sort {
    match kind {
        ImportKind::Divisions => &sorts::Divisions,
        ImportKind::Departments => &sorts::Departments,
        ImportKind::Halls => &sorts::Halls,
        ImportKind::Windows => &sorts::Windows,
        ImportKind::Staff => &sorts::People,
        ImportKind::Shifts => &sorts::Shifts,
        ImportKind::Items => &sorts::Items,
    }
}

/// A name of at most so many characters.
pub(crate) fn name(row: &Row, column: &Column, max: usize, faults: &mut Faults) -> Option<Value> {
    let parsed = row.parse_with(column, faults, |text| DisplayName::parse(text, max))?;
    Some(Value::text(parsed.as_str()))
}

/// What a look-up found, or its sentence as a fault of the column.
pub(crate) fn found<T>(
    result: Result<T, String>,
    row: &Row,
    column: &Column,
    faults: &mut Faults,
) -> Option<T> {
    result.map_err(|sentence| faults.add(row, column, sentence)).ok()
}

/// That a row rests on another as it now is.
pub(crate) fn rests(table: &'static BulkTable, row: &StoredRow) -> (&'static BulkTable, Value, i64) {
    (table, row.key.clone(), row.version)
}
