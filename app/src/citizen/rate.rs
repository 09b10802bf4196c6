//! The rating page: a window's or a case's.

use super::target::target_card;
use crate::components::form_errors::links_of;
use crate::components::{
    Contact, FieldError, FormErrors, Layout, LevelChoice, Notice, Scripts, Tone, WordsField,
};
use crate::islands::RatingForm;
use crate::page::PageContext;
use crate::text as t;
use domain::{RatingError, RatingInput};
use leptos::prelude::*;

/// The form, filled with what was sent before, and what is wrong with it.
#[derive(Debug, Clone)]
pub struct RateView {
    /// Where the form posts, `/w/{code}` or `/c/{token}`.
    pub action: String,
    /// What is rated.
    pub target: RateTarget,
    /// What the fields hold.
    pub input: RatingInput,
    /// What is wrong with it.
    pub errors: Vec<RatingError>,
    /// What the person must know before sending again.
    pub notice: Option<FormNotice>,
}

/// What is rated.
#[derive(Debug, Clone)]
pub enum RateTarget {
    /// A window, scanned or typed.
    Window(WindowView),
    /// An occurrence of a case, by its link.
    Case(CaseView),
    /// A person at a window, by her own code.
    Person(PersonTarget),
    /// An occurrence whose case has not come yet, by a link its business system signed.
    Pending(PendingView),
}

/// A person whose own code was scanned, at the window that is rated.
#[derive(Debug, Clone)]
pub struct PersonTarget {
    /// Her name.
    pub name: String,
    /// 工号.
    pub number: String,
    /// Does she sit there now? Else the rating is laid to the window alone.
    pub here: bool,
    /// The window.
    pub window: WindowView,
}

/// A window as a citizen sees it.
#[derive(Debug, Clone)]
pub struct WindowView {
    /// Window code.
    pub code: String,
    /// Hall.
    pub hall: String,
    /// Window.
    pub window: String,
    /// Department.
    pub department: String,
    /// Who is on duty now.
    pub on_duty: Vec<OnDuty>,
    /// The plate, or the window, is out of service: the rating is taken and counts for the hall.
    pub ended: bool,
}

/// Somebody on duty at a window.
#[derive(Debug, Clone)]
pub struct OnDuty {
    /// Name.
    pub name: String,
    /// Staff number.
    pub number: String,
}

/// A case as the person who holds its link sees it.
#[derive(Debug, Clone)]
pub struct CaseView {
    /// 事项名称.
    pub item: String,
    /// 受理部门.
    pub department: String,
    /// 服务名称.
    pub service: String,
    /// 办理状态.
    pub state: String,
    /// Accepted at, in words.
    pub accepted: String,
    /// Finished at, in words.
    pub finished: Option<String>,
    /// Served at, in words.
    pub served: String,
    /// Last day on which the rating is in time, in words.
    pub last_day: String,
    /// The last day lies in a year whose holidays are not announced yet.
    pub provisional: bool,
    /// The last day is over: the rating is taken and marked 逾期.
    pub late: bool,
}

/// An occurrence of which only the business system is known.
#[derive(Debug, Clone)]
pub struct PendingView {
    /// The business system's name.
    pub organisation: String,
    /// Last day on which it can be rated, in words.
    pub last_day: String,
}

/// What the person must know before sending again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormNotice {
    /// The same device rated this window a short time ago: is this another service?
    AskAnother {
        /// Within how many minutes; 0 says no number.
        minutes: u32,
    },
    /// It could not be stored.
    NotSent,
    /// Too many are waiting.
    Busy,
    /// It was posted from another site.
    ForeignPage,
}

/// `GET /w/{code}`, `GET /c/{token}` and what a refused post shows.
pub fn rate_page(ctx: PageContext, view: RateView) -> impl IntoView {
    let RateView { action, target, input, errors, notice } = view;
    // A successful post makes the browser forget the page at the same URL (RFC 9111 §4.4). The query makes
    // it another URL, so that going back finds this very form, whose key leads to the same receipt.
    let action = format!("{action}?send");
    let links = links_of(&errors, |e| FieldError::of(e).target(&input));
    let prefix = if errors.is_empty() { "" } else { t::error_prefix() };
    let title = format!("{prefix}{}", t::rate_title());
    // The island offers a draft on an untouched form only, never over what the server kept.
    let fresh = (errors.is_empty() && notice.is_none()).then_some("");
    let another = matches!(notice, Some(FormNotice::AskAnother { .. }));
    let anonymous_hint = match target {
        RateTarget::Window(_) | RateTarget::Person(_) => t::anonymous_window(),
        RateTarget::Case(_) | RateTarget::Pending(_) => t::anonymous_case(),
    };
    let words_error = FieldError::Words.message(&errors);
    view! {
        <Layout ctx=ctx.clone() title scripts=Scripts::Islands>
            <FormErrors links/>
            {notice.map(notice_box)}
            {target_card(target, &ctx)}
            <form
                    class="rating card" id="rating" method="post" action=action accept-charset="utf-8"
                    novalidate data-fresh=fresh
                >
                    {another.then(|| view! { <input type="hidden" name="another" value="1"/> })}
                    <LevelChoice
                        legend=t::level() level=input.level.clone() ticked=input.indicators.clone()
                        indicators=true errors=errors.clone()
                    />
                    <WordsField id="words" value=input.words.clone() error=words_error/>
                    <Contact input errors anonymous_hint/>
                    <p class="hint">
                        {t::rate_privacy()}<a href="/privacy">{t::privacy()}</a>
                    </p>
                    <div class="rating__send">
                        <RatingForm/>
                        // Not id="submit": that would hide the form's own method of that name.
                        <button class="button button--wide" id="send">
                            {if another { t::another_yes() } else { t::submit() }}
                        </button>
                    </div>
                </form>
        </Layout>
    }
}

fn notice_box(notice: FormNotice) -> impl IntoView {
    let (title, help) = match notice {
        FormNotice::AskAnother { minutes: 0 } => (t::another_question().to_owned(), t::another_help()),
        FormNotice::AskAnother { minutes } => (t::another_question_within(minutes), t::another_help()),
        FormNotice::NotSent => (t::not_sent().to_owned(), t::not_sent_help()),
        FormNotice::Busy => (t::busy().to_owned(), t::busy_help()),
        FormNotice::ForeignPage => (t::foreign().to_owned(), t::foreign_help()),
    };
    let answers = matches!(notice, FormNotice::AskAnother { .. }).then(|| {
        view! {
            <p class="answers">
                <button class="button" form="rating">{t::another_yes()}</button>
                <a class="button button--plain" id="not-another" href="/">{t::another_no()}</a>
            </p>
        }
    });
    view! { <Notice tone=Tone::Warn title><p>{help}</p> {answers}</Notice> }
}
