//! The file people fill in.

use crate::layout;
use crate::{Column, SheetError, Table};
use rust_xlsxwriter::Workbook;
use std::io::Write;

/// The worksheet that says how to fill each column.
pub(crate) const GUIDE: &str = "填写说明";

/// The hidden worksheet that holds what drop-downs offer.
const LISTS: &str = "选项";

/// Row of the header, from 0: a note stands above it.
const HEADER_ROW: u32 = 1;

const NOTE: &str = "带 * 的列必填；请不要改动表头，从第 3 行起每行填一条；各列的填法见工作表“填写说明”。";
const CSV_NOTE: &str = "带 * 的列必填；请不要改动表头；从第 3 行起每行填一条。";

/// A template in the making. Examples stand in the guide only, so that nobody imports them.
#[derive(Debug, Clone)]
pub struct Template {
    table: Table,
    offers: Vec<(&'static str, Vec<String>)>,
}

impl Table {
    /// The file people fill in.
    pub fn template(&self) -> Template {
        Template { table: *self, offers: Vec::new() }
    }
}

impl Template {
    /// Offers values for a column that only the database knows, such as the halls there are. Reading does not check
    /// them: the use case does, and it says more than that a name is not in a list.
    pub fn choices<S: Into<String>>(mut self, column: &Column, values: impl IntoIterator<Item = S>) -> Self {
        self.offers.push((column.label, values.into_iter().map(Into::into).collect()));
        self
    }

    /// Writes it as a workbook: the table, a guide, drop-downs.
    pub fn xlsx(&self, out: impl Write + Send) -> Result<(), SheetError> {
        let mut workbook = Workbook::new();
        let columns = self.table.columns;
        let headings: Vec<String> = columns.iter().map(Column::heading).collect();
        let sheet = workbook.add_worksheet();
        sheet.set_name(layout::sheet_name(self.table.name))?;
        layout::columns(sheet, layout::widths(&self.table))?;
        sheet.write_string_with_format(0, 0, NOTE, &layout::note_style())?;
        layout::heading(sheet, HEADER_ROW, &headings)?;
        for (position, column) in (0..).zip(columns) {
            let range = self.range_of(column);
            layout::help(sheet, HEADER_ROW + 1, position, column, range.as_deref())?;
        }
        self.guide(&mut workbook)?;
        self.lists(&mut workbook)?;
        Ok(workbook.save_to_writer(out)?)
    }

    /// Writes it as CSV: the note and the header.
    pub fn csv(&self, mut out: impl Write) -> Result<(), SheetError> {
        let headings: Vec<String> = self.table.columns.iter().map(Column::heading).collect();
        let mut text = csv::WriterBuilder::new()
            .flexible(true)
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{FEFF}".as_bytes().to_vec());
        text.write_record([CSV_NOTE])?;
        text.write_record(&headings)?;
        let text = text.into_inner().map_err(|e| SheetError::Write(e.to_string()))?;
        out.write_all(&text).map_err(|e| SheetError::Write(e.to_string()))
    }

    fn offered(&self, column: &Column) -> Vec<&str> {
        match self.offers.iter().rev().find(|(label, _)| *label == column.label) {
            Some((_, values)) => values.iter().map(String::as_str).collect(),
            None => column.choices.to_vec(),
        }
    }

    /// Columns with a drop-down; each has the column of its position here in the hidden worksheet.
    fn listed(&self) -> impl Iterator<Item = &'static Column> {
        self.table.columns.iter().filter(|c| !self.offered(c).is_empty())
    }

    fn range_of(&self, column: &Column) -> Option<String> {
        let position = self.listed().position(|c| c.label == column.label)?;
        let position = u16::try_from(position).ok()?;
        let last = u32::try_from(self.offered(column).len()).ok()? - 1;
        let range = rust_xlsxwriter::utility::cell_range_absolute(0, position, last, position);
        Some(format!("'{LISTS}'!{range}"))
    }

    fn guide(&self, workbook: &mut Workbook) -> Result<(), SheetError> {
        let sheet = workbook.add_worksheet();
        sheet.set_name(GUIDE)?;
        layout::columns(sheet, [20.0, 10.0, 50.0, 30.0, 40.0].into_iter())?;
        layout::heading(sheet, 0, &["列名", "必填", "怎么填", "示例", "可选值"])?;
        let style = layout::text_style();
        for (row, column) in (1..).zip(self.table.columns) {
            let required = if column.required { "必填" } else { "选填" };
            let choices = if column.choices.is_empty() && !self.offered(column).is_empty() {
                "见下拉列表".to_owned()
            } else {
                column.choices.join("、")
            };
            for (place, text) in (0..).zip([column.label, required, column.note, column.example, &choices]) {
                sheet.write_string_with_format(row, place, layout::cell_text(text), &style)?;
            }
        }
        Ok(())
    }

    fn lists(&self, workbook: &mut Workbook) -> Result<(), SheetError> {
        if self.listed().next().is_none() {
            return Ok(());
        }
        let sheet = workbook.add_worksheet();
        sheet.set_name(LISTS)?.set_hidden(true);
        for (place, column) in (0..).zip(self.listed()) {
            for (row, value) in (0..).zip(self.offered(column)) {
                sheet.write_string(row, place, layout::cell_text(value))?;
            }
        }
        Ok(())
    }
}
