//! Position marks: three in the corners of every code. A line through the middle of one crosses dark and
//! light as 1 : 1 : 3 : 1 : 1, at whatever angle.

use super::bits::Bits;
use super::plane::Point;

/// What looks like a position mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub at: Point,
    /// A module in pixels, roughly.
    pub unit: f64,
    /// Rows that crossed it.
    pub rows: u32,
}

/// More than this are kept neither in a crowd of plates nor on a wall of ornaments.
const MOST: usize = 160;
/// The best of them are combined to codes.
const KEPT: usize = 48;

/// The marks in a picture, the surest first.
pub(super) fn marks(bits: &Bits, known: impl Fn(Point) -> bool) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for y in 0..bits.height() {
        crossings(bits.row(y), |x, unit| {
            let Some((at, unit)) = confirm(bits, [x, y as f64 + 0.5], unit) else { return };
            let near = |m: &&mut Mark| {
                let reach = 2.0 * m.unit.min(unit);
                (m.at[0] - at[0]).abs() < reach && (m.at[1] - at[1]).abs() < reach && unit < 2.0 * m.unit
            };
            if let Some(mark) = marks.iter_mut().find(near) {
                let n = f64::from(mark.rows);
                let mean = |old: f64, new: f64| (old * n + new) / (n + 1.0);
                mark.at = [mean(mark.at[0], at[0]), mean(mark.at[1], at[1])];
                mark.unit = mean(mark.unit, unit);
                mark.rows += 1;
            } else if marks.len() < MOST && !known(at) {
                marks.push(Mark { at, unit, rows: 1 });
            }
        });
    }
    // A mark's middle is three modules high: how many rows of it were seen says how sure it is.
    marks.retain(|mark| f64::from(mark.rows) >= (1.2 * mark.unit).max(2.0));
    marks.sort_by(|a, b| {
        (f64::from(b.rows) / b.unit).min(3.0).total_cmp(&(f64::from(a.rows) / a.unit).min(3.0))
    });
    marks.truncate(KEPT);
    marks
}

/// Calls back with the middle and unit of each 1 : 1 : 3 : 1 : 1 in a row.
fn crossings(row: &[bool], mut found: impl FnMut(f64, f64)) {
    let mut runs = [0_usize; 5];
    let mut end = 0;
    for run in row.chunk_by(|a, b| a == b) {
        runs.rotate_left(1);
        runs[4] = run.len();
        end += run.len();
        if run[0] && runs[0] > 0 {
            let runs = runs.map(|r| r as f64);
            if let Some(unit) = ratio(runs) {
                found(end as f64 - runs[4] - runs[3] - runs[2] / 2.0, unit);
            }
        }
    }
}

/// The unit of five runs that are 1 : 1 : 3 : 1 : 1. Mostly edges of the same kind are compared (dark to
/// dark): ink that spreads, or a threshold that is off, moves both alike.
fn ratio(runs: [f64; 5]) -> Option<f64> {
    let unit = runs.iter().sum::<f64>() / 7.0;
    let about = |length: f64, modules: f64, off: f64| (length - modules * unit).abs() <= off * unit;
    // Half a pixel at each end is lost to the raster.
    let grain = 0.5 / unit;
    let pairs = about(runs[0] + runs[1], 2.0, 0.5 + grain)
        && about(runs[3] + runs[4], 2.0, 0.5 + grain)
        && about(runs[1] + runs[2], 4.0, 0.6 + grain)
        && about(runs[2] + runs[3], 4.0, 0.6 + grain);
    let singles =
        [0, 1, 3, 4].iter().all(|i| about(runs[*i], 1.0, 0.75 + grain)) && about(runs[2], 3.0, 1.2 + grain);
    (unit >= 1.0 && pairs && singles).then_some(unit)
}

/// Crosses the mark downwards, then across again, then aslant. Gives its middle and unit.
fn confirm(bits: &Bits, at: Point, unit: f64) -> Option<(Point, f64)> {
    let (at, down) = cross(bits, at, [0.0, 1.0], unit)?;
    let (at, across) = cross(bits, at, [1.0, 0.0], unit)?;
    let ratio = down / across;
    if !(0.4..=2.5).contains(&ratio) {
        return None;
    }
    cross(bits, at, [1.0, 1.0], unit).or_else(|| cross(bits, at, [1.0, -1.0], unit))?;
    Some((at, (down * across).sqrt()))
}

