//! Asking before an act that weighs: which thing, what will happen, what will not.

use super::form::HiddenFields;
use super::{FieldView, FormActions, OfficeLayout, PostForm, TextAreaField, error_links};
use crate::office::{OfficeContext, text as t};
use leptos::prelude::*;

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct ConfirmView {
    /// The question, with the name of the thing: 停用“不动产登记3号窗口”？
    pub title: String,
    /// Where the thing belongs, so that it is not mistaken for another of the same name.
    pub about: String,
    /// What will happen, a sentence each.
    pub does: Vec<String>,
    /// What will not happen, a sentence each.
    pub does_not: Vec<String>,
    /// The field for the reason, where one is wanted.
    pub reason: Option<FieldView>,
    /// Where the form posts to.
    pub action: String,
    /// What it sends unseen, as (name, value).
    pub hidden: Vec<(String, String)>,
    /// The button: the verb of the question, not “确定”.
    pub act: String,
    /// Does it take something away?
    pub danger: bool,
    /// The way out.
    pub cancel: String,
}

/// A page that asks.
pub fn confirm_page(ctx: OfficeContext, crumbs: Vec<(String, String)>, view: ConfirmView) -> impl IntoView {
    let (title, csrf, errors) = (view.title.clone(), ctx.csrf.clone(), error_links(&view.reason));
    view! { <OfficeLayout ctx title crumbs errors><Confirm view csrf/></OfficeLayout> }
}

/// The question's body, under the page's heading.
#[component]
pub fn Confirm(view: ConfirmView, csrf: String) -> impl IntoView {
    let ConfirmView { about, does, does_not, reason, action, hidden, act, danger, cancel, .. } = view;
    let about = (!about.is_empty()).then(|| view! { <p class="confirm__about">{about}</p> });
    let class = if danger { "section confirm confirm--danger" } else { "section confirm" };
    view! {
        <section class=class>
            {about}
            {sentences(t::confirm_does(), "confirm__does", does)}
            {sentences(t::confirm_does_not(), "confirm__not", does_not)}
            <PostForm action csrf>
                <HiddenFields fields=hidden/>
                {reason.map(|field| view! { <TextAreaField field/> })}
                <FormActions primary=act danger cancel/>
            </PostForm>
        </section>
    }
}

fn sentences(title: &'static str, class: &'static str, list: Vec<String>) -> Option<impl IntoView> {
    (!list.is_empty()).then(|| {
        let items = list.into_iter().map(|s| view! { <li>{s}</li> }).collect_view();
        view! { <h2 class="confirm__title">{title}</h2><ul class=class>{items}</ul> }
    })
}
