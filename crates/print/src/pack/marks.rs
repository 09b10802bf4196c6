//! Marks that say where to cut.

use crate::drawing::{Item, Panel};
use crate::layout::{Color, Grid, Page, Space};

/// What a sheet is larger than its plate on each side, to hold the marks.
pub(super) const MARGIN: f32 = 8.0;
/// From the plate's edge to its mark, so that a cut a little off shows none of it.
const GAP: f32 = 2.0;
const LENGTH: f32 = 5.0;
const WIDTH: f32 = 0.1;

/// Marks at the four corners of one plate that stands [`MARGIN`] from the sheet's edges.
pub(super) fn around(page: &Page) -> Vec<Item> {
    let (left, top) = (MARGIN, MARGIN);
    let (right, bottom) = (left + page.width, top + page.height);
    let sheet = (page.width + 2.0 * MARGIN, page.height + 2.0 * MARGIN);
    edges(&[left, right], &[top, bottom], sheet)
}

/// Marks in the margins of a sheet of many, for every edge of every one.
pub(super) fn along(page: &Page, grid: &Grid) -> Vec<Item> {
    let both = |start: f32, step: f32, count: usize, length: f32| -> Vec<f32> {
        let mut edges: Vec<f32> =
            (0..count).flat_map(|n| [0.0, length].map(|e| start + n as f32 * step + e)).collect();
        // Neighbours that touch share a cut.
        edges.dedup_by(|a, b| (*a - *b).abs() < WIDTH);
        edges
    };
    let across = both(grid.left, grid.step_x, grid.columns, page.width);
    let down = both(grid.top, grid.step_y, grid.rows, page.height);
    edges(&across, &down, (grid.sheet_width, grid.sheet_height))
}

/// Short lines before the first and after the last edge of each direction, as long as the margin lets.
fn edges(across: &[f32], down: &[f32], (width, height): (f32, f32)) -> Vec<Item> {
    let (Some(left), Some(right)) = (across.first(), across.last()) else { return Vec::new() };
    let (Some(top), Some(bottom)) = (down.first(), down.last()) else { return Vec::new() };
    let mut marks = Vec::new();
    let mut mark = |x: f32, y: f32, w: f32, h: f32| {
        if w > 0.0 && h > 0.0 {
            marks.push(Item::Panel(Panel::filled(Space { x, y, w, h }, Color::BLACK)));
        }
    };
    let length = |room: f32| (room - GAP).min(LENGTH);
    for x in across.iter().map(|x| x - WIDTH / 2.0) {
        mark(x, top - GAP - length(*top), WIDTH, length(*top));
        mark(x, bottom + GAP, WIDTH, length(height - bottom));
    }
    for y in down.iter().map(|y| y - WIDTH / 2.0) {
        mark(left - GAP - length(*left), y, length(*left), WIDTH);
        mark(right + GAP, y, length(width - right), WIDTH);
    }
    marks
}
