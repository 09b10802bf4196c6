//! Lists as files, and ratings that stay with the places as they were.

use crate::support::TestApp;
use crate::support::tree::*;
use domain::{Role, WindowCode};
use storage::{Grant, NewWindow, Places};

#[tokio::test]
async fn a_list_goes_out_whole_as_it_is_on_the_screen() {
    for app in TestApp::both().await {
        app.plant_tree().await;
        let window = |n: i64| NewWindow {
            id: 10_000 + n,
            hall_id: HALL,
            department_id: DEPARTMENT,
            code: WindowCode::from_random(10_000 + n as u64),
            name: format!("{n:04}号窗口"),
        };
        let mut places = Places { windows: (0..2300).map(window).collect(), ..Places::default() };
        places.windows[7].name = "=HYPERLINK(\"x\")".into();
        app.db().insert_places(&places).await.unwrap();
        let mut desk = app.officer(Role::CityLead, Grant::default()).await;
        let list = desk.get(&format!("/office/windows?hall={HALL}&sort=name&down=1")).await;
        let link = format!("/office/windows/export?hall={HALL}&amp;sort=name&amp;down=1&amp;format=csv");
        list.shows(&link);
        let file = desk.get(&link.replace("&amp;", "&")).await;
        assert_eq!(file.status, 200);
        assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
        let lines: Vec<&str> = file.body.lines().collect();
        assert_eq!(lines.len(), 2302, "a head, 2300 and the window of the tree");
        let numbers: Vec<&str> = lines.iter().filter_map(|line| line.split("号窗口,").next()).collect();
        let numbers: Vec<u32> = numbers.iter().filter_map(|n| n.parse().ok()).collect();
        assert!(numbers.len() == 2299 && numbers.is_sorted_by(|a, b| a > b), "{numbers:?}");
        file.shows("'=HYPERLINK");
        let narrowed = desk.get("/office/windows/export?q=0042&format=csv").await;
        assert_eq!(narrowed.body.lines().count(), 2);
        let workbook = desk.get("/office/windows/export?q=0042&format=xlsx").await;
        assert!(workbook.body.starts_with("PK"), "a workbook is a package");
        for list in ["halls", "departments", "divisions"] {
            let file = desk.get(&format!("/office/{list}/export?format=csv")).await;
            assert_eq!(file.status, 200);
            file.shows("马尚街道".get(..if list == "departments" { 0 } else { 12 }).unwrap());
        }
        let entries = app.db().audit_of("windows", "", 9).await.unwrap();
        assert_eq!(entries.len(), 3);
        assert_eq!(entries[0].action, "windows.export");
        assert!(entries[0].detail.as_deref().unwrap().contains("q=0042"));
    }
}

#[tokio::test]
async fn ratings_stay_with_the_places_as_they_were() {
    for app in TestApp::both().await {
        app.plant_tree().await;
        let path = format!("/w/{}", WindowCode::from_random(WINDOW as u64));
        let rating = [("level", "5")];
        let first = app.browser().rate(&path, &rating).await;
        assert_eq!(first.status, 303, "{}", first.body);
        app.wait(60_000);
        let mut desk = app.officer(Role::CityLead, Grant::default()).await;
        let fields = [("name", "改名的窗口"), ("hall", "102"), ("department", "202"), ("version", "1")];
        let moved = desk.send_form(&format!("/office/windows/{WINDOW}/edit"), &fields).await;
        assert_eq!(moved.status, 303, "{}", moved.body);
        app.wait(60_000);
        // The hall it left, the one it came to and its department are renamed later.
        for (hall, division, name) in [(HALL, TOWN, "改名的旧厅"), (OTHER_HALL, OTHER_TOWN, "改名的新厅")]
        {
            let fields = [("division", division), ("name", name), ("address", "某路"), ("version", "1")];
            assert_eq!(desk.send_form(&format!("/office/halls/{hall}/edit"), &fields).await.status, 303);
        }
        app.wait(60_000);
        let second = app.browser().rate(&path, &rating).await;
        assert_eq!(second.status, 303, "{}", second.body);
        let rows = app.db().export_page(0, 10).await.unwrap();
        let place = |n: usize| {
            let row = &rows[n];
            [&row.hall, &row.window_name, &row.department].map(|name| name.clone().unwrap_or_default())
        };
        assert_eq!(place(0), ["张店区马尚街道便民服务中心", "3号综合窗口", "示例区审批局"]);
        assert_eq!(place(1), ["改名的新厅", "改名的窗口", "示例博山审批局"]);
        // The receipt of the first names what was rated.
        let receipt = app.browser().get(&first.location()).await;
        receipt.hides("改名的窗口");
    }
}
