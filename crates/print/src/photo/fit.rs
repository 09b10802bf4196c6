//! From three position marks to the exact place of every module.
//!
//! The marks give three points and, by how their sizes differ, the tilt; the fourth point and the last
//! fractions of a pixel come from the patterns every code has (marks, timing lines, alignment marks, the
//! white around), laid over the picture and moved until they fit best.

use super::bits::Bits;
use super::finder::{Corner, unit_towards};
use super::level::Gray;
use super::plane::{Plane, Point};

/// A grid laid over the picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    pub plane: Plane,
    /// Modules a side.
    pub modules: usize,
    /// Light less dark over the known modules, in shades (0 to 255).
    pub score: f64,
}

/// Where a grid is looked for.
#[derive(Debug)]
pub(super) struct Start {
    /// The middles of the three marks and, third, the point opposite.
    points: [Point; 4],
    /// Numbers of modules whose timing lines are there, the likeliest first.
    pub sizes: Vec<usize>,
}

/// Sizes tried in full; the timing lines leave little doubt.
const SIZES: usize = 2;

/// What three marks say of the grid, if they belong to one: between the marks of a code, dark and light
/// modules take turns.
pub(super) fn start(gray: &Gray, bits: &Bits, corner: &Corner) -> Option<Start> {
    let [left, right, below] = corner.marks;
    let way = |to: Point| [to[0] - left.at[0], to[1] - left.at[1]];
    let (u, v) = (way(right.at), way(below.at));
    let units = |mark, direction| unit_towards(bits, mark, direction);
    let (left_u, right_u) = (units(&left, u)?, units(&right, u)?);
    let (left_v, below_v) = (units(&left, v)?, units(&below, v)?);
    // Depth grows as the root of the scale's fall; it is linear over the plane, so the fourth follows.
    let depth = |near: f64, far: f64| (near / far).sqrt().clamp(0.75, 1.33);
    let (depth_u, depth_v) = (depth(left_u, right_u), depth(left_v, below_v));
    let depth_w = (depth_u + depth_v - 1.0).max(0.4);
    let fourth = [0, 1].map(|i| (depth_u * right.at[i] + depth_v * below.at[i] - left.at[i]) / depth_w);
    let points = [left.at, right.at, fourth, below.at];
    let across = u[0].hypot(u[1]) / (left_u * right_u).sqrt();
    let down = v[0].hypot(v[1]) / (left_v * below_v).sqrt();
    // Sizes are 17 + 4 × version; the measure may be off by some hundredths.
    let about = ((across * down).sqrt() + 7.0 - 17.0) / 4.0;
    let slack = 1.0 + about.max(0.0) / 10.0;
    let (least, most) = ((about - slack).round().max(1.0), (about + slack).round().min(40.0));
    let versions = least as usize..=most.max(0.0) as usize;
    let mut sizes: Vec<(f64, usize)> =
        versions.map(|v| 17 + 4 * v).filter_map(|n| Some((timing(gray, &points, n)?, n))).collect();
    sizes.sort_by(|a, b| b.0.total_cmp(&a.0));
    let sizes: Vec<usize> = sizes.into_iter().take(SIZES).map(|(_, n)| n).collect();
    (!sizes.is_empty()).then_some(Start { points, sizes })
}

