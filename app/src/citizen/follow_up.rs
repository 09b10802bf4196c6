//! The follow-up rating (追评) on an opened receipt.

use crate::components::form_errors::links_of;
use crate::components::{FieldError, FormErrors, LevelBadge, LevelChoice, Rows, WordsField, row};
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
    },
}

/// What was added, or the form to add it: `POST /r/{code}/follow-up`.
pub(super) fn follow_up(path: &str, view: FollowUpView) -> AnyView {
    match view {
        FollowUpView::Done { level, words, date } => {
            let words = words.unwrap_or_else(|| t::none().to_owned());
            let rows = vec![
                row(t::kept_level(), view! { <LevelBadge level/> }),
                row(t::kept_words(), view! { <span class="words">{words}</span> }),
                row(t::follow_up_date(), date),
            ];
            view! { <Rows rows/> }.into_any()
        }
        FollowUpView::Form { level, words, errors, open } => {
            let links = links_of(&errors, |e| match FieldError::of(e) {
                FieldError::Words => "now-words".to_owned(),
                _ => "now-level-5".to_owned(),
            });
            let open = open || !errors.is_empty();
            let words_error = FieldError::Words.message(&errors);
            view! {
                <p class="hint">{t::follow_up_hint()}</p>
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
