//! “我的办件”: what a citizen sees who has signed in, and what nobody else does.

use crate::support::my::{PHONE, both, sign_in};
use crate::support::{Browser, TestApp, case_csv};
use axum::http::StatusCode;
use domain::WindowCode;
use server::config::Config;

const MINUTE: i64 = 60_000;
const OTHER: &str = "13700000002";

async fn cases(app: &TestApp, rows: &[&[(&str, &str)]]) {
    let report = app.web.service.import_cases(case_csv(rows).as_bytes()).await.expect("a good file");
    assert_eq!(report.links.len(), rows.len());
}

/// Paths of the rating pages that a page leads to.
fn links(page: &str) -> Vec<String> {
    page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

fn case_links(page: &str) -> Vec<String> {
    links(page).into_iter().filter(|l| l.starts_with("/c/")).collect()
}

#[tokio::test]
async fn she_sees_and_rates_what_is_hers_and_finds_its_receipt_in_any_browser() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        cases(
            &app,
            &[
                &[("taskName", "新生儿登记")],
                &[("projectNo", "SL0002"), ("taskName", "社保卡补领")],
                &[("projectNo", "SL0003"), ("mobile", OTHER), ("taskName", "别人的事")],
            ],
        )
        .await;
        let mut browser = app.browser();
        assert_eq!(sign_in(&gateway, &mut browser, "/my", PHONE).await, "/my");
        let page = browser.get("/my").await;
        assert_eq!(page.headers["cache-control"], "no-store");
        page.shows("新生儿登记");
        page.shows("社保卡补领");
        page.hides("别人的事");
        for personal in [PHONE, "示例申请人", "370303199001010000", "SL0001"] {
            page.hides(personal);
        }
        let ways = case_links(&page.body);
        assert_eq!(ways.len(), 2);
        let rated = browser.rate(&ways[0], &[("level", "1"), ("words", "跑了三趟")]).await;
        assert_eq!(rated.status, StatusCode::SEE_OTHER);
        let receipt = rated.location();

        // Another browser, another day: the receipt is there, what was given is not.
        let mut second = app.browser();
        app.wait(2 * MINUTE);
        sign_in(&gateway, &mut second, "/my", PHONE).await;
        let page = second.get("/my").await;
        assert_eq!(case_links(&page.body), ways[1..]);
        assert!(links(&page.body).contains(&receipt), "{}", page.body);
        page.hides("跑了三趟");
        page.hides("非常不满意");
        let closed = second.get(&receipt).await;
        closed.hides("跑了三趟");
        closed.shows("查询口令");
    }
}

#[tokio::test]
async fn a_receipt_she_left_her_number_with_is_hers_but_not_what_somebody_else_applied_for() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        let path = app.case(&[("mobile", OTHER), ("taskName", "别人的事")]).await;
        let left = [("level", "5"), ("phone", PHONE), ("phone_consent", "1")];
        let of_case = app.browser().rate(&path, &left).await.location();
        let of_window = app.browser().rate(&app.path(), &left).await.location();
        let mut browser = app.browser();
        sign_in(&gateway, &mut browser, "/my", PHONE).await;
        let page = browser.get("/my").await;
        let all = links(&page.body);
        assert!(all.contains(&of_case) && all.contains(&of_window), "{all:?}");
        page.hides("别人的事");
        page.shows("没有待评价的办件");
    }
}

#[tokio::test]
async fn what_is_over_taken_back_or_cleared_is_not_hers_to_rate() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        cases(&app, &[&[], &[("projectNo", "SL0002")], &[("projectNo", "SL0003")]]).await;
        app.database
            .execute("UPDATE case_link SET revoked_at = 1 WHERE occurrence_id IN (SELECT o.id FROM occurrence o JOIN service_case c ON c.id = o.case_id WHERE c.project_no = 'SL0001')")
            .await
            .unwrap();
        let empty = if app.db().kind() == "sqlite" { "x''" } else { "''::bytea" };
        let clear = format!(
            "UPDATE service_case SET phone_hash = {empty}, id_number_hash = {empty} WHERE project_no = 'SL0002'"
        );
        app.database.execute(&clear).await.unwrap();
        // Of several links one is enough, and the occurrence stands there once.
        app.web.service.reissue_link("SL0003", 1).await.unwrap();
        let mut browser = app.browser();
        sign_in(&gateway, &mut browser, "/my", PHONE).await;
        let open = case_links(&browser.get("/my").await.body);
        assert_eq!(open.len(), 1);
        browser.get(&open[0]).await.shows("id=\"rating\"");
        app.wait(10 * 86_400_000);
        sign_in(&gateway, &mut browser, "/my", PHONE).await;
        browser.get("/my").await.shows("没有待评价的办件");
    }
}

