//! The working calendar: a year's twelve months with what is free and what is worked, the years that are loaded, and
//! bringing in a year: paste, look at what moves, confirm.

use super::OfficeContext;
use super::components::{
    ColumnView, DefinitionList, DefinitionView, FieldView, FormActions, HiddenFields, Input, OfficeLayout,
    PostForm, RowView, Section, Steps, TabView, Table, TableView, Tabs, TextAreaField, TextField,
    error_links,
};
use super::plain::{ActView, NoteView, acts, note};
use crate::components::{Notice, Tone};
use crate::text::{phrases, texts};
use domain::calendar::{DayMark, Month};
use leptos::prelude::*;

texts! {
    calendar { zh: "放假安排" }
    lead { zh: "评价期限按工作日计算，放假和调休以国务院办公厅每年的通知为准。" }
    imports { zh: "导入过的年份" }
    legend { zh: "“休”为放假，“班”为周末调休上班，其余按周一至周五上班。" }
    off { zh: "休" }
    made_up { zh: "班" }
    off_long { zh: "放假" }
    made_up_long { zh: "调休上班" }
    import { zh: "导入放假安排" }
    import_lead { zh: "把国务院办公厅的放假通知整理成表，粘贴到下面；下一步先看哪些期限会变，再确认。" }
    step_paste { zh: "粘贴" }
    step_look { zh: "核对" }
    year { zh: "年份" }
    text { zh: "放假和调休的日期" }
    text_hint { zh: "每行一天：日期、放假或调休、节日名称，用逗号或制表符隔开；可以从电子表格整列复制过来。只列放假的日子和周末上班的日子。" }
    check { zh: "下一步：核对" }
    faults { zh: "有几处不对，没有导入" }
    days { zh: "这一年的安排" }
    odd { zh: "请留意" }
    moved { zh: "会变的评价期限" }
    nothing_moves { zh: "没有尚未评价的链接因此变动。" }
    moved_hint { zh: "只列还没有评价的链接。变动后旧的期限不再提示“暂定”。" }
    reason { zh: "依据" }
    reason_hint { zh: "通知的名称和文号。会写入操作记录。" }
    confirm { zh: "确认导入" }
    back { zh: "返回修改" }
    undo { zh: "撤销上次导入" }
    undo_act { zh: "撤销导入" }
    undo_reason { zh: "撤销原因" }
    undo_lead { zh: "撤销后恢复到导入之前的安排，因导入而变的期限随之变回。" }
}
phrases! {
    month_of(number: i8) { zh: "{number}月" }
    of_year(year: i16) { zh: "{year}年" }
}

/// The way to a page below the year.
pub fn calendar_crumbs() -> Vec<(String, String)> {
    let mut crumbs = super::components::home_crumb();
    crumbs.push((calendar().to_owned(), "/office/calendar".to_owned()));
    crumbs
}

/// A year.
#[derive(Debug, Clone)]
pub struct CalendarView {
    /// The year shown.
    pub year: i16,
    /// The years that are loaded, and the next one.
    pub tabs: Vec<TabView>,
    /// What must be noticed.
    pub notes: Vec<NoteView>,
    /// Where it is from.
    pub facts: Vec<DefinitionView>,
    /// Its months.
    pub months: Vec<Month>,
    /// What was imported, newest first.
    pub imports: TableView,
    /// What can be done.
    pub acts: Vec<ActView>,
}

/// `GET /office/calendar`
pub fn calendar_page(ctx: OfficeContext, view: CalendarView) -> impl IntoView {
    let actions = acts(view.acts);
    let months = view.months.into_iter().map(month).collect_view();
    view! {
        <OfficeLayout ctx title=calendar() crumbs=super::components::home_crumb() lead=lead() actions>
            {view.notes.into_iter().map(note).collect_view()}
            <Tabs tabs=view.tabs/>
            <Section title=of_year(view.year)>
                <DefinitionList rows=view.facts/>
                <p class="hint">{legend()}</p>
                <div class="calendar">{months}</div>
            </Section>
            <Section title=imports()><Table view=view.imports/></Section>
        </OfficeLayout>
    }
}

/// A month as a table of weeks.
fn month(month: Month) -> impl IntoView {
    let name = month_of(month.number);
    let mut cells: Vec<Option<(usize, DayMark)>> = vec![None; month.before];
    cells.extend(month.days.into_iter().enumerate().map(|(at, mark)| Some((at + 1, mark))));
    let weeks = cells.chunks(7).map(|week| {
        let days = week.iter().copied().map(day).collect_view();
        view! { <tr>{days}</tr> }
    });
    let heads = ["一", "二", "三", "四", "五", "六", "日"];
    let heads = heads.map(|head| view! { <th scope="col" class="calendar__head">{head}</th> });
    view! {
        <table class="calendar__month">
            <caption class="calendar__name">{name}</caption>
            <thead><tr>{heads.into_iter().collect_view()}</tr></thead>
            <tbody>{weeks.collect_view()}</tbody>
        </table>
    }
}

fn day(day: Option<(usize, DayMark)>) -> AnyView {
    let Some((number, mark)) = day else { return view! { <td></td> }.into_any() };
    let (class, sign, long) = match mark {
        DayMark::Work => ("calendar__day", None, ""),
        DayMark::Weekend => ("calendar__day calendar__day--weekend", None, ""),
        DayMark::Holiday => ("calendar__day calendar__day--off", Some(off()), off_long()),
        DayMark::MadeUp => ("calendar__day calendar__day--made-up", Some(made_up()), made_up_long()),
    };
    let sign = sign.map(|sign| view! { <abbr class="calendar__sign" title=long>{sign}</abbr> });
    view! { <td class=class>{number}{sign}</td> }.into_any()
}

