//! Sending links by message, against a gateway that is a real HTTP server.

use crate::support::gateway::Gateway;
use crate::support::process::{Server, command, configure};
use crate::support::{START, TestApp, case_csv};
use axum::http::StatusCode;
use domain::Millis;
use serde_json::Value;
use server::config::Config;
use server::gateway::messages::Request;
use server::outbox::send_due;
use std::time::Duration;
use storage::testing::{TestDatabase, one_window};
use storage::{Db, Options, PartnerChange};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const PHONE: &str = "13812345678";
const SECRET: &str = "0123456789abcdefABCDEF";

fn change(gateway: &Gateway) -> impl Fn(&mut Config) + use<> {
    let url = gateway.url.clone();
    move |config| {
        let m = &mut config.messages;
        m.url = url.clone();
        (m.ok, m.ok_value) = ("/code".into(), "0".into());
        m.reference = "/data/msgId".into();
        m.headers.insert("Authorization".into(), "Bearer key".into());
        m.headers.insert("Idempotency-Key".into(), "{id}".into());
        m.receipt.secret = SECRET.into();
        let read = Request::read(m).expect("settings a city could write");
        assert!(read.is_some(), "messages are on");
    }
}

/// Both databases, a gateway, and a partner whose links are sent.
async fn both(more: impl Fn(&mut Config)) -> (Gateway, [TestApp; 2]) {
    let (gateway, _) = Gateway::start().await;
    let set = change(&gateway);
    let apps = TestApp::both_with(|config| {
        set(config);
        more(config);
    })
    .await;
    for app in &apps {
        add_partner(app.db(), 9, true).await;
        add_partner(app.db(), 10, false).await;
    }
    (gateway, apps)
}

async fn add_partner(db: &Db, id: i64, notify: bool) {
    db.add_partner(id, &partner(id, notify), START, &[]).await.expect("a partner");
}

fn partner(id: i64, notify: bool) -> PartnerChange {
    PartnerChange {
        name: format!("示例业务系统{id}"),
        requests_per_minute: 60,
        cases_per_minute: 1000,
        notify,
        scopes: Vec::new(),
    }
}

/// A case that this partner handed over; the path of its link.
async fn case(app: &TestApp, number: &str, partner: i64) -> String {
    let path = app.case(&[("projectNo", number)]).await;
    let handed_over = format!(
        "UPDATE occurrence SET partner_id = {partner}
        WHERE case_id = (SELECT id FROM service_case WHERE project_no = '{number}')"
    );
    app.database.execute(&handed_over).await.expect("a partner's case");
    path
}

fn wait_until(app: &TestApp, moment: &str) {
    let now = app.web.service.world().now();
    app.wait(Millis::parse_china(moment).expect("a moment").0 - now.0);
}

async fn states(app: &TestApp) -> Vec<(String, i64)> {
    app.db().count_messages().await.expect("messages are counted")
}

fn counted(all: &[(&str, i64)]) -> Vec<(String, i64)> {
    all.iter().map(|(state, n)| ((*state).to_owned(), *n)).collect()
}

fn text_of(message: &Value) -> &str {
    message["text"].as_str().expect("a text")
}

