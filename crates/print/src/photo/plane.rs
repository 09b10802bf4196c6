//! The plate's plane in the picture: where a point of the code's grid is seen.

/// A projective map from modules (0,0 is the code's upper left corner) to pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plane([f64; 8]);

pub(super) type Point = [f64; 2];

/// How far the middle of a position mark is from the code's edges, in modules.
pub(super) const MARK: f64 = 3.5;

impl Plane {
    /// The map that takes the four corners of the square between the middles of the position marks
    /// (upper left, upper right, lower right, lower left) to these points; `None` if no such map exists
    /// that keeps the code in front of the camera.
    pub fn through(points: &[Point; 4], modules: usize) -> Option<Self> {
        let [p0, p1, p2, p3] = *points;
        let side = modules as f64 - 2.0 * MARK;
        // Unit square to quadrilateral, solved by hand: two unknowns remain.
        let (ax, ay) = (p1[0] - p2[0], p1[1] - p2[1]);
        let (bx, by) = (p3[0] - p2[0], p3[1] - p2[1]);
        let (sx, sy) = (p0[0] - p1[0] + p2[0] - p3[0], p0[1] - p1[1] + p2[1] - p3[1]);
        let det = ax * by - bx * ay;
        if det.abs() < 1e-6 {
            return None;
        }
        let (g, h) = ((sx * by - bx * sy) / det, (ax * sy - sx * ay) / det);
        let unit = [
            p1[0] - p0[0] + g * p1[0],
            p3[0] - p0[0] + h * p3[0],
            p0[0],
            p1[1] - p0[1] + g * p1[1],
            p3[1] - p0[1] + h * p3[1],
            p0[1],
            g,
            h,
        ];
        // From the unit square to modules: u = (x − 3.5) / side.
        let [a, b, c, d, e, f, g, h] = unit;
        let (a, b, d, e, g, h) = (a / side, b / side, d / side, e / side, g / side, h / side);
        let w = 1.0 - MARK * (g + h);
        if w < 0.05 {
            return None;
        }
        let plane = Self([
            a / w,
            b / w,
            (c - MARK * (a + b)) / w,
            d / w,
            e / w,
            (f - MARK * (d + e)) / w,
            g / w,
            h / w,
        ]);
        let size = modules as f64;
        let in_front =
            [[size, 0.0], [0.0, size], [size, size]].iter().all(|[x, y]| plane.depth(*x, *y) > 0.05);
        (in_front && plane.0.iter().all(|v| v.is_finite())).then_some(plane)
    }

    fn depth(&self, x: f64, y: f64) -> f64 {
        self.0[6] * x + self.0[7] * y + 1.0
    }

    pub fn map(&self, x: f64, y: f64) -> Point {
        let [a, b, c, d, e, f, ..] = self.0;
        let w = self.depth(x, y);
        [(a * x + b * y + c) / w, (d * x + e * y + f) / w]
    }

    /// The same for a picture `factor` times as large.
    pub fn scaled(&self, factor: f64) -> Self {
        let mut m = self.0;
        m[..6].iter_mut().for_each(|v| *v *= factor);
        Self(m)
    }

    pub fn corners(&self, modules: usize) -> [[f32; 2]; 4] {
        let n = modules as f64;
        [[0.0, 0.0], [n, 0.0], [n, n], [0.0, n]].map(|[x, y]| self.map(x, y).map(|v| v as f32))
    }

    /// Side of a module in pixels: the root of the code's area by the number of modules.
    pub fn module_px(&self, modules: usize) -> f32 {
        let corners = self.corners(modules);
        let mut twice = 0.0;
        for i in 0..4 {
            let (p, q) = (corners[i], corners[(i + 1) % 4]);
            twice += p[0] * q[1] - q[0] * p[1];
        }
        (twice.abs() / 2.0).sqrt() / modules as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middles_of_the_marks_come_out_where_they_were_put() {
        let points = [[10.0, 12.0], [110.0, 20.0], [95.0, 130.0], [5.0, 100.0]];
        let plane = Plane::through(&points, 29).unwrap();
        for (at, [x, y]) in points.iter().zip([[3.5, 3.5], [25.5, 3.5], [25.5, 25.5], [3.5, 25.5]]) {
            let [px, py] = plane.map(x, y);
            assert!((px - at[0]).abs() < 1e-9 && (py - at[1]).abs() < 1e-9, "{px} {py}");
        }
    }

    #[test]
    fn three_points_in_a_line_are_no_plane() {
        assert!(Plane::through(&[[0.0, 0.0], [10.0, 0.0], [20.0, 0.0], [30.0, 0.0]], 21).is_none());
    }
}
