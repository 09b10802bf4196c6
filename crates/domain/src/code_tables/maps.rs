//! From the interface's tables to those of GB/T 39046-2020 and back. `From` where every value has its
//! counterpart; a named function that returns `Option`, or a list, where it has not.

use super::{
    ApplicantKind, CaseChannel, CaseKind, HandleForm, ItemType, ServiceObject, StandardCaseKind,
    StandardItemType,
};

impl From<ItemType> for StandardItemType {
    fn from(item_type: ItemType) -> Self {
        match item_type {
            ItemType::Licence => StandardItemType::Licence,
            ItemType::Payment => StandardItemType::Payment,
            ItemType::Confirmation => StandardItemType::Confirmation,
            ItemType::Award => StandardItemType::Award,
            ItemType::Ruling => StandardItemType::Ruling,
            ItemType::OtherPower => StandardItemType::OtherPower,
            ItemType::PublicService => StandardItemType::PublicService,
        }
    }
}

impl StandardItemType {
    /// The type among “6+1”; `None` for powers nobody applies for (处罚, 强制, 征收, 检查).
    pub fn six_plus_one(self) -> Option<ItemType> {
        ItemType::ALL.iter().copied().find(|t| StandardItemType::from(*t) == self)
    }
}

/// 非法人企业 has no code of its own in 表 A.4 and is 其他组织 there.
impl From<ApplicantKind> for ServiceObject {
    fn from(kind: ApplicantKind) -> Self {
        match kind {
            ApplicantKind::Person => ServiceObject::Person,
            ApplicantKind::Company => ServiceObject::Company,
            ApplicantKind::Institution => ServiceObject::Institution,
            ApplicantKind::Society => ServiceObject::Society,
            ApplicantKind::Authority => ServiceObject::Authority,
            ApplicantKind::UnincorporatedCompany | ApplicantKind::Other => ServiceObject::Other,
        }
    }
}

impl From<ServiceObject> for ApplicantKind {
    fn from(object: ServiceObject) -> Self {
        match object {
            ServiceObject::Person => ApplicantKind::Person,
            ServiceObject::Company => ApplicantKind::Company,
            ServiceObject::Institution => ApplicantKind::Institution,
            ServiceObject::Society => ApplicantKind::Society,
            ServiceObject::Authority => ApplicantKind::Authority,
            ServiceObject::Other => ApplicantKind::Other,
        }
    }
}

impl From<CaseKind> for StandardCaseKind {
    fn from(kind: CaseKind) -> Self {
        match kind {
            CaseKind::Immediate => StandardCaseKind::Immediate,
            CaseKind::Promised => StandardCaseKind::Promised,
        }
    }
}

impl StandardCaseKind {
    /// The interface's `projectType`; `None` for 其他, which it lacks.
    pub const fn interface(self) -> Option<CaseKind> {
        match self {
            StandardCaseKind::Immediate => Some(CaseKind::Immediate),
            StandardCaseKind::Promised => Some(CaseKind::Promised),
            StandardCaseKind::Other => None,
        }
    }
}

impl HandleForm {
    /// The interface's `proChannel`; `None` for 其他, which may be either. What comes by post is handled
    /// off line (our reading; neither document says so).
    pub const fn channel(self) -> Option<CaseChannel> {
        match self {
            HandleForm::Computer | HandleForm::Mobile => Some(CaseChannel::Online),
            HandleForm::Window | HandleForm::Post => Some(CaseChannel::Offline),
            HandleForm::Other => None,
        }
    }
}

impl CaseChannel {
    /// The forms of 表 A.5 that this channel can be. The interface does not say which.
    pub const fn handle_forms(self) -> &'static [HandleForm] {
        match self {
            CaseChannel::Online => &[HandleForm::Computer, HandleForm::Mobile],
            CaseChannel::Offline => &[HandleForm::Window, HandleForm::Post],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;

    #[test]
    fn the_same_digit_is_another_applicant_in_the_other_table() {
        assert_eq!(ApplicantKind::from_code("5"), Some(ApplicantKind::UnincorporatedCompany));
        assert_eq!(ServiceObject::from_code("5"), Some(ServiceObject::Authority));
        assert_eq!(ServiceObject::from(ApplicantKind::Authority).code(), "5");
        assert_eq!(ApplicantKind::from(ServiceObject::Other).code(), "9");
    }

    proptest! {
        #[test]
        fn applicants_survive_the_other_table_but_for_the_one_it_lacks(kind in select(ApplicantKind::ALL)) {
            let back = ApplicantKind::from(ServiceObject::from(kind));
            let lost = kind == ApplicantKind::UnincorporatedCompany;
            prop_assert_eq!(back, if lost { ApplicantKind::Other } else { kind });
            prop_assert_eq!(ServiceObject::from(kind).label() == kind.label(), !lost, "same name, same thing");
        }

        #[test]
        fn service_objects_survive_the_interface(object in select(ServiceObject::ALL)) {
            prop_assert_eq!(ServiceObject::from(ApplicantKind::from(object)), object);
            // Below 5 the tables agree; from 5 on no digit means the same in both.
            let same_digit = ApplicantKind::from_code(object.code());
            prop_assert_eq!(same_digit.map(|k| k.label() == object.label()), Some(object.code() < "5"));
        }

        #[test]
        fn item_types_and_case_kinds_keep_code_and_name(
            item in select(ItemType::ALL),
            kind in select(CaseKind::ALL),
        ) {
            let standard = StandardItemType::from(item);
            prop_assert_eq!((standard.code(), standard.label()), (item.code(), item.label()));
            prop_assert_eq!(standard.six_plus_one(), Some(item));
            let standard = StandardCaseKind::from(kind);
            prop_assert_eq!((standard.code(), standard.label()), (kind.code(), kind.label()));
            prop_assert_eq!(standard.interface(), Some(kind));
        }

        #[test]
        fn a_form_belongs_to_the_channel_that_lists_it(form in select(HandleForm::ALL)) {
            for channel in CaseChannel::ALL {
                prop_assert_eq!(channel.handle_forms().contains(&form), form.channel() == Some(*channel));
            }
        }
    }

    #[test]
    fn powers_nobody_applies_for_are_not_among_the_seven() {
        let outside = StandardItemType::ALL.iter().filter(|t| t.six_plus_one().is_none());
        assert_eq!(outside.map(|t| t.code()).collect::<Vec<_>>(), ["02", "03", "04", "06"]);
    }
}
