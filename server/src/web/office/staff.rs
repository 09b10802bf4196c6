//! `/office/staff`: the list of staff and one person; what can be done with her is in [`super::staff_forms`].

use super::answer::{Answer, row_id};
use super::desk::Desk;
use super::export;
use super::list::ListQuery;
use super::page::history;
use super::seat::clock;
use app::components::Tone;
use app::office::components::{
    Cell, ChoiceView, ColumnView, DefinitionView, EmptyView, FilterSelect, RowView, TableView,
};
use app::office::staff::{PersonView, StaffListView, person_page, staff_list_page};
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Millis, Permission};
use storage::{OfficeStaff, ShiftRow, StaffFilter, StaffPastRow, StorageResult};

pub(super) const PATH: &str = "/office/staff";
const STATES: [(&str, &str); 2] = [("work", "在岗"), ("retired", "已停用")];

/// `GET /office/staff`
pub(super) async fn list(desk: Desk, RawQuery(query): RawQuery) -> Answer {
    let query = ListQuery::read(PATH, query.as_deref());
    let filter = filter(&query);
    let listing = query.listing(&desk.officer.scope);
    let found = desk.ok(desk.web.service.list_staff(&listing, &filter).await)?;
    let view = desk.ok(list_view(&desk, &query, &filter, found).await)?;
    Ok(desk.screen(StatusCode::OK, PATH, |ctx| staff_list_page(ctx, view)))
}

/// `GET /office/staff/export`
pub(super) async fn export(desk: Desk) -> Response {
    let query = desk.list(PATH);
    let heads = &["姓名", "工号", "个人评价码", "大厅", "区划", "部门", "状态", "停用时间"];
    let columns = export::Columns { kind: "staff", name: "人员", heads };
    let (web, filter) = (desk.web.clone(), filter(&query));
    export::stream(&desk, &query, columns, move |listing| {
        let (web, filter) = (web.clone(), filter.clone());
        async move {
            let (people, _) = web.service.list_staff(&listing, &filter).await?;
            Ok(people.into_iter().map(cells).collect())
        }
    })
    .await
}

fn cells(p: OfficeStaff) -> Vec<String> {
    let state = if p.retired_at.is_none() { "在岗" } else { "已停用" };
    let at = p.retired_at.map(|at| Millis(at).to_china_text()).unwrap_or_default();
    let code = p.code.unwrap_or_default();
    vec![p.name, p.number, code, p.hall, p.division, p.department, state.into(), at]
}

fn filter(query: &ListQuery) -> StaffFilter {
    StaffFilter {
        hall: query.id("hall"),
        department: query.id("department"),
        at_work: match query.get("state") {
            "work" => Some(true),
            "retired" => Some(false),
            _ => None,
        },
    }
}

async fn list_view(
    desk: &Desk,
    query: &ListQuery,
    filter: &StaffFilter,
    (people, total): (Vec<OfficeStaff>, i64),
) -> StorageResult<StaffListView> {
    let (db, scope) = (desk.web.service.db(), &desk.officer.scope);
    let may_edit = desk.officer.may(Permission::EditStaff);
    let halls = db.halls_to_pick(scope, None, "", 31).await?;
    let hall = match filter.hall {
        Some(id) => db.halls_to_pick(scope, Some(id), "", 1).await?.into_iter().next(),
        None => None,
    };
    let departments = match filter.hall {
        Some(hall) => db.departments_of_hall(scope, hall, filter.department).await?,
        None => db.department_choices(scope).await?,
    };
    let department = departments.iter().find(|(id, _)| Some(*id) == filter.department).cloned();
    let state = STATES.iter().find(|(word, _)| *word == query.get("state"));
    let set = state.map(|(_, label)| ("state", format!("状态：{label}"))).into_iter();
    let set = set.chain(hall.map(|h| ("hall", format!("大厅：{}", h.name))));
    let set = set.chain(department.map(|(_, name)| ("department", format!("部门：{name}"))));
    let mut bar = query.filter("姓名、工号或个人评价码", set.collect());
    let select = |name: &'static str, label: &'static str, choices: Vec<ChoiceView>| FilterSelect {
        name,
        label,
        choices,
        value: query.get(name).to_owned(),
    };
    bar.selects.push(select("state", "状态", STATES.map(|(v, l)| ChoiceView::new(v, l)).to_vec()));
    // More than a screenful of halls is narrowed by the links of the list, not by a select.
    if (2..=30).contains(&halls.len()) {
        let choices = halls.into_iter().map(|h| ChoiceView::new(h.id.to_string(), h.name)).collect();
        bar.selects.push(select("hall", "大厅", choices));
    } else if let Some(hall) = filter.hall {
        bar.keep.push(("hall".into(), hall.to_string()));
    }
    if (2..=60).contains(&departments.len()) {
        let choices = departments.into_iter().map(|(id, n)| ChoiceView::new(id.to_string(), n)).collect();
        bar.selects.push(select("department", "部门", choices));
    }
    let narrowed = query.is_narrowed(&["state", "hall", "department"]);
    let table = TableView {
        caption: "人员".into(),
        columns: vec![
            query.column("姓名", "name", false),
            ColumnView::new("工号"),
            query.column("大厅", "hall", true),
            query.column("部门", "department", false),
            ColumnView::new("现在值班"),
            ColumnView::new("状态"),
        ],
        pager: query.pager(people.len(), total),
        rows: people.into_iter().map(|p| row(p, query)).collect(),
        empty: empty(narrowed, may_edit),
        ..TableView::default()
    };
    let cards =
        desk.officer.may(Permission::MakePlates).then(|| card_path(filter.hall.map(|id| ("hall", id))));
    Ok(StaffListView { filter: bar, table, may_edit, cards, export: export::links(query) })
}

