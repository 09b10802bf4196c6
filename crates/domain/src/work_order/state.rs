//! States of a work order, in the words of the trade.

macro_rules! states {
    ($($(#[$doc:meta])* $name:ident $word:literal $label:literal $plain:literal)+) => {
        /// Where a work order stands.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum State {
            $($(#[$doc])* $name,)+
        }

        impl State {
            /// Every state, in the order of a usual course.
            pub const ALL: &'static [State] = &[$(State::$name,)+];

            /// The word it is stored as.
            pub const fn word(self) -> &'static str {
                match self { $(State::$name => $word,)+ }
            }

            /// What officers call it.
            pub const fn label(self) -> &'static str {
                match self { $(State::$name => $label,)+ }
            }

            /// What the citizen is told.
            pub const fn plain(self) -> &'static str {
                match self { $(State::$name => $plain,)+ }
            }
        }
    };
}

states! {
    /// The unit has not looked at it yet.
    Pending     "pending"     "待核实"         "已转给办理单位，等待核实"
    /// The unit looks into it.
    Checking    "checking"    "核实中"         "办理单位正在核实"
    /// It is being put right.
    Rectifying  "rectifying"  "整改中"         "情况属实，正在整改"
    /// What is asked for has no basis in law: an explanation is being written.
    Explaining  "explaining"  "解释说明"       "办理单位正在准备书面说明"
    /// The unit holds the rating for mistaken or malicious; the complaint centre decides.
    Contested   "contested"   "申请不予采纳"   "办理单位对这次评价有不同意见，市民投诉中心正在审核"
    /// It is done; the citizen must be answered.
    ToReply     "to_reply"    "待反馈"         "处理已有结果，正在准备答复"
    /// She was answered.
    Replied     "replied"     "已反馈"         "已答复，请您评价这次答复"
    /// She gave her name and is called.
    ToCall      "to_call"     "待回访"         "已答复，工作人员将电话回访"
    /// She is not satisfied: once more.
    Redo        "redo"        "重办"           "您对答复不满意，正在重新办理"
    /// Not satisfied twice: the city watches.
    Supervised  "supervised"  "督办"           "已由上级督办"
    /// Over.
    Closed      "closed"      "办结"           "已办结"
}

impl State {
    /// The state of this word.
    pub fn from_word(word: &str) -> Option<State> {
        State::ALL.iter().copied().find(|state| state.word() == word)
    }

    /// Is the unit to act?
    pub const fn is_with_unit(self) -> bool {
        use State::*;
        matches!(self, Pending | Checking | Rectifying | Explaining | ToReply | Redo | Supervised)
    }

    /// Does the legal clock run? It stands once the citizen has her answer.
    pub const fn is_timed(self) -> bool {
        !matches!(self, State::Replied | State::ToCall | State::Closed)
    }
}
