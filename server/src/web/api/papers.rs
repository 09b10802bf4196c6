//! The link of an occurrence as a picture or on paper: for a screen, a ticket, or the slip beside the 受理通知单. Neither
//! the case number nor anything of the applicant stands on them.

use super::guard::Caller;
use super::place::{At, OccurrenceAt, asked};
use super::problem::{Kind, Problem};
use crate::web::AppState;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::Millis;
use print::{Format, Layout, PlateContent, PrintError, Style, code_png};
use serde::Deserialize;
use storage::PartnerOccurrenceRow;
use utoipa::IntoParams;

/// Side of the picture for a screen, pixels.
const SIDE: u32 = 600;

/// 什么样的
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// screen 二维码图片（PNG）；ticket 80 毫米小票（PDF）；slip 受理通知单附页 A5（PDF）
    #[param(pattern = "^(screen|ticket|slip)$", example = "screen")]
    form: String,
}

/// 取评价链接的二维码、小票或受理通知单附页
#[utoipa::path(
    get, path = "/api/v1/cases/{projectNo}/occurrences/{serviceNumber}/paper", operation_id = "getPaper", tag = "链接",
    params(OccurrenceAt, Asked),
    responses(
        (status = 200, description = "PNG 或 PDF；不含申办号和办事人的任何信息", content((Vec<u8> = "image/png"), (Vec<u8> = "application/pdf"))),
        super::docs::Refusals,
    )
)]
pub(super) async fn show(
    State(web): State<AppState>,
    Extension(caller): Extension<Caller>,
    At(at): At<OccurrenceAt>,
    query: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Problem> {
    let asked = asked(query, "查询串应有 form")?;
    let layout = match asked.form.as_str() {
        "screen" => None,
        "ticket" => Some("case-ticket-80"),
        "slip" => Some("case-slip-a5"),
        _ => return Err(Problem::new(Kind::Malformed).detail("form 应为 screen、ticket 或 slip")),
    };
    let (db, id) = (web.service.db(), caller.partner.row.id);
    let occurrence = db.occurrence_of_partner(id, (&at.project_no, at.service_number)).await?;
    let case = db.case_of_partner(id, &at.project_no).await?;
    let (Some(occurrence), Some((case, _))) = (occurrence, case) else {
        return Err(Problem::new(Kind::NotFound).detail("没有这次服务"));
    };
    let link = web.service.live_link(occurrence.id).await?;
    let link = link
        .ok_or_else(|| Problem::new(Kind::NotFound).detail("这次服务没有可用的链接：已过期限，或已撤销"))?;
    let content = PlateContent {
        url: format!("{}/c/{}", web.config.server.public_url, link.token.as_str()),
        hall: case.org_name,
        window: case.item_name,
        staff: None,
        code: day(occurrence.served_at),
        host: web.config.host().to_owned(),
        demo: web.demo,
    };
    let style = Style { text: Some(until(&occurrence)), ..Style::default() };
    let drawn = tokio::task::spawn_blocking(move || match layout {
        None => code_png(&content.url, SIDE).map(|png| ("image/png", png)),
        Some(name) => {
            let layout = Layout::builtin(name)?;
            let pdf = web.studio.press()?.styled_plate(&layout, &content, &style, Format::Pdf)?;
            Ok(("application/pdf", pdf))
        }
    });
    let drawn: Result<(&str, Vec<u8>), PrintError> = drawn.await.map_err(|_| Problem::new(Kind::Internal))?;
    // Too long a name, or a sign no font has: said as it is.
    let (kind, bytes) = drawn.map_err(|error| Problem::new(Kind::Invalid).detail(error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], bytes).into_response())
}

/// `2026-11-24`.
fn day(at: i64) -> String {
    Millis(at).to_china_text().get(..10).unwrap_or_default().to_owned()
}

/// The last day on which it can be rated.
fn until(occurrence: &PartnerOccurrenceRow) -> String {
    let last = Millis(occurrence.rate_until).plus(-1).in_china();
    format!("请在{}月{}日前评价（含当日）", last.month(), last.day())
}
