//! Accounts and roles: two administrators, neither of whom can do the other's work.

use crate::support::office::PASSWORD;
use crate::support::{Browser, TestApp};
use domain::Role;
use storage::Grant;

/// The three administrators, signed in.
async fn administrators(app: &TestApp) -> [Browser; 3] {
    for role in [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin] {
        app.person(role.word(), Some(role), Grant::default()).await;
    }
    [app.entered("system_admin").await, app.entered("security_admin").await, app.entered("audit_admin").await]
}

async fn id_of(app: &TestApp, login: &str) -> i64 {
    app.db().account_by_login(login).await.unwrap().expect("the account").id
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before)
        .unwrap_or_else(|| panic!("no {before:?} in {text}"))
        .1
        .split(after)
        .next()
        .unwrap()
}

#[tokio::test]
async fn a_new_account_has_a_password_that_is_shown_once_and_can_do_nothing() {
    for app in TestApp::both().await {
        let [mut system, ..] = administrators(&app).await;
        system.get("/office/accounts").await.shows("新增账号");
        let fields = [("login", "wangfang"), ("name", " 示例王芳 ")];
        let answer = system.send_form("/office/accounts/new", &fields).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.headers["cache-control"], "no-store");
        answer.shows("密码只显示这一次");
        let (_, rest) = answer.body.split_once("<dt>一次性密码</dt>").unwrap();
        let password = between(rest, "class=\"code\">", "<").to_owned();
        assert!(password.len() >= 10, "{password}");

        let mut desk = app.desk();
        let typed = [("account", "wangfang"), ("password", password.as_str())];
        assert_eq!(desk.post("/office/sign-in", &typed).await.status, 303);
        let new = [("current", password.as_str()), ("new", PASSWORD), ("again", PASSWORD)];
        assert_eq!(desk.send_form_of("/office/password", "/office/password", &new).await.status, 303);
        desk.get("/office").await.shows("尚未授予角色");
        for path in ["/office/windows", "/office/accounts", "/office/roles"] {
            assert_eq!(desk.get(path).await.status, 403, "{path}");
        }
        // Nowhere but on that page: neither in the trail nor on the account's own page.
        let id = id_of(&app, "wangfang").await;
        let page = system.get(&format!("/office/accounts/{id}")).await;
        page.shows("示例王芳");
        page.hides(&password);
        let trail = app.db().audit_after(0, 100).await.unwrap();
        assert!(trail.iter().any(|e| e.action == "account.create" && e.object_id == id.to_string()));
        assert!(!format!("{trail:?}").contains(&password));
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_new_account_is_said_beside_the_field_and_nothing_typed_is_lost() {
    for app in TestApp::both().await {
        let [mut system, ..] = administrators(&app).await;
        let too_long = "长".repeat(31);
        for (login, name, sentence) in [
            ("ab", "示例", "账号应为3–32个小写字母"),
            ("wang fang", "示例", "账号应为3–32个小写字母"),
            ("wangfang", "", "请填写名称"),
            ("wangfang", "示\u{200b}例", "看不见的字符"),
            ("wangfang", too_long.as_str(), "最多 30 个字"),
            ("SYSTEM_ADMIN", "示例", "这个账号已经有了"),
        ] {
            let answer = system.send_form("/office/accounts/new", &[("login", login), ("name", name)]).await;
            assert_eq!(answer.status, 422, "{login} {name}");
            answer.shows(sentence);
            answer.shows(&format!("value=\"{}\"", login.to_lowercase()));
        }
        assert_eq!(app.db().count_accounts().await.unwrap(), 3);
    }
}

#[tokio::test]
async fn a_role_is_chosen_then_a_place_then_both_are_shown_again_and_a_reason_is_asked() {
    for app in TestApp::both().await {
        let [_, mut security, _] = administrators(&app).await;
        app.person("wangfang", None, Grant::default()).await;
        let mut hers = app.entered("wangfang").await;
        assert_eq!(hers.get("/office").await.status, 200);
        let id = id_of(&app, "wangfang").await;
        let path = format!("/office/roles/{id}/grant");

        security.get("/office/roles?role=none").await.shows("wangfang");
        security.get(&path).await.shows("大厅管理员");
        let places = security.get(&format!("{path}?role=hall_manager")).await;
        places.shows("示例大厅");
        places.shows("淄博市");
        security.get(&format!("{path}?role=hall_manager&q=%E6%97%A0")).await.shows("没有找到");
        assert_eq!(security.get(&format!("{path}?role=hall_manager&place=99")).await.status, 422);
        assert_eq!(security.get(&format!("{path}?role=root")).await.status, 422);
        let confirm = security.get(&format!("{path}?role=hall_manager&place=1")).await;
        confirm.shows("尚未授予");
        confirm.shows("淄博市 · 示例大厅");
        let version = between(&confirm.body, "name=\"version\" value=\"", "\"").to_owned();

        let chosen = [("role", "hall_manager"), ("place", "1"), ("version", version.as_str())];
        let without = security.send_form(&path, &chosen).await;
        assert_eq!(without.status, 422);
        without.shows("请写明原因");
        without.shows("淄博市 · 示例大厅");
        let with = [chosen[0], chosen[1], chosen[2], ("reason", "示例〔2026〕3号")];
        let answer = security.send_form(&path, &with).await;
        assert_eq!(answer.location(), format!("/office/roles/{id}"));
        security.get(&answer.location()).await.shows("现在是大厅管理员");

        // Her sessions have ended; signing in again she has the hall.
        assert_eq!(hers.get("/office").await.status, 303);
        let mut again = app.entered("wangfang").await;
        assert_eq!(again.get("/office/windows").await.status, 200);
        let account = app.db().account(id).await.unwrap().unwrap();
        assert_eq!((account.hall_id, account.division_code.as_deref()), (Some(1), Some("370300000000")));
        let trail = app.db().audit_after(0, 100).await.unwrap();
        let entry = trail.iter().find(|e| e.action == "account.grant").expect("an entry");
        assert_eq!(entry.reason.as_deref(), Some("示例〔2026〕3号"));
        assert!(entry.detail.as_deref().is_some_and(|d| d.contains("hall_manager") && d.contains("before")));

        // The same form again is older than the account now.
        let stale = security.send_form(&path, &with).await;
        assert_eq!(stale.status, 409);
        stale.shows("别人改过这个账号");
        let revoke = [("role", "none"), ("version", "2"), ("reason", "调离")];
        assert_eq!(security.send_form(&path, &revoke).await.status, 303);
        assert_eq!(app.db().account(id).await.unwrap().unwrap().role, None);
    }
}

#[tokio::test]
async fn a_scope_is_taken_from_the_tables_and_never_from_the_form() {
    for app in TestApp::both().await {
        let [_, mut security, _] = administrators(&app).await;
        app.person("wangfang", None, Grant::default()).await;
        let id = id_of(&app, "wangfang").await;
        let path = format!("/office/roles/{id}/grant");
        for (role, place) in [
            ("hall_manager", ""),
            ("hall_manager", "370300000000"),
            ("hall_manager", "-1"),
            ("district", "370300000000"),
            ("city_lead", "1"),
            ("window_staff", "2"),
            ("nobody", ""),
        ] {
            let fields = [("role", role), ("place", place), ("version", "1"), ("reason", "示例")];
            let answer = security.send_form(&path, &fields).await;
            assert_eq!(answer.status, 422, "{role} {place}");
        }
        let person = [("role", "window_staff"), ("place", "5"), ("version", "1"), ("reason", "示例")];
        assert_eq!(security.send_form(&path, &person).await.status, 303);
        let account = app.db().account(id).await.unwrap().unwrap();
        assert_eq!((account.staff_id, account.hall_id), (Some(5), Some(1)));
    }
}

#[tokio::test]
async fn a_forgotten_password_takes_one_administrator_and_a_lost_phone_the_other() {
    for app in TestApp::both().await {
        let [mut system, mut security, _] = administrators(&app).await;
        let person = app.person("lihua", Some(Role::Callback), Grant::default()).await;
        let mut hers = app.signed_in(&person).await;
        let (account, role) =
            (format!("/office/accounts/{}", person.id), format!("/office/roles/{}", person.id));

        let path = format!("{account}/one-time-password");
        system.get(&path).await.shows("原来的密码立即作废");
        assert_eq!(system.send_form(&path, &[("version", "1")]).await.status, 422);
        let answer = system.send_form(&path, &[("reason", "本人当面说明忘记密码")]).await;
        answer.shows("密码只显示这一次");
        assert_eq!(hers.get("/office").await.status, 303, "her sessions have ended");
        let old = [("account", "lihua"), ("password", PASSWORD)];
        assert_eq!(app.desk().post("/office/sign-in", &old).await.status, 422);

        // The password alone opens nothing: the second factor is still asked for, and not hers to take away.
        let (_, rest) = answer.body.split_once("<dt>一次性密码</dt>").unwrap();
        let password = between(rest, "class=\"code\">", "<");
        let mut desk = app.desk();
        let typed = [("account", "lihua"), ("password", password)];
        assert_eq!(desk.post("/office/sign-in", &typed).await.location(), "/office/sign-in/code");
        assert_eq!(system.send_form(&format!("{role}/second-factor"), &[("reason", "x")]).await.status, 403);
        let reset = security.send_form(&format!("{role}/second-factor"), &[("reason", "手机丢失")]).await;
        assert_eq!(reset.location(), role);
        assert!(app.db().account(person.id).await.unwrap().unwrap().totp_secret.is_none());
        let unlock = security.send_form(&format!("{role}/unlock"), &[("reason", "本人来电")]).await;
        assert_eq!(unlock.location(), role);
        let end = security.send_form(&format!("{role}/end-sessions"), &[("reason", "调岗")]).await;
        assert_eq!(end.location(), role);
        security.get(&role).await.shows("强制退出登录");
    }
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once_and_an_old_page_changes_nothing() {
    for app in TestApp::both().await {
        let [mut system, ..] = administrators(&app).await;
        let person = app.person("lihua", Some(Role::Leader), Grant::default()).await;
        let mut hers = app.entered("lihua").await;
        let path = format!("/office/accounts/{}", person.id);
        let fields = [("version", "1"), ("reason", "离职")];
        assert_eq!(system.send_form(&format!("{path}/disable"), &fields).await.location(), path);
        assert_eq!(hers.get("/office").await.status, 303);
        let stale = system.send_form(&format!("{path}/enable"), &fields).await;
        assert_eq!(stale.status, 409);
        stale.shows("离职");
        let rename =
            system.send_form(&format!("{path}/edit"), &[("version", "1"), ("name", "示例新名")]).await;
        assert_eq!(rename.status, 409);
        rename.shows("示例新名");
        assert_eq!(
            system.send_form(&format!("{path}/enable"), &[("version", "2"), ("reason", "返聘")]).await.status,
            303
        );
        let rename =
            system.send_form(&format!("{path}/edit"), &[("version", "3"), ("name", "示例新名")]).await;
        assert_eq!(rename.status, 303);
        let page = system.get(&path).await;
        page.shows("示例lihua → 示例新名");
        page.shows("离职");
    }
}

#[tokio::test]
async fn nobody_changes_her_own_account_here() {
    let app = TestApp::sqlite().await;
    let [mut system, mut security, _] = administrators(&app).await;
    let own = format!("/office/accounts/{}", id_of(&app, "system_admin").await);
    for verb in ["disable", "one-time-password", "edit"] {
        let fields = [("version", "1"), ("reason", "x"), ("name", "示例")];
        let answer = system.send_form(&format!("{own}/{verb}"), &fields).await;
        assert_eq!(answer.status, 422, "{verb}");
    }
    let own = format!("/office/roles/{}", id_of(&app, "security_admin").await);
    let fields = [("role", "city_lead"), ("version", "1"), ("reason", "x")];
    assert_eq!(security.send_form(&format!("{own}/grant"), &fields).await.status, 422);
    assert_eq!(security.get(&format!("{own}/grant")).await.status, 422);
}

#[tokio::test]
async fn the_list_is_found_in_filtered_sorted_and_leafed_through() {
    for app in TestApp::both().await {
        let [mut system, mut security, _] = administrators(&app).await;
        for n in 0..60 {
            let role = if n % 2 == 0 { Some(Role::Leader) } else { None };
            app.person(&format!("clerk{n:02}"), role, Grant::default()).await;
        }
        let first = system.get("/office/accounts").await;
        first.shows("clerk00");
        first.hides("clerk59");
        system.get("/office/accounts?page=2").await.shows("clerk59");
        let found = system.get("/office/accounts?q=clerk1").await;
        found.shows("clerk17");
        found.hides("clerk20");
        let leaders = security.get("/office/roles?role=leader&q=clerk1").await;
        leaders.shows("clerk12");
        leaders.hides("clerk13");
        let none = security.get("/office/roles?role=none&sort=name&down=1").await;
        none.shows("clerk59");
        none.hides("clerk00");
        system.get("/office/accounts?state=disabled").await.shows("没有符合条件的账号");
        let never = system.get("/office/accounts?state=never&sort=signed-in").await;
        never.shows("从未登录");
        never.hides(">system_admin<");
        for strange in ["sort=password_hash", "page=-1", "rows=9999", "q=%25%27", "role=%00"] {
            assert_eq!(system.get(&format!("/office/accounts?{strange}")).await.status, 200, "{strange}");
        }
        for absent in
            ["/office/accounts/7", "/office/accounts/x", "/office/accounts/-1", "/office/accounts/9/edit"]
        {
            assert_eq!(system.get(absent).await.status, 404, "{absent}");
        }
        security.get("/office/roles/matrix").await.shows("授予角色和范围");
    }
}
