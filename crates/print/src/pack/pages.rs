//! A pack as one PDF.

use std::collections::HashMap;
use std::ops::ControlFlow;

use krilla::outline::{Outline, OutlineNode};

use super::{PackOptions, Report, marks, record};
use crate::PrintError;
use crate::forme::{Forme, Plate};
use crate::layout::Grid;
use crate::pdf::{Book, bookmark};

/// Writes the pages, the report's last; notes each plate's page in the report.
pub(super) fn write(
    forme: &Forme<'_>,
    plates: &[(usize, Plate)],
    options: &PackOptions,
    report: &mut Report,
    step: &mut impl FnMut() -> ControlFlow<()>,
) -> Result<Vec<u8>, PrintError> {
    let title = format!("{} {} 张", report.title, plates.len());
    let mut book = Book::new(forme, &title);
    let mut places = Vec::with_capacity(plates.len());
    match forme.spec.grid.filter(|_| options.sheets) {
        Some(grid) => sheets(&mut book, forme, &grid, plates, options, &mut places, step)?,
        None => pages(&mut book, forme, plates, options, &mut places, step)?,
    }
    for ((at, _), (page, _)) in plates.iter().zip(&places) {
        report.entries[*at].place = Some(format!("第 {} 页", page + 1));
    }
    let mut outline = bookmarks(plates, &places, report);
    if options.report {
        let page = book.pages();
        record::write(&mut book, report)?;
        outline.push_child(bookmark("检查报告".into(), page, 0.0));
    }
    book.finish(outline)
}

/// Page (from 0) and distance from its upper edge.
type Place = (usize, f32);

fn pages(
    book: &mut Book<'_>,
    forme: &Forme<'_>,
    plates: &[(usize, Plate)],
    options: &PackOptions,
    places: &mut Vec<Place>,
    step: &mut impl FnMut() -> ControlFlow<()>,
) -> Result<(), PrintError> {
    let page = &forme.spec.page;
    // Stickers are cut already.
    let marked = options.crop_marks && forme.spec.grid.is_none_or(|grid| !grid.precut);
    let trim = if marked { marks::MARGIN } else { 0.0 };
    let marks = if marked { marks::around(page) } else { Vec::new() };
    for (_, plate) in plates {
        places.push((book.pages(), 0.0));
        book.page(page.width + 2.0 * trim, page.height + 2.0 * trim, trim, &marks, &[(trim, trim, plate)])?;
        if step().is_break() {
            return Err(PrintError::Cancelled);
        }
    }
    Ok(())
}

fn sheets(
    book: &mut Book<'_>,
    forme: &Forme<'_>,
    grid: &Grid,
    plates: &[(usize, Plate)],
    options: &PackOptions,
    places: &mut Vec<Place>,
    step: &mut impl FnMut() -> ControlFlow<()>,
) -> Result<(), PrintError> {
    let marked = options.crop_marks && !grid.precut;
    let marks = if marked { marks::along(&forme.spec.page, grid) } else { Vec::new() };
    let each = grid.places();
    let mut used = options.skip % each;
    let mut rest = plates;
    while !rest.is_empty() {
        let (now, later) = rest.split_at(rest.len().min(each - used));
        let mut sheet = Vec::with_capacity(now.len());
        for (at, (_, plate)) in (used..).zip(now) {
            let (column, row) = (at % grid.columns, at / grid.columns);
            let (x, y) = (grid.left + grid.step_x * column as f32, grid.top + grid.step_y * row as f32);
            // On whole dots, as the code is within the plate.
            let dots = forme.spec.code.dpi / 25.4;
            let snap = |mm: f32| (mm * dots).round() / dots;
            sheet.push((snap(x), snap(y), plate));
            places.push((book.pages(), y));
            if step().is_break() {
                return Err(PrintError::Cancelled);
            }
        }
        book.page(grid.sheet_width, grid.sheet_height, 0.0, &marks, &sheet)?;
        (rest, used) = (later, 0);
    }
    Ok(())
}

/// Hall › window, halls in the order of their first plate.
fn bookmarks(plates: &[(usize, Plate)], places: &[Place], report: &Report) -> Outline {
    let mut index: HashMap<&str, usize> = HashMap::new();
    let mut halls: Vec<OutlineNode> = Vec::new();
    for ((at, plate), (page, y)) in plates.iter().zip(places) {
        let hall = plate.content.hall.as_str();
        let node = *index.entry(hall).or_insert_with(|| {
            halls.push(bookmark(hall.to_owned(), *page, *y));
            halls.len() - 1
        });
        let content = &report.entries[*at].content;
        halls[node].push_child(bookmark(format!("{}（{}）", content.label(), content.code), *page, *y));
    }
    let mut outline = Outline::new();
    for hall in halls {
        outline.push_child(hall);
    }
    outline
}
