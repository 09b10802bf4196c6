//! Looking up a receipt by its code.

use crate::components::{Layout, Search};
use crate::page::PageContext;
use crate::text as t;
use leptos::prelude::*;

/// The lookup form and what is wrong with the code typed.
#[derive(Debug, Clone)]
pub struct LookupView {
    /// What was typed.
    pub typed: String,
    /// What is wrong with it.
    pub problem: Option<LookupProblem>,
}

/// Why there is no receipt to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookupProblem {
    /// No such receipt.
    Unknown,
    /// The check character does not fit.
    Mistyped,
    /// Too many tries.
    TooMany,
}

/// `GET /r?code=`
pub fn receipt_lookup_page(ctx: PageContext, view: LookupView) -> impl IntoView {
    let error = view.problem.map(|problem| {
        match problem {
            LookupProblem::Unknown => t::lookup_unknown(),
            LookupProblem::Mistyped => t::lookup_mistyped(),
            LookupProblem::TooMany => t::lookup_too_many(),
        }
        .to_owned()
    });
    let title = match error {
        Some(_) => format!("{}{}", t::error_prefix(), t::lookup()),
        None => t::lookup().to_owned(),
    };
    view! {
        <Layout ctx title>
            <h1 class="title">{t::lookup()}</h1>
            <section class="card">
                <Search
                    action="/r" name="code" label=t::lookup_label() hint=t::lookup_hint()
                    submit=t::lookup_submit() value=view.typed error
                />
            </section>
        </Layout>
    }
}
