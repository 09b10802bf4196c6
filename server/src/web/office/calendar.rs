//! `/office/calendar`: the working calendar, bringing in a year with a view of what moves, undoing the last one.

use super::desk::Desk;
use super::post::OfficePost;
use super::reasons::checked;
use app::components::Tone;
use app::office::calendar::{
    CalendarView, ImportYearView, MovesView, calendar_page, import_year_page, moves_page,
};
use app::office::components::{Cell, ColumnView, DefinitionView, EmptyView, RowView, TabView, TableView};
use app::office::plain::{ActView, NoteView};
use axum::http::StatusCode;
use axum::response::Response;
use domain::calendar::{DayKind, ImportedYear};
use domain::{Calendar, Millis};
use storage::CalendarImportRow;
use usecases::{CalendarChanged, CalendarPreview};

const CALENDAR: &str = "/office/calendar";
/// Faults of a table that are told; more help nobody.
const MOST_FAULTS: usize = 50;
/// Longest table that is read, in characters: a year is about 1,500.
const LONGEST: usize = 20_000;

/// `GET /office/calendar`
pub(super) async fn show(desk: Desk) -> Response {
    let service = &desk.web.service;
    let found = async {
        let calendar = service.calendar().await?;
        Ok((calendar, service.calendar_imports().await?))
    };
    let (calendar, imports) = match found.await {
        Ok(found) => found,
        Err(error) => return desk.failed(error),
    };
    let this_year = service.world().now().in_china().year();
    let asked = desk.list(CALENDAR).get("year").parse().ok();
    let year = asked.filter(|year| (2019..=2099).contains(year)).unwrap_or(this_year);
    let mut years: Vec<i16> = calendar.years().collect();
    years.extend([this_year, this_year + 1]);
    years.sort_unstable();
    years.dedup();
    let tab = |of: i16| TabView {
        label: of.to_string(),
        href: format!("{CALENDAR}?year={of}"),
        current: of == year,
        count: None,
    };
    let last = imports.iter().find(|import| import.undone_at.is_none());
    let undo = last.map(|_| ActView::other("撤销上次导入", format!("{CALENDAR}/undo")));
    let view = CalendarView {
        year,
        tabs: years.iter().copied().map(tab).collect(),
        notes: missing(&calendar, service.world().now()).into_iter().collect(),
        facts: vec![DefinitionView::new("来源", source(&calendar, &imports, year))],
        months: calendar.months(year),
        imports: imports_table(&imports),
        acts: std::iter::once(ActView::main("导入放假安排", format!("{CALENDAR}/import")))
            .chain(undo)
            .collect(),
    };
    desk.show(StatusCode::OK, CALENDAR, |ctx| calendar_page(ctx, view))
}

/// The notice of the next year comes in early November; before October nobody can do anything about it.
fn missing(calendar: &Calendar, now: Millis) -> Option<NoteView> {
    let today = now.in_china().date();
    let year = today.year();
    let title = if !calendar.knows(year) {
        format!("还没有{year}年的放假安排")
    } else if today.month() >= 10 && !calendar.knows(year + 1) {
        format!("还没有{}年的放假安排", year + 1)
    } else {
        return None;
    };
    Some(NoteView {
        tone: Tone::Warn,
        title,
        text: "落在这一年的评价期限先按周一至周五计算，标为“暂定”；国务院办公厅的通知出来后，请尽快导入。"
            .into(),
    })
}

fn source(calendar: &Calendar, imports: &[CalendarImportRow], year: i16) -> String {
    let import = imports.iter().find(|import| import.year == year && import.undone_at.is_none());
    match import {
        Some(import) => {
            let at = Millis(import.imported_at).to_china_text();
            format!("{}于{at}导入：{}", import.actor, import.reason)
        }
        None if calendar.knows(year) => "随系统自带".into(),
        None => "尚未导入，按周一至周五计算".into(),
    }
}

