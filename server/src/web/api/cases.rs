//! Handing over cases, one or a batch; reading one again; bringing its state forward.

use super::case_body::{self, CaseBody};
use super::guard::{Caller, Counts, too_many};
use super::idempotent::{Answer, once};
use super::limits::What;
use super::links::Link;
use super::place::{At, CaseAt, KeyHeader};
use super::problem::{Fault, Kind, Problem};
use crate::web::{AppState, Web};
use axum::body::Bytes;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::Millis;
use domain::code_tables::CaseState;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use usecases::{PushMode, PushRow, Pushed, PushedCase};
use utoipa::ToSchema;

/// Most cases of a batch.
const MOST: usize = 1_000;

/// 一条推送的结果
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row {
    /// 第几行，从 0 起
    #[schema(minimum = 0)]
    pub row: u64,
    /// created 新的服务；matched 与先到的评价合上；known 已有，状态已更新；refused 未收，见 errors；not-stored 因其他行有误未收
    #[schema(pattern = "^(created|matched|known|refused|not-stored)$")]
    pub result: &'static str,
    /// 申办号
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_no: Option<String>,
    /// 服务次数
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub service_number: Option<i32>,
    /// 评价链接；已过期限或已撤销的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
    /// 未收的原因
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Fault>,
}

/// 一批推送的结果
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct BatchAnswer {
    /// 新的服务
    #[schema(minimum = 0)]
    pub created: u64,
    /// 与先到的评价合上的
    #[schema(minimum = 0)]
    pub matched: u64,
    /// 已有的
    #[schema(minimum = 0)]
    pub known: u64,
    /// 未收的
    #[schema(minimum = 0)]
    pub refused: u64,
    /// 逐行
    pub rows: Vec<Row>,
}

impl Row {
    pub(super) fn of(web: &Web, at: usize, pushed: Pushed) -> Row {
        let (result, case, problems) = match pushed {
            Pushed::Created(case) => ("created", Some(case), Vec::new()),
            Pushed::Matched(case) => ("matched", Some(case), Vec::new()),
            Pushed::Known(case) => ("known", Some(case), Vec::new()),
            Pushed::Refused(problems) => ("refused", None, problems),
            Pushed::NotStored => ("not-stored", None, Vec::new()),
        };
        let (project_no, service_number, link) = match case {
            Some(PushedCase { project_no, service_number, link }) => {
                (Some(project_no), Some(service_number), link)
            }
            None => (None, None, None),
        };
        Row {
            row: at as u64,
            result,
            project_no,
            service_number,
            link: link.map(|link| Link::of(web, &link)),
            errors: problems.into_iter().map(|p| Fault::of(None, p)).collect(),
        }
    }
}

impl BatchAnswer {
    fn of(web: &Web, pushed: Vec<Pushed>) -> BatchAnswer {
        let mut answer = BatchAnswer::default();
        for (at, pushed) in pushed.into_iter().enumerate() {
            answer.count(&pushed);
            answer.rows.push(Row::of(web, at, pushed));
        }
        answer
    }

    pub(super) fn count(&mut self, pushed: &Pushed) {
        let counted = match pushed {
            Pushed::Created(_) => &mut self.created,
            Pushed::Matched(_) => &mut self.matched,
            Pushed::Known(_) => &mut self.known,
            Pushed::Refused(_) | Pushed::NotStored => &mut self.refused,
        };
        *counted += 1;
    }

    pub(super) fn counts(&self) -> Counts {
        Counts { cases: self.created + self.matched + self.known, refused: self.refused }
    }
}

/// 推送一次服务
#[utoipa::path(
    post, path = "/api/v1/cases", operation_id = "pushCase", tag = "办件",
    params(KeyHeader),
    request_body(content = CaseBody, content_type = "application/json"),
    responses(
        (status = 201, description = "新的服务，附评价链接", body = Row,
            links(
                ("getCase" = (operation_id = "getCase", parameters(("projectNo" = "$response.body#/projectNo")))),
                ("getLink" = (operation_id = "getLink", parameters(("projectNo" = "$response.body#/projectNo"), ("serviceNumber" = "$response.body#/serviceNumber")))),
                ("renewLink" = (operation_id = "renewLink", parameters(("projectNo" = "$response.body#/projectNo"), ("serviceNumber" = "$response.body#/serviceNumber")))),
                ("revokeLink" = (operation_id = "revokeLink", parameters(("projectNo" = "$response.body#/projectNo"), ("serviceNumber" = "$response.body#/serviceNumber")))),
                ("setState" = (operation_id = "setState", parameters(("projectNo" = "$response.body#/projectNo")))),
            )),
        (status = 200, description = "已有，状态已更新", body = Row),
        super::docs::Refusals,
    )
)]
pub(super) async fn push(
    State(web): State<AppState>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let value = case_body::value_of(&headers, &body)?;
    if let Err(seconds) = take(&web, &caller, 1) {
        return Ok(too_many(seconds));
    }
    once(&web, &caller, &headers, async {
        let row = case_body::read_value(&value);
        let pushed = web.service.push_cases(&caller.partner, vec![row], PushMode::AllOrNothing).await?;
        let pushed = pushed.into_iter().next().ok_or_else(|| Problem::new(Kind::Internal))?;
        let status = match &pushed {
            Pushed::Created(_) => StatusCode::CREATED,
            _ => StatusCode::OK,
        };
        if let Pushed::Refused(problems) = pushed {
            return Err(Problem::new(Kind::Invalid)
                .errors(problems.into_iter().map(|p| Fault::of(None, p)).collect()));
        }
        Answer::json(status, &Row::of(&web, 0, pushed), Counts { cases: 1, refused: 0 })
    })
    .await
}

