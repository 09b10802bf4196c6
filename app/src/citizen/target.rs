//! What is rated, at the head of the rating page: a window or a case.

use super::rate::{CaseView, OnDuty, PendingView, PersonTarget, RateTarget, WindowView};
use crate::components::{Notice, Rows, Tone, row};
use crate::page::PageContext;
use crate::text as t;
use leptos::prelude::*;

/// The card, so that a person sees at once whether this is the place she means.
pub(super) fn target_card(target: RateTarget, ctx: &PageContext) -> AnyView {
    let host = ctx.host.as_str();
    match target {
        RateTarget::Window(window) => window_card(window, host, ctx.my).into_any(),
        RateTarget::Case(case) => case_card(case, host).into_any(),
        RateTarget::Person(person) => person_card(person, host).into_any(),
        RateTarget::Pending(pending) => pending_card(pending, host).into_any(),
    }
}

fn window_card(window: WindowView, host: &str, my: bool) -> impl IntoView + use<> {
    let on_duty = match window.on_duty.as_slice() {
        [] => t::nobody_on_duty().to_owned(),
        people => {
            let people: Vec<String> =
                people.iter().map(|OnDuty { name, number }| t::staff(name, number)).collect();
            format!("{}：{}", t::on_duty(), people.join("、"))
        }
    };
    let on_duty = (!window.ended).then(|| view! { <p>{on_duty}</p> });
    let my = my.then(|| {
        view! { <p><a href=format!("/w/{}/my", window.code)>{t::rate_my()}</a>{t::rate_my_how()}</p> }
    });
    let ended = window.ended.then(|| {
        let (others, help) = (format!("/w?q={}", query(&window.hall)), t::plate_ended_help(&window.hall));
        view! {
            <Notice tone=Tone::Info title=t::plate_ended()>
                <p>{help}<a href=others>{t::plate_ended_others()}</a></p>
            </Notice>
        }
    });
    view! {
        {ended}
        <section class="target">
            <p class="target__now">{t::rate_now()}</p>
            <h1 class="target__name">{window.window}</h1>
            <p>{format!("{} · {}", window.hall, window.department)}</p>
            {on_duty}
            {my}
            <p class="hint">
                {format!("{} · {} · ", t::window_code(&window.code), t::check_host(host))}
                <a href=format!("/w/{}/report", window.code)>{t::plate_report()}</a>
            </p>
        </section>
    }
}

fn person_card(person: PersonTarget, host: &str) -> impl IntoView + use<> {
    let PersonTarget { name, number, here, window } = person;
    let note = (!here).then(|| view! { <p>{t::person_not_here()}</p> });
    view! {
        <section class="target">
            <p class="target__now">{t::rate_now()}</p>
            <h1 class="target__name">{t::staff(&name, &number)}</h1>
            <p>{window.window}</p>
            <p>{format!("{} · {}", window.hall, window.department)}</p>
            {note}
            <p class="hint">{format!("{} · {}", t::window_code(&window.code), t::check_host(host))}</p>
        </section>
    }
}

/// Text as a value in a query.
fn query(text: &str) -> String {
    text.bytes().fold(String::new(), |query, byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => query + &char::from(byte).to_string(),
        other => format!("{query}%{other:02X}"),
    })
}

fn case_card(case: CaseView, host: &str) -> impl IntoView + use<> {
    let mut rows = vec![
        row(t::case_served(), case.served),
        row(t::case_state(), case.state),
        row(t::case_accepted(), case.accepted),
    ];
    if let Some(finished) = case.finished {
        rows.push(row(t::case_finished(), finished));
    }
    let last_day = case.last_day;
    let late_help = t::late_help(&last_day);
    let late = case.late.then(|| {
        view! { <Notice tone=Tone::Info title=t::late_title()><p>{late_help}</p></Notice> }
    });
    let in_time = (!case.late).then(|| {
        let provisional = if case.provisional { t::case_provisional() } else { "" };
        view! { <p>{format!("{}。{provisional}", t::case_last_day(&last_day))}</p> }
    });
    view! {
        <section class="target">
            <p class="target__now">{t::rate_now()}</p>
            <h1 class="target__name">{case.item}</h1>
            <p>{format!("{} · {}", case.department, case.service)}</p>
            {in_time}
            <details class="fold">
                <summary>{t::case_details()}</summary>
                <Rows rows/>
            </details>
            <p class="hint">{t::check_host(host)}</p>
        </section>
        {late}
    }
}

/// Nothing is said of the matter: nothing is known of it, and nothing is made up.
fn pending_card(pending: PendingView, host: &str) -> impl IntoView + use<> {
    let PendingView { organisation, last_day } = pending;
    view! {
        <section class="target">
            <p class="target__now">{t::rate_now()}</p>
            <h1 class="target__name">{organisation}</h1>
            <p>{t::case_pending()}</p>
            <p>{format!("{}。", t::case_last_day(&last_day))}</p>
            <p class="hint">{t::check_host(host)}</p>
        </section>
    }
}
