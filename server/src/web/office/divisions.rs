//! `/office/divisions`: the tree of divisions, one level at a time or searched over all, and one division; what is
//! done with one stands in `divisions_edit`.

use super::desk::Desk;
use super::export;
use super::halls::{self, is_open, state_cell, state_select, state_set, state_since};
use super::list::ListQuery;
use super::page::history;
use app::office::components::{Cell, ColumnView, DefinitionView, EmptyView, RowView, TableView};
use app::office::divisions::{DivisionView, DivisionsView, division_page, divisions_page};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{DivisionLevel, Millis, Permission};
use storage::{DivisionFilter, OfficeDivision, StorageResult};

/// Halls listed on a division's own page.
const HALLS_SHOWN: i64 = 50;

/// `GET /office/divisions`, of a level `?below=…`, or searched with `?q=…` over all
pub(super) async fn list(desk: Desk) -> Response {
    let query = desk.list("/office/divisions");
    match list_view(&desk, &query).await {
        Ok(Some(view)) => {
            let ctx = desk.context("/office/divisions");
            desk.page(StatusCode::OK, || divisions_page(ctx, view))
        }
        Ok(None) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}

/// `GET /office/divisions/export`
pub(super) async fn export(desk: Desk) -> Response {
    let query = desk.list("/office/divisions");
    let columns = export::Columns {
        kind: "divisions",
        name: "区划",
        heads: &[
            "区划代码",
            "区划名称",
            "级别",
            "统计隶属",
            "管理隶属",
            "下级区划",
            "大厅",
            "窗口",
            "状态",
            "停用时间",
        ],
    };
    let filter = match asked(&desk, &query).await {
        Ok(filter) => filter,
        Err(error) => return desk.failed(error),
    };
    let web = desk.web.clone();
    export::stream(&desk, &query, columns, move |listing| {
        let (web, filter) = (web.clone(), filter.clone());
        async move {
            let (divisions, _) = web.service.list_divisions(&listing, &filter).await?;
            Ok(divisions.into_iter().map(cells).collect())
        }
    })
    .await
}

fn cells(division: OfficeDivision) -> Vec<String> {
    let level = level(&division).to_owned();
    let state = if division.retired_at.is_none() { "使用中" } else { "已停用" };
    let parent = division.parent_name.unwrap_or_default();
    vec![
        division.code,
        division.name,
        level,
        parent.clone(),
        division.managing_name.unwrap_or(parent),
        division.divisions.to_string(),
        division.halls.to_string(),
        division.windows.to_string(),
        state.into(),
        division.retired_at.map(|at| Millis(at).to_china_text()).unwrap_or_default(),
    ]
}

/// What is asked for: the level below a division, by itself that where her tree begins; a search goes over all.
async fn asked(desk: &Desk, query: &ListQuery) -> StorageResult<DivisionFilter> {
    let mut below = Some(query.get("below").to_owned()).filter(|code| !code.is_empty());
    if below.is_none() && query.get("q").is_empty() {
        below = Some(desk.web.service.db().root_of(&desk.officer.scope).await?);
    }
    Ok(DivisionFilter { below, in_use: is_open(query) })
}

/// The level in words.
fn level(division: &OfficeDivision) -> &'static str {
    if division.is_zone {
        return "功能区";
    }
    DivisionLevel::from_word(&division.level).map_or("", DivisionLevel::label)
}

/// The list; `None` where the division it begins at is not hers.
async fn list_view(desk: &Desk, query: &ListQuery) -> StorageResult<Option<DivisionsView>> {
    let (service, officer) = (&desk.web.service, &desk.officer);
    let searches = !query.get("q").is_empty();
    let filter = asked(desk, query).await?;
    let at = match &filter.below {
        Some(code) => match service.plain_division(officer, code).await? {
            Some(division) => Some(division),
            None => return Ok(None),
        },
        None => None,
    };
    let (divisions, total) = service.list_divisions(&query.listing(&officer.scope), &filter).await?;
    let mut way = match &at {
        Some(division) => way(desk, &division.code).await?,
        None => vec![("区划".to_owned(), "/office/divisions".to_owned())],
    };
    if at.is_some() {
        way.pop();
    }
    let may_edit = officer.may(Permission::EditDivisions);
    let below = filter.below.clone().unwrap_or_default();
    let add = (may_edit && at.as_ref().is_none_or(|d| d.retired_at.is_none() && d.level != "village"))
        .then(|| format!("/office/divisions/new?below={below}"));
    let mut bar = query.filter("区划名称或代码（查找全部级别）", state_set(query).into_iter().collect());
    bar.selects.push(state_select(query));
    let empty = empty(query, searches, add.as_deref());
    let pager = query.pager(divisions.len(), total);
    let table = TableView {
        caption: "区划".into(),
        columns: vec![
            query.column("区划", "name", false),
            query.column("代码", "code", true),
            ColumnView::new("级别"),
            ColumnView::new("下级区划").numeric(),
            ColumnView::new("大厅").numeric(),
            ColumnView::new("窗口").numeric(),
            ColumnView::new("状态"),
        ],
        rows: divisions.into_iter().map(|division| row(division, &below)).collect(),
        pager,
        empty,
        ..TableView::default()
    };
    Ok(Some(DivisionsView {
        own: at.as_ref().map(|division| format!("/office/divisions/{}", division.code)),
        title: at.map(|division| division.name),
        way,
        filter: bar,
        table,
        add,
        export: export::links(query),
    }))
}

