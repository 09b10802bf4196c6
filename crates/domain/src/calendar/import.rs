//! A year's holidays as an administrator brings them: the State Council's notice, typed into a table.
//!
//! `date,kind,name`, the shipped file's form; headers and kinds also in Chinese (日期,类型,名称; 放假, 调休), columns
//! in any order under a header, dates as people and spreadsheets write them. Faults are told by line, all
//! at once; what merely looks odd is a warning.

use super::{DayKind, is_weekend};
use crate::code::half_width;
use crate::name::DisplayName;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Most characters of a holiday's name.
const LONGEST_NAME: usize = 30;
/// Years that can be imported.
const YEARS: std::ops::RangeInclusive<i16> = 2019..=2099;
/// The seven public holidays of 《全国年节及纪念日放假办法》, by the word any name of theirs holds.
const FESTIVALS: [&str; 7] = ["元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆"];

/// The holidays and make-up workdays of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedYear {
    year: i16,
    days: BTreeMap<Date, (DayKind, String)>,
}

/// A fault and the line it is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("第 {line} 行：{fault}")]
pub struct LineError {
    /// Line, counted from 1, header and blank lines included.
    pub line: usize,
    /// What is wrong.
    pub fault: ImportFault,
}

/// What is wrong with a line of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ImportFault {
    /// The first line is neither a day nor a header with date and kind.
    #[error("首行应为表头“日期,类型,名称”或第一个日期")]
    Header,
    /// No such day.
    #[error("日期应为 2027-01-01 的形式，并且确有这一天")]
    Date,
    /// A day of another year. The last week of December before is allowed: 元旦 may begin there.
    #[error("日期不在所导入的年份内")]
    OutsideYear,
    /// Neither holiday nor make-up workday.
    #[error("类型应为“放假”或“调休”")]
    Kind,
    /// The day stands in the file before.
    #[error("与第 {first} 行日期重复")]
    Duplicate {
        /// Line of the first.
        first: usize,
    },
    /// A make-up workday on a Monday–Friday, which is worked anyhow.
    #[error("调休上班日应为周六或周日，这一天是工作日")]
    WorkdayOnWeekday,
    /// The name is too long or has signs that cannot be seen.
    #[error("名称最多 30 个字，且不能有看不见的字符")]
    Name,
    /// The file names no day.
    #[error("文件中没有日期")]
    Empty,
    /// The year cannot be imported.
    #[error("年份应在 2019 至 2099 之间")]
    Year,
}

/// What looks odd in a year and does not keep it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum YearWarning {
    /// No day has the name of this public holiday.
    #[error("没有名称含“{0}”的放假日（也可能与相邻节日合并）")]
    Missing(&'static str),
    /// Unusually few or many days.
    #[error("放假共 {0} 天，往年为 26 至 33 天，请核对")]
    HolidayCount(usize),
    /// Weekdays free less weekend days worked is not what the law gives: 13 days since 2025, 11 before
    /// (《全国年节及纪念日放假办法》).
    #[error("工作日放假减去周末调休上班为 {found} 天，法定节假日为 {lawful} 天，请核对")]
    NetDays {
        /// As the file says.
        found: i64,
        /// As the law says.
        lawful: i64,
    },
    /// Days of the year before, which change that year.
    #[error("含上一年末的日期 {0}，将同时改变上一年")]
    YearBefore(Date),
}

impl ImportedYear {
    /// Reads a file; every fault by its line.
    pub fn read(year: i16, text: &str) -> Result<ImportedYear, Vec<LineError>> {
        if !YEARS.contains(&year) {
            return Err(vec![LineError { line: 1, fault: ImportFault::Year }]);
        }
        let mut columns = None;
        let mut lines: BTreeMap<Date, usize> = BTreeMap::new();
        let mut days = BTreeMap::new();
        let mut errors = Vec::new();
        for (line, cells) in rows(text) {
            let columns = match columns {
                Some(columns) => columns,
                None => match columns_of(&cells) {
                    Some((found, is_header)) => {
                        columns = Some(found);
                        if is_header {
                            continue;
                        }
                        found
                    }
                    None => return Err(vec![LineError { line, fault: ImportFault::Header }]),
                },
            };
            match day(year, &cells, columns) {
                Ok((date, _, _)) if lines.contains_key(&date) => {
                    errors.push(LineError { line, fault: ImportFault::Duplicate { first: lines[&date] } });
                }
                Ok((date, kind, name)) => {
                    lines.insert(date, line);
                    days.insert(date, (kind, name));
                }
                Err(fault) => errors.push(LineError { line, fault }),
            }
        }
        if days.is_empty() && errors.is_empty() {
            errors.push(LineError { line: 1, fault: ImportFault::Empty });
        }
        if errors.is_empty() { Ok(ImportedYear { year, days }) } else { Err(errors) }
    }

    /// Which year.
    pub fn year(&self) -> i16 {
        self.year
    }

