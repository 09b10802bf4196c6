//! Importing places and people from a spreadsheet: sent, checked, looked at, put in whole or not at all, and
//! taken back whole while nothing it touched has changed since.
//!
//! The file is kept as it came until it is settled. Putting it in checks it once more against what is there
//! *then*; only if that promises the very same as the preview did, it is done. So a change in between leads back
//! to the preview and never to something nobody has seen. To import another kind: see [`sort`].

mod check;
mod desk;
mod kind;
mod known;
mod report;
mod settle;
mod sort;
mod sorts;

pub use desk::ImportDesk;
pub(crate) use desk::Progress;
pub use kind::ImportKind;
pub use report::{FAULTS_SHOWN, ImportReport, Part, ROWS_SHOWN, ShownFault, ShownRow};
pub use settle::{Confirmed, Undone};

use crate::Service;
use crate::officer::{About, Officer};
use known::Known;
use sheet::{Export, Format, SheetError};
use sm3::{Digest, Sm3};
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;
use storage::{CheckedImport, ImportRow, NewImport, StorageError, StorageResult};

/// A file that nobody puts in is forgotten after this time, ms.
pub const KEPT_MS: i64 = 3_600_000;
/// A check that gives no sign of life for so long has ended with its server, ms.
const SILENCE_MS: i64 = 10_000;
/// Between two signs of life.
const BEAT: Duration = Duration::from_millis(500);

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportState {
    /// It is being read and checked.
    Checking,
    /// It can be looked at, and put in if it has no faults.
    Checked,
    /// The file as a whole cannot be read.
    Refused,
    /// It is in.
    Done,
    /// It was taken back.
    Undone,
    /// It was given up.
    Cancelled,
    /// The server ended while it was being checked.
    Interrupted,
    /// Nobody put it in in time.
    Expired,
}

/// An import as its page shows it.
#[derive(Debug, Clone)]
pub struct Import {
    /// Its row.
    pub row: ImportRow,
    /// Where it stands.
    pub state: ImportState,
    /// What the file would do, or has done.
    pub report: ImportReport,
}

/// SM3 of a file while it arrives.
#[derive(Debug, Default, Clone)]
pub struct FileDigest(Sm3);

impl FileDigest {
    /// Of a whole file.
    pub fn of(file: &[u8]) -> FileDigest {
        let mut digest = FileDigest::default();
        digest.update(file);
        digest
    }

    /// A piece has arrived.
    pub fn update(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    fn finish(self) -> String {
        trust::to_hex(&self.0.finalize())
    }
}

impl Service {
    /// Begins an import. [`Service::check_import`] does the work; whoever calls it need not wait.
    pub async fn begin_import(
        &self,
        officer: &Officer,
        kind: ImportKind,
        file_name: &str,
        digest: FileDigest,
    ) -> StorageResult<i64> {
        let (id, now, digest) = (self.next_id(), self.world.now(), digest.finish());
        let new = NewImport {
            id,
            kind: kind.word(),
            account_id: officer.account_id,
            session_id: officer.session_id,
            file_name,
            digest: &digest,
        };
        self.db.begin_import(&new, now, now.plus(-KEPT_MS)).await?;
        self.imports.begin(id);
        Ok(id)
    }

    /// Reads and checks the file of an import that was begun; gives signs of life while it does.
    pub async fn check_import(
        &self,
        officer: &Officer,
        kind: ImportKind,
        id: i64,
        file: impl Read + Send + 'static,
        most_bytes: u64,
    ) -> StorageResult<()> {
        let progress = self.imports.progress(id);
        let result = self.check_and_keep(officer, kind, id, file, most_bytes, &progress).await;
        self.imports.end(id);
        if let Err(error) = &result {
            tracing::error!(%error, "an import could not be checked");
            let said = "数据库暂时不可用，没有写入任何内容，请稍后重新上传";
            let _ = self.db.give_up_import(id, "refused", Some(said), self.world.now()).await;
        }
        result
    }

    async fn check_and_keep(
        &self,
        officer: &Officer,
        kind: ImportKind,
        id: i64,
        mut file: impl Read + Send + 'static,
        most_bytes: u64,
        progress: &Arc<Progress>,
    ) -> StorageResult<()> {
        // At most two files are in memory at once; the others wait on disk.
        let turn = self.imports.turn();
        let turn = self.beating(id, progress, turn).await?;
        let known = Known::load(self, kind, officer).await?;
        let seen = progress.clone();
        let work = tokio::task::spawn_blocking(move || {
            let mut bytes = Vec::new();
            if let Err(error) = file.read_to_end(&mut bytes) {
                tracing::error!(%error, "the file of an import could not be read back");
                return Err(check::NotChecked::File("文件没有收完整，请重新上传".into()));
            }
            let checked = check::check(kind, &bytes, most_bytes, &known, &seen)?;
            let (report, plan) = (report::pack(&checked.report), checked.digest);
            Ok((bytes, CheckedImport { report, plan, said: None }))
        });
        let checked = self.beating(id, progress, work).await?;
        drop(turn);
        let now = self.world.now();
        match checked {
            Ok(Ok((file, checked))) => drop(self.db.import_checked(id, &file, &checked, now).await?),
            Ok(Err(check::NotChecked::File(said))) => {
                self.db.give_up_import(id, "refused", Some(&said), now).await?;
            }
            Ok(Err(check::NotChecked::Cancelled)) => {
                self.db.give_up_import(id, "cancelled", None, now).await?;
            }
            Err(panic) => {
                tracing::error!(%panic, "checking an import panicked");
                let said = "文件已损坏，读不出来；请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传";
                self.db.give_up_import(id, "refused", Some(said), now).await?;
            }
        }
        Ok(())
    }

