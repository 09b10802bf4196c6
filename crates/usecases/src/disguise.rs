//! A receipt is its rating's id in disguise: the 55 bits of the id under a secret permutation.
//!
//! So a receipt needs no index of its own (a random index page for every rating was the largest part of a
//! commit), two ratings cannot have one receipt, and whoever holds receipts can neither tell their order nor
//! guess another one. The permutation is an alternating Feistel network over 28 + 27 bits with ten rounds of
//! SM4 as the round function, the construction behind format-preserving encryption (NIST SP 800-38G).

use sm4::Sm4;
use sm4::cipher::{BlockCipherEncrypt, KeyInit};

const LEFT: u64 = (1 << 28) - 1;
const RIGHT: u64 = (1 << 27) - 1;
const ROUNDS: u8 = 10;

/// The secret permutation.
#[derive(Clone)]
pub(crate) struct Disguise(Sm4);

impl std::fmt::Debug for Disguise {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Disguise(…)")
    }
}

impl Disguise {
    pub(crate) fn new(key: [u8; 16]) -> Disguise {
        Disguise(Sm4::new(&key.into()))
    }

    /// The id's disguise.
    pub(crate) fn hide(&self, id: u64) -> u64 {
        (0..ROUNDS).fold(id, |number, round| self.round(number, round))
    }

    /// The id behind a disguise. Every round undoes itself.
    pub(crate) fn reveal(&self, number: u64) -> u64 {
        (0..ROUNDS).rev().fold(number, |number, round| self.round(number, round))
    }

    /// Changes one half by what the other one gives.
    fn round(&self, number: u64, round: u8) -> u64 {
        let (left, right) = (number >> 27 & LEFT, number & RIGHT);
        if round.is_multiple_of(2) {
            ((left ^ self.mix(round, right) & LEFT) << 27) | right
        } else {
            (left << 27) | (right ^ self.mix(round, left) & RIGHT)
        }
    }

    fn mix(&self, round: u8, half: u64) -> u64 {
        let mut block = [0; 16];
        block[0] = round;
        block[8..].copy_from_slice(&half.to_be_bytes());
        let mut block = block.into();
        self.0.encrypt_block(&mut block);
        u64::from_be_bytes([block[0], block[1], block[2], block[3], block[4], block[5], block[6], block[7]])
    }
}

#[cfg(test)]
mod tests {
    use super::Disguise;
    use std::collections::HashSet;

    #[test]
    fn every_id_has_one_disguise_of_its_own_that_leads_back() {
        let disguise = Disguise::new([7; 16]);
        let ids = (0..20_000).chain((1 << 55) - 20_000..1 << 55);
        let mut seen = HashSet::new();
        for id in ids {
            let number = disguise.hide(id);
            assert!(number < 1 << 55 && seen.insert(number));
            assert_eq!(disguise.reveal(number), id);
        }
    }

    #[test]
    fn neighbours_look_nothing_alike_and_another_key_disguises_otherwise() {
        let (one, two) = (Disguise::new([7; 16]), Disguise::new([8; 16]));
        let changed: u32 = (0..1000).map(|id| (one.hide(id) ^ one.hide(id + 1)).count_ones()).sum();
        assert!((26_000..29_000).contains(&changed), "27.5 of 55 bits on average, not {changed}/1000");
        assert!((0..1000).all(|id| one.hide(id) != two.hide(id)));
    }
}
