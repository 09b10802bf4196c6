//! Looks for codes: the picture at several sizes, made black and white in several ways, until something reads.

use super::bits::Bits;
use super::finder::{Mark, corners, marks};
use super::fit::{Fit, fits};
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
/// Triples of marks tried in one look.
const TRIES: usize = 24;

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
    let mut reading = Reading::default();
    for look in [Look::Near, Look::Smooth, Look::Far, Look::Inverted] {
        // One whole round, for codes of every size; the others only while nothing reads.
        for (gray, factor) in &levels {
            look_at(gray, *factor, look, &mut reading);
        }
        if !reading.codes.is_empty() {
            return reading;
        }
    }
    if let Some((gray, factor)) = levels.iter().max_by_key(|(gray, _)| gray.longest())
        && gray.longest() <= SMALL
    {
        let doubled = gray.doubled();
        for look in [Look::Near, Look::Smooth] {
            look_at(&doubled, factor / 2.0, look, &mut reading);
        }
    }
    reading
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
fn look_at(gray: &Gray, factor: f64, look: Look, reading: &mut Reading) {
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
    let is_known = |at: Point| reading.codes.iter().any(|code| is_mark_of(code, at, factor));
    let marks = marks(&bits, is_known);
    let mut used = vec![false; marks.len()];
    let mut tries = 0;
    for corner in corners(&marks) {
        if corner.places.iter().any(|i| used[*i]) {
            continue;
        }
        if tries == TRIES {
            break;
        }
        tries += 1;
        for fit in fits(gray, &bits, &corner) {
            let shades = Shades::of(gray, &fit.plane, fit.modules);
            if let Some(read) = shades.read() {
                corner.places.iter().for_each(|i| used[*i] = true);
                let found = Found {
                    figures: figures(&shades, &read),
                    text: read.text,
                    plane: fit.plane.scaled(factor),
                    modules: fit.modules,
                };
                add(reading, found);
                break;
            }
            note(reading, &fit, &shades, factor, &corner.marks);
        }
    }
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
fn same_place(a: (&Plane, usize), b: (&Plane, usize)) -> bool {
    let (p, q) = (middle(a.0, a.1), middle(b.0, b.1));
    let side = f64::from(a.0.module_px(a.1)) * a.1 as f64;
    (p[0] - q[0]).hypot(p[1] - q[1]) < side / 2.0
}

fn add(reading: &mut Reading, found: Found) {
    reading.unread.retain(|other| !same_place((&found.plane, found.modules), (&other.plane, other.modules)));
    reading.codes.push(found);
}

/// Keeps in mind what has the look of a code and did not read, once for each place.
fn note(reading: &mut Reading, fit: &Fit, shades: &Shades, factor: f64, marks: &[Mark; 3]) {
    let (contrast, _) = contrast(shades);
    // The known patterns must stand out by a good part of what the shades span.
    let mut sorted = shades.values.clone();
    sorted.sort_by(f32::total_cmp);
    let span = f64::from(sorted[sorted.len() * 19 / 20] - sorted[sorted.len() / 20]);
    let sure = marks.iter().all(|mark| f64::from(mark.rows) >= mark.unit.min(2.0));
    if !sure || fit.score < 0.6 * span {
        return;
    }
    let unread = Unread { plane: fit.plane.scaled(factor), modules: fit.modules, contrast };
    let place = (&unread.plane, unread.modules);
    let is_old = reading.codes.iter().any(|c| same_place(place, (&c.plane, c.modules)))
        || reading.unread.iter().any(|u| same_place(place, (&u.plane, u.modules)));
    if !is_old {
        reading.unread.push(unread);
    }
}
