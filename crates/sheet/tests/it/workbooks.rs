//! Workbooks as they arrive.

use crate::workbook::{Workbook, row};
use sheet::{Column, Limits, Sheet, SheetError, Table};

const HALL: Column = Column::new("大厅").required();
const CODE: Column = Column::new("编码");
const WINDOWS: Table = Table::new("窗口", &[HALL, CODE]);

fn read(workbook: &Workbook) -> Result<Sheet, SheetError> {
    WINDOWS.read(&workbook.file(), &Limits::default())
}

fn cells(sheet: &Sheet) -> Vec<(u32, &str, &str)> {
    sheet.rows.iter().map(|r| (r.number(), r.text(&HALL), r.text(&CODE))).collect()
}

fn faults(sheet: &Sheet) -> Vec<String> {
    sheet.faults.iter().map(ToString::to_string).collect()
}

fn header() -> String {
    row(1, &["大厅", "编码"])
}

#[test]
fn every_kind_of_cell_is_read_as_the_text_it_shows() {
    let rows = r#"<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><v>12</v></c></row>
        <row r="3"><c r="A3" t="str"><v>甲&amp;乙_x000D_</v></c><c r="B3" s="1"><v>46027.354166666664</v></c></row>
        <row r="4"><c r="A4" t="b"><v>1</v></c><c r="B4" s="2"><v>7</v></c></row>
        <row r="5"><c r="A5" t="s"><v>2</v></c><c r="B5" t="d"><v>2026-01-05T08:30:00</v></c></row>
        <row><c><v>1.50</v></c><c t="n"><v>1E2</v></c></row>"#;
    let strings = "<sst count=\"99999999999\" uniqueCount=\"99999999999\"><si/><si><t>示例_x000D_𫖯</t></si>\
        <si><r><t xml:space=\"preserve\">示 </t></r><r><rPr/><t>例</t></r><rPh sb=\"0\"><t>kana</t></rPh></si></sst>";
    let workbook =
        Workbook::of(&(header() + rows)).strings(strings).formats(&["General", "yyyy-mm-dd hh:mm", "000"]);
    let expected = [
        (2, "示例\r𫖯", "12"),
        (3, "甲&乙", "2026-01-05 08:30"),
        (4, "TRUE", "007"),
        (5, "示 例", "2026-01-05 08:30"),
        (6, "1.5", "100"),
    ];
    assert_eq!(cells(&read(&workbook).unwrap()), expected);
}

