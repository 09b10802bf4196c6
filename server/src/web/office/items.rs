//! `/office/items`: the list of items, one item, its earlier versions. Its forms: [`super::item_forms`]; which
//! window handles it: [`super::item_windows`].

use super::answer::{Answer, Refusal};
use super::desk::Desk;
use super::export;
use super::list::ListQuery;
use super::page::history;
use app::components::Tone;
use app::office::components::{
    Cell, ChoiceView, ColumnView, DefinitionView, EmptyView, FilterSelect, RowView, TableView,
};
use app::office::items::{ItemVersionsView, ItemView, ItemsView, item_page, item_versions_page, items_page};
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use domain::code_tables::TaskType;
use domain::code_tables::{ExerciseLevel, HandleForm, ItemType, LimitUnit, ServiceObject, StandardCaseKind};
use domain::{Millis, Permission};
use storage::{ItemFilter, ItemRow, ItemWindowRow, StorageResult};
use usecases::item_record;

pub(super) const PATH: &str = "/office/items";
const STATES: [(&str, &str); 2] = [("use", "使用中"), ("retired", "已停用")];

/// `GET /office/items`
pub(super) async fn list(desk: Desk, RawQuery(query): RawQuery) -> Answer {
    let query = ListQuery::read(PATH, query.as_deref());
    let filter = filter(&query);
    let listing = query.listing(&desk.officer.scope);
    let found = desk.ok(desk.web.service.list_items(&listing, &filter).await)?;
    let view = desk.ok(list_view(&desk, &query, &filter, found).await)?;
    Ok(desk.screen(StatusCode::OK, PATH, |ctx| items_page(ctx, view)))
}

/// `GET /office/items/export`
pub(super) async fn export(desk: Desk) -> Response {
    let query = desk.list(PATH);
    let heads = &[
        "实施编码",
        "业务办理项编码",
        "事项名称",
        "事项类型",
        "部门",
        "统一社会信用代码",
        "行使层级",
        "办件类型",
        "承诺时限",
        "法定时限",
        "服务对象",
        "办理形式",
        "事项主题",
        "状态",
        "停用时间",
    ];
    let columns = export::Columns { kind: "items", name: "事项", heads };
    let (web, filter) = (desk.web.clone(), filter(&query));
    export::stream(&desk, &query, columns, move |listing| {
        let (web, filter) = (web.clone(), filter.clone());
        async move {
            let (items, _) = web.service.list_items(&listing, &filter).await?;
            Ok(items.into_iter().map(cells).collect())
        }
    })
    .await
}

fn cells(item: ItemRow) -> Vec<String> {
    let state = if item.retired_at.is_none() { "使用中" } else { "已停用" };
    let at = item.retired_at.map(|at| Millis(at).to_china_text()).unwrap_or_default();
    // The facts of an item's page, but for its codes, which here have a column each, filled or not.
    let said = facts(&item).into_iter().filter(|fact| !fact.term.ends_with("编码"));
    let mut cells = vec![item.task_code.clone(), item.handle_item.clone().unwrap_or_default()];
    cells.extend(said.map(|fact| fact.value.words().to_owned()));
    cells.extend([state.to_owned(), at]);
    cells
}

fn filter(query: &ListQuery) -> ItemFilter {
    ItemFilter {
        item_type: Some(query.get("type").to_owned()).filter(|t| !t.is_empty()),
        department: query.id("department"),
        in_use: match query.get("state") {
            "use" => Some(true),
            "retired" => Some(false),
            _ => None,
        },
    }
}

