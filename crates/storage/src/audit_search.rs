//! The audit trail as the audit administrator reads it: newest first, narrowed, leafed through by where the last
//! page ended; and as it leaves the house, in its own order.
//!
//! Every way in has an index that ends with (at, seq): the whole by time, an account's, an act's, an object's.

use crate::{AuditRow, Db, StorageResult};

/// Conditions of every search: `$1`, `$2` where the last page ended, `$3`–`$4` from and to, `$5` account, `$6` who
/// (login, or what acted), `$7` act, `$8` kind of object, `$9` its id, `$10` its name, `$11` the reason.
macro_rules! narrowed {
    ($place:literal, $rest:literal) => {
        concat!(
            "SELECT seq, at, account_id, actor, role, action, object_kind, object_id, object_name, reason, detail,
                session_id, chain FROM audit_entry
            WHERE ", $place, " AND at >= $3 AND at < $4
              AND (account_id = $5 OR $5 IS NULL) AND (actor = $6 OR $6 IS NULL) AND (action = $7 OR $7 IS NULL)
              AND (object_kind = $8 OR $8 IS NULL) AND (object_id = $9 OR $9 IS NULL) ",
            r"AND (object_name LIKE $10 ESCAPE '\' OR $10 IS NULL) AND (reason LIKE $11 ESCAPE '\' OR $11 IS NULL) ",
            $rest
        )
    };
}

/// Before where the last page ended, newest first.
macro_rules! older {
    ($place:literal) => {
        narrowed!($place, "ORDER BY at DESC, seq DESC LIMIT $12")
    };
}

statements! {
    AUDIT_BY_TIME = older!("(at, seq) < ($1, $2)");
    AUDIT_BY_ACCOUNT = older!("account_id = $5 AND (at, seq) < ($1, $2)");
    AUDIT_BY_ACT = older!("action = $7 AND (at, seq) < ($1, $2)");
    AUDIT_BY_OBJECT = older!("object_kind = $8 AND object_id = $9 AND (at, seq) < ($1, $2)");
    AUDIT_IN_ORDER = narrowed!("at >= $1 AND seq > $2", "ORDER BY seq LIMIT $12");
    AUDIT_ENTRY = "SELECT seq, at, account_id, actor, role, action, object_kind, object_id, object_name, reason,
        detail, session_id, chain FROM audit_entry WHERE seq = $1";
    ACCOUNT_OF_LOGIN = "SELECT id FROM account WHERE login = $1";
    // Was this done in this session since then? The newest entries of an account are looked at first.
    DONE_IN_SESSION = "SELECT 1 AS found FROM audit_entry
        WHERE account_id = $1 AND at >= $2 AND action = $3 AND session_id = $4 LIMIT 1";
}

/// What is looked for; everything that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditSearch {
    /// From this moment, ms.
    pub from: i64,
    /// Before this moment, ms.
    pub to: i64,
    /// Login of an account, or what acted.
    pub actor: Option<String>,
    /// Word of the act.
    pub action: Option<String>,
    /// Kind of the object.
    pub object_kind: Option<String>,
    /// Its id or code.
    pub object_id: Option<String>,
    /// Words in its name.
    pub object_name: Option<String>,
    /// Words in the reason.
    pub reason: Option<String>,
}

impl Default for AuditSearch {
    fn default() -> Self {
        AuditSearch {
            from: i64::MIN,
            to: i64::MAX,
            actor: None,
            action: None,
            object_kind: None,
            object_id: None,
            object_name: None,
            reason: None,
        }
    }
}

/// Where a page ended: moment and number of its last entry.
pub type AuditPlace = (i64, i64);

impl Db {
    /// Entries before this place (`None`: the newest), newest first.
    pub async fn search_audit(
        &self,
        search: &AuditSearch,
        before: Option<AuditPlace>,
        limit: i64,
    ) -> StorageResult<Vec<AuditRow>> {
        let account = self.account_of_actor(search).await?;
        let sql = if search.object_kind.is_some() && search.object_id.is_some() {
            AUDIT_BY_OBJECT
        } else if account.is_some() {
            AUDIT_BY_ACCOUNT
        } else if search.action.is_some() {
            AUDIT_BY_ACT
        } else {
            AUDIT_BY_TIME
        };
        let place = before.unwrap_or((i64::MAX, i64::MAX));
        self.narrowed_audit(sql, search, account, place, limit).await
    }

    /// Entries after this number, in the order of the chain.
    pub async fn audit_in_order(
        &self,
        search: &AuditSearch,
        after: i64,
        limit: i64,
    ) -> StorageResult<Vec<AuditRow>> {
        let account = self.account_of_actor(search).await?;
        self.narrowed_audit(AUDIT_IN_ORDER, search, account, (i64::MIN, after), limit).await
    }

    /// One entry.
    pub async fn audit_entry(&self, seq: i64) -> StorageResult<Option<AuditRow>> {
        Ok(reading!(self, |pool| sqlx::query_as(AUDIT_ENTRY).bind(seq).fetch_optional(pool).await?))
    }

    /// Is this act of an account's session in the trail since this moment?
    pub async fn was_done_in_session(
        &self,
        (account_id, session_id): (i64, i64),
        action: &str,
        since: i64,
    ) -> StorageResult<bool> {
        Ok(reading!(self, |pool| {
            let found = sqlx::query(DONE_IN_SESSION).bind(account_id).bind(since).bind(action);
            found.bind(session_id).fetch_optional(pool).await?.is_some()
        }))
    }

    /// The account that is meant: its entries are found by an index, whatever it is called in them.
    async fn account_of_actor(&self, search: &AuditSearch) -> StorageResult<Option<i64>> {
        let Some(login) = &search.actor else { return Ok(None) };
        Ok(reading!(self, |pool| sqlx::query_scalar(ACCOUNT_OF_LOGIN)
            .bind(login)
            .fetch_optional(pool)
            .await?))
    }

    async fn narrowed_audit(
        &self,
        sql: &'static str,
        search: &AuditSearch,
        account: Option<i64>,
        (at, seq): AuditPlace,
        limit: i64,
    ) -> StorageResult<Vec<AuditRow>> {
        let s = search;
        let words = |words: &Option<String>| words.as_deref().map(crate::search::anywhere);
        // A login that is an account's is looked for by the account.
        let actor = s.actor.as_ref().filter(|_| account.is_none());
        Ok(reading!(self, |pool| {
            let rows = sqlx::query_as(sql).bind(at).bind(seq).bind(s.from).bind(s.to).bind(account);
            let rows = rows.bind(actor).bind(&s.action).bind(&s.object_kind).bind(&s.object_id);
            rows.bind(words(&s.object_name)).bind(words(&s.reason)).bind(limit).fetch_all(pool).await?
        }))
    }
}
