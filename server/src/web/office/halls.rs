//! `/office/halls`: the list of halls and one hall; what is done with one stands in `halls_edit`.

use super::desk::Desk;
use super::export;
use super::list::ListQuery;
use super::page::history;
use app::components::Tone;
use app::office::components::{
    Cell, ChoiceView, ColumnView, DefinitionView, EmptyView, FilterSelect, RowView, TableView,
};
use app::office::halls::{HallView, HallsView, hall_page, halls_page};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Millis, Permission};
use storage::{HallFilter, Listing, OfficeHall, StorageResult, WindowFilter};

/// Windows listed on a hall's own page.
const WINDOWS_SHOWN: i64 = 50;

/// `GET /office/halls`
pub(super) async fn list(desk: Desk) -> Response {
    let query = desk.list("/office/halls");
    let view = async {
        let found = desk.web.service.list_halls(&query.listing(&desk.officer.scope), &filter(&query)).await?;
        list_view(&desk, &query, found).await
    };
    match view.await {
        Ok(view) => {
            let ctx = desk.context("/office/halls");
            desk.page(StatusCode::OK, || halls_page(ctx, view))
        }
        Err(error) => desk.failed(error),
    }
}

/// `GET /office/halls/export`
pub(super) async fn export(desk: Desk) -> Response {
    let query = desk.list("/office/halls");
    let columns = export::Columns {
        kind: "halls",
        name: "大厅",
        heads: &["大厅名称", "区划", "区划代码", "地址", "使用中窗口", "状态", "停用时间"],
    };
    let (web, filter) = (desk.web.clone(), filter(&query));
    export::stream(&desk, &query, columns, move |listing| {
        let (web, filter) = (web.clone(), filter.clone());
        async move {
            let (halls, _) = web.service.list_halls(&listing, &filter).await?;
            Ok(halls.into_iter().map(cells).collect())
        }
    })
    .await
}

fn cells(hall: OfficeHall) -> Vec<String> {
    let state = if hall.retired_at.is_none() { "使用中" } else { "已停用" };
    let at = hall.retired_at.map(|at| Millis(at).to_china_text()).unwrap_or_default();
    let windows = hall.windows.to_string();
    vec![hall.name, hall.division, hall.division_code, hall.address, windows, state.into(), at]
}

fn filter(query: &ListQuery) -> HallFilter {
    HallFilter {
        division: Some(query.get("division").to_owned()).filter(|code| !code.is_empty()),
        open: is_open(query),
    }
}

/// The filter `state`: in use, retired, or both.
pub(super) fn is_open(query: &ListQuery) -> Option<bool> {
    match query.get("state") {
        "open" => Some(true),
        "retired" => Some(false),
        _ => None,
    }
}

/// The choice of it.
pub(super) fn state_select(query: &ListQuery) -> FilterSelect {
    FilterSelect {
        name: "state",
        label: "状态",
        choices: [("open", "使用中"), ("retired", "已停用")].map(|(v, l)| ChoiceView::new(v, l)).to_vec(),
        value: query.get("state").to_owned(),
    }
}

/// What of it is set, in words.
pub(super) fn state_set(query: &ListQuery) -> Option<(&'static str, String)> {
    is_open(query).map(|open| ("state", format!("状态：{}", if open { "使用中" } else { "已停用" })))
}

/// The state of a thing that can be retired.
pub(super) fn state_cell(retired_at: Option<i64>) -> Cell {
    match retired_at {
        None => Cell::Badge { text: "使用中".into(), tone: Tone::Done },
        Some(_) => Cell::Badge { text: "已停用".into(), tone: Tone::Quiet },
    }
}

/// The same with when it was retired.
pub(super) fn state_since(retired_at: Option<i64>) -> Cell {
    match retired_at {
        None => state_cell(None),
        Some(at) => Cell::Two { text: "已停用".into(), sub: Millis(at).to_china_text() },
    }
}

