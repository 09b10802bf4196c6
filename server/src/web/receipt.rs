//! `/r`: looking a receipt up, opening it with the PIN, adding a follow-up.

use super::body::Fields;
use super::{AppState, RequestId, Web, problem, render};
use app::citizen::{
    Arrival, FollowUpView, LookupProblem, LookupView, OpenReceipt, PinProblem, ReceiptDetail, ReceiptState,
    ReceiptView, receipt_lookup_page, receipt_page,
};
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::{IndicatorTable, Level, Millis, RatingError, ReceiptCode};
use serde::Deserialize;
use storage::ReceiptRow;
use usecases::{FollowUpResult, PinResult, ReceiptResult};

/// Most bytes of the small forms here; words of 150 signs take a third of it.
const LIMIT: usize = 8192;

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
    headers: HeaderMap,
) -> Response {
    let Ok(code) = typed.parse::<ReceiptCode>() else {
        return lookup_page(&web, &headers, StatusCode::NOT_FOUND, &typed, Some(LookupProblem::Mistyped));
    };
    match web.service.receipt(code, web.device(&headers), web.pass(&headers)).await {
        Ok(found) => found_page(&web, &headers, code, found),
        Err(error) => problem::storage(&web, &headers, error, id),
    }
}

fn found_page(web: &Web, headers: &HeaderMap, code: ReceiptCode, found: ReceiptResult) -> Response {
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
        ReceiptResult::Closed(row) => view(code, &row, arrival, ReceiptDetail::Locked { problem: None }),
        ReceiptResult::Open(receipt) => {
            let detail = ReceiptDetail::Open(open_view(&receipt, None));
            view(code, &receipt.row, arrival, detail)
        }
    };
    let mut response = view_page(web, headers, StatusCode::OK, &path, view);
    if arrived {
        response.headers_mut().append(header::SET_COOKIE, web.forget_arrival(&path));
    }
    response
}

/// `POST /r/{code}/open`: tries a PIN.
pub(super) async fn open(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path(typed): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let fields = match Fields::read(&headers, body, LIMIT).await {
        Ok(fields) => fields,
        Err(error) => return problem::body(&web, &headers, error, id),
    };
    let Ok(code) = typed.parse::<ReceiptCode>() else {
        return lookup_page(&web, &headers, StatusCode::NOT_FOUND, &typed, Some(LookupProblem::Mistyped));
    };
    let path = format!("/r/{code}");
    let pin: String = fields.get("pin").chars().filter(|c| !c.is_whitespace()).collect();
    if pin.len() != 6 || !pin.bytes().all(|b| b.is_ascii_digit()) {
        return locked(&web, &headers, code, StatusCode::UNPROCESSABLE_ENTITY, PinProblem::Form, id).await;
    }
    match web.service.try_pin(code, &pin).await {
        Ok(PinResult::Pass(pass)) => see_other(&path, Some(web.pass_cookie(&path, &pass))),
        Ok(PinResult::Wrong) => {
            locked(&web, &headers, code, StatusCode::UNPROCESSABLE_ENTITY, PinProblem::Wrong, id).await
        }
        Ok(PinResult::Locked) => {
            locked(&web, &headers, code, StatusCode::TOO_MANY_REQUESTS, PinProblem::Locked, id).await
        }
        Ok(PinResult::Unknown) => {
            lookup_page(&web, &headers, StatusCode::NOT_FOUND, &code.grouped(), Some(LookupProblem::Unknown))
        }
        Err(error) => problem::storage(&web, &headers, error, id),
    }
}

/// The closed receipt with what was wrong with the PIN.
async fn locked(
    web: &Web,
    headers: &HeaderMap,
    code: ReceiptCode,
    status: StatusCode,
    problem: PinProblem,
    id: RequestId,
) -> Response {
    match web.service.receipt(code, None, None).await {
        Ok(ReceiptResult::Closed(row)) => {
            let view = view(code, &row, None, ReceiptDetail::Locked { problem: Some(problem) });
            view_page(web, headers, status, &format!("/r/{code}"), view)
        }
        Ok(other) => found_page(web, headers, code, other),
        Err(error) => problem::storage(web, headers, error, id),
    }
}

