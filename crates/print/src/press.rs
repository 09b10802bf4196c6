//! The press: from layout and content to a file, checked.

use crate::fonts::Fonts;
use crate::forme::Forme;
use crate::{Format, Layout, PlateContent, PrintError, Style};
use crate::{pdf, png, readback, svg};

/// Holds the fonts. Made once, shared between threads.
pub struct Press {
    pub(crate) fonts: Fonts,
}

impl Press {
    pub fn new() -> Result<Self, PrintError> {
        Ok(Self { fonts: Fonts::load()? })
    }

    /// A plate as a file. The code has been read back from the drawing before it is returned.
    pub fn plate(
        &self,
        layout: &Layout,
        content: &PlateContent,
        format: Format,
    ) -> Result<Vec<u8>, PrintError> {
        self.styled_plate(layout, content, &Style::default(), format)
    }

    /// A plate with a hall's additions, or for printing with black only.
    pub fn styled_plate(
        &self,
        layout: &Layout,
        content: &PlateContent,
        style: &Style,
        format: Format,
    ) -> Result<Vec<u8>, PrintError> {
        let forme = Forme::new(&self.fonts, layout, style)?;
        let plate = forme.set(content)?;
        readback::check(&forme, &plate)?;
        match format {
            Format::Pdf => pdf::pdf(&forme, &plate),
            Format::Png => png::png(&forme, &plate),
            Format::Svg => svg::svg(&forme, &plate),
        }
    }

    /// A plate as a PNG so many pixels wide (50 to 2,000), to look at on a screen. It has been read back
    /// as any plate is.
    pub fn preview(
        &self,
        layout: &Layout,
        content: &PlateContent,
        style: &Style,
        width: u32,
    ) -> Result<Vec<u8>, PrintError> {
        let forme = Forme::new(&self.fonts, layout, style)?;
        let plate = forme.set(content)?;
        readback::check(&forme, &plate)?;
        let dpi = width.clamp(50, 2_000) as f32 * 25.4 / layout.size().0;
        let picture = png::picture(&forme, &plate, dpi, false)?;
        png::encode(&picture, dpi, &plate.content.title(), false)
    }
}