fn empty(query: &ListQuery, searches: bool, add: Option<&str>) -> EmptyView {
    if searches || query.is_narrowed(&["state"]) {
        return EmptyView {
            title: "没有符合条件的区划".into(),
            text: "请换个名称或代码，或清除筛选再看。".into(),
            action: Some(("清除筛选".into(), "/office/divisions".into())),
        };
    }
    EmptyView {
        title: "没有下级区划".into(),
        text: String::new(),
        action: add.map(|href| ("新增区划".into(), href.to_owned())),
    }
}

/// The way down to a division, as (label, path of the list below).
async fn way(desk: &Desk, code: &str) -> StorageResult<Vec<(String, String)>> {
    let way = desk.web.service.way_to(&desk.officer, code).await?;
    Ok(way.into_iter().map(|(code, name)| (name, format!("/office/divisions?below={code}"))).collect())
}

/// A row of the list below a division; one that the division does not both count and manage says so.
fn row(division: OfficeDivision, below: &str) -> RowView {
    let sub = match (&division.managing_parent, &division.managing_name) {
        (Some(code), _) if code == below => {
            format!("统计隶属{}", division.parent_name.clone().unwrap_or_default())
        }
        (Some(_), Some(name)) => format!("由{name}管理"),
        _ => String::new(),
    };
    let level = level(&division).to_owned();
    // A village has nothing below: its row leads to itself.
    let leaf = division.divisions == 0 && division.level == "village";
    let href = if leaf {
        format!("/office/divisions/{}", division.code)
    } else {
        format!("/office/divisions?below={}", division.code)
    };
    let name = if sub.is_empty() { division.name.into() } else { Cell::Two { text: division.name, sub } };
    RowView {
        href: Some(href),
        key: division.code.clone(),
        cells: vec![
            name,
            Cell::Code(division.code),
            level.into(),
            division.divisions.to_string().into(),
            division.halls.to_string().into(),
            division.windows.to_string().into(),
            state_cell(division.retired_at),
        ],
        ticked: false,
    }
}

/// `GET /office/divisions/{division}`
pub(super) async fn show(Path(division): Path<String>, desk: Desk) -> Response {
    let division = match find(&desk, &division).await {
        Ok(Some(division)) => division,
        Ok(None) => return desk.missing(),
        Err(error) => return desk.failed(error),
    };
    match view(&desk, division).await {
        Ok(view) => {
            let ctx = desk.context("/office/divisions");
            desk.page(StatusCode::OK, || division_page(ctx, view))
        }
        Err(error) => desk.failed(error),
    }
}

async fn view(desk: &Desk, division: OfficeDivision) -> StorageResult<DivisionView> {
    let (service, officer) = (&desk.web.service, &desk.officer);
    let past = history::timeline(service.history("division", &division.code).await?);
    let mut way = way(desk, &division.code).await?;
    way.pop();
    let own = service.db().halls_right_in(&officer.scope, &division.code, HALLS_SHOWN).await?;
    let may_open = officer.may(Permission::EditHalls) && division.retired_at.is_none();
    let halls = TableView {
        caption: "本级大厅".into(),
        columns: ["大厅", "区划", "使用中窗口", "状态"].map(ColumnView::new).to_vec(),
        rows: own.into_iter().map(halls::row).collect(),
        empty: EmptyView {
            title: "本级没有使用中的大厅".into(),
            text: String::new(),
            action: may_open
                .then(|| ("新增大厅".into(), format!("/office/halls/new?division={}", division.code))),
        },
        ..TableView::default()
    };
    Ok(DivisionView {
        facts: facts(&division),
        code: division.code,
        name: division.name,
        way,
        halls,
        past,
        may_edit: officer.may(Permission::EditDivisions),
        in_use: division.retired_at.is_none(),
    })
}

fn facts(division: &OfficeDivision) -> Vec<DefinitionView> {
    let parent = Cell::Muted(division.parent_name.clone().unwrap_or_default());
    let manager = match &division.managing_name {
        Some(name) => Cell::Text(name.clone()),
        None => Cell::Muted("与统计隶属相同".into()),
    };
    vec![
        DefinitionView::new("区划代码", Cell::Code(division.code.clone())),
        DefinitionView::new("级别", level(division)),
        DefinitionView::new("统计隶属", parent),
        DefinitionView::new("管理隶属", manager),
        DefinitionView::new("下级区划", format!("{}个", division.divisions)),
        DefinitionView::new("大厅（含下级）", format!("{}个", division.halls)),
        DefinitionView::new("窗口（含下级）", format!("{}个", division.windows)),
        DefinitionView::new("状态", state_since(division.retired_at)),
    ]
}

pub(super) async fn find(desk: &Desk, division: &str) -> StorageResult<Option<OfficeDivision>> {
    desk.web.service.division_of(&desk.officer, division).await
}
