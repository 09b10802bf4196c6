//! Files that are too large, broken, hostile, or no tables.

use crate::workbook::{Workbook, package, row};
use sheet::{Column, Limits, SheetError, Table};

const NAME: Column = Column::new("姓名").required();
const CODE: Column = Column::new("编码");
const STAFF: Table = Table::new("人员", &[NAME, CODE]);

fn refusal(file: &[u8], limits: &Limits) -> SheetError {
    STAFF.read(file, limits).unwrap_err()
}

fn said(file: &[u8]) -> String {
    refusal(file, &Limits::default()).to_string()
}

fn book(rows: u32) -> Workbook {
    let rows: String = (2..rows + 2).map(|n| row(n, &["示例", "1"])).collect();
    Workbook::of(&(row(1, &["姓名", "编码"]) + &rows))
}

#[test]
fn too_many_rows_are_noticed_before_the_rest_is_read() {
    let limits = Limits { rows: 10, ..Limits::default() };
    assert_eq!(STAFF.read(&book(10).file(), &limits).unwrap().rows.len(), 10);
    // What follows the eleventh row is broken, and nobody has looked.
    let rows: String = (1..13).map(|n| row(n, &["姓名"])).collect();
    let refused = refusal(&Workbook::of(&(rows + "<row r=\"0\"/>&broken;")).file(), &limits);
    assert_eq!(refused.to_string(), "表格超过 10 行，一次最多 10 行，请分成几个文件");
    let wide = format!("姓名{}\n示例", ",x".repeat(20_000));
    assert!(matches!(refusal(wide.as_bytes(), &limits), SheetError::NotASheet));
    let deep = format!("姓名{}示例", "\n".repeat(2 << 20));
    assert!(matches!(refusal(deep.as_bytes(), &limits), SheetError::TooManyRows { .. }));
    let wide = format!("姓名{}\n示例", ",x".repeat(1_000));
    assert!(refusal(wide.as_bytes(), &limits).to_string().len() < 500);
    let csv = format!("姓名\n{}\"", "示例\n".repeat(11));
    assert!(matches!(refusal(csv.as_bytes(), &limits), SheetError::TooManyRows { most: 10 }));
}

#[test]
fn a_file_too_large_is_refused_unread() {
    let refused = refusal(&[b'a'; 3 << 20], &Limits { file_bytes: 2 << 20, ..Limits::default() });
    assert_eq!(refused.to_string(), "文件超过 2 MB，请分成几个文件上传");
}

