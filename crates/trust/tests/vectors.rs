//! Published examples, and the same answers as an implementation by other people.

use libsm::sm2::signature::SigCtx;
use libsm::sm3::hash::Sm3Hash;
use proptest::prelude::*;
use trust::{Algorithm, Authorization, Key, SignedLink, digest, to_hex};

#[test]
fn sm3_gives_what_the_standard_prints() {
    // GB/T 32905-2016, A.1 and A.2.
    assert_eq!(digest(b"abc"), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    let long = digest("abcd".repeat(16).as_bytes());
    assert_eq!(long, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

/// HMAC (RFC 2104) written out over the other SM3.
fn other_hmac(secret: [u8; 32], text: &str) -> String {
    let pad = |with: u8| {
        let mut block = [with; 64];
        block.iter_mut().zip(secret).for_each(|(b, s)| *b ^= s);
        block.to_vec()
    };
    let inner = Sm3Hash::new(&[pad(0x36), text.as_bytes().to_vec()].concat()).get_hash();
    to_hex(&Sm3Hash::new(&[pad(0x5c), inner.to_vec()].concat()).get_hash())
}

/// r or s as 32 bytes, from its bytes without leading zeros.
fn padded(bytes: Vec<u8>) -> Vec<u8> {
    [vec![0; 32 - bytes.len()], bytes].concat()
}

proptest! {
    #[test]
    fn hmac_sm3_is_what_others_make_of_it(secret: [u8; 32], text in ".{0,300}") {
        prop_assert_eq!(Key::Secret(secret).sign(&text).unwrap(), other_hmac(secret, &text));
    }

    #[test]
    fn a_header_is_read_or_refused(text in ".{0,300}", tail in "[ -~]{0,200}") {
        let _ = Authorization::parse(&text);
        let _ = Authorization::parse(&format!("HCP1-HMAC-SM3 key=k, time={tail}, {text}"));
    }

    #[test]
    fn a_path_is_read_or_refused(parts: [String; 5], end in "[0-9]{0,30}") {
        let _ = SignedLink::parse(parts.each_ref().map(String::as_str));
        let _ = SignedLink::parse(["k", "occurrence", &end, "nonce-01", &"0".repeat(32)]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn an_sm2_signature_of_others_is_verified_and_of_another_text_not(text in ".{1,80}") {
        let other = SigCtx::new();
        let (public, secret) = other.new_keypair().unwrap();
        let point = other.serialize_pubkey(&public, false).unwrap();
        let key = Key::parse(Algorithm::Sm2, &to_hex(&point)).unwrap();
        let signature = other.sign(text.as_bytes(), &secret, &public).unwrap();
        let hex = to_hex(&[padded(signature.get_r().to_bytes_be()), padded(signature.get_s().to_bytes_be())].concat());
        prop_assert!(key.verifies(&text, &hex));
        let changed = format!("{text}.");
        prop_assert!(!key.verifies(&changed, &hex));
    }
}
