//! How somebody came to a form: in which container, and where the link wants her to be sent afterwards.
//!
//! A link may say both (`?from=wechat-mini&backUrl=https://…`). What it says travels in the form's tail, never in the
//! cached page, and on in the query of the receipt; it is checked again wherever it arrives, so a cookie is not needed.

use super::Web;
use super::body::Fields;
use app::citizen::WayBack;
use axum::http::{HeaderMap, Uri, header};
use domain::Container;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;

/// Names of both in links and in forms. `backUrl` is the provincial interface's word.
const FROM: &str = "from";
const BACK: &str = "backUrl";
/// Field of the text-size form that brings both along, as a query.
pub(super) const CARRIED: &str = "entry";

/// Longest address anybody is sent back to, in bytes.
const LONGEST: usize = 1000;

/// What the link said, as far as it is allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    from: Option<Container>,
    back: Option<String>,
}

impl Entry {
    /// From the address of a page.
    pub(super) fn of_link(web: &Web, uri: &Uri) -> Entry {
        uri.query().map_or_else(Entry::default, |query| Entry::of_query(web, query))
    }

    /// From a query; one that cannot be read says nothing.
    pub(super) fn of_query(web: &Web, query: &str) -> Entry {
        Fields::of_query(query).map_or_else(|_| Entry::default(), |fields| Entry::of_form(web, &fields))
    }

    /// From a form that carries them.
    pub(super) fn of_form(web: &Web, fields: &Fields) -> Entry {
        let from = Container::from_word(fields.get(FROM));
        Entry { from, back: allowed(fields.get(BACK), &web.config.containers.back) }
    }

    /// The container: what the link says goes before what the user agent says.
    pub(super) fn container(&self, headers: &HeaderMap) -> Container {
        self.from.unwrap_or_else(|| {
            let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
            Container::of_user_agent(agent)
        })
    }

    /// The way back to show; none for a browser that nobody sent.
    pub(super) fn way_back(&self, headers: &HeaderMap) -> Option<WayBack> {
        let container = self.container(headers);
        (self.back.is_some() || container != Container::Browser)
            .then(|| WayBack { container, href: self.back.clone() })
    }

    /// `from=…&backUrl=…`, or nothing.
    pub(super) fn query(&self) -> String {
        let from = self.from.map(|from| format!("{FROM}={}", from.word()));
        let back =
            self.back.as_ref().map(|back| format!("{BACK}={}", utf8_percent_encode(back, NON_ALPHANUMERIC)));
        from.into_iter().chain(back).collect::<Vec<_>>().join("&")
    }

    /// The path with what the link said.
    pub(super) fn path(&self, path: &str) -> String {
        let query = self.query();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// Hidden fields for the rating form, and one for the text-size form, which comes back to this page.
    pub(super) fn fields(&self) -> String {
        let field = |form: &str, name: &str, value: &str| {
            // What `Url` has written holds no quotes and no angle brackets.
            let value = value.replace('&', "&amp;");
            format!("<input type=\"hidden\" form=\"{form}\" name=\"{name}\" value=\"{value}\">")
        };
        let from = self.from.map(|from| field("rating", FROM, from.word()));
        let back = self.back.as_ref().map(|back| field("rating", BACK, back));
        let query = self.query();
        let carried = (!query.is_empty()).then(|| field("text-size", CARRIED, &query));
        [from, back, carried].into_iter().flatten().collect()
    }
}

/// The address, read and written again as browsers do, if its origin is one of these. Anything else is no address.
fn allowed(text: &str, origins: &[String]) -> Option<String> {
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let plain = url.username().is_empty() && url.password().is_none();
    let origin = url.origin().ascii_serialization();
    (plain && origins.contains(&origin)).then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::{Entry, allowed};
    use domain::Container;

    fn one(text: &str) -> Option<String> {
        allowed(text, &["https://zwfw.example".into(), "https://app.example:8443".into()])
    }

    #[test]
    fn an_address_of_an_allowed_origin_is_kept() {
        for text in
            ["https://zwfw.example/", "https://zwfw.example/a?b=c&d=1#/done", "https://app.example:8443/x"]
        {
            assert_eq!(one(text).as_deref(), Some(text));
        }
        assert_eq!(one("HTTPS://ZWFW.example").as_deref(), Some("https://zwfw.example/"));
        assert_eq!(
            one("https://zwfw.example\\@evil.example/").as_deref(),
            Some("https://zwfw.example/@evil.example/")
        );
    }

    #[test]
    fn any_other_address_is_ignored() {
        for text in [
            "",
            "/r",
            "//zwfw.example/",
            "https://zwfw.example.evil.example/",
            "https://evil.example/https://zwfw.example/",
            "https://zwfw.example@evil.example/",
            "https://me:pw@zwfw.example/",
            "http://zwfw.example/",
            "https://zwfw.example:444/",
            "https://app.example/",
            "javascript:alert(1)//https://zwfw.example",
            "data:text/html,https://zwfw.example",
            "\u{1}javascript:https://zwfw.example/",
        ] {
            assert_eq!(one(text), None, "{text}");
        }
        assert_eq!(one(&format!("https://zwfw.example/{}", "a".repeat(1000))), None);
    }

    #[test]
    fn what_is_carried_cannot_leave_its_attribute() {
        let back = one("https://zwfw.example/\"><script>?x=\"<'>&y=1#\"<>");
        let entry = Entry { from: Some(Container::Alipay), back };
        let fields = entry.fields();
        assert_eq!(fields.matches('<').count(), 3, "{fields}");
        assert_eq!(fields.matches('"').count(), 3 * 8, "{fields}");
        assert!(entry.query().bytes().all(|b| b.is_ascii_alphanumeric() || b"=&%-".contains(&b)));
    }
}
