//! Adding, changing, closing and reopening a department.

use super::departments::find;
use super::desk::Desk;
use super::halls_edit::conflict_of;
use super::pick::{self, Kind};
use super::post::OfficePost;
use crate::web::body::Fields;
use app::office::components::{ChoiceView, ConfirmView, ConflictField, ConflictView, FieldView};
use app::office::components::{confirm_page, conflict_page};
use app::office::departments::{DepartmentFormView, department_form_page, departments_crumbs};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{CreditCode, DisplayName};
use storage::{DepartmentChange, OfficeDepartment, StorageResult};
use usecases::DepartmentKept;

const PLACE_WRONG: &str = "请选择您管理范围内、未停用的区划。";

/// `GET /office/departments/new`
pub(super) async fn ask_new(desk: Desk) -> Response {
    let division = desk.list("").get("division").to_owned();
    ask_form(&desk, new_form(), &division).await
}

/// `POST /office/departments/new`
pub(super) async fn open(sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let (view, change) = match read(&desk, &fields, new_form()).await {
        Ok((view, Some(change))) => (view, change),
        Ok((view, None)) => return again(&desk, view),
        Err(error) => return desk.failed(error),
    };
    match desk.web.service.open_department(&desk.officer, &change).await {
        Ok(DepartmentKept::Done(now)) => {
            desk.done(&format!("/office/departments/{}", now.id), &format!("已新增部门“{}”。", now.name))
        }
        Ok(other) => refuse(&desk, view, other),
        Err(error) => desk.failed(error),
    }
}

