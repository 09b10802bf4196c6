//! Signing in within “爱山东”: what the app's bridge said is posted here and changed for who she is.

use super::super::sent::Sent;
use super::sign_in::{Asked, window_in};
use super::{AppState, StatusCode, Web, client, header};
use crate::gateway::{BridgeAnswer, Brought};
use app::citizen::{ProviderProblem, SignInNotice, TicketWay};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

/// What people call it.
const NAME: &str = "“爱山东”";
/// Path of the script that asks the bridge.
pub(super) const SCRIPT: &str = "/my/ticket.js";
/// Path of the bridge's own script.
pub(super) const SDK: &str = "/my/lightapp-jssdk.js";

impl Web {
    /// The way in, in the app only: nowhere else is there a bridge. (`hanweb` also stands in the name of its build for
    /// HarmonyOS.)
    pub(super) fn ticket_way(&self, headers: &HeaderMap) -> Option<TicketWay> {
        let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let is_app = agent.to_ascii_lowercase().contains("hanweb");
        let sdk = (!self.config.sign_in.ticket.sdk.is_empty()).then_some(SDK);
        (is_app && self.identities.has_ticket()).then_some(TicketWay { sdk, script: SCRIPT })
    }
}

/// `POST /my/ticket`
pub(super) async fn exchange(sent: Sent) -> Response {
    let Sent { web, id, headers, fields, .. } = sent;
    let asked = Asked { web: &web, headers: &headers, id, at: window_in(&web, &fields).await };
    if client::is_foreign(&headers) {
        return asked.sign_in(StatusCode::FORBIDDEN, Some(SignInNotice::Foreign)).await;
    }
    if web.sign_in_mark(&headers).is_none() {
        return asked.sign_in(StatusCode::BAD_REQUEST, Some(SignInNotice::NoCookie)).await;
    }
    let problem = match BridgeAnswer::read(fields.get("answer")) {
        BridgeAnswer::Ticket { json, .. } => {
            let came = web.identities.recognise(&web.service, Brought::Ticket(json)).await;
            return asked.provided(NAME, came).await;
        }
        BridgeAnswer::NotSignedIn => ProviderProblem::NotSignedIn,
        BridgeAnswer::Cancelled => ProviderProblem::Cancelled,
        BridgeAnswer::Declined => ProviderProblem::Declined,
        BridgeAnswer::Nothing => ProviderProblem::NoScript,
        BridgeAnswer::Unreadable => ProviderProblem::NotInApp,
    };
    asked.provider_problem(problem, NAME).await
}

/// `GET /my/ticket.js`
pub(super) async fn script() -> Response {
    javascript(include_str!("ticket.js").into())
}

/// `GET /my/lightapp-jssdk.js`: the file the city was given; pages take no script from another host.
pub(super) async fn sdk(State(web): State<AppState>) -> Response {
    match tokio::fs::read(&web.config.sign_in.ticket.sdk).await {
        Ok(file) => javascript(file),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn javascript(text: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, text).into_response()
}
