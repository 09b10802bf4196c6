//! Work orders (差评整改单): every bad rating is checked, put right, answered and called back.

use crate::support::partner::{CITY, case_with};
use crate::support::{Answer, Browser, TestApp};
use domain::Role;
use domain::work_order::Event;
use serde_json::json;
use storage::{Grant, Listing};

const DAY: i64 = 86_400_000;
const BAD: &[(&str, &str)] = &[("level", "1"), ("indicator_1", "115"), ("words", "推来推去")];
const REPLY: &str = "经核实情况属实，已补充材料样本，向您致歉。";

/// The unit of the one window.
async fn unit(app: &TestApp) -> Browser {
    app.officer(Role::Department, Grant { department_id: Some(2), ..Grant::default() }).await
}

async fn centre(app: &TestApp) -> Browser {
    app.officer(Role::ComplaintCentre, Grant::default()).await
}

/// Rates badly, opens the order, and returns who rated, her receipt, and the order's path in the office.
async fn rated(app: &TestApp, fields: &[(&str, &str)]) -> (Browser, String, String) {
    let mut citizen = app.browser();
    let receipt = citizen.rate(&app.path(), fields).await.location();
    app.web.service.open_work_orders().await.unwrap();
    let listing = Listing { descending: true, ..Listing::first(domain::Scope::below(CITY), 50) };
    let (orders, _) = app.web.service.list_orders(&listing, "all").await.unwrap();
    let newest = orders.iter().map(|order| order.id).max().expect("an order");
    (citizen, receipt, format!("/office/orders/{newest}"))
}

/// Does something with the order as it stands now.
async fn act(desk: &mut Browser, order: &str, act: &str, fields: &[(&str, &str)]) -> Answer {
    let page = desk.get(&format!("{order}/{act}")).await;
    let version = page.body.split("name=\"version\" value=\"").nth(1).and_then(|v| v.split('"').next());
    let version = version.unwrap_or_default().to_owned();
    desk.send_form(&format!("{order}/{act}"), &[fields, &[("version", version.as_str())]].concat()).await
}

async fn done(desk: &mut Browser, order: &str, name: &str, fields: &[(&str, &str)]) {
    let answer = act(desk, order, name, fields).await;
    assert_eq!(answer.status, 303, "{name}: {}", answer.body);
}

/// From the unit's first look to its answer.
async fn put_right(desk: &mut Browser, order: &str) {
    done(desk, order, "accept", &[]).await;
    done(desk, order, "rectify_at_once", &[]).await;
    let sent = desk.send_files(order, &format!("{order}/files"), &[("name", "样本")], Some(&picture())).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    done(desk, order, "finish", &[("words", "已补充样本"), ("told", "已补充样本")]).await;
    done(desk, order, "reply", &[("told", REPLY)]).await;
}

fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(30, 20).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn a_bad_rating_and_no_other_gets_an_order_at_its_unit() {
    for app in TestApp::both().await {
        for level in ["5", "4", "3"] {
            let fields = [("level", level), ("another", "1")];
            assert_eq!(app.browser().rate(&app.path(), &fields).await.status, 303);
        }
        let (_, _, order) = rated(&app, BAD).await;
        let mut desk = unit(&app).await;
        let list = desk.get("/office/orders").await;
        assert_eq!(list.body.matches("ZG20261124-").count(), list.body.matches("ZG20261124-000004").count());
        list.shows("示例部门");
        let page = desk.get(&order).await;
        page.shows("推来推去");
        page.shows("服务态度差效率低");
        page.shows("2026年12月1日止");
        // Read again, by anybody, it is the same one.
        let (one, other) =
            tokio::join!(app.web.service.open_work_orders(), app.web.service.open_work_orders());
        assert_eq!((one.unwrap(), other.unwrap()), (0, 0));
        assert_eq!(app.database.execute("UPDATE work_order SET changed_at = changed_at").await.unwrap(), 1);
    }
}

#[tokio::test]
async fn two_servers_open_one_order_for_each_rating() {
    for app in TestApp::both().await {
        for _ in 0..20 {
            assert_eq!(app.browser().rate(&app.path(), BAD).await.status, 303);
        }
        let service = &app.web.service;
        let (one, two, three) =
            tokio::join!(service.open_work_orders(), service.open_work_orders(), service.open_work_orders());
        // Whoever was late has read for nothing, or reads again later.
        assert!(one.is_ok() || two.is_ok() || three.is_ok());
        service.open_work_orders().await.unwrap();
        assert_eq!(app.database.execute("UPDATE work_order SET changed_at = changed_at").await.unwrap(), 20);
    }
}

