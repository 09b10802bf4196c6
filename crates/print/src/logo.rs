//! A hall's own mark: taken in as PNG or JPEG, kept as pixels, and written anew by us. Nothing of the
//! file that was handed in gets into a plate.

use std::io::Cursor;
use std::sync::Arc;

use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat, ImageReader, Limits};

use crate::{PrintError, read_codes};

/// Sides and memory of what is unpacked at all.
const MAX_SIDE: u32 = 6_000;
const MAX_BYTES: u64 = 192 * 1024 * 1024;
/// A mark is a few centimetres wide: more pixels than this no printer shows.
const KEPT_SIDE: u32 = 800;

/// A mark, decoded.
#[derive(Clone, PartialEq, Eq)]
pub struct Logo {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Red, green, blue, alpha; not premultiplied.
    pub(crate) rgba: Arc<[u8]>,
}

impl Logo {
    /// Reads a PNG or JPEG. Refused: other formats, what unpacks to too much, and pictures that hold a
    /// QR code, since a plate has one code and no second.
    pub fn parse(png_or_jpeg: &[u8]) -> Result<Self, PrintError> {
        let refuse = |e: &dyn std::fmt::Display| PrintError::Logo(e.to_string());
        let mut reader =
            ImageReader::new(Cursor::new(png_or_jpeg)).with_guessed_format().map_err(|e| refuse(&e))?;
        if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg)) {
            return Err(refuse(&"只支持 PNG 和 JPEG"));
        }
        let mut limits = Limits::no_limits();
        limits.max_image_width = Some(MAX_SIDE);
        limits.max_image_height = Some(MAX_SIDE);
        limits.max_alloc = Some(MAX_BYTES);
        reader.limits(limits);
        let mut picture = reader.decode().map_err(|e| refuse(&e))?;
        if !read_codes(png_or_jpeg)?.is_empty() {
            return Err(refuse(&"图中有二维码，台牌上只能有一个码"));
        }
        if picture.width().max(picture.height()) > KEPT_SIDE {
            picture = picture.resize(KEPT_SIDE, KEPT_SIDE, FilterType::Triangle);
        }
        Ok(Self::kept(picture))
    }

    fn kept(picture: DynamicImage) -> Self {
        let picture = picture.into_rgba8();
        Self { width: picture.width(), height: picture.height(), rgba: picture.into_raw().into() }
    }

    /// The mark in black and white, on paper.
    pub(crate) fn black_and_white(&self) -> Self {
        let pixel = |p: &[u8]| {
            let gray = (299 * u32::from(p[0]) + 587 * u32::from(p[1]) + 114 * u32::from(p[2])) / 1000;
            let on_paper = 255 - (255 - gray) * u32::from(p[3]) / 255;
            let ink = if on_paper < 160 { 0 } else { 255 };
            [ink, ink, ink, 255]
        };
        Self { rgba: self.rgba.chunks_exact(4).flat_map(pixel).collect(), ..*self }
    }
}

impl std::fmt::Debug for Logo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Logo({} × {})", self.width, self.height)
    }
}
