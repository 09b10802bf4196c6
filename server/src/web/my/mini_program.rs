//! Signing in within a mini-program: its web-view is opened with a code in the address, good once and naming nobody; a
//! button posts it. The page is no redirect: containers do not open one.

use super::super::sent::Sent;
use super::sign_in::Asked;
use super::{AppState, RequestId, StatusCode, client};
use crate::gateway::Brought;
use app::citizen::{MiniProgramView, SignInNotice, mini_program_page};
use axum::extract::{Extension, RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;

/// What people call it.
const NAME: &str = "微信";
/// Longest code that is taken.
const LONGEST: usize = 200;

/// `GET /my/wechat?code=`
pub(super) async fn show(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let asked = Asked { web: &web, headers: &headers, id, at: None };
    let code = query.as_deref().and_then(|query| query.strip_prefix("code=")).filter(|code| is_code(code));
    let (Some(code), true) = (code, web.identities.has_wechat()) else {
        return asked.sign_in(StatusCode::OK, None).await;
    };
    let ctx = web.page(&headers, "/my");
    let view = MiniProgramView { code: code.to_owned() };
    let mut response = super::render::page(StatusCode::OK, &headers, || mini_program_page(ctx, view));
    if web.sign_in_mark(&headers).is_none() {
        let cookie = web.sign_in_cookie(&web.service.new_mark());
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// `POST /my/wechat`
pub(super) async fn exchange(sent: Sent) -> Response {
    let Sent { web, id, headers, fields, .. } = sent;
    let asked = Asked { web: &web, headers: &headers, id, at: None };
    if client::is_foreign(&headers) {
        return asked.sign_in(StatusCode::FORBIDDEN, Some(SignInNotice::Foreign)).await;
    }
    if web.sign_in_mark(&headers).is_none() {
        return asked.sign_in(StatusCode::BAD_REQUEST, Some(SignInNotice::NoCookie)).await;
    }
    let code = fields.get("code");
    let came = match is_code(code) {
        true => web.identities.recognise(&web.service, Brought::Wechat(code)).await,
        false => Err(crate::gateway::IdentityError::Refused),
    };
    asked.provided(NAME, came).await
}

fn is_code(code: &str) -> bool {
    (1..=LONGEST).contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}
