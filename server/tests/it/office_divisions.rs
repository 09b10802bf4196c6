//! The tree of divisions in the office.

use crate::support::TestApp;
use crate::support::tree::{CITY, DISTRICT, HALL, OTHER_DISTRICT, OTHER_TOWN, TOWN, VILLAGE};
use domain::Role;
use storage::Grant;

const ZONE: &str = "370391000000";

fn below(division: &str) -> Grant {
    Grant { division_code: Some(division.into()), ..Grant::default() }
}

#[tokio::test]
async fn the_tree_is_walked_level_by_level_and_searched_over_all_levels() {
    for app in TestApp::both().await {
        app.plant_tree().await;
        let mut desk = app.officer(Role::CityLead, Grant::default()).await;
        let top = desk.get("/office/divisions").await;
        top.shows("张店区");
        top.shows("/office/divisions?below=370303000000");
        top.hides("马尚街道");
        let town = desk.get(&format!("/office/divisions?below={TOWN}")).await;
        town.shows("示例社区居委会");
        // The way down stands above the list.
        town.shows(&format!("/office/divisions?below={DISTRICT}"));
        let found = desk.get("/office/divisions?q=%E9%A9%AC%E5%B0%9A").await;
        found.shows(TOWN);
        desk.get("/office/divisions?q=370303009001").await.shows("示例社区居委会");
        desk.get(&format!("/office/divisions/{TOWN}")).await.shows("张店区马尚街道便民服务中心");
    }
}

#[tokio::test]
async fn a_district_sees_its_own_part_of_the_tree_only() {
    for app in TestApp::both().await {
        app.plant_tree().await;
        let mut desk = app.officer(Role::District, below(DISTRICT)).await;
        let top = desk.get("/office/divisions").await;
        top.shows("马尚街道");
        top.hides("博山区");
        for path in [
            format!("/office/divisions/{OTHER_DISTRICT}"),
            format!("/office/divisions?below={OTHER_TOWN}"),
            format!("/office/divisions/{CITY}"),
            "/office/divisions/x".into(),
        ] {
            assert_eq!(desk.get(&path).await.status, 404, "{path}");
        }
        // Its role does not change the tree at all.
        assert_eq!(desk.get(&format!("/office/divisions/{TOWN}/edit")).await.status, 403);
        let fields = [("name", "改名"), ("version", "1")];
        let answer = desk.send_form(&format!("/office/divisions/{TOWN}/edit"), &fields).await;
        assert_eq!(answer.status, 403);
    }
}

#[tokio::test]
async fn a_hall_manager_sees_the_division_of_her_hall() {
    for app in TestApp::both().await {
        app.plant_tree().await;
        let grant = Grant { hall_id: Some(HALL), ..below(CITY) };
        let mut desk = app.officer(Role::HallManager, grant).await;
        desk.get("/office/divisions").await.shows("示例社区居委会");
        assert_eq!(desk.get(&format!("/office/divisions/{DISTRICT}")).await.status, 404);
        assert_eq!(desk.get(&format!("/office/divisions/{TOWN}")).await.status, 200);
    }
}

#[tokio::test]
async fn a_town_given_to_a_zone_is_managed_there_and_counted_where_it_was() {
    for app in TestApp::both().await {
        app.plant_tree().await;
        let mut desk = app.officer(Role::CityLead, Grant::default()).await;
        desk.get("/office/divisions/new").await.shows("高新区 370391");
        let zone = [("kind", "zone"), ("code", "370391"), ("name", "高新区"), ("manager", "")];
        let added = desk.send_form("/office/divisions/new", &zone).await;
        assert_eq!(added.location(), format!("/office/divisions/{ZONE}"));
        let again = desk.send_form("/office/divisions/new", &zone).await;
        assert_eq!(again.status, 422);
        again.shows("这个代码已有区划使用");
        desk.get("/office/divisions/new").await.hides("高新区 370391");

        app.wait(1000);
        let give = [("name", "马尚街道"), ("manager", ZONE), ("version", "1")];
        let given = desk.send_form(&format!("/office/divisions/{TOWN}/edit"), &give).await;
        assert_eq!(given.status, 303, "{}", given.body);
        let page = desk.get(&format!("/office/divisions/{TOWN}")).await;
        page.shows("高新区");
        page.shows("管理隶属");
        desk.get(&format!("/office/divisions?below={DISTRICT}")).await.shows("由高新区管理");
        desk.get(&format!("/office/divisions?below={ZONE}")).await.shows("统计隶属张店区");

        // What people may see follows at once.
        let mut district = app.officer(Role::District, below(DISTRICT)).await;
        assert_eq!(district.get(&format!("/office/halls/{HALL}")).await.status, 404);
        let mut zone = app.officer(Role::Town, below(ZONE)).await;
        assert_eq!(zone.get(&format!("/office/halls/{HALL}")).await.status, 200);
        assert_eq!(zone.get(&format!("/office/divisions/{VILLAGE}")).await.status, 200);

        // And back.
        let back = [("name", "马尚街道"), ("manager", ""), ("version", "2")];
        desk.send_form(&format!("/office/divisions/{TOWN}/edit"), &back).await;
        assert_eq!(district.get(&format!("/office/halls/{HALL}")).await.status, 200);
        desk.get(&format!("/office/divisions/{TOWN}")).await.shows("管理隶属：高新区 → 无");
    }
}