#[tokio::test]
async fn a_case_number_and_a_name_open_nothing() {
    let (_, apps) = both(|_| {}).await;
    for app in apps {
        app.case(&[]).await;
        let number = "projectNo=SL0001&name=%E7%A4%BA%E4%BE%8B%E7%94%B3%E8%AF%B7%E4%BA%BA";
        for path in [format!("/my?{number}"), "/w?q=SL0001".into(), format!("/c/SL0001?{number}")] {
            let page = app.browser().get(&path).await;
            assert!(case_links(&page.body).is_empty(), "{path}");
            page.hides("示例事项");
        }
    }
}

#[tokio::test]
async fn a_session_ends_by_itself_by_hand_and_at_the_latest() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        app.case(&[]).await;
        let mut browser = app.browser();
        sign_in(&gateway, &mut browser, "/my", PHONE).await;
        // Used every ten minutes it lives two hours.
        for _ in 0..11 {
            app.wait(10 * MINUTE);
            browser.get("/my").await.shows("示例事项");
        }
        app.wait(10 * MINUTE);
        let over = browser.get("/my").await;
        over.shows("登录已超时");
        over.hides("示例事项");
        assert_eq!(browser.cookie("hp_my"), None, "said once");
        browser.get("/my").await.hides("登录已超时");

        // Left alone, a quarter of an hour.
        sign_in(&gateway, &mut browser, "/my", PHONE).await;
        app.wait(15 * MINUTE);
        browser.get("/my").await.shows("登录已超时");

        sign_in(&gateway, &mut browser, "/my", PHONE).await;
        let kept = browser.clone();
        let out = browser.post("/my/sign-out", &[]).await;
        assert_eq!(out.location(), "/my?out");
        browser.get("/my?out").await.shows("已退出登录");
        let mut kept: Browser = kept;
        kept.get("/my").await.hides("示例事项");
    }
}

#[tokio::test]
async fn a_session_that_ends_midway_loses_nothing_that_was_typed() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        app.case(&[]).await;
        let mut browser = app.browser();
        sign_in(&gateway, &mut browser, "/my", PHONE).await;
        let way = case_links(&browser.get("/my").await.body).remove(0);
        let key = browser.get(&way).await.key();
        app.wait(3 * 3_600_000);
        let refused = browser.post(&way, &[("level", "2"), ("key", &key)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let fields = [("level", "2"), ("words", "等了两个小时"), ("key", &*key)];
        let rated = browser.post(&way, &fields).await;
        assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.body);
        browser.get(&rated.location()).await.shows("等了两个小时");
        assert_eq!(app.ratings().await, 1);
    }
}

/// A case served at the sample window.
fn here(window: &WindowCode) -> String {
    window.to_string()
}

