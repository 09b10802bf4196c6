//! Halls and departments in the office.

use crate::support::TestApp;
use crate::support::tree::*;
use domain::{CreditCode, Millis, Role, WindowCode};
use storage::{Grant, NewWindow, Places};

fn below(division: &str) -> Grant {
    Grant { division_code: Some(division.into()), ..Grant::default() }
}

#[tokio::test]
async fn a_hall_is_opened_under_its_official_name() {
    for app in TestApp::both().await {
        app.plant_tree().await;
        let mut desk = app.officer(Role::District, below(DISTRICT)).await;
        let asks = [("division", VILLAGE), ("name", ""), ("address", "示例路9号"), ("find", "name")];
        let named = desk.send_form("/office/halls/new", &asks).await;
        assert_eq!(named.status, 200);
        named.shows("张店区马尚街道示例社区便民服务点");
        named.shows("示例路9号");
        let fields =
            [("division", VILLAGE), ("name", "张店区马尚街道示例社区便民服务点"), ("address", "示例路9号")];
        let opened = desk.send_form("/office/halls/new", &fields).await;
        assert_eq!(opened.status, 303, "{}", opened.body);
        let page = desk.get(&opened.location()).await;
        page.shows("新增大厅");
        page.shows("/office/plates?hall=");
        desk.get("/office/halls").await.shows("示例社区便民服务点");
        // Not in another district.
        let outside = [("division", OTHER_TOWN), ("name", "某厅"), ("address", "某路")];
        assert_eq!(desk.send_form("/office/halls/new", &outside).await.status, 422);
        let empty =
            desk.send_form("/office/halls/new", &[("division", ""), ("name", ""), ("address", "")]).await;
        assert_eq!(empty.status, 422);
        empty.shows("请填写名称");
        empty.shows("请填写地址");
        empty.shows("请选择区划");
    }
}

#[tokio::test]
async fn a_hall_that_moves_keeps_its_past() {
    for app in TestApp::both().await {
        app.plant_tree().await;
        let mut desk = app.officer(Role::CityLead, Grant::default()).await;
        app.wait(1000);
        let path = format!("/office/halls/{HALL}");
        let fields =
            [("division", OTHER_TOWN), ("name", "博山新厅"), ("address", "新路1号"), ("version", "1")];
        let moved = desk.send_form(&format!("{path}/edit"), &fields).await;
        assert_eq!(moved.status, 303, "{}", moved.body);
        let page = desk.get(&path).await;
        page.shows("迁移大厅");
        page.shows("区划：马尚街道 → 城东街道");
        // Somebody who began from the older version chooses again.
        let late = desk
            .send_form(
                &format!("{path}/edit"),
                &[("name", "别名"), ("division", TOWN), ("address", "新路1号"), ("version", "1")],
            )
            .await;
        assert_eq!(late.status, 409);
        late.shows("博山新厅");
        late.shows("别名");
    }
}

#[tokio::test]
async fn closing_a_hall_names_the_windows_that_go_with_it() {
    for app in TestApp::both().await {
        app.plant_tree().await;
        let mut desk = app.officer(Role::District, below(DISTRICT)).await;
        let path = format!("/office/halls/{HALL}");
        let asked = desk.get(&format!("{path}/close")).await;
        asked.shows("同时撤销大厅里使用中的1个窗口：3号综合窗口");
        let silent = desk.send_form(&format!("{path}/close"), &[("version", "1"), ("windows", "1")]).await;
        silent.shows("请写明停用原因");
        // A window was opened since she was asked.
        let code = WindowCode::from_random(77);
        let new =
            NewWindow { id: 777, hall_id: HALL, department_id: DEPARTMENT, code, name: "4号窗口".into() };
        app.db().insert_places(&Places { windows: vec![new], ..Places::default() }).await.unwrap();
        let fields = [("version", "1"), ("windows", "1"), ("reason", "搬迁")];
        let changed = desk.send_form(&format!("{path}/close"), &fields).await;
        assert_eq!(changed.status, 409);
        changed.shows("2个窗口");
        let fields = [("version", "1"), ("windows", "2"), ("reason", "搬迁")];
        let closed = desk.send_form(&format!("{path}/close"), &fields).await;
        assert_eq!(closed.status, 303, "{}", closed.body);
        desk.get(&path).await.shows("已停用");
        let window = desk.get(&format!("/office/windows/{WINDOW}")).await;
        window.shows("已撤销");
        window.shows("事由：搬迁");
        // No window can be put there now.
        let put = [("name", "5号窗口"), ("hall", &HALL.to_string()), ("department", &DEPARTMENT.to_string())];
        assert_eq!(desk.send_form("/office/windows/new", &put).await.status, 422);
        let reopened = desk.send_form(&format!("{path}/reopen"), &[("version", "2")]).await;
        assert_eq!(reopened.status, 303);
        desk.get(&format!("/office/windows/{WINDOW}")).await.shows("已撤销");
        assert_eq!(desk.send_form("/office/windows/new", &put).await.status, 303);
    }
}

