//! A plate as a PNG.

use tiny_skia::{Pixmap, Transform};

use crate::PrintError;
use crate::forme::{Forme, Plate};
use crate::raster::{gray, paint, paper};

const MM_PER_INCH: f32 = 25.4;

/// At the layout's own raster: modules are whole dots of it at whole dots from the corner (see `qr.rs`),
/// so they come out as whole pixels.
pub(crate) fn png(forme: &Forme<'_>, plate: &Plate) -> Result<Vec<u8>, PrintError> {
    let dpi = forme.spec.code.dpi;
    let picture = picture(forme, plate, dpi, true)?;
    encode(&picture, dpi, &plate.content.title(), forme.black_only)
}

/// The whole plate as pixels.
pub(crate) fn picture(forme: &Forme<'_>, plate: &Plate, dpi: f32, crisp: bool) -> Result<Pixmap, PrintError> {
    let scale = dpi / MM_PER_INCH;
    let pixels = |mm: f32| (mm * scale).round() as u32;
    let mut paper = paper(pixels(forme.spec.page.width), pixels(forme.spec.page.height))?;
    let place = Transform::from_scale(scale, scale);
    paint(forme.fonts, forme.items(plate), place, crisp, &mut paper);
    Ok(paper)
}

/// Three bytes a pixel (the ground is opaque), or one bit where only black is printed.
pub(crate) fn encode(
    picture: &Pixmap,
    dpi: f32,
    title: &str,
    black_only: bool,
) -> Result<Vec<u8>, PrintError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, picture.width(), picture.height());
    let dots = (dpi / MM_PER_INCH * 1000.0).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: dots, yppu: dots, unit: png::Unit::Meter }));
    encoder.add_itxt_chunk("Title".to_owned(), title.to_owned()).map_err(PrintError::draw)?;
    let data: Vec<u8> = if black_only {
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        let bits = |row: &[u8]| -> Vec<u8> {
            let byte = |eight: &[u8]| {
                eight.iter().enumerate().fold(0, |byte, (i, p)| byte | u8::from(*p >= 128) << (7 - i))
            };
            row.chunks(8).map(byte).collect()
        };
        gray(picture).chunks(picture.width() as usize).flat_map(bits).collect()
    } else {
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        picture.data().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect()
    };
    let mut writer = encoder.write_header().map_err(PrintError::draw)?;
    writer.write_image_data(&data).map_err(PrintError::draw)?;
    writer.finish().map_err(PrintError::draw)?;
    Ok(file)
}
