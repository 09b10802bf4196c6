//! SM2 encryption (GB/T 32918.4-2016) under another system's public key. The provincial interface calls its
//! encryption of time and name a signature: whoever knows the shared word can make one, and only the province reads it.

use crate::{KeyError, from_hex, to_hex};
use sm2::PublicKey;
use sm2::elliptic_curve::rand_core::{Infallible, TryCryptoRng, TryRng};
use sm2::pke::{EncryptingKey, Mode};

/// In which order the parts of a ciphertext stand. The standard of 2016 has C1C3C2, the draft of 2010 had C1C2C3;
/// which one a province reads is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CipherOrder {
    /// Point, digest, text.
    C1C3C2,
    /// Point, text, digest.
    C1C2C3,
}

impl CipherOrder {
    /// Reads its name; `None` for any other word.
    pub fn from_word(word: &str) -> Option<CipherOrder> {
        match word {
            "C1C3C2" => Some(CipherOrder::C1C3C2),
            "C1C2C3" => Some(CipherOrder::C1C2C3),
            _ => None,
        }
    }
}

/// Another system's public key, to encrypt for it.
pub struct EncryptionKey(EncryptingKey);

impl std::fmt::Debug for EncryptionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EncryptionKey(sm2)")
    }
}

impl EncryptionKey {
    /// Reads a public key as it is handed over: `04` and 128 hexadecimal digits.
    ///
    /// # Errors
    ///
    /// When the text is not that, or no point of the curve.
    pub fn parse(text: &str, order: CipherOrder) -> Result<EncryptionKey, KeyError> {
        let point = from_hex(text.trim()).filter(|b| b.len() == 65).ok_or(KeyError::PublicKey)?;
        let key = PublicKey::from_sec1_bytes(&point).map_err(|_| KeyError::PublicKey)?;
        let mode = match order {
            CipherOrder::C1C3C2 => Mode::C1C3C2,
            CipherOrder::C1C2C3 => Mode::C1C2C3,
        };
        Ok(EncryptionKey(EncryptingKey::new_with_mode(key, mode)))
    }

    /// Encrypts a text; hexadecimal, its point uncompressed with the leading `04`. `fill` gives random bytes. `None`
    /// for an empty text, which SM2 cannot encrypt.
    pub fn encrypt(&self, text: &str, fill: impl FnMut(&mut [u8])) -> Option<String> {
        let cipher = self.0.encrypt(&mut Filling(fill), text.as_bytes()).ok()?;
        Some(to_hex(&cipher))
    }
}

/// A random source as the library takes it.
struct Filling<F>(F);

impl<F: FnMut(&mut [u8])> TryRng for Filling<F> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes).map(|()| u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes).map(|()| u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0(bytes);
        Ok(())
    }
}

impl<F: FnMut(&mut [u8])> TryCryptoRng for Filling<F> {}
