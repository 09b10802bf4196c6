//! Where an officer may go: each place of the navigation with the permission it takes.
//!
//! To add a place: a line here; the work desk names it, too.

use app::office::{NavGroup, NavItem};
use domain::Permission::{self, *};
use usecases::Officer;

/// A place: label, path, what one does there, what it takes.
type Place = (&'static str, &'static str, &'static str, Permission);

const GROUPS: &[(&str, &[Place])] = &[
    (
        "",
        &[
            ("工作台", "/office", "", OwnAccount),
            ("到岗离岗", "/office/seat", "坐到窗口、离开窗口时登记", SitAtWindow),
        ],
    ),
    (
        "大厅",
        &[
            ("窗口", "/office/windows", "每个窗口的名称、部门和窗口码", ViewPlaces),
            ("大厅", "/office/halls", "政务服务中心、便民服务中心和站点", ViewPlaces),
            ("部门", "/office/departments", "在窗口提供服务的单位", ViewPlaces),
            ("区划", "/office/divisions", "市、区县、镇（街道）、村（社区）", ViewPlaces),
            ("人员", "/office/staff", "窗口工作人员和个人评价码", ViewStaff),
            ("值班", "/office/shifts", "谁在哪个窗口，评价就记到谁", ViewStaff),
            ("事项", "/office/items", "办什么事、在哪个窗口办", ViewPlaces),
            ("台牌", "/office/plates", "制作、核对、停用，看扫码次数", MakePlates),
            ("导入", "/office/import", "用 Excel 一次填好，可以撤销", EditWindows),
        ],
    ),
    ("差评", &[("差评整改", "/office/orders", "每一条差评核实、整改、答复、回访", ViewOrders)]),
    (
        "管理",
        &[
            ("账号", "/office/accounts", "建立、停用，发放一次性密码", ManageAccounts),
            ("角色", "/office/roles", "授予角色和管理范围", GrantRoles),
            ("操作记录", "/office/audit", "谁在什么时候做了什么、为什么", ReadAudit),
            ("放假安排", "/office/calendar", "工作日和节假日，期限按它算", EditCalendar),
            ("个人信息保存期限", "/office/retention", "到期自动清除，清除有记录", EditRetention),
            ("业务系统", "/office/partners", "哪些系统可以推送办件，发放接口密钥", ManagePartners),
            ("评价页面", "/office/province", "哪些评价转到省系统，从哪天起", LeadToProvince),
        ],
    ),
];

/// The groups that hold something for this officer; the place she is in, or below, is marked.
pub(in crate::web::office) fn groups(officer: &Officer, path: &str) -> Vec<NavGroup> {
    let may = |place: &&Place| officer.may(place.3);
    let groups = GROUPS.iter().map(|(label, places)| NavGroup {
        label,
        items: places
            .iter()
            .filter(may)
            .map(|(label, href, _, _)| NavItem { label, href, current: is_at(path, href) })
            .collect(),
    });
    groups.filter(|group| !group.items.is_empty()).collect()
}

/// Every place this officer may go to: label, path, what one does there.
pub(in crate::web::office) fn places(
    officer: &Officer,
) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let places = GROUPS.iter().flat_map(|(_, places)| places.iter());
    places.filter(|place| officer.may(place.3)).map(|(label, href, hint, _)| (*label, *href, *hint))
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
