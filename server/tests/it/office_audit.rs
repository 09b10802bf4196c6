//! The audit trail: read, taken out, checked by one administrator who can do nothing else.

use crate::support::process::{command, configure};
use crate::support::{Browser, TestApp};
use domain::{Millis, Role};
use storage::testing::TestDatabase;
use storage::{AuditEntry, AuditFault, Db, Grant, Options};

fn entry(n: i64, at: i64) -> AuditEntry {
    AuditEntry {
        at,
        account_id: None,
        actor: if n % 3 == 0 { "zhang" } else { "wang" }.into(),
        role: Some("hall_manager".into()),
        action: if n % 2 == 0 { "window.change" } else { "window.open" }.into(),
        object_kind: "window".into(),
        object_id: (n % 5).to_string(),
        object_name: format!("示例{n}号窗口"),
        reason: (n % 4 == 0).then(|| format!("示例原因{n}")),
        detail: Some(r#"{"before":{"name":"旧名"},"after":{"name":"新名","hall":7}}"#.into()),
        session_id: None,
    }
}

/// A trail of this many entries, one a minute, those of a group at the same moment.
async fn trail(db: &Db, entries: i64) {
    for n in 0..entries {
        let at = Millis::parse_china("2026-11-20 08:00:00").unwrap().0 + n / 3 * 60_000;
        db.record(&[entry(n, at)]).await.unwrap();
    }
}

async fn auditor(app: &TestApp) -> Browser {
    app.person("auditor", Some(Role::AuditAdmin), Grant::default()).await;
    app.entered("auditor").await
}

/// Lets the trail be tampered with, as whoever owns the database can.
async fn without_guards(database: &TestDatabase) {
    let drop = match database.db.kind() {
        "sqlite" => ["DROP TRIGGER audit_entry_is_append_only", "DROP TRIGGER audit_entry_is_never_deleted"],
        _ => ["DROP TRIGGER audit_entry_is_append_only ON audit_entry", "SELECT 1"],
    };
    for sql in drop {
        database.execute(sql).await.unwrap();
    }
}

#[tokio::test]
async fn the_trail_is_leafed_through_without_a_gap_and_without_a_repetition() {
    for app in TestApp::both().await {
        trail(app.db(), 250).await;
        let mut desk = auditor(&app).await;
        let (mut path, mut seen) = ("/office/audit?kind=window".to_owned(), Vec::new());
        loop {
            let page = desk.get(&path).await;
            let links = page.body.split("<a href=\"/office/audit/").skip(1);
            let numbers: Vec<i64> = links.filter_map(|l| l.split('"').next()?.parse().ok()).collect();
            assert!(numbers.len() <= 100);
            seen.extend(numbers);
            let Some((_, next)) = page.body.split_once("rel=\"next\"") else { break };
            let _ = next;
            let (before, _) = page.body.rsplit_once("\" rel=\"next\"").unwrap();
            path = before.rsplit_once("href=\"").unwrap().1.replace("&amp;", "&");
        }
        assert_eq!(seen, (1..=250).rev().collect::<Vec<_>>(), "{}", app.db().kind());
    }
}

#[tokio::test]
async fn the_trail_is_narrowed_by_time_account_act_object_and_words() {
    for app in TestApp::both().await {
        trail(app.db(), 30).await;
        let mut desk = auditor(&app).await;
        for (query, shown, hidden) in [
            ("who=zhang&kind=window", "示例0号窗口", "示例1号窗口"),
            ("act=window.open", "示例1号窗口", "示例2号窗口"),
            ("kind=window&id=3", "示例8号窗口", "示例9号窗口"),
            ("name=%E4%BE%8B8%E5%8F%B7", "示例8号窗口", "示例18号窗口"),
            ("reason=%E5%8E%9F%E5%9B%A020", "示例20号窗口", "示例2号窗口"),
            ("from=2026-11-20&to=2026-11-20", "示例0号窗口", "auditor</td>"),
            ("from=2026-11-21", "查看操作记录", "示例0号窗口"),
            ("to=2026-11-19", "没有符合条件的记录", "示例0号窗口"),
            ("who=nobody", "没有符合条件的记录", "示例0号窗口"),
            ("who=auditor", "查看操作记录", "示例0号窗口"),
        ] {
            let page = desk.get(&format!("/office/audit?{query}")).await;
            assert_eq!(page.status, 200, "{query}");
            page.shows(shown);
            page.hides(hidden);
        }
        desk.get("/office/audit?name=%E4%BE%8B").await.shows("只查了近 90 天");
        for strange in ["from=2026-02-30", "before=x.y", "before=9.9.9", "seen=-1", "who=%00", "to=%27"] {
            assert_eq!(desk.get(&format!("/office/audit?{strange}")).await.status, 200, "{strange}");
        }
        let one = desk.get("/office/audit/3").await;
        for shown in ["旧名", "新名", "大厅管理员", "修改窗口", "示例2号窗口", "封印"] {
            one.shows(shown);
        }
        assert_eq!(desk.get("/office/audit/99999").await.status, 404);
    }
}

#[tokio::test]
async fn reading_is_recorded_once_in_a_session_on_a_day() {
    for app in TestApp::both().await {
        let mut desk = auditor(&app).await;
        let looks = async || {
            let rows = app.db().audit_after(0, 1000).await.unwrap();
            rows.iter().filter(|row| row.action == "audit.view").count()
        };
        for path in ["/office/audit", "/office/audit?who=x", "/office/audit/1", "/office/audit"] {
            desk.get(path).await;
        }
        assert_eq!(looks().await, 1);
        app.entered("auditor").await.get("/office/audit").await;
        assert_eq!(looks().await, 2);
        // A session of the evening that is kept alive past midnight.
        app.wait(8 * 3_600_000);
        let mut evening = app.entered("auditor").await;
        for _ in 0..14 {
            assert_eq!(evening.get("/office/audit").await.status, 200);
            app.wait(25 * 60_000);
        }
        assert_eq!(evening.get("/office/audit").await.status, 200);
        app.wait(20 * 60_000);
        assert_eq!(app.web.service.world().now().in_china().hour(), 0);
        assert_eq!(looks().await, 3);
        evening.get("/office/audit").await;
        evening.get("/office/audit").await;
        assert_eq!(looks().await, 4);
    }
}

#[tokio::test]
async fn an_export_holds_every_entry_with_its_seal_and_stands_in_the_trail_itself() {
    for app in TestApp::both().await {
        trail(app.db(), 1200).await;
        app.db().record(&[AuditEntry { reason: Some("=HYPERLINK(1)".into()), ..entry(1, 1) }]).await.unwrap();
        let mut desk = auditor(&app).await;
        desk.get("/office/audit/export?act=window.change").await.shows("修改窗口");
        let without = desk.send_form("/office/audit/export", &[("act", "window.change")]).await;
        assert_eq!(without.status, 422);
        without.shows("value=\"window.change\"");
        let answer = desk.send_form("/office/audit/export", &[("why", "示例检查"), ("kind", "window")]).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.headers["content-type"], "text/csv; charset=utf-8");
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert_eq!(answer.body.lines().count(), 1 + 1201);
        assert!(
            answer.body.starts_with('\u{FEFF}') && answer.body.contains("'=HYPERLINK"),
            "a formula is text"
        );
        let first = app.db().audit_after(0, 1).await.unwrap().remove(0);
        let seal: String = first.chain.iter().map(|b| format!("{b:02x}")).collect();
        assert!(
            answer.body.lines().nth(1).is_some_and(|line| line.starts_with("1,") && line.ends_with(&seal))
        );
        let narrow = desk.send_form("/office/audit/export", &[("why", "示例"), ("act", "window.open")]).await;
        assert_eq!(narrow.body.lines().count(), 1 + 601);
        let rows = app.db().audit_after(1201, 100).await.unwrap();
        let exports: Vec<_> = rows.iter().filter(|row| row.action == "audit.export").collect();
        assert_eq!(exports.len(), 2);
        assert_eq!(exports[0].reason.as_deref(), Some("示例检查"));
        assert!(exports[0].detail.as_deref().is_some_and(|d| d.contains("\"object_kind\":\"window\"")));
        assert_eq!(app.db().check_audit().await.unwrap().fault, None);
    }
}

