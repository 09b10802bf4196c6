//! Where the province's own page takes the ratings: the way there, and the page people come back to.

use super::rate::RateTarget;
use super::target::target_card;
use crate::components::{Layout, Notice, Tone};
use crate::page::PageContext;
use crate::text as t;
use leptos::prelude::*;

/// What is rated on the province's page, and how to get there.
#[derive(Debug, Clone)]
pub struct ProvinceView {
    /// What is rated.
    pub target: RateTarget,
    /// The signed address.
    pub href: String,
    /// Its host.
    pub host: String,
    /// A case's number goes along in the address.
    pub carries_number: bool,
    /// Our own form, for the day the other page is down.
    pub here: String,
}

/// `GET /c/{token}` and `GET /w/{code}` where the province takes the ratings.
pub fn province_page(ctx: PageContext, view: ProvinceView) -> impl IntoView {
    let ProvinceView { target, href, host, carries_number, here } = view;
    let card = target_card(target, &ctx);
    let carried = if carries_number { t::province_carries() } else { t::province_carries_nothing() };
    view! {
        <Layout ctx title=t::province_title()>
            {card}
            <section class="card">
                <h2 class="title-2">{t::province_title()}</h2>
                <p>{t::province_how()}</p>
                <p>
                    <a class="button button--wide" href=href rel="noreferrer">{t::province_go()}</a>
                </p>
                <p class="hint">{format!("{}{carried}", t::province_host(&host))}</p>
            </section>
            <p>{t::province_down()}<a href=here>{t::province_here()}</a></p>
        </Layout>
    }
}

/// `GET /back`: home from the province's page.
pub fn back_page(ctx: PageContext) -> impl IntoView {
    view! {
        <Layout ctx title=t::back_title()>
            <Notice tone=Tone::Info title=t::back_title() main=true>
                <p>{t::back_help()}</p>
                <p>{t::back_again()}</p>
            </Notice>
            <p><a class="button" href="/">{t::home()}</a></p>
        </Layout>
    }
}
