//! The front page.

use crate::components::{Layout, Search};
use crate::page::PageContext;
use crate::text as t;
use leptos::prelude::*;

/// `GET /`
pub fn home_page(ctx: PageContext) -> impl IntoView {
    let my = ctx.my.then(|| {
        view! {
            <section class="card">
                <h2 class="title-2">{t::home_my()}</h2>
                <p>{t::home_my_how()}</p>
                <p><a class="button button--plain" href="/my">{t::my()}</a></p>
            </section>
        }
    });
    view! {
        <Layout ctx title=t::home_title()>
            <h1 class="title">{t::home_title()}</h1>
            <p class="lead">{t::home_lead()}</p>
            <div class="ways">
                {way(t::home_scan(), t::home_scan_how())}
                {way(t::home_link(), t::home_link_how())}
            </div>
            <section class="card">
                <h2 class="title-2">{t::home_find()}</h2>
                <Search
                    action="/w" name="q" label=t::find_label() hint=t::find_hint()
                    submit=t::find_submit() value=""
                />
            </section>
            {my}
            <section class="card">
                <h2 class="title-2">{t::home_receipt()}</h2>
                <p>{t::home_receipt_how()}</p>
                <p><a class="button button--plain" href="/r">{t::lookup()}</a></p>
            </section>
        </Layout>
    }
}

fn way(title: &'static str, how: &'static str) -> impl IntoView {
    view! {
        <section class="card">
            <h2 class="title-2">{title}</h2>
            <p>{how}</p>
        </section>
    }
}
