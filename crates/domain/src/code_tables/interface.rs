//! Tables of the national and provincial interface, named by its fields.

use super::{StandardItemType, code_table};

code_table! {
    /// 事项类型 (`taskType`): the seven types of “6+1” applied-for services, by their codes in
    /// GB/T 39046-2020 表 A.1. What else the interface knows is [`TaskType`].
    ItemType {
        Licence = "01" "行政许可",
        Payment = "05" "行政给付",
        Confirmation = "07" "行政确认",
        Award = "08" "行政奖励",
        Ruling = "09" "行政裁决",
        OtherPower = "10" "其他行政权力",
        PublicService = "20" "公共服务",
    }
}

code_table! {
    /// 办理状态 (`proStatus`).
    CaseState {
        Pending = "1" "待受理",
        Accepted = "2" "已受理",
        Finished = "3" "已办结",
    }
}

code_table! {
    /// 申请人类型 (`userProp`). GB/T 39046-2020 表 A.4 numbers the last ones differently: that table is
    /// [`super::ServiceObject`].
    ApplicantKind {
        Person = "1" "自然人",
        Company = "2" "企业法人",
        Institution = "3" "事业法人",
        Society = "4" "社会组织法人",
        UnincorporatedCompany = "5" "非法人企业",
        Authority = "6" "行政机关",
        Other = "9" "其他组织",
    }
}

code_table! {
    /// 办件类型 (`projectType`): 1 即办, 2 承诺, in step with GB/T 39046-2020 表 A.6
    /// ([`super::StandardCaseKind`]). Zhejiang's documents comment the same field the other way round
    /// (1 承诺, 2 即办): data from there is turned before it comes here.
    CaseKind {
        Immediate = "1" "即办件",
        Promised = "2" "承诺件",
    }
}

code_table! {
    /// 办件渠道 (`proChannel`). GB/T 39046-2020 says more in 表 A.5: [`super::HandleForm`].
    CaseChannel {
        Online = "1" "线上",
        Offline = "2" "线下",
    }
}

code_table! {
    /// Unit of a promised or legal time limit (`promiseType`, `anticipateType`). GB/T 39046-2020 has no
    /// such table.
    LimitUnit {
        Day = "0" "天",
        WorkingDay = "1" "工作日",
        Month = "2" "月",
        Year = "3" "年",
    }
}

/// 事项类型 as the interface takes it: one of the seven, or 99 for whatever is not applied for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskType {
    /// One of “6+1”.
    SixPlusOne(ItemType),
    /// Anything else, code 99.
    Other,
}

impl TaskType {
    /// What a local system calls the type, in the interface's terms: the seven are kept, the local 11 is
    /// 公共服务, every other code of two digits is 99. `None` for what is no type code at all.
    pub fn from_local(code: &str) -> Option<TaskType> {
        if let Some(item_type) = ItemType::from_cell(code) {
            return Some(TaskType::SixPlusOne(item_type));
        }
        match code {
            "11" => Some(TaskType::SixPlusOne(ItemType::PublicService)),
            _ if (1..=2).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit()) => {
                Some(TaskType::Other)
            }
            _ => StandardItemType::from_cell(code).map(|_| TaskType::Other),
        }
    }

    /// The interface's code.
    pub const fn code(self) -> &'static str {
        match self {
            TaskType::SixPlusOne(item_type) => item_type.code(),
            TaskType::Other => "99",
        }
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            TaskType::SixPlusOne(item_type) => item_type.label(),
            TaskType::Other => "其他事项",
        }
    }

    /// The type among the seven, if it is one.
    pub const fn six_plus_one(self) -> Option<ItemType> {
        match self {
            TaskType::SixPlusOne(item_type) => Some(item_type),
            TaskType::Other => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_local_eleven_is_public_service_and_what_is_not_applied_for_is_ninety_nine() {
        assert_eq!(TaskType::from_local("11").unwrap().code(), "20");
        for (local, code) in [("02", "99"), ("行政处罚", "99"), ("99", "99"), ("1", "01"), ("公共服务", "20")]
        {
            assert_eq!(TaskType::from_local(local).unwrap().code(), code, "{local}");
        }
        for text in ["", "许可", "001", "-1"] {
            assert_eq!(TaskType::from_local(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn only_the_seven_and_ninety_nine_are_ever_sent(code in "[0-9]{1,2}") {
            let sent = TaskType::from_local(&code).unwrap();
            prop_assert!(matches!(sent.code(), "01" | "05" | "07" | "08" | "09" | "10" | "20" | "99"));
            // What was sent reads back as itself.
            prop_assert_eq!(TaskType::from_local(sent.code()), Some(sent));
        }
    }
}
