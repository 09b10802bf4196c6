//! Items: codes, versions, scope, and which window handles what.

use crate::support::people::hall_one;
use crate::support::{Browser, TestApp};
use domain::{CreditCode, Role};
use storage::Grant;

/// 实施编码 of a sample department: 18 + level 3 + area 00, this type, main item, sub-item.
fn code(kind: &str, main: &str) -> String {
    format!("{}300{kind}{main}001", CreditCode::sample("370300", 7).unwrap())
}

fn fields<'a>(code: &'a str, name: &'a str, kind: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("taskCode", code), ("taskName", name), ("taskType", kind), ("department", "2")]
}

async fn city(app: &TestApp) -> Browser {
    app.officer(Role::CityLead, Grant::default()).await
}

const NEW: &str = "/office/items/new";

#[tokio::test]
async fn an_item_is_put_in_with_all_its_fields_and_its_code_is_taken_apart() {
    for app in TestApp::both().await {
        let mut desk = city(&app).await;
        let whole = format!("{}02", code("01", "90001"));
        let mut sent = fields(&whole, "食品经营许可（示例）", "01");
        sent.extend([
            ("projectType", "2"),
            ("promiseDay", "5"),
            ("promiseType", "1"),
            ("anticipateDay", "20"),
        ]);
        sent.extend([
            ("anticipateType", "1"),
            ("serviceObject", "1"),
            ("serviceObject", "2"),
            ("handleForm", "1"),
        ]);
        let answer = desk.send_form_of(NEW, NEW, &sent).await;
        assert_eq!(answer.location(), format!("/office/items/{whole}"), "{}", answer.body);
        let page = desk.get(&answer.location()).await;
        for text in ["行政许可", "5 工作日", "20 工作日", "自然人、企业法人", "窗口办理", "市级", "承诺件"]
        {
            page.shows(text);
        }
        // 统一社会信用代码 + 行使层级 + 基本编码 + 业务办理项
        for part in [&whole[..18], &whole[19..31], "业务办理项（2位）", "主项 90001"] {
            page.shows(part);
        }
        page.hides("请核对");
        desk.get("/office/items?type=01&q=%E9%A3%9F%E5%93%81").await.shows(&whole);
        desk.get("/office/items?type=05").await.hides(&whole);
        let file = desk.get("/office/items/export?type=01&format=csv").await;
        file.shows(&format!("{},{whole},", &whole[..31]));
        file.shows("5 工作日,20 工作日,");
        // The same code again is refused, also in another case.
        let again = fields(&whole, "另一个名称", "01");
        let answer = desk.send_form_of(NEW, NEW, &again).await;
        assert_eq!(answer.status, 422);
        answer.shows("已经登记过");
    }
}

#[tokio::test]
async fn codes_of_other_lengths_are_refused_and_contradictions_are_warned_of() {
    for app in TestApp::both().await {
        let mut desk = city(&app).await;
        let mut sent = fields("1137", "", "");
        sent.extend([("promiseDay", "5"), ("serviceObject", "8"), ("department", "")]);
        let sent: Vec<_> = sent.into_iter().filter(|f| *f != ("department", "2")).collect();
        let answer = desk.send_form_of(NEW, NEW, &sent).await;
        assert_eq!(answer.status, 422);
        for text in [
            "应为 31 或 33 位字母和数字，现为 4 位",
            "必填",
            "填了时限就必须填单位",
            "不在代码表中",
            "请选择部门",
        ] {
            answer.shows(text);
        }
        // The type digits say 01, the form 05; eight zeros make an item of our own.
        let own = format!("{}30001000000001", &code("01", "00000")[..17]);
        let wrong = code("01", "90002");
        for (code, warning) in
            [(wrong.as_str(), "编码中的类型位为 01"), (own.as_str(), "仅在本地使用，不上报")]
        {
            let answer = desk.send_form_of(NEW, NEW, &fields(code, "给付（示例）", "05")).await;
            assert_eq!(answer.status, 303, "{}", answer.body);
            desk.get(&answer.location()).await.shows(warning);
        }
    }
}