#[tokio::test]
async fn nobody_is_put_below_herself() {
    for app in TestApp::both().await {
        app.plant_tree().await;
        let mut desk = app.officer(Role::CityLead, Grant::default()).await;
        for (division, manager) in
            [(DISTRICT, TOWN), (DISTRICT, DISTRICT), (TOWN, OTHER_TOWN), (TOWN, VILLAGE)]
        {
            let fields = [("name", "某区划"), ("manager", manager), ("version", "1")];
            let answer = desk.send_form(&format!("/office/divisions/{division}/edit"), &fields).await;
            assert_eq!(answer.status, 422, "{division} below {manager}");
            answer.shows("高一级或更高");
        }
        let nowhere = [("name", "某区划"), ("manager", "370399000000"), ("version", "1")];
        assert_eq!(desk.send_form(&format!("/office/divisions/{TOWN}/edit"), &nowhere).await.status, 422);
    }
}

#[tokio::test]
async fn a_new_division_stands_where_its_code_says() {
    for app in TestApp::both().await {
        app.plant_tree().await;
        let mut desk = app.officer(Role::CityLead, Grant::default()).await;
        let mut add = async |code: &str, kind: &str| {
            let fields = [("kind", kind), ("code", code), ("name", "示例新区划"), ("manager", "")];
            desk.send_form("/office/divisions/new", &fields).await
        };
        assert_eq!(add("370303009002", "division").await.status, 303);
        for (code, kind, says) in [
            ("3703", "division", "应为 12 位数字"),
            ("370305001000", "division", "上级区划不在您管理的范围内"),
            ("370303009003", "zone", "功能区的代码应为6位"),
            ("370400", "division", "不能新增市级区划"),
        ] {
            let answer = add(code, kind).await;
            assert_eq!(answer.status, 422, "{code}");
            answer.shows(says);
            answer.shows("示例新区划");
        }
        desk.get(&format!("/office/divisions?below={TOWN}")).await.shows("示例新区划");
    }
}

#[tokio::test]
async fn a_division_is_not_retired_while_something_open_hangs_below() {
    for app in TestApp::both().await {
        app.plant_tree().await;
        let mut desk = app.officer(Role::CityLead, Grant::default()).await;
        let reason = [("reason", "区划调整"), ("version", "1")];
        let town = desk.send_form(&format!("/office/divisions/{TOWN}/retire"), &reason).await;
        town.shows("“马尚街道”还有使用中的1个下级区划、1个大厅");
        assert_eq!(town.status, 422);
        let silent =
            desk.send_form(&format!("/office/divisions/{VILLAGE}/retire"), &[("version", "1")]).await;
        silent.shows("请写明停用原因");
        let village = desk.send_form(&format!("/office/divisions/{VILLAGE}/retire"), &reason).await;
        assert_eq!(village.status, 303, "{}", village.body);
        desk.get(&format!("/office/divisions/{VILLAGE}")).await.shows("事由：区划调整");
        // It can no longer be chosen.
        let hall = [("division", VILLAGE), ("name", "示例点"), ("address", "示例路")];
        assert_eq!(desk.send_form("/office/halls/new", &hall).await.status, 422);
        let restore =
            desk.send_form(&format!("/office/divisions/{VILLAGE}/restore"), &[("version", "2")]).await;
        assert_eq!(restore.status, 303);
        assert_eq!(desk.send_form("/office/halls/new", &hall).await.status, 303);
    }
}

#[tokio::test]
async fn two_who_change_one_division_choose_again() {
    for app in TestApp::both().await {
        app.plant_tree().await;
        let mut desk = app.officer(Role::CityLead, Grant::default()).await;
        let path = format!("/office/divisions/{TOWN}/edit");
        let first = [("name", "马尚街街道"), ("manager", ""), ("version", "1")];
        assert_eq!(desk.send_form(&path, &first).await.status, 303);
        let second = [("name", "马尚镇"), ("manager", ""), ("version", "1")];
        let answer = desk.send_form(&path, &second).await;
        assert_eq!(answer.status, 409);
        answer.shows("马尚街街道");
        answer.shows("马尚镇");
    }
}
