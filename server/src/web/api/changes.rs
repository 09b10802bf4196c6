//! What happened since: a cursor over the rating log. Only what people gave their names to; the anonymous ones come
//! with their day (`ratings.rs`), because the moment would tell who it was.

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
use storage::NamedChange;
use utoipa::{IntoParams, ToSchema};

/// Entries of the log read for a page.
const SPAN: i64 = 2_000;

/// 从哪里起
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Since {
    /// 上一次回答中的 next；第一次不填
    #[serde(default)]
    #[param(minimum = 0, maximum = 9223372036854775807_i64, nullable = false)]
    after: Option<u64>,
}

/// 一页变化
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Changes {
    /// 变化，按先后
    changes: Vec<Change>,
    /// 下一次从这里起
    #[schema(minimum = 0)]
    next: i64,
    /// 还有更多，可以马上再查
    more: bool,
}

/// 一个变化
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Change {
    /// rated 评价；followed-up 追评
    #[schema(pattern = "^(rated|followed-up)$")]
    kind: &'static str,
    /// 时间，北京时间
    at: String,
    /// 申办号
    project_no: String,
    /// 服务次数
    #[schema(minimum = 1)]
    service_number: i32,
    /// 满意度星级；追评为追评的星级
    #[schema(minimum = 1, maximum = 5)]
    level: i16,
    /// 勾选的评价指标代码
    indicators: Vec<String>,
    /// 文字
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    /// 是否逾期
    late: bool,
    /// 评价渠道
    #[schema(minimum = 1, maximum = 7)]
    pf: i16,
}

impl From<NamedChange> for Change {
    fn from(c: NamedChange) -> Change {
        let follows = c.kind == 2;
        let indicators = c.indicators.split(',').filter(|code| !code.is_empty() && !follows);
        Change {
            kind: if follows { "followed-up" } else { "rated" },
            at: Millis(c.at).to_china_text(),
            project_no: c.project_no,
            service_number: c.service_number,
            level: c.follow_level.filter(|_| follows).unwrap_or(c.level),
            indicators: indicators.map(str::to_owned).collect(),
            words: if follows { c.follow_words } else { c.words },
            late: c.late,
            pf: c.channel,
        }
    }
}

/// 查询某一点之后的实名评价和追评
#[utoipa::path(
    get, path = "/api/v1/changes", operation_id = "listChanges", tag = "评价", params(Since),
    responses((status = 200, description = "变化", body = Changes), super::docs::Refusals)
)]
pub(super) async fn since(
    State(web): State<AppState>,
    Extension(caller): Extension<Caller>,
    query: Result<Query<Since>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let asked = asked(query, "查询串只能有 after，是上一次的 next")?;
    let after = i64::try_from(asked.after.unwrap_or(0))
        .map_err(|_| Problem::new(Kind::Malformed).detail("after 太大"))?;
    let (rows, next) = web.service.db().named_changes(caller.partner.row.id, after, SPAN).await?;
    let more = next == after.saturating_add(SPAN);
    let answer = Changes { changes: rows.into_iter().map(Change::from).collect(), next, more };
    Ok(Answer::json(StatusCode::OK, &answer, Counts::default())?.into_response())
}
