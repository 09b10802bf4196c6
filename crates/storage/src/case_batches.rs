//! Handing over cases by the hundred: what is known is looked up, the rest goes in by multi-row statements, all in
//! one transaction. What may be refused is told row by row before anything is written.

use crate::bulk::{Bulk, BulkStatement, Kind};
use crate::case_plan::{Plan, Stored, known};
use crate::case_rows::{CASE, LINK, OCCURRENCE};
use crate::{Db, NewCase, StorageResult};
use Kind::{Int, Text};
use domain::Millis;
use std::sync::LazyLock;

pub(crate) fn statement(columns: &[(&'static str, Kind)], rest: &str) -> BulkStatement {
    BulkStatement { columns: columns.to_vec(), rest: rest.to_owned() }
}

/// Who handled it: the window's hall's person of that number, or the only one of that number there is.
macro_rules! staff {
    () => {
        "COALESCE((SELECT s.id FROM service_window w JOIN staff s ON s.hall_id = w.hall_id
                WHERE w.code = v.window_code AND s.number = v.handler_code AND s.retired_at IS NULL),
            (SELECT MIN(s.id) FROM staff s WHERE s.number = v.handler_code AND s.retired_at IS NULL
                HAVING COUNT(*) = 1))"
    };
}

static INSERT_CASES: LazyLock<BulkStatement> = LazyLock::new(|| {
    let names: Vec<&str> = CASE.iter().map(|c| c.0).collect();
    let names = names.join(", ");
    statement(CASE, &format!("INSERT INTO service_case ({names}) SELECT {names} FROM v"))
});
static INSERT_OCCURRENCES: LazyLock<BulkStatement> = LazyLock::new(|| {
    statement(
        OCCURRENCE,
        concat!(
            "INSERT INTO occurrence (id, case_id, service_number, service_name, served_at, window_id, handler_name,
                handler_code, rate_until, provisional, partner_id, outer_ref, staff_id)
            SELECT v.id, v.case_id, v.service_number, v.service_name, v.served_at,
                (SELECT w.id FROM service_window w WHERE w.code = v.window_code), v.handler_name, v.handler_code,
                v.rate_until, v.provisional, v.partner_id, v.outer_ref, ",
            staff!(),
            " FROM v"
        ),
    )
});
static INSERT_LINKS: LazyLock<BulkStatement> = LazyLock::new(|| {
    statement(
        LINK,
        "INSERT INTO case_link (id, occurrence_id, token_hash, expires_at, created_at)
            SELECT id, occurrence_id, token_hash, expires_at, created_at FROM v",
    )
});
// A state does not go back: occurrences may come in any order.
static UPDATE_CASES: LazyLock<BulkStatement> = LazyLock::new(|| {
    statement(
        &[("id", Int), ("state", Text), ("finished_at", Int)],
        "UPDATE service_case SET state = v.state, finished_at = COALESCE(v.finished_at, service_case.finished_at),
            version = version + 1
        FROM v WHERE service_case.id = v.id AND (service_case.state < v.state
            OR (service_case.state = v.state AND v.finished_at IS NOT NULL
                AND (service_case.finished_at IS NULL OR service_case.finished_at <> v.finished_at)))",
    )
});
static MATCH_OCCURRENCES: LazyLock<BulkStatement> = LazyLock::new(|| {
    statement(
        OCCURRENCE,
        concat!(
            "UPDATE occurrence SET case_id = v.case_id, service_number = v.service_number,
                service_name = v.service_name, served_at = v.served_at,
                window_id = (SELECT w.id FROM service_window w WHERE w.code = v.window_code),
                handler_name = v.handler_name, handler_code = v.handler_code, rate_until = v.rate_until,
                provisional = v.provisional, staff_id = ",
            staff!(),
            " FROM v WHERE occurrence.id = v.id"
        ),
    )
});
// A name that comes with a later hand-over: links signed by it lead to the same occurrence from then on.
static NAME_OCCURRENCES: LazyLock<BulkStatement> = LazyLock::new(|| {
    statement(
        &[("id", Int), ("partner_id", Int), ("outer_ref", Text)],
        "UPDATE occurrence SET outer_ref = v.outer_ref, partner_id = v.partner_id FROM v
            WHERE occurrence.id = v.id AND occurrence.outer_ref IS NULL",
    )
});
// What stands for an occurrence twice becomes one: links and messages go over to the rated one, the other goes.
static MOVE_LINKS: LazyLock<BulkStatement> = LazyLock::new(|| {
    statement(
        REPLACED,
        "UPDATE case_link SET occurrence_id = v.rated FROM v WHERE case_link.occurrence_id = v.id",
    )
});
static MOVE_MESSAGES: LazyLock<BulkStatement> = LazyLock::new(|| {
    statement(
        REPLACED,
        "UPDATE message SET occurrence_id = v.rated FROM v WHERE message.occurrence_id = v.id",
    )
});
static DROP_REPLACED: LazyLock<BulkStatement> =
    LazyLock::new(|| statement(REPLACED, "DELETE FROM occurrence WHERE id IN (SELECT id FROM v)"));
