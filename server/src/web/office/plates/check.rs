//! `/office/plates/check`: what a photograph of a printed plate shows, and where the plate hangs.

use crate::web::office::page::{self, context, done, refused};
use crate::web::office::post::OfficePost;
use crate::web::office::upload::OfficeUpload;
use crate::web::{AppState, RequestId};
use app::components::Tone;
use app::office::components::ChoiceView;
use app::office::plates::{CheckFinding, CheckView, SeenPlate, check_page};
use axum::extract::{Extension, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::WindowCode;
use print::{Expectation, Finding, PhotoCheck, PrintError, check_photo};
use storage::{Listing, StorageResult, WindowFilter};
use usecases::{Kept, Officer};

/// Windows offered to choose from; who has more finds the place by the photograph alone.
const MOST_WINDOWS: i64 = 300;

/// `GET /office/plates/check`
pub(in crate::web::office) async fn ask(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let window = query.as_deref().and_then(|q| q.strip_prefix("window=")).unwrap_or_default().to_owned();
    let view = CheckView { window, ..CheckView::default() };
    form(&web, &headers, &officer, id, StatusCode::OK, view).await
}

/// `POST /office/plates/check`
pub(in crate::web::office) async fn look(sent: OfficeUpload) -> Response {
    let OfficeUpload { web, id, headers, officer, fields, file } = sent;
    let window = fields.get("window").to_owned();
    let unreadable = |error: &str| CheckView {
        window: window.clone(),
        error: Some(error.to_owned()),
        ..CheckView::default()
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    if file.is_empty() {
        return form(&web, &headers, &officer, id, status, unreadable("请选择一张照片。")).await;
    }
    let base = web.config.server.public_url.clone();
    let looked = tokio::task::spawn_blocking(move || {
        check_photo(&file, &Expectation { base_url: &base, window_url: None })
    });
    let check = match looked.await.unwrap_or_else(|e| Err(PrintError::Picture(e.to_string()))) {
        Ok(check) => check,
        Err(error) => {
            return form(&web, &headers, &officer, id, status, unreadable(&error.to_string())).await;
        }
    };
    match judged(&web, &officer, &check, &window).await {
        Ok(view) => form(&web, &headers, &officer, id, StatusCode::OK, view).await,
        Err(error) => refused::storage(&web, &headers, &officer, error, id),
    }
}

/// What the photograph shows, told for a hall manager, with the plate it is.
async fn judged(
    web: &AppState,
    officer: &Officer,
    check: &PhotoCheck,
    window: &str,
) -> StorageResult<CheckView> {
    let mut findings: Vec<CheckFinding> = check.findings.iter().map(sentence).collect();
    let mut seen = None;
    let prefix = format!("{}/w/", web.config.server.public_url);
    let code =
        check.plate().and_then(|c| c.text.strip_prefix(&prefix)).and_then(|c| c.parse::<WindowCode>().ok());
    if let Some(code) = code {
        match web.service.plate_with_code(officer, code.as_str()).await? {
            Some(plate) => {
                let here = match window.parse::<i64>() {
                    Ok(id) => web.service.db().office_window(&officer.scope, id).await?,
                    Err(_) => None,
                };
                let is_right = here.as_ref().is_some_and(|w| w.id == plate.window_id);
                if here.is_some() && !is_right {
                    let text = format!("这块台牌属于“{}”，不属于您所在的窗口。", plate.window_name);
                    findings.push(CheckFinding { tone: Tone::Error, text });
                }
                if plate.ended_at.is_some() {
                    let text = "这块台牌已停用，请换上新的。".to_owned();
                    findings.push(CheckFinding { tone: Tone::Error, text });
                }
                seen = Some(SeenPlate {
                    code: plate.code,
                    place: format!("{} · {}", plate.hall, plate.window_name),
                    here: here.map(|w| (w.id.to_string(), w.name)),
                    is_right,
                });
            }
            None => {
                let text = "二维码读得出来，但不是您管理范围内的台牌，或还没有在这里制作过。".to_owned();
                findings.push(CheckFinding { tone: Tone::Error, text });
            }
        }
    }
    Ok(CheckView {
        window: window.to_owned(),
        good: check.is_readable() && findings.is_empty(),
        findings,
        looked: true,
        seen,
        ..CheckView::default()
    })
}

/// A finding in a manager's words: what it is, and what to do.
fn sentence(finding: &Finding) -> CheckFinding {
    let percent = |share: f32| format!("{:.0}%", share * 100.0);
    let (tone, text) = match finding {
        Finding::NoCode => {
            (Tone::Error, "照片里没有找到二维码。请把整块台牌拍进来，走近些、拿稳了再拍一张。".to_owned())
        }
        Finding::Unreadable { .. } => (
            Tone::Error,
            "找到了二维码，但读不出来。请擦净台牌、避开反光再拍；仍读不出来，就要重新打印。".to_owned(),
        ),
        Finding::Foreign { text } => {
            let shown: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
            (Tone::Error, format!("二维码不是本系统的，可能被人贴住或换过。它的内容是：{shown}"))
        }
        Finding::OtherWindow { .. } => (Tone::Error, "二维码是本系统的，但属于另一个窗口。".to_owned()),
        Finding::SecondCode { overlaps: true, .. } => {
            (Tone::Error, "台牌的二维码上还压着另一个二维码，请撕下来。".to_owned())
        }
        Finding::SecondCode { overlaps: false, .. } => {
            (Tone::Error, "台牌上还有另一个二维码，会让人扫错，请取走。".to_owned())
        }
        Finding::TooSmall { .. } => (Tone::Warn, "二维码在照片里太小，请走近些再拍。".to_owned()),
        Finding::TooFaint { contrast } => {
            (Tone::Warn, format!("印得太淡：黑白对比只有 {}，请重新打印。", percent(*contrast)))
        }
        Finding::Damaged { share } => {
            (Tone::Warn, format!("二维码有 {} 的方格脏了或坏了，还能扫，请尽早更换。", percent(*share)))
        }
        Finding::Glare { .. } => {
            (Tone::Warn, "有反光，请换个角度再拍；若灯光总照在台牌上，请挪一挪。".to_owned())
        }
        Finding::Blurred { .. } => (Tone::Warn, "照片有些糊，请擦净镜头、拿稳了再拍。".to_owned()),
    };
    CheckFinding { tone, text }
}

/// `POST /office/plates/seen`
pub(in crate::web::office) async fn seen(sent: OfficePost) -> Response {
    let OfficePost { web, id, headers, officer, fields } = sent;
    let window = fields.get("window").parse().unwrap_or(0);
    match web.service.see_plate(&officer, fields.get("code"), window).await {
        Ok(Kept::Done((plate, true))) => {
            let said = format!("已确认：“{}”的台牌安装到位。", plate.window_name);
            done(&web, "/office/plates/check", &said)
        }
        Ok(Kept::Done((plate, false))) => {
            let said = format!("已登记：台牌 {} 位置不符，它属于“{}”。", plate.code, plate.window_name);
            done(&web, "/office/plates?attention=misplaced", &said)
        }
        Ok(_) => refused::not_found(&web, &headers, &officer),
        Err(error) => refused::storage(&web, &headers, &officer, error, id),
    }
}

async fn form(
    web: &AppState,
    headers: &HeaderMap,
    officer: &Officer,
    id: RequestId,
    status: StatusCode,
    view: CheckView,
) -> Response {
    let listing = Listing::first(officer.scope.clone(), MOST_WINDOWS);
    let filter = WindowFilter { in_service: Some(true), ..WindowFilter::default() };
    let windows = match web.service.list_windows(&listing, &filter).await {
        Ok((windows, _)) => windows,
        Err(error) => return refused::storage(web, headers, officer, error, id),
    };
    let choice =
        |w: storage::OfficeWindow| ChoiceView::new(w.id.to_string(), format!("{} · {}", w.hall, w.name));
    let view = CheckView { windows: windows.into_iter().map(choice).collect(), ..view };
    let ctx = context(web, headers, officer, "/office/plates");
    page::page(web, status, headers, || check_page(ctx, view))
}
