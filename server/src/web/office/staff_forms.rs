//! What can be done with staff: take on, change, move to another hall, retire, restore.

use super::answer::{Answer, Refusal, row_id};
use super::desk::Desk;
use super::list::ListQuery;
use super::post::OfficePost;
use super::staff::PATH;
use super::which_hall::{self, Hall};
use crate::web::body::Fields;
use app::office::components::{
    ChoiceView, ConfirmView, ConflictField, ConflictView, FieldView, confirm_page, conflict_page,
};
use app::office::staff::{MoveFormView, StaffFormView, move_form_page, staff_crumbs, staff_form_page};
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use domain::name::PERSON;
use domain::{DisplayName, Millis};
use storage::{OfficeStaff, StaffChange};
use usecases::StaffKept;

const PLACE_WRONG: &str = "请选择您管理范围内、未停用的部门；大厅如已关闭，请另选。";

/// `GET /office/staff/new`
pub(super) async fn ask_new(desk: Desk, RawQuery(query): RawQuery) -> Answer {
    let query = ListQuery::read("/office/staff/new", query.as_deref());
    let Some(hall) = which_hall::asked(&desk, &query).await? else {
        return which_hall::choose(&desk, &query, "新增人员", staff_crumbs(), PATH).await;
    };
    new_form(&desk, StatusCode::OK, &hall, StaffFormView::default()).await
}

/// `POST /office/staff/new`
pub(super) async fn add(sent: OfficePost) -> Answer {
    let (desk, fields) = sent.parts();
    let query = ListQuery::read(PATH, Some(&format!("hall={}", row_id(fields.get("hall")))));
    let Some(hall) = which_hall::asked(&desk, &query).await? else { return Ok(desk.missing()) };
    let mut view = StaffFormView::default();
    let Some(new) = read(&fields, hall.id, &mut view) else {
        return new_form(&desk, StatusCode::UNPROCESSABLE_ENTITY, &hall, view).await;
    };
    match desk.ok(desk.web.service.add_staff(&desk.officer, &new).await)? {
        StaffKept::Done(person) => {
            let said = format!("已新增“{}”（工号 {}）。", person.name, person.number);
            return Ok(desk.done(&format!("{PATH}/{}", person.id), &said));
        }
        StaffKept::NumberTaken(name) => view.number.1 = Some(taken(&name)),
        StaffKept::Conflict(_) | StaffKept::NoSuch | StaffKept::PlaceWrong => {
            view.department.1 = Some(PLACE_WRONG.into());
        }
    }
    new_form(&desk, StatusCode::UNPROCESSABLE_ENTITY, &hall, view).await
}

fn taken(name: &str) -> String {
    format!("这个工号在本大厅已由“{name}”使用，请核对。")
}

async fn new_form(desk: &Desk, status: StatusCode, hall: &Hall, view: StaffFormView) -> Answer {
    let view = StaffFormView {
        hall: hall.name.clone(),
        hidden: vec![("hall".into(), hall.id.to_string())],
        action: "/office/staff/new".into(),
        cancel: PATH.into(),
        ..view
    };
    form(desk, status, hall.id, None, view).await
}

async fn form(
    desk: &Desk,
    status: StatusCode,
    hall: i64,
    own: Option<i64>,
    mut view: StaffFormView,
) -> Answer {
    view.departments = departments(desk, hall, own).await?;
    Ok(desk.screen(status, PATH, |ctx| staff_form_page(ctx, view)))
}

/// Departments with a window in the hall and the person's own; all of the scope for a hall without windows.
async fn departments(desk: &Desk, hall: i64, own: Option<i64>) -> Result<Vec<ChoiceView>, Refusal> {
    let (db, scope) = (desk.web.service.db(), &desk.officer.scope);
    let mut found = desk.ok(db.departments_of_hall(scope, hall, own).await)?;
    if found.is_empty() {
        found = desk.ok(db.department_choices(scope).await)?;
    }
    Ok(found.into_iter().map(|(id, name)| ChoiceView::new(id.to_string(), name)).collect())
}