#[tokio::test]
async fn it_is_put_right_answered_and_judged() {
    for app in TestApp::both().await {
        let (mut citizen, receipt, order) = rated(&app, BAD).await;
        citizen.get(&receipt).await.shows("已转给办理单位，等待核实");
        let mut desk = unit(&app).await;
        done(&mut desk, &order, "accept", &[]).await;
        done(&mut desk, &order, "rectify_planned", &[("words", "缺样本，三日内补齐")]).await;
        // 整改完成 needs a proof, and what is no picture is none.
        let early = act(&mut desk, &order, "finish", &[("words", "已补充"), ("told", "已补充")]).await;
        assert_eq!(early.status, 409);
        early.shows("须附证明材料");
        let script = b"<svg onload=alert(1)>";
        let files = format!("{order}/files");
        let refused = desk.send_files(&order, &files, &[("name", "样本")], Some(script)).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert_eq!(desk.send_files(&order, &files, &[("name", "样本")], Some(&picture())).await.status, 303);
        let page = desk.get(&order).await;
        let file = page.body.split(&format!("href=\"{files}/")).nth(1).unwrap().split('"').next().unwrap();
        let bytes = desk.get_bytes(&format!("{files}/{file}")).await;
        assert!(bytes.starts_with(&[0xff, 0xd8]), "written anew as JPEG");
        done(&mut desk, &order, "finish", &[("words", "已补充"), ("told", "已补充样本")]).await;
        // Nobody ends it without an answer, nor the unit at all.
        for name in ["settle", "close_supervised", "exclude", "keep", "call", "judge"] {
            let answer = act(&mut desk, &order, name, &[("words", "结束"), ("opinion", "satisfied")]).await;
            assert_eq!(answer.status, 404, "{name}");
        }
        let silent = act(&mut desk, &order, "reply", &[("told", " ")]).await;
        assert_eq!(silent.status, 422);
        done(&mut desk, &order, "reply", &[("told", REPLY)]).await;
        let page = citizen.get(&receipt).await;
        page.shows(REPLY);
        page.shows("已补充样本");
        page.hides("缺样本，三日内补齐");
        // Not satisfied: once more, by right, with a clock of its own.
        app.wait(2 * DAY);
        let form = [("act", "judge"), ("opinion", "dissatisfied"), ("words", "样本还是没有")];
        let judged = citizen.post(&format!("{receipt}/order"), &form).await;
        assert_eq!(judged.status, 303, "{}", judged.body);
        let page = citizen.get(&receipt).await;
        page.shows("正在重新办理");
        page.shows("2026年12月3日前答复");
        let again = citizen.post(&format!("{receipt}/order"), &form).await;
        assert_eq!(again.status, 409);
        again.shows("样本还是没有");
        let mut desk = app.signed_in(&app.person("second", Some(Role::Department), grant()).await).await;
        put_right(&mut desk, &order).await;
        let form = [("act", "judge"), ("opinion", "satisfied")];
        assert_eq!(citizen.post(&format!("{receipt}/order"), &form).await.status, 303);
        citizen.get(&receipt).await.shows("已办结");
        assert!(app.db().check_audit().await.unwrap().fault.is_none());
    }
}

fn grant() -> Grant {
    Grant { department_id: Some(2), ..Grant::default() }
}

