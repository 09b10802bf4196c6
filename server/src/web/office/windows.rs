//! `/office/windows`: the list of windows, one window, and what can be done with it.

use super::desk::Desk;
use super::export;
use super::list::ListQuery;
use super::page::{self, context, done, history, refused};
use super::pick::{self, Kind};
use super::post::OfficePost;
use crate::web::body::Fields;
use crate::web::{AppState, RequestId};
use app::components::Tone;
use app::office::OfficeContext;
use app::office::components::{
    Cell, ChoiceView, ConfirmView, ConflictField, ConflictView, DefinitionView, EmptyView, FieldView,
    FilterSelect, RowView, TableView, confirm_page, conflict_page,
};
use app::office::windows::{
    WindowFormView, WindowView, WindowsView, window_form_page, window_page, windows_crumbs, windows_page,
};
use axum::extract::{Extension, Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::{Millis, Permission};
use storage::{OfficeWindow, StorageResult, WindowChange, WindowFilter};
use usecases::{Kept, Officer};

/// `GET /office/windows`
pub(super) async fn list(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = ListQuery::read("/office/windows", query.as_deref());
    let view = async {
        let filter = filter(&query);
        let found = web.service.list_windows(&query.listing(&officer.scope), &filter).await?;
        list_view(&web, &officer, &query, &filter, found).await
    };
    match view.await {
        Ok(view) => {
            let ctx = context(&web, &headers, &officer, "/office/windows");
            page::page(&web, StatusCode::OK, &headers, || windows_page(ctx, view))
        }
        Err(error) => refused::storage(&web, &headers, &officer, error, id),
    }
}

/// `GET /office/windows/export`
pub(super) async fn export(desk: Desk) -> Response {
    let query = desk.list("/office/windows");
    let columns = export::Columns {
        kind: "windows",
        name: "窗口",
        heads: &["窗口名称", "窗口码", "大厅", "区划", "部门", "状态", "撤销时间"],
    };
    let (web, filter) = (desk.web.clone(), filter(&query));
    export::stream(&desk, &query, columns, move |listing| {
        let (web, filter) = (web.clone(), filter.clone());
        async move {
            let (windows, _) = web.service.list_windows(&listing, &filter).await?;
            Ok(windows.into_iter().map(cells).collect())
        }
    })
    .await
}

fn cells(window: OfficeWindow) -> Vec<String> {
    let state = if window.withdrawn_at.is_none() { "使用中" } else { "已撤销" };
    let at = window.withdrawn_at.map(|at| Millis(at).to_china_text()).unwrap_or_default();
    vec![window.name, window.code, window.hall, window.division, window.department, state.into(), at]
}

fn filter(query: &ListQuery) -> WindowFilter {
    WindowFilter {
        hall: query.id("hall"),
        department: query.id("department"),
        in_service: match query.get("state") {
            "open" => Some(true),
            "withdrawn" => Some(false),
            _ => None,
        },
    }
}

async fn list_view(
    web: &AppState,
    officer: &Officer,
    query: &ListQuery,
    filter: &WindowFilter,
    (windows, total): (Vec<OfficeWindow>, i64),
) -> StorageResult<WindowsView> {
    let may_edit = officer.may(Permission::EditWindows);
    let hall = match filter.hall {
        Some(id) => web.service.hall_of(officer, id).await?.map(|hall| hall.name),
        None => None,
    };
    let department = match filter.department {
        Some(id) => web.service.department_of(officer, id).await?.map(|department| department.name),
        None => None,
    };
    let state = [("open", "使用中"), ("withdrawn", "已撤销")];
    let chosen = state.iter().find(|(word, _)| *word == query.get("state"));
    let set = chosen.map(|(_, label)| ("state", format!("状态：{label}"))).into_iter();
    let set = set.chain(hall.map(|name| ("hall", format!("大厅：{name}"))));
    let set = set.chain(department.map(|name| ("department", format!("部门：{name}"))));
    let mut bar = query.filter("窗口、大厅、部门名称或窗口码", set.collect());
    bar.selects.push(FilterSelect {
        name: "state",
        label: "状态",
        choices: state.map(|(value, label)| ChoiceView::new(value, label)).to_vec(),
        value: query.get("state").to_owned(),
    });
    let columns = vec![
        query.column("窗口", "name", false),
        query.column("大厅", "hall", true),
        query.column("部门", "department", false),
        app::office::components::ColumnView::new("窗口码"),
        app::office::components::ColumnView::new("状态"),
    ];
    let empty = if query.is_narrowed(&["state", "hall", "department"]) {
        EmptyView {
            title: "没有符合条件的窗口".into(),
            text: "请换个名称，或清除筛选再看。".into(),
            action: Some(("清除筛选".into(), "/office/windows".into())),
        }
    } else {
        EmptyView {
            title: "还没有窗口".into(),
            text: "可以从电子表格一次导入全部窗口，也可以逐个新增。".into(),
            action: may_edit.then(|| ("导入窗口".into(), "/office/import/windows".into())),
        }
    };
    let pager = query.pager(windows.len(), total);
    let table = TableView {
        caption: "窗口".into(),
        columns,
        rows: windows.into_iter().map(row).collect(),
        pager,
        empty,
        ..TableView::default()
    };
    Ok(WindowsView { filter: bar, table, may_edit, export: export::links(query) })
}

fn row(window: OfficeWindow) -> RowView {
    let state = match window.withdrawn_at {
        None => Cell::Badge { text: "使用中".into(), tone: Tone::Done },
        Some(_) => Cell::Badge { text: "已撤销".into(), tone: Tone::Quiet },
    };
    RowView {
        href: Some(format!("/office/windows/{}", window.id)),
        key: window.id.to_string(),
        cells: vec![
            window.name.into(),
            Cell::Two { text: window.hall, sub: window.division },
            window.department.into(),
            Cell::Code(window.code),
            state,
        ],
        ticked: false,
    }
}

/// `GET /office/windows/{window}`
pub(super) async fn show(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    Path(window): Path<String>,
) -> Response {
    let window = match find(&web, &officer, &window).await {
        Ok(Some(window)) => window,
        Ok(None) => return refused::not_found(&web, &headers, &officer),
        Err(error) => return refused::storage(&web, &headers, &officer, error, id),
    };
    let past = match web.service.history("window", &window.id.to_string()).await {
        Ok(rows) => history::timeline(rows),
        Err(error) => return refused::storage(&web, &headers, &officer, error, id),
    };
    let path = format!("/office/windows/{}", window.id);
    let state = match window.withdrawn_at {
        None => Cell::Badge { text: "使用中".into(), tone: Tone::Done },
        Some(at) => Cell::Two { text: "已撤销".into(), sub: Millis(at).to_china_text() },
    };
    let view = WindowView {
        name: window.name,
        facts: vec![
            DefinitionView::new("窗口码", Cell::Code(window.code.clone())),
            DefinitionView::new("大厅", Cell::Two { text: window.hall, sub: window.division }),
            DefinitionView::new("部门", window.department),
            DefinitionView::new("状态", state),
        ],
        past,
        rate: format!("/w/{}", window.code),
        edit: officer.may(Permission::EditWindows).then_some(path),
        in_service: window.withdrawn_at.is_none(),
    };
    let ctx = context(&web, &headers, &officer, "/office/windows");
    page::page(&web, StatusCode::OK, &headers, || window_page(ctx, view))
}

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
    match find(&desk.web, &desk.officer, &window).await {
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
    let before = match find(&desk.web, &desk.officer, &window).await {
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
        Ok(Kept::Conflict(now)) => {
            let Desk { web, headers, officer, id, .. } = &desk;
            conflict(web, headers, officer, *id, &path, &change, now).await
        }
        Ok(Kept::NoSuch) => desk.missing(),
        Ok(Kept::PlaceWrong) => {
            view.hall.1 = Some(PLACE_WRONG.into());
            again(&desk, view)
        }
        Err(error) => desk.failed(error),
    }
}

/// Two managers edited one window: what differs is shown side by side, and she chooses again.
async fn conflict(
    web: &AppState,
    headers: &HeaderMap,
    officer: &Officer,
    id: RequestId,
    path: &str,
    yours: &WindowChange,
    now: OfficeWindow,
) -> Response {
    let found = async {
        let db = web.service.db();
        let hall = db.picked_hall(&officer.scope, yours.hall_id).await?;
        let department = db.picked_department(&officer.scope, yours.department_id).await?;
        let last = web.service.history("window", &now.id.to_string()).await?.into_iter().next();
        Ok((hall, department, last))
    };
    let (hall, department, last) = match found.await {
        Ok(found) => found,
        Err(error) => return refused::storage(web, headers, officer, error, id),
    };
    let named = |row: Option<storage::PickRow>| row.map_or_else(|| "？".to_owned(), |row| row.name);
    let choice = |id: i64, label: String| ChoiceView::new(id.to_string(), label);
    let all = [
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
    let (agreed, fields): (Vec<_>, Vec<_>) = all.into_iter().partition(|f| f.yours.value == f.theirs.value);
    let mut hidden = vec![("version".to_owned(), now.version.to_string())];
    hidden.extend(agreed.into_iter().map(|f| (f.name.to_owned(), f.theirs.value)));
    let view = ConflictView {
        title: now.name,
        by: last.as_ref().map(|row| row.actor.clone()).unwrap_or_default(),
        at: last.map(|row| Millis(row.at).to_china_text()).unwrap_or_default(),
        fields,
        action: format!("{path}/edit"),
        hidden,
        cancel: path.to_owned(),
    };
    let ctx = context(web, headers, officer, "/office/windows");
    page::page(web, StatusCode::CONFLICT, headers, || conflict_page(ctx, windows_crumbs(), view))
}

/// `GET /office/windows/{window}/withdraw` and `…/reopen`
pub(super) async fn ask_withdraw(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    Path(window): Path<String>,
) -> Response {
    match find(&web, &officer, &window).await {
        Ok(Some(window)) => {
            let ctx = context(&web, &headers, &officer, "/office/windows");
            ask(&web, &headers, StatusCode::OK, ctx, &window, None)
        }
        Ok(None) => refused::not_found(&web, &headers, &officer),
        Err(error) => refused::storage(&web, &headers, &officer, error, id),
    }
}

fn ask(
    web: &AppState,
    headers: &HeaderMap,
    status: StatusCode,
    ctx: OfficeContext,
    window: &OfficeWindow,
    missing: Option<String>,
) -> Response {
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
    page::page(web, status, headers, || confirm_page(ctx, windows_crumbs(), view))
}

/// `POST /office/windows/{window}/withdraw`
pub(super) async fn withdraw(Path(window): Path<String>, sent: OfficePost) -> Response {
    if sent.fields.get("reason").trim().is_empty() {
        let OfficePost { web, id, headers, officer, .. } = &sent;
        return match find(web, officer, &window).await {
            Ok(Some(window)) => {
                let ctx = context(web, headers, officer, "/office/windows");
                let missing = Some("请写明撤销原因。".to_owned());
                ask(web, headers, StatusCode::UNPROCESSABLE_ENTITY, ctx, &window, missing)
            }
            Ok(None) => refused::not_found(web, headers, officer),
            Err(error) => refused::storage(web, headers, officer, error, *id),
        };
    }
    set_withdrawn(&window, sent, true).await
}

/// `POST /office/windows/{window}/reopen`
pub(super) async fn reopen(Path(window): Path<String>, sent: OfficePost) -> Response {
    set_withdrawn(&window, sent, false).await
}

async fn set_withdrawn(window: &str, sent: OfficePost, withdrawn: bool) -> Response {
    let OfficePost { web, id, headers, officer, fields } = sent;
    let key = (window.parse().unwrap_or(0), fields.get("version").parse().unwrap_or(0));
    match web.service.withdraw_window(&officer, key, withdrawn, fields.get("reason")).await {
        Ok(Kept::Done(window)) => {
            let act = if withdrawn { "已撤销" } else { "已恢复" };
            done(&web, &format!("/office/windows/{}", window.id), &format!("“{}”{act}。", window.name))
        }
        Ok(Kept::Conflict(window)) => {
            let sentence = format!("“{}”刚刚被别人改过，请看过现在的内容再决定。", window.name);
            refused::impossible(&web, &headers, &officer, &sentence)
        }
        Ok(Kept::NoSuch | Kept::PlaceWrong) => refused::not_found(&web, &headers, &officer),
        Err(error) => refused::storage(&web, &headers, &officer, error, id),
    }
}

async fn find(web: &AppState, officer: &Officer, window: &str) -> StorageResult<Option<OfficeWindow>> {
    match window.parse() {
        Ok(id) => web.service.window_of(officer, id).await,
        Err(_) => Ok(None),
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
