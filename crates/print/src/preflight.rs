//! Preflight: every plate of a pack is drawn whole at three resolutions, and each picture is read.
//!
//! The read-back (`readback.rs`) looks closely at the code's own square; this looks at the plate as a
//! phone does: from afar, in the hand, close; and it notices a second code anywhere on it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tiny_skia::{Pixmap, Transform};

use crate::PrintError;
use crate::forme::{Forme, Plate};
use crate::qr::Code;
use crate::raster::{gray, paint, paper};
use crate::readback::{self, read, refused};

const MM_PER_INCH: f32 = 25.4;
/// Pixels a module: from afar (a phone's camera needs about three), in the hand, close.
const PIXELS: [f32; 3] = [3.0, 6.0, 12.0];
/// Fixed parts kept: three resolutions, plates live and for demonstration, two sizes of code.
const KEPT: usize = 12;

/// What a picture of a plate was read as.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// Dots an inch of the picture.
    pub dpi: f32,
    pub text: String,
}

/// Looks at the plates of one pack.
pub(crate) struct Preflight<'a> {
    forme: &'a Forme<'a>,
    /// The fixed part of a plate by dots an inch and by whether it is a demonstration: it is most of the
    /// work of drawing.
    grounds: Mutex<HashMap<(u32, bool), Arc<Pixmap>>>,
}

impl<'a> Preflight<'a> {
    pub fn new(forme: &'a Forme<'a>) -> Self {
        Self { forme, grounds: Mutex::default() }
    }

    /// All three looks, or the first reason to refuse the plate.
    pub fn look(&self, plate: &Plate) -> Result<Vec<Look>, PrintError> {
        readback::untouched(self.forme, plate)?;
        let look = |dpi: f32| {
            let picture = self.draw(plate, dpi)?;
            let width = picture.width() as usize;
            let text = read(&gray(&picture), width, &plate.content.url)
                .map_err(|reason| refused(format!("以 {dpi:.0} dpi 回读：{reason}")))?;
            Ok(Look { dpi, text })
        };
        resolutions(&plate.code).into_iter().map(look).collect()
    }

    fn draw(&self, plate: &Plate, dpi: f32) -> Result<Pixmap, PrintError> {
        let place = Transform::from_scale(dpi / MM_PER_INCH, dpi / MM_PER_INCH);
        let demo = plate.content.demo;
        let mut picture = Pixmap::clone(&*self.ground(demo, dpi, place)?);
        let fonts = self.forme.fonts;
        paint(fonts, &plate.items, place, false, &mut picture);
        paint(fonts, &self.forme.fixed(demo).front, place, false, &mut picture);
        Ok(picture)
    }

    fn ground(&self, demo: bool, dpi: f32, place: Transform) -> Result<Arc<Pixmap>, PrintError> {
        let key = (dpi.to_bits(), demo);
        // A poisoned lock holds whole pictures all the same.
        let kept = || self.grounds.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(ground) = kept().get(&key) {
            return Ok(ground.clone());
        }
        let pixels = |mm: f32| ((mm * dpi / MM_PER_INCH).round() as u32).max(1);
        let page = &self.forme.spec.page;
        let mut ground = paper(pixels(page.width), pixels(page.height))?;
        paint(self.forme.fonts, &self.forme.fixed(demo).back, place, false, &mut ground);
        let ground = Arc::new(ground);
        let mut kept = kept();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, ground.clone());
        Ok(ground)
    }
}

/// Dots an inch: from afar, in the hand, close.
fn resolutions(code: &Code) -> [f32; 3] {
    PIXELS.map(|pixels| (pixels * MM_PER_INCH / code.module).min(code.dpi))
}
