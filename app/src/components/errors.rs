//! What a rating's error says, and beside which field.

use crate::text as t;
use domain::words::MAX_WORDS;
use domain::{IndicatorTable, RatingError, RatingInput};
use leptos::prelude::*;

/// Where an error belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldError {
    /// The level.
    Level,
    /// The indicators of the chosen level.
    Indicators,
    /// The words.
    Words,
    /// The phone number.
    Phone,
    /// The consent to store it.
    Consent,
}

impl FieldError {
    /// The field an error belongs to.
    pub fn of(error: &RatingError) -> FieldError {
        match error {
            RatingError::LevelMissing | RatingError::LevelUnknown => FieldError::Level,
            RatingError::IndicatorUnknown | RatingError::IndicatorOfOtherLevel => FieldError::Indicators,
            RatingError::ReasonMissing => FieldError::Indicators,
            RatingError::WordsTooLong(_) => FieldError::Words,
            RatingError::Phone(_) => FieldError::Phone,
            RatingError::ConsentMissing => FieldError::Consent,
        }
    }

    /// Id of the element that the summary leads to.
    pub fn target(self, input: &RatingInput) -> String {
        match self {
            FieldError::Level => "level-5".to_owned(),
            FieldError::Indicators => domain::rating::level_of(&input.level)
                .ok()
                .and_then(|level| IndicatorTable::current().of_level(level).next())
                .map_or("level-5".to_owned(), |first| format!("indicator-{}", first.code)),
            FieldError::Words => "words".to_owned(),
            FieldError::Phone => "phone".to_owned(),
            FieldError::Consent => "phone-consent".to_owned(),
        }
    }

    /// The sentence of the first error that belongs here.
    pub fn message(self, errors: &[RatingError]) -> Option<String> {
        errors.iter().find(|e| FieldError::of(e) == self).map(sentence)
    }
}

/// What an error says.
pub fn sentence(error: &RatingError) -> String {
    match error {
        RatingError::LevelMissing => t::level_missing().to_owned(),
        RatingError::LevelUnknown => t::level_unknown().to_owned(),
        RatingError::IndicatorUnknown => t::indicator_unknown().to_owned(),
        RatingError::IndicatorOfOtherLevel => t::indicator_of_other_level().to_owned(),
        RatingError::ReasonMissing => t::reason_missing().to_owned(),
        RatingError::WordsTooLong(e) => t::words_too_long(e.count, e.count.saturating_sub(MAX_WORDS)),
        RatingError::Phone(_) => t::phone_wrong().to_owned(),
        RatingError::ConsentMissing => t::consent_missing().to_owned(),
    }
}

/// The sentence beside its field.
#[component]
pub fn FieldMessage(
    #[prop(into)] id: String,
    #[prop(optional_no_strip)] message: Option<String>,
) -> impl IntoView {
    message.map(|message| view! { <p class="field-error" id=id>{message}</p> })
}