async fn version(desk: &mut Browser, page: &str) -> String {
    let body = desk.get(page).await.body;
    let (_, rest) = body.split_once("name=\"version\" value=\"").expect("a version");
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn every_change_is_a_version_and_the_earlier_ones_stay_readable() {
    for app in TestApp::both().await {
        let mut desk = city(&app).await;
        let code = code("07", "90003");
        desk.send_form_of(NEW, NEW, &fields(&code, "旧名称（示例）", "07")).await;
        let (page, edit) = (format!("/office/items/{code}"), format!("/office/items/{code}/edit"));
        let old = version(&mut desk, &edit).await;
        let mut change = fields("", "新名称（示例）", "07");
        change.push(("version", &old));
        assert_eq!(desk.send_form_of(&edit, &edit, &change).await.status, 303);
        desk.get(&page).await.shows("历史版本（1）");
        let versions = desk.get(&format!("{page}/versions")).await;
        versions.shows("第1版（至 2026-11-24");
        versions.shows("旧名称（示例）");
        // Two who edit one version: the second chooses, and the choice is an ordinary post.
        let mut late = fields("", "第三个名称", "08");
        late.push(("version", &old));
        let conflict = desk.send_form_of(&edit, &edit, &late).await;
        assert_eq!(conflict.status, 409);
        for text in ["新名称（示例）", "第三个名称", "行政奖励"] {
            conflict.shows(text);
        }
        // Retired it is kept, with its reason, and comes back.
        let now = version(&mut desk, &format!("{page}/retire")).await;
        let retire = format!("{page}/retire");
        desk.send_form(&retire, &[("version", &now)]).await.shows("请填写事由");
        let answer = desk.send_form(&retire, &[("version", &now), ("reason", "合并")]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let shown = desk.get(&page).await;
        for text in ["已停用", "事由：合并", "历史版本（2）"] {
            shown.shows(text);
        }
        assert!(app.database.execute("UPDATE item_past SET name = 'x'").await.is_err());
        assert!(app.database.execute("DELETE FROM item_past").await.is_err());
    }
}

#[tokio::test]
async fn windows_are_ticked_from_the_item_and_items_from_the_window() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let mut desk = city(&app).await;
        let (one, two) = (code("01", "90001"), code("01", "90002"));
        desk.send_form_of(NEW, NEW, &fields(&one, "甲事项（示例）", "01")).await;
        desk.send_form_of(NEW, NEW, &fields(&two, "乙事项（示例）", "01")).await;
        let path = format!("/office/items/{one}/windows");
        desk.get(&path).await.shows("示例大厅乙");
        let page = format!("{path}?hall=1&tick=all");
        desk.get(&page).await.shows("checked");
        let ticks = [("shown", "4"), ("shown", "14"), ("on", "4"), ("on", "14")];
        let answer = desk.send_form_of(&page, &path, &ticks).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        desk.get(&answer.location()).await.shows("示例大厅 · 2号窗口");
        // Another hall's page leaves the first hall alone.
        desk.send_form_of(&page, &path, &[("shown", "24"), ("on", "24")]).await;
        desk.send_form_of(&page, &path, &[("shown", "4"), ("shown", "14"), ("on", "4")]).await;
        let held = app.count("window_item").await;
        assert_eq!(held, 2);
        let items = "/office/windows/4/items";
        let form = desk.get(items).await;
        form.shows("甲事项（示例）");
        form.shows("乙事项（示例）");
        let ticks = [("shown", &*one), ("shown", &*two), ("on", &*two)];
        let answer = desk.send_form_of(items, items, &ticks).await;
        assert_eq!(answer.location(), "/office/windows/4", "{}", answer.body);
        desk.get("/office/windows/4").await.shows("1 个");
        assert_eq!(app.count(&format!("window_item WHERE window_id = 4 AND item_code = '{two}'")).await, 1);
        assert_eq!(app.db().audit_of("window", "4", 9).await.unwrap()[0].action, "window.items");
    }
}

#[tokio::test]
async fn items_are_seen_and_changed_within_the_scope_only() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let mut desk = city(&app).await;
        let code = code("01", "90001");
        let of_district: Vec<_> = fields(&code, "甲事项（示例）", "01")
            .into_iter()
            .map(|f| if f.0 == "department" { ("department", "22") } else { f })
            .collect();
        let answer = desk.send_form_of(NEW, NEW, &of_district).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let page = format!("/office/items/{code}");
        // The department of the city sees and changes its own items only.
        let grant = |department| Grant {
            division_code: Some("370300000000".into()),
            department_id: Some(department),
            ..Grant::default()
        };
        let mut other = app.officer(Role::Department, grant(2)).await;
        other.get("/office/items").await.hides("甲事项");
        for path in ["", "/versions", "/edit", "/retire", "/restore", "/windows"] {
            assert_eq!(other.get(&format!("{page}{path}")).await.status, 404, "{path}");
        }
        for path in ["/edit", "/retire", "/restore", "/windows"] {
            let answer = other.send_form_of("/office/items", &format!("{page}{path}"), &of_district).await;
            assert_eq!(answer.status, 404, "{path}");
        }
        let answer = other.send_form_of(NEW, NEW, &fields(&code, "重复", "01")).await;
        answer.shows("已经登记过");
        let answer = other.send_form_of(NEW, NEW, &of_district).await;
        assert_eq!(answer.status, 422);
        // A window outside is not joined, even when its own page names the item.
        desk.send_form_of(&page, &format!("{page}/windows"), &[("shown", "24"), ("on", "24")]).await;
        let items = "/office/windows/4/items";
        let answer = other.send_form_of(items, items, &[("shown", &*code), ("on", &*code)]).await;
        assert_eq!(answer.status, 303);
        assert_eq!(app.count("window_item").await, 1);
        // A hall sees what is handled in it.
        let mut hall = app.officer(Role::HallManager, hall_one()).await;
        assert_eq!(hall.get(&page).await.status, 404);
        desk.send_form_of(&page, &format!("{page}/windows"), &[("shown", "4"), ("on", "4")]).await;
        hall.get(&page).await.shows("示例大厅 · 1号窗口");
        hall.get(&page).await.hides("乙厅窗口");
        assert_eq!(hall.get(&format!("{page}/edit")).await.status, 403);
    }
}

#[tokio::test]
async fn an_item_brought_in_before_there_were_fields_stays_valid() {
    for app in TestApp::both().await {
        let code = code("20", "90009");
        let item = storage::Item {
            task_code: code.clone(),
            name: "证明打印（示例）".into(),
            item_type: domain::code_tables::ItemType::PublicService,
        };
        let places = storage::Places { items: vec![item.clone(), item], ..Default::default() };
        app.db().insert_places(&places).await.unwrap();
        let mut desk = city(&app).await;
        let page = format!("/office/items/{code}");
        desk.get(&page).await.shows("公共服务");
        let edit = format!("{page}/edit");
        let old = version(&mut desk, &edit).await;
        let mut change = fields("", "证明打印（示例）", "20");
        change.push(("version", &old));
        assert_eq!(desk.send_form_of(&edit, &edit, &change).await.status, 303);
        let grant =
            Grant { division_code: Some("370300000000".into()), department_id: Some(2), ..Grant::default() };
        let mut department = app.officer(Role::Department, grant).await;
        department.get(&page).await.shows("示例部门");
    }
}
