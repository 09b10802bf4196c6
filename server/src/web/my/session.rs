//! A citizen's session: a row of the database behind a cookie that says nothing.

use super::super::sent::Sent;
use super::sign_in::Asked;
use super::{StatusCode, client, header, problem, render};
use app::citizen::SignInNotice;
use axum::response::Response;
use storage::StorageResult;
use usecases::Citizen;

/// What the cookie leads to.
pub(super) enum Session {
    /// There is none.
    None,
    /// It was alive, or never was.
    Over,
    /// Somebody.
    Alive(Citizen),
}

impl Asked<'_> {
    /// Who asks.
    pub(super) async fn citizen(&self) -> StorageResult<Session> {
        let Some(token) = self.web.my_token(self.headers) else { return Ok(Session::None) };
        Ok(self.web.service.citizen(token).await?.map_or(Session::Over, Session::Alive))
    }

    /// A session that is over: said once, and its cookie taken away.
    pub(super) async fn over(&self) -> Response {
        let mut response = self.sign_in(StatusCode::OK, Some(SignInNotice::Expired)).await;
        response.headers_mut().append(header::SET_COOKIE, self.web.my_cookie(""));
        response
    }
}

/// `POST /my/sign-out`
pub(super) async fn sign_out(sent: Sent) -> Response {
    let Sent { web, id, headers, .. } = sent;
    let asked = Asked { web: &web, headers: &headers, id, at: None };
    if client::is_foreign(&headers) {
        return asked.sign_in(StatusCode::FORBIDDEN, Some(SignInNotice::Foreign)).await;
    }
    if let Some(token) = web.my_token(&headers)
        && let Err(error) = web.service.end_my_session(token).await
    {
        return problem::storage(&web, &headers, error, id, None);
    }
    let mut response = render::see_other("/my?out");
    response.headers_mut().append(header::SET_COOKIE, web.my_cookie(""));
    response
}
