//! Workbooks made by hand, to hold what no writer would write.

use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

/// A workbook in the making.
#[derive(Clone)]
pub struct Workbook {
    /// Name, attributes and XML of each sheet.
    sheets: Vec<(String, String, String)>,
    strings: Option<String>,
    styles: Option<String>,
    properties: String,
}

impl Workbook {
    /// One sheet whose `sheetData` holds these rows.
    pub fn of(rows: &str) -> Self {
        Self { sheets: Vec::new(), strings: None, styles: None, properties: String::new() }
            .sheet("Sheet1", "", rows, "")
    }

    /// Another sheet; `after` follows its rows.
    pub fn sheet(mut self, name: &str, attributes: &str, rows: &str, after: &str) -> Self {
        let xml = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData>{after}</worksheet>"#
        );
        self.sheets.push((name.into(), attributes.into(), xml));
        self
    }

    /// What follows the rows of the last sheet.
    pub fn after(mut self, after: &str) -> Self {
        let (_, _, xml) = self.sheets.last_mut().unwrap();
        *xml = xml.replace("</worksheet>", &format!("{after}</worksheet>"));
        self
    }

    /// The part of shared strings.
    pub fn strings(mut self, sst: &str) -> Self {
        self.strings = Some(sst.into());
        self
    }

    /// Number formats, one for each style.
    pub fn formats(mut self, codes: &[&str]) -> Self {
        let formats: String = codes
            .iter()
            .enumerate()
            .map(|(i, code)| format!(r#"<numFmt numFmtId="{}" formatCode="{code}"/>"#, 164 + i))
            .collect();
        let xfs: String = (0..codes.len()).map(|i| format!(r#"<xf numFmtId="{}"/>"#, 164 + i)).collect();
        self.styles = Some(format!(
            "<styleSheet><numFmts>{formats}</numFmts><cellStyleXfs><xf numFmtId=\"0\"/></cellStyleXfs><cellXfs>{xfs}</cellXfs></styleSheet>"
        ));
        self
    }

    /// Elements before the list of sheets.
    pub fn properties(mut self, xml: &str) -> Self {
        self.properties = xml.into();
        self
    }

    /// The file.
    pub fn file(&self) -> Vec<u8> {
        let mut parts = vec![("_rels/.rels".to_owned(), RELS.to_owned())];
        let (mut entries, mut relations) = (String::new(), String::new());
        let relation = |id: &str, kind: &str, target: &str| {
            format!(
                r#"<Relationship Id="{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>"#
            )
        };
        for (i, (name, attributes, xml)) in self.sheets.iter().enumerate() {
            entries += &format!(r#"<sheet name="{name}" sheetId="{}" {attributes} r:id="rId{i}"/>"#, i + 1);
            relations += &relation(&format!("rId{i}"), "worksheet", &format!("worksheets/sheet{i}.xml"));
            parts.push((format!("xl/worksheets/sheet{i}.xml"), xml.clone()));
        }
        if let Some(strings) = &self.strings {
            relations += &relation("s", "sharedStrings", "sharedStrings.xml");
            parts.push(("xl/sharedStrings.xml".into(), strings.clone()));
        }
        if let Some(styles) = &self.styles {
            relations += &relation("t", "styles", "/xl/styles.xml");
            parts.push(("xl/styles.xml".into(), styles.clone()));
        }
        let workbook =
            format!(r#"<workbook xmlns:r="r">{}<sheets>{entries}</sheets></workbook>"#, self.properties);
        parts.push(("xl/workbook.xml".into(), workbook));
        parts.push((
            "xl/_rels/workbook.xml.rels".into(),
            format!("<Relationships>{relations}</Relationships>"),
        ));
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(n, p)| (n.as_str(), p.as_bytes())).collect();
        package(&parts)
    }
}

/// A ZIP package of these parts.
pub fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default().compression_level(Some(9))).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A row of inline strings.
pub fn row(number: u32, cells: &[&str]) -> String {
    let cells: String =
        cells.iter().map(|c| format!(r#"<c t="inlineStr"><is><t>{c}</t></is></c>"#)).collect();
    format!(r#"<row r="{number}">{cells}</row>"#)
}
