//! The rating log: every act on a rating in commit order, each entry sealed with the one before, so that
//! a changed, inserted or removed entry is noticed. Hash: SM3 (GB/T 32905-2016).
//!
//! The log is also the outbox: whoever must act on ratings (upload, work orders) reads entries after the
//! last `seq` it has handled. Sequence numbers have no gaps and become visible in order.

use crate::{Db, StorageResult};
use sm3::{Digest, Sm3};

statements! {
    HEAD = "SELECT seq, chain FROM rating_log ORDER BY seq DESC LIMIT 1";
    WALK_LOG = "SELECT l.seq, l.kind, l.rating_id, l.at, l.digest, l.chain,
            r.receipt, r.window_id, r.occurrence_id, r.staff_id, r.level, r.indicator_version, r.indicators,
            r.words, r.anonymous, r.channel, r.actor, r.late, r.rated_at, r.ended_plate,
            r.container,
            f.level AS follow_up_level, f.words AS follow_up_words
        FROM rating_log l JOIN rating r ON r.id = l.rating_id LEFT JOIN follow_up f ON f.rating_id = l.rating_id
        WHERE l.seq > $1 ORDER BY l.seq LIMIT $2";
    // One statement sees one state: ratings that come in meanwhile are in both counts or in neither.
    COUNT_PAIRS = "SELECT (SELECT COUNT(*) FROM rating), (SELECT COUNT(DISTINCT rating_id) FROM rating_log WHERE kind = 1)";
}

/// A 256-bit SM3 value.
pub(crate) type Hash = [u8; 32];

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntryKind {
    Rated = 1,
    FollowedUp = 2,
}

impl EntryKind {
    pub(crate) const fn number(self) -> i16 {
        self as i16
    }
}

/// An entry; [`seal`] numbers it and ties it to the one before.
#[derive(Debug, Clone)]
pub(crate) struct LogEntry {
    pub(crate) seq: i64,
    pub(crate) kind: EntryKind,
    pub(crate) rating_id: i64,
    pub(crate) at: i64,
    pub(crate) digest: Hash,
    pub(crate) chain: Hash,
}

impl LogEntry {
    pub(crate) fn new(kind: EntryKind, rating_id: i64, at: i64, digest: Hash) -> LogEntry {
        LogEntry { seq: 0, kind, rating_id, at, digest, chain: [0; 32] }
    }
}

/// Numbers entries after the head and seals each with the one before.
pub(crate) fn seal(head: Option<(i64, Vec<u8>)>, entries: impl Iterator<Item = LogEntry>) -> Vec<LogEntry> {
    let (mut seq, mut chain) = head.unwrap_or_default();
    entries
        .map(|mut entry| {
            seq += 1;
            entry.seq = seq;
            entry.chain = link(&chain, seq, entry.kind.number(), entry.rating_id, entry.at, &entry.digest);
            chain = entry.chain.to_vec();
            entry
        })
        .collect()
}

fn link(before: &[u8], seq: i64, kind: i16, rating_id: i64, at: i64, digest: &[u8]) -> Hash {
    let mut hash = Sm3::new();
    hash.update(before);
    hash.update(seq.to_be_bytes());
    hash.update(kind.to_be_bytes());
    hash.update(rating_id.to_be_bytes());
    hash.update(at.to_be_bytes());
    hash.update(digest);
    hash.finalize().into()
}

/// What of a rating can never change, and is therefore sealed. Phone and device are not: they are cleared
/// when their retention ends.
pub(crate) struct RatingFacts<'a> {
    pub(crate) receipt: &'a str,
    pub(crate) window_id: Option<i64>,
    pub(crate) occurrence_id: Option<i64>,
    pub(crate) staff_id: Option<i64>,
    pub(crate) level: i16,
    pub(crate) indicator_version: i16,
    pub(crate) indicators: &'a str,
    pub(crate) words: Option<&'a str>,
    pub(crate) anonymous: bool,
    pub(crate) channel: i16,
    pub(crate) actor: i16,
    pub(crate) late: bool,
    pub(crate) rated_at: i64,
    pub(crate) ended_plate: bool,
    pub(crate) container: Option<i16>,
}

/// Digest of a rating; every part is preceded by its length, so that no two ratings write the same bytes.
pub(crate) fn rating_digest(facts: &RatingFacts<'_>) -> Hash {
    let mut hash = Sm3::new();
    text(&mut hash, Some(facts.receipt));
    for id in [facts.window_id, facts.occurrence_id, facts.staff_id] {
        number(&mut hash, id);
    }
    for value in [facts.level, facts.indicator_version, facts.channel, facts.actor] {
        number(&mut hash, Some(i64::from(value)));
    }
    for choice in [facts.late, facts.anonymous] {
        number(&mut hash, Some(i64::from(choice)));
    }
    text(&mut hash, Some(facts.indicators));
    text(&mut hash, facts.words);
    number(&mut hash, Some(facts.rated_at));
    // Said only where it is so: ratings sealed before plates had an end keep their digest.
    if facts.ended_plate {
        number(&mut hash, Some(1));
    }
    // The same for the container; named, so that it can be taken for nothing else that is said only sometimes.
    if let Some(container) = facts.container {
        text(&mut hash, Some("container"));
        number(&mut hash, Some(i64::from(container)));
    }
    hash.finalize().into()
}

/// Digest of a follow-up.
pub(crate) fn follow_up_digest(level: i16, words: Option<&str>) -> Hash {
    let mut hash = Sm3::new();
    number(&mut hash, Some(i64::from(level)));
    text(&mut hash, words);
    hash.finalize().into()
}

