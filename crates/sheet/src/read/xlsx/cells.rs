//! The cells of a worksheet, row by row, and at its end the regions that are merged.

use super::book::Book;
use super::formats::{self, ROUNDED_FROM, Shown};
use super::strings::Run;
use super::xml::{Xml, attribute, push_reference, unescaped};
use crate::SheetError;
use crate::read::collect::Collector;
use crate::read::raw::{Flaw, MOST_COLUMNS, MOST_ROWS, RawRow};
use quick_xml::events::{BytesStart, Event};

/// Cells merged into one. Rows from 1, columns from 0; both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) struct Merge {
    pub first_row: u32,
    pub last_row: u32,
    pub first_column: u32,
    pub last_column: u32,
}

/// Pushes the rows of a worksheet to the collector and returns what is merged.
pub(super) fn read(
    mut xml: Xml<'_>,
    book: &Book,
    rows: &mut Collector<'_>,
) -> Result<Vec<Merge>, SheetError> {
    let (mut row, mut cell, mut merges) = (RawRow::default(), Cell::default(), Vec::new());
    let (mut next_row, mut next_column) = (1, 0);
    let (mut in_row, mut is_whole) = (false, false);
    while let Some(event) = xml.next()? {
        match &event {
            Event::Start(e) => match e.local_name().as_ref() {
                "row" => {
                    let number = attribute(e, "r").and_then(|r| r.parse().ok()).unwrap_or(next_row);
                    // Rows stand in order, or else nobody knows which is which.
                    if in_row || !(next_row..=MOST_ROWS).contains(&number) {
                        return Err(SheetError::Broken);
                    }
                    in_row = true;
                    let hidden = attribute(e, "hidden").is_some_and(|h| h == "1" || h == "true");
                    row.start(number, hidden);
                    (next_row, next_column) = (number + 1, 0);
                }
                "c" if !in_row => return Err(SheetError::Broken),
                "c" => {
                    cell.start(e, next_column)?;
                    next_column = cell.column + 1;
                }
                "mergeCell" => merges.extend(attribute(e, "ref").and_then(|r| region(&r))),
                _ => cell.take(&event)?,
            },
            Event::End(e) => match e.local_name().as_ref() {
                "c" => cell.finish(book, &mut row)?,
                "row" if !in_row => return Err(SheetError::Broken),
                "row" => {
                    rows.push(&row)?;
                    in_row = false;
                }
                "worksheet" => is_whole = true,
                _ => cell.take(&event)?,
            },
            _ => cell.take(&event)?,
        }
    }
    if is_whole { Ok(merges) } else { Err(SheetError::Broken) }
}

/// A cell while it is read.
#[derive(Default)]
struct Cell {
    column: u32,
    style: usize,
    kind: Kind,
    is_formula: bool,
    in_value: bool,
    /// Content of `v`.
    value: String,
    /// Content of `is`.
    inline: Run,
    /// A number as it is shown.
    shown: String,
}

/// The attribute `t`.
#[derive(Default, Clone, Copy)]
enum Kind {
    #[default]
    Number,
    Shared,
    /// `str`, `inlineStr`, and whatever else there may be.
    Text,
    /// A moment in ISO 8601.
    Moment,
    Truth,
    Error,
}

impl Cell {
    fn start(&mut self, element: &BytesStart<'_>, next_column: u32) -> Result<(), SheetError> {
        (self.column, self.style, self.kind) = (next_column, 0, Kind::Number);
        (self.is_formula, self.in_value) = (false, false);
        self.value.clear();
        self.inline.text.clear();
        for attribute in element.attributes().with_checks(false).flatten() {
            let value = attribute.value.as_ref();
            match attribute.key.as_ref() {
                "r" => self.column = position(value).ok_or(SheetError::Broken)?.0,
                "s" => self.style = value.parse().unwrap_or(0),
                "t" => {
                    self.kind = match value {
                        "n" => Kind::Number,
                        "s" => Kind::Shared,
                        "b" => Kind::Truth,
                        "e" => Kind::Error,
                        "d" => Kind::Moment,
                        _ => Kind::Text,
                    }
                }
                _ => {}
            }
        }
        if self.column < MOST_COLUMNS { Ok(()) } else { Err(SheetError::Broken) }
    }

