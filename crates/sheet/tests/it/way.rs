//! The whole way of an import, as a hall manager goes it; and a model for whoever writes the next one.

use rust_xlsxwriter::Workbook;
use sheet::{Column, Limits, Sheet, Table};
use std::collections::HashMap;

const HALL: Column = Column::new("大厅名称").required().example("示例大厅").note("须与系统中的大厅名称一致");
const CODE: Column = Column::new("窗口编码").required().aliases(&["窗口号"]).example("370302001001");
const FLOOR: Column = Column::new("楼层").note("1 至 9 的整数");
const OPENS: Column = Column::new("启用日期").example("2026-01-05");
const STATE: Column = Column::new("状态").choices(&["启用", "停用"]);
const WINDOWS: Table = Table::new("窗口", &[HALL, CODE, FLOOR, OPENS, STATE]);

/// A row as a use case wants it.
#[derive(Debug, PartialEq)]
struct Window {
    hall: u64,
    code: String,
    floor: Option<i64>,
    opens: Option<String>,
}

/// What a use case does: everything is read and checked before anything is stored.
fn read_windows(file: &[u8], halls: &HashMap<&str, u64>) -> Result<Vec<Window>, Box<Sheet>> {
    let mut sheet = WINDOWS.read(file, &Limits::default()).unwrap();
    sheet.refuse_repeats(&[&CODE]);
    let mut windows = Vec::new();
    for row in &sheet.rows {
        let faults = &mut sheet.faults;
        let hall = row.parse_with(&HALL, faults, |name| halls.get(name).copied().ok_or("没有这个大厅"));
        let floor = row.integer(&FLOOR, 1..=9, faults);
        let opens = row.date(&OPENS, faults).map(|d| d.to_string());
        if let Some(hall) = hall {
            windows.push(Window { hall, code: row.text(&CODE).to_owned(), floor, opens });
        }
    }
    sheet.accepted()?;
    Ok(windows)
}

/// Types into the template as a person would: from row 3, a line left blank, everything a text.
fn filled(template: &[u8], rows: &[&[&str]]) -> Vec<u8> {
    assert!(WINDOWS.read(template, &Limits::default()).is_err(), "an empty template imports nothing");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "带 * 的列必填").unwrap();
    for (column, header) in ["*大厅名称", "*窗口编码", "楼层", "启用日期", "状态"].iter().enumerate()
    {
        sheet.write(1, column as u16, *header).unwrap();
    }
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write_string(row as u32 + 2, column as u16, *cell).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_manager_goes_from_template_over_faults_to_rows() {
    let halls = HashMap::from([("示例大厅", 1), ("示例二厅", 2)]);
    let mut template = Vec::new();
    WINDOWS.template().choices(&HALL, ["示例大厅", "示例二厅"]).xlsx(&mut template).unwrap();

    let file = filled(
        &template,
        &[
            &["示例大厅", "370302001001", "1", "2026年1月5日", "启用"],
            &[],
            &["　示例三厅 ", "370302001002", "一", "2026-13-01", "关"],
            &["示例二厅", "", "2", "", ""],
            &["示例二厅", "370302001001", "", "", ""],
        ],
    );
    let refused = read_windows(&file, &halls).unwrap_err();
    let said: Vec<String> = refused.faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "第 5 行“状态”填的是“关”：只能填：启用、停用",
            "第 5 行“大厅名称”填的是“示例三厅”：没有这个大厅",
            "第 5 行“楼层”填的是“一”：应为 1 至 9 的整数",
            "第 5 行“启用日期”填的是“2026-13-01”：应为日期，如 2026-01-05",
            "第 6 行“窗口编码”：必填，不能为空",
            "第 7 行“窗口编码”填的是“370302001001”：与第 3 行重复",
        ]
    );

    // The file with faults comes back; sent again as it is, it has the same faults in the same places.
    let mut returned = Vec::new();
    refused.write_faults(&mut returned).unwrap();
    let again = read_windows(&returned, &halls).unwrap_err();
    assert_eq!(again.faults.iter().collect::<Vec<_>>(), refused.faults.iter().collect::<Vec<_>>());
    assert_eq!(again.rows, refused.rows);

    let corrected = filled(
        &template,
        &[
            &["示例大厅", "370302001001", "1", "2026年1月5日", "启用"],
            &[],
            &["示例二厅", "370302001002", "", "", "停用"],
        ],
    );
    let windows = read_windows(&corrected, &halls).unwrap();
    let first =
        Window { hall: 1, code: "370302001001".into(), floor: Some(1), opens: Some("2026-01-05".into()) };
    let second = Window { hall: 2, code: "370302001002".into(), floor: None, opens: None };
    assert_eq!(windows, [first, second]);
}

#[test]
fn a_template_is_a_table_without_rows_in_either_form() {
    let (mut xlsx, mut csv) = (Vec::new(), Vec::new());
    WINDOWS.template().xlsx(&mut xlsx).unwrap();
    WINDOWS.template().csv(&mut csv).unwrap();
    for file in [xlsx, csv.clone()] {
        let refused = WINDOWS.read(&file, &Limits::default()).unwrap_err();
        assert!(matches!(refused, sheet::SheetError::NoRows), "{refused}");
    }
    csv.extend_from_slice("示例大厅,370302001001,,,\r\n".as_bytes());
    let read = WINDOWS.read(&csv, &Limits::default()).unwrap();
    assert_eq!((read.header_row, read.rows[0].number(), read.rows[0].text(&CODE)), (2, 3, "370302001001"));
}
