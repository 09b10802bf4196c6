//! A plate as SVG, text as outlines: it needs no font where it is opened.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ttf_parser::OutlineBuilder;

use crate::drawing::{Item, Panel, contained};
use crate::fit::Line;
use crate::fonts::Fonts;
use crate::forme::{Forme, Plate};
use crate::layout::Space;
use crate::{Logo, PrintError};

/// The viewBox is in millimetres.
pub(crate) fn svg(forme: &Forme<'_>, plate: &Plate) -> Result<Vec<u8>, PrintError> {
    let mut svg = String::with_capacity(64 * 1024);
    let (width, height) = (forme.spec.page.width, forme.spec.page.height);
    write(
        &mut svg,
        format_args!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}" lang="zh-CN" role="img"><title>"#
        ),
    );
    escape(&mut svg, &plate.content.title());
    svg.push_str("</title>");
    for item in forme.items(plate) {
        match item {
            Item::Panel(panel) => write_panel(&mut svg, panel),
            Item::Line(line) => write_line(&mut svg, forme.fonts, line),
            Item::Code(code, color) => {
                // Crisp edges, so that no renderer leaves a hair between two modules.
                let (x, y, module) = (code.x, code.y, code.module);
                write(
                    &mut svg,
                    format_args!(
                        r#"<path transform="translate({x} {y}) scale({module})" shape-rendering="crispEdges" fill="{color}" d=""#
                    ),
                );
                code.outline(&mut Pen { path: &mut svg, shift: 0.0 });
                svg.push_str("\"/>");
            }
            Item::Picture(space, logo) => write_picture(&mut svg, &contained(space, logo), logo)?,
        }
    }
    svg.push_str("</svg>");
    Ok(svg.into_bytes())
}

fn write_panel(svg: &mut String, panel: &Panel) {
    let Space { x, y, w, h } = panel.space;
    write(svg, format_args!(r#"<rect x="{x}" y="{y}" width="{w}" height="{h}""#));
    if panel.radius > 0.0 {
        write(svg, format_args!(r#" rx="{}""#, panel.radius));
    }
    match panel.fill {
        Some(fill) => write(svg, format_args!(r#" fill="{fill}""#)),
        None => svg.push_str(r#" fill="none""#),
    }
    if let Some((color, width)) = panel.stroke {
        write(svg, format_args!(r#" stroke="{color}" stroke-width="{width}""#));
    }
    svg.push_str("/>");
}

/// All of a line as one path, in font units.
fn write_line(svg: &mut String, fonts: &Fonts, line: &Line) {
    let units = fonts.units_per_em(line.weight);
    let scale = line.size / units;
    write(
        svg,
        format_args!(
            r#"<path transform="matrix({scale} 0 0 -{scale} {:.3} {:.3})" fill="{}" d=""#,
            line.x, line.y, line.color
        ),
    );
    for (sign, start) in line.signs(fonts) {
        // Thousandths of the font size: far finer than any printer.
        fonts.outline(line.weight, sign, &mut Pen { path: svg, shift: (start * units).round() });
    }
    svg.push_str("\"/>");
}

fn write_picture(svg: &mut String, seen: &Space, logo: &Logo) -> Result<(), PrintError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, logo.width, logo.height);
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().map_err(PrintError::draw)?;
    writer.write_image_data(&logo.rgba).map_err(PrintError::draw)?;
    writer.finish().map_err(PrintError::draw)?;
    let Space { x, y, w, h } = seen;
    write(
        svg,
        format_args!(
            r#"<image x="{x}" y="{y}" width="{w}" height="{h}" href="data:image/png;base64,{}"/>"#,
            STANDARD.encode(file)
        ),
    );
    Ok(())
}

/// Writing to a string cannot fail.
fn write(svg: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = svg.write_fmt(text);
}

fn escape(svg: &mut String, text: &str) {
    for sign in text.chars() {
        match sign {
            '&' => svg.push_str("&amp;"),
            '<' => svg.push_str("&lt;"),
            '>' => svg.push_str("&gt;"),
            '"' => svg.push_str("&quot;"),
            '\'' => svg.push_str("&#39;"),
            _ => svg.push(sign),
        }
    }
}

/// Writes path data, moved to the right.
struct Pen<'a> {
    path: &'a mut String,
    shift: f32,
}

impl OutlineBuilder for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        write(self.path, format_args!("M{} {y}", x + self.shift));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        write(self.path, format_args!("L{} {y}", x + self.shift));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let shift = self.shift;
        write(self.path, format_args!("Q{} {y1} {} {y}", x1 + shift, x + shift));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let shift = self.shift;
        write(self.path, format_args!("C{} {y1} {} {y2} {} {y}", x1 + shift, x2 + shift, x + shift));
    }

    fn close(&mut self) {
        self.path.push('Z');
    }
}
