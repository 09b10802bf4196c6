//! Putting an import in, and taking it back.

use super::check::{self, Checked, NotChecked};
use super::known::Known;
use super::{ImportKind, ImportState, Progress, report};
use crate::Service;
use crate::officer::{About, Officer};
use domain::WindowCode;
use std::collections::HashSet;
use storage::{
    AuditEntry, CheckedImport, ImportPlan, ImportRow, ImportUndo, PutIn, StorageError, StorageResult,
    StoredRow, TakenBack,
};

/// After this time an import is not taken back any more, ms: seven days.
pub const UNDO_MS: i64 = 7 * 86_400_000;
/// Bits of an id below its milliseconds, see `storage::Ids`.
const ID_BITS: u32 = 15;
/// Attempts at window codes nobody has.
const CODE_TRIES: usize = 3;

/// How putting in ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmed {
    /// Everything is in.
    Done,
    /// Something has moved since the preview: there is a new one to look at.
    LookAgain,
    /// It has faults, was settled before, or is too old: its page says which.
    Impossible,
    /// There is no such import.
    NoSuch,
}

/// How taking back ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undone {
    /// Everything is as it was before.
    Done,
    /// It cannot be taken back; the sentence says why.
    Impossible(String),
    /// There is no such import.
    NoSuch,
}

