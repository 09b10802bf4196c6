//! Whose address a code holds.

/// What the plate in the photograph should say.
#[derive(Debug, Clone, Copy)]
pub struct Expectation<'a> {
    /// Where every address of this system begins, e.g. `https://hp.example.cn` (a path may follow).
    pub base_url: &'a str,
    /// The address the plate of this window was printed with, if it is known which window it is.
    pub window_url: Option<&'a str>,
}

/// How a code's text compares with the [`Expectation`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The expected window's address.
    Right,
    /// An address of this system; no window was expected.
    Ours { url: String },
    /// An address of this system, but another than expected.
    OtherWindow { url: String },
    /// No address of this system: another host, another scheme, or no address.
    Foreign { text: String },
}

impl Verdict {
    /// 0 is nearest to what was hoped for.
    pub(super) fn distance(&self) -> u8 {
        match self {
            Self::Right => 0,
            Self::Ours { .. } => 1,
            Self::OtherWindow { .. } => 2,
            Self::Foreign { .. } => 3,
        }
    }
}

impl Expectation<'_> {
    pub(super) fn verdict(&self, text: &str) -> Verdict {
        if self.window_url.is_some_and(|url| same(url, text)) {
            return Verdict::Right;
        }
        if !self.is_ours(text) {
            return Verdict::Foreign { text: text.to_owned() };
        }
        match self.window_url {
            Some(_) => Verdict::OtherWindow { url: text.to_owned() },
            None => Verdict::Ours { url: text.to_owned() },
        }
    }

    /// After the base the address must go on with a path, query or fragment: `https://hp.example.cn.evil.cn`
    /// and `https://hp.example.cn@evil.cn` begin with our base, too.
    fn is_ours(&self, text: &str) -> bool {
        let base = self.base_url.trim_end_matches('/');
        let Some((start, rest)) = text.split_at_checked(base.len()) else { return false };
        !base.is_empty() && same(base, start) && (rest.is_empty() || rest.starts_with(['/', '?', '#']))
    }
}

/// The same address: scheme and host in either case (a code may hold capitals only), the path to the letter.
fn same(a: &str, b: &str) -> bool {
    let path = |url: &str| {
        let host = url.find("://").map_or(0, |at| at + 3);
        url[host..].find(['/', '?', '#']).map_or(url.len(), |at| host + at)
    };
    let (path_a, path_b) = (path(a), path(b));
    a[..path_a].eq_ignore_ascii_case(&b[..path_b]) && a[path_a..] == b[path_b..]
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: Expectation<'_> =
        Expectation { base_url: "https://hp.example.cn/", window_url: Some("https://hp.example.cn/w/1A") };

    #[test]
    fn the_windows_own_address_is_right_in_any_case_of_the_host() {
        assert_eq!(OURS.verdict("https://hp.example.cn/w/1A"), Verdict::Right);
        assert_eq!(OURS.verdict("HTTPS://HP.EXAMPLE.CN/w/1A"), Verdict::Right);
        assert!(matches!(OURS.verdict("https://hp.example.cn/w/1a"), Verdict::OtherWindow { .. }));
    }

    #[test]
    fn addresses_that_only_begin_like_ours_are_foreign() {
        for text in [
            "https://hp.example.cn.evil.cn/w/1A",
            "https://hp.example.cn@evil.cn/w/1A",
            "https://hp.example.cn:8443/w/1A",
            "https://hp.example.cn\\@evil.cn/",
            "http://hp.example.cn/w/1A",
            "https://hp.example.c",
            "https://hp.example.cñ/",
            "示例",
            "",
        ] {
            assert_eq!(OURS.verdict(text), Verdict::Foreign { text: text.to_owned() });
        }
        let nothing = Expectation { base_url: "", window_url: None };
        assert!(matches!(nothing.verdict("/w/1A"), Verdict::Foreign { .. }));
    }

    #[test]
    fn without_an_expected_window_ours_is_ours() {
        let any = Expectation { window_url: None, ..OURS };
        let url = "https://hp.example.cn/w/2B".to_owned();
        assert_eq!(any.verdict(&url), Verdict::Ours { url: url.clone() });
        assert_eq!(OURS.verdict(&url), Verdict::OtherWindow { url });
    }
}
