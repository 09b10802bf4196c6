//! The front page: what this is, how to rate, what came in this month, and what becomes of a bad rating.

use super::month::{MonthView, month_card};
use crate::components::{Face, Layout, Search};
use crate::page::PageContext;
use crate::text as t;
use domain::Level;
use domain::work_order::ClockRules;
use leptos::prelude::*;

/// What the front page shows besides words.
#[derive(Debug, Clone)]
pub struct HomeView {
    /// This month; `None` when it could not be counted now.
    pub month: Option<MonthView>,
    /// The limits of putting things right.
    pub limits: ClockRules,
}

/// `GET /`
pub fn home_page(ctx: PageContext, view: HomeView) -> impl IntoView {
    let mine = ctx.my.then(|| lead(t::home_mine(), t::home_mine_how(), "/my", t::home_mine_go()));
    let faces = Level::ALL.into_iter().map(|level| view! { <Face level/> }).collect_view();
    view! {
        <Layout ctx title=t::home_title()>
            <div class="hero">
                <h1 class="hero__title">{t::home_title()}</h1>
                <p>{t::home_lead()}</p>
                <p class="hero__faces no-print" aria-hidden="true">{faces}</p>
                <p class="hero__ways no-print">
                    <a class="button" href="#find">{t::home_start()}</a>
                    <a class="button" href="/r">{t::lookup()}</a>
                </p>
            </div>
            <h2 class="title-2">{t::home_ways()}</h2>
            <div class="ways">
                {way(SCAN, t::home_scan(), t::home_scan_how())}
                {way(LINK, t::home_link(), t::home_link_how())}
            </div>
            <section class="card" id="find">
                <div class="way">
                    {icon(FIND)}
                    <div>
                        <h3 class="way__title">{t::find()}</h3>
                        <p>{t::home_find_how()}</p>
                    </div>
                </div>
                <Search
                    action="/w" name="q" label=t::find_label() hint=t::find_hint()
                    submit=t::find_submit() value=""
                />
            </section>
            <div class="ways">
                {mine}
                {lead(t::home_receipt(), t::home_receipt_how(), "/r", t::lookup())}
            </div>
            {month_card(view.month)}
            {handling(view.limits)}
            <section class="card">
                <h2 class="title-2">{t::home_safe()}</h2>
                <ul class="points">
                    <li>{t::home_safe_free()}</li>
                    <li>{t::home_safe_anonymous()}</li>
                    <li>{t::home_safe_kept()}</li>
                    <li>{t::home_safe_more()}<a href="/privacy">{t::privacy()}</a>{t::full_stop()}</li>
                </ul>
            </section>
        </Layout>
    }
}

/// The corners of a code, seen by a phone.
const SCAN: &str = "M4 11V5a1 1 0 0 1 1-1h6M21 4h6a1 1 0 0 1 1 1v6M28 21v6a1 1 0 0 1-1 1h-6M11 28H5a1 1 0 0 1-1-1v-6M11 11h4v4h-4zM19 19h3v3M19 11h3M11 21h2";
/// A message.
const LINK: &str =
    "M5 6h22a2 2 0 0 1 2 2v13a2 2 0 0 1-2 2H14l-7 5v-5H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2zM9 12h14M9 17h9";
/// A glass.
const FIND: &str = "M14 4a10 10 0 1 0 0 20a10 10 0 1 0 0-20M21 21l7 7";

fn icon(path: &'static str) -> impl IntoView {
    view! { <svg class="way__icon" viewBox="0 0 32 32" aria-hidden="true"><path d=path/></svg> }
}

fn way(path: &'static str, title: &'static str, how: &'static str) -> impl IntoView {
    view! {
        <section class="card way">
            {icon(path)}
            <div>
                <h3 class="way__title">{title}</h3>
                <p>{how}</p>
            </div>
        </section>
    }
}

fn lead(title: &'static str, how: &'static str, href: &'static str, go: &'static str) -> impl IntoView {
    view! {
        <section class="card">
            <h2 class="title-2">{title}</h2>
            <p>{how}</p>
            <p><a class="button button--plain" href=href>{go}</a></p>
        </section>
    }
}

/// What becomes of a bad rating, by the city's work plan (二(五)13 and 14).
fn handling(limits: ClockRules) -> impl IntoView {
    let limit = |days: u16, of: &'static str| {
        view! {
            <p class="limit"><strong class="limit__days">{days}</strong>{t::home_days()}<br/>{of}</p>
        }
    };
    let steps = [
        (t::bad_check(), t::bad_check_how()),
        (t::bad_right(), t::bad_right_how()),
        (t::bad_told(), t::bad_told_how()),
        (t::bad_wrong(), t::bad_wrong_how()),
    ];
    let step = |(title, how)| view! { <li><strong>{title}</strong><p>{how}</p></li> };
    view! {
        <section class="card">
            <h2 class="title-2">{t::home_bad()}</h2>
            <p>{t::home_bad_lead()}</p>
            <div class="limits">
                {limit(limits.days, t::bad_usual())}
                {limit(limits.long_days, t::bad_complex())}
                <p class="limit"><strong class="limit__days">"100%"</strong><br/>{t::bad_called()}</p>
            </div>
            <ol class="steps">{steps.map(step).into_iter().collect_view()}</ol>
            <p class="hint">{t::bad_source()}</p>
        </section>
    }
}
