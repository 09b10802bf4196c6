//! Picking one place of many without script.

use crate::support::TestApp;
use crate::support::tree::*;
use domain::Role;
use storage::{Grant, Hall, Places};

/// So many halls that they are searched for.
async fn many_halls(app: &TestApp) {
    app.plant_tree().await;
    let hall = |n: i64| Hall {
        id: 1000 + n,
        division_code: TOWN.into(),
        name: format!("示例便民服务点{n:02}"),
        address: "示例路".into(),
    };
    let places = Places { halls: (0..40).map(hall).collect(), ..Places::default() };
    app.db().insert_places(&places).await.unwrap();
}

#[tokio::test]
async fn few_places_are_a_list() {
    let app = TestApp::sqlite().await;
    app.plant_tree().await;
    let mut desk = app.officer(Role::CityLead, Grant::default()).await;
    let form = desk.get(&format!("/office/windows/new?hall={HALL}")).await;
    form.shows("张店区马尚街道便民服务中心（马尚街道）");
    form.hides("hall_q");
    assert!(form.body.contains("value=\"101\" selected"), "{}", form.body);
}

#[tokio::test]
async fn many_places_are_searched_for_and_what_was_typed_is_kept() {
    for app in TestApp::both().await {
        many_halls(&app).await;
        let mut desk = app.officer(Role::CityLead, Grant::default()).await;
        let form = desk.get("/office/windows/new").await;
        form.shows("hall_q");
        form.hides("示例便民服务点07");
        let department = DEPARTMENT.to_string();
        let base = [("name", "7号窗口"), ("department", department.as_str())];
        let search = [("hall_q", "服务点0"), ("hall_asked", ""), ("find", "hall")];
        let found = desk.send_form("/office/windows/new", &[&base[..], &search].concat()).await;
        assert_eq!(found.status, 200);
        found.shows("value=\"1007\"");
        found.shows("7号窗口");
        found.hides("示例便民服务点17");
        assert!(found.body.contains("value=\"201\" selected"), "the department is kept");
        let chosen = [("hall_q", "服务点0"), ("hall_asked", "服务点0"), ("hall", "1007")];
        let saved = desk.send_form("/office/windows/new", &[&base[..], &chosen].concat()).await;
        assert_eq!(saved.status, 303, "{}", saved.body);
        desk.get(&saved.location()).await.shows("示例便民服务点07");
    }
}

#[tokio::test]
async fn words_that_were_not_searched_yet_are_searched_before_anything_is_saved() {
    let app = TestApp::sqlite().await;
    many_halls(&app).await;
    let mut desk = app.officer(Role::CityLead, Grant::default()).await;
    let department = DEPARTMENT.to_string();
    let base = [("name", "7号窗口"), ("department", department.as_str())];
    // An older choice still stands, but she has typed another place.
    let typed = [("hall_q", "服务点1"), ("hall_asked", ""), ("hall", "1007")];
    let asked = desk.send_form("/office/windows/new", &[&base[..], &typed].concat()).await;
    assert_eq!(asked.status, 200);
    asked.shows("已选：");
    asked.shows("value=\"1012\"");
    // The whole name leaves nothing to ask.
    let whole = [("hall_q", "示例便民服务点12"), ("hall_asked", "")];
    let saved = desk.send_form("/office/windows/new", &[&base[..], &whole].concat()).await;
    desk.get(&saved.location()).await.shows("示例便民服务点12");
    let nothing = [("hall_q", "没有的厅"), ("hall_asked", ""), ("find", "hall")];
    desk.send_form("/office/windows/new", &[&base[..], &nothing].concat())
        .await
        .shows("没有找到含“没有的厅”的结果");
    let missing = [("hall_q", ""), ("hall_asked", "")];
    let answer = desk.send_form("/office/windows/new", &[&base[..], &missing].concat()).await;
    assert_eq!(answer.status, 422);
    answer.shows("请选择大厅");
}
