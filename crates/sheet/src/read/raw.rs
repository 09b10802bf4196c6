//! A row as the file holds it, before anybody knows what its columns mean.

use crate::text::{is_rounded_code, trimmed};

/// Rows and columns of a worksheet; no row has more cells.
pub(super) const MOST_ROWS: u32 = 1 << 20;
pub(super) const MOST_COLUMNS: u32 = 1 << 14;

/// What is wrong with a cell before its meaning is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    /// Calculated: the value kept in the file may be old, or may never have been calculated.
    Formula,
    /// `#N/A` and its like.
    Error,
    /// A long code kept as a number: spreadsheets keep 15 digits.
    Rounded,
}

impl Flaw {
    pub(super) fn problem(self) -> &'static str {
        match self {
            Self::Formula => "该单元格是公式，请复制后“选择性粘贴”为数值",
            Self::Error => "该单元格是错误值，请改正",
            Self::Rounded => "该单元格为数字格式，长编码已失真，请设为文本后重新填写",
        }
    }

    /// Whether the value must not be used, nor handed back to be sent again.
    pub(super) fn spoils(self) -> bool {
        self != Self::Formula
    }
}

/// A cell that is not blank.
#[derive(Debug, Clone, Copy)]
pub(super) struct RawCell<'a> {
    /// From 0.
    pub column: u32,
    pub text: &'a str,
    pub flaw: Option<Flaw>,
}

/// A row: all its text in one buffer, which the next row uses again.
#[derive(Debug, Default)]
pub(super) struct RawRow {
    /// From 1, growing from row to row.
    pub number: u32,
    pub hidden: bool,
    text: String,
    cells: Vec<(u32, std::ops::Range<usize>, Option<Flaw>)>,
}

impl RawRow {
    pub(super) fn start(&mut self, number: u32, hidden: bool) {
        (self.number, self.hidden) = (number, hidden);
        self.text.clear();
        self.cells.clear();
    }

    /// Adds a cell; a blank one is nothing, even if a formula made it blank, and so is one more than a row can have.
    pub(super) fn push(&mut self, column: u32, text: &str, flaw: Option<Flaw>) {
        let text = trimmed(text);
        if text.is_empty() || self.cells.len() >= MOST_COLUMNS as usize {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        let flaw = flaw.or_else(|| is_rounded_code(text).then_some(Flaw::Rounded));
        self.cells.push((column, start..self.text.len(), flaw));
    }

    pub(super) fn is_blank(&self) -> bool {
        self.cells.is_empty()
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = RawCell<'_>> {
        self.cells.iter().map(|(column, range, flaw)| RawCell {
            column: *column,
            text: &self.text[range.clone()],
            flaw: *flaw,
        })
    }
}
