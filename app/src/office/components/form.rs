//! Forms: every one posts, carries the token, and ends with its buttons.

use crate::office::text as t;
use leptos::prelude::*;

/// The hidden field `csrf`.
#[component]
pub fn CsrfField(#[prop(into)] token: String) -> impl IntoView {
    view! { <input type="hidden" name="csrf" value=token/> }
}

/// Hidden fields as (name, value).
#[component]
pub fn HiddenFields(fields: Vec<(String, String)>) -> impl IntoView {
    let field = |(name, value)| view! { <input type="hidden" name=name value=value/> };
    fields.into_iter().map(field).collect_view()
}

/// A form that posts. The browser does not check it: the server does, and says what is wrong in the same
/// words and the same place every time.
#[component]
pub fn PostForm(
    #[prop(into)] action: String,
    #[prop(into)] csrf: String,
    /// Does it send files?
    #[prop(optional)]
    files: bool,
    children: Children,
) -> impl IntoView {
    let enctype = files.then_some("multipart/form-data");
    view! {
        <form class="form" method="post" action=action enctype=enctype accept-charset="utf-8" novalidate>
            <CsrfField token=csrf/>
            {children()}
        </form>
    }
}

/// The end of a form: its button and the way out. The button comes first, so that the Enter key presses it.
#[component]
pub fn FormActions(
    /// What the button does, as a verb.
    #[prop(into)]
    primary: String,
    /// Where the way out leads.
    #[prop(optional, into)]
    cancel: Option<String>,
    /// What the way out is called, if not 取消.
    #[prop(optional)]
    cancel_label: Option<&'static str>,
    /// Does it take something away?
    #[prop(optional)]
    danger: bool,
) -> impl IntoView {
    let class = if danger { "button button--danger" } else { "button" };
    let cancel = cancel.map(|href| {
        view! { <a class="button button--plain" href=href>{cancel_label.unwrap_or(t::cancel())}</a> }
    });
    view! { <div class="form__acts"><button class=class>{primary}</button>{cancel}</div> }
}