/// `GET /office/departments/{department}/edit`
pub(super) async fn ask_change(Path(department): Path<String>, desk: Desk) -> Response {
    match find(&desk, &department).await {
        Ok(Some(department)) => {
            let view = DepartmentFormView {
                name: (department.name.clone(), None),
                credit_code: (department.credit_code.clone().unwrap_or_default(), None),
                version: department.version,
                ..change_form(&department)
            };
            ask_form(&desk, view, department.division_code.as_deref().unwrap_or_default()).await
        }
        Ok(None) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}

/// `POST /office/departments/{department}/edit`
pub(super) async fn change(Path(department): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let before = match find(&desk, &department).await {
        Ok(Some(before)) => before,
        Ok(None) => return desk.missing(),
        Err(error) => return desk.failed(error),
    };
    let (view, change) = match read(&desk, &fields, change_form(&before)).await {
        Ok((view, Some(change))) => (view, change),
        Ok((view, None)) => return again(&desk, view),
        Err(error) => return desk.failed(error),
    };
    let path = format!("/office/departments/{}", before.id);
    match desk.web.service.change_department(&desk.officer, (before.id, view.version), &change).await {
        Ok(DepartmentKept::Done(now)) => desk.done(&path, &format!("“{}”已保存。", now.name)),
        Ok(DepartmentKept::Conflict(now)) => match conflict_view(&desk, &change, now).await {
            Ok(view) => {
                let ctx = desk.context("/office/departments");
                desk.page(StatusCode::CONFLICT, || conflict_page(ctx, departments_crumbs(), view))
            }
            Err(error) => desk.failed(error),
        },
        Ok(other) => refuse(&desk, view, other),
        Err(error) => desk.failed(error),
    }
}

/// The form again, with why it could not be saved.
fn refuse(desk: &Desk, mut view: DepartmentFormView, why: DepartmentKept) -> Response {
    match why {
        DepartmentKept::PlaceWrong => view.division.1 = Some(PLACE_WRONG.into()),
        DepartmentKept::CodeTaken(name) => {
            view.credit_code.1 = Some(format!("“{name}”已登记这个统一社会信用代码，请核对。"));
        }
        _ => return desk.missing(),
    }
    again(desk, view)
}

async fn conflict_view(
    desk: &Desk,
    yours: &DepartmentChange,
    now: OfficeDepartment,
) -> StorageResult<ConflictView> {
    let service = &desk.web.service;
    let division = service.db().picked_division(&desk.officer.scope, &yours.division_code).await?;
    let last = service.history("department", &now.id.to_string()).await?.into_iter().next();
    let name = division.map_or_else(|| yours.division_code.clone(), |row| row.name);
    let words = |name, label: &str, yours: &str, theirs: &str| ConflictField {
        name,
        label: label.into(),
        yours: ChoiceView::new(yours, yours),
        theirs: ChoiceView::new(theirs, theirs),
    };
    let code = |code: &Option<String>| code.clone().unwrap_or_default();
    let fields = vec![
        words("name", "部门名称", &yours.name, &now.name),
        words("credit_code", "统一社会信用代码", &code(&yours.credit_code), &code(&now.credit_code)),
        ConflictField {
            name: "division",
            label: "所属区划".into(),
            yours: ChoiceView::new(&yours.division_code, name),
            theirs: ChoiceView::new(
                now.division_code.clone().unwrap_or_default(),
                now.division.clone().unwrap_or_default(),
            ),
        },
    ];
    let path = format!("/office/departments/{}", now.id);
    Ok(conflict_of(fields, now.name, now.version, last, path))
}

/// `GET /office/departments/{department}/close` and `…/reopen`
pub(super) async fn ask_close(Path(department): Path<String>, desk: Desk) -> Response {
    match find(&desk, &department).await {
        Ok(Some(department)) => ask(&desk, StatusCode::OK, department, None),
        Ok(None) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}

fn ask(desk: &Desk, status: StatusCode, department: OfficeDepartment, fault: Option<String>) -> Response {
    let (path, closes) = (format!("/office/departments/{}", department.id), department.retired_at.is_none());
    let act = if closes { "停用" } else { "恢复" };
    let does = if closes {
        "不能再为这个部门开设窗口"
    } else {
        "可以重新为这个部门开设窗口"
    };
    let view = ConfirmView {
        title: format!("{act}“{}”？", department.name),
        about: [department.division.unwrap_or_default(), department.credit_code.unwrap_or_default()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        does: vec![does.to_owned()],
        does_not: vec!["已有的评价不变，仍记在这个部门名下".to_owned()],
        reason: closes.then(|| {
            FieldView::new("reason", "停用原因").required().max(100).hint("会写入变动记录。").error(fault)
        }),
        action: format!("{path}/{}", if closes { "close" } else { "reopen" }),
        hidden: vec![("version".into(), department.version.to_string())],
        act: format!("{act}部门"),
        danger: closes,
        cancel: path,
    };
    let ctx = desk.context("/office/departments");
    desk.page(status, || confirm_page(ctx, departments_crumbs(), view))
}

/// `POST /office/departments/{department}/close`
pub(super) async fn close(Path(department): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let before = match find(&desk, &department).await {
        Ok(Some(before)) => before,
        Ok(None) => return desk.missing(),
        Err(error) => return desk.failed(error),
    };
    if fields.get("reason").trim().is_empty() {
        return ask(&desk, StatusCode::UNPROCESSABLE_ENTITY, before, Some("请写明停用原因。".into()));
    }
    let key = (before.id, fields.get("version").parse().unwrap_or(0));
    let closed = desk.web.service.close_department(&desk.officer, key, fields.get("reason")).await;
    end(&desk, closed, "停用")
}

/// `POST /office/departments/{department}/reopen`
pub(super) async fn reopen(Path(department): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let key = (department.parse().unwrap_or(0), fields.get("version").parse().unwrap_or(0));
    let reopened = desk.web.service.reopen_department(&desk.officer, key).await;
    end(&desk, reopened, "恢复")
}

fn end(desk: &Desk, outcome: StorageResult<DepartmentKept>, act: &str) -> Response {
    match outcome {
        Ok(DepartmentKept::Done(now)) => {
            desk.done(&format!("/office/departments/{}", now.id), &format!("“{}”已{act}。", now.name))
        }
        Ok(DepartmentKept::Conflict(now)) => {
            desk.impossible(&format!("“{}”刚刚被别人改过，请看过现在的内容再决定。", now.name))
        }
        Ok(DepartmentKept::HasWindows(n)) => desk.impossible(&format!(
            "这个部门还有{n}个使用中的窗口，请先把它们撤销或改到别的部门，再停用部门。"
        )),
        Ok(DepartmentKept::PlaceWrong) => desk.impossible("这个部门所属的区划已停用，请先恢复区划。"),
        Ok(DepartmentKept::NoSuch | DepartmentKept::CodeTaken(_)) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}

fn new_form() -> DepartmentFormView {
    DepartmentFormView {
        action: "/office/departments/new".into(),
        cancel: "/office/departments".into(),
        ..DepartmentFormView::default()
    }
}

fn change_form(department: &OfficeDepartment) -> DepartmentFormView {
    let path = format!("/office/departments/{}", department.id);
    DepartmentFormView {
        of: Some(department.name.clone()),
        action: format!("{path}/edit"),
        cancel: path,
        ..DepartmentFormView::default()
    }
}

/// What the form says; while something is missing or searched for, the view to be shown again.
async fn read(
    desk: &Desk,
    fields: &Fields,
    mut view: DepartmentFormView,
) -> StorageResult<(DepartmentFormView, Option<DepartmentChange>)> {
    let division = pick::take(&desk.web, &desk.officer, (Kind::Division, "division"), fields, None).await?;
    view.division.0 = division.view;
    view.name.0 = fields.get("name").to_owned();
    view.credit_code.0 = fields.get("credit_code").trim().to_owned();
    view.version = fields.get("version").parse().unwrap_or(0);
    if division.asks {
        return Ok((view, None));
    }
    let name = DisplayName::parse(&view.name.0, domain::name::UNIT);
    view.name.1 = name.as_ref().err().map(|fault| format!("{fault}。"));
    let code = match view.credit_code.0.as_str() {
        "" => None,
        typed => match typed.parse::<CreditCode>() {
            Ok(code) => Some(code.to_string()),
            Err(fault) => {
                view.credit_code.1 = Some(format!("{fault}。"));
                None
            }
        },
    };
    let chosen = view.division.0.value.clone();
    if chosen.is_empty() {
        view.division.1 = Some("请选择区划。".into());
    }
    let whole = view.credit_code.1.is_none() && view.division.1.is_none();
    let change = name.ok().filter(|_| whole).map(|name| DepartmentChange {
        name: name.as_str().to_owned(),
        credit_code: code,
        division_code: chosen,
    });
    Ok((view, change))
}

/// A fresh form with this division chosen.
async fn ask_form(desk: &Desk, mut view: DepartmentFormView, division: &str) -> Response {
    match pick::offer(&desk.web, &desk.officer, Kind::Division, division, None).await {
        Ok(offered) => view.division.0 = offered,
        Err(error) => return desk.failed(error),
    }
    again(desk, view)
}

/// The form: 422 where something is wrong with it.
fn again(desk: &Desk, view: DepartmentFormView) -> Response {
    let wrong = view.name.1.is_some() || view.credit_code.1.is_some() || view.division.1.is_some();
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let ctx = desk.context("/office/departments");
    desk.page(status, || department_form_page(ctx, view))
}
