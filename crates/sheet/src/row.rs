//! What was read: rows of text, and typed access that notes a fault instead of failing.

use crate::{Column, Faults, SheetError, Table, text};
use jiff::civil::{Date, DateTime, Time};
use std::collections::HashMap;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// A table that was read. Nothing may be stored before `faults` is empty.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What it was read as.
    pub table: Table,
    /// Row of the header.
    pub header_row: u32,
    /// Rows below it, blank ones left out.
    pub rows: Vec<Row>,
    /// What is wrong so far: blank required cells, values outside the choices, formulas, lost digits.
    pub faults: Faults,
    /// What should be told though it is no fault: which worksheet was read, that rows were hidden.
    pub notes: Vec<String>,
}

impl Sheet {
    /// Notes a fault for each row in which these columns together repeat an earlier row. Blanks repeat nothing.
    pub fn refuse_repeats(&mut self, columns: &[&Column]) {
        let Some(last) = columns.last() else { return };
        let mut seen: HashMap<Vec<&str>, u32> = HashMap::with_capacity(self.rows.len());
        for row in &self.rows {
            let key: Vec<&str> = columns.iter().map(|c| row.text(c)).collect();
            if key.iter().all(|cell| cell.is_empty()) {
                continue;
            }
            match seen.get(&key) {
                Some(first) => self.faults.add(row, last, format_args!("与第 {first} 行重复")),
                None => drop(seen.insert(key, row.number)),
            }
        }
    }

    /// The sheet itself if nothing is wrong, or else itself as an error that can be shown and downloaded.
    pub fn accepted(self) -> Result<Self, Box<Self>> {
        if self.faults.is_empty() { Ok(self) } else { Err(Box::new(self)) }
    }

    /// Writes the rows as XLSX, in their old places, wrong cells marked and explained in a column of their own;
    /// corrected, the file can be uploaded as it is.
    pub fn write_faults(&self, out: impl std::io::Write + Send) -> Result<(), SheetError> {
        crate::layout::write_faults(self, out)
    }
}

/// A row: cells of text, trimmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub(crate) number: u32,
    pub(crate) columns: &'static [Column],
    pub(crate) cells: csv::StringRecord,
}

impl Row {
    /// Its number, as the spreadsheet shows it.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The text of a cell, without blanks around it; empty if blank, or if the file lacks the column.
    pub fn text(&self, column: &Column) -> &str {
        let position = self.columns.iter().position(|c| c.label == column.label);
        debug_assert!(position.is_some(), "{} is no column of this table", column.label);
        position.and_then(|p| self.cells.get(p)).unwrap_or("")
    }

    /// A value that says in words what is wrong with it. Blank: `None`, and no fault (if the column is required,
    /// the fault was noted when the file was read).
    pub fn parse<T: FromStr<Err: Display>>(&self, column: &Column, faults: &mut Faults) -> Option<T> {
        self.parse_with(column, faults, T::from_str)
    }

    /// As [`Row::parse`], by a function.
    pub fn parse_with<T, E: Display>(
        &self,
        column: &Column,
        faults: &mut Faults,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        parse(text).map_err(|problem| faults.add(self, column, problem)).ok()
    }

    /// A whole number within bounds.
    pub fn integer(&self, column: &Column, bounds: RangeInclusive<i64>, faults: &mut Faults) -> Option<i64> {
        let problem = || format!("应为 {} 至 {} 的整数", bounds.start(), bounds.end());
        self.parse_with(column, faults, |t| {
            text::integer(t).filter(|n| bounds.contains(n)).ok_or_else(problem)
        })
    }

    /// A day: `2026-01-05`, `2026/1/5`, `2026年1月5日`, `20260105`.
    pub fn date(&self, column: &Column, faults: &mut Faults) -> Option<Date> {
        self.parse_with(column, faults, |t| text::date(t).ok_or("应为日期，如 2026-01-05"))
    }

    /// A time of day: `8:30`, `08:30:00`, `8点30分`.
    pub fn time(&self, column: &Column, faults: &mut Faults) -> Option<Time> {
        self.parse_with(column, faults, |t| text::time(t).ok_or("应为时间，如 08:30"))
    }

    /// A day and a time of day.
    pub fn date_time(&self, column: &Column, faults: &mut Faults) -> Option<DateTime> {
        self.parse_with(column, faults, |t| text::date_time(t).ok_or("应为日期和时间，如 2026-01-05 08:30"))
    }
}
