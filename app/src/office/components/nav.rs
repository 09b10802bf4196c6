//! The navigation: at the side of a desk's screen, behind “菜单” on a phone.
//!
//! What is folded away cannot be shown by style alone in browsers before 2024, so the list stands in the
//! page twice and one of the two is always `display: none`.

use crate::office::text as t;
use crate::office::{NavGroup, NavItem};
use leptos::prelude::*;

/// The list at the side.
#[component]
pub(super) fn SideNav(groups: Vec<NavGroup>) -> impl IntoView {
    (!groups.is_empty()).then(|| {
        view! { <nav class="side" aria-label=t::nav()><div class="side__in">{list(groups)}</div></nav> }
    })
}

/// The list behind a word.
#[component]
pub(super) fn MenuNav(groups: Vec<NavGroup>, children: Children) -> impl IntoView {
    view! {
        <details class="menu">
            <summary class="menu__open">{t::menu()}</summary>
            <div class="menu__in">
                <nav aria-label=t::nav()>{list(groups)}</nav>
                {children()}
            </div>
        </details>
    }
}

fn list(groups: Vec<NavGroup>) -> impl IntoView {
    groups.into_iter().map(group).collect_view()
}

fn group(group: NavGroup) -> impl IntoView {
    let label = (!group.label.is_empty()).then(|| view! { <p class="nav__label">{group.label}</p> });
    let items = group.items.into_iter().map(item).collect_view();
    view! { {label}<ul class="nav">{items}</ul> }
}

fn item(item: NavItem) -> impl IntoView {
    let current = item.current.then_some("page");
    view! { <li><a class="nav__item" href=item.href aria-current=current>{item.label}</a></li> }
}
