//! A partner's key: a shared secret (HMAC-SM3), or the public half of its own pair (SM2).

use crate::{from_hex, to_hex};
use hmac::{Hmac, KeyInit, Mac};
use sm2::dsa::signature::Verifier;
use sm2::dsa::{Signature, VerifyingKey};
use sm3::Sm3;
use subtle::ConstantTimeEq;

/// The signer's identity that goes into an SM2 signature (GM/T 0009-2012, clause 10).
pub const SM2_IDENTITY: &str = "1234567812345678";
/// Bytes of a shared secret.
const SECRET: usize = 32;

/// How a partner signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// HMAC-SM3 with a shared secret.
    HmacSm3,
    /// SM2 with the partner's own pair.
    Sm2,
}

impl Algorithm {
    /// The scheme's name in the header.
    pub const fn scheme(self) -> &'static str {
        match self {
            Algorithm::HmacSm3 => "HCP1-HMAC-SM3",
            Algorithm::Sm2 => "HCP1-SM2",
        }
    }

    /// The word it is stored as.
    pub const fn word(self) -> &'static str {
        match self {
            Algorithm::HmacSm3 => "hmac-sm3",
            Algorithm::Sm2 => "sm2",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Algorithm> {
        [Algorithm::HmacSm3, Algorithm::Sm2].into_iter().find(|a| a.word() == word)
    }
}

/// Why a key was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A secret is not 64 hexadecimal digits.
    #[error("共享密钥应为 64 位十六进制数")]
    Secret,
    /// A public key is not a point of the curve: `04` and 128 digits.
    #[error("SM2 公钥应为 130 位十六进制数，以 04 开头，且是曲线上的点")]
    PublicKey,
}

/// A key to check signatures with.
#[derive(Clone)]
pub enum Key {
    /// A shared secret.
    Secret([u8; SECRET]),
    /// A public key.
    Public(Box<VerifyingKey>),
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({})", self.algorithm().word())
    }
}

impl Key {
    /// Reads a key as it is handed over: a secret of 64 digits, or a public key of 130.
    ///
    /// # Errors
    ///
    /// When the text is not that.
    pub fn parse(algorithm: Algorithm, text: &str) -> Result<Key, KeyError> {
        let bytes = from_hex(text.trim());
        match algorithm {
            Algorithm::HmacSm3 => {
                bytes.and_then(|b| b.try_into().ok()).map(Key::Secret).ok_or(KeyError::Secret)
            }
            Algorithm::Sm2 => {
                let point = bytes.filter(|b| b.len() == 65).ok_or(KeyError::PublicKey)?;
                let key = VerifyingKey::from_sec1_bytes(SM2_IDENTITY, &point);
                key.map(|key| Key::Public(Box::new(key))).map_err(|_| KeyError::PublicKey)
            }
        }
    }

    /// How it signs.
    pub fn algorithm(&self) -> Algorithm {
        match self {
            Key::Secret(_) => Algorithm::HmacSm3,
            Key::Public(_) => Algorithm::Sm2,
        }
    }

    /// Signs a text with a shared secret, hexadecimal; `None` for a public key.
    pub fn sign(&self, text: &str) -> Option<String> {
        self.mac(text).map(|mac| to_hex(&mac))
    }

    /// Is this, in hexadecimal digits, the signature of this text?
    pub fn verifies(&self, text: &str, signature: &str) -> bool {
        let Some(signature) = from_hex(signature) else { return false };
        match self {
            Key::Secret(_) => self.mac(text).is_some_and(|mac| mac.ct_eq(&signature[..]).into()),
            Key::Public(key) => {
                Signature::from_slice(&signature).is_ok_and(|s| key.verify(text.as_bytes(), &s).is_ok())
            }
        }
    }

    /// HMAC-SM3 of a text under a shared secret.
    pub(crate) fn mac(&self, text: &str) -> Option<[u8; 32]> {
        let Key::Secret(secret) = self else { return None };
        let mut mac = Hmac::<Sm3>::new_from_slice(secret).ok()?;
        mac.update(text.as_bytes());
        Some(mac.finalize().into_bytes().into())
    }
}
