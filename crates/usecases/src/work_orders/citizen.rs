//! What whoever rated sees of her order, and may say of the answer. Her receipt is the key.

use super::act::Asked;
use crate::{OpenReceipt, Service};
use domain::Role;
use domain::work_order::{Act, Contest, MoreTime, Opinion, Order, State};
use storage::{StorageResult, WorkOrderAct, WorkOrderRow};

/// So many of the last looks are shown.
const MOST_SEEN: i64 = 50;
/// Most characters of an objection.
const MOST_WORDS: usize = 500;

/// Her order.
#[derive(Debug, Clone)]
pub struct CitizenOrder {
    /// 整改单号.
    pub number: String,
    /// Where it stands.
    pub order: Order,
    /// Who handles it; nobody: that is being found out.
    pub unit: Option<String>,
    /// End of the limit, ms; nothing once she has her answer.
    pub due_at: Option<i64>,
    /// The answer, and when she was given it.
    pub answer: Option<(String, i64)>,
    /// When it was closed, ms.
    pub closed_at: Option<i64>,
    /// What was done with it, as far as she is told: when, and what.
    pub past: Vec<(i64, String)>,
    /// Who has looked at it: when, and in which role.
    pub seen: Vec<(i64, &'static str)>,
    /// She may say what she thinks of the answer.
    pub may_judge: bool,
    /// She may object to the exclusion.
    pub may_object: bool,
}

/// What she does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CitizenAct {
    /// 评价答复, with words if she is not satisfied.
    Judge(Opinion, String),
    /// 对不予采纳提出异议.
    Object(String),
}

impl Service {
    /// The order of a rating, for whoever has its receipt open.
    pub async fn citizen_order(&self, rating_id: i64) -> StorageResult<Option<CitizenOrder>> {
        let Some(row) = self.db.work_order_of(rating_id).await? else { return Ok(None) };
        let acts = self.db.work_order_acts(row.id).await?;
        let looked = self.db.audit_of("work_order", &row.id.to_string(), MOST_SEEN).await?;
        let looked = looked.into_iter().filter(|entry| entry.action == "order.view");
        let role = |word: &str| Role::from_word(word).map(Role::label);
        let seen = looked.filter_map(|entry| Some((entry.at, role(&entry.role?)?))).collect();
        Ok(Some(CitizenOrder { seen, ..self.shown(&row, &acts) }))
    }

    fn shown(&self, row: &WorkOrderRow, acts: &[WorkOrderAct]) -> CitizenOrder {
        let order = row.order();
        let at = (self.world.now(), domain::Millis(row.due_at));
        let may = |act: Act| order.step(act, at, self.settings.orders.steps).is_ok();
        let past = acts.iter().filter_map(|act| told(act).map(|words| (act.at, words))).collect();
        CitizenOrder {
            number: row.number.clone(),
            order,
            unit: row.department.clone().or_else(|| row.hall.clone()),
            due_at: order.state.is_timed().then_some(row.due_at),
            answer: row.answer.clone().zip(row.answered_at),
            closed_at: row.closed_at,
            past,
            seen: Vec::new(),
            may_judge: may(Act::Judge(Opinion::Satisfied)) && order.contest != Contest::Excluded,
            may_object: may(Act::Object),
        }
    }

    /// Does what she asks with the order of this receipt; `false` when it is not possible any more.
    pub async fn citizen_act(&self, receipt: &OpenReceipt, ask: &CitizenAct) -> StorageResult<bool> {
        let Some(row) = self.db.work_order_of(receipt.row.id).await? else { return Ok(false) };
        let (act, words) = match ask {
            CitizenAct::Judge(opinion, words) => (Act::Judge(*opinion), words),
            CitizenAct::Object(words) => (Act::Object, words),
        };
        let words: String = words.trim().chars().filter(|c| !c.is_control()).take(MOST_WORDS).collect();
        let asked = Asked {
            act,
            words: Some(words.as_str()).filter(|w| !w.is_empty()),
            told: None,
            actor: None,
            place: None,
        };
        let calendar = self.calendar().await?;
        match self.step(&row, &asked, &calendar, self.world.now()) {
            Ok(step) => self.db.step_work_order(&step, &[]).await,
            Err(_) => Ok(false),
        }
    }
}

/// An act in her words; nothing of what is between officers.
fn told(act: &WorkOrderAct) -> Option<String> {
    let words = match act.act.as_str() {
        "open" => "已受理，转办理单位核实",
        "accept" => "办理单位开始核实",
        "transfer" => "转由负责的单位办理",
        "rectify_at_once" | "rectify_planned" => "情况属实，开始整改",
        "explain" => "准备书面说明",
        "contest" => "办理单位申请不予采纳，市民投诉中心审核",
        "keep" => "经审核，您的评价有效，继续办理",
        "exclude" => "经审核，评价不予采纳，不计入考核",
        "overturn" => "市民投诉中心改变了审核决定",
        "finish" => "整改完成",
        "reply" => "已答复",
        "grant_more_time" => "问题复杂，办理期限延长",
        "judge" => "您评价了答复",
        "object" => "您提出了异议",
        "call" => "电话回访",
        "see_phone" => "回访员查看了您的手机号，用于回访",
        "matched" => "转办理单位核实",
        "close_supervised" | "settle" => "办结",
        _ => return None,
    };
    Some(match act.told.as_deref().filter(|_| act.act == "finish") {
        Some(told) => format!("{words}：{told}"),
        None => words.to_owned(),
    })
}

impl CitizenOrder {
    /// The long limit was granted.
    pub fn is_long(&self) -> bool {
        self.order.more_time == MoreTime::Granted
    }

    /// It is over.
    pub fn is_closed(&self) -> bool {
        self.order.state == State::Closed
    }
}
