//! What is to be written of a batch of cases: what is known of them is looked up, and each row finds its place. Nothing
//! is written here.

use crate::NewCase;
use crate::bulk::{Bulk, BulkStatement, Kind, Value};
use crate::case_batches::statement;
use crate::case_rows::{case_row, link_row, occurrence_row};
use Kind::{Int, Text};
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
        "SELECT c.project_no, o.service_number, o.id, r.id IS NOT NULL FROM v
            JOIN service_case c ON c.project_no = v.project_no JOIN occurrence o ON o.case_id = c.id
            LEFT JOIN rating r ON r.occurrence_id = o.id",
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

/// What the database knows of a batch.
#[derive(Default)]
pub(crate) struct Known {
    cases: HashMap<String, (i64, Option<i64>)>,
    /// Its row id, and whether it is rated.
    occurrences: HashMap<(String, i64), (i64, bool)>,
    refs: HashMap<String, KnownRef>,
}

struct KnownRef {
    occurrence: i64,
    case: i64,
    project_no: String,
    number: i64,
    pending: bool,
}

/// Looks it up.
pub(crate) async fn known<C: Bulk>(
    tx: &mut C,
    partner_id: Option<i64>,
    cases: &[NewCase],
) -> sqlx::Result<Known> {
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
        type Row = (String, i32, i64, bool);
        for (no, number, id, rated) in tx.bulk_rows::<Row>(&KNOWN_OCCURRENCES, &numbers).await? {
            known.occurrences.insert((no, i64::from(number)), (id, rated));
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
pub(crate) struct Plan {
    pub cases: Vec<Vec<Value>>,
    pub updates: Vec<Vec<Value>>,
    pub occurrences: Vec<Vec<Value>>,
    pub names: Vec<Vec<Value>>,
    pub matches: Vec<Vec<Value>>,
    /// Occurrences that give way to a rated one: theirs and that one's row id.
    pub replaced: Vec<Vec<Value>>,
    pub placeholders: Vec<Vec<Value>>,
    pub links: Vec<Vec<Value>>,
    pub outcomes: Vec<Stored>,
}

impl Plan {
    pub fn of(partner_id: Option<i64>, cases: &[NewCase], known: &Known, now: Millis) -> Plan {
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
        if let Some(&(id, rated)) = known.occurrences.get(&(r.project_no.clone(), number)) {
            let outer = r.outer_ref.as_deref().filter(|outer| refs_here.insert(outer));
            let named = outer.and_then(|outer| known.refs.get(outer));
            match (outer, named, stored) {
                (Some(outer), None, _) => {
                    self.names.push(vec![id.into(), partner_id.into(), Value::text(outer)]);
                }
                // It was rated by this name before the name came: what was rated becomes the case's occurrence.
                (_, Some(named), Some((case_id, _))) if named.pending && !rated => {
                    self.replaced.push(vec![id.into(), named.occurrence.into()]);
                    self.matched(case, named, *case_id, partner_id);
                    return Stored::Matched { occurrence: named.occurrence };
                }
                _ => {}
            }
            return Stored::Known { occurrence: id };
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
            self.matched(case, named, case_id, partner_id);
            return Stored::Matched { occurrence: named.occurrence };
        }
        self.occurrences.push(occurrence_row(case, o.id, case_id, partner_id));
        self.links.extend(link_row(case, now));
        Stored::New { occurrence: o.id, link: o.link.as_ref().map(|link| link.id) }
    }

    fn matched(&mut self, case: &NewCase, named: &KnownRef, case_id: i64, partner_id: Option<i64>) {
        self.matches.push(occurrence_row(case, named.occurrence, case_id, partner_id));
        self.placeholders.push(vec![named.case.into()]);
    }
}