/// How clear the timing lines are in a grid of this size, by the marks' own contrast; `None` if they are
/// not there, or the marks are none. A stain may hide one line or spoil one mark; blur makes lines faint.
fn timing(gray: &Gray, points: &[Point; 4], modules: usize) -> Option<f64> {
    let plane = Plane::through(points, modules)?;
    let last = modules as i16 - 8;
    let known = known(modules);
    let part =
        |is_in: &dyn Fn(&Known) -> bool| known.iter().filter(|k| is_in(k)).copied().collect::<Vec<_>>();
    let marks = [
        part(&|k| k.x < 8 && k.y < 8),
        part(&|k| k.x >= last && k.y < 8 && k.x <= modules as i16),
        part(&|k| k.x < 8 && k.y >= last && k.y <= modules as i16),
    ];
    let mut right = marks.each_ref().map(|mark| agreement(gray, &plane, mark));
    right.sort_by(f64::total_cmp);
    if right[0] < 0.65 || right[1] < 0.8 {
        return None;
    }
    let whole = marks.iter().map(|mark| score(gray, &plane, mark)).fold(0.0, f64::max);
    if whole < 4.0 {
        return None;
    }
    let (across, down) =
        (part(&|k| k.y == 6 && (8..last).contains(&k.x)), part(&|k| k.x == 6 && (8..last).contains(&k.y)));
    let (a, b) = (score(gray, &plane, &across) / whole, score(gray, &plane, &down) / whole);
    (a.min(b) > 0.1 || a.max(b) > 0.35).then_some(a + b + right[0] + right[1])
}

/// Share of known modules that are on their side of the middle between dark and light.
fn agreement(gray: &Gray, plane: &Plane, known: &[Known]) -> f64 {
    let shades = known.iter().map(|k| {
        let [x, y] = plane.map(f64::from(k.x) + 0.5, f64::from(k.y) + 0.5);
        (gray.at(x, y), k.dark)
    });
    let shades: Vec<(f64, bool)> = shades.collect();
    let mean = |dark: bool| {
        let of = || shades.iter().filter(|(_, d)| *d == dark).map(|(shade, _)| shade);
        of().sum::<f64>() / of().count().max(1) as f64
    };
    let middle = (mean(true) + mean(false)) / 2.0;
    let right = shades.iter().filter(|(shade, dark)| (*shade < middle) == *dark).count();
    right as f64 / shades.len().max(1) as f64
}

/// The best place of a grid of one size.
pub(super) fn fit(gray: &Gray, start: &Start, modules: usize) -> Option<Fit> {
    let known = known(modules);
    let side = modules as f64 - 7.0;
    let [left, right, guess, below] = start.points;
    let step_u = [(right[0] - left[0]) / side, (right[1] - left[1]) / side];
    let step_v = [(below[0] - left[0]) / side, (below[1] - left[1]) / side];
    let moved = |points: &[Point; 4], i: usize, du: f64, dv: f64| {
        let mut points = *points;
        points[i] = [0, 1].map(|axis| points[i][axis] + du * step_u[axis] + dv * step_v[axis]);
        points
    };
    let value = |points: &[Point; 4], known: &[Known]| {
        Plane::through(points, modules).map_or(f64::MIN, |plane| score(gray, &plane, known))
    };
    // The fourth point is a guess: places around it are tried against what lies near it. In large codes it
    // may be farther off.
    let far = known.iter().filter(|k| f64::from(k.x) + f64::from(k.y) > 1.1 * modules as f64);
    let far = thinned(far.copied().collect(), 150);
    let reach = 2.0 + side / 14.0;
    let step = (reach / 8.0).max(0.5);
    let steps = (reach / step) as i32;
    let parallel = [0, 1].map(|i| right[i] + below[i] - left[i]);
    let mut best = (f64::MIN, start.points);
    for fourth in [guess, parallel] {
        let points = [left, right, fourth, below];
        for du in -steps..=steps {
            for dv in -steps..=steps {
                let tried = moved(&points, 2, f64::from(du) * step, f64::from(dv) * step);
                let value = value(&tried, &far);
                if value > best.0 {
                    best = (value, tried);
                }
            }
        }
    }
    let known = thinned(known, 1200);
    let mut points = best.1;
    let mut top = value(&points, &known);
    for step in [step, 0.25, 0.25, 0.12, 0.06] {
        for i in [2, 0, 1, 3] {
            for (du, dv) in [(step, 0.0), (-step, 0.0), (0.0, step), (0.0, -step)] {
                let tried = moved(&points, i, du, dv);
                let value = value(&tried, &known);
                if value > top {
                    (top, points) = (value, tried);
                }
            }
        }
    }
    Some(Fit { plane: Plane::through(&points, modules)?, modules, score: top })
}

