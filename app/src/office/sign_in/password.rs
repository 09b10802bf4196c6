//! Changing the password: of one's own will, or because it must be.

use crate::components::{Notice, Tone};
use crate::office::components::{
    FieldView, FormActions, OfficeLayout, PasswordField, PostForm, Section, SignedOutLayout, error_links,
    home_crumb,
};
use crate::office::{HOME, OfficeContext, text as t};
use leptos::prelude::*;

/// What the change shows.
#[derive(Debug, Clone, Default)]
pub struct ChangePasswordView {
    /// Why it must be changed; then there is nothing else to do before.
    pub reason: Option<PasswordReason>,
    /// What a password must be, a sentence each.
    pub rules: Vec<String>,
    /// Where the form posts to, with `current`, `new` and `again`.
    pub action: String,
    /// What is wrong with the current password.
    pub current_error: Option<String>,
    /// What is wrong with the new one.
    pub new_error: Option<String>,
    /// What is wrong with its repetition.
    pub again_error: Option<String>,
}

/// Why a password must be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordReason {
    /// It was given by whoever made the account.
    First,
    /// It was given by whoever reset it.
    Reset,
    /// It is too old.
    Expired,
}

impl PasswordReason {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            PasswordReason::First => (t::password_first(), t::password_first_help()),
            PasswordReason::Reset => (t::password_reset(), t::password_reset_help()),
            PasswordReason::Expired => (t::password_expired(), t::password_expired_help()),
        }
    }
}

/// `GET /office/password`, and a try that failed.
pub fn change_password_page(ctx: OfficeContext, view: ChangePasswordView) -> impl IntoView {
    let ChangePasswordView { reason, rules, action, current_error, new_error, again_error } = view;
    let current = FieldView::new("current", t::password_current())
        .required()
        .autocomplete("current-password")
        .max(200)
        .error(current_error);
    let new = FieldView::new("new", t::password_new())
        .required()
        .autocomplete("new-password")
        .max(200)
        .error(new_error);
    let again = FieldView::new("again", t::password_again())
        .required()
        .autocomplete("new-password")
        .max(200)
        .error(again_error);
    let errors = error_links([&current, &new, &again]);
    let rules = rules.into_iter().map(|rule| view! { <li>{rule}</li> }).collect_view();
    let cancel = if reason.is_none() { Some(HOME.to_owned()) } else { None };
    let form = view! {
        <PostForm action csrf=ctx.csrf.clone()>
            <PasswordField field=current/>
            <div class="rules">
                <p class="rules__title">{t::password_rules()}</p>
                <ul>{rules}</ul>
            </div>
            <PasswordField field=new/>
            <PasswordField field=again/>
            <p class="hint rules__others">{t::password_others()}</p>
            {match cancel {
                Some(cancel) => view! { <FormActions primary=t::password_submit() cancel/> }.into_any(),
                None => view! { <FormActions primary=t::password_submit()/> }.into_any(),
            }}
        </PostForm>
    };
    let Some(reason) = reason else {
        return view! {
            <OfficeLayout ctx title=t::password_title() crumbs=home_crumb() errors>
                <Section narrow=true>{form}</Section>
            </OfficeLayout>
        }
        .into_any();
    };
    let (title, help) = reason.words();
    let notice = view! { <Notice tone=Tone::Info title><p>{help}</p></Notice> }.into_any();
    view! {
        <SignedOutLayout page=ctx.page title=t::password_title() errors notice>{form}</SignedOutLayout>
    }
    .into_any()
}
