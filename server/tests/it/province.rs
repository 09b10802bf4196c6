//! The province's own rating page: who is led there, with what address, and that ours stays open.

use crate::support::partner::{CITY, Partner, case_with};
use crate::support::tree::*;
use crate::support::{Answer, Browser, TestApp};
use domain::Role;
use serde_json::json;
use server::config::Config;
use sm2::SecretKey;
use sm2::pke::{DecryptingKey, Mode};
use std::collections::HashMap;
use storage::Grant;

const DAY: i64 = 86_400_000;
const SECRET: &str = "shared-word";
/// The stand-in's private key.
const PRIVATE: [u8; 32] = [7; 32];

fn key() -> SecretKey {
    SecretKey::from_slice(&PRIVATE).unwrap()
}

fn with_page(config: &mut Config) {
    config.province.page = "https://province.example/evaluate?from=city".into();
    config.province.app_id = "zibo".into();
    config.province.app_secret = SECRET.into();
    config.province.public_key = trust::to_hex(&key().public_key().to_sec1_bytes());
}

async fn lead(app: &TestApp) -> Browser {
    app.officer(Role::CityLead, Grant::default()).await
}

/// Makes a rule that begins today.
async fn rule(desk: &mut Browser, fields: &[(&str, &str)]) -> Answer {
    let mut form = vec![("from", "2026-11-24"), ("reason", "示例通知")];
    form.extend_from_slice(fields);
    desk.send_form("/office/province/new", &form).await
}

/// Where the page's button leads: the address, and what stands in it.
fn led(answer: &Answer) -> Option<(String, HashMap<String, String>)> {
    let (_, rest) = answer.body.split_once("href=\"https://province.example/")?;
    let href = rest.split('"').next().unwrap().replace("&amp;", "&");
    let url = reqwest::Url::parse(&format!("https://province.example/{href}")).unwrap();
    Some((url.path().to_owned(), url.query_pairs().into_owned().collect()))
}

/// Hands over a case and returns its link's path.
async fn link(partner: &Partner, number: &str, changes: serde_json::Value) -> String {
    let told = partner.push(&case_with(number, &changes)).await;
    let url = told.json()["link"]["url"].as_str().expect("a link").to_owned();
    url.split_once("/c/").map(|(_, token)| format!("/c/{token}")).unwrap()
}

/// Rates on our own form.
async fn rate_here(app: &TestApp, path: &str, fields: &[(&str, &str)]) -> Answer {
    let mut browser = app.browser();
    let page = browser.get(&format!("{path}?here")).await;
    let key = page.key();
    browser.post(path, &[fields, &[("key", &key)]].concat()).await
}

#[tokio::test]
async fn a_case_is_led_with_a_signed_address_and_comes_back() {
    for app in TestApp::both_with(with_page).await {
        let partner = app.partner("a").await;
        let path = link(&partner, "P1", json!({})).await;
        assert!(led(&app.browser().get(&path).await).is_none(), "no rule leads anybody");
        let mut desk = lead(&app).await;
        let done = rule(&mut desk, &[("division", CITY)]).await;
        assert_eq!(done.status, 303, "{}", done.body);
        desk.get(&done.location()).await.shows("在省系统评价");

        let page = app.browser().get(&path).await;
        assert_eq!((page.status.as_u16(), page.location().as_str()), (200, ""), "nobody is sent on unasked");
        page.shows("province.example");
        page.hides("示例申请人");
        let (at, query) = led(&page).expect("an address");
        assert_eq!(at, "/evaluate");
        for (name, value) in [
            ("from", "city"),
            ("areaId", CITY),
            ("projectId", "37P1"),
            ("serviceName", "出证办结"),
            ("serviceNumber", "1"),
            ("appId", "zibo"),
        ] {
            assert_eq!(query[name], value, "{name}");
        }
        assert_eq!(query.len(), 10, "nothing else goes along: {query:?}");
        // The stand-in reads the signature with its own key.
        let sign = trust::from_hex(&query["sign"]).unwrap();
        let reader = DecryptingKey::new_with_mode(key().to_nonzero_scalar(), Mode::C1C3C2);
        let text = String::from_utf8(reader.decrypt(&sign).unwrap()).unwrap();
        assert_eq!(text, format!("{}zibo{SECRET}", query["timestamp"]));
        assert_eq!(query["timestamp"], app.web.service.world().now().0.to_string());
        // And back: to a page of ours, which knows nothing of her.
        let back = query["backUrl"].split_once("://").unwrap().1.split_once('/').unwrap().1.to_owned();
        let back = app.browser().get(&format!("/{back}")).await;
        assert_eq!(back.status, 200);
        back.shows("您已从省“好差评”系统返回");
    }
}

#[tokio::test]
async fn our_own_form_takes_ratings_as_before() {
    for app in TestApp::both_with(with_page).await {
        let partner = app.partner("a").await;
        let path = link(&partner, "P1", json!({})).await;
        // She had the form open when the rule came.
        let mut browser = app.browser();
        let form = browser.get(&path).await;
        let mut desk = lead(&app).await;
        assert_eq!(rule(&mut desk, &[("division", CITY)]).await.status, 303);
        let sent = browser.post(&path, &[("level", "1"), ("words", "太慢"), ("key", &form.key())]).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        // The province's page is down: she asks for ours.
        let other = link(&partner, "P2", json!({})).await;
        let page = app.browser().get(&other).await;
        page.shows(&format!("{other}?here"));
        let here = app.browser().get(&format!("{other}?here")).await;
        assert!(led(&here).is_none());
        here.shows("name=\"level\"");
        assert_eq!(rate_here(&app, &other, &[("level", "5")]).await.status, 303);
        assert_eq!(app.ratings().await, 2);
        assert_eq!(app.browser().get(&path).await.status, 410, "rated is rated");
    }
}

