//! The follow-up rating (追评) on an opened receipt.

use crate::components::form_errors::links_of;
use crate::components::{
    FieldError, FormErrors, LevelBadge, LevelChoice, Notice, Rows, Tone, WordsField, row,
};
use crate::text as t;
use domain::{Level, RatingError};
use leptos::prelude::*;

/// The follow-up rating (追评): given, or the form for it.
#[derive(Debug, Clone)]
pub enum FollowUpView {
    /// Given.
    Done {
        /// Level.
        level: Level,
        /// Words.
        words: Option<String>,
        /// Day, in words.
        date: String,
        /// Words sent just now and not stored, because this follow-up was there already.
        kept: Option<String>,
    },
    /// Not given yet.
    Form {
        /// What the field holds.
        level: String,
        /// What the field holds.
        words: String,
        /// What is wrong with it.
        errors: Vec<RatingError>,
        /// Show the form unfolded.
        open: bool,
        /// What the person must know before sending again.
        notice: Option<FollowUpNotice>,
    },
}

/// What the person must know before sending a follow-up again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowUpNotice {
    /// It could not be stored.
    NotSent,
}

/// What was added, or the form to add it: `POST /r/{code}/follow-up`.
pub(super) fn follow_up(path: &str, view: FollowUpView) -> AnyView {
    match view {
        FollowUpView::Done { level, words, date, kept } => {
            let words = words.unwrap_or_else(|| t::none().to_owned());
            let rows = vec![
                row(t::kept_level(), view! { <LevelBadge level/> }),
                row(t::kept_words(), view! { <span class="words">{words}</span> }),
                row(t::follow_up_date(), date),
            ];
            view! { {kept.map(once)} <Rows rows/> }.into_any()
        }
        FollowUpView::Form { level, words, errors, open, notice } => {
            let links = links_of(&errors, |e| match FieldError::of(e) {
                FieldError::Words => "now-words".to_owned(),
                _ => "now-level-5".to_owned(),
            });
            // The page opens at one place.
            let focus = errors.is_empty();
            let open = open || !errors.is_empty() || notice.is_some();
            let words_error = FieldError::Words.message(&errors);
            view! {
                <p class="hint">{t::follow_up_hint()}</p>
                {notice.map(|notice| notice_box(notice, focus))}
                <FormErrors links/>
                <details class="fold no-print" open=open>
                    <summary>{t::follow_up_open()}</summary>
                    <form class="fold__in" method="post" action=format!("{path}/follow-up") novalidate>
                        <LevelChoice
                            legend=t::follow_up_level() prefix="now-" level indicators=false errors
                        />
                        <WordsField id="now-words" value=words error=words_error/>
                        <p><button class="button button--wide">{t::follow_up_submit()}</button></p>
                    </form>
                </details>
            }
            .into_any()
        }
    }
}

fn notice_box(notice: FollowUpNotice, focus: bool) -> impl IntoView {
    let (title, help) = match notice {
        FollowUpNotice::NotSent => (t::follow_up_not_sent(), t::not_sent_help()),
    };
    view! { <Notice tone=Tone::Warn title focus><p>{help}</p></Notice> }
}

/// Words that came when there was a follow-up already: not stored, so shown for copying.
fn once(words: String) -> impl IntoView {
    let words = (!words.trim().is_empty())
        .then(|| view! { <p>{t::follow_up_once_help()}</p> <p class="words">{words}</p> });
    view! { <Notice tone=Tone::Warn title=t::follow_up_once() focus=true>{words}</Notice> }
}
