//! Fields that are chosen: one of a list, one of a few, yes or no, several.

use super::FieldView;
use crate::office::text as t;
use leptos::prelude::*;

/// One answer.
#[derive(Debug, Clone, Default)]
pub struct ChoiceView {
    /// What the form sends.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// What it means.
    pub hint: Option<String>,
}

impl ChoiceView {
    /// An answer without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> ChoiceView {
        ChoiceView { value: value.into(), label: label.into(), hint: None }
    }
}

/// One of a list. Where nothing is chosen yet, the list begins with “请选择”.
#[component]
pub fn SelectField(
    field: FieldView,
    choices: Vec<ChoiceView>,
    /// What the empty answer is called, where one may be chosen.
    #[prop(optional)]
    blank: Option<&'static str>,
) -> impl IntoView {
    let known = choices.iter().any(|c| c.value == field.value);
    let blank = blank.or((!known).then(t::choose)).map(|label| view! { <option value="">{label}</option> });
    let control = view! {
        <select
            class="input" id=field.id() name=field.name required=field.required
            autofocus=field.takes_focus() aria-describedby=field.described() aria-invalid=field.invalid()
        >
            {blank}
            {options(choices, &field.value)}
        </select>
    };
    field.around(control)
}

/// `<option>`s; the chosen one is marked.
pub(super) fn options(choices: Vec<ChoiceView>, chosen: &str) -> impl IntoView + use<> {
    let option = |c: ChoiceView| {
        let selected = c.value == chosen;
        view! { <option value=c.value selected=selected>{c.label}</option> }
    };
    choices.into_iter().map(option).collect_view()
}

/// One of a few, all in sight.
#[component]
pub fn RadioField(field: FieldView, choices: Vec<ChoiceView>) -> impl IntoView {
    let chosen = field.value.clone();
    boxes(&field, "radio", choices, move |value| value == chosen)
}

/// Any of several.
#[component]
pub fn ChecksField(
    field: FieldView,
    choices: Vec<ChoiceView>,
    /// Values ticked.
    ticked: Vec<String>,
) -> impl IntoView {
    boxes(&field, "checkbox", choices, move |value| ticked.iter().any(|t| t == value))
}

/// The first box has the field's id, so that the error summary leads to it.
fn boxes(
    field: &FieldView,
    kind: &'static str,
    choices: Vec<ChoiceView>,
    is_ticked: impl Fn(&str) -> bool,
) -> AnyView {
    let boxes: Vec<AnyView> = choices
        .into_iter()
        .enumerate()
        .map(|(at, choice)| {
            let id = if at == 0 { field.id() } else { format!("{}-{at}", field.id()) };
            let ticked = is_ticked(&choice.value);
            tick(field, kind, id, choice, ticked)
        })
        .collect();
    view! {
        <fieldset class=field.class() aria-describedby=field.described()>
            <legend class="label">{field.asked()}</legend>
            {field.notes()}
            <div class="choices">{boxes}</div>
        </fieldset>
    }
    .into_any()
}

fn tick(field: &FieldView, kind: &'static str, id: String, choice: ChoiceView, checked: bool) -> AnyView {
    let hint_id = choice.hint.is_some().then(|| format!("{id}-means"));
    let hint = choice.hint.map(|hint| view! { <p class="hint" id=hint_id.clone()>{hint}</p> });
    view! {
        <div class="choice">
            <div class="check">
                <input
                    type=kind id=id.clone() name=field.name value=choice.value checked=checked
                    aria-describedby=hint_id.clone() aria-invalid=field.invalid()
                />
                <label for=id>{choice.label}</label>
            </div>
            {hint}
        </div>
    }
    .into_any()
}

/// Yes or no; sends `1` for yes and nothing for no.
#[component]
pub fn CheckField(field: FieldView, checked: bool) -> impl IntoView {
    let id = field.id();
    view! {
        <div class=field.class()>
            <div class="check">
                <input
                    type="checkbox" id=id.clone() name=field.name value="1" checked=checked
                    aria-describedby=field.described() aria-invalid=field.invalid()
                />
                <label for=id>{field.label}</label>
            </div>
            {field.notes()}
        </div>
    }
}
