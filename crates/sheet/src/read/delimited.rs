//! CSV, and text with tabs or semicolons.

use super::collect::Collector;
use super::raw::{MOST_COLUMNS, MOST_ROWS, RawRow};
use crate::text::unguarded;
use crate::{Limits, Sheet, SheetError, Table};
use csv::StringRecord;

/// Excel's "Unicode text" has tabs, some regional settings have semicolons.
const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];

/// Records in which the delimiter is looked for; the header is among them.
const SAMPLE: usize = 8;

pub(super) fn read(table: &Table, text: &str, limits: &Limits) -> Result<Sheet, SheetError> {
    if text.split(['\r', '\n']).any(is_too_wide) {
        return Err(SheetError::NotASheet);
    }
    let mut likeliest = (0, DELIMITERS[0]);
    for delimiter in DELIMITERS {
        let mut collector = Collector::new(table, limits);
        // What is wrong with the file is told by the reading proper.
        let _ = collect(&mut collector, text, delimiter, SAMPLE);
        if collector.found() > likeliest.0 {
            likeliest = (collector.found(), delimiter);
        }
    }
    let mut collector = Collector::new(table, limits);
    collect(&mut collector, text, likeliest.1, usize::MAX)?;
    collector.finish(&[])
}

/// Whether a line has more cells than any table: each would cost more memory than it has bytes.
fn is_too_wide(line: &str) -> bool {
    let most = MOST_COLUMNS as usize;
    line.len() > most && line.bytes().filter(|b| DELIMITERS.contains(b)).count() > most
}

fn collect(
    collector: &mut Collector<'_>,
    text: &str,
    delimiter: u8,
    most_records: usize,
) -> Result<(), SheetError> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let (mut record, mut raw, mut number) = (StringRecord::new(), RawRow::default(), 0_u32);
    for _ in 0..most_records {
        let start = reader.position().byte() as usize;
        if !reader.read_record(&mut record).map_err(|_| SheetError::Encoding)? {
            break;
        }
        number = number.saturating_add(1).saturating_add(blank_lines(text, start));
        if reader.position().byte() >= text.len() as u64 && is_open(&text[start..], delimiter) {
            return Err(SheetError::OpenQuote { row: number });
        }
        if number > MOST_ROWS {
            return Err(SheetError::TooManyRows { most: MOST_ROWS });
        }
        raw.start(number, false);
        for (column, cell) in (0..).zip(&record) {
            raw.push(column, unguarded(cell), None);
        }
        collector.push(&raw)?;
    }
    Ok(())
}

/// How many blank lines follow this place. A spreadsheet counts them, and the reader passes over them; lines within a
/// cell it is the other way round.
fn blank_lines(text: &str, start: usize) -> u32 {
    let (before, mut rest) = text.split_at(start);
    if before.ends_with('\r') {
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    let breaks = &rest[..rest.len() - rest.trim_start_matches(['\r', '\n']).len()];
    u32::try_from(breaks.replace("\r\n", "\n").len()).unwrap_or(u32::MAX)
}

/// Whether the text ends within quotation marks.
fn is_open(text: &str, delimiter: u8) -> bool {
    let (mut open, mut at_start) = (false, true);
    for byte in text.bytes() {
        match byte {
            // A doubled mark within a cell closes it and opens it again: the same in the end.
            b'"' if open || at_start => (open, at_start) = (!open, open),
            _ => at_start = !open && (byte == delimiter || byte == b'\n' || byte == b'\r'),
        }
    }
    open
}
