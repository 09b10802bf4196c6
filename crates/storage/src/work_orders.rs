//! Work orders as desks see them: listed within a scope, read, acted upon. Every act leaves its row.

use crate::{AuditEntry, Db, Listing, StorageResult};
use domain::work_order::{Contest, Disposition, MoreTime, Opinion, Order, State};
use domain::{Millis, Scope};

/// Lies `o` in the scope `$1`–`$3`?
macro_rules! in_scope {
    () => {
        "o.division_code IN (SELECT code FROM division_within WHERE ancestor = $1)
            AND (CAST($2 AS BIGINT) IS NULL OR o.department_id = $2) AND (CAST($3 AS BIGINT) IS NULL OR o.hall_id = $3) "
    };
}

/// Open orders where `$4` asks for, at `$5`, with `$6` as a part of their number: few of all there are, by an index of
/// their own.
macro_rules! open {
    () => {
        r"AND o.closed_at IS NULL AND CASE $4 WHEN 'open' THEN TRUE
                WHEN 'unit' THEN o.state NOT IN ('contested', 'replied', 'to_call')
                WHEN 'centre' THEN o.state = 'contested' OR o.more_time = 'asked'
                    OR (o.round >= 3 AND o.state IN ('replied', 'to_call'))
                WHEN 'call' THEN o.state = 'to_call'
                WHEN 'yellow' THEN o.state NOT IN ('replied', 'to_call') AND o.yellow_at <= $5 AND o.due_at > $5
                WHEN 'red' THEN o.state NOT IN ('replied', 'to_call') AND o.due_at <= $5
                ELSE o.state = $4 END
            AND (CAST($6 AS TEXT) IS NULL OR o.number LIKE $6 ESCAPE '\') "
    };
}

/// All orders, or with `$4` = `closed` those that are over.
macro_rules! any {
    () => {
        r"AND ($4 <> 'closed' OR o.state = 'closed') AND CAST($5 AS BIGINT) IS NOT NULL
            AND (CAST($6 AS TEXT) IS NULL OR o.number LIKE $6 ESCAPE '\') "
    };
}

macro_rules! page {
    ($chosen:expr, $order:literal) => {
        concat!(
            work_orders!(concat!(
                "(SELECT o.* FROM work_order o WHERE ",
                in_scope!(),
                $chosen,
                "ORDER BY ",
                $order,
                " LIMIT $7 OFFSET $8)"
            )),
            " ORDER BY ",
            $order
        )
    };
}

statements! {
    OPEN_ORDERS = page!(open!(), "o.due_at, o.id");
    ANY_ORDERS = page!(any!(), "o.due_at DESC, o.id DESC");
    COUNT_OPEN_ORDERS = concat!("SELECT COUNT(*) FROM work_order o WHERE ", in_scope!(), open!());
    COUNT_ANY_ORDERS = concat!("SELECT COUNT(*) FROM work_order o WHERE ", in_scope!(), any!());
    ORDER_IN_SCOPE = concat!(work_orders!("work_order"), " WHERE o.id = $4 AND ", in_scope!());
    ORDER_OF_RATING = concat!(work_orders!("work_order"), " WHERE o.rating_id = $1");
    ORDER_ACTS = "SELECT seq, at, act, party, actor, state, words, told FROM work_order_act WHERE order_id = $1 ORDER BY seq";
    CHANGE_ORDER = "UPDATE work_order SET state = $3, round = $4, began_at = $5, more_time = $6, contest = $7, objected = $8,
            disposition = $9, contacted = $10, calls = $11, reached = $12, opinion = $13, transfers = $14, yellow_at = $15,
            due_at = $16, provisional = $17, next_at = $18, division_code = $19, department_id = $20, hall_id = $21,
            answer = COALESCE($22, answer), answered_at = COALESCE($23, answered_at), closed_at = $24, changed_at = $25,
            version = version + 1
        WHERE id = $1 AND version = $2";
    ADD_ORDER_ACT = "INSERT INTO work_order_act (order_id, seq, at, act, party, actor, state, words, told)
        SELECT $1, MAX(seq) + 1, $2, $3, $4, $5, $6, $7, $8 FROM work_order_act WHERE order_id = $1";
    // What she left with the rating, or else with the case.
    ORDER_PHONE = "SELECT COALESCE(r.phone, c.phone) FROM work_order o JOIN rating r ON r.id = o.rating_id
            LEFT JOIN occurrence n ON n.id = r.occurrence_id LEFT JOIN service_case c ON c.id = n.case_id
        WHERE o.id = $1";
    TRANSFER_TARGET = "SELECT division_code, id FROM department WHERE id = $1 AND retired_at IS NULL";
    STATES_IN_SCOPE = concat!("SELECT o.state, COUNT(*), COUNT(CASE WHEN o.due_at <= $4 THEN 1 END),
            COUNT(CASE WHEN o.yellow_at <= $4 AND o.due_at > $4 THEN 1 END) FROM work_order o WHERE ", in_scope!(),
        "AND o.closed_at IS NULL GROUP BY o.state");
}

/// An order with what is known of its rating; nothing of who gave it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct WorkOrderRow {
    /// Row id.
    pub id: i64,
    /// The rating.
    pub rating_id: i64,
    /// 整改单号.
    pub number: String,
    /// Stars, 1 or 2.
    pub level: i16,
    /// Word of the state.
    pub state: String,
    /// Round.
    pub round: i16,
    /// 实名.
    pub real_name: bool,
    /// When it was opened, ms.
    pub opened_at: i64,
    /// When this round began, ms.
    pub began_at: i64,
    /// The long limit: `never`, `asked`, `granted`, `refused`.
    pub more_time: String,
    /// Does the rating count: `never`, `asked`, `kept`, `excluded`.
    pub contest: String,
    /// She has objected.
    pub objected: bool,
    /// Word of the disposition.
    pub disposition: Option<String>,
    /// The unit has spoken with her.
    pub contacted: bool,
    /// Calls in vain.
    pub calls: i16,
    /// She was reached.
    pub reached: bool,
    /// Word of what she said of the answer.
    pub opinion: Option<String>,
    /// Hand-overs.
    pub transfers: i16,
    /// Yellow from then on, ms.
    pub yellow_at: i64,
    /// End of the limit, ms.
    pub due_at: i64,
    /// These may move.
    pub provisional: bool,
    /// The unit.
    pub department_id: Option<i64>,
    /// The hall.
    pub hall_id: Option<i64>,
    /// Where it stands in the tree.
    pub division_code: String,
    /// What the citizen is told.
    pub answer: Option<String>,
    /// Since when, ms.
    pub answered_at: Option<i64>,
    /// When it ended, ms.
    pub closed_at: Option<i64>,
    /// Grows with every change.
    pub version: i64,
    /// Name of the division.
    pub division: String,
    /// Name of the unit.
    pub department: Option<String>,
    /// Name of the hall.
    pub hall: Option<String>,
    /// Name of the window.
    pub window_name: Option<String>,
    /// Item of the case.
    pub item_name: Option<String>,
    /// What she wrote.
    pub words: Option<String>,
    /// Codes joined by commas.
    pub indicators: String,
    /// Version of the indicator list.
    pub indicator_version: i16,
    /// Her name is hidden.
    pub anonymous: bool,
    /// The rating came after its window.
    pub late: bool,
    /// When it was given, ms.
    pub rated_at: i64,
    /// Tied to a case.
    pub linked: bool,
    /// 申办号; none for an anonymous rating.
    pub project_no: Option<String>,
}

impl WorkOrderRow {
    /// The order as the rules see it.
    pub fn order(&self) -> Order {
        let count = |n: i16| u16::try_from(n).unwrap_or(0);
        Order {
            state: State::from_word(&self.state).unwrap_or(State::Pending),
            round: count(self.round).max(1),
            real_name: self.real_name,
            began: Millis(self.began_at),
            more_time: MoreTime::from_word(&self.more_time).unwrap_or_default(),
            contest: Contest::from_word(&self.contest).unwrap_or_default(),
            objected: self.objected,
            disposition: self.disposition.as_deref().and_then(Disposition::from_word),
            contacted: self.contacted,
            calls: count(self.calls),
            reached: self.reached,
            opinion: self.opinion.as_deref().and_then(Opinion::from_word),
            transfers: count(self.transfers),
        }
    }
}

/// Something that was done with an order.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct WorkOrderAct {
    /// Number within the order, from 1.
    pub seq: i16,
    /// When, ms.
    pub at: i64,
    /// Word of the act.
    pub act: String,
    /// Word of who did it.
    pub party: String,
    /// Login; nobody for the citizen and the clock.
    pub actor: Option<String>,
    /// Where it led.
    pub state: String,
    /// For officers.
    pub words: Option<String>,
    /// For the citizen too.
    pub told: Option<String>,
}

