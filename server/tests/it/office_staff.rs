//! Staff as the office keeps them.

use crate::support::{Browser, TestApp};
use domain::Role;
use storage::Grant;

const NEW: &str = "/office/staff/new?hall=1";

async fn version(desk: &mut Browser, page: &str) -> String {
    let body = desk.get(page).await.body;
    let (_, rest) = body.split_once("name=\"version\" value=\"").expect("a version");
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_person_is_taken_on_with_a_code_of_her_own_and_found_in_the_list() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let mut desk = app.hall_manager().await;
        let fields = [("hall", "1"), ("name", " 示例  新人 "), ("number", "a100"), ("department", "2")];
        let answer = desk.send_form_of(NEW, "/office/staff/new", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let page = desk.get(&answer.location()).await;
        page.shows("示例 新人");
        page.shows("个人评价码");
        page.shows("新增人员");
        let list = desk.get("/office/staff?q=a100").await;
        list.shows("示例 新人");
        list.hides("示例员工甲");
        let here = desk.get("/office/staff").await;
        here.shows("1号窗口");
        here.hides("示例员工丙");
        let file = desk.get("/office/staff/export?q=a100&format=csv").await;
        assert_eq!(file.body.lines().count(), 2, "{}", file.body);
        file.shows("示例 新人,");
    }
}

#[tokio::test]
async fn a_number_is_unique_within_its_hall_and_faults_keep_what_was_typed() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let mut desk = app.hall_manager().await;
        let taken = [("hall", "1"), ("name", "示例新人"), ("number", "SL007"), ("department", "2")];
        let answer = desk.send_form_of(NEW, "/office/staff/new", &taken).await;
        assert_eq!(answer.status, 422);
        answer.shows("已由“示例员工甲”使用");
        answer.shows("value=\"示例新人\"");
        let faults = [("hall", "1"), ("name", "张\u{200b}店"), ("number", "A 1"), ("department", "")];
        let answer = desk.send_form_of(NEW, "/office/staff/new", &faults).await;
        assert_eq!(answer.status, 422);
        for sentence in ["看不见的字符", "工号最多20位", "请选择部门"] {
            answer.shows(sentence);
        }
        // A hall and a person outside the scope are not there.
        let outside = [("hall", "21"), ("name", "示例新人"), ("number", "X1"), ("department", "2")];
        assert_eq!(desk.send_form_of(NEW, "/office/staff/new", &outside).await.status, 404);
        for path in ["", "/edit", "/move", "/retire", "/restore"] {
            assert_eq!(desk.get(&format!("/office/staff/25{path}")).await.status, 404, "{path}");
        }
        // The same number in another hall is another person's.
        let mut city = app.officer(Role::CityLead, Grant::default()).await;
        let other = [("hall", "21"), ("name", "示例新人"), ("number", "SL007"), ("department", "22")];
        let answer = city.send_form_of("/office/staff/new?hall=21", "/office/staff/new", &other).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
    }
}

#[tokio::test]
async fn two_managers_who_change_one_person_are_shown_what_differs() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let mut desk = app.hall_manager().await;
        let old = version(&mut desk, "/office/staff/5/edit").await;
        let mine = [("version", &*old), ("name", "示例员工戊"), ("number", "SL007"), ("department", "2")];
        let answer = desk.send_form("/office/staff/5/edit", &mine).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let late = [("version", &*old), ("name", "示例员工己"), ("number", "SL008"), ("department", "2")];
        let answer = desk.send_form("/office/staff/5/edit", &late).await;
        assert_eq!(answer.status, 409);
        answer.shows("示例员工戊");
        answer.shows("示例员工己");
        let page = desk.get("/office/staff/5").await;
        page.shows("示例员工甲"); // what she was called before stays readable
        app.browser().get(&app.path()).await.shows("示例员工戊");
    }
}

#[tokio::test]
async fn a_person_moved_to_another_hall_leaves_her_window_and_what_she_was_stays() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let mut desk = app.officer(Role::CityLead, Grant::default()).await;
        app.browser().rate(&app.path(), &[("level", "4")]).await;
        desk.get("/office/staff/5/move").await.shows("示例大厅乙");
        let page = "/office/staff/5/move?hall=21";
        let old = version(&mut desk, page).await;
        let fields = [
            ("version", &*old),
            ("hall", "21"),
            ("number", "SL007"),
            ("department", "22"),
            ("reason", "支援"),
        ];
        let answer = desk.send_form_of(page, "/office/staff/5/move", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let page = desk.get("/office/staff/5").await;
        page.shows("示例大厅乙");
        page.shows("事由：支援");
        page.shows("示例大厅"); // where she was
        app.browser().get(&app.path()).await.shows("当前未登记值班人员");
        app.browser().rate(&app.path(), &[("level", "4")]).await;
        assert_eq!((app.laid_to(Some(5)).await, app.laid_to(None).await), (1, 1));
        assert_eq!(app.count("staff_past WHERE staff_id = 5 AND hall_id = 1").await, 1);
    }
}

#[tokio::test]
async fn a_retired_person_sits_nowhere_and_keeps_what_was_laid_to_her() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let mut desk = app.hall_manager().await;
        app.browser().rate(&app.path(), &[("level", "2"), ("words", "示例意见")]).await;
        let old = version(&mut desk, "/office/staff/5/retire").await;
        let path = "/office/staff/5/retire";
        let answer = desk.send_form(path, &[("version", &*old)]).await;
        assert_eq!(answer.status, 422);
        answer.shows("请填写事由");
        let answer = desk.send_form(path, &[("version", &*old), ("reason", "退休")]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        app.browser().get(&app.path()).await.shows("当前未登记值班人员");
        assert_eq!(app.laid_to(Some(5)).await, 1);
        // The export names no person, neither then nor now.
        let row = app.db().export_page(0, 1).await.unwrap().remove(0);
        assert!(!format!("{row:?}").contains("示例员工"));
        let mut window = app.at_window(5).await;
        window.get("/office/seat").await.shows("已停用");
        let answer = window.send_form_of("/office/seat", "/office/seat/sign-in", &[("window", "4")]).await;
        assert_eq!(answer.status, 404);
        // Taken back, she has the number and the code she had.
        let code = app.staff_code(5).await;
        let old = version(&mut desk, "/office/staff/5/restore").await;
        let answer = desk.send_form("/office/staff/5/restore", &[("version", &*old)]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        assert_eq!(app.staff_code(5).await, code);
        let acts = app.db().audit_of("staff", "5", 10).await.unwrap();
        let acts: Vec<_> = acts.iter().map(|r| (r.action.as_str(), r.reason.as_deref())).collect();
        assert_eq!(acts, [("staff.restore", None), ("staff.retire", Some("退休"))]);
        assert_eq!(app.db().check_audit().await.unwrap().fault, None);
    }
}