const REPLACED: &[(&str, Kind)] = &[("id", Int), ("rated", Int)];
static DROP_PLACEHOLDERS: LazyLock<BulkStatement> = LazyLock::new(|| {
    statement(&[("id", Int)], "DELETE FROM service_case WHERE pending AND id IN (SELECT id FROM v)")
});

impl Db {
    /// Stores cases of a partner, or from a file (`None`), with their occurrences and links. With `all_or_nothing` a
    /// refused row leaves everything as it was. No two rows may name the same occurrence.
    pub async fn store_cases(
        &self,
        partner_id: Option<i64>,
        cases: &[NewCase],
        all_or_nothing: bool,
        now: Millis,
    ) -> StorageResult<Vec<Stored>> {
        Ok(writing!(self, |tx| {
            let known = known(tx, partner_id, cases).await?;
            let plan = Plan::of(partner_id, cases, &known, now);
            if all_or_nothing && plan.outcomes.iter().any(|o| o.is_refused()) {
                return Ok(plan.outcomes);
            }
            tx.bulk(&INSERT_CASES, &plan.cases).await?;
            tx.bulk(&UPDATE_CASES, &plan.updates).await?;
            tx.bulk(&INSERT_OCCURRENCES, &plan.occurrences).await?;
            tx.bulk(&NAME_OCCURRENCES, &plan.names).await?;
            tx.bulk(&MOVE_LINKS, &plan.replaced).await?;
            tx.bulk(&MOVE_MESSAGES, &plan.replaced).await?;
            tx.bulk(&DROP_REPLACED, &plan.replaced).await?;
            tx.bulk(&MATCH_OCCURRENCES, &plan.matches).await?;
            tx.bulk(&DROP_PLACEHOLDERS, &plan.placeholders).await?;
            tx.bulk(&INSERT_LINKS, &plan.links).await?;
            plan.outcomes
        }))
    }
}

/// Puts cases in and does nothing else: the yardstick of [`Db::store_cases`].
#[cfg(feature = "testing")]
pub(crate) async fn insert_bare(db: &Db, cases: &[NewCase], now: Millis) -> StorageResult<()> {
    use crate::case_rows::{case_row, link_row, occurrence_row};
    let case_rows: Vec<_> = cases.iter().map(|case| case_row(case, None, now)).collect();
    let occurrences: Vec<_> =
        cases.iter().map(|case| occurrence_row(case, case.occurrence.id, case.id, None)).collect();
    let links: Vec<_> = cases.iter().filter_map(|case| link_row(case, now)).collect();
    writing!(db, |tx| {
        tx.bulk(&INSERT_CASES, &case_rows).await?;
        tx.bulk(&INSERT_OCCURRENCES, &occurrences).await?;
        tx.bulk(&INSERT_LINKS, &links).await?;
    });
    Ok(())
}
