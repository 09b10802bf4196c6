//! Signing in within a WeChat mini-program, against a platform that is a real HTTP server.

use crate::support::wechat::{APP_ID, SECRET, WechatPlatform};
use crate::support::{Answer, Browser, TestApp};
use axum::http::StatusCode;
use server::config::Config;

fn configure(config: &mut Config, api: &str, secret: &str) {
    let wechat = &mut config.sign_in.wechat;
    (wechat.app_id, wechat.app_secret, wechat.api) = (APP_ID.into(), secret.into(), api.to_owned());
    wechat.timeout_seconds = 1;
    assert!(!format!("{wechat:?}").contains(secret));
}

async fn both(secret: &str) -> (WechatPlatform, [TestApp; 2]) {
    let platform = WechatPlatform::start().await;
    let apps = TestApp::both_with(|config| configure(config, &platform.url, secret)).await;
    (platform, apps)
}

/// Opens the web-view with this code and presses its button.
async fn enter(browser: &mut Browser, code: &str) -> Answer {
    let page = browser.get(&format!("/my/wechat?code={code}")).await;
    assert_eq!(page.status, StatusCode::OK, "containers open no redirect");
    browser.post("/my/wechat", &[("code", code)]).await
}

#[tokio::test]
async fn a_mini_programs_code_shows_her_cases_and_is_good_once() {
    let (platform, apps) = both(SECRET).await;
    for app in apps {
        app.case(&[]).await;
        let mut browser = app.browser();
        assert_eq!(enter(&mut browser, "hers").await.location(), "/my");
        browser.get("/my").await.shows("示例事项");
        for forgetful in [false, true] {
            if forgetful {
                platform.forget();
            }
            let mut thief = app.browser();
            let used = enter(&mut thief, "hers").await;
            assert_eq!(used.status, StatusCode::UNPROCESSABLE_ENTITY);
            used.shows("微信的登录凭据无效或已用过");
            assert_eq!(thief.cookie("hp_my"), None);
        }
        platform.forget();
    }
}

#[tokio::test]
async fn a_wrong_code_a_foreign_phone_a_wrong_secret_and_silence_sign_nobody_in() {
    let (platform, apps) = both(SECRET).await;
    let (_other, misconfigured) = both("not-the-secret").await;
    for app in &apps {
        platform.forget();
        for (code, status, words) in [
            ("guess", 422, "微信的登录凭据无效或已用过"),
            ("a/b", 422, "微信的登录凭据无效或已用过"),
            ("abroad", 403, "微信没有提供手机号"),
            ("silent", 503, "微信没有及时答复"),
        ] {
            let mut browser = app.browser();
            let told = enter(&mut browser, code).await;
            assert_eq!(told.status.as_u16(), status, "{code}");
            told.shows(words);
            assert_eq!(browser.cookie("hp_my"), None);
        }
        let page = app.browser().get("/my/wechat?code=%3Cb%3E").await;
        page.hides("<b>");
        let refused = app.browser().post("/my/wechat", &[("code", "hers")]).await;
        refused.shows("浏览器没有保存Cookie，不能登录");
    }
    for app in &misconfigured {
        enter(&mut app.browser(), "hers").await.shows("微信的答复没有通过核验");
    }
    for app in TestApp::both().await {
        app.browser().get("/my/wechat?code=hers").await.shows("本系统还没有开通登录");
        let off = app.browser();
        let mut off: Browser = off;
        assert!(off.post("/my/wechat", &[("code", "hers")]).await.status.is_client_error());
    }
}
