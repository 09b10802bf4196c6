//! What can be done with a work order, and by whom.

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Party {
    /// 承办单位: the unit that handled the case.
    Unit,
    /// 市民投诉中心.
    Centre,
    /// 回访员.
    Caller,
    /// Who rated.
    Citizen,
    /// Time has passed.
    Clock,
}

impl Party {
    /// The word it is stored as.
    pub const fn word(self) -> &'static str {
        match self {
            Party::Unit => "unit",
            Party::Centre => "centre",
            Party::Caller => "caller",
            Party::Citizen => "citizen",
            Party::Clock => "clock",
        }
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Party::Unit => "承办单位",
            Party::Centre => "市民投诉中心",
            Party::Caller => "回访员",
            Party::Citizen => "评价人",
            Party::Clock => "系统",
        }
    }

    /// The party of this word.
    pub fn from_word(word: &str) -> Option<Party> {
        [Party::Unit, Party::Centre, Party::Caller, Party::Citizen, Party::Clock]
            .into_iter()
            .find(|party| party.word() == word)
    }
}

/// How a unit deals with a rating that is right (work plan, 二(五): 立行立改; 说明理由、建立台账、限期整改; 解释说明).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Disposition {
    /// 立行立改.
    AtOnce,
    /// 说明理由、建立台账、限期整改.
    Planned,
    /// 解释说明: no basis in law.
    Explained,
    /// 不予采纳: decided by the complaint centre.
    Excluded,
}

impl Disposition {
    /// Every disposition.
    pub const ALL: [Disposition; 4] =
        [Disposition::AtOnce, Disposition::Planned, Disposition::Explained, Disposition::Excluded];

    /// The word it is stored as.
    pub const fn word(self) -> &'static str {
        match self {
            Disposition::AtOnce => "at_once",
            Disposition::Planned => "planned",
            Disposition::Explained => "explained",
            Disposition::Excluded => "excluded",
        }
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Disposition::AtOnce => "立行立改",
            Disposition::Planned => "限期整改",
            Disposition::Explained => "解释说明",
            Disposition::Excluded => "不予采纳",
        }
    }

    /// The disposition of this word.
    pub fn from_word(word: &str) -> Option<Disposition> {
        Disposition::ALL.into_iter().find(|d| d.word() == word)
    }
}

/// Why a unit holds that a rating should not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ground {
    /// 误评: another window or level was meant.
    Mistaken,
    /// 恶意评价.
    Malicious,
}

impl Ground {
    /// Every ground.
    pub const ALL: [Ground; 2] = [Ground::Mistaken, Ground::Malicious];

    /// The word it is stored as.
    pub const fn word(self) -> &'static str {
        match self {
            Ground::Mistaken => "mistaken",
            Ground::Malicious => "malicious",
        }
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Ground::Mistaken => "误评",
            Ground::Malicious => "恶意评价",
        }
    }

    /// The ground of this word.
    pub fn from_word(word: &str) -> Option<Ground> {
        Ground::ALL.into_iter().find(|g| g.word() == word)
    }
}

/// What the citizen says of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Opinion {
    /// 满意.
    Satisfied,
    /// 基本满意.
    Fair,
    /// 不满意.
    Dissatisfied,
}

impl Opinion {
    /// Every opinion, the best first.
    pub const ALL: [Opinion; 3] = [Opinion::Satisfied, Opinion::Fair, Opinion::Dissatisfied];

    /// The word it is stored as.
    pub const fn word(self) -> &'static str {
        match self {
            Opinion::Satisfied => "satisfied",
            Opinion::Fair => "fair",
            Opinion::Dissatisfied => "dissatisfied",
        }
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Opinion::Satisfied => "满意",
            Opinion::Fair => "基本满意",
            Opinion::Dissatisfied => "不满意",
        }
    }

    /// The opinion of this word.
    pub fn from_word(word: &str) -> Option<Opinion> {
        Opinion::ALL.into_iter().find(|o| o.word() == word)
    }
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CallResult {
    /// She was reached and said this of the answer.
    Reached(Opinion),
    /// Nobody answered, or she did not wish to talk.
    Unreached,
}

