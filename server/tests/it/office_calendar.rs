//! A year's holidays: pasted, looked at with what moves, confirmed, undone.

use crate::support::{Browser, TestApp};
use domain::{Millis, Role, Scope};
use storage::testing::TestDatabase;
use storage::{Grant, Listing};

/// Windows over the new year end a day later by it, for 1 January 2027 is a Friday.
const Y2027: &str = "日期,类型,名称\n2027-01-01,放假,元旦\n2027-01-02,放假,元旦\n2027-01-03,放假,元旦\n2027-02-06,调休,春节\n";
/// 2026-12-28 10:00:00 in China, a Monday.
const LATE_DECEMBER: i64 = 1_798_423_200_000;

async fn keeper(app: &TestApp) -> Browser {
    app.person("keeper", Some(Role::SystemAdmin), Grant::default()).await;
    app.wait(LATE_DECEMBER - app.web.service.world().now().0);
    app.entered("keeper").await
}

/// Imports a case served at this time and returns the path of its link.
async fn case(app: &TestApp, number: &str, served: &str) -> String {
    app.case(&[("projectNo", number), ("serviceTime", served)]).await
}

fn field(page: &str, name: &str) -> String {
    let (_, rest) =
        page.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name}"));
    rest.split('"').next().unwrap().replace("&#x27;", "'").replace("&amp;", "&")
}

/// Ends and provisional marks of all occurrences and ends of all links, in the order of their cases.
async fn ends(database: &TestDatabase) -> Vec<String> {
    let dump = database.dump().await;
    [dump["occurrence"].clone(), dump["case_link"].clone()].concat()
}

fn end(text: &str) -> String {
    Millis::parse_china(text).unwrap().0.to_string()
}

/// Pastes, looks, confirms; the answer to the confirmation.
async fn import(desk: &mut Browser, year: &str, text: &str) -> crate::support::Answer {
    let look = desk.send_form("/office/calendar/import", &[("year", year), ("text", text)]).await;
    assert_eq!(look.status, 200, "{}", look.body);
    let (csv, base) = (field(&look.body, "text"), field(&look.body, "base"));
    let fields =
        [("year", year), ("text", csv.as_str()), ("base", base.as_str()), ("reason", "示例通知〔2026〕7号")];
    desk.send_form("/office/calendar/confirm", &fields).await
}

#[tokio::test]
async fn a_year_is_imported_with_what_moves_and_undone_again() {
    for app in TestApp::both().await {
        let mut desk = keeper(&app).await;
        let over = case(&app, "SL0001", "2026-12-28 09:00:00").await;
        case(&app, "SL0002", "2026-12-28 15:00:00").await;
        case(&app, "SL0003", "2026-12-21 09:00:00").await;
        desk.get("/office/calendar").await.shows("还没有2027年的放假安排");
        app.browser().get(&over).await.shows("2027年1月4日");
        let before = ends(&app.database).await;

        let look = desk.send_form("/office/calendar/import", &[("year", "2027"), ("text", Y2027)]).await;
        for shown in ["2026-12-28", "2027-01-04", "2027-01-05", "2 个", "名称含“国庆”", "3 天"] {
            look.shows(shown);
        }
        assert_eq!(ends(&app.database).await, before, "looking changes nothing");
        let answer = import(&mut desk, "2027", Y2027).await;
        assert_eq!(answer.location(), "/office/calendar?year=2027", "{}", answer.body);
        let page = desk.get(&answer.location()).await;
        page.shows("2 个未评价链接");
        page.shows("示例通知〔2026〕7号");
        page.hides("还没有2027年的放假安排");
        app.browser().get(&over).await.shows("2027年1月5日");

        let after = ends(&app.database).await;
        let moved = end("2027-01-06 00:00:00");
        assert_eq!(after.iter().filter(|row| row.contains(&moved)).count(), 4, "two occurrences, two links");
        let stays = end("2026-12-29 00:00:00");
        assert_eq!(after.iter().filter(|row| row.contains(&stays)).count(), 2);
        // What comes in from now on has its end by the new year, for certain.
        case(&app, "SL0004", "2026-12-28 16:00:00").await;
        let dump = app.database.dump().await;
        assert_eq!(dump["occurrence"].iter().filter(|row| row.contains(&moved)).count(), 3);
        assert!(!dump["occurrence"].iter().any(|row| row.ends_with(",1)") || row.ends_with(",t)")));
        let trail = app.db().audit_after(0, 100).await.unwrap();
        let entry = trail.iter().find(|entry| entry.action == "calendar.import").expect("an entry");
        assert_eq!(entry.reason.as_deref(), Some("示例通知〔2026〕7号"));
        assert!(entry.detail.as_deref().is_some_and(|d| d.contains("\"links\":2")), "{:?}", entry.detail);

        let undo = desk.get("/office/calendar/undo").await;
        undo.shows("3 个");
        let base = field(&undo.body, "base");
        let fields = [("base", base.as_str()), ("reason", "示例：年份贴错")];
        assert_eq!(desk.send_form("/office/calendar/undo", &[fields[0]]).await.status, 422);
        assert_eq!(desk.send_form("/office/calendar/undo", &fields).await.location(), "/office/calendar");
        let again = ends(&app.database).await;
        assert!(before.iter().all(|row| again.contains(row)), "{before:?} {again:?}");
        desk.get("/office/calendar").await.shows("已撤销");
        assert_eq!(
            desk.send_form("/office/calendar/undo", &fields).await.status,
            422,
            "nothing is left to undo"
        );
    }
}

