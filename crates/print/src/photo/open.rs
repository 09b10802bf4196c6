//! From a file to an upright gray picture, within limits.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::level::Gray;
use crate::PrintError;

/// Larger than phones' cameras make in their usual settings; more is refused unread.
const MAX_SIDE: u32 = 16_000;
const MAX_PIXELS: u64 = 64_000_000;
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// The picture in shades of gray, turned as its EXIF data say.
pub(crate) fn open(bytes: &[u8]) -> Result<Gray, PrintError> {
    let (picture, orientation) = decoded(bytes)?;
    let mut gray = DynamicImage::ImageLuma8(picture.into_luma8());
    gray.apply_orientation(orientation);
    let gray = gray.into_luma8();
    Ok(Gray::new(gray.width() as usize, gray.height() as usize, gray.into_raw()))
}

/// The picture in its colours, turned as its EXIF data say.
pub(crate) fn open_colour(bytes: &[u8]) -> Result<DynamicImage, PrintError> {
    let (mut picture, orientation) = decoded(bytes)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn decoded(bytes: &[u8]) -> Result<(DynamicImage, Orientation), PrintError> {
    let unreadable = |_| PrintError::Picture("文件不完整或已损坏，请重新拍照上传".into());
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|e| PrintError::Picture(e.to_string()))?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg)) {
        return Err(PrintError::Picture("只支持 JPEG 和 PNG 格式的图片".into()));
    }
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|e| match e {
        image::ImageError::Limits(_) => too_large(),
        other => unreadable(other),
    })?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS || decoder.total_bytes() > MAX_BYTES {
        return Err(too_large());
    }
    let orientation = decoder.orientation().map_err(unreadable)?;
    Ok((DynamicImage::from_decoder(decoder).map_err(unreadable)?, orientation))
}

fn too_large() -> PrintError {
    PrintError::Picture("图片太大，最多 6400 万像素，请用普通清晰度拍照".into())
}
