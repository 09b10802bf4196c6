//! `/office/orders`: the work orders of one's scope, and one of them. What is done with one stands in `order_acts`.

use super::desk::Desk;
use super::order_words::{act_label, colour_cell, event_words, rating_rows, state_rows};
use super::reasons::row_id;
use super::upload::OfficeUpload;
use crate::web::office::page::refused;
use app::components::Tone;
use app::office::components::{
    Cell, ChoiceView, ColumnView, EmptyView, FilterSelect, FilterView, RowView, TableView, TimelineView,
    home_crumb,
};
use app::office::orders::{ORDERS, OrderPageView, order_page};
use app::office::plain::{ActView, ListView, NoteView, list_page};
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::work_order::{Act, Party, State};
use domain::{Millis, Permission};
use storage::{StorageResult, WorkOrderRow};
use usecases::work_orders::{FileKept, MOST_FILES, OrderPage};

/// Groups of orders as (word, label).
const GROUPS: [(&str, &str); 7] = [
    ("open", "未办结"),
    ("unit", "待单位办理"),
    ("centre", "待市民投诉中心处理"),
    ("call", "待回访"),
    ("yellow", "临近期限"),
    ("red", "超过期限"),
    ("closed", "已办结"),
];

/// What a role comes here for.
fn usual_group(desk: &Desk) -> &'static str {
    let may = |permission| desk.officer.may(permission);
    match () {
        () if may(Permission::HandleOrders) => "unit",
        () if may(Permission::DecideOrders) => "centre",
        () if may(Permission::CallBack) => "call",
        () => "open",
    }
}

/// `GET /office/orders`
pub(super) async fn list(desk: Desk) -> Response {
    let query = desk.list(ORDERS);
    let group = if desk.asks_nothing() { usual_group(&desk) } else { query.get("group") };
    let group = GROUPS.iter().find(|(word, _)| *word == group);
    let word = group.map_or("all", |(word, _)| *word);
    let listing = query.listing(&desk.officer.scope);
    let found = async {
        let counts = desk.web.service.count_orders(&desk.officer).await?;
        Ok((counts, desk.web.service.list_orders(&listing, word).await?))
    };
    let (counts, (orders, total)) = match found.await {
        Ok(found) => found,
        Err(error) => return desk.failed(error),
    };
    let now = desk.web.service.world().now();
    let timed = counts.iter().filter(|(state, ..)| !matches!(state.as_str(), "replied" | "to_call"));
    let (red, yellow) = timed.fold((0, 0), |(red, yellow), (_, _, r, y)| (red + r, yellow + y));
    let open: i64 = counts.iter().map(|(_, n, ..)| n).sum();
    let note = (red > 0).then(|| NoteView {
        tone: Tone::Warn,
        title: format!("有 {red} 件超过期限"),
        text: "超过期限的已报上级。请先办理它们。".into(),
    });
    let label = group.map_or("全部", |(_, label)| *label);
    let set = group.map(|(_, label)| ("group", format!("办理进度：{label}")));
    let select = FilterSelect {
        name: "group",
        label: "办理进度",
        choices: GROUPS.iter().map(|(word, label)| ChoiceView::new(*word, *label)).collect(),
        value: group.map_or("", |(word, _)| word).to_owned(),
    };
    let mut filter =
        FilterView { selects: vec![select], ..query.filter("整改单号", set.into_iter().collect()) };
    // Without any query the list shows what the role comes for, so “all” is asked for by its name.
    filter.clear = format!("{ORDERS}?group=all");
    if let Some(shown) = filter.active.last_mut().filter(|_| group.is_some()) {
        shown.remove = query.with(&[("group", "all")]);
    }
    let view = ListView {
        title: "差评整改".into(),
        lead: format!(
            "未办结 {open} 件，其中临近期限 {yellow} 件，超过期限 {red} 件。期限按收到差评的次日起算。"
        ),
        crumbs: home_crumb(),
        acts: Vec::new(),
        note,
        filter: Some(filter),
        table: TableView {
            caption: "差评整改单".into(),
            columns: ["整改单号", "事项或窗口", "办理单位", "办理进度", "期限"].map(ColumnView::new).to_vec(),
            pager: query.pager(orders.len(), total),
            rows: orders.into_iter().map(|order| row(order, now)).collect(),
            empty: EmptyView {
                title: format!("没有“{label}”的整改单"),
                text: "收到1星、2星评价后，系统自动开出整改单，转给办理单位。".into(),
                action: None,
            },
            ..TableView::default()
        },
    };
    desk.show(StatusCode::OK, ORDERS, |ctx| list_page(ctx, view))
}

fn row(order: WorkOrderRow, now: Millis) -> RowView {
    let about = order.item_name.clone().or_else(|| order.window_name.clone()).unwrap_or_default();
    let state = order.order().state;
    RowView {
        href: Some(format!("{ORDERS}/{}", order.id)),
        key: order.id.to_string(),
        cells: vec![
            Cell::Two {
                text: order.number.clone(),
                sub: format!("{}星 · {}", order.level, Millis(order.opened_at).date_in_words()),
            },
            about.into(),
            unit_of(&order).into(),
            state.label().into(),
            colour_cell(&order, now),
        ],
        ticked: false,
    }
}

/// Who handles it.
pub(super) fn unit_of(order: &WorkOrderRow) -> String {
    let hall = order.hall.as_ref().map(|hall| format!("{hall}（大厅）"));
    order.department.clone().or(hall).unwrap_or_else(|| format!("{}（待指派）", order.division))
}

/// `GET /office/orders/{order}`
pub(super) async fn show(desk: Desk, Path(order): Path<String>) -> Response {
    page(&desk, &order, StatusCode::OK, (String::new(), None, None)).await
}

