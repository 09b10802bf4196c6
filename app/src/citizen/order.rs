//! The work order (差评整改单) of a bad rating on its opened receipt: where it stands, the answer, and what the person
//! may say of it. Printed, this part is the 差评整改回执.

use crate::components::{Notice, Rows, Tone, row};
use crate::text as t;
use leptos::prelude::*;

/// What becomes of a bad rating.
#[derive(Debug, Clone)]
pub enum OrderView {
    /// It was committed a moment ago; its order is being opened.
    Opening,
    /// There is one.
    Open(Box<OrderDetail>),
}

/// An order as whoever rated sees it.
#[derive(Debug, Clone, Default)]
pub struct OrderDetail {
    /// 整改单号.
    pub number: String,
    /// Where it stands, in plain words.
    pub state: String,
    /// Who handles it.
    pub unit: String,
    /// Last day of the limit, in words; nothing once there is an answer.
    pub last_day: Option<String>,
    /// The long limit was granted.
    pub is_long: bool,
    /// The answer, and its day in words.
    pub answer: Option<(String, String)>,
    /// What was done: when, and what.
    pub past: Vec<(String, String)>,
    /// Who has looked at it: when, and in which role.
    pub seen: Vec<(String, String)>,
    /// She may say what she thinks of the answer.
    pub may_judge: bool,
    /// She may object to the exclusion.
    pub may_object: bool,
    /// What was typed and could not be taken, and why.
    pub typed: Option<(String, OrderProblem)>,
}

/// Why nothing was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderProblem {
    /// None of the three was chosen.
    NothingChosen,
    /// An objection without words.
    NoWords,
    /// It is not possible any more.
    TooLate,
    /// The post came from another site's page.
    Foreign,
}

/// The part of the receipt's page; its forms post to `/r/{code}/order`.
pub(super) fn order(path: &str, view: OrderView) -> AnyView {
    let detail = match view {
        OrderView::Opening => {
            return view! {
                <section class="card" id="order">
                    <h2 class="title-2">{t::order_title()}</h2>
                    <p>{t::order_opening()}</p>
                </section>
            }
            .into_any();
        }
        OrderView::Open(detail) => *detail,
    };
    let mut rows = vec![
        row(t::order_number(), detail.number),
        row(t::order_state(), detail.state),
        row(t::order_unit(), detail.unit),
    ];
    if let Some(day) = detail.last_day {
        let day = if detail.is_long { t::order_due_long(&day) } else { t::order_due(&day) };
        rows.push(row(t::order_limit(), day));
    }
    let answer = detail.answer.map(|(words, day)| {
        view! {
            <h3 class="label">{t::order_answer(&day)}</h3>
            <p class="words order__answer">{words}</p>
        }
    });
    let (typed, problem) = detail.typed.unzip();
    let typed = typed.unwrap_or_default();
    let notice = problem.map(|problem| {
        let (title, help) = match problem {
            OrderProblem::NothingChosen => (t::order_choose(), t::order_choose_help()),
            OrderProblem::NoWords => (t::order_no_words(), t::order_no_words_help()),
            OrderProblem::Foreign => (t::order_too_late(), t::order_foreign_help()),
            OrderProblem::TooLate => (t::order_too_late(), t::order_too_late_help()),
        };
        // Without a form that would hold it, what she wrote is shown to be copied.
        let is_held = typed.is_empty() || detail.may_judge || detail.may_object;
        let typed = (!is_held).then(|| view! { <p class="words">{typed.clone()}</p> });
        view! { <Notice tone=Tone::Warn title focus=true><p>{help}</p>{typed}</Notice> }
    });
    let judge = detail.may_judge.then(|| judge(path, typed.clone()));
    let object = detail.may_object.then(|| object(path, typed));
    let past = detail.past.into_iter().map(|(at, what)| {
        view! { <li><span class="hint">{at}</span>" "{what}</li> }
    });
    let past = past.collect_view();
    let looked = detail.seen.into_iter().map(|(at, who)| {
        view! { <li><span class="hint">{at}</span>" "{who}</li> }
    });
    let looked = looked.collect_view();
    let looked = (!looked.is_empty()).then(|| {
        view! {
            <details class="fold no-print">
                <summary>{t::order_seen()}</summary>
                <p class="hint">{t::order_seen_hint()}</p>
                <ol class="order__past">{looked}</ol>
            </details>
        }
    });
    view! {
        <section class="card order" id="order">
            <h2 class="title-2">{t::order_title()}</h2>
            {notice}
            <Rows rows/>
            {answer}
            {judge}
            {object}
            <details class="fold">
                <summary>{t::order_past()}</summary>
                <ol class="order__past">{past}</ol>
            </details>
            {looked}
        </section>
    }
    .into_any()
}

fn judge(path: &str, typed: String) -> impl IntoView + use<> {
    let choice = |word: &'static str, label: &'static str| {
        let id = format!("order-{word}");
        view! {
            <div class="check">
                <input type="radio" id=id.clone() name="opinion" value=word/>
                <label for=id>{label}</label>
            </div>
        }
    };
    view! {
        <form class="no-print" method="post" action=format!("{path}/order") accept-charset="utf-8">
            <fieldset class="field">
                <legend class="label">{t::order_judge()}</legend>
                <p class="hint">{t::order_judge_hint()}</p>
                {choice("satisfied", t::order_satisfied())}
                {choice("fair", t::order_fair())}
                {choice("dissatisfied", t::order_dissatisfied())}
            </fieldset>
            <label class="label" for="order-words">{t::order_why()}</label>
            <textarea class="input" id="order-words" name="words" rows="3" maxlength="500">{typed}</textarea>
            <p><button class="button button--wide" name="act" value="judge">{t::order_judge_submit()}</button></p>
        </form>
    }
}

fn object(path: &str, typed: String) -> impl IntoView + use<> {
    view! {
        <form class="no-print" method="post" action=format!("{path}/order") accept-charset="utf-8">
            <label class="label" for="order-objection">{t::order_object()}</label>
            <p class="hint" id="order-objection-hint">{t::order_object_hint()}</p>
            <textarea
                class="input" id="order-objection" name="words" rows="3" maxlength="500"
                aria-describedby="order-objection-hint"
            >{typed}</textarea>
            <p><button class="button button--wide" name="act" value="object">{t::order_object_submit()}</button></p>
        </form>
    }
}
