//! Code tables of the interface, and how each is mapped to and from the standard's.

use super::guard::Counts;
use super::idempotent::Answer;
use super::problem::Problem;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::code_tables::{ApplicantKind, CaseChannel, CaseKind, CaseState, ItemType, LimitUnit};
use serde::Serialize;
use utoipa::ToSchema;

/// 一张代码表
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Table {
    /// 用到它的字段
    field: &'static str,
    /// 名称
    name: &'static str,
    /// 各项
    codes: Vec<Code>,
}

/// 一项
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Code {
    /// 代码
    code: &'static str,
    /// 名称
    label: &'static str,
}

/// 查询代码表
#[utoipa::path(
    get, path = "/api/v1/tables", operation_id = "listTables", tag = "接口",
    responses((status = 200, description = "代码表", body = Vec<Table>), super::docs::Refusals)
)]
pub(super) async fn list() -> Result<Response, Problem> {
    macro_rules! table {
        ($table:ident $field:literal $name:literal) => {
            Table {
                field: $field,
                name: $name,
                codes: $table::ALL.iter().map(|v| Code { code: v.code(), label: v.label() }).collect(),
            }
        };
    }
    let tables = [
        table!(ItemType "taskType" "事项类型"),
        table!(CaseState "proStatus" "办理状态"),
        table!(CaseKind "projectType" "办件类型"),
        table!(CaseChannel "proChannel" "办件渠道"),
        table!(ApplicantKind "userProp" "申请人类型"),
        table!(LimitUnit "promiseType" "时限单位"),
    ];
    Ok(Answer::json(StatusCode::OK, &tables, Counts::default())?.into_response())
}
