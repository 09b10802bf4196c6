//! What has happened to a thing: newest first.

use crate::components::Tone;
use crate::text::texts;
use leptos::prelude::*;

texts! {
    nothing { zh: "还没有变动。" }
}

/// One act.
#[derive(Debug, Clone)]
pub struct TimelineView {
    /// When.
    pub at: String,
    /// Who, with her role.
    pub who: String,
    /// What was done.
    pub what: String,
    /// How it looks.
    pub tone: Tone,
    /// Field by field, or the reason.
    pub details: Vec<String>,
}

/// The list.
#[component]
pub fn Timeline(entries: Vec<TimelineView>) -> impl IntoView {
    if entries.is_empty() {
        return view! { <p class="muted">{nothing()}</p> }.into_any();
    }
    let entries = entries.into_iter().map(entry).collect_view();
    view! { <ol class="timeline">{entries}</ol> }.into_any()
}

fn entry(entry: TimelineView) -> impl IntoView {
    let class = match entry.tone {
        Tone::Warn => "timeline__entry timeline__entry--warn",
        Tone::Done => "timeline__entry timeline__entry--done",
        Tone::Error => "timeline__entry timeline__entry--error",
        Tone::Info | Tone::Quiet => "timeline__entry",
    };
    let details = (!entry.details.is_empty()).then(|| {
        let items = entry.details.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        view! { <ul class="timeline__details">{items}</ul> }
    });
    view! {
        <li class=class>
            <p class="timeline__what">{entry.what}</p>
            <p class="timeline__who"><span class="time">{entry.at}</span> {entry.who}</p>
            {details}
        </li>
    }
}
