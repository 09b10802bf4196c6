//! Signing in at the portal: there by a link, back with a code.

use super::sign_in::{Asked, window_of};
use super::{AppState, RequestId, StatusCode, Web, header, render};
use crate::gateway::{Brought, IdentityError};
use app::citizen::{ProviderProblem, SignInNotice};
use axum::extract::{Extension, Query, RawQuery, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde::Deserialize;

/// Longest code that is taken.
const LONGEST: usize = 2_000;

/// What the provider sends people back with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Returned {
    code: String,
    state: String,
    error: String,
}

/// `GET /my/portal`: each sign-in begins with a mark of its own. A link and not a form: browsers hold a form to the
/// policy of the page even where it is sent on.
pub(super) async fn start(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let at = query.as_deref().and_then(|query| query.strip_prefix("at=")).unwrap_or_default();
    let asked = Asked { web: &web, headers: &headers, id, at: window_of(&web, at).await };
    if web.sign_in_mark(&headers).is_none() {
        return asked.sign_in(StatusCode::BAD_REQUEST, Some(SignInNotice::NoCookie)).await;
    }
    let mark = web.service.new_mark();
    let window = asked.at.as_ref().map_or("", |at| at.code.as_str());
    match web.identities.portal_start(&web.service.portal_flow(&mark, window)).await {
        Ok(url) => {
            let mut response = render::see_other(url.as_str());
            response.headers_mut().append(header::SET_COOKIE, web.sign_in_cookie(&mark));
            response
        }
        Err(error) => asked.provided(name(&web), Err(error)).await,
    }
}

/// `GET /my/portal/back`
pub(super) async fn back(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let returned = Query::<Returned>::try_from_uri(&uri).map(|query| query.0).unwrap_or_default();
    let nowhere = Asked { web: &web, headers: &headers, id, at: None };
    let Some(mark) = web.sign_in_mark(&headers) else {
        return nowhere.sign_in(StatusCode::BAD_REQUEST, Some(SignInNotice::NoCookie)).await;
    };
    let Some((flow, window)) = web.service.portal_flow_of(mark, &returned.state) else {
        return nowhere.provided(name(&web), Err(IdentityError::Refused)).await;
    };
    let asked = Asked { at: window_of(&web, window).await, ..nowhere };
    if !returned.error.is_empty() {
        let problem = match returned.error.as_str() {
            "access_denied" => ProviderProblem::Declined,
            "server_error" | "temporarily_unavailable" => ProviderProblem::Down,
            _ => ProviderProblem::Refused,
        };
        return asked.provider_problem(problem, name(&web)).await;
    }
    if !(1..=LONGEST).contains(&returned.code.len()) {
        return asked.provided(name(&web), Err(IdentityError::Refused)).await;
    }
    let brought = Brought::Portal { code: &returned.code, flow: &flow };
    let came = web.identities.recognise(&web.service, brought).await;
    asked.provided(name(&web), came).await
}

fn name(web: &Web) -> &str {
    web.identities.portal_name().unwrap_or_default()
}
