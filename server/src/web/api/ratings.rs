//! Ratings of a partner's own cases, day by day. Whoever rated anonymously is not told by her case.

use super::guard::{Caller, Counts};
use super::idempotent::Answer;
use super::place::asked;
use super::problem::{Fault, Kind, Problem};
use crate::web::AppState;
use axum::extract::{Extension, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::Millis;
use domain::work_order;
use serde::{Deserialize, Serialize};
use storage::DayRating;
use utoipa::{IntoParams, ToSchema};

/// Ratings of a page.
const PAGE: i64 = 500;
/// Last page that can be asked for.
const MOST_PAGE: u32 = 100_000;
/// A day, ms.
const DAY: i64 = 86_400_000;

/// 哪一天
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OfDay {
    /// 评价日期，北京时间；当天的次日零点后可查
    #[param(pattern = "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", example = "2026-11-23")]
    day: String,
    /// 第几页，从 0 起，每页 500 条
    #[serde(default)]
    #[param(minimum = 0, maximum = 100000, nullable = false)]
    page: Option<u32>,
}

/// 一天的评价
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Ratings {
    /// 本页的评价；次序不含时间先后的信息
    ratings: Vec<Rating>,
    /// 还有下一页
    more: bool,
}

/// 一份评价。匿名的没有申办号、服务次数和时刻
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rating {
    /// 满意度星级，5 非常满意，1 非常不满意
    #[schema(minimum = 1, maximum = 5)]
    level: i16,
    /// 勾选的评价指标代码
    indicators: Vec<String>,
    /// 文字评价
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    /// 是否匿名
    anonymous: bool,
    /// 是否逾期
    late: bool,
    /// 评价渠道
    #[schema(minimum = 1, maximum = 7)]
    pf: i16,
    /// 实施编码
    task_code: String,
    /// 事项名称
    task_name: String,
    /// 窗口码
    #[serde(skip_serializing_if = "Option::is_none")]
    win_no: Option<String>,
    /// 评价日期
    day: String,
    /// 评价时间，匿名的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    assess_time: Option<String>,
    /// 申办号，匿名的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    project_no: Option<String>,
    /// 服务次数，匿名的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    service_number: Option<i32>,
    /// 差评整改单；没有的为空
    #[serde(skip_serializing_if = "Option::is_none")]
    work_order: Option<OrderState>,
}

/// 差评整改单办到哪一步。没有单号：单号有先后，会说出匿名评价的时刻
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct OrderState {
    /// 办理进度的代码：pending 待核实，checking 核实中，rectifying 整改中，explaining 解释说明，contested 申请不予采纳，
    /// to_reply 待反馈，replied 已反馈，to_call 待回访，redo 重办，supervised 督办，closed 办结
    state: String,
    /// 办理进度
    label: &'static str,
    /// 办理期限的最后一天
    due: String,
    /// 经市民投诉中心决定不予采纳、不计入考核
    excluded: bool,
}

fn order_of(rating: &DayRating) -> Option<OrderState> {
    let state = work_order::State::from_word(rating.order_state.as_deref()?)?;
    let due = Millis(rating.order_due_at?).plus(-1).in_china().date();
    Some(OrderState {
        state: state.word().to_owned(),
        label: state.label(),
        due: due.to_string(),
        excluded: rating.order_contest.as_deref() == Some("excluded"),
    })
}

impl From<DayRating> for Rating {
    fn from(r: DayRating) -> Rating {
        let at = Millis(r.rated_at).to_china_text();
        let named = !r.anonymous;
        let work_order = order_of(&r);
        Rating {
            level: r.level,
            indicators: r.indicators.split(',').filter(|c| !c.is_empty()).map(str::to_owned).collect(),
            words: r.words,
            anonymous: r.anonymous,
            late: r.late,
            pf: r.channel,
            task_code: r.task_code,
            task_name: r.item_name,
            win_no: r.window_code,
            day: at.get(..10).unwrap_or_default().to_owned(),
            assess_time: named.then_some(at),
            project_no: named.then_some(r.project_no),
            service_number: named.then_some(r.service_number),
            work_order,
        }
    }
}

/// 查询某一天本系统办件的评价
#[utoipa::path(
    get, path = "/api/v1/ratings", operation_id = "listRatings", tag = "评价", params(OfDay),
    responses((status = 200, description = "评价", body = Ratings), super::docs::Refusals)
)]
pub(super) async fn of_day(
    State(web): State<AppState>,
    Extension(caller): Extension<Caller>,
    query: Result<Query<OfDay>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let asked = asked(query, "查询串应有 day，可有 page（0 至 100000）")?;
    let page = asked.page.unwrap_or(0);
    if !is_day_like(&asked.day) || page > MOST_PAGE {
        return Err(Problem::new(Kind::Malformed).detail("day 应为 2026-11-23 形式的日期，page 最大 100000"));
    }
    let fault =
        || Fault { row: None, field: "day".into(), rule: "time".into(), message: "没有这一天".into() };
    let start = Millis::parse_china(&format!("{} 00:00:00", asked.day))
        .ok_or_else(|| Problem::new(Kind::Invalid).errors(vec![fault()]))?;
    let end = start.plus(DAY);
    if end > web.service.world().now() {
        return Err(Problem::new(Kind::Conflict).detail("这一天还没有过完，次日零点后可查"));
    }
    let page = i64::from(page);
    let rows = web
        .service
        .db()
        .ratings_of_partner(caller.partner.row.id, (start, end), (PAGE + 1, page.saturating_mul(PAGE)))
        .await?;
    let more = rows.len() as i64 > PAGE;
    let ratings = rows.into_iter().take(PAGE as usize).map(Rating::from).collect();
    Ok(Answer::json(StatusCode::OK, &Ratings { ratings, more }, Counts::default())?.into_response())
}

/// Four, two and two digits: what may still be no day.
fn is_day_like(text: &str) -> bool {
    let at = |n: usize| matches!(n, 4 | 7);
    text.len() == 10
        && text.bytes().enumerate().all(|(n, b)| if at(n) { b == b'-' } else { b.is_ascii_digit() })
        && text.starts_with("20")
}
