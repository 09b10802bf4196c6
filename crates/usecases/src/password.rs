//! Passwords: argon2id (RFC 9106), rules in the spirit of 等保三级 (GB/T 22239-2019 8.1.4.1: complexity, change)
//! and no more burden than they bring safety.

use crate::{Service, World};
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};

/// Fewest and most characters.
pub const LENGTH: std::ops::RangeInclusive<usize> = 10..=128;

/// Why a new password was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Shorter than 10 or longer than 128 characters.
    #[error("the length is not 10–128 characters")]
    Length,
    /// Fewer than three of: capitals, small letters, digits, other signs.
    #[error("fewer than three kinds of signs")]
    Simple,
    /// Holds the login.
    #[error("holds the login")]
    HoldsLogin,
    /// One sign over and over, or a row such as 1234567890.
    #[error("can be guessed at once")]
    Guessable,
    /// The same as before.
    #[error("the same as before")]
    Same,
    /// The repetition differs.
    #[error("the repetition differs")]
    Differs,
}

/// Is this good enough for this login?
pub fn check_password(login: &str, password: &str) -> Result<(), PasswordError> {
    if !LENGTH.contains(&password.chars().count()) {
        return Err(PasswordError::Length);
    }
    let kinds: [fn(char) -> bool; 4] = [
        |c| c.is_uppercase(),
        |c| c.is_lowercase(),
        |c| c.is_ascii_digit(),
        |c| !c.is_ascii_alphanumeric() && !c.is_uppercase() && !c.is_lowercase(),
    ];
    if kinds.iter().filter(|kind| password.chars().any(**kind)).count() < 3 {
        return Err(PasswordError::Simple);
    }
    if !login.is_empty() && password.to_lowercase().contains(&login.to_lowercase()) {
        return Err(PasswordError::HoldsLogin);
    }
    let codes: Vec<i64> = password.chars().map(|c| i64::from(u32::from(c))).collect();
    let steps: Vec<i64> = codes.windows(2).map(|pair| pair[1] - pair[0]).collect();
    // Most steps from sign to sign are the same: aaaa…, 1234…, 9876….
    let rows = [-1, 0, 1].iter().map(|step| steps.iter().filter(|s| *s == step).count()).max();
    if rows.is_some_and(|most| most * 3 >= steps.len() * 2) {
        return Err(PasswordError::Guessable);
    }
    Ok(())
}

/// A one-time password: 16 signs that are not mistaken for one another, in groups of four.
pub fn one_time_password(world: &World) -> String {
    const SIGNS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789A";
    let signs: Vec<char> =
        world.bytes::<13>().iter().map(|b| char::from(SIGNS[usize::from(b & 31)])).collect();
    // A capital, a digit and a stroke are always there, so that it obeys the rules it was made under.
    let text: String = signs.iter().collect();
    format!("{}-{}-{}Q7", &text[..4], &text[4..8], &text[8..12])
}

/// Memory and time of a hash: 19 MiB, two passes (OWASP's minimum for argon2id), about 20 ms.
fn hasher() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap_or_default())
}

/// What is stored of a password: argon2id as a PHC string. Takes about 20 ms and 19 MiB.
pub fn hash_password(password: &str, salt: [u8; 16]) -> String {
    hasher()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .expect("the parameters are within their limits")
        .to_string()
}

/// Does the password belong to this hash?
pub(crate) fn verify_password(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok())
}

impl Service {
    /// Hashes away from the threads that serve requests; two at a time, so that a flood of sign-ins takes
    /// neither all memory nor all processors from those who rate.
    pub(crate) async fn hash_apart<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let _turn = self.hashing.acquire().await;
        tokio::task::spawn_blocking(work).await.expect("hashing does not panic")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_refused_and_named() {
        for (password, error) in [
            ("Ab1-Ab1", PasswordError::Length),
            ("abcdefghijkl", PasswordError::Simple),
            ("Zhangsan-2026!", PasswordError::HoldsLogin),
            ("Abcdefghij1-", PasswordError::Guessable),
            ("A1-aaaaaaaaaaaaa", PasswordError::Guessable),
        ] {
            assert_eq!(check_password("zhangsan", password), Err(error), "{password}");
        }
        assert_eq!(check_password("zhangsan", "Hall-Window-37"), Ok(()));
        assert_eq!(check_password("zhangsan", "稳妥的密码A1又长又好记"), Ok(()));
    }

    #[test]
    fn a_one_time_password_obeys_the_rules() {
        let world = World::system();
        for _ in 0..200 {
            let password = one_time_password(&world);
            assert_eq!(check_password("admin", &password), Ok(()), "{password}");
        }
    }

    #[test]
    fn a_hash_is_of_its_password_and_salt_only() {
        let hash = hash_password("Hall-Window-37", [1; 16]);
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(verify_password("Hall-Window-37", &hash));
        assert!(!verify_password("Hall-Window-38", &hash));
        assert_ne!(hash, hash_password("Hall-Window-37", [2; 16]));
        assert!(!verify_password("Hall-Window-37", "not a hash"));
    }
}
