//! A picture that somebody hands in as a proof: read within limits, turned upright, made small and written anew, so that
//! nothing of the file but its picture is kept: no place and time of the camera, no script in a comment.

use crate::PrintError;
use crate::photo::open::open_colour;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;

/// Longest side kept, pixels: a page of text photographed can be read.
const LONGEST: u32 = 2_000;
const QUALITY: u8 = 82;

/// The picture as a JPEG of ours.
///
/// # Errors
///
/// When the file is no PNG or JPEG, is broken, or is larger than can be read safely.
pub fn clean_picture(bytes: &[u8]) -> Result<Vec<u8>, PrintError> {
    let mut picture = open_colour(bytes)?;
    if picture.width().max(picture.height()) > LONGEST {
        picture = picture.resize(LONGEST, LONGEST, FilterType::Triangle);
    }
    let mut out = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
    picture
        .into_rgb8()
        .write_with_encoder(encoder)
        .map_err(|_| PrintError::Picture("图片无法转存，请换一张".into()))?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, RgbImage};
    use std::io::Cursor;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        RgbImage::from_pixel(width, height, image::Rgb([200, 30, 30]))
            .write_to(&mut bytes, ImageFormat::Png)
            .unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_picture_is_written_anew_and_made_small() {
        let mut file = png(4_000, 1_000);
        file.extend_from_slice(b"<script>alert(1)</script>");
        let clean = clean_picture(&file).unwrap();
        assert!(clean.starts_with(&[0xff, 0xd8]) && !clean.windows(8).any(|w| w == b"<script>"));
        let read = image::load_from_memory(&clean).unwrap();
        assert_eq!((read.width(), read.height()), (2_000, 500));
    }

    #[test]
    fn what_is_no_picture_or_a_bomb_is_refused() {
        let whole = png(40, 40);
        let script = b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>".to_vec();
        for bytes in [Vec::new(), script, b"%PDF-1.7".to_vec(), whole[..whole.len() / 2].to_vec()] {
            assert!(clean_picture(&bytes).is_err());
        }
        // A PNG whose head claims 60,000 × 60,000 pixels.
        let mut bomb = whole;
        bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        assert!(clean_picture(&bomb).is_err());
    }
}
