//! What a table consists of, said once: template, header, checks and access to cells all follow from it.

use crate::text::label_key;

/// The column that [`crate::Sheet::write_faults`] adds; it is passed over when the file comes back.
pub(crate) const FAULTS_LABEL: &str = "错误说明";

/// A column. Make it a `const`, list it in a [`Table`], and address cells by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The header, without the asterisk of required columns. Unique within its table.
    pub label: &'static str,
    /// Other headers people use for it.
    pub aliases: &'static [&'static str],
    /// Whether it must stand in the header and be filled in every row.
    pub required: bool,
    /// What a filled cell looks like; shown in the template, never imported.
    pub example: &'static str,
    /// How to fill it, in one sentence; shown when the cell is selected.
    pub note: &'static str,
    /// The only values allowed; empty: anything. What only the database knows, [`crate::Template::choices`] offers.
    pub choices: &'static [&'static str],
}

impl Column {
    /// An optional column of free text.
    pub const fn new(label: &'static str) -> Self {
        Self { label, aliases: &[], required: false, example: "", note: "", choices: &[] }
    }

    /// Must be filled in every row.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Other headers people use for it.
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// What a filled cell looks like.
    pub const fn example(mut self, example: &'static str) -> Self {
        self.example = example;
        self
    }

    /// How to fill it, in one sentence.
    pub const fn note(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    /// The only values allowed.
    pub const fn choices(mut self, choices: &'static [&'static str]) -> Self {
        self.choices = choices;
        self
    }

    /// The header as the template writes it: required columns begin with an asterisk.
    pub fn heading(&self) -> String {
        if self.required { format!("*{}", self.label) } else { self.label.to_owned() }
    }

    fn answers_to(&self, key: &str) -> bool {
        label_key(self.label) == key || self.aliases.iter().any(|a| label_key(a) == key)
    }
}

/// A table: its columns in the order of the template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// What it lists (窗口, 人员 …): the name of the worksheet and of the file.
    pub name: &'static str,
    /// Columns, in the template's order.
    pub columns: &'static [Column],
}

impl Table {
    /// A table of these columns.
    pub const fn new(name: &'static str, columns: &'static [Column]) -> Self {
        Self { name, columns }
    }

    /// Which column a header means: blanks and asterisks do not count, nor does a remark in brackets at its end.
    pub(crate) fn column_named(&self, header: &str) -> Option<usize> {
        let key = label_key(header);
        let find = |key: &str| self.columns.iter().position(|c| c.answers_to(key));
        find(&key).or_else(|| find(key.split(['（', '(', '【', '[']).next().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: Table = Table::new(
        "窗口",
        &[Column::new("大厅名称").required(), Column::new("窗口编码").aliases(&["窗口号", "code"])],
    );

    #[test]
    fn a_header_is_known_by_label_or_alias_whatever_stands_around_it() {
        for header in [
            "大厅名称",
            "*大厅名称",
            " 大 厅名称　",
            "＊大厅名称",
            "大厅名称（必填）",
            "大厅名称：",
            "大厅\n名称",
        ] {
            assert_eq!(T.column_named(header), Some(0), "{header}");
        }
        for header in ["窗口号", "Code", "窗口编码(12位)"] {
            assert_eq!(T.column_named(header), Some(1), "{header}");
        }
        for header in ["", "*", "（必填）", "大厅", "窗口"] {
            assert_eq!(T.column_named(header), None, "{header}");
        }
    }
}
