//! `GET/POST /c/{token}`: rating one service occurrence by its link.

use super::entry::Entry;
use super::form::RatingForm;
use super::rate::{Posted, carrying_page, form_page};
use super::sent::Sent;
use super::{AppState, RequestId, Web, client, problem};
use app::citizen::{
    CaseView, LinkEnd, LinkEndedView, PendingView, RateTarget, RateView, WindowHit, link_ended_page,
};
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::Response;
use domain::Millis;
use domain::code_tables::CaseState;
use usecases::{CaseLink, CaseToken, LinkState, SubmitError};

/// The form, or why the link has ended.
pub(super) async fn show(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path(token): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let link = match find(&web, &token).await {
        Ok(Some(link)) => link,
        Ok(None) => return ended(&web, &headers, LinkEnd::Unknown, None, None),
        Err(error) => return problem::storage(&web, &headers, error, id, None),
    };
    if link.state != LinkState::Open {
        return ended(&web, &headers, end(&link, link.state), Some(&link), None);
    }
    match web.province_case((&headers, &uri), &link, target).await {
        Ok(Some(led)) => return led,
        Ok(None) => {}
        Err(error) => return problem::storage(&web, &headers, error, id, None),
    }
    let view = RateView {
        action: format!("/c/{token}"),
        target: target(&link),
        input: RatingForm::blank(),
        errors: Vec::new(),
        notice: None,
    };
    let entry = Entry::of_link(&web, &uri);
    let mut response = form_page(&web, &headers, StatusCode::OK, view, (None, &entry));
    if web.device(&headers).is_none() {
        response.headers_mut().append(header::SET_COOKIE, web.new_device_cookie());
    }
    response
}

/// Takes a rating.
pub(super) async fn submit(Path(token): Path<String>, sent: Sent) -> Response {
    let (web, id) = (sent.web.clone(), sent.id);
    let posted = Posted::new(sent, format!("/c/{token}"));
    let link = match find(&web, &token).await {
        Ok(Some(link)) => link,
        Ok(None) => return ended(&web, &posted.headers, LinkEnd::Unknown, None, Some(&posted)),
        Err(error) => return problem::storage(&web, &posted.headers, error, id, Some(&posted)),
    };
    if client::is_foreign(&posted.headers) {
        return posted.foreign(target(&link));
    }
    let submission = posted.submission(client::link_channel(&posted.headers));
    match web.service.rate_case(&link, &submission).await {
        Ok(submitted) => posted.stored(&submitted),
        Err(SubmitError::LinkEnded(state)) => {
            ended(&web, &posted.headers, end(&link, state), Some(&link), Some(&posted))
        }
        Err(error) => posted.refused(error, target(&link)),
    }
}

async fn find(web: &Web, token: &str) -> Result<Option<CaseLink>, storage::StorageError> {
    match CaseToken::parse(token) {
        Some(token) => web.service.case_link(&token).await,
        None => Ok(None),
    }
}

pub(super) fn end(link: &CaseLink, state: LinkState) -> LinkEnd {
    match state {
        LinkState::Used => LinkEnd::Used,
        LinkState::Revoked => LinkEnd::Revoked,
        LinkState::Expired | LinkState::Open => {
            LinkEnd::Expired { last_day: Millis(link.row.expires_at).plus(-1).date_in_words() }
        }
    }
}

/// Which end it was, and what the person can still do: rate the window, with what she wrote. Not after use:
/// that would be a second rating of the same service.
pub(super) fn ended(
    web: &Web,
    headers: &HeaderMap,
    why: LinkEnd,
    link: Option<&CaseLink>,
    posted: Option<&Posted>,
) -> Response {
    let status = if matches!(why, LinkEnd::Unknown) { StatusCode::NOT_FOUND } else { StatusCode::GONE };
    let window = link.filter(|_| !matches!(why, LinkEnd::Used)).and_then(window_of);
    let kept = match (&window, posted) {
        (Some(window), Some(posted)) => Some(posted.kept(&format!("/w/{}", window.code))),
        _ => None,
    };
    let posted = posted.filter(|_| kept.is_some());
    let ctx = web.page(headers, "/");
    let view = LinkEndedView { why, window, kept };
    carrying_page(web, headers, status, posted, || link_ended_page(ctx, view))
}

fn window_of(link: &CaseLink) -> Option<WindowHit> {
    let row = &link.row;
    if row.window_withdrawn_at.is_some() {
        return None;
    }
    Some(WindowHit {
        code: row.window_code.clone()?,
        window: row.window_name.clone()?,
        hall: row.hall.clone()?,
        department: row.department.clone()?,
    })
}

pub(super) fn target(link: &CaseLink) -> RateTarget {
    let row = &link.row;
    if row.pending {
        let last_day = Millis(row.expires_at).plus(-1).date_in_words();
        return RateTarget::Pending(PendingView { organisation: row.org_name.clone(), last_day });
    }
    RateTarget::Case(CaseView {
        item: row.item_name.clone(),
        department: row.org_name.clone(),
        service: row.service_name.clone(),
        state: CaseState::from_code(&row.state).map_or("", CaseState::label).to_owned(),
        accepted: Millis(row.accepted_at).minute_in_words(),
        finished: row.finished_at.map(|t| Millis(t).minute_in_words()),
        served: Millis(row.served_at).minute_in_words(),
        last_day: Millis(row.rate_until).plus(-1).date_in_words(),
        provisional: row.provisional,
        late: link.late,
    })
}
