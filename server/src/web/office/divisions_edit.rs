//! Adding, changing, retiring and restoring a division.

use super::desk::Desk;
use super::divisions::find;
use super::halls_edit::conflict_of;
use super::pick::{self, Kind};
use super::post::OfficePost;
use crate::web::body::Fields;
use app::office::components::{ChoiceView, ConfirmView, ConflictField, ConflictView, FieldView};
use app::office::components::{confirm_page, conflict_page};
use app::office::divisions::{DivisionFormView, division_form_page, divisions_crumbs};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{DisplayName, DivisionCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use storage::{Hanging, OfficeDivision, StorageResult};
use usecases::{DivisionKept, NewDivisionForm};

const SAME: Option<&str> = Some("与统计隶属相同");

/// `GET /office/divisions/new`, perhaps below a division: `?below=…`, or filled in for a zone: `?zone=…&name=…`
pub(super) async fn ask_new(desk: Desk) -> Response {
    let query = desk.list("");
    let mut view = new_form(query.get("below"));
    let zone = query.get("zone");
    if zone.is_empty() {
        // The digits of the division above are typed already.
        let below = query.get("below").trim_end_matches('0');
        view.code.0 =
            if below.len().is_multiple_of(3) && below.len() >= 6 { below.to_owned() } else { String::new() };
    } else {
        (view.is_zone, view.code.0, view.name.0) = (true, zone.to_owned(), query.get("name").to_owned());
    }
    ask_form(&desk, view, "").await
}

/// `POST /office/divisions/new`
pub(super) async fn add(sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let (mut view, form) = match read_new(&desk, &fields, new_form("")).await {
        Ok((view, Some(form))) => (view, form),
        Ok((view, None)) => return again(&desk, view).await,
        Err(error) => return desk.failed(error),
    };
    match desk.web.service.add_division(&desk.officer, &form).await {
        Ok(DivisionKept::Done(now)) => {
            let said = format!("已新增区划“{}”，代码 {}。", now.name, now.code);
            desk.done(&format!("/office/divisions/{}", now.code), &said)
        }
        Ok(DivisionKept::CodeTaken) => {
            view.code.1 = Some("这个代码已有区划使用，请核对。".into());
            again(&desk, view).await
        }
        Ok(DivisionKept::ParentWrong) => {
            view.code.1 = Some("代码所属的上级区划不在您管理的范围内，或已停用。请先新增或恢复上级。".into());
            again(&desk, view).await
        }
        Ok(DivisionKept::LevelWrong) => {
            view.code.1 = Some(if form.is_zone {
                "功能区的代码应为6位（区县级）。".into()
            } else {
                "不能新增市级区划。".into()
            });
            again(&desk, view).await
        }
        Ok(other) => refuse(&desk, view, other).await,
        Err(error) => desk.failed(error),
    }
}

/// `GET /office/divisions/{division}/edit`
pub(super) async fn ask_change(Path(division): Path<String>, desk: Desk) -> Response {
    match find(&desk, &division).await {
        Ok(Some(division)) => {
            let view = DivisionFormView {
                name: (division.name.clone(), None),
                version: division.version,
                ..change_form(&division)
            };
            ask_form(&desk, view, division.managing_parent.as_deref().unwrap_or_default()).await
        }
        Ok(None) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}

/// `POST /office/divisions/{division}/edit`
pub(super) async fn change(Path(division): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let before = match find(&desk, &division).await {
        Ok(Some(before)) => before,
        Ok(None) => return desk.missing(),
        Err(error) => return desk.failed(error),
    };
    let (view, change) = match read(&desk, &fields, change_form(&before)).await {
        Ok((view, Some(change))) => (view, change),
        Ok((view, None)) => return again(&desk, view).await,
        Err(error) => return desk.failed(error),
    };
    let (name, manager) = change;
    let key = (before.code.as_str(), view.version);
    match desk.web.service.change_division(&desk.officer, key, &name, manager).await {
        Ok(DivisionKept::Done(now)) => {
            desk.done(&format!("/office/divisions/{}", now.code), &format!("“{}”已保存。", now.name))
        }
        Ok(DivisionKept::Conflict(now)) => match conflict_view(&desk, &name, manager, now).await {
            Ok(view) => {
                let ctx = desk.context("/office/divisions");
                desk.page(StatusCode::CONFLICT, || conflict_page(ctx, divisions_crumbs(), view))
            }
            Err(error) => desk.failed(error),
        },
        Ok(other) => refuse(&desk, view, other).await,
        Err(error) => desk.failed(error),
    }
}

/// The form again, with why the managing parent could not be taken.
async fn refuse(desk: &Desk, mut view: DivisionFormView, why: DivisionKept) -> Response {
    view.manager.1 = Some(match why {
        DivisionKept::ManagerNotAbove => "管理隶属应选比本区划高一级或更高的区划。".into(),
        DivisionKept::ManagerWrong => "请选择您管理范围内、未停用的区划。".into(),
        _ => return desk.missing(),
    });
    again(desk, view).await
}

async fn conflict_view(
    desk: &Desk,
    name: &str,
    manager: Option<DivisionCode>,
    now: OfficeDivision,
) -> StorageResult<ConflictView> {
    let service = &desk.web.service;
    let mine = match manager {
        Some(code) => service.db().picked_division(&desk.officer.scope, code.as_str()).await?,
        None => None,
    };
    let same = || ChoiceView::new("", SAME.unwrap_or_default());
    let theirs = now.managing_parent.clone().zip(now.managing_name.clone());
    let fields = vec![
        ConflictField {
            name: "name",
            label: "区划名称".into(),
            yours: ChoiceView::new(name, name),
            theirs: ChoiceView::new(&now.name, &now.name),
        },
        ConflictField {
            name: "manager",
            label: "管理隶属".into(),
            yours: mine.map_or_else(same, |row| ChoiceView::new(row.value, row.name)),
            theirs: theirs.map_or_else(same, |(code, name)| ChoiceView::new(code, name)),
        },
    ];
    let last = service.history("division", &now.code).await?.into_iter().next();
    let path = format!("/office/divisions/{}", now.code);
    Ok(conflict_of(fields, now.name, now.version, last, path))
}

/// `GET /office/divisions/{division}/retire` and `…/restore`
pub(super) async fn ask_retire(Path(division): Path<String>, desk: Desk) -> Response {
    let division = match find(&desk, &division).await {
        Ok(Some(division)) => division,
        Ok(None) => return desk.missing(),
        Err(error) => return desk.failed(error),
    };
    match desk.web.service.db().hanging(&division.code).await {
        Ok(hanging) if division.retired_at.is_none() && !hanging.is_empty() => {
            desk.impossible(&hanging_sentence(&division.name, hanging))
        }
        Ok(_) => ask(&desk, StatusCode::OK, division, None),
        Err(error) => desk.failed(error),
    }
}

fn hanging_sentence(name: &str, hanging: Hanging) -> String {
    let parts = [(hanging.divisions, "下级区划"), (hanging.halls, "大厅"), (hanging.departments, "部门")];
    let parts: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n}个{what}")).collect();
    format!("“{name}”还有使用中的{}，请先把它们停用或移到别处，再停用区划。", parts.join("、"))
}

fn ask(desk: &Desk, status: StatusCode, division: OfficeDivision, fault: Option<String>) -> Response {
    let (path, retires) = (format!("/office/divisions/{}", division.code), division.retired_at.is_none());
    let act = if retires { "停用" } else { "恢复" };
    let does = if retires {
        "不能再在这里新增大厅、部门和下级区划"
    } else {
        "可以重新在这里新增大厅、部门和下级区划"
    };
    let view = ConfirmView {
        title: format!("{act}“{}”？", division.name),
        about: format!("{} · {}", division.parent_name.unwrap_or_default(), division.code),
        does: vec![does.to_owned()],
        does_not: vec!["已有的评价和变动记录不变".to_owned(), "代码不会给别的区划使用".to_owned()],
        reason: retires.then(|| {
            FieldView::new("reason", "停用原因").required().max(100).hint("会写入变动记录。").error(fault)
        }),
        action: format!("{path}/{}", if retires { "retire" } else { "restore" }),
        hidden: vec![("version".into(), division.version.to_string())],
        act: format!("{act}区划"),
        danger: retires,
        cancel: path,
    };
    let ctx = desk.context("/office/divisions");
    desk.page(status, || confirm_page(ctx, divisions_crumbs(), view))
}

/// `POST /office/divisions/{division}/retire`
pub(super) async fn retire(Path(division): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let before = match find(&desk, &division).await {
        Ok(Some(before)) => before,
        Ok(None) => return desk.missing(),
        Err(error) => return desk.failed(error),
    };
    if fields.get("reason").trim().is_empty() {
        return ask(&desk, StatusCode::UNPROCESSABLE_ENTITY, before, Some("请写明停用原因。".into()));
    }
    let key = (before.code.as_str(), fields.get("version").parse().unwrap_or(0));
    match desk.web.service.retire_division(&desk.officer, key, fields.get("reason")).await {
        Ok(DivisionKept::Hanging(hanging)) => desk.impossible(&hanging_sentence(&before.name, hanging)),
        Ok(DivisionKept::LevelWrong) => desk.impossible("市级区划不能停用。"),
        other => end(&desk, other, "停用"),
    }
}

/// `POST /office/divisions/{division}/restore`
pub(super) async fn restore(Path(division): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let key = (division.as_str(), fields.get("version").parse().unwrap_or(0));
    match desk.web.service.restore_division(&desk.officer, key).await {
        Ok(DivisionKept::ParentWrong) => desk.impossible("上级区划已停用，请先恢复上级。"),
        other => end(&desk, other, "恢复"),
    }
}

fn end(desk: &Desk, outcome: StorageResult<DivisionKept>, act: &str) -> Response {
    match outcome {
        Ok(DivisionKept::Done(now)) => {
            desk.done(&format!("/office/divisions/{}", now.code), &format!("“{}”已{act}。", now.name))
        }
        Ok(DivisionKept::Conflict(now)) => {
            desk.impossible(&format!("“{}”刚刚被别人改过，请看过现在的内容再决定。", now.name))
        }
        Ok(_) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}

fn new_form(below: &str) -> DivisionFormView {
    let cancel = match below.parse::<DivisionCode>() {
        Ok(code) => format!("/office/divisions?below={code}"),
        Err(_) => "/office/divisions".to_owned(),
    };
    DivisionFormView { action: "/office/divisions/new".into(), cancel, ..DivisionFormView::default() }
}

fn change_form(division: &OfficeDivision) -> DivisionFormView {
    let path = format!("/office/divisions/{}", division.code);
    DivisionFormView {
        of: Some(division.name.clone()),
        is_zone: division.is_zone,
        action: format!("{path}/edit"),
        cancel: path,
        ..DivisionFormView::default()
    }
}

/// What the form says; while something is missing or searched for, the view to be shown again.
async fn read(
    desk: &Desk,
    fields: &Fields,
    mut view: DivisionFormView,
) -> StorageResult<(DivisionFormView, Option<(String, Option<DivisionCode>)>)> {
    let manager = pick::take(&desk.web, &desk.officer, (Kind::Division, "manager"), fields, SAME).await?;
    view.manager.0 = manager.view;
    view.name.0 = fields.get("name").to_owned();
    view.version = fields.get("version").parse().unwrap_or(0);
    if manager.asks {
        return Ok((view, None));
    }
    let name = DisplayName::parse(&view.name.0, domain::name::UNIT);
    view.name.1 = name.as_ref().err().map(|fault| format!("{fault}。"));
    let manager = view.manager.0.value.parse().ok();
    Ok((view, name.ok().map(|name| (name.as_str().to_owned(), manager))))
}

async fn read_new(
    desk: &Desk,
    fields: &Fields,
    view: DivisionFormView,
) -> StorageResult<(DivisionFormView, Option<NewDivisionForm>)> {
    let (mut view, change) = read(desk, fields, view).await?;
    (view.is_zone, view.code.0) = (fields.get("kind") == "zone", fields.get("code").to_owned());
    if change.is_none() && view.name.1.is_none() {
        return Ok((view, None));
    }
    let code = match view.code.0.parse::<DivisionCode>() {
        Ok(code) => Some(code),
        Err(fault) => {
            view.code.1 = Some(format!("{fault}。"));
            None
        }
    };
    let is_zone = view.is_zone;
    let form =
        change.zip(code).map(|((name, manager), code)| NewDivisionForm { code, name, is_zone, manager });
    Ok((view, form))
}

/// A fresh form with this managing parent chosen.
async fn ask_form(desk: &Desk, mut view: DivisionFormView, manager: &str) -> Response {
    match pick::offer(&desk.web, &desk.officer, Kind::Division, manager, SAME).await {
        Ok(offered) => view.manager.0 = offered,
        Err(error) => return desk.failed(error),
    }
    again(desk, view).await
}

/// The form: 422 where something is wrong with it.
async fn again(desk: &Desk, mut view: DivisionFormView) -> Response {
    if view.of.is_none() {
        match zones(desk).await {
            Ok(zones) => view.zones = zones,
            Err(error) => return desk.failed(error),
        }
    }
    let wrong = view.name.1.is_some() || view.code.1.is_some() || view.manager.1.is_some();
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let ctx = desk.context("/office/divisions");
    desk.page(status, || division_form_page(ctx, view))
}

/// The city's zones that are not in the tree yet.
async fn zones(desk: &Desk) -> StorageResult<Vec<(String, String)>> {
    let service = &desk.web.service;
    let mut missing = Vec::new();
    for zone in &service.settings().zones.0 {
        let Ok(code) = zone.code.parse::<DivisionCode>() else { continue };
        if service.plain_division(&desk.officer, code.as_str()).await?.is_none() {
            let name = utf8_percent_encode(&zone.name, NON_ALPHANUMERIC);
            let href = format!("/office/divisions/new?zone={}&name={name}", zone.code);
            missing.push((format!("{} {}", zone.name, zone.code), href));
        }
    }
    Ok(missing)
}
