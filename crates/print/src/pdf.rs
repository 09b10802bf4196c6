//! Plates as a vector PDF of exact size, text selectable.
//!
//! A thousand plates are one document: the fixed part of a layout is stored once and referred to by
//! each page, and all text shares one subset of each weight.

use krilla::color::{luma, rgb};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::graphic::Graphic;
use krilla::image::Image;
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document, paint::Paint};
use ttf_parser::OutlineBuilder;

use crate::PrintError;
use crate::drawing::{Item, contained};
use crate::fit::Line;
use crate::fonts::Fonts;
use crate::forme::{Forme, Plate};
use crate::layout::{Color, Space};

const PT_PER_MM: f32 = 72.0 / 25.4;

/// One plate on one page of its own size.
pub(crate) fn pdf(forme: &Forme<'_>, plate: &Plate) -> Result<Vec<u8>, PrintError> {
    let mut book = Book::new(forme, &plate.content.title());
    let page = &forme.spec.page;
    book.page(page.width, page.height, 0.0, &[], &[(0.0, 0.0, plate)])?;
    book.finish(Outline::new())
}

/// A PDF in the making. No date and no random id goes in: the same plates are the same file.
pub(crate) struct Book<'a> {
    document: Document,
    forme: &'a Forme<'a>,
    /// Back and front of live plates, then of demonstration plates.
    fixed: [Option<Graphic>; 4],
    pages: usize,
}

impl<'a> Book<'a> {
    pub fn new(forme: &'a Forme<'a>, title: &str) -> Self {
        let mut document = Document::new();
        let Forme { spec, .. } = forme;
        document.set_metadata(
            Metadata::new()
                .title(title.to_owned())
                // What was printed can be traced to the layout's version.
                .description(format!("版式 {} 第 {} 版", spec.name, spec.version))
                .language("zh-CN".to_owned())
                .creator("好差评".to_owned()),
        );
        Self { document, forme, fixed: Default::default(), pages: 0 }
    }

    pub fn fonts(&self) -> &'a Fonts {
        self.forme.fonts
    }

    /// Pages so far.
    pub fn pages(&self) -> usize {
        self.pages
    }

    /// Adds a page of this size in millimetres. `trim` is what is to be cut off on each side; plates
    /// come with the place of their upper left corner.
    pub fn page(
        &mut self,
        width: f32,
        height: f32,
        trim: f32,
        marks: &[Item],
        plates: &[(f32, f32, &Plate)],
    ) -> Result<(), PrintError> {
        let bad = || PrintError::draw("PDF 页面大小");
        let (w, h, cut) = (width * PT_PER_MM, height * PT_PER_MM, trim * PT_PER_MM);
        let mut settings = PageSettings::from_wh(w, h).ok_or_else(bad)?;
        if trim > 0.0 {
            settings = settings.with_trim_box(Rect::from_ltrb(cut, cut, w - cut, h - cut));
        }
        let mut page = self.document.start_page_with(settings);
        let mut surface = page.surface();
        surface.push_transform(&Transform::from_scale(PT_PER_MM, PT_PER_MM));
        let fonts = self.forme.fonts;
        draw(&mut surface, fonts, marks);
        for (x, y, plate) in plates {
            let demo = plate.content.demo;
            let fixed = self.forme.fixed(demo);
            surface.push_transform(&Transform::from_translate(*x, *y));
            let [back, front] = if demo { [2, 3] } else { [0, 1] };
            draw_fixed(&mut surface, fonts, &mut self.fixed[back], &fixed.back);
            draw(&mut surface, fonts, &plate.items);
            draw_fixed(&mut surface, fonts, &mut self.fixed[front], &fixed.front);
            surface.pop();
        }
        surface.pop();
        surface.finish();
        page.finish();
        self.pages += 1;
        Ok(())
    }

    pub fn finish(mut self, outline: Outline) -> Result<Vec<u8>, PrintError> {
        self.document.set_outline(outline);
        self.document.finish().map_err(|e| PrintError::draw(format_args!("{e:?}")))
    }
}

