//! Looks for codes: the picture at several sizes, made black and white in several ways, until something reads.

use super::bits::Bits;
use super::finder::{corners, marks};
use super::fit::{Fit, fit, start};
use super::level::Gray;
use super::measure::{Figures, contrast, figures};
use super::plane::{Plane, Point};
use super::sample::Shades;

/// What was found in a picture; places in its pixels.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    pub codes: Vec<Found>,
    /// What has the patterns of a code and does not read.
    pub unread: Vec<Unread>,
}

#[derive(Debug)]
pub(crate) struct Found {
    pub text: String,
    pub plane: Plane,
    pub modules: usize,
    pub figures: Figures,
}

#[derive(Debug)]
pub(crate) struct Unread {
    pub plane: Plane,
    pub modules: usize,
    pub contrast: f32,
}

/// Larger pictures are looked at from half their size on: grain hides more than pixels show.
const LARGEST: usize = 16_000_000;
/// Pictures up to this side are enlarged when nothing else helped.
const SMALL: usize = 1_600;
/// Codes are looked for first where the longer side has at most this many pixels.
const MIDDLE: usize = 2_100;
/// The smallest a picture is made.
const SMALLEST: usize = 300;
/// Triples of marks considered in one look.
const TRIPLES: usize = 400;
/// Grids laid over one picture, in all, counted by their area in small codes: what a photograph needs is a
/// dozen, what is made to keep us busy ends here.
const GRIDS: usize = 200;
/// Of these in one look, so that a busy background at one size leaves some for the others.
const GRIDS_A_LOOK: usize = 30;

/// A search under way.
#[derive(Debug)]
struct Search {
    reading: Reading,
    /// Grids that may still be laid.
    left: usize,
}

/// How a picture is made black and white.
#[derive(Debug, Clone, Copy)]
enum Look {
    /// Against the surroundings of some 40 pixels.
    Near,
    /// Smoothed first, and against wider surroundings.
    Smooth,
    /// Against a large part of the picture.
    Far,
    /// Light modules on dark ground.
    Inverted,
}

/// Every code in the picture.
pub(crate) fn read(picture: Gray) -> Reading {
    if picture.width() < 2 || picture.height() < 2 {
        return Reading::default();
    }
    let levels = levels(picture);
    let mut search = Search { reading: Reading::default(), left: GRIDS };
    for look in [Look::Near, Look::Smooth, Look::Far, Look::Inverted] {
        // One whole round, for codes of every size; the others only while nothing reads.
        for (gray, factor) in &levels {
            look_at(gray, *factor, look, &mut search);
        }
        if !search.reading.codes.is_empty() {
            return search.reading;
        }
    }
    if let Some((gray, factor)) = levels.iter().max_by_key(|(gray, _)| gray.longest())
        && gray.longest() <= SMALL
    {
        let doubled = gray.doubled();
        for look in [Look::Near, Look::Smooth] {
            look_at(&doubled, factor / 2.0, look, &mut search);
        }
    }
    search.reading
}

/// The picture at its sizes, each with the number of the picture's pixels in one of its own: those of
/// middling size first.
fn levels(picture: Gray) -> Vec<(Gray, f64)> {
    let mut factor = 1.0;
    let mut gray = picture;
    while gray.width() * gray.height() > LARGEST {
        gray = gray.halved();
        factor *= 2.0;
    }
    let mut levels = Vec::new();
    while gray.longest() / 2 >= SMALLEST && gray.width().min(gray.height()) >= 4 {
        let half = gray.halved();
        levels.push((gray, factor));
        gray = half;
        factor *= 2.0;
    }
    levels.push((gray, factor));
    let large = levels.iter().take_while(|(gray, _)| gray.longest() > MIDDLE).count();
    if large < levels.len() {
        levels[..=large].rotate_right(1);
    }
    levels
}

/// One look at one size; adds what is new.
fn look_at(gray: &Gray, factor: f64, look: Look, search: &mut Search) {
    let changed = match look {
        Look::Near | Look::Far => None,
        Look::Smooth => Some(gray.smoothed()),
        Look::Inverted => Some(gray.inverted()),
    };
    let gray = changed.as_ref().unwrap_or(gray);
    let bits = match look {
        Look::Near | Look::Inverted => Bits::of(gray, 20, 0.04),
        Look::Smooth => Bits::of(gray, 40, 0.02),
        Look::Far => Bits::of(gray, gray.longest() / 8, 0.04),
    };
    let is_known = |at: Point| search.reading.codes.iter().any(|code| is_mark_of(code, at, factor));
    let marks = marks(&bits, is_known);
    let mut used = vec![false; marks.len()];
    let kept = search.left.saturating_sub(GRIDS_A_LOOK);
    for corner in corners(&marks).iter().take(TRIPLES) {
        if corner.places.iter().any(|i| used[*i]) {
            continue;
        }
        let Some(start) = start(gray, &bits, corner) else { continue };
        for modules in &start.sizes {
            let cost = (modules * modules / 1500).max(1);
            if search.left < kept + cost {
                return;
            }
            search.left -= cost;
            let Some(fit) = fit(gray, &start, *modules) else { continue };
            if read_grid(gray, factor, &fit, &mut search.reading) {
                corner.places.iter().for_each(|i| used[*i] = true);
                break;
            }
        }
    }
}

/// Reads a grid that has been laid; adds what it says, or that it says nothing. True if it reads.
fn read_grid(gray: &Gray, factor: f64, fit: &Fit, reading: &mut Reading) -> bool {
    let shades = Shades::of(gray, &fit.plane, fit.modules);
    // The known patterns must stand out by a good part of what the shades span.
    let clear = fit.score / f64::from(shades.span().max(1.0));
    if clear < 0.3 {
        return false;
    }
    let place = (fit.plane.scaled(factor), fit.modules);
    if let Some(read) = shades.read() {
        let figures = figures(&shades, &read);
        reading.unread.retain(|other| !same_place(place, (other.plane, other.modules)));
        reading.codes.push(Found { text: read.text, plane: place.0, modules: place.1, figures });
        return true;
    }
    let is_old = reading.codes.iter().any(|c| same_place(place, (c.plane, c.modules)))
        || reading.unread.iter().any(|u| same_place(place, (u.plane, u.modules)));
    if clear > 0.55 && !is_old {
        let (contrast, _) = contrast(&shades);
        reading.unread.push(Unread { plane: place.0, modules: place.1, contrast });
    }
    false
}

/// A mark of a code that has been read already, possibly at another size.
fn is_mark_of(code: &Found, at: Point, factor: f64) -> bool {
    let last = code.modules as f64 - 3.5;
    let reach = 3.0 * f64::from(code.plane.module_px(code.modules));
    [[3.5, 3.5], [last, 3.5], [3.5, last]].iter().any(|[x, y]| {
        let [px, py] = code.plane.map(*x, *y);
        (px - at[0] * factor).hypot(py - at[1] * factor) < reach
    })
}

fn middle(plane: &Plane, modules: usize) -> Point {
    plane.map(modules as f64 / 2.0, modules as f64 / 2.0)
}

/// The same place: middles nearer than half a side.
fn same_place(a: (Plane, usize), b: (Plane, usize)) -> bool {
    let (p, q) = (middle(&a.0, a.1), middle(&b.0, b.1));
    let side = f64::from(a.0.module_px(a.1)) * a.1 as f64;
    (p[0] - q[0]).hypot(p[1] - q[1]) < side / 2.0
}
