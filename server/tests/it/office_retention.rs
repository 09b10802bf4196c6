//! How long personal fields are kept, and that what is due is cleared, recorded, and nothing else touched.

use crate::support::TestApp;
use domain::retention::PersonalField;
use domain::{Millis, Role};
use server::jobs::RETENTION_JOB;
use storage::testing::TestDatabase;
use storage::{Grant, NewRating};

const DAY: i64 = 86_400_000;

/// Whole rows of a table; `None` where there is none.
async fn rows(database: &TestDatabase, table: &str) -> Vec<String> {
    database.dump().await[table].clone()
}

async fn count(database: &TestDatabase, condition: &str) -> u64 {
    // An update that changes nothing counts the rows it would change.
    let (table, condition) = condition.split_once(" WHERE ").expect("table WHERE condition");
    let set = if table == "rating" { "network = network" } else { "state = state" };
    database.execute(&format!("UPDATE {table} SET {set} WHERE {condition}")).await.expect("a count")
}

/// A rating with everything that retention may clear.
fn rating(app: &TestApp, n: i64, rated_at: i64, phone: bool) -> NewRating {
    let id = app.web.service.next_id();
    NewRating {
        id,
        rated_at,
        phone: phone.then(|| vec![1; 20]),
        phone_hash: phone.then(|| vec![2; 16]),
        network: Some(vec![3; 16]),
        ..storage::testing::rating(n)
    }
}

#[tokio::test]
async fn what_is_due_is_cleared_and_recorded_and_nothing_else_is_touched() {
    for app in TestApp::both().await {
        let (service, db) = (&app.web.service, &app.database);
        // 800 ratings of today: more than one transaction takes. Every tenth left a phone.
        let start = service.world().now().0;
        let today: Vec<NewRating> = (1..=800).map(|n| rating(&app, n, start + n, n % 10 == 0)).collect();
        for chunk in today.chunks(100) {
            app.db().commit_ratings(chunk).await.expect("ratings");
        }
        app.case(&[("projectNo", "SL0001")]).await;
        app.case(&[("projectNo", "SL0002"), ("proStatus", "1"), ("resultDate", "")]).await;
        app.wait(10 * DAY);
        let later = service.world().now().0;
        for n in 801..=810 {
            app.db().commit_ratings(&[rating(&app, n, later + n, true)]).await.expect("a rating");
        }

        // 30 days after the first: the mark of their networks is due, of the later ones it is not.
        app.wait(20 * DAY + 1_000);
        let cleared = service.clear_due("command-line").await.unwrap();
        assert_eq!(cleared, [(PersonalField::RatingNetwork, 800)], "{}", app.db().kind());
        assert_eq!(count(db, "rating WHERE network IS NOT NULL").await, 10);
        assert_eq!(count(db, "rating WHERE device IS NOT NULL").await, 810);
        assert_eq!(count(db, "rating WHERE phone IS NOT NULL AND phone_hash IS NOT NULL").await, 90);
        assert_eq!(service.clear_due("command-line").await.unwrap(), [], "once is enough");

        // 90 days: the device. The phone waits for the end of the rating's window, a week longer.
        app.wait(60 * DAY);
        let cleared = service.clear_due("command-line").await.unwrap();
        assert_eq!(cleared, [(PersonalField::RatingDevice, 800), (PersonalField::RatingNetwork, 10)]);
        assert_eq!(count(db, "rating WHERE phone IS NOT NULL").await, 90);
        app.wait(8 * DAY);
        let before = rows(db, "service_case").await;
        let cleared = service.clear_due("command-line").await.unwrap();
        assert!(cleared.contains(&(PersonalField::RatingPhone, 80)), "{cleared:?}");
        assert!(cleared.contains(&(PersonalField::CaseIdNumber, 1)), "{cleared:?}");
        assert_eq!(count(db, "rating WHERE phone IS NOT NULL OR phone_hash IS NOT NULL").await, 10);

        // Of the finished case the ID number is gone, name and phone are there; the open case is untouched.
        let after = rows(db, "service_case").await;
        assert_eq!(before.iter().filter(|row| after.contains(row)).count(), 1);
        assert_eq!(
            count(db, "service_case WHERE length(id_number) = 0 AND length(id_number_hash) = 0").await,
            1
        );
        assert_eq!(count(db, "service_case WHERE length(phone) > 0 AND length(applicant_name) > 0").await, 2);
        app.wait(100 * DAY);
        service.clear_due("command-line").await.unwrap();
        assert_eq!(count(db, "service_case WHERE length(phone) > 0 AND length(applicant_name) > 0").await, 1);
        assert_eq!(count(db, "service_case WHERE length(phone) = 0 AND length(phone_hash) = 0").await, 1);
        // A case nobody finishes keeps nothing for ever.
        app.wait(900 * DAY);
        service.clear_due("command-line").await.unwrap();
        assert_eq!(count(db, "service_case WHERE length(phone) > 0 OR length(id_number) > 0").await, 0);

        // Not one rating less, and the log says that none was changed.
        assert_eq!(app.ratings().await, 810);
        assert_eq!(app.db().check_audit().await.unwrap().fault, None);
        let (records, total) = service.retention_records(100, 0).await.unwrap();
        assert_eq!(total, records.len() as i64);
        let sum = |field: PersonalField| -> i64 {
            records.iter().filter(|r| r.field == field.name()).map(|r| r.cleared).sum()
        };
        assert_eq!(sum(PersonalField::RatingNetwork), 810);
        assert_eq!(sum(PersonalField::RatingPhone), 90);
        assert_eq!((sum(PersonalField::CaseIdNumber), sum(PersonalField::CasePhone)), (2, 2));
        let first = records.last().expect("a record");
        assert_eq!((first.field.as_str(), first.cleared, first.days), ("rating.network", 800, 30));
        assert_eq!(first.until_at, first.at - 30 * DAY);
        let trail = app.db().audit_after(0, 1000).await.unwrap();
        let entries = trail.iter().filter(|entry| entry.action == "retention.clear");
        assert_eq!(entries.count() as i64, total, "an entry for every line of the record");
    }
}