#[tokio::test]
async fn a_link_is_sent_once_with_its_words_and_only_for_partners_that_want_it() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        let path = case(&app, "SL0001", 9).await;
        case(&app, "SL0002", 10).await;
        app.case(&[("projectNo", "SL0003")]).await;
        for _ in 0..3 {
            send_due(&app.web).await.unwrap();
            app.wait(HOUR);
        }
        let sent = gateway.take();
        assert_eq!(sent.len(), 1, "{sent:?}");
        assert_eq!(sent[0]["phone"], PHONE);
        for words in [
            "“示例事项”",
            &format!("{path} （"),
            "2026年12月1日",
            &format!("{}/stop", path.replace("/c/", "/m/")),
        ] {
            assert!(text_of(&sent[0]).contains(words), "{words} in {}", sent[0]);
        }
        let headers = gateway.last_headers();
        assert_eq!(headers["authorization"], "Bearer key");
        assert_eq!(headers["idempotency-key"], sent[0]["id"].as_str().unwrap());
        assert_eq!(states(&app).await, counted(&[("sent", 1)]));
        // Another link of the same service is no reason for another message.
        app.web.service.reissue_link("SL0001", 1).await.unwrap().unwrap();
        send_due(&app.web).await.unwrap();
        assert!(gateway.take().is_empty());
        // What was sent opens the page it says.
        assert_eq!(app.browser().get(&path).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn links_made_before_a_partner_wanted_messages_are_not_sent() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        case(&app, "SL0001", 10).await;
        app.wait(MINUTE);
        let switch = async |on| {
            let now = app.web.service.world().now();
            let version = app.db().partner(10).await.unwrap().unwrap().version;
            assert!(app.db().change_partner((10, version), &partner(10, on), now, &[]).await.unwrap());
        };
        switch(true).await;
        case(&app, "SL0002", 10).await;
        app.wait(MINUTE);
        // Another change of the partner does not move the moment.
        switch(true).await;
        send_due(&app.web).await.unwrap();
        assert_eq!(states(&app).await, counted(&[("sent", 1)]));
        assert_eq!(gateway.take().len(), 1);
        switch(false).await;
        case(&app, "SL0003", 10).await;
        app.wait(MINUTE);
        switch(true).await;
        send_due(&app.web).await.unwrap();
        assert!(gateway.take().is_empty());
    }
}

#[tokio::test]
async fn a_link_whose_transaction_ends_late_is_sent_all_the_same() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        case(&app, "SL0001", 9).await;
        app.wait(5 * MINUTE);
        case(&app, "SL0002", 9).await;
        // The first link appears after the second was planned.
        let hidden = "UPDATE occurrence SET partner_id = NULL WHERE case_id IN
            (SELECT id FROM service_case WHERE project_no = 'SL0001')";
        app.database.execute(hidden).await.unwrap();
        send_due(&app.web).await.unwrap();
        assert_eq!(gateway.take().len(), 1);
        app.wait(5 * MINUTE);
        app.database.execute(&hidden.replace("NULL", "9")).await.unwrap();
        send_due(&app.web).await.unwrap();
        assert_eq!(gateway.take().len(), 1);
        assert_eq!(states(&app).await, counted(&[("sent", 2)]));
    }
}

#[tokio::test]
async fn a_form_is_encoded_and_a_long_name_of_an_item_is_cut() {
    let (gateway, apps) = both(|config| {
        config.messages.content_type = "application/x-www-form-urlencoded".into();
        config.messages.body = "to={phone}&say={text}&id={id}".into();
        config.messages.text = "{item}&{link}".into();
        (config.messages.ok, config.messages.reference) = Default::default();
    })
    .await;
    for app in apps {
        case(&app, "SL0001", 9).await;
        let long = format!("UPDATE service_case SET item_name = '{}'", "长".repeat(30));
        app.database.execute(&long).await.unwrap();
        send_due(&app.web).await.unwrap();
        let sent = gateway.take();
        let form = sent[0].as_str().unwrap();
        assert!(form.starts_with("to=13812345678&say=%E9%95%BF"), "{form}");
        assert!(form.contains("%26http%3A%2F%2F"), "{form}");
        assert_eq!(form.matches("%E9%95%BF").count(), 19);
    }
}

#[tokio::test]
async fn in_quiet_hours_nothing_is_sent_and_in_the_morning_everything_is() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        wait_until(&app, "2026-11-24 21:00:00");
        case(&app, "SL0001", 9).await;
        for moment in ["2026-11-24 21:00:00", "2026-11-24 23:59:00", "2026-11-25 07:59:59"] {
            wait_until(&app, moment);
            send_due(&app.web).await.unwrap();
            assert!(gateway.take().is_empty(), "{moment}");
        }
        wait_until(&app, "2026-11-25 08:00:00");
        send_due(&app.web).await.unwrap();
        assert_eq!(gateway.take().len(), 1);
    }
}