/// The form that takes a year.
#[derive(Debug, Clone, Default)]
pub struct ImportYearView {
    /// Year typed, and what is wrong with it.
    pub year: (String, Option<String>),
    /// Lines pasted, and what is wrong with them.
    pub text: (String, Option<String>),
    /// Every fault by its line.
    pub faults: Vec<String>,
}

/// `GET /office/calendar/import`, and a try that failed.
pub fn import_year_page(ctx: OfficeContext, view: ImportYearView) -> impl IntoView {
    let csrf = ctx.csrf.clone();
    let year_field = FieldView::new("year", year()).required().max(4);
    let year_field = year_field.value(view.year.0).error(view.year.1);
    let field = FieldView::new("text", text()).required().hint(text_hint());
    let text_field = field.value(view.text.0).error(view.text.1);
    let errors = error_links([&year_field, &text_field]);
    let faults = (!view.faults.is_empty()).then(|| {
        let lines = view.faults.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        view! { <Notice tone=Tone::Error title=faults()><ul>{lines}</ul></Notice> }
    });
    let example = "日期,类型,名称\n2027-01-01,放假,元旦\n2027-02-06,调休,春节";
    view! {
        <OfficeLayout ctx title=import() crumbs=calendar_crumbs() lead=import_lead() errors>
            <Steps steps=vec![step_paste(), step_look()] at=0/>
            {faults}
            <Section>
                <PostForm action="/office/calendar/import" csrf>
                    <TextField field=year_field kind=Input::Number short=true/>
                    <TextAreaField field=text_field rows=14/>
                    <pre class="hint">{example}</pre>
                    <FormActions primary=check() cancel="/office/calendar"/>
                </PostForm>
            </Section>
        </OfficeLayout>
    }
}

/// What an import or its undoing does.
#[derive(Debug, Clone, Default)]
pub struct MovesView {
    /// The import that is undone; none: a year is imported.
    pub undoes: bool,
    /// Which year, how many days.
    pub facts: Vec<DefinitionView>,
    /// What looks odd.
    pub odd: Vec<String>,
    /// The announced days, as (date, kind, name).
    pub days: Vec<[String; 3]>,
    /// Days of service whose open links move, as (day, old end, new end, links).
    pub moved: Vec<[String; 4]>,
    /// Year, text and the state of the calendar, unseen.
    pub hidden: Vec<(String, String)>,
    /// Reason typed, and what is wrong with it.
    pub reason: (String, Option<String>),
    /// Said first: the calendar has changed meanwhile.
    pub note: Option<NoteView>,
}

/// The answer to `POST /office/calendar/import`, and `GET /office/calendar/undo`.
pub fn moves_page(ctx: OfficeContext, view: MovesView) -> impl IntoView {
    let csrf = ctx.csrf.clone();
    let (title, lead, label, action, act) = if view.undoes {
        (undo(), undo_lead(), undo_reason(), "/office/calendar/undo", undo_act())
    } else {
        (import(), import_lead(), reason(), "/office/calendar/confirm", confirm())
    };
    let field = FieldView::new("reason", label).required().hint(reason_hint()).max(100);
    let field = field.value(view.reason.0).error(view.reason.1);
    let errors = error_links([&field]);
    let steps = (!view.undoes).then(|| view! { <Steps steps=vec![step_paste(), step_look()] at=1/> });
    let odd = (!view.odd.is_empty()).then(|| {
        let lines = view.odd.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        view! { <Notice tone=Tone::Warn title=odd()><ul>{lines}</ul></Notice> }
    });
    let moving = if view.moved.is_empty() {
        view! { <p>{nothing_moves()}</p> }.into_any()
    } else {
        let heads = ["办理日", "原来截止", "改为截止", "未评价的链接"];
        view! { <p class="hint">{moved_hint()}</p> {plain_table(moved(), &heads, view.moved)} }.into_any()
    };
    let days = (!view.days.is_empty()).then(|| {
        view! { <Section title=days()>{plain_table(days(), &["日期", "安排", "名称"], view.days)}</Section> }
    });
    let (cancel, cancel_label) = if view.undoes {
        ("/office/calendar", super::text::cancel())
    } else {
        ("/office/calendar/import", back())
    };
    view! {
        <OfficeLayout ctx title crumbs=calendar_crumbs() lead errors>
            {steps}
            {view.note.map(note)}
            <Section><DefinitionList rows=view.facts/></Section>
            {odd}
            <Section title=moved()>{moving}</Section>
            <Section>
                <PostForm action csrf>
                    <HiddenFields fields=view.hidden/>
                    <TextAreaField field rows=2/>
                    <FormActions primary=act danger=view.undoes cancel cancel_label/>
                </PostForm>
            </Section>
            {days}
        </OfficeLayout>
    }
}

fn plain_table<const N: usize>(caption: &str, heads: &[&str; N], rows: Vec<[String; N]>) -> impl IntoView {
    let row = |cells: [String; N]| RowView { cells: cells.map(Into::into).to_vec(), ..RowView::default() };
    let table = TableView {
        caption: caption.to_owned(),
        columns: heads.map(ColumnView::new).to_vec(),
        rows: rows.into_iter().map(row).collect(),
        ..TableView::default()
    };
    view! { <Table view=table/> }
}
