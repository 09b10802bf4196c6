//! Opening work orders: the rating log is read from where it was read last, and every 1★ and 2★ gets its order, at the
//! unit that handled the case. Reader's place and orders are one transaction: none is lost, none is opened twice.

use crate::{Db, StorageResult};

/// Entries of the log looked through at once.
const ENTRIES: i64 = 2_000;
/// Whose place in the log this is.
const READER: &str = "work_orders";

statements! {
    READER_AT = "SELECT seq FROM log_reader WHERE name = $1";
    // Two servers may read the same part: the place never goes back.
    SET_READER_AT = "INSERT INTO log_reader (name, seq) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET seq = CASE WHEN excluded.seq > log_reader.seq THEN excluded.seq ELSE log_reader.seq END";
    LOG_UNTIL = "SELECT MAX(seq) FROM (SELECT seq FROM rating_log WHERE seq > $1 ORDER BY seq LIMIT $2) t";
    // Whose it is: the case's department by its credit code, else the window's, as they are now.
    BAD_RATINGS = "SELECT l.seq, l.at, r.id AS rating_id, r.level,
            NOT r.anonymous AND (r.occurrence_id IS NOT NULL OR r.phone IS NOT NULL) AS real_name,
            d.id AS department_id, h.id AS hall_id,
            CASE WHEN d.id IS NULL THEN COALESCE(h.division_code, area.code)
                WHEN EXISTS (SELECT 1 FROM division_within x WHERE x.code = h.division_code AND x.ancestor = d.division_code)
                    THEN h.division_code
                ELSE d.division_code END AS division_code
        FROM rating_log l JOIN rating r ON r.id = l.rating_id
            LEFT JOIN occurrence o ON o.id = r.occurrence_id LEFT JOIN service_case c ON c.id = o.case_id
            LEFT JOIN service_window w ON w.id = COALESCE(r.window_id, o.window_id)
            LEFT JOIN hall h ON h.id = w.hall_id AND h.retired_at IS NULL
            LEFT JOIN division area ON area.code = c.area_code
            LEFT JOIN department d ON d.id = COALESCE(
                (SELECT MIN(u.id) FROM department u WHERE u.retired_at IS NULL
                    AND u.credit_code = COALESCE(c.dept_code, SUBSTR(c.org_code, 14))),
                (SELECT u.id FROM department u WHERE u.id = w.department_id AND u.retired_at IS NULL))
        WHERE l.seq > $1 AND l.seq <= $2 AND l.kind = 1 AND r.level <= 2 ORDER BY l.seq LIMIT $3";
    OPEN_ORDER = "INSERT INTO work_order (id, rating_id, number, level, state, round, real_name, opened_at, began_at,
            more_time, contest, objected, contacted, calls, reached, transfers, yellow_at, due_at, provisional, next_at,
            division_code, department_id, hall_id, changed_at)
        VALUES ($1, $2, $3, $4, 'pending', 1, $5, $6, $6, 'never', 'never', $15, $15, 0, $15, 0, $7, $8, $9, $10,
            COALESCE($11, (SELECT MIN(code) FROM division WHERE parent IS NULL)), $12, $13, $14) ON CONFLICT DO NOTHING";
    OPENED = "INSERT INTO work_order_act (order_id, seq, at, act, party, state) VALUES ($1, 1, $2, 'open', 'clock', 'pending')";
}

/// A bad rating, and whose it is.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct BadRating {
    /// Number in the log.
    pub seq: i64,
    /// When it was committed, ms.
    pub at: i64,
    /// Row id.
    pub rating_id: i64,
    /// 1 or 2.
    pub level: i16,
    /// 实名: tied to a case or with a phone, and not anonymous.
    pub real_name: bool,
    /// The unit; nobody: the hall's manager, or the city.
    pub department_id: Option<i64>,
    /// The hall.
    pub hall_id: Option<i64>,
    /// Its place in the tree; nothing: the city.
    pub division_code: Option<String>,
}

/// An order to be opened.
#[derive(Debug, Clone)]
pub struct NewWorkOrder {
    /// Row id.
    pub id: i64,
    /// 整改单号.
    pub number: String,
    /// What it is about.
    pub rating: BadRating,
    /// Receipt, from which its clock runs, ms.
    pub opened_at: i64,
    /// Yellow from then on, ms.
    pub yellow_at: i64,
    /// End of the limit, ms.
    pub due_at: i64,
    /// These may move.
    pub provisional: bool,
    /// When time does the first thing to it, ms.
    pub next_at: Option<i64>,
}

impl Db {
    /// Opens at most `most` orders, of so many entries of the log as were there; `order` makes one of a rating. Returns
    /// how many entries were read, and whether there are more to read now. Few at a time: whoever rates meanwhile waits
    /// no longer than they take to be written.
    pub async fn open_work_orders(
        &self,
        most: i64,
        order: &(dyn Fn(BadRating) -> NewWorkOrder + Sync),
    ) -> StorageResult<(i64, bool)> {
        let (after, until, bad) = reading!(self, |pool| {
            let after: Option<i64> = sqlx::query_scalar(READER_AT).bind(READER).fetch_optional(pool).await?;
            let after = after.unwrap_or(0);
            let until = sqlx::query_scalar(LOG_UNTIL).bind(after).bind(ENTRIES);
            let until: Option<i64> = until.fetch_one(pool).await?;
            let Some(until) = until else { return Ok((0, false)) };
            let bad = sqlx::query_as(BAD_RATINGS).bind(after).bind(until).bind(most);
            let bad: Vec<BadRating> = bad.fetch_all(pool).await?;
            (after, until, bad)
        });
        // Cut off behind the last one that is opened now.
        let cut = bad.last().filter(|_| bad.len() as i64 == most).map(|rating| rating.seq);
        let more = cut.is_some() || until - after >= ENTRIES;
        let until = cut.unwrap_or(until);
        let orders: Vec<NewWorkOrder> = bad.into_iter().map(order).collect();
        writing!(self, |tx| {
            for new in &orders {
                let r = &new.rating;
                let row =
                    sqlx::query(OPEN_ORDER).bind(new.id).bind(r.rating_id).bind(&new.number).bind(r.level);
                let row = row.bind(r.real_name).bind(new.opened_at).bind(new.yellow_at).bind(new.due_at);
                let row = row.bind(new.provisional).bind(new.next_at).bind(&r.division_code);
                let row = row.bind(r.department_id).bind(r.hall_id).bind(new.opened_at).bind(false);
                if row.execute(&mut *tx).await?.rows_affected() == 1 {
                    sqlx::query(OPENED).bind(new.id).bind(new.opened_at).execute(&mut *tx).await?;
                }
            }
            sqlx::query(SET_READER_AT).bind(READER).bind(until).execute(&mut *tx).await?;
        });
        Ok((until - after, more))
    }
}
