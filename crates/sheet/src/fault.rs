//! What is wrong in one cell, in the words of whoever has to correct it.

use crate::text::shortened;
use crate::{Column, Row};
use std::fmt;

/// A fault of one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Row, as the spreadsheet numbers it.
    pub row: u32,
    /// Label of the column.
    pub column: &'static str,
    /// What stands there, shortened; empty if nothing does.
    pub value: String,
    /// What is wrong and what should be there.
    pub problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "第 {} 行“{}”", self.row, self.column)?;
        if !self.value.is_empty() {
            write!(f, "填的是“{}”", self.value)?;
        }
        write!(f, "：{}", self.problem)
    }
}

/// Faults by row, kept up to [`crate::Limits::faults`] and counted beyond.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    kept: Vec<Fault>,
    count: usize,
    most: usize,
}

impl Faults {
    pub(crate) fn new(most: usize) -> Self {
        Self { kept: Vec::new(), count: 0, most }
    }

    /// Notes that a cell is wrong: `problem` says what should be there.
    pub fn add(&mut self, row: &Row, column: &Column, problem: impl fmt::Display) {
        self.note(row.number(), column.label, row.text(column), problem);
    }

    pub(crate) fn note(&mut self, row: u32, column: &'static str, value: &str, problem: impl fmt::Display) {
        self.count += 1;
        if self.kept.len() < self.most {
            let fault = Fault { row, column, value: shortened(value), problem: problem.to_string() };
            let place = self.kept.partition_point(|f| f.row <= row);
            self.kept.insert(place, fault);
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many there are, those beyond the limit included.
    pub fn count(&self) -> usize {
        self.count
    }

    /// How many were counted but not kept.
    pub fn beyond(&self) -> usize {
        self.count - self.kept.len()
    }

    /// Those kept, by row.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.kept.iter()
    }

    /// Those kept of one row.
    pub(crate) fn of_row(&self, row: u32) -> &[Fault] {
        let start = self.kept.partition_point(|f| f.row < row);
        let end = self.kept.partition_point(|f| f.row <= row);
        &self.kept[start..end]
    }
}
