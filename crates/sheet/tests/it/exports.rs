//! What is written can be read, and calculates nothing.

use proptest::collection::vec;
use proptest::prelude::*;
use sheet::{Column, Export, Format, Limits, SheetError, Table};

const WORDS: Column = Column::new("评价内容");
const UNIT: Column = Column::new("单位");
const CODE: Column = Column::new("编码");
const RATINGS: Table = Table::new("评价", &[WORDS, UNIT, CODE]);

fn exported(format: Format, rows: &[[String; 3]]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut export = Export::new(format, &mut file, "评价明细", &["评价内容", "单位", "编码"]).unwrap();
    for row in rows {
        export.row(row).unwrap();
    }
    export.finish().unwrap();
    file
}

fn read(file: &[u8]) -> Vec<[String; 3]> {
    let sheet = RATINGS.read(file, &Limits::default()).unwrap();
    assert!(sheet.faults.is_empty());
    sheet.rows.iter().map(|r| [&WORDS, &UNIT, &CODE].map(|c| r.text(c).to_owned())).collect()
}

fn trimmed(text: &str) -> String {
    text.trim_matches(|c: char| c.is_whitespace() || "\u{200B}\u{2060}\u{FEFF}".contains(c)).to_owned()
}

/// Text with what makes trouble in it; never blank at the ends, never a rounded number.
fn cell() -> impl Strategy<Value = String> {
    let mark = prop::sample::select(vec![
        "=1+1", "'", "\"", "@", "+86", "-", ",", "\r\n", "\t", "𫖯", "_x000D_", "<&>", "￾", "",
    ]);
    (mark, "[^\0]{0,12}").prop_map(|(mark, text)| format!("x{mark}{text}").split_off(1))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_was_written_is_read_again(rows in vec([cell(), cell(), cell()], 1..6)) {
        // A last column that is never blank keeps every row.
        let rows: Vec<[String; 3]> = rows.into_iter().map(|[a, b, c]| [a, b, format!("#{c}#")]).collect();
        let expected: Vec<[String; 3]> = rows.iter().map(|row| row.each_ref().map(|c| trimmed(c))).collect();
        for format in [Format::Csv, Format::Xlsx] {
            prop_assert_eq!(read(&exported(format, &rows)), expected.clone());
        }
    }
}

#[test]
fn csv_has_a_mark_for_excel_and_guards_for_formulas() {
    let rows = [["=HYPERLINK(\"x\")".into(), "@示例".into(), "-5".into()]];
    let text = String::from_utf8(exported(Format::Csv, &rows)).unwrap();
    assert_eq!(text, "\u{FEFF}评价内容,单位,编码\r\n\"'=HYPERLINK(\"\"x\"\")\",'@示例,-5\r\n");
}

#[test]
fn a_text_too_long_for_a_cell_is_cut_and_says_so() {
    for (text, units) in [("示".repeat(40_000), 1), ("𫖯".repeat(20_000), 2)] {
        let rows = [[text.clone(), "a".into(), "b".into()]];
        let cell = &read(&exported(Format::Xlsx, &rows))[0][0];
        assert_eq!(cell.chars().count(), 32_766 / units + 1);
        assert!(cell.ends_with('…') && text.starts_with(cell.trim_end_matches('…')));
        assert_eq!(read(&exported(Format::Csv, &rows))[0][0], text);
    }
}

#[test]
fn a_name_a_worksheet_cannot_have_is_changed() {
    for name in ["", "a/b:[c]*?", &"长".repeat(50), &"𫖯".repeat(20), "'a'"] {
        let mut file = Vec::new();
        let mut export = Export::new(Format::Xlsx, &mut file, name, &["单位"]).unwrap();
        export.row(["a"]).unwrap();
        export.finish().unwrap();
        assert_eq!(RATINGS.read(&file, &Limits::default()).unwrap().rows.len(), 1);
    }
}

#[test]
fn a_reader_who_has_gone_is_an_error_not_a_panic() {
    struct Gone;
    impl std::io::Write for Gone {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    for format in [Format::Csv, Format::Xlsx] {
        let written = Export::new(format, Gone, "a", &["单位"]).and_then(|mut export| {
            export.row(["a"])?;
            export.finish()
        });
        assert!(matches!(written, Err(SheetError::Write(_))));
    }
    assert!(RATINGS.template().xlsx(Gone).is_err());
    assert!(RATINGS.template().csv(Gone).is_err());
}
