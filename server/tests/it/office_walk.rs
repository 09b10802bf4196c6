//! Walks every route of the office in every role. The list of routes is the router's own, so a page added later
//! is walked too; a new kind of path parameter makes the test fail with a sentence that says what to add.
//!
//! What is proved, on both databases:
//! - nobody signed in: a page leads to signing in, a form is refused; nothing changes;
//! - without the permission: 403, nothing changes;
//! - a form without the session's token, or sent by another site: 403, nothing changes;
//! - with the permission, a thing outside the scope answers to the letter as one that does not exist, and nothing
//!   changes; neighbouring numbers are tried too;
//! - no page of an officer shows anything that lies outside her scope, whatever its address asks for;
//! - no form of hers changes a row outside her scope, or lays hers to a place outside, whatever it names.

use crate::support::Answer;
use crate::support::two_districts::{BESIDE, ELSEWHERE, FORM_OF_ELSEWHERE, Values, values};
use crate::support::{Browser, TestApp};
use axum::http::Method;
use domain::{Role, RolePlace};
use server::web::office::{OfficeRoute, list};
use std::collections::BTreeMap;

/// Routes of one's own session: they have no object in their paths, and ending the session would end the walk.
const ENDS_SESSION: [&str; 2] = ["/office/sign-out", "/office/sessions/end-others"];

/// The parameters of a route's path, without braces.
fn parameters(route: &OfficeRoute) -> Vec<&str> {
    let parts = route.path.split('/');
    parts.filter_map(|part| part.strip_prefix('{').and_then(|p| p.strip_suffix('}'))).collect()
}

/// The route's path with a value for every parameter.
fn path_with<'a>(route: &OfficeRoute, value: impl Fn(&str) -> &'a str) -> String {
    let part = |part: &str| match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
        Some(parameter) => value(parameter).to_owned(),
        None => part.to_owned(),
    };
    route.path.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn own_path(route: &OfficeRoute) -> String {
    path_with(route, |parameter| values(parameter).own)
}

/// Values of a kind that lie outside a role's scope; nothing lies outside the city.
fn outside(role: Role, values: &Values) -> Vec<String> {
    let mut ids: Vec<&str> = Vec::new();
    if role.place() != RolePlace::City {
        ids.extend(values.elsewhere);
    }
    if matches!(role.place(), RolePlace::Town | RolePlace::Village | RolePlace::Hall | RolePlace::Person) {
        ids.extend(values.beside);
    }
    if role.place() == RolePlace::Department {
        ids.extend(values.other_department);
    }
    ids.into_iter().map(str::to_owned).collect()
}

/// What somebody may try who guesses: numbers beside an own one that name nothing, and what is no number.
fn neighbours(values: &Values) -> Vec<String> {
    let Ok(number) = values.own.parse::<i64>() else { return Vec::new() };
    [number + 4, number + 5, -number, i64::MAX]
        .iter()
        .map(i64::to_string)
        .chain(["0".into(), "x".into()])
        .collect()
}

async fn ask(desk: &mut Browser, route: &OfficeRoute, path: &str, token: &str) -> Answer {
    if route.method == Method::GET {
        return desk.get(path).await;
    }
    if route.path.ends_with("/files") {
        return desk.post_multipart(path, &[FORM_OF_ELSEWHERE, &[("csrf", token)]].concat(), None).await;
    }
    desk.post(path, &[FORM_OF_ELSEWHERE, &[("csrf", token)]].concat()).await
}

async fn token_of(desk: &mut Browser) -> String {
    let page = desk.get("/office/sessions").await;
    let token = page.body.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    token.unwrap_or_else(|| panic!("no token: {} {}", page.status, page.body)).to_owned()
}

/// Rows of places and of what hangs on them; sessions and the trail grow with every request that is let through.
type Rows = BTreeMap<String, Vec<String>>;

async fn rows(app: &TestApp) -> Rows {
    let mut rows = app.database.dump().await;
    rows.retain(|table, _| {
        !["session", "sign_in_guard", "mark", "_sqlx_migrations"].contains(&table.as_str())
    });
    rows
}

/// Fails with the rows that differ, and no others.
#[track_caller]
fn assert_same(before: &Rows, after: &Rows, about: &str) {
    for (table, rows) in after {
        let known = &before[table];
        let new: Vec<_> = rows.iter().filter(|row| !known.contains(row)).collect();
        let gone: Vec<_> = known.iter().filter(|row| !rows.contains(row)).collect();
        assert!(new.is_empty() && gone.is_empty(), "{about} changed {table}: {gone:?} became {new:?}");
    }
}

