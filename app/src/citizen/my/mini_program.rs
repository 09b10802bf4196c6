//! Signing in within a mini-program.

use super::text as t;
use crate::components::Layout;
use crate::page::PageContext;
use crate::text::my;
use leptos::prelude::*;

/// A web-view that a mini-program opened with a code.
#[derive(Debug, Clone)]
pub struct MiniProgramView {
    /// The code.
    pub code: String,
}

/// `GET /my/wechat`
pub fn mini_program_page(ctx: PageContext, view: MiniProgramView) -> impl IntoView {
    view! {
        <Layout ctx title=my()>
            <h1 class="title">{t::sign_in()}</h1>
            <p class="lead">{t::sign_in_lead()}</p>
            <form class="card" method="post" action="/my/wechat">
                <p>{t::mini_program_how()}</p>
                <input type="hidden" name="code" value=view.code/>
                <p><button class="button button--wide">{t::mini_program_enter()}</button></p>
            </form>
            <p><a href="/my">{t::other_way()}</a></p>
        </Layout>
    }
}
