//! `/office/import`: a spreadsheet is sent, looked at, put in, taken back. One set of pages for every kind; each kind
//! has routes of its own, so that each has its own permission.

use super::guard::see_other;
use super::import_file::{self, NoUpload};
use super::page::{self, context, done, refused};
use super::post::OfficePost;
use super::routes::Routes;
use crate::web::{AppState, RequestId};
use app::components::Tone;
use app::office::import::{
    ImportLink, ImportOf, ImportStage, ImportStartView, ImportView, LatestImport, PartView, PreviewView,
    import_home_page, import_page, import_start_page, import_undo_page,
};
use axum::body::Body;
use axum::extract::{Extension, FromRequestParts, Path, RawQuery, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::{Millis, Permission};
use sheet::Format;
use std::convert::Infallible;
use std::time::Duration;
use storage::StorageError;
use usecases::Officer;
use usecases::import::{Confirmed, Import, ImportKind, ImportReport, ImportState, Part, Undone};

/// How long a sender waits for the check before she is shown how far it has come.
const AT_ONCE: Duration = Duration::from_millis(1_200);
/// Seconds after which a page that waits asks again.
const AGAIN: &str = "2";

/// Registers the pages of every kind.
pub(super) fn routes(routes: Routes) -> Routes {
    macro_rules! pages {
        ($routes:expr, $($kind:ident $word:literal)+) => {{
            let routes = $routes;
            $(let needs = ImportKind::$kind.permission();
            let routes = routes
                .get(concat!("/office/import/", $word), needs, choose)
                .post(concat!("/office/import/", $word), needs, send)
                .get(concat!("/office/import/", $word, "/template"), needs, template)
                .get(concat!("/office/import/", $word, "/data"), needs, data)
                .get(concat!("/office/import/", $word, "/{import}"), needs, show)
                .get(concat!("/office/import/", $word, "/{import}/faults"), needs, faults)
                .post(concat!("/office/import/", $word, "/{import}/confirm"), needs, confirm)
                .post(concat!("/office/import/", $word, "/{import}/cancel"), needs, cancel)
                .get(concat!("/office/import/", $word, "/{import}/undo"), needs, ask_undo)
                .post(concat!("/office/import/", $word, "/{import}/undo"), needs, undo);)+
            routes
        }};
    }
    pages!(
        routes.get("/office/import", Permission::EditWindows, home),
        Divisions "divisions"
        Departments "departments"
        Halls "halls"
        Windows "windows"
        Staff "staff"
        Shifts "shifts"
        Items "items"
    )
}

/// The kind a route is about: the third part of its path.
pub(super) struct Of(ImportKind);

impl FromRequestParts<AppState> for Of {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Of, Infallible> {
        let word = parts.uri.path().split('/').nth(3).unwrap_or_default();
        // Only the routes above lead here, each with a word that is a kind.
        Ok(Of(ImportKind::from_word(word).unwrap_or(ImportKind::Windows)))
    }
}

/// Paths of a kind: its pages, and the list of what it puts in.
fn paths(kind: ImportKind) -> (&'static str, &'static str) {
    match kind {
        ImportKind::Divisions => ("/office/import/divisions", "/office/divisions"),
        ImportKind::Departments => ("/office/import/departments", "/office/departments"),
        ImportKind::Halls => ("/office/import/halls", "/office/halls"),
        ImportKind::Windows => ("/office/import/windows", "/office/windows"),
        ImportKind::Staff => ("/office/import/staff", "/office/staff"),
        ImportKind::Shifts => ("/office/import/shifts", "/office/shifts"),
        ImportKind::Items => ("/office/import/items", "/office/items"),
    }
}

fn about(web: &AppState, kind: ImportKind) -> ImportOf {
    let (path, list) = paths(kind);
    let most_mib = web.config.office.upload_mib;
    ImportOf { label: kind.label(), counter: kind.counter(), path, list, most_mib }
}

fn most_bytes(web: &AppState) -> u64 {
    web.config.office.upload_mib << 20
}

/// `GET /office/import`
async fn home(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    headers: HeaderMap,
) -> Response {
    let may = ImportKind::ALL.iter().filter(|kind| officer.may(kind.permission()));
    let links = may.map(|kind| ImportLink { label: kind.label(), href: paths(*kind).0.into() }).collect();
    let ctx = context(&web, &headers, &officer, "/office/import");
    page::page(&web, StatusCode::OK, &headers, || import_home_page(ctx, links))
}

/// `GET /office/import/{kind}`
async fn choose(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    Of(kind): Of,
) -> Response {
    start(&web, &headers, &officer, id, kind, None).await
}

async fn start(
    web: &AppState,
    headers: &HeaderMap,
    officer: &Officer,
    id: RequestId,
    kind: ImportKind,
    wrong: Option<NoUpload>,
) -> Response {
    let latest = match web.service.latest_imports(officer, kind).await {
        Ok(latest) => latest,
        Err(error) => return refused::storage(web, headers, officer, error, id),
    };
    let of = about(web, kind);
    let view = ImportStartView {
        of,
        error: wrong.map(|wrong| wrong.sentence(of.most_mib)),
        latest: latest.into_iter().map(|import| latest_view(kind, import)).collect(),
    };
    let status = match wrong {
        None => StatusCode::OK,
        Some(NoUpload::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
        Some(NoUpload::Foreign) => StatusCode::FORBIDDEN,
        Some(NoUpload::NoRoom) => StatusCode::SERVICE_UNAVAILABLE,
        Some(NoUpload::Missing | NoUpload::Incomplete) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let ctx = context(web, headers, officer, of.path);
    page::page(web, status, headers, || import_start_page(ctx, view))
}

fn latest_view(kind: ImportKind, import: Import) -> LatestImport {
    let state = match import.state {
        ImportState::Checking => ("正在核对", Tone::Info),
        ImportState::Checked if import.report.faults > 0 => ("有错，未导入", Tone::Error),
        ImportState::Checked => ("待确认", Tone::Warn),
        ImportState::Refused => ("没有读出", Tone::Error),
        ImportState::Done => ("已导入", Tone::Done),
        ImportState::Undone => ("已撤销", Tone::Quiet),
        ImportState::Cancelled => ("已取消", Tone::Quiet),
        ImportState::Interrupted => ("已中断", Tone::Warn),
        ImportState::Expired => ("已过期", Tone::Quiet),
    };
    let Import { row, report, .. } = import;
    LatestImport {
        file: row.file_name,
        at: Millis(row.settled_at.unwrap_or(row.made_at)).to_china_text(),
        what: format!("新增 {}，修改 {}", report.new.count, report.changed.count),
        state: (state.0.into(), state.1),
        href: format!("{}/{}", paths(kind).0, row.id),
    }
}

/// `POST /office/import/{kind}`
async fn send(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    Extension(id): Extension<RequestId>,
    Of(kind): Of,
    request: Request,
) -> Response {
    let headers = request.headers().clone();
    let upload = match import_file::read(&web, &officer, request).await {
        Ok(upload) => upload,
        Err(wrong) => return start(&web, &headers, &officer, id, kind, Some(wrong)).await,
    };
    let import = match web.service.begin_import(&officer, kind, &upload.name, upload.digest).await {
        Ok(import) => import,
        Err(error) => return refused::storage(&web, &headers, &officer, error, id),
    };
    let path = format!("{}/{import}", paths(kind).0);
    // The check goes on when the sender goes away, and she finds it when she comes back.
    let checking = tokio::spawn(async move {
        web.service.check_import(&officer, kind, import, upload.file, most_bytes(&web)).await
    });
    let _ = tokio::time::timeout(AT_ONCE, checking).await;
    see_other(&path)
}

/// `GET /office/import/{kind}/{import}`
async fn show(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    Of(kind): Of,
    Path(import): Path<String>,
) -> Response {
    let import = match find(&web, &officer, kind, &import).await {
        Ok(Some(import)) => import,
        Ok(None) => return refused::not_found(&web, &headers, &officer),
        Err(error) => return refused::storage(&web, &headers, &officer, error, id),
    };
    let of = about(&web, kind);
    let (waits, can_undo) = (import.state == ImportState::Checking, import.row.can_undo);
    let (file, path) = (import.row.file_name.clone(), format!("{}/{}", of.path, import.row.id));
    let view = ImportView { of, file, path, stage: stage(import, can_undo) };
    let ctx = context(&web, &headers, &officer, of.path);
    let mut response = page::page(&web, StatusCode::OK, &headers, || import_page(ctx, view));
    if waits {
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static(AGAIN));
    }
    response
}

fn stage(import: Import, can_undo: bool) -> ImportStage {
    let Import { row, state, report } = import;
    let ended = |tone, said: &str| ImportStage::Ended(tone, said.to_owned());
    match state {
        ImportState::Checking => ImportStage::Checking(row.done_rows, row.total_rows),
        ImportState::Checked => ImportStage::Preview(Box::new(preview(report, row.said))),
        ImportState::Done => {
            let counts = [report.new.count, report.changed.count, report.same.count];
            ImportStage::Done { counts, can_undo }
        }
        ImportState::Refused => ImportStage::Ended(Tone::Error, row.said.unwrap_or_default()),
        ImportState::Undone => ended(Tone::Done, "这次导入已经撤销，内容和导入前一样。"),
        ImportState::Cancelled => ended(Tone::Info, "已取消，没有写入任何内容。"),
        ImportState::Interrupted => {
            ended(Tone::Warn, "核对时系统重新启动，这次导入已中断，没有写入任何内容。请重新上传。")
        }
        ImportState::Expired => {
            ended(Tone::Warn, "上传已超过一小时，文件已清除，没有写入任何内容。请重新上传。")
        }
    }
}

fn preview(report: ImportReport, said: Option<String>) -> PreviewView {
    let part = |part: Part| PartView {
        count: part.count,
        rows: part.shown.into_iter().map(|row| (row.row, row.cells, row.changes)).collect(),
    };
    let fault = |fault: usecases::import::ShownFault| {
        [format!("第 {} 行", fault.row), fault.column, fault.value, fault.problem]
    };
    PreviewView {
        said,
        notes: report.notes,
        columns: report.columns,
        parts: [part(report.new), part(report.changed), part(report.same)],
        refused: report.refused,
        faults: (report.faults, report.shown_faults.into_iter().map(fault).collect()),
    }
}

/// `POST /office/import/{kind}/{import}/confirm`
async fn confirm(Of(kind): Of, Path(import): Path<String>, sent: OfficePost) -> Response {
    let OfficePost { web, id, headers, officer, .. } = sent;
    let Ok(number) = import.parse::<i64>() else { return refused::not_found(&web, &headers, &officer) };
    let path = format!("{}/{number}", paths(kind).0);
    let (of, by) = (web.clone(), officer.clone());
    // Not ended by a browser that goes away: it is either in or not, and its page says which.
    let work =
        tokio::spawn(async move { of.service.confirm_import(&by, kind, number, most_bytes(&of)).await });
    match work.await {
        Ok(Ok(Confirmed::Done)) => done(&web, &path, &format!("{}已导入。", kind.label())),
        Ok(Ok(Confirmed::LookAgain | Confirmed::Impossible)) => see_other(&path),
        Ok(Ok(Confirmed::NoSuch)) => refused::not_found(&web, &headers, &officer),
        Ok(Err(error)) => refused::storage(&web, &headers, &officer, error, id),
        Err(panic) => {
            let error = StorageError::Refused(panic.to_string());
            refused::storage(&web, &headers, &officer, error, id)
        }
    }
}

/// `POST /office/import/{kind}/{import}/cancel`
async fn cancel(Of(kind): Of, Path(import): Path<String>, sent: OfficePost) -> Response {
    let OfficePost { web, id, headers, officer, .. } = sent;
    match web.service.cancel_import(&officer, kind, import.parse().unwrap_or(0)).await {
        Ok(true) => see_other(&format!("{}/{import}", paths(kind).0)),
        Ok(false) => refused::not_found(&web, &headers, &officer),
        Err(error) => refused::storage(&web, &headers, &officer, error, id),
    }
}

/// `GET /office/import/{kind}/{import}/undo`
async fn ask_undo(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    Of(kind): Of,
    Path(import): Path<String>,
) -> Response {
    match find(&web, &officer, kind, &import).await {
        Ok(Some(Import { row, report, state: ImportState::Done })) => {
            let of = about(&web, kind);
            let ctx = context(&web, &headers, &officer, of.path);
            let at = Millis(row.settled_at.unwrap_or(row.made_at)).to_china_text();
            let about = format!("{at} 导入，新增 {}，修改 {}", report.new.count, report.changed.count);
            let path = format!("{}/{}", of.path, row.id);
            let screen = || import_undo_page(ctx, of, &row.file_name, about, &path);
            page::page(&web, StatusCode::OK, &headers, screen)
        }
        Ok(Some(import)) => see_other(&format!("{}/{}", paths(kind).0, import.row.id)),
        Ok(None) => refused::not_found(&web, &headers, &officer),
        Err(error) => refused::storage(&web, &headers, &officer, error, id),
    }
}

/// `POST /office/import/{kind}/{import}/undo`
async fn undo(Of(kind): Of, Path(import): Path<String>, sent: OfficePost) -> Response {
    let OfficePost { web, id, headers, officer, .. } = sent;
    let Ok(number) = import.parse::<i64>() else { return refused::not_found(&web, &headers, &officer) };
    let (of, by) = (web.clone(), officer.clone());
    let work = tokio::spawn(async move { of.service.undo_import(&by, kind, number).await });
    let path = format!("{}/{number}", paths(kind).0);
    match work.await {
        Ok(Ok(Undone::Done)) => done(&web, &path, "已撤销，内容和导入前一样。"),
        Ok(Ok(Undone::Impossible(sentence))) => refused::impossible(&web, &headers, &officer, &sentence),
        Ok(Ok(Undone::NoSuch)) => refused::not_found(&web, &headers, &officer),
        Ok(Err(error)) => refused::storage(&web, &headers, &officer, error, id),
        Err(panic) => {
            let error = StorageError::Refused(panic.to_string());
            refused::storage(&web, &headers, &officer, error, id)
        }
    }
}

/// `GET /office/import/{kind}/template?as=csv`
async fn template(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    Of(kind): Of,
    RawQuery(query): RawQuery,
) -> Response {
    let format = format_of(query.as_deref());
    match web.service.import_template(&officer, kind, format).await {
        Ok(file) => download(&format!("{}导入模板", kind.label()), format, file),
        Err(error) => refused::storage(&web, &headers, &officer, error, id),
    }
}

/// `GET /office/import/{kind}/data?as=csv`
async fn data(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    Of(kind): Of,
    RawQuery(query): RawQuery,
) -> Response {
    let format = format_of(query.as_deref());
    match web.service.export_kind(&officer, kind, format).await {
        Ok(file) => download(kind.label(), format, file),
        Err(error) => refused::storage(&web, &headers, &officer, error, id),
    }
}

/// `GET /office/import/{kind}/{import}/faults`
async fn faults(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    Of(kind): Of,
    Path(import): Path<String>,
) -> Response {
    let number = import.parse().unwrap_or(0);
    match web.service.fault_sheet(&officer, kind, number, most_bytes(&web)).await {
        Ok(Some(file)) => download(&format!("{}导入需改正", kind.label()), Format::Xlsx, file),
        Ok(None) => refused::not_found(&web, &headers, &officer),
        Err(error) => refused::storage(&web, &headers, &officer, error, id),
    }
}

fn format_of(query: Option<&str>) -> Format {
    if query.is_some_and(|query| query.split('&').any(|pair| pair == "as=csv")) {
        Format::Csv
    } else {
        Format::Xlsx
    }
}

fn download(name: &str, format: Format, file: Vec<u8>) -> Response {
    let name = format!("{name}.{}", format.extension());
    let encoded = percent_encoding::utf8_percent_encode(&name, percent_encoding::NON_ALPHANUMERIC);
    let disposition =
        format!("attachment; filename=\"table.{}\"; filename*=UTF-8''{encoded}", format.extension());
    let mut response = Response::new(Body::from(file));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

async fn find(
    web: &AppState,
    officer: &Officer,
    kind: ImportKind,
    import: &str,
) -> storage::StorageResult<Option<Import>> {
    match import.parse() {
        Ok(id) => web.service.import_of(officer, kind, id).await,
        Err(_) => Ok(None),
    }
}