fn imports_table(imports: &[CalendarImportRow]) -> TableView {
    let row = |import: &CalendarImportRow| {
        let state = match (import.undone_at, &import.undone_by) {
            (Some(at), by) => Cell::Two {
                text: "已撤销".into(),
                sub: format!("{} {}", by.clone().unwrap_or_default(), Millis(at).to_china_text()),
            },
            (None, _) => Cell::Badge { text: "有效".into(), tone: Tone::Done },
        };
        RowView {
            cells: vec![
                format!("{}年", import.year).into(),
                Cell::Time(Millis(import.imported_at).to_china_text()),
                import.actor.clone().into(),
                import.reason.clone().into(),
                state,
            ],
            ..RowView::default()
        }
    };
    TableView {
        caption: "导入过的年份".into(),
        columns: ["年份", "导入时间", "账号", "依据", "状态"].map(ColumnView::new).to_vec(),
        rows: imports.iter().map(row).collect(),
        empty: EmptyView {
            title: "还没有导入过".into(),
            text: "现有年份随系统自带。每年11月前后，国务院办公厅公布下一年的安排，届时在这里导入。".into(),
            action: None,
        },
        ..TableView::default()
    }
}

/// `GET /office/calendar/import`
pub(super) async fn ask_import(desk: Desk) -> Response {
    let calendar = match desk.web.service.calendar().await {
        Ok(calendar) => calendar,
        Err(error) => return desk.failed(error),
    };
    let next = (calendar.last_year() + 1).to_string();
    let view = ImportYearView { year: (next, None), ..ImportYearView::default() };
    desk.show(StatusCode::OK, CALENDAR, |ctx| import_year_page(ctx, view))
}

/// `POST /office/calendar/import`: reads the table and shows what would move; stores nothing.
pub(super) async fn look(sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let (typed, text) = (fields.get("year").trim().to_owned(), fields.get("text").to_owned());
    let year = match read(&typed, &text) {
        Ok(year) => year,
        Err(view) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return desk.show(status, CALENDAR, |ctx| import_year_page(ctx, view));
        }
    };
    preview(&desk, StatusCode::OK, &year, (String::new(), None), None).await
}

/// The year of a form, or the form again with what is wrong with it.
fn read(typed: &str, text: &str) -> Result<ImportedYear, ImportYearView> {
    let mut view =
        ImportYearView { year: (typed.to_owned(), None), text: (text.to_owned(), None), faults: Vec::new() };
    let Ok(year) = typed.parse::<i16>() else {
        view.year.1 = Some("请填写四位数的年份，例如 2027。".into());
        return Err(view);
    };
    if text.chars().count() > LONGEST {
        view.text.1 = Some("内容太长：只需列出放假和调休的日子。".into());
        return Err(view);
    }
    ImportedYear::read(year, text).map_err(|faults| {
        view.text.1 = Some(format!("有 {} 处不对，已逐行列在上面。", faults.len()));
        view.faults = faults.iter().take(MOST_FAULTS).map(ToString::to_string).collect();
        view
    })
}

async fn preview(
    desk: &Desk,
    status: StatusCode,
    year: &ImportedYear,
    reason: (String, Option<String>),
    note: Option<NoteView>,
) -> Response {
    let preview = match desk.web.service.preview_year(year).await {
        Ok(preview) => preview,
        Err(error) => return desk.failed(error),
    };
    let count = |kind: DayKind| year.days().filter(|(_, of, _)| *of == kind).count();
    let day = |(date, kind, name): (_, DayKind, &str)| {
        let kind = if kind == DayKind::Holiday { "放假" } else { "调休上班" };
        [format!("{date}"), kind.to_owned(), name.to_owned()]
    };
    let (free, worked) = (count(DayKind::Holiday), count(DayKind::Workday));
    let mut facts = vec![
        DefinitionView::new("年份", format!("{}年", year.year())),
        DefinitionView::new("放假", format!("{free} 天")),
        DefinitionView::new("调休上班", format!("{worked} 天")),
    ];
    facts.push(links_fact(&preview));
    let view = MovesView {
        undoes: false,
        facts,
        odd: year.warnings().iter().map(|warning| format!("{warning}。")).collect(),
        days: year.days().map(day).collect(),
        moved: moved(&preview),
        hidden: vec![
            ("year".into(), year.year().to_string()),
            ("text".into(), year.to_csv()),
            ("base".into(), preview.base),
        ],
        reason,
        note,
    };
    desk.show(status, CALENDAR, |ctx| moves_page(ctx, view))
}

