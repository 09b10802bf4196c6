//! From raw rows to a [`Sheet`]: the header among the first lines, then rows in the table's order, then the checks
//! that need no knowledge but the table's.

use super::header::{Header, Place, letters};
use super::raw::RawRow;
use super::xlsx::Merge;
use crate::{ColumnFaults, Faults, Limits, Row, Sheet, SheetError, Table};
use std::collections::HashSet;

/// Lines among which the header is looked for: templates have a note above it.
const HEADER_LINES: u32 = 5;

/// Hidden rows named in a note; more are counted.
const MOST_HIDDEN_NAMED: usize = 10;

pub(super) struct Collector<'a> {
    table: &'a Table,
    limits: &'a Limits,
    header: Option<Header>,
    /// The likeliest header so far, and how many lines were no header.
    likeliest: Header,
    lines: u32,
    rows: Vec<Row>,
    faults: Faults,
    /// Cells emptied because their value was spoilt; they are not blank in the eyes of whoever filled them.
    spoilt: HashSet<(u32, usize)>,
    hidden: Vec<u32>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(table: &'a Table, limits: &'a Limits) -> Self {
        Self {
            table,
            limits,
            header: None,
            likeliest: Header::default(),
            lines: 0,
            rows: Vec::new(),
            faults: Faults::new(limits.faults),
            spoilt: HashSet::new(),
            hidden: Vec::new(),
        }
    }

    /// Takes the next row; an error ends the reading.
    pub(super) fn push(&mut self, raw: &RawRow) -> Result<(), SheetError> {
        if raw.is_blank() {
            return Ok(());
        }
        match &self.header {
            None => self.look_for_header(raw),
            Some(_) if self.rows.len() >= self.limits.rows as usize => {
                Err(SheetError::TooManyRows { most: self.limits.rows })
            }
            Some(_) => self.take(raw),
        }
    }

    fn look_for_header(&mut self, raw: &RawRow) -> Result<(), SheetError> {
        let seen = Header::of(self.table, raw);
        self.lines += 1;
        if seen.is_certain() {
            if !seen.faults.is_empty() {
                return Err(SheetError::Columns(seen.faults));
            }
            self.header = Some(seen);
        } else if seen.found > self.likeliest.found {
            self.likeliest = seen;
        }
        if self.header.is_none() && self.lines >= HEADER_LINES { Err(self.no_header()) } else { Ok(()) }
    }

    fn no_header(&self) -> SheetError {
        if self.likeliest.found > 0 {
            return SheetError::Columns(self.likeliest.faults.clone());
        }
        let required = self.table.columns.iter().filter(|c| c.required).map(|c| c.label);
        SheetError::Columns(ColumnFaults {
            no_header: true,
            missing: required.collect(),
            ..ColumnFaults::default()
        })
    }

    /// Sorts the cells of a row into the table's order. A filled cell in a column without header is an error.
    fn take(&mut self, raw: &RawRow) -> Result<(), SheetError> {
        let Some(header) = &self.header else { return Ok(()) };
        let mut cells = vec![""; self.table.columns.len()];
        let mut is_filled = false;
        for cell in raw.cells() {
            match header.place(cell.column) {
                Place::Ignored => {}
                Place::Unnamed => {
                    let unnamed = Some((letters(cell.column), raw.number));
                    return Err(SheetError::Columns(ColumnFaults { unnamed, ..ColumnFaults::default() }));
                }
                Place::Of(position) => {
                    is_filled = true;
                    cells[position] = cell.text;
                    if let Some(flaw) = cell.flaw {
                        let label = self.table.columns[position].label;
                        self.faults.note(raw.number, label, cell.text, flaw.problem());
                        if flaw.spoils() {
                            cells[position] = "";
                            self.spoilt.insert((raw.number, position));
                        }
                    }
                }
            }
        }
        if is_filled {
            if raw.hidden {
                self.hidden.push(raw.number);
            }
            let cells = csv::StringRecord::from(cells);
            self.rows.push(Row { number: raw.number, columns: self.table.columns, cells });
        }
        Ok(())
    }

    /// Whether nothing but blank rows came.
    pub(super) fn is_untouched(&self) -> bool {
        self.header.is_none() && self.lines == 0
    }

    /// How many columns of the table the likeliest header names.
    pub(super) fn found(&self) -> usize {
        self.header.as_ref().unwrap_or(&self.likeliest).found
    }

    /// The sheet, with its rows checked against the table.
    pub(super) fn finish(mut self, merges: &[Merge]) -> Result<Sheet, SheetError> {
        let Some(header) = self.header.take() else {
            return Err(if self.is_untouched() { SheetError::Empty } else { self.no_header() });
        };
        if self.rows.is_empty() {
            return Err(SheetError::NoRows);
        }
        self.fill_merged(&header, merges)?;
        self.check();
        let mut notes = Vec::new();
        if !self.hidden.is_empty() {
            notes.push(self.hidden_note());
        }
        Ok(Sheet { table: *self.table, header_row: header.row, rows: self.rows, faults: self.faults, notes })
    }

    /// A value merged over several rows below the header stands for each of them; merged over several columns, nobody can say for
    /// which column it stands.
    fn fill_merged(&mut self, header: &Header, merges: &[Merge]) -> Result<(), SheetError> {
        // Regions that do not overlap touch each row once per column.
        let mut work = self.rows.len() * self.table.columns.len() + merges.len();
        for merge in merges {
            let Place::Of(position) = header.place(merge.first_column) else { continue };
            let start = self.rows.partition_point(|row| row.number < merge.first_row);
            let end = self.rows.partition_point(|row| row.number <= merge.last_row);
            work = work.checked_sub(end - start).ok_or(SheetError::Broken)?;
            let Some(first) = self.rows[start..end].first().filter(|row| row.number == merge.first_row)
            else {
                continue;
            };
            let value = first.cells.get(position).unwrap_or_default().to_owned();
            if value.is_empty() {
                continue;
            }
            if merge.first_column != merge.last_column {
                let problem = "合并单元格跨了几列，请取消合并后分别填写";
                self.faults.note(merge.first_row, self.table.columns[position].label, &value, problem);
                continue;
            }
            for row in &mut self.rows[start..end] {
                let fill = |(p, old)| if p == position { value.as_str() } else { old };
                row.cells = row.cells.iter().enumerate().map(fill).collect();
            }
        }
        Ok(())
    }

    fn check(&mut self) {
        for row in &self.rows {
            for (position, (column, value)) in self.table.columns.iter().zip(&row.cells).enumerate() {
                if value.is_empty() {
                    if column.required && !self.spoilt.contains(&(row.number, position)) {
                        self.faults.note(row.number, column.label, "", "必填，不能为空");
                    }
                } else if !column.choices.is_empty() && !column.choices.contains(&value) {
                    let problem = format!("只能填：{}", column.choices.join("、"));
                    self.faults.note(row.number, column.label, value, problem);
                }
            }
        }
    }

    fn hidden_note(&self) -> String {
        let named: Vec<String> = self.hidden.iter().take(MOST_HIDDEN_NAMED).map(u32::to_string).collect();
        let more = if self.hidden.len() > MOST_HIDDEN_NAMED { " 等" } else { "" };
        format!("有 {} 行是隐藏的（第 {}{more} 行），也已读入", self.hidden.len(), named.join("、"))
    }
}