/// 推送一批，最多 1000 次服务
#[utoipa::path(
    post, path = "/api/v1/cases/batch", operation_id = "pushCases", tag = "办件",
    params(KeyHeader),
    request_body(content = super::case_body::Batch, content_type = "application/json"),
    responses((status = 200, description = "逐行的结果；一行都没有收下时是 422", body = BatchAnswer), super::docs::Refusals)
)]
pub(super) async fn push_batch(
    State(web): State<AppState>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let value = case_body::value_of(&headers, &body)?;
    let (mode, rows) = read_batch(&value)?;
    if let Err(seconds) = take(&web, &caller, rows.len()) {
        return Ok(too_many(seconds));
    }
    once(&web, &caller, &headers, async {
        let pushed = web.service.push_cases(&caller.partner, rows, mode).await?;
        if mode == PushMode::AllOrNothing && pushed.iter().any(|p| matches!(p, Pushed::Refused(_))) {
            return Err(all_refused(pushed));
        }
        if pushed.iter().all(|p| matches!(p, Pushed::Refused(_))) {
            return Err(all_refused(pushed));
        }
        let answer = BatchAnswer::of(&web, pushed);
        Answer::json(StatusCode::OK, &answer, answer.counts())
    })
    .await
}

/// What is wrong, row by row, when nothing was taken.
fn all_refused(pushed: Vec<Pushed>) -> Problem {
    let total = pushed.len();
    let mut errors = Vec::new();
    let mut refused = 0;
    for (at, pushed) in pushed.into_iter().enumerate() {
        if let Pushed::Refused(problems) = pushed {
            refused += 1;
            errors.extend(problems.into_iter().map(|p| Fault::of(Some(at), p)));
        }
    }
    Problem::new(Kind::Invalid)
        .detail(format!("{total} 行中有 {refused} 行不合规则，全部没有收"))
        .errors(errors)
}

fn read_batch(value: &Value) -> Result<(PushMode, Vec<PushRow>), Problem> {
    let wrong = |detail: &str| Problem::new(Kind::Malformed).detail(detail);
    let Value::Object(object) = value else { return Err(wrong("应为一个 JSON 对象")) };
    if let Some(name) = object.keys().find(|name| !["mode", "cases"].contains(&name.as_str())) {
        return Err(wrong(&format!("没有名为“{}”的字段", name.chars().take(40).collect::<String>())));
    }
    let mode = match object.get("mode").and_then(Value::as_str) {
        Some("all-or-nothing") => PushMode::AllOrNothing,
        Some("each") => PushMode::Each,
        _ => return Err(wrong("mode 应为 all-or-nothing 或 each")),
    };
    match object.get("cases") {
        Some(Value::Array(cases)) if (1..=MOST).contains(&cases.len()) => {
            Ok((mode, cases.iter().map(case_body::read_value).collect()))
        }
        _ => Err(wrong("cases 应为 1 至 1000 行的数组")),
    }
}

/// Takes so many cases from the minute's allowance.
pub(super) fn take(web: &Web, caller: &Caller, many: usize) -> Result<(), u64> {
    web.limits.take(&caller.partner.row, What::Cases, many, web.service.world().now())
}

/// 一个办件，不含个人信息
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct StoredCase {
    /// 申办号
    project_no: String,
    /// 事项名称
    task_name: String,
    /// 受理部门名称
    org_name: String,
    /// 办理状态
    pro_status: String,
    /// 收件时间，北京时间
    accept_date: String,
    /// 办结时间，北京时间
    #[serde(skip_serializing_if = "Option::is_none")]
    result_date: Option<String>,
    /// 各次服务
    occurrences: Vec<Occurrence>,
}

