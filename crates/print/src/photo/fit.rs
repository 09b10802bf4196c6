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

/// Grids that fit three marks, the best first: one for each likely number of modules.
pub(super) fn fits(gray: &Gray, bits: &Bits, corner: &Corner) -> Vec<Fit> {
    let Some((first, sizes)) = start(bits, corner) else { return Vec::new() };
    let mut fits: Vec<Fit> = sizes.into_iter().filter_map(|modules| fit(gray, first, modules)).collect();
    fits.sort_by(|a, b| b.score.total_cmp(&a.score));
    fits
}

/// The four points to begin with, and likely numbers of modules.
fn start(bits: &Bits, corner: &Corner) -> Option<([Point; 4], Vec<usize>)> {
    let [left, right, below] = corner.marks;
    let way = |to: Point| [to[0] - left.at[0], to[1] - left.at[1]];
    let (u, v) = (way(right.at), way(below.at));
    let units = |mark, direction| unit_towards(bits, mark, direction);
    let (left_u, right_u) = (units(&left, u)?, units(&right, u)?);
    let (left_v, below_v) = (units(&left, v)?, units(&below, v)?);
    let across = u[0].hypot(u[1]) / (left_u * right_u).sqrt();
    let down = v[0].hypot(v[1]) / (left_v * below_v).sqrt();
    let about = (across * down).sqrt() + 7.0;
    // Sizes are 17 + 4 × version.
    let version = (about - 17.0) / 4.0;
    let nearest = version.round();
    let mut versions = vec![nearest];
    let slack = if nearest > 6.0 { 0.0 } else { 0.2 };
    if (version - nearest).abs() >= slack {
        versions.push(nearest + (version - nearest).signum());
        versions.push(nearest - (version - nearest).signum());
    }
    let sizes: Vec<usize> =
        versions.into_iter().filter(|v| (1.0..=40.0).contains(v)).map(|v| 17 + 4 * v as usize).collect();
    // Depth grows as the root of the scale's fall; it is linear over the plane, so the fourth follows.
    let depth = |near: f64, far: f64| (near / far).sqrt().clamp(0.75, 1.33);
    let (depth_u, depth_v) = (depth(left_u, right_u), depth(left_v, below_v));
    let depth_w = (depth_u + depth_v - 1.0).max(0.4);
    let fourth = [0, 1].map(|i| (depth_u * right.at[i] + depth_v * below.at[i] - left.at[i]) / depth_w);
    Some(([left.at, right.at, fourth, below.at], sizes))
}

/// Best place of a grid of this size near these points.
fn fit(gray: &Gray, first: [Point; 4], modules: usize) -> Option<Fit> {
    let known = known(modules);
    let side = modules as f64 - 7.0;
    let [left, right, _, below] = first;
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
    // The fourth point is a guess: every half module around it is tried against what lies near it. In
    // large codes it may be farther off.
    let far: Vec<Known> =
        known.iter().filter(|k| f64::from(k.x) + f64::from(k.y) > 1.1 * modules as f64).copied().collect();
    let reach = 2.0 + side / 14.0;
    let parallel = [0, 1].map(|i| right[i] + below[i] - left[i]);
    let mut best = (f64::MIN, first);
    for fourth in [first[2], parallel] {
        let points = [left, right, fourth, below];
        let steps = (reach * 2.0) as i32;
        for du in -steps..=steps {
            for dv in -steps..=steps {
                let tried = moved(&points, 2, f64::from(du) / 2.0, f64::from(dv) / 2.0);
                let value = value(&tried, &far);
                if value > best.0 {
                    best = (value, tried);
                }
            }
        }
    }
    let mut points = best.1;
    let mut top = value(&points, &known);
    for step in [0.5, 0.25, 0.25, 0.12, 0.06] {
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
