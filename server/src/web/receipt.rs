//! `/r`: looking a receipt up and showing it.

use super::entry::Entry;
use super::receipt_order::order_view;
use super::{AppState, RequestId, Web, problem, render};
use app::citizen::{
    Arrival, FollowUpView, LookupProblem, LookupView, OpenReceipt, PinProblem, ReceiptDetail, ReceiptState,
    ReceiptView, receipt_lookup_page, receipt_page,
};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use domain::{IndicatorTable, Level, Millis, ReceiptCode};
use serde::Deserialize;
use storage::ReceiptRow;
use usecases::ReceiptResult;

/// The look-up box.
#[derive(Debug, Deserialize)]
pub(super) struct Lookup {
    #[serde(default)]
    code: String,
}

/// `GET /r?code=`: a right form leads to the receipt, anything else is explained.
pub(super) async fn lookup(
    State(web): State<AppState>,
    lookup: Result<Query<Lookup>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let typed = lookup.map(|l| l.0.code).unwrap_or_default();
    let typed = typed.trim();
    if typed.is_empty() {
        return lookup_page(&web, &headers, StatusCode::OK, "", None);
    }
    match typed.parse::<ReceiptCode>() {
        Ok(code) => see_other(&format!("/r/{code}"), None),
        Err(_) => lookup_page(&web, &headers, StatusCode::NOT_FOUND, typed, Some(LookupProblem::Mistyped)),
    }
}

/// `GET /r/{code}`
pub(super) async fn show(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path(typed): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let Ok(code) = typed.parse::<ReceiptCode>() else {
        return lookup_page(&web, &headers, StatusCode::NOT_FOUND, &typed, Some(LookupProblem::Mistyped));
    };
    match web.service.receipt(code, web.device(&headers), web.pass(&headers)).await {
        Ok(found) => found_page(&web, (&headers, &Entry::of_link(&web, &uri)), code, found),
        Err(error) => problem::storage(&web, &headers, error, id, None),
    }
}

pub(super) fn found_page(
    web: &Web,
    (headers, entry): (&HeaderMap, &Entry),
    code: ReceiptCode,
    found: ReceiptResult,
) -> Response {
    let path = format!("/r/{code}");
    let arrival = web.arrival(headers).map(|(pin, repeated)| {
        let pin = Some(pin.to_owned());
        if repeated { Arrival::Repeated { pin } } else { Arrival::New { pin } }
    });
    let arrived = arrival.is_some();
    let view = match found {
        ReceiptResult::Unknown => {
            return lookup_page(
                web,
                headers,
                StatusCode::NOT_FOUND,
                &code.grouped(),
                Some(LookupProblem::Unknown),
            );
        }
        ReceiptResult::TooMany => {
            return lookup_page(
                web,
                headers,
                StatusCode::TOO_MANY_REQUESTS,
                &code.grouped(),
                Some(LookupProblem::TooMany),
            );
        }
        ReceiptResult::Closed(row) => view(code, &row, arrival, locked(None, None)),
        ReceiptResult::Open(receipt) => {
            let detail = ReceiptDetail::Open(open_view(&receipt, None));
            view(code, &receipt.row, arrival, detail)
        }
    };
    let mut response = view_page(web, (headers, entry), StatusCode::OK, &path, view);
    if arrived {
        response.headers_mut().append(header::SET_COOKIE, web.forget_arrival(&path));
    }
    response
}

/// A closed receipt's detail.
pub(super) fn locked(problem: Option<PinProblem>, follow_up: Option<(String, String)>) -> ReceiptDetail {
    ReceiptDetail::Locked { problem, follow_up, unsent: None }
}

/// The page's view. What somebody applied for stands on an open receipt only.
pub(super) fn view(
    code: ReceiptCode,
    row: &ReceiptRow,
    arrival: Option<Arrival>,
    detail: ReceiptDetail,
) -> ReceiptView {
    let opened = matches!(detail, ReceiptDetail::Open(_));
    let item = row.item_name.as_deref().filter(|_| opened);
    let place = [item, row.org_name.as_deref(), row.hall.as_deref(), row.window_name.as_deref()];
    let place: Vec<&str> = place.into_iter().flatten().collect();
    ReceiptView {
        code,
        place: place.join(" · "),
        date: Millis(row.rated_at).date_in_words(),
        state: if row.late { ReceiptState::Late } else { ReceiptState::Counted },
        arrival,
        detail,
    }
}

/// What the own device sees, with this part for the follow-up.
pub(super) fn open_view(receipt: &usecases::OpenReceipt, typed: Option<FollowUpView>) -> OpenReceipt {
    let row = &receipt.row;
    let table = u16::try_from(row.indicator_version).ok().and_then(IndicatorTable::of);
    let label = |code: &str| table.and_then(|t| t.find(code)).map_or(code.to_owned(), |i| i.label.to_owned());
    OpenReceipt {
        level: level(row.level),
        indicators: row.indicators.split(',').filter(|c| !c.is_empty()).map(label).collect(),
        words: row.words.clone(),
        anonymous: row.anonymous,
        phone_left: row.phone_left,
        linked: row.linked,
        order: order_view(receipt),
        follow_up: typed.unwrap_or_else(|| stored_follow_up(receipt, None)),
    }
}

/// The follow-up that was given, with words that came too late for it; or an empty form.
pub(super) fn stored_follow_up(receipt: &usecases::OpenReceipt, kept: Option<String>) -> FollowUpView {
    match &receipt.follow_up {
        Some(done) => FollowUpView::Done {
            level: level(done.level),
            words: done.words.clone(),
            date: Millis(done.at).date_in_words(),
            kept,
        },
        None => FollowUpView::Form {
            level: String::new(),
            words: String::new(),
            errors: Vec::new(),
            open: false,
            notice: None,
        },
    }
}

/// The database admits 1–5 only.
fn level(stars: i16) -> Level {
    u8::try_from(stars).ok().and_then(Level::from_stars).expect("a CHECK holds levels to 1–5")
}

pub(super) fn view_page(
    web: &Web,
    (headers, entry): (&HeaderMap, &Entry),
    status: StatusCode,
    path: &str,
    view: ReceiptView,
) -> Response {
    let ctx = web.page(headers, &entry.path(path));
    let way_back = entry.way_back(headers);
    render::page(status, headers, || receipt_page(ctx, view, way_back))
}

pub(super) fn lookup_page(
    web: &Web,
    headers: &HeaderMap,
    status: StatusCode,
    typed: &str,
    problem: Option<LookupProblem>,
) -> Response {
    let ctx = web.page(headers, "/r");
    let typed: String = typed.chars().filter(|c| !c.is_control()).take(40).collect();
    let view = LookupView { typed, problem };
    render::page(status, headers, || receipt_lookup_page(ctx, view))
}

pub(super) fn see_other(path: &str, cookie: Option<HeaderValue>) -> Response {
    let location = HeaderValue::from_str(path).expect("a receipt code is ASCII");
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
