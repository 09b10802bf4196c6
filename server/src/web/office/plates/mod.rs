//! `/office/plates`: the plate studio. One file for each thing one does there; this one lists the plates.

pub(super) mod check;
mod choices;
pub(super) mod make;
pub(super) mod pack;
pub(super) mod plate;

use super::list::ListQuery;
use super::page::{self, context, refused};
use crate::web::{AppState, RequestId};
use app::components::Tone;
use app::office::components::{Cell, ChoiceView, ColumnView, EmptyView, FilterSelect, RowView, TableView};
use app::office::plates::{PlatesView, plates_page};
use axum::extract::{Extension, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::Millis;
use storage::{PackRow, PlateFilter, PlateRow};
use usecases::Officer;

const STATES: [(&str, &str); 5] = [
    ("issued", "已发码"),
    ("printed", "已打印"),
    ("mounted", "已安装"),
    ("replaced", "已更换"),
    ("withdrawn", "已停用"),
];
const ATTENTION: [(&str, &str); 3] =
    [("reported", "有人报告异常"), ("never", "装好后没人扫过"), ("misplaced", "位置不符")];

fn label(words: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    words.iter().find(|(known, _)| *known == word).map(|(_, label)| *label)
}

/// `GET /office/plates`
pub(super) async fn list(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = ListQuery::read("/office/plates", query.as_deref());
    let word = |name: &str, words: &[(&'static str, &'static str)]| {
        label(words, query.get(name)).map(|_| query.get(name).to_owned())
    };
    let filter = PlateFilter {
        hall: query.id("hall"),
        state: word("state", &STATES),
        attention: word("attention", &ATTENTION),
    };
    let db = web.service.db();
    let found = async {
        let plates = db.list_plates(&query.listing(&officer.scope), &filter).await?;
        Ok((plates, db.packs(officer.account_id).await?))
    };
    let ((plates, total), packs) = match found.await {
        Ok(found) => found,
        Err(error) => return refused::storage(&web, &headers, &officer, error, id),
    };
    let view = PlatesView {
        filter: filter_bar(&query),
        table: table(&query, plates, total),
        packs: packs.iter().take(5).map(pack_line).collect(),
    };
    let ctx = context(&web, &headers, &officer, "/office/plates");
    page::page(&web, StatusCode::OK, &headers, || plates_page(ctx, view))
}

fn filter_bar(query: &ListQuery) -> app::office::components::FilterView {
    let state = label(&STATES, query.get("state")).map(|l| ("state", format!("状态：{l}")));
    let attention = label(&ATTENTION, query.get("attention")).map(|l| ("attention", l.to_owned()));
    let hall = query.id("hall").map(|_| ("hall", "指定大厅".to_owned()));
    let mut bar =
        query.filter("窗口、大厅名称或台牌码", state.into_iter().chain(attention).chain(hall).collect());
    let choices = |words: &[(&'static str, &'static str)]| {
        words.iter().map(|(value, label)| ChoiceView::new(*value, *label)).collect()
    };
    bar.selects = vec![
        FilterSelect {
            name: "state",
            label: "状态",
            choices: choices(&STATES),
            value: query.get("state").to_owned(),
        },
        FilterSelect {
            name: "attention",
            label: "需要留意",
            choices: choices(&ATTENTION),
            value: query.get("attention").to_owned(),
        },
    ];
    bar
}

fn table(query: &ListQuery, plates: Vec<PlateRow>, total: i64) -> TableView {
    let narrowed = query.is_narrowed(&["state", "attention", "hall"]);
    let empty = if narrowed {
        EmptyView {
            title: "没有符合条件的台牌".into(),
            text: "请换个条件，或清除筛选再看。".into(),
            action: Some(("清除筛选".into(), "/office/plates".into())),
        }
    } else {
        EmptyView {
            title: "还没有制作过台牌".into(),
            text: "选好大厅和版式，系统会把每个窗口的台牌排成一个文件，逐张检查后供您打印。".into(),
            action: Some(("制作台牌".into(), "/office/plates/make".into())),
        }
    };
    let pager = query.pager(plates.len(), total);
    TableView {
        caption: "台牌".into(),
        columns: vec![
            query.column("窗口", "hall", false),
            ColumnView::new("台牌码"),
            ColumnView::new("状态"),
            query.column("扫码次数", "scans", false).numeric(),
            ColumnView::new("需要留意"),
        ],
        rows: plates.into_iter().map(row).collect(),
        pager,
        empty,
        ..TableView::default()
    }
}

fn row(plate: PlateRow) -> RowView {
    let last = plate.scanned_at.map_or("从未".to_owned(), |at| Millis(at).to_china_text());
    RowView {
        href: Some(format!("/office/plates/{}", plate.id)),
        key: plate.id.to_string(),
        cells: vec![
            Cell::Two { text: plate.window_name.clone(), sub: plate.hall.clone() },
            Cell::Code(plate.code.clone()),
            state_of(&plate),
            Cell::Two { text: plate.scans.to_string(), sub: last },
            attention_of(&plate),
        ],
        ticked: false,
    }
}

/// The state in a word.
fn state_of(plate: &PlateRow) -> Cell {
    let text = label(&STATES, &plate.state).unwrap_or("？").to_owned();
    let tone = match plate.state.as_str() {
        "mounted" => Tone::Done,
        "replaced" | "withdrawn" => Tone::Quiet,
        _ => Tone::Info,
    };
    Cell::Badge { text, tone }
}

fn attention_of(plate: &PlateRow) -> Cell {
    if plate.reports > 0 {
        return Cell::Badge { text: format!("{} 条异常报告", plate.reports), tone: Tone::Error };
    }
    match (plate.state.as_str(), plate.seen_right, plate.scans, plate.window_withdrawn) {
        (_, Some(false), _, _) => Cell::Badge { text: "位置不符".into(), tone: Tone::Warn },
        ("mounted", _, 0, _) => Cell::Badge { text: "没人扫过".into(), tone: Tone::Warn },
        ("mounted", _, _, true) => Cell::Badge { text: "窗口已撤销".into(), tone: Tone::Warn },
        _ => Cell::Text("—".into()),
    }
}

fn pack_line(pack: &PackRow) -> (String, String, String) {
    let state = match pack.state.as_str() {
        "done" => "已做好",
        "failed" => "没有做成",
        _ => "正在制作",
    };
    (choices::what(&pack.choice), state.to_owned(), format!("/office/plates/packs/{}", pack.id))
}
