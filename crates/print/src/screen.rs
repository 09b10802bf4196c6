//! A code alone, for a screen: no plate around it, nothing to print.

use std::io::Cursor;

use image::{GrayImage, ImageFormat, Luma};
use qrcode::{Color, EcLevel, QrCode};

use crate::{PrintError, read_codes};

/// Light modules around the code that readers need (ISO/IEC 18004).
const QUIET: u32 = 4;

/// The code of an address as a PNG, black on white, about so many pixels a side (100 to 2,000) in whole pixels a
/// module. It has been read back.
///
/// # Errors
///
/// [`PrintError::Url`] for what no code can hold.
pub fn code_png(url: &str, side: u32) -> Result<Vec<u8>, PrintError> {
    let unfit = || PrintError::Url("太长，放不进二维码");
    let code = QrCode::with_error_correction_level(url, EcLevel::Q).map_err(|_| unfit())?;
    let width = code.width() as u32;
    let module = (side.clamp(100, 2_000) / (width + 2 * QUIET)).max(2);
    let colors = code.to_colors();
    let full = (width + 2 * QUIET) * module;
    let picture = GrayImage::from_fn(full, full, |x, y| {
        let (x, y) = ((x / module).wrapping_sub(QUIET), (y / module).wrapping_sub(QUIET));
        let dark = x < width && y < width && colors[(y * width + x) as usize] == Color::Dark;
        Luma([if dark { 0 } else { 255 }])
    });
    let mut png = Cursor::new(Vec::new());
    picture.write_to(&mut png, ImageFormat::Png).map_err(|e| PrintError::Picture(e.to_string()))?;
    let png = png.into_inner();
    match read_codes(&png)?.as_slice() {
        [read] if read == url => Ok(png),
        _ => Err(unfit()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_for_a_screen_reads_as_its_address() {
        for side in [0, 240, 1_000, 9_999] {
            let url = "https://hp.example.cn/c/0123456789abcdefghjk";
            let png = code_png(url, side).unwrap();
            assert_eq!(read_codes(&png).unwrap(), [url]);
        }
        assert!(code_png(&"x".repeat(3_000), 300).is_err());
    }
}
