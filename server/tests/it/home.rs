//! The front page: its figures are counted, minute by minute, and it stays when they cannot be.

use crate::support::TestApp;

const BAD: &[(&str, &str)] = &[("level", "1"), ("words", "等了三小时")];

#[tokio::test]
async fn the_figures_of_the_month_are_what_is_in_the_database() {
    for app in TestApp::both().await {
        let first = app.browser().get("/").await;
        assert_eq!(first.status, 200);
        first.shows("2026年11月收到的评价");
        first.shows("本月还没有收到评价。");
        app.wait(60_000);
        for fields in [BAD, &[("level", "5")], &[("level", "5")]] {
            assert_eq!(app.browser().rate(&app.path(), fields).await.status, 303);
        }
        let page = app.browser().get("/").await;
        page.shows("<strong>3</strong>条");
        page.shows("截至2026年11月24日 10:01。");
        for (number, times) in [("2 条", 1), ("1 条", 1), ("0 条", 3)] {
            assert_eq!(page.body.matches(number).count(), times, "{number} on {}", app.db().kind());
        }
    }
}

#[tokio::test]
async fn figures_are_kept_for_a_minute_and_a_new_month_begins_at_nothing() {
    for app in TestApp::both().await {
        app.browser().rate(&app.path(), BAD).await;
        app.browser().get("/").await.shows("<strong>1</strong>条");
        app.browser().rate(&app.path(), &[("level", "4")]).await;
        app.wait(59_000);
        app.browser().get("/").await.shows("<strong>1</strong>条");
        app.wait(1_000);
        app.browser().get("/").await.shows("<strong>2</strong>条");
        // 2026-11-24 10:01 and six days and 14 hours: the first of December, within nothing of what is held.
        app.wait((6 * 24 + 14) * 3_600_000);
        let page = app.browser().get("/").await;
        page.shows("2026年12月收到的评价");
        page.shows("本月还没有收到评价。");
    }
}

#[tokio::test]
async fn without_a_database_the_page_is_there_with_the_figures_it_had_or_without() {
    let app = TestApp::sqlite().await;
    app.browser().rate(&app.path(), BAD).await;
    app.browser().get("/").await.shows("<strong>1</strong>条");
    let never_asked = TestApp::sqlite().await;
    for app in [&app, &never_asked] {
        app.db().close().await;
        app.wait(600_000);
    }
    let kept = app.browser().get("/").await;
    kept.shows("<strong>1</strong>条");
    kept.shows("截至2026年11月24日 10:00。");
    let page = never_asked.browser().get("/").await;
    assert_eq!(page.status, 200);
    page.shows("现在取不到统计");
    page.hides("还没有收到");
}
