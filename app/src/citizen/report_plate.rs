//! Telling that something is wrong with a plate.

use crate::components::{FieldMessage, FormErrors, Layout, Notice, Tone, WordsField};
use crate::page::PageContext;
use crate::text as t;
use leptos::prelude::*;

/// The form, or the thanks after it.
#[derive(Debug, Clone, Default)]
pub struct ReportPlateView {
    /// Window code.
    pub code: String,
    /// Hall and window the code stands for.
    pub place: String,
    /// Faults to choose from, as (word, label).
    pub faults: Vec<(&'static str, &'static str)>,
    /// The chosen one.
    pub fault: String,
    /// Words typed.
    pub words: String,
    /// What is wrong with the choice.
    pub fault_error: Option<String>,
    /// What is wrong with the words.
    pub words_error: Option<String>,
    /// Why it could not be taken now.
    pub notice: Option<&'static str>,
    /// It was taken.
    pub taken: bool,
}

/// `GET /w/{code}/report`
pub fn report_plate_page(ctx: PageContext, view: ReportPlateView) -> impl IntoView {
    if view.taken {
        return view! {
            <Layout ctx title=t::report_taken()>
                <Notice tone=Tone::Done title=t::report_taken() main=true><p>{t::report_taken_help()}</p></Notice>
                <p><a class="button" href=format!("/w/{}", view.code)>{t::report_back()}</a></p>
            </Layout>
        }
        .into_any();
    }
    let fault_error = view.fault_error.clone().map(|sentence| ("fault-covered".to_owned(), sentence));
    let words_error = view.words_error.clone().map(|sentence| ("words".to_owned(), sentence));
    let links = fault_error.into_iter().chain(words_error).collect::<Vec<_>>();
    let chosen = view.fault.clone();
    let faults = view.faults.into_iter().map(move |(word, label)| {
        let id = format!("fault-{word}");
        view! {
            <div class="check">
                <input type="radio" id=id.clone() name="fault" value=word checked=word == chosen/>
                <label for=id>{label}</label>
            </div>
        }
    });
    let notice = view
        .notice
        .map(|help| view! { <Notice tone=Tone::Warn title=t::report_not_taken()><p>{help}</p></Notice> });
    view! {
        <Layout ctx title=t::report_title()>
            <FormErrors links/>
            {notice}
            <h1 class="title">{t::report_title()}</h1>
            <p class="lead">{view.place}</p>
            <form class="card" method="post" action=format!("/w/{}/report", view.code) accept-charset="utf-8" novalidate>
                <fieldset class="field">
                    <legend class="label">{t::report_fault()}</legend>
                    <FieldMessage id="fault-error" message=view.fault_error/>
                    {faults.collect_view()}
                </fieldset>
                <WordsField id="words" value=view.words error=view.words_error/>
                <p><button class="button button--wide">{t::report_submit()}</button></p>
            </form>
        </Layout>
    }
    .into_any()
}
