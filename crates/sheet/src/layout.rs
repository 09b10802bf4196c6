//! How workbooks look that people fill in: header, widths, drop-downs; and the sheet that gives faults back.

use crate::column::FAULTS_LABEL;
use crate::{Column, Sheet, SheetError, Table};
use rust_xlsxwriter::{
    DataValidation, Format as Style, FormatAlign, FormatBorder, IgnoreError, Workbook, Worksheet,
};
use std::borrow::Cow;

/// Bounds of a worksheet, from 0, and of a cell's text in UTF-16 units.
const LAST_ROW: u32 = (1 << 20) - 1;
const MOST_UNITS: usize = 32_767;

/// Longest name of a worksheet, and longest message beside a cell, in characters.
const MOST_NAME: usize = 31;
const MOST_MESSAGE: usize = 255;

const HEADER_COLOR: u32 = 0x1F_4E_79;
const NOTE_COLOR: u32 = 0x59_59_59;
const BORDER_COLOR: u32 = 0xBF_BF_BF;
const FAULT_COLOR: u32 = 0xF8_CB_AD;
const FAULT_TEXT_COLOR: u32 = 0xC0_00_00;

/// Text, whatever is typed: codes keep their zeros and all their digits.
pub(crate) fn text_style() -> Style {
    Style::new().set_num_format("@").set_align(FormatAlign::Top).set_text_wrap()
}

pub(crate) fn note_style() -> Style {
    Style::new().set_font_color(NOTE_COLOR)
}

fn heading_style() -> Style {
    text_style()
        .set_bold()
        .set_font_color(0xFF_FF_FF)
        .set_background_color(HEADER_COLOR)
        .set_border(FormatBorder::Thin)
        .set_border_color(BORDER_COLOR)
}

/// A name a worksheet may have.
pub(crate) fn sheet_name(name: &str) -> String {
    let name = name.replace(['[', ']', ':', '*', '?', '/', '\\'], " ");
    let name = beginning(name.trim_matches(['\'', ' ']), MOST_NAME);
    if name.is_empty() { "数据".to_owned() } else { name.to_owned() }
}

/// As much of a text as so many UTF-16 units can hold.
fn beginning(text: &str, most: usize) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > most
    });
    end.map_or(text, |(end, _)| &text[..end])
}

/// Width of a column, in digits, that fits a text.
pub(crate) fn width(text: &str) -> f64 {
    let digits: u32 = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    f64::from(digits + 4).clamp(12.0, 40.0)
}

/// Text columns of these widths.
pub(crate) fn columns(
    worksheet: &mut Worksheet,
    widths: impl Iterator<Item = f64>,
) -> Result<(), SheetError> {
    let (mut last, text) = (0, text_style());
    for (column, width) in (0..).zip(widths) {
        worksheet.set_column_width(column, width)?.set_column_format(column, &text)?;
        last = column;
    }
    // Without this every code has a green corner, which people "correct" into a number.
    worksheet.ignore_error_range(0, 0, LAST_ROW, last, IgnoreError::NumberStoredAsText)?;
    Ok(())
}

/// The header, which stays in sight.
pub(crate) fn heading(
    worksheet: &mut Worksheet,
    row: u32,
    labels: &[impl AsRef<str>],
) -> Result<(), SheetError> {
    let style = heading_style();
    for (column, label) in (0..).zip(labels) {
        worksheet.write_string_with_format(row, column, cell_text(label.as_ref()), &style)?;
    }
    worksheet.set_freeze_panes(row + 1, 0)?;
    Ok(())
}

/// Widths of a table's columns.
pub(crate) fn widths(table: &Table) -> impl Iterator<Item = f64> {
    table.columns.iter().map(|c| width(&c.heading()).max(width(c.example)))
}

/// Beside the cells of a column: its note, and the list of its choices.
pub(crate) fn help(
    worksheet: &mut Worksheet,
    first_row: u32,
    position: u16,
    column: &Column,
    list: Option<&str>,
) -> Result<(), SheetError> {
    if column.note.is_empty() && list.is_none() {
        return Ok(());
    }
    let rule = match list {
        Some(range) => DataValidation::new().allow_list_formula(range.into()),
        None => DataValidation::new().allow_any_value(),
    };
    let rule = rule
        .set_input_title(beginning(column.label, MOST_NAME))?
        .set_input_message(beginning(column.note, MOST_MESSAGE))?
        .set_error_message("请从下拉列表中选择")?;
    worksheet.add_data_validation(first_row, position, LAST_ROW, position, &rule)?;
    Ok(())
}

/// As much of a text as a cell can hold.
pub(crate) fn cell_text(text: &str) -> Cow<'_, str> {
    match beginning(text, MOST_UNITS) {
        whole if whole.len() == text.len() => Cow::Borrowed(text),
        _ => Cow::Owned(beginning(text, MOST_UNITS - 1).to_owned() + "…"),
    }
}

/// See [`Sheet::write_faults`].
pub(crate) fn write_faults(sheet: &Sheet, out: impl std::io::Write + Send) -> Result<(), SheetError> {
    let mut workbook = Workbook::new();
    let worksheet = workbook.add_worksheet_with_constant_memory()?;
    worksheet.set_name(sheet_name(sheet.table.name))?;
    columns(worksheet, widths(&sheet.table).chain([60.0]))?;
    let header_row = sheet.header_row.saturating_sub(1);
    if header_row > 0 {
        worksheet.write_string_with_format(0, 0, faults_note(sheet), &note_style())?;
    }
    let labels: Vec<String> =
        sheet.table.columns.iter().map(Column::heading).chain([FAULTS_LABEL.to_owned()]).collect();
    heading(worksheet, header_row, &labels)?;
    let text = text_style();
    let wrong = text_style().set_background_color(FAULT_COLOR);
    let words = text_style().set_font_color(FAULT_TEXT_COLOR);
    for row in &sheet.rows {
        let faults = sheet.faults.of_row(row.number());
        let number = row.number() - 1;
        for (position, (column, cell)) in (0..).zip(sheet.table.columns.iter().zip(&row.cells)) {
            let is_wrong = faults.iter().any(|f| f.column == column.label);
            let style = if is_wrong { &wrong } else { &text };
            worksheet.write_string_with_format(number, position, cell_text(cell), style)?;
        }
        if !faults.is_empty() {
            let said: Vec<String> = faults.iter().map(|f| format!("{}：{}", f.column, f.problem)).collect();
            let last = u16::try_from(sheet.table.columns.len()).unwrap_or(u16::MAX);
            worksheet.write_string_with_format(number, last, cell_text(&said.join("\n")), &words)?;
        }
    }
    Ok(workbook.save_to_writer(out)?)
}

fn faults_note(sheet: &Sheet) -> String {
    let count = sheet.faults.count();
    let more = match sheet.faults.beyond() {
        0 => String::new(),
        beyond => format!("（其中 {beyond} 处未逐条列出，改正后再次上传时列出）"),
    };
    format!("共 {count} 处需要改正{more}：请改正标红的单元格，保存后重新上传；“{FAULTS_LABEL}”列不必删除。")
}
