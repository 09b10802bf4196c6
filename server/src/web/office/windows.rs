//! `/office/windows`: the list of windows and one window; what is done with one stands in `windows_edit`.

use super::desk::Desk;
use super::export;
use super::list::ListQuery;
use super::page::history;
use app::components::Tone;
use app::office::components::{
    Cell, ChoiceView, ColumnView, DefinitionView, EmptyView, FilterSelect, RowView, TableView,
};
use app::office::windows::{WindowView, WindowsView, window_page, windows_page};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Millis, Permission};
use storage::{OfficeWindow, StorageResult, WindowFilter};

/// `GET /office/windows`
pub(super) async fn list(desk: Desk) -> Response {
    let query = desk.list("/office/windows");
    let view = async {
        let filter = filter(&query);
        let found = desk.web.service.list_windows(&query.listing(&desk.officer.scope), &filter).await?;
        list_view(&desk, &query, &filter, found).await
    };
    match view.await {
        Ok(view) => {
            let ctx = desk.context("/office/windows");
            desk.page(StatusCode::OK, || windows_page(ctx, view))
        }
        Err(error) => desk.failed(error),
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
    desk: &Desk,
    query: &ListQuery,
    filter: &WindowFilter,
    (windows, total): (Vec<OfficeWindow>, i64),
) -> StorageResult<WindowsView> {
    let (web, officer) = (&desk.web, &desk.officer);
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
        ColumnView::new("窗口码"),
        ColumnView::new("状态"),
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
pub(super) async fn show(Path(window): Path<String>, desk: Desk) -> Response {
    let window = match find(&desk, &window).await {
        Ok(Some(window)) => window,
        Ok(None) => return desk.missing(),
        Err(error) => return desk.failed(error),
    };
    let past = match desk.web.service.history("window", &window.id.to_string()).await {
        Ok(rows) => history::timeline(rows),
        Err(error) => return desk.failed(error),
    };
    let handled = match desk.web.service.db().items_of_window(window.id).await {
        Ok(items) => format!("{} 个", items.len()),
        Err(error) => return desk.failed(error),
    };
    let path = format!("/office/windows/{}", window.id);
    let state = match window.withdrawn_at {
        None => Cell::Badge { text: "使用中".into(), tone: Tone::Done },
        Some(at) => Cell::Two { text: "已撤销".into(), sub: Millis(at).to_china_text() },
    };
    let hall = format!("/office/halls/{}", window.hall_id);
    let view = WindowView {
        name: window.name,
        facts: vec![
            DefinitionView::new("窗口码", Cell::Code(window.code.clone())),
            DefinitionView::new("大厅", Cell::Link { text: window.hall, href: hall }),
            DefinitionView::new("区划", window.division),
            DefinitionView::new("部门", window.department),
            DefinitionView::new("状态", state),
            DefinitionView::new("办理事项", handled).action("查看", format!("{path}/items")),
        ],
        past,
        rate: format!("/w/{}", window.code),
        edit: desk.officer.may(Permission::EditWindows).then_some(path),
        in_service: window.withdrawn_at.is_none(),
    };
    let ctx = desk.context("/office/windows");
    desk.page(StatusCode::OK, || window_page(ctx, view))
}
pub(super) async fn find(desk: &Desk, window: &str) -> StorageResult<Option<OfficeWindow>> {
    match window.parse() {
        Ok(id) => desk.web.service.window_of(&desk.officer, id).await,
        Err(_) => Ok(None),
    }
}
