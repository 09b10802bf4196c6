//! Why a file as a whole was not read or written, in words that say what to do.

use std::fmt;

/// Most columns named in a sentence; more are counted.
const MOST_NAMED: usize = 20;

/// Why nothing was read. Faults of single cells are no error but [`crate::Faults`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SheetError {
    /// No bytes, or nothing in any sheet.
    #[error("文件是空的，请检查后重新上传")]
    Empty,
    /// More bytes than [`crate::Limits::file_bytes`].
    #[error("文件超过 {} MB，请分成几个文件上传", .most >> 20)]
    TooLarge {
        /// Bytes allowed.
        most: u64,
    },
    /// xls, et, xlsb, ods.
    #[error(
        "这是旧版或其他表格格式（如 .xls、.et、.xlsb、.ods），请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传"
    )]
    OldFormat,
    /// Encrypted by its author.
    #[error("文件设置了打开密码，请取消密码、重新保存后再上传")]
    Protected,
    /// HTML or XML under another name: what some systems call an Excel export.
    #[error("这其实是网页文件，只是扩展名像表格；请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传")]
    WebPage,
    /// A PDF.
    #[error("这是 PDF 文件，请上传 .xlsx 或 .csv 表格")]
    Pdf,
    /// A package with spreadsheets, or anything else, inside.
    #[error("这是压缩包，请解压后上传其中的 .xlsx 或 .csv 表格")]
    Archive,
    /// A picture, a program, a text document …
    #[error("这不是表格文件，请上传 .xlsx 或 .csv 表格")]
    NotASheet,
    /// Its end is missing.
    #[error("文件不完整，可能没有传完，请重新上传")]
    Incomplete,
    /// A quotation mark of a CSV file that nothing closes.
    #[error("第 {row} 行有一个双引号没有配对，后面的内容读不出来；也可能是文件没有传完。请检查后重新上传")]
    OpenQuote {
        /// Row where it opens.
        row: u32,
    },
    /// Not what its format demands.
    #[error("文件已损坏，读不出来；请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传")]
    Broken,
    /// More than [`crate::Limits::unpacked_bytes`], or packed more tightly than any table is.
    #[error("表格内容过大，多半是空行设了格式；请把有内容的行复制到新下载的模板里再上传")]
    TooMuchInside,
    /// More than [`crate::Limits::rows`], or more than a worksheet can hold.
    #[error("表格超过 {most} 行，一次最多 {most} 行，请分成几个文件")]
    TooManyRows {
        /// Rows allowed.
        most: u32,
    },
    /// Neither UTF-8 nor GB 18030.
    #[error("文字编码无法识别，请另存为 .xlsx 后再上传")]
    Encoding,
    /// The header is not the table's.
    #[error("{0}")]
    Columns(ColumnFaults),
    /// A header and nothing below.
    #[error("表头下面没有内容，请填写后再上传")]
    NoRows,
    /// The other end could not take what was written.
    #[error("文件没有写成：{0}")]
    Write(String),
}

impl From<csv::Error> for SheetError {
    fn from(error: csv::Error) -> Self {
        Self::Write(error.to_string())
    }
}

impl From<rust_xlsxwriter::XlsxError> for SheetError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        Self::Write(error.to_string())
    }
}

/// What is wrong with a header; told whole, so that one correction is enough.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnFaults {
    /// No line among the first five looks like the header at all.
    pub no_header: bool,
    /// Required columns that are not there.
    pub missing: Vec<&'static str>,
    /// Headers that mean no column of the table.
    pub unknown: Vec<String>,
    /// Columns that stand there twice.
    pub twice: Vec<&'static str>,
    /// A column without header that is filled nevertheless: its letter, and the first row.
    pub unnamed: Option<(String, u32)>,
}

impl ColumnFaults {
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl fmt::Display for ColumnFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sentences = Vec::new();
        if self.no_header {
            sentences.push("前 5 行中没有找到表头，请使用模板".to_owned());
        }
        if !self.missing.is_empty() {
            sentences.push(format!("缺少列：{}", quoted(&self.missing)));
        }
        if !self.unknown.is_empty() {
            sentences
                .push(format!("有不认识的列：{}，请改为模板中的列名，或删去该列", quoted(&self.unknown)));
        }
        if !self.twice.is_empty() {
            sentences.push(format!("列名重复：{}", quoted(&self.twice)));
        }
        if let Some((letter, row)) = &self.unnamed {
            sentences.push(format!("{letter} 列没有列名，但第 {row} 行有内容，请补上列名或清空该列"));
        }
        f.write_str(&sentences.join("；"))
    }
}

fn quoted(labels: &[impl AsRef<str>]) -> String {
    let shown: Vec<String> = labels.iter().take(MOST_NAMED).map(|l| format!("“{}”", l.as_ref())).collect();
    let more = if labels.len() > MOST_NAMED { format!(" 等 {} 列", labels.len()) } else { String::new() };
    shown.join("、") + &more
}
