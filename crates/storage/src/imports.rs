//! Imports: the row that says how far one has come, and the two transactions, putting in and taking back. Both
//! do everything or nothing: whatever moved since it was looked at ends the transaction.

use crate::bulk::{Bulk, Value};
use crate::bulk_tables::BulkTable;
use crate::places::{FILL_WITHIN, FORGET_WITHIN};
use crate::{AuditEntry, Db, StorageResult};
use domain::Millis;
use serde::{Deserialize, Serialize};

/// Columns of every statement that reads imports without their files.
macro_rules! imports {
    ($rest:literal) => {
        concat!(
            "SELECT id, kind, account_id, state, file_name, digest, report, plan, said, done_rows, total_rows,
                beat_at, made_at, settled_at, undo IS NOT NULL AS can_undo FROM import ",
            $rest
        )
    };
}

statements! {
    INSERT_IMPORT = "INSERT INTO import (id, kind, account_id, session_id, state, file_name, digest, beat_at, made_at)
        VALUES ($1, $2, $3, $4, 'checking', $5, $6, $7, $7)";
    EXPIRE_IMPORTS = "UPDATE import SET state = 'expired', file = NULL, settled_at = $2
        WHERE file IS NOT NULL AND made_at < $1";
    FORGET_UNDO = "UPDATE import SET undo = NULL WHERE account_id = $1 AND kind = $2 AND id < $3 AND undo IS NOT NULL";
    IMPORT_OF = imports!("WHERE id = $1 AND account_id = $2 AND kind = $3");
    LATEST_IMPORTS = imports!("WHERE account_id = $1 AND kind = $2 ORDER BY id DESC LIMIT $3");
    IMPORT_FILE = "SELECT file FROM import WHERE id = $1";
    IMPORT_UNDO = "SELECT undo FROM import WHERE id = $1";
    BEAT = "UPDATE import SET beat_at = $2, done_rows = $3, total_rows = $4 WHERE id = $1 AND state = 'checking'";
    CHECKED = "UPDATE import SET state = 'checked', file = $2, report = $3, plan = $4, said = $5, beat_at = $6
        WHERE id = $1 AND state = 'checking'";
    CHECKED_AGAIN = "UPDATE import SET report = $2, plan = $3, said = $4 WHERE id = $1 AND state = 'checked'";
    GIVEN_UP = "UPDATE import SET state = $2, said = $3, file = NULL, settled_at = $4
        WHERE id = $1 AND state IN ('checking', 'checked')";
    PUT_IN = "UPDATE import SET state = 'done', said = NULL, file = NULL, undo = $2, settled_at = $3
        WHERE id = $1 AND state = 'checked'";
    TAKEN_BACK = "UPDATE import SET state = 'undone', undo = NULL, settled_at = $2
        WHERE id = $1 AND state = 'done' AND undo IS NOT NULL";
    CODES_IN_USE = "SELECT code FROM service_window UNION SELECT code FROM plate
        UNION SELECT code FROM staff WHERE code IS NOT NULL";
}

/// An import, without its file.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ImportRow {
    /// Row id.
    pub id: i64,
    /// Word of its kind.
    pub kind: String,
    /// Whose it is.
    pub account_id: i64,
    /// `checking`, `checked`, `refused`, `done`, `undone`, `cancelled`, `interrupted` or `expired`.
    pub state: String,
    /// Name of the file as it was sent.
    pub file_name: String,
    /// SM3 of the file, hexadecimal.
    pub digest: String,
    /// What the preview shows.
    pub report: Option<Vec<u8>>,
    /// SM3 of what it promised.
    pub plan: Option<Vec<u8>>,
    /// Why it was refused, or checked again.
    pub said: Option<String>,
    /// Rows checked.
    pub done_rows: i64,
    /// Of how many; 0 until that is known.
    pub total_rows: i64,
    /// Last sign of life of the check, ms.
    pub beat_at: i64,
    /// When it was sent, ms.
    pub made_at: i64,
    /// When it came to its end, ms.
    pub settled_at: Option<i64>,
    /// Can it be taken back, as far as this row says?
    pub can_undo: bool,
}

/// An import that begins.
#[derive(Debug, Clone)]
pub struct NewImport<'a> {
    /// Row id.
    pub id: i64,
    /// Word of its kind.
    pub kind: &'a str,
    /// Whose it is.
    pub account_id: i64,
    /// The session it was sent in.
    pub session_id: i64,
    /// Name of the file.
    pub file_name: &'a str,
    /// SM3 of the file, hexadecimal.
    pub digest: &'a str,
}