async fn list_view(
    desk: &Desk,
    query: &ListQuery,
    filter: &ItemFilter,
    (items, total): (Vec<ItemRow>, i64),
) -> StorageResult<ItemsView> {
    let (db, scope) = (desk.web.service.db(), &desk.officer.scope);
    let may_edit = desk.officer.may(Permission::EditItems);
    let departments = db.item_departments(scope, None, 61).await?;
    let department = match filter.department {
        Some(id) => db.item_departments(scope, Some(id), 1).await?.into_iter().next(),
        None => None,
    };
    let kind = filter.item_type.as_deref().map(type_label);
    let state = STATES.iter().find(|(word, _)| *word == query.get("state"));
    let set = kind.map(|label| ("type", format!("类型：{label}"))).into_iter();
    let set = set.chain(department.map(|(_, name)| ("department", format!("部门：{name}"))));
    let set = set.chain(state.map(|(_, label)| ("state", format!("状态：{label}"))));
    let mut bar = query.filter("事项名称或编码", set.collect());
    let select = |name: &'static str, label: &'static str, choices: Vec<ChoiceView>| FilterSelect {
        name,
        label,
        choices,
        value: query.get(name).to_owned(),
    };
    bar.selects.push(select("type", "类型", type_choices()));
    if (2..=60).contains(&departments.len()) {
        let choices = departments.into_iter().map(|(id, n)| ChoiceView::new(id.to_string(), n)).collect();
        bar.selects.push(select("department", "部门", choices));
    } else if let Some(id) = filter.department {
        bar.keep.push(("department".into(), id.to_string()));
    }
    bar.selects.push(select("state", "状态", STATES.map(|(v, l)| ChoiceView::new(v, l)).to_vec()));
    let narrowed = query.is_narrowed(&["type", "department", "state"]);
    let table = TableView {
        caption: "事项".into(),
        columns: vec![
            query.column("事项名称", "name", false),
            query.column("编码", "code", true),
            query.column("类型", "type", false),
            query.column("部门", "department", false),
            ColumnView::new("状态"),
        ],
        pager: query.pager(items.len(), total),
        rows: items.into_iter().map(|item| row(item, query)).collect(),
        empty: empty(narrowed, may_edit),
        ..TableView::default()
    };
    Ok(ItemsView { filter: bar, table, may_edit, export: export::links(query) })
}

fn empty(narrowed: bool, may_edit: bool) -> EmptyView {
    if narrowed {
        return EmptyView {
            title: "没有符合条件的事项".into(),
            text: "请换个名称或编码，或清除筛选再看。".into(),
            action: Some(("清除筛选".into(), PATH.into())),
        };
    }
    EmptyView {
        title: "还没有事项".into(),
        text: "可以从电子表格导入事项清单，也可以逐个新增。".into(),
        action: may_edit.then(|| ("导入事项".into(), "/office/import/items".into())),
    }
}

fn row(item: ItemRow, query: &ListQuery) -> RowView {
    let department = match item.content.department_id {
        Some(id) => {
            Cell::Link { text: item.department, href: query.with(&[("department", &id.to_string())]) }
        }
        None => Cell::Muted(String::new()),
    };
    RowView {
        href: Some(format!("{PATH}/{}", item.code)),
        key: item.code.clone(),
        cells: vec![
            item.content.name.into(),
            Cell::Code(item.code),
            type_label(&item.content.item_type).into(),
            department,
            state(item.retired_at),
        ],
        ticked: false,
    }
}

fn state(retired_at: Option<i64>) -> Cell {
    match retired_at {
        None => Cell::Badge { text: "使用中".into(), tone: Tone::Done },
        Some(_) => Cell::Badge { text: "已停用".into(), tone: Tone::Quiet },
    }
}

/// The seven types, and everything else.
pub(super) fn type_choices() -> Vec<ChoiceView> {
    let seven = ItemType::ALL.iter().map(|t| ChoiceView::new(t.code(), t.label()));
    seven.chain([ChoiceView::new(TaskType::Other.code(), "其他（不属于“6+1”）")]).collect()
}

pub(super) fn type_label(code: &str) -> &'static str {
    TaskType::from_local(code).map_or("？", TaskType::label)
}

pub(super) async fn find(desk: &Desk, item: &str) -> Result<ItemRow, Refusal> {
    desk.found(desk.web.service.item_of(&desk.officer, item).await)
}

/// `GET /office/items/{item}`
pub(super) async fn show(desk: Desk, Path(item): Path<String>) -> Answer {
    let item = find(&desk, &item).await?;
    let service = &desk.web.service;
    let windows = desk.ok(service.windows_of_item(&desk.officer, &item.code).await)?;
    let versions = desk.ok(service.item_versions(&item.code).await)?.len();
    let past = desk.ok(service.history("item", &item.code).await)?;
    let record = item_record(&item, &service.settings().items);
    let warnings = record.as_ref().map(|r| r.warnings()).unwrap_or_default();
    let mut facts = facts(&item);
    facts.push(DefinitionView::new(
        "状态",
        match item.retired_at {
            None => state(None),
            Some(at) => Cell::Two { text: "已停用".into(), sub: Millis(at).to_china_text() },
        },
    ));
    let view = ItemView {
        name: item.content.name.clone(),
        warnings: warnings.iter().map(|w| format!("{w}。")).collect(),
        facts,
        parts: record.map(|r| parts(&r.code)).unwrap_or_default(),
        windows: windows.into_iter().map(window_link).collect(),
        versions: versions as u64,
        past: history::timeline(past),
        path: format!("{PATH}/{}", item.code),
        may_edit: desk.officer.may(Permission::EditItems),
        in_use: item.retired_at.is_none(),
    };
    Ok(desk.screen(StatusCode::OK, PATH, |ctx| item_page(ctx, view)))
}

