//! The roster: who is put down for which window when.

use crate::support::{Browser, TestApp};
use domain::Role;
use storage::Grant;

const NEW: &str = "/office/shifts/new?hall=1";
/// The clock stands at Tuesday 2026-11-24 10:00.
const TODAY: &str = "2026-11-24";

fn plan<'a>(
    window: &'a str,
    staff: &'a str,
    day: &'a str,
    time: (&'a str, &'a str),
) -> Vec<(&'a str, &'a str)> {
    vec![("hall", "1"), ("window", window), ("staff", staff), ("day", day), ("from", time.0), ("to", time.1)]
}

/// Path of the last shift of the roster page that shows this text.
async fn shift_with(desk: &mut Browser, page: &str, text: &str) -> String {
    let body = desk.get(page).await.body;
    let before = body.split(text).next().expect("the text");
    let (_, href) = before.rsplit_once("href=\"/office/shifts/").expect("a link");
    format!("/office/shifts/{}", href.split('"').next().unwrap())
}

#[tokio::test]
async fn a_manager_puts_her_people_down_and_ratings_follow_the_roster() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let mut desk = app.hall_manager().await;
        let answer =
            desk.send_form_of(NEW, "/office/shifts/new", &plan("14", "15", TODAY, ("10:00", "12:00"))).await;
        assert_eq!(answer.location(), format!("/office/shifts?hall=1&day={TODAY}"), "{}", answer.body);
        let day = desk.get(&answer.location()).await;
        for text in ["2号窗口", "10:00–12:00", "示例员工乙"] {
            day.shows(text);
        }
        let window = format!("/w/{}", domain::WindowCode::from_random(77));
        app.browser().get(&window).await.shows("示例员工乙");
        app.browser().rate(&window, &[("level", "5")]).await;
        // Ended now: at once nobody, though the page was in memory.
        let shift = shift_with(&mut desk, "/office/shifts?hall=1", "10:00–12:00").await;
        app.wait(60_000);
        let version = version(&mut desk, &shift).await;
        let ended = desk.send_form_of(&shift, &format!("{shift}/end"), &[("version", &version)]).await;
        assert_eq!(ended.status, 303, "{}", ended.body);
        app.browser().get(&window).await.shows("当前未登记值班人员");
        app.browser().rate(&window, &[("level", "5")]).await;
        assert_eq!((app.laid_to(Some(15)).await, app.laid_to(None).await), (1, 1));
        // What is over is not rewritten.
        desk.get(&shift).await.shows("不能再改");
        let again = desk.send_form_of("/office/staff", &format!("{shift}/end"), &[("version", "2")]).await;
        assert_eq!(again.status, 422);
        let change = plan("4", "15", TODAY, ("9:00", "18:00"));
        let again = desk.send_form_of("/office/staff", &format!("{shift}/edit"), &change).await;
        assert_eq!(again.status, 422);
    }
}

async fn version(desk: &mut Browser, page: &str) -> String {
    let body = desk.get(page).await.body;
    let (_, rest) = body.split_once("name=\"version\" value=\"").expect("a version");
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_person_at_two_windows_at_once_is_refused_in_plain_words_and_two_at_one_are_warned_of() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let mut desk = app.hall_manager().await;
        // She sits at window 4 for thirty days.
        let twice = plan("14", "5", "2026-11-25", ("9:00", "17:00"));
        let answer = desk.send_form_of(NEW, "/office/shifts/new", &twice).await;
        assert_eq!(answer.status, 422);
        answer.shows("已排在“1号窗口”，同一时间只能在一个窗口");
        answer.shows("value=\"17:00\"");
        let beside = plan("4", "15", "2026-11-25", ("9:00", "17:00"));
        let answer = desk.send_form_of(NEW, "/office/shifts/new", &beside).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        desk.get(&answer.location()).await.shows("同时有几人，评价不记到个人");
    }
}

#[tokio::test]
async fn the_working_days_of_a_week_are_put_down_all_or_none() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let mut desk = app.hall_manager().await;
        let mut week = plan("14", "15", TODAY, ("9:00", "17:00"));
        week.push(("week", "1"));
        let answer = desk.send_form_of(NEW, "/office/shifts/new", &week).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        // Tuesday to Friday; the weekend is no working day.
        assert_eq!(app.count("shift WHERE staff_id = 15").await, 4);
        desk.get("/office/shifts?hall=1&view=week").await.shows("11月27日 周五");
        // The next week has Thursday put down already: nothing is put down.
        let thursday = plan("4", "15", "2026-12-03", ("16:00", "18:00"));
        desk.send_form_of(NEW, "/office/shifts/new", &thursday).await;
        let mut week = plan("14", "15", "2026-11-30", ("9:00", "17:00"));
        week.push(("week", "1"));
        let answer = desk.send_form_of(NEW, "/office/shifts/new", &week).await;
        assert_eq!(answer.status, 422);
        answer.shows("2026-12-03 16:00–18:00");
        assert_eq!(app.count("shift WHERE staff_id = 15").await, 5);
    }
}

