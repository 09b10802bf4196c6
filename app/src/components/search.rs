//! A form of one field that asks for a page: finding a window, looking up a receipt.

use super::FieldMessage;
use leptos::prelude::*;

/// `GET action?name=value`
#[component]
pub fn Search(
    action: &'static str,
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    submit: &'static str,
    #[prop(into)] value: String,
    /// What is wrong with the value.
    #[prop(optional_no_strip)]
    error: Option<String>,
) -> impl IntoView {
    let described = if error.is_some() { "search-error search-hint" } else { "search-hint" };
    let invalid = error.is_some().then_some("true");
    view! {
        <form class="search" method="get" action=action role="search">
            <label class="label" for="search">{label}</label>
            <p class="hint" id="search-hint">{hint}</p>
            <FieldMessage id="search-error" message=error/>
            <div class="search__row">
                <input
                    class="input" id="search" name=name value=value maxlength="60" autocomplete="off"
                    autocapitalize="off" spellcheck="false" enterkeyhint="search"
                    aria-describedby=described aria-invalid=invalid
                />
                <button class="button">{submit}</button>
            </div>
        </form>
    }
}
