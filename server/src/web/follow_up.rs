//! `POST /r/{code}/follow-up`: one more word about one's own rating (追评). What was written is never lost.

use super::entry::Entry;
use super::receipt::{
    found_page, locked, lookup_page, open_view, see_other, stored_follow_up, view, view_page,
};
use super::sent::Sent;
use super::{RequestId, Web, problem};
use app::citizen::{FollowUpNotice, FollowUpView, KeptForm, LookupProblem, ReceiptDetail};
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::{RatingError, RatingInput, ReceiptCode};
use storage::StorageError;
use usecases::{FollowUpResult, OpenReceipt, ReceiptResult};

/// What was posted.
struct Typed {
    code: ReceiptCode,
    level: String,
    words: String,
    id: RequestId,
}

/// Adds the follow-up.
pub(super) async fn add(Path(typed): Path<String>, sent: Sent) -> Response {
    let Sent { web, id, headers, fields, .. } = sent;
    let Ok(code) = typed.parse::<ReceiptCode>() else {
        return lookup_page(&web, &headers, StatusCode::NOT_FOUND, &typed, Some(LookupProblem::Mistyped));
    };
    let typed =
        Typed { code, level: fields.get("level").to_owned(), words: fields.get("words").to_owned(), id };
    let (device, pass) = (web.device(&headers), web.pass(&headers));
    match web.service.add_follow_up(code, device, pass, &typed.level, &typed.words).await {
        Ok(FollowUpResult::Added) => see_other(&format!("/r/{code}"), None),
        Ok(FollowUpResult::Invalid(receipt, errors)) => {
            form(&web, &headers, StatusCode::UNPROCESSABLE_ENTITY, typed, &receipt, errors, None)
        }
        Ok(FollowUpResult::Already) => already(&web, &headers, typed).await,
        Ok(FollowUpResult::NotYours) => closed(&web, &headers, typed).await,
        Err(error) => unsent(&web, &headers, typed, error).await,
    }
}

/// The form again, as it was sent.
fn form(
    web: &Web,
    headers: &HeaderMap,
    status: StatusCode,
    typed: Typed,
    receipt: &OpenReceipt,
    errors: Vec<RatingError>,
    notice: Option<FollowUpNotice>,
) -> Response {
    let form = FollowUpView::Form { level: typed.level, words: typed.words, errors, open: true, notice };
    let detail = ReceiptDetail::Open(open_view(receipt, Some(form)));
    view_page(
        web,
        (headers, &Entry::default()),
        status,
        &format!("/r/{}", typed.code),
        view(typed.code, &receipt.row, None, detail),
    )
}

/// There is one already: the first stands, the new words are shown to be copied.
async fn already(web: &Web, headers: &HeaderMap, typed: Typed) -> Response {
    match web.service.receipt(typed.code, web.device(headers), web.pass(headers)).await {
        Ok(ReceiptResult::Open(receipt)) => {
            let words = Some(typed.words).filter(|w| !w.trim().is_empty());
            let detail = ReceiptDetail::Open(open_view(&receipt, Some(stored_follow_up(&receipt, words))));
            let view = view(typed.code, &receipt.row, None, detail);
            view_page(
                web,
                (headers, &Entry::default()),
                StatusCode::CONFLICT,
                &format!("/r/{}", typed.code),
                view,
            )
        }
        Ok(other) => found_page(web, (headers, &Entry::default()), typed.code, other),
        Err(error) => problem::storage(web, headers, error, typed.id, None),
    }
}

/// The receipt has closed meanwhile: it asks for the PIN and carries the follow-up along.
async fn closed(web: &Web, headers: &HeaderMap, typed: Typed) -> Response {
    match web.service.receipt(typed.code, None, None).await {
        Ok(ReceiptResult::Closed(row)) => {
            let view = view(typed.code, &row, None, locked(None, Some((typed.level, typed.words))));
            view_page(
                web,
                (headers, &Entry::default()),
                StatusCode::FORBIDDEN,
                &format!("/r/{}", typed.code),
                view,
            )
        }
        Ok(other) => found_page(web, (headers, &Entry::default()), typed.code, other),
        Err(error) => unsent(web, headers, typed, error).await,
    }
}

/// The database could not take it: the form again if the receipt can be read, else a page that carries it.
async fn unsent(web: &Web, headers: &HeaderMap, typed: Typed, error: StorageError) -> Response {
    let kind = problem::kind_of(&error, typed.id);
    match web.service.receipt(typed.code, web.device(headers), web.pass(headers)).await {
        Ok(ReceiptResult::Open(receipt)) if error.is_passing() => {
            let (status, notice) = (StatusCode::SERVICE_UNAVAILABLE, Some(FollowUpNotice::NotSent));
            form(web, headers, status, typed, &receipt, Vec::new(), notice)
        }
        _ => {
            let input = RatingInput { level: typed.level, words: typed.words, ..RatingInput::default() };
            let kept = KeptForm { action: format!("/r/{}/follow-up", typed.code), input };
            problem::carrying(web, headers, kind, typed.id, Some(kept), None)
        }
    }
}