/// What the form says; with faults, the view tells them and keeps what was typed.
fn read(fields: &Fields, hall_id: i64, view: &mut StaffFormView) -> Option<StaffChange> {
    let field = |name| fields.get(name).trim().to_owned();
    (view.name.0, view.number.0, view.department.0) = (field("name"), field("number"), field("department"));
    let name = DisplayName::parse(&view.name.0, PERSON);
    let name = name.map_err(|error| view.name.1 = Some(format!("姓名：{error}。"))).ok();
    let number = number(&view.number.0).map_err(|fault| view.number.1 = Some(fault)).ok();
    let department_id = view.department.0.parse().ok();
    if department_id.is_none() {
        view.department.1 = Some("请选择部门。".into());
    }
    department_id?;
    Some(StaffChange { name: name?.as_str().to_owned(), number: number?, hall_id, department_id })
}

/// 工号: what stands on a badge, 1–20 letters, digits and hyphens.
fn number(text: &str) -> Result<String, String> {
    let text: String = text.chars().map(domain::code::half_width).collect();
    let text = text.trim();
    if text.is_empty() {
        return Err("请填写工号。".into());
    }
    let is_sign = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    if text.chars().count() > 20 || !text.chars().all(is_sign) {
        return Err("工号最多20位，只用文字、数字和“-”。".into());
    }
    Ok(text.to_owned())
}

async fn person(desk: &Desk, staff: &str) -> Result<OfficeStaff, Refusal> {
    desk.found(desk.web.service.staff_member(&desk.officer, row_id(staff)).await)
}

/// `GET /office/staff/{staff}/edit`
pub(super) async fn ask_change(desk: Desk, Path(staff): Path<String>) -> Answer {
    let person = person(&desk, &staff).await?;
    let view = StaffFormView {
        name: (person.name.clone(), None),
        number: (person.number.clone(), None),
        department: (person.department_id.map(|d| d.to_string()).unwrap_or_default(), None),
        ..StaffFormView::default()
    };
    change_form(&desk, StatusCode::OK, &person, person.version, view).await
}

async fn change_form(
    desk: &Desk,
    status: StatusCode,
    person: &OfficeStaff,
    version: i64,
    view: StaffFormView,
) -> Answer {
    let path = format!("{PATH}/{}", person.id);
    let view = StaffFormView {
        of: Some(person.name.clone()),
        hall: person.hall.clone(),
        hidden: vec![("version".into(), version.to_string())],
        action: format!("{path}/edit"),
        cancel: path,
        ..view
    };
    form(desk, status, person.hall_id, person.department_id, view).await
}

/// `POST /office/staff/{staff}/edit`
pub(super) async fn change(Path(staff): Path<String>, sent: OfficePost) -> Answer {
    let (desk, fields) = sent.parts();
    let before = person(&desk, &staff).await?;
    let version = row_id(fields.get("version"));
    let mut view = StaffFormView::default();
    let Some(change) = read(&fields, before.hall_id, &mut view) else {
        return change_form(&desk, StatusCode::UNPROCESSABLE_ENTITY, &before, version, view).await;
    };
    match desk.ok(desk.web.service.change_staff(&desk.officer, (before.id, version), &change, "").await)? {
        StaffKept::Done(now) => {
            return Ok(desk.done(&format!("{PATH}/{}", now.id), &format!("“{}”已保存。", now.name)));
        }
        StaffKept::Conflict(now) => return conflict(&desk, &change, now).await,
        StaffKept::NoSuch => return Ok(desk.missing()),
        StaffKept::NumberTaken(name) => view.number.1 = Some(taken(&name)),
        StaffKept::PlaceWrong => view.department.1 = Some(PLACE_WRONG.into()),
    }
    change_form(&desk, StatusCode::UNPROCESSABLE_ENTITY, &before, version, view).await
}

