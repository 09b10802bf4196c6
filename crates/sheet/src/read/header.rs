//! Which line is the header, and which column of the file is which of the table.

use super::raw::RawRow;
use crate::column::FAULTS_LABEL;
use crate::text::{label_key, shortened};
use crate::{ColumnFaults, Table};

/// What a column of the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The column of the table at this position.
    Of(usize),
    /// To be passed over.
    Ignored,
    /// Without header.
    Unnamed,
}

/// A line seen as a header.
#[derive(Debug, Clone, Default)]
pub(super) struct Header {
    pub row: u32,
    places: Vec<Place>,
    /// How many columns of the table were found.
    pub found: usize,
    pub faults: ColumnFaults,
}

impl Header {
    pub(super) fn of(table: &Table, raw: &RawRow) -> Self {
        let mut header = Self { row: raw.number, ..Self::default() };
        for cell in raw.cells() {
            let place = match table.column_named(cell.text) {
                Some(position) => {
                    if header.places.contains(&Place::Of(position)) {
                        header.faults.twice.push(table.columns[position].label);
                    } else {
                        header.found += 1;
                    }
                    Place::Of(position)
                }
                None => {
                    if label_key(cell.text) != FAULTS_LABEL {
                        header.faults.unknown.push(shortened(cell.text));
                    }
                    Place::Ignored
                }
            };
            let column = cell.column as usize;
            if header.places.len() <= column {
                header.places.resize(column + 1, Place::Unnamed);
            }
            header.places[column] = place;
        }
        let is_missing = |position: &usize| !header.places.contains(&Place::Of(*position));
        header.faults.missing = (0..table.columns.len())
            .filter(|p| table.columns[*p].required)
            .filter(is_missing)
            .map(|p| table.columns[p].label)
            .collect();
        header
    }

    /// Whether this line is the header beyond doubt: it names all that must be there.
    pub(super) fn is_certain(&self) -> bool {
        self.found > 0 && self.faults.missing.is_empty()
    }

    pub(super) fn place(&self, column: u32) -> Place {
        self.places.get(column as usize).copied().unwrap_or(Place::Unnamed)
    }
}

/// The letters of a column, from 0: A, B … Z, AA …
pub(super) fn letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (column % 26) as u8));
        match column / 26 {
            0 => break letters.iter().rev().collect(),
            rest => column = rest - 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_the_letters_a_spreadsheet_shows() {
        let shown = [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")];
        for (column, text) in shown {
            assert_eq!(letters(column), text);
        }
    }
}
