//! Signing in to the office.

use crate::support::TestApp;
use crate::support::office::PASSWORD;
use domain::Role;
use storage::Grant;

const WRONG: [(&str, &str); 2] = [("account", "zhang"), ("password", "Wrong-Word-11")];
const RIGHT: [(&str, &str); 2] = [("account", "zhang"), ("password", PASSWORD)];

fn leader() -> (Option<Role>, Grant) {
    (Some(Role::Leader), Grant::default())
}

#[tokio::test]
async fn who_is_not_signed_in_is_asked_to_and_comes_back_to_the_page_she_wanted() {
    for app in TestApp::both().await {
        let (role, grant) = leader();
        app.person("zhang", role, grant).await;
        let mut desk = app.desk();
        let asked = desk.get("/office/sessions").await;
        assert_eq!(asked.location(), "/office/sign-in?next=%2Foffice%2Fsessions");
        let form = desk.get(&asked.location()).await;
        form.shows("登录");
        let next = ("next", "/office/sessions");
        let answer = desk.post("/office/sign-in", &[RIGHT[0], RIGHT[1], next]).await;
        assert_eq!(answer.location(), "/office/sessions");
        desk.get("/office/sessions").await.shows("示例zhang");
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_account_get_the_same_answer() {
    let app = TestApp::sqlite().await;
    let (role, grant) = leader();
    app.person("zhang", role, grant).await;
    let wrong = app.desk().post("/office/sign-in", &WRONG).await;
    let unknown = app.desk().post("/office/sign-in", &[("account", "zhang"), ("password", "x")]).await;
    let nobody = app.desk().post("/office/sign-in", &[("account", "nobody"), ("password", "x")]).await;
    assert_eq!((wrong.status.as_u16(), unknown.status.as_u16(), nobody.status.as_u16()), (422, 422, 422));
    assert_eq!(nobody.body.replace("nobody", "zhang"), unknown.body);
}

#[tokio::test]
async fn failures_from_elsewhere_do_not_lock_a_person_out_of_her_own_machine() {
    for app in TestApp::both().await {
        let person = app.person("zhang", Some(Role::Inspection), Grant::default()).await;
        let mut own = app.signed_in(&person).await;
        own.send_form("/office/sign-out", &[]).await;
        for _ in 0..5 {
            app.desk().post("/office/sign-in", &WRONG).await;
        }
        // Elsewhere even the right password is refused now, with the time it takes.
        let elsewhere = app.desk().post("/office/sign-in", &RIGHT).await;
        assert_eq!(elsewhere.status, 429);
        elsewhere.shows("15");
        // On the machine she signed in at before, it is taken.
        assert_eq!(own.post("/office/sign-in", &RIGHT).await.location(), "/office/sign-in/code");
        app.wait(15 * 60_000);
        assert_eq!(app.desk().post("/office/sign-in", &RIGHT).await.status, 303);
    }
}

#[tokio::test]
async fn a_code_is_good_once() {
    for app in TestApp::both().await {
        app.person("zhang", Some(Role::Callback), Grant::default()).await;
        let code = app.code();
        for expected in [303, 422] {
            let mut desk = app.desk();
            assert_eq!(desk.post("/office/sign-in", &RIGHT).await.location(), "/office/sign-in/code");
            // Before the code nothing opens, whatever the role may do.
            assert_eq!(desk.get("/office").await.location(), "/office/sign-in/code");
            let answer = desk.send_form("/office/sign-in/code", &[("code", &code)]).await;
            assert_eq!(answer.status, expected);
        }
    }
}

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it_and_says_so_without_losing_what_was_typed() {
    for app in TestApp::both().await {
        let (role, grant) = leader();
        let person = app.person("zhang", role, grant).await;
        let mut desk = app.signed_in(&person).await;
        app.wait(29 * 60_000);
        assert_eq!(desk.get("/office").await.status, 200);
        app.wait(31 * 60_000);
        assert_eq!(desk.get("/office").await.status, 303);
        let answer = desk.post("/office/sessions/end", &[("session", "四十二"), ("current", "geheim")]).await;
        assert_eq!(answer.status, 401);
        answer.shows("四十二");
        answer.hides("geheim");
    }
}

#[tokio::test]
async fn a_form_of_another_site_or_another_session_changes_nothing() {
    let app = TestApp::sqlite().await;
    let (role, grant) = leader();
    let person = app.person("zhang", role, grant).await;
    let mut desk = app.signed_in(&person).await;
    // No token: an own page of another session.
    assert_eq!(desk.post("/office/sign-out", &[]).await.status, 403);
    for foreign in ["cross-site", "same-site", "none"] {
        let mut other = desk.clone();
        other.headers = vec![("sec-fetch-site", foreign)];
        assert_eq!(other.post("/office/sign-out", &[]).await.status, 403, "{foreign}");
    }
    let mut silent = desk.clone();
    silent.headers.clear();
    assert_eq!(silent.post("/office/sign-out", &[]).await.status, 403);
    assert_eq!(desk.get("/office").await.status, 200);
    assert_eq!(desk.send_form("/office/sign-out", &[]).await.location(), "/office/signed-out");
    assert_eq!(desk.get("/office").await.status, 303);
}

#[tokio::test]
async fn a_one_time_password_must_be_changed_and_a_second_factor_set_before_anything_else() {
    for app in TestApp::both().await {
        let grant = Grant { role: Some("callback".into()), ..Grant::default() };
        let made =
            app.web.service.create_account_by_program("lihua", "示例李", grant).await.unwrap().unwrap();
        let mut desk = app.desk();
        let fields = [("account", "lihua"), ("password", made.password.as_str())];
        assert_eq!(desk.post("/office/sign-in", &fields).await.status, 303);
        assert_eq!(desk.get("/office").await.location(), "/office/password");
        let weak = [("current", made.password.as_str()), ("new", "short"), ("again", "short")];
        assert_eq!(desk.send_form_of("/office/password", "/office/password", &weak).await.status, 422);
        let good = [("current", made.password.as_str()), ("new", PASSWORD), ("again", PASSWORD)];
        assert_eq!(desk.send_form_of("/office/password", "/office/password", &good).await.status, 303);
        assert_eq!(desk.get("/office").await.location(), "/office/second-factor");
        let page = desk.get("/office/second-factor").await;
        let sealed = page.body.split("name=\"sealed\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let wrong = [("sealed", sealed), ("code", "000000")];
        assert_eq!(
            desk.send_form_of("/office/second-factor", "/office/second-factor", &wrong).await.status,
            422
        );
        let (_, typed) = page.body.split_once("enrol__secret\">").unwrap();
        let secret = unbase32(typed.split('<').next().unwrap());
        let now = app.web.service.world().now();
        let code = usecases::second_factor::SecondFactor::new(&secret, "", "").code(now);
        let right = [("sealed", sealed), ("code", code.as_str())];
        let answer = desk.send_form_of("/office/second-factor", "/office/second-factor", &right).await;
        assert_eq!(answer.location(), "/office");
        assert_eq!(desk.get("/office").await.status, 200);
    }
}

#[tokio::test]
async fn ending_other_sessions_ends_them_at_once_and_only_ones_own() {
    for app in TestApp::both().await {
        let (role, grant) = leader();
        let (one, other) =
            (app.person("zhang", role, grant.clone()).await, app.person("wang", role, grant).await);
        let (mut here, mut there, mut hers) =
            (app.signed_in(&one).await, app.signed_in(&one).await, app.signed_in(&other).await);
        let id = |page: &str| {
            let (_, rest) = page.split_once("name=\"session\" value=\"").expect("another session");
            rest.split('"').next().unwrap().to_owned()
        };
        let foreign = id(&here.get("/office/sessions").await.body);
        assert_eq!(hers.send_form("/office/sessions/end", &[("session", &foreign)]).await.status, 404);
        assert_eq!(there.get("/office").await.status, 200);
        assert_eq!(here.send_form("/office/sessions/end-others", &[]).await.status, 303);
        assert_eq!(
            (here.get("/office").await.status, there.get("/office").await.status),
            (200.try_into().unwrap(), 303.try_into().unwrap())
        );
        assert_eq!(hers.get("/office").await.status, 200);
    }
}

#[tokio::test]
async fn every_sign_in_and_every_failure_stands_in_the_audit_trail_and_the_trail_is_whole() {
    for app in TestApp::both().await {
        let (role, grant) = leader();
        let person = app.person("zhang", role, grant).await;
        app.desk().post("/office/sign-in", &WRONG).await;
        app.signed_in(&person).await;
        let check = app.db().check_audit().await.unwrap();
        assert_eq!((check.entries, check.fault), (2, None));
        let rows = app.db().audit_after(0, 10).await.unwrap();
        let acts: Vec<_> = rows.iter().map(|r| (r.actor.as_str(), r.action.as_str())).collect();
        assert_eq!(acts, [("zhang", "account.password_wrong"), ("zhang", "account.sign_in")]);
        assert!(app.database.execute("UPDATE audit_entry SET actor = 'x' WHERE seq = 1").await.is_err());
        assert!(app.database.execute("DELETE FROM audit_entry").await.is_err());
    }
}

fn unbase32(text: &str) -> Vec<u8> {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for sign in text.bytes().filter(|b| *b != b' ') {
        let value = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|s| *s == sign).unwrap();
        bits = (bits << 5 | value as u32) & 0xffff;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 255) as u8);
        }
    }
    bytes
}
