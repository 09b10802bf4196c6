//! The page with the ways to sign in, and what follows when somebody was recognised.

use super::super::body::Fields;
use super::{RequestId, StatusCode, Web, at_window, header, problem, render};
use crate::gateway::identity::{IdentityError, Recognised};
use app::citizen::{AtWindow, ProviderProblem, SignInNotice, SignInView, sign_in_page};
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
        let ticket = web.ticket_way(headers);
        let portal = web.identities.portal_name().map(str::to_owned);
        let view = SignInView { at: at.clone(), code, code_waits, ticket, portal, ..view };
        let mut response = render::page(status, headers, || sign_in_page(ctx, view));
        if mark.is_none() && web.identities.is_any() {
            let cookie = web.sign_in_cookie(&web.service.new_mark());
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }

    /// Somebody was recognised: her session begins, the browser's mark is used up. `used` says that what vouched for
    /// her has done so before.
    pub(super) async fn begin(&self, recognised: Recognised, used: SignInNotice) -> Response {
        let Recognised { identity, ticket } = recognised;
        match self.web.service.begin_my_session(identity, ticket.as_deref()).await {
            Ok(Some(token)) => {
                let to = self.at.as_ref().map_or("/my".to_owned(), |at| format!("/w/{}/my", at.code));
                let mut response = render::see_other(&to);
                response.headers_mut().append(header::SET_COOKIE, self.web.my_cookie(&token));
                response.headers_mut().append(header::SET_COOKIE, self.web.sign_in_cookie(""));
                response
            }
            Ok(None) => self.sign_in(StatusCode::UNPROCESSABLE_ENTITY, Some(used)).await,
            Err(error) => problem::storage(self.web, self.headers, error, self.id, None),
        }
    }
}

impl Asked<'_> {
    /// What another system made of what was brought: a session, or a page that says what went wrong there.
    pub(super) async fn provided(&self, name: &str, came: Result<Recognised, IdentityError>) -> Response {
        use ProviderProblem as P;
        let outcome = came.as_ref().err().map_or("recognised", IdentityError::word);
        metrics::counter!("hcp_identities_total", "outcome" => outcome).increment(1);
        let problem = match came {
            Ok(recognised) => {
                let used = SignInNotice::Provider(P::Refused, name.to_owned());
                return self.begin(recognised, used).await;
            }
            Err(IdentityError::Storage(error)) => {
                return problem::storage(self.web, self.headers, error, self.id, None);
            }
            Err(IdentityError::Off) => return self.sign_in(StatusCode::NOT_FOUND, None).await,
            Err(IdentityError::Down) => P::Down,
            Err(IdentityError::NotBelieved) => P::NotBelieved,
            Err(IdentityError::Nameless) => P::Nameless,
            Err(IdentityError::Refused | IdentityError::Over | IdentityError::TooMany) => P::Refused,
        };
        if matches!(problem, P::Down | P::NotBelieved | P::Nameless) {
            tracing::warn!(id = %self.id, outcome, "another system did not say who somebody is");
        }
        self.provider_problem(problem, name).await
    }

    /// A page that says what went wrong at another system.
    pub(super) async fn provider_problem(&self, problem: ProviderProblem, name: &str) -> Response {
        let status = match problem {
            ProviderProblem::Down => StatusCode::SERVICE_UNAVAILABLE,
            ProviderProblem::NotBelieved | ProviderProblem::Nameless => StatusCode::FORBIDDEN,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        self.sign_in(status, Some(SignInNotice::Provider(problem, name.to_owned()))).await
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
