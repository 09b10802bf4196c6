//! A link to rate one occurrence that a partner makes without asking us: its own opaque name of the occurrence, an
//! end, a nonce and a signature. Nothing personal stands in it.
//!
//! ```text
//! /p/{key}/{occurrence}/{end}/{nonce}/{signature}
//!
//! what is signed: "HCP1-LINK" LF key LF occurrence LF end LF nonce
//! signature: the first 16 bytes of the HMAC-SM3, hexadecimal
//! ```

use crate::{Key, to_hex};
use subtle::ConstantTimeEq;

/// Bytes of a link's signature.
const SHORT: usize = 16;

/// A link as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedLink {
    /// Id of the partner's key.
    pub key: String,
    /// The partner's name of the occurrence: 8 to 64 letters, digits, `-` or `_`.
    pub occurrence: String,
    /// When the link dies, seconds since 1970.
    pub end: i64,
    /// 8 to 32 letters, digits, `-` or `_`.
    pub nonce: String,
    /// 32 hexadecimal digits.
    pub signature: String,
}

/// A part is not as it should be: no link of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the part `{0}` is malformed")]
pub struct LinkError(pub &'static str);

impl SignedLink {
    /// Reads the five parts of the path.
    ///
    /// # Errors
    ///
    /// The first part that is malformed.
    pub fn parse([key, occurrence, end, nonce, signature]: [&str; 5]) -> Result<SignedLink, LinkError> {
        let is_word = |text: &str, least: usize, most: usize| {
            (least..=most).contains(&text.len())
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        };
        let check = |name: &'static str, is_right: bool| if is_right { Ok(()) } else { Err(LinkError(name)) };
        check("key", is_word(key, 1, 64))?;
        check("occurrence", is_word(occurrence, 8, 64))?;
        check("end", end.len() <= 12 && end.bytes().all(|b| b.is_ascii_digit()))?;
        check("nonce", is_word(nonce, 8, 32))?;
        let lower_hex = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
        check("signature", signature.len() == 2 * SHORT && signature.bytes().all(lower_hex))?;
        Ok(SignedLink {
            key: key.to_owned(),
            occurrence: occurrence.to_owned(),
            end: end.parse().map_err(|_| LinkError("end"))?,
            nonce: nonce.to_owned(),
            signature: signature.to_owned(),
        })
    }

    /// Makes a link; `None` for a public key, which cannot sign.
    pub fn sign(key: (&str, &Key), occurrence: &str, end: i64, nonce: &str) -> Option<SignedLink> {
        let (id, key) = key;
        let link = SignedLink {
            key: id.to_owned(),
            occurrence: occurrence.to_owned(),
            end,
            nonce: nonce.to_owned(),
            signature: String::new(),
        };
        let signature = to_hex(&key.mac(&link.text())?[..SHORT]);
        Some(SignedLink { signature, ..link })
    }

    /// Does this key's signature stand in it?
    pub fn is_signed(&self, key: &Key) -> bool {
        let Some(mac) = key.mac(&self.text()) else { return false };
        to_hex(&mac[..SHORT]).as_bytes().ct_eq(self.signature.as_bytes()).into()
    }

    /// Its path.
    pub fn path(&self) -> String {
        format!("/p/{}/{}/{}/{}/{}", self.key, self.occurrence, self.end, self.nonce, self.signature)
    }

    fn text(&self) -> String {
        format!("HCP1-LINK\n{}\n{}\n{}\n{}", self.key, self.occurrence, self.end, self.nonce)
    }
}
