//! The receipt: proof that a rating was received, which never says to others what was given.

use super::follow_up::{FollowUpView, follow_up};
use super::order::{OrderView, order};
use super::way_back::{WayBack, way_back};
use crate::components::{FieldMessage, Layout, LevelBadge, Notice, Rows, Scripts, Tone, row};
use crate::page::PageContext;
use crate::text as t;
use domain::{Level, ReceiptCode};
use leptos::prelude::*;

/// A receipt.
#[derive(Debug, Clone)]
pub struct ReceiptView {
    /// Its code.
    pub code: ReceiptCode,
    /// Where: hall and window, or item and department.
    pub place: String,
    /// Day of the rating, in words.
    pub date: String,
    /// What became of it.
    pub state: ReceiptState,
    /// Shown right after the post only.
    pub arrival: Option<Arrival>,
    /// The part that needs the device or the PIN.
    pub detail: ReceiptDetail,
}

/// What became of a rating. Must never reveal the level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptState {
    /// Received in time.
    Counted,
    /// Taken after the last day (逾期), kept out of the rates.
    Late,
}

/// Right after the post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    /// A new rating; the PIN is shown this once.
    New {
        /// 查询口令.
        pin: Option<String>,
    },
    /// The same rating was sent before and counted once.
    Repeated {
        /// 查询口令.
        pin: Option<String>,
    },
}

/// What the device that rated, or the PIN, opens.
#[derive(Debug, Clone)]
pub enum ReceiptDetail {
    /// Not opened.
    Locked {
        /// What is wrong with the PIN typed.
        problem: Option<PinProblem>,
        /// A follow-up (level, words) that came when the receipt had closed again: the PIN's form
        /// carries it in the fields `level` and `words`.
        follow_up: Option<(String, String)>,
        /// What was written about the work order when the receipt had closed again: shown, to be copied.
        unsent: Option<String>,
    },
    /// Opened.
    Open(OpenReceipt),
}

/// Why a PIN opened nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinProblem {
    /// Not this receipt's PIN.
    Wrong,
    /// Too many tries.
    Locked,
    /// Not the form of a PIN.
    Form,
}

/// What was given.
#[derive(Debug, Clone)]
pub struct OpenReceipt {
    /// Level.
    pub level: Level,
    /// Sentences ticked.
    pub indicators: Vec<String>,
    /// Words.
    pub words: Option<String>,
    /// Given anonymously.
    pub anonymous: bool,
    /// A phone number was left.
    pub phone_left: bool,
    /// Linked to a case; else 未关联办件.
    pub linked: bool,
    /// What becomes of a bad rating.
    pub order: Option<OrderView>,
    /// The follow-up rating.
    pub follow_up: FollowUpView,
}

/// `GET /r/{code}`
pub fn receipt_page(ctx: PageContext, view: ReceiptView, back: Option<WayBack>) -> impl IntoView {
    let path = format!("/r/{}", view.code);
    let arrived = view.arrival.is_some();
    let (heading, pin) = match view.arrival {
        None => (view! { <h1 class="title">{t::receipt()}</h1> }.into_any(), None),
        Some(Arrival::New { pin }) => (
            view! { <Notice tone=Tone::Done title=t::thanks() main=true><p>{t::receipt_keep()}</p></Notice> }
                .into_any(),
            pin,
        ),
        Some(Arrival::Repeated { pin }) => (
            view! { <Notice tone=Tone::Info title=t::repeated() main=true><p>{t::receipt_keep()}</p></Notice> }
                .into_any(),
            pin,
        ),
    };
    let state = match view.state {
        ReceiptState::Counted => t::counted(),
        ReceiptState::Late => t::late(),
    };
    let rows = vec![
        row(t::receipt_place(), view.place),
        row(t::receipt_date(), view.date),
        row(t::receipt_state(), state),
    ];
    let detail = match view.detail {
        ReceiptDetail::Locked { problem, follow_up, unsent } => {
            locked(&path, problem, (follow_up, unsent)).into_any()
        }
        // Folded right after the post, so that a screenshot of the proof shows nobody what was given.
        ReceiptDetail::Open(open) if arrived => view! {
            <details class="fold no-print">
                <summary>{t::open_title()}</summary>
                {opened(&path, open)}
            </details>
        }
        .into_any(),
        ReceiptDetail::Open(open) => opened(&path, open).into_any(),
    };
    let bridge = back.as_ref().is_some_and(|way| way.href.is_none());
    let scripts = match (arrived, bridge) {
        (true, _) => Scripts::Receipt,
        (false, true) => Scripts::Boot,
        (false, false) => Scripts::None,
    };
    view! {
        <Layout ctx title=t::receipt() scripts>
            {heading}
            <section class="card receipt">
                <p class="receipt__label">{t::receipt_code()}</p>
                <p class="receipt__code">{view.code.grouped()}</p>
                {pin.map(pin_box)}
                <Rows rows/>
            </section>
            {back.map(way_back)}
            {detail}
        </Layout>
    }
}

