//! Which unit an order lies with, where nobody decided it: a unit that is dissolved leaves its orders to the hall or the
//! city, and a case that comes after its rating brings the unit with it. No order is without somebody who sees it.

use crate::{Db, StorageResult};
use domain::Millis;

statements! {
    ORDERS_OF_CLOSED = "SELECT o.id, o.version, CAST(NULL AS BIGINT) AS department_id, COALESCE(h.division_code, o.division_code) AS division_code
        FROM work_order o JOIN department d ON d.id = o.department_id LEFT JOIN hall h ON h.id = o.hall_id
        WHERE d.retired_at IS NOT NULL AND o.state <> 'closed' ORDER BY o.id LIMIT $1";
    ORDERS_WITH_A_HOME = "SELECT o.id, o.version, d.id AS department_id, d.division_code
        FROM work_order o JOIN rating r ON r.id = o.rating_id JOIN occurrence n ON n.id = r.occurrence_id
            JOIN service_case c ON c.id = n.case_id AND NOT c.pending
            JOIN department d ON d.retired_at IS NULL AND d.credit_code = COALESCE(c.dept_code, SUBSTR(c.org_code, 14))
        WHERE o.state = 'pending' AND o.department_id IS NULL AND d.division_code IS NOT NULL ORDER BY o.id LIMIT $1";
    PLACE_ORDER = "UPDATE work_order SET department_id = $3, division_code = $4, changed_at = $5, version = version + 1
        WHERE id = $1 AND version = $2";
    PLACED = "INSERT INTO work_order_act (order_id, seq, at, act, party, state)
        SELECT a.order_id, MAX(a.seq) + 1, $2, $3, 'clock', o.state FROM work_order_act a JOIN work_order o ON o.id = a.order_id
        WHERE a.order_id = $1 GROUP BY a.order_id, o.state";
}

/// An order and where it is to lie.
#[derive(Debug, Clone, sqlx::FromRow)]
struct Placed {
    id: i64,
    version: i64,
    department_id: Option<i64>,
    division_code: String,
}

impl Db {
    /// Places what lies with nobody, at most so many of each kind; returns how many there were.
    pub async fn place_work_orders(&self, most: i64, now: Millis) -> StorageResult<usize> {
        let (left, found): (Vec<Placed>, Vec<Placed>) = reading!(self, |pool| {
            let left = sqlx::query_as(ORDERS_OF_CLOSED).bind(most).fetch_all(pool).await?;
            (left, sqlx::query_as(ORDERS_WITH_A_HOME).bind(most).fetch_all(pool).await?)
        });
        if left.is_empty() && found.is_empty() {
            return Ok(0);
        }
        let all = left.iter().map(|o| (o, "orphaned")).chain(found.iter().map(|o| (o, "matched")));
        writing!(self, |tx| {
            for (order, act) in all {
                let row =
                    sqlx::query(PLACE_ORDER).bind(order.id).bind(order.version).bind(order.department_id);
                let row = row.bind(&order.division_code).bind(now.0);
                if row.execute(&mut *tx).await?.rows_affected() == 1 {
                    sqlx::query(PLACED).bind(order.id).bind(now.0).bind(act).execute(&mut *tx).await?;
                }
            }
        });
        Ok(left.len() + found.len())
    }
}