/// Where the studio makes cards for these people.
fn card_path(of: Option<(&str, i64)>) -> String {
    let place = of.map(|(kind, id)| format!("&{kind}={id}"));
    format!("/office/plates/make?layout=staff-card{}", place.unwrap_or_default())
}

fn empty(narrowed: bool, may_edit: bool) -> EmptyView {
    if narrowed {
        return EmptyView {
            title: "没有符合条件的人员".into(),
            text: "请换个姓名或工号，或清除筛选再看。".into(),
            action: Some(("清除筛选".into(), PATH.into())),
        };
    }
    EmptyView {
        title: "还没有人员".into(),
        text: "登记窗口人员后，可以排班，也可以由本人在窗口登记到岗，评价就能记到为群众服务的人。".into(),
        action: may_edit.then(|| ("新增人员".into(), "/office/staff/new".into())),
    }
}

fn row(person: OfficeStaff, query: &ListQuery) -> RowView {
    let hall = query.with(&[("hall", &person.hall_id.to_string())]);
    let department = match person.department_id {
        Some(id) => {
            Cell::Link { text: person.department, href: query.with(&[("department", &id.to_string())]) }
        }
        None => Cell::Muted(String::new()),
    };
    RowView {
        href: Some(format!("{PATH}/{}", person.id)),
        key: person.id.to_string(),
        cells: vec![
            person.name.into(),
            Cell::Code(person.number),
            Cell::Link { text: person.hall, href: hall },
            department,
            Cell::Muted(person.sits_at.unwrap_or_default()),
            state(person.retired_at),
        ],
        ticked: false,
    }
}

fn state(retired_at: Option<i64>) -> Cell {
    match retired_at {
        None => Cell::Badge { text: "在岗".into(), tone: Tone::Done },
        Some(_) => Cell::Badge { text: "已停用".into(), tone: Tone::Quiet },
    }
}

/// `GET /office/staff/{staff}`
pub(super) async fn show(desk: Desk, Path(staff): Path<String>) -> Answer {
    let service = &desk.web.service;
    let person = desk.found(service.staff_member(&desk.officer, row_id(&staff)).await)?;
    let (shifts, earlier) = desk.ok(service.staff_records(person.id).await)?;
    let history = desk.ok(service.history("staff", &person.id.to_string()).await)?;
    let now = service.world().now();
    let path = format!("{PATH}/{}", person.id);
    let code = person.code.clone();
    let view = PersonView {
        facts: vec![
            DefinitionView::new("工号", Cell::Code(person.number.clone())),
            DefinitionView::new(
                "大厅",
                Cell::Two { text: person.hall.clone(), sub: person.division.clone() },
            ),
            DefinitionView::new("部门", Cell::Muted(person.department.clone())),
            DefinitionView::new("个人评价码", Cell::Code(code.clone().unwrap_or_default())),
            DefinitionView::new(
                "状态",
                match person.retired_at {
                    None => state(None),
                    Some(at) => Cell::Two { text: "已停用".into(), sub: Millis(at).to_china_text() },
                },
            ),
        ],
        shifts: shift_table(shifts, now),
        earlier: earlier_table(earlier),
        past: history::timeline(history),
        card: (desk.officer.may(Permission::MakePlates) && person.retired_at.is_none() && code.is_some())
            .then(|| card_path(Some(("staff", person.id)))),
        code: code.map(|code| format!("/s/{code}")),
        edit: desk.officer.may(Permission::EditStaff).then_some(path),
        at_work: person.retired_at.is_none(),
        name: person.name,
    };
    Ok(desk.screen(StatusCode::OK, PATH, |ctx| person_page(ctx, view)))
}

fn shift_table(shifts: Vec<ShiftRow>, now: Millis) -> TableView {
    let row = |s: ShiftRow| {
        let (from, to) = (Millis(s.starts_at), Millis(s.ends_at));
        let state = if s.runs_at(now) {
            Cell::Badge { text: "正在值班".into(), tone: Tone::Done }
        } else if s.starts_at > now.0 {
            Cell::Badge { text: "已排班".into(), tone: Tone::Info }
        } else {
            Cell::Muted("已结束".into())
        };
        let cells = vec![Cell::Time(span(from, to)), s.window_name.into(), state];
        RowView { cells, ..RowView::default() }
    };
    TableView {
        caption: "值班".into(),
        columns: ["时间", "窗口", "状态"].map(ColumnView::new).to_vec(),
        rows: shifts.into_iter().map(row).collect(),
        empty: EmptyView {
            title: "还没有值班记录".into(),
            text: "可以在“值班”里排班，或由本人在窗口登记到岗。".into(),
            action: None,
        },
        ..TableView::default()
    }
}

/// `2026-11-24 9:00–17:30`; the second day too where it is another.
pub(super) fn span(from: Millis, to: Millis) -> String {
    let (a, b) = (from.in_china().date(), to.in_china().date());
    let end = if a == b { clock(to) } else { format!("{b} {}", clock(to)) };
    format!("{a} {}–{end}", clock(from))
}

fn earlier_table(earlier: Vec<StaffPastRow>) -> TableView {
    let row = |p: StaffPastRow| RowView {
        cells: vec![
            Cell::Time(Millis(p.until_at).to_china_text()),
            p.name.into(),
            Cell::Code(p.number),
            Cell::Muted(p.hall),
            Cell::Muted(p.department),
        ],
        ..RowView::default()
    };
    TableView {
        caption: "以前的姓名、工号和大厅".into(),
        columns: ["至", "姓名", "工号", "大厅", "部门"].map(ColumnView::new).to_vec(),
        rows: earlier.into_iter().map(row).collect(),
        ..TableView::default()
    }
}
