use crate::support::TestApp;
use axum::http::StatusCode;
use domain::{Millis, WindowCode};

#[tokio::test]
async fn a_code_no_window_has_and_a_mistyped_one_lead_on_to_a_search() {
    for app in TestApp::both().await {
        let unknown = WindowCode::from_random(1);
        let mut mistyped = app.window.to_string();
        mistyped.replace_range(6..7, if mistyped.ends_with('0') { "1" } else { "0" });
        for code in [unknown.to_string(), mistyped, "QQ".into(), "%E4%B8%80".into()] {
            let page = app.browser().get(&format!("/w/{code}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{code}");
            page.shows("name=\"q\"");
        }
    }
}

#[tokio::test]
async fn a_code_is_read_in_any_case_and_with_blanks() {
    let app = TestApp::sqlite().await;
    let code = app.window.to_string().to_lowercase();
    assert_eq!(app.browser().get(&format!("/w/{code}")).await.status, StatusCode::OK);
    let found = app.browser().get(&format!("/w?q={}%20{}", &code[..3], &code[3..])).await;
    assert_eq!(found.location(), app.path());
}

#[tokio::test]
async fn halls_and_windows_are_found_by_name() {
    for app in TestApp::both().await {
        let page = app.browser().get("/w?q=%E7%A4%BA%E4%BE%8B").await;
        assert_eq!(page.status, StatusCode::OK);
        page.shows("示例大厅");
        page.shows(&app.path());
        assert_eq!(app.browser().get("/w?q=%E6%B2%A1%E6%9C%89").await.status, StatusCode::OK);
        assert_eq!(app.browser().get("/w?q=%FF").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_window_withdrawn_while_a_citizen_types_says_so_and_still_takes_her_rating_marked() {
    for app in TestApp::both().await {
        let mut browser = app.browser();
        let key = browser.get(&app.path()).await.key();
        app.db().withdraw_window(4, Millis(1)).await.unwrap();
        app.wait(2_000);
        let page = browser.get(&app.path()).await;
        assert_eq!(page.status, StatusCode::OK);
        page.shows("已停用");
        page.shows("1号窗口");
        page.hides("示例员工甲");
        let answer = browser.post(&app.path(), &[("level", "1"), ("words", "白跑一趟"), ("key", &key)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(app.ratings().await, 1);
        let marked =
            app.database.execute("UPDATE rating SET phone = NULL WHERE ended_plate AND staff_id IS NULL");
        assert_eq!(marked.await.unwrap(), 1, "{}", app.db().kind());
    }
}

#[tokio::test]
async fn a_rating_for_an_unknown_window_is_carried_through_the_search() {
    let app = TestApp::sqlite().await;
    let unknown = format!("/w/{}", WindowCode::from_random(1));
    let lost = app.browser().post(&unknown, &[("level", "1"), ("words", "找不到窗口")]).await;
    assert_eq!(lost.status, StatusCode::NOT_FOUND);
    lost.shows("找不到窗口");
    for searched in [
        [("q", "示例"), ("x", "")],
        [("q", app.window.as_str()), ("x", "")],
        [("q", "没有"), ("hall", "示例大厅")],
    ] {
        let fields = [&[("level", "1"), ("words", "找不到窗口")][..], &searched].concat();
        let found = app.browser().post("/w", &fields).await;
        assert_eq!(found.status, StatusCode::OK);
        found.shows("找不到窗口");
        found.shows(&format!("formaction=\"{}", app.path()));
    }
}
