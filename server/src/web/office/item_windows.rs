//! Which window handles what: `/office/items/{item}/windows` by hall, `/office/windows/{window}/items`.

use super::answer::{Answer, Refusal, row_id};
use super::desk::Desk;
use super::items::{PATH, find, type_choices, type_label};
use super::list::ListQuery;
use super::post::OfficePost;
use super::which_hall;
use crate::web::body::Fields;
use app::office::components::{ChoiceView, EmptyView, FilterSelect};
use app::office::item_windows::{TicksView, ticks_page};
use app::office::items::items_crumbs;
use app::office::windows::windows_crumbs;
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use domain::Permission;
use std::collections::BTreeSet;
use storage::{ItemFilter, ItemRow, Listing, OfficeWindow};
use usecases::ROSTER_WINDOWS;

/// Most items to tick at once; more are found by name.
const ITEMS: i64 = 200;

/// `GET /office/items/{item}/windows?hall=`
pub(super) async fn ask_windows(desk: Desk, Path(item): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let item = find(&desk, &item).await?;
    let path = format!("{PATH}/{}/windows", item.code);
    let query = ListQuery::read(&path, query.as_deref());
    let mut crumbs = items_crumbs();
    crumbs.push((item.content.name.clone(), format!("{PATH}/{}", item.code)));
    let title = format!("“{}”的办理窗口", item.content.name);
    let Some(hall) = which_hall::asked(&desk, &query).await? else {
        return which_hall::choose(&desk, &query, &title, crumbs, PATH).await;
    };
    let service = &desk.web.service;
    let handled = desk.ok(service.windows_of_item(&desk.officer, &item.code).await)?;
    let windows = desk.ok(service.db().roster_windows(&desk.officer.scope, hall.id, ROSTER_WINDOWS).await)?;
    let choice = |id: i64, name: &str, sub: &str| ChoiceView {
        hint: Some(sub.to_owned()),
        ..ChoiceView::new(id.to_string(), name)
    };
    let choices: Vec<ChoiceView> = windows.iter().map(|w| choice(w.id, &w.name, &w.department)).collect();
    let here = handled.iter().filter(|w| w.hall_id == hall.id).map(|w| w.id.to_string());
    let ticked = ticked(&query, &choices, here.collect());
    let elsewhere = handled.iter().filter(|w| w.hall_id != hall.id);
    let several = desk.ok(service.db().halls_to_pick(&desk.officer.scope, None, "", 2).await)?.len() > 1;
    let hall_id = hall.id.to_string();
    let at = |tick: &str| query.with(&[("hall", &hall_id), ("tick", tick)]);
    let view = TicksView {
        title,
        crumbs,
        lead: format!("{}：勾选办理这个事项的窗口。", hall.name),
        other_hall: several.then(|| path.clone()),
        label: "办理窗口",
        choices,
        ticked,
        all_or_none: [at("all"), at("none")],
        besides: elsewhere.map(|w| format!("{} · {}", w.hall, w.name)).collect(),
        may_edit: item.retired_at.is_none(),
        empty: EmptyView {
            title: "这个大厅没有使用中的窗口".into(),
            text: "请换一个大厅，或先新增窗口。".into(),
            action: None,
        },
        action: path.clone(),
        cancel: format!("{PATH}/{}", item.code),
        ..TicksView::default()
    };
    Ok(desk.screen(StatusCode::OK, PATH, |ctx| ticks_page(ctx, view)))
}

/// What is ticked: as it is stored, or all or none as the link asks.
fn ticked(query: &ListQuery, choices: &[ChoiceView], stored: Vec<String>) -> Vec<String> {
    match query.get("tick") {
        "all" => choices.iter().map(|c| c.value.clone()).collect(),
        "none" => Vec::new(),
        _ => stored,
    }
}

/// `POST /office/items/{item}/windows`
pub(super) async fn set_windows(Path(item): Path<String>, sent: OfficePost) -> Answer {
    let (desk, fields) = sent.parts();
    let item = find(&desk, &item).await?;
    let ids = |name| fields.all(name).map(row_id).collect::<BTreeSet<i64>>();
    let done = desk.web.service.set_windows_of_item(&desk.officer, &item, &ids("shown"), &ids("on")).await;
    let (joined, parted) = desk.ok(done)?;
    let said = said(&format!("“{}”的办理窗口", item.content.name), joined, parted);
    Ok(desk.done(&format!("{PATH}/{}", item.code), &said))
}

