//! Opening, changing, withdrawing and reopening a window.

use super::desk::Desk;
use super::halls_edit::conflict_of;
use super::pick::{self, Kind};
use super::post::OfficePost;
use super::windows::find;
use crate::web::body::Fields;
use app::office::components::{ChoiceView, ConfirmView, ConflictField, ConflictView, FieldView};
use app::office::components::{confirm_page, conflict_page};
use app::office::windows::{WindowFormView, window_form_page, windows_crumbs};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use storage::{OfficeWindow, PickRow, StorageResult, WindowChange};
use usecases::Kept;

/// `GET /office/windows/new`, perhaps with the hall already chosen: `?hall=…`
pub(super) async fn ask_new(desk: Desk) -> Response {
    let hall = desk.list("").get("hall").to_owned();
    ask_form(&desk, new_form(), (&hall, "")).await
}

/// `POST /office/windows/new`
pub(super) async fn open(sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let (mut view, change) = match read(&desk, &fields, new_form()).await {
        Ok((view, Some(change))) => (view, change),
        Ok((view, None)) => return again(&desk, view),
        Err(error) => return desk.failed(error),
    };
    match desk.web.service.open_window(&desk.officer, &change).await {
        Ok(Kept::Done(window)) => {
            let said = format!("已新增窗口“{}”，窗口码 {}。", window.name, window.code);
            desk.done(&format!("/office/windows/{}", window.id), &said)
        }
        Ok(Kept::Conflict(_) | Kept::NoSuch | Kept::PlaceWrong) => {
            view.hall.1 = Some(PLACE_WRONG.into());
            again(&desk, view)
        }
        Err(error) => desk.failed(error),
    }
}

const PLACE_WRONG: &str = "请选择您管理范围内、未停用的大厅和部门。";

fn new_form() -> WindowFormView {
    WindowFormView {
        action: "/office/windows/new".into(),
        cancel: "/office/windows".into(),
        ..WindowFormView::default()
    }
}

fn change_form(window: &OfficeWindow) -> WindowFormView {
    let path = format!("/office/windows/{}", window.id);
    WindowFormView {
        of: Some(window.name.clone()),
        name: (window.name.clone(), None),
        version: window.version,
        action: format!("{path}/edit"),
        cancel: path,
        ..WindowFormView::default()
    }
}

