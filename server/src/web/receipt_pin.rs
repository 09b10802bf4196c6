//! `POST /r/{code}/open`: opening a receipt with its PIN (查询口令).

use super::entry::Entry;
use super::receipt::{found_page, locked, lookup_page, open_view, see_other, view, view_page};
use super::sent::Sent;
use super::{RequestId, Web, problem};
use app::citizen::{FollowUpView, LookupProblem, PinProblem, ReceiptDetail};
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::ReceiptCode;
use domain::code::half_width;
use usecases::{PinResult, ReceiptResult};

/// A PIN that was posted, and a follow-up that came with it because the receipt had closed meanwhile.
struct Tried {
    code: ReceiptCode,
    follow_up: Option<(String, String)>,
    id: RequestId,
}

/// Tries the PIN.
pub(super) async fn open(Path(typed): Path<String>, sent: Sent) -> Response {
    let Sent { web, id, headers, fields, .. } = sent;
    let Ok(code) = typed.parse::<ReceiptCode>() else {
        return lookup_page(&web, &headers, StatusCode::NOT_FOUND, &typed, Some(LookupProblem::Mistyped));
    };
    let (level, words) = (fields.get("level").to_owned(), fields.get("words").to_owned());
    let follow_up = (!level.is_empty() || !words.is_empty()).then_some((level, words));
    let tried = Tried { code, follow_up, id };
    let pin: String = fields.get("pin").chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    if pin.len() != 6 || !pin.bytes().all(|b| b.is_ascii_digit()) {
        return refused(&web, &headers, tried, StatusCode::UNPROCESSABLE_ENTITY, PinProblem::Form).await;
    }
    match web.service.try_pin(code, &pin).await {
        Ok(PinResult::Pass(pass)) => opened(&web, &headers, tried, &pass).await,
        Ok(PinResult::Wrong) => {
            refused(&web, &headers, tried, StatusCode::UNPROCESSABLE_ENTITY, PinProblem::Wrong).await
        }
        Ok(PinResult::Locked) => {
            refused(&web, &headers, tried, StatusCode::TOO_MANY_REQUESTS, PinProblem::Locked).await
        }
        Ok(PinResult::Unknown) => {
            lookup_page(&web, &headers, StatusCode::NOT_FOUND, &code.grouped(), Some(LookupProblem::Unknown))
        }
        Err(error) => problem::storage(&web, &headers, error, id, None),
    }
}

/// To the open receipt; with a follow-up in hand, right to its form.
async fn opened(web: &Web, headers: &HeaderMap, tried: Tried, pass: &str) -> Response {
    let path = format!("/r/{}", tried.code);
    let cookie = web.pass_cookie(&path, pass);
    let Some((level, words)) = tried.follow_up else { return see_other(&path, Some(cookie)) };
    let mut response = match web.service.receipt(tried.code, None, Some(pass)).await {
        Ok(ReceiptResult::Open(receipt)) => {
            let form = FollowUpView::Form { level, words, errors: Vec::new(), open: true, notice: None };
            let form = Some(form).filter(|_| receipt.follow_up.is_none());
            let detail = ReceiptDetail::Open(open_view(&receipt, form));
            view_page(
                web,
                (headers, &Entry::default()),
                StatusCode::OK,
                &path,
                view(tried.code, &receipt.row, None, detail),
            )
        }
        Ok(other) => found_page(web, (headers, &Entry::default()), tried.code, other),
        Err(error) => return problem::storage(web, headers, error, tried.id, None),
    };
    append(&mut response, cookie);
    response
}

/// The closed receipt, with what was wrong with the PIN.
async fn refused(
    web: &Web,
    headers: &HeaderMap,
    tried: Tried,
    status: StatusCode,
    problem: PinProblem,
) -> Response {
    match web.service.receipt(tried.code, None, None).await {
        Ok(ReceiptResult::Closed(row)) => {
            let view = view(tried.code, &row, None, locked(Some(problem), tried.follow_up));
            view_page(web, (headers, &Entry::default()), status, &format!("/r/{}", tried.code), view)
        }
        Ok(other) => found_page(web, (headers, &Entry::default()), tried.code, other),
        Err(error) => problem::storage(web, headers, error, tried.id, None),
    }
}

fn append(response: &mut Response, cookie: HeaderValue) {
    response.headers_mut().append(header::SET_COOKIE, cookie);
}
