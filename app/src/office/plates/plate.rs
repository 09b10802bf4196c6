//! One plate: what it is, where it was seen, what was reported, what has happened to it.

use super::plates_crumbs;
use crate::office::OfficeContext;
use crate::office::components::{
    CsrfField, DefinitionList, DefinitionView, OfficeLayout, Section, Timeline, TimelineView,
};
use crate::text::texts;
use leptos::prelude::*;

texts! {
    withdraw { zh: "停用台牌" }
    check { zh: "拍照核对" }
    reports { zh: "异常报告" }
    past { zh: "变动记录" }
    handle { zh: "已处理" }
    answer { zh: "处理情况" }
}

/// A report about the plate.
#[derive(Debug, Clone)]
pub struct PlateReportView {
    /// Row id.
    pub id: String,
    /// What is wrong.
    pub fault: String,
    /// In the reporter's words.
    pub words: String,
    /// When.
    pub at: String,
    /// What was done about it, once something was.
    pub answer: Option<String>,
}

/// The page.
#[derive(Debug, Clone)]
pub struct PlateView {
    /// Window and hall.
    pub title: String,
    /// What is known of it.
    pub facts: Vec<DefinitionView>,
    /// Reports, newest first.
    pub reports: Vec<PlateReportView>,
    /// What has happened, newest first.
    pub past: Vec<TimelineView>,
    /// Its own path.
    pub path: String,
    /// It has not ended.
    pub live: bool,
}

/// `GET /office/plates/{plate}`
pub fn plate_page(ctx: OfficeContext, view: PlateView) -> impl IntoView {
    let csrf = ctx.csrf.clone();
    let path = view.path;
    let withdraw_link = view
        .live
        .then(|| view! { <a class="button button--plain" href=format!("{path}/withdraw")>{withdraw()}</a> });
    let actions = view! {
        <a class="button" href="/office/plates/check">{check()}</a>
        {withdraw_link}
    }
    .into_any();
    let items = view.reports.into_iter().map(|report| {
        let words = (!report.words.is_empty()).then(|| view! { <p class="words">{report.words}</p> });
        let done = match report.answer {
            Some(answer) => view! { <p class="muted">{format!("{}：{answer}", handle())}</p> }.into_any(),
            None => view! {
                <form class="inline" method="post" action=format!("{path}/reports")>
                    <CsrfField token=csrf.clone()/>
                    <input type="hidden" name="report" value=report.id.clone()/>
                    <label class="label" for=format!("answer-{}", report.id)>{answer()}</label>
                    <input class="input" id=format!("answer-{}", report.id) name="answer" maxlength="100" required/>
                    <button class="button button--plain">{handle()}</button>
                </form>
            }
            .into_any(),
        };
        view! { <li class="report"><p><b>{report.fault}</b>" "<span class="time">{report.at}</span></p>{words}{done}</li> }
    });
    let items = items.collect::<Vec<_>>();
    let reports = (!items.is_empty())
        .then(|| view! { <Section title=reports()><ul class="reports">{items}</ul></Section> });
    view! {
        <OfficeLayout ctx title=view.title crumbs=plates_crumbs() actions>
            <Section><DefinitionList rows=view.facts/></Section>
            {reports}
            <Section title=past()><Timeline entries=view.past/></Section>
        </OfficeLayout>
    }
}