#[tokio::test]
async fn a_whole_trail_is_said_to_be_whole_with_its_entries_and_last_seal() {
    for app in TestApp::both().await {
        trail(app.db(), 20).await;
        let mut desk = auditor(&app).await;
        desk.get("/office/audit/check").await.shows("开始核对");
        let entries = app.db().check_audit().await.unwrap();
        let answer = desk.send_form("/office/audit/check", &[("after", "0")]).await;
        answer.shows("操作记录完整");
        answer.shows(&entries.head);
        desk.get("/office/audit/check").await.shows("上次核对");
        // The check itself was recorded.
        assert_eq!(app.db().check_audit().await.unwrap().entries, entries.entries + 1);
    }
}

#[tokio::test]
async fn a_changed_a_removed_and_an_inserted_entry_are_named() {
    for (damage, fault) in [
        ("UPDATE audit_entry SET actor = 'x' WHERE seq = 7", AuditFault::Broken(7)),
        ("UPDATE audit_entry SET reason = NULL WHERE seq = 5", AuditFault::Broken(5)),
        ("UPDATE audit_entry SET at = at + 1 WHERE seq = 1", AuditFault::Broken(1)),
        ("DELETE FROM audit_entry WHERE seq = 7", AuditFault::Missing(7)),
        ("DELETE FROM audit_entry WHERE seq <= 2", AuditFault::Missing(1)),
        (
            "INSERT INTO audit_entry SELECT seq + 1, at, account_id, actor, role, action, object_kind, object_id,
                object_name, reason, detail, session_id, chain FROM audit_entry WHERE seq = 20",
            AuditFault::Broken(21),
        ),
    ] {
        for app in TestApp::both().await {
            trail(app.db(), 20).await;
            assert!(app.database.execute(damage).await.is_err() || damage.starts_with("INSERT"));
            without_guards(&app.database).await;
            if !damage.starts_with("INSERT") {
                app.database.execute(damage).await.unwrap();
            }
            let check = app.db().check_audit().await.unwrap();
            assert_eq!(check.fault, Some(fault), "{damage} on {}", app.db().kind());
            let mut desk = auditor(&app).await;
            let answer = desk.send_form("/office/audit/check", &[("after", "0")]).await;
            answer.shows("操作记录不完整");
            answer.shows(&fault.to_string());
        }
    }
}

