//! A field that asks for a page: finding a window, looking up a receipt.

use super::FieldMessage;
use leptos::prelude::*;

/// `GET action?name=value`: a form of this one field.
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
    view! {
        <form class="search" method="get" action=action role="search">
            <SearchRow name label hint submit value error/>
        </form>
    }
}

/// The field and its button, inside a form.
#[component]
pub fn SearchRow(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    submit: &'static str,
    /// Where the button sends the form, if not where the form says. The Enter key presses the first
    /// button of a form, so this row goes before every other.
    #[prop(optional)]
    formaction: Option<&'static str>,
    value: String,
    error: Option<String>,
) -> impl IntoView {
    let described = if error.is_some() { "search-error search-hint" } else { "search-hint" };
    let invalid = error.is_some().then_some("true");
    view! {
        <label class="label" for="search">{label}</label>
        <p class="hint" id="search-hint">{hint}</p>
        <FieldMessage id="search-error" message=error/>
        <div class="search__row">
            <input
                class="input" id="search" name=name value=value maxlength="60" autocomplete="off"
                autocapitalize="off" spellcheck="false" enterkeyhint="search"
                aria-describedby=described aria-invalid=invalid
            />
            <button class="button" formaction=formaction>{submit}</button>
        </div>
    }
}
