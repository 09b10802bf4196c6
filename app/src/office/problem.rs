//! Something went wrong in the office: what it is and what to do next.

use super::components::{FormActions, HiddenFields, OfficeLayout, PostForm, SignedOutLayout};
use super::{HOME, OfficeContext, SIGN_IN, text as t};
use crate::components::Tone;
use crate::text as common;
use leptos::prelude::*;

/// What went wrong.
#[derive(Debug, Clone)]
pub struct OfficeProblemView {
    /// What it is.
    pub kind: OfficeProblem,
    /// What exactly, in the words of whoever refused; instead of the general help.
    pub detail: Option<String>,
    /// Number under which the server noted it; may be empty.
    pub request_id: String,
    /// The form that could not be taken, to be sent again.
    pub kept: Option<KeptPost>,
}

/// A form that could not be taken as it came.
#[derive(Debug, Clone)]
pub struct KeptPost {
    /// Where it goes.
    pub action: String,
    /// The token it must carry.
    pub csrf: String,
    /// Its fields, as (name, value).
    pub fields: Vec<(String, String)>,
}

/// The problems that have a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfficeProblem {
    /// 403: her role does not allow it.
    Forbidden,
    /// 403: the form's token is not that of this session.
    FormExpired,
    /// 401: the session ended while the form was being filled in.
    SessionOver,
    /// 404, and whatever lies outside what she may see.
    NotFound,
    /// 413
    TooLarge,
    /// 422: not possible as the thing now stands.
    Refused,
    /// 429
    TooMany,
    /// 503
    Unavailable,
    /// 500: the request id and nothing else.
    Internal,
}

impl OfficeProblem {
    /// Every kind.
    pub const ALL: [OfficeProblem; 9] = [
        OfficeProblem::Forbidden,
        OfficeProblem::FormExpired,
        OfficeProblem::SessionOver,
        OfficeProblem::NotFound,
        OfficeProblem::TooLarge,
        OfficeProblem::Refused,
        OfficeProblem::TooMany,
        OfficeProblem::Unavailable,
        OfficeProblem::Internal,
    ];

    fn words(self) -> (&'static str, &'static str) {
        match self {
            OfficeProblem::Forbidden => (t::forbidden(), t::forbidden_help()),
            OfficeProblem::FormExpired => (t::form_expired(), t::form_expired_help()),
            OfficeProblem::SessionOver => (t::session_over(), t::session_over_help()),
            OfficeProblem::NotFound => (t::not_found(), t::not_found_help()),
            OfficeProblem::TooLarge => (t::too_large(), t::too_large_help()),
            OfficeProblem::Refused => (t::refused(), t::refused_help()),
            OfficeProblem::TooMany => (t::too_many(), t::too_many_help()),
            OfficeProblem::Unavailable => (t::unavailable(), t::unavailable_help()),
            OfficeProblem::Internal => (t::internal(), t::internal_help()),
        }
    }
}

/// A page for a status of 400 and above, inside the navigation if somebody is signed in.
pub fn office_problem_page(ctx: OfficeContext, view: OfficeProblemView) -> impl IntoView {
    let (title, help) = view.kind.words();
    let help = view.detail.unwrap_or_else(|| help.to_owned());
    let id = (!view.request_id.is_empty())
        .then(|| view! { <p class="muted">{common::request_id(&view.request_id)}</p> });
    let (href, label) = match ctx.officer {
        Some(_) => (HOME, t::to_home()),
        None => (SIGN_IN, t::sign_in()),
    };
    // Signing in goes on beside this page, so that what was typed stays here.
    let beside = view.kept.is_some().then_some("_blank");
    let kept = view.kept.map(|kept| {
        view! {
            <PostForm action=kept.action csrf=kept.csrf>
                <HiddenFields fields=kept.fields/>
                <FormActions primary=t::send_again()/>
            </PostForm>
        }
    });
    let body = view! {
        <div class=Tone::Warn.class()><p>{help}</p>{id}</div>
        <p><a class="button button--plain" href=href target=beside>{label}</a></p>
        {kept}
    };
    if ctx.officer.is_some() {
        view! { <OfficeLayout ctx title crumbs=vec![]>{body}</OfficeLayout> }.into_any()
    } else {
        view! { <SignedOutLayout page=ctx.page title>{body}</SignedOutLayout> }.into_any()
    }
}
