//! The summary above a form that was refused: every fault, each leading to its field.
//!
//! It takes the focus when the page opens (`autofocus` on a focusable element, no script needed), so
//! that a screen reader begins with it.

use super::errors::sentence;
use crate::text as t;
use leptos::prelude::*;

/// Faults as (id of the field, sentence).
pub type ErrorLinks = Vec<(String, String)>;

/// The summary, or nothing.
#[component]
pub fn FormErrors(links: ErrorLinks) -> impl IntoView {
    (!links.is_empty()).then(|| {
        let items = links.into_iter().map(|(id, sentence)| {
            view! { <li><a href=format!("#{id}")>{sentence}</a></li> }
        });
        view! {
            <div class="errors" role="alert" aria-labelledby="errors-title" tabindex="-1" autofocus>
                <h2 class="errors__title" id="errors-title">{t::errors_title()}</h2>
                <ul>{items.collect_view()}</ul>
            </div>
        }
    })
}

/// Sentences of a rating's errors with the ids they lead to.
pub(crate) fn links_of(
    errors: &[domain::RatingError],
    target: impl Fn(&domain::RatingError) -> String,
) -> ErrorLinks {
    errors.iter().map(|e| (target(e), sentence(e))).collect()
}
