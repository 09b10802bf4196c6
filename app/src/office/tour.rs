//! The tour of a demonstration: every role, with a button that enters the office in it.

use super::components::SignedOutLayout;
use crate::page::PageContext;
use crate::text::texts;
use leptos::prelude::*;

texts! {
    title { zh: "以任一角色进入管理端" }
    lead { zh: "这是示例数据。选一种角色，不用密码即可进入；正式运行时没有这个页面。" }
    enter { zh: "进入" }
}

/// A role of the tour.
#[derive(Debug, Clone)]
pub struct TourRoleView {
    /// Its word, sent by the button.
    pub word: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// What it does.
    pub does: &'static str,
}

/// `GET /office/tour`
pub fn tour_page(page: PageContext, roles: Vec<TourRoleView>) -> impl IntoView {
    let roles = roles.into_iter().map(|role| {
        view! {
            <li class="tour__role">
                <div><b>{role.label}</b><span class="sub">{role.does}</span></div>
                <button class="button button--plain" name="role" value=role.word>
                    {enter()}<span class="hidden">{role.label}</span>
                </button>
            </li>
        }
    });
    view! {
        <SignedOutLayout page title=title()>
            <p class="lead">{lead()}</p>
            <form method="post" action="/office/tour">
                <ul class="tour">{roles.collect_view()}</ul>
            </form>
        </SignedOutLayout>
    }
}
