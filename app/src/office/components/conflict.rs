//! Two people have edited one thing: what differs, side by side, to be chosen again.
//!
//! The choices carry the names and the values of the ordinary form's fields, so the answer is an ordinary
//! post of that form with the newer version number, and the server needs no second way to read it.

use super::form::{CsrfField, HiddenFields};
use super::{ChoiceView, FormActions, OfficeLayout};
use crate::components::Tone;
use crate::office::{OfficeContext, text as t};
use leptos::prelude::*;

/// What differs.
#[derive(Debug, Clone, Default)]
pub struct ConflictView {
    /// The thing, by name.
    pub title: String,
    /// Who saved in between.
    pub by: String,
    /// When.
    pub at: String,
    /// Fields in which the two differ.
    pub fields: Vec<ConflictField>,
    /// Where the thing's form posts to.
    pub action: String,
    /// The newer version number and every field on which the two agree, as (name, value).
    pub hidden: Vec<(String, String)>,
    /// The thing as it is now.
    pub cancel: String,
}

/// A field in which the two differ.
#[derive(Debug, Clone, Default)]
pub struct ConflictField {
    /// Its name in the form.
    pub name: &'static str,
    /// What it is called.
    pub label: String,
    /// What this officer had filled in.
    pub yours: ChoiceView,
    /// What is stored now.
    pub theirs: ChoiceView,
}

/// A page that shows the two (409).
pub fn conflict_page(ctx: OfficeContext, crumbs: Vec<(String, String)>, view: ConflictView) -> impl IntoView {
    // Nothing was done: what differs takes the focus, and no earlier act is said again.
    let ctx = OfficeContext { flash: None, ..ctx };
    let (title, csrf) = (view.title.clone(), ctx.csrf.clone());
    view! { <OfficeLayout ctx title crumbs><Conflict view csrf/></OfficeLayout> }
}

/// Nothing is chosen beforehand: either choice takes back somebody's work.
#[component]
pub fn Conflict(view: ConflictView, csrf: String) -> impl IntoView {
    let ConflictView { by, at, fields, action, hidden, cancel, .. } = view;
    let fields = fields.into_iter().map(field).collect_view();
    view! {
        <div class=Tone::Warn.class() role="alert" tabindex="-1" autofocus>
            <p><b>{t::conflict_title()}</b></p>
            <p>{t::conflict_by(&by, &at)} {t::conflict_help()}</p>
        </div>
        <section class="section section--narrow">
            <form class="form" method="post" action=action accept-charset="utf-8">
                <CsrfField token=csrf/>
                <HiddenFields fields=hidden/>
                {fields}
                <FormActions primary=t::conflict_save() cancel cancel_label=t::conflict_drop()/>
            </form>
        </section>
    }
}

fn field(field: ConflictField) -> impl IntoView {
    let ConflictField { name, label, yours, theirs } = field;
    let side = |choice: ChoiceView, whose: &'static str, mark: &'static str| {
        let id = format!("field-{name}-{mark}");
        let words = if choice.label.is_empty() { t::blank().to_owned() } else { choice.label };
        view! {
            <div class="check conflict__side">
                <input type="radio" id=id.clone() name=name value=choice.value required/>
                <label for=id><span class="conflict__whose">{whose}</span><span class="words">{words}</span></label>
            </div>
        }
    };
    view! {
        <fieldset class="conflict">
            <legend class="label">{label}</legend>
            <div class="conflict__sides">
                {side(yours, t::conflict_yours(), "yours")}
                {side(theirs, t::conflict_theirs(), "theirs")}
            </div>
        </fieldset>
    }
}
