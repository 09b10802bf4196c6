//! Something went wrong: what it is and what to do next.

use super::KeptForm;
use crate::components::{KeptFields, Layout, Notice, Tone};
use crate::page::PageContext;
use crate::text as t;
use leptos::prelude::*;

/// What went wrong.
#[derive(Debug, Clone)]
pub struct ProblemView {
    /// What it is.
    pub kind: ProblemKind,
    /// Number under which the server noted it.
    pub request_id: String,
    /// What had been written, to be sent again.
    pub kept: Option<KeptForm>,
}

/// The problems that have a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// 404
    NotFound,
    /// 400: the form cannot be read.
    BadForm,
    /// 400: the form is not UTF-8.
    WrongCharset,
    /// 413
    TooLarge,
    /// 405
    MethodNotAllowed,
    /// 503
    Unavailable,
    /// 500: the request id and nothing else.
    Internal,
}

impl ProblemKind {
    /// Every kind.
    pub const ALL: [ProblemKind; 7] = [
        ProblemKind::NotFound,
        ProblemKind::BadForm,
        ProblemKind::WrongCharset,
        ProblemKind::TooLarge,
        ProblemKind::MethodNotAllowed,
        ProblemKind::Unavailable,
        ProblemKind::Internal,
    ];
}

/// A page for a status of 400 and above.
pub fn problem_page(ctx: PageContext, view: ProblemView) -> impl IntoView {
    let (title, help) = match view.kind {
        ProblemKind::NotFound => (t::not_found(), t::not_found_help()),
        ProblemKind::BadForm => (t::bad_form(), t::bad_form_help()),
        ProblemKind::WrongCharset => (t::wrong_charset(), t::wrong_charset_help()),
        ProblemKind::TooLarge => (t::too_large(), t::too_large_help()),
        ProblemKind::MethodNotAllowed => (t::method_not_allowed(), t::method_not_allowed_help()),
        ProblemKind::Unavailable => (t::unavailable(), t::unavailable_help()),
        ProblemKind::Internal => (t::internal(), ""),
    };
    let help = (!help.is_empty()).then(|| view! { <p>{help}</p> });
    let id = (!view.request_id.is_empty()).then(|| view! { <p>{t::request_id(&view.request_id)}</p> });
    let kept = view.kept.map(|kept| {
        view! {
            <KeptFields kept>
                    <p><button class="button">{t::kept_resend()}</button></p>
                </KeptFields>
        }
    });
    view! {
        <Layout ctx title>
            <Notice tone=Tone::Warn title main=true>{help} {id}</Notice>
            {kept}
        </Layout>
    }
}
