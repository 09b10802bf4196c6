//! Where one is in a work of several pages.

use crate::office::text as t;
use leptos::prelude::*;

/// The steps; `at` counts from 0.
#[component]
pub fn Steps(steps: Vec<&'static str>, at: usize) -> impl IntoView {
    let steps = steps.into_iter().enumerate().map(|(n, label)| {
        let current = (n == at).then_some("step");
        let class = if n < at { "step step--done" } else { "step" };
        let done = (n < at).then(|| view! { <span class="hidden">{t::step_done()}</span> });
        view! { <li class=class aria-current=current>{label}{done}</li> }
    });
    view! { <ol class="steps" aria-label=t::steps()>{steps.collect_view()}</ol> }
}
