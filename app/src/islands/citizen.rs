//! The rating form, made nicer: a counter, a draft that survives a killed page and is offered, never
//! filled in by itself, and a sending that waits for the network.
//!
//! The form itself is the server's and is not hydrated. This island owns the line above its submit
//! button, finds the form around itself and listens to it; what is sent, where to, and every error
//! page are those of the plain form. No signals: the few things that change are set where they change,
//! which keeps the reactive system out of a phone's download.

use leptos::prelude::*;

/// The line above the submit button where the form says how the sending goes.
#[island]
pub fn RatingForm() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    super::rating::start();
    view! { <div class="rating__note" id="rating-note"><p role="status" id="rating-said" tabindex="-1"></p></div> }
}
