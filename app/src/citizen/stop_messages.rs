//! Wanting no more messages.

use crate::components::{Layout, Notice, Tone};
use crate::page::PageContext;
use crate::text as t;
use leptos::prelude::*;

/// The question, or what came of it.
#[derive(Debug, Clone)]
pub struct StopMessagesView {
    /// Token of the link the message brought.
    pub token: String,
    /// It was recorded.
    pub done: bool,
    /// The post came from another site: it is asked again.
    pub foreign: bool,
    /// The link can still be used.
    pub open: bool,
}

/// `GET /m/{token}/stop`
pub fn stop_messages_page(ctx: PageContext, view: StopMessagesView) -> impl IntoView {
    let StopMessagesView { token, done, foreign, open } = view;
    let rate = open.then(|| view! { <p><a href=format!("/c/{token}")>{t::stop_rate()}</a></p> });
    if done {
        return view! {
            <Layout ctx title=t::stop_done()>
                <Notice tone=Tone::Done title=t::stop_done() main=true>
                    <p>{t::stop_done_help()}</p>
                    <p>{t::stop_rating()}</p>
                </Notice>
                {rate}
            </Layout>
        }
        .into_any();
    }
    let notice = foreign.then(|| {
        view! { <Notice tone=Tone::Warn title=t::stop_foreign()><p>{t::stop_foreign_help()}</p></Notice> }
    });
    view! {
        <Layout ctx title=t::stop_title()>
            {notice}
            <h1 class="title">{t::stop_title()}</h1>
            <form class="card" method="post" action=format!("/m/{token}/stop") accept-charset="utf-8">
                <p>{t::stop_help()}</p>
                <p>{t::stop_rating()}</p>
                <p><button class="button button--wide">{t::stop_submit()}</button></p>
            </form>
            {rate}
        </Layout>
    }
    .into_any()
}