impl Service {
    /// Puts an import in, all of it, if it still does what the preview said.
    pub async fn confirm_import(
        &self,
        officer: &Officer,
        kind: ImportKind,
        id: i64,
        most_bytes: u64,
    ) -> StorageResult<Confirmed> {
        let Some(import) = self.import_of(officer, kind, id).await? else { return Ok(Confirmed::NoSuch) };
        if import.state != ImportState::Checked || import.report.faults > 0 {
            return Ok(Confirmed::Impossible);
        }
        for _ in 0..CODE_TRIES {
            let Some((checked, known)) = self.check_again(officer, kind, id, most_bytes).await? else {
                return Ok(Confirmed::Impossible);
            };
            if import.row.plan.as_deref() != Some(&checked.digest[..]) {
                self.look_again(id, &checked).await?;
                return Ok(Confirmed::LookAgain);
            }
            match self.put_in(officer, kind, &import.row, checked, &known).await {
                Ok(PutIn::Done) => {
                    self.windows.clear();
                    return Ok(Confirmed::Done);
                }
                Ok(PutIn::Settled) => return Ok(Confirmed::Impossible),
                // Something moved within the last moment, or a code was taken: look once more.
                Ok(PutIn::Moved) | Err(StorageError::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Err(StorageError::Refused("an import moved three times while it was put in".into()))
    }

    async fn check_again(
        &self,
        officer: &Officer,
        kind: ImportKind,
        id: i64,
        most_bytes: u64,
    ) -> StorageResult<Option<(Checked, Known)>> {
        let _turn = self.imports.turn().await;
        let Some(file) = self.db.import_file(id).await? else { return Ok(None) };
        let known = Known::load(self, kind, officer).await?;
        let work = move || {
            let checked = check::check(kind, &file, most_bytes, &known, &Progress::default());
            (checked, known)
        };
        let (checked, known) =
            tokio::task::spawn_blocking(work).await.map_err(|e| StorageError::Refused(e.to_string()))?;
        match checked {
            Ok(checked) => Ok(Some((checked, known))),
            Err(NotChecked::File(_) | NotChecked::Cancelled) => Ok(None),
        }
    }

    async fn look_again(&self, id: i64, checked: &Checked) -> StorageResult<()> {
        let again = CheckedImport {
            report: report::pack(&checked.report),
            plan: checked.digest.clone(),
            said: Some("您预览之后，系统里的内容有变动，已重新核对，还没有导入。请再看一遍再确认。".into()),
        };
        self.db.import_checked_again(id, &again).await
    }

    async fn put_in(
        &self,
        officer: &Officer,
        kind: ImportKind,
        row: &ImportRow,
        checked: Checked,
        known: &Known,
    ) -> StorageResult<PutIn> {
        let mut taken: HashSet<String> = match kind {
            ImportKind::Windows | ImportKind::Staff => self.db.codes_in_use().await?.into_iter().collect(),
            _ => HashSet::new(),
        };
        let code = || loop {
            let code = WindowCode::from_random(self.world.number()).to_string();
            if taken.insert(code.clone()) {
                return code;
            }
        };
        // An hour earlier: another server's clock and numbers may lag behind. What is older refers to nothing new.
        let since = self.ids.next(self.world.now()) - (3_600_000 << ID_BITS);
        let plan = check::plan(kind.table(), checked.wanted, known, || self.next_id(), code);
        let undo = report::pack(&undo_of(&plan, since));
        let detail = serde_json::json!({
            "digest": row.digest, "new": plan.new.len(), "changed": plan.changed.len(),
            "same": checked.report.same.count,
        });
        let audit = [self.about_import(officer, kind.acts().0, row, detail)];
        let of = (row.id, officer.account_id, kind.word());
        self.db.put_in_import(of, kind.table(), &plan, &undo, self.world.now(), &audit).await
    }

    /// Takes an import back, all of it, if nothing it touched has changed or is in use since.
    pub async fn undo_import(&self, officer: &Officer, kind: ImportKind, id: i64) -> StorageResult<Undone> {
        let Some(import) = self.import_of(officer, kind, id).await? else { return Ok(Undone::NoSuch) };
        let no = |sentence: &str| Ok(Undone::Impossible(sentence.to_owned()));
        if import.state != ImportState::Done || !import.row.can_undo {
            return no("这次导入已经撤销，或后来又有新的导入，不能再撤销。");
        }
        if self.world.now().0 - import.row.settled_at.unwrap_or(0) > UNDO_MS {
            return no("这次导入已超过七天，不能再撤销；请逐项修改，或导入更正后的表格。");
        }
        let packed = self.db.import_undo(id).await?.unwrap_or_default();
        let Some(undo) = report::unpack::<ImportUndo>(&packed) else {
            return no("这次导入的原状没有保存下来，不能撤销。");
        };
        if !self.is_all_inside(officer, kind, &undo).await? {
            return no("其中有的内容现在不在您的管理范围内，不能撤销；请联系管理这些内容的人员。");
        }
        let detail = serde_json::json!({
            "digest": import.row.digest, "new": undo.new.len(), "changed": undo.changed.len(),
        });
        let audit = [self.about_import(officer, kind.acts().1, &import.row, detail)];
        let now = self.world.now();
        let result = self.db.take_back_import(id, kind.table(), &undo, now, &audit).await?;
        self.windows.clear();
        let (label, counter) = (kind.label(), kind.counter());
        Ok(match result {
            TakenBack::Done => Undone::Done,
            TakenBack::Settled => return no("这次导入已经撤销，或后来又有新的导入，不能再撤销。"),
            TakenBack::Changed(n) => Undone::Impossible(format!(
                "导入之后，有 {n} {counter}{label}被改过，不能整批撤销，没有改动任何内容。请逐项修改，或导入更正后的表格。"
            )),
            TakenBack::InUse(n, what) => Undone::Impossible(format!(
                "导入的{label}中有 {n} {counter}已经有了{what}，不能整批撤销，没有改动任何内容。请逐项停用，或导入更正后的表格。"
            )),
        })
    }

    /// Does everything the import touched lie where the officer may act now?
    async fn is_all_inside(
        &self,
        officer: &Officer,
        kind: ImportKind,
        undo: &ImportUndo,
    ) -> StorageResult<bool> {
        let rows: Vec<StoredRow> = self.db.stored_rows(kind.table(), &officer.scope).await?;
        let inside: HashSet<_> = rows.into_iter().map(|row| row.key).collect();
        let touched = undo.new.iter().map(|(key, _)| key).chain(undo.changed.iter().map(|row| &row.key));
        Ok(touched.into_iter().all(|key| inside.contains(key)))
    }

    fn about_import(
        &self,
        officer: &Officer,
        act: &str,
        row: &ImportRow,
        detail: serde_json::Value,
    ) -> AuditEntry {
        let id = row.id.to_string();
        let entry = self.audit(officer, act, About { kind: "import", id: &id, name: &row.file_name });
        AuditEntry { detail: Some(detail.to_string()), ..entry }
    }
}

fn undo_of(plan: &ImportPlan, since: i64) -> ImportUndo {
    ImportUndo {
        new: plan.new.clone(),
        changed: plan.changed.iter().map(|(was, _)| was.clone()).collect(),
        since,
    }
}
