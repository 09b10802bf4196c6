//! Where an officer may go: each place of the navigation with the permission it takes.
//!
//! To add a place: a line here.

use app::office::{NavGroup, NavItem};
use domain::Permission::{self, *};
use usecases::Officer;

/// A place: label, path, what it takes.
type Place = (&'static str, &'static str, Permission);

const GROUPS: &[(&str, &[Place])] = &[
    ("", &[("首页", "/office", OwnAccount), ("到岗离岗", "/office/seat", SitAtWindow)]),
    (
        "大厅",
        &[
            ("窗口", "/office/windows", ViewPlaces),
            ("大厅", "/office/halls", ViewPlaces),
            ("部门", "/office/departments", ViewPlaces),
            ("区划", "/office/divisions", ViewPlaces),
            ("人员", "/office/staff", ViewStaff),
            ("值班", "/office/shifts", ViewStaff),
            ("事项", "/office/items", ViewPlaces),
            ("台牌", "/office/plates", MakePlates),
            ("导入", "/office/import", EditWindows),
        ],
    ),
    (
        "管理",
        &[
            ("账号", "/office/accounts", ManageAccounts),
            ("角色", "/office/roles", GrantRoles),
            ("操作记录", "/office/audit", ReadAudit),
            ("放假安排", "/office/calendar", EditCalendar),
            ("个人信息保存期限", "/office/retention", EditRetention),
        ],
    ),
];

/// The groups that hold something for this officer; the place she is in, or below, is marked.
pub(in crate::web::office) fn groups(officer: &Officer, path: &str) -> Vec<NavGroup> {
    let may = |place: &&Place| officer.may(place.2);
    let groups = GROUPS.iter().map(|(label, places)| NavGroup {
        label,
        items: places
            .iter()
            .filter(may)
            .map(|(label, href, _)| NavItem { label, href, current: is_at(path, href) })
            .collect(),
    });
    groups.filter(|group| !group.items.is_empty()).collect()
}

fn is_at(path: &str, href: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    path == href || (href != "/office" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
}

#[cfg(test)]
mod tests {
    use super::is_at;

    #[test]
    fn the_place_one_is_in_or_below_is_marked() {
        for (path, href, at) in [
            ("/office", "/office", true),
            ("/office/windows", "/office", false),
            ("/office/windows?q=1", "/office/windows", true),
            ("/office/windows/7/edit", "/office/windows", true),
            ("/office/windows-old", "/office/windows", false),
        ] {
            assert_eq!(is_at(path, href), at, "{path} {href}");
        }
    }
}