async fn page(
    desk: &Desk,
    order: &str,
    status: StatusCode,
    typed: (String, Option<String>, Option<String>),
) -> Response {
    let Some(id) = row_id(order) else { return desk.missing() };
    match desk.web.service.order_page(&desk.officer, id).await {
        Ok(Some(page)) => {
            let view = page_view(desk, page, typed);
            desk.show(status, ORDERS, |ctx| order_page(ctx, view))
        }
        Ok(None) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}

fn page_view(desk: &Desk, page: OrderPage, typed: (String, Option<String>, Option<String>)) -> OrderPageView {
    let row = &page.row;
    let now = desk.web.service.world().now();
    let path = format!("{ORDERS}/{}", row.id);
    let mut seen = Vec::new();
    let mut acts = Vec::new();
    for act in &page.possible {
        let kind = act.kind();
        if !seen.contains(&kind.word) {
            seen.push(kind.word);
            let href = format!("{path}/{}", kind.word);
            let is_main = matches!(act, Act::Accept | Act::Reply | Act::Call(_) | Act::Finish { .. });
            let act =
                if is_main { ActView::main(kind.label, href) } else { ActView::other(kind.label, href) };
            acts.push(act);
        }
    }
    let may_call = page.possible.iter().any(|act| matches!(act, Act::Call(_)));
    if may_call {
        acts.push(ActView::other("查看手机号", format!("{path}/phone")));
    }
    let needs_proof = row.order().state == State::Rectifying && page.may_add_files && page.files.is_empty();
    let note = needs_proof.then(|| NoteView {
        tone: Tone::Info,
        title: "下一步：上传证明材料".into(),
        text: "上传以后，就可以登记“整改完成”。".into(),
    });
    let mut past: Vec<(i64, TimelineView)> = page
        .acts
        .iter()
        .map(|act| {
            let party = Party::from_word(&act.party).map_or("", Party::label);
            let who = [act.actor.as_deref().unwrap_or_default(), party];
            let who = who.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" · ");
            let told = act.told.as_ref().map(|told| format!("答复办事人：{told}"));
            // The moment an anonymous person rated would tell who it was.
            let is_hidden = row.anonymous && act.act == "open";
            let entry = TimelineView {
                at: if is_hidden { Millis(act.at).date_in_words() } else { Millis(act.at).to_china_text() },
                who,
                what: act_label(&act.act).to_owned(),
                tone: Tone::Info,
                details: act.words.iter().cloned().chain(told).collect(),
            };
            (act.at, entry)
        })
        .collect();
    past.extend(page.events.iter().map(|event| (event.due_at, event_words(event))));
    past.sort_by_key(|(at, _)| -at);
    OrderPageView {
        number: row.number.clone(),
        acts,
        note,
        rating: rating_rows(row),
        facts: state_rows(row, now),
        files: page.files.iter().map(|f| (f.name.clone(), format!("{path}/files/{}", f.id))).collect(),
        add_file: page.may_add_files.then_some(typed),
        past: past.into_iter().map(|(_, entry)| entry).collect(),
        viewer: format!("{} {}", desk.officer.name, desk.officer.login),
        path,
    }
}

/// `POST /office/orders/{order}/files`
pub(super) async fn add_file(Path(order): Path<String>, sent: OfficeUpload) -> Response {
    let OfficeUpload { web, id: request, headers, officer, fields, file } = sent;
    let desk = Desk::of(web.clone(), request, headers.clone(), officer.clone());
    let Some(id) = row_id(&order) else { return desk.missing() };
    let name = fields.get("name").trim().to_owned();
    let name_fault = match name.chars().count() {
        1..=60 if !name.contains(char::is_control) => None,
        _ => Some("请写明图片是什么，60字以内。".to_owned()),
    };
    let cleaned = match file.is_empty() {
        true => Err("请选择一张图片。".to_owned()),
        false => clean(file).await,
    };
    let bytes = match (cleaned, &name_fault) {
        (Ok(bytes), None) => bytes,
        (cleaned, _) => {
            let typed = (name, cleaned.err(), name_fault);
            return page(&desk, &order, StatusCode::UNPROCESSABLE_ENTITY, typed).await;
        }
    };
    match web.service.add_order_file(&officer, id, &name, &bytes).await {
        Ok(FileKept::Done) => desk.done(&format!("{ORDERS}/{id}"), &format!("已上传“{name}”。")),
        Ok(FileKept::TooMany) => desk.impossible(&format!("每张整改单最多 {MOST_FILES} 份证明材料。")),
        Ok(FileKept::NoSuch) => desk.missing(),
        Err(error) => refused::storage(&web, &headers, &officer, error, request),
    }
}

async fn clean(file: Vec<u8>) -> Result<Vec<u8>, String> {
    let cleaned = tokio::task::spawn_blocking(move || print::clean_picture(&file)).await;
    cleaned.map_err(|_| "图片无法读取，请换一张。".to_owned())?.map_err(|error| format!("{error}。"))
}

/// `GET /office/orders/{order}/files/{file}`
pub(super) async fn file(desk: Desk, Path((order, file)): Path<(String, String)>) -> Response {
    let (Some(order), Some(file)) = (row_id(&order), row_id(&file)) else { return desk.missing() };
    let found: StorageResult<_> = desk.web.service.order_file(&desk.officer, (order, file)).await;
    match found {
        Ok(Some((kind, bytes))) => {
            let kind = HeaderValue::from_str(&kind).unwrap_or(HeaderValue::from_static("image/jpeg"));
            let shown = HeaderValue::from_static("inline; filename=\"proof.jpg\"");
            ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, shown)], bytes).into_response()
        }
        Ok(None) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}
