//! Signing in by phone and one-time code, against a message gateway that is a real HTTP server.

use crate::support::TestApp;
use crate::support::gateway::Gateway;
use crate::support::my::{PHONE, ask, both, code_in, sign_in};
use axum::http::StatusCode;

const MINUTE: i64 = 60_000;
const OTHER: &str = "13700000002";

#[tokio::test]
async fn asking_for_a_code_tells_nothing_about_whether_the_number_is_known() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        app.case(&[]).await;
        let (mut hers, mut others) = (app.browser(), app.browser());
        let (known, unknown) = (ask(&mut hers, "/my", PHONE).await, ask(&mut others, "/my", OTHER).await);
        assert_eq!((known.status, known.location()), (unknown.status, unknown.location()));
        assert_eq!(known.body, unknown.body);
        assert_eq!(known.location(), "/my/code", "no number in the address");
        let pages = (hers.get("/my/code").await, others.get("/my/code").await);
        assert_eq!(pages.0.body, pages.1.body);
        pages.0.hides(PHONE);
        // Both are sent one: whoever has no case here is told so when it is hers to know.
        let sent = gateway.take();
        assert_eq!(sent.len(), 2, "{sent:?}");
        assert!(sent[0]["text"].as_str().unwrap().contains("5分钟内有效"), "{sent:?}");
        // Refusals, too, are the same for both.
        let again = (ask(&mut hers, "/my", PHONE).await, ask(&mut others, "/my", OTHER).await);
        assert_eq!(again.0.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(again.0.body.replace(PHONE, OTHER), again.1.body);
    }
}

#[tokio::test]
async fn a_code_is_good_once_for_five_minutes_and_only_in_the_browser_that_asked() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        let mut browser = app.browser();
        ask(&mut browser, "/my", PHONE).await;
        let code = code_in(&gateway, PHONE);

        let mut thief = app.browser();
        thief.get("/my").await;
        let stolen = thief.post("/my/sign-in", &[("code", &code)]).await;
        assert_eq!(stolen.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(thief.cookie("hp_my"), None);

        app.wait(5 * MINUTE);
        let late = browser.post("/my/sign-in", &[("code", &code)]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        late.shows("验证码已失效");

        ask(&mut browser, "/my", PHONE).await;
        let earlier = code_in(&gateway, PHONE);
        app.wait(MINUTE);
        ask(&mut browser, "/my", PHONE).await;
        let code = code_in(&gateway, PHONE);
        if earlier != code {
            let replaced = browser.post("/my/sign-in", &[("code", &earlier)]).await;
            replaced.shows("验证码不正确");
        }
        // As people type it.
        let typed = format!(" {}-{} ", &code[..3], &code[3..]);
        let before = browser.clone();
        assert_eq!(browser.post("/my/sign-in", &[("code", &typed)]).await.location(), "/my");
        assert_eq!(browser.get("/my").await.status, StatusCode::OK);
        let mut again = before;
        let used = again.post("/my/sign-in", &[("code", &code)]).await;
        assert_eq!(used.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(again.cookie("hp_my"), None);
    }
}

#[tokio::test]
async fn codes_to_one_number_and_to_everybody_are_limited_and_no_address_is() {
    let (gateway, apps) = both(|config| config.sign_in.code.per_minute = 3).await;
    for app in apps {
        // Every browser of a test comes from one address.
        for n in 0..5 {
            assert_eq!(ask(&mut app.browser(), "/my", PHONE).await.status, StatusCode::SEE_OTHER);
            let soon = ask(&mut app.browser(), "/my", PHONE).await;
            assert_eq!(soon.status, StatusCode::TOO_MANY_REQUESTS);
            if n < 4 {
                soon.shows("请60秒后再获取验证码");
                assert_eq!(soon.headers["retry-after"], "60");
            }
            app.wait(MINUTE);
        }
        let hour = ask(&mut app.browser(), "/my", PHONE).await;
        hour.shows("请55分钟后再获取验证码");
        for n in 0..3 {
            let phone = format!("1370000001{n}");
            assert_eq!(ask(&mut app.browser(), "/my", &phone).await.status, StatusCode::SEE_OTHER);
        }
        let all = ask(&mut app.browser(), "/my", OTHER).await;
        assert_eq!(all.status, StatusCode::TOO_MANY_REQUESTS);
        all.shows("现在获取验证码的人很多");
        all.shows(&format!("value=\"{OTHER}\""));
        app.wait(MINUTE);
        assert_eq!(ask(&mut app.browser(), "/my", OTHER).await.status, StatusCode::SEE_OTHER);
        app.wait(54 * MINUTE);
        assert_eq!(ask(&mut app.browser(), "/my", PHONE).await.status, StatusCode::SEE_OTHER);
        assert_eq!(gateway.take().len(), 10);
    }
}

/// One that is not the code.
fn another(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

#[tokio::test]
async fn after_five_wrong_guesses_the_right_code_opens_nothing() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        let mut browser = app.browser();
        ask(&mut browser, "/my", PHONE).await;
        let code = code_in(&gateway, PHONE);
        for _ in 0..5 {
            let wrong = browser.post("/my/sign-in", &[("code", &another(&code))]).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            wrong.shows("验证码不正确");
            wrong.hides(PHONE);
        }
        let right = browser.post("/my/sign-in", &[("code", &code)]).await;
        assert_eq!(right.status, StatusCode::UNPROCESSABLE_ENTITY);
        right.shows("验证码已失效");
        assert_eq!(browser.cookie("hp_my"), None);
    }
}