/// What an act makes of an order.
#[derive(Debug, Clone)]
pub struct WorkOrderStep<'a> {
    /// The order, and the version that is changed.
    pub key: (i64, i64),
    /// What it is now.
    pub order: Order,
    /// Yellow from then on, end of the limit, and whether these may move.
    pub times: (i64, i64, bool),
    /// When time does the next thing to it.
    pub next_at: Option<i64>,
    /// Where it lies: division, unit, hall.
    pub place: (&'a str, Option<i64>, Option<i64>),
    /// The answer to the citizen, where this act is one.
    pub answer: Option<&'a str>,
    /// When it was done.
    pub at: Millis,
    /// Word of the act.
    pub act: &'a str,
    /// Word of who did it.
    pub party: &'a str,
    /// Login.
    pub actor: Option<&'a str>,
    /// For officers.
    pub words: Option<&'a str>,
    /// For the citizen too.
    pub told: Option<&'a str>,
}

/// Open orders of a scope in one state: how many, of them over the limit, and near it.
pub type StateCount = (String, i64, i64, i64);

impl Db {
    /// A page of orders and how many there are. `group` is `open`, `unit`, `centre`, `call`, `yellow`, `red` or the word
    /// of a state, those due first first; or `closed` or `all`, the last first.
    pub async fn work_orders(
        &self,
        listing: &Listing,
        group: &str,
        now: Millis,
    ) -> StorageResult<(Vec<WorkOrderRow>, i64)> {
        let (sql, count) = match group {
            "closed" | "all" => (ANY_ORDERS, COUNT_ANY_ORDERS),
            _ => (OPEN_ORDERS, COUNT_OPEN_ORDERS),
        };
        let scope = &listing.scope;
        Ok(reading!(self, |pool| {
            macro_rules! asked {
                ($query:expr) => {
                    $query
                        .bind(&scope.division)
                        .bind(scope.department)
                        .bind(scope.hall)
                        .bind(group)
                        .bind(now.0)
                        .bind(&listing.pattern)
                };
            }
            let page = asked!(sqlx::query_as(sql)).bind(listing.limit).bind(listing.offset);
            let count = asked!(sqlx::query_scalar(count));
            page_and_total!(pool, listing, page, count)
        }))
    }

