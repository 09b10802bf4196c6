//! Signing in at the portal, against a certified OpenID provider that is made to lie.

use crate::support::portal::{CLIENT, Portal, SECRET, follow};
use crate::support::{Answer, Browser, TestApp};
use axum::http::StatusCode;
use server::config::Config;

fn configure(config: &mut Config, issuer: &str) {
    let portal = &mut config.sign_in.portal;
    portal.issuer = issuer.to_owned();
    portal.name = "示例门户".into();
    (portal.client_id, portal.client_secret) = (CLIENT.into(), SECRET.into());
    portal.id_number_claim = "id_card".into();
    portal.timeout_seconds = 4;
    assert!(!format!("{portal:?}").contains(SECRET));
}

async fn both() -> (Portal, [TestApp; 2]) {
    let portal = Portal::start().await;
    let apps = TestApp::both_with(|config| configure(config, &portal.issuer)).await;
    (portal, apps)
}

/// To the provider and back to our door; the path she comes back to.
async fn sent_back(browser: &mut Browser, from: &str) -> String {
    browser.get("/my").await;
    let there = browser.get(from).await;
    assert_eq!(there.status, StatusCode::SEE_OTHER, "{}", there.body);
    follow(&there.location()).await
}

async fn enter(browser: &mut Browser) -> Answer {
    let back = sent_back(browser, "/my/portal").await;
    browser.get(&back).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_the_portal_she_signs_in_by_code_pkce_state_and_nonce_and_comes_back_to_where_she_was() {
    let (_portal, apps) = both().await;
    for app in apps {
        app.case(&[("taskName", "她的事")]).await;
        app.case(&[("projectNo", "SL0002"), ("mobile", "13700000002"), ("taskName", "凭证件找到的")]).await;
        let number = [("projectNo", "SL0003"), ("mobile", "13700000003"), ("certKey", "370303199101010000")];
        app.case(&[&number[..], &[("taskName", "别人的事")]].concat()).await;
        let mut browser = app.browser();
        browser.get("/my").await.shows("去示例门户登录");
        let there = browser.get("/my/portal").await.location();
        for part in
            ["response_type=code", "code_challenge_method=S256", "state=", "nonce=", "scope=openid+phone"]
        {
            assert!(there.contains(part), "{part} in {there}");
        }
        assert_eq!(enter(&mut browser).await.location(), "/my");
        let page = browser.get("/my").await;
        page.shows("她的事");
        page.shows("凭证件找到的");
        page.hides("别人的事");

        let mut at_window = app.browser();
        let back = sent_back(&mut at_window, &format!("/my/portal?at={}", app.window)).await;
        assert!(!back.contains("13812345678") && !back.contains("3703"), "{back}");
        assert_eq!(at_window.get(&back).await.location(), format!("{}/my", app.path()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_lies_signs_nobody_in() {
    let (portal, apps) = both().await;
    for app in apps {
        for lie in ["signature", "unsigned", "issuer", "audience", "nonce", "expired"] {
            portal.behave(lie, "hers").await;
            let mut browser = app.browser();
            let told = enter(&mut browser).await;
            assert_eq!(told.status, StatusCode::FORBIDDEN, "{lie} {}", told.body);
            told.shows("示例门户的答复没有通过核验");
            assert_eq!(browser.cookie("hp_my"), None, "{lie}");
        }
        portal.behave("metadata", "hers").await;
        let mut browser = app.browser();
        browser.get("/my").await;
        browser.get("/my/portal").await.shows("示例门户的答复没有通过核验");
        for person in ["unverified", "nobody"] {
            portal.behave("none", person).await;
            let mut browser = app.browser();
            enter(&mut browser).await.shows("示例门户没有提供手机号或证件号码");
            assert_eq!(browser.cookie("hp_my"), None, "{person}");
        }
        portal.behave("none", "refuses").await;
        enter(&mut app.browser()).await.shows("您没有授权示例门户提供信息");
        portal.behave("none", "hers").await;
        assert_eq!(enter(&mut app.browser()).await.location(), "/my");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_way_back_is_good_once_and_in_the_browser_that_went() {
    let (_portal, apps) = both().await;
    for app in apps {
        let mut hers = app.browser();
        let back = sent_back(&mut hers, "/my/portal").await;
        let mut victim = app.browser();
        victim.get("/my").await;
        let planted = victim.get(&back).await;
        assert_eq!(planted.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(victim.cookie("hp_my"), None);
        app.browser().get(&back).await.shows("浏览器没有保存Cookie，不能登录");

        let mut again = hers.clone();
        assert_eq!(hers.get(&back).await.location(), "/my");
        let used = again.get(&back).await;
        assert_eq!(used.status, StatusCode::UNPROCESSABLE_ENTITY);
        used.shows("示例门户的登录凭据无效或已用过");
        assert_eq!(again.cookie("hp_my"), None);

        // Before anything is asked of the provider.
        let (service, mark) = (&app.web.service, "a".repeat(32));
        let flow = service.portal_flow(&mark, &app.window.to_string());
        assert!(service.portal_flow_of(&mark, &flow.state).is_some_and(|(same, _)| same.nonce == flow.nonce));
        assert!(service.portal_flow_of(&mark.replace('a', "b"), &flow.state).is_none());
        assert!(service.portal_flow_of(&mark, &flow.state.replace('.', ".X")).is_none());

        for odd in ["", "?", "?code=x", "?state=.&code=", "?error=%3Cb%3E&state=x", "?code=%FF&state=%00"] {
            let mut browser = app.browser();
            browser.get("/my").await;
            let told = browser.get(&format!("/my/portal/back{odd}")).await;
            assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{odd}");
            told.hides("<b>");
        }
        app.browser().get("/my/portal").await.shows("浏览器没有保存Cookie，不能登录");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_is_slow_or_down_is_said_and_other_ways_stay() {
    let (portal, apps) = both().await;
    for app in &apps {
        for lie in ["silent", "broken"] {
            portal.behave(lie, "hers").await;
            let told = enter(&mut app.browser()).await;
            assert_eq!(told.status, StatusCode::SERVICE_UNAVAILABLE, "{lie}");
            told.shows("示例门户没有及时答复");
            told.shows("扫窗口的二维码评价");
        }
    }
    drop(portal);
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for app in TestApp::both_with(|config| configure(config, &format!("http://{closed}"))).await {
        let mut browser = app.browser();
        browser.get("/my").await;
        let told = browser.get("/my/portal").await;
        assert_eq!(told.status, StatusCode::SERVICE_UNAVAILABLE);
        told.shows("示例门户没有及时答复");
    }
}
