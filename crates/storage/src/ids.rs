//! Row ids that grow with time, made here so that both databases get the same ones.

use std::sync::atomic::{AtomicI64, Ordering};

/// Bits below the milliseconds: room for 32,768 ids in one millisecond.
const LOW_BITS: u32 = 15;
/// 2020-01-01T00:00:00Z, where the milliseconds begin.
const EPOCH: i64 = 1_577_836_800_000;

/// Source of row ids: milliseconds since 2020 in the high bits, and below them a number that begins anywhere,
/// so that two servers on one database hardly meet (a meeting is refused by the primary key and the row is
/// tried again). Until the year 2054 an id has at most 55 bits, as a receipt has.
#[derive(Debug)]
pub struct Ids {
    start: i64,
    last: AtomicI64,
}

impl Ids {
    /// A source whose low bits begin at `random`.
    pub fn new(random: u32) -> Ids {
        Ids { start: i64::from(random) & ((1 << LOW_BITS) - 1), last: AtomicI64::new(0) }
    }

    /// No id made at this moment or later is smaller.
    pub fn first_of(moment: domain::Millis) -> i64 {
        (moment.0 - EPOCH).max(0) << LOW_BITS
    }

    /// The id so many milliseconds before another one.
    pub fn before(id: i64, ms: i64) -> i64 {
        id.saturating_sub(ms << LOW_BITS)
    }

    /// A new id, greater than every earlier one of this source.
    pub fn next(&self, now: domain::Millis) -> i64 {
        let floor = Ids::first_of(now) | self.start;
        let last =
            self.last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(floor.max(last + 1)));
        floor.max(last.unwrap_or_else(|last| last) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;
    use domain::Millis;

    #[test]
    fn ids_grow_even_when_the_clock_goes_back() {
        let ids = Ids::new(7);
        let mut last = 0;
        for now in [1_800_000_000_000, 1_800_000_000_000, 1_700_000_000_000, 1_800_000_000_001] {
            let id = ids.next(Millis(now));
            assert!(id > last && id < 1 << 55);
            last = id;
        }
    }
}
