//! The document around the pages that nobody has signed in for.

use super::layout::{brand, document};
use crate::components::{ErrorLinks, FormErrors, TextSizeForm};
use crate::office::{SIGN_IN, text as t};
use crate::page::PageContext;
use crate::text as common;
use leptos::prelude::*;

/// One narrow column: what has happened, heading, content.
#[component]
pub fn SignedOutLayout(
    page: PageContext,
    /// What the page is; its `h1`.
    #[prop(into)]
    title: String,
    /// A box above the heading.
    #[prop(optional)]
    notice: Option<AnyView>,
    /// The error summary of the page's form.
    #[prop(optional)]
    errors: ErrorLinks,
    children: Children,
) -> impl IntoView {
    let refused = !errors.is_empty();
    let body = view! {
        <header>
            <div class="bar">
                {brand(SIGN_IN)}
                <div class="bar__size"><TextSizeForm size=page.text_size back=page.path.clone()/></div>
            </div>
            {page.demo.then(|| view! { <p class="demo">{t::demo()}</p> })}
        </header>
        <main class="entry" id="content">
            {notice}
            <FormErrors links=errors/>
            <div class="entry__card">
                <h1 class="title">{title.clone()}</h1>
                {children()}
            </div>
        </main>
        <footer class="foot">
            <span>{common::service_long()}</span>
            <a href="/">{t::citizen_site()}</a>
        </footer>
    };
    document(&page, &title, refused, body.into_any())
}
