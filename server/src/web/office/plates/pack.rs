//! `/office/plates/packs/{pack}`: how far a pack is, its report, its file. A pack is seen by who asked for it.

use super::choices::{is_cards, what};
use crate::studio::{PackReport, pack_file};
use crate::web::office::page::{self, context, done, refused};
use crate::web::office::post::OfficePost;
use crate::web::{AppState, RequestId};
use app::office::plates::{PackState, PackView, pack_page};
use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Millis;
use storage::{PackRow, StorageResult};
use usecases::Officer;

async fn find(web: &AppState, officer: &Officer, pack: &str) -> StorageResult<Option<PackRow>> {
    match pack.parse() {
        Ok(id) => web.service.db().pack(id, officer.account_id).await,
        Err(_) => Ok(None),
    }
}

/// `GET /office/plates/packs/{pack}`
pub(in crate::web::office) async fn show(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    Path(pack): Path<String>,
) -> Response {
    let pack = match find(&web, &officer, &pack).await {
        Ok(Some(pack)) => pack,
        Ok(None) => return refused::not_found(&web, &headers, &officer),
        Err(error) => return refused::storage(&web, &headers, &officer, error, id),
    };
    let making = matches!(pack.state.as_str(), "waiting" | "making");
    let view = PackView {
        what: what(&pack.choice),
        state: state(&web, &pack),
        cards: is_cards(&pack.choice),
        path: format!("/office/plates/packs/{}", pack.id),
    };
    let ctx = context(&web, &headers, &officer, "/office/plates");
    let mut response = page::page(&web, StatusCode::OK, &headers, || pack_page(ctx, view));
    if making {
        // The page looks again by itself, without script.
        response.headers_mut().insert("refresh", HeaderValue::from_static("1"));
    }
    response
}

fn state(web: &AppState, pack: &PackRow) -> PackState {
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    if matches!(pack.state.as_str(), "waiting" | "making") {
        return PackState::Making(number(pack.done), number(pack.total));
    }
    let report = pack.report.as_deref().and_then(|text| serde_json::from_str::<PackReport>(text).ok());
    let Some(report) = report.filter(|_| pack.state == "done") else {
        let text =
            pack.report.as_deref().and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
        let why = text.and_then(|v| v["error"].as_str().map(str::to_owned));
        return PackState::Failed(why.unwrap_or_else(|| "制作中途停止了，请重新制作。".to_owned()));
    };
    let kept = report.extension.as_ref().filter(|ext| pack_file(&web.config, pack.id, ext).is_file());
    if report.extension.is_some() && kept.is_none() {
        return PackState::Failed(
            "文件已过期清理，请重新制作；内容不变时，做出来的文件和原来一样。".to_owned(),
        );
    }
    let file = kept.map(|extension| {
        let href = format!("/office/plates/packs/{}/file", pack.id);
        (href, report.bytes as f64 / 1_000_000.0, extension.to_uppercase())
    });
    PackState::Done { summary: report.summary, file, refused: report.refused, warned: report.warned }
}

/// `GET /office/plates/packs/{pack}/file`
pub(in crate::web::office) async fn fetch(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    Path(pack): Path<String>,
) -> Response {
    let pack = match find(&web, &officer, &pack).await {
        Ok(Some(pack)) => pack,
        Ok(None) => return refused::not_found(&web, &headers, &officer),
        Err(error) => return refused::storage(&web, &headers, &officer, error, id),
    };
    let report = pack.report.as_deref().and_then(|text| serde_json::from_str::<PackReport>(text).ok());
    let Some((extension, media_type)) = report.and_then(|r| Some((r.extension?, r.media_type))) else {
        return refused::not_found(&web, &headers, &officer);
    };
    let Ok(file) = tokio::fs::read(pack_file(&web.config, pack.id, &extension)).await else {
        return refused::impossible(&web, &headers, &officer, "文件已过期清理，请重新制作。");
    };
    let date = Millis(pack.made_at).to_china_text();
    let name = format!(
        "{} {}.{extension}",
        if is_cards(&pack.choice) { "胸卡" } else { "台牌" },
        date.get(..10).unwrap_or_default()
    );
    let name = percent_encoding::utf8_percent_encode(&name, percent_encoding::NON_ALPHANUMERIC);
    let disposition = format!("attachment; filename=\"plates.{extension}\"; filename*=UTF-8''{name}");
    let mut response = Body::from(file).into_response();
    let set = response.headers_mut();
    for (header, value) in [(header::CONTENT_TYPE, media_type), (header::CONTENT_DISPOSITION, disposition)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            set.insert(header, value);
        }
    }
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// `POST /office/plates/packs/{pack}/printed`
pub(in crate::web::office) async fn printed(Path(pack): Path<String>, sent: OfficePost) -> Response {
    let OfficePost { web, id, headers, officer, .. } = sent;
    let pack = match find(&web, &officer, &pack).await {
        Ok(Some(pack)) => pack,
        Ok(None) => return refused::not_found(&web, &headers, &officer),
        Err(error) => return refused::storage(&web, &headers, &officer, error, id),
    };
    match web.service.print_pack(&officer, pack.id).await {
        Ok(0) => done(&web, "/office/plates", "这批台牌沿用原来的码，状态不变。装好后请拍照核对。"),
        Ok(n) => done(&web, "/office/plates", &format!("{n} 块台牌记为已打印。装好后请拍照核对。")),
        Err(error) => refused::storage(&web, &headers, &officer, error, id),
    }
}
