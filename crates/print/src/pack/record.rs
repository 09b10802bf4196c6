//! The report as the last pages of a PDF.

use super::Report;
use crate::PrintError;
use crate::drawing::{Item, Panel};
use crate::fit::Line;
use crate::fonts::{Fonts, Weight};
use crate::layout::{Color, Space};
use crate::pdf::Book;

const WIDTH: f32 = 210.0;
const HEIGHT: f32 = 297.0;
const LEFT: f32 = 15.0;
const RIGHT: f32 = 195.0;
/// Baseline of the head, of the first row, and from row to row.
const HEAD: f32 = 20.0;
const FIRST: f32 = 44.0;
const STEP: f32 = 4.6;
const ROWS: usize = 52;
const SIZE: f32 = 2.6;
const INK: Color = Color([0x1d, 0x2a, 0x33]);
const PALE: Color = Color([0xb8, 0xc2, 0xc9]);
/// The least a text is shrunk to before its end is cut off.
const LEAST: f32 = 1.9;
/// Where each column begins, and its heading.
const COLUMNS: [(f32, &str); 8] = [
    (LEFT, "序号"),
    (23.5, "位置"),
    (36.5, "窗口码"),
    (52.5, "大厅"),
    (92.0, "窗口或人员"),
    (122.0, "方格 mm"),
    (134.0, "回读 dpi"),
    (152.0, "结果"),
];

pub(super) fn write(book: &mut Book<'_>, report: &Report) -> Result<(), PrintError> {
    let fonts = book.fonts();
    let pages = report.entries.len().div_ceil(ROWS);
    for (page, entries) in report.entries.chunks(ROWS).enumerate() {
        let mut sheet = Sheet { fonts, items: Vec::new() };
        sheet.head(report, page, pages);
        for (row, entry) in entries.iter().enumerate() {
            let y = FIRST + row as f32 * STEP;
            let content = &entry.content;
            let [module, _, result, remark] = entry.columns();
            let read = entry.outcome.iter().flat_map(|passed| &passed.looks);
            let read = read.map(|look| format!("{:.0}", look.dpi)).collect::<Vec<_>>().join(" ");
            let result = if remark.is_empty() { result } else { format!("{result}：{remark}") };
            let weight = if entry.outcome.is_ok() { Weight::Regular } else { Weight::Bold };
            let cells = [
                (page * ROWS + row + 1).to_string(),
                entry.place.clone().unwrap_or_else(|| "—".into()),
                content.code.clone(),
                content.hall.clone(),
                content.label(),
                module,
                read,
                result,
            ];
            for (column, cell) in cells.iter().enumerate() {
                let end = COLUMNS.get(column + 1).map_or(RIGHT, |(next, _)| next - 1.5);
                sheet.text(cell, COLUMNS[column].0, y, end - COLUMNS[column].0, SIZE, weight);
            }
            sheet.rule(y + 1.4, 0.08, PALE);
        }
        book.page(WIDTH, HEIGHT, 0.0, &sheet.items, &[])?;
    }
    Ok(())
}

struct Sheet<'a> {
    fonts: &'a Fonts,
    items: Vec<Item>,
}

impl Sheet<'_> {
    fn head(&mut self, report: &Report, page: usize, pages: usize) {
        self.text("检查报告", LEFT, HEAD, 80.0, 6.0, Weight::Bold);
        let sample = if report.is_sample { " · 样张" } else { "" };
        let black = if report.black_only { " · 单黑印制" } else { "" };
        let about =
            format!("版式 {}（{} 第 {} 版）{sample}{black}", report.title, report.layout, report.version);
        self.text(&about, LEFT, HEAD + 7.0, RIGHT - LEFT, 3.2, Weight::Regular);
        self.text(&report.summary(), LEFT, HEAD + 12.5, RIGHT - LEFT, 3.2, Weight::Regular);
        for (x, heading) in COLUMNS {
            self.text(heading, x, FIRST - 6.0, 60.0, SIZE, Weight::Bold);
        }
        self.rule(FIRST - 4.2, 0.25, INK);
        let foot = format!("第 {} 页，共 {pages} 页", page + 1);
        self.text(&foot, LEFT, HEIGHT - 12.0, 80.0, SIZE, Weight::Regular);
    }

    fn rule(&mut self, y: f32, thickness: f32, color: Color) {
        let space = Space { x: LEFT, y, w: RIGHT - LEFT, h: thickness };
        self.items.push(Item::Panel(Panel::filled(space, color)));
    }

    /// A text on one line, smaller where it does not fit, and at last cut off. What the font lacks shows
    /// as 〓.
    fn text(&mut self, text: &str, x: f32, y: f32, width: f32, size: f32, weight: Weight) {
        let fonts = self.fonts;
        let sign = |c: char| if fonts.glyph(weight, c).is_some() { c } else { '〓' };
        let text: String = text.chars().map(sign).collect();
        let whole: f32 = text.chars().map(|c| fonts.advance(weight, c)).sum();
        let size = (width / whole).clamp(LEAST.min(size), size);
        let whole = whole * size;
        let advance = |c: char| fonts.advance(weight, c) * size;
        let text = if whole <= width {
            text
        } else {
            let mut room = width - advance('…');
            let fits = |c: &char| {
                room -= advance(*c);
                room >= 0.0
            };
            text.chars().take_while(fits).chain(['…']).collect()
        };
        self.items.push(Item::Line(Line { text, x, y, size, weight, tracking: 0.0, color: INK }));
    }
}
