//! `/office/plates/{plate}`: one plate, withdrawing it, dealing with reports about it.

use super::state_of;
use crate::web::office::page::{self, context, done, history, refused};
use crate::web::office::post::OfficePost;
use crate::web::{AppState, RequestId};
use app::office::components::{Cell, ConfirmView, DefinitionView, FieldView, confirm_page};
use app::office::plates::{PlateReportView, PlateView, plate_page, plates_crumbs};
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::Millis;
use storage::{PlateReportRow, PlateRow, StorageResult};
use usecases::{Kept, Officer, PlateFault};

async fn find(web: &AppState, officer: &Officer, plate: &str) -> StorageResult<Option<PlateRow>> {
    match plate.parse() {
        Ok(id) => web.service.db().plate(&officer.scope, id).await,
        Err(_) => Ok(None),
    }
}

/// `GET /office/plates/{plate}`
pub(in crate::web::office) async fn show(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    Path(plate): Path<String>,
) -> Response {
    let found = async {
        let Some(plate) = find(&web, &officer, &plate).await? else { return Ok(None) };
        let reports = web.service.db().plate_reports(plate.window_id).await?;
        let past = web.service.history("plate", &plate.id.to_string()).await?;
        Ok(Some((plate, reports, past)))
    };
    let (plate, reports, past) = match found.await {
        Ok(Some(found)) => found,
        Ok(None) => return refused::not_found(&web, &headers, &officer),
        Err(error) => return refused::storage(&web, &headers, &officer, error, id),
    };
    let view = PlateView {
        title: format!("{} · {}", plate.window_name, plate.code),
        facts: facts(&plate),
        reports: reports.into_iter().filter(|r| r.code == plate.code).map(report_view).collect(),
        past: history::timeline(past),
        path: format!("/office/plates/{}", plate.id),
        live: plate.ended_at.is_none(),
    };
    let ctx = context(&web, &headers, &officer, "/office/plates");
    page::page(&web, StatusCode::OK, &headers, || plate_page(ctx, view))
}

fn facts(plate: &PlateRow) -> Vec<DefinitionView> {
    let at = |time: Option<i64>| time.map_or("—".to_owned(), |at| Millis(at).to_china_text());
    let place = Cell::Link {
        text: format!("{} · {}", plate.hall, plate.window_name),
        href: format!("/office/windows/{}", plate.window_id),
    };
    vec![
        DefinitionView::new("窗口", place),
        DefinitionView::new("台牌码", Cell::Code(plate.code.clone())),
        DefinitionView::new("状态", state_of(plate)),
        DefinitionView::new("版式", plate.layout.clone()),
        DefinitionView::new("发码", Cell::Time(at(Some(plate.issued_at)))),
        DefinitionView::new("打印", Cell::Time(at(plate.printed_at))),
        DefinitionView::new("安装", Cell::Time(at(plate.mounted_at))),
        DefinitionView::new("停用", Cell::Time(at(plate.ended_at))),
        DefinitionView::new("扫码次数", plate.scans.to_string()),
        DefinitionView::new("最近扫码", Cell::Time(at(plate.scanned_at))),
    ]
}

fn report_view(row: PlateReportRow) -> PlateReportView {
    let fault = PlateFault::ALL.into_iter().find(|f| f.word() == row.fault);
    PlateReportView {
        id: row.id.to_string(),
        fault: fault.map_or("其他", PlateFault::label).to_owned(),
        words: row.words.unwrap_or_default(),
        at: Millis(row.at).to_china_text(),
        answer: row.handled_at.map(|_| row.answer.unwrap_or_default()),
    }
}

/// `GET /office/plates/{plate}/withdraw`
pub(in crate::web::office) async fn ask_withdraw(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    Path(plate): Path<String>,
) -> Response {
    match find(&web, &officer, &plate).await {
        Ok(Some(plate)) => question(&web, &headers, &officer, StatusCode::OK, &plate, None),
        Ok(None) => refused::not_found(&web, &headers, &officer),
        Err(error) => refused::storage(&web, &headers, &officer, error, id),
    }
}

