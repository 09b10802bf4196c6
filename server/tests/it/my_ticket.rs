//! Signing in within “爱山东”, against a gateway that is a real HTTP server and checks what it is sent.

use crate::support::ticket_gateway::{APP_ID, CORP, Mode, PERSON, SECRET, TicketGateway};
use crate::support::{Answer, Browser, TestApp};
use axum::http::StatusCode;
use server::config::Config;

const APP: &str = "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Mobile hanweb-harmony/5.1";

fn configure(config: &mut Config, url: &str) {
    let ticket = &mut config.sign_in.ticket;
    ticket.url = url.to_owned();
    (ticket.app_id, ticket.app_secret) = (APP_ID.into(), SECRET.into());
    (ticket.interface_id, ticket.corp_interface_id) = (PERSON.into(), CORP.into());
    (ticket.ok, ticket.ok_value) = ("/code".into(), "200".into());
    ticket.timeout_seconds = 1;
    assert!(!format!("{ticket:?}").contains(SECRET));
}

async fn both() -> (TicketGateway, [TestApp; 2]) {
    let gateway = TicketGateway::start().await;
    let url = gateway.url.clone();
    let apps = TestApp::both_with(|config| configure(config, &url)).await;
    (gateway, apps)
}

fn in_app(app: &TestApp) -> Browser {
    let mut browser = app.browser();
    browser.headers.push(("user-agent", APP));
    browser
}

fn ticket(kind: &str, ticket: &str) -> String {
    format!("{{\"type\":\"{kind}\",\"ticket\":\"{ticket}\"}}")
}

async fn bring(browser: &mut Browser, answer: &str) -> Answer {
    browser.get("/my").await;
    browser.post("/my/ticket", &[("answer", answer)]).await
}

#[tokio::test]
async fn a_ticket_shows_her_cases_by_phone_or_by_id_number_and_names_nobody() {
    let (gateway, apps) = both().await;
    for app in apps {
        gateway.forget();
        let case = |number, changes: &[(&'static str, &'static str)]| {
            [&[("projectNo", number), ("taskName", number)], changes].concat()
        };
        app.case(&case("SL0001", &[])).await;
        // Another phone, her ID number; the X of the one that ends so in the other case.
        app.case(&case("SL0002", &[("mobile", "13700000002")])).await;
        app.case(&case("SL0003", &[("mobile", "13700000003"), ("certKey", "37030319900101000X")])).await;
        let corp = [("mobile", "13700000004"), ("certKey", "91370300MA3DEMO00X"), ("userProp", "2")];
        app.case(&case("SL0004", &corp)).await;
        for (answer, seen) in [
            (ticket("1", "T-hers"), &["SL0001", "SL0002"][..]),
            (ticket("1", "T-id"), &["SL0003"]),
            (ticket("2", "T-corp"), &["SL0004"]),
        ] {
            let mut browser = in_app(&app);
            let page = browser.get("/my").await;
            page.shows("用“爱山东”账号登录");
            page.shows("<script type=\"module\" src=\"/my/ticket.js\">");
            let came = browser.post("/my/ticket", &[("answer", &answer)]).await;
            assert_eq!((came.status, &*came.location()), (StatusCode::SEE_OTHER, "/my"), "{}", came.body);
            let page = browser.get("/my").await;
            for number in ["SL0001", "SL0002", "SL0003", "SL0004"] {
                assert_eq!(page.body.contains(number), seen.contains(&number), "{answer} {number}");
            }
            page.hides("示例申请人");
        }
    }
}

#[tokio::test]
async fn a_ticket_signs_in_once_even_if_its_gateway_does_not_care() {
    let (gateway, apps) = both().await;
    for app in apps {
        let hers = ticket("1", "T-hers");
        assert_eq!(bring(&mut in_app(&app), &hers).await.status, StatusCode::SEE_OTHER);
        let again = bring(&mut in_app(&app), &hers).await;
        again.shows("“爱山东”的登录凭据无效或已用过");
        gateway.forget();
        let mut thief = in_app(&app);
        let again = bring(&mut thief, &hers).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        again.shows("“爱山东”的登录凭据无效或已用过");
        assert_eq!(thief.cookie("hp_my"), None);
        gateway.forget();
    }
}