#[tokio::test]
async fn only_the_centre_decides_that_a_rating_does_not_count_and_the_citizen_may_object() {
    for app in TestApp::both().await {
        let (mut citizen, receipt, order) = rated(&app, BAD).await;
        let mut desk = unit(&app).await;
        done(&mut desk, &order, "accept", &[]).await;
        let blank = act(&mut desk, &order, "contest", &[("words", "评错了窗口")]).await;
        assert_eq!(blank.status, 422);
        blank.shows("请选择一项");
        done(&mut desk, &order, "contest", &[("ground", "mistaken"), ("words", "评错了窗口")]).await;
        assert_eq!(act(&mut desk, &order, "exclude", &[("words", "是"), ("told", "是的")]).await.status, 404);
        let mut centre = centre(&app).await;
        centre.get("/office/orders").await.shows("ZG20261124-000001");
        let decision = [("words", "核对了监控"), ("told", "经核实，您评价的是另一个窗口。")];
        done(&mut centre, &order, "exclude", &decision).await;
        let page = citizen.get(&receipt).await;
        page.shows("您评价的是另一个窗口");
        page.shows("不予采纳，不计入考核");
        let mute = citizen.post(&format!("{receipt}/order"), &[("act", "object"), ("words", "")]).await;
        assert_eq!(mute.status, 422);
        let object = [("act", "object"), ("words", "我评的就是这个窗口")];
        // On another device it is closed, and from another site's page it is not taken: neither loses her words.
        let elsewhere = app.browser().post(&format!("{receipt}/order"), &object).await;
        assert_eq!(elsewhere.status, 403);
        elsewhere.shows("我评的就是这个窗口");
        elsewhere.hides("您评价的是另一个窗口");
        citizen.headers.push(("sec-fetch-site", "cross-site"));
        let foreign = citizen.post(&format!("{receipt}/order"), &object).await;
        assert_eq!(foreign.status, 403);
        foreign.shows("我评的就是这个窗口");
        citizen.headers.pop();
        assert_eq!(citizen.post(&format!("{receipt}/order"), &object).await.status, 303);
        centre.get(&order).await.shows("我评的就是这个窗口");
        done(&mut centre, &order, "keep", &[("words", "重新核对，评价有效")]).await;
        // Once decided, the unit cannot ask again.
        let second =
            act(&mut desk, &order, "contest", &[("ground", "malicious"), ("words", "还是恶意")]).await;
        assert_eq!(second.status, 409);
        put_right_from_checking(&mut desk, &order).await;
        citizen.get(&receipt).await.shows(REPLY);
    }
}

async fn put_right_from_checking(desk: &mut Browser, order: &str) {
    done(desk, order, "explain", &[]).await;
    done(desk, order, "explained", &[]).await;
    done(desk, order, "reply", &[("told", REPLY)]).await;
}

#[tokio::test]
async fn who_gave_her_name_is_called_before_it_ends() {
    for app in TestApp::both().await {
        let partner = app.partner("a").await;
        let case = json!({ "winNo": app.window.as_str() });
        let told = partner.push(&case_with("P1", &case)).await;
        let link = told.json()["link"]["url"].as_str().unwrap().split_once("/c/").unwrap().1.to_owned();
        let mut citizen = app.browser();
        let fields = [("level", "2"), ("words", "太慢")];
        let receipt = citizen.rate(&format!("/c/{link}"), &fields).await.location();
        app.web.service.open_work_orders().await.unwrap();
        let mut desk = unit(&app).await;
        let list = desk.get("/office/orders").await;
        let order = list.body.split("href=\"/office/orders/").nth(1).unwrap().split('"').next().unwrap();
        let order = format!("/office/orders/{order}");
        let page = desk.get(&order).await;
        page.shows("实名，申办号 P1");
        for secret in ["示例申请人", "13800000000", "370303199001010000"] {
            page.hides(secret);
        }
        put_right(&mut desk, &order).await;
        // She is content: she is called all the same, and not by the unit.
        let judge = [("act", "judge"), ("opinion", "satisfied")];
        assert_eq!(citizen.post(&format!("{receipt}/order"), &judge).await.status, 303);
        citizen.get(&receipt).await.shows("工作人员将电话回访");
        let call = [("opinion", "fair"), ("words", "11月26日10时通话，认可")];
        assert_eq!(act(&mut desk, &order, "call", &call).await.status, 404);
        let mut caller = app.officer(Role::Callback, Grant::default()).await;
        caller.get("/office/orders").await.shows("待回访");
        // The number is hers to see, one at a time and for a reason; the unit's never.
        let phone = format!("{order}/phone");
        assert_eq!(desk.get(&phone).await.status, 403);
        assert_eq!(caller.send_form(&phone, &[("reason", "")]).await.status, 422);
        let shown = caller.send_form(&phone, &[("reason", "第一次回访")]).await;
        shown.shows("13800000000");
        shown.hides("示例申请人");
        desk.get(&order).await.hides("13800000000");
        let seen = citizen.get(&receipt).await;
        seen.shows("回访员查看了您的手机号");
        seen.shows("谁看过这份整改单");
        assert_eq!(act(&mut caller, &order, "call", &[("opinion", "fair")]).await.status, 422);
        done(&mut caller, &order, "call", &call).await;
        citizen.get(&receipt).await.shows("已办结");
    }
}

