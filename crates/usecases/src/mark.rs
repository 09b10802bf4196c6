//! Marks: random texts that begin with the time they were made at, for devices and forms.
//!
//! Their hashes are stored behind the same time, so that what comes in together lies together in an index.
//! With wholly random keys every rating would touch pages of its own, and writing those pages, not the
//! disk's sync, would set the pace. The time is a hint a client may forge; only locality depends on it.

use crate::{Purpose, Service};
use std::fmt::Write;

/// Hexadecimal digits of the time: milliseconds since 1970, 48 bits.
const TIME_DIGITS: usize = 12;
/// Bytes of the keyed hash behind the time.
const HASH_BYTES: usize = 14;

impl Service {
    /// A new mark of 32 hexadecimal digits: 48 bits of time, 80 random bits.
    pub fn new_mark(&self) -> String {
        let mut mark = String::with_capacity(32);
        let _ = write!(mark, "{:012x}", self.world.now().0 & 0xffff_ffff_ffff);
        for byte in self.world.bytes::<10>() {
            let _ = write!(mark, "{byte:02x}");
        }
        mark
    }

    /// Keyed hash of a mark, behind the mark's time. A text that does not begin with a time is hashed all the
    /// same; then a part of its hash stands where the time would.
    pub(crate) fn ordered_hash(&self, purpose: Purpose, context: &[u8], mark: &str) -> Vec<u8> {
        let hash = self.keys.hash(purpose, &[context, mark.as_bytes()]);
        let time = mark.get(..TIME_DIGITS).and_then(|digits| u64::from_str_radix(digits, 16).ok());
        let time = time.map_or([hash[20], hash[21], hash[22], hash[23], hash[24], hash[25]], |time| {
            let [_, _, bytes @ ..] = time.to_be_bytes();
            bytes
        });
        [&time[..], &hash[..HASH_BYTES]].concat()
    }
}
