//! Roles of the office and what each may do. A role says *what*; a [`Scope`](crate::Scope) says *where*.
//!
//! The twelve working roles follow the work plan's parties (市行政审批服务局、市大数据局、市政府市民投诉中心、区县、
//! 部门、镇街、村); inspection and callback are our additions. Three administrators are separated as 等保三级
//! asks (GB/T 22239-2019 8.1.5: 系统管理, 审计管理, 安全管理): the system administrator makes accounts that can do
//! nothing, the security administrator gives them a role, the audit administrator reads what both did.
//!
//! To add a role: a line in `roles!`, its rights in [`Role::rights`]; the compiler asks for the rest.

use Permission::*;

/// What a person may do in the office. Every route of the office names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Permission {
    /// One's own account: password, second factor, sessions. Everybody who is signed in.
    OwnAccount,
    /// See divisions, departments, halls, windows and items.
    ViewPlaces,
    /// Change the tree of divisions, functional zones included.
    EditDivisions,
    /// Change departments.
    EditDepartments,
    /// Open, move and close halls.
    EditHalls,
    /// Open, change and withdraw windows.
    EditWindows,
    /// See staff and who sits where.
    ViewStaff,
    /// Change staff.
    EditStaff,
    /// Change who sits where.
    EditShifts,
    /// Sign oneself in and out at a window.
    SitAtWindow,
    /// Change items and which window handles them.
    EditItems,
    /// Make, print, mount and withdraw plates.
    MakePlates,
    /// Import a year's holidays.
    EditCalendar,
    /// Set how long personal fields are kept, and see what was cleared.
    EditRetention,
    /// Make and disable accounts, give a one-time password.
    ManageAccounts,
    /// Give an account its role and scope, reset a second factor, end sessions.
    GrantRoles,
    /// Read and export the audit trail.
    ReadAudit,
    /// See a citizen's phone, name or ID number, each view with a reason.
    ViewPersonal,
    /// Let business systems hand over cases: whose, how many, with which keys.
    ManagePartners,
    /// Lead people to the province's own rating page, and back to ours.
    LeadToProvince,
    /// See the work orders of one's scope.
    ViewOrders,
    /// Act on them as the unit (承办单位).
    HandleOrders,
    /// Decide on exclusion and more time, close what is under supervision (市民投诉中心).
    DecideOrders,
    /// Call back those who gave their names.
    CallBack,
}

macro_rules! roles {
    ($($name:ident $word:literal $label:literal $place:ident)+) => {
        /// A role. An account has at most one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Role {
            $(#[doc = $label] $name,)+
        }

        impl Role {
            /// Every role.
            pub const ALL: [Role; [$($word),+].len()] = [$(Role::$name),+];

            /// The word in the database, in files and in URLs.
            pub const fn word(self) -> &'static str {
                match self { $(Role::$name => $word,)+ }
            }

            /// What people call it.
            pub const fn label(self) -> &'static str {
                match self { $(Role::$name => $label,)+ }
            }

            /// What kind of place its scope is.
            pub const fn place(self) -> RolePlace {
                match self { $(Role::$name => RolePlace::$place,)+ }
            }
        }
    };
}

/// What an account's scope must name, according to its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RolePlace {
    /// The whole city; nothing to choose.
    City,
    /// A district, county or functional zone.
    District,
    /// A town or street.
    Town,
    /// A village or community.
    Village,
    /// A department; its own division is the subtree.
    Department,
    /// A hall.
    Hall,
    /// A person of a hall's staff.
    Person,
}

roles! {
    SystemAdmin     "system_admin"     "系统管理员" City
    SecurityAdmin   "security_admin"   "安全管理员" City
    AuditAdmin      "audit_admin"      "审计管理员" City
    CityLead        "city_lead"        "市统筹" City
    DataBureau      "data_bureau"      "大数据局" City
    ComplaintCentre "complaint_centre" "市民投诉中心" City
    District        "district"         "区县" District
    Department      "department"       "部门" Department
    Town            "town"             "镇街" Town
    VillageClerk    "village_clerk"    "村录入员" Village
    HallManager     "hall_manager"     "大厅管理员" Hall
    WindowStaff     "window_staff"     "窗口人员" Person
    Leader          "leader"           "领导只读" City
    Inspection      "inspection"       "监察" City
    Callback        "callback"         "回访员" City
}

impl Role {
    /// The role of this word.
    pub fn from_word(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }

    /// What the role may do.
    pub const fn rights(self) -> &'static [Permission] {
        match self {
            Role::SystemAdmin => &[OwnAccount, ManageAccounts, EditCalendar],
            Role::SecurityAdmin => &[OwnAccount, GrantRoles, EditRetention],
            Role::AuditAdmin => &[OwnAccount, ReadAudit],
            Role::CityLead => &[
                OwnAccount,
                ViewPlaces,
                EditDivisions,
                EditDepartments,
                EditHalls,
                EditWindows,
                ViewStaff,
                EditStaff,
                EditShifts,
                EditItems,
                MakePlates,
                EditCalendar,
                ManagePartners,
                LeadToProvince,
                ViewOrders,
            ],
            Role::DataBureau => &[
                OwnAccount,
                ViewPlaces,
                EditDivisions,
                EditDepartments,
                EditHalls,
                EditWindows,
                ViewStaff,
                EditItems,
                MakePlates,
                ManagePartners,
                LeadToProvince,
            ],
            Role::District => &[
                OwnAccount,
                ViewPlaces,
                EditDepartments,
                EditHalls,
                EditWindows,
                ViewStaff,
                EditStaff,
                EditShifts,
                MakePlates,
                ViewOrders,
                HandleOrders,
            ],
            Role::Town => &[
                OwnAccount,
                ViewPlaces,
                EditHalls,
                EditWindows,
                ViewStaff,
                EditStaff,
                EditShifts,
                MakePlates,
                ViewOrders,
                HandleOrders,
            ],
            Role::Department => &[
                OwnAccount,
                ViewPlaces,
                EditWindows,
                ViewStaff,
                EditStaff,
                EditShifts,
                EditItems,
                MakePlates,
                ViewOrders,
                HandleOrders,
            ],
            Role::HallManager => &[
                OwnAccount,
                ViewPlaces,
                EditWindows,
                ViewStaff,
                EditStaff,
                EditShifts,
                MakePlates,
                ViewOrders,
                HandleOrders,
            ],
            Role::VillageClerk => &[OwnAccount, ViewPlaces],
            Role::WindowStaff => &[OwnAccount, ViewPlaces, SitAtWindow],
            Role::Leader => &[OwnAccount, ViewPlaces, ViewOrders],
            Role::Inspection => &[OwnAccount, ViewPlaces, ViewStaff, ViewOrders],
            Role::ComplaintCentre => &[OwnAccount, ViewPlaces, ViewPersonal, ViewOrders, DecideOrders],
            Role::Callback => &[OwnAccount, ViewPlaces, ViewPersonal, ViewOrders, CallBack],
        }
    }

    /// May the role do this?
    pub fn may(self, permission: Permission) -> bool {
        self.rights().contains(&permission)
    }

    /// Must the person have a second factor? Those who see personal data, who can change what others may do or
    /// read what they did, and those whose scope is the city.
    pub fn needs_second_factor(self) -> bool {
        self.may(ViewPersonal)
            || self.is_administrator()
            || self.may(EditDivisions)
            || self == Role::VillageClerk
            || self == Role::Inspection
    }

    /// One of the three separated administrators.
    pub const fn is_administrator(self) -> bool {
        matches!(self, Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_reads_back_from_its_word() {
        for role in Role::ALL {
            assert_eq!(Role::from_word(role.word()), Some(role));
            assert!(role.may(OwnAccount), "{role:?}");
        }
        assert_eq!(Role::from_word("root"), None);
    }

    #[test]
    fn none_of_the_three_administrators_can_do_anothers_work() {
        let [system, security, audit] = [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin];
        for (one, other) in [(system, security), (security, audit), (audit, system)] {
            let shared: Vec<_> =
                one.rights().iter().filter(|p| **p != OwnAccount && other.may(**p)).collect();
            assert!(shared.is_empty(), "{one:?} and {other:?} share {shared:?}");
        }
        for role in Role::ALL.into_iter().filter(|r| !r.is_administrator()) {
            assert!(![ManageAccounts, GrantRoles, ReadAudit].iter().any(|p| role.may(*p)), "{role:?}");
        }
    }

    #[test]
    fn whoever_sees_personal_data_has_a_second_factor() {
        for role in Role::ALL.into_iter().filter(|r| r.may(ViewPersonal)) {
            assert!(role.needs_second_factor(), "{role:?}");
        }
    }

    #[test]
    fn partners_are_kept_by_those_whose_scope_is_the_city_and_who_have_a_second_factor() {
        let keepers: Vec<_> = Role::ALL.into_iter().filter(|r| r.may(ManagePartners)).collect();
        assert_eq!(keepers, [Role::CityLead, Role::DataBureau]);
        assert!(keepers.iter().all(|r| r.place() == RolePlace::City && r.needs_second_factor()));
    }

    /// Who is complained of does not decide, who decides does not handle, and who calls has done neither.
    #[test]
    fn nobody_is_unit_and_centre_and_caller_at_once() {
        for role in Role::ALL {
            let parts = [HandleOrders, DecideOrders, CallBack].iter().filter(|p| role.may(**p)).count();
            assert!(parts <= 1, "{role:?}");
            assert!(parts == 0 || role.may(ViewOrders), "{role:?}");
        }
        assert!(!Role::WindowStaff.may(ViewOrders), "the person who was rated does not read it here");
    }

    #[test]
    fn no_administrator_touches_places_or_people_served() {
        for role in Role::ALL.into_iter().filter(|r| r.is_administrator()) {
            assert!(!role.may(ViewPlaces) && !role.may(ViewPersonal), "{role:?}");
        }
    }
}