/// Those that name something of the other district.
fn rows_elsewhere(rows: &Rows) -> Rows {
    const SIGNS: [&str; 5] = ["370302", "72001", "73001", "74001", "75001"];
    let is_elsewhere = |row: &&String| row.contains(ELSEWHERE) || SIGNS.iter().any(|sign| row.contains(sign));
    // The trail may say that she tried; it is no place.
    let tables = rows.iter().filter(|(table, _)| *table != "audit_entry");
    tables.map(|(table, rows)| (table.clone(), rows.iter().filter(is_elsewhere).cloned().collect())).collect()
}

#[tokio::test]
async fn nobody_gets_anywhere_without_signing_in_or_from_another_site() {
    for app in TestApp::both().await {
        app.two_districts().await;
        let mut stranger = app.desk();
        let mut elsewhere = app.entered("system_admin").await;
        elsewhere.headers = vec![("sec-fetch-site", "cross-site")];
        let mut tokenless = app.entered("system_admin").await;
        let before = rows(&app).await;
        for route in list(&app.web) {
            let path = own_path(&route);
            let answer = ask(&mut stranger, &route, &path, "x").await;
            if route.method == Method::GET {
                assert_eq!(answer.status, 303, "{path}");
                assert!(
                    answer.location().starts_with("/office/sign-in?next="),
                    "{path}: {}",
                    answer.location()
                );
            } else {
                // A file cannot be kept in a page: she signs in and chooses it again.
                let refused = if route.path.ends_with("/files") { 303 } else { 401 };
                assert_eq!(answer.status, refused, "{path}");
                assert_eq!(ask(&mut elsewhere, &route, &path, "x").await.status, 403, "another site: {path}");
                assert_eq!(ask(&mut tokenless, &route, &path, "x").await.status, 403, "no token: {path}");
            }
        }
        assert_same(&before, &rows(&app).await, "nobody signed in");
    }
}

#[tokio::test]
async fn without_the_permission_nothing_opens_and_nothing_changes() {
    for app in TestApp::both().await {
        app.two_districts().await;
        let mut desks = Vec::new();
        for role in Role::ALL {
            let mut desk = app.entered(role.word()).await;
            let token = token_of(&mut desk).await;
            desks.push((role, desk, token));
        }
        for route in list(&app.web) {
            let before = rows(&app).await;
            let path = own_path(&route);
            for (role, desk, token) in desks.iter_mut().filter(|(role, ..)| !role.may(route.needs)) {
                let answer = ask(desk, &route, &path, token).await;
                assert_eq!(answer.status, 403, "{role:?} {} {path}", route.method);
            }
            assert_same(&before, &rows(&app).await, &format!("{} {path}", route.method));
        }
    }
}

#[tokio::test]
async fn a_form_without_the_sessions_token_is_refused_in_every_role_that_might_send_it() {
    let app = TestApp::sqlite().await;
    app.two_districts().await;
    for role in Role::ALL {
        let mut desk = app.entered(role.word()).await;
        let mut elsewhere = desk.clone();
        elsewhere.headers = vec![("sec-fetch-site", "same-site")];
        let token = token_of(&mut desk).await;
        let before = rows(&app).await;
        for route in list(&app.web).iter().filter(|r| r.method == Method::POST && role.may(r.needs)) {
            let path = own_path(route);
            for wrong in ["", "0123456789abcdef0123456789abcdef"] {
                assert_eq!(ask(&mut desk, route, &path, wrong).await.status, 403, "{role:?} {path}");
            }
            assert_eq!(ask(&mut elsewhere, route, &path, &token).await.status, 403, "{role:?} {path}");
        }
        assert_same(&before, &rows(&app).await, role.word());
    }
}

#[tokio::test]
async fn what_lies_outside_the_scope_answers_as_what_does_not_exist() {
    for app in TestApp::both().await {
        app.two_districts().await;
        for role in Role::ALL {
            let mut desk = app.entered(role.word()).await;
            let token = token_of(&mut desk).await;
            let before = rows(&app).await;
            for route in list(&app.web).iter().filter(|route| role.may(route.needs)) {
                for parameter in parameters(route) {
                    let kind = values(parameter);
                    let with = |id: &str| {
                        path_with(
                            route,
                            |p| if p == parameter { id.to_owned().leak() } else { values(p).own },
                        )
                    };
                    let absent = ask(&mut desk, route, &with(kind.absent), &token).await;
                    assert_eq!(absent.status, 404, "{role:?} {} {}", route.method, with(kind.absent));
                    for id in outside(role, &kind).into_iter().chain(neighbours(&kind)) {
                        let path = with(&id);
                        let answer = ask(&mut desk, route, &path, &token).await;
                        assert_eq!(answer.status, 404, "{role:?} {} {path}", route.method);
                        assert_eq!(answer.body, absent.body, "{role:?} {} {path}", route.method);
                    }
                }
            }
            assert_same(&before, &rows(&app).await, role.word());
        }
    }
}

