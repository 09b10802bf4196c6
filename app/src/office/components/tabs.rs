//! Parts of a list or of one thing: links, each a page of its own.

use crate::office::text as t;
use leptos::prelude::*;

/// A part.
#[derive(Debug, Clone, Default)]
pub struct TabView {
    /// What it is called.
    pub label: String,
    /// Its page.
    pub href: String,
    /// Is it open?
    pub current: bool,
    /// How many things are in it.
    pub count: Option<u64>,
}

/// The links.
#[component]
pub fn Tabs(tabs: Vec<TabView>) -> impl IntoView {
    let tabs = tabs.into_iter().map(|tab| {
        let current = tab.current.then_some("page");
        let count = tab.count.map(|n| view! { <span class="tab__count">{n}</span> });
        view! { <li><a class="tab" href=tab.href aria-current=current>{tab.label}{count}</a></li> }
    });
    view! { <nav class="tabs" aria-label=t::tabs()><ul>{tabs.collect_view()}</ul></nav> }
}