    fn take(&mut self, event: &Event<'_>) -> Result<(), SheetError> {
        match event {
            Event::Start(e) if e.local_name().as_ref() == "v" => self.in_value = true,
            Event::Start(e) if e.local_name().as_ref() == "f" => self.is_formula = true,
            Event::End(e) if e.local_name().as_ref() == "v" => self.in_value = false,
            Event::Text(t) if self.in_value => self.value.push_str(&t.xml10_content()),
            Event::CData(t) if self.in_value => self.value.push_str(&t.xml10_content()),
            Event::GeneralRef(r) if self.in_value => push_reference(&mut self.value, r)?,
            other => self.inline.take(other)?,
        }
        Ok(())
    }

    fn finish(&mut self, book: &Book, row: &mut RawRow) -> Result<(), SheetError> {
        let mut flaw = self.is_formula.then_some(Flaw::Formula);
        let text = if self.value.is_empty() { &self.inline.text } else { &self.value };
        match self.kind {
            _ if text.is_empty() => {}
            Kind::Number => match text.parse::<f64>() {
                Ok(number) => {
                    let shown = book.shown.get(self.style).copied().unwrap_or_default();
                    if number.abs() >= ROUNDED_FROM && !matches!(shown, Shown::Moment { .. }) {
                        flaw = flaw.or(Some(Flaw::Rounded));
                    }
                    self.shown.clear();
                    formats::write(&mut self.shown, number, shown, book.from_1904);
                    row.push(self.column, &self.shown, flaw);
                }
                Err(_) => row.push(self.column, text, flaw),
            },
            Kind::Shared => {
                let string = text.trim().parse().ok().and_then(|index| book.strings.get(index));
                row.push(self.column, string.ok_or(SheetError::Broken)?, flaw);
            }
            Kind::Text => row.push(self.column, &unescaped(text), flaw),
            Kind::Moment => row.push(self.column, &formats::from_iso(text), flaw),
            Kind::Truth => {
                let truth = if matches!(text.trim(), "1" | "true") { "TRUE" } else { "FALSE" };
                row.push(self.column, truth, flaw);
            }
            Kind::Error => row.push(self.column, text, flaw.or(Some(Flaw::Error))),
        }
        Ok(())
    }
}

/// Column (from 0) and row (from 1) of a reference like `AB12`.
fn position(reference: &str) -> Option<(u32, u32)> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    // Three letters and seven digits reach beyond the last cell and cannot overflow.
    if !(1..=3).contains(&letters) || reference.len() > letters + 7 {
        return None;
    }
    let digit = |column, b: u8| column * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1;
    let column = reference.bytes().take(letters).fold(0, digit);
    let row = reference[letters..].parse().ok()?;
    (column <= MOST_COLUMNS && (1..=MOST_ROWS).contains(&row)).then_some((column - 1, row))
}

/// A region like `A2:A9`.
fn region(reference: &str) -> Option<Merge> {
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    let ((first_column, first_row), (last_column, last_row)) = (position(first)?, position(last)?);
    (first_column <= last_column && first_row <= last_row).then_some(Merge {
        first_row,
        last_row,
        first_column,
        last_column,
    })
}

#[cfg(test)]
mod tests {
    use super::position;

    #[test]
    fn references_are_read_within_the_bounds_of_a_worksheet() {
        let known = [("A1", (0, 1)), ("ab12", (27, 12)), ("XFD1048576", (16_383, 1_048_576))];
        for (reference, at) in known {
            assert_eq!(position(reference), Some(at));
        }
        for reference in
            ["", "A", "1", "A0", "XFE1", "AAAA1", "A1048577", "A99999999999", "$A$1", "A1B", "甲1"]
        {
            assert_eq!(position(reference), None, "{reference}");
        }
    }
}
