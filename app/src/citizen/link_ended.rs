//! A case link that can no longer take a rating.

use super::find::window_text;
use super::{KeptForm, WindowHit};
use crate::components::{KeptFields, Layout, Notice, Tone};
use crate::page::PageContext;
use crate::text as t;
use leptos::prelude::*;

/// A link that has ended, and what can be done instead.
#[derive(Debug, Clone)]
pub struct LinkEndedView {
    /// Why it ended.
    pub why: LinkEnd,
    /// The window that handled the case, which can still be rated.
    pub window: Option<WindowHit>,
    /// What had been written, to be sent to that window.
    pub kept: Option<KeptForm>,
}

/// Why a link ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkEnd {
    /// Its time is over.
    Expired {
        /// Its last day in words.
        last_day: String,
    },
    /// A rating was given with it.
    Used,
    /// It was taken back.
    Revoked,
    /// It was never issued, or is incomplete.
    Unknown,
}

/// `GET /c/{token}` of a link that has ended.
pub fn link_ended_page(ctx: PageContext, view: LinkEndedView) -> impl IntoView {
    let LinkEndedView { why, window, kept } = view;
    // Rated once: there is nothing to rate again, only the receipt to look at.
    let used = why == LinkEnd::Used;
    let (title, help) = match why {
        LinkEnd::Expired { last_day } => (t::link_expired(), t::link_expired_help(&last_day)),
        LinkEnd::Used => (t::link_used(), t::link_used_help().to_owned()),
        LinkEnd::Revoked => (t::link_revoked(), t::link_revoked_help().to_owned()),
        LinkEnd::Unknown => (t::link_unknown(), t::link_unknown_help().to_owned()),
    };
    let instead = match (window, kept) {
        _ if used => view! { <p><a class="button" href="/r">{t::lookup()}</a></p> }.into_any(),
        (window, Some(kept)) => view! {
            <KeptFields kept>
                    {window.as_ref().map(|hit| view! { <section class="card">{window_text(hit)}</section> })}
                    <p><button class="button">{t::kept_to_window()}</button></p>
                </KeptFields>
        }
        .into_any(),
        (Some(hit), None) => view! {
            <section class="card">
                <h2 class="title-2">{t::link_window()}</h2>
                {window_text(&hit)}
                <p><a class="button" href=format!("/w/{}", hit.code)>{t::find_rate()}</a></p>
            </section>
        }
        .into_any(),
        (None, None) => view! {
            <p>{t::link_find()}</p>
            <p><a class="button" href="/w">{t::find()}</a></p>
        }
        .into_any(),
    };
    view! {
        <Layout ctx title>
            <Notice tone=Tone::Warn title main=true><p>{help}</p></Notice>
            {instead}
        </Layout>
    }
}