#[tokio::test]
async fn each_of_the_bridges_plain_strings_is_answered_by_what_to_do() {
    let (gateway, apps) = both().await;
    for app in apps {
        for (answer, words) in [
            ("未登录", "您还没有登录“爱山东”"),
            ("取消登录", "您取消了登录"),
            ("用户拒绝授权", "您没有授权“爱山东”提供信息"),
            ("", "浏览器没有开启脚本，不能用“爱山东”登录"),
            ("no-bridge", "不在“爱山东”里，不能用它登录"),
            ("{\"type\":\"1\"}", "不在“爱山东”里，不能用它登录"),
            ("<script>alert(1)</script>", "不在“爱山东”里，不能用它登录"),
        ] {
            let mut browser = in_app(&app);
            let told = bring(&mut browser, answer).await;
            assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
            told.shows(words);
            told.shows("用“爱山东”账号登录");
            told.hides("alert(1)");
            assert_eq!(browser.cookie("hp_my"), None);
        }
        assert_eq!(gateway.asked(), 0);
    }
}

#[tokio::test]
async fn a_gateway_that_is_slow_down_or_talks_nonsense_signs_nobody_in() {
    let (gateway, apps) = both().await;
    for app in apps {
        for (mode, status, words) in [
            (Mode::Silent, 503, "“爱山东”没有及时答复"),
            (Mode::Status(502), 503, "“爱山东”没有及时答复"),
            (Mode::Status(403), 422, "登录凭据无效"),
            (Mode::Says("<html>".into()), 403, "“爱山东”的答复没有通过核验"),
            (Mode::Says("{\"data\":{\"userMobile\":\"13812345678\"}}".into()), 422, "登录凭据无效"),
            (
                Mode::Says("{\"code\":\"200\",\"data\":{\"userMobile\":\"1381234\"}}".into()),
                403,
                "没有提供手机号",
            ),
            (Mode::Says("{\"code\":\"200\"}".into()), 403, "没有提供手机号"),
            (
                Mode::Says(format!("{{\"code\":\"200\",\"x\":\"{}\"}}", "y".repeat(70_000))),
                503,
                "没有及时答复",
            ),
        ] {
            gateway.behave(mode.clone());
            let mut browser = in_app(&app);
            let told = bring(&mut browser, &ticket("1", "T-hers")).await;
            let said = mode.clone();
            assert_eq!(told.status.as_u16(), status, "{said:?}");
            told.shows(words);
            assert_eq!(browser.cookie("hp_my"), None);
        }
        gateway.behave(Mode::Well);
        bring(&mut in_app(&app), &ticket("1", "T-nobody")).await.shows("没有提供手机号或证件号码");
        gateway.forget();
    }
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for app in TestApp::both_with(|config| configure(config, &format!("http://{closed}/gateway"))).await {
        let told = bring(&mut in_app(&app), &ticket("1", "T-hers")).await;
        told.shows("“爱山东”没有及时答复");
    }
}

#[tokio::test]
async fn outside_the_app_the_way_is_not_offered_and_without_cookies_or_from_elsewhere_nothing_is_asked() {
    let (gateway, apps) = both().await;
    for app in apps {
        app.browser().get("/my").await.hides("/my/ticket");
        let hers = ticket("1", "T-hers");
        let refused = in_app(&app).post("/my/ticket", &[("answer", &hers)]).await;
        refused.shows("浏览器没有保存Cookie，不能登录");
        let mut foreign = in_app(&app);
        foreign.headers.push(("sec-fetch-site", "cross-site"));
        assert_eq!(bring(&mut foreign, &hers).await.status, StatusCode::FORBIDDEN);
        assert_eq!(gateway.asked(), 0);
        let script = app.browser().get("/my/ticket.js").await;
        assert_eq!(script.headers["content-type"], "text/javascript; charset=utf-8");
        assert_eq!(app.browser().get("/my/lightapp-jssdk.js").await.status, StatusCode::NOT_FOUND);
    }
    for app in TestApp::both().await {
        let refused = bring(&mut in_app(&app), &ticket("1", "T-hers")).await;
        refused.shows("本系统还没有开通登录");
    }
}
