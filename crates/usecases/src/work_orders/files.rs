//! Proofs of 整改完成 and evidence of an application. Checked and written anew before they are kept.

use super::show::is_hers;
use crate::Service;
use crate::officer::{About, Officer};
use domain::work_order::{Party, State};
use storage::{NewOrderFile, StorageResult};

/// Most files of one order: a report has a few pictures.
pub const MOST_FILES: usize = 20;

/// How keeping a file ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKept {
    /// Kept.
    Done,
    /// There are too many already.
    TooMany,
    /// No such order, it is not hers to handle, or it is over.
    NoSuch,
}

impl Service {
    /// Keeps a picture with an order; `bytes` is a JPEG of ours.
    pub async fn add_order_file(
        &self,
        officer: &Officer,
        id: i64,
        name: &str,
        bytes: &[u8],
    ) -> StorageResult<FileKept> {
        let found = self.db.work_order(&officer.scope, id).await?;
        let Some(row) = found.filter(|row| is_hers(officer, row, Party::Unit)) else {
            return Ok(FileKept::NoSuch);
        };
        let order = row.order();
        if order.state == State::Closed {
            return Ok(FileKept::NoSuch);
        }
        if self.db.order_files(id).await?.len() >= MOST_FILES {
            return Ok(FileKept::TooMany);
        }
        let new = NewOrderFile {
            id: self.next_id(),
            order_id: id,
            round: order.round,
            name,
            bytes,
            actor: &officer.login,
        };
        let object = id.to_string();
        let about = About { kind: "work_order", id: &object, name: &row.number };
        let entry = self.audit(officer, "order.file", about);
        self.db.add_order_file(&new, self.world.now(), &[entry]).await?;
        Ok(FileKept::Done)
    }

    /// Type and bytes of a file of an order in her scope.
    pub async fn order_file(
        &self,
        officer: &Officer,
        (order, file): (i64, i64),
    ) -> StorageResult<Option<(String, Vec<u8>)>> {
        match self.db.work_order(&officer.scope, order).await? {
            Some(_) => self.db.order_file(order, file).await,
            None => Ok(None),
        }
    }
}