#[tokio::test]
async fn the_job_runs_once_a_day_and_not_before_two_in_the_morning() {
    for app in TestApp::both().await {
        let service = &app.web.service;
        assert!(service.clear_due_daily(RETENTION_JOB).await.unwrap().is_some());
        assert_eq!(service.clear_due_daily(RETENTION_JOB).await.unwrap(), None);
        app.wait(Millis::parse_china("2026-11-25 01:59:00").unwrap().0 - service.world().now().0);
        assert_eq!(service.clear_due_daily(RETENTION_JOB).await.unwrap(), None);
        app.wait(60_000);
        assert!(service.clear_due_daily(RETENTION_JOB).await.unwrap().is_some());
        let run = service.last_retention_run().await.unwrap().expect("a run");
        assert_eq!(run.0, "2026-11-25");
    }
}

#[tokio::test]
async fn a_period_is_set_with_a_reason_and_takes_effect_at_the_next_run() {
    for app in TestApp::both().await {
        app.person("security", Some(Role::SecurityAdmin), Grant::default()).await;
        let mut desk = app.entered("security").await;
        let page = desk.get("/office/retention").await;
        for shown in ["评价人手机号", "90 天", "默认", "还没有清除过", "尚无此类数据"] {
            page.shows(shown);
        }
        let path = "/office/retention/rating.network/edit";
        desk.get(path).await.shows("评价网络标记");
        for (days, reason, sentence) in [
            ("0", "示例", "保存期限应为 1 至 3653 天"),
            ("4000", "示例", "保存期限应为 1 至 3653 天"),
            ("abc", "示例", "请填写天数"),
            ("20", "", "请写明原因"),
        ] {
            let answer = desk.send_form(path, &[("was", "30"), ("days", days), ("reason", reason)]).await;
            assert_eq!(answer.status, 422, "{days}");
            answer.shows(sentence);
            answer.shows(&format!("value=\"{days}\""));
        }
        let fields = [("was", "30"), ("days", "20"), ("reason", "示例：排查刷评只看两周")];
        assert_eq!(desk.send_form(path, &fields).await.location(), "/office/retention");
        desk.get("/office/retention").await.shows("示例：排查刷评只看两周");
        let stale = desk.send_form(path, &fields).await;
        assert_eq!(stale.status, 409);
        stale.shows("现在是 20 天");
        assert_eq!(desk.get("/office/retention/rating.nothing/edit").await.status, 404);

        let now = app.web.service.world().now().0;
        app.db().commit_ratings(&[rating(&app, 1, now, false)]).await.expect("a rating");
        app.wait(20 * DAY);
        let cleared = app.web.service.clear_due(RETENTION_JOB).await.unwrap();
        assert_eq!(cleared, [(PersonalField::RatingNetwork, 1)]);
        let mut desk = app.entered("security").await;
        let record = desk.get("/office/retention/record").await;
        for shown in ["评价网络标记", "每日任务", "20 天", "2026-11-24"] {
            record.shows(shown);
        }
        let trail = app.db().audit_after(0, 100).await.unwrap();
        let entry = trail.iter().find(|entry| entry.action == "retention.set").expect("an entry");
        assert_eq!(entry.detail.as_deref(), Some(r#"{"after":{"days":20},"before":{"days":30}}"#));
    }
}