    /// How many open orders of a scope stand where.
    pub async fn count_work_orders(&self, scope: &Scope, now: Millis) -> StorageResult<Vec<StateCount>> {
        Ok(reading!(self, |pool| {
            let query = sqlx::query_as(STATES_IN_SCOPE).bind(&scope.division).bind(scope.department);
            query.bind(scope.hall).bind(now.0).fetch_all(pool).await?
        }))
    }

    /// One order in a scope.
    pub async fn work_order(&self, scope: &Scope, id: i64) -> StorageResult<Option<WorkOrderRow>> {
        Ok(reading!(self, |pool| {
            let query = sqlx::query_as(ORDER_IN_SCOPE).bind(&scope.division).bind(scope.department);
            query.bind(scope.hall).bind(id).fetch_optional(pool).await?
        }))
    }

    /// The encrypted phone of whoever is to be called, noted as seen by her receipt's reader and in the trail, in one
    /// transaction: nobody sees it unseen.
    pub async fn see_order_phone(
        &self,
        (id, at): (i64, Millis),
        (actor, state, words): (&str, State, &str),
        entries: &[AuditEntry],
    ) -> StorageResult<Option<Vec<u8>>> {
        Ok(recording!(self, entries, |tx| {
            let phone: Option<Option<Vec<u8>>> =
                sqlx::query_scalar(ORDER_PHONE).bind(id).fetch_optional(&mut *tx).await?;
            let Some(phone) = phone.flatten().filter(|phone| !phone.is_empty()) else { return Ok(None) };
            let row = sqlx::query(ADD_ORDER_ACT).bind(id).bind(at.0).bind("see_phone").bind("caller");
            let row = row.bind(actor).bind(state.word()).bind(words).bind(None::<&str>);
            row.execute(&mut *tx).await?;
            Some(phone)
        }))
    }

