//! The page with the ways to sign in, and what follows when somebody was recognised.

use super::super::body::Fields;
use super::{RequestId, StatusCode, Web, at_window, header, problem, render};
use crate::gateway::identity::Recognised;
use app::citizen::{AtWindow, SignInNotice, SignInView, sign_in_page};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::WindowCode;

/// Who asks, and where from.
pub(super) struct Asked<'a> {
    pub(super) web: &'a Web,
    pub(super) headers: &'a HeaderMap,
    pub(super) id: RequestId,
    pub(super) at: Option<AtWindow>,
}

impl Asked<'_> {
    /// The page without anything typed.
    pub(super) async fn sign_in(&self, status: StatusCode, notice: Option<SignInNotice>) -> Response {
        self.sign_in_page(status, SignInView { notice, ..SignInView::default() }).await
    }

    /// The page. A browser that has no mark gets one.
    pub(super) async fn sign_in_page(&self, status: StatusCode, view: SignInView) -> Response {
        let Asked { web, headers, at, .. } = self;
        let mark = web.sign_in_mark(headers);
        let code = web.identities.has_code();
        let code_waits = match mark.filter(|_| code) {
            // A database that is gone says so when the code is asked for.
            Some(mark) => web.service.code_waits(mark).await.is_ok_and(|until| until.is_some()),
            None => false,
        };
        let path = at.as_ref().map_or("/my".to_owned(), |at| format!("/w/{}/my", at.code));
        let ctx = web.page(headers, &path);
        let view = SignInView { at: at.clone(), code, code_waits, ..view };
        let mut response = render::page(status, headers, || sign_in_page(ctx, view));
        if mark.is_none() && web.identities.is_any() {
            let cookie = web.sign_in_cookie(&web.service.new_mark());
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }

    /// Somebody was recognised: her session begins, the browser's mark is used up.
    pub(super) async fn begin(&self, recognised: Recognised) -> Response {
        let Recognised { identity, ticket } = recognised;
        match self.web.service.begin_my_session(identity, ticket.as_deref()).await {
            Ok(Some(token)) => {
                let to = self.at.as_ref().map_or("/my".to_owned(), |at| format!("/w/{}/my", at.code));
                let mut response = render::see_other(&to);
                response.headers_mut().append(header::SET_COOKIE, self.web.my_cookie(&token));
                response.headers_mut().append(header::SET_COOKIE, self.web.sign_in_cookie(""));
                response
            }
            Ok(None) => self.sign_in(StatusCode::UNPROCESSABLE_ENTITY, Some(SignInNotice::CodeOver)).await,
            Err(error) => problem::storage(self.web, self.headers, error, self.id, None),
        }
    }
}

/// The window a form or an address names; nothing for one that is not there.
pub(super) async fn window_of(web: &Web, code: &str) -> Option<AtWindow> {
    let code: WindowCode = code.parse().ok()?;
    let info = web.service.window(code).await.ok().flatten()?;
    Some(at_window(&info))
}

/// The window a form names.
pub(super) async fn window_in(web: &Web, fields: &Fields) -> Option<AtWindow> {
    window_of(web, fields.get("at")).await
}
