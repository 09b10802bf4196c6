//! A few numbers, each with what it counts.

use leptos::prelude::*;

/// A number.
#[derive(Debug, Clone, Default)]
pub struct StatView {
    /// What it counts.
    pub label: String,
    /// The number; a rate stands with its two parts in `note`.
    pub value: String,
    /// Its unit.
    pub unit: &'static str,
    /// Numerator and denominator, or since when.
    pub note: String,
    /// The list behind it.
    pub href: Option<String>,
}

/// The tiles.
#[component]
pub fn Stat(tiles: Vec<StatView>) -> impl IntoView {
    let tiles = tiles.into_iter().map(tile).collect_view();
    view! { <dl class="stats">{tiles}</dl> }
}

fn tile(tile: StatView) -> impl IntoView {
    let label = match tile.href {
        Some(href) => view! { <a href=href>{tile.label}</a> }.into_any(),
        None => tile.label.into_any(),
    };
    let note = (!tile.note.is_empty()).then(|| view! { <dd class="stat__note">{tile.note}</dd> });
    view! {
        <div class="stat">
            <dt>{label}</dt>
            <dd class="stat__value">{tile.value}<span class="stat__unit">{tile.unit}</span></dd>
            {note}
        </div>
    }
}
