//! The tree as a PNG at 300 dpi.

use resvg::tiny_skia::{Color, Pixmap, Transform};
use usvg::Tree;

use crate::PrintError;
use crate::layout::Page;

const DPI: f32 = 300.0;

/// Modules are whole dots of 300 dpi at whole dots from the corner (see `qr.rs`), so they come out
/// as whole pixels.
pub(crate) fn png(tree: &Tree, page: &Page, title: &str) -> Result<Vec<u8>, PrintError> {
    let pixels = |mm: f32| (mm / 25.4 * DPI).round() as u32;
    let (width, height) = (pixels(page.width), pixels(page.height));
    let mut pixmap = Pixmap::new(width, height).ok_or_else(|| PrintError::draw("PNG 画布"))?;
    pixmap.fill(Color::WHITE);
    let scale = DPI / 96.0;
    resvg::render(tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    // The ground is opaque: three bytes a pixel say everything.
    let rgb: Vec<u8> = pixmap.data().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: (DPI / 0.0254).round() as u32,
        yppu: (DPI / 0.0254).round() as u32,
        unit: png::Unit::Meter,
    }));
    encoder.add_itxt_chunk("Title".to_owned(), title.to_owned()).map_err(PrintError::draw)?;
    let mut writer = encoder.write_header().map_err(PrintError::draw)?;
    writer.write_image_data(&rgb).map_err(PrintError::draw)?;
    writer.finish().map_err(PrintError::draw)?;
    Ok(file)
}