/// The five runs through a dark point in one direction (steps of a pixel): the middle along it, the unit.
fn cross(bits: &Bits, at: Point, step: Point, unit: f64) -> Option<(Point, f64)> {
    let longest = (unit * 8.0) as usize + 2;
    let half = |sign: f64| {
        let mut runs = [0_usize; 3];
        let mut point = at;
        for (i, dark) in [true, false, true].into_iter().enumerate() {
            while bits.at(point[0], point[1]) == Some(dark) {
                runs[i] += 1;
                if runs[i] > longest {
                    return None;
                }
                point = [point[0] + sign * step[0], point[1] + sign * step[1]];
            }
            if runs[i] == 0 {
                return None;
            }
        }
        Some(runs.map(|r| r as f64))
    };
    let (back, on) = (half(-1.0)?, half(1.0)?);
    // The point itself was counted in both directions.
    let unit = ratio([back[2], back[1], back[0] + on[0] - 1.0, on[1], on[2]])?;
    let shift = (on[0] - back[0]) / 2.0;
    Some(([at[0] + shift * step[0], at[1] + shift * step[1]], unit))
}

/// Three marks that may belong together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Corner {
    /// Upper left, upper right, lower left.
    pub marks: [Mark; 3],
    /// Their places in the list they were taken from.
    pub places: [usize; 3],
    /// 0 is a right angle with legs alike and marks alike.
    strain: f64,
}

/// Triples of marks as they may form codes, the likeliest first.
pub(super) fn corners(marks: &[Mark]) -> Vec<Corner> {
    let mut found = Vec::new();
    for left in 0..marks.len() {
        for a in 0..marks.len() {
            for b in a + 1..marks.len() {
                if a != left && b != left {
                    found.extend(corner(marks, [left, a, b]));
                }
            }
        }
    }
    found.sort_by(|a, b| a.strain.total_cmp(&b.strain));
    found
}

fn corner(marks: &[Mark], [left, a, b]: [usize; 3]) -> Option<Corner> {
    let leg = |to: usize| [marks[to].at[0] - marks[left].at[0], marks[to].at[1] - marks[left].at[1]];
    let (u, v) = (leg(a), leg(b));
    let (length_u, length_v) = (u[0].hypot(u[1]), v[0].hypot(v[1]));
    let units = [left, a, b].map(|i| marks[i].unit);
    let (least, most) =
        (units.iter().copied().fold(f64::MAX, f64::min), units.iter().copied().fold(0.0, f64::max));
    let apart = (length_u / length_v).ln().abs();
    let cosine = (u[0] * v[0] + u[1] * v[1]) / (length_u * length_v);
    // The middles are 14 to 170 modules apart; a unit may be half off, seen aslant.
    let spaced = [length_u, length_v].iter().all(|l| (7.0 * most..260.0 * least).contains(l));
    if !spaced || most > 2.2 * least || apart > 0.8 || cosine.abs() > 0.7 {
        return None;
    }
    let cross = u[0] * v[1] - u[1] * v[0];
    // Seen from the front the way from upper right to lower left turns clockwise on the screen.
    let places = if cross > 0.0 { [left, a, b] } else { [left, b, a] };
    Some(Corner {
        marks: places.map(|i| marks[i]),
        places,
        strain: apart + cosine.abs() + (most / least).ln(),
    })
}

/// A module's length in pixels at a mark, measured in one direction and its opposite.
pub(super) fn unit_towards(bits: &Bits, mark: &Mark, direction: Point) -> Option<f64> {
    let length = direction[0].hypot(direction[1]);
    let step = [direction[0] / length / 4.0, direction[1] / length / 4.0];
    let longest = (mark.unit * 40.0) as usize;
    let edges = |sign: f64| {
        let (mut edges, mut seen, mut dark) = ([0.0; 3], 0, true);
        for i in 0..longest {
            let way = f64::from(i as u32) * sign;
            if bits.at(mark.at[0] + step[0] * way, mark.at[1] + step[1] * way)? != dark {
                dark = !dark;
                edges[seen] = i as f64 / 4.0;
                seen += 1;
                if seen == 3 {
                    // Inner and outer edge of the ring, at 2.5 and 3.5 modules: spreading ink moves one
                    // inwards and the other outwards.
                    return Some((edges[1] + edges[2]) / 6.0);
                }
            }
        }
        None
    };
    match (edges(1.0), edges(-1.0)) {
        (Some(a), Some(b)) => Some((a + b) / 2.0),
        (a, b) => a.or(b),
    }
}
