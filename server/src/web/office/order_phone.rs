//! `/office/orders/{order}/phone`: the phone number of whoever is to be called back. Shown to callers alone, one at a
//! time, for a reason; who looked stands in the trail and on the citizen's receipt.

use super::desk::Desk;
use super::post::OfficePost;
use super::reasons::{reason, row_id};
use app::components::Tone;
use app::office::components::{ConfirmView, DefinitionView, FieldView, confirm_page};
use app::office::orders::{ORDERS, orders_crumbs};
use app::office::plain::{ActView, NoteView, ThingView, thing_page};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::work_order::{Act, CallResult};
use storage::WorkOrderRow;

/// What a caller may ask and may not.
const SCRIPT: &str = "请先说明身份和来意，再问三件事：是否收到答复；问题是否解决；对答复满意、基本满意还是不满意。不解释、不劝改。";

/// `GET /office/orders/{order}/phone`
pub(super) async fn ask(desk: Desk, Path(order): Path<String>) -> Response {
    match find(&desk, &order).await {
        Ok(row) => confirm(&desk, StatusCode::OK, &row, (String::new(), None)),
        Err(response) => response,
    }
}

async fn find(desk: &Desk, order: &str) -> Result<WorkOrderRow, Response> {
    let Some(id) = row_id(order) else { return Err(desk.missing()) };
    let call = Act::Call(CallResult::Unreached);
    match desk.web.service.order_for_act(&desk.officer, id, call).await {
        Ok(Some(row)) => Ok(row),
        Ok(None) => Err(desk.missing()),
        Err(error) => Err(desk.failed(error)),
    }
}

fn confirm(
    desk: &Desk,
    status: StatusCode,
    row: &WorkOrderRow,
    (typed, fault): (String, Option<String>),
) -> Response {
    let path = format!("{ORDERS}/{}", row.id);
    let field = FieldView::new("reason", "查看原因").required().max(100).hint("例如：第一次回访。");
    let view = ConfirmView {
        title: format!("查看{}的手机号？", row.number),
        about: "差评整改".into(),
        does: vec!["记入操作记录".into(), "办事人在评价回执上看到有人查看过".into()],
        does_not: vec!["办理单位看不到这个号码".into()],
        reason: Some(field.value(typed).error(fault)),
        action: format!("{path}/phone"),
        hidden: Vec::new(),
        act: "查看手机号".into(),
        danger: false,
        cancel: path,
    };
    desk.show(status, ORDERS, |ctx| confirm_page(ctx, orders_crumbs(), view))
}

/// `POST /office/orders/{order}/phone`
pub(super) async fn show(Path(order): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let row = match find(&desk, &order).await {
        Ok(row) => row,
        Err(response) => return response,
    };
    let reason = match reason(&fields) {
        Ok(reason) => reason,
        Err((typed, missing)) => {
            return confirm(&desk, StatusCode::UNPROCESSABLE_ENTITY, &row, (typed, Some(missing)));
        }
    };
    let (row, phone) = match desk.web.service.order_phone(&desk.officer, row.id, &reason).await {
        Ok(Some(found)) => found,
        Ok(None) => return desk.impossible("这张整改单现在不需要回访，或没有留下手机号。"),
        Err(error) => return desk.failed(error),
    };
    let path = format!("{ORDERS}/{}", row.id);
    let mut crumbs = orders_crumbs();
    crumbs.push((row.number.clone(), path.clone()));
    let view = ThingView {
        title: format!("回访：{}", row.number),
        crumbs,
        acts: vec![ActView::main("登记回访", format!("{path}/call"))],
        note: Some(NoteView { tone: Tone::Info, title: "回访时".into(), text: SCRIPT.into() }),
        facts: vec![
            DefinitionView::new("手机号", phone),
            DefinitionView::new("答复", row.answer.unwrap_or_default()),
        ],
        past: None,
    };
    desk.show(StatusCode::OK, ORDERS, |ctx| thing_page(ctx, view))
}