#[tokio::test]
async fn the_number_and_the_minute_of_an_anonymous_persons_case_are_not_shown() {
    for app in TestApp::both().await {
        let partner = app.partner("a").await;
        let told = partner.push(&case_with("P1", &json!({ "winNo": app.window.as_str() }))).await;
        let link = told.json()["link"]["url"].as_str().unwrap().split_once("/c/").unwrap().1.to_owned();
        let fields = [("level", "1"), ("words", "太慢"), ("anonymous", "1")];
        assert_eq!(app.browser().rate(&format!("/c/{link}"), &fields).await.status, 303);
        app.web.service.open_work_orders().await.unwrap();
        let mut desk = unit(&app).await;
        let list = desk.get("/office/orders").await;
        let order = list.body.split("href=\"/office/orders/").nth(1).unwrap().split('"').next().unwrap();
        let page = desk.get(&format!("/office/orders/{order}")).await;
        page.shows("匿名");
        page.shows("示例事项");
        page.hides("P1<");
        page.hides("申办号");
        // The clock of these tests stands at the tenth hour: nowhere does the page say so.
        let hour = app.web.service.world().now().in_china().hour();
        page.hides(&format!(" {hour:02}:"));
    }
}

#[tokio::test]
async fn what_is_not_hers_is_not_found_and_two_at_once_are_told() {
    for app in TestApp::both().await {
        app.plant_tree().await;
        let (_, _, order) = rated(&app, BAD).await;
        let other = Grant { department_id: Some(201), ..Grant::default() };
        let other = app.person("other", Some(Role::Department), other).await;
        let mut stranger = app.signed_in(&other).await;
        assert_eq!(stranger.get(&order).await.status, 404);
        assert_eq!(act(&mut stranger, &order, "accept", &[]).await.status, 404);
        // A hall's manager sees it and leaves it to the unit.
        let mut hall = app.officer(Role::HallManager, Grant { hall_id: Some(1), ..Grant::default() }).await;
        assert_eq!(hall.get(&order).await.status, 200);
        assert_eq!(act(&mut hall, &order, "accept", &[]).await.status, 404);
        let mut desk = unit(&app).await;
        let version = [("version", "1")];
        assert_eq!(desk.send_form(&format!("{order}/accept"), &version).await.status, 303);
        let late = desk.send_form(&format!("{order}/accept"), &version).await;
        assert_eq!(late.status, 409);
        late.shows("别人办理过它");
    }
}

#[tokio::test]
async fn it_is_handed_over_twice_at_most_and_never_to_itself() {
    for app in TestApp::both().await {
        app.plant_tree().await;
        let (_, _, order) = rated(&app, BAD).await;
        let mut desk = unit(&app).await;
        let to = |department: &'static str| [("department", department), ("words", "不是本部门的事项")];
        let itself = act(&mut desk, &order, "transfer", &to("2")).await;
        assert_eq!(itself.status, 422);
        done(&mut desk, &order, "transfer", &to("201")).await;
        assert_eq!(desk.get(&order).await.status, 404);
        let there = Grant { department_id: Some(201), ..Grant::default() };
        let there = app.person("there", Some(Role::Department), there).await;
        let mut there = app.signed_in(&there).await;
        done(&mut there, &order, "transfer", &to("2")).await;
        let third = act(&mut desk, &order, "transfer", &to("201")).await;
        assert_eq!(third.status, 409);
        third.shows("转办次数已满");
        // The complaint centre may still send it where it belongs.
        let mut centre = centre(&app).await;
        done(&mut centre, &order, "assign", &to("201")).await;
        assert_eq!(there.get(&order).await.status, 200);
    }
}