fn said(what: &str, joined: u64, parted: u64) -> String {
    match (joined, parted) {
        (0, 0) => format!("{what}没有变动。"),
        (joined, 0) => format!("{what}增加了{joined}个。"),
        (0, parted) => format!("{what}减少了{parted}个。"),
        (joined, parted) => format!("{what}增加了{joined}个，减少了{parted}个。"),
    }
}

async fn window(desk: &Desk, window: &str) -> Result<OfficeWindow, Refusal> {
    desk.found(desk.web.service.window_of(&desk.officer, row_id(window)).await)
}

/// `GET /office/windows/{window}/items`
pub(super) async fn ask_items(desk: Desk, Path(id): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let window = window(&desk, &id).await?;
    let home = format!("/office/windows/{}", window.id);
    let path = format!("{home}/items");
    let query = ListQuery::read(&path, query.as_deref());
    let service = &desk.web.service;
    let handled = desk.ok(service.db().items_of_window(window.id).await)?;
    let offered = offered(&desk, &query, &window).await?;
    let may_edit = desk.officer.may(Permission::EditItems) && window.withdrawn_at.is_none();
    let choice = |item: &ItemRow| ChoiceView {
        hint: Some(format!("{} · {}", type_label(&item.content.item_type), item.code)),
        ..ChoiceView::new(&item.code, &item.content.name)
    };
    let choices: Vec<ChoiceView> = offered.iter().map(choice).collect();
    let stored: Vec<String> = handled.iter().map(|i| i.code.clone()).collect();
    let ticked = ticked(&query, &choices, stored);
    // What is handled and not among the boxes: of other departments, retired, or not found by these words.
    let besides = handled.iter().filter(|i| !offered.iter().any(|o| o.code == i.code));
    let mut filter = query.filter("事项名称或编码", Vec::new());
    filter.selects.push(FilterSelect {
        name: "type",
        label: "类型",
        choices: type_choices(),
        value: query.get("type").to_owned(),
    });
    let mut crumbs = windows_crumbs();
    crumbs.push((window.name.clone(), home.clone()));
    let view = TicksView {
        title: format!("“{}”办理的事项", window.name),
        crumbs,
        lead: format!("{} · {}", window.hall, window.department),
        filter: Some(filter),
        label: "办理事项",
        choices,
        ticked,
        all_or_none: [query.with(&[("tick", "all")]), query.with(&[("tick", "none")])],
        besides: besides
            .map(|i| if i.in_use { i.name.clone() } else { format!("{}（已停用）", i.name) })
            .collect(),
        besides_fixed: true,
        may_edit,
        empty: EmptyView {
            title: "没有可选的事项".into(),
            text: "请换个名称查找，或先新增、导入事项。".into(),
            action: None,
        },
        action: path,
        cancel: home,
        ..TicksView::default()
    };
    Ok(desk.screen(StatusCode::OK, "/office/windows", |ctx| ticks_page(ctx, view)))
}

/// Items in use to choose from: those the words find, else those of the window's department.
async fn offered(desk: &Desk, query: &ListQuery, window: &OfficeWindow) -> Result<Vec<ItemRow>, Refusal> {
    let words = query.get("q");
    let listing = Listing { sort: "name".into(), ..Listing::first(desk.officer.scope.clone(), ITEMS) };
    let filter = ItemFilter {
        item_type: Some(query.get("type").to_owned()).filter(|t| !t.is_empty()),
        department: words.is_empty().then_some(window.department_id),
        in_use: Some(true),
    };
    Ok(desk.ok(desk.web.service.list_items(&listing.find(words), &filter).await)?.0)
}

/// `POST /office/windows/{window}/items`
pub(super) async fn set_items(Path(id): Path<String>, sent: OfficePost) -> Answer {
    let (desk, fields) = sent.parts();
    let window = window(&desk, &id).await?;
    let codes =
        |fields: &Fields, name: &str| fields.all(name).map(str::to_owned).collect::<BTreeSet<String>>();
    let (shown, on) = (codes(&fields, "shown"), codes(&fields, "on"));
    let done = desk.web.service.set_items_of_window(&desk.officer, &window, &shown, &on).await;
    let (joined, parted) = desk.ok(done)?;
    let said = said(&format!("“{}”办理的事项", window.name), joined, parted);
    Ok(desk.done(&format!("/office/windows/{}", window.id), &said))
}
