//! The roster: windows of a hall by day, who sits there when; the form that puts somebody down; one shift.

use super::OfficeContext;
use super::components::{
    CheckField, ChoiceView, DateTimeField, DefinitionList, DefinitionView, EmptyState, EmptyView, FieldView,
    FilterBar, FilterView, FormActions, HiddenFields, Input, OfficeLayout, PostForm, Section, SelectField,
    TabView, Tabs, TextField, Timeline, TimelineView, error_links, home_crumb,
};
use crate::components::Tone;
use crate::text::{phrases, texts};
use leptos::prelude::*;

texts! {
    title { zh: "值班" }
    lead { zh: "谁在哪个窗口值班，评价就记到谁。没有登记的时间，评价只记到窗口。" }
    add { zh: "排班" }
    window { zh: "窗口" }
    other_hall { zh: "换一个大厅" }
    before { zh: "前一段" }
    after { zh: "后一段" }
    today { zh: "今天" }
    nobody { zh: "无人" }
    running { zh: "正在值班" }
    shared { zh: "同时有几人，评价不记到个人" }
    person { zh: "人员" }
    day { zh: "日期" }
    from { zh: "开始" }
    to { zh: "结束" }
    time_hint { zh: "24小时制，例如 9:00。" }
    week { zh: "本周每个工作日都这样排（从这一天起，节假日除外）" }
    save { zh: "保存" }
    end_now { zh: "现在结束" }
    drop_it { zh: "取消这次排班" }
    change_end { zh: "修改结束时间" }
    change { zh: "修改" }
    past { zh: "变动记录" }
    over { zh: "这次值班已经结束，不能再改。" }
    begun { zh: "值班已经开始，只能修改结束时间。" }
    no_windows { zh: "这个大厅没有使用中的窗口" }
    no_windows_help { zh: "先新增窗口，再排班。" }
    many { zh: "窗口较多，只显示了前300个。" }
}
phrases! {
    add_title(hall: &str) { zh: "排班（{hall}）" }
    for_window(name: &str) { zh: "：{name}" }
}

/// The way to a page below the roster.
pub fn roster_crumbs() -> Vec<(String, String)> {
    let mut crumbs = home_crumb();
    crumbs.push((title().to_owned(), "/office/shifts".to_owned()));
    crumbs
}

/// The roster of one hall.
#[derive(Debug, Clone)]
pub struct RosterView {
    /// Hall.
    pub hall: String,
    /// Day or week.
    pub tabs: Vec<TabView>,
    /// Earlier, today, later.
    pub steps: [String; 3],
    /// The days shown, in words.
    pub days: Vec<String>,
    /// The windows.
    pub rows: Vec<RosterRowView>,
    /// Choosing another hall, where there are several.
    pub other_hall: Option<String>,
    /// Putting somebody down, where she may.
    pub add: Option<String>,
    /// There are more windows.
    pub more: bool,
}

/// A window.
#[derive(Debug, Clone)]
pub struct RosterRowView {
    /// Its name.
    pub window: String,
    /// Its department.
    pub department: String,
    /// One cell for each day.
    pub cells: Vec<RosterCellView>,
}

/// A window on a day.
#[derive(Debug, Clone)]
pub struct RosterCellView {
    /// Who sits there when.
    pub entries: Vec<EntryView>,
    /// Several do at the same time.
    pub shared: bool,
    /// Putting somebody down there.
    pub add: Option<String>,
}

/// A shift.
#[derive(Debug, Clone)]
pub struct EntryView {
    /// From–to.
    pub time: String,
    /// Who.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Does it run now?
    pub runs: bool,
    /// Is it over?
    pub over: bool,
}

/// `GET /office/shifts?hall=`
pub fn roster_page(ctx: OfficeContext, view: RosterView) -> impl IntoView {
    let RosterView { hall, tabs, steps, days, rows, other_hall: other, add: may_add, more } = view;
    let add_link = may_add.map(|href| view! { <a class="button" href=href>{add()}</a> });
    let other = other.map(|href| view! { <a class="button button--plain" href=href>{other_hall()}</a> });
    let actions = view! { {add_link}{other} }.into_any();
    let [earlier, now, later] = steps;
    let table = if rows.is_empty() {
        let empty =
            EmptyView { title: no_windows().to_owned(), text: no_windows_help().to_owned(), action: None };
        view! { <EmptyState view=empty/> }.into_any()
    } else {
        roster_table(&hall, days, rows)
    };
    let more = more.then(|| view! { <p class="hint">{many()}</p> });
    let heading = format!("{}（{hall}）", title());
    view! {
        <OfficeLayout ctx title=heading crumbs=home_crumb() lead=lead() actions>
            <Tabs tabs/>
            <nav class="roster__steps" aria-label=day()>
                <a class="button button--plain" href=earlier rel="prev">{before()}</a>
                <a class="button button--plain" href=now>{today()}</a>
                <a class="button button--plain" href=later rel="next">{after()}</a>
            </nav>
            {table}
            {more}
        </OfficeLayout>
    }
}

