//! Spreadsheets as people send them, and imports as they go through the pages.

use super::browser::{Answer, Browser};
use sheet::{Export, Format};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// CSV of these lines.
pub fn csv(lines: &[&str]) -> Vec<u8> {
    lines.join("\r\n").into_bytes()
}

/// XLSX of the same.
pub fn xlsx(lines: &[&str]) -> Vec<u8> {
    let mut out = Vec::new();
    let header: Vec<&str> = lines[0].split(',').collect();
    let mut export = Export::new(Format::Xlsx, &mut out, "表", &header).unwrap();
    for line in &lines[1..] {
        export.row(line.split(',')).unwrap();
    }
    export.finish().unwrap();
    out
}

/// A workbook whose one worksheet holds this XML between its `sheetData` tags.
pub fn raw_workbook(rows: &str) -> Vec<u8> {
    const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="表" sheetId="1" r:id="a"/></sheets></workbook>"#;
    const SHEETS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
    );
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("_rels/.rels", RELATIONS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", SHEETS),
        ("xl/worksheets/sheet1.xml", &sheet),
    ] {
        package.start_file(name, SimpleFileOptions::default()).unwrap();
        package.write_all(text.as_bytes()).unwrap();
    }
    package.finish().unwrap().into_inner()
}

/// A row of texts of a worksheet.
pub fn raw_row(n: u32, cells: &[&str]) -> String {
    let cell = |text: &&str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    format!("<row r=\"{n}\">{}</row>", cells.iter().map(cell).collect::<String>())
}

impl Browser {
    /// Sends a file for import and returns the path of its page, its check at an end.
    pub async fn send_import(&mut self, kind: &str, file: &[u8]) -> String {
        let path = format!("/office/import/{kind}");
        let answer = self.send_files(&path, &path, &[], Some(file)).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let path = answer.location();
        self.checked(&path).await;
        path
    }

    /// The page of an import, once it is checked.
    pub async fn checked(&mut self, path: &str) -> Answer {
        loop {
            let page = self.get(path).await;
            if page.headers.get("refresh").is_none() {
                return page;
            }
            tokio::task::yield_now().await;
        }
    }

    /// Sends a file, confirms it, and returns the path of its page.
    pub async fn import(&mut self, kind: &str, file: &[u8]) -> String {
        let path = self.send_import(kind, file).await;
        let page = self.get(&path).await;
        page.shows("确认导入");
        let done = self.send_form_of(&path, &format!("{path}/confirm"), &[]).await;
        assert_eq!(done.location(), path, "{}", done.body);
        self.get(&path).await.shows("已导入");
        path
    }

    /// What there is of a kind, as a file.
    pub async fn data_of(&mut self, kind: &str) -> String {
        self.get(&format!("/office/import/{kind}/data?as=csv")).await.body
    }
}
