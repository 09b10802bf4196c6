//! The second factor: time-based codes (TOTP, RFC 6238) as every authenticator app makes them — SHA-1, six
//! digits, thirty seconds. A neighbour of the present step is taken, for clocks that differ; a code is good once.

use domain::Millis;
use totp_rs::{Algorithm, Builder, Secret, Totp};

/// Seconds of a step.
const STEP: u64 = 30;
/// Bytes of a secret (RFC 4226 4: at least 128 bits, 160 recommended).
pub const SECRET_BYTES: usize = 20;

/// A secret with the name it has in an authenticator app.
#[derive(Debug)]
pub struct SecondFactor(Totp);

impl SecondFactor {
    /// The factor of a secret.
    pub fn new(secret: &[u8], host: &str, login: &str) -> SecondFactor {
        // A colon would end the issuer in the address; hosts of demonstrations have a port.
        let issuer = format!("好差评 {}", host.replace(':', "-"));
        let builder = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(6).with_skew(1);
        let builder = builder.with_step_duration(STEP).with_secret(Secret::from(secret.to_vec()));
        SecondFactor(
            builder.with_account_name(login.replace(':', "-")).with_issuer(Some(issuer)).build_noncompliant(),
        )
    }

    /// The address an authenticator app scans.
    pub fn url(&self) -> String {
        self.0.to_url().unwrap_or_default()
    }

    /// The secret for typing: base 32 in groups of four.
    pub fn typed(secret: &[u8]) -> String {
        let text = Secret::from(secret.to_vec()).to_base32();
        let signs: Vec<char> = text.chars().collect();
        signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }

    /// The code of this moment, for demonstrations and tests, which hold the secret.
    pub fn code(&self, now: Millis) -> String {
        self.0.generate(seconds(now)).to_string()
    }

    /// The step this code belongs to, among the present one and its neighbours.
    pub(crate) fn step_of(&self, typed: &str, now: Millis) -> Option<i64> {
        let digits: String =
            typed.chars().map(domain::code::half_width).filter(char::is_ascii_digit).collect();
        if digits.len() != 6 {
            return None;
        }
        let present = seconds(now) / STEP;
        let steps = [present, present.saturating_sub(1), present + 1];
        let step = steps.into_iter().find(|step| {
            let code = self.0.generate(step * STEP).to_string();
            crate::keys::same_secret(code.as_bytes(), digits.as_bytes())
        })?;
        i64::try_from(step).ok()
    }
}

fn seconds(now: Millis) -> u64 {
    (now.0 / 1000).unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    fn factor() -> SecondFactor {
        SecondFactor::new(SECRET, "127.0.0.1:3000", "zhang")
    }

    /// RFC 6238 appendix B, SHA-1, last six digits.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(factor().code(Millis(seconds * 1000)), code);
        }
    }

    #[test]
    fn a_neighbouring_step_is_taken_and_no_other() {
        let now = Millis(1_795_485_600_000);
        let step = now.0 / 30_000;
        for (offset, taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let code = factor().code(now.plus(offset * 30_000));
            assert_eq!(factor().step_of(&code, now), taken.then_some(step + offset), "{offset}");
        }
        let code = factor().code(now);
        assert_eq!(factor().step_of(&format!("{} {}", &code[..3], &code[3..]), now), Some(step));
        for wrong in ["", "12345", "1234567", "密码"] {
            assert_eq!(factor().step_of(wrong, now), None, "{wrong}");
        }
    }

    #[test]
    fn an_app_is_told_host_login_and_secret() {
        let url = factor().url();
        assert!(url.starts_with("otpauth://totp/") && url.contains("127.0.0.1-3000:zhang"), "{url}");
        assert!(url.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{url}");
        assert_eq!(SecondFactor::typed(b"foobarfoob"), "MZXW 6YTB OJTG 633C");
    }
}
