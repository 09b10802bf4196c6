//! Account and password.
//!
//! What is wrong is never told apart: an unknown account, a wrong password and an account that was
//! stopped read the same.

use crate::components::{Notice, Tone};
use crate::office::components::{
    FieldView, FormActions, HiddenFields, Input, PasswordField, PostForm, SignedOutLayout, TextField,
};
use crate::office::{SIGN_IN, text as t};
use crate::page::PageContext;
use leptos::prelude::*;

/// What the sign-in page shows.
#[derive(Debug, Clone, Default)]
pub struct SignInView {
    /// What was typed.
    pub account: String,
    /// Why the last try failed.
    pub problem: Option<SignInProblem>,
    /// Why one is here.
    pub notice: Option<SignInNotice>,
    /// Token of the form.
    pub csrf: String,
    /// Path to open afterwards, sent back in the field `next`; may be empty.
    pub next: String,
}

/// Why a try failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInProblem {
    /// A field was empty.
    Missing,
    /// Account, password or both.
    Wrong,
    /// Too many tries on this account.
    Locked {
        /// Minutes until the next one, rounded up.
        minutes: u32,
    },
    /// Too many tries in all.
    TooMany,
}

/// Why one is on this page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInNotice {
    /// A page of the office was asked for.
    Needed,
    /// She has signed out.
    SignedOut,
    /// Nothing was done for too long.
    Idle,
    /// Somebody ended the session.
    Revoked,
    /// The password was changed.
    PasswordChanged,
}

impl SignInNotice {
    fn words(self) -> (Tone, &'static str, &'static str) {
        match self {
            SignInNotice::Needed => (Tone::Info, t::notice_needed(), t::notice_needed_help()),
            SignInNotice::SignedOut => (Tone::Done, t::notice_signed_out(), t::notice_signed_out_help()),
            SignInNotice::Idle => (Tone::Info, t::notice_idle(), t::notice_idle_help()),
            SignInNotice::Revoked => (Tone::Warn, t::notice_revoked(), t::notice_revoked_help()),
            SignInNotice::PasswordChanged => (Tone::Done, t::notice_password(), t::notice_password_help()),
        }
    }
}

/// `GET /office/sign-in`, and a try that failed.
pub fn sign_in_page(page: PageContext, view: SignInView) -> impl IntoView {
    let SignInView { account, problem, notice, csrf, next } = view;
    let notice = match problem {
        Some(SignInProblem::Locked { minutes }) => Some((Tone::Warn, t::locked(), t::locked_for(minutes))),
        Some(_) => None,
        None => notice.map(|n| n.words()).map(|(tone, title, help)| (tone, title, help.to_owned())),
    };
    let notice = notice.map(|(tone, title, help)| {
        view! { <Notice tone title focus=problem.is_some()><p>{help}</p></Notice> }.into_any()
    });
    let fault = match problem {
        Some(SignInProblem::Missing) => Some(t::sign_in_missing()),
        Some(SignInProblem::Wrong) => Some(t::sign_in_wrong()),
        Some(SignInProblem::TooMany) => Some(t::sign_in_too_many()),
        Some(SignInProblem::Locked { .. }) | None => None,
    };
    let field = FieldView::new("account", t::field_account())
        .value(account)
        .required()
        .autocomplete("username")
        .max(60);
    let password =
        FieldView::new("password", t::field_password()).required().autocomplete("current-password").max(200);
    let field = if problem.is_none() { field.autofocus() } else { field };
    let errors = fault.map(|sentence| (field.id(), sentence.to_owned())).into_iter().collect();
    view! {
        <SignedOutLayout page title=t::sign_in_title() errors notice=notice.into_any()>
            <PostForm action=SIGN_IN csrf>
                <HiddenFields fields=vec![("next".to_owned(), next)]/>
                <TextField field kind=Input::Code/>
                <PasswordField field=password/>
                <FormActions primary=t::sign_in()/>
            </PostForm>
            <details class="fold">
                <summary>{t::sign_in_forgot()}</summary>
                <p class="hint">{t::sign_in_forgot_help()}</p>
            </details>
        </SignedOutLayout>
    }
}
