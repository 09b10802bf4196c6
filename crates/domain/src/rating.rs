//! The rules of one rating: what a person sent becomes a [`RatingContent`], or the list of what is
//! wrong with it. 1★ and 5★ take the same way; the only rule that looks at the level is the reason
//! for a bad one, and an indicator or words satisfies it.

use crate::indicator::{IndicatorCode, IndicatorTable, IndicatorVersion};
use crate::phone::NotAPhone;
use crate::words::WordsTooLong;
use crate::{Level, Phone, Words};

/// What came in, still as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RatingInput {
    /// Number of stars as a digit, “1”–“5”.
    pub level: String,
    /// Codes ticked under the chosen level.
    pub indicators: Vec<String>,
    /// Free words.
    pub words: String,
    /// Hide from the unit and the public who it was.
    pub anonymous: bool,
    /// Phone number, optional.
    pub phone: String,
    /// Consent to store the phone number for the call back.
    pub phone_consent: bool,
}

/// A checked rating's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingContent {
    /// The level given. There is no rating without one.
    pub level: Level,
    /// Version of the indicator list the codes belong to.
    pub version: IndicatorVersion,
    /// Codes ticked, ascending, each once, all of this level.
    pub indicators: Vec<IndicatorCode>,
    /// Words, if any were written.
    pub words: Option<Words>,
    /// Hidden from the unit and the public.
    pub anonymous: bool,
    /// Phone left with consent.
    pub phone: Option<Phone>,
}

/// One thing wrong with what was sent. The page says it beside the field and in the summary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RatingError {
    /// No level was chosen; none is ever assumed.
    #[error("no level was chosen")]
    LevelMissing,
    /// The level is not 1–5.
    #[error("the level is not one of the five")]
    LevelUnknown,
    /// The list in use has no such code.
    #[error("indicator is not in the list")]
    IndicatorUnknown,
    /// The code's first digit is not the level.
    #[error("indicator belongs to another level")]
    IndicatorOfOtherLevel,
    /// Levels 1–2 need an indicator or words.
    #[error("a bad rating needs an indicator or words")]
    ReasonMissing,
    /// More than 150 characters.
    #[error(transparent)]
    WordsTooLong(#[from] WordsTooLong),
    /// Not a phone number.
    #[error(transparent)]
    Phone(#[from] NotAPhone),
    /// A phone number without the consent that storing it needs.
    #[error("phone number without consent")]
    ConsentMissing,
}

/// Rules of a city that may differ from the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RatingRules {
    /// 差评 needs an indicator or words. Practice elsewhere, not the city's plan, hence a setting.
    pub bad_needs_reason: bool,
}

impl Default for RatingRules {
    fn default() -> Self {
        RatingRules { bad_needs_reason: true }
    }
}

impl RatingContent {
    /// Checks everything and reports every fault, in the order of the form.
    pub fn check(input: &RatingInput, rules: RatingRules) -> Result<RatingContent, Vec<RatingError>> {
        let mut errors = Vec::new();
        let level = level_of(&input.level).map_err(|e| errors.push(e)).ok();
        let indicators = level.map(|l| indicators_of(l, &input.indicators, &mut errors));
        let words = Words::parse(&input.words).map_err(|e| errors.push(e.into())).ok();
        let phone = Phone::parse(&input.phone).map_err(|e| errors.push(e.into())).ok().flatten();
        if phone.is_some() && !input.phone_consent {
            errors.push(RatingError::ConsentMissing);
        }
        if let (Some(level), Some(indicators), Some(None)) = (level, &indicators, &words)
            && level.is_bad()
            && indicators.is_empty()
            && rules.bad_needs_reason
            && errors.is_empty()
        {
            errors.push(RatingError::ReasonMissing);
        }
        match (level, indicators, words) {
            (Some(level), Some(indicators), Some(words)) if errors.is_empty() => Ok(RatingContent {
                level,
                version: IndicatorTable::current().version(),
                indicators,
                words,
                anonymous: input.anonymous,
                phone,
            }),
            _ => Err(errors),
        }
    }
}

/// The level of a form's digit.
pub fn level_of(text: &str) -> Result<Level, RatingError> {
    match text {
        "" => Err(RatingError::LevelMissing),
        _ => match text.as_bytes() {
            [digit @ b'1'..=b'5'] => Level::from_stars(digit - b'0').ok_or(RatingError::LevelUnknown),
            _ => Err(RatingError::LevelUnknown),
        },
    }
}

