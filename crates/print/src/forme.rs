//! A layout in a style, ready to take contents. What is the same on every plate is set once.

use std::sync::Arc;

use crate::content::Checked;
use crate::drawing::{Item, Panel};
use crate::error::Field;
use crate::fit::{Line, fit};
use crate::fonts::Fonts;
use crate::layout::{Color, Kind, Layer, Layout, Space, Spec, TextBox};
use crate::qr::Code;
use crate::{PlateContent, PrintError, Style};

/// The fixed part of all plates of a pack.
pub(crate) struct Forme<'a> {
    pub fonts: &'a Fonts,
    pub spec: &'a Spec,
    /// Tickets are, whatever the style says.
    pub black_only: bool,
    live: Fixed,
    demo: Fixed,
}

/// Under and over what changes.
pub(crate) struct Fixed {
    pub back: Vec<Item>,
    pub front: Vec<Item>,
}

/// One plate, set.
pub(crate) struct Plate {
    pub content: Checked,
    pub code: Arc<Code>,
    /// The code and the lines that change.
    pub items: Vec<Item>,
    /// Names that had to be set smaller than the layout would have them, and the size in millimetres.
    pub shrunk: Vec<(Field, f32)>,
}

/// A name below this share of its largest size is worth a word.
const SMALL: f32 = 0.75;

impl<'a> Forme<'a> {
    pub fn new(fonts: &'a Fonts, layout: &'a Layout, style: &Style) -> Result<Self, PrintError> {
        let own = style.checked(fonts, layout)?;
        let spec = &layout.spec;
        Ok(Self {
            fonts,
            spec,
            black_only: style.black_only || spec.kind == Kind::Ticket,
            live: Fixed::new(fonts, spec, style, &own, false)?,
            demo: Fixed::new(fonts, spec, style, &own, true)?,
        })
    }

    /// Sets a plate, or says why it cannot be.
    pub fn set(&self, content: &PlateContent) -> Result<Plate, PrintError> {
        let content = content.checked()?;
        let code = Arc::new(Code::place(&content.url, &self.spec.code)?);
        let mut items = vec![Item::Code(code.clone(), self.spec.code.color)];
        let mut shrunk = Vec::new();
        for slot in self.spec.text.iter().filter(|t| t.when.applies(content.demo) && !t.is_fixed()) {
            for field in slot.fields() {
                let value = content.get(field);
                if value.is_empty() {
                    return Err(PrintError::Empty(field));
                }
                if let Some(sign) = self.fonts.missing(value) {
                    return Err(PrintError::MissingGlyph { field, sign });
                }
            }
            let lines = fit(self.fonts, slot, |field| content.get(field))?;
            note_size(slot, &lines, &mut shrunk);
            items.extend(lines.into_iter().map(Item::Line));
        }
        if self.black_only {
            items = items.into_iter().map(Item::black_or_white).collect();
        }
        Ok(Plate { content, code, items, shrunk })
    }

    pub fn fixed(&self, demo: bool) -> &Fixed {
        if demo { &self.demo } else { &self.live }
    }

    /// All of a plate in drawing order.
    pub fn items<'p>(&'p self, plate: &'p Plate) -> impl Iterator<Item = &'p Item> {
        let fixed = self.fixed(plate.content.demo);
        fixed.back.iter().chain(&plate.items).chain(&fixed.front)
    }
}

fn note_size(slot: &TextBox, lines: &[Line], shrunk: &mut Vec<(Field, f32)>) {
    let size = lines.iter().map(|line| line.size).fold(slot.size_max, f32::min);
    if size < slot.size_max * SMALL
        && let Some(field) = slot.fields().next()
    {
        shrunk.push((field, size));
    }
}

impl Fixed {
    /// Order: shapes, the code's white ground, the mark, wording; then shapes of the front layer.
    fn new(fonts: &Fonts, spec: &Spec, style: &Style, own: &str, demo: bool) -> Result<Self, PrintError> {
        let shapes = |layer: Layer| {
            let shown = spec.shape.iter().filter(move |s| s.layer == layer && s.when.applies(demo));
            shown.map(|shape| Item::Panel(Panel::from(shape)))
        };
        let area = &spec.code;
        let ground = Space { x: area.x, y: area.y, w: area.size, h: area.size };
        let mut back: Vec<Item> = shapes(Layer::Back).collect();
        back.push(Item::Panel(Panel::filled(ground, Color::WHITE)));
        if let (Some(space), Some(logo)) = (&spec.logo, &style.logo) {
            back.push(Item::Picture(*space, logo.clone()));
        }
        for slot in spec.text.iter().filter(|t| t.when.applies(demo) && t.is_fixed()) {
            let is_own = slot.fields().next().is_some();
            if is_own && own.is_empty() {
                continue;
            }
            if let Some(sign) = fonts.missing(&slot.text) {
                let key = format!("text.{}.text", slot.name);
                return Err(PrintError::layout(key, format!("字库里没有“{sign}”")));
            }
            back.extend(fit(fonts, slot, |_| own)?.into_iter().map(Item::Line));
        }
        let mut front: Vec<Item> = shapes(Layer::Front).collect();
        if style.black_only {
            back = back.into_iter().map(Item::black_or_white).collect();
            front = front.into_iter().map(Item::black_or_white).collect();
        }
        Ok(Self { back, front })
    }
}
