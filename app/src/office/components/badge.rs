//! A word about the state of a thing. The word says it, the colour only repeats it.

use crate::components::Tone;
use leptos::prelude::*;

/// The word.
#[component]
pub fn Badge(tone: Tone, #[prop(into)] text: String) -> impl IntoView {
    let class = match tone {
        Tone::Info => "badge badge--info",
        Tone::Warn => "badge badge--warn",
        Tone::Done => "badge badge--done",
        Tone::Error => "badge badge--error",
        Tone::Quiet => "badge",
    };
    view! { <span class=class>{text}</span> }
}
