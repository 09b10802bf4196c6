//! Nothing to show: why, and what to do next.

use leptos::prelude::*;

/// Why there is nothing.
#[derive(Debug, Clone, Default)]
pub struct EmptyView {
    /// What is missing.
    pub title: String,
    /// Why, or what to do.
    pub text: String,
    /// What to do, as (label, path).
    pub action: Option<(String, String)>,
}

/// The box.
#[component]
pub fn EmptyState(view: EmptyView) -> impl IntoView {
    let text = (!view.text.is_empty()).then(|| view! { <p class="muted">{view.text}</p> });
    let action = view.action.map(|(label, href)| view! { <p><a class="button" href=href>{label}</a></p> });
    view! { <div class="empty"><p class="empty__title">{view.title}</p>{text}{action}</div> }
}