    /// Waits for something, giving signs of life; cancels it when the import was given up elsewhere.
    async fn beating<T>(
        &self,
        id: i64,
        progress: &Progress,
        work: impl Future<Output = T>,
    ) -> StorageResult<T> {
        tokio::pin!(work);
        loop {
            match tokio::time::timeout(BEAT, &mut work).await {
                Ok(done) => return Ok(done),
                Err(_) => {
                    if !self.db.import_beat(id, progress.seen(), self.world.now()).await? {
                        progress.cancel();
                    }
                }
            }
        }
    }

    /// An import of this officer's.
    pub async fn import_of(
        &self,
        officer: &Officer,
        kind: ImportKind,
        id: i64,
    ) -> StorageResult<Option<Import>> {
        let row = self.db.import_of(id, officer.account_id, kind.word()).await?;
        Ok(row.map(|row| self.seen(row)))
    }

    /// The officer's latest imports of a kind, newest first.
    pub async fn latest_imports(&self, officer: &Officer, kind: ImportKind) -> StorageResult<Vec<Import>> {
        let rows = self.db.latest_imports(officer.account_id, kind.word(), 5).await?;
        Ok(rows.into_iter().map(|row| self.seen(row)).collect())
    }

    fn seen(&self, row: ImportRow) -> Import {
        let now = self.world.now().0;
        let state = match row.state.as_str() {
            "checking" if now - row.beat_at > SILENCE_MS && !self.imports.is_here(row.id) => {
                ImportState::Interrupted
            }
            "checking" => ImportState::Checking,
            "checked" if now - row.made_at > KEPT_MS => ImportState::Expired,
            "checked" => ImportState::Checked,
            "refused" => ImportState::Refused,
            "done" => ImportState::Done,
            "undone" => ImportState::Undone,
            "cancelled" => ImportState::Cancelled,
            "interrupted" => ImportState::Interrupted,
            _ => ImportState::Expired,
        };
        let report = row.report.as_deref().and_then(report::unpack).unwrap_or_default();
        Import { row, state, report }
    }

    /// Gives an import up that was not put in.
    pub async fn cancel_import(&self, officer: &Officer, kind: ImportKind, id: i64) -> StorageResult<bool> {
        if self.db.import_of(id, officer.account_id, kind.word()).await?.is_none() {
            return Ok(false);
        }
        self.imports.cancel(id);
        self.db.give_up_import(id, "cancelled", None, self.world.now()).await?;
        Ok(true)
    }

    /// The template of a kind, as this officer needs it.
    pub async fn import_template(
        &self,
        officer: &Officer,
        kind: ImportKind,
        format: Format,
    ) -> StorageResult<Vec<u8>> {
        let known = Known::load(self, kind, officer).await?;
        let template = sort::sort_of(kind).template(&officer.scope, &known);
        let mut out = Vec::new();
        let written = match format {
            Format::Xlsx => template.xlsx(&mut out),
            Format::Csv => template.csv(&mut out),
        };
        written.map_err(unwritten)?;
        Ok(out)
    }

    /// Everything of a kind in the officer's scope, in the columns in which it can be imported again.
    pub async fn export_kind(
        &self,
        officer: &Officer,
        kind: ImportKind,
        format: Format,
    ) -> StorageResult<Vec<u8>> {
        let known = Known::load(self, kind, officer).await?;
        let work = move || {
            let (sort, mut out) = (sort::sort_of(kind), Vec::new());
            let headings: Vec<&str> = sort.table().columns.iter().map(|c| c.label).collect();
            let mut export = Export::new(format, &mut out, sort.table().name, &headings)?;
            for row in known.existing.iter().filter(|row| row.ended_at.is_none()) {
                export.row(sort.cells(&row.key, &row.values, &known))?;
            }
            export.finish()?;
            Ok(out)
        };
        let written = tokio::task::spawn_blocking(work).await;
        let file = written.map_err(|e| StorageError::Refused(e.to_string()))?.map_err(unwritten)?;
        let about = About { kind: kind.word(), id: "", name: kind.label() };
        self.db.record(&[self.audit(officer, kind.taken_out(), about)]).await?;
        Ok(file)
    }

    /// The file of an import with its faults marked and explained, while it is kept.
    pub async fn fault_sheet(
        &self,
        officer: &Officer,
        kind: ImportKind,
        id: i64,
        most_bytes: u64,
    ) -> StorageResult<Option<Vec<u8>>> {
        let Some(import) = self.import_of(officer, kind, id).await? else { return Ok(None) };
        if import.state != ImportState::Checked {
            return Ok(None);
        }
        let Some(file) = self.db.import_file(id).await? else { return Ok(None) };
        let known = Known::load(self, kind, officer).await?;
        let work = move || {
            let checked = check::check(kind, &file, most_bytes, &known, &Progress::default()).ok()?;
            let mut out = Vec::new();
            checked.sheet.write_faults(&mut out).ok()?;
            Some(out)
        };
        tokio::task::spawn_blocking(work).await.map_err(|e| StorageError::Refused(e.to_string()))
    }
}

fn unwritten(error: SheetError) -> StorageError {
    StorageError::Refused(error.to_string())
}