/// What a check found out.
#[derive(Debug, Clone)]
pub struct CheckedImport {
    /// What the preview shows.
    pub report: Vec<u8>,
    /// SM3 of what it promises.
    pub plan: Vec<u8>,
    /// What is to be said first.
    pub said: Option<String>,
}

/// A row as it stands in a table: the table knows its columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredRow {
    /// Row id or code.
    pub key: Value,
    /// Its version.
    pub version: i64,
    /// When it was taken out of use, ms.
    pub ended_at: Option<i64>,
    /// Its columns, in the table's order.
    pub values: Vec<Value>,
}

/// What an import does to its table.
#[derive(Debug, Clone, Default)]
pub struct ImportPlan {
    /// New rows: key and values.
    pub new: Vec<(Value, Vec<Value>)>,
    /// Rows that change: what they are now, and the values they get.
    pub changed: Vec<(StoredRow, Vec<Value>)>,
    /// Rows of other tables that this rests on, as they were seen: none may have changed.
    pub rests_on: Vec<(&'static BulkTable, Vec<(Value, i64)>)>,
}

/// What takes an import back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ImportUndo {
    /// Rows that were new.
    pub new: Vec<(Value, Vec<Value>)>,
    /// Rows that were changed, as they were before; the import left them one version later.
    pub changed: Vec<StoredRow>,
    /// Ids given since are not less.
    pub since: i64,
}

/// How putting in ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PutIn {
    /// Everything is in.
    Done,
    /// Nothing is: the import was settled by somebody else.
    Settled,
    /// Nothing is: something has moved since it was looked at.
    Moved,
}

/// How taking back ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenBack {
    /// Everything is as it was before.
    Done,
    /// Nothing is done: it cannot be taken back any more.
    Settled,
    /// Nothing is done: so many of its rows were changed since.
    Changed(i64),
    /// Nothing is done: so many of its new rows are in use, by what.
    InUse(i64, &'static str),
}

