//! The office's front page: what waits, some numbers, and the shortest ways.

use super::components::{EmptyState, EmptyView, OfficeLayout, Section, Stat, StatView};
use super::{OfficeContext, text as t};
use leptos::prelude::*;

/// What the front page shows.
#[derive(Debug, Clone)]
pub struct HomeView {
    /// For the greeting.
    pub part: DayPart,
    /// What waits for her, most urgent first.
    pub todos: Vec<TodoView>,
    /// A few numbers of her scope.
    pub stats: Vec<StatView>,
    /// What her role does most.
    pub shortcuts: Vec<ShortcutView>,
}

/// Part of the day in Asia/Shanghai.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayPart {
    /// Until 11.
    Morning,
    /// 11 to 13.
    Noon,
    /// 13 to 18.
    Afternoon,
    /// The rest.
    Evening,
}

impl DayPart {
    /// Of an hour, 0–23.
    pub fn of_hour(hour: u8) -> DayPart {
        match hour {
            5..=10 => DayPart::Morning,
            11 | 12 => DayPart::Noon,
            13..=17 => DayPart::Afternoon,
            _ => DayPart::Evening,
        }
    }

    fn words(self) -> &'static str {
        match self {
            DayPart::Morning => t::morning(),
            DayPart::Noon => t::noon(),
            DayPart::Afternoon => t::afternoon(),
            DayPart::Evening => t::evening(),
        }
    }
}

/// Something that waits.
#[derive(Debug, Clone)]
pub struct TodoView {
    /// What it is, as something to do: 窗口今天没有登记值班人员.
    pub text: String,
    /// Where it is done.
    pub href: String,
    /// How many.
    pub count: u64,
    /// Must it be done today?
    pub urgent: bool,
}

/// A short way.
#[derive(Debug, Clone)]
pub struct ShortcutView {
    /// What it does, as a verb.
    pub label: String,
    /// When one needs it.
    pub hint: String,
    /// Where it leads.
    pub href: String,
}

/// `GET /office`.
pub fn home_page(ctx: OfficeContext, view: HomeView) -> impl IntoView {
    let HomeView { part, todos, stats, shortcuts } = view;
    let name = ctx.officer.as_ref().map(|o| o.name.clone()).unwrap_or_default();
    let title = t::greeting(part.words(), &name);
    let stats =
        (!stats.is_empty()).then(|| view! { <Section title=t::overview()><Stat tiles=stats/></Section> });
    let shortcuts = (!shortcuts.is_empty()).then(|| {
        let links = shortcuts.into_iter().map(shortcut).collect_view();
        view! { <Section title=t::shortcuts()><ul class="shortcuts">{links}</ul></Section> }
    });
    view! {
        <OfficeLayout ctx title crumbs=vec![]>
            <Section title=t::todo()>{todo_list(todos)}</Section>
            {stats}
            {shortcuts}
        </OfficeLayout>
    }
}

fn todo_list(todos: Vec<TodoView>) -> AnyView {
    if todos.is_empty() {
        let nothing = EmptyView {
            title: t::todo_none().to_owned(),
            text: t::todo_none_help().to_owned(),
            action: None,
        };
        return view! { <EmptyState view=nothing/> }.into_any();
    }
    let items = todos.into_iter().map(|todo| {
        let class = if todo.urgent { "todo__count todo__count--urgent" } else { "todo__count" };
        view! { <li class="todo"><a href=todo.href>{todo.text}</a><span class=class>{t::count(todo.count)}</span></li> }
    });
    view! { <ul class="todos">{items.collect_view()}</ul> }.into_any()
}

fn shortcut(shortcut: ShortcutView) -> impl IntoView {
    view! { <li class="shortcut"><a href=shortcut.href>{shortcut.label}</a><p class="hint">{shortcut.hint}</p></li> }
}
