//! Published examples, and the same answers as an implementation by other people.

use libsm::sm2::encrypt::DecryptCtx;
use libsm::sm2::signature::SigCtx;
use libsm::sm3::hash::Sm3Hash;
use proptest::prelude::*;
use trust::{Algorithm, Authorization, CipherOrder, EncryptionKey, Key, SignedLink, digest, to_hex};

#[test]
fn sm3_gives_what_the_standard_prints() {
    // GB/T 32905-2016, A.1 and A.2.
    assert_eq!(digest(b"abc"), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    let long = digest("abcd".repeat(16).as_bytes());
    assert_eq!(long, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

/// The pair and the random number of GB/T 32918.5-2017, Annex A.
const PUBLIC: &str = "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020\
    ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";
const K: &str = "59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21";

#[test]
fn sm2_takes_the_signature_the_standard_prints() {
    let key = Key::parse(Algorithm::Sm2, PUBLIC).unwrap();
    let signature = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3\
        b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";
    assert!(key.verifies("message digest", signature));
    assert!(!key.verifies("message digests", signature));
}

#[test]
fn sm2_encrypts_to_what_the_standard_prints() {
    let parts = [
        "0404ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73\
         e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0",
        "59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766",
        "21886ca989ca9c7d58087307ca93092d651efa",
    ];
    let [c1, c3, c2] = parts;
    for (order, printed) in [("C1C3C2", [c1, c3, c2]), ("C1C2C3", [c1, c2, c3])] {
        let key = EncryptionKey::parse(PUBLIC, CipherOrder::from_word(order).unwrap()).unwrap();
        let k = trust::from_hex(K).unwrap();
        let cipher = key.encrypt("encryption standard", |bytes| bytes.copy_from_slice(&k[..bytes.len()]));
        assert_eq!(cipher.unwrap(), printed.concat(), "{order}");
    }
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn others_read_what_we_encrypt_for_them(text in ".{1,80}", order in prop_oneof![Just("C1C3C2"), Just("C1C2C3")]) {
        let (public, secret) = SigCtx::new().new_keypair().unwrap();
        let point = SigCtx::new().serialize_pubkey(&public, false).unwrap();
        let order = CipherOrder::from_word(order).unwrap();
        let key = EncryptionKey::parse(&to_hex(&point), order).unwrap();
        let mut seed = 1u8;
        let cipher = key.encrypt(&text, |bytes| bytes.iter_mut().for_each(|b| {
            seed = seed.wrapping_mul(167).wrapping_add(13);
            *b = seed;
        }));
        let bytes = trust::from_hex(&cipher.unwrap()).unwrap();
        prop_assert_eq!(bytes[0], 4);
        let (c1, rest) = bytes.split_at(65);
        // The other implementation reads the older order alone.
        let joined = match order {
            CipherOrder::C1C2C3 => bytes.clone(),
            CipherOrder::C1C3C2 => {
                let (c3, c2) = rest.split_at(32);
                [c1, c2, c3].concat()
            }
        };
        let read = DecryptCtx::new(text.len(), secret).decrypt(&joined);
        prop_assert_eq!(read.unwrap(), text.as_bytes());
    }
}