fn question(
    web: &AppState,
    headers: &HeaderMap,
    officer: &Officer,
    status: StatusCode,
    plate: &PlateRow,
    missing: Option<String>,
) -> Response {
    let path = format!("/office/plates/{}", plate.id);
    let view = ConfirmView {
        title: format!("停用“{}”的台牌 {}？", plate.window_name, plate.code),
        about: plate.hall.clone(),
        does: vec![
            "扫这块台牌的人会看到台牌已停用".into(),
            "由它来的评价照收，注明来自停用的台牌，记在大厅名下".into(),
        ],
        does_not: vec!["窗口不会停用".into(), "已有的评价不变".into()],
        reason: Some(FieldView::new("reason", "停用原因").required().max(100).error(missing)),
        action: format!("{path}/withdraw"),
        hidden: vec![("version".into(), plate.version.to_string())],
        act: "停用台牌".into(),
        danger: true,
        cancel: path,
    };
    let ctx = context(web, headers, officer, "/office/plates");
    page::page(web, status, headers, || confirm_page(ctx, plates_crumbs(), view))
}

/// `POST /office/plates/{plate}/withdraw`
pub(in crate::web::office) async fn withdraw(Path(plate): Path<String>, sent: OfficePost) -> Response {
    let OfficePost { web, id, headers, officer, fields } = sent;
    let reason = fields.get("reason").trim().to_owned();
    let found = match find(&web, &officer, &plate).await {
        Ok(Some(found)) => found,
        Ok(None) => return refused::not_found(&web, &headers, &officer),
        Err(error) => return refused::storage(&web, &headers, &officer, error, id),
    };
    if reason.is_empty() {
        let missing = Some("请写明停用原因。".to_owned());
        return question(&web, &headers, &officer, StatusCode::UNPROCESSABLE_ENTITY, &found, missing);
    }
    let key = (found.id, fields.get("version").parse().unwrap_or(0));
    match web.service.withdraw_plate(&officer, key, &reason).await {
        Ok(Kept::Done(plate)) => {
            done(&web, &format!("/office/plates/{}", plate.id), &format!("台牌 {} 已停用。", plate.code))
        }
        Ok(Kept::Conflict(plate)) => {
            let sentence = format!("台牌 {} 刚刚有了变动，请看过现在的状态再决定。", plate.code);
            refused::impossible(&web, &headers, &officer, &sentence)
        }
        Ok(Kept::NoSuch | Kept::PlaceWrong) => refused::not_found(&web, &headers, &officer),
        Err(error) => refused::storage(&web, &headers, &officer, error, id),
    }
}

/// `POST /office/plates/{plate}/reports`
pub(in crate::web::office) async fn handle_report(Path(plate): Path<String>, sent: OfficePost) -> Response {
    let OfficePost { web, id, headers, officer, fields } = sent;
    let answer = fields.get("answer").trim().to_owned();
    let key = (plate.parse().unwrap_or(0), fields.get("report").parse().unwrap_or(0));
    match find(&web, &officer, &plate).await {
        Ok(Some(_)) => {}
        Ok(None) => return refused::not_found(&web, &headers, &officer),
        Err(error) => return refused::storage(&web, &headers, &officer, error, id),
    }
    if answer.is_empty() || answer.chars().count() > 100 {
        let sentence = "请写明怎么处理的，最多100字。";
        return refused::impossible(&web, &headers, &officer, sentence);
    }
    match web.service.handle_plate_report(&officer, key, &answer).await {
        Ok(true) => done(&web, &format!("/office/plates/{}", key.0), "处理情况已记下。"),
        Ok(false) => refused::not_found(&web, &headers, &officer),
        Err(error) => refused::storage(&web, &headers, &officer, error, id),
    }
}
