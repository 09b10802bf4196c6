//! A box that says one thing: what happened and what to do.

use leptos::prelude::*;

/// How it looks; the words say the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Info,
    /// Needs attention.
    Warn,
    /// Done.
    Done,
    /// Wrong or dangerous. The office only: a citizen's page has nothing redder than a warning.
    Error,
    /// Of no weight now: withdrawn, ended. The office only.
    Quiet,
}

impl Tone {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Tone::Info => "notice",
            Tone::Warn => "notice notice--warn",
            Tone::Done => "notice notice--done",
            Tone::Error => "notice notice--error",
            Tone::Quiet => "notice notice--quiet",
        }
    }
}

/// The box; `title` is the page's heading where `main` is set.
#[component]
pub fn Notice(
    tone: Tone,
    #[prop(into)] title: String,
    /// Is this the page's own heading?
    #[prop(optional)]
    main: bool,
    /// Does the page open here? For a box that stands far down, after a post.
    #[prop(optional)]
    focus: bool,
    children: Children,
) -> impl IntoView {
    let heading = if main {
        view! { <h1 class="notice__title">{title}</h1> }.into_any()
    } else {
        view! { <h2 class="notice__title">{title}</h2> }.into_any()
    };
    let (role, tabindex) = (focus.then_some("alert"), focus.then_some("-1"));
    view! {
        <section class=tone.class() role=role tabindex=tabindex autofocus=focus>{heading} {children()}</section>
    }
}