#[test]
fn a_bomb_is_stopped_whatever_its_headers_say() {
    let blank = " ".repeat(8 << 20);
    let honest = Workbook::of(&(row(1, &["姓名"]) + &blank)).file();
    assert!(honest.len() < 15_000, "{}", honest.len());
    assert!(matches!(refusal(&honest, &Limits::default()), SheetError::TooMuchInside));
    // The same, the sizes in its headers made small.
    let size = u32::try_from(blank.len()).unwrap();
    let mut lying = honest.clone();
    let mut lies = 0;
    for at in 0..lying.len() - 4 {
        let stated = u32::from_le_bytes(lying[at..at + 4].try_into().unwrap());
        if (size..size + 2_000).contains(&stated) {
            lying[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
            lies += 1;
        }
    }
    assert!(lies > 0);
    let refused = refusal(&lying, &Limits::default());
    assert!(matches!(refused, SheetError::TooMuchInside | SheetError::Broken), "{refused}");
    let strings = format!("<sst>{}</sst>", "<si/>".repeat(3 << 20));
    let limits = Limits { unpacked_bytes: 8 << 20, ..Limits::default() };
    assert!(matches!(refusal(&book(1).strings(&strings).file(), &limits), SheetError::TooMuchInside));
}

#[test]
fn what_comes_out_of_all_parts_together_is_bounded() {
    let limits = Limits { unpacked_bytes: 1 << 20, ..Limits::default() };
    assert!(matches!(refusal(&book(20_000).file(), &limits), SheetError::TooMuchInside));
    // Many names for one sheet do not make it be read many times over.
    let mut many = Workbook::of("");
    for n in 0..200 {
        many = many.sheet(&format!("s{n}"), "", &"<row/>".repeat(10_000), "");
    }
    assert!(matches!(refusal(&many.file(), &limits), SheetError::TooMuchInside));
}

#[test]
fn numbers_a_workbook_states_are_not_believed() {
    let huge = "<sst count=\"18446744073709551615\" uniqueCount=\"18446744073709551615\"></sst>";
    assert!(STAFF.read(&book(1).strings(huge).file(), &Limits::default()).is_ok());
    let header = row(1, &["姓名"]);
    for rows in [
        "<row r=\"4294967295\"><c><v>1</v></c></row>",
        "<row r=\"2\"><c r=\"ZZZZZZZ1\"><v>1</v></c></row>",
        "<row r=\"2\"><c t=\"s\"><v>5</v></c></row>",
        "<row r=\"1\"><c><v>1</v></c></row>",
        "<row r=\"2\"><row r=\"3\"/></row>",
        "<c><v>1</v></c></row>",
        "</row>",
        "<row r=\"2\"><c t=\"str\"><v>&own;</v></c></row>",
    ] {
        let refused = refusal(&Workbook::of(&(header.clone() + rows)).file(), &Limits::default());
        assert!(matches!(refused, SheetError::Broken), "{rows}");
    }
    let names: String = (0..450_000).map(|n| format!("<definedName>{n}")).collect();
    let named = book(1).properties(&names).file();
    assert!(matches!(refusal(&named, &Limits::default()), SheetError::TooMuchInside));
    let merges = format!("<mergeCells>{}</mergeCells>", "<mergeCell ref=\"A2:A1048576\"/>".repeat(5_000));
    let refused = refusal(&book(1_000).after(&merges).file(), &Limits::default());
    assert!(matches!(refused, SheetError::Broken));
}

#[test]
fn a_file_cut_anywhere_is_refused_with_a_sentence() {
    let file = book(3).file();
    for end in 1..file.len() {
        let refused = refusal(&file[..end], &Limits::default());
        assert!(!matches!(refused, SheetError::Columns(_)) || end < 4, "{end}: {refused}");
    }
    assert_eq!(said(&file[..file.len() / 2]), "文件不完整，可能没有传完，请重新上传");
}

#[test]
fn what_is_no_table_is_called_by_its_name() {
    let old = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 600]].concat();
    let word: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let locked = [old.as_slice(), &word, &[0; 40]].concat();
    let relation = r#"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let letter = package(&[("_rels/.rels", relation.as_bytes()), ("word/document.xml", b"<document/>")]);
    let binary = relation.replace("word/document.xml", "xl/workbook.bin");
    for (file, words) in [
        (b"".as_slice(), "文件是空的"),
        (b"\xEF\xBB\xBF \r\n", "文件是空的"),
        (&Workbook::of("").file(), "文件是空的"),
        (&old, "旧版或其他表格格式"),
        (&locked, "打开密码"),
        (&package(&[("_rels/.rels", binary.as_bytes())]), "旧版或其他表格格式"),
        (&package(&[("mimetype", b""), ("content.xml", b"")]), "旧版或其他表格格式"),
        (b"%PDF-1.7", "PDF"),
        (b"\n <HTML><table>", "网页文件"),
        (b"<?xml version=\"1.0\"?><Workbook/>", "网页文件"),
        (&letter, "不是表格文件"),
        (&package(&[("a.txt", b"")]), "不是表格文件"),
        (b"\x89PNG\r\n\x1A\n\0\0\0", "不是表格文件"),
        (&package(&[("示例.xlsx", b"")]), "压缩包"),
        (&package(&[]), "压缩包"),
        (b"Rar!\x1A\x07", "压缩包"),
        (b"\xFF\xFF\xFF\xFF", "文字编码无法识别"),
    ] {
        assert!(said(file).contains(words), "{words}: {}", said(file));
    }
}

#[test]
fn a_part_that_is_missing_or_named_otherwise_than_referred_to_is_no_panic() {
    let relation = r#"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let workbook = r#"<workbook><sheets><sheet name="人员" r:id="a"/></sheets></workbook>"#;
    let inner = r#"<Relationships><Relationship Id="a" Type="x/worksheet" Target="../XL/sheet.xml"/></Relationships>"#;
    let sheet =
        format!("<worksheet><sheetData>{}</sheetData></worksheet>", row(1, &["姓名"]) + &row(2, &["示例"]));
    let parts = [
        ("_rels\\.rels", relation),
        ("xl\\Workbook.xml", workbook),
        ("xl\\_rels\\workbook.xml.rels", inner),
        ("xl\\sheet.xml", &sheet),
    ];
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(n, x)| (*n, x.as_bytes())).collect();
    assert_eq!(STAFF.read(&package(&parts), &Limits::default()).unwrap().rows.len(), 1);
    let mut cut = parts.clone();
    cut[3].1 = &cut[3].1[..cut[3].1.len() - "</sheetData></worksheet>".len()];
    assert!(matches!(refusal(&package(&cut), &Limits::default()), SheetError::Broken));
    for missing in 0..parts.len() {
        let mut fewer = parts.clone();
        fewer.remove(missing);
        assert!(STAFF.read(&package(&fewer), &Limits::default()).is_err());
    }
}
