//! Names and values, one pair a row.

use leptos::prelude::*;

/// A pair.
pub fn row(name: &'static str, value: impl IntoView + 'static) -> AnyView {
    view! { <div class="rows__row"><dt>{name}</dt><dd>{value.into_view()}</dd></div> }.into_any()
}

/// The list.
#[component]
pub fn Rows(rows: Vec<AnyView>) -> impl IntoView {
    view! { <dl class="rows">{rows}</dl> }
}