#[tokio::test]
async fn parts_of_a_check_find_what_the_whole_finds() {
    for app in TestApp::both().await {
        trail(app.db(), 50).await;
        without_guards(&app.database).await;
        for damaged in [false, true] {
            if damaged {
                app.database.execute("UPDATE audit_entry SET action = 'x' WHERE seq = 33").await.unwrap();
            }
            let whole = app.db().check_audit().await.unwrap();
            let mut after = 0;
            let part = loop {
                let part = app.db().check_audit_part(after, 8).await.unwrap();
                if part.done {
                    break part;
                }
                assert_eq!(part.entries, after + 8);
                after = part.entries;
            };
            assert_eq!(part, whole);
            assert_eq!(part.fault, damaged.then_some(AuditFault::Broken(33)));
        }
    }
}

#[tokio::test]
async fn the_command_line_names_the_damaged_entry_too_and_writes_the_same_file() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("hcp.db").display());
    configure(folder.path(), &url);
    let options = Options::new(&url);
    let database = TestDatabase::of(options.clone(), Db::open(&options).await.unwrap());
    trail(&database.db, 12).await;
    let verify = || {
        let output = command(folder.path(), &["audit", "verify"]);
        let text = String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned();
        (output.status.success(), text)
    };
    let (fine, text) = verify();
    assert!(fine && text.contains("12 条, 链完整"), "{text}");
    let file = command(folder.path(), &["audit", "export"]);
    assert_eq!(String::from_utf8_lossy(&file.stdout).lines().count(), 13);
    without_guards(&database).await;
    database.execute("UPDATE audit_entry SET object_name = 'x' WHERE seq = 9").await.unwrap();
    let (fine, text) = verify();
    assert!(!fine && text.contains("第 9 条"), "{text}");
    database.execute("DELETE FROM audit_entry WHERE seq = 4").await.unwrap();
    let (fine, text) = verify();
    assert!(!fine && text.contains("第 4 条记录缺失"), "{text}");
}
