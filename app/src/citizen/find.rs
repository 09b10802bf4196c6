//! Finding a window: by its code or by the name of a hall, a window or a department.

use super::KeptForm;
use crate::components::{KeptFields, Layout, Notice, Search, SearchRow, Tone};
use crate::page::PageContext;
use crate::text as t;
use leptos::prelude::*;

/// What was searched and found.
#[derive(Debug, Clone)]
pub struct FindView {
    /// What was typed.
    pub query: String,
    /// What is wrong with a code that was typed or scanned.
    pub problem: Option<CodeProblem>,
    /// Halls found.
    pub halls: Vec<HallHit>,
    /// Windows found.
    pub windows: Vec<WindowHit>,
    /// More was found than is shown.
    pub more: bool,
    /// What had been written, to be carried to another window.
    pub kept: Option<KeptForm>,
}

/// Why a window code leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeProblem {
    /// No such code was ever issued.
    Unknown,
    /// The check character does not fit.
    Mistyped,
}

/// A hall found.
#[derive(Debug, Clone)]
pub struct HallHit {
    /// Name.
    pub name: String,
    /// Address.
    pub address: String,
    /// The search that lists its windows.
    pub query: String,
}

/// A window found.
#[derive(Debug, Clone)]
pub struct WindowHit {
    /// Window code.
    pub code: String,
    /// Name of the window.
    pub window: String,
    /// Its hall.
    pub hall: String,
    /// Its department.
    pub department: String,
}

/// `GET /w?q=…`, and a code that leads nowhere.
pub fn find_page(ctx: PageContext, view: FindView) -> impl IntoView {
    let FindView { query, problem, halls, windows, more, kept } = view;
    let nothing = problem.is_none() && !query.trim().is_empty() && halls.is_empty() && windows.is_empty();
    let none = nothing.then(|| t::find_none(query.trim()));
    let carried = kept.is_some();
    let halls = list(t::find_halls(), halls.into_iter().map(|h| hall_item(h, carried)).collect());
    let windows = list(t::find_windows(), windows.into_iter().map(|w| window_item(w, carried)).collect());
    let more = more.then(|| view! { <p class="hint">{t::find_more()}</p> });
    let (kept_form, plain) = match kept {
        // What was written goes first, and the search and its hits are part of its form: a search or
        // a link beside it would lose it.
        Some(kept) => {
            let choose = windows.is_some().then(|| view! { <p>{t::kept_choose()}</p> });
            let form = view! {
                <KeptFields kept>
                    <section class="card">
                        <SearchRow
                            name="q" label=t::find_label() hint=t::find_hint()
                            submit=t::kept_find() formaction="/w" value=query error=none
                        />
                    </section>
                    {halls} {choose} {windows} {more}
                </KeptFields>
            };
            (Some(form), None)
        }
        None => {
            let plain = view! {
                <section class="card">
                    <Search
                        action="/w" name="q" label=t::find_label() hint=t::find_hint()
                        submit=t::find_submit() value=query error=none
                    />
                </section>
                {halls} {windows} {more}
            };
            (None, Some(plain))
        }
    };
    view! {
        <Layout ctx title=t::find()>
            {problem.map(problem_notice)}
            <h1 class="title">{t::find()}</h1>
            {kept_form}
            {plain}
        </Layout>
    }
}

fn problem_notice(problem: CodeProblem) -> impl IntoView {
    let (title, help) = match problem {
        CodeProblem::Unknown => (t::code_unknown(), t::code_unknown_help()),
        CodeProblem::Mistyped => (t::code_mistyped(), t::code_mistyped_help()),
    };
    view! { <Notice tone=Tone::Warn title><p>{help}</p></Notice> }
}

/// Nothing for an empty list.
fn list(title: &'static str, items: Vec<AnyView>) -> Option<impl IntoView> {
    (!items.is_empty()).then(|| {
        view! {
            <section class="card">
                <h2 class="title-2">{title}</h2>
                <ul class="hits">{items}</ul>
            </section>
        }
    })
}

/// A hall as a link to its windows, or as a button that takes what was kept along: its field `hall`
/// then says what to search instead of what was typed.
fn hall_item(hall: HallHit, carried: bool) -> AnyView {
    let label = view! { {t::find_hall_windows()}<span class="hidden">{hall.name.clone()}</span> };
    let act = if carried {
        view! {
            <button class="button button--plain" formaction="/w" name="hall" value=hall.query>{label}</button>
        }
        .into_any()
    } else {
        let query = percent_encoded(&hall.query);
        view! { <a class="button button--plain" href=format!("/w?q={query}")>{label}</a> }.into_any()
    };
    view! {
        <li class="hit">
            <p class="hit__name">{hall.name}</p>
            <p class="hint">{hall.address}</p>
            {act}
        </li>
    }
    .into_any()
}

/// A window as a link, or as a button that sends there what was kept.
fn window_item(hit: WindowHit, carried: bool) -> AnyView {
    let path = format!("/w/{}", hit.code);
    let label = view! { {t::find_rate()}<span class="hidden">{hit.window.clone()}</span> };
    let act = if carried {
        view! { <button class="button button--plain" formaction=path>{label}</button> }.into_any()
    } else {
        view! { <a class="button button--plain" href=path>{label}</a> }.into_any()
    };
    view! { <li class="hit">{window_text(&hit)} {act}</li> }.into_any()
}

/// Which window a hit is.
pub(super) fn window_text(hit: &WindowHit) -> impl IntoView + use<> {
    view! {
        <p class="hit__name">{hit.window.clone()}</p>
        <p class="hint">{format!("{} · {}", hit.hall, hit.department)}</p>
        <p class="hint">{t::window_code(&hit.code)}</p>
    }
}

/// A value inside a query string.
fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