pub(crate) fn text(hash: &mut Sm3, value: Option<&str>) {
    number(hash, value.map(|v| v.len() as i64));
    hash.update(value.unwrap_or_default());
}

pub(crate) fn number(hash: &mut Sm3, value: Option<i64>) {
    hash.update([u8::from(value.is_some())]);
    hash.update(value.unwrap_or_default().to_be_bytes());
}

/// Result of walking the whole log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogCheck {
    /// Entries walked.
    pub entries: i64,
    /// Ratings in the table.
    pub ratings: i64,
    /// Beginning of the last seal, hexadecimal. Kept elsewhere with the number of entries, it shows later
    /// whether the end of the log was cut off.
    pub head: String,
    /// The first thing found wrong.
    pub fault: Option<LogFault>,
}

/// What is wrong with the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogFault {
    /// A number is missing: an entry was removed.
    #[error("entry {0} is missing")]
    Missing(i64),
    /// The entry does not follow from the one before: it was changed or put in.
    #[error("entry {0} does not fit the one before")]
    Broken(i64),
    /// The rating or follow-up is not what was sealed: it was changed afterwards.
    #[error("what entry {0} sealed was changed")]
    Changed(i64),
    /// Ratings and entries do not pair up.
    #[error("{ratings} ratings, {entries} entries about them")]
    Unpaired {
        /// Ratings in the table.
        ratings: i64,
        /// Ratings the log speaks of.
        entries: i64,
    },
}

#[derive(sqlx::FromRow)]
struct WalkRow {
    seq: i64,
    kind: i16,
    rating_id: i64,
    at: i64,
    digest: Vec<u8>,
    chain: Vec<u8>,
    receipt: String,
    window_id: Option<i64>,
    occurrence_id: Option<i64>,
    staff_id: Option<i64>,
    level: i16,
    indicator_version: i16,
    indicators: String,
    words: Option<String>,
    anonymous: bool,
    channel: i16,
    actor: i16,
    late: bool,
    rated_at: i64,
    ended_plate: bool,
    container: Option<i16>,
    follow_up_level: Option<i16>,
    follow_up_words: Option<String>,
}

impl WalkRow {
    fn digest_now(&self) -> Hash {
        if self.kind == EntryKind::FollowedUp.number() {
            return follow_up_digest(
                self.follow_up_level.unwrap_or_default(),
                self.follow_up_words.as_deref(),
            );
        }
        rating_digest(&RatingFacts {
            receipt: &self.receipt,
            window_id: self.window_id,
            occurrence_id: self.occurrence_id,
            staff_id: self.staff_id,
            level: self.level,
            indicator_version: self.indicator_version,
            indicators: &self.indicators,
            words: self.words.as_deref(),
            anonymous: self.anonymous,
            channel: self.channel,
            actor: self.actor,
            late: self.late,
            rated_at: self.rated_at,
            ended_plate: self.ended_plate,
            container: self.container,
        })
    }
}

impl Db {
    /// Walks the whole log and recomputes every seal.
    pub async fn check_log(&self) -> StorageResult<LogCheck> {
        let (mut seq, mut chain) = (0, Vec::new());
        let mut fault = None;
        'walk: loop {
            let page: Vec<WalkRow> = reading!(self, |pool| sqlx::query_as(WALK_LOG)
                .bind(seq)
                .bind(1000i64)
                .fetch_all(pool)
                .await?);
            if page.is_empty() {
                break;
            }
            for row in page {
                if row.seq != seq + 1 {
                    fault = Some(LogFault::Missing(seq + 1));
                } else if link(&chain, row.seq, row.kind, row.rating_id, row.at, &row.digest) != row.chain[..]
                {
                    fault = Some(LogFault::Broken(row.seq));
                } else if row.digest_now() != row.digest[..] {
                    fault = Some(LogFault::Changed(row.seq));
                }
                if fault.is_some() {
                    break 'walk;
                }
                (seq, chain) = (row.seq, row.chain);
            }
        }
        let (ratings, entries): (i64, i64) =
            reading!(self, |pool| sqlx::query_as(COUNT_PAIRS).fetch_one(pool).await?);
        if fault.is_none() && ratings != entries {
            fault = Some(LogFault::Unpaired { ratings, entries });
        }
        let head = chain.iter().take(8).map(|b| format!("{b:02x}")).collect();
        Ok(LogCheck { entries: seq, ratings, head, fault })
    }
}

#[cfg(test)]
mod tests {
    use super::{RatingFacts, rating_digest};

    const FACTS: RatingFacts<'_> = RatingFacts {
        receipt: "0123456789AB",
        window_id: Some(4),
        occurrence_id: None,
        staff_id: None,
        level: 1,
        indicator_version: 2020,
        indicators: "108",
        words: Some("等了三小时"),
        anonymous: true,
        channel: 3,
        actor: 1,
        late: false,
        rated_at: 1_795_500_000_000,
        ended_plate: false,
        container: None,
    };

    #[test]
    fn what_was_sealed_before_a_fact_was_kept_keeps_its_digest() {
        let start = rating_digest(&FACTS)[..8].iter().map(|b| format!("{b:02x}")).collect::<String>();
        assert_eq!(start, "0e65383a4d41b499");
    }

    #[test]
    fn every_fact_that_is_said_only_sometimes_has_a_digest_of_its_own() {
        let ended = RatingFacts { ended_plate: true, ..FACTS };
        let first = RatingFacts { container: Some(1), ..FACTS };
        let both = RatingFacts { ended_plate: true, container: Some(1), ..FACTS };
        let digests = [FACTS, ended, first, both].map(|facts| rating_digest(&facts));
        for (i, digest) in digests.iter().enumerate() {
            assert!(!digests[..i].contains(digest), "{i}");
        }
    }
}