#[tokio::test]
async fn whoever_wants_no_messages_gets_none_and_can_rate_as_before() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        let path = case(&app, "SL0001", 9).await;
        send_due(&app.web).await.unwrap();
        gateway.take();
        let stop = format!("{}/stop", path.replace("/c/", "/m/"));
        let mut browser = app.browser();
        let page = browser.get(&stop).await;
        assert_eq!(page.status, StatusCode::OK);
        page.shows("不影响您的评价权利");
        page.hides(PHONE);
        // Looking at the page changes nothing; a page of another site cannot answer for her.
        let mut foreign = app.browser();
        foreign.headers.push(("sec-fetch-site", "cross-site"));
        assert_eq!(foreign.post(&stop, &[]).await.status, StatusCode::FORBIDDEN);
        case(&app, "SL0002", 9).await;
        send_due(&app.web).await.unwrap();
        assert_eq!(gateway.take().len(), 1);
        let done = browser.post(&stop, &[]).await;
        assert_eq!(done.status, StatusCode::OK);
        done.shows("已登记");
        assert_eq!(browser.post(&stop, &[]).await.status, StatusCode::OK, "twice is once");
        // Another case of the same number.
        case(&app, "SL0003", 9).await;
        send_due(&app.web).await.unwrap();
        assert!(gateway.take().is_empty());
        assert_eq!(states(&app).await, counted(&[("dropped", 1), ("sent", 2)]));
        let rated = app.browser().rate(&path, &[("level", "1"), ("words", "太慢")]).await;
        assert_eq!(rated.status, StatusCode::SEE_OTHER);
        let unknown = app.browser().get("/m/00000000000000000000/stop").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        assert_eq!(app.browser().post("/m/x/stop", &[]).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn what_was_rated_revoked_or_is_over_is_not_sent_any_more() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        gateway.answer(500, "0");
        let rated = case(&app, "SL0001", 9).await;
        let revoked = case(&app, "SL0002", 9).await;
        case(&app, "SL0003", 9).await;
        case(&app, "SL0004", 9).await;
        send_due(&app.web).await.unwrap();
        assert_eq!(gateway.take().len(), 4);
        assert_eq!(states(&app).await, counted(&[("waiting", 4)]));
        app.browser().rate(&rated, &[("level", "5")]).await;
        let token = usecases::CaseToken::parse(revoked.trim_start_matches("/c/")).unwrap();
        assert!(app.web.service.revoke_link(&token).await.unwrap());
        gateway.answer(200, "0");
        let empty = match app.db() {
            Db::Sqlite { .. } => "x''",
            Db::Postgres { .. } => "''::bytea",
        };
        let cleared = format!("UPDATE service_case SET phone = {empty} WHERE project_no = 'SL0004'");
        app.database.execute(&cleared).await.unwrap();
        app.wait(8 * DAY);
        send_due(&app.web).await.unwrap();
        assert!(gateway.take().is_empty());
        // The two that were tried until the end failed; what need not be sent was dropped.
        assert_eq!(states(&app).await, counted(&[("dropped", 2), ("failed", 2)]));
    }
}

#[tokio::test]
async fn a_case_without_a_number_is_not_sent() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        case(&app, "SL0001", 9).await;
        let empty = match app.db() {
            Db::Sqlite { .. } => "x''",
            Db::Postgres { .. } => "''::bytea",
        };
        let cleared = format!("UPDATE service_case SET phone = {empty}, phone_hash = {empty}");
        app.database.execute(&cleared).await.unwrap();
        send_due(&app.web).await.unwrap();
        assert!(gateway.take().is_empty());
        assert_eq!(states(&app).await, counted(&[("dropped", 1)]));
    }
}

