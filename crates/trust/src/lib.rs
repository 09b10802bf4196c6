//! How two systems trust each other: what a partner signs, how it is checked, and nothing else. No clock, no
//! storage: whether a time is near enough and a nonce is new is asked elsewhere.
//!
//! ```text
//! Authorization: HCP1-HMAC-SM3 key=K, time=MS, nonce=N, signature=HEX
//!
//! what is signed: "HCP1" LF method LF path-and-query LF hex(SM3(body)) LF time LF nonce
//! ```
//!
//! HMAC-SM3 after GB/T 15852.2 with SM3 (GB/T 32905-2016); SM2 signatures (GB/T 32918.2-2016) over the same text,
//! signer's identity `1234567812345678` (GM/T 0009-2012), written as r‖s.

mod authorization;
mod encryption;
mod hex;
mod key;
mod link;

pub use authorization::{Authorization, AuthorizationError};
pub use encryption::{CipherOrder, EncryptionKey};
pub use hex::{from_hex, to_hex};
pub use key::{Algorithm, Key, KeyError, SM2_IDENTITY};
pub use link::{LinkError, SignedLink};

use sm3::{Digest, Sm3};

/// Farthest a request's time may be from ours, ms.
pub const MOST_SKEW: i64 = 5 * 60 * 1000;

/// SM3 of a body, hexadecimal.
pub fn digest(body: &[u8]) -> String {
    to_hex(&Sm3::digest(body))
}