fn roster_table(hall: &str, days: Vec<String>, rows: Vec<RosterRowView>) -> AnyView {
    let wide = days.len() > 1;
    let class = if wide { "table__region table__region--wide" } else { "table__region" };
    let (role, tabindex) = if wide { (Some("region"), Some("0")) } else { (None, None) };
    let label = wide.then(|| hall.to_owned());
    let head = days.iter().map(|day| {
        let day = day.clone();
        view! { <th role="columnheader" scope="col">{day}</th> }
    });
    let head = head.collect_view();
    let body = rows.into_iter().map(|row| roster_row(row, &days)).collect_view();
    view! {
        <div class=class role=role tabindex=tabindex aria-label=label>
            <table class="table roster" role="table">
                <caption class="hidden">{hall.to_owned()}</caption>
                <thead role="rowgroup">
                    <tr role="row"><th role="columnheader" scope="col">{window()}</th>{head}</tr>
                </thead>
                <tbody role="rowgroup">{body}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn roster_row(row: RosterRowView, days: &[String]) -> impl IntoView + use<> {
    let RosterRowView { window, department, cells } = row;
    let cells = cells.into_iter().zip(days).map(|(cell, day)| {
        let label = day.clone();
        let content = roster_cell(cell, &window);
        view! { <td role="cell" data-label=label>{content}</td> }
    });
    let cells = cells.collect_view();
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">{window}<span class="sub">{department}</span></th>
            {cells}
        </tr>
    }
}

fn roster_cell(cell: RosterCellView, window: &str) -> AnyView {
    let RosterCellView { entries, shared: several, add: href } = cell;
    let none = entries.is_empty().then(|| view! { <span class="muted">{nobody()}</span> });
    let entries = entries.into_iter().map(|entry| {
        let class = match (entry.runs, entry.over) {
            (true, _) => "roster__entry roster__entry--now",
            (_, true) => "roster__entry roster__entry--over",
            _ => "roster__entry",
        };
        let now = entry.runs.then(|| view! { <span class="hidden">{running()}</span> });
        view! {
            <li class=class>
                <a href=entry.href><span class="time">{entry.time}</span>" "{entry.name}</a>{now}
            </li>
        }
    });
    let list = view! { <ul class="roster__entries">{entries.collect_view()}</ul> };
    let note = several.then(|| view! { <p class="roster__shared">{shared()}</p> });
    let label = for_window(window);
    let act = href.map(|href| {
        view! { <a class="roster__add" href=href>{add()}<span class="hidden">{label}</span></a> }
    });
    view! { {none}{list}{note}{act} }.into_any()
}

/// The form that puts somebody down, or changes a shift that has not begun.
#[derive(Debug, Clone, Default)]
pub struct ShiftFormView {
    /// What it is.
    pub title: String,
    /// Narrows the people to choose from, where there are many.
    pub find: Option<FilterView>,
    /// Window chosen, and what is wrong with it.
    pub window: (String, Option<String>),
    /// Windows to choose from.
    pub windows: Vec<ChoiceView>,
    /// Person chosen, and what is wrong with her.
    pub person: (String, Option<String>),
    /// People to choose from.
    pub people: Vec<ChoiceView>,
    /// Day, and what is wrong with it.
    pub day: (String, Option<String>),
    /// From, and what is wrong with it.
    pub from: (String, Option<String>),
    /// To, and what is wrong with it.
    pub to: (String, Option<String>),
    /// Offer each working day of the week; ticked?
    pub week: Option<bool>,
    /// Version, hall.
    pub hidden: Vec<(String, String)>,
    /// Where the form posts to.
    pub action: String,
    /// The way out.
    pub cancel: String,
}

/// `GET /office/shifts/new?hall=` and a try that failed.
pub fn shift_form_page(ctx: OfficeContext, view: ShiftFormView) -> impl IntoView {
    let (csrf, title) = (ctx.csrf.clone(), view.title.clone());
    let find = view.find.clone().map(|view| view! { <FilterBar view/> });
    let (form, errors) = shift_form(view, csrf);
    view! {
        <OfficeLayout ctx title crumbs=roster_crumbs() errors>
            {find}
            <Section>{form}</Section>
        </OfficeLayout>
    }
}

fn shift_form(view: ShiftFormView, csrf: String) -> (AnyView, Vec<(String, String)>) {
    let required = |name, label, (value, error): (String, Option<String>)| {
        FieldView::new(name, label).required().value(value).error(error)
    };
    let window_field = required("window", window(), view.window);
    let person_field = required("staff", person(), view.person);
    let day_field = required("day", day(), view.day);
    let from_field = required("from", from(), view.from).hint(time_hint()).max(5);
    let to_field = required("to", to(), view.to).max(5);
    let errors = error_links([&window_field, &person_field, &day_field, &from_field, &to_field]);
    let week_box = view.week.map(|checked| {
        let field = FieldView::new("week", week());
        view! { <CheckField field checked/> }
    });
    let form = view! {
        <PostForm action=view.action csrf>
            <HiddenFields fields=view.hidden/>
            <SelectField field=window_field choices=view.windows/>
            <SelectField field=person_field choices=view.people/>
            <DateTimeField field=day_field day=true/>
            <TextField field=from_field kind=Input::Code short=true/>
            <TextField field=to_field kind=Input::Code short=true/>
            {week_box}
            <FormActions primary=save() cancel=view.cancel/>
        </PostForm>
    };
    (form.into_any(), errors)
}

/// One shift.
#[derive(Debug, Clone)]
pub struct ShiftView {
    /// Who, where.
    pub title: String,
    /// What is known of it.
    pub facts: Vec<DefinitionView>,
    /// What can be done with it.
    pub acts: ShiftActs,
    /// Row id's path.
    pub path: String,
    /// Version.
    pub version: i64,
    /// What has happened to it.
    pub past: Vec<TimelineView>,
}

/// What can be done with a shift.
#[derive(Debug, Clone)]
pub enum ShiftActs {
    /// She may only look.
    None,
    /// It is over.
    Over,
    /// It runs: another end (typed or stored, and what is wrong with it), or the end now.
    Running((String, Option<String>)),
    /// It has not begun: everything can be changed.
    Planned(Box<ShiftFormView>),
}

/// `GET /office/shifts/{shift}` and a try that failed.
pub fn shift_page(ctx: OfficeContext, view: ShiftView) -> impl IntoView {
    let csrf = ctx.csrf.clone();
    let ShiftView { title, facts, acts, path, version, past: history } = view;
    let hidden = vec![("version".to_owned(), version.to_string())];
    let (acts, errors) = match acts {
        ShiftActs::None => (().into_any(), Vec::new()),
        ShiftActs::Over => (view! { <p class=Tone::Info.class()>{over()}</p> }.into_any(), Vec::new()),
        ShiftActs::Running((value, error)) => {
            let field = FieldView::new("to", to()).required().hint(time_hint()).max(5);
            let field = field.value(value).error(error);
            let errors = error_links([&field]);
            let (edit, edit_csrf) = (hidden.clone(), csrf.clone());
            let acts = view! {
                <Section title=change_end()>
                    <p class="hint">{begun()}</p>
                    <PostForm action=format!("{path}/edit") csrf=edit_csrf>
                        <HiddenFields fields=edit/>
                        <TextField field kind=Input::Code short=true/>
                        <FormActions primary=save()/>
                    </PostForm>
                    <PostForm action=format!("{path}/end") csrf>
                        <HiddenFields fields=hidden/>
                        <FormActions primary=end_now() danger=true/>
                    </PostForm>
                </Section>
            };
            (acts.into_any(), errors)
        }
        ShiftActs::Planned(form) => {
            let (form, errors) = shift_form(*form, csrf.clone());
            let acts = view! {
                <Section title=change()>{form}</Section>
                <Section>
                    <PostForm action=format!("{path}/drop") csrf>
                        <HiddenFields fields=hidden/>
                        <FormActions primary=drop_it() danger=true/>
                    </PostForm>
                </Section>
            };
            (acts.into_any(), errors)
        }
    };
    view! {
        <OfficeLayout ctx title crumbs=roster_crumbs() errors>
            <Section><DefinitionList rows=facts/></Section>
            {acts}
            <Section title=past()><Timeline entries=history/></Section>
        </OfficeLayout>
    }
}