async fn list_view(
    desk: &Desk,
    query: &ListQuery,
    (halls, total): (Vec<OfficeHall>, i64),
) -> StorageResult<HallsView> {
    let may_edit = desk.officer.may(Permission::EditHalls);
    let division = match query.get("division") {
        "" => None,
        code => desk.web.service.plain_division(&desk.officer, code).await?.map(|division| division.name),
    };
    let set = state_set(query).into_iter();
    let set = set.chain(division.map(|name| ("division", format!("区划：{name}及下级"))));
    let mut bar = query.filter("大厅名称、地址或区划", set.collect());
    bar.selects.push(state_select(query));
    let empty = if query.is_narrowed(&["state", "division"]) {
        EmptyView {
            title: "没有符合条件的大厅".into(),
            text: "请换个名称，或清除筛选再看。".into(),
            action: Some(("清除筛选".into(), "/office/halls".into())),
        }
    } else {
        EmptyView {
            title: "还没有大厅".into(),
            text: "先新增大厅，再在大厅里开窗口、印台牌。".into(),
            action: may_edit.then(|| ("新增大厅".into(), "/office/halls/new".into())),
        }
    };
    let pager = query.pager(halls.len(), total);
    let table = TableView {
        caption: "大厅".into(),
        columns: vec![
            query.column("大厅", "name", false),
            query.column("区划", "division", true),
            ColumnView::new("使用中窗口").numeric(),
            ColumnView::new("状态"),
        ],
        rows: halls.into_iter().map(row).collect(),
        pager,
        empty,
        ..TableView::default()
    };
    Ok(HallsView { filter: bar, table, may_edit, export: export::links(query) })
}

pub(super) fn row(hall: OfficeHall) -> RowView {
    RowView {
        href: Some(format!("/office/halls/{}", hall.id)),
        key: hall.id.to_string(),
        cells: vec![
            Cell::Two { text: hall.name, sub: hall.address },
            hall.division.into(),
            hall.windows.to_string().into(),
            state_cell(hall.retired_at),
        ],
        ticked: false,
    }
}

/// `GET /office/halls/{hall}`
pub(super) async fn show(Path(hall): Path<String>, desk: Desk) -> Response {
    let hall = match find(&desk, &hall).await {
        Ok(Some(hall)) => hall,
        Ok(None) => return desk.missing(),
        Err(error) => return desk.failed(error),
    };
    match view(&desk, hall).await {
        Ok(view) => {
            let ctx = desk.context("/office/halls");
            desk.page(StatusCode::OK, || hall_page(ctx, view))
        }
        Err(error) => desk.failed(error),
    }
}

async fn view(desk: &Desk, hall: OfficeHall) -> StorageResult<HallView> {
    let (service, officer) = (&desk.web.service, &desk.officer);
    let past = history::timeline(service.history("hall", &hall.id.to_string()).await?);
    let listing = Listing { sort: "name".into(), ..Listing::first(officer.scope.clone(), WINDOWS_SHOWN) };
    let filter = WindowFilter { hall: Some(hall.id), in_service: Some(true), ..WindowFilter::default() };
    let (windows, _) = service.list_windows(&listing, &filter).await?;
    let rows = windows.into_iter().map(|window| RowView {
        href: Some(format!("/office/windows/{}", window.id)),
        key: window.id.to_string(),
        cells: vec![window.name.into(), window.department.into(), Cell::Code(window.code)],
        ticked: false,
    });
    let may_open_windows = officer.may(Permission::EditWindows);
    let windows = TableView {
        caption: "使用中的窗口".into(),
        columns: ["窗口", "部门", "窗口码"].map(ColumnView::new).to_vec(),
        rows: rows.collect(),
        empty: EmptyView {
            title: "没有使用中的窗口".into(),
            text: String::new(),
            action: (may_open_windows && hall.retired_at.is_none())
                .then(|| ("新增窗口".into(), format!("/office/windows/new?hall={}", hall.id))),
        },
        ..TableView::default()
    };
    let division =
        Cell::Link { text: hall.division, href: format!("/office/divisions/{}", hall.division_code) };
    Ok(HallView {
        id: hall.id,
        name: hall.name,
        facts: vec![
            DefinitionView::new("所在区划", division),
            DefinitionView::new("地址", hall.address),
            DefinitionView::new("使用中窗口", format!("{}个", hall.windows)),
            DefinitionView::new("状态", state_since(hall.retired_at)),
        ],
        windows,
        past,
        may_edit: officer.may(Permission::EditHalls),
        may_open_windows,
        may_print: officer.may(Permission::MakePlates),
        is_open: hall.retired_at.is_none(),
    })
}

pub(super) async fn find(desk: &Desk, hall: &str) -> StorageResult<Option<OfficeHall>> {
    match hall.parse() {
        Ok(id) => desk.web.service.hall_of(&desk.officer, id).await,
        Err(_) => Ok(None),
    }
}
