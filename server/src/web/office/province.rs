//! `/office/province`: from when on which ratings are given on the province's own page, and from when here again.

use super::desk::Desk;
use super::pick::{self, Kind};
use super::post::OfficePost;
use super::reasons::{checked, reason, row_id};
use super::roster::{DAY, date_text, parse_day};
use app::components::Tone;
use app::office::components::{
    Cell, ColumnView, ConfirmView, EmptyView, FieldView, RowView, TableView, confirm_page, home_crumb,
};
use app::office::plain::{ActView, ListView, NoteView, list_page};
use app::office::province::{PROVINCE, ProvinceFormView, province_crumbs, province_form_page};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::Millis;
use storage::{ProvinceRuleRow, StorageResult};
use usecases::{ProvinceRuleForm, ProvinceRuleKept, area_words};

const ALL_DEPARTMENTS: Option<&str> = Some("全部部门");
const NOT_SET: &str = "系统配置中还没有省评价页的网址和密钥（[province]）。请先由系统运维人员配置。";

/// `GET /office/province`
pub(super) async fn list(desk: Desk) -> Response {
    let rules = match desk.web.service.db().province_rules().await {
        Ok(rules) => rules,
        Err(error) => return desk.failed(error),
    };
    let now = desk.web.service.world().now();
    let is_set = desk.web.province.is_some();
    let add = is_set.then(|| ActView::main("转到省系统评价", format!("{PROVINCE}/new")));
    let note = NoteView {
        tone: if is_set { Tone::Info } else { Tone::Warn },
        title: if is_set { "本系统始终可以评价".into() } else { "还不能转到省系统".into() },
        text: if is_set {
            "转到省里以后，办事人先看到去省系统的按钮；省系统打不开时，她仍可在本系统评价，评价照收。".into()
        } else {
            NOT_SET.into()
        },
    };
    let view = ListView {
        title: "评价页面".into(),
        lead: "哪些区划、部门的评价从哪天起在省“好差评”系统进行。没有列出的，在本系统评价。".into(),
        crumbs: home_crumb(),
        acts: add.into_iter().collect(),
        note: Some(note),
        filter: None,
        table: TableView {
            caption: "转到省系统评价的范围".into(),
            columns: ["范围", "起", "止", "状态", "设定"].map(ColumnView::new).to_vec(),
            rows: rules.into_iter().map(|rule| row(rule, now)).collect(),
            empty: EmptyView {
                title: "现在都在本系统评价".into(),
                text: "按区划、部门设定从哪天起转到省系统。".into(),
                action: None,
            },
            ..TableView::default()
        },
    };
    desk.show(StatusCode::OK, PROVINCE, |ctx| list_page(ctx, view))
}

/// A rule that is over can only be read.
fn row(rule: ProvinceRuleRow, now: Millis) -> RowView {
    let is_over = rule.until_at.is_some_and(|until| until <= now.0);
    let state = match rule.from_at > now.0 {
        _ if is_over => Cell::Muted("已结束".into()),
        true => "未开始".into(),
        false => "在省系统评价".into(),
    };
    let until = rule.until_at.map_or_else(|| "长期".into(), |until| Millis(until).minute_in_words());
    RowView {
        href: (!is_over).then(|| format!("{PROVINCE}/{}/end", rule.id)),
        key: rule.id.to_string(),
        cells: vec![
            area_words(&rule.division, &rule.department).into(),
            Cell::Time(Millis(rule.from_at).minute_in_words()),
            Cell::Time(until),
            state,
            Cell::Two {
                text: format!("{}：{}", rule.made_by, rule.reason),
                sub: Millis(rule.made_at).to_china_text(),
            },
        ],
        ticked: false,
    }
}

/// `GET /office/province/new`
pub(super) async fn ask_new(desk: Desk) -> Response {
    if desk.web.province.is_none() {
        return desk.impossible(NOT_SET);
    }
    let (web, officer) = (&desk.web, &desk.officer);
    let pickers = async {
        let division = pick::offer(web, officer, Kind::Division, "", None).await?;
        Ok((division, pick::offer(web, officer, Kind::Department, "", ALL_DEPARTMENTS).await?))
    };
    match pickers.await {
        Ok((division, department)) => {
            let view = ProvinceFormView {
                division: (division, None),
                department: (department, None),
                ..ProvinceFormView::default()
            };
            desk.show(StatusCode::OK, PROVINCE, |ctx| province_form_page(ctx, view))
        }
        Err(error) => desk.failed(error),
    }
}

/// `POST /office/province/new`
pub(super) async fn add(sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    if desk.web.province.is_none() {
        return desk.impossible(NOT_SET);
    }
    let (mut view, form) = match read(&desk, &fields).await {
        Ok((view, Some(form))) => (view, form),
        Ok((view, None)) => return again(&desk, view),
        Err(error) => return desk.failed(error),
    };
    match desk.web.service.add_province_rule(&desk.officer, &form).await {
        Ok(ProvinceRuleKept::Done(rule)) => {
            let area = area_words(&rule.division, &rule.department);
            let from = Millis(rule.from_at).minute_in_words();
            return desk.done(PROVINCE, &format!("“{area}”从{from}起转到省系统评价。"));
        }
        Ok(ProvinceRuleKept::DivisionWrong) => view.division.1 = Some("这个区划已停用，请另选。".into()),
        Ok(ProvinceRuleKept::DepartmentWrong) => {
            view.department.1 = Some("这个部门已停用，请另选。".into());
        }
        Ok(ProvinceRuleKept::NoCreditCode(name)) => {
            view.department.1 = Some(format!(
                "“{name}”没有登记统一社会信用代码，它的办件无法核对。请先到部门页补登，或改选全部部门。"
            ));
        }
        Ok(ProvinceRuleKept::EndsFirst) => view.until.1 = Some("应不早于开始的那天，也不早于今天。".into()),
        Err(error) => return desk.failed(error),
    }
    again(&desk, view)
}

