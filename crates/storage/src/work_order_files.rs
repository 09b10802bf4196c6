//! Proofs and evidence that lie with a work order: pictures that were written anew before they came here.

use crate::{AuditEntry, Db, StorageResult};
use domain::Millis;

statements! {
    ADD_ORDER_FILE = "INSERT INTO work_order_file (id, order_id, round, name, kind, bytes, actor, at)
        VALUES ($1, $2, $3, $4, 'image/jpeg', $5, $6, $7)";
    ORDER_FILES = "SELECT id, round, name, kind, actor, at FROM work_order_file WHERE order_id = $1 ORDER BY id";
    ORDER_FILE = "SELECT kind, bytes FROM work_order_file WHERE order_id = $1 AND id = $2";
}

/// A file of an order, without its bytes.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct WorkOrderFile {
    /// Row id.
    pub id: i64,
    /// The round it belongs to.
    pub round: i16,
    /// What it shows, in the words of who brought it.
    pub name: String,
    /// Type.
    pub kind: String,
    /// Login.
    pub actor: String,
    /// When, ms.
    pub at: i64,
}

/// A file to be kept.
#[derive(Debug, Clone, Copy)]
pub struct NewOrderFile<'a> {
    /// Row id.
    pub id: i64,
    /// The order.
    pub order_id: i64,
    /// Its round.
    pub round: u16,
    /// What it shows.
    pub name: &'a str,
    /// JPEG.
    pub bytes: &'a [u8],
    /// Login.
    pub actor: &'a str,
}

impl Db {
    /// Keeps a file.
    pub async fn add_order_file(
        &self,
        new: &NewOrderFile<'_>,
        now: Millis,
        entries: &[AuditEntry],
    ) -> StorageResult<()> {
        recording!(self, entries, |tx| {
            let round = i16::try_from(new.round).unwrap_or(i16::MAX);
            let row = sqlx::query(ADD_ORDER_FILE).bind(new.id).bind(new.order_id).bind(round).bind(new.name);
            row.bind(new.bytes).bind(new.actor).bind(now.0).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// The files of an order.
    pub async fn order_files(&self, order_id: i64) -> StorageResult<Vec<WorkOrderFile>> {
        Ok(reading!(self, |pool| sqlx::query_as(ORDER_FILES).bind(order_id).fetch_all(pool).await?))
    }

    /// Type and bytes of one of them.
    pub async fn order_file(&self, order_id: i64, id: i64) -> StorageResult<Option<(String, Vec<u8>)>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(ORDER_FILE).bind(order_id).bind(id).fetch_optional(pool).await?
        }))
    }
}
