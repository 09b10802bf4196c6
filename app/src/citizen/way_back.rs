//! The way back out of the container (容器) that shows our pages, after rating.

use crate::text as t;
use domain::Container;
use leptos::prelude::*;

/// Where somebody goes when she has rated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayBack {
    /// What shows the page.
    pub container: Container,
    /// Where the link wants her sent; the server allows few places.
    pub href: Option<String>,
}

/// A link where the link said where to; else a button that `boot.js` shows when the container's own bridge is there, and
/// a sentence that holds without it.
pub(super) fn way_back(way: WayBack) -> impl IntoView {
    let WayBack { container, href } = way;
    if let Some(href) = href {
        return view! {
            <p class="way-back no-print">
                <a class="button button--wide" href=href rel="noreferrer">{t::way_back()}</a>
            </p>
        }
        .into_any();
    }
    let app = match container {
        Container::IShandongHarmony => Container::IShandong.label(),
        other => other.label(),
    };
    view! {
        <section class="way-back no-print">
            <p id="way-back" data-container=container.word() hidden>
                <button class="button button--wide" type="button">{t::way_back_to(app)}</button>
            </p>
            <p class="hint">{t::way_back_corner(app)}</p>
        </section>
    }
    .into_any()
}
