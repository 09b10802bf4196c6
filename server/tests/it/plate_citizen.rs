//! What a citizen meets of plates: their scans are counted, and she can say that something is wrong with one.

use crate::support::TestApp;
use domain::WindowCode;

#[tokio::test]
async fn scans_are_counted_by_code_and_only_for_codes_that_exist() {
    for app in TestApp::both().await {
        for _ in 0..3 {
            app.browser().get(&app.path()).await;
        }
        app.browser().get(&format!("/w/{}", WindowCode::from_random(1))).await;
        assert_eq!(app.db().scans_of(app.window).await.unwrap().0, 0, "not before they are written");
        app.web.service.write_scans().await.unwrap();
        app.browser().get(&app.path()).await;
        app.web.service.write_scans().await.unwrap();
        assert_eq!(app.db().scans_of(app.window).await.unwrap().0, 4, "{}", app.db().kind());
        assert_eq!(app.db().scans_of(WindowCode::from_random(1)).await.unwrap().0, 0);
    }
}

#[tokio::test]
async fn anybody_can_report_a_plate_and_nothing_typed_is_lost() {
    for app in TestApp::both().await {
        let path = format!("{}/report", app.path());
        app.browser().get(&app.path()).await.shows(&path);
        app.browser().get(&path).await.shows("二维码被贴住或换过");
        let missing = app.browser().post(&path, &[("words", "贴了别的码")]).await;
        assert_eq!(missing.status, 422);
        missing.shows("贴了别的码");
        assert_eq!(app.browser().post(&path, &[("fault", "other"), ("words", " ")]).await.status, 422);
        let long = "长".repeat(151);
        assert_eq!(app.browser().post(&path, &[("fault", "damaged"), ("words", &long)]).await.status, 422);
        let taken = app.browser().post(&path, &[("fault", "covered"), ("words", "贴了别的码")]).await;
        assert_eq!(taken.status, 200);
        taken.shows("已收到");
        let stored = "UPDATE plate_report SET answer = 'x' WHERE fault = 'covered' AND words = '贴了别的码'";
        assert_eq!(app.database.execute(stored).await.unwrap(), 1);
        let unknown = format!("/w/{}/report", WindowCode::from_random(1));
        assert_eq!(app.browser().get(&unknown).await.status, 404);
    }
}

#[tokio::test]
async fn a_flood_of_reports_is_stopped_and_ratings_are_not() {
    let app = TestApp::sqlite().await;
    let path = format!("{}/report", app.path());
    let mut taken = 0;
    for _ in 0..70 {
        taken += i32::from(app.browser().post(&path, &[("fault", "damaged")]).await.status == 200);
    }
    assert_eq!(taken, 60);
    assert_eq!(app.browser().rate(&app.path(), &[("level", "5")]).await.status, 303);
    app.wait(60_000);
    assert_eq!(app.browser().post(&path, &[("fault", "damaged")]).await.status, 200);
}