/// Something that is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Act {
    /// 签收: the unit begins to look into it.
    Accept,
    /// 首次联系: the unit has spoken with her.
    Contact,
    /// 转办 to another unit.
    Transfer,
    /// 属实, to be put right at once.
    RectifyAtOnce,
    /// 属实, to be put right by a day that is named.
    RectifyPlanned,
    /// No basis in law: to be explained.
    Explain,
    /// 申请不予采纳.
    Contest(Ground),
    /// 整改完成, with so many proofs.
    Finish {
        /// Pictures or documents that show it.
        proofs: u16,
    },
    /// 说明写好.
    Explained,
    /// 反馈: the answer goes to the citizen.
    Reply,
    /// 申请延期.
    AskMoreTime,
    /// 同意延期.
    GrantMoreTime,
    /// 不同意延期.
    RefuseMoreTime,
    /// 指派: the centre sends it to the unit it belongs to.
    Assign,
    /// 不予采纳.
    Exclude,
    /// 予以采纳: the rating stands.
    Keep,
    /// The centre takes its own decision back.
    Overturn,
    /// 督办办结.
    CloseSupervised,
    /// 回访.
    Call(CallResult),
    /// 评价答复.
    Judge(Opinion),
    /// 对不予采纳提出异议.
    Object,
    /// Nobody said anything of the answer in time.
    Settle,
}

/// An act without what goes with it, to be named in tables and buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActKind {
    /// The word it is stored as.
    pub word: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// Who does it.
    pub party: Party,
}

impl Act {
    /// Its name, and whose act it is.
    pub const fn kind(self) -> ActKind {
        use Party::*;
        let (word, label, party) = match self {
            Act::Accept => ("accept", "签收", Unit),
            Act::Contact => ("contact", "首次联系", Unit),
            Act::Transfer => ("transfer", "转办", Unit),
            Act::RectifyAtOnce => ("rectify_at_once", "立行立改", Unit),
            Act::RectifyPlanned => ("rectify_planned", "限期整改", Unit),
            Act::Explain => ("explain", "解释说明", Unit),
            Act::Contest(_) => ("contest", "申请不予采纳", Unit),
            Act::Finish { .. } => ("finish", "整改完成", Unit),
            Act::Explained => ("explained", "说明写好", Unit),
            Act::Reply => ("reply", "答复", Unit),
            Act::AskMoreTime => ("ask_more_time", "申请延期", Unit),
            Act::GrantMoreTime => ("grant_more_time", "同意延期", Centre),
            Act::RefuseMoreTime => ("refuse_more_time", "不同意延期", Centre),
            Act::Assign => ("assign", "指派", Centre),
            Act::Exclude => ("exclude", "不予采纳", Centre),
            Act::Keep => ("keep", "予以采纳", Centre),
            Act::Overturn => ("overturn", "改变决定", Centre),
            Act::CloseSupervised => ("close_supervised", "督办办结", Centre),
            Act::Call(_) => ("call", "回访", Caller),
            Act::Judge(_) => ("judge", "评价答复", Citizen),
            Act::Object => ("object", "提出异议", Citizen),
            Act::Settle => ("settle", "到期办结", Clock),
        };
        ActKind { word, label, party }
    }

    /// One of every kind, with what can go with it.
    pub fn every() -> Vec<Act> {
        let mut acts = vec![
            Act::Accept,
            Act::Contact,
            Act::Transfer,
            Act::RectifyAtOnce,
            Act::RectifyPlanned,
            Act::Explain,
            Act::Finish { proofs: 0 },
            Act::Finish { proofs: 1 },
            Act::Explained,
            Act::Reply,
            Act::AskMoreTime,
            Act::GrantMoreTime,
            Act::RefuseMoreTime,
            Act::Assign,
            Act::Exclude,
            Act::Keep,
            Act::Overturn,
            Act::CloseSupervised,
            Act::Call(CallResult::Unreached),
            Act::Object,
            Act::Settle,
        ];
        acts.extend(Ground::ALL.map(Act::Contest));
        acts.extend(Opinion::ALL.map(Act::Judge));
        acts.extend(Opinion::ALL.map(|opinion| Act::Call(CallResult::Reached(opinion))));
        acts
    }
}
