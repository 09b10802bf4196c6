//! `POST /r/{code}/order`: what whoever rated says of the answer to her bad rating.

use super::entry::Entry;
use super::receipt::{found_page, lookup_page, open_view, see_other, view, view_page};
use super::sent::Sent;
use super::{client, problem};
use app::citizen::{LookupProblem, OrderDetail, OrderProblem, OrderView, ReceiptDetail};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::work_order::Opinion;
use domain::{Millis, ReceiptCode};
use usecases::work_orders::{CitizenAct, CitizenOrder};
use usecases::{OpenReceipt, ReceiptResult};

/// The order of an opened receipt; nothing for a rating that has none.
pub(super) fn order_view(receipt: &OpenReceipt) -> Option<OrderView> {
    if receipt.row.level > 2 {
        return None;
    }
    Some(receipt.order.as_ref().map_or(OrderView::Opening, |order| OrderView::Open(Box::new(detail(order)))))
}

fn detail(order: &CitizenOrder) -> OrderDetail {
    OrderDetail {
        number: order.number.clone(),
        state: order.order.state.plain().to_owned(),
        unit: order.unit.clone().unwrap_or_else(|| app::text::order_no_unit().to_owned()),
        last_day: order.due_at.map(|due| Millis(due).plus(-1).date_in_words()),
        is_long: order.is_long(),
        answer: order.answer.as_ref().map(|(words, at)| (words.clone(), Millis(*at).date_in_words())),
        past: order.past.iter().map(|(at, what)| (Millis(*at).minute_in_words(), what.clone())).collect(),
        seen: order.seen.iter().map(|(at, who)| (Millis(*at).minute_in_words(), (*who).to_owned())).collect(),
        may_judge: order.may_judge,
        may_object: order.may_object,
        typed: None,
    }
}

/// Takes it.
pub(super) async fn submit(Path(typed): Path<String>, sent: Sent) -> Response {
    let Sent { web, id, headers, fields, .. } = sent;
    let Ok(code) = typed.parse::<ReceiptCode>() else {
        return lookup_page(&web, &headers, StatusCode::NOT_FOUND, &typed, Some(LookupProblem::Mistyped));
    };
    let words = fields.get("words").trim().to_owned();
    let path = format!("/r/{code}");
    let receipt = match web.service.receipt(code, web.device(&headers), web.pass(&headers)).await {
        Ok(ReceiptResult::Open(receipt)) => receipt,
        // It has closed meanwhile: it asks for the PIN, and what was written is not lost.
        Ok(ReceiptResult::Closed(row)) => {
            let unsent = Some(words).filter(|words| !words.is_empty());
            let detail = ReceiptDetail::Locked { problem: None, follow_up: None, unsent };
            let view = view(code, &row, None, detail);
            return view_page(&web, (&headers, &Entry::default()), StatusCode::FORBIDDEN, &path, view);
        }
        Ok(other) => return found_page(&web, (&headers, &Entry::default()), code, other),
        Err(error) => return problem::storage(&web, &headers, error, id, None),
    };
    let opinion = Opinion::from_word(fields.get("opinion"));
    let ask = match (fields.get("act"), opinion) {
        _ if client::is_foreign(&headers) => Err(OrderProblem::Foreign),
        ("object", _) if words.is_empty() => Err(OrderProblem::NoWords),
        ("object", _) => Ok(CitizenAct::Object(words.clone())),
        (_, Some(opinion)) => Ok(CitizenAct::Judge(opinion, words.clone())),
        _ => Err(OrderProblem::NothingChosen),
    };
    let (status, why) = match ask {
        Err(why @ OrderProblem::Foreign) => (StatusCode::FORBIDDEN, why),
        Err(why) => (StatusCode::UNPROCESSABLE_ENTITY, why),
        Ok(ask) => match web.service.citizen_act(&receipt, &ask).await {
            Ok(true) => return see_other(&format!("{path}#order"), None),
            Ok(false) => (StatusCode::CONFLICT, OrderProblem::TooLate),
            Err(error) => return problem::storage(&web, &headers, error, id, None),
        },
    };
    // The page again, with what was typed.
    let mut open = open_view(&receipt, None);
    if let Some(OrderView::Open(detail)) = &mut open.order {
        detail.typed = Some((words, why));
    }
    let view = view(code, &receipt.row, None, ReceiptDetail::Open(open));
    view_page(&web, (&headers, &Entry::default()), status, &path, view)
}
