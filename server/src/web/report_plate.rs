//! `GET/POST /w/{code}/report`: telling that something is wrong with a plate. Nobody has to sign in or say who
//! she is.

use super::sent::Sent;
use super::{AppState, RequestId, client, find, problem, render};
use app::citizen::{ReportPlateView, report_plate_page};
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::WindowCode;
use usecases::{PlateFault, ReportError, WindowInfo};

/// The form.
pub(super) async fn show(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path(typed): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Ok(code) = typed.parse::<WindowCode>() else {
        return find::wrong_code(&web, &headers, &typed, id, None).await;
    };
    match web.service.window(code).await {
        Ok(Some(info)) => page(&web, &headers, StatusCode::OK, view(&info)),
        Ok(None) => find::wrong_code(&web, &headers, &typed, id, None).await,
        Err(error) => problem::storage(&web, &headers, error, id, None),
    }
}

/// Takes a report.
pub(super) async fn submit(Path(typed): Path<String>, sent: Sent) -> Response {
    let Sent { web, id, headers, fields, .. } = sent;
    let info = match typed.parse::<WindowCode>() {
        Ok(code) => web.service.window(code).await,
        Err(_) => Ok(None),
    };
    let info = match info {
        Ok(Some(info)) => info,
        Ok(None) => return find::wrong_code(&web, &headers, &typed, id, None).await,
        Err(error) => return problem::storage(&web, &headers, error, id, None),
    };
    let (fault, words) = (fields.get("fault").to_owned(), fields.get("words").to_owned());
    let kept = ReportPlateView { fault: fault.clone(), words: words.clone(), ..view(&info) };
    if client::is_foreign(&headers) {
        let notice = Some("这次提交不是从本网站发出的。请核对后再提交一次。");
        return page(&web, &headers, StatusCode::FORBIDDEN, ReportPlateView { notice, ..kept });
    }
    let said = |sentence: &str| Some(sentence.to_owned());
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    match web.service.report_plate(&info, &fault, &words).await {
        Ok(()) => page(&web, &headers, StatusCode::OK, ReportPlateView { taken: true, ..kept }),
        Err(ReportError::FaultMissing) => {
            let fault_error = said("请选择台牌有什么异常。");
            page(&web, &headers, wrong, ReportPlateView { fault_error, ..kept })
        }
        Err(ReportError::WordsMissing) => {
            let words_error = said("请写明台牌有什么异常。");
            page(&web, &headers, wrong, ReportPlateView { words_error, ..kept })
        }
        Err(ReportError::WordsTooLong) => {
            let words_error = said("最多写150字，请删减。");
            page(&web, &headers, wrong, ReportPlateView { words_error, ..kept })
        }
        Err(ReportError::TooMany) => {
            let notice = Some("现在报告的人较多，请过一分钟再提交。您填写的内容还在。");
            page(&web, &headers, StatusCode::TOO_MANY_REQUESTS, ReportPlateView { notice, ..kept })
        }
        Err(ReportError::Storage(error)) if error.is_passing() => {
            let notice = Some("暂时无法保存，请稍后再提交一次。您填写的内容还在。");
            page(&web, &headers, StatusCode::SERVICE_UNAVAILABLE, ReportPlateView { notice, ..kept })
        }
        Err(ReportError::Storage(error)) => problem::storage(&web, &headers, error, id, None),
    }
}

fn view(info: &WindowInfo) -> ReportPlateView {
    ReportPlateView {
        code: info.window.code.clone(),
        place: format!("{} · {}", info.window.hall, info.window.window_name),
        faults: PlateFault::ALL.map(|fault| (fault.word(), fault.label())).to_vec(),
        ..ReportPlateView::default()
    }
}

fn page(web: &AppState, headers: &HeaderMap, status: StatusCode, view: ReportPlateView) -> Response {
    let ctx = web.page(headers, &format!("/w/{}/report", view.code));
    render::page(status, headers, || report_plate_page(ctx, view))
}