#[tokio::test]
async fn what_lies_outside_the_scope_is_as_if_it_were_not_there() {
    for app in TestApp::both().await {
        app.plant_tree().await;
        let mut desk = app.officer(Role::District, below(DISTRICT)).await;
        for list in ["halls", "departments", "windows"] {
            desk.get(&format!("/office/{list}")).await.hides("博山");
            desk.get(&format!("/office/{list}/export?format=csv")).await.hides("博山");
        }
        let (hall, department) =
            (format!("/office/halls/{OTHER_HALL}"), format!("/office/departments/{OTHER_DEPARTMENT}"));
        for path in [&hall, &department] {
            for page in ["", "/edit", "/close", "/reopen"] {
                let path = format!("{path}{page}");
                assert_eq!(desk.get(&path).await.status, 404, "{path}");
            }
            for act in ["edit", "close", "reopen"] {
                let fields = [
                    ("name", "某名称"),
                    ("address", "某地址"),
                    ("division", TOWN),
                    ("version", "1"),
                    ("reason", "某原因"),
                    ("windows", "1"),
                ];
                let answer = desk.send_form(&format!("{path}/{act}"), &fields).await;
                assert_eq!(answer.status, 404, "{path}/{act}");
            }
        }
        for path in ["/office/halls/x", "/office/halls/9223372036854775808", "/office/departments/-1"] {
            assert_eq!(desk.get(path).await.status, 404, "{path}");
        }
    }
}

#[tokio::test]
async fn a_department_has_one_credit_code_and_the_code_one_department() {
    for app in TestApp::both().await {
        app.plant_tree().await;
        let mut desk = app.officer(Role::District, below(DISTRICT)).await;
        let code = CreditCode::sample("370303", 7).unwrap().to_string();
        let typed = format!("{} {}", &code[..8].to_lowercase(), &code[8..]);
        let fields = [("name", "示例新部门"), ("credit_code", typed.as_str()), ("division", DISTRICT)];
        let opened = desk.send_form("/office/departments/new", &fields).await;
        assert_eq!(opened.status, 303, "{}", opened.body);
        desk.get(&opened.location()).await.shows(&code);
        let again = desk.send_form("/office/departments/new", &fields).await;
        assert_eq!(again.status, 422);
        again.shows("“示例新部门”已登记这个统一社会信用代码");
        let mistyped = [("name", "某部门"), ("credit_code", "11370300MB28519932"), ("division", DISTRICT)];
        let answer = desk.send_form("/office/departments/new", &mistyped).await;
        answer.shows("校验位不符");
        answer.shows("某部门");
        // Saved as it is, it keeps its own code.
        let path = opened.location();
        let same =
            [("name", "示例改名部门"), ("credit_code", &code), ("division", DISTRICT), ("version", "1")];
        assert_eq!(desk.send_form(&format!("{path}/edit"), &same).await.status, 303);
        desk.get(&path).await.shows("名称：示例新部门 → 示例改名部门");
    }
}

#[tokio::test]
async fn a_department_with_windows_is_not_closed() {
    for app in TestApp::both().await {
        app.plant_tree().await;
        let mut desk = app.officer(Role::District, below(DISTRICT)).await;
        let path = format!("/office/departments/{DEPARTMENT}");
        let fields = [("version", "1"), ("reason", "机构改革")];
        let refused = desk.send_form(&format!("{path}/close"), &fields).await;
        assert_eq!(refused.status, 422);
        refused.shows("还有1个使用中的窗口");
        assert!(app.db().withdraw_window(WINDOW, Millis(5)).await.unwrap());
        assert_eq!(desk.send_form(&format!("{path}/close"), &fields).await.status, 303);
        desk.get(&path).await.shows("事由：机构改革");
        let put = [("name", "5号窗口"), ("hall", &HALL.to_string()), ("department", &DEPARTMENT.to_string())];
        assert_eq!(desk.send_form("/office/windows/new", &put).await.status, 422);
        assert_eq!(desk.send_form(&format!("{path}/reopen"), &[("version", "2")]).await.status, 303);
    }
}