#[tokio::test]
async fn a_gateway_that_fails_for_a_day_loses_nothing_and_each_is_sent_once() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        gateway.answer(500, "0");
        let mut numbers = Vec::new();
        for n in 0..20 {
            let number = format!("SL{n:04}");
            case(&app, &number, 9).await;
            numbers.push(number);
        }
        let mut tries = 0;
        for _ in 0..24 * 6 {
            send_due(&app.web).await.unwrap();
            tries += gateway.take().len();
            app.wait(10 * MINUTE);
        }
        assert!((100..2000).contains(&tries), "{tries}: asked often enough, and not without end");
        // Back, and for a while it refuses in a 200.
        gateway.answer(200, "7");
        send_due(&app.web).await.unwrap();
        gateway.take();
        gateway.answer(200, "0");
        for _ in 0..12 {
            app.wait(10 * MINUTE);
            send_due(&app.web).await.unwrap();
        }
        let mut ids: Vec<String> =
            gateway.take().iter().map(|m| m["id"].as_str().unwrap_or_default().to_owned()).collect();
        assert_eq!(ids.len(), numbers.len());
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), numbers.len());
        assert_eq!(states(&app).await, counted(&[("sent", 20)]));
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_a_gateway_that_is_gone_is_tried_again() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        gateway.answer(307, "0");
        case(&app, "SL0001", 9).await;
        send_due(&app.web).await.unwrap();
        assert_eq!(gateway.take().len(), 1);
        assert_eq!(states(&app).await, counted(&[("waiting", 1)]));
        gateway.answer(200, "0");
        app.wait(MINUTE);
        send_due(&app.web).await.unwrap();
        assert_eq!(gateway.take().len(), 1);
    }
    let gone = TestApp::both_with(|config| config.messages.url = "http://127.0.0.1:1/send".into()).await;
    for app in gone {
        add_partner(app.db(), 9, true).await;
        case(&app, "SL0001", 9).await;
        send_due(&app.web).await.unwrap();
        assert_eq!(states(&app).await, counted(&[("waiting", 1)]));
    }
}

#[tokio::test]
async fn what_was_sent_when_the_process_died_is_sent_again_under_the_same_name() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        case(&app, "SL0001", 9).await;
        let rules = app.web.config.messages.rules();
        app.web.service.plan_messages(&rules).await.unwrap();
        let taken = app.web.service.take_messages(&rules, 8).await.unwrap();
        let to_gateway = app.web.messages.as_ref().unwrap();
        to_gateway.send(&taken.to_send[0]).await;
        // Here it dies: the gateway has the message, the table does not know.
        for _ in 0..4 {
            app.wait(MINUTE);
            send_due(&app.web).await.unwrap();
        }
        let first = gateway.take();
        assert_eq!(first.len(), 1, "whoever took it may still be sending");
        app.wait(MINUTE);
        send_due(&app.web).await.unwrap();
        let again = gateway.take();
        assert_eq!((again.len(), &again[0]["id"]), (1, &first[0]["id"]));
        assert_eq!(states(&app).await, counted(&[("sent", 1)]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_loops_at_once_send_a_message_once() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        for n in 0..30 {
            case(&app, &format!("SL{n:04}"), 9).await;
        }
        let loops: Vec<_> = (0..4)
            .map(|_| {
                let web = app.web.clone();
                tokio::spawn(async move { send_due(&web).await.unwrap() })
            })
            .collect();
        for one in loops {
            one.await.unwrap();
        }
        send_due(&app.web).await.unwrap();
        let mut ids: Vec<String> =
            gateway.take().iter().map(|m| m["id"].as_str().unwrap_or_default().to_owned()).collect();
        assert_eq!(ids.len(), 30);
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 30);
    }
}

