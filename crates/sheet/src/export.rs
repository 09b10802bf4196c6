//! Rows out, as a stream: CSV goes straight through, XLSX is gathered in a temporary file and never in memory.
//!
//! Every cell is text: codes keep their digits and nothing is calculated. In CSV an apostrophe stands before what a
//! spreadsheet would calculate (`=HYPERLINK(…)` in somebody's words); reading such a file takes it off again.

use crate::SheetError;
use crate::layout::{self, cell_text};
use crate::text::guarded;
use rust_xlsxwriter::{Format as Style, Workbook};
use std::io::Write;

/// Rows a worksheet can hold below its header.
const MOST_ROWS: u32 = (1 << 20) - 1;

/// In which form a table leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with commas, UTF-8 with a mark, so that Excel shows Chinese.
    Csv,
    /// A workbook.
    Xlsx,
}

impl Format {
    /// The end of a file's name, without the point.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The media type of a download.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// A table on its way out. What is not [`finished`](Self::finish) is no file.
pub struct Export<W: Write + Send> {
    kind: Kind<W>,
}

enum Kind<W: Write + Send> {
    Csv(csv::Writer<W>),
    Xlsx { workbook: Box<Workbook>, text: Style, rows: u32, out: W },
}

impl<W: Write + Send> Export<W> {
    /// Begins a table with its header; `name` becomes the worksheet's.
    pub fn new<S: AsRef<str>>(
        format: Format,
        mut out: W,
        name: &str,
        header: &[S],
    ) -> Result<Self, SheetError> {
        let kind = match format {
            Format::Csv => {
                out.write_all("\u{FEFF}".as_bytes()).map_err(|e| SheetError::Write(e.to_string()))?;
                let mut out = csv::WriterBuilder::new()
                    .terminator(csv::Terminator::CRLF)
                    .flexible(true)
                    .from_writer(out);
                out.write_record(header.iter().map(|h| guarded(h.as_ref()).into_owned()))?;
                Kind::Csv(out)
            }
            Format::Xlsx => {
                let mut workbook = Box::new(Workbook::new());
                let worksheet = workbook.add_worksheet_with_constant_memory()?;
                let headings: Vec<&str> = header.iter().map(S::as_ref).collect();
                worksheet.set_name(layout::sheet_name(name))?;
                layout::columns(worksheet, headings.iter().map(|h| layout::width(h)))?;
                layout::heading(worksheet, 0, &headings)?;
                Kind::Xlsx { workbook, text: layout::text_style(), rows: 0, out }
            }
        };
        Ok(Self { kind })
    }

    /// Adds a row. A cell longer than a worksheet can hold (32 767 characters) is cut in XLSX and ends in `…`.
    pub fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) -> Result<(), SheetError> {
        match &mut self.kind {
            Kind::Csv(out) => {
                for cell in cells {
                    out.write_field(guarded(cell.as_ref()).as_bytes())?;
                }
                out.write_record(None::<&[u8]>)?;
            }
            Kind::Xlsx { workbook, text, rows, .. } => {
                if *rows == MOST_ROWS {
                    return Err(SheetError::TooManyRows { most: MOST_ROWS });
                }
                *rows += 1;
                let worksheet = workbook.worksheet_from_index(0)?;
                for (column, cell) in (0..).zip(cells) {
                    worksheet.write_string_with_format(*rows, column, cell_text(cell.as_ref()), text)?;
                }
            }
        }
        Ok(())
    }

    /// Writes what is left.
    pub fn finish(self) -> Result<(), SheetError> {
        match self.kind {
            Kind::Csv(mut out) => out.flush().map_err(|e| SheetError::Write(e.to_string())),
            Kind::Xlsx { mut workbook, out, .. } => Ok(workbook.save_to_writer(out)?),
        }
    }
}