#[tokio::test]
async fn from_a_windows_page_she_rates_her_own_case_there_or_the_window_alone() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        let code = here(&app.window);
        cases(
            &app,
            &[
                &[("winNo", &code), ("taskName", "在这里办的")],
                &[("projectNo", "SL0002"), ("orgName", "示例局"), ("taskName", "同部门的")],
                &[("projectNo", "SL0003"), ("orgName", "另一个局"), ("taskName", "别处办的")],
                &[("projectNo", "SL0004"), ("winNo", &code), ("mobile", OTHER), ("taskName", "别人的事")],
            ],
        )
        .await;
        // Its department is called so.
        app.database.execute("UPDATE department SET name = '示例局' WHERE id = 2").await.unwrap();
        app.wait(2_000);
        let my = format!("{}/my", app.path());
        let mut browser = app.browser();
        let window = browser.get(&app.path()).await;
        assert!(links(&window.body).contains(&my), "{}", window.body);
        assert_eq!(sign_in(&gateway, &mut browser, &my, PHONE).await, my);
        let page = browser.get(&my).await;
        page.shows("在这里办的");
        page.shows("同部门的");
        page.hides("别处办的");
        page.hides("别人的事");
        assert!(links(&page.body).contains(&app.path()), "or untied");

        // The window's page is the same bytes for everybody, but for the key at its end.
        let head = |body: &str| body.rsplit_once("value=\"").map(|(head, _)| head.to_owned());
        assert_eq!(head(&browser.get(&app.path()).await.body), head(&window.body));

        let way = case_links(&page.body).remove(0);
        let tied = browser.rate(&way, &[("level", "1"), ("words", "窗口没人")]).await.location();
        browser.get(&tied).await.shows("已关联");
        let mut second = app.browser();
        let untied = second.rate(&app.path(), &[("level", "4")]).await.location();
        second.get(&untied).await.shows("未关联办件");
        assert_eq!(app.ratings().await, 2);
        browser.get(&my).await.hides("在这里办的");
    }
}

#[tokio::test]
async fn the_database_that_is_gone_is_said_with_a_number_and_nothing_else() {
    let (gateway, apps) = both(|_| {}).await;
    for app in apps {
        let mut browser = app.browser();
        sign_in(&gateway, &mut browser, "/my", PHONE).await;
        app.db().close().await;
        let page = browser.get("/my").await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        page.shows("服务暂时不可用");
        page.hides("hp_my");
    }
}

/// Header, page and style sheet until something can be done; the style sheet as it is written, not even minified.
#[tokio::test]
async fn the_first_bytes_of_my_cases_fit_the_first_flight() {
    let (gateway, [app, _]) = both(|_: &mut Config| {}).await;
    let many: Vec<Vec<(&str, String)>> = (0..12)
        .map(|n| vec![("projectNo", format!("SL10{n}")), ("taskName", format!("示例事项{n}"))])
        .collect();
    let many: Vec<Vec<(&str, &str)>> =
        many.iter().map(|row| row.iter().map(|(n, v)| (*n, v.as_str())).collect()).collect();
    cases(&app, &many.iter().map(Vec::as_slice).collect::<Vec<_>>()).await;
    let css = compressed(stylesheet().as_bytes());
    let mut browser = app.browser();
    browser.headers.push(("accept-encoding", "br"));
    let mut measure = async |path: &str| {
        let page = browser.get(path).await;
        assert_eq!(page.headers["content-encoding"], "br");
        let head: usize = page.headers.iter().map(|(n, v)| n.as_str().len() + v.len() + 4).sum();
        (head + 19, page.bytes.len())
    };
    let (head, html) = measure("/my").await;
    println!("sign-in: {head} + {html} + {css} = {}", head + html + css);
    assert!(head + html + css <= 10_000, "{head} + {html} + {css}");
    let mut plain = app.browser();
    sign_in(&gateway, &mut plain, "/my", PHONE).await;
    let token = plain.cookie("hp_my").expect("a session").to_owned();
    let mut browser = app.browser();
    browser.put_cookie("hp_my", &token);
    browser.headers.push(("accept-encoding", "br"));
    let page = browser.get("/my").await;
    let head: usize = page.headers.iter().map(|(n, v)| n.as_str().len() + v.len() + 4).sum();
    println!("twelve cases: {head} + {} + {css}", page.bytes.len());
    assert!(head + 19 + page.bytes.len() + css <= 14_600, "{head} + {} + {css}", page.bytes.len());
}

fn compressed(bytes: &[u8]) -> usize {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params).expect("brotli into memory");
    out.len()
}

/// The citizens' style sheet with what it imports.
fn stylesheet() -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../style");
    let main = std::fs::read_to_string(folder.join("citizen.css")).expect("a style sheet");
    let import =
        |line: &str| line.strip_prefix("@import \"").and_then(|l| l.strip_suffix("\";")).map(str::to_owned);
    let read = |name: String| std::fs::read_to_string(folder.join(name)).expect("what it imports");
    main.lines().map(|line| import(line).map_or_else(|| line.to_owned(), read)).collect::<Vec<_>>().join("\n")
}