fn links_fact(preview: &CalendarPreview) -> DefinitionView {
    let links: i64 = preview.moved.iter().map(|day| day.links).sum();
    DefinitionView::new("期限会变的链接", format!("{links} 个"))
}

fn moved(preview: &CalendarPreview) -> Vec<[String; 4]> {
    let day = |at: Millis| at.to_china_text().chars().take(10).collect::<String>();
    let row = |m: &usecases::MovedDay| [day(m.day), day(m.old), day(m.new), m.links.to_string()];
    preview.moved.iter().map(row).collect()
}

fn stale() -> NoteView {
    NoteView {
        tone: Tone::Warn,
        title: "您打开之后，别人改过放假安排".into(),
        text: "下面是按现在的安排重新算的，请再核对一次。".into(),
    }
}

/// `POST /office/calendar/confirm`
pub(super) async fn import(sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    let year = match read(fields.get("year").trim(), fields.get("text")) {
        Ok(year) => year,
        Err(view) => return desk.show(wrong, CALENDAR, |ctx| import_year_page(ctx, view)),
    };
    let reason = match checked(fields.get("reason")) {
        Ok(reason) => reason,
        Err((typed, missing)) => return preview(&desk, wrong, &year, (typed, Some(missing)), None).await,
    };
    match desk.web.service.import_year(&desk.officer, &year, &reason, fields.get("base")).await {
        Ok(CalendarChanged::Done(links)) => {
            let said = format!("已导入{}年放假安排，{links} 个未评价链接的期限已随之变动。", year.year());
            desk.done(&format!("{CALENDAR}?year={}", year.year()), &said)
        }
        Ok(CalendarChanged::Stale | CalendarChanged::Nothing) => {
            preview(&desk, StatusCode::CONFLICT, &year, (reason, None), Some(stale())).await
        }
        Err(error) => desk.failed(error),
    }
}

/// `GET /office/calendar/undo`
pub(super) async fn ask_undo(desk: Desk) -> Response {
    undo_form(&desk, StatusCode::OK, (String::new(), None), None).await
}

async fn undo_form(
    desk: &Desk,
    status: StatusCode,
    reason: (String, Option<String>),
    note: Option<NoteView>,
) -> Response {
    let (year, preview) = match desk.web.service.preview_undo().await {
        Ok(Some(found)) => found,
        Ok(None) => return desk.impossible("没有可以撤销的导入。"),
        Err(error) => return desk.failed(error),
    };
    let view = MovesView {
        undoes: true,
        facts: vec![DefinitionView::new("撤销", format!("{year}年放假安排的导入")), links_fact(&preview)],
        moved: moved(&preview),
        hidden: vec![("base".into(), preview.base)],
        reason,
        note,
        ..MovesView::default()
    };
    desk.show(status, CALENDAR, |ctx| moves_page(ctx, view))
}

/// `POST /office/calendar/undo`
pub(super) async fn undo(sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let reason = match checked(fields.get("reason")) {
        Ok(reason) => reason,
        Err((typed, missing)) => {
            return undo_form(&desk, StatusCode::UNPROCESSABLE_ENTITY, (typed, Some(missing)), None).await;
        }
    };
    match desk.web.service.undo_calendar_import(&desk.officer, &reason, fields.get("base")).await {
        Ok(CalendarChanged::Done(links)) => {
            desk.done(CALENDAR, &format!("已撤销上次导入，{links} 个未评价链接的期限已变回。"))
        }
        Ok(CalendarChanged::Stale) => {
            undo_form(&desk, StatusCode::CONFLICT, (reason, None), Some(stale())).await
        }
        Ok(CalendarChanged::Nothing) => desk.impossible("没有可以撤销的导入。"),
        Err(error) => desk.failed(error),
    }
}
