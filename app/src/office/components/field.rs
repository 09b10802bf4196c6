//! What every field of a form has: a label, perhaps a hint, perhaps what is wrong with it.

use crate::components::{ErrorLinks, FieldMessage};
use crate::office::text as t;
use leptos::prelude::*;

/// A field. `FieldView::new(name, label).value(…).hint(…).error(…).required()`.
#[derive(Debug, Clone, Default)]
pub struct FieldView {
    /// Name in the form; the element's id is `field-NAME`.
    pub name: &'static str,
    /// What is asked.
    pub label: &'static str,
    /// What was typed or stored. A password is never sent back.
    pub value: String,
    /// How to fill it in.
    pub hint: Option<String>,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Must it be filled in? A field that need not says so.
    pub required: bool,
    /// What browsers may fill in, by HTML's names; nothing where empty.
    pub autocomplete: &'static str,
    /// Most characters it takes.
    pub max: Option<u16>,
    /// Does the page open here?
    pub autofocus: bool,
}

impl FieldView {
    /// An empty, optional field.
    pub fn new(name: &'static str, label: &'static str) -> FieldView {
        FieldView { name, label, ..FieldView::default() }
    }

    /// With what was typed or stored.
    pub fn value(self, value: impl Into<String>) -> FieldView {
        FieldView { value: value.into(), ..self }
    }

    /// With how to fill it in.
    pub fn hint(self, hint: impl Into<String>) -> FieldView {
        FieldView { hint: Some(hint.into()), ..self }
    }

    /// With what is wrong, if anything is.
    pub fn error(self, error: Option<String>) -> FieldView {
        FieldView { error, ..self }
    }

    /// It must be filled in.
    pub fn required(self) -> FieldView {
        FieldView { required: true, ..self }
    }

    /// Browsers may fill it in, by HTML's name for what it is.
    pub fn autocomplete(self, autocomplete: &'static str) -> FieldView {
        FieldView { autocomplete, ..self }
    }

    /// It takes at most so many characters.
    pub fn max(self, max: u16) -> FieldView {
        FieldView { max: Some(max), ..self }
    }

    /// The page opens here.
    pub fn autofocus(self) -> FieldView {
        FieldView { autofocus: true, ..self }
    }

    /// Id of the element that is filled in, where the error summary leads.
    pub fn id(&self) -> String {
        format!("field-{}", self.name)
    }

    pub(super) fn described(&self) -> Option<String> {
        let id = self.id();
        let error = self.error.is_some().then(|| format!("{id}-error"));
        let hint = self.hint.is_some().then(|| format!("{id}-hint"));
        let ids: Vec<String> = error.into_iter().chain(hint).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    pub(super) fn invalid(&self) -> Option<&'static str> {
        self.error.is_some().then_some("true")
    }

    /// The page opens here, unless the error summary takes the focus.
    pub(super) fn takes_focus(&self) -> bool {
        self.autofocus && self.error.is_none()
    }

    pub(super) fn class(&self) -> &'static str {
        if self.error.is_some() { "field field--error" } else { "field" }
    }

    /// The label's words.
    pub(super) fn asked(&self) -> impl IntoView + use<> {
        let optional = (!self.required).then(|| view! { <span class="optional">{t::optional()}</span> });
        view! { {self.label} {optional} }
    }

    /// Hint and fault, between label and control.
    pub(super) fn notes(&self) -> impl IntoView + use<> {
        let id = self.id();
        let hint = self.hint.clone().map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> });
        view! { {hint}<FieldMessage id=format!("{id}-error") message=self.error.clone()/> }
    }

    /// A control under its label.
    pub(super) fn around(&self, control: impl IntoView + 'static) -> AnyView {
        let control = control.into_any();
        view! {
            <div class=self.class()>
                <label class="label" for=self.id()>{self.asked()}</label>
                {self.notes()}
                {control}
            </div>
        }
        .into_any()
    }
}

/// The error summary of a form's fields, in their order.
pub fn error_links<'a>(fields: impl IntoIterator<Item = &'a FieldView>) -> ErrorLinks {
    fields.into_iter().filter_map(|f| f.error.clone().map(|sentence| (f.id(), sentence))).collect()
}