    /// Its announced days in order, with the kind and the name of the holiday.
    pub fn days(&self) -> impl Iterator<Item = (Date, DayKind, &str)> + '_ {
        self.days.iter().map(|(date, (kind, name))| (*date, *kind, name.as_str()))
    }

    /// The file in its usual form, for storing: [`ImportedYear::read`] gives the same year again.
    pub fn to_csv(&self) -> String {
        let lines = self.days().map(|(date, kind, name)| format!("{date},{},{name}\n", kind.word()));
        std::iter::once("date,kind,name\n".to_owned()).chain(lines).collect()
    }

    /// What looks odd.
    pub fn warnings(&self) -> Vec<YearWarning> {
        let holidays = || self.days().filter(|(_, kind, _)| *kind == DayKind::Holiday);
        let before = self.days().map(|(d, ..)| d).filter(|d| d.year() != self.year);
        let mut warnings: Vec<_> = before.map(YearWarning::YearBefore).collect();
        let missing = FESTIVALS.into_iter().filter(|f| !holidays().any(|(_, _, name)| name.contains(f)));
        warnings.extend(missing.map(YearWarning::Missing));
        let count = holidays().count();
        if !(24..=36).contains(&count) {
            warnings.push(YearWarning::HolidayCount(count));
        }
        let net = |(date, kind, _): (Date, DayKind, &str)| match kind {
            DayKind::Holiday => i64::from(!is_weekend(date)),
            DayKind::Workday => -1,
        };
        let found = self.days().map(net).sum();
        let lawful = if self.year >= 2025 { 13 } else { 11 };
        if found != lawful {
            warnings.push(YearWarning::NetDays { found, lawful });
        }
        warnings
    }
}

/// Which cell of a line holds what.
#[derive(Clone, Copy)]
struct Columns {
    date: usize,
    kind: usize,
    name: Option<usize>,
}

/// Lines that are not blank, in cells: comma or tabulator, half width, without quotes.
fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<String>)> + '_ {
    let text = text.trim_start_matches('\u{FEFF}');
    text.lines().enumerate().filter_map(|(index, line)| {
        let line: String = line.chars().map(half_width).collect();
        let cells: Vec<String> =
            line.split([',', '\t']).map(|c| c.trim().trim_matches('"').trim().to_owned()).collect();
        cells.iter().any(|c| !c.is_empty()).then_some((index + 1, cells))
    })
}

/// The columns by the first line, and whether that line is a header.
fn columns_of(cells: &[String]) -> Option<(Columns, bool)> {
    let place = |names: &[&str]| cells.iter().position(|c| names.contains(&c.to_ascii_lowercase().as_str()));
    let date = place(&["date", "日期"]);
    let kind = place(&["kind", "type", "类型", "类别", "安排"]);
    if let (Some(date), Some(kind)) = (date, kind) {
        let name = place(&["name", "名称", "节日", "节假日", "假日"]);
        return Some((Columns { date, kind, name }, true));
    }
    let first = cells.first().is_some_and(|c| c.starts_with(|c: char| c.is_ascii_digit()));
    first.then_some((Columns { date: 0, kind: 1, name: Some(2) }, false))
}

fn day(year: i16, cells: &[String], columns: Columns) -> Result<(Date, DayKind, String), ImportFault> {
    let cell = |i: usize| cells.get(i).map_or("", String::as_str);
    let date = read_date(cell(columns.date)).ok_or(ImportFault::Date)?;
    let year_before = date.year() == year - 1 && date.month() == 12 && date.day() >= 25;
    if date.year() != year && !year_before {
        return Err(ImportFault::OutsideYear);
    }
    let kind = match cell(columns.kind).to_ascii_lowercase().as_str() {
        "holiday" | "放假" | "休" | "休息" | "节假日" | "法定节假日" => DayKind::Holiday,
        "workday" | "调休" | "班" | "上班" | "补班" | "调休上班" | "工作日" => DayKind::Workday,
        _ => return Err(ImportFault::Kind),
    };
    if kind == DayKind::Workday && !is_weekend(date) {
        return Err(ImportFault::WorkdayOnWeekday);
    }
    let name = match columns.name.map_or("", cell) {
        "" => String::new(),
        name => DisplayName::parse(name, LONGEST_NAME).map_err(|_| ImportFault::Name)?.as_str().to_owned(),
    };
    Ok((date, kind, name))
}

/// `2027-01-01`, `2027/1/1`, `2027.1.1`, `2027年1月1日`, `20270101`; a time behind it does not matter.
fn read_date(text: &str) -> Option<Date> {
    let text = text.split([' ', 'T']).next()?;
    let parts: Vec<&str> = if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        vec![&text[..4], &text[4..6], &text[6..]]
    } else {
        text.trim_end_matches('日').split(['-', '/', '.', '年', '月']).collect()
    };
    let [year, month, day] = parts.as_slice() else { return None };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
