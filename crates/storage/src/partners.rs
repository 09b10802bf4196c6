//! Partners: business systems that hand over cases, whose cases they may hand over, and their keys.

use crate::{AuditEntry, Db, StorageResult};
use domain::Millis;

macro_rules! partner {
    () => {
        "p.id, p.name, p.requests_per_minute, p.cases_per_minute, p.notify_since, p.disabled_at, p.created_at, p.version"
    };
}

macro_rules! key {
    () => {
        "k.id AS key_id, k.partner_id, k.algorithm, k.material, k.ends_at, k.revoked_at, k.used_at, k.created_at AS made_at"
    };
}

statements! {
    PARTNERS = concat!("SELECT ", partner!(), ",
            (SELECT COUNT(*) FROM partner_key k WHERE k.partner_id = p.id AND k.revoked_at IS NULL
                AND (k.ends_at IS NULL OR k.ends_at > $1)) AS keys,
            (SELECT MAX(k.used_at) FROM partner_key k WHERE k.partner_id = p.id) AS used_at
        FROM partner p ORDER BY p.disabled_at IS NOT NULL, p.name, p.id");
    PARTNER = concat!("SELECT ", partner!(), " FROM partner p WHERE p.id = $1");
    ADD_PARTNER = "INSERT INTO partner (id, name, requests_per_minute, cases_per_minute, notify_since, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    CHANGE_PARTNER = "UPDATE partner SET name = $3, requests_per_minute = $4, cases_per_minute = $5,
        notify_since = CASE WHEN $6 THEN COALESCE(notify_since, $7) END, version = version + 1 WHERE id = $1 AND version = $2";
    SET_PARTNER_DISABLED = "UPDATE partner SET disabled_at = $3, version = version + 1 WHERE id = $1 AND version = $2";
    DROP_PARTNER_SCOPES = "DELETE FROM partner_scope WHERE partner_id = $1";
    ADD_PARTNER_SCOPE = "INSERT INTO partner_scope (id, partner_id, division_code, department_id) VALUES ($1, $2, $3, $4)";
    PARTNER_SCOPES = "SELECT s.id, s.division_code, v.name AS division, s.department_id,
            COALESCE(d.name, '') AS department, d.credit_code
        FROM partner_scope s JOIN division v ON v.code = s.division_code
            LEFT JOIN department d ON d.id = s.department_id WHERE s.partner_id = $1 ORDER BY s.id";
    AREAS_OF_ALL = "SELECT s.partner_id, v.name, COALESCE(d.name, '') FROM partner_scope s
        JOIN division v ON v.code = s.division_code LEFT JOIN department d ON d.id = s.department_id
        ORDER BY s.partner_id, s.id";
    // Every area a partner may hand over cases of, as a division's code beside the credit code it is narrowed to.
    PARTNER_AREAS = "SELECT w.code, s.department_id IS NOT NULL AS narrowed, d.credit_code
        FROM partner_scope s JOIN division_within w ON w.ancestor = s.division_code
            LEFT JOIN department d ON d.id = s.department_id WHERE s.partner_id = $1";
    KEYS_OF_PARTNER = concat!("SELECT ", key!(), " FROM partner_key k WHERE k.partner_id = $1 ORDER BY k.created_at DESC, k.id");
    PARTNER_KEY = concat!("SELECT ", key!(), ", ", partner!(), " FROM partner_key k JOIN partner p ON p.id = k.partner_id
        WHERE k.id = $1");
    ADD_PARTNER_KEY = "INSERT INTO partner_key (id, partner_id, algorithm, material, created_at) VALUES ($1, $2, $3, $4, $5)";
    END_PARTNER_KEY = "UPDATE partner_key SET ends_at = $3 WHERE id = $1 AND partner_id = $2 AND revoked_at IS NULL";
    REVOKE_PARTNER_KEY = "UPDATE partner_key SET revoked_at = $3 WHERE id = $1 AND partner_id = $2 AND revoked_at IS NULL";
}

/// A partner.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PartnerRow {
    /// Row id.
    pub id: i64,
    /// Name of the business system.
    pub name: String,
    /// Requests it may make in a minute.
    pub requests_per_minute: i64,
    /// Cases it may hand over in a minute.
    pub cases_per_minute: i64,
    /// Since when the links of its cases are sent by message, ms; nothing: they are not.
    pub notify_since: Option<i64>,
    /// When it was shut out, ms.
    pub disabled_at: Option<i64>,
    /// When it was made, ms.
    pub created_at: i64,
    /// Grows with every change.
    pub version: i64,
}

/// A partner in the list.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PartnerListRow {
    /// The partner.
    #[sqlx(flatten)]
    pub partner: PartnerRow,
    /// Keys that are good now.
    pub keys: i64,
    /// When one of its keys was used last, ms, to the minute.
    pub used_at: Option<i64>,
}

