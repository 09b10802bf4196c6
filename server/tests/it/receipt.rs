use crate::support::{Browser, TestApp};
use axum::http::StatusCode;

const BAD: &[(&str, &str)] = &[("level", "1"), ("indicator_1", "115"), ("words", "推来推去")];

/// Rates, and reads the PIN where it is shown once.
async fn rated(app: &TestApp) -> (Browser, String, String) {
    let mut browser = app.browser();
    let path = browser.rate(&app.path(), BAD).await.location();
    let pin =
        browser.cookie("hp_arrival").and_then(|c| c.split('.').next()).expect("the PIN travels").to_owned();
    (browser, path, pin)
}

#[tokio::test]
async fn the_device_that_rated_sees_everything_and_the_pin_once() {
    for app in TestApp::both().await {
        let (mut browser, path, pin) = rated(&app).await;
        let first = browser.get(&path).await;
        first.shows(&pin);
        first.shows("推来推去");
        first.shows("服务态度差效率低");
        let second = browser.get(&path).await;
        second.hides(&pin);
        second.shows("推来推去");
    }
}

#[tokio::test]
async fn anybody_else_sees_place_date_and_state_and_not_what_was_said() {
    for app in TestApp::both().await {
        let (_, path, pin) = rated(&app).await;
        let page = app.browser().get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        page.shows("示例大厅");
        page.shows("2026年11月24日");
        for secret in ["推来推去", "非常不满意", "服务态度差效率低", pin.as_str()] {
            page.hides(secret);
        }
    }
}