/// Two managers edited one person: what differs is shown side by side, and she chooses again.
async fn conflict(desk: &Desk, yours: &StaffChange, now: OfficeStaff) -> Answer {
    let departments = departments(desk, now.hall_id, now.department_id).await?;
    let id = now.id.to_string();
    let last = desk.ok(desk.web.service.history("staff", &id).await)?.into_iter().next();
    let named = |id: Option<i64>| {
        let value = id.map(|id| id.to_string()).unwrap_or_default();
        let known = departments.iter().find(|c| c.value == value).cloned();
        known.unwrap_or_else(|| ChoiceView::new(value, "？"))
    };
    let plain = |text: &str| ChoiceView::new(text, text);
    let field = |name, label: &str, yours, theirs| ConflictField { name, label: label.into(), yours, theirs };
    let all = [
        field("name", "姓名", plain(&yours.name), plain(&now.name)),
        field("number", "工号", plain(&yours.number), plain(&now.number)),
        field("department", "部门", named(yours.department_id), named(now.department_id)),
    ];
    let (agreed, fields): (Vec<_>, Vec<_>) = all.into_iter().partition(|f| f.yours.value == f.theirs.value);
    let mut hidden = vec![("version".to_owned(), now.version.to_string())];
    hidden.extend(agreed.into_iter().map(|f| (f.name.to_owned(), f.theirs.value)));
    let view = ConflictView {
        title: now.name,
        by: last.as_ref().map(|row| row.actor.clone()).unwrap_or_default(),
        at: last.map(|row| Millis(row.at).to_china_text()).unwrap_or_default(),
        fields,
        action: format!("{PATH}/{id}/edit"),
        hidden,
        cancel: format!("{PATH}/{id}"),
    };
    Ok(desk.screen(StatusCode::CONFLICT, PATH, |ctx| conflict_page(ctx, staff_crumbs(), view)))
}

/// `GET /office/staff/{staff}/move?hall=`
pub(super) async fn ask_move(desk: Desk, Path(staff): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let person = person(&desk, &staff).await?;
    let path = format!("{PATH}/{}/move", person.id);
    let query = ListQuery::read(&path, query.as_deref());
    let hall = which_hall::asked(&desk, &query).await?.filter(|h| h.id != person.hall_id);
    let Some(hall) = hall else {
        let title = format!("把“{}”调到其他大厅", person.name);
        return which_hall::choose(&desk, &query, &title, staff_crumbs(), PATH).await;
    };
    let number = (person.number.clone(), None);
    let view = MoveFormView { number, ..MoveFormView::default() };
    move_form(&desk, StatusCode::OK, &person, person.version, &hall, view).await
}

async fn move_form(
    desk: &Desk,
    status: StatusCode,
    person: &OfficeStaff,
    version: i64,
    hall: &Hall,
    view: MoveFormView,
) -> Answer {
    let path = format!("{PATH}/{}", person.id);
    let own = person.department_id.map(|d| d.to_string()).unwrap_or_default();
    let chosen = if view.department.0.is_empty() { own } else { view.department.0.clone() };
    let view = MoveFormView {
        of: person.name.clone(),
        hall: format!("{}（{}）", hall.name, hall.division),
        department: (chosen, view.department.1),
        departments: departments(desk, hall.id, person.department_id).await?,
        hidden: vec![("version".into(), version.to_string()), ("hall".into(), hall.id.to_string())],
        action: format!("{path}/move"),
        cancel: path,
        ..view
    };
    Ok(desk.screen(status, PATH, |ctx| move_form_page(ctx, view)))
}

