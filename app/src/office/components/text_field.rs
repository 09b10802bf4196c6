//! Fields that are typed in: a line, several lines, a time, a password; and a file.

use super::FieldView;
use crate::components::words_field::escaped;
use crate::islands::UploadNote;
use leptos::prelude::*;

/// What a line is for: it chooses the phone's keyboard and switches off what spoils codes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Input {
    /// Words.
    #[default]
    Words,
    /// Letters and digits that mean something: account, code, staff number.
    Code,
    /// A whole number.
    Number,
    /// A phone number.
    Phone,
    /// Six digits from the phone.
    OneTimeCode,
}

impl Input {
    fn kind(self) -> &'static str {
        if self == Input::Phone { "tel" } else { "text" }
    }

    fn keyboard(self) -> Option<&'static str> {
        matches!(self, Input::Number | Input::OneTimeCode).then_some("numeric")
    }

    fn class(self, short: bool) -> &'static str {
        match self {
            Input::OneTimeCode => "input input--code",
            _ if short => "input input--short",
            _ => "input",
        }
    }
}

fn autocomplete(field: &FieldView) -> &'static str {
    if field.autocomplete.is_empty() { "off" } else { field.autocomplete }
}

/// One line.
#[component]
pub fn TextField(
    field: FieldView,
    #[prop(optional)] kind: Input,
    /// As narrow as what goes in.
    #[prop(optional)]
    short: bool,
) -> impl IntoView {
    let plain = kind != Input::Words;
    let (capitals, spelling) = (plain.then_some("off"), plain.then_some("false"));
    let control = view! {
        <input
            class=kind.class(short) type=kind.kind() id=field.id() name=field.name value=field.value.clone()
            inputmode=kind.keyboard() autocomplete=autocomplete(&field) autocapitalize=capitals
            spellcheck=spelling maxlength=field.max required=field.required autofocus=field.takes_focus()
            aria-describedby=field.described() aria-invalid=field.invalid()
        />
    };
    field.around(control)
}

/// A password: never sent back, so empty after every refusal.
#[component]
pub fn PasswordField(field: FieldView) -> impl IntoView {
    let control = view! {
        <input
            class="input" type="password" id=field.id() name=field.name autocomplete=autocomplete(&field)
            maxlength=field.max required=field.required autofocus=field.takes_focus()
            aria-describedby=field.described() aria-invalid=field.invalid()
        />
    };
    field.around(control)
}

/// Several lines.
#[component]
pub fn TextAreaField(field: FieldView, #[prop(default = 3)] rows: u8) -> impl IntoView {
    let control = view! {
        <textarea
            class="input" id=field.id() name=field.name rows=rows required=field.required
            autofocus=field.takes_focus() aria-describedby=field.described() aria-invalid=field.invalid()
            inner_html=escaped(&field.value)
        ></textarea>
    };
    field.around(control)
}

/// A day, or a day and a time, as `2026-11-24` or `2026-11-24T09:00` (Asia/Shanghai).
#[component]
pub fn DateTimeField(
    field: FieldView,
    /// The day alone.
    #[prop(optional)]
    day: bool,
) -> impl IntoView {
    let kind = if day { "date" } else { "datetime-local" };
    let control = view! {
        <input
            class="input input--short" type=kind id=field.id() name=field.name value=field.value.clone()
            required=field.required autofocus=field.takes_focus() aria-describedby=field.described()
            aria-invalid=field.invalid()
        />
    };
    field.around(control)
}

/// A file; its form is a `PostForm` with `files`.
#[component]
pub fn FileField(
    field: FieldView,
    /// Endings and kinds that may be chosen, as HTML's `accept`.
    accept: &'static str,
) -> impl IntoView {
    let control = view! {
        <input
            class="input input--file" type="file" id=field.id() name=field.name accept=accept
            required=field.required aria-describedby=field.described() aria-invalid=field.invalid()
        />
        <UploadNote/>
    };
    field.around(control)
}