#[tokio::test]
async fn limits_of_work_orders_move_with_the_year_and_back() {
    for app in TestApp::both().await {
        let mut desk = keeper(&app).await;
        let bad = [("level", "1"), ("words", "太慢")];
        assert_eq!(app.browser().rate(&app.path(), &bad).await.status, 303);
        app.web.service.open_work_orders().await.unwrap();
        let yellow = async || {
            let city = Listing::first(Scope::below("370300000000"), 1);
            let (orders, _) = app.web.service.list_orders(&city, "open").await.unwrap();
            (Millis(orders[0].yellow_at).to_china_text(), orders[0].provisional)
        };
        // The last day is Monday 4 January; the working day before it is Friday the 1st, as long as nobody has said more.
        assert_eq!(yellow().await, ("2027-01-01 00:00:00".into(), true));
        assert_eq!(import(&mut desk, "2027", Y2027).await.status, 303);
        assert_eq!(yellow().await, ("2026-12-31 00:00:00".into(), false));
        let undo = desk.get("/office/calendar/undo").await;
        let base = field(&undo.body, "base");
        let fields = [("base", base.as_str()), ("reason", "示例：年份有误")];
        assert_eq!(desk.send_form("/office/calendar/undo", &fields).await.location(), "/office/calendar");
        assert_eq!(yellow().await, ("2027-01-01 00:00:00".into(), true));
    }
}

#[tokio::test]
async fn a_rated_occurrence_and_a_revoked_link_stay_as_they_are() {
    for app in TestApp::both().await {
        let mut desk = keeper(&app).await;
        let rated = case(&app, "SL0001", "2026-12-28 09:00:00").await;
        let revoked = case(&app, "SL0002", "2026-12-28 09:30:00").await;
        let mut citizen = app.browser();
        assert_eq!(citizen.rate(&rated, &[("level", "5")]).await.status, 303);
        let token = usecases::CaseToken::parse(revoked.trim_start_matches("/c/")).unwrap();
        assert!(app.web.service.revoke_link(&token).await.unwrap());
        let look = desk.send_form("/office/calendar/import", &[("year", "2027"), ("text", Y2027)]).await;
        look.shows("没有尚未评价的链接因此变动");
        let links = app.database.dump().await["case_link"].clone();
        assert_eq!(import(&mut desk, "2027", Y2027).await.status, 303);
        assert_eq!(app.database.dump().await["case_link"], links);
    }
}