/// At most about so many of them, evenly.
fn thinned(known: Vec<Known>, most: usize) -> Vec<Known> {
    let every = known.len() / most + 1;
    known.into_iter().step_by(every).collect()
}

/// A module whose colour is the same in every code of the size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    pub x: i16,
    pub y: i16,
    pub dark: bool,
}

/// Mean of the known light modules less mean of the known dark ones.
fn score(gray: &Gray, plane: &Plane, known: &[Known]) -> f64 {
    let (mut light, mut lights, mut dark, mut darks) = (0.0, 0_u32, 0.0, 0_u32);
    for module in known {
        let (x, y) = (f64::from(module.x) + 0.5, f64::from(module.y) + 0.5);
        let mut sum = 0.0;
        for (dx, dy) in [(-0.3, -0.3), (0.3, -0.3), (-0.3, 0.3), (0.3, 0.3)] {
            let [px, py] = plane.map(x + dx, y + dy);
            sum += gray.at(px, py);
        }
        if module.dark {
            dark += sum;
            darks += 4;
        } else {
            light += sum;
            lights += 4;
        }
    }
    light / f64::from(lights.max(1)) - dark / f64::from(darks.max(1))
}

/// The modules of known colour, and one row of the white around.
pub(super) fn known(modules: usize) -> Vec<Known> {
    let size = modules as i16;
    let mut all = Vec::new();
    let mut put = |x: i16, y: i16, dark: bool| all.push(Known { x, y, dark });
    for (left, top) in [(0, 0), (size - 7, 0), (0, size - 7)] {
        for y in -1..8 {
            for x in -1..8 {
                // Rings round the middle: dark, dark, light, dark, light.
                let ring = (x - 3_i16).abs().max((y - 3_i16).abs());
                put(left + x, top + y, matches!(ring, 0 | 1 | 3));
            }
        }
    }
    for i in 8..size - 8 {
        put(i, 6, i % 2 == 0);
        put(6, i, i % 2 == 0);
        put(i, -1, false);
        put(-1, i, false);
    }
    for i in 8..=size {
        put(i, size, false);
        put(size, i, false);
    }
    let middles = alignment(modules);
    let last = middles.last().copied().unwrap_or_default();
    for &cx in &middles {
        for &cy in &middles {
            if (cx == 6 && (cy == 6 || cy == last)) || (cy == 6 && cx == last) {
                // Position marks are there.
                continue;
            }
            for y in -2_i16..=2 {
                for x in -2_i16..=2 {
                    put(cx + x, cy + y, x.abs().max(y.abs()) != 1);
                }
            }
        }
    }
    all
}

/// Rows and columns of the alignment marks' middles (ISO/IEC 18004, annex E): evenly spaced from the right
/// by an even distance, the first always at 6.
fn alignment(modules: usize) -> Vec<i16> {
    let version = (modules - 17) / 4;
    if version < 2 {
        return Vec::new();
    }
    let count = version / 7 + 2;
    let span = modules - 13;
    let gaps = count - 1;
    // Rounded up to even; the standard's own exception is version 32.
    let gap = if version == 32 { 26 } else { span.div_ceil(2 * gaps) * 2 };
    let last = modules - 7;
    let mut middles = vec![6];
    middles.extend((0..gaps).rev().map(|i| (last - i * gap) as i16));
    middles
}

#[cfg(test)]
mod tests {
    use super::*;
    use qrcode::{Color, EcLevel, QrCode, Version};

    #[test]
    fn the_known_modules_are_those_of_real_codes_of_every_size() {
        for version in 1..=40 {
            let code = QrCode::with_version(b"1", Version::Normal(version), EcLevel::L).unwrap();
            let size = code.width() as i16;
            for Known { x, y, dark } in known(code.width()) {
                let inside = (0..size).contains(&x) && (0..size).contains(&y);
                let is_dark = inside && code[(x as usize, y as usize)] == Color::Dark;
                assert_eq!(is_dark, dark, "version {version}: {x} {y}");
            }
        }
    }
}