fn window_link(w: ItemWindowRow) -> (String, String) {
    let ended = if w.in_service { "" } else { "（已撤销）" };
    (format!("{} · {}{ended}", w.hall, w.name), format!("/office/windows/{}", w.id))
}

/// What an item says of itself.
fn facts(item: &ItemRow) -> Vec<DefinitionView> {
    let c = &item.content;
    let label = |found: Option<&'static str>| Cell::Muted(found.unwrap_or_default().to_owned());
    let limit = |amount: Option<i64>, unit: &Option<String>| {
        let unit = unit.as_deref().and_then(LimitUnit::from_code).map_or("", LimitUnit::label);
        Cell::Muted(amount.map(|n| format!("{n} {unit}")).unwrap_or_default())
    };
    let labels = |codes: &str, name: fn(&str) -> Option<&'static str>| {
        Cell::Muted(codes.split(',').filter_map(name).collect::<Vec<_>>().join("、"))
    };
    let kind = c.case_kind.as_deref().and_then(StandardCaseKind::from_code);
    let level = c.exercise_level.as_deref().and_then(ExerciseLevel::from_code);
    let mut rows = vec![DefinitionView::new("实施编码", Cell::Code(item.task_code.clone()))];
    if let Some(handle) = &item.handle_item {
        rows.push(DefinitionView::new("业务办理项编码", Cell::Code(handle.clone())));
    }
    rows.extend([
        DefinitionView::new("事项名称", c.name.clone()),
        DefinitionView::new("事项类型", type_label(&c.item_type)),
        DefinitionView::new("部门", Cell::Muted(item.department.clone())),
        DefinitionView::new("统一社会信用代码", Cell::Muted(c.dept_code.clone().unwrap_or_default())),
        DefinitionView::new("行使层级", label(level.map(ExerciseLevel::label))),
        DefinitionView::new("办件类型", label(kind.map(StandardCaseKind::label))),
        DefinitionView::new("承诺时限", limit(c.promised, &c.promised_unit)),
        DefinitionView::new("法定时限", limit(c.legal, &c.legal_unit)),
        DefinitionView::new(
            "服务对象",
            labels(&c.service_objects, |code| ServiceObject::from_code(code).map(ServiceObject::label)),
        ),
        DefinitionView::new(
            "办理形式",
            labels(&c.handle_forms, |code| HandleForm::from_code(code).map(HandleForm::label)),
        ),
        DefinitionView::new("事项主题", Cell::Muted(c.theme.clone().unwrap_or_default())),
    ]);
    rows
}

/// 统一社会信用代码 + 行使层级 + 基本编码 + 业务办理项; nothing where another rule takes codes of other lengths.
fn parts(code: &domain::item_code::ItemCode) -> Vec<DefinitionView> {
    let Some(p) = code.parts() else { return Vec::new() };
    let credit = match p.department() {
        Ok(_) => Cell::Code(p.credit_code.to_owned()),
        Err(error) => Cell::Two { text: p.credit_code.to_owned(), sub: error.to_string() },
    };
    let level = p.level().map_or("代码表中没有", ExerciseLevel::label);
    let kind = format!(
        "区划 {} · 事项类型 {}（{}）· 主项 {} · 子项 {}",
        p.area,
        p.item_type,
        type_label(p.item_type),
        p.main,
        p.sub
    );
    let handle = p.handle_item.map_or("无", |h| h).to_owned();
    vec![
        DefinitionView::new("统一社会信用代码（18位）", credit),
        DefinitionView::new(
            "行使层级（1位）",
            Cell::Two { text: p.exercise_level.to_owned(), sub: level.into() },
        ),
        DefinitionView::new("基本编码（12位）", Cell::Two { text: p.base.to_owned(), sub: kind }),
        DefinitionView::new("业务办理项（2位）", handle),
    ]
}

/// `GET /office/items/{item}/versions`
pub(super) async fn versions(desk: Desk, Path(item): Path<String>) -> Answer {
    let item = find(&desk, &item).await?;
    let rows = desk.ok(desk.web.service.item_versions(&item.code).await)?;
    let versions = rows.into_iter().map(|row| {
        let until = Millis(row.until_at).to_china_text();
        let retired = if row.item.retired_at.is_some() { "，停用期间" } else { "" };
        (format!("第{}版（至 {until}{retired}）", row.item.version), facts(&row.item))
    });
    let view = ItemVersionsView {
        name: item.content.name.clone(),
        path: format!("{PATH}/{}", item.code),
        versions: versions.collect(),
    };
    Ok(desk.screen(StatusCode::OK, PATH, |ctx| item_versions_page(ctx, view)))
}
