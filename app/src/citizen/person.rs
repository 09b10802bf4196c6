//! A person's own code when she sits at no window: the windows of her hall, so that a rating finds its place.

use super::find::{WindowHit, window_text};
use crate::components::{Layout, Notice, Search, Tone};
use crate::page::PageContext;
use crate::text as t;
use leptos::prelude::*;

/// Who she is, and where a rating can go.
#[derive(Debug, Clone)]
pub struct PersonAwayView {
    /// Her name.
    pub name: String,
    /// 工号.
    pub number: String,
    /// Her hall; empty when none is known.
    pub hall: String,
    /// She no longer works at a window.
    pub retired: bool,
    /// Windows of the hall, each with the path of its form.
    pub windows: Vec<(String, WindowHit)>,
    /// There are more windows than shown.
    pub more: bool,
}

/// `GET /s/{code}` of somebody who sits nowhere.
pub fn person_away_page(ctx: PageContext, view: PersonAwayView) -> impl IntoView {
    let PersonAwayView { name, number, hall, retired, windows, more } = view;
    let who = t::staff(&name, &number);
    let (title, help, tone) = match retired {
        true => (t::person_retired(&who), t::person_retired_help(), Tone::Warn),
        false => (t::person_away(&who), t::person_away_help(), Tone::Info),
    };
    let list = (!windows.is_empty()).then(|| {
        let items = windows.into_iter().map(window_item).collect_view();
        let heading = t::person_windows(&hall);
        view! {
            <section class="card"><h2 class="title-2">{heading}</h2><ul class="hits">{items}</ul></section>
        }
    });
    let more = more.then(|| view! { <p class="hint">{t::find_more()}</p> });
    view! {
        <Layout ctx title=t::rate_title()>
            <Notice tone title main=true><p>{help}</p></Notice>
            {list}
            {more}
            <section class="card">
                <Search
                    action="/w" name="q" label=t::find_label() hint=t::find_hint()
                    submit=t::find_submit() value=String::new() error=None
                />
            </section>
        </Layout>
    }
}

fn window_item((path, hit): (String, WindowHit)) -> impl IntoView {
    let name = hit.window.clone();
    view! {
        <li class="hit">
            {window_text(&hit)}
            <a class="button button--plain" href=path>{t::find_rate()}<span class="hidden">{name}</span></a>
        </li>
    }
}
