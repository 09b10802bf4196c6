//! The officer's own sessions: on which devices she is signed in, and how to end one.

use super::components::{Badge, CsrfField, HiddenFields, OfficeLayout, Section};
use super::{OfficeContext, text as t};
use crate::components::{Rows, Tone, row};
use leptos::prelude::*;

/// Her sessions, this one first.
#[derive(Debug, Clone)]
pub struct SessionsView {
    /// The sessions.
    pub sessions: Vec<SessionView>,
    /// Where ending one posts to, with its id in the field `session`.
    pub revoke: String,
    /// Where ending all others posts to.
    pub revoke_others: String,
}

/// A session.
#[derive(Debug, Clone)]
pub struct SessionView {
    /// Its id, not its secret.
    pub id: String,
    /// Browser and system, for example Chrome · Windows.
    pub device: String,
    /// When she signed in.
    pub since: String,
    /// When it was last used.
    pub last_seen: String,
    /// Is it the one that asks?
    pub current: bool,
}

/// `GET /office/sessions`.
pub fn sessions_page(ctx: OfficeContext, view: SessionsView) -> impl IntoView {
    let SessionsView { sessions, revoke, revoke_others } = view;
    let csrf = ctx.csrf.clone();
    let others = sessions.iter().any(|s| !s.current);
    let end_others = others.then(|| {
        view! {
            <form method="post" action=revoke_others>
                <CsrfField token=csrf.clone()/>
                <button class="button button--danger">{t::session_end_others()}</button>
            </form>
        }
        .into_any()
    });
    let only = (!others).then(|| view! { <p class="hint">{t::session_only()}</p> });
    let list = sessions.into_iter().map(|s| session(s, &revoke, &csrf)).collect_view();
    view! {
        <OfficeLayout ctx title=t::my_sessions() crumbs=super::components::home_crumb() lead=t::sessions_lead()>
            <Section narrow=true>
                <ul class="sessions">{list}</ul>
                {only}
                {end_others}
            </Section>
        </OfficeLayout>
    }
}

fn session(session: SessionView, revoke: &str, csrf: &str) -> impl IntoView + use<> {
    let end = if session.current {
        view! { <Badge tone=Tone::Done text=t::session_this()/> }.into_any()
    } else {
        let about = t::act_on(&session.device);
        view! {
            <form method="post" action=revoke.to_owned()>
                <CsrfField token=csrf/>
                <HiddenFields fields=vec![("session".to_owned(), session.id)]/>
                <button class="button button--plain button--small">
                    {t::session_end()}<span class="hidden">{about}</span>
                </button>
            </form>
        }
        .into_any()
    };
    let rows = vec![row(t::session_since(), session.since), row(t::session_seen(), session.last_seen)];
    view! {
        <li class="session">
            <div class="session__head"><h2 class="title-2">{session.device}</h2>{end}</div>
            <Rows rows/>
        </li>
    }
}