#[tokio::test]
async fn what_has_not_begun_is_changed_or_taken_off_and_what_runs_gets_another_end() {
    for app in TestApp::both().await {
        app.neighbours().await;
        let mut desk = app.hall_manager().await;
        let tomorrow = plan("14", "15", "2026-11-25", ("9:00", "11:00"));
        desk.send_form_of(NEW, "/office/shifts/new", &tomorrow).await;
        let page = "/office/shifts?hall=1&day=2026-11-25";
        let shift = shift_with(&mut desk, page, "9:00–11:00").await;
        let old = version(&mut desk, &shift).await;
        let edit = format!("{shift}/edit");
        let mut change = plan("14", "15", "2026-11-25", ("9:30", "11:30"));
        change.push(("version", &old));
        assert_eq!(desk.send_form_of(&shift, &edit, &change).await.status, 303);
        desk.get(page).await.shows("9:30–11:30");
        // The old version is no longer the one that is changed.
        assert_eq!(desk.send_form_of(&shift, &edit, &change).await.status, 422);
        // It begins: its beginning stays, its end may change, and it cannot be taken off.
        app.wait(24 * 3_600_000);
        let mut desk = {
            let person = crate::support::office::Person {
                id: 0,
                login: "hall_manager".into(),
                has_second_factor: false,
            };
            app.signed_in(&person).await
        };
        let now = version(&mut desk, &shift).await;
        let fields = [("version", &*now), ("to", "12:00"), ("from", "8:00"), ("window", "4")];
        assert_eq!(desk.send_form_of(&shift, &edit, &fields).await.status, 303);
        desk.get(page).await.shows("9:30–12:00");
        let now = version(&mut desk, &shift).await;
        let off = desk.send_form_of(&shift, &format!("{shift}/drop"), &[("version", &now)]).await;
        assert_eq!(off.status, 422);
        let early = [("version", &*now), ("to", "9:45")];
        desk.send_form_of(&shift, &edit, &early).await.shows("结束时间应晚于现在");
        // Another, not begun, is taken off.
        desk.send_form_of(NEW, "/office/shifts/new", &plan("14", "15", "2026-11-26", ("9:00", "11:00")))
            .await;
        let shift = shift_with(&mut desk, "/office/shifts?hall=1&day=2026-11-26", "9:00–11:00").await;
        let now = version(&mut desk, &shift).await;
        let off = desk.send_form_of(&shift, &format!("{shift}/drop"), &[("version", &now)]).await;
        assert_eq!(off.status, 303, "{}", off.body);
        assert_eq!(desk.get(&shift).await.status, 404);
        assert_eq!(app.db().check_audit().await.unwrap().fault, None);
    }
}

#[tokio::test]
async fn a_roster_ends_where_the_scope_ends() {
    for app in TestApp::both().await {
        app.neighbours().await;
        app.database
            .execute("INSERT INTO shift (id, window_id, staff_id, starts_at, ends_at) VALUES (90, 24, 25, 1, 1795500000000)")
            .await
            .unwrap();
        let mut desk = app.hall_manager().await;
        assert_eq!(desk.get("/office/shifts?hall=21").await.status, 404);
        assert_eq!(desk.get("/office/shifts/90").await.status, 404);
        for act in ["edit", "end", "drop"] {
            let answer = desk
                .send_form_of("/office/staff", &format!("/office/shifts/90/{act}"), &[("version", "1")])
                .await;
            assert_eq!(answer.status, 404, "{act}");
        }
        // Neither a window nor a person of another hall is put down in this one.
        for (window, staff) in [("24", "15"), ("14", "25"), ("24", "25"), ("999", "15")] {
            let fields = plan(window, staff, "2026-11-25", ("9:00", "10:00"));
            let answer = desk.send_form_of(NEW, "/office/shifts/new", &fields).await;
            assert_eq!(answer.status, 422, "{window} {staff}");
            answer.shows("同一大厅");
        }
        // A department sees its own windows in the hall.
        let grant =
            Grant { division_code: Some("370300000000".into()), department_id: Some(22), ..Grant::default() };
        let mut department = app.officer(Role::Department, grant).await;
        department.get("/office/shifts?hall=1").await.hides("1号窗口");
        department.get("/office/shifts?hall=21").await.shows("示例员工丙");
        let bad = plan("4", "", "", ("", "9:00"));
        let answer = desk.send_form_of(NEW, "/office/shifts/new", &bad).await;
        for sentence in ["请选择人员", "请填写日期", "请填写时间"] {
            answer.shows(sentence);
        }
    }
}
