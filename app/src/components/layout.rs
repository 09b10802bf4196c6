//! The document around every page.

use super::TextSizeForm;
use crate::page::PageContext;
use crate::text as t;
use leptos::prelude::*;

/// Does the page have an island?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    /// No script is loaded.
    None,
    /// `boot.js` starts the page's islands.
    Islands,
    /// `boot.js` forgets the draft of what this page is the receipt of.
    Receipt,
    /// `boot.js` alone, for what it finds on the page.
    Boot,
}

/// The whole document: head, header, the page's content, footer.
///
/// There is no inline script and no inline style, so that the content security policy needs no nonce
/// and the same bytes can be sent to everybody.
#[component]
pub fn Layout(
    ctx: PageContext,
    /// What the page is, first thing a screen reader says.
    #[prop(into)]
    title: String,
    /// Scripts of the page.
    #[prop(default = Scripts::None)]
    scripts: Scripts,
    children: Children,
) -> impl IntoView {
    let assets = ctx.assets.clone();
    let islands = (scripts == Scripts::Islands)
        .then(|| view! { <meta name="islands" content=format!("{} {}", assets.js, assets.wasm)/> });
    let receipt = (scripts == Scripts::Receipt).then(|| view! { <meta name="receipt" content="new"/> });
    let boot =
        (scripts != Scripts::None).then(|| view! { <script type="module" src=assets.boot.clone()></script> });
    view! {
        <!DOCTYPE html>
        <html lang="zh-CN" class=ctx.text_size.class()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width,initial-scale=1"/>
                <title>{format!("{title} - {}", t::service())}</title>
                <meta name="color-scheme" content="light dark"/>
                <meta name="format-detection" content="telephone=no"/>
                <link rel="stylesheet" href=assets.css.clone()/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                {islands}
                {receipt}
                {boot}
            </head>
            <body>
                <a class="skip" href="#content">{t::skip()}</a>
                <header class="header">
                    <div class="header__in">
                        <a class="brand" href="/" aria-label=t::service_long()>
                            <svg class="brand__mark" viewBox="0 0 32 32" aria-hidden="true">
                                <path d="M5 4h22a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H15l-7 6v-6H5a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3z"/>
                                <path class="brand__tick" d="M10 14l4.5 4.5L23 10"/>
                            </svg>
                            <span>{t::service()}</span>
                        </a>
                        <TextSizeForm size=ctx.text_size back=ctx.path.clone() id="text-size"/>
                    </div>
                    {ctx.demo.then(|| view! { <p class="demo">{t::demo()}</p> })}
                </header>
                <main class="main" id="content">
                    {children()}
                </main>
                <footer class="footer">
                    <p>{t::pledge()}</p>
                    <nav aria-label=t::footer()>
                        <a href="/">{t::home()}</a>
                        <a href="/w">{t::find()}</a>
                        <a href="/r">{t::lookup()}</a>
                        {ctx.my.then(|| view! { <a href="/my">{t::my()}</a> })}
                        <a href="/privacy">{t::privacy()}</a>
                    </nav>
                </footer>
            </body>
        </html>
    }
}
