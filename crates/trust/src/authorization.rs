//! The `Authorization` header of a signed request.

use crate::{Algorithm, Key, MOST_SKEW};

/// Longest key id and nonce.
const MOST: usize = 64;
/// A nonce shorter than this could be guessed or met by chance.
const LEAST_NONCE: usize = 16;

/// What a request says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorization {
    /// How it was signed.
    pub algorithm: Algorithm,
    /// Id of the key.
    pub key: String,
    /// When it was signed, ms since 1970.
    pub time: i64,
    /// Used once: 16 to 64 letters, digits, `-` or `_`.
    pub nonce: String,
    /// Hexadecimal digits.
    pub signature: String,
}

/// Why the header was refused. Nothing here depends on whether a key exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuthorizationError {
    /// Neither of the two schemes.
    #[error("the scheme is neither HCP1-HMAC-SM3 nor HCP1-SM2")]
    Scheme,
    /// A part is missing, doubled, unknown or not as it should be.
    #[error("the part `{0}` is missing or malformed")]
    Part(&'static str),
}

impl Authorization {
    /// Reads the header's value.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong with it.
    pub fn parse(value: &str) -> Result<Authorization, AuthorizationError> {
        let (scheme, rest) = value.trim().split_once(' ').ok_or(AuthorizationError::Scheme)?;
        let algorithm = [Algorithm::HmacSm3, Algorithm::Sm2]
            .into_iter()
            .find(|a| a.scheme().eq_ignore_ascii_case(scheme))
            .ok_or(AuthorizationError::Scheme)?;
        let mut parts: [(&'static str, Option<&str>); 4] =
            [("key", None), ("time", None), ("nonce", None), ("signature", None)];
        for part in rest.split(',') {
            let (name, value) = part.trim().split_once('=').ok_or(AuthorizationError::Part("signature"))?;
            let slot = parts.iter_mut().find(|(known, _)| *known == name);
            let (known, slot) = slot.map(|(k, s)| (*k, s)).ok_or(AuthorizationError::Part("signature"))?;
            if slot.replace(value.trim_matches('"')).is_some() {
                return Err(AuthorizationError::Part(known));
            }
        }
        let get = |at: usize, is_right: &dyn Fn(&str) -> bool| {
            let (name, value) = parts[at];
            value.filter(|v| is_right(v)).ok_or(AuthorizationError::Part(name))
        };
        let is_word = |v: &str| v.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        let key = get(0, &|v| (1..=MOST).contains(&v.len()) && is_word(v))?;
        let time = get(1, &|v| v.len() <= 15 && v.bytes().all(|b| b.is_ascii_digit()))?;
        let nonce = get(2, &|v| (LEAST_NONCE..=MOST).contains(&v.len()) && is_word(v))?;
        let signature = get(3, &|v| v.len() <= 128 && v.bytes().all(|b| b.is_ascii_hexdigit()))?;
        Ok(Authorization {
            algorithm,
            key: key.to_owned(),
            time: time.parse().map_err(|_| AuthorizationError::Part("time"))?,
            nonce: nonce.to_owned(),
            signature: signature.to_owned(),
        })
    }

    /// The text that was signed, for a request with this method, path with query, and body digest.
    pub fn text(&self, method: &str, target: &str, digest: &str) -> String {
        format!("HCP1\n{method}\n{target}\n{digest}\n{}\n{}", self.time, self.nonce)
    }

    /// Was it signed within five minutes of this moment (ms)?
    pub fn is_timely(&self, now: i64) -> bool {
        self.time.abs_diff(now) <= MOST_SKEW.unsigned_abs()
    }

    /// Does this key's signature stand under this request?
    pub fn is_signed(&self, key: &Key, method: &str, target: &str, digest: &str) -> bool {
        self.algorithm == key.algorithm() && key.verifies(&self.text(method, target, digest), &self.signature)
    }

    /// Signs a request with a shared secret: the header's value. `None` for a public key.
    pub fn header(
        key: (&str, &Key),
        (time, nonce): (i64, &str),
        (method, target, digest): (&str, &str, &str),
    ) -> Option<String> {
        let unsigned = Authorization {
            algorithm: key.1.algorithm(),
            key: key.0.to_owned(),
            time,
            nonce: nonce.to_owned(),
            signature: String::new(),
        };
        let signature = key.1.sign(&unsigned.text(method, target, digest))?;
        let scheme = unsigned.algorithm.scheme();
        Some(format!("{scheme} key={}, time={time}, nonce={nonce}, signature={signature}", key.0))
    }
}
