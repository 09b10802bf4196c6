//! Two screens that many pages of the office are: a list with its filter, and one thing with its facts and what
//! has happened to it. A page that needs more has a screen of its own.

use super::OfficeContext;
use super::components::{
    DefinitionList, DefinitionView, FilterBar, FilterView, OfficeLayout, Section, Table, TableView, Timeline,
    TimelineView,
};
use crate::components::{Notice, Tone};
use crate::text::texts;
use leptos::prelude::*;

texts! {
    past { zh: "变动记录" }
}

/// A button or link of a page.
#[derive(Debug, Clone)]
pub struct ActView {
    /// What it does.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Is it the page's first act?
    pub main: bool,
}

impl ActView {
    /// The page's first act.
    pub fn main(label: impl Into<String>, href: impl Into<String>) -> ActView {
        ActView { label: label.into(), href: href.into(), main: true }
    }

    /// Another act.
    pub fn other(label: impl Into<String>, href: impl Into<String>) -> ActView {
        ActView { label: label.into(), href: href.into(), main: false }
    }
}

/// The acts beside a page's heading.
pub(super) fn acts(acts: Vec<ActView>) -> AnyView {
    let link = |act: ActView| {
        let class = if act.main { "button" } else { "button button--plain" };
        view! { <a class=class href=act.href>{act.label}</a> }
    };
    acts.into_iter().map(link).collect_view().into_any()
}

/// A sentence that stands out above a page's content, with its heading.
#[derive(Debug, Clone)]
pub struct NoteView {
    /// How it looks.
    pub tone: Tone,
    /// Its heading.
    pub title: String,
    /// What it says.
    pub text: String,
}

pub(super) fn note(note: NoteView) -> impl IntoView {
    view! { <Notice tone=note.tone title=note.title><p>{note.text}</p></Notice> }
}

/// A list.
#[derive(Debug, Clone, Default)]
pub struct ListView {
    /// What is listed.
    pub title: String,
    /// One line under the heading.
    pub lead: String,
    /// The way here.
    pub crumbs: Vec<(String, String)>,
    /// What can be done.
    pub acts: Vec<ActView>,
    /// A sentence that stands out.
    pub note: Option<NoteView>,
    /// What it is narrowed by, where it can be.
    pub filter: Option<FilterView>,
    /// The rows.
    pub table: TableView,
}

/// A page that lists things.
pub fn list_page(ctx: OfficeContext, view: ListView) -> impl IntoView {
    let filter = view.filter.map(|filter| view! { <FilterBar view=filter/> });
    let actions = acts(view.acts);
    view! {
        <OfficeLayout ctx title=view.title crumbs=view.crumbs lead=view.lead actions>
            {view.note.map(note)}
            {filter}
            <Table view=view.table/>
        </OfficeLayout>
    }
}

/// One thing.
#[derive(Debug, Clone, Default)]
pub struct ThingView {
    /// Its name.
    pub title: String,
    /// The way here.
    pub crumbs: Vec<(String, String)>,
    /// What can be done with it.
    pub acts: Vec<ActView>,
    /// A sentence that stands out.
    pub note: Option<NoteView>,
    /// What is known of it.
    pub facts: Vec<DefinitionView>,
    /// What has happened to it, newest first; none: the part is left out.
    pub past: Option<Vec<TimelineView>>,
}

/// A page of one thing.
pub fn thing_page(ctx: OfficeContext, view: ThingView) -> impl IntoView {
    let actions = acts(view.acts);
    let past = view.past.map(|entries| view! { <Section title=past()><Timeline entries=entries/></Section> });
    view! {
        <OfficeLayout ctx title=view.title crumbs=view.crumbs actions>
            {view.note.map(note)}
            <Section><DefinitionList rows=view.facts/></Section>
            {past}
        </OfficeLayout>
    }
}