#[tokio::test]
async fn a_closed_receipt_of_a_bad_rating_looks_like_that_of_a_good_one() {
    let app = TestApp::sqlite().await;
    let mut pages = Vec::new();
    for fields in [BAD, &[("level", "5")]] {
        let path = app.browser().rate(&app.path(), fields).await.location();
        let code = path.trim_start_matches("/r/").to_owned();
        let grouped = format!("{}-{}-{}", &code[..4], &code[4..8], &code[8..]);
        let page = app.browser().get(&path).await.body;
        pages.push(page.replace(&code, "CODE").replace(&grouped, "CODE"));
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test]
async fn the_pin_opens_the_receipt_on_another_device() {
    for app in TestApp::both().await {
        let (_, path, pin) = rated(&app).await;
        let mut other = app.browser();
        let opened = other.post(&format!("{path}/open"), &[("pin", &pin)]).await;
        assert_eq!((opened.status, opened.location()), (StatusCode::SEE_OTHER, path.clone()));
        other.get(&path).await.shows("推来推去");
        app.wait(31 * 60_000);
        other.get(&path).await.hides("推来推去");
    }
}

#[tokio::test]
async fn a_wrong_pin_is_refused_and_five_lock_even_the_right_one_for_a_while() {
    for app in TestApp::both().await {
        let (mut owner, path, pin) = rated(&app).await;
        let wrong = if pin == "000000" { "000001" } else { "000000" };
        let mut other = app.browser();
        let open = format!("{path}/open");
        for _ in 0..5 {
            assert_eq!(other.post(&open, &[("pin", wrong)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(other.post(&open, &[("pin", &pin)]).await.status, StatusCode::TOO_MANY_REQUESTS);
        owner.get(&path).await.shows("推来推去");
        app.wait(15 * 60_000 + 1);
        assert_eq!(other.post(&open, &[("pin", &pin)]).await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_pass_of_one_receipt_opens_no_other() {
    let app = TestApp::sqlite().await;
    let (_, first, pin) = rated(&app).await;
    let (_, second, _) = rated(&app).await;
    let mut other = app.browser();
    other.post(&format!("{first}/open"), &[("pin", &pin)]).await;
    let pass = other.cookie("hp_pass").expect("a pass").to_owned();
    let pass: &'static str = Box::leak(format!("hp_pass={pass}").into_boxed_str());
    let mut thief = app.browser();
    thief.headers.push(("cookie", pass));
    thief.get(&second).await.hides("推来推去");
    thief.get(&first).await.shows("推来推去");
}

#[tokio::test]
async fn guessing_receipts_is_limited_in_all_and_the_own_device_still_sees_its_own() {
    let app = TestApp::sqlite().await;
    let (mut owner, path, _) = rated(&app).await;
    let mut guesser = app.browser();
    let mut refused = 0;
    for n in 0..400u64 {
        let guess = domain::ReceiptCode::from_random(n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        match guesser.get(&format!("/r/{guess}")).await.status {
            StatusCode::NOT_FOUND => {}
            StatusCode::TOO_MANY_REQUESTS => refused += 1,
            other => panic!("{other}"),
        }
    }
    assert_eq!(refused, 100);
    owner.get(&path).await.shows("推来推去");
    assert_eq!(app.browser().rate(&app.path(), BAD).await.status, StatusCode::SEE_OTHER, "rating goes on");
    app.wait(60_000);
    assert_eq!(app.browser().get(&path).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_receipt_is_looked_up_from_the_home_page_however_it_is_typed() {
    let app = TestApp::sqlite().await;
    let (_, path, _) = rated(&app).await;
    let code = path.trim_start_matches("/r/");
    let typed = format!("{}%20{}-{}", &code[..4], &code[4..8], &code[8..]).to_lowercase();
    assert_eq!(app.browser().get(&format!("/r?code={typed}")).await.location(), path);
    let mistyped = app.browser().get("/r?code=0000-0000-0001").await;
    assert_eq!(mistyped.status, StatusCode::NOT_FOUND);
    let unknown = app.browser().get("/r/000000000000").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert_eq!(app.browser().get("/r").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_follow_up_is_added_once_by_the_own_device_and_changes_nothing_of_the_first() {
    for app in TestApp::both().await {
        let (mut browser, path, _) = rated(&app).await;
        let to = format!("{path}/follow-up");
        let empty = browser.post(&to, &[("words", "想补充")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        empty.shows("想补充");
        let other = app.browser().post(&to, &[("level", "5"), ("words", "别人写的")]).await;
        assert_eq!(other.status, StatusCode::FORBIDDEN);
        other.shows("别人写的");
        other.hides("推来推去");
        assert_eq!(
            browser.post(&to, &[("level", "4"), ("words", "后来解决了")]).await.status,
            StatusCode::SEE_OTHER
        );
        let again = browser.post(&to, &[("level", "5"), ("words", "再来一次")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        again.shows("再来一次");
        let page = browser.get(&path).await;
        for text in ["非常不满意", "推来推去", "后来解决了"] {
            page.shows(text);
        }
        page.hides("别人写的");
        page.hides("再来一次");
        assert_eq!(app.db().export_page(0, 9).await.unwrap()[0].level, 1);
        assert_eq!(app.ratings().await, 1);
    }
}

#[tokio::test]
async fn a_follow_up_whose_receipt_closed_meanwhile_is_carried_through_the_pin() {
    for app in TestApp::both().await {
        let (_, path, pin) = rated(&app).await;
        let mut other = app.browser();
        let fields = [("level", "2"), ("words", "写了很久的追评")];
        let closed = other.post(&format!("{path}/follow-up"), &fields).await;
        assert_eq!(closed.status, StatusCode::FORBIDDEN);
        let with_pin = [&fields[..], &[("pin", pin.as_str())]].concat();
        let opened = other.post(&format!("{path}/open"), &with_pin).await;
        assert_eq!(opened.status, StatusCode::OK);
        opened.shows("写了很久的追评");
        assert_eq!(other.post(&format!("{path}/follow-up"), &fields).await.status, StatusCode::SEE_OTHER);
        other.get(&path).await.shows("写了很久的追评");
    }
}

#[tokio::test]
async fn who_sent_it_without_cookies_kept_sees_it_right_after() {
    let app = TestApp::sqlite().await;
    let mut browser = app.browser();
    // No page was opened before, so there is no device mark; the answer itself opens the receipt.
    let path = browser.post(&app.path(), BAD).await.location();
    assert!(browser.cookie("hp_device").is_none());
    browser.get(&path).await.shows("推来推去");
}

#[tokio::test]
async fn a_pin_may_be_typed_in_full_width() {
    let app = TestApp::sqlite().await;
    let (_, path, pin) = rated(&app).await;
    let wide: String = pin.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect();
    assert_eq!(
        app.browser().post(&format!("{path}/open"), &[("pin", &wide)]).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_closed_receipt_of_a_case_does_not_say_what_was_applied_for() {
    let app = TestApp::sqlite().await;
    let link = app.case(&[]).await;
    let mut owner = app.browser();
    let path = owner.rate(&link, &[("level", "5")]).await.location();
    owner.get(&path).await.shows("示例事项");
    let page = app.browser().get(&path).await;
    page.hides("示例事项");
    page.shows("示例部门");
}
