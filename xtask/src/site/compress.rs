//! brotli and gzip, made once here so that the server never compresses a file while a phone waits.

use std::io::{Read, Write};

use flate2::{Compression, write::GzEncoder};

use crate::sh::Outcome;

/// Quality 11, window 2²²: browsers' usual limits.
pub fn brotli(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut compressed = Vec::new();
    brotli::CompressorReader::new(bytes, 4096, 11, 22).read_to_end(&mut compressed)?;
    Ok(compressed)
}

pub fn gzip(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// Kinds of file that compression makes smaller.
pub fn worth_it(name: &str) -> bool {
    let kinds = ["css", "html", "ico", "js", "json", "svg", "txt", "wasm", "webmanifest", "xml"];
    name.rsplit_once('.').is_some_and(|(_, kind)| kinds.contains(&kind))
}
