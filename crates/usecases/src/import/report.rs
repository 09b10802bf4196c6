//! What the preview of an import shows, as it is kept beside the file.

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};

/// Rows shown of each part.
pub const ROWS_SHOWN: usize = 50;
/// Faults shown on the page; the fault sheet holds more.
pub const FAULTS_SHOWN: usize = 200;

/// What a file would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Headings of the columns.
    pub columns: Vec<String>,
    /// Rows of the file.
    pub rows: usize,
    /// Rows that are new.
    pub new: Part,
    /// Rows that change something.
    pub changed: Part,
    /// Rows that are there already just so.
    pub same: Part,
    /// Rows that are refused.
    pub refused: usize,
    /// All faults.
    pub faults: usize,
    /// The first of them.
    pub shown_faults: Vec<ShownFault>,
    /// What should be told though it is no fault.
    pub notes: Vec<String>,
}

/// The rows of one part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// How many there are.
    pub count: usize,
    /// The first of them.
    pub shown: Vec<ShownRow>,
}

/// A row in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownRow {
    /// Its number in the file.
    pub row: u32,
    /// Its cells.
    pub cells: Vec<String>,
    /// What changes: 部门：甲 → 乙.
    pub changes: Vec<String>,
}

/// A fault in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownFault {
    /// Row, as the spreadsheet numbers it.
    pub row: u32,
    /// Column.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong and what to do.
    pub problem: String,
}

impl Part {
    pub(super) fn add(&mut self, row: impl FnOnce() -> ShownRow) {
        if self.count < ROWS_SHOWN {
            self.shown.push(row());
        }
        self.count += 1;
    }
}

/// Packs a value for the database.
pub(super) fn pack(value: &impl Serialize) -> Vec<u8> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
    // Neither can fail: the value is of our own making, and memory takes all.
    let json = serde_json::to_vec(value).unwrap_or_default();
    let _ = packed.write_all(&json);
    packed.finish().unwrap_or_default()
}

/// Unpacks what [`pack`] made.
pub(super) fn unpack<T: DeserializeOwned>(packed: &[u8]) -> Option<T> {
    let mut json = Vec::new();
    DeflateDecoder::new(packed).read_to_end(&mut json).ok()?;
    serde_json::from_slice(&json).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_reads_back() {
        let mut report = ImportReport { rows: 3, ..ImportReport::default() };
        for n in 0..60 {
            report.new.add(|| ShownRow { row: n, cells: vec!["示例".into()], changes: Vec::new() });
        }
        assert_eq!((report.new.count, report.new.shown.len()), (60, ROWS_SHOWN));
        assert_eq!(unpack::<ImportReport>(&pack(&report)), Some(report));
        assert_eq!(unpack::<ImportReport>(b"nonsense"), None);
    }
}