#[tokio::test]
async fn wrong_guesses_of_everybody_are_limited_and_what_cannot_be_a_code_is_no_guess() {
    let (gateway, apps) = both(|config| config.receipt.guesses_per_minute = 2).await;
    for app in apps {
        let mut guesser = app.browser();
        ask(&mut guesser, "/my", OTHER).await;
        let other = code_in(&gateway, OTHER);
        let mut browser = app.browser();
        ask(&mut browser, "/my", PHONE).await;
        let code = code_in(&gateway, PHONE);
        for typed in ["", "12345", "一二三四五六", "1234567", "12345x"] {
            let refused = browser.post("/my/sign-in", &[("code", typed)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
            refused.shows("请输入短信里的6位验证码");
        }
        for _ in 0..2 {
            guesser.post("/my/sign-in", &[("code", &another(&other))]).await;
        }
        let paused = browser.post("/my/sign-in", &[("code", &code)]).await;
        assert_eq!(paused.status, StatusCode::TOO_MANY_REQUESTS);
        app.wait(MINUTE);
        assert_eq!(browser.post("/my/sign-in", &[("code", &code)]).await.location(), "/my");
    }
}

#[tokio::test]
async fn a_browser_that_keeps_no_cookies_is_told_so_and_costs_no_message() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        app.browser().get("/my").await;
        let refused = app.browser().post("/my/code", &[("phone", PHONE)]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        refused.shows("浏览器没有保存Cookie，不能登录");
        refused.shows(&format!("value=\"{PHONE}\""));
        let given = app.browser().post("/my/sign-in", &[("code", "123456")]).await;
        given.shows("浏览器没有保存Cookie，不能登录");
        assert_eq!(gateway.take().len(), 0);
    }
}

#[tokio::test]
async fn a_number_no_message_reaches_is_refused_and_kept() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        for typed in ["", "1380000", "0533-2300000", "示例申请人", "SL0001", "<b>1</b>"] {
            let refused = ask(&mut app.browser(), "/my", typed).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
            refused.shows("请输入11位手机号");
            refused.hides("<b>1");
        }
        assert_eq!(gateway.take().len(), 0);
    }
}

#[tokio::test]
async fn posts_from_another_site_do_nothing() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        let mut browser = app.browser();
        sign_in(&gateway, &mut browser, "/my", PHONE).await;
        let mut foreign = browser.clone();
        foreign.headers.push(("sec-fetch-site", "cross-site"));
        for (path, fields) in
            [("/my/sign-out", [("", "")]), ("/my/code", [("phone", OTHER)]), ("/my/sign-in", [("code", "1")])]
        {
            assert_eq!(foreign.post(path, &fields).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        browser.get("/my").await.shows("退出登录");
        assert_eq!(gateway.take().len(), 0);
    }
}

#[tokio::test]
async fn without_a_gateway_the_page_says_plainly_that_nobody_can_sign_in() {
    for app in TestApp::both_with(|config| config.sign_in.code.on = true).await {
        let page = app.browser().get("/my").await;
        assert_eq!(page.status, StatusCode::OK);
        page.shows("本系统还没有开通登录");
        page.hides("<form class=\"card\" method=\"post\"");
        assert_eq!(ask(&mut app.browser(), "/my", PHONE).await.status, StatusCode::NOT_FOUND);
        let given = app.browser().post("/my/sign-in", &[("code", "123456")]).await;
        assert_eq!(given.status, StatusCode::BAD_REQUEST);
        app.browser().get(&app.path()).await.hides("评价我的办件");
        app.browser().get("/").await.hides("我的办件");
    }
}

#[tokio::test]
async fn a_gateway_that_is_down_or_refuses_is_said_and_the_number_kept() {
    // A port nobody listens at.
    let (gone, _) = Gateway::start().await;
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (gateway, apps) = both(|_| {}).await;
    let (_, down) = both(|config| config.messages.url = format!("http://{closed}/")).await;
    gateway.answer(200, "quota");
    for app in apps.iter().chain(&down) {
        let refused = ask(&mut app.browser(), "/my", PHONE).await;
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
        refused.shows("验证码没有发出去");
        refused.shows(&format!("value=\"{PHONE}\""));
    }
    assert_eq!(gone.take().len(), 0);
}

#[tokio::test]
async fn nothing_that_is_stored_shows_the_number_or_the_code() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        let mut browser = app.browser();
        ask(&mut browser, "/my", PHONE).await;
        let code = code_in(&gateway, PHONE);
        assert_eq!(browser.post("/my/sign-in", &[("code", &code)]).await.location(), "/my");
        let token = browser.cookie("hp_my").expect("a session").to_owned();
        let dump = app.database.dump().await;
        for table in ["one_time_code", "citizen_session"] {
            assert_eq!(dump[table].len(), 1, "{table}");
            for secret in [PHONE, &token] {
                assert!(!dump[table][0].contains(secret), "{secret} in {table}");
            }
        }
        // A day later nothing of it is left.
        app.wait(86_400_000);
        app.web.service.clear_due("command-line").await.unwrap();
        let dump = app.database.dump().await;
        assert!(dump["one_time_code"].is_empty() && dump["citizen_session"].is_empty());
    }
}
