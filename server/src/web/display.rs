//! `POST /display`: the size of the text (长辈版), remembered.

use super::entry::{CARRIED, Entry};
use super::sent::Sent;
use app::page::TextSize;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Sets the cookie and goes back to where the person was.
pub(super) async fn set(sent: Sent) -> Response {
    let Sent { web, fields, .. } = sent;
    let size = TextSize::from_cookie(fields.get("size")).unwrap_or(TextSize::Standard);
    let path = Entry::of_query(&web, fields.get(CARRIED)).path(fields.get("back"));
    let answer = [(header::LOCATION, back(&path)), (header::SET_COOKIE, web.size_cookie(size))];
    (StatusCode::SEE_OTHER, answer).into_response()
}

/// A path of this host, or the front page: nobody is sent elsewhere.
fn back(path: &str) -> HeaderValue {
    let own = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n', '\t']);
    let path = if own { HeaderValue::from_str(path).ok() } else { None };
    path.unwrap_or(HeaderValue::from_static("/"))
}

#[cfg(test)]
mod tests {
    use super::back;

    #[test]
    fn nobody_is_sent_to_another_host() {
        assert_eq!(back("/w/7K3M9QX"), "/w/7K3M9QX");
        for path in ["//evil.example", "https://evil.example", "/\\evil.example", "", "w", "/\t/evil.example"]
        {
            assert_eq!(back(path), "/", "{path}");
        }
    }
}