fn pin_box(pin: String) -> impl IntoView {
    view! {
        <div class="pin">
            <p class="receipt__label">{t::pin()}</p>
            <p class="receipt__code">{pin}</p>
            <p><strong>{t::pin_once()}</strong>{t::pin_purpose()}</p>
        </div>
    }
}

/// Says nothing of what was given.
fn locked(
    path: &str,
    problem: Option<PinProblem>,
    (follow_up, unsent): (Option<(String, String)>, Option<String>),
) -> impl IntoView + use<> {
    let unsent = unsent.map(|words| {
        view! {
            <Notice tone=Tone::Warn title=t::order_too_late() focus=true>
                <p>{t::order_locked_help()}</p> <p class="words">{words}</p>
            </Notice>
        }
    });
    let message = problem.map(|problem| {
        match problem {
            PinProblem::Wrong => t::pin_wrong(),
            PinProblem::Locked => t::pin_locked(),
            PinProblem::Form => t::pin_form(),
        }
        .to_owned()
    });
    let described = if message.is_some() { "pin-error pin-hint" } else { "pin-hint" };
    let (invalid, focus) = (message.is_some().then_some("true"), message.is_some());
    // Of the level nothing is shown: it travels in its field.
    let kept = follow_up.map(|(level, words)| {
        let shown = (!words.trim().is_empty()).then(|| view! { <p class="words">{words.clone()}</p> });
        (
            view! {
                <Notice tone=Tone::Warn title=t::follow_up_locked() focus=!focus>
                    <p>{t::follow_up_locked_help()}</p> {shown}
                </Notice>
            },
            view! {
                <input type="hidden" name="level" value=level/>
                <input type="hidden" name="words" value=words/>
            },
        )
    });
    let (notice, fields) = kept.unzip();
    view! {
        <section class="card no-print">
            {notice}
            {unsent}
            <h2 class="title-2">{t::open_title()}</h2>
            <form method="post" action=format!("{path}/open") accept-charset="utf-8">
                {fields}
                <label class="label" for="pin">{t::pin()}</label>
                <p class="hint" id="pin-hint">{t::open_hint()}</p>
                <FieldMessage id="pin-error" message/>
                <div class="search__row">
                    <input
                        class="input" id="pin" name="pin" maxlength="20" inputmode="numeric" autocomplete="off"
                        autocapitalize="off" spellcheck="false" aria-describedby=described
                        aria-invalid=invalid autofocus=focus
                    />
                    <button class="button">{t::open_submit()}</button>
                </div>
            </form>
        </section>
    }
}

fn opened(path: &str, open: OpenReceipt) -> impl IntoView + use<> {
    let or_none = |text: Option<String>| text.unwrap_or_else(|| t::none().to_owned());
    let indicators = (!open.indicators.is_empty()).then(|| open.indicators.join("；"));
    let rows = vec![
        row(t::kept_level(), view! { <LevelBadge level=open.level/> }),
        row(t::kept_indicators(), or_none(indicators)),
        row(t::kept_words(), view! { <span class="words">{or_none(open.words)}</span> }),
        row(t::given_way(), if open.anonymous { t::given_anonymous() } else { t::given_named() }),
        row(t::given_phone(), if open.phone_left { t::given_phone_left() } else { t::given_phone_none() }),
        row(t::given_case(), if open.linked { t::given_linked() } else { t::given_unlinked() }),
    ];
    let order = open.order.map(|view| order(path, view));
    view! {
        {order}
        <section class="card no-print">
            <h2 class="title-2">{t::given_title()}</h2>
            <Rows rows/>
        </section>
        <section class="card no-print" id="follow-up">
            <h2 class="title-2">{t::follow_up()}</h2>
            {follow_up(path, open.follow_up)}
        </section>
    }
}
