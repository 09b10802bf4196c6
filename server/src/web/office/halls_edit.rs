//! Opening, changing, closing and reopening a hall.

use super::desk::Desk;
use super::halls::find;
use super::pick::{self, Kind};
use super::post::OfficePost;
use crate::web::body::Fields;
use app::office::components::{ChoiceView, ConfirmView, ConflictField, ConflictView, FieldView};
use app::office::components::{confirm_page, conflict_page};
use app::office::halls::{HallFormView, hall_form_page, halls_crumbs};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{DisplayName, Millis};
use storage::{HallChange, OfficeHall, StorageResult};
use usecases::Kept;

/// Windows named before they are withdrawn with their hall.
const NAMED: usize = 20;
const PLACE_WRONG: &str = "请选择您管理范围内、未停用的区划。";

/// `GET /office/halls/new`, perhaps with the division already chosen: `?division=…`
pub(super) async fn ask_new(desk: Desk) -> Response {
    let division = desk.list("").get("division").to_owned();
    ask_form(&desk, new_form(), &division).await
}

/// `POST /office/halls/new`
pub(super) async fn open(sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let (mut view, change) = match read(&desk, &fields, new_form()).await {
        Ok((view, Some(change))) => (view, change),
        Ok((view, None)) => return again(&desk, view),
        Err(error) => return desk.failed(error),
    };
    match desk.web.service.open_hall(&desk.officer, &change).await {
        Ok(Kept::Done(hall)) => {
            desk.done(&format!("/office/halls/{}", hall.id), &format!("已新增大厅“{}”。", hall.name))
        }
        Ok(_) => {
            view.division.1 = Some(PLACE_WRONG.into());
            again(&desk, view)
        }
        Err(error) => desk.failed(error),
    }
}

