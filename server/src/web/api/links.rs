//! The link of an occurrence: told again, made anew, taken back.

use super::guard::{Caller, Counts};
use super::idempotent::{Answer, once};
use super::place::{At, KeyHeader, OccurrenceAt};
use super::problem::{Kind, Problem};
use crate::web::{AppState, Web};
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use storage::PartnerOccurrenceRow;
use usecases::PartnerLink;
use utoipa::ToSchema;

/// 评价链接
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Link {
    /// 网址；等同密码，只交给办事人
    #[schema(example = "https://hp.example.cn/c/0123456789abcdefghjk")]
    url: String,
    /// 失效时间，北京时间
    #[schema(example = "2026-12-01 23:59:59")]
    expires_at: String,
}

impl Link {
    pub(super) fn of(web: &Web, link: &PartnerLink) -> Link {
        Link {
            url: format!("{}/c/{}", web.config.server.public_url, link.token.as_str()),
            expires_at: link.expires_at.to_china_text(),
        }
    }
}

async fn occurrence(web: &Web, caller: &Caller, at: &OccurrenceAt) -> Result<PartnerOccurrenceRow, Problem> {
    let key = (at.project_no.as_str(), at.service_number);
    let found = web.service.db().occurrence_of_partner(caller.partner.row.id, key).await?;
    found.ok_or_else(|| Problem::new(Kind::NotFound).detail("没有这次服务"))
}

/// 查询一次服务的评价链接
#[utoipa::path(
    get, path = "/api/v1/cases/{projectNo}/occurrences/{serviceNumber}/link", operation_id = "getLink", tag = "链接",
    params(OccurrenceAt),
    responses((status = 200, description = "可用的链接", body = Link), super::docs::Refusals)
)]
pub(super) async fn show(
    State(web): State<AppState>,
    Extension(caller): Extension<Caller>,
    At(at): At<OccurrenceAt>,
) -> Result<Response, Problem> {
    let occurrence = occurrence(&web, &caller, &at).await?;
    let link = web.service.live_link(occurrence.id).await?;
    let link = link
        .ok_or_else(|| Problem::new(Kind::NotFound).detail("这次服务没有可用的链接：已过期限，或已撤销"))?;
    Ok(Answer::json(StatusCode::OK, &Link::of(&web, &link), Counts::default())?.into_response())
}

/// 换发链接：原有的立即撤销
#[utoipa::path(
    post, path = "/api/v1/cases/{projectNo}/occurrences/{serviceNumber}/link", operation_id = "renewLink", tag = "链接",
    params(OccurrenceAt, KeyHeader),
    responses((status = 201, description = "新的链接", body = Link), super::docs::Refusals)
)]
pub(super) async fn renew(
    State(web): State<AppState>,
    Extension(caller): Extension<Caller>,
    At(at): At<OccurrenceAt>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let occurrence = occurrence(&web, &caller, &at).await?;
    once(&web, &caller, &headers, async {
        let link = web.service.renew_link(&occurrence).await?;
        let link = link.ok_or_else(|| Problem::new(Kind::Conflict).detail("评价期限已过，不能换发"))?;
        Answer::json(StatusCode::CREATED, &Link::of(&web, &link), Counts::default())
    })
    .await
}

/// 撤销链接
#[utoipa::path(
    delete, path = "/api/v1/cases/{projectNo}/occurrences/{serviceNumber}/link", operation_id = "revokeLink", tag = "链接",
    params(OccurrenceAt),
    responses((status = 204, description = "已没有可用的链接"), super::docs::Refusals)
)]
pub(super) async fn revoke(
    State(web): State<AppState>,
    Extension(caller): Extension<Caller>,
    At(at): At<OccurrenceAt>,
) -> Result<StatusCode, Problem> {
    let occurrence = occurrence(&web, &caller, &at).await?;
    web.service.db().revoke_links_of(occurrence.id, web.service.world().now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