impl Db {
    /// Notes that an import begins; older ones that nobody finished are forgotten.
    pub async fn begin_import(&self, new: &NewImport<'_>, now: Millis, oldest: Millis) -> StorageResult<()> {
        writing!(self, |tx| {
            sqlx::query(EXPIRE_IMPORTS).bind(oldest.0).bind(now.0).execute(&mut *tx).await?;
            let row = sqlx::query(INSERT_IMPORT).bind(new.id).bind(new.kind).bind(new.account_id);
            let row = row.bind(new.session_id).bind(new.file_name).bind(new.digest).bind(now.0);
            row.execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// An import of this account and kind.
    pub async fn import_of(&self, id: i64, account: i64, kind: &str) -> StorageResult<Option<ImportRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(IMPORT_OF).bind(id).bind(account).bind(kind).fetch_optional(pool).await?
        }))
    }

    /// The latest imports of this account and kind, newest first.
    pub async fn latest_imports(
        &self,
        account: i64,
        kind: &str,
        limit: i64,
    ) -> StorageResult<Vec<ImportRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(LATEST_IMPORTS).bind(account).bind(kind).bind(limit).fetch_all(pool).await?
        }))
    }

    /// The file of an import, while it is kept.
    pub async fn import_file(&self, id: i64) -> StorageResult<Option<Vec<u8>>> {
        let file: Option<Option<Vec<u8>>> =
            reading!(self, |pool| sqlx::query_scalar(IMPORT_FILE).bind(id).fetch_optional(pool).await?);
        Ok(file.flatten())
    }

    /// What takes an import back, while it is kept.
    pub async fn import_undo(&self, id: i64) -> StorageResult<Option<Vec<u8>>> {
        let undo: Option<Option<Vec<u8>>> =
            reading!(self, |pool| sqlx::query_scalar(IMPORT_UNDO).bind(id).fetch_optional(pool).await?);
        Ok(undo.flatten())
    }

    /// A sign of life of a check; `false` when it was given up meanwhile.
    pub async fn import_beat(&self, id: i64, (done, total): (i64, i64), now: Millis) -> StorageResult<bool> {
        Ok(writing!(self, |tx| {
            let row = sqlx::query(BEAT).bind(id).bind(now.0).bind(done).bind(total);
            row.execute(&mut *tx).await?.rows_affected() == 1
        }))
    }

    /// The check came to its end; `false` when it was given up meanwhile.
    pub async fn import_checked(
        &self,
        id: i64,
        file: &[u8],
        checked: &CheckedImport,
        now: Millis,
    ) -> StorageResult<bool> {
        Ok(writing!(self, |tx| {
            let row = sqlx::query(CHECKED).bind(id).bind(file).bind(&checked.report).bind(&checked.plan);
            row.bind(&checked.said).bind(now.0).execute(&mut *tx).await?.rows_affected() == 1
        }))
    }

    /// It was checked again and promises something else now.
    pub async fn import_checked_again(&self, id: i64, checked: &CheckedImport) -> StorageResult<()> {
        writing!(self, |tx| {
            let row = sqlx::query(CHECKED_AGAIN).bind(id).bind(&checked.report).bind(&checked.plan);
            row.bind(&checked.said).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// Ends an import that was not put in: `refused`, `cancelled` or `interrupted`; `false` when it was settled.
    pub async fn give_up_import(
        &self,
        id: i64,
        state: &str,
        said: Option<&str>,
        now: Millis,
    ) -> StorageResult<bool> {
        Ok(writing!(self, |tx| {
            let row = sqlx::query(GIVEN_UP).bind(id).bind(state).bind(said).bind(now.0);
            row.execute(&mut *tx).await?.rows_affected() == 1
        }))
    }

    /// Codes no new window or person may get.
    pub async fn codes_in_use(&self) -> StorageResult<Vec<String>> {
        Ok(reading!(self, |pool| sqlx::query_scalar(CODES_IN_USE).fetch_all(pool).await?))
    }

    /// Puts an import in: all of it, or nothing.
    pub async fn put_in_import(
        &self,
        (id, account, kind): (i64, i64, &str),
        table: &'static BulkTable,
        plan: &ImportPlan,
        undo: &[u8],
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<PutIn> {
        let new: Vec<Vec<Value>> = plan.new.iter().map(|(key, values)| with_key(key, None, values)).collect();
        let past: Vec<Vec<Value>> = plan.changed.iter().map(|(was, _)| was.kept(now)).collect();
        let changed: Vec<Vec<Value>> =
            plan.changed.iter().map(|(was, to)| with_key(&was.key, Some(was.version), to)).collect();
        recording!(self, audit, |tx| {
            let settled = sqlx::query(PUT_IN).bind(id).bind(undo).bind(now.0);
            if settled.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(PutIn::Settled);
            }
            sqlx::query(FORGET_UNDO).bind(account).bind(kind).bind(id).execute(&mut *tx).await?;
            for (other, seen) in &plan.rests_on {
                let seen: Vec<Vec<Value>> =
                    seen.iter().map(|(key, version)| vec![key.clone(), (*version).into()]).collect();
                if tx.bulk_count(&other.count_same(), &seen).await? != seen.len() as i64 {
                    return Ok(PutIn::Moved);
                }
            }
            if let Some(keep) = table.keep_past() {
                tx.bulk(&keep, &past).await?;
            }
            if tx.bulk(&table.update(), &changed).await? != changed.len() as u64
                || tx.bulk(&table.insert(), &new).await? != new.len() as u64
            {
                return Ok(PutIn::Moved);
            }
            if table.is_tree() {
                sqlx::query(FORGET_WITHIN).execute(&mut *tx).await?;
                sqlx::query(FILL_WITHIN).execute(&mut *tx).await?;
            }
        });
        Ok(PutIn::Done)
    }

    /// Takes an import back: all of it, or nothing.
    pub async fn take_back_import(
        &self,
        id: i64,
        table: &'static BulkTable,
        undo: &ImportUndo,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<TakenBack> {
        let found = |(key, values): &(Value, Vec<Value>)| match table.versioned {
            true => vec![key.clone(), Value::Int(1)],
            false => with_key(key, None, values),
        };
        let new: Vec<Vec<Value>> = undo.new.iter().map(found).collect();
        let keys: Vec<Vec<Value>> =
            undo.new.iter().map(|(key, _)| vec![key.clone(), undo.since.into()]).collect();
        let now_at: Vec<StoredRow> =
            undo.changed.iter().map(|was| StoredRow { version: was.version + 1, ..was.clone() }).collect();
        let seen: Vec<Vec<Value>> =
            now_at.iter().map(|row| vec![row.key.clone(), row.version.into()]).collect();
        let past: Vec<Vec<Value>> = now_at.iter().map(|row| row.kept(now)).collect();
        let back: Vec<Vec<Value>> = now_at
            .iter()
            .map(|row| with_key(&row.key, Some(row.version), &row.values[..table.changing.len()]))
            .collect();
        let unindexed = table.references.iter().filter(|r| r.by_time && r.is_key);
        let unindexed: Vec<_> = unindexed.map(|r| r.column).collect();
        // What refers to the new rows is asked below, by every column of the schema that can: that the database
        // asks again for every row, without an index, would hold up those who rate.
        let db = self.without_foreign_keys().await?;
        let result = async {
            recording!(&db, audit, |tx| {
                let settled = sqlx::query(TAKEN_BACK).bind(id).bind(now.0);
                if settled.execute(&mut *tx).await?.rows_affected() == 0 {
                    return Ok(TakenBack::Settled);
                }
                let count = tx.bulk_count(&table.count_same(), &new).await?;
                let unchanged =
                    if seen.is_empty() { 0 } else { tx.bulk_count(&table.count_same(), &seen).await? };
                let moved = (new.len() + seen.len()) as i64 - count - unchanged;
                if moved > 0 {
                    return Ok(TakenBack::Changed(moved));
                }
                if table.is_tree() {
                    sqlx::query(FORGET_WITHIN).execute(&mut *tx).await?;
                }
                for reference in table.references {
                    let used = tx.bulk_count(&table.count_references(reference), &keys).await?;
                    if used > 0 {
                        return Ok(TakenBack::InUse(used, reference.label));
                    }
                }
                if let Some(keep) = table.keep_past() {
                    tx.bulk(&keep, &past).await?;
                }
                let restored = if back.is_empty() { 0 } else { tx.bulk(&table.update(), &back).await? };
                tx.before_deleting(&unindexed).await?;
                if restored != back.len() as u64 || tx.bulk(&table.delete(), &new).await? != new.len() as u64
                {
                    return Ok(TakenBack::Changed(1));
                }
                tx.deleted(&unindexed).await?;
                if table.is_tree() {
                    sqlx::query(FILL_WITHIN).execute(&mut *tx).await?;
                }
            });
            Ok(TakenBack::Done)
        };
        let result = result.await;
        if let Db::Sqlite { write, .. } = &db {
            write.close().await;
        }
        result
    }

    /// Rows of a table in a scope.
    pub async fn stored_rows(
        &self,
        table: &'static BulkTable,
        scope: &domain::Scope,
    ) -> StorageResult<Vec<StoredRow>> {
        use sqlx::{AssertSqlSafe, Row};
        let sql = table.select();
        let columns: Vec<crate::bulk::Kind> = table.columns().map(|c| c.1).collect();
        macro_rules! value {
            ($row:ident, $at:expr, $kind:expr) => {
                match $kind {
                    crate::bulk::Kind::Int => Value::from($row.try_get::<Option<i64>, _>($at)?),
                    crate::bulk::Kind::Bool => {
                        Value::from($row.try_get::<Option<bool>, _>($at)?.map(i64::from))
                    }
                    crate::bulk::Kind::Bytes => Value::Null,
                    crate::bulk::Kind::Text => Value::from($row.try_get::<Option<String>, _>($at)?),
                }
            };
        }
        Ok(reading!(self, |pool| {
            let query = sqlx::query(AssertSqlSafe(sql)).bind(&scope.division);
            let rows = query.bind(scope.department).bind(scope.hall).fetch_all(pool).await?;
            let mut stored = Vec::with_capacity(rows.len());
            for row in rows {
                let mut values = Vec::with_capacity(columns.len());
                for (at, kind) in columns.iter().enumerate() {
                    values.push(value!(row, at + 3, kind));
                }
                let ended_at: Option<i64> = row.try_get(2)?;
                stored.push(StoredRow {
                    key: value!(row, 0, table.key.1),
                    version: row.try_get(1)?,
                    ended_at: ended_at.filter(|_| table.ended.is_some()),
                    values,
                });
            }
            stored
        }))
    }
}

impl StoredRow {
    /// As `BulkTable::keep_past` takes it.
    fn kept(&self, now: Millis) -> Vec<Value> {
        vec![self.key.clone(), self.version.into(), now.0.into()]
    }
}

fn with_key(key: &Value, version: Option<i64>, values: &[Value]) -> Vec<Value> {
    let mut row = Vec::with_capacity(values.len() + 2);
    row.push(key.clone());
    row.extend(version.map(Value::Int));
    row.extend_from_slice(values);
    row
}
