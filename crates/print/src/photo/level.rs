//! Gray pictures, and the same picture at half its size.

/// A picture in shades of gray, row by row; 0 is black.
#[derive(Debug, Clone)]
pub(crate) struct Gray {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Gray {
    /// `pixels` holds `width` × `height` values.
    pub fn new(width: usize, height: usize, pixels: Vec<u8>) -> Self {
        debug_assert_eq!(width * height, pixels.len());
        Self { width, height, pixels }
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn height(&self) -> usize {
        self.height
    }

    pub fn longest(&self) -> usize {
        self.width.max(self.height)
    }

    pub fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..][..self.width]
    }

    /// Value at a point (0,0 is the corner of the first pixel), from the four pixels around. Outside the
    /// picture the nearest edge goes on.
    pub fn at(&self, x: f64, y: f64) -> f64 {
        let (x, y) = (x - 0.5, y - 0.5);
        let clamp = |v: f64, length: usize| v.clamp(0.0, (length - 1) as f64);
        let (x, y) = (clamp(x, self.width), clamp(y, self.height));
        let (left, top) = (x as usize, y as usize);
        let (right, below) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (part_x, part_y) = (x - left as f64, y - top as f64);
        let pixel = |x: usize, y: usize| f64::from(self.pixels[y * self.width + x]);
        let upper = pixel(left, top) + (pixel(right, top) - pixel(left, top)) * part_x;
        let lower = pixel(left, below) + (pixel(right, below) - pixel(left, below)) * part_x;
        upper + (lower - upper) * part_y
    }

    /// Each pixel the mean of four.
    pub fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            let (upper, lower) = (self.row(2 * y), self.row(2 * y + 1));
            for (a, b) in upper.chunks_exact(2).zip(lower.chunks_exact(2)) {
                let sum = u32::from(a[0]) + u32::from(a[1]) + u32::from(b[0]) + u32::from(b[1]);
                pixels.push(((sum + 2) / 4) as u8);
            }
        }
        Self { width, height, pixels }
    }

    /// Each pixel four, blended: small codes have too few pixels to be looked for.
    pub fn doubled(&self) -> Self {
        let (width, height) = (self.width * 2, self.height * 2);
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                pixels.push(self.at((x as f64 + 0.5) / 2.0, (y as f64 + 0.5) / 2.0) as u8);
            }
        }
        Self { width, height, pixels }
    }

    pub fn inverted(&self) -> Self {
        Self { pixels: self.pixels.iter().map(|p| 255 - p).collect(), ..*self }
    }

    /// Each pixel the mean of the three by three around it: quiets grain and specks.
    pub fn smoothed(&self) -> Self {
        let mut pixels = Vec::with_capacity(self.pixels.len());
        let mut columns = vec![0_u32; self.width];
        for y in 0..self.height {
            let rows = [y.saturating_sub(1), y, (y + 1).min(self.height - 1)].map(|y| self.row(y));
            for (x, sum) in columns.iter_mut().enumerate() {
                *sum = rows.iter().map(|row| u32::from(row[x])).sum();
            }
            for x in 0..self.width {
                let sum = columns[x.saturating_sub(1)] + columns[x] + columns[(x + 1).min(self.width - 1)];
                pixels.push((sum / 9) as u8);
            }
        }
        Self { pixels, ..*self }
    }
}
