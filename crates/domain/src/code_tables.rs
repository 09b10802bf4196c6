//! Code tables of the provincial interface and of GB/T 39046-2020, as types.
//!
//! Where two tables number the same thing differently, the enum stands between them and a property
//! test holds the maps together. To add a table: an entry of `code_table!`, the source in its doc.

macro_rules! code_table {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $code:literal $label:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $(#[doc = $label] $variant,)+ }

        impl $name {
            /// Every value, in the table's order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The code the interface uses.
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)+ }
            }

            /// The table's name for it.
            pub const fn label(self) -> &'static str {
                match self { $($name::$variant => $label,)+ }
            }

            /// The value of an interface code; `None` for a code the table does not have.
            pub fn from_code(code: &str) -> Option<$name> {
                match code { $($code => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

code_table! {
    /// 事项类型 (`taskType`): the seven types of “6+1” applied-for services, GB/T 39046-2020 表 A.1.
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
    /// 申请人类型 (`userProp`) of the interface. GB/T 39046-2020 表 A.4 numbers the last ones differently:
    /// see [`ApplicantKind::standard_code`].
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
    /// 办件类型 (`projectType`): 1 即办 2 承诺, as in GB/T 39046-2020 表 A.6 (one province comments it the
    /// other way round).
    CaseKind {
        Immediate = "1" "即办件",
        Promised = "2" "承诺件",
    }
}

code_table! {
    /// 办件渠道 (`proChannel`).
    CaseChannel {
        Online = "1" "线上",
        Offline = "2" "线下",
    }
}

impl ApplicantKind {
    /// 服务对象 of GB/T 39046-2020 表 A.4: 5 is 行政机关 and 6 其他组织 there; 非法人企业 has no code of
    /// its own and is 其他组织.
    pub const fn standard_code(self) -> &'static str {
        match self {
            ApplicantKind::Person => "1",
            ApplicantKind::Company => "2",
            ApplicantKind::Institution => "3",
            ApplicantKind::Society => "4",
            ApplicantKind::Authority => "5",
            ApplicantKind::UnincorporatedCompany | ApplicantKind::Other => "6",
        }
    }

    /// Reads a code of GB/T 39046-2020 表 A.4.
    pub fn from_standard_code(code: &str) -> Option<ApplicantKind> {
        Some(match code {
            "1" => ApplicantKind::Person,
            "2" => ApplicantKind::Company,
            "3" => ApplicantKind::Institution,
            "4" => ApplicantKind::Society,
            "5" => ApplicantKind::Authority,
            "6" => ApplicantKind::Other,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn there_are_seven_types_of_six_plus_one() {
        assert_eq!(ItemType::ALL.len(), 7);
        assert!(ItemType::from_code("02").is_none(), "行政处罚 is not applied for");
    }

    #[test]
    fn applicant_kinds_survive_the_other_table_but_for_the_one_it_lacks() {
        for &kind in ApplicantKind::ALL {
            let back = ApplicantKind::from_standard_code(kind.standard_code());
            let expected = match kind {
                ApplicantKind::UnincorporatedCompany => ApplicantKind::Other,
                kind => kind,
            };
            assert_eq!(back, Some(expected));
        }
    }

    proptest! {
        #[test]
        fn a_code_is_in_the_table_or_refused(code in "[0-9]{1,2}") {
            macro_rules! holds { ($($table:ident),+) => { $(
                prop_assert!($table::from_code(&code).is_none_or(|v| v.code() == code));
                prop_assert_eq!($table::from_code(&code).is_some(), $table::ALL.iter().any(|v| v.code() == code));
            )+ } }
            holds!(ItemType, CaseState, ApplicantKind, CaseKind, CaseChannel);
        }
    }
}
