//! The drawing: layout, code and lines of text as one SVG, lengths in millimetres.

use std::fmt::Write;

use crate::PrintError;
use crate::content::Checked;
use crate::fit::{Line, fit};
use crate::fonts::{FAMILY, Fonts};
use crate::layout::{Layer, Shape, Spec};
use crate::qr::Code;

/// The source of every output.
pub(crate) struct Drawing {
    pub svg: String,
    /// Every line of text in the SVG, in order: what the parsed tree must contain.
    pub lines: Vec<String>,
}

/// Draws a plate. Order: shapes, the code on its white ground, texts, shapes of the front layer.
pub(crate) fn draw(
    fonts: &Fonts,
    spec: &Spec,
    code: &Code,
    content: &Checked,
) -> Result<Drawing, PrintError> {
    let mut svg = String::with_capacity(16 * 1024);
    let mut lines = Vec::new();
    let (width, height) = (spec.page.width, spec.page.height);
    write(
        &mut svg,
        format_args!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}" font-family="{FAMILY}">"#
        ),
    );
    shapes(&mut svg, spec, Layer::Back, content.demo);
    write_code(&mut svg, spec, code);
    for slot in spec.text.iter().filter(|t| t.when.applies(content.demo)) {
        for line in fit(fonts, slot, content)? {
            let Line { text, x, y, size } = line;
            let (color, weight) = (slot.color, slot.weight.css());
            write(
                &mut svg,
                format_args!(
                    r#"<text x="{x:.3}" y="{y:.3}" font-size="{size}" font-weight="{weight}" fill="{color}""#
                ),
            );
            if slot.tracking > 0.0 {
                let space = slot.tracking * size;
                write(&mut svg, format_args!(r#" letter-spacing="{space:.3}""#));
            }
            svg.push('>');
            escape(&mut svg, &text);
            svg.push_str("</text>");
            lines.push(text);
        }
    }
    shapes(&mut svg, spec, Layer::Front, content.demo);
    svg.push_str("</svg>");
    Ok(Drawing { svg, lines })
}

fn shapes(svg: &mut String, spec: &Spec, layer: Layer, demo: bool) {
    for shape in &spec.shape {
        if shape.layer == layer && shape.when.applies(demo) {
            rectangle(svg, shape);
        }
    }
}

fn rectangle(svg: &mut String, shape: &Shape) {
    let Shape { x, y, w, h, .. } = shape;
    write(svg, format_args!(r#"<rect x="{x}" y="{y}" width="{w}" height="{h}""#));
    if shape.radius > 0.0 {
        write(svg, format_args!(r#" rx="{}""#, shape.radius));
    }
    match shape.fill {
        Some(fill) => write(svg, format_args!(r#" fill="{fill}""#)),
        None => svg.push_str(r#" fill="none""#),
    }
    if let Some(stroke) = shape.stroke {
        let width = shape.stroke_width;
        write(svg, format_args!(r#" stroke="{stroke}" stroke-width="{width}""#));
    }
    svg.push_str("/>");
}

/// White over the whole area, then the modules: a single path of whole numbers, scaled, with crisp
/// edges so that no renderer leaves a hair between two modules.
fn write_code(svg: &mut String, spec: &Spec, code: &Code) {
    let area = &spec.code;
    write(
        svg,
        format_args!(
            r##"<rect x="{}" y="{}" width="{size}" height="{size}" fill="#ffffff"/>"##,
            area.x,
            area.y,
            size = area.size
        ),
    );
    write(
        svg,
        format_args!(
            r#"<path transform="translate({} {}) scale({})" shape-rendering="crispEdges" fill="{}" d="{}"/>"#,
            code.x,
            code.y,
            code.module,
            area.color,
            code.path()
        ),
    );
}

/// Writing to a string cannot fail.
fn write(svg: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = svg.write_fmt(text);
}

pub(crate) fn escape(svg: &mut String, text: &str) {
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
