//! Handing over cases by the hundred: what is known is looked up, the rest goes in by multi-row statements, all in
//! one transaction. What may be refused is told row by row before anything is written.

use crate::bulk::{Bulk, BulkStatement, Kind, Value};
use crate::{Db, NewCase, StorageResult};
use Kind::{Bool, Bytes, Int, Text};
use domain::Millis;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What became of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// The occurrence is new.
    New {
        /// The occurrence.
        occurrence: i64,
        /// Its link; none when the time to rate it was over before it came.
        link: Option<i64>,
    },
    /// The occurrence was rated through a signed link before its case came: now it is this case's.
    Matched {
        /// The occurrence.
        occurrence: i64,
    },
    /// The occurrence was there; the case's state was brought up to date.
    Known {
        /// The occurrence.
        occurrence: i64,
    },
    /// The case number belongs to another system.
    Taken,
    /// The system's own name of the occurrence stands for another one.
    RefTaken,
}

impl Stored {
    /// It was not written.
    pub fn is_refused(self) -> bool {
        matches!(self, Stored::Taken | Stored::RefTaken)
    }
}

fn statement(columns: &[(&'static str, Kind)], rest: &str) -> BulkStatement {
    BulkStatement { columns: columns.to_vec(), rest: rest.to_owned() }
}

static KNOWN_CASES: LazyLock<BulkStatement> = LazyLock::new(|| {
    statement(
        &[("project_no", Text)],
        // The number of a placeholder is ours: nobody may hand over a case by it.
        "SELECT c.project_no, c.id, CASE WHEN c.pending THEN -1 ELSE c.partner_id END
            FROM v JOIN service_case c ON c.project_no = v.project_no",
    )
});
static KNOWN_OCCURRENCES: LazyLock<BulkStatement> = LazyLock::new(|| {
    statement(
        &[("project_no", Text)],
        "SELECT c.project_no, o.service_number, o.id FROM v JOIN service_case c ON c.project_no = v.project_no
            JOIN occurrence o ON o.case_id = c.id",
    )
});
static KNOWN_REFS: LazyLock<BulkStatement> = LazyLock::new(|| {
    statement(
        &[("partner_id", Int), ("outer_ref", Text)],
        "SELECT o.outer_ref, o.id, c.id, c.project_no, o.service_number, c.pending FROM v
            JOIN occurrence o ON o.partner_id = v.partner_id AND o.outer_ref = v.outer_ref
            JOIN service_case c ON c.id = o.case_id",
    )
});

/// Columns of a case and where their values come from.
const CASE: &[(&str, Kind)] = &[
    ("id", Int),
    ("project_no", Text),
    ("area_code", Text),
    ("org_code", Text),
    ("org_name", Text),
    ("dept_code", Text),
    ("item_type", Text),
    ("task_code", Text),
    ("handle_item", Text),
    ("item_name", Text),
    ("project_name", Text),
    ("state", Text),
    ("accepted_at", Int),
    ("finished_at", Int),
    ("kind", Text),
    ("channel", Text),
    ("applicant_kind", Text),
    ("applicant_name", Bytes),
    ("id_type", Text),
    ("id_number", Bytes),
    ("id_number_hash", Bytes),
    ("phone", Bytes),
    ("phone_hash", Bytes),
    ("partner_id", Int),
    ("sub_matter", Text),
    ("credit_num", Bytes),
    ("agent_name", Bytes),
    ("agent_id_type", Text),
    ("agent_id_number", Bytes),
    ("promise_day", Int),
    ("promise_type", Text),
    ("legal_day", Int),
    ("legal_type", Text),
    ("data_source", Text),
    ("created_at", Int),
];

const OCCURRENCE: &[(&str, Kind)] = &[
    ("id", Int),
    ("case_id", Int),
    ("service_number", Int),
    ("service_name", Text),
    ("served_at", Int),
    ("window_code", Text),
    ("handler_name", Text),
    ("handler_code", Text),
    ("rate_until", Int),
    ("provisional", Bool),
    ("partner_id", Int),
    ("outer_ref", Text),
];

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
    let columns = [
        ("id", Int),
        ("occurrence_id", Int),
        ("token_hash", Bytes),
        ("expires_at", Int),
        ("created_at", Int),
    ];
    statement(
        &columns,
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
static DROP_PLACEHOLDERS: LazyLock<BulkStatement> = LazyLock::new(|| {
    statement(&[("id", Int)], "DELETE FROM service_case WHERE pending AND id IN (SELECT id FROM v)")
});

impl Db {
    /// Stores cases of a partner, or from a file (`None`), with their occurrences and links. With `all_or_nothing` a refused row leaves
    /// everything as it was. No two rows may name the same occurrence.
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

/// What the database knows of a batch.
#[derive(Default)]
struct Known {
    cases: HashMap<String, (i64, Option<i64>)>,
    occurrences: HashMap<(String, i64), i64>,
    refs: HashMap<String, KnownRef>,
}

struct KnownRef {
    occurrence: i64,
    case: i64,
    project_no: String,
    number: i64,
    pending: bool,
}

async fn known<C: Bulk>(tx: &mut C, partner_id: Option<i64>, cases: &[NewCase]) -> sqlx::Result<Known> {
    let numbers: HashSet<&str> = cases.iter().map(|c| c.record.project_no.as_str()).collect();
    let numbers: Vec<Vec<Value>> = numbers.into_iter().map(|no| vec![Value::text(no)]).collect();
    let refs: Vec<Vec<Value>> = cases
        .iter()
        .filter_map(|c| c.record.outer_ref.as_deref())
        .map(|outer| vec![partner_id.into(), Value::text(outer)])
        .collect();
    let mut known = Known::default();
    for (no, id, owner) in tx.bulk_rows::<(String, i64, Option<i64>)>(&KNOWN_CASES, &numbers).await? {
        known.cases.insert(no, (id, owner));
    }
    if !known.cases.is_empty() {
        for (no, number, id) in tx.bulk_rows::<(String, i32, i64)>(&KNOWN_OCCURRENCES, &numbers).await? {
            known.occurrences.insert((no, i64::from(number)), id);
        }
    }
    type Ref = (String, i64, i64, String, i32, bool);
    for (outer, occurrence, case, project_no, number, pending) in
        tx.bulk_rows::<Ref>(&KNOWN_REFS, &refs).await?
    {
        let number = i64::from(number);
        known.refs.insert(outer, KnownRef { occurrence, case, project_no, number, pending });
    }
    Ok(known)
}

/// The rows to write, and what becomes of each case.
#[derive(Default)]
struct Plan {
    cases: Vec<Vec<Value>>,
    updates: Vec<Vec<Value>>,
    occurrences: Vec<Vec<Value>>,
    names: Vec<Vec<Value>>,
    matches: Vec<Vec<Value>>,
    placeholders: Vec<Vec<Value>>,
    links: Vec<Vec<Value>>,
    outcomes: Vec<Stored>,
}

impl Plan {
    fn of(partner_id: Option<i64>, cases: &[NewCase], known: &Known, now: Millis) -> Plan {
        let mut plan = Plan::default();
        // Cases of this batch, and the last state each is given.
        let mut here: HashMap<&str, i64> = HashMap::new();
        let mut states: HashMap<i64, (&str, Option<i64>)> = HashMap::new();
        let mut refs_here: HashSet<&str> = HashSet::new();
        for case in cases {
            let r = &case.record;
            let outcome = plan.place(partner_id, case, known, &mut here, &mut refs_here, now);
            if !outcome.is_refused()
                && let Some(id) =
                    known.cases.get(&r.project_no).map(|c| c.0).or(here.get(r.project_no.as_str()).copied())
            {
                let state = states.entry(id).or_insert((r.state.code(), None));
                if r.state.code() >= state.0 {
                    *state = (r.state.code(), r.finished_at.map(|t| t.0).or(state.1));
                }
            }
            plan.outcomes.push(outcome);
        }
        plan.updates = states
            .into_iter()
            .map(|(id, (state, finished))| vec![id.into(), Value::text(state), finished.into()])
            .collect();
        plan
    }

    fn place<'c>(
        &mut self,
        partner_id: Option<i64>,
        case: &'c NewCase,
        known: &Known,
        here: &mut HashMap<&'c str, i64>,
        refs_here: &mut HashSet<&'c str>,
        now: Millis,
    ) -> Stored {
        let (r, o) = (&case.record, &case.occurrence);
        let stored = known.cases.get(&r.project_no);
        if stored.is_some_and(|(_, owner)| *owner != partner_id) {
            return Stored::Taken;
        }
        let number = i64::from(r.service_number);
        if let Some(id) = known.occurrences.get(&(r.project_no.clone(), number)) {
            if let Some(outer) = r.outer_ref.as_deref()
                && !known.refs.contains_key(outer)
                && refs_here.insert(outer)
            {
                self.names.push(vec![(*id).into(), partner_id.into(), Value::text(outer)]);
            }
            return Stored::Known { occurrence: *id };
        }
        let named = r.outer_ref.as_deref().and_then(|outer| known.refs.get(outer));
        let is_other =
            |named: &KnownRef| !named.pending && (named.project_no != r.project_no || named.number != number);
        if named.is_some_and(is_other) || r.outer_ref.as_deref().is_some_and(|outer| !refs_here.insert(outer))
        {
            return Stored::RefTaken;
        }
        let case_id = stored.map(|(id, _)| *id).unwrap_or_else(|| {
            *here.entry(&r.project_no).or_insert_with(|| {
                self.cases.push(case_row(case, partner_id, now));
                case.id
            })
        });
        if let Some(named) = named {
            self.matches.push(occurrence_row(case, named.occurrence, case_id, partner_id));
            self.placeholders.push(vec![named.case.into()]);
            return Stored::Matched { occurrence: named.occurrence };
        }
        self.occurrences.push(occurrence_row(case, o.id, case_id, partner_id));
        self.links.extend(link_row(case, now));
        Stored::New { occurrence: o.id, link: o.link.as_ref().map(|link| link.id) }
    }
}

fn case_row(case: &NewCase, partner_id: Option<i64>, now: Millis) -> Vec<Value> {
    let r = &case.record;
    let text = |t: &str| Value::text(t);
    let bytes = |b: &[u8]| Value::Bytes(b.to_vec());
    let opt = |b: &Option<Vec<u8>>| b.clone().map_or(Value::Null, Value::Bytes);
    let code = |c: Option<&'static str>| c.map_or(Value::Null, Value::text);
    let amount = |l: Option<domain::item::TimeLimit>| Value::from(l.map(|l| i64::from(l.amount)));
    vec![
        case.id.into(),
        text(&r.project_no),
        text(&r.area_code),
        text(&r.org_code),
        text(&r.org_name),
        r.dept_code.clone().into(),
        code(r.item_type.map(|t| t.code())),
        text(&r.item.task_code),
        r.item.handle_item.clone().into(),
        text(&r.item_name),
        r.project_name.clone().into(),
        text(r.state.code()),
        r.accepted_at.0.into(),
        r.finished_at.map(|t| t.0).into(),
        text(r.kind.code()),
        code(r.channel.map(|c| c.code())),
        text(r.applicant_kind.code()),
        bytes(&case.applicant_name),
        text(&r.id_type),
        bytes(&case.id_number),
        bytes(&case.id_number_hash),
        bytes(&case.phone),
        bytes(&case.phone_hash),
        partner_id.into(),
        r.sub_matter.clone().into(),
        opt(&case.credit_num),
        opt(&case.agent_name),
        r.agent_id_type.clone().into(),
        opt(&case.agent_id_number),
        amount(r.promised),
        code(r.promised.map(|l| l.unit.code())),
        amount(r.legal),
        code(r.legal.map(|l| l.unit.code())),
        r.data_source.clone().into(),
        now.0.into(),
    ]
}

fn link_row(case: &NewCase, now: Millis) -> Option<Vec<Value>> {
    let o = &case.occurrence;
    let link = o.link.as_ref()?;
    let hash = Value::Bytes(link.token_hash.clone());
    Some(vec![link.id.into(), o.id.into(), hash, link.expires_at.into(), now.0.into()])
}

fn occurrence_row(case: &NewCase, id: i64, case_id: i64, partner_id: Option<i64>) -> Vec<Value> {
    let (r, o) = (&case.record, &case.occurrence);
    vec![
        id.into(),
        case_id.into(),
        i64::from(r.service_number).into(),
        Value::text(&r.service_name),
        r.service_time.0.into(),
        r.window_code.clone().into(),
        r.handler_name.clone().into(),
        r.handler_code.clone().into(),
        o.rate_until.into(),
        i64::from(o.provisional).into(),
        partner_id.into(),
        r.outer_ref.clone().into(),
    ]
}
