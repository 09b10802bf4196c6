//! Names and values of one thing.

use super::Cell;
use leptos::prelude::*;

/// A name and its value.
#[derive(Debug, Clone)]
pub struct DefinitionView {
    /// The name.
    pub term: String,
    /// The value.
    pub value: Cell,
    /// What can be done with it, as (label, path).
    pub action: Option<(String, String)>,
}

impl DefinitionView {
    /// A pair.
    pub fn new(term: impl Into<String>, value: impl Into<Cell>) -> DefinitionView {
        DefinitionView { term: term.into(), value: value.into(), action: None }
    }

    /// With a link that changes it.
    pub fn action(self, label: impl Into<String>, href: impl Into<String>) -> DefinitionView {
        DefinitionView { action: Some((label.into(), href.into())), ..self }
    }
}

/// The list.
#[component]
pub fn DefinitionList(rows: Vec<DefinitionView>) -> impl IntoView {
    let rows = rows.into_iter().map(|row| {
        let action = row.action.map(|act| Cell::Actions(vec![act]).content(&row.term));
        let value = row.value.content(&row.term);
        view! { <div class="defs__row"><dt>{row.term}</dt><dd>{value}</dd>{action.map(|a| view! { <dd class="defs__act">{a}</dd> })}</div> }
    });
    view! { <dl class="defs">{rows.collect_view()}</dl> }
}
