//! What became of each plate of a pack.

use std::collections::HashMap;
use std::fmt;

use crate::error::Field;
use crate::forme::Plate;
use crate::preflight::Look;
use crate::{Layout, PackOptions, PlateContent, PrintError};

/// A module so little above the least one is worth a word.
const NEAR_LEAST: f32 = 1.15;

/// The whole pack, plate by plate in the order asked.
#[derive(Debug, Clone)]
pub struct Report {
    /// Name, title and version of the layout.
    pub layout: String,
    pub title: String,
    pub version: String,
    /// 样张.
    pub is_sample: bool,
    pub black_only: bool,
    pub preflight: bool,
    pub entries: Vec<Entry>,
}

/// One plate.
#[derive(Debug, Clone)]
pub struct Entry {
    pub content: PlateContent,
    /// What was found, or why it was refused.
    pub outcome: Result<Passed, PrintError>,
    /// Where it is: `第 3 页`, or the file's name in the ZIP. None if it is not in the file.
    pub place: Option<String>,
}

/// A plate that may be handed out.
#[derive(Debug, Clone, PartialEq)]
pub struct Passed {
    /// Side of the code's modules in millimetres.
    pub module: f32,
    /// What each picture was read as; empty without preflight.
    pub looks: Vec<Look>,
    pub warnings: Vec<Warning>,
}

/// Worth a look before printing.
#[derive(Debug, Clone, PartialEq)]
pub enum Warning {
    /// A long name had to be set small, so many millimetres high.
    Small { field: Field, size: f32 },
    /// The modules are hardly larger than the layout allows.
    Modules { module: f32, least: f32 },
    /// Another plate of the pack (counted from 1) has the same code.
    SameCode { other: usize },
    /// Made from demonstration data: not to be hung up.
    Demo,
    /// The address is not encrypted.
    Insecure,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Small { field, size } => write!(f, "{field}较长，字高缩至 {size:.1} 毫米"),
            Self::Modules { module, least } => {
                write!(f, "二维码方格 {module:.2} 毫米，接近下限 {least:.1} 毫米，网址宜缩短")
            }
            Self::SameCode { other } => write!(f, "与第 {other} 张的二维码相同"),
            Self::Demo => f.write_str("示例数据，请勿张贴"),
            Self::Insecure => f.write_str("网址不是 https"),
        }
    }
}

impl Passed {
    pub(super) fn new(layout: &Layout, content: &PlateContent, plate: &Plate, looks: Vec<Look>) -> Self {
        let (module, least) = (plate.code.module, layout.spec.code.min_module);
        let mut warnings: Vec<Warning> =
            plate.shrunk.iter().map(|&(field, size)| Warning::Small { field, size }).collect();
        if module < least * NEAR_LEAST {
            warnings.push(Warning::Modules { module, least });
        }
        if content.demo {
            warnings.push(Warning::Demo);
        }
        if content.url.starts_with("http://") {
            warnings.push(Warning::Insecure);
        }
        Self { module, looks, warnings }
    }
}

impl Report {
    pub(super) fn new(layout: &Layout, options: &PackOptions, mut entries: Vec<Entry>) -> Self {
        let mut first: HashMap<String, usize> = HashMap::new();
        for (at, entry) in entries.iter_mut().enumerate() {
            let Ok(passed) = &mut entry.outcome else { continue };
            match first.get(&entry.content.url) {
                Some(&other) => passed.warnings.push(Warning::SameCode { other }),
                None => drop(first.insert(entry.content.url.clone(), at + 1)),
            }
        }
        Self {
            layout: layout.name().to_owned(),
            title: layout.title().to_owned(),
            version: layout.version().to_owned(),
            is_sample: layout.is_sample(),
            black_only: options.style.black_only,
            preflight: options.preflight,
            entries,
        }
    }

    /// The plates that were refused: number (from 1), content, reason.
    pub fn refused(&self) -> impl Iterator<Item = (usize, &PlateContent, &PrintError)> {
        self.entries.iter().enumerate().filter_map(|(at, entry)| {
            entry.outcome.as_ref().err().map(|reason| (at + 1, &entry.content, reason))
        })
    }

    /// How many may be handed out.
    pub fn passed(&self) -> usize {
        self.entries.iter().filter(|entry| entry.outcome.is_ok()).count()
    }

    /// The sentence at the head of the report.
    pub fn summary(&self) -> String {
        let (all, passed) = (self.entries.len(), self.passed());
        let refused = match all - passed {
            0 => String::new(),
            n => format!("，{n} 张不能印制"),
        };
        let how = if self.preflight { "逐张以三种分辨率回读" } else { "未做回读检查" };
        format!("共 {all} 张，{how}，{passed} 张通过{refused}")
    }

    /// The report as a table for a spreadsheet program: UTF-8 with its mark, lines end with CR LF.
    pub fn csv(&self) -> String {
        let mut csv = String::from('\u{FEFF}');
        line(
            &mut csv,
            &[
                "序号",
                "大厅",
                "窗口或人员",
                "窗口码",
                "二维码内容",
                "位置",
                "方格（毫米）",
                "回读",
                "结果",
                "说明",
            ],
        );
        for (at, entry) in self.entries.iter().enumerate() {
            let content = &entry.content;
            let number = (at + 1).to_string();
            let label = content.label();
            let place = entry.place.as_deref().unwrap_or_default();
            let [module, read, result, remark] = entry.columns();
            let cells = [
                &number,
                &content.hall,
                &label,
                &content.code,
                &content.url,
                place,
                &module,
                &read,
                &result,
                &remark,
            ];
            line(&mut csv, &cells.map(|cell| cell));
        }
        csv
    }
}

impl Entry {
    /// Module, looks, result and remark, in words.
    pub(super) fn columns(&self) -> [String; 4] {
        match &self.outcome {
            Ok(passed) => {
                let read = passed.looks.iter().map(|look| format!("{:.0} dpi", look.dpi));
                let read = read.collect::<Vec<_>>().join("、");
                let remark = passed.warnings.iter().map(Warning::to_string).collect::<Vec<_>>().join("；");
                [format!("{:.2}", passed.module), read, "通过".into(), remark]
            }
            Err(reason) => [String::new(), String::new(), "不能印制".into(), reason.to_string()],
        }
    }
}

fn line(csv: &mut String, cells: &[&str]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            csv.push(',');
        }
        csv.push('"');
        // Spreadsheet programs compute what begins so.
        if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            csv.push('\'');
        }
        csv.push_str(&cell.replace('"', "\"\""));
        csv.push('"');
    }
    csv.push_str("\r\n");
}
