//! CSV as it arrives.

use encoding_rs::GB18030;
use sheet::{Column, Limits, Sheet, SheetError, Table};

const NAME: Column = Column::new("姓名").required();
const CODE: Column = Column::new("工号").aliases(&["编号"]);
const STAFF: Table = Table::new("人员", &[NAME, CODE]);

fn read(text: &str) -> Result<Sheet, SheetError> {
    STAFF.read(text.as_bytes(), &Limits::default())
}

fn cells(sheet: &Sheet) -> Vec<(u32, &str, &str)> {
    sheet.rows.iter().map(|r| (r.number(), r.text(&NAME), r.text(&CODE))).collect()
}

#[test]
fn rows_have_the_numbers_a_spreadsheet_shows() {
    let text =
        "说明：每行一人\r\n姓名,工号\r\n\r\n示例甲,\"第一行\n第二行\"\r\n,\r\n示例乙,2\r\n\r\n\r\n示例丙,3";
    for text in [text.to_owned(), text.replace("\r\n", "\n"), format!("{text}\r\n")] {
        let sheet = read(&text).unwrap();
        let expected = [(4, "示例甲", "第一行\n第二行"), (6, "示例乙", "2"), (9, "示例丙", "3")];
        assert_eq!(cells(&sheet), expected);
    }
}

#[test]
fn a_rare_name_survives_every_encoding() {
    let text = "姓名,工号\n示例𫖯,1\n示例䶮,2\n";
    let utf16: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let files = [
        text.as_bytes().to_vec(),
        format!("\u{FEFF}{text}").into_bytes(),
        GB18030.encode(text).0.into_owned(),
        utf16,
    ];
    for file in files {
        let sheet = STAFF.read(&file, &Limits::default()).unwrap();
        assert_eq!(cells(&sheet), [(2, "示例𫖯", "1"), (3, "示例䶮", "2")]);
    }
}

#[test]
fn columns_may_stand_in_any_order_and_be_parted_by_tabs_or_semicolons() {
    for delimiter in [",", "\t", ";"] {
        let text = "编号|姓名\n7|示例甲\n".replace('|', delimiter);
        assert_eq!(cells(&read(&text).unwrap()), [(2, "示例甲", "7")]);
    }
}

#[test]
fn a_guarding_apostrophe_is_no_part_of_the_text() {
    let sheet = read("姓名,工号\n'=示例甲,'007\n").unwrap();
    assert_eq!(cells(&sheet), [(2, "=示例甲", "'007")]);
}

#[test]
fn a_code_a_spreadsheet_has_rounded_is_a_fault_and_is_not_used() {
    let sheet = read("姓名,工号\n示例甲,3.70302E+17\n").unwrap();
    let said: Vec<String> = sheet.faults.iter().map(ToString::to_string).collect();
    let expected = "第 2 行“工号”填的是“3.70302E+17”：该单元格为数字格式，长编码已失真，请设为文本后重新填写";
    assert_eq!(said, [expected]);
    assert_eq!(sheet.rows[0].text(&CODE), "");
}

#[test]
fn a_wrong_header_is_told_whole() {
    let said = |text: &str| read(text).unwrap_err().to_string();
    assert_eq!(
        said("工号,电话,工号\n1,2,3\n"),
        "缺少列：“姓名”；有不认识的列：“电话”，请改为模板中的列名，或删去该列；列名重复：“工号”"
    );
    assert_eq!(said("姓名,电话\n1,2\n"), "有不认识的列：“电话”，请改为模板中的列名，或删去该列");
    assert_eq!(said("a,b\n1,2\n"), "前 5 行中没有找到表头，请使用模板；缺少列：“姓名”");
    assert_eq!(
        said("姓名,工号\n示例甲,1\n示例乙,2,已核对\n"),
        "C 列没有列名，但第 3 行有内容，请补上列名或清空该列"
    );
    assert_eq!(said("姓名,工号\n"), "表头下面没有内容，请填写后再上传");
    assert_eq!(said(&format!("{}姓名\n示例甲\n", "说明\n".repeat(5))), said("a\n"));
}

#[test]
fn a_file_cut_within_quotation_marks_is_told_by_row() {
    let text = "姓名,工号\n示例甲,\"1\"\n示例乙,\"第一行\n第二行";
    let refused = read(text).unwrap_err();
    assert!(matches!(refused, SheetError::OpenQuote { row: 3 }), "{refused}");
    for whole in ["姓名,工号\n示例甲,\"\"\"\"", "姓名,工号\n示例甲,12\"", "姓名,工号\n示例甲,\"a\"\"b\""]
    {
        assert!(read(whole).is_ok(), "{whole}");
    }
}

#[test]
fn a_file_cut_within_a_character_is_incomplete() {
    let text = "姓名,工号\n示例甲,示例";
    let refused = STAFF.read(&text.as_bytes()[..text.len() - 1], &Limits::default()).unwrap_err();
    assert!(matches!(refused, SheetError::Incomplete), "{refused}");
}
