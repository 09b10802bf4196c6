//! A person's own code (一人一码): where it leads, and to whom a rating that came by it is laid.

use crate::support::TestApp;
use domain::WindowCode;

#[tokio::test]
async fn her_code_leads_to_the_window_she_sits_at_and_the_rating_is_laid_to_her() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let code = app.staff_code(5).await;
        let mut phone = app.browser();
        let path = format!("/s/{code}/{}", app.window);
        let page = phone.get(&format!("/s/{code}")).await;
        page.shows(&format!("action=\"{path}?send\""));
        page.shows("示例员工甲（工号 SL007）");
        page.shows("1号窗口");
        // A colleague sits down beside her: the window's rating is laid to neither, hers still to her.
        let mut colleague = app.at_window(15).await;
        colleague.send_form_of("/office/seat", "/office/seat/sign-in", &[("window", "4")]).await;
        let answer = phone.rate(&path, &[("level", "5")]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        app.browser().rate(&app.path(), &[("level", "5")]).await;
        assert_eq!((app.laid_to(Some(5)).await, app.laid_to(None).await), (1, 1));
        assert_eq!(app.count("rating WHERE window_id = 4").await, 2);
    }
}

#[tokio::test]
async fn a_plate_that_ended_does_not_end_the_way_by_her_code() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let plate =
            "INSERT INTO plate (id, code, window_id, layout, layout_version, state, issued_at, ended_at)
            SELECT 1, code, id, 'x', '1', 'replaced', 1, 2 FROM service_window WHERE id = 4";
        app.database.execute(plate).await.unwrap();
        let mut phone = app.browser();
        let path = format!("/s/{}", app.staff_code(5).await);
        phone.get(&path).await.hides("不记到个人");
        let path = format!("{path}/{}", app.window);
        assert_eq!(phone.rate(&path, &[("level", "5")]).await.status, 303);
        assert_eq!(app.laid_to(Some(5)).await, 1);
    }
}

#[tokio::test]
async fn a_form_sent_after_she_left_is_taken_and_laid_to_nobody_not_to_who_sits_there_now() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let path = format!("/s/{}/{}", app.staff_code(5).await, app.window);
        let mut phone = app.browser();
        let key = phone.get(&path).await.key();
        app.at_window(5).await.send_form_of("/office/seat", "/office/seat/sign-out", &[]).await;
        let mut colleague = app.at_window(15).await;
        colleague.send_form_of("/office/seat", "/office/seat/sign-in", &[("window", "4")]).await;
        // A fault first: the page comes back with everything kept and says where the rating will go.
        let refused = phone.post(&path, &[("level", "1"), ("key", &key)]).await;
        assert_eq!(refused.status, 422);
        refused.shows("不记到个人");
        let sent = [("level", "1"), ("words", "等了三小时"), ("key", &*key)];
        let answer = phone.post(&format!("{path}?send"), &sent).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        assert_eq!((app.laid_to(None).await, app.laid_to(Some(15)).await), (1, 0));
    }
}

#[tokio::test]
async fn when_she_sits_nowhere_her_code_names_her_hall_and_offers_its_windows() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let code = app.staff_code(15).await;
        let page = app.browser().get(&format!("/s/{}", code.to_lowercase())).await;
        assert_eq!(page.status, 200);
        page.shows("示例员工乙（工号 SL015）现在不在窗口值班");
        page.shows("示例大厅的窗口");
        page.shows(&format!("/s/{code}/{}", app.window));
        page.hides("乙厅窗口");
        // Typed where a window's code is asked for, it leads here too.
        let typed = app.browser().get(&format!("/w/{code}")).await;
        assert_eq!(typed.location(), format!("/s/{code}"));
        // At the window of the colleague who does sit there, the rating is laid to neither.
        let path = format!("/s/{code}/{}", app.window);
        app.browser().get(&path).await.shows("不记到个人");
        app.browser().rate(&path, &[("level", "5")]).await;
        assert_eq!(app.laid_to(None).await, 1);
    }
}

#[tokio::test]
async fn the_code_of_who_retired_answers_and_leads_on_to_the_windows() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let code = app.staff_code(5).await;
        app.database.execute("UPDATE staff SET retired_at = 1 WHERE id = 5").await.unwrap();
        let page = app.browser().get(&format!("/s/{code}")).await;
        assert_eq!(page.status, 410);
        page.shows("已不在窗口工作");
        page.shows(&format!("\"{}\"", app.path()));
        let old = app.browser().get(&format!("/s/{code}/{}", app.window)).await;
        assert_eq!(old.location(), app.path());
        for nobody in [WindowCode::from_random(5).to_string(), "QQ".into(), "%00".into()] {
            assert_eq!(app.browser().get(&format!("/s/{nobody}")).await.status, 404, "{nobody}");
            let post = app.browser().post(&format!("/s/{nobody}/{}", app.window), &[("level", "5")]).await;
            assert_eq!(post.status, 404, "{nobody}");
        }
    }
}