#[tokio::test]
async fn receipts_say_what_reached_the_phone() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        for n in 0..3 {
            case(&app, &format!("SL{n:04}"), 9).await;
        }
        send_due(&app.web).await.unwrap();
        let sent = gateway.take();
        let [a, b, c] = [0, 1, 2].map(|n| sent[n]["id"].as_str().unwrap().to_owned());
        let hook = format!("/hooks/messages/{SECRET}");
        let mut network = app.browser();
        let mut post =
            async |path: &str, body: String| network.post_raw(path, "application/json", body).await;
        let answer = post(&hook, format!(r#"{{"id":"{a}","state":"DELIVRD"}}"#)).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, r#"{"code":0}"#));
        post(&hook, format!(r#"[{{"reference":"g-{b}","state":"UNDELIV"}},{{"id":{c},"state":"QUEUED"}}]"#))
            .await;
        assert_eq!(states(&app).await, counted(&[("delivered", 1), ("failed", 1), ("sent", 1)]));
        // What nobody knows changes nothing; a delivery is not taken back, a failure may be corrected.
        for body in [
            r#"{"id":"1","state":"DELIVRD"}"#.to_owned(),
            r#"{"reference":"g-1","state":"failed"}"#.to_owned(),
            r#"{"x":1}"#.to_owned(),
            "[1,null]".to_owned(),
            format!(r#"{{"id":"{a}","state":"UNDELIV"}}"#),
            format!(r#"{{"reference":"g-{b}","state":"DELIVRD"}}"#),
        ] {
            assert_eq!(post(&hook, body.clone()).await.status, StatusCode::OK, "{body}");
        }
        assert_eq!(states(&app).await, counted(&[("delivered", 2), ("sent", 1)]));
        assert_eq!(post(&hook, "not json".into()).await.status, StatusCode::BAD_REQUEST);
        for wrong in ["/hooks/messages/0123456789abcdefABCDEf", "/hooks/messages/x"] {
            let body = format!(r#"{{"id":"{c}","state":"DELIVRD"}}"#);
            assert_eq!(post(wrong, body).await.status, StatusCode::NOT_FOUND, "{wrong}");
        }
        assert_eq!(states(&app).await, counted(&[("delivered", 2), ("sent", 1)]));
    }
}

#[tokio::test]
async fn a_receipt_that_comes_before_the_gateways_answer_stands() {
    let (_gateway, apps) = both(|_| {}).await;
    for app in apps {
        case(&app, "SL0001", 9).await;
        let rules = app.web.config.messages.rules();
        app.web.service.plan_messages(&rules).await.unwrap();
        let taken = app.web.service.take_messages(&rules, 8).await.unwrap();
        let message = &taken.to_send[0];
        let body = format!(r#"{{"id":"{}","state":"DELIVRD"}}"#, message.id);
        app.browser().post_raw(&format!("/hooks/messages/{SECRET}"), "application/json", body).await;
        let outcome = app.web.messages.as_ref().unwrap().send(message).await;
        app.web.service.note_message(message, &outcome).await.unwrap();
        assert_eq!(states(&app).await, counted(&[("delivered", 1)]));
    }
}

#[tokio::test]
async fn who_has_not_rated_is_reminded_once_a_working_day_before_the_end() {
    let (gateway, apps) = both(|config| config.messages.reminder_before_days = 1).await;
    for app in apps {
        let open = case(&app, "SL0001", 9).await;
        let rated = case(&app, "SL0002", 9).await;
        send_due(&app.web).await.unwrap();
        assert_eq!(gateway.take().len(), 2);
        // The gateway was down for this one all the time.
        gateway.answer(500, "0");
        case(&app, "SL0003", 9).await;
        send_due(&app.web).await.unwrap();
        gateway.take();
        app.browser().rate(&rated, &[("level", "5")]).await;
        wait_until(&app, "2026-11-30 08:59:59");
        send_due(&app.web).await.unwrap();
        assert!(gateway.take().iter().all(|m| !text_of(m).contains(&open)));
        gateway.answer(200, "0");
        wait_until(&app, "2026-11-30 09:00:00");
        send_due(&app.web).await.unwrap();
        let sent = gateway.take();
        let reminders: Vec<&Value> = sent.iter().filter(|m| text_of(m).contains(&open)).collect();
        assert_eq!(reminders.len(), 1, "{sent:?}");
        assert!(text_of(reminders[0]).contains("只提醒这一次"));
        for _ in 0..48 {
            app.wait(HOUR);
            send_due(&app.web).await.unwrap();
        }
        let later = gateway.take();
        assert!(later.iter().all(|m| !text_of(m).contains("只提醒这一次")), "{later:?}");
        assert_eq!(states(&app).await, counted(&[("sent", 4)]));
    }
}

#[tokio::test]
async fn without_a_gateway_nothing_is_planned() {
    for app in TestApp::both().await {
        add_partner(app.db(), 9, true).await;
        case(&app, "SL0001", 9).await;
        send_due(&app.web).await.unwrap();
        assert_eq!(states(&app).await, []);
        let answer = app.browser().post_raw("/hooks/messages/", "application/json", "{}").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
}

/// The whole process, at the most talkative level.
#[tokio::test]
async fn the_server_sends_by_itself_and_its_log_holds_no_number_text_or_link() {
    let (gateway, mut hears) = Gateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("hcp.db").display());
    let address = configure(folder.path(), &url);
    assert!(command(folder.path(), &["keys", "new"]).status.success());
    let config = folder.path().join("config.toml");
    let set = std::fs::read_to_string(&config).unwrap().replace("\"warn\"", "\"debug\"")
        + &format!(
            "[messages]\nurl = \"{}\"\nquiet_from = \"00:00\"\nquiet_until = \"00:00\"\n",
            gateway.url
        )
        + "[messages.headers]\nAuthorization = \"Bearer SECRETKEY\"\n"
        + &format!("[messages.receipt]\nsecret = \"{SECRET}\"\n");
    std::fs::write(&config, set).unwrap();
    let db = Db::open(&Options::new(&url)).await.unwrap();
    db.insert_places(&one_window(domain::WindowCode::from_random(4242))).await.unwrap();
    add_partner(&db, 9, true).await;
    let now = usecases::World::system().now().plus(-HOUR).to_china_text();
    let file = folder.path().join("cases.csv");
    let times = [("serviceTime", &*now), ("resultDate", &*now), ("acceptDate", &*now)];
    std::fs::write(&file, case_csv(&[&times])).unwrap();
    let imported = command(folder.path(), &["case", "import", &file.display().to_string()]);
    let links = String::from_utf8(imported.stdout).unwrap();
    let link = links.split("/c/").nth(1).and_then(|rest| rest.split(',').next()).expect("a link").to_owned();
    let database = TestDatabase::of(Options::new(&url), db);
    database.execute("UPDATE occurrence SET partner_id = 9").await.unwrap();

    let mut server = Server::start(folder.path(), address);
    tokio::time::timeout(Duration::from_secs(60), hears.recv()).await.expect("in time").expect("a request");
    let sent = gateway.take();
    assert!(text_of(&sent[0]).contains(&link));
    crate::support::process::post(address, &format!("/m/{link}/stop"), "x=1").expect("an answer");
    crate::support::process::post(address, &format!("/hooks/messages/{SECRET}"), "{}").expect("an answer");
    server.kill();
    let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
    assert!(log.contains("/m/{token}/stop") && log.contains("/hooks/messages/{secret}"), "{log}");
    for secret in [PHONE, &link, "示例事项", "SECRETKEY", SECRET] {
        assert!(!log.contains(secret), "{secret} stands in the log:\n{log}");
    }
}