#[tokio::test]
async fn limits_are_noticed_once_by_two_servers_and_over_a_clock_set_back() {
    for app in TestApp::both().await {
        let (_, _, order) = rated(&app, BAD).await;
        let service = &app.web.service;
        let events = async || {
            let (one, other) = tokio::join!(service.sweep_work_orders(), service.sweep_work_orders());
            let all = [one.unwrap().events, other.unwrap().events].concat();
            all.into_iter().filter(|(_, times)| *times > 0).collect::<Vec<_>>()
        };
        assert!(events().await.is_empty());
        app.wait(DAY);
        assert_eq!(events().await, [(Event::ContactMissed, 1)]);
        app.wait(-DAY);
        assert!(events().await.is_empty());
        app.wait(7 * DAY);
        assert_eq!(events().await, [(Event::Yellow, 1)]);
        app.wait(30 * DAY);
        assert_eq!(events().await, [Event::Red, Event::City, Event::Supervise].map(|event| (event, 1)));
        assert!(events().await.is_empty());
        let mut desk = unit(&app).await;
        let page = desk.get(&order).await;
        page.shows("已超期");
        page.shows("超期未办，督办");
        desk.get("/office/orders").await.shows("有 1 件超过期限");
        // In the time it should have been asked for, more time is not asked for any more.
        let late = act(&mut desk, &order, "ask_more_time", &[("words", "问题复杂")]).await;
        assert_eq!(late.status, 409);
    }
}

#[tokio::test]
async fn more_time_is_the_centres_to_give() {
    for app in TestApp::both().await {
        let (mut citizen, receipt, order) = rated(&app, BAD).await;
        let mut desk = unit(&app).await;
        done(&mut desk, &order, "ask_more_time", &[("words", "涉及三个部门")]).await;
        assert_eq!(act(&mut desk, &order, "grant_more_time", &[("words", "同意")]).await.status, 404);
        let mut centre = centre(&app).await;
        done(&mut centre, &order, "grant_more_time", &[("words", "情况属实")]).await;
        citizen.get(&receipt).await.shows("2026年12月9日前答复（问题复杂，已延长）");
    }
}

#[tokio::test]
async fn an_answer_nobody_judges_settles_and_one_under_supervision_does_not() {
    for app in TestApp::both().await {
        let (mut citizen, receipt, order) = rated(&app, BAD).await;
        let mut desk = unit(&app).await;
        put_right(&mut desk, &order).await;
        assert_eq!(app.web.service.sweep_work_orders().await.unwrap().settled, 0);
        app.wait(10 * DAY);
        let (one, other) =
            tokio::join!(app.web.service.sweep_work_orders(), app.web.service.sweep_work_orders());
        assert_eq!(one.unwrap().settled + other.unwrap().settled, 1);
        citizen.get(&receipt).await.shows("已办结");
    }
}

#[tokio::test]
async fn a_unit_that_is_dissolved_leaves_its_orders_to_the_hall() {
    for app in TestApp::both().await {
        let (_, _, order) = rated(&app, BAD).await;
        app.database.execute("UPDATE department SET retired_at = 1 WHERE id = 2").await.unwrap();
        app.web.service.sweep_work_orders().await.unwrap();
        let mut hall = app.officer(Role::HallManager, Grant { hall_id: Some(1), ..Grant::default() }).await;
        hall.get(&order).await.shows("办理单位已停用");
        put_right(&mut hall, &order).await;
    }
}

#[tokio::test]
async fn a_case_that_comes_after_its_rating_brings_the_order_to_its_unit() {
    for app in TestApp::both().await {
        let credit = "UPDATE department SET credit_code = '11370300000000000X' WHERE id = 2";
        app.database.execute(credit).await.unwrap();
        let partner = app.partner("a").await;
        let end = (app.web.service.world().now().0 + 7 * DAY) / 1000;
        let key = (partner.key_id.as_str(), &partner.key);
        let path = trust::SignedLink::sign(key, "occurrence-0001", end, "nonce-01").unwrap().path();
        let fields = [("level", "1"), ("words", "太慢")];
        let mut citizen = app.browser();
        let receipt = citizen.rate(&path, &fields).await.location();
        app.web.service.open_work_orders().await.unwrap();
        let mut desk = unit(&app).await;
        desk.get("/office/orders").await.hides("ZG2026");
        centre(&app).await.get("/office/orders?group=open").await.shows("待指派");
        citizen.get(&receipt).await.shows("正在确定");
        let case = case_with("P1", &json!({ "occurrenceRef": "occurrence-0001" }));
        assert!(partner.push(&case).await.status.is_success());
        app.web.service.sweep_work_orders().await.unwrap();
        desk.get("/office/orders").await.shows("ZG20261124-000001");
    }
}
