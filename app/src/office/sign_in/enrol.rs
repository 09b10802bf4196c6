//! Binding the second factor: scan, or type the secret, then prove it by a code.

use super::CodeProblem;
use super::second_factor::code_field;
use crate::office::components::{FormActions, HiddenFields, Input, PostForm, SignedOutLayout, TextField};
use crate::office::text as t;
use crate::page::PageContext;
use leptos::prelude::*;

/// What the binding shows. The page must never be stored by a browser.
#[derive(Debug, Clone)]
pub struct EnrolView {
    /// Whose account it is.
    pub account: String,
    /// The code to scan: an `<svg>` element made by us, put in as it is.
    pub qr_svg: String,
    /// The secret in base 32.
    pub secret: String,
    /// The secret as the form brings it back, in the field `sealed`.
    pub sealed: String,
    /// Where the form posts to.
    pub action: String,
    /// Token of the form.
    pub csrf: String,
    /// Why the last try failed.
    pub problem: Option<CodeProblem>,
}

/// Before the office opens to a role that needs the second factor.
pub fn enrol_page(page: PageContext, view: EnrolView) -> impl IntoView {
    let EnrolView { account, qr_svg, secret, sealed, action, csrf, problem } = view;
    let (field, errors) = code_field(t::enrol_check(), problem);
    let notice = problem.and_then(CodeProblem::lock);
    view! {
        <SignedOutLayout page title=t::enrol_title() errors notice=notice.into_any()>
            <p class="lead">{t::enrol_lead()}</p>
            <p>{t::second_account(&account)}</p>
            <h2 class="title-2 enrol__title">{t::enrol_scan()}</h2>
            <p>{t::enrol_scan_help()}</p>
            <div class="enrol__qr" role="img" aria-label=t::enrol_qr() inner_html=qr_svg></div>
            <details class="fold">
                <summary>{t::enrol_secret()}</summary>
                <p class="enrol__secret">{in_groups(&secret)}</p>
                <p class="hint">{t::enrol_secret_help()}</p>
            </details>
            <p class="hint">{t::enrol_keep()}</p>
            <PostForm action csrf>
                <HiddenFields fields=vec![("sealed".to_owned(), sealed)]/>
                <TextField field kind=Input::OneTimeCode/>
                <FormActions primary=t::enrol_submit()/>
            </PostForm>
        </SignedOutLayout>
    }
}

/// Four signs at a time, as people read them aloud.
fn in_groups(secret: &str) -> String {
    let signs: Vec<char> = secret.chars().filter(|c| !c.is_whitespace()).collect();
    signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::in_groups;

    #[test]
    fn a_secret_is_read_in_groups_of_four() {
        assert_eq!(in_groups("JBSWY3DPEHPK3PXP"), "JBSW Y3DP EHPK 3PXP");
        assert_eq!(in_groups("ABCDE"), "ABCD E");
    }
}
