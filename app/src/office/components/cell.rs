//! One value in a table or a list of names and values.

use super::Badge;
use crate::components::Tone;
use crate::office::text as t;
use leptos::prelude::*;

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// Words that lead somewhere.
    Link {
        /// The words.
        text: String,
        /// Where they lead.
        href: String,
    },
    /// The state of the thing.
    Badge {
        /// The word.
        text: String,
        /// How it looks.
        tone: Tone,
    },
    /// Words of less weight; “无” where they are empty.
    Muted(String),
    /// Two lines: what it is, and a smaller line below.
    Two {
        /// What it is.
        text: String,
        /// The smaller line.
        sub: String,
    },
    /// A code that is read sign by sign: window code, item code.
    Code(String),
    /// A time, a date, a phone number: never broken in two lines.
    Time(String),
    /// What can be done with the row, as (label, path). Its name is said with it.
    Actions(Vec<(String, String)>),
}

impl Cell {
    /// The words, without markup.
    pub fn words(&self) -> &str {
        match self {
            Cell::Text(text) | Cell::Muted(text) | Cell::Code(text) | Cell::Time(text) => text,
            Cell::Link { text, .. } | Cell::Badge { text, .. } | Cell::Two { text, .. } => text,
            Cell::Actions(_) => "",
        }
    }

    /// The cell's content; `about` is the name of the row it belongs to.
    pub(super) fn content(self, about: &str) -> AnyView {
        match self {
            Cell::Text(text) => text.into_any(),
            Cell::Link { text, href } => view! { <a href=href>{text}</a> }.into_any(),
            Cell::Badge { text, tone } => view! { <Badge tone text/> }.into_any(),
            Cell::Muted(text) if text.is_empty() => {
                view! { <span class="muted">{t::none()}</span> }.into_any()
            }
            Cell::Muted(text) => view! { <span class="muted">{text}</span> }.into_any(),
            Cell::Two { text, sub } => view! { {text}<span class="sub">{sub}</span> }.into_any(),
            Cell::Code(text) => view! { <span class="code">{text}</span> }.into_any(),
            Cell::Time(text) => view! { <span class="time">{text}</span> }.into_any(),
            Cell::Actions(acts) => {
                let links = acts.into_iter().map(|(label, href)| {
                    view! { <a href=href>{label}<span class="hidden">{t::act_on(about)}</span></a> }
                });
                view! { <span class="acts">{links.collect_view()}</span> }.into_any()
            }
        }
    }

    /// Class of the cell that holds it.
    pub(super) fn class(&self) -> Option<&'static str> {
        match self {
            Cell::Actions(_) => Some("table__acts"),
            Cell::Text(_) | Cell::Link { .. } | Cell::Two { .. } => Some("table__words"),
            _ => None,
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}
