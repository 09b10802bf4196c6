//! A part of a page on a ground of its own, perhaps with a heading and what can be done there.

use leptos::prelude::*;

/// The part.
#[component]
pub fn Section(
    /// Its heading.
    #[prop(optional, into)]
    title: Option<String>,
    /// Buttons and links beside the heading.
    #[prop(optional)]
    actions: Option<AnyView>,
    /// No wider than a form: for a page that is one.
    #[prop(optional)]
    narrow: bool,
    children: Children,
) -> impl IntoView {
    let actions = actions.map(|a| view! { <div class="section__acts">{a}</div> });
    let head = title.map(|title| {
        view! { <div class="section__head"><h2 class="title-2">{title}</h2>{actions}</div> }
    });
    let class = if narrow { "section section--narrow" } else { "section" };
    view! { <section class=class>{head}{children()}</section> }
}