/// `GET /office/windows/{window}/edit`
pub(super) async fn ask_change(Path(window): Path<String>, desk: Desk) -> Response {
    match find(&desk, &window).await {
        Ok(Some(window)) => {
            let chosen = (window.hall_id.to_string(), window.department_id.to_string());
            ask_form(&desk, change_form(&window), (&chosen.0, &chosen.1)).await
        }
        Ok(None) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}

/// `POST /office/windows/{window}/edit`
pub(super) async fn change(Path(window): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let before = match find(&desk, &window).await {
        Ok(Some(before)) => before,
        Ok(None) => return desk.missing(),
        Err(error) => return desk.failed(error),
    };
    let (mut view, change) = match read(&desk, &fields, change_form(&before)).await {
        Ok((view, Some(change))) => (view, change),
        Ok((view, None)) => return again(&desk, view),
        Err(error) => return desk.failed(error),
    };
    let path = format!("/office/windows/{}", before.id);
    match desk.web.service.change_window(&desk.officer, (before.id, view.version), &change).await {
        Ok(Kept::Done(window)) => desk.done(&path, &format!("“{}”已保存。", window.name)),
        Ok(Kept::Conflict(now)) => match conflict_view(&desk, &change, now).await {
            Ok(view) => {
                let ctx = desk.context("/office/windows");
                desk.page(StatusCode::CONFLICT, || conflict_page(ctx, windows_crumbs(), view))
            }
            Err(error) => desk.failed(error),
        },
        Ok(Kept::NoSuch) => desk.missing(),
        Ok(Kept::PlaceWrong) => {
            view.hall.1 = Some(PLACE_WRONG.into());
            again(&desk, view)
        }
        Err(error) => desk.failed(error),
    }
}
/// Two managers edited one window: what differs is shown side by side, and she chooses again.
async fn conflict_view(desk: &Desk, yours: &WindowChange, now: OfficeWindow) -> StorageResult<ConflictView> {
    let (db, scope) = (desk.web.service.db(), &desk.officer.scope);
    let hall = db.picked_hall(scope, yours.hall_id).await?;
    let department = db.picked_department(scope, yours.department_id).await?;
    let last = desk.web.service.history("window", &now.id.to_string()).await?.into_iter().next();
    let named = |row: Option<PickRow>| row.map_or_else(|| "？".to_owned(), |row| row.name);
    let choice = |id: i64, label: String| ChoiceView::new(id.to_string(), label);
    let fields = vec![
        ConflictField {
            name: "name",
            label: "窗口名称".into(),
            yours: ChoiceView::new(&yours.name, &yours.name),
            theirs: ChoiceView::new(&now.name, &now.name),
        },
        ConflictField {
            name: "hall",
            label: "大厅".into(),
            yours: choice(yours.hall_id, named(hall)),
            theirs: choice(now.hall_id, now.hall.clone()),
        },
        ConflictField {
            name: "department",
            label: "部门".into(),
            yours: choice(yours.department_id, named(department)),
            theirs: choice(now.department_id, now.department.clone()),
        },
    ];
    let path = format!("/office/windows/{}", now.id);
    Ok(conflict_of(fields, now.name, now.version, last, path))
}

/// `GET /office/windows/{window}/withdraw` and `…/reopen`
pub(super) async fn ask_withdraw(Path(window): Path<String>, desk: Desk) -> Response {
    match find(&desk, &window).await {
        Ok(Some(window)) => ask(&desk, StatusCode::OK, &window, None),
        Ok(None) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}

fn ask(desk: &Desk, status: StatusCode, window: &OfficeWindow, missing: Option<String>) -> Response {
    let withdraws = window.withdrawn_at.is_none();
    let path = format!("/office/windows/{}", window.id);
    let sentences = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    let (verb, act, does, does_not) = if withdraws {
        (
            "withdraw",
            "撤销",
            sentences(&["窗口不再出现在查找结果里", "扫旧台牌的人会看到窗口已停用，并可改评本大厅"]),
            sentences(&["已有的评价不变，仍记在这个窗口名下", "窗口码不会给别的窗口使用"]),
        )
    } else {
        ("reopen", "恢复", sentences(&["窗口重新可以评价，窗口码和原来一样"]), sentences(&["已有的评价不变"]))
    };
    let reason = withdraws.then(|| {
        FieldView::new("reason", "撤销原因").required().max(100).hint("会写入变动记录。").error(missing)
    });
    let view = ConfirmView {
        title: format!("{act}“{}”？", window.name),
        about: format!("{} · {} · 窗口码 {}", window.hall, window.department, window.code),
        does,
        does_not,
        reason,
        action: format!("{path}/{verb}"),
        hidden: vec![("version".into(), window.version.to_string())],
        act: format!("{act}窗口"),
        danger: withdraws,
        cancel: path,
    };
    let ctx = desk.context("/office/windows");
    desk.page(status, || confirm_page(ctx, windows_crumbs(), view))
}
/// `POST /office/windows/{window}/withdraw`
pub(super) async fn withdraw(Path(window): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    if fields.get("reason").trim().is_empty() {
        return match find(&desk, &window).await {
            Ok(Some(window)) => {
                let missing = Some("请写明撤销原因。".to_owned());
                ask(&desk, StatusCode::UNPROCESSABLE_ENTITY, &window, missing)
            }
            Ok(None) => desk.missing(),
            Err(error) => desk.failed(error),
        };
    }
    set_withdrawn(&desk, &window, &fields, true).await
}

/// `POST /office/windows/{window}/reopen`
pub(super) async fn reopen(Path(window): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    set_withdrawn(&desk, &window, &fields, false).await
}

async fn set_withdrawn(desk: &Desk, window: &str, fields: &Fields, withdrawn: bool) -> Response {
    let key = (window.parse().unwrap_or(0), fields.get("version").parse().unwrap_or(0));
    let reason = fields.get("reason");
    match desk.web.service.withdraw_window(&desk.officer, key, withdrawn, reason).await {
        Ok(Kept::Done(window)) => {
            let act = if withdrawn { "已撤销" } else { "已恢复" };
            desk.done(&format!("/office/windows/{}", window.id), &format!("“{}”{act}。", window.name))
        }
        Ok(Kept::Conflict(window)) => {
            desk.impossible(&format!("“{}”刚刚被别人改过，请看过现在的内容再决定。", window.name))
        }
        Ok(Kept::PlaceWrong) => desk.impossible("窗口所在的大厅或部门已停用，请先恢复，或把窗口改到别处。"),
        Ok(Kept::NoSuch) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}

/// What the form says; while something is missing or searched for, the view to be shown again with all that was
/// typed.
async fn read(
    desk: &Desk,
    fields: &Fields,
    mut view: WindowFormView,
) -> StorageResult<(WindowFormView, Option<WindowChange>)> {
    let (web, officer) = (&desk.web, &desk.officer);
    let hall = pick::take(web, officer, (Kind::Hall, "hall"), fields, None).await?;
    let department = pick::take(web, officer, (Kind::Department, "department"), fields, None).await?;
    let asks = hall.asks || department.asks;
    (view.hall.0, view.department.0) = (hall.view, department.view);
    view.name.0 = fields.get("name").to_owned();
    view.version = fields.get("version").parse().unwrap_or(0);
    if asks {
        return Ok((view, None));
    }
    let name = domain::DisplayName::parse(&view.name.0, domain::name::WINDOW);
    view.name.1 = name.as_ref().err().map(|fault| format!("{fault}。"));
    let (hall_id, department_id) = (view.hall.0.value.parse().ok(), view.department.0.value.parse().ok());
    if hall_id.is_none() {
        view.hall.1 = Some("请选择大厅。".into());
    }
    if department_id.is_none() {
        view.department.1 = Some("请选择部门。".into());
    }
    let places = hall_id.zip(department_id);
    let change = name.ok().zip(places).map(|(name, (hall_id, department_id))| WindowChange {
        name: name.as_str().to_owned(),
        hall_id,
        department_id,
    });
    Ok((view, change))
}

/// A fresh form with these chosen.
async fn ask_form(desk: &Desk, mut view: WindowFormView, (hall, department): (&str, &str)) -> Response {
    let (web, officer) = (&desk.web, &desk.officer);
    let offered = async {
        let halls = pick::offer(web, officer, Kind::Hall, hall, None).await?;
        Ok((halls, pick::offer(web, officer, Kind::Department, department, None).await?))
    };
    match offered.await {
        Ok((halls, departments)) => (view.hall.0, view.department.0) = (halls, departments),
        Err(error) => return desk.failed(error),
    }
    again(desk, view)
}

/// The form: 422 where something is wrong with it.
fn again(desk: &Desk, view: WindowFormView) -> Response {
    let wrong = view.name.1.is_some() || view.hall.1.is_some() || view.department.1.is_some();
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let ctx = desk.context("/office/windows");
    desk.page(status, || window_form_page(ctx, view))
}
