//! Reading: what a file is by its first bytes, then row by row into a collector that
//! finds the header and checks what it can.

mod collect;
mod delimited;
mod header;
mod kind;
mod raw;
mod xlsx;

use crate::{Sheet, SheetError, Table};
use kind::Kind;

/// How much a file may ask of us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Bytes that may come out of an XLSX package, counted while they come.
    pub unpacked_bytes: u64,
    /// Rows below the header that are not blank.
    pub rows: u32,
    /// Faults kept; more are counted.
    pub faults: usize,
}

impl Default for Limits {
    /// 20 MB, 128 MB unpacked, 100 000 rows, 200 faults.
    fn default() -> Self {
        Self { file_bytes: 20 << 20, unpacked_bytes: 128 << 20, rows: 100_000, faults: 200 }
    }
}

impl Table {
    /// Reads a file as this table: XLSX or delimited text, by its content.
    pub fn read(&self, file: &[u8], limits: &Limits) -> Result<Sheet, SheetError> {
        if file.len() as u64 > limits.file_bytes {
            return Err(SheetError::TooLarge { most: limits.file_bytes });
        }
        match kind::of(file)? {
            Kind::Package => xlsx::read(self, file, limits),
            Kind::Text => delimited::read(self, &crate::decode(file)?, limits),
        }
    }
}
