//! Phone and one-time code (验证码): asking for a code and giving it. Neither number nor code stands in an address.

use super::super::sent::Sent;
use super::sign_in::{Asked, window_in, window_of};
use super::{AppState, RequestId, StatusCode, client, header, problem, render};
use crate::gateway::{Brought, IdentityError};
use app::citizen::{CodeError, CodeView, SignInNotice, SignInView, code_page};
use axum::extract::{Extension, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use domain::Phone;
use domain::code::half_width;
use usecases::{CodeAsked, MessageOutcome};

/// Longest text that is shown again in the field of a number.
const LONGEST_PHONE: usize = 20;

/// `POST /my/code`: the answer is the same whether or not the number is known.
pub(super) async fn ask(sent: Sent) -> Response {
    let Sent { web, id, headers, fields, .. } = sent;
    let asked = Asked { web: &web, headers: &headers, id, at: window_in(&web, &fields).await };
    let typed: String = fields.get("phone").chars().take(LONGEST_PHONE).collect();
    let again = |status, notice| {
        let view = SignInView { phone: typed.clone(), notice: Some(notice), ..SignInView::default() };
        asked.sign_in_page(status, view)
    };
    if !web.identities.has_code() {
        return asked.sign_in(StatusCode::NOT_FOUND, None).await;
    }
    if client::is_foreign(&headers) {
        return again(StatusCode::FORBIDDEN, SignInNotice::Foreign).await;
    }
    let Some(mark) = web.sign_in_mark(&headers) else {
        return again(StatusCode::BAD_REQUEST, SignInNotice::NoCookie).await;
    };
    let Some(phone) = Phone::parse(fields.get("phone")).ok().flatten().filter(Phone::is_mobile) else {
        let view = SignInView { phone: typed, phone_wrong: true, ..SignInView::default() };
        return asked.sign_in_page(StatusCode::UNPROCESSABLE_ENTITY, view).await;
    };
    let code = match web.service.ask_code(phone, mark).await {
        Ok(CodeAsked::Send(code)) => code,
        Ok(CodeAsked::NotBefore(then)) => {
            let seconds = (then.0 - web.service.world().now().0 + 999) / 1000;
            let seconds = u32::try_from(seconds.max(1)).unwrap_or(u32::MAX);
            let mut response = again(StatusCode::TOO_MANY_REQUESTS, SignInNotice::TooSoon(seconds)).await;
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            return response;
        }
        Ok(CodeAsked::TooMany) => {
            return again(StatusCode::TOO_MANY_REQUESTS, SignInNotice::TooMany).await;
        }
        Err(error) => return problem::storage(&web, &headers, error, id, None),
    };
    let outcome = web.identities.send_code(&code).await;
    let (sent, word) = match &outcome {
        Some(MessageOutcome::Accepted { .. }) => (true, "accepted"),
        // It may have been taken all the same, and comes late.
        Some(MessageOutcome::Failed(why)) if why == "timeout" || why == "broken" => (true, "no-answer"),
        _ => (false, "not-accepted"),
    };
    metrics::counter!("hcp_codes_total", "outcome" => word).increment(1);
    if let Some(MessageOutcome::Failed(why)) = outcome {
        tracing::warn!(%id, why, "the gateway did not take a one-time code");
    }
    if !sent {
        return again(StatusCode::SERVICE_UNAVAILABLE, SignInNotice::NotSent).await;
    }
    let at = asked.at.as_ref().map(|at| format!("?at={}", at.code)).unwrap_or_default();
    render::see_other(&format!("/my/code{at}"))
}

/// `GET /my/code`: giving the code that was sent to this browser's person.
pub(super) async fn show(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let at = query.as_deref().and_then(|query| query.strip_prefix("at=")).unwrap_or_default();
    let asked = Asked { web: &web, headers: &headers, id, at: window_of(&web, at).await };
    let Some(mark) = web.sign_in_mark(&headers) else {
        return asked.sign_in(StatusCode::OK, Some(SignInNotice::NoCookie)).await;
    };
    match web.service.code_waits(mark).await {
        Ok(Some(_)) => asked.code_page(StatusCode::OK, None),
        Ok(None) => asked.sign_in(StatusCode::OK, Some(SignInNotice::CodeOver)).await,
        Err(error) => problem::storage(&web, &headers, error, id, None),
    }
}

/// `POST /my/sign-in`
pub(super) async fn give(sent: Sent) -> Response {
    let Sent { web, id, headers, fields, .. } = sent;
    let asked = Asked { web: &web, headers: &headers, id, at: window_in(&web, &fields).await };
    if client::is_foreign(&headers) {
        return asked.sign_in(StatusCode::FORBIDDEN, Some(SignInNotice::Foreign)).await;
    }
    let Some(mark) = web.sign_in_mark(&headers) else {
        return asked.sign_in(StatusCode::BAD_REQUEST, Some(SignInNotice::NoCookie)).await;
    };
    let typed: String =
        fields.get("code").chars().map(half_width).filter(|c| !c.is_whitespace() && *c != '-').collect();
    if typed.len() != 6 || !typed.bytes().all(|b| b.is_ascii_digit()) {
        return asked.code_page(StatusCode::UNPROCESSABLE_ENTITY, Some(CodeError::Form));
    }
    match web.identities.recognise(&web.service, Brought::Code { typed: &typed, mark }).await {
        Ok(recognised) => asked.begin(recognised, SignInNotice::CodeOver).await,
        Err(IdentityError::Refused) => {
            asked.code_page(StatusCode::UNPROCESSABLE_ENTITY, Some(CodeError::Wrong))
        }
        Err(IdentityError::Over) => {
            asked.sign_in(StatusCode::UNPROCESSABLE_ENTITY, Some(SignInNotice::CodeOver)).await
        }
        Err(IdentityError::TooMany) => {
            asked.sign_in(StatusCode::TOO_MANY_REQUESTS, Some(SignInNotice::Guesses)).await
        }
        Err(IdentityError::Off) => asked.sign_in(StatusCode::NOT_FOUND, None).await,
        Err(other) => asked.provided("", Err(other)).await,
    }
}

impl Asked<'_> {
    fn code_page(&self, status: StatusCode, error: Option<CodeError>) -> Response {
        let Asked { web, headers, at, .. } = self;
        let path = at.as_ref().map_or("/my/code".to_owned(), |at| format!("/my/code?at={}", at.code));
        let ctx = web.page(headers, &path);
        let view = CodeView { at: at.clone(), minutes: web.config.sign_in.code.minutes, error };
        render::page(status, headers, || code_page(ctx, view))
    }
}
