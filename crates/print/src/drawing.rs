//! What stands on a plate, as a list of things in drawing order: the one source of every output.
//! PNG (`raster.rs`), SVG (`svg.rs`), PDF (`pdf.rs`) and the read-back draw the same list.

use std::sync::Arc;

use ttf_parser::OutlineBuilder;

use crate::Logo;
use crate::fit::Line;
use crate::fonts::Fonts;
use crate::layout::{Color, Shape, Space};
use crate::qr::Code;

/// One thing on paper; lengths in millimetres from the plate's upper left corner.
#[derive(Debug, Clone)]
pub(crate) enum Item {
    Panel(Panel),
    Line(Line),
    Code(Arc<Code>, Color),
    Picture(Space, Logo),
}

/// A rectangle.
#[derive(Debug, Clone)]
pub(crate) struct Panel {
    pub space: Space,
    pub radius: f32,
    pub fill: Option<Color>,
    /// Colour and width.
    pub stroke: Option<(Color, f32)>,
}

impl Panel {
    pub fn filled(space: Space, color: Color) -> Self {
        Self { space, radius: 0.0, fill: Some(color), stroke: None }
    }

    pub fn outline(&self, pen: &mut dyn OutlineBuilder) {
        let Space { x, y, w, h } = self.space;
        let r = self.radius.min(w / 2.0).min(h / 2.0);
        if r <= 0.0 {
            pen.move_to(x, y);
            pen.line_to(x + w, y);
            pen.line_to(x + w, y + h);
            pen.line_to(x, y + h);
            pen.close();
            return;
        }
        // How far the handles of a quarter circle stand from its corner.
        let k = r * (1.0 - 0.552_284_8);
        let (right, bottom) = (x + w, y + h);
        pen.move_to(x + r, y);
        pen.line_to(right - r, y);
        pen.curve_to(right - k, y, right, y + k, right, y + r);
        pen.line_to(right, bottom - r);
        pen.curve_to(right, bottom - k, right - k, bottom, right - r, bottom);
        pen.line_to(x + r, bottom);
        pen.curve_to(x + k, bottom, x, bottom - k, x, bottom - r);
        pen.line_to(x, y + r);
        pen.curve_to(x, y + k, x + k, y, x + r, y);
        pen.close();
    }
}

impl From<&Shape> for Panel {
    fn from(shape: &Shape) -> Self {
        Self {
            space: Space { x: shape.x, y: shape.y, w: shape.w, h: shape.h },
            radius: shape.radius,
            fill: shape.fill,
            stroke: shape.stroke.map(|color| (color, shape.stroke_width)),
        }
    }
}

impl Item {
    /// The same with every colour black or white.
    pub fn black_or_white(self) -> Self {
        match self {
            Self::Panel(panel) => Self::Panel(Panel {
                fill: panel.fill.map(Color::black_or_white),
                stroke: panel.stroke.map(|(color, width)| (color.black_or_white(), width)),
                ..panel
            }),
            Self::Line(line) => Self::Line(Line { color: line.color.black_or_white(), ..line }),
            Self::Code(code, color) => Self::Code(code, color.black_or_white()),
            Self::Picture(space, logo) => Self::Picture(space, logo.black_and_white()),
        }
    }
}

impl Line {
    /// Each character with its distance from the line's start, in em.
    pub fn signs<'a>(&'a self, fonts: &'a Fonts) -> impl Iterator<Item = (char, f32)> + 'a {
        self.text.chars().scan(0.0, |end, sign| {
            let start = *end;
            *end += fonts.advance(self.weight, sign) + self.tracking;
            Some((sign, start))
        })
    }
}

/// Where the mark stands: as large as the space takes it, in its middle.
pub(crate) fn contained(space: &Space, logo: &Logo) -> Space {
    let scale = (space.w / logo.width as f32).min(space.h / logo.height as f32);
    let (w, h) = (logo.width as f32 * scale, logo.height as f32 * scale);
    Space { x: space.x + (space.w - w) / 2.0, y: space.y + (space.h - h) / 2.0, w, h }
}
