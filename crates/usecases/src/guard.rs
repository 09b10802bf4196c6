//! Limits on guessing receipts, PINs and one-time codes: per secret in the database, and here in all. (A link's token has
//! 100 random bits: guessing it is hopeless without a limit.) Never per
//! address: hundreds of people in a hall share one. Sending a rating is not limited at all.

use domain::Millis;
use std::sync::Mutex;

/// Counts wrong guesses of everybody, minute by minute.
#[derive(Debug)]
pub(crate) struct GuessGuard {
    per_minute: u32,
    /// Minute, and wrong guesses in it.
    count: Mutex<(i64, u32)>,
}

impl GuessGuard {
    pub(crate) fn new(per_minute: u32) -> GuessGuard {
        GuessGuard { per_minute, count: Mutex::new((0, 0)) }
    }

    /// May somebody who proves nothing look something up now?
    pub(crate) fn allows(&self, now: Millis) -> bool {
        self.with(now, |count| *count < self.per_minute)
    }

    /// A guess was wrong.
    pub(crate) fn count_wrong(&self, now: Millis) {
        self.with(now, |count| *count = count.saturating_add(1));
    }

    fn with<T>(&self, now: Millis, act: impl FnOnce(&mut u32) -> T) -> T {
        let minute = now.0 / 60_000;
        let mut count = self.count.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if count.0 != minute {
            *count = (minute, 0);
        }
        act(&mut count.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_guesses_of_everybody_are_limited_for_the_minute() {
        let guard = GuessGuard::new(2);
        let now = Millis(60_000);
        guard.count_wrong(now);
        assert!(guard.allows(now));
        guard.count_wrong(now.plus(59_999));
        assert!(!guard.allows(now.plus(1)));
        assert!(guard.allows(now.plus(60_000)));
    }
}