/// 一次服务
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Occurrence {
    /// 服务次数
    #[schema(minimum = 1)]
    service_number: i32,
    /// 服务名称
    service_name: String,
    /// 服务时间，北京时间
    service_time: String,
    /// 评价期限的最后时刻，北京时间
    rate_until: String,
    /// 期限跨入放假安排尚未公布的年份，可能变动
    provisional: bool,
    /// 窗口码
    #[serde(skip_serializing_if = "Option::is_none")]
    win_no: Option<String>,
    /// 业务系统的服务编号
    #[serde(skip_serializing_if = "Option::is_none")]
    occurrence_ref: Option<String>,
}

/// 查询本系统推送的一个办件
#[utoipa::path(
    get, path = "/api/v1/cases/{projectNo}", operation_id = "getCase", tag = "办件",
    params(CaseAt),
    responses((status = 200, description = "办件和各次服务；是否已评价不在其中", body = StoredCase), super::docs::Refusals)
)]
pub(super) async fn show(
    State(web): State<AppState>,
    Extension(caller): Extension<Caller>,
    At(CaseAt { project_no }): At<CaseAt>,
) -> Result<Response, Problem> {
    let found = web.service.db().case_of_partner(caller.partner.row.id, &project_no).await?;
    let (case, occurrences) = found.ok_or_else(|| Problem::new(Kind::NotFound))?;
    let text = |ms: i64| Millis(ms).to_china_text();
    let answer = StoredCase {
        project_no: case.project_no,
        task_name: case.item_name,
        org_name: case.org_name,
        pro_status: case.state,
        accept_date: text(case.accepted_at),
        result_date: case.finished_at.map(text),
        occurrences: occurrences
            .into_iter()
            .map(|o| Occurrence {
                service_number: o.service_number,
                service_name: o.service_name,
                service_time: text(o.served_at),
                rate_until: text(o.rate_until),
                provisional: o.provisional,
                win_no: o.window_code,
                occurrence_ref: o.outer_ref,
            })
            .collect(),
    };
    Ok(Answer::json(StatusCode::OK, &answer, Counts::default())?.into_response())
}

/// 新的办理状态
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct NewState {
    /// 1 待受理；2 已受理；3 已办结
    #[schema(pattern = "^[123]$", example = "3")]
    pro_status: String,
    /// 办结时间，北京时间；状态为 3 时必填
    #[serde(default)]
    #[schema(
        nullable = false,
        pattern = "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]) ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$",
        example = "2026-11-24 09:30:00"
    )]
    result_date: Option<String>,
}

/// 更新办理状态；状态不能倒退
#[utoipa::path(
    put, path = "/api/v1/cases/{projectNo}/state", operation_id = "setState", tag = "办件",
    params(CaseAt),
    request_body(content = NewState, content_type = "application/json"),
    responses((status = 204, description = "已更新"), super::docs::Refusals)
)]
pub(super) async fn set_state(
    State(web): State<AppState>,
    Extension(caller): Extension<Caller>,
    At(CaseAt { project_no }): At<CaseAt>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let value = case_body::value_of(&headers, &body)?;
    let new: NewState = serde_json::from_value(value)
        .map_err(|_| Problem::new(Kind::Malformed).detail("应有 proStatus，可有 resultDate，都是字符串"))?;
    let fault = |field: &str, rule: &str, message: &str| {
        let fault = Fault { row: None, field: field.into(), rule: rule.into(), message: message.into() };
        Problem::new(Kind::Invalid).errors(vec![fault])
    };
    let state = CaseState::from_code(&new.pro_status)
        .ok_or_else(|| fault("proStatus", "not-in-table", "不在代码表中"))?;
    let finished = match &new.result_date {
        Some(text) => {
            let time = Millis::parse_china(text);
            Some(time.ok_or_else(|| fault("resultDate", "time", "应为 2026-01-31 09:30:00 形式的时间"))?)
        }
        None if state == CaseState::Finished => {
            return Err(fault("resultDate", "required-when-finished", "办理状态为已办结时必填"));
        }
        None => None,
    };
    let id = caller.partner.row.id;
    let Some((case, _)) = web.service.db().case_of_partner(id, &project_no).await? else {
        return Err(Problem::new(Kind::NotFound));
    };
    if finished.is_some_and(|time| time.0 < case.accepted_at) {
        return Err(fault("resultDate", "before-acceptance", "早于收件时间"));
    }
    match web.service.db().set_case_state((id, &project_no), (state.code(), finished)).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::new(Kind::Conflict).detail("办理状态不能倒退")),
    }
}
