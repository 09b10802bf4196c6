//! Signing in: account and password, then the code; and signing out.

use super::guard::{is_own_page, officer_of, see_other};
use super::page::{self, outside, refused};
use super::post::OfficePost;
use crate::web::sent::Sent;
use crate::web::{AppState, problem};
use app::office::{
    CodeProblem, SecondFactorView, SignInNotice, SignInProblem, SignInView, second_factor_page, sign_in_page,
};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use domain::Millis;
use serde::Deserialize;
use usecases::{CodeGiven, Duty, Officer, SignIn, SignedIn};

/// Where to go afterwards.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    next: String,
}

/// `GET /office/sign-in`
pub(super) async fn show(
    State(web): State<AppState>,
    headers: HeaderMap,
    next: Result<Query<Next>, QueryRejection>,
) -> Response {
    let next = next.map(|n| safe_next(&n.0.next)).unwrap_or_else(|_| "/office".to_owned());
    if let Some(officer) = officer_of(&web, &headers).await {
        return see_other(officer.duty.path().unwrap_or(&next));
    }
    let asked = next != "/office";
    let notice = asked.then_some(SignInNotice::Needed);
    form(&web, &headers, StatusCode::OK, SignInView { next, notice, ..SignInView::default() })
}

/// `GET /office/signed-out`
pub(super) async fn signed_out(State(web): State<AppState>, headers: HeaderMap) -> Response {
    let view = SignInView { notice: Some(SignInNotice::SignedOut), ..SignInView::default() };
    form(&web, &headers, StatusCode::OK, view)
}

/// `POST /office/sign-in`
pub(super) async fn submit(sent: Sent) -> Response {
    let Sent { web, id, headers, fields, .. } = sent;
    if !is_own_page(&headers) {
        return refused::foreign(&web, &headers);
    }
    let (account, next) = (fields.get("account").trim().to_owned(), safe_next(fields.get("next")));
    let view = SignInView { account: account.clone(), next: next.clone(), ..SignInView::default() };
    if account.is_empty() || fields.get("password").is_empty() {
        let view = SignInView { problem: Some(SignInProblem::Missing), ..view };
        return form(&web, &headers, StatusCode::UNPROCESSABLE_ENTITY, view);
    }
    let agent = agent_of(&headers);
    let sign_in = SignIn {
        login: &account,
        password: fields.get("password"),
        device: web.known_device(&headers),
        agent: &agent,
    };
    match web.service.sign_in(sign_in).await {
        Ok(SignedIn::Session { token, code_wanted }) => {
            let mut response = see_other(if code_wanted { "/office/sign-in/code" } else { &next });
            let cookies = response.headers_mut();
            cookies.append(header::SET_COOKIE, web.office_cookie(&token));
            response
        }
        Ok(SignedIn::Refused) => {
            let view = SignInView { problem: Some(SignInProblem::Wrong), ..view };
            form(&web, &headers, StatusCode::UNPROCESSABLE_ENTITY, view)
        }
        Ok(SignedIn::Locked(until)) => {
            let minutes = minutes_until(&web, until);
            let view = SignInView { problem: Some(SignInProblem::Locked { minutes }), ..view };
            form(&web, &headers, StatusCode::TOO_MANY_REQUESTS, view)
        }
        Err(error) => problem::storage(&web, &headers, error, id, None),
    }
}

/// `GET /office/sign-in/code`
pub(super) async fn ask_code(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    headers: HeaderMap,
) -> Response {
    if officer.duty != Duty::GiveCode {
        return see_other("/office");
    }
    code_form(&web, &headers, &officer, StatusCode::OK, None)
}