/// What of a partner can be changed.
#[derive(Debug, Clone)]
pub struct PartnerChange {
    /// Name.
    pub name: String,
    /// Requests in a minute.
    pub requests_per_minute: i64,
    /// Cases in a minute.
    pub cases_per_minute: i64,
    /// The links of its cases are sent by message.
    pub notify: bool,
    /// Whose cases: row id, division, perhaps one department.
    pub scopes: Vec<(i64, String, Option<i64>)>,
}

/// A part of what a partner may hand over.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PartnerScopeRow {
    /// Row id.
    pub id: i64,
    /// Division.
    pub division_code: String,
    /// Its name.
    pub division: String,
    /// One department there.
    pub department_id: Option<i64>,
    /// Its name; empty without one.
    pub department: String,
    /// Its 统一社会信用代码.
    pub credit_code: Option<String>,
}

/// An area a partner may hand over cases of.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PartnerArea {
    /// Code of a division.
    pub code: String,
    /// Only cases of one department.
    pub narrowed: bool,
    /// That department's 统一社会信用代码.
    pub credit_code: Option<String>,
}

/// A key.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PartnerKeyRow {
    /// Public id.
    pub key_id: String,
    /// Whose.
    pub partner_id: i64,
    /// `hmac-sm3` or `sm2`.
    pub algorithm: String,
    /// Secret or public key, encrypted.
    pub material: Vec<u8>,
    /// Last moment of the overlap with its successor, ms.
    pub ends_at: Option<i64>,
    /// When it was revoked, ms.
    pub revoked_at: Option<i64>,
    /// When it was used last, ms, to the minute.
    pub used_at: Option<i64>,
    /// When it was made, ms.
    pub made_at: i64,
}

impl PartnerKeyRow {
    /// Neither ended nor revoked.
    pub fn is_good(&self, now: Millis) -> bool {
        self.revoked_at.is_none() && self.ends_at.is_none_or(|end| now.0 <= end)
    }
}

/// A key with its partner.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct KeyOfPartner {
    /// The key.
    #[sqlx(flatten)]
    pub key: PartnerKeyRow,
    /// Its partner.
    #[sqlx(flatten)]
    pub partner: PartnerRow,
}

impl KeyOfPartner {
    /// The key is good, and its partner not shut out.
    pub fn is_good(&self, now: Millis) -> bool {
        self.partner.disabled_at.is_none() && self.key.is_good(now)
    }
}

impl Db {
    /// Every partner, those shut out last.
    pub async fn partners(&self, now: Millis) -> StorageResult<Vec<PartnerListRow>> {
        Ok(reading!(self, |pool| sqlx::query_as(PARTNERS).bind(now.0).fetch_all(pool).await?))
    }

    /// A partner.
    pub async fn partner(&self, id: i64) -> StorageResult<Option<PartnerRow>> {
        Ok(reading!(self, |pool| sqlx::query_as(PARTNER).bind(id).fetch_optional(pool).await?))
    }

    /// What a partner may hand over, as it was set.
    pub async fn partner_scopes(&self, id: i64) -> StorageResult<Vec<PartnerScopeRow>> {
        Ok(reading!(self, |pool| sqlx::query_as(PARTNER_SCOPES).bind(id).fetch_all(pool).await?))
    }

    /// What every partner may hand over, as (partner, division, department or nothing).
    pub async fn partner_scopes_of_all(&self) -> StorageResult<Vec<(i64, String, String)>> {
        Ok(reading!(self, |pool| sqlx::query_as(AREAS_OF_ALL).fetch_all(pool).await?))
    }

    /// What a partner may hand over, division by division.
    pub async fn partner_areas(&self, id: i64) -> StorageResult<Vec<PartnerArea>> {
        Ok(reading!(self, |pool| sqlx::query_as(PARTNER_AREAS).bind(id).fetch_all(pool).await?))
    }