#[tokio::test]
async fn rules_go_by_place_department_and_day() {
    for app in TestApp::both_with(with_page).await {
        app.plant_tree().await;
        let credit = "UPDATE department SET credit_code = '11370300000000000X' WHERE id = 201";
        app.database.execute(credit).await.unwrap();
        let partner = app.partner("a").await;
        let in_town = link(&partner, "P1", json!({ "areaCode": TOWN })).await;
        let other = json!({ "areaCode": TOWN, "deptCode": "11370300000000001X" });
        let of_other_department = link(&partner, "P2", other).await;
        let elsewhere = link(&partner, "P3", json!({ "areaCode": OTHER_TOWN })).await;
        let mut desk = lead(&app).await;
        let fields = [("division", DISTRICT), ("department", "201"), ("until", "2026-11-25")];
        let done = rule(&mut desk, &fields).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let is_led = async |path: &str| led(&app.browser().get(path).await).is_some();
        assert!(is_led(&in_town).await);
        assert!(!is_led(&of_other_department).await && !is_led(&elsewhere).await);
        // The last day is over at midnight.
        app.wait(2 * DAY);
        assert!(!is_led(&in_town).await);
        // One that begins tomorrow leads nobody today, and may be taken back before.
        let mut desk = app.officer(Role::DataBureau, Grant::default()).await;
        let future = [("division", DISTRICT), ("from", "2026-11-28"), ("reason", "示例通知")];
        assert_eq!(desk.send_form("/office/province/new", &future).await.status, 303);
        assert!(!is_led(&in_town).await);
        let list = desk.get("/office/province").await;
        list.shows("未开始");
        let end =
            list.body.split("href=\"").find(|h| h.contains("/end\"")).unwrap().split('"').next().unwrap();
        let (end, without) = (end.to_owned(), [("reason", "")]);
        assert_eq!(desk.send_form(&end, &without).await.status, 422);
        assert_eq!(desk.send_form(&end, &[("reason", "推迟")]).await.status, 303);
        app.wait(3 * DAY);
        assert!(!is_led(&in_town).await);
        let mut audit = app.officer(Role::AuditAdmin, Grant::default()).await;
        let trail = audit.get("/office/audit").await;
        trail.shows("转到省系统评价");
        trail.shows("改回本系统评价");
    }
}

#[tokio::test]
async fn windows_are_led_where_the_province_has_a_page_for_them() {
    let with_windows = |config: &mut Config| {
        with_page(config);
        config.province.window_page = "https://province.example/window".into();
    };
    for (leads, apps) in
        [(false, TestApp::both_with(with_page).await), (true, TestApp::both_with(with_windows).await)]
    {
        for app in apps {
            let mut desk = lead(&app).await;
            assert_eq!(rule(&mut desk, &[("division", CITY)]).await.status, 303);
            let path = format!("/w/{}", app.window);
            let page = app.browser().get(&path).await;
            let query = led(&page).map(|(_, query)| query);
            assert_eq!(query.as_ref().map(|q| q["winNo"].clone()), leads.then(|| app.window.to_string()));
            if let Some(query) = query {
                assert_eq!((query["pf"].as_str(), query.contains_key("projectId")), ("3", false));
            }
            assert!(led(&app.browser().get(&format!("{path}?here")).await).is_none());
            assert_eq!(rate_here(&app, &path, &[("level", "2"), ("words", "慢")]).await.status, 303);
        }
    }
}

#[tokio::test]
async fn a_rule_that_makes_no_sense_is_refused_in_words() {
    for app in TestApp::both_with(with_page).await {
        app.plant_tree().await;
        let mut desk = lead(&app).await;
        for (fields, said) in [
            (vec![("division", "")], "请选择区划"),
            (vec![("division", CITY), ("from", "2026-11-23")], "已经过去了"),
            (vec![("division", CITY), ("from", "下周一")], "请按 2026-12-01 的样子"),
            (vec![("division", CITY), ("until", "2026-11-23")], "应不早于开始的那天"),
            (vec![("division", CITY), ("reason", " ")], "请写明原因"),
            (vec![("division", CITY), ("department", "201")], "没有登记统一社会信用代码"),
        ] {
            let mut form: Vec<(&str, &str)> = vec![("from", "2026-11-24"), ("reason", "示例通知")];
            form.retain(|(name, _)| !fields.iter().any(|(given, _)| given == name));
            form.extend(fields);
            let answer = desk.send_form("/office/province/new", &form).await;
            assert_eq!(answer.status, 422, "{said}");
            answer.shows(said);
        }
    }
    for app in TestApp::both().await {
        let mut desk = lead(&app).await;
        desk.get("/office/province").await.shows("还不能转到省系统");
        let refused = rule(&mut desk, &[("division", CITY)]).await;
        assert!(refused.status.is_client_error());
        refused.shows("还没有省评价页的网址和密钥");
    }
}
