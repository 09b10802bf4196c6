//! Which act leads from where to where, and what it needs.
//!
//! ```text
//! 待核实 ─签收→ 核实中 ─立行立改/限期整改→ 整改中 ─整改完成(有证明)→ 待反馈 ─答复→ 已反馈 ─满意/到期→ 办结
//!                     ├解释说明→ 解释说明 ─说明写好→ 待反馈          （实名）待回访 ─回访满意→ 办结
//!                     └申请不予采纳→ 申请不予采纳 ┬不予采纳→ 已反馈/待回访（可提一次异议）
//!                                                └予以采纳→ 核实中
//! 已反馈/待回访 ─不满意→ 重办（一次）→ 核实中 … 再不满意→ 督办 → 核实中 … 由市民投诉中心办结
//! ```

use super::{Act, CallResult, Disposition, Opinion, State};
use crate::Millis;

/// A request for the long limit (work plan, 二(五): 复杂问题 15 个自然日). Once in a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum MoreTime {
    /// Not asked for.
    #[default]
    Never,
    /// The centre has not decided.
    Asked,
    /// The long limit holds.
    Granted,
    /// The short one does.
    Refused,
}

impl MoreTime {
    const WORDS: [(MoreTime, &'static str); 4] = [
        (MoreTime::Never, "never"),
        (MoreTime::Asked, "asked"),
        (MoreTime::Granted, "granted"),
        (MoreTime::Refused, "refused"),
    ];

    /// The word it is stored as.
    pub fn word(self) -> &'static str {
        MoreTime::WORDS.into_iter().find(|(value, _)| *value == self).map_or("never", |(_, word)| word)
    }

    /// What this word stands for.
    pub fn from_word(word: &str) -> Option<MoreTime> {
        MoreTime::WORDS.into_iter().find(|(_, known)| *known == word).map(|(value, _)| value)
    }
}

/// Whether the rating counts (work plan, 二(五): 误评、恶意评价 are decided by 市民投诉中心).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Contest {
    /// Nobody doubts it.
    #[default]
    Never,
    /// The centre has to decide.
    Asked,
    /// It counts.
    Kept,
    /// 不予采纳、不计入考核.
    Excluded,
}

impl Contest {
    const WORDS: [(Contest, &'static str); 4] = [
        (Contest::Never, "never"),
        (Contest::Asked, "asked"),
        (Contest::Kept, "kept"),
        (Contest::Excluded, "excluded"),
    ];

    /// The word it is stored as.
    pub fn word(self) -> &'static str {
        Contest::WORDS.into_iter().find(|(value, _)| *value == self).map_or("never", |(_, word)| word)
    }

    /// What this word stands for.
    pub fn from_word(word: &str) -> Option<Contest> {
        Contest::WORDS.into_iter().find(|(_, known)| *known == word).map(|(value, _)| value)
    }
}

/// A work order, as far as rules ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Order {
    /// Where it stands.
    pub state: State,
    /// 1; 2 when it is done again; 3 and more under supervision.
    pub round: u16,
    /// 实名: she is called.
    pub real_name: bool,
    /// When this round's clock began.
    pub began: Millis,
    /// The long limit.
    pub more_time: MoreTime,
    /// Does the rating count?
    pub contest: Contest,
    /// She has objected to its exclusion.
    pub objected: bool,
    /// How it was dealt with.
    pub disposition: Option<Disposition>,
    /// The unit has spoken with her in this round.
    pub contacted: bool,
    /// Calls in vain since the answer.
    pub calls: u16,
    /// She was reached since the answer.
    pub reached: bool,
    /// What she said of the answer.
    pub opinion: Option<Opinion>,
    /// Hand-overs to another unit.
    pub transfers: u16,
}

/// The city's choices *(setting)*.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepRules {
    /// How often an order may be handed to another unit.
    pub transfers: u16,
    /// Calls in vain after which it is closed as 未接通.
    pub calls: u16,
}

impl Default for StepRules {
    fn default() -> Self {
        StepRules { transfers: 2, calls: 3 }
    }
}

/// Why an act is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refused {
    /// Not in this state.
    #[error("“{}”的整改单不能这样处理", .0.label())]
    NotNow(State),
    /// 整改完成 without proof.
    #[error("整改完成须附证明材料")]
    NeedsProof,
    /// It was done before and may be done once.
    #[error("只能申请一次")]
    Once,
    /// The limit is over.
    #[error("已过办理期限，不能再申请延期")]
    TooLate,
    /// Handed over too often.
    #[error("转办次数已满，请报市民投诉中心")]
    TooOften,
}

impl Order {
    /// A new one.
    pub const fn new(real_name: bool, now: Millis) -> Order {
        Order {
            state: State::Pending,
            round: 1,
            real_name,
            began: now,
            more_time: MoreTime::Never,
            contest: Contest::Never,
            objected: false,
            disposition: None,
            contacted: false,
            calls: 0,
            reached: false,
            opinion: None,
            transfers: 0,
        }
    }

