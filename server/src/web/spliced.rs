//! A page kept compressed, with a short secret of its own for every visitor.
//!
//! The form's idempotency key must differ from render to render, yet compressing a page takes a hundred
//! times as long as sending it. So the page is compressed once, up to a byte boundary, and the tail that
//! holds the key is appended *uncompressed* in the stream's own terms: a stored block of DEFLATE
//! (RFC 1951 §3.2.4), an uncompressed meta-block of brotli (RFC 7932 §9.2). The secret never passes
//! through a compressor, so its length tells nothing either.

use super::encode::Encoding;
use brotli::enc::BrotliEncoderParams;
use brotli::enc::StandardAlloc;
use brotli::enc::encode::{BrotliEncoderOperation, BrotliEncoderStateStruct};
use bytes::Bytes;
use flate2::{Compress, Compression, FlushCompress};

/// Longest tail: it must fit one stored block.
const LONGEST_TAIL: usize = 0xffff;

/// A page but for its tail.
#[derive(Debug, Clone)]
pub(super) struct Spliced {
    plain: Bytes,
    gzip: Bytes,
    crc: crc32fast::Hasher,
    brotli: Bytes,
}

impl Spliced {
    /// Compresses the head of a page, which must not be empty.
    pub(super) fn new(head: String) -> Spliced {
        let mut crc = crc32fast::Hasher::new();
        crc.update(head.as_bytes());
        Spliced {
            gzip: gzip_head(head.as_bytes()).into(),
            brotli: brotli_head(head.as_bytes()).into(),
            crc,
            plain: head.into(),
        }
    }

    /// The whole page with this tail.
    pub(super) fn with_tail(&self, tail: &str, encoding: Encoding) -> Vec<u8> {
        let tail = tail.as_bytes();
        debug_assert!((1..=LONGEST_TAIL).contains(&tail.len()));
        match encoding {
            Encoding::Plain => [&self.plain, tail].concat(),
            Encoding::Gzip => self.gzip_with(tail),
            Encoding::Brotli => self.brotli_with(tail),
        }
    }

    fn gzip_with(&self, tail: &[u8]) -> Vec<u8> {
        let mut crc = self.crc.clone();
        crc.update(tail);
        let length = tail.len() as u16;
        let mut out = Vec::with_capacity(self.gzip.len() + tail.len() + 13);
        out.extend_from_slice(&self.gzip);
        out.push(0b001); // last block, stored
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(tail);
        out.extend_from_slice(&crc.finalize().to_le_bytes());
        out.extend_from_slice(&((self.plain.len() + tail.len()) as u32).to_le_bytes());
        out
    }

    fn brotli_with(&self, tail: &[u8]) -> Vec<u8> {
        // ISLAST 0, MNIBBLES 4, MLEN − 1 in 16 bits, ISUNCOMPRESSED 1, then fill the byte.
        let header = ((tail.len() as u32 - 1) << 3) | 1 << 19;
        let mut out = Vec::with_capacity(self.brotli.len() + tail.len() + 4);
        out.extend_from_slice(&self.brotli);
        out.extend_from_slice(&header.to_le_bytes()[..3]);
        out.extend_from_slice(tail);
        out.push(0b11); // ISLAST 1, ISLASTEMPTY 1
        out
    }
}

fn gzip_head(head: &[u8]) -> Vec<u8> {
    // Header: magic, deflate, no flags, no time, best compression, unknown system.
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255];
    out.reserve(head.len() + 1024);
    let mut deflate = Compress::new(Compression::best(), false);
    // A sync flush ends on a byte boundary. Writing to memory with room enough cannot fail.
    deflate.compress_vec(head, &mut out, FlushCompress::Sync).expect("deflate into memory");
    assert_eq!(deflate.total_in(), head.len() as u64, "room enough for the whole page");
    out
}

fn brotli_head(head: &[u8]) -> Vec<u8> {
    let mut state = BrotliEncoderStateStruct::new(StandardAlloc::default());
    state.params =
        BrotliEncoderParams { quality: 10, lgwin: 18, size_hint: head.len(), ..Default::default() };
    let mut out = vec![0; head.len() + 1024];
    let (mut available_in, mut next_in) = (head.len(), 0);
    let (mut available_out, mut next_out) = (out.len(), 0);
    let flush = BrotliEncoderOperation::BROTLI_OPERATION_FLUSH;
    while available_in > 0 || state.has_more_output() {
        let went = state.compress_stream(
            flush,
            &mut available_in,
            head,
            &mut next_in,
            &mut available_out,
            &mut out,
            &mut next_out,
            &mut None,
            &mut |_, _, _, _| (),
        );
        assert!(went && available_out > 0, "brotli into memory with room enough");
    }
    out.truncate(next_out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn decoded(bytes: &[u8], encoding: Encoding) -> String {
        let mut text = String::new();
        let mut reader: Box<dyn Read> = match encoding {
            Encoding::Plain => Box::new(bytes),
            Encoding::Gzip => Box::new(flate2::read::GzDecoder::new(bytes)),
            Encoding::Brotli => Box::new(brotli::Decompressor::new(bytes, 4096)),
        };
        reader.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn every_encoding_decodes_to_head_and_tail() {
        let head = "<p>政务服务评价</p>\n".repeat(700);
        for head in ["x".into(), head] {
            let page = Spliced::new(head.clone());
            for tail in ["a", "<input value=\"k1\"></body></html>", &"长".repeat(20_000)] {
                for encoding in [Encoding::Plain, Encoding::Gzip, Encoding::Brotli] {
                    let bytes = page.with_tail(tail, encoding);
                    assert!(decoded(&bytes, encoding) == format!("{head}{tail}"), "{encoding:?}");
                }
            }
        }
    }

    #[test]
    fn the_secret_stands_uncompressed_in_the_stream() {
        let page = Spliced::new("secret-key secret-key".repeat(9));
        for encoding in [Encoding::Gzip, Encoding::Brotli] {
            let bytes = page.with_tail("secret-key", encoding);
            assert!(bytes.windows(10).any(|w| w == b"secret-key"), "{encoding:?}");
        }
    }
}
