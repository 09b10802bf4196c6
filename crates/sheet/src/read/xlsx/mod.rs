//! XLSX, read as a stream with a budget.
//!
//! An own reader, small, because a general one must trust what a workbook says of itself (how many strings it has,
//! say) and keeps all of it in memory; here one upload of a few kilobytes may not end a server that takes ratings.

mod book;
mod cells;
mod formats;
mod package;
mod strings;
mod xml;

use super::collect::Collector;
use crate::template::GUIDE;
use crate::{Limits, Sheet, SheetError, Table};
use book::Book;
pub(super) use cells::Merge;
use package::Package;

/// Worksheets looked into before the file is called empty.
const MOST_SHEETS: usize = 50;

pub(super) fn read(table: &Table, file: &[u8], limits: &Limits) -> Result<Sheet, SheetError> {
    let mut package = Package::open(file, limits.unpacked_bytes)?;
    let book = Book::read(&mut package)?;
    let visible: Vec<_> = book.sheets.iter().filter(|s| s.is_visible).collect();
    let named = visible.iter().find(|s| s.name.trim() == table.name);
    for sheet in
        named.into_iter().chain(visible.iter().filter(|s| s.name.trim() != table.name)).take(MOST_SHEETS)
    {
        let mut collector = Collector::new(table, limits);
        let part = package.content(&sheet.path)?.ok_or(SheetError::Broken)?;
        let merges = cells::read(part, &book, &mut collector)?;
        if collector.is_untouched() {
            continue;
        }
        let mut read = collector.finish(&merges)?;
        if visible.iter().filter(|s| s.name != GUIDE).count() > 1 {
            read.notes.insert(0, format!("只读取了工作表“{}”，其他工作表没有读取", sheet.name));
        }
        return Ok(read);
    }
    Err(SheetError::Empty)
}
