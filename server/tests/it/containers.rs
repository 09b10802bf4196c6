//! Containers: how each is told, what is kept of it, and the way back out of it.

use crate::support::{Browser, TestApp};
use domain::Container;
use server::config::Config;

/// What each says of itself.
const AGENTS: [(&str, Container); 7] = [
    ("Mozilla/5.0 (Linux; Android 13) Chrome/116.0 Mobile Safari/537.36", Container::Browser),
    ("Mozilla/5.0 (Linux; Android 13) Mobile hanweb/5.1", Container::IShandong),
    ("Mozilla/5.0 (Phone; OpenHarmony 5.0) ArkWeb Mobile HANWEB-HARMONY/5.1", Container::IShandongHarmony),
    ("Mozilla/5.0 (iPhone) MicroMessenger/8.0.47 miniProgram/wx0123456789abcdef", Container::WeChatMini),
    ("Mozilla/5.0 (iPhone) MicroMessenger/8.0.47 NetType/4G", Container::WeChat),
    ("Mozilla/5.0 (Linux; U; Android 13) AliApp(AP/10.5.66) AlipayClient/10.5.66", Container::Alipay),
    ("Mozilla/5.0 (Linux; Android 13) AliApp(DingTalk/7.5.20)", Container::DingTalk),
];

const BACK: &str = "https://zwfw.example/done?a=1&b=2#/list";
/// The same in a query.
const BACK_ENCODED: &str = "https%3A%2F%2Fzwfw.example%2Fdone%3Fa%3D1%26b%3D2%23%2Flist";

fn allow(config: &mut Config) {
    config.containers.back = vec!["https://zwfw.example".into()];
    config.containers.verification = [("MP_verify_a1B2.txt", "a1B2c3"), ("w", "x"), ("metrics", "x")]
        .map(|(name, content)| (name.to_owned(), content.to_owned()))
        .into();
}

fn with_agent(app: &TestApp, agent: &'static str) -> Browser {
    let mut browser = app.browser();
    browser.headers.push(("user-agent", agent));
    browser
}

async fn recorded(app: &TestApp, container: Container) -> u64 {
    app.count(&format!("rating WHERE container = {}", container.number())).await
}

#[tokio::test]
async fn each_container_is_told_by_its_user_agent_and_kept_with_the_rating() {
    for app in TestApp::both().await {
        for (agent, container) in AGENTS {
            let mut phone = with_agent(&app, agent);
            let answer = phone.rate(&app.path(), &[("level", "5")]).await;
            assert_eq!(answer.status, 303, "{agent}");
            assert!(
                !answer.location().contains('?'),
                "what the user agent says needs no word in the address"
            );
            assert_eq!(recorded(&app, container).await, 1, "{agent} on {}", app.db().kind());
            let receipt = phone.get(&answer.location()).await;
            let way = format!("data-container=\"{}\"", container.word());
            assert_eq!(receipt.body.contains(&way), container != Container::Browser, "{agent}");
        }
        assert_eq!(app.ratings().await, 7);
    }
}

#[tokio::test]
async fn what_the_link_says_goes_before_the_user_agent_and_survives_to_the_post() {
    for app in TestApp::both_with(allow).await {
        let mut phone = with_agent(&app, AGENTS[4].0);
        let link = format!("{}?from=alipay&backUrl={BACK_ENCODED}", app.path());
        let page = phone.get(&link).await;
        assert_eq!(page.status, 200);
        let shown = BACK.replace('&', "&amp;");
        let fields = [("from", "alipay"), ("backUrl", BACK), ("level", "1"), ("key", &page.key())];
        page.shows("<input type=\"hidden\" form=\"rating\" name=\"from\" value=\"alipay\">");
        page.shows(&format!("<input type=\"hidden\" form=\"rating\" name=\"backUrl\" value=\"{shown}\">"));
        // A fault first: the same page, and both are still there.
        let refused = phone.post(&app.path(), &fields).await;
        assert_eq!(refused.status, 422);
        refused.shows("name=\"from\" value=\"alipay\"");
        refused.shows(&shown);
        let sent = phone.post(&app.path(), &[&fields[..], &[("words", "等了三小时")]].concat()).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        assert!(
            sent.location().ends_with(&format!("?from=alipay&backUrl={}", encoded(BACK))),
            "{}",
            sent.location()
        );
        assert_eq!(
            (recorded(&app, Container::Alipay).await, recorded(&app, Container::WeChat).await),
            (1, 0)
        );
        let receipt = phone.get(&sent.location()).await;
        receipt.shows(&format!("href=\"{shown}\""));
        // The size of the text is changed on the way: the link's word comes along.
        let elder =
            phone.post("/display", &[("size", "e22"), ("back", &app.path()), ("entry", "from=alipay")]).await;
        assert_eq!(elder.location(), format!("{}?from=alipay", app.path()));
    }
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[tokio::test]
async fn a_word_that_names_no_container_is_ignored() {
    let app = TestApp::sqlite().await;
    for word in ["hanweb", "WeChat", "%22%3E%3Cscript%3E", "%ff", ""] {
        let page = app.browser().get(&format!("{}?from={word}", app.path())).await;
        page.hides("name=\"from\"");
        page.hides("<script>");
    }
    let sent = app.browser().post(&app.path(), &[("level", "5"), ("from", "\"><script>")]).await;
    assert!(!sent.location().contains('?'));
    assert_eq!(recorded(&app, Container::Browser).await, 1);
}

#[tokio::test]
async fn an_address_off_the_list_is_ignored_wherever_it_stands() {
    for app in TestApp::both_with(allow).await {
        let mut phone = app.browser();
        for bad in [
            "https://evil.example/",
            "https://zwfw.example.evil.example/",
            "https://zwfw.example@evil.example/",
            "http://zwfw.example/",
            "//evil.example/",
            "javascript:alert(1)",
        ] {
            let page = phone.get(&format!("{}?backUrl={}", app.path(), encoded(bad))).await;
            assert_eq!((page.status.as_u16(), page.location().as_str()), (200, ""), "{bad}");
            page.hides("evil.example");
            page.hides("backUrl");
            let fields = [("level", "4"), ("another", "1"), ("backUrl", bad)];
            let sent = phone.post(&app.path(), &fields).await;
            assert!(sent.status == 303 && !sent.location().contains('?'), "{bad}: {}", sent.location());
            let receipt = phone.get(&format!("{}?backUrl={}", sent.location(), encoded(bad))).await;
            assert_eq!((receipt.status.as_u16(), receipt.location().as_str()), (200, ""), "{bad}");
            receipt.hides("evil.example");
            receipt.hides("javascript:");
        }
        // The list is empty unless the city says otherwise.
        let page =
            TestApp::sqlite().await.browser().get(&format!("{}?backUrl={BACK_ENCODED}", app.path())).await;
        page.hides("zwfw.example");
    }
}

#[tokio::test]
async fn a_cached_page_is_the_same_for_all_but_for_its_tail() {
    let app = TestApp::sqlite().await;
    let plain = app.browser().get(&app.path()).await.body;
    let named = app.browser().get(&format!("{}?from=dingtalk", app.path())).await.body;
    let (head, _) = plain.split_once("<input type=\"hidden\" form=\"rating\" name=\"key\"").expect("a tail");
    assert!(named.starts_with(head));
    assert!(
        named[head.len()..]
            .starts_with("<input type=\"hidden\" form=\"rating\" name=\"from\" value=\"dingtalk\">")
    );
    assert_eq!(
        app.browser().get(&app.path()).await.body.len(),
        plain.len(),
        "it went into nobody else's page"
    );
}

#[tokio::test]
async fn no_way_in_is_a_redirect() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let ways =
            [app.path(), app.case(&[]).await, format!("/s/{}", app.staff_code(5).await), "/".to_owned()];
        for (agent, _) in AGENTS {
            for way in &ways {
                let page = with_agent(&app, agent).get(&format!("{way}?from=wechat")).await;
                assert_eq!((page.status.as_u16(), page.location().as_str()), (200, ""), "{way} {agent}");
            }
        }
    }
}

