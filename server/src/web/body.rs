//! Reading a posted form strictly: its size, its type, its charset. Anything wrong is told apart, so that
//! the page can say what it is.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, header};
use percent_encoding::percent_decode;
use std::time::Duration;

/// Longest time for a body to arrive; a few kilobytes on the worst network take less.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a body is not a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyError {
    /// Larger than the limit.
    TooLarge,
    /// Not `application/x-www-form-urlencoded`, or cut off.
    NotAForm,
    /// Not UTF-8.
    Charset,
    /// Comes so slowly that it was given up.
    Slow,
}

/// Fields of a form, in order; a name may occur more than once.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads the body.
    pub(super) async fn read(headers: &HeaderMap, body: Body, limit: usize) -> Result<Fields, BodyError> {
        let content_type =
            headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let mut parts = content_type.split(';').map(|p| p.trim().to_ascii_lowercase());
        if parts.next().as_deref() != Some("application/x-www-form-urlencoded") {
            return Err(BodyError::NotAForm);
        }
        let charset = parts.find_map(|p| p.strip_prefix("charset=").map(|c| c.trim_matches('"').to_owned()));
        if charset.is_some_and(|c| c != "utf-8" && c != "utf8") {
            return Err(BodyError::Charset);
        }
        let declared =
            headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
        if declared.is_some_and(|length: usize| length > limit) {
            return Err(BodyError::TooLarge);
        }
        let read =
            tokio::time::timeout(PATIENCE, to_bytes(body, limit)).await.map_err(|_| BodyError::Slow)?;
        let bytes = read.map_err(|e| {
            let too_large =
                std::error::Error::source(&e).is_some_and(|s| s.to_string().contains("length limit"));
            if too_large { BodyError::TooLarge } else { BodyError::NotAForm }
        })?;
        Fields::parse(&bytes)
    }

    fn parse(bytes: &[u8]) -> Result<Fields, BodyError> {
        let pairs = bytes.split(|b| *b == b'&').filter(|pair| !pair.is_empty());
        let fields = pairs.map(|pair| {
            let at = pair.iter().position(|b| *b == b'=').unwrap_or(pair.len());
            Ok((decode(&pair[..at])?, decode(pair.get(at + 1..).unwrap_or_default())?))
        });
        Ok(Fields(fields.collect::<Result<_, BodyError>>()?))
    }

    /// Fields that were read in another way.
    pub(super) fn from_pairs(pairs: Vec<(String, String)>) -> Fields {
        Fields(pairs)
    }

    /// A query, read as strictly as a form.
    pub(super) fn of_query(query: &str) -> Result<Fields, BodyError> {
        Fields::parse(query.as_bytes())
    }

    /// Every field, in order.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The field's value, or nothing when the form lacks it.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// All values of the field.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Is the field there and not empty? (A ticked box.)
    pub(super) fn is_set(&self, name: &str) -> bool {
        self.all(name).any(|v| !v.is_empty())
    }
}

fn decode(raw: &[u8]) -> Result<String, BodyError> {
    let spaced: Vec<u8> = raw.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
    percent_decode(&spaced).decode_utf8().map(|text| text.into_owned()).map_err(|_| BodyError::Charset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_strictly() {
        let fields = Fields::parse("words=等了+%E4%B8%89小时&i=1&i=2&empty=&bare".as_bytes()).unwrap();
        assert_eq!(fields.get("words"), "等了 三小时");
        assert_eq!(fields.all("i").collect::<Vec<_>>(), ["1", "2"]);
        assert!(!fields.is_set("empty") && !fields.is_set("bare") && !fields.is_set("missing"));
        assert_eq!(Fields::parse(b"words=%C4%E3%BA%C3").unwrap_err(), BodyError::Charset);
    }
}
