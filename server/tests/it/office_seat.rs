//! The window screen: signing in and out at a window, and to whom a rating is laid.

use crate::support::TestApp;

/// A rating, from another phone each time.
async fn rate(app: &TestApp) {
    let answer = app.browser().rate(&app.path(), &[("level", "5")]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

#[tokio::test]
async fn a_rating_is_laid_to_her_who_signed_in_and_to_nobody_after_she_signed_out() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let mut desk = app.at_window(5).await;
        // The page is in memory with her on duty; signing out is seen all the same, without waiting.
        rate(&app).await;
        assert_eq!(app.laid_to(Some(5)).await, 1);
        let out = desk.send_form_of("/office/seat", "/office/seat/sign-out", &[]).await;
        assert_eq!(out.location(), "/office/seat", "{}", out.body);
        app.browser().get(&app.path()).await.shows("当前未登记值班人员");
        rate(&app).await;
        assert_eq!((app.laid_to(Some(5)).await, app.laid_to(None).await), (1, 1));
        app.wait(60_000);
        desk.send_form_of("/office/seat", "/office/seat/sign-in", &[("window", "4")]).await;
        desk.get("/office/seat").await.shows("您在“1号窗口”值班");
        app.browser().get(&app.path()).await.shows("示例员工甲");
        rate(&app).await;
        assert_eq!((app.laid_to(Some(5)).await, app.laid_to(None).await), (2, 1));
    }
}

#[tokio::test]
async fn signing_in_elsewhere_ends_the_former_shift() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let mut desk = app.at_window(5).await;
        let answer = desk.send_form_of("/office/seat", "/office/seat/sign-in", &[("window", "14")]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let page = desk.get("/office/seat").await;
        page.shows("您在“2号窗口”值班");
        app.browser().get(&app.path()).await.shows("当前未登记值班人员");
        rate(&app).await;
        assert_eq!(app.laid_to(None).await, 1);
    }
}

#[tokio::test]
async fn who_forgets_to_sign_out_is_signed_out_when_the_hall_closes() {
    for app in TestApp::both().await {
        let mut desk = app.at_window(5).await;
        desk.send_form_of("/office/seat", "/office/seat/sign-out", &[]).await;
        desk.send_form_of("/office/seat", "/office/seat/sign-in", &[("window", "4")]).await.shows("");
        desk.get("/office/seat").await.shows("最迟 18:00 自动离岗");
        app.browser().get(&app.path()).await.shows("示例员工甲");
        // The clock stands at 10:00; the page was in memory a moment before six.
        app.wait(8 * 3_600_000 - 1_000);
        app.browser().get(&app.path()).await.shows("示例员工甲");
        app.wait(1_000);
        rate(&app).await;
        assert_eq!((app.laid_to(Some(5)).await, app.laid_to(None).await), (0, 1));
    }
}

#[tokio::test]
async fn two_at_one_window_are_told_that_ratings_are_laid_to_neither() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let mut desk = app.at_window(15).await;
        desk.send_form_of("/office/seat", "/office/seat/sign-in", &[("window", "4")]).await;
        desk.get("/office/seat").await.shows("期间收到的评价不记到个人");
        rate(&app).await;
        assert_eq!(app.laid_to(None).await, 1);
    }
}

#[tokio::test]
async fn a_window_of_another_hall_and_an_account_without_a_person_lead_nowhere() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let mut desk = app.at_window(5).await;
        for window in ["24", "999", "x", ""] {
            let answer =
                desk.send_form_of("/office/seat", "/office/seat/sign-in", &[("window", window)]).await;
            assert_eq!(answer.status, 404, "{window}");
        }
        desk.get("/office/staff").await.shows("没有这项权限");
        let nobody = crate::support::people::hall_one();
        let person = app.person("nobody", Some(domain::Role::WindowStaff), nobody).await;
        let mut desk = app.signed_in(&person).await;
        desk.get("/office/seat").await.shows("没有对应窗口人员");
        let answer = desk.send_form_of("/office/seat", "/office/seat/sign-in", &[("window", "4")]).await;
        assert_eq!(answer.status, 404);
    }
}
