//! Choosing one place of many without script: a list where there are few; else a field to search with, and what
//! was found to choose from. Everything else in the form is kept while one searches.
//!
//! The form sends `NAME` (what is chosen), `NAME_q` (the words), `NAME_asked` (the words that were searched last)
//! and, from the search's button, `find=NAME`. A form with a picker begins with a [`DefaultButton`], or the
//! Enter key in any field would search.

use super::{ChoiceView, FieldView, SelectField};
use crate::text::{phrases, texts};
use leptos::prelude::*;

texts! {
    find { zh: "查找" }
    hint { zh: "输入名称或代码的一部分，点“查找”，再从结果中选一个。" }
    chosen_now { zh: "已选：" }
    more { zh: "结果较多，只列出前20个；多输几个字可以缩小范围。" }
    save { zh: "保存" }
    choose_one { zh: "请从查找结果中选一个。" }
}
phrases! {
    nothing(words: &str) { zh: "没有找到含“{words}”的结果，请换个名称或代码。" }
    words_label(label: &str) { zh: "查找{label}" }
}

/// What can be chosen.
#[derive(Debug, Clone, Default)]
pub struct PickView {
    /// The chosen one's value; empty for none.
    pub value: String,
    /// All there are, where they are few.
    pub few: Option<Vec<ChoiceView>>,
    /// The chosen one.
    pub chosen: Option<ChoiceView>,
    /// Words typed.
    pub words: String,
    /// What they found; none: nothing was searched.
    pub found: Option<Vec<ChoiceView>>,
    /// There are more than are shown.
    pub more: bool,
    /// What the empty answer is called, where one may be chosen.
    pub blank: Option<&'static str>,
}

/// The field; its value and fault are the field's, its choices the view's.
#[component]
pub fn PickField(field: FieldView, view: PickView) -> impl IntoView {
    let field = field.value(view.value.clone());
    if let Some(choices) = view.few {
        return match view.blank {
            Some(blank) => view! { <SelectField field choices blank/> }.into_any(),
            None => view! { <SelectField field choices/> }.into_any(),
        };
    }
    let (name, label) = (field.name, field.label);
    let field = if view.found.is_none() && view.chosen.is_none() { field.hint(hint()) } else { field };
    let note = view.found.as_ref().map(|found| {
        if found.is_empty() {
            nothing(&view.words)
        } else if view.more {
            more().to_owned()
        } else {
            choose_one().to_owned()
        }
    });
    let note = note.map(|note| view! { <p class="hint" role="status">{note}</p> });
    let radio = |at: String, value: String, label: AnyView, checked: bool| {
        let id = format!("pick-{name}-{at}");
        view! {
            <div class="check">
                <input type="radio" id=id.clone() name=name value=value checked=checked/>
                <label for=id>{label}</label>
            </div>
        }
        .into_any()
    };
    let blank =
        view.blank.map(|blank| radio("none".into(), String::new(), blank.into_any(), view.value.is_empty()));
    let chosen = view.chosen.clone().map(|choice| {
        let label = view! { <span class="muted">{chosen_now()}</span>{named(&choice)} }.into_any();
        radio("now".into(), choice.value, label, true)
    });
    let value = view.value.clone();
    let others = view.found.unwrap_or_default().into_iter().filter(|choice| choice.value != value);
    let others = others.enumerate().map(|(at, choice)| {
        let label = named(&choice);
        radio(at.to_string(), choice.value, label, false)
    });
    let others = others.collect_view();
    view! {
        <fieldset class=field.class()>
            <legend class="label">{field.asked()}</legend>
            {field.notes()}
            <div class="pick">{blank}{chosen}{note}{others}</div>
            <div class="pick__find">
                <label class="hidden" for=field.id()>{words_label(label)}</label>
                <input
                    class="input" type="search" id=field.id() name=format!("{name}_q") value=view.words.clone()
                    maxlength="60" autocomplete="off" autocapitalize="off" spellcheck="false"
                    aria-describedby=field.described() aria-invalid=field.invalid()
                />
                <button class="button button--plain" name="find" value=name>{find()}</button>
            </div>
            <input type="hidden" name=format!("{name}_asked") value=view.words/>
        </fieldset>
    }
    .into_any()
}

fn named(choice: &ChoiceView) -> AnyView {
    let about =
        choice.hint.clone().filter(|h| !h.is_empty()).map(|hint| view! { <span class="sub">{hint}</span> });
    view! { {choice.label.clone()}{about} }.into_any()
}

/// The button that the Enter key presses; nobody sees it.
#[component]
pub fn DefaultButton() -> impl IntoView {
    view! { <button class="hidden" tabindex="-1" aria-hidden="true">{save()}</button> }
}
