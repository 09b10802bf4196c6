//! Follow-up rating (追评): one more word of the same person about the same service, later.
//!
//! It is a record of its own that points to the first rating. It never changes the first level and
//! never counts in a rate; there is at most one.

use crate::rating::{RatingError, level_of};
use crate::{Level, Words};

/// A checked follow-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// How the person sees it now.
    pub level: Level,
    /// What she adds.
    pub words: Option<Words>,
}

impl FollowUp {
    /// Checks a follow-up: a level is needed, words are not. A worse level than before needs no reason:
    /// the first rating gave one, or the follow-up is the reason.
    pub fn check(level: &str, words: &str) -> Result<FollowUp, Vec<RatingError>> {
        let mut errors = Vec::new();
        let level = level_of(level).map_err(|e| errors.push(e));
        let words = Words::parse(words).map_err(|e| errors.push(e.into()));
        match (level, words) {
            (Ok(level), Ok(words)) => Ok(FollowUp { level, words }),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_follow_up_needs_a_level_and_may_be_wordless() {
        assert_eq!(FollowUp::check("", ""), Err(vec![RatingError::LevelMissing]));
        assert!(FollowUp::check("1", "").is_ok());
        assert_eq!(FollowUp::check("9", &"好".repeat(200)).unwrap_err().len(), 2);
    }
}