/// `POST /office/sign-in/code`
pub(super) async fn give_code(sent: OfficePost) -> Response {
    let OfficePost { web, id, headers, officer, fields } = sent;
    if officer.duty != Duty::GiveCode {
        return see_other("/office");
    }
    let (agent, device) = (agent_of(&headers), web.known_device(&headers));
    match web.service.give_code(&officer, fields.get("code"), device, &agent).await {
        Ok(CodeGiven::Good { token, device_pass }) => {
            let mut response = see_other("/office");
            let cookies = response.headers_mut();
            cookies.append(header::SET_COOKIE, web.office_cookie(&token));
            cookies.append(header::SET_COOKIE, web.known_cookie(&headers, &device_pass));
            response
        }
        Ok(CodeGiven::Wrong) => {
            let problem =
                if fields.get("code").trim().is_empty() { CodeProblem::Missing } else { CodeProblem::Wrong };
            code_form(&web, &headers, &officer, StatusCode::UNPROCESSABLE_ENTITY, Some(problem))
        }
        Ok(CodeGiven::Locked(until)) => {
            let problem = CodeProblem::Locked { minutes: minutes_until(&web, until) };
            code_form(&web, &headers, &officer, StatusCode::TOO_MANY_REQUESTS, Some(problem))
        }
        Err(error) => refused::storage(&web, &headers, &officer, error, id),
    }
}

/// `POST /office/sign-out`
pub(super) async fn sign_out(sent: OfficePost) -> Response {
    let OfficePost { web, id, headers, officer, .. } = sent;
    if let Err(error) = web.service.sign_out(&officer).await {
        return refused::storage(&web, &headers, &officer, error, id);
    }
    let mut response = see_other("/office/signed-out");
    response.headers_mut().append(header::SET_COOKIE, web.office_cookie(""));
    response
}

fn form(web: &AppState, headers: &HeaderMap, status: StatusCode, view: SignInView) -> Response {
    let ctx = outside(web, headers, "/office/sign-in");
    page::page(web, status, headers, || sign_in_page(ctx.page, view))
}

fn code_form(
    web: &AppState,
    headers: &HeaderMap,
    officer: &Officer,
    status: StatusCode,
    problem: Option<CodeProblem>,
) -> Response {
    let view = SecondFactorView {
        account: officer.login.clone(),
        action: "/office/sign-in/code".into(),
        csrf: web.service.csrf_token(officer),
        problem,
    };
    let ctx = outside(web, headers, "/office/sign-in/code");
    page::page(web, status, headers, || second_factor_page(ctx.page, view))
}

fn minutes_until(web: &AppState, until: Millis) -> u32 {
    let left = (until.0 - web.service.world().now().0).max(0);
    u32::try_from((left + 59_999) / 60_000).unwrap_or(u32::MAX)
}

/// A page of the office to go to afterwards; anything else is the front page.
fn safe_next(next: &str) -> String {
    let inside = next == "/office" || next.starts_with("/office/") || next.starts_with("/office?");
    let plain = next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if inside && plain && next.len() <= 500 { next.to_owned() } else { "/office".to_owned() }
}

/// Browser and system in words, for the list of one's sessions.
fn agent_of(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let find = |names: &[(&'static str, &'static str)]| {
        names.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name)
    };
    let browser = find(&[
        ("MicroMessenger", "微信"),
        ("Edg/", "Edge"),
        ("360SE", "360浏览器"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = find(&[
        ("HarmonyOS", "鸿蒙"),
        ("Android", "安卓"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (None, None) => "未知浏览器".to_owned(),
        (browser, system) => [browser, system].into_iter().flatten().collect::<Vec<_>>().join(" · "),
    }
}

#[cfg(test)]
mod tests {
    use super::safe_next;

    #[test]
    fn only_pages_of_the_office_are_gone_to() {
        assert_eq!(safe_next("/office/windows?q=1"), "/office/windows?q=1");
        for next in
            ["//evil.example", "https://evil.example/office", "/officex", "/office\\x", "/office/\r\nx", ""]
        {
            assert_eq!(safe_next(next), "/office", "{next:?}");
        }
    }
}
