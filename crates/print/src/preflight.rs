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
/// Pixels a module: from afar (a phone's camera needs three or four), in the hand, close.
const PIXELS: [f32; 3] = [4.0, 7.0, 12.0];
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawing::{Item, Panel};
    use crate::fonts::Fonts;
    use crate::layout::{Color, Layout, Space};
    use crate::{PlateContent, Style};

    /// What the looks find after the set plate was tampered with.
    fn look_after(change: impl FnOnce(&mut Plate)) -> Result<Vec<Look>, PrintError> {
        let fonts = Fonts::load().unwrap();
        let layout = Layout::builtin("label-2x4").unwrap();
        let forme = Forme::new(&fonts, &layout, &Style::default()).unwrap();
        let content = PlateContent {
            url: "https://hp.example.cn/w/7K3M9QX".into(),
            hall: "示例大厅".into(),
            window: "示例窗口".into(),
            staff: None,
            code: "7K3M9QX".into(),
            host: "hp.example.cn".into(),
            demo: false,
        };
        let mut plate = forme.set(&content).unwrap();
        change(&mut plate);
        Preflight::new(&forme).look(&plate)
    }

    #[test]
    fn a_plate_is_read_from_afar_in_the_hand_and_close() {
        let looks = look_after(|_| ()).unwrap();
        let dots: Vec<f32> = looks.iter().map(|look| look.dpi.round()).collect();
        // Modules of 1.355 mm: 16 dots of 300 an inch.
        assert_eq!(dots, [75.0, 131.0, 225.0]);
        assert!(looks.iter().all(|look| look.text == "https://hp.example.cn/w/7K3M9QX"));
    }

    #[test]
    fn a_second_code_anywhere_on_the_plate_is_refused() {
        let refused = look_after(|plate| {
            let sticker = Space { x: 55.0, y: 8.0, w: 44.0, h: 50.0 };
            plate.items.push(Item::Panel(Panel::filled(sticker, Color::WHITE)));
            let mut other = Code::clone(&plate.code);
            (other.x, other.y, other.module) = (60.0, 15.0, 1.2);
            plate.items.push(Item::Code(Arc::new(other), Color::BLACK));
        });
        let reason = refused.unwrap_err().to_string();
        assert!(reason.contains("不止一个二维码"), "{reason}");
    }

    #[test]
    fn another_address_than_the_plates_is_refused_and_the_resolution_named() {
        let refused = look_after(|plate| plate.content.url = "https://hp.example.cn/w/0000000".into());
        let reason = refused.unwrap_err().to_string();
        assert!(reason.contains("以 75 dpi 回读") && reason.contains("0000000"), "{reason}");
    }
}