#[tokio::test]
async fn an_end_that_would_lie_in_the_past_stays_where_it_was_promised() {
    for app in TestApp::both().await {
        let mut desk = keeper(&app).await;
        case(&app, "SL0001", "2026-12-28 09:00:00").await;
        assert_eq!(import(&mut desk, "2027", Y2027).await.status, 303);
        // On the last day it is found that 1 January was a working day after all: nobody loses the rest of it.
        app.wait(Millis::parse_china("2027-01-05 10:00:00").unwrap().0 - LATE_DECEMBER);
        let mut desk = app.entered("keeper").await;
        let worked = "2027-05-01,放假,劳动节\n";
        let look = desk.send_form("/office/calendar/import", &[("year", "2027"), ("text", worked)]).await;
        look.shows("没有尚未评价的链接因此变动");
        assert_eq!(import(&mut desk, "2027", worked).await.status, 303);
        let kept = end("2027-01-06 00:00:00");
        assert_eq!(ends(&app.database).await.iter().filter(|row| row.contains(&kept)).count(), 2);
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_told_line_by_line_and_nothing_pasted_is_lost() {
    for app in TestApp::both().await {
        let mut desk = keeper(&app).await;
        let broken = "日期,类型,名称\n2027-01-01,放假,元旦\n2027-02-30,放假,春节\n2028-01-01,放假,元旦\n2027-01-04,调休,\n";
        let answer = desk.send_form("/office/calendar/import", &[("year", "2027"), ("text", broken)]).await;
        assert_eq!(answer.status, 422);
        for shown in ["第 3 行", "第 4 行", "第 5 行", "有 3 处不对", "2027-02-30,放假,春节"] {
            answer.shows(shown);
        }
        let long = "2027-01-01,holiday,\n".repeat(1200);
        for (year, text) in [("二〇二七", Y2027), ("1999", Y2027), ("2027", ""), ("2027", long.as_str())]
        {
            let answer = desk.send_form("/office/calendar/import", &[("year", year), ("text", text)]).await;
            assert_eq!(answer.status, 422, "{year}");
        }
        let without = [("year", "2027"), ("text", Y2027), ("base", "")];
        let answer = desk.send_form("/office/calendar/confirm", &without).await;
        assert_eq!(answer.status, 422);
        answer.shows("请写明原因");
        answer.shows("2027-02-06");
        assert!(app.db().calendar_years().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn two_who_import_at_once_do_not_take_each_other_by_surprise() {
    for app in TestApp::both().await {
        let mut desk = keeper(&app).await;
        let look = desk.send_form("/office/calendar/import", &[("year", "2027"), ("text", Y2027)]).await;
        let (csv, base) = (field(&look.body, "text"), field(&look.body, "base"));
        assert_eq!(import(&mut desk, "2027", "2027-05-01,放假,劳动节").await.status, 303);
        let fields = [("year", "2027"), ("text", csv.as_str()), ("base", base.as_str()), ("reason", "示例")];
        let answer = desk.send_form("/office/calendar/confirm", &fields).await;
        assert_eq!(answer.status, 409);
        answer.shows("别人改过放假安排");
        assert_eq!(app.db().calendar_years().await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn another_process_sees_the_new_year_at_its_next_use() {
    for app in TestApp::both().await {
        let mut desk = keeper(&app).await;
        let other = TestApp::with_writer(
            TestDatabase::of(app.database.options.clone(), app.db().clone()),
            app.window,
            storage::Writer::start(app.db().clone(), storage::WriterOptions::default()),
        );
        assert!(!other.web.service.calendar().await.unwrap().knows(2027));
        import(&mut desk, "2027", Y2027).await;
        assert!(other.web.service.calendar().await.unwrap().knows(2027));
        desk.get("/office/calendar?year=2027").await.shows("调休上班");
        for strange in ["year=0", "year=x", "year=99999999999"] {
            assert_eq!(desk.get(&format!("/office/calendar?{strange}")).await.status, 200, "{strange}");
        }
    }
}
