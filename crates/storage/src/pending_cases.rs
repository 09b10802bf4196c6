//! Placeholders: an occurrence rated through a partner's signed link before its case came. `Db::store_cases` moves the
//! occurrence to the case when that comes.

use crate::{Db, StorageResult};
use domain::Millis;

statements! {
    // Nothing is known of the case but whose it is; the state is one of the table's, and is never shown.
    INSERT_PENDING_CASE = "INSERT INTO service_case (id, project_no, area_code, org_code, org_name, task_code, item_name, state,
            accepted_at, kind, applicant_kind, applicant_name, id_type, id_number, id_number_hash, phone, phone_hash,
            partner_id, pending, created_at)
        SELECT $1, $2, '', '', $3, '', '', '1', $4, '', '', $5, '', $5, $5, $5, $5, $6, $7, $4
        WHERE NOT EXISTS (SELECT 1 FROM occurrence WHERE partner_id = $6 AND outer_ref = $8)
        ON CONFLICT DO NOTHING";
    INSERT_PENDING_OCCURRENCE = "INSERT INTO occurrence (id, case_id, service_number, service_name, served_at, rate_until, provisional,
            partner_id, outer_ref)
        SELECT $1, c.id, 1, '', $3, $4, $5, $6, $7 FROM service_case c WHERE c.project_no = $2
        ON CONFLICT DO NOTHING";
}

/// What stands in for a case that has not come.
#[derive(Debug, Clone)]
pub struct PendingCase<'a> {
    /// Row id of the case.
    pub case_id: i64,
    /// Row id of the occurrence.
    pub occurrence_id: i64,
    /// Whose.
    pub partner_id: i64,
    /// Its name, for the organisation's until that is known.
    pub partner: &'a str,
    /// The partner's own name of the occurrence.
    pub outer_ref: &'a str,
    /// When the link dies, ms.
    pub rate_until: i64,
}

impl Db {
    /// Makes the placeholder, unless the occurrence is known by now.
    pub async fn insert_pending_case(&self, new: &PendingCase<'_>, now: Millis) -> StorageResult<()> {
        let project_no = format!("~{}~{}", new.partner_id, new.outer_ref);
        let nothing: &[u8] = &[];
        writing!(self, |tx| {
            let case = sqlx::query(INSERT_PENDING_CASE).bind(new.case_id).bind(&project_no).bind(new.partner);
            let case = case.bind(now.0).bind(nothing).bind(new.partner_id).bind(true).bind(new.outer_ref);
            if case.execute(&mut *tx).await?.rows_affected() == 1 {
                let row = sqlx::query(INSERT_PENDING_OCCURRENCE).bind(new.occurrence_id).bind(&project_no);
                let row = row.bind(now.0).bind(new.rate_until).bind(false).bind(new.partner_id);
                row.bind(new.outer_ref).execute(&mut *tx).await?;
            }
        });
        Ok(())
    }
}
