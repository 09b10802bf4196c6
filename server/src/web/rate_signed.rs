//! `GET/POST /p/{key}/{occurrence}/{end}/{nonce}/{signature}`: rating one occurrence by a link that its business system
//! made and signed without asking us. A link that is not right in any way is answered as one that was never given out.

use super::entry::Entry;
use super::form::RatingForm;
use super::rate::{Posted, form_page};
use super::rate_case::{end, ended, target};
use super::sent::Sent;
use super::{AppState, RequestId, Web, client, problem};
use app::citizen::{LinkEnd, RateView};
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::Response;
use storage::StorageResult;
use trust::SignedLink;
use usecases::{LinkState, OpenedLink, SubmitError};

/// The parts of the path.
pub(super) type Parts = (String, String, String, String, String);

/// The form, or why the link has ended.
pub(super) async fn show(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path(parts): Path<Parts>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let (opened, action) = match find(&web, &parts).await {
        Ok(Some(found)) => found,
        Ok(None) => return ended(&web, &headers, LinkEnd::Unknown, None, None),
        Err(error) => return problem::storage(&web, &headers, error, id, None),
    };
    let link = &opened.link;
    if link.state != LinkState::Open {
        return ended(&web, &headers, end(link, link.state), Some(link), None);
    }
    match web.province_case((&headers, &uri), link, target).await {
        Ok(Some(led)) => return led,
        Ok(None) => {}
        Err(error) => return problem::storage(&web, &headers, error, id, None),
    }
    let (target, input) = (target(link), RatingForm::blank());
    let view = RateView { action, target, input, errors: Vec::new(), notice: None };
    let entry = Entry::of_link(&web, &uri);
    let mut response = form_page(&web, &headers, StatusCode::OK, view, (None, &entry));
    if web.device(&headers).is_none() {
        response.headers_mut().append(header::SET_COOKIE, web.new_device_cookie());
    }
    response
}

/// Takes a rating.
pub(super) async fn submit(Path(parts): Path<Parts>, sent: Sent) -> Response {
    let (web, id) = (sent.web.clone(), sent.id);
    let found = find(&web, &parts).await;
    // Where a path is none of ours, what was written is not posted to it again.
    let action = link_of(&parts).map_or_else(|| "/w".to_owned(), |link| link.path());
    let posted = Posted::new(sent, action);
    let opened = match found {
        Ok(Some((opened, _))) => opened,
        Ok(None) => return ended(&web, &posted.headers, LinkEnd::Unknown, None, Some(&posted)),
        Err(error) => return problem::storage(&web, &posted.headers, error, id, Some(&posted)),
    };
    let link = &opened.link;
    if client::is_foreign(&posted.headers) {
        return posted.foreign(target(link));
    }
    let submission = posted.submission(client::link_channel(&posted.headers));
    match web.service.rate_signed(&opened, &submission).await {
        Ok(submitted) => posted.stored(&submitted),
        Err(SubmitError::LinkEnded(state)) => {
            ended(&web, &posted.headers, end(link, state), Some(link), Some(&posted))
        }
        Err(error) => posted.refused(error, target(link)),
    }
}

fn link_of((key, occurrence, end, nonce, signature): &Parts) -> Option<SignedLink> {
    SignedLink::parse([key, occurrence, end, nonce, signature]).ok()
}

/// What the link leads to, and its path.
async fn find(web: &Web, parts: &Parts) -> StorageResult<Option<(OpenedLink, String)>> {
    let Some(link) = link_of(parts) else { return Ok(None) };
    Ok(web.service.signed_link(&link).await?.map(|opened| (opened, link.path())))
}