fn indicators_of(level: Level, codes: &[String], errors: &mut Vec<RatingError>) -> Vec<IndicatorCode> {
    let mut found = Vec::new();
    for code in codes {
        match IndicatorTable::current().find(code) {
            Some(indicator) if indicator.level == level => found.push(indicator.code),
            Some(_) => once(errors, RatingError::IndicatorOfOtherLevel),
            None => once(errors, RatingError::IndicatorUnknown),
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// A hostile form may hold thousands of bad codes; the person is told once.
fn once(errors: &mut Vec<RatingError>, error: RatingError) {
    if !errors.contains(&error) {
        errors.push(error);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn input(level: &str, indicators: &[&str], words: &str) -> RatingInput {
        RatingInput {
            level: level.into(),
            indicators: indicators.iter().map(|s| s.to_string()).collect(),
            words: words.into(),
            ..RatingInput::default()
        }
    }

    fn check(input: &RatingInput) -> Result<RatingContent, Vec<RatingError>> {
        RatingContent::check(input, RatingRules::default())
    }

    #[test]
    fn no_level_is_never_filled_in() {
        assert_eq!(check(&input("", &[], "很好")), Err(vec![RatingError::LevelMissing]));
        for level in ["0", "6", "05", "５", "5 ", "five"] {
            assert_eq!(check(&input(level, &[], "")), Err(vec![RatingError::LevelUnknown]), "{level}");
        }
    }

    #[test]
    fn a_bad_rating_without_words_or_tags_is_refused() {
        for level in ["1", "2"] {
            assert_eq!(check(&input(level, &[], " \u{200B}")), Err(vec![RatingError::ReasonMissing]));
        }
        assert!(check(&input("1", &["108"], "")).is_ok());
        assert!(check(&input("2", &[], "等了三小时")).is_ok());
        let rules = RatingRules { bad_needs_reason: false };
        assert!(RatingContent::check(&input("1", &[], ""), rules).is_ok());
    }

    #[test]
    fn a_good_rating_may_be_bare() {
        for level in ["3", "4", "5"] {
            assert!(check(&input(level, &[], "")).is_ok());
        }
    }

    #[test]
    fn an_indicator_of_another_level_or_of_no_list_is_refused() {
        assert_eq!(check(&input("5", &["108"], "")), Err(vec![RatingError::IndicatorOfOtherLevel]));
        assert_eq!(check(&input("1", &["999"], "")), Err(vec![RatingError::IndicatorUnknown]));
    }

    #[test]
    fn a_phone_needs_its_own_consent_and_every_fault_is_reported_at_once() {
        let mut form = input("1", &[], &"差".repeat(151));
        form.phone = "12".into();
        let errors = check(&form).unwrap_err();
        assert_eq!(errors, [WordsTooLong { count: 151 }.into(), NotAPhone.into()]);
        let mut form = input("5", &[], "");
        form.phone = "13800000000".into();
        assert_eq!(check(&form), Err(vec![RatingError::ConsentMissing]));
        form.phone_consent = true;
        assert!(check(&form).unwrap().phone.is_some());
    }

    proptest! {
        /// A stored rating's codes all belong to its level, whatever was sent.
        #[test]
        fn accepted_codes_belong_to_the_level(level in "[0-6]", codes in prop::collection::vec(100u16..600, 0..6), words in ".{0,20}") {
            let codes: Vec<String> = codes.iter().map(u16::to_string).collect();
            let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
            if let Ok(content) = check(&input(&level, &codes, &words)) {
                let digit = u16::from(content.level.stars());
                prop_assert!(content.indicators.iter().all(|c| c.number() / 100 == digit));
                prop_assert!(content.indicators.is_sorted());
                prop_assert!(!content.level.is_bad() || !content.indicators.is_empty() || content.words.is_some());
            }
        }

        /// A bad rating that gives a reason gets in exactly where a good one gets in.
        #[test]
        fn a_bad_rating_with_a_reason_is_accepted_where_a_good_one_is(words in "[^\\p{C}]{1,160}", phone in "[0-9+ -]{0,14}", consent: bool) {
            let form = |level: &str| RatingInput { phone: phone.clone(), phone_consent: consent, ..input(level, &[], &words) };
            let visible = matches!(Words::parse(&words), Ok(Some(_)) | Err(_));
            prop_assert!(!visible || check(&form("1")).is_ok() == check(&form("5")).is_ok());
        }
    }
}
