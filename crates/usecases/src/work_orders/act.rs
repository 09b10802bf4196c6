//! Doing something with an order.

use super::show::{is_hers, proofs};
use crate::Service;
use crate::officer::{About, Officer};
use domain::work_order::{Act, Party, Refused};
use domain::{Calendar, Millis};
use storage::{AuditEntry, StorageResult, WorkOrderRow, WorkOrderStep};

/// Fewest and most characters of what is written.
const WORDS: std::ops::RangeInclusive<usize> = 2..=1000;

/// What an officer asks for.
#[derive(Debug, Clone)]
pub struct ActAsk {
    /// The act.
    pub act: Act,
    /// For officers: why, what was found, what was said.
    pub words: String,
    /// For the citizen.
    pub told: String,
    /// 转办、指派: to this department.
    pub department: Option<i64>,
}

/// How it ended.
#[derive(Debug)]
pub enum OrderKept {
    /// Done; this is what the order is now.
    Done(Box<WorkOrderRow>),
    /// Somebody did something meanwhile; this is what the order is now.
    Conflict(Box<WorkOrderRow>),
    /// The rules refuse it.
    Refused(Refused),
    /// The reason is missing or too long.
    WordsWrong,
    /// What the citizen is told is missing or too long.
    ToldWrong,
    /// There is no such department, or the order is there already.
    DepartmentWrong,
    /// There is no such order, it is not hers, or the act is not.
    NoSuch,
}

/// An act as it is stored.
pub(super) struct Asked<'a> {
    pub(super) act: Act,
    pub(super) words: Option<&'a str>,
    pub(super) told: Option<&'a str>,
    pub(super) actor: Option<&'a str>,
    /// Where it goes: division, unit; as it was if nothing.
    pub(super) place: Option<(&'a str, i64)>,
}

/// Must this act say why?
pub const fn needs_words(act: Act) -> bool {
    !matches!(act, Act::Accept | Act::Reply | Act::Explained | Act::Explain | Act::RectifyAtOnce)
}

/// Is this act an answer to the citizen?
const fn is_answer(act: Act) -> bool {
    matches!(act, Act::Reply | Act::Exclude)
}

fn is_text(text: &str) -> bool {
    WORDS.contains(&text.chars().count()) && !text.contains(|c: char| c.is_control() && !c.is_whitespace())
}

impl Service {
    /// Does it, if it is this officer's to do.
    pub async fn act_on_order(
        &self,
        officer: &Officer,
        (id, version): (i64, i64),
        ask: &ActAsk,
    ) -> StorageResult<OrderKept> {
        let kind = ask.act.kind();
        let found = self.db.work_order(&officer.scope, id).await?;
        let Some(row) = found.filter(|row| is_hers(officer, row, kind.party)) else {
            return Ok(OrderKept::NoSuch);
        };
        if row.version != version {
            return Ok(OrderKept::Conflict(Box::new(row)));
        }
        let (words, told) = (ask.words.trim(), ask.told.trim());
        if (needs_words(ask.act) || !words.is_empty()) && !is_text(words) {
            return Ok(OrderKept::WordsWrong);
        }
        if (is_answer(ask.act) || !told.is_empty()) && !is_text(told) {
            return Ok(OrderKept::ToldWrong);
        }
        let to = match ask.act {
            Act::Transfer | Act::Assign => match self.transfer_to(&row, ask.department).await? {
                Some(to) => Some(to),
                None => return Ok(OrderKept::DepartmentWrong),
            },
            _ => None,
        };
        let act = match ask.act {
            Act::Finish { .. } => Act::Finish { proofs: proofs(&self.db.order_files(id).await?, &row) },
            act => act,
        };
        let now = self.world.now();
        let calendar = self.calendar().await?;
        let asked = Asked {
            act,
            words: Some(words).filter(|w| !w.is_empty()),
            told: Some(told).filter(|t| !t.is_empty()),
            actor: Some(&officer.login),
            place: to.as_ref().map(|(division, department)| (division.as_str(), *department)),
        };
        let step = match self.step(&row, &asked, &calendar, now) {
            Ok(step) => step,
            Err(refused) => return Ok(OrderKept::Refused(refused)),
        };
        let (object, action) = (row.id.to_string(), format!("order.{}", kind.word));
        let about = About { kind: "work_order", id: &object, name: &row.number };
        let entry =
            AuditEntry { reason: asked.words.map(str::to_owned), ..self.audit(officer, &action, about) };
        let done = self.db.step_work_order(&step, &[entry]).await?;
        // Handed over, it may lie where she does not see it any more.
        let now = self.db.work_order_of(row.rating_id).await?.unwrap_or(row);
        Ok(if done { OrderKept::Done(Box::new(now)) } else { OrderKept::Conflict(Box::new(now)) })
    }

    /// Where a hand-over leads: never to the unit that has it.
    async fn transfer_to(
        &self,
        row: &WorkOrderRow,
        department: Option<i64>,
    ) -> StorageResult<Option<(String, i64)>> {
        let Some(department) = department.filter(|id| Some(*id) != row.department_id) else {
            return Ok(None);
        };
        self.db.transfer_target(department).await
    }

    /// What an act makes of an order.
    pub(super) fn step<'a>(
        &self,
        row: &'a WorkOrderRow,
        asked: &Asked<'a>,
        calendar: &Calendar,
        now: Millis,
    ) -> Result<WorkOrderStep<'a>, Refused> {
        let order = row.order();
        let rules = self.settings.orders.steps;
        let order = order.step(asked.act, (now, Millis(row.due_at)), rules)?;
        let moments = self.moments(&order, calendar, (now, now));
        let kind = asked.act.kind();
        let place = match asked.place {
            Some((division, department)) => (division, Some(department), row.hall_id),
            None => (row.division_code.as_str(), row.department_id, row.hall_id),
        };
        Ok(WorkOrderStep {
            key: (row.id, row.version),
            order,
            times: (moments.times.yellow_at.0, moments.times.due_at.0, moments.times.provisional),
            next_at: moments.next.map(|at| at.0),
            place,
            answer: asked.told.filter(|_| is_answer(asked.act)),
            at: now,
            act: kind.word,
            party: match asked.act {
                Act::Settle => Party::Clock.word(),
                _ => kind.party.word(),
            },
            actor: asked.actor,
            words: asked.words,
            told: asked.told,
        })
    }
}