    /// Keys of a partner, newest first.
    pub async fn partner_keys(&self, id: i64) -> StorageResult<Vec<PartnerKeyRow>> {
        Ok(reading!(self, |pool| sqlx::query_as(KEYS_OF_PARTNER).bind(id).fetch_all(pool).await?))
    }

    /// A key and its partner, whether or not they are still good.
    pub async fn partner_key(&self, key_id: &str) -> StorageResult<Option<KeyOfPartner>> {
        Ok(reading!(self, |pool| sqlx::query_as(PARTNER_KEY).bind(key_id).fetch_optional(pool).await?))
    }

    /// Adds a partner.
    pub async fn add_partner(
        &self,
        id: i64,
        new: &PartnerChange,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<()> {
        recording!(self, audit, |tx| {
            let row = sqlx::query(ADD_PARTNER).bind(id).bind(&new.name).bind(new.requests_per_minute);
            let row = row.bind(new.cases_per_minute).bind(new.notify.then_some(now.0));
            row.bind(now.0).execute(&mut *tx).await?;
            for (scope, division, department) in &new.scopes {
                let row = sqlx::query(ADD_PARTNER_SCOPE).bind(scope).bind(id).bind(division);
                row.bind(department).execute(&mut *tx).await?;
            }
        });
        Ok(())
    }

    /// Changes a partner; `false` when somebody changed it meanwhile.
    pub async fn change_partner(
        &self,
        (id, version): (i64, i64),
        change: &PartnerChange,
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        Ok(recording!(self, audit, |tx| {
            let row = sqlx::query(CHANGE_PARTNER).bind(id).bind(version).bind(&change.name);
            let row = row.bind(change.requests_per_minute).bind(change.cases_per_minute);
            let row = row.bind(change.notify).bind(now.0);
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
            sqlx::query(DROP_PARTNER_SCOPES).bind(id).execute(&mut *tx).await?;
            for (scope, division, department) in &change.scopes {
                let row = sqlx::query(ADD_PARTNER_SCOPE).bind(scope).bind(id).bind(division);
                row.bind(department).execute(&mut *tx).await?;
            }
            true
        }))
    }

    /// Shuts a partner out, or lets it in again; `false` when somebody changed it meanwhile.
    pub async fn set_partner_disabled(
        &self,
        (id, version): (i64, i64),
        at: Option<Millis>,
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        Ok(recording!(self, audit, |tx| {
            let row = sqlx::query(SET_PARTNER_DISABLED).bind(id).bind(version).bind(at.map(|t| t.0));
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
            true
        }))
    }

    /// Gives a partner a key.
    pub async fn add_partner_key(
        &self,
        (key_id, partner_id): (&str, i64),
        (algorithm, material): (&str, &[u8]),
        now: Millis,
        audit: &[AuditEntry],
    ) -> StorageResult<()> {
        recording!(self, audit, |tx| {
            let row = sqlx::query(ADD_PARTNER_KEY).bind(key_id).bind(partner_id).bind(algorithm);
            row.bind(material).bind(now.0).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// Gives a partner a key in place of others, which end at a moment to come; `false`, and nothing done, when one
    /// of them was revoked meanwhile.
    pub async fn replace_partner_keys(
        &self,
        (key_id, partner_id): (&str, i64),
        (algorithm, material): (&str, &[u8]),
        now: Millis,
        (others, end): (&[String], Millis),
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        Ok(recording!(self, audit, |tx| {
            let row = sqlx::query(ADD_PARTNER_KEY).bind(key_id).bind(partner_id).bind(algorithm);
            row.bind(material).bind(now.0).execute(&mut *tx).await?;
            for other in others {
                let row = sqlx::query(END_PARTNER_KEY).bind(other).bind(partner_id).bind(end.0);
                if row.execute(&mut *tx).await?.rows_affected() == 0 {
                    return Ok(false);
                }
            }
            true
        }))
    }

    /// Ends a key at a moment to come, or at once; `false` when it is not this partner's or was revoked before.
    pub async fn end_partner_key(
        &self,
        (key_id, partner_id): (&str, i64),
        (at, at_once): (Millis, bool),
        audit: &[AuditEntry],
    ) -> StorageResult<bool> {
        let sql = if at_once { REVOKE_PARTNER_KEY } else { END_PARTNER_KEY };
        Ok(recording!(self, audit, |tx| {
            let row = sqlx::query(sql).bind(key_id).bind(partner_id).bind(at.0);
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
            true
        }))
    }
}
