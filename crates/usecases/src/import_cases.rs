//! Importing cases from a CSV file: every row is checked before one is stored, and each new occurrence
//! gets its link.

use crate::{CaseToken, Service};
use domain::case::{CaseRecord, Field, FieldRule};
use domain::{Millis, WindowCode};
use std::collections::HashSet;
use storage::{NewCase, StorageError, Stored};

/// Most faults reported at once; more help nobody.
const MOST_FAULTS: usize = 200;

/// What is wrong in one place of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// Line of the file, the header being line 1.
    pub line: u64,
    /// Column, by the interface's name.
    pub column: &'static str,
    /// What is wrong.
    pub fault: RowFault,
}

/// A fault of a field or of the row among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFault {
    /// A rule of the field.
    Field(FieldRule),
    /// The same occurrence stands in the file twice.
    Twice,
    /// No window has this code.
    UnknownWindow,
    /// A business system handed this case over itself.
    OtherSystem,
}

/// Why nothing was loaded.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Neither UTF-8 nor GB 18030, or cut within a character.
    #[error("the file is neither UTF-8 nor GBK")]
    Encoding,
    /// Not a CSV file: the line where it breaks.
    #[error("line {0} cannot be read as CSV")]
    Csv(u64),
    /// Columns that are missing from the header.
    #[error("columns are missing")]
    Columns(Vec<Field>),
    /// Rows with faults, at most 200.
    #[error("{} faults", .0.len())]
    Rows(Vec<RowError>),
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A link that was made.
#[derive(Debug, Clone)]
pub struct IssuedLink {
    /// 申办号.
    pub project_no: String,
    /// 服务次数.
    pub service_number: i32,
    /// The token of its URL.
    pub token: CaseToken,
    /// When the link dies.
    pub expires_at: Millis,
    /// That moment may move: the holidays of its year are not loaded.
    pub provisional: bool,
}

/// What was loaded.
#[derive(Debug, Clone, Default)]
pub struct ImportReport {
    /// Links of new occurrences.
    pub links: Vec<IssuedLink>,
    /// Occurrences that were there already; their state was brought up to date, no link was made.
    pub known: usize,
}

impl Service {
    /// Loads a file, all or nothing.
    pub async fn import_cases(&self, file: &[u8]) -> Result<ImportReport, ImportError> {
        let records = self.read_cases(file).await?;
        let now = self.world.now();
        let calendar = self.calendar().await?;
        let (lines, cases): (Vec<u64>, Vec<NewCase>) =
            records.into_iter().map(|(line, r)| (line, self.prepare_case(&calendar, r, true))).unzip();
        let stored = self.db.store_cases(None, &cases, true, now).await?;
        let taken = lines.iter().zip(&stored).filter(|(_, stored)| stored.is_refused());
        let faults: Vec<RowError> = taken
            .map(|(line, _)| RowError {
                line: *line,
                column: Field::ProjectNo.name(),
                fault: RowFault::OtherSystem,
            })
            .collect();
        if !faults.is_empty() {
            return Err(ImportError::Rows(faults));
        }
        let known = stored.iter().filter(|s| matches!(s, Stored::Known { .. })).count();
        let links = cases.iter().zip(stored).filter_map(|(case, stored)| match stored {
            Stored::New { link: Some(id), .. } => Some(self.issued(case, id)),
            _ => None,
        });
        Ok(ImportReport { links: links.collect(), known })
    }

    fn issued(&self, case: &NewCase, link: i64) -> IssuedLink {
        IssuedLink {
            project_no: case.record.project_no.clone(),
            service_number: case.record.service_number,
            token: self.link_token(link),
            expires_at: self.link_end(Millis(case.occurrence.rate_until)),
            provisional: case.occurrence.provisional,
        }
    }

    async fn read_cases(&self, file: &[u8]) -> Result<Vec<(u64, CaseRecord)>, ImportError> {
        let text = sheet::decode(file).map_err(|_| ImportError::Encoding)?;
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).comment(Some(b'#')).from_reader(text.as_bytes());
        let header = reader.headers().map_err(|e| ImportError::Csv(line_of(&e)))?.clone();
        let position =
            |field: &Field| header.iter().position(|h| [field.name(), field.label()].contains(&h.trim()));
        let columns: Vec<Option<usize>> = Field::ALL.iter().map(position).collect();
        let missing: Vec<Field> = Field::ALL
            .iter()
            .zip(&columns)
            .filter(|(f, c)| c.is_none() && is_required(**f))
            .map(|(f, _)| *f)
            .collect();
        if !missing.is_empty() {
            return Err(ImportError::Columns(missing));
        }
        let (mut records, mut faults, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
        for row in reader.records() {
            let row = row.map_err(|e| ImportError::Csv(line_of(&e)))?;
            let line = row.position().map_or(0, csv::Position::line);
            let cell = |field: Field| columns[field as usize].and_then(|c| row.get(c)).unwrap_or("");
            match CaseRecord::parse(cell) {
                Err(errors) => faults.extend(errors.into_iter().map(|e| RowError {
                    line,
                    column: e.field.name(),
                    fault: RowFault::Field(e.rule),
                })),
                Ok(record) => {
                    if !seen.insert((record.project_no.clone(), record.service_number)) {
                        faults.push(RowError {
                            line,
                            column: Field::ServiceNumber.name(),
                            fault: RowFault::Twice,
                        });
                    }
                    if !self.is_known_window(record.window_code.as_deref()).await? {
                        faults.push(RowError {
                            line,
                            column: Field::WinNo.name(),
                            fault: RowFault::UnknownWindow,
                        });
                    }
                    records.push((line, record));
                }
            }
            if faults.len() >= MOST_FAULTS {
                break;
            }
        }
        if faults.is_empty() { Ok(records) } else { Err(ImportError::Rows(faults)) }
    }

    async fn is_known_window(&self, code: Option<&str>) -> Result<bool, StorageError> {
        match code.map(str::parse::<WindowCode>) {
            None => Ok(true),
            Some(Err(_)) => Ok(false),
            Some(Ok(code)) => Ok(self.window(code).await?.is_some()),
        }
    }
}

fn line_of(error: &csv::Error) -> u64 {
    error.position().map_or(0, csv::Position::line)
}

/// Columns that must stand in the header, whatever the rows hold.
fn is_required(field: Field) -> bool {
    let blank = CaseRecord::parse(|_| "").err().unwrap_or_default();
    blank.iter().any(|e| e.field == field && e.rule == FieldRule::Required)
}
