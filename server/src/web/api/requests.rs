//! A partner's own calls, as they were written down.

use super::guard::{Caller, Counts};
use super::idempotent::Answer;
use super::place::asked;
use super::problem::{Kind, Problem};
use crate::web::AppState;
use axum::extract::{Extension, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::Millis;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Calls of a page.
const PAGE: i64 = 100;

/// 从哪里起
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Before {
    /// 只要这一编号之前的；第一次不填
    #[serde(default)]
    #[param(minimum = 0, maximum = 9223372036854775807_i64, nullable = false)]
    before: Option<u64>,
}

/// 一次调用
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Call {
    /// 编号，越新越大
    #[schema(minimum = 0)]
    id: i64,
    /// 时间，北京时间
    at: String,
    /// 密钥编号
    key: String,
    /// 方法和路径
    operation: String,
    /// HTTP 状态码
    #[schema(minimum = 200, maximum = 599)]
    status: i64,
    /// 收下的服务次数
    #[schema(minimum = 0)]
    cases: i64,
    /// 未收的
    #[schema(minimum = 0)]
    refused: i64,
    /// 用时，毫秒
    #[schema(minimum = 0)]
    took_ms: i64,
    /// 问题类型
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

/// 查询本系统的调用记录，保留 31 天
#[utoipa::path(
    get, path = "/api/v1/requests", operation_id = "listRequests", tag = "接口", params(Before),
    responses((status = 200, description = "最近的在前，每页 100 条", body = Vec<Call>), super::docs::Refusals)
)]
pub(super) async fn list(
    State(web): State<AppState>,
    Extension(caller): Extension<Caller>,
    query: Result<Query<Before>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let asked = asked(query, "查询串只能有 before")?;
    let before = match asked.before.map(i64::try_from) {
        None => i64::MAX,
        Some(Ok(before)) => before,
        Some(Err(_)) => return Err(Problem::new(Kind::Malformed).detail("before 太大")),
    };
    let rows = web.service.db().partner_requests(caller.partner.row.id, before, PAGE).await?;
    let calls: Vec<Call> = rows
        .into_iter()
        .map(|r| Call {
            id: r.id,
            at: Millis(r.at).to_china_text(),
            key: r.key_id,
            operation: r.operation,
            status: r.status,
            cases: r.cases,
            refused: r.refused,
            took_ms: r.took_ms,
            problem: r.problem,
        })
        .collect();
    Ok(Answer::json(StatusCode::OK, &calls, Counts::default())?.into_response())
}
