//! Cookies. Citizens': device, size of text, the two short-lived ones of a receipt, and those of signing in; none names
//! a person.
//! The office's: the session's token, passes of a known device, and a sentence for the next page.

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
/// Name of the cookie that carries a sentence to the next page of the office.
const FLASH: &str = "hp_flash";

/// Most accounts a shared machine of the office remembers.
const MOST_PASSES: usize = 4;

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

    fn my_name(&self) -> &'static str {
        if self.config.is_https() { "__Host-hp_my" } else { "hp_my" }
    }

    fn sign_in_name(&self) -> &'static str {
        if self.config.is_https() { "__Host-hp_sign_in" } else { "hp_sign_in" }
    }

    /// Token of a citizen's session.
    pub(super) fn my_token<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        read(headers, self.my_name()).filter(|v| v.len() == 64)
    }

    /// Keeps the token of a citizen's session for as long as one can last; an empty one takes it away.
    pub(super) fn my_cookie(&self, token: &str) -> HeaderValue {
        let age = if token.is_empty() { 0 } else { self.config.sign_in.longest_minutes * 60 };
        self.cookie(self.my_name(), token, "/", age)
    }

    /// Mark of a browser in which somebody is signing in: what was begun in it can be ended in it only.
    pub(super) fn sign_in_mark<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        read(headers, self.sign_in_name())
            .filter(|v| v.len() == 32 && v.bytes().all(|b| b.is_ascii_hexdigit()))
    }

    /// Keeps the mark for a day; an empty one takes it away.
    pub(super) fn sign_in_cookie(&self, mark: &str) -> HeaderValue {
        self.cookie(self.sign_in_name(), mark, "/", if mark.is_empty() { 0 } else { 86_400 })
    }

    fn office_name(&self) -> &'static str {
        if self.config.is_https() { "__Host-hp_office" } else { "hp_office" }
    }

    fn known_name(&self) -> &'static str {
        if self.config.is_https() { "__Host-hp_known" } else { "hp_known" }
    }

    /// Token of the office session.
    pub(super) fn office_token<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        read(headers, self.office_name()).filter(|v| v.len() == 64)
    }

    /// Keeps the office session's token for as long as a session can last; an empty one takes it away.
    pub(super) fn office_cookie(&self, token: &str) -> HeaderValue {
        let age = if token.is_empty() { 0 } else { self.config.office.longest_hours * 3600 };
        self.cookie(self.office_name(), token, "/", age)
    }

    /// Passes of a device that has signed in to the office before.
    pub(super) fn known_device<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        read(headers, self.known_name())
    }

    /// Remembers the device for one account more.
    pub(super) fn known_cookie(&self, headers: &HeaderMap, pass: &str) -> HeaderValue {
        let earlier = self.known_device(headers).unwrap_or_default().split('~').filter(|p| {
            p.len() <= 100 && p.bytes().all(|b| b.is_ascii_hexdigit() || b == b'.') && !p.is_empty()
        });
        let passes: Vec<&str> = std::iter::once(pass).chain(earlier).take(MOST_PASSES).collect();
        self.cookie(self.known_name(), &passes.join("~"), "/", YEAR)
    }

    /// A sentence the next page of the office says once.
    pub(super) fn flash_cookie(&self, text: &str) -> HeaderValue {
        let text = percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC);
        self.cookie(FLASH, &text.to_string(), "/office", 60)
    }

    /// The sentence to say.
    pub(super) fn flash(&self, headers: &HeaderMap) -> Option<String> {
        let text = read(headers, FLASH).filter(|text| !text.is_empty())?;
        percent_encoding::percent_decode_str(text).decode_utf8().ok().map(|text| text.into_owned())
    }

    /// It was said.
    pub(super) fn forget_flash(&self) -> HeaderValue {
        self.cookie(FLASH, "", "/office", 0)
    }

    fn cookie(&self, name: &str, value: &str, path: &str, max_age: u32) -> HeaderValue {
        let secure = if self.config.is_https() { "; Secure" } else { "" };
        let text = format!("{name}={value}; Path={path}; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::from_str(&text).expect("names, values and paths are ASCII of ours")
    }
}