#[tokio::test]
async fn with_cookies_refused_the_rating_is_taken_and_the_way_back_is_there() {
    for app in TestApp::both_with(allow).await {
        // Every request comes from a browser that kept nothing.
        let path = format!("{}?from=wechat-mini&backUrl={BACK_ENCODED}", app.path());
        let key = app.browser().get(&path).await.key();
        let fields = [("level", "2"), ("words", "等了三小时"), ("key", &*key), ("backUrl", BACK)];
        let sent = app.browser().post(&app.path(), &fields).await;
        assert_eq!(sent.status, 303);
        let receipt = app.browser().get(&sent.location()).await;
        receipt.shows("已收到，已存档");
        receipt.shows("https://zwfw.example/done");
        receipt.hides("等了三小时");
    }
}

#[tokio::test]
async fn a_form_sent_again_after_the_web_view_was_killed_is_one_rating() {
    for app in TestApp::both().await {
        let key = with_agent(&app, AGENTS[3].0).get(&app.path()).await.key();
        let fields = [("level", "2"), ("words", "等了三小时"), ("key", &*key)];
        let first = with_agent(&app, AGENTS[3].0).post(&app.path(), &fields).await;
        // Opened again in the phone's browser, as the hint of a stalled web-view says.
        let again = with_agent(&app, AGENTS[0].0).post(&app.path(), &fields).await;
        assert_eq!((first.status, again.status), (303.try_into().unwrap(), 303.try_into().unwrap()));
        assert_eq!(first.location(), again.location());
        assert_eq!(app.ratings().await, 1);
        assert_eq!(recorded(&app, Container::WeChatMini).await, 1, "it stays what it was when it came");
    }
}

#[tokio::test]
async fn a_verification_file_is_served_by_its_exact_name_and_shadows_nothing() {
    for app in TestApp::both_with(allow).await {
        let file = app.browser().get("/MP_verify_a1B2.txt").await;
        assert_eq!((file.status.as_u16(), file.body.as_str()), (200, "a1B2c3"));
        assert_eq!(file.headers["content-type"], "text/plain; charset=utf-8");
        assert_eq!(file.headers["x-content-type-options"], "nosniff");
        for path in [
            "/mp_verify_a1b2.txt",
            "/MP_verify_a1B2.txt/",
            "/./MP_verify_a1B2.txt",
            "//MP_verify_a1B2.txt",
            "/x/MP_verify_a1B2.txt",
            "/%4DP_verify_a1B2.txt",
            "/MP_verify_a1B2%2etxt",
            "/MP_verify_a1B2.txt%00",
            "/..%2fMP_verify_a1B2.txt",
            "/MP_verify_other.txt",
        ] {
            let answer = app.browser().get(path).await;
            assert!(matches!(answer.status.as_u16(), 400 | 404), "{path}: {}", answer.status);
            answer.hides("a1B2c3");
        }
        assert_eq!(app.browser().post("/MP_verify_a1B2.txt", &[]).await.status, 404);
        // Names of our routes, had they got past the configuration's check.
        assert_ne!(app.browser().get("/w").await.body, "x");
        assert_ne!(app.browser().get("/metrics").await.body, "x");
    }
}
