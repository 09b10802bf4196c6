//! Which encoding a client takes, and encoding a page that is made for one visitor only.

use axum::http::{HeaderMap, HeaderValue, header};
use std::io::Write;

/// How a body is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Plain,
    Gzip,
    Brotli,
}

impl Encoding {
    /// The best this client takes. An encoding with `q=0` is refused by the client.
    pub(super) fn of(headers: &HeaderMap) -> Encoding {
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let takes = |name: &str| {
            accepted.split(',').any(|entry| {
                let mut parts = entry.split(';').map(str::trim);
                parts.next().is_some_and(|n| n.eq_ignore_ascii_case(name))
                    && !parts.any(|p| p.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0f32)))
            })
        };
        if takes("br") {
            Encoding::Brotli
        } else if takes("gzip") {
            Encoding::Gzip
        } else {
            Encoding::Plain
        }
    }

    /// Value of `Content-Encoding`.
    pub(super) fn header(self) -> Option<HeaderValue> {
        match self {
            Encoding::Plain => None,
            Encoding::Gzip => Some(HeaderValue::from_static("gzip")),
            Encoding::Brotli => Some(HeaderValue::from_static("br")),
        }
    }

    /// Compresses a page quickly: it is sent once.
    pub(super) fn encode(self, page: String) -> Vec<u8> {
        const IN_MEMORY: &str = "writing to memory does not fail";
        match self {
            Encoding::Plain => page.into_bytes(),
            Encoding::Gzip => {
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                encoder.write_all(page.as_bytes()).expect(IN_MEMORY);
                encoder.finish().expect(IN_MEMORY)
            }
            Encoding::Brotli => {
                let mut out = Vec::new();
                let mut encoder = brotli::CompressorWriter::new(&mut out, 4096, 4, 18);
                encoder.write_all(page.as_bytes()).expect(IN_MEMORY);
                drop(encoder);
                out
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_accepted_encoding_is_taken() {
        for (accepted, expected) in [
            ("gzip, deflate, br", Encoding::Brotli),
            ("gzip", Encoding::Gzip),
            ("br;q=0, gzip;q=0.5", Encoding::Gzip),
            ("identity", Encoding::Plain),
            ("brotli", Encoding::Plain),
        ] {
            let headers =
                HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted))]);
            assert_eq!(Encoding::of(&headers), expected, "{accepted}");
        }
        assert_eq!(Encoding::of(&HeaderMap::new()), Encoding::Plain);
    }
}