fn again(desk: &Desk, view: ProvinceFormView) -> Response {
    let status = if view.has_fault() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    desk.show(status, PROVINCE, |ctx| province_form_page(ctx, view))
}

/// What the form says; while something is missing or searched for, the view to be shown again.
async fn read(
    desk: &Desk,
    fields: &crate::web::body::Fields,
) -> StorageResult<(ProvinceFormView, Option<ProvinceRuleForm>)> {
    let (web, officer) = (&desk.web, &desk.officer);
    let division = pick::take(web, officer, (Kind::Division, "division"), fields, None).await?;
    let place = (Kind::Department, "department");
    let department = pick::take(web, officer, place, fields, ALL_DEPARTMENTS).await?;
    let typed = |name: &str| fields.get(name).trim().to_owned();
    let (from, until) = (typed("from"), typed("until"));
    let asks = division.asks || department.asks;
    let mut view = ProvinceFormView {
        division: (division.view, None),
        department: (department.view, None),
        from: (from, None),
        until: (until, None),
        reason: (typed("reason"), None),
    };
    if asks {
        return Ok((view, None));
    }
    if view.division.0.value.is_empty() {
        view.division.1 = Some("请选择区划。".into());
    }
    let day = |field: &mut (String, Option<String>)| {
        let day = parse_day(&field.0);
        field.1 = day.is_none().then(|| "请按 2026-12-01 的样子填写日期。".to_owned());
        day
    };
    let from = day(&mut view.from);
    let until = if view.until.0.is_empty() { None } else { day(&mut view.until) };
    let today = parse_day(&date_text(web.service.world().now()));
    if from.zip(today).is_some_and(|(from, today)| from < today) {
        view.from.1 = Some("已经过去了，请填今天或以后的日期。".into());
    }
    if let Err((_, fault)) = checked(&view.reason.0) {
        view.reason.1 = Some(fault);
    }
    if view.has_fault() {
        return Ok((view, None));
    }
    let form = from.map(|from| ProvinceRuleForm {
        division: view.division.0.value.clone(),
        department: view.department.0.value.parse().ok(),
        from,
        until: until.map(|day| day.plus(DAY)),
        reason: view.reason.0.clone(),
    });
    Ok((view, form))
}

/// `GET /office/province/{rule}/end`
pub(super) async fn ask_end(desk: Desk, Path(rule): Path<String>) -> Response {
    match find(&desk, &rule).await {
        Ok(rule) => confirm(&desk, StatusCode::OK, &rule, (String::new(), None)),
        Err(response) => response,
    }
}

async fn find(desk: &Desk, rule: &str) -> Result<ProvinceRuleRow, Response> {
    let Some(id) = row_id(rule) else { return Err(desk.missing()) };
    match desk.web.service.db().province_rule(id).await {
        Ok(rule) => rule.ok_or_else(|| desk.missing()),
        Err(error) => Err(desk.failed(error)),
    }
}

fn confirm(
    desk: &Desk,
    status: StatusCode,
    rule: &ProvinceRuleRow,
    (typed, fault): (String, Option<String>),
) -> Response {
    if rule.until_at.is_some_and(|until| until <= desk.web.service.world().now().0) {
        return desk.impossible("已经结束了。");
    }
    let field = FieldView::new("reason", "原因").required().max(100).hint("会写入操作记录。");
    let view = ConfirmView {
        title: format!("“{}”不再转到省系统评价？", area_words(&rule.division, &rule.department)),
        about: "评价页面".into(),
        does: vec!["从现在起，这些办件和窗口在本系统评价".into()],
        does_not: vec!["已在省系统提交的评价不受影响".into()],
        reason: Some(field.value(typed).error(fault)),
        action: format!("{PROVINCE}/{}/end", rule.id),
        hidden: Vec::new(),
        act: "改回本系统评价".into(),
        danger: false,
        cancel: PROVINCE.into(),
    };
    desk.show(status, PROVINCE, |ctx| confirm_page(ctx, province_crumbs(), view))
}

/// `POST /office/province/{rule}/end`
pub(super) async fn end(Path(rule): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let rule = match find(&desk, &rule).await {
        Ok(rule) => rule,
        Err(response) => return response,
    };
    let reason = match reason(&fields) {
        Ok(reason) => reason,
        Err((typed, missing)) => {
            return confirm(&desk, StatusCode::UNPROCESSABLE_ENTITY, &rule, (typed, Some(missing)));
        }
    };
    match desk.web.service.end_province_rule(&desk.officer, &rule, &reason).await {
        Ok(true) => {
            let area = area_words(&rule.division, &rule.department);
            desk.done(PROVINCE, &format!("“{area}”已改回本系统评价。"))
        }
        Ok(false) => desk.impossible("已经结束了。"),
        Err(error) => desk.failed(error),
    }
}
