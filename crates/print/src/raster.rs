//! The drawing as pixels.

use tiny_skia::{
    Color as Shade, FillRule, FilterQuality, Paint, Path, PathBuilder, Pixmap, PixmapPaint, Stroke, Transform,
};
use ttf_parser::OutlineBuilder;

use crate::drawing::{Item, contained};
use crate::fonts::Fonts;
use crate::layout::Color;
use crate::{Logo, PrintError};

/// White paper of so many pixels.
pub(crate) fn paper(width: u32, height: u32) -> Result<Pixmap, PrintError> {
    let mut paper = Pixmap::new(width, height).ok_or_else(|| PrintError::draw("画布大小"))?;
    paper.fill(Shade::WHITE);
    Ok(paper)
}

/// Draws the things; `place` takes millimetres to pixels. `crisp` draws the code's modules without
/// half tones: right where they are whole pixels.
pub(crate) fn paint<'a>(
    fonts: &Fonts,
    items: impl IntoIterator<Item = &'a Item>,
    place: Transform,
    crisp: bool,
    paper: &mut Pixmap,
) {
    for item in items {
        match item {
            Item::Panel(panel) => {
                let path = outlined(|pen| panel.outline(pen));
                if let Some(color) = panel.fill {
                    fill(paper, path.as_ref(), color, place, true);
                }
                if let (Some((color, width)), Some(path)) = (panel.stroke, &path) {
                    let stroke = Stroke { width, ..Stroke::default() };
                    paper.stroke_path(path, &paint_of(color, true), &stroke, place, None);
                }
            }
            Item::Line(line) => {
                let scale = line.size / fonts.units_per_em(line.weight);
                for (sign, start) in line.signs(fonts) {
                    let path = outlined(|pen| fonts.outline(line.weight, sign, pen));
                    let at = place.pre_translate(line.x + start * line.size, line.y).pre_scale(scale, -scale);
                    fill(paper, path.as_ref(), line.color, at, true);
                }
            }
            Item::Code(code, color) => {
                let path = outlined(|pen| code.outline(pen));
                let at = place.pre_translate(code.x, code.y).pre_scale(code.module, code.module);
                fill(paper, path.as_ref(), *color, at, !crisp);
            }
            Item::Picture(space, logo) => {
                let seen = contained(space, logo);
                let at = place
                    .pre_translate(seen.x, seen.y)
                    .pre_scale(seen.w / logo.width as f32, seen.h / logo.height as f32);
                if let Some(picture) = pixels(logo) {
                    let smooth = PixmapPaint { quality: FilterQuality::Bicubic, ..PixmapPaint::default() };
                    paper.draw_pixmap(0, 0, picture.as_ref(), &smooth, at, None);
                }
            }
        }
    }
}

/// Shades of gray of an opaque picture.
pub(crate) fn gray(picture: &Pixmap) -> Vec<u8> {
    // Opaque, so premultiplied and plain colours are the same.
    let luma =
        |p: &[u8]| ((299 * u32::from(p[0]) + 587 * u32::from(p[1]) + 114 * u32::from(p[2])) / 1000) as u8;
    picture.data().chunks_exact(4).map(luma).collect()
}

fn fill(paper: &mut Pixmap, path: Option<&Path>, color: Color, place: Transform, smooth: bool) {
    // No path: a blank, or a code without dark modules.
    if let Some(path) = path {
        paper.fill_path(path, &paint_of(color, smooth), FillRule::Winding, place, None);
    }
}

fn paint_of(color: Color, smooth: bool) -> Paint<'static> {
    let [r, g, b] = color.0;
    let mut paint = Paint { anti_alias: smooth, ..Paint::default() };
    paint.set_color_rgba8(r, g, b, 255);
    paint
}

fn pixels(logo: &Logo) -> Option<Pixmap> {
    let mut picture = Pixmap::new(logo.width, logo.height)?;
    for (pixel, p) in picture.pixels_mut().iter_mut().zip(logo.rgba.chunks_exact(4)) {
        *pixel = tiny_skia::ColorU8::from_rgba(p[0], p[1], p[2], p[3]).premultiply();
    }
    Some(picture)
}

fn outlined(draw: impl FnOnce(&mut dyn OutlineBuilder)) -> Option<Path> {
    let mut pen = Pen(PathBuilder::new());
    draw(&mut pen);
    pen.0.finish()
}

struct Pen(PathBuilder);

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