    /// Where an order goes that is handed to this department; nowhere, if it is closed.
    pub async fn transfer_target(&self, department: i64) -> StorageResult<Option<(String, i64)>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(TRANSFER_TARGET).bind(department).fetch_optional(pool).await?
        }))
    }

    /// The order of a rating.
    pub async fn work_order_of(&self, rating_id: i64) -> StorageResult<Option<WorkOrderRow>> {
        Ok(reading!(self, |pool| {
            sqlx::query_as(ORDER_OF_RATING).bind(rating_id).fetch_optional(pool).await?
        }))
    }

    /// What was done with it, in order.
    pub async fn work_order_acts(&self, id: i64) -> StorageResult<Vec<WorkOrderAct>> {
        Ok(reading!(self, |pool| sqlx::query_as(ORDER_ACTS).bind(id).fetch_all(pool).await?))
    }

    /// Does something with an order; `false` when somebody else did something meanwhile, and nothing was done.
    pub async fn step_work_order(
        &self,
        step: &WorkOrderStep<'_>,
        entries: &[AuditEntry],
    ) -> StorageResult<bool> {
        let o = &step.order;
        let count = |n: u16| i16::try_from(n).unwrap_or(i16::MAX);
        let closed_at = (o.state == State::Closed).then_some(step.at.0);
        let answered_at = step.answer.map(|_| step.at.0);
        Ok(recording!(self, entries, |tx| {
            let row = sqlx::query(CHANGE_ORDER).bind(step.key.0).bind(step.key.1).bind(o.state.word());
            let row =
                row.bind(count(o.round)).bind(o.began.0).bind(o.more_time.word()).bind(o.contest.word());
            let row = row.bind(o.objected).bind(o.disposition.map(Disposition::word)).bind(o.contacted);
            let row = row.bind(count(o.calls)).bind(o.reached).bind(o.opinion.map(Opinion::word));
            let row = row.bind(count(o.transfers)).bind(step.times.0).bind(step.times.1).bind(step.times.2);
            let row = row.bind(step.next_at).bind(step.place.0).bind(step.place.1).bind(step.place.2);
            let row = row.bind(step.answer).bind(answered_at).bind(closed_at).bind(step.at.0);
            if row.execute(&mut *tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
            let row = sqlx::query(ADD_ORDER_ACT).bind(step.key.0).bind(step.at.0).bind(step.act);
            let row = row.bind(step.party).bind(step.actor).bind(o.state.word()).bind(step.words);
            row.bind(step.told).execute(&mut *tx).await?;
            true
        }))
    }
}
