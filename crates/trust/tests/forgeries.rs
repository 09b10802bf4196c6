//! Requests and links that are not what was signed: none is taken. `HCP_FORGERIES` and `HCP_FORGERIES_SM2` say how
//! many are tried (`cargo xtask torture trust`).

use libsm::sm2::signature::SigCtx;
use trust::{Algorithm, Authorization, Key, SignedLink, to_hex};

const NOW: i64 = 1_795_485_600_000;

fn count(name: &str, few: u64) -> u64 {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(few)
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most as u64) as usize
    }

    fn key(&mut self) -> Key {
        let mut secret = [0; 32];
        secret.chunks_exact_mut(8).for_each(|part| part.copy_from_slice(&self.next().to_be_bytes()));
        Key::Secret(secret)
    }

    /// The text with one digit made another.
    fn flip(&mut self, hex: &str) -> String {
        let (at, by) = (self.below(hex.len()), 1 + self.below(15) as u32);
        let digit = |c: char| char::from_digit((c.to_digit(16).unwrap_or(0) + by) % 16, 16).unwrap_or('0');
        hex.chars().enumerate().map(|(n, c)| if n == at { digit(c) } else { c }).collect()
    }
}

#[test]
fn no_forged_request_or_link_is_taken() {
    let mut numbers = Numbers(1);
    for n in 0..count("HCP_FORGERIES", 20_000) {
        let (key, other) = (numbers.key(), numbers.key());
        let (nonce, at) = (format!("nonce-{:016x}", numbers.next()), NOW + (n as i64));
        let target = format!("/api/v1/cases/{n}");
        let signed = |key| Authorization::header(("k", key), (at, &nonce), ("POST", &target, "00")).unwrap();
        let good = Authorization::parse(&signed(&key)).unwrap();
        assert!(good.is_signed(&key, "POST", &target, "00") && good.is_timely(at));
        let mut bad = good.clone();
        let taken = match n % 8 {
            0 => good.is_signed(&other, "POST", &target, "00"),
            1 => good.is_signed(&key, "PUT", &target, "00"),
            2 => good.is_signed(&key, "POST", &format!("{target}?x"), "00"),
            3 => good.is_signed(&key, "POST", &target, "01"),
            4 => {
                bad.signature = numbers.flip(&good.signature);
                bad.is_signed(&key, "POST", &target, "00")
            }
            5 => {
                bad.time += 1;
                bad.is_signed(&key, "POST", &target, "00")
            }
            6 => {
                bad.nonce = format!("other-{:016x}", numbers.next());
                bad.is_signed(&key, "POST", &target, "00")
            }
            // Sent again when its time is over; sooner, its nonce is asked.
            _ => good.is_timely(at + trust::MOST_SKEW + 1),
        };
        assert!(!taken, "request {n}");

        let link = SignedLink::sign(("k", &key), "occurrence-1", NOW / 1000 + n as i64, "nonce-01").unwrap();
        assert!(link.is_signed(&key));
        let mut bad = link.clone();
        match n % 5 {
            0 => bad.signature = numbers.flip(&link.signature),
            1 => bad.end += 1,
            2 => bad.occurrence.push('x'),
            3 => bad.nonce.push('x'),
            _ => bad.key.push('x'),
        }
        assert!(!bad.is_signed(&key) && !link.is_signed(&other), "link {n}");
    }
}

#[test]
fn no_forged_sm2_signature_is_taken() {
    let (mut numbers, signer) = (Numbers(2), SigCtx::new());
    let padded = |bytes: Vec<u8>| [vec![0; 32 - bytes.len()], bytes].concat();
    let pair = || {
        let (public, secret) = signer.new_keypair().unwrap();
        let point = to_hex(&signer.serialize_pubkey(&public, false).unwrap());
        (Key::parse(Algorithm::Sm2, &point).unwrap(), public, secret)
    };
    let ((key, public, secret), (other, ..)) = (pair(), pair());
    for n in 0..count("HCP_FORGERIES_SM2", 200) {
        let text = format!("HCP1\nPOST\n/api/v1/cases/{n}");
        let signature = signer.sign(text.as_bytes(), &secret, &public).unwrap();
        let parts = [signature.get_r(), signature.get_s()].map(|part| padded(part.to_bytes_be()));
        let good = to_hex(&parts.concat());
        assert!(key.verifies(&text, &good), "{n}");
        let taken = match n % 4 {
            0 => key.verifies(&text, &numbers.flip(&good)),
            1 => other.verifies(&text, &good),
            2 => key.verifies(&format!("{text}x"), &good),
            _ => key.verifies(&text, &good[..126]),
        };
        assert!(!taken, "{n}");
    }
}
