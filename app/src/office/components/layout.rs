//! The document around every page of the office.

use super::form::CsrfField;
use super::nav::{MenuNav, SideNav};
use crate::components::{ErrorLinks, FormErrors, TextSizeForm, Tone};
use crate::office::{Flash, HOME, OfficeContext, OfficerView, PASSWORD, SESSIONS, SIGN_OUT, text as t};
use crate::page::PageContext;
use crate::text as common;
use leptos::prelude::*;

/// The whole document: head, header, navigation, where one is, what has happened, heading, content.
#[component]
pub fn OfficeLayout(
    ctx: OfficeContext,
    /// What the page is; its `h1`.
    #[prop(into)]
    title: String,
    /// The way here from the front page, as (label, path); the page itself is not in it.
    crumbs: Vec<(String, String)>,
    /// Buttons and links of the page, beside its heading.
    #[prop(optional)]
    actions: Option<AnyView>,
    /// One line under the heading.
    #[prop(optional, into)]
    lead: Option<String>,
    /// The error summary of the page's form.
    #[prop(optional)]
    errors: ErrorLinks,
    children: Children,
) -> impl IntoView {
    let OfficeContext { page, officer, nav, csrf, flash } = ctx;
    let refused = !errors.is_empty();
    let actions = actions.map(|a| view! { <div class="page__acts">{a}</div> });
    let lead = lead.map(|lead| view! { <p class="page__lead">{lead}</p> });
    let main = view! {
        {(!crumbs.is_empty()).then(|| breadcrumbs(crumbs))}
        {flash.map(|flash| flash_box(flash, !refused))}
        <FormErrors links=errors/>
        <div class="page__head"><h1 class="title">{title.clone()}</h1>{actions}</div>
        {lead}
        {children()}
    }
    .into_any();
    let account = officer.map(|officer| {
        let menu = account_box(&officer, &page, &csrf);
        (account_box(&officer, &page, &csrf), menu)
    });
    let (bar, menu) = account.unzip();
    // A page that anybody may read has no navigation and nobody signed in.
    let frame = if nav.is_empty() { "alone" } else { "frame" };
    let menu = (!nav.is_empty() || menu.is_some())
        .then(|| view! { <MenuNav groups=nav.clone()>{menu}</MenuNav> }.into_any());
    let side = (!nav.is_empty()).then(|| view! { <SideNav groups=nav/> }.into_any());
    let body = view! {
        <header>
            <div class="bar">
                {brand(HOME)}
                <div class="bar__in">{bar}</div>
                {menu}
            </div>
            {page.demo.then(|| view! { <p class="demo">{t::demo()}</p> })}
        </header>
        <div class=frame>
            {side}
            <main class="main" id="content">{main}</main>
        </div>
        <footer class="foot">
            <span>{common::service_long()}</span>
            <a href="/">{t::citizen_site()}</a>
        </footer>
    };
    document(&page, &title, refused, body)
}

/// `<html>` and `<head>` of the office, around a body.
pub(super) fn document(
    page: &PageContext,
    title: &str,
    refused: bool,
    body: impl IntoView + 'static,
) -> AnyView {
    let error = if refused { common::error_prefix() } else { "" };
    let body = body.into_any();
    let islands = format!("{} {}", page.assets.office_js, page.assets.office_wasm);
    view! {
        <!DOCTYPE html>
        <html lang="zh-CN" class=page.text_size.class()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width,initial-scale=1"/>
                <title>{format!("{error}{title} - {}", t::office())}</title>
                <meta name="color-scheme" content="light dark"/>
                <meta name="format-detection" content="telephone=no"/>
                <link rel="stylesheet" href=page.assets.office_css.clone()/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <meta name="islands" content=islands/>
                <script type="module" src=page.assets.boot.clone()></script>
            </head>
            <body>
                <a class="skip" href="#content">{common::skip()}</a>
                {body}
            </body>
        </html>
    }
    .into_any()
}

pub(super) fn brand(href: &'static str) -> impl IntoView {
    view! {
        <a class="brand" href=href aria-label=t::office()>
            <svg class="brand__mark" viewBox="0 0 32 32" aria-hidden="true">
                <path d="M5 4h22a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H15l-7 6v-6H5a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3z"/>
                <path class="brand__tick" d="M10 14l4.5 4.5L23 10"/>
            </svg>
            <span>{common::service()}</span>
            <span class="brand__part">{t::office_short()}</span>
        </a>
    }
}

/// Who is signed in, what she may set, and the way out.
fn account_box(officer: &OfficerView, page: &PageContext, csrf: &str) -> impl IntoView + use<> {
    let OfficerView { name, role, scope } = officer.clone();
    let about = [role, scope].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" · ");
    view! {
        <div class="account">
            <TextSizeForm size=page.text_size back=page.path.clone()/>
            <p class="account__who">
                <span class="hidden">{t::account()}</span>
                <b>{name}</b>
                <span class="account__about">{about}</span>
            </p>
            <ul class="account__links">
                <li><a href=SESSIONS>{t::my_sessions()}</a></li>
                <li><a href=PASSWORD>{t::my_password()}</a></li>
            </ul>
            <form method="post" action=SIGN_OUT>
                <CsrfField token=csrf/>
                <button class="account__out">{t::sign_out()}</button>
            </form>
        </div>
    }
}

fn breadcrumbs(crumbs: Vec<(String, String)>) -> impl IntoView {
    let items = crumbs.into_iter().map(|(label, href)| view! { <li><a href=href>{label}</a></li> });
    view! { <nav class="crumbs" aria-label=t::crumbs()><ol>{items.collect_view()}</ol></nav> }
}

/// It takes the focus, so that a screen reader begins with it and the tab key goes on from there.
fn flash_box(flash: Flash, focus: bool) -> impl IntoView {
    let role = if matches!(flash.tone, Tone::Error | Tone::Warn) { "alert" } else { "status" };
    view! {
        <div class=format!("{} flash", flash.tone.class()) role=role tabindex="-1" autofocus=focus>
            <p>{flash.text}</p>
        </div>
    }
}

/// The way to a page that hangs on the front page.
pub fn home_crumb() -> Vec<(String, String)> {
    vec![(t::home().to_owned(), HOME.to_owned())]
}
