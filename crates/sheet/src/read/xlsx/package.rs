//! The ZIP package: its parts are inflated while they are read, and what comes out is counted.

use super::xml::Xml;
use crate::SheetError;
use std::collections::HashMap;
use std::io::{self, Cursor, ErrorKind, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// How many times larger a part may be than it is packed. Most sheets reach some 15, equal rows whose cells do not say
/// where they stand some 350; a bomb reaches 1 000.
const MOST_RATIO: u64 = 500;

/// Up to here the ratio does not matter, in bytes.
const SMALL: u64 = 1 << 20;

/// Bytes of a part that describes others and is kept in memory: many times what any workbook needs.
const MOST_DESCRIPTION: u64 = 8 << 20;

pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Positions by name as [`key`] makes it: some writers use other cases and slashes than their own references.
    names: HashMap<String, usize>,
    /// Bytes that may still come out of the package, all parts together.
    left: u64,
}

impl<'a> Package<'a> {
    pub(super) fn open(file: &'a [u8], budget: u64) -> Result<Self, SheetError> {
        // The directory stands at the end: without it, the end is missing.
        let zip = ZipArchive::new(Cursor::new(file)).map_err(|_| SheetError::Incomplete)?;
        let names: HashMap<String, usize> =
            (0..zip.len()).filter_map(|i| Some((key(&zip.name_for_index(i)?.ok()?), i))).collect();
        if !names.contains_key("_rels/.rels") {
            return Err(other_package(&names));
        }
        Ok(Self { zip, names, left: budget })
    }

    /// A part that may be as large as the budget: a worksheet, the strings.
    pub(super) fn content(&mut self, name: &str) -> Result<Option<Xml<'_>>, SheetError> {
        self.part(name, u64::MAX)
    }

    /// A part that says what the others are.
    pub(super) fn description(&mut self, name: &str) -> Result<Option<Xml<'_>>, SheetError> {
        self.part(name, MOST_DESCRIPTION)
    }

    fn part(&mut self, name: &str, most: u64) -> Result<Option<Xml<'_>>, SheetError> {
        let Some(index) = self.names.get(&key(name)) else { return Ok(None) };
        let file = self.zip.by_index(*index).map_err(|e| match e {
            ZipError::UnsupportedArchive(_) => SheetError::Protected,
            _ => SheetError::Broken,
        })?;
        let packed = file.compressed_size();
        Ok(Some(Xml::new(Counted { file: Box::new(file), left: &mut self.left, packed, most, out: 0 })))
    }
}

fn key(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// What a package is that is no Office document.
fn other_package(names: &HashMap<String, usize>) -> SheetError {
    let ends = |end: &str| names.keys().any(|n| n.ends_with(end));
    if names.contains_key("mimetype") && names.contains_key("content.xml") {
        SheetError::OldFormat
    } else if names.is_empty() || [".xlsx", ".xls", ".et", ".csv"].iter().any(|end| ends(end)) {
        SheetError::Archive
    } else {
        SheetError::NotASheet
    }
}

/// A part, counted while it is inflated; the sizes its headers state are believed only where that is stricter.
pub(super) struct Counted<'p> {
    file: Box<dyn Read + 'p>,
    left: &'p mut u64,
    packed: u64,
    most: u64,
    out: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.out += count as u64;
        *self.left = self.left.saturating_sub(count as u64);
        let is_bomb = self.out > SMALL && self.out / MOST_RATIO > self.packed;
        if *self.left == 0 || self.out > self.most || is_bomb {
            Err(ErrorKind::FileTooLarge.into())
        } else {
            Ok(count)
        }
    }
}