/// `POST /r/{code}/follow-up`
pub(super) async fn follow_up(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path(typed): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let fields = match Fields::read(&headers, body, LIMIT).await {
        Ok(fields) => fields,
        Err(error) => return problem::body(&web, &headers, error, id),
    };
    let Ok(code) = typed.parse::<ReceiptCode>() else {
        return lookup_page(&web, &headers, StatusCode::NOT_FOUND, &typed, Some(LookupProblem::Mistyped));
    };
    let path = format!("/r/{code}");
    let (level, words) = (fields.get("level"), fields.get("words"));
    let (device, pass) = (web.device(&headers), web.pass(&headers));
    match web.service.add_follow_up(code, device, pass, level, words).await {
        Ok(FollowUpResult::Added | FollowUpResult::Already | FollowUpResult::NotYours) => {
            see_other(&path, None)
        }
        Ok(FollowUpResult::Invalid(receipt, errors)) => {
            let typed = Some((level.to_owned(), words.to_owned(), errors));
            let detail = ReceiptDetail::Open(open_view(&receipt, typed));
            let view = view(code, &receipt.row, None, detail);
            view_page(&web, &headers, StatusCode::UNPROCESSABLE_ENTITY, &path, view)
        }
        Err(error) => problem::storage(&web, &headers, error, id),
    }
}

fn view(code: ReceiptCode, row: &ReceiptRow, arrival: Option<Arrival>, detail: ReceiptDetail) -> ReceiptView {
    let place: Vec<&str> = match (&row.item_name, &row.org_name) {
        (Some(item), org) => [Some(item.as_str()), org.as_deref()].into_iter().flatten().collect(),
        _ => [row.hall.as_deref(), row.window_name.as_deref()].into_iter().flatten().collect(),
    };
    ReceiptView {
        code,
        place: place.join(" · "),
        date: Millis(row.rated_at).date_in_words(),
        state: if row.late { ReceiptState::Late } else { ReceiptState::Counted },
        arrival,
        detail,
    }
}

fn open_view(
    receipt: &usecases::OpenReceipt,
    typed: Option<(String, String, Vec<RatingError>)>,
) -> OpenReceipt {
    let row = &receipt.row;
    let table = u16::try_from(row.indicator_version).ok().and_then(IndicatorTable::of);
    let label = |code: &str| table.and_then(|t| t.find(code)).map_or(code.to_owned(), |i| i.label.to_owned());
    let follow_up = match (&receipt.follow_up, typed) {
        (Some(done), _) => FollowUpView::Done {
            level: level(done.level),
            words: done.words.clone(),
            date: Millis(done.at).date_in_words(),
        },
        (None, Some((level, words, errors))) => FollowUpView::Form { level, words, errors, open: true },
        (None, None) => {
            FollowUpView::Form { level: String::new(), words: String::new(), errors: Vec::new(), open: false }
        }
    };
    OpenReceipt {
        level: level(row.level),
        indicators: row.indicators.split(',').filter(|c| !c.is_empty()).map(label).collect(),
        words: row.words.clone(),
        anonymous: row.anonymous,
        phone_left: row.phone_left,
        linked: row.linked,
        follow_up,
    }
}

/// The database admits 1–5 only.
fn level(stars: i16) -> Level {
    u8::try_from(stars).ok().and_then(Level::from_stars).expect("a CHECK holds levels to 1–5")
}

fn view_page(web: &Web, headers: &HeaderMap, status: StatusCode, path: &str, view: ReceiptView) -> Response {
    let ctx = web.page(headers, path);
    render::page(status, headers, || receipt_page(ctx, view))
}

fn lookup_page(
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

fn see_other(path: &str, cookie: Option<HeaderValue>) -> Response {
    let location = HeaderValue::from_str(path).expect("a receipt code is ASCII");
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
