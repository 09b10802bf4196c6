//! A level's face and stars, drawn alike for all five: same line, same size, no colour of its own.

use crate::text as t;
use domain::Level;
use leptos::prelude::*;

/// The mouth is what differs.
const fn mouth(level: Level) -> &'static str {
    match level {
        Level::VerySatisfied => "M9 18q7 9 14 0z",
        Level::Satisfied => "M10 19q6 5 12 0",
        Level::Fair => "M10 21h12",
        Level::Dissatisfied => "M10 22q6-4 12 0",
        Level::VeryDissatisfied => "M9 23q7-8 14 0",
    }
}

/// The face.
#[component]
pub fn Face(level: Level) -> impl IntoView {
    view! {
        <svg class="face" viewBox="0 0 32 32" aria-hidden="true">
            <circle cx="16" cy="16" r="14"/>
            <path d="M11 11v3M21 11v3"/>
            <path d=mouth(level)/>
        </svg>
    }
}

/// Filled and hollow stars, and their number for those who hear the page.
#[component]
pub fn Stars(level: Level) -> impl IntoView {
    let filled = usize::from(level.stars());
    view! {
        <span class="stars" aria-hidden="true">
            {"★".repeat(filled)}<span class="stars__off">{"★".repeat(5 - filled)}</span>
        </span>
        <span class="hidden">{t::stars(level.stars())}</span>
    }
}

/// A level that was given.
#[component]
pub fn LevelBadge(level: Level) -> impl IntoView {
    view! {
        <span class="level-badge">
            <Face level/>
            <span>{level.name()}</span>
            <Stars level/>
        </span>
    }
}
