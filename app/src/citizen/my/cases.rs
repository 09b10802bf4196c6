//! What is hers: occurrences to rate, and what was rated. Never what was given: a receipt needs its device or PIN.

use super::sign_in::{AtWindow, untied};
use super::text as t;
use crate::components::{Layout, Notice, Tone};
use crate::page::PageContext;
use crate::text::{case_last_day, my};
use leptos::prelude::*;

/// What is hers.
#[derive(Debug, Clone)]
pub struct MyCasesView {
    /// Can be rated now.
    pub open: Vec<MyCase>,
    /// There are more.
    pub more_open: bool,
    /// Was rated.
    pub rated: Vec<MyReceipt>,
    /// There are more.
    pub more_rated: bool,
}

/// What of hers can be rated at one window.
#[derive(Debug, Clone)]
pub struct MyWindowView {
    /// The window.
    pub at: AtWindow,
    /// Served at this window.
    pub here: Vec<MyCase>,
    /// Served by its department, elsewhere or nobody knows where.
    pub department: Vec<MyCase>,
}

/// An occurrence that can be rated.
#[derive(Debug, Clone)]
pub struct MyCase {
    /// Path of its rating page.
    pub path: String,
    /// 事项名称; the organisation's name where the case has not come.
    pub item: String,
    /// Who served, and what.
    pub service: String,
    /// Day of the service, in words.
    pub served: String,
    /// Last day on which it can be rated, in words.
    pub last_day: String,
}

/// A rating.
#[derive(Debug, Clone)]
pub struct MyReceipt {
    /// Receipt code.
    pub code: String,
    /// Item, or where.
    pub title: String,
    /// Where, if the title says what.
    pub place: String,
    /// Day of the rating, in words.
    pub date: String,
    /// 逾期.
    pub late: bool,
}

/// `GET /my`
pub fn my_cases_page(ctx: PageContext, view: MyCasesView) -> impl IntoView {
    let MyCasesView { open, more_open, rated, more_rated } = view;
    let rated = match rated.is_empty() {
        true => view! { <p>{t::rated_none()}</p> }.into_any(),
        false => {
            let rated = rated.into_iter().map(receipt).collect_view();
            let more = more_rated.then(|| view! { <p class="hint">{t::rated_more()}</p> });
            view! { <ul class="hits">{rated}</ul> {more} }.into_any()
        }
    };
    view! {
        <Layout ctx title=my()>
            <h1 class="title">{my()}</h1>
            {match open.is_empty() {
                true => none(t::open_none(), t::open_none_help()).into_any(),
                false => list(t::open(), open, more_open).into_any(),
            }}
            <section class="card">
                <h2 class="title-2">{t::rated()}</h2>
                {rated}
            </section>
            {sign_out()}
        </Layout>
    }
}

/// `GET /w/{code}/my`
pub fn my_window_page(ctx: PageContext, view: MyWindowView) -> impl IntoView {
    let MyWindowView { at, here, department } = view;
    let nothing =
        (here.is_empty() && department.is_empty()).then(|| none(t::here_none(), t::here_none_help()));
    let here = (!here.is_empty()).then(|| list(t::here(), here, false));
    let department = (!department.is_empty()).then(|| list(t::department(), department, false));
    view! {
        <Layout ctx title=my()>
            <h1 class="title">{t::at_window(&at.window)}</h1>
            {nothing}
            {here}
            {department}
            {untied(&Some(at))}
            <p><a href="/my">{t::all()}</a></p>
            {sign_out()}
        </Layout>
    }
}

fn none(title: &'static str, help: &'static str) -> impl IntoView {
    view! { <Notice tone=Tone::Info title><p>{help}</p></Notice> }
}

fn list(title: &'static str, cases: Vec<MyCase>, more: bool) -> impl IntoView {
    let cases = cases.into_iter().map(case).collect_view();
    let more = more.then(|| view! { <p class="hint">{t::open_more()}</p> });
    view! {
        <section class="card">
            <h2 class="title-2">{title}</h2>
            <ul class="hits">{cases}</ul>
            {more}
        </section>
    }
}

fn case(case: MyCase) -> impl IntoView {
    let of = case.item.clone();
    view! {
        <li class="hit">
            <p class="hit__name">{case.item}</p>
            <p class="hint">{case.service}</p>
            <p class="hint">{t::served(&case.served)}</p>
            <p class="hint">{case_last_day(&case.last_day)}</p>
            <a class="button" href=case.path>{t::rate()}<span class="hidden">{of}</span></a>
        </li>
    }
}

fn receipt(receipt: MyReceipt) -> impl IntoView {
    let path = format!("/r/{}", receipt.code.replace('-', ""));
    let late = if receipt.late { format!(" · {}", t::rated_late()) } else { String::new() };
    let of = receipt.title.clone();
    view! {
        <li class="hit">
            <p class="hit__name">{receipt.title}</p>
            {(!receipt.place.is_empty()).then(|| view! { <p class="hint">{receipt.place}</p> })}
            <p class="hint">{format!("{}{late}", receipt.date)}</p>
            <p class="hint">{t::receipt_code(&receipt.code)}</p>
            <a class="button button--plain" href=path>{t::receipt()}<span class="hidden">{of}</span></a>
        </li>
    }
}

fn sign_out() -> impl IntoView {
    view! {
        <form method="post" action="/my/sign-out">
            <p><button class="button button--plain">{t::sign_out()}</button></p>
        </form>
    }
}