/// `GET /office/halls/{hall}/edit`
pub(super) async fn ask_change(Path(hall): Path<String>, desk: Desk) -> Response {
    match find(&desk, &hall).await {
        Ok(Some(hall)) => {
            let view = HallFormView {
                name: (hall.name.clone(), None),
                address: (hall.address.clone(), None),
                version: hall.version,
                ..change_form(&hall)
            };
            ask_form(&desk, view, &hall.division_code).await
        }
        Ok(None) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}

/// `POST /office/halls/{hall}/edit`
pub(super) async fn change(Path(hall): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let before = match find(&desk, &hall).await {
        Ok(Some(before)) => before,
        Ok(None) => return desk.missing(),
        Err(error) => return desk.failed(error),
    };
    let (mut view, change) = match read(&desk, &fields, change_form(&before)).await {
        Ok((view, Some(change))) => (view, change),
        Ok((view, None)) => return again(&desk, view),
        Err(error) => return desk.failed(error),
    };
    let path = format!("/office/halls/{}", before.id);
    match desk.web.service.change_hall(&desk.officer, (before.id, view.version), &change).await {
        Ok(Kept::Done(hall)) => desk.done(&path, &format!("“{}”已保存。", hall.name)),
        Ok(Kept::Conflict(now)) => match conflict_view(&desk, &change, now).await {
            Ok(view) => {
                let ctx = desk.context("/office/halls");
                desk.page(StatusCode::CONFLICT, || conflict_page(ctx, halls_crumbs(), view))
            }
            Err(error) => desk.failed(error),
        },
        Ok(Kept::NoSuch) => desk.missing(),
        Ok(Kept::PlaceWrong) => {
            view.division.1 = Some(PLACE_WRONG.into());
            again(&desk, view)
        }
        Err(error) => desk.failed(error),
    }
}

async fn conflict_view(desk: &Desk, yours: &HallChange, now: OfficeHall) -> StorageResult<ConflictView> {
    let service = &desk.web.service;
    let division = service.db().picked_division(&desk.officer.scope, &yours.division_code).await?;
    let last = service.history("hall", &now.id.to_string()).await?.into_iter().next();
    let path = format!("/office/halls/{}", now.id);
    let name = division.map_or_else(|| yours.division_code.clone(), |row| row.name);
    let words = |name, label: &str, yours: &str, theirs: &str| ConflictField {
        name,
        label: label.into(),
        yours: ChoiceView::new(yours, yours),
        theirs: ChoiceView::new(theirs, theirs),
    };
    let division = ConflictField {
        name: "division",
        label: "所在区划".into(),
        yours: ChoiceView::new(&yours.division_code, name),
        theirs: ChoiceView::new(&now.division_code, &now.division),
    };
    let fields = vec![
        division,
        words("name", "大厅名称", &yours.name, &now.name),
        words("address", "地址", &yours.address, &now.address),
    ];
    Ok(conflict_of(fields, now.name, now.version, last, path))
}

/// The page on which she chooses between her own and the stored values.
pub(super) fn conflict_of(
    fields: Vec<ConflictField>,
    title: String,
    version: i64,
    last: Option<storage::AuditRow>,
    path: String,
) -> ConflictView {
    let (agreed, fields): (Vec<_>, Vec<_>) =
        fields.into_iter().partition(|field| field.yours.value == field.theirs.value);
    let mut hidden = vec![("version".to_owned(), version.to_string())];
    hidden.extend(agreed.into_iter().map(|field| (field.name.to_owned(), field.theirs.value)));
    ConflictView {
        title,
        by: last.as_ref().map(|row| row.actor.clone()).unwrap_or_default(),
        at: last.map(|row| Millis(row.at).to_china_text()).unwrap_or_default(),
        fields,
        action: format!("{path}/edit"),
        hidden,
        cancel: path,
    }
}

/// `GET /office/halls/{hall}/close` and `…/reopen`
pub(super) async fn ask_close(Path(hall): Path<String>, desk: Desk) -> Response {
    match find(&desk, &hall).await {
        Ok(Some(hall)) => ask(&desk, StatusCode::OK, hall, None).await,
        Ok(None) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}

async fn ask(desk: &Desk, status: StatusCode, hall: OfficeHall, fault: Option<String>) -> Response {
    let windows = match desk.web.service.db().open_windows_of(hall.id).await {
        Ok(windows) => windows,
        Err(error) => return desk.failed(error),
    };
    let (path, closes) = (format!("/office/halls/{}", hall.id), hall.retired_at.is_none());
    let act = if closes { "停用" } else { "恢复" };
    let mut hidden = vec![("version".to_owned(), hall.version.to_string())];
    hidden.push(("windows".to_owned(), windows.len().to_string()));
    let (does, does_not) = sentences(closes, &windows);
    let view = ConfirmView {
        title: format!("{act}“{}”？", hall.name),
        about: format!("{} · {}", hall.division, hall.address),
        does,
        does_not,
        reason: closes.then(|| {
            FieldView::new("reason", "停用原因").required().max(100).hint("会写入变动记录。").error(fault)
        }),
        action: format!("{path}/{}", if closes { "close" } else { "reopen" }),
        hidden,
        act: match (closes, windows.len()) {
            (true, 0) => "停用大厅".into(),
            (true, n) => format!("停用大厅并撤销{n}个窗口"),
            (false, _) => "恢复大厅".into(),
        },
        danger: closes,
        cancel: path,
    };
    let ctx = desk.context("/office/halls");
    desk.page(status, || confirm_page(ctx, halls_crumbs(), view))
}

fn sentences(closes: bool, windows: &[(i64, String)]) -> (Vec<String>, Vec<String>) {
    if !closes {
        let does = vec!["大厅重新可以开设窗口".to_owned()];
        return (does, vec!["随大厅撤销的窗口不会自动恢复，请在窗口页逐个恢复".to_owned()]);
    }
    let mut does = vec!["大厅不再出现在查找结果里，不能再开设窗口".to_owned()];
    if !windows.is_empty() {
        let names: Vec<&str> = windows.iter().take(NAMED).map(|(_, name)| name.as_str()).collect();
        let rest = if windows.len() > NAMED { "等" } else { "" };
        let names = names.join("、");
        does.push(format!("同时撤销大厅里使用中的{}个窗口：{names}{rest}", windows.len()));
    }
    let does_not = ["已有的评价不变，仍记在原大厅、原窗口名下", "窗口码不会给别的窗口使用"];
    (does, does_not.map(str::to_owned).to_vec())
}

/// `POST /office/halls/{hall}/close`
pub(super) async fn close(Path(hall): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let before = match find(&desk, &hall).await {
        Ok(Some(before)) => before,
        Ok(None) => return desk.missing(),
        Err(error) => return desk.failed(error),
    };
    if fields.get("reason").trim().is_empty() {
        return ask(&desk, StatusCode::UNPROCESSABLE_ENTITY, before, Some("请写明停用原因。".into())).await;
    }
    let key = (before.id, fields.get("version").parse().unwrap_or(0));
    let shown = fields.get("windows").parse().unwrap_or(0);
    match desk.web.service.close_hall(&desk.officer, key, shown, fields.get("reason")).await {
        Ok(Kept::Done(hall)) => {
            let windows =
                if shown > 0 { format!("，同时撤销了{shown}个窗口") } else { String::new() };
            desk.done(&format!("/office/halls/{}", hall.id), &format!("“{}”已停用{windows}。", hall.name))
        }
        // Something changed since the question was asked: it is asked again with what is there now.
        Ok(Kept::Conflict(now)) if now.retired_at.is_none() => {
            let fault = "大厅或它的窗口刚刚有变动，请看过现在的内容，再填写原因确认。";
            ask(&desk, StatusCode::CONFLICT, now, Some(fault.into())).await
        }
        Ok(Kept::Conflict(now)) => desk.impossible(&format!("“{}”已经停用。", now.name)),
        Ok(Kept::NoSuch | Kept::PlaceWrong) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}

/// `POST /office/halls/{hall}/reopen`
pub(super) async fn reopen(Path(hall): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let key = (hall.parse().unwrap_or(0), fields.get("version").parse().unwrap_or(0));
    match desk.web.service.reopen_hall(&desk.officer, key).await {
        Ok(Kept::Done(hall)) => {
            desk.done(&format!("/office/halls/{}", hall.id), &format!("“{}”已恢复。", hall.name))
        }
        Ok(Kept::Conflict(hall)) => {
            desk.impossible(&format!("“{}”刚刚被别人改过，请看过现在的内容再决定。", hall.name))
        }
        Ok(Kept::PlaceWrong) => desk.impossible("这个大厅所在的区划已停用，请先恢复区划。"),
        Ok(Kept::NoSuch) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}

fn new_form() -> HallFormView {
    HallFormView {
        action: "/office/halls/new".into(),
        cancel: "/office/halls".into(),
        ..HallFormView::default()
    }
}

fn change_form(hall: &OfficeHall) -> HallFormView {
    let path = format!("/office/halls/{}", hall.id);
    HallFormView {
        of: Some(hall.name.clone()),
        action: format!("{path}/edit"),
        cancel: path,
        ..HallFormView::default()
    }
}

/// What the form says; while something is missing or searched for, the view to be shown again.
async fn read(
    desk: &Desk,
    fields: &Fields,
    mut view: HallFormView,
) -> StorageResult<(HallFormView, Option<HallChange>)> {
    let division = pick::take(&desk.web, &desk.officer, (Kind::Division, "division"), fields, None).await?;
    view.division.0 = division.view;
    (view.name.0, view.address.0) = (fields.get("name").to_owned(), fields.get("address").to_owned());
    view.version = fields.get("version").parse().unwrap_or(0);
    let chosen = view.division.0.value.clone();
    if fields.get("find") == "name" {
        match desk.web.service.suggested_hall_name(&chosen).await? {
            Some(name) => view.name.0 = name,
            None => view.division.1 = Some("请先选择区划，再按区划填写名称。".into()),
        }
        return Ok((view, None));
    }
    if division.asks {
        return Ok((view, None));
    }
    let name = DisplayName::parse(&view.name.0, domain::name::UNIT);
    let address = DisplayName::parse(&view.address.0, domain::name::UNIT);
    view.name.1 = name.as_ref().err().map(|fault| format!("{fault}。"));
    view.address.1 = address.as_ref().err().map(|fault| format!("{fault}。").replace("名称", "地址"));
    if chosen.is_empty() {
        view.division.1 = Some("请选择区划。".into());
        return Ok((view, None));
    }
    let change = name.ok().zip(address.ok()).map(|(name, address)| HallChange {
        name: name.as_str().to_owned(),
        address: address.as_str().to_owned(),
        division_code: chosen,
    });
    Ok((view, change))
}

/// A fresh form with this division chosen.
async fn ask_form(desk: &Desk, mut view: HallFormView, division: &str) -> Response {
    match pick::offer(&desk.web, &desk.officer, Kind::Division, division, None).await {
        Ok(offered) => view.division.0 = offered,
        Err(error) => return desk.failed(error),
    }
    again(desk, view)
}

/// The form: 422 where something is wrong with it.
fn again(desk: &Desk, view: HallFormView) -> Response {
    let wrong = view.name.1.is_some() || view.address.1.is_some() || view.division.1.is_some();
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let ctx = desk.context("/office/halls");
    desk.page(status, || hall_form_page(ctx, view))
}
