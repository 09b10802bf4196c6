//! The three cookies: device, size of text, and the two short-lived ones of a receipt. None names a person.

use super::Web;
use app::page::TextSize;
use axum::http::{HeaderMap, HeaderValue, header};

/// One year, in seconds.
const YEAR: u32 = 31_536_000;

/// Name of the size-of-text cookie.
const SIZE: &str = "hp_size";
/// Name of the cookie that carries the PIN from the post to the thank-you page.
const ARRIVAL: &str = "hp_arrival";
/// Name of the cookie that keeps a receipt open after the PIN.
const PASS: &str = "hp_pass";

/// The value of a cookie, as it was set.
fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs =
        headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(n, _)| *n == name).map(|(_, value)| value)
}

impl Web {
    /// The `__Host-` prefix binds the cookie to this very host; browsers take it over https only.
    fn device_name(&self) -> &'static str {
        if self.config.is_https() { "__Host-hp_device" } else { "hp_device" }
    }

    /// The device's random mark, if it carries one of ours.
    pub(super) fn device<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        read(headers, self.device_name())
            .filter(|v| v.len() == 32 && v.bytes().all(|b| b.is_ascii_hexdigit()))
    }

    /// A new random mark for a device that has none: a time and a random number, no fingerprint.
    pub(super) fn new_device_cookie(&self) -> HeaderValue {
        self.cookie(self.device_name(), &self.service.new_mark(), "/", YEAR)
    }

    /// Chosen size of text.
    pub(super) fn text_size(&self, headers: &HeaderMap) -> TextSize {
        read(headers, SIZE).and_then(TextSize::from_cookie).unwrap_or(TextSize::Standard)
    }

    /// Remembers the size of text.
    pub(super) fn size_cookie(&self, size: TextSize) -> HeaderValue {
        self.cookie(SIZE, size.as_str(), "/", YEAR)
    }

    /// Carries the PIN to the receipt's page, for ten minutes and that page only.
    pub(super) fn arrival_cookie(&self, path: &str, pin: &str, repeated: bool) -> HeaderValue {
        self.cookie(ARRIVAL, &format!("{pin}.{}", if repeated { 'r' } else { 'n' }), path, 600)
    }

    /// PIN, and whether the rating had come before.
    pub(super) fn arrival<'a>(&self, headers: &'a HeaderMap) -> Option<(&'a str, bool)> {
        let (pin, how) = read(headers, ARRIVAL)?.split_once('.')?;
        (pin.len() == 6 && pin.bytes().all(|b| b.is_ascii_digit())).then_some((pin, how == "r"))
    }

    /// Takes the PIN away again once it was shown.
    pub(super) fn forget_arrival(&self, path: &str) -> HeaderValue {
        self.cookie(ARRIVAL, "", path, 0)
    }

    /// Keeps a receipt open for half an hour.
    pub(super) fn pass_cookie(&self, path: &str, pass: &str) -> HeaderValue {
        self.cookie(PASS, pass, path, 1800)
    }

    /// The pass of this receipt's path.
    pub(super) fn pass<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        read(headers, PASS)
    }

    fn cookie(&self, name: &str, value: &str, path: &str, max_age: u32) -> HeaderValue {
        let secure = if self.config.is_https() { "; Secure" } else { "" };
        let text = format!("{name}={value}; Path={path}; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::from_str(&text).expect("names, values and paths are ASCII of ours")
    }
}