/// What the address of a list may ask for.
const ASKING_FOR_ELSEWHERE: &str = "?hall=72001&department=71001&division=370302000000&staff=74001&window=73001\
    &parent=370302000000&place=72001&q=%E7%A4%BA%E4%BE%8B&rows=200";

#[tokio::test]
async fn no_page_shows_what_lies_outside_the_scope() {
    for app in TestApp::both().await {
        app.two_districts().await;
        for role in Role::ALL {
            let mut desk = app.entered(role.word()).await;
            for route in list(&app.web).iter().filter(|r| r.method == Method::GET && role.may(r.needs)) {
                let path = own_path(route);
                for path in
                    [path.clone(), format!("{path}?rows=200"), format!("{path}{ASKING_FOR_ELSEWHERE}")]
                {
                    let answer = desk.get(&path).await;
                    assert!(!answer.status.is_server_error(), "{role:?} {path}: {}", answer.status);
                    let hidden: &[&str] = match role.place() {
                        RolePlace::City => &[],
                        RolePlace::District | RolePlace::Department => &[ELSEWHERE],
                        _ => &[ELSEWHERE, BESIDE],
                    };
                    for mark in hidden {
                        let around = answer.body.find(mark).map(|at| {
                            let before = answer.body[..at].chars().rev().take(200).collect::<Vec<_>>();
                            let before = before.into_iter().rev().collect::<String>();
                            before + &answer.body[at..].chars().take(60).collect::<String>()
                        });
                        assert_eq!(around, None, "{role:?} sees {mark} at {path}");
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn no_form_reaches_outside_the_scope_whatever_it_names() {
    for app in TestApp::both().await {
        app.two_districts().await;
        let before = rows_elsewhere(&rows(&app).await);
        assert!(before.values().map(Vec::len).sum::<usize>() >= 8, "{before:?}");
        for role in Role::ALL.into_iter().filter(|role| role.place() != RolePlace::City) {
            let mut desk = app.entered(role.word()).await;
            let token = token_of(&mut desk).await;
            for route in list(&app.web).iter().filter(|r| r.method == Method::POST && role.may(r.needs)) {
                if ENDS_SESSION.contains(&route.path) {
                    continue;
                }
                let path = own_path(route);
                let answer = ask(&mut desk, route, &path, &token).await;
                assert!(!answer.status.is_server_error(), "{role:?} {path}: {}", answer.body);
                let about = format!("{role:?} {path}: {}", answer.status);
                assert_same(&before, &rows_elsewhere(&rows(&app).await), &about);
            }
        }
    }
}

#[tokio::test]
async fn every_form_of_a_city_role_answers_without_an_error_of_ours() {
    let [_, app] = TestApp::both().await;
    app.two_districts().await;
    for role in Role::ALL.into_iter().filter(|role| role.place() == RolePlace::City) {
        let mut desk = app.entered(role.word()).await;
        let token = token_of(&mut desk).await;
        for route in list(&app.web).iter().filter(|r| r.method == Method::POST && role.may(r.needs)) {
            if ENDS_SESSION.contains(&route.path) {
                continue;
            }
            let path = own_path(route);
            let answer = ask(&mut desk, route, &path, &token).await;
            assert!(!answer.status.is_server_error(), "{role:?} {path}: {}", answer.body);
            let strange: Vec<_> =
                FORM_OF_ELSEWHERE.iter().map(|(name, _)| (*name, "\0'%_\u{1F600}")).collect();
            let answer = desk.post(&path, &[&strange[..], &[("csrf", token.as_str())]].concat()).await;
            assert!(!answer.status.is_server_error(), "{role:?} {path}: {}", answer.body);
        }
    }
}

#[test]
fn an_unknown_kind_of_parameter_is_asked_for_in_words() {
    let asked = std::panic::catch_unwind(|| values("unheard_of").own).expect_err("it is not known");
    let sentence = asked.downcast_ref::<String>().expect("a sentence");
    assert!(sentence.contains("unheard_of") && sentence.contains("two_districts.rs"), "{sentence}");
}
