//! Any bytes whatever: an answer, and no panic.

use crate::workbook::{Workbook, row};
use proptest::collection::vec;
use proptest::prelude::*;
use sheet::{Column, Limits, Table};

const NAME: Column = Column::new("姓名").required();
const CODE: Column = Column::new("编码").choices(&["1", "2"]);
const STAFF: Table = Table::new("人员", &[NAME, CODE]);

fn limits() -> Limits {
    Limits { unpacked_bytes: 1 << 20, rows: 50, faults: 3, ..Limits::default() }
}

/// Reads, and uses what was read as an import would.
fn use_file(file: &[u8]) {
    match STAFF.read(file, &limits()) {
        Err(refused) => assert!(!refused.to_string().is_empty()),
        Ok(mut sheet) => {
            sheet.refuse_repeats(&[&NAME, &CODE]);
            for row in &sheet.rows {
                row.integer(&CODE, 0..=9, &mut sheet.faults);
                row.date(&NAME, &mut sheet.faults);
                row.time(&NAME, &mut sheet.faults);
                row.date_time(&NAME, &mut sheet.faults);
            }
            let mut back = Vec::new();
            sheet.write_faults(&mut back).unwrap();
        }
    }
}

fn rows() -> String {
    let cells = r#"<row r="3" hidden="1"><c r="A3" s="1" t="s"><v>0</v></c><c r="B3" s="2"><f>1+1</f><v>46027.5</v></c></row>
        <row r="4"><c r="A4" t="d"><v>2026-01-05T00:00:00</v></c><c r="B4" t="e"><v>#N/A</v></c></row>"#;
    row(1, &["姓名", "编码"]) + &row(2, &["示例𫖯_x000D_", "1"]) + cells
}

fn workbook(rows: &str) -> Workbook {
    Workbook::of(rows)
        .after("<mergeCells><mergeCell ref=\"A2:A4\"/></mergeCells>")
        .strings("<sst uniqueCount=\"1\"><si><r><t>甲</t></r><rPh><t>乙</t></rPh></si></sst>")
        .formats(&["General", "yyyy-mm-dd", "[h]:mm", "000"])
}

/// Overwrites, removes or doubles some bytes.
fn changed(mut bytes: Vec<u8>, changes: &[(prop::sample::Index, u8, u8)]) -> Vec<u8> {
    for (place, how, byte) in changes {
        if bytes.is_empty() {
            break;
        }
        let place = place.index(bytes.len());
        match how % 3 {
            0 => bytes[place] = *byte,
            1 => drop(bytes.remove(place)),
            _ => bytes.insert(place, *byte),
        }
    }
    bytes
}

fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, u8, u8)>> {
    vec(any::<(prop::sample::Index, u8, u8)>(), 1..8)
}

/// Pieces of which worksheets consist, in an order no writer would choose.
fn pieces() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "<row>",
        "<row r=\"2\">",
        "<row r=\"1048576\"/>",
        "</row>",
        "<c>",
        "<c t=\"s\">",
        "<c t=\"b\" r=\"XFD1\">",
        "<c r=\"B7\" s=\"2\">",
        "<c t=\"inlineStr\">",
        "<c t=\"?\">",
        "</c>",
        "<v>",
        "</v>",
        "<is>",
        "<t>",
        "</t>",
        "<f/>",
        "<f>",
        "1",
        "-1e308",
        "nan",
        "inf",
        "姓名",
        "&lt;",
        "&#x2B5AF;",
        "&#0;",
        "<![CDATA[x]]>",
        "<!-- -->",
        "<rPh>",
        "</sheetData>",
        "<mergeCell ref=\"A2:B3\"/>",
        "<mergeCell ref=\"A9:A2\"/>",
        "<?x?>",
        "<!DOCTYPE a>",
        "<",
        "\"",
    ]);
    vec(known, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_bytes_are_a_panic(bytes in vec(any::<u8>(), 0..300), begin in prop::sample::select(vec![
        b"".as_slice(), b"PK\x03\x04", b"PK\x05\x06", b"\xFF\xFE", b"\xEF\xBB\xBF", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "姓名\n".as_bytes(),
    ])) {
        use_file(&[begin, &bytes].concat());
    }

    #[test]
    fn no_change_of_a_package_is_a_panic(changes in changes()) {
        use_file(&changed(workbook(&rows()).file(), &changes));
    }

    #[test]
    fn no_change_of_a_sheet_is_a_panic(changes in changes()) {
        let rows = changed(rows().into_bytes(), &changes);
        use_file(&workbook(&String::from_utf8_lossy(&rows)).file());
    }

    #[test]
    fn no_order_of_elements_is_a_panic(pieces in pieces()) {
        use_file(&workbook(&(row(1, &["姓名", "编码"]) + &pieces)).file());
    }

    #[test]
    fn no_strings_or_formats_are_a_panic(strings in pieces(), code in "[ymdhs0#?.%@;\"\\[\\]\\\\_*年-]{0,12}", value in any::<f64>()) {
        let rows = row(1, &["姓名", "编码"]) + &format!("<row><c t=\"s\"><v>0</v></c><c s=\"0\"><v>{value}</v></c></row>");
        let code = code.replace('"', "&quot;");
        use_file(&workbook(&rows).strings(&strings).formats(&[&code]).file());
    }

    #[test]
    fn no_text_is_a_panic(text in "[姓名编码,;\t\"\r\n'=1E+ \u{3000}𫖯]{0,60}", after_header in any::<bool>()) {
        let text = if after_header { format!("姓名,编码\n{text}") } else { text };
        use_file(text.as_bytes());
    }
}