/// `POST /office/staff/{staff}/move`
pub(super) async fn move_to(Path(staff): Path<String>, sent: OfficePost) -> Answer {
    let (desk, fields) = sent.parts();
    let before = person(&desk, &staff).await?;
    let query = ListQuery::read(PATH, Some(&format!("hall={}", row_id(fields.get("hall")))));
    let Some(hall) = which_hall::asked(&desk, &query).await? else { return Ok(desk.missing()) };
    let version = row_id(fields.get("version"));
    let mut view = MoveFormView {
        number: (fields.get("number").trim().to_owned(), None),
        department: (fields.get("department").to_owned(), None),
        reason: fields.get("reason").to_owned(),
        ..MoveFormView::default()
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let number = match number(&view.number.0) {
        Ok(number) => number,
        Err(fault) => {
            view.number.1 = Some(fault);
            return move_form(&desk, status, &before, version, &hall, view).await;
        }
    };
    let department_id = view.department.0.parse().ok();
    let change = StaffChange { name: before.name.clone(), number, hall_id: hall.id, department_id };
    let reason = fields.get("reason");
    let done = desk.web.service.change_staff(&desk.officer, (before.id, version), &change, reason).await;
    match desk.ok(done)? {
        StaffKept::Done(now) => {
            return Ok(desk.done(PATH, &format!("“{}”已调到{}。", now.name, hall.name)));
        }
        StaffKept::Conflict(now) => return Ok(changed_meanwhile(&desk, &now)),
        StaffKept::NoSuch => return Ok(desk.missing()),
        StaffKept::NumberTaken(name) => view.number.1 = Some(taken(&name)),
        StaffKept::PlaceWrong => view.department.1 = Some(PLACE_WRONG.into()),
    }
    move_form(&desk, status, &before, version, &hall, view).await
}

fn changed_meanwhile(desk: &Desk, now: &OfficeStaff) -> Response {
    desk.impossible(&format!("“{}”刚刚被别人改过，请看过现在的内容再决定。", now.name))
}

/// `GET /office/staff/{staff}/retire`
pub(super) async fn ask_retire(desk: Desk, Path(staff): Path<String>) -> Answer {
    let person = person(&desk, &staff).await?;
    Ok(ask(&desk, StatusCode::OK, &person, true, None))
}

/// `GET /office/staff/{staff}/restore`
pub(super) async fn ask_restore(desk: Desk, Path(staff): Path<String>) -> Answer {
    let person = person(&desk, &staff).await?;
    Ok(ask(&desk, StatusCode::OK, &person, false, None))
}

fn ask(
    desk: &Desk,
    status: StatusCode,
    person: &OfficeStaff,
    retires: bool,
    fault: Option<String>,
) -> Response {
    let path = format!("{PATH}/{}", person.id);
    let sentences = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect();
    let (act, verb, does, does_not) = if retires {
        (
            "停用",
            "retire",
            sentences(&["正在进行的值班随即结束，以后的排班取消", "不能再排班、到岗"]),
            sentences(&["以前的评价仍记在她名下", "印出去的个人评价码仍能打开，会引导群众选择窗口"]),
        )
    } else {
        ("恢复", "restore", sentences(&["可以重新排班、到岗，仍用原来的工号和个人评价码"]), Vec::new())
    };
    let reason = FieldView::new("reason", "事由").hint("例如：调离窗口岗位。").error(fault);
    let view = ConfirmView {
        title: format!("{act}“{}”？", person.name),
        about: format!("{} · 工号 {}", person.hall, person.number),
        does,
        does_not,
        reason: Some(if retires { reason.required() } else { reason }),
        action: format!("{path}/{verb}"),
        hidden: vec![("version".into(), person.version.to_string())],
        act: act.into(),
        danger: retires,
        cancel: path,
    };
    desk.screen(status, PATH, |ctx| confirm_page(ctx, staff_crumbs(), view))
}

/// `POST /office/staff/{staff}/retire`
pub(super) async fn retire(Path(staff): Path<String>, sent: OfficePost) -> Answer {
    let (desk, fields) = sent.parts();
    if fields.get("reason").trim().is_empty() {
        let person = person(&desk, &staff).await?;
        let fault = Some("请填写事由。".to_owned());
        return Ok(ask(&desk, StatusCode::UNPROCESSABLE_ENTITY, &person, true, fault));
    }
    set_retired(&desk, &staff, &fields, true).await
}

/// `POST /office/staff/{staff}/restore`
pub(super) async fn restore(Path(staff): Path<String>, sent: OfficePost) -> Answer {
    let (desk, fields) = sent.parts();
    set_retired(&desk, &staff, &fields, false).await
}

async fn set_retired(desk: &Desk, staff: &str, fields: &Fields, retired: bool) -> Answer {
    let key = (row_id(staff), row_id(fields.get("version")));
    let done = desk.web.service.retire_staff(&desk.officer, key, retired, fields.get("reason")).await;
    Ok(match desk.ok(done)? {
        StaffKept::Done(now) => {
            let act = if retired { "已停用" } else { "已恢复" };
            desk.done(&format!("{PATH}/{}", now.id), &format!("“{}”{act}。", now.name))
        }
        StaffKept::Conflict(now) => changed_meanwhile(desk, &now),
        StaffKept::NumberTaken(name) => desk.impossible(&taken(&name)),
        StaffKept::NoSuch | StaffKept::PlaceWrong => desk.missing(),
    })
}
