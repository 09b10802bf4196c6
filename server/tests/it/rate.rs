use crate::support::TestApp;
use axum::http::StatusCode;

const BAD: &[(&str, &str)] =
    &[("level", "1"), ("indicator_1", "108"), ("words", "等了三小时"), ("anonymous", "1")];

#[tokio::test]
async fn the_page_shows_hall_window_department_and_who_is_on_duty_and_chooses_nothing() {
    for app in TestApp::both().await {
        let page = app.browser().get(&app.path()).await;
        assert_eq!(page.status, StatusCode::OK);
        for text in ["示例大厅", "1号窗口", "示例部门", "示例员工甲", "非常不满意"] {
            page.shows(text);
        }
        let radios: Vec<&str> = page.body.split("type=\"radio\"").skip(1).collect();
        assert_eq!(radios.len(), 5);
        assert!(radios.iter().all(|r| !r.split('>').next().unwrap_or_default().contains("checked")));
    }
}

#[tokio::test]
async fn a_bad_rating_and_a_good_one_take_the_same_way() {
    for app in TestApp::both().await {
        for fields in [BAD, &[("level", "5")]] {
            let mut browser = app.browser();
            let answer = browser.rate(&app.path(), fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
            let receipt = browser.get(&answer.location()).await;
            assert_eq!(receipt.status, StatusCode::OK);
            receipt.shows("示例大厅");
        }
        assert_eq!(app.ratings().await, 2);
    }
}

#[tokio::test]
async fn a_bad_rating_without_a_reason_comes_back_with_everything_kept() {
    for app in TestApp::both().await {
        let fields = [("level", "2"), ("phone", "13800000000"), ("phone_consent", "1")];
        let answer = app.browser().rate(&app.path(), &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        answer.shows("13800000000");
        answer.shows("请检查以下内容");
        assert_eq!(app.ratings().await, 0);
    }
}

#[tokio::test]
async fn a_refused_form_keeps_its_key_so_that_it_is_still_the_same_rating() {
    let app = TestApp::sqlite().await;
    let mut browser = app.browser();
    let key = browser.get(&app.path()).await.key();
    let refused = browser.post(&app.path(), &[("level", "1"), ("key", &key)]).await;
    assert_eq!(refused.key(), key);
}

#[tokio::test]
async fn pressing_twice_going_back_or_sending_again_is_one_rating_with_one_receipt() {
    for app in TestApp::both().await {
        let mut browser = app.browser();
        let key = browser.get(&app.path()).await.key();
        let sent = [BAD, &[("key", key.as_str())]].concat();
        let first = browser.post(&app.path(), &sent).await;
        let second = browser.post(&app.path(), &sent).await;
        assert_eq!((second.status, second.location()), (StatusCode::SEE_OTHER, first.location()));
        browser.get(&first.location()).await.shows("没有重复计入");
        assert_eq!(app.ratings().await, 1);
    }
}

#[tokio::test]
async fn another_rating_written_over_a_sent_form_is_asked_about_and_told_nothing_of_the_first() {
    for app in TestApp::both().await {
        let mut browser = app.browser();
        let key = browser.get(&app.path()).await.key();
        let first = browser.post(&app.path(), &[BAD, &[("key", key.as_str())]].concat()).await;
        // The next person on the same device has gone back to the form.
        let other = [("level", "5"), ("words", "很快就办好了"), ("key", key.as_str())];
        let asked = browser.post(&app.path(), &other).await;
        assert_eq!(asked.status, StatusCode::CONFLICT);
        asked.shows("很快就办好了");
        asked.hides("等了三小时");
        asked.hides(&first.location());
        assert_ne!(asked.key(), key);
        let second =
            browser.post(&app.path(), &[("level", "5"), ("another", "1"), ("key", &asked.key())]).await;
        assert_eq!(second.status, StatusCode::SEE_OTHER);
        assert_eq!(app.ratings().await, 2);
    }
}

#[tokio::test]
async fn the_same_press_many_times_at_once_is_one_rating() {
    for app in TestApp::both().await {
        let mut browser = app.browser();
        let key = browser.get(&app.path()).await.key();
        let presses: Vec<_> = (0..40)
            .map(|_| {
                let (mut browser, path, key) = (browser.clone(), app.path(), key.clone());
                tokio::spawn(
                    async move { browser.post(&path, &[("level", "4"), ("key", &key)]).await.location() },
                )
            })
            .collect();
        let mut receipts = std::collections::HashSet::new();
        for press in presses {
            receipts.insert(press.await.unwrap());
        }
        assert_eq!((receipts.len(), app.ratings().await), (1, 1));
    }
}

#[tokio::test]
async fn a_second_rating_within_ten_minutes_is_asked_about_without_showing_the_first() {
    for app in TestApp::both().await {
        let mut browser = app.browser();
        let first = browser.rate(&app.path(), BAD).await;
        app.wait(9 * 60_000);
        let asked = browser.rate(&app.path(), &[("level", "5"), ("words", "另一次")]).await;
        assert_eq!(asked.status, StatusCode::CONFLICT);
        asked.shows("另一次");
        asked.hides(&first.location());
        asked.hides("等了三小时");
        let fields = [("level", "5"), ("words", "另一次"), ("another", "1"), ("key", &asked.key())];
        let second = browser.post(&app.path(), &fields).await;
        assert_eq!(second.status, StatusCode::SEE_OTHER);
        assert_ne!(second.location(), first.location());
        app.wait(10 * 60_000 + 1);
        assert_eq!(browser.rate(&app.path(), &[("level", "3")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(app.ratings().await, 3);
    }
}

#[tokio::test]
async fn another_device_is_not_asked() {
    let app = TestApp::sqlite().await;
    for _ in 0..3 {
        assert_eq!(app.browser().rate(&app.path(), BAD).await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn three_hundred_people_behind_one_address_in_five_minutes_are_all_taken() {
    let app = TestApp::sqlite().await;
    for n in 0..300 {
        let mut browser = app.browser();
        browser.headers.push(("x-forwarded-for", "203.0.113.9"));
        let level = ["1", "2", "3", "4", "5"][n % 5];
        let answer = browser.rate(&app.path(), &[("level", level), ("words", "现场办理")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "person {n}");
        app.wait(1000);
    }
    assert_eq!(app.ratings().await, 300);
}

#[tokio::test]
async fn the_island_sends_the_same_form_and_gets_json() {
    for app in TestApp::both().await {
        let mut browser = app.browser();
        let key = browser.get(&app.path()).await.key();
        browser.headers.push(("accept", "application/json"));
        let sent = [BAD, &[("key", key.as_str())]].concat();
        let first = browser.post(&app.path(), &sent).await;
        assert_eq!(first.status, StatusCode::CREATED);
        first.shows("\"repeated\":false");
        let again = browser.post(&app.path(), &sent).await;
        assert_eq!(again.status, StatusCode::OK);
        again.shows("\"repeated\":true");
        assert_eq!(app.ratings().await, 1);
    }
}

#[tokio::test]
async fn every_page_has_a_key_of_its_own_and_only_her_own_browser_may_keep_it() {
    let app = TestApp::sqlite().await;
    let (one, two) = (app.browser().get(&app.path()).await, app.browser().get(&app.path()).await);
    assert_ne!(one.key(), two.key());
    assert_eq!(one.headers["cache-control"], "private, no-cache");
}

#[tokio::test]
async fn a_rating_by_a_plain_client_without_cookies_or_key_gets_in() {
    let app = TestApp::sqlite().await;
    let answer = app.browser().post(&app.path(), BAD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    // Too short to be one's own: two people might have it by chance.
    for _ in 0..2 {
        let fields = [("level", "5"), ("key", "1")];
        assert_eq!(app.browser().post(&app.path(), &fields).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(app.ratings().await, 3);
}

#[tokio::test]
async fn a_changed_level_clears_what_was_ticked_under_the_old_one() {
    let app = TestApp::sqlite().await;
    let fields = [("level", "5"), ("indicator_1", "108"), ("indicator_5", "510")];
    assert_eq!(app.browser().rate(&app.path(), &fields).await.status, StatusCode::SEE_OTHER);
    let row = app.db().export_page(0, 1).await.unwrap().remove(0);
    assert_eq!((row.level, row.indicators.as_str(), row.indicator_version), (5, "510", 2020));
}

#[tokio::test]
async fn a_rating_is_laid_to_the_one_on_duty() {
    let app = TestApp::sqlite().await;
    app.browser().rate(&app.path(), BAD).await;
    let noted = "INSERT INTO mark (name, value) SELECT 'rated', '' FROM rating WHERE staff_id = 5";
    assert_eq!(app.database.execute(noted).await.unwrap(), 1);
}

#[tokio::test]
async fn a_form_posted_from_another_site_is_sent_again_from_here_and_loses_nothing() {
    let app = TestApp::sqlite().await;
    let mut browser = app.browser();
    let signs: [&[(&str, &str)]; 3] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", "https://other.zibo.gov.cn")],
        &[("origin", "https://evil.example"), ("host", "hp.zibo.gov.cn")],
    ];
    for sign in signs {
        browser.headers = sign.to_vec();
        let answer = browser.post(&app.path(), BAD).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{sign:?}");
        answer.shows("等了三小时");
    }
    assert_eq!(app.ratings().await, 0);
    browser.headers = vec![("origin", "https://hp.zibo.gov.cn"), ("host", "hp.zibo.gov.cn")];
    assert_eq!(browser.post(&app.path(), BAD).await.status, StatusCode::SEE_OTHER);
}