#[test]
fn days_may_be_counted_from_1904() {
    let rows = header() + r#"<row r="2"><c t="str"><v>a</v></c><c s="0"><v>44565</v></c></row>"#;
    let workbook = Workbook::of(&rows).formats(&["yyyy/m/d"]).properties(r#"<workbookPr date1904="1"/>"#);
    assert_eq!(cells(&read(&workbook).unwrap()), [(2, "a", "2026-01-05")]);
}

#[test]
fn a_long_code_kept_as_a_number_has_lost_digits_and_is_refused() {
    let rows = header() + r#"<row r="2"><c t="str"><v>a</v></c><c><v>3.7030219900101101E+17</v></c></row>"#;
    let sheet = read(&Workbook::of(&rows)).unwrap();
    let expected =
        "第 2 行“编码”填的是“370302199001011000”：该单元格为数字格式，长编码已失真，请设为文本后重新填写";
    assert_eq!(faults(&sheet), [expected]);
    assert_eq!(cells(&sheet), [(2, "a", "")], "what is spoilt is not used");
}

#[test]
fn a_formula_is_a_fault_and_its_value_is_kept_for_the_sheet_that_goes_back() {
    let rows = header()
        + r#"<row r="2"><c t="str"><f>A1</f><v>示例大厅</v></c><c t="e"><v>#N/A</v></c></row>
             <row r="3"><c t="str"><f>""</f><v></v></c><c><f t="shared" si="4000000000"/></c></row>
             <row r="4"><c t="e"><v>#REF!</v></c></row>"#;
    let sheet = read(&Workbook::of(&rows)).unwrap();
    let expected = [
        "第 2 行“大厅”填的是“示例大厅”：该单元格是公式，请复制后“选择性粘贴”为数值",
        "第 2 行“编码”填的是“#N/A”：该单元格是错误值，请改正",
        "第 4 行“大厅”填的是“#REF!”：该单元格是错误值，请改正",
    ];
    assert_eq!(faults(&sheet), expected);
    assert_eq!(cells(&sheet), [(2, "示例大厅", ""), (4, "", "")], "a formula that shows nothing is nothing");
}

#[test]
fn a_value_merged_over_rows_stands_for_each_of_them() {
    let rows = row(1, &["说明"])
        + &row(2, &["大厅", "编码"])
        + &row(3, &["示例大厅", "1"])
        + &row(4, &["", "2"])
        + &row(6, &["", "3"])
        + &row(7, &["", "4"])
        + &row(8, &["示例大厅", ""]);
    let merges = r#"<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="B2:B3"/><mergeCell ref="A3:A6"/><mergeCell ref="A8:B8"/><mergeCell ref="?"/></mergeCells>"#;
    let sheet = read(&Workbook::of(&rows).after(merges)).unwrap();
    let expected =
        [(3, "示例大厅", "1"), (4, "示例大厅", "2"), (6, "示例大厅", "3"), (7, "", "4"), (8, "示例大厅", "")];
    assert_eq!(cells(&sheet), expected);
    let said = [
        "第 7 行“大厅”：必填，不能为空",
        "第 8 行“大厅”填的是“示例大厅”：合并单元格跨了几列，请取消合并后分别填写",
    ];
    assert_eq!(faults(&sheet), said);
}

#[test]
fn hidden_rows_are_read_and_told() {
    let rows = header() + &row(2, &["a"]) + &row(3, &["b"]).replace("<row", "<row hidden=\"1\"");
    let sheet = read(&Workbook::of(&rows)).unwrap();
    assert_eq!(cells(&sheet), [(2, "a", ""), (3, "b", "")]);
    assert_eq!(sheet.notes, ["有 1 行是隐藏的（第 3 行），也已读入"]);
}

#[test]
fn the_sheet_of_the_tables_name_is_read_or_else_the_first_that_is_not_empty() {
    let rows = |hall| header() + &row(2, &[hall]);
    let book = Workbook::of("").sheet("甲", "", &rows("a"), "").sheet("乙", "", &rows("b"), "");
    let sheet = read(&book).unwrap();
    assert_eq!(cells(&sheet), [(2, "a", "")]);
    assert_eq!(sheet.notes, ["只读取了工作表“甲”，其他工作表没有读取"]);
    let named = book.sheet("窗口", "", &rows("c"), "");
    assert_eq!(cells(&read(&named).unwrap()), [(2, "c", "")]);
    let hidden = Workbook::of(&rows("a")).sheet("窗口", r#"state="hidden""#, &rows("b"), "");
    let sheet = read(&hidden).unwrap();
    assert_eq!((cells(&sheet), sheet.notes.len()), (vec![(2, "a", "")], 0));
}

#[test]
fn blank_rows_and_trailing_blanks_are_nothing() {
    let rows = header()
        + &row(2, &["", ""])
        + &row(3, &["　", " \u{A0}"])
        + &row(4, &["　示例 大厅　", "\u{200B}1\n", " ", ""])
        + r#"<row r="5"/><row r="6"><c r="A6" s="0"/></row>"#;
    let sheet = read(&Workbook::of(&rows)).unwrap();
    assert_eq!(cells(&sheet), [(4, "示例 大厅", "1")]);
    assert!(sheet.faults.is_empty());
}

#[test]
fn faults_are_kept_up_to_a_limit_and_counted_beyond() {
    let rows: String = (2..20).map(|n| row(n, &["", "1"])).collect();
    let limits = Limits { faults: 5, ..Limits::default() };
    let sheet = WINDOWS.read(&Workbook::of(&(header() + &rows)).file(), &limits).unwrap();
    assert_eq!((sheet.faults.count(), sheet.faults.iter().count(), sheet.faults.beyond()), (18, 5, 13));
}
