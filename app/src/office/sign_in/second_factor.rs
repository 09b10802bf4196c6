//! The second step: six digits from the phone.

use crate::components::{ErrorLinks, Notice, Tone};
use crate::office::components::{FieldView, FormActions, Input, PostForm, SignedOutLayout, TextField};
use crate::office::{SIGN_IN, text as t};
use crate::page::PageContext;
use leptos::prelude::*;

/// What the second step shows.
#[derive(Debug, Clone)]
pub struct SecondFactorView {
    /// Whose code is asked for.
    pub account: String,
    /// Where the form posts to.
    pub action: String,
    /// Token of the form.
    pub csrf: String,
    /// Why the last try failed.
    pub problem: Option<CodeProblem>,
}

/// Why a code was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeProblem {
    /// Not six digits.
    Missing,
    /// Another code.
    Wrong,
    /// The right code, for the second time.
    Used,
    /// Too many tries.
    Locked {
        /// Minutes until the next one, rounded up.
        minutes: u32,
    },
}

impl CodeProblem {
    /// The sentence beside the field; a lock has a box of its own.
    pub(super) fn sentence(self) -> Option<String> {
        match self {
            CodeProblem::Missing => Some(t::code_missing().to_owned()),
            CodeProblem::Wrong => Some(t::code_wrong().to_owned()),
            CodeProblem::Used => Some(t::code_used().to_owned()),
            CodeProblem::Locked { .. } => None,
        }
    }

    /// The box of a lock.
    pub(super) fn lock(self) -> Option<AnyView> {
        let CodeProblem::Locked { minutes } = self else { return None };
        let help = t::locked_for(minutes);
        Some(view! { <Notice tone=Tone::Warn title=t::locked() focus=true><p>{help}</p></Notice> }.into_any())
    }
}

/// The field `code`, and what leads to it from the summary.
pub(super) fn code_field(label: &'static str, problem: Option<CodeProblem>) -> (FieldView, ErrorLinks) {
    let field = FieldView::new("code", label)
        .required()
        .autocomplete("one-time-code")
        .max(7)
        .error(problem.and_then(CodeProblem::sentence));
    let errors = crate::office::components::error_links([&field]);
    (field, errors)
}

/// After the password.
pub fn second_factor_page(page: PageContext, view: SecondFactorView) -> impl IntoView {
    let SecondFactorView { account, action, csrf, problem } = view;
    let (field, errors) = code_field(t::field_code(), problem);
    let field = field.hint(t::second_hint());
    let field = if problem.is_none() { field.autofocus() } else { field };
    let notice = problem.and_then(CodeProblem::lock);
    view! {
        <SignedOutLayout page title=t::second_title() errors notice=notice.into_any()>
            <p class="lead">{t::second_account(&account)}</p>
            <PostForm action csrf>
                <TextField field kind=Input::OneTimeCode/>
                <FormActions primary=t::second_submit() cancel=SIGN_IN cancel_label=t::second_other()/>
            </PostForm>
            <details class="fold">
                <summary>{t::second_lost()}</summary>
                <p class="hint">{t::second_lost_help()}</p>
            </details>
        </SignedOutLayout>
    }
}
