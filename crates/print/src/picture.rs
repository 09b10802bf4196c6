//! Reading codes from a picture somebody hands in: a rendered plate, a photograph of one.

use std::io::Cursor;

use image::imageops::FilterType;
use image::{GrayImage, ImageFormat, ImageReader, Limits};

use crate::PrintError;

/// Larger than a phone's camera makes; a picture that unpacks to more is refused unread.
const MAX_SIDE: u32 = 12_000;
const MAX_BYTES: u64 = 256 * 1024 * 1024;
/// Detection gets confused by the grain of large photographs: these sides are tried in turn.
const SIDES: [u32; 3] = [4_000, 1_600, 800];

/// The texts of all codes found in a PNG or JPEG, each once. None found is an empty list.
pub fn read_codes(png_or_jpeg: &[u8]) -> Result<Vec<String>, PrintError> {
    let unreadable = |e: &dyn std::fmt::Display| PrintError::Picture(e.to_string());
    let mut reader =
        ImageReader::new(Cursor::new(png_or_jpeg)).with_guessed_format().map_err(|e| unreadable(&e))?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg)) {
        return Err(PrintError::Picture("只支持 PNG 和 JPEG".into()));
    }
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_BYTES);
    reader.limits(limits);
    let gray = reader.decode().map_err(|e| unreadable(&e))?.into_luma8();
    for (i, side) in SIDES.into_iter().enumerate() {
        let longest = gray.width().max(gray.height());
        let found = if longest > side {
            let part = |length: u32| (u64::from(length) * u64::from(side) / u64::from(longest)).max(1) as u32;
            let (width, height) = (part(gray.width()), part(gray.height()));
            decode(&image::imageops::resize(&gray, width, height, FilterType::Triangle))
        } else if i == 0 || longest > side {
            decode(&gray)
        } else {
            // Already tried as it is.
            continue;
        };
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

fn decode(gray: &GrayImage) -> Vec<String> {
    let (width, height) = (gray.width() as usize, gray.height() as usize);
    let pixels = gray.as_raw();
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    let mut texts = Vec::new();
    for grid in image.detect_grids() {
        if let Ok((_, text)) = grid.decode()
            && !texts.contains(&text)
        {
            texts.push(text);
        }
    }
    texts
}
