//! How much a partner may ask in a minute: a bucket of requests and one of cases for each, in memory. Told by
//! `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers).

use axum::http::{HeaderMap, HeaderValue, header};
use domain::Millis;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use storage::PartnerRow;

/// A minute, ms.
const MINUTE: i64 = 60_000;

/// What is left of a minute's allowance; it fills up evenly.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: i64,
}

impl Bucket {
    fn fill(&mut self, most: i64, now: Millis) {
        let grown = (now.0 - self.at).max(0) as f64 * most as f64 / MINUTE as f64;
        self.left = (self.left + grown).min(most as f64);
        self.at = now.0;
    }
}

/// Buckets of every partner that has asked.
#[derive(Debug, Default)]
pub(in crate::web) struct Limits(Mutex<HashMap<(i64, What), Bucket>>);

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum What {
    Requests,
    Cases,
}

impl What {
    fn most(self, partner: &PartnerRow) -> i64 {
        match self {
            What::Requests => partner.requests_per_minute,
            What::Cases => partner.cases_per_minute,
        }
    }
}

impl Limits {
    /// Takes so many, or says in how many seconds there will be enough. More than a minute's allowance at once is
    /// taken when the bucket is full, and then has to be waited for.
    pub(super) fn take(&self, partner: &PartnerRow, what: What, many: usize, now: Millis) -> Result<(), u64> {
        let most = what.most(partner);
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.entry((partner.id, what)).or_insert(Bucket { left: most as f64, at: now.0 });
        bucket.fill(most, now);
        let wanted = (many as f64).min(most as f64);
        if bucket.left >= wanted {
            bucket.left -= many as f64;
            return Ok(());
        }
        let missing = wanted - bucket.left;
        Err((missing * 60.0 / most as f64).ceil().max(1.0) as u64)
    }

    /// Writes what is left into an answer.
    pub(super) fn tell(&self, partner: &PartnerRow, headers: &mut HeaderMap) {
        let buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let part = |what: What, name: &str| {
            let most = what.most(partner);
            let left = buckets.get(&(partner.id, what)).map_or(most as f64, |b| b.left).max(0.0) as i64;
            (format!("\"{name}\";q={most};w=60"), format!("\"{name}\";r={left};t=60"))
        };
        let (requests, cases) = (part(What::Requests, "requests"), part(What::Cases, "cases"));
        let both = |a: &str, b: &str| HeaderValue::from_str(&format!("{a}, {b}"));
        if let (Ok(policy), Ok(left)) = (both(&requests.0, &cases.0), both(&requests.1, &cases.1)) {
            headers.insert("ratelimit-policy", policy);
            headers.insert("ratelimit", left);
        }
    }
}

/// Says when to come again.
pub(super) fn retry_after(seconds: u64, headers: &mut HeaderMap) {
    if let Ok(value) = HeaderValue::from_str(&seconds.to_string()) {
        headers.insert(header::RETRY_AFTER, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partner() -> PartnerRow {
        PartnerRow {
            id: 1,
            name: String::new(),
            requests_per_minute: 60,
            cases_per_minute: 600,
            notify_since: None,
            disabled_at: None,
            created_at: 0,
            version: 1,
        }
    }

    #[test]
    fn a_minutes_allowance_is_taken_and_grows_again() {
        let (limits, partner) = (Limits::default(), partner());
        for _ in 0..60 {
            assert_eq!(limits.take(&partner, What::Requests, 1, Millis(0)), Ok(()));
        }
        assert_eq!(limits.take(&partner, What::Requests, 1, Millis(0)), Err(1));
        assert_eq!(limits.take(&partner, What::Requests, 1, Millis(999)), Err(1));
        assert_eq!(limits.take(&partner, What::Requests, 1, Millis(1_000)), Ok(()));
    }

    #[test]
    fn a_batch_larger_than_the_allowance_is_taken_once_and_waited_for_afterwards() {
        let (limits, partner) = (Limits::default(), partner());
        assert_eq!(limits.take(&partner, What::Cases, 1_000, Millis(0)), Ok(()));
        assert_eq!(limits.take(&partner, What::Cases, 1, Millis(0)), Err(41));
        assert_eq!(limits.take(&partner, What::Cases, 1, Millis(41_000)), Ok(()));
    }

    #[test]
    fn a_clock_that_goes_back_gives_nothing_and_takes_nothing() {
        let (limits, partner) = (Limits::default(), partner());
        assert_eq!(limits.take(&partner, What::Requests, 60, Millis(60_000)), Ok(()));
        assert!(limits.take(&partner, What::Requests, 1, Millis(0)).is_err());
    }
}