/// A bookmark to a place on a page, pages counted from 0.
pub(crate) fn bookmark(text: String, page: usize, y: f32) -> OutlineNode {
    OutlineNode::new(text, XyzDestination::new(page, Point::from_xy(0.0, y * PT_PER_MM)))
}

/// Draws what many pages share, stored at its first use.
fn draw_fixed(surface: &mut Surface<'_>, fonts: &Fonts, stored: &mut Option<Graphic>, items: &[Item]) {
    if items.is_empty() {
        return;
    }
    let graphic = stored.get_or_insert_with(|| {
        let mut builder = surface.stream_builder();
        let mut inner = builder.surface();
        draw(&mut inner, fonts, items);
        inner.finish();
        Graphic::new(builder.finish(), false)
    });
    surface.draw_graphic(graphic.clone());
}

fn draw(surface: &mut Surface<'_>, fonts: &Fonts, items: &[Item]) {
    for item in items {
        match item {
            Item::Panel(panel) => {
                surface.set_fill(panel.fill.map(fill));
                surface.set_stroke(panel.stroke.map(|(color, width)| Stroke {
                    paint: paint(color),
                    width,
                    ..Stroke::default()
                }));
                draw_path(surface, |pen| panel.outline(pen));
            }
            Item::Line(line) => draw_line(surface, fonts, line),
            Item::Code(code, color) => {
                surface.set_fill(Some(fill(*color)));
                surface.set_stroke(None);
                surface.push_transform(&Transform::from_row(
                    code.module,
                    0.0,
                    0.0,
                    code.module,
                    code.x,
                    code.y,
                ));
                draw_path(surface, |pen| code.outline(pen));
                surface.pop();
            }
            Item::Picture(space, logo) => {
                let Space { x, y, w, h } = contained(space, logo);
                if let Some(size) = Size::from_wh(w, h) {
                    let image = Image::from_rgba8(logo.rgba.to_vec(), logo.width, logo.height);
                    surface.push_transform(&Transform::from_translate(x, y));
                    surface.draw_image(image, size);
                    surface.pop();
                }
            }
        }
    }
}

fn draw_line(surface: &mut Surface<'_>, fonts: &Fonts, line: &Line) {
    let mut at = 0;
    // Every character has a glyph: `Forme` refuses those that have none.
    let glyphs: Vec<KrillaGlyph> = line
        .text
        .chars()
        .filter_map(|sign| {
            let range = at..at + sign.len_utf8();
            at = range.end;
            let glyph = GlyphId::new(fonts.glyph(line.weight, sign)?.0.into());
            let advance = fonts.advance(line.weight, sign) + line.tracking;
            Some(KrillaGlyph::new(glyph, advance, 0.0, 0.0, 0.0, range, None))
        })
        .collect();
    surface.set_fill(Some(fill(line.color)));
    surface.set_stroke(None);
    let start = Point::from_xy(line.x, line.y);
    surface.draw_glyphs(start, &glyphs, fonts.embedded(line.weight), &line.text, line.size, false);
}

fn draw_path(surface: &mut Surface<'_>, outline: impl FnOnce(&mut dyn OutlineBuilder)) {
    let mut pen = Pen(PathBuilder::new());
    outline(&mut pen);
    if let Some(path) = pen.0.finish() {
        surface.draw_path(&path);
    }
}

fn fill(color: Color) -> Fill {
    Fill { paint: paint(color), ..Fill::default() }
}

/// Shades of gray go to the black ink alone: a code in four inks has blurred edges.
fn paint(color: Color) -> Paint {
    match color.0 {
        [r, g, b] if r == g && g == b => luma::Color::new(r).into(),
        [r, g, b] => rgb::Color::new(r, g, b).into(),
    }
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