    /// What the order is after the act. `due` is the end of its limit.
    ///
    /// # Errors
    ///
    /// Why the act is not possible now.
    pub fn step(self, act: Act, (now, due): (Millis, Millis), rules: StepRules) -> Result<Order, Refused> {
        use State::*;
        let not_now = Err(Refused::NotNow(self.state));
        let to = |state: State| Ok(Order { state, ..self });
        match (self.state, act) {
            (Pending | Redo | Supervised, Act::Accept) => to(Checking),
            (state, Act::Contact) if state.is_timed() => match self.contacted {
                false => Ok(Order { contacted: true, ..self }),
                true => Err(Refused::Once),
            },
            (Pending | Checking, Act::Transfer) if self.round == 1 => {
                match self.transfers < rules.transfers {
                    true => Ok(Order { state: Pending, transfers: self.transfers + 1, ..self }),
                    false => Err(Refused::TooOften),
                }
            }
            // Nobody else found the unit it belongs to.
            (Redo | Supervised, Act::Assign) => to(self.state),
            (state, Act::Assign) if state.is_with_unit() => to(Pending),
            (Checking, Act::RectifyAtOnce) => Ok(self.dealt(Rectifying, Disposition::AtOnce)),
            (Checking, Act::RectifyPlanned) => Ok(self.dealt(Rectifying, Disposition::Planned)),
            (Checking, Act::Explain) => Ok(self.dealt(Explaining, Disposition::Explained)),
            (Checking, Act::Contest(_)) => match self.contest {
                Contest::Never if self.round == 1 => {
                    Ok(Order { state: Contested, contest: Contest::Asked, ..self })
                }
                _ => Err(Refused::Once),
            },
            (Rectifying, Act::Finish { proofs }) => match proofs {
                0 => Err(Refused::NeedsProof),
                _ => to(ToReply),
            },
            (Explaining, Act::Explained) => to(ToReply),
            (ToReply, Act::Reply) => Ok(self.answered()),

            (state, Act::AskMoreTime) if state.is_timed() => match self.more_time {
                MoreTime::Never if now >= due => Err(Refused::TooLate),
                MoreTime::Never => Ok(Order { more_time: MoreTime::Asked, ..self }),
                _ => Err(Refused::Once),
            },
            (state, Act::GrantMoreTime) if state.is_timed() && self.more_time == MoreTime::Asked => {
                Ok(Order { more_time: MoreTime::Granted, ..self })
            }
            (state, Act::RefuseMoreTime) if state.is_timed() && self.more_time == MoreTime::Asked => {
                Ok(Order { more_time: MoreTime::Refused, ..self })
            }

            (Contested, Act::Exclude) => Ok(self.excluded()),
            (Contested, Act::Keep) => {
                Ok(Order { state: Checking, contest: Contest::Kept, disposition: None, ..self })
            }
            (Replied | ToCall | Closed, Act::Overturn) => match self.contest {
                Contest::Excluded => Ok(Order { contest: Contest::Kept, ..self.again(Checking, now) }),
                Contest::Kept => Ok(Order { objected: false, ..self }.excluded()),
                Contest::Never | Contest::Asked => not_now,
            },
            (Replied, Act::CloseSupervised) if self.is_supervised() => to(Closed),
            (ToCall, Act::CloseSupervised) if self.is_supervised() && self.reached => to(Closed),

            (ToCall, Act::Call(CallResult::Unreached)) => {
                let calls = self.calls + 1;
                let state = if calls >= rules.calls { Closed } else { ToCall };
                Ok(Order { calls, state, ..self })
            }
            (ToCall, Act::Call(CallResult::Reached(opinion))) => {
                Ok(Order { reached: true, ..self }.judged(opinion, Closed, now))
            }
            (Replied | ToCall, Act::Judge(opinion)) => {
                if self.opinion.is_some() {
                    return Err(Refused::Once);
                }
                // Who gave her name is called all the same.
                let content = if self.state == Replied { Closed } else { ToCall };
                Ok(self.judged(opinion, content, now))
            }
            (Replied | ToCall, Act::Object) if self.contest == Contest::Excluded => match self.objected {
                false => Ok(self.objects()),
                true => Err(Refused::Once),
            },
            (Replied, Act::Settle) if !self.is_supervised() => to(Closed),
            _ => not_now,
        }
    }

    /// Under supervision it is the complaint centre that closes it, whatever was said of the answer.
    pub const fn is_supervised(&self) -> bool {
        self.round >= 3
    }

    const fn dealt(self, state: State, disposition: Disposition) -> Order {
        Order { state, disposition: Some(disposition), ..self }
    }

    /// The answer has gone to the citizen.
    const fn answered(self) -> Order {
        let state = if self.real_name { State::ToCall } else { State::Replied };
        Order { state, calls: 0, reached: false, opinion: None, ..self }
    }

    /// The centre's decision, with its reason, is the answer.
    const fn excluded(self) -> Order {
        let order = Order { contest: Contest::Excluded, disposition: Some(Disposition::Excluded), ..self };
        order.answered()
    }

    const fn objects(self) -> Order {
        Order { state: State::Contested, contest: Contest::Asked, objected: true, ..self }
    }

    /// She has said what she thinks of the answer; `content` is where a contented one leads.
    fn judged(self, opinion: Opinion, content: State, now: Millis) -> Order {
        let order = Order { opinion: Some(opinion), ..self };
        let is_excluded = self.contest == Contest::Excluded;
        match opinion {
            Opinion::Satisfied | Opinion::Fair => Order { state: content, ..order },
            // Not content with an exclusion: the centre looks again, once.
            Opinion::Dissatisfied if is_excluded && !self.objected => order.objects(),
            Opinion::Dissatisfied if is_excluded => Order { state: content, ..order },
            Opinion::Dissatisfied if self.is_supervised() => order,
            Opinion::Dissatisfied => {
                let state = if self.round == 1 { State::Redo } else { State::Supervised };
                Order { round: self.round + 1, ..order.again(state, now) }
            }
        }
    }

    /// The clock begins anew.
    const fn again(self, state: State, now: Millis) -> Order {
        Order {
            state,
            began: now,
            more_time: MoreTime::Never,
            disposition: None,
            contacted: false,
            calls: 0,
            reached: false,
            opinion: None,
            ..self
        }
    }
}
