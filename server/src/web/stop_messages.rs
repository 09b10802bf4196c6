//! `GET/POST /m/{token}/stop`: no more messages to the number a link was sent to. Opening the page changes nothing:
//! phones and scanners open links by themselves.

use super::sent::Sent;
use super::{AppState, RequestId, Web, client, problem, render};
use app::citizen::{LinkEnd, LinkEndedView, StopMessagesView, link_ended_page, stop_messages_page};
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use storage::StorageError;
use usecases::{CaseToken, LinkState};

/// The question.
pub(super) async fn show(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    match find(&web, &token).await {
        Ok(Some(view)) => page(&web, &headers, StatusCode::OK, view),
        Ok(None) => unknown(&web, &headers),
        Err(error) => problem::storage(&web, &headers, error, id, None),
    }
}

/// The answer.
pub(super) async fn submit(Path(typed): Path<String>, sent: Sent) -> Response {
    let Sent { web, id, headers, .. } = sent;
    let view = match find(&web, &typed).await {
        Ok(Some(view)) => view,
        Ok(None) => return unknown(&web, &headers),
        Err(error) => return problem::storage(&web, &headers, error, id, None),
    };
    if client::is_foreign(&headers) {
        return page(&web, &headers, StatusCode::FORBIDDEN, StopMessagesView { foreign: true, ..view });
    }
    let Some(token) = CaseToken::parse(&typed) else { return unknown(&web, &headers) };
    match web.service.refuse_messages(&token).await {
        Ok(true) => page(&web, &headers, StatusCode::OK, StopMessagesView { done: true, ..view }),
        Ok(false) => unknown(&web, &headers),
        Err(error) => problem::storage(&web, &headers, error, id, None),
    }
}

async fn find(web: &Web, token: &str) -> Result<Option<StopMessagesView>, StorageError> {
    let Some(token) = CaseToken::parse(token) else { return Ok(None) };
    let link = web.service.case_link(&token).await?;
    Ok(link.map(|link| StopMessagesView {
        token: token.as_str().to_owned(),
        done: false,
        foreign: false,
        open: link.state == LinkState::Open,
    }))
}

fn unknown(web: &Web, headers: &HeaderMap) -> Response {
    let view = LinkEndedView { why: LinkEnd::Unknown, window: None, kept: None };
    let ctx = web.page(headers, "/");
    render::page(StatusCode::NOT_FOUND, headers, || link_ended_page(ctx, view))
}

fn page(web: &Web, headers: &HeaderMap, status: StatusCode, view: StopMessagesView) -> Response {
    let ctx = web.page(headers, "/");
    render::page(status, headers, || stop_messages_page(ctx, view))
}
