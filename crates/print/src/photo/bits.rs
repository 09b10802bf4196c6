//! Black or white: each pixel against the mean of its surroundings, so that shade does no harm.

use super::level::Gray;

/// Which pixels are dark.
pub(super) struct Bits {
    width: usize,
    height: usize,
    dark: Vec<bool>,
}

impl Bits {
    /// Dark is what is below the mean of the square of `2 × reach + 1` pixels around by `margin` (a share
    /// of that mean).
    pub fn of(gray: &Gray, reach: usize, margin: f64) -> Self {
        let (width, height) = (gray.width(), gray.height());
        // Whole numbers: `pixel × count × 256 < sum × keep`.
        let keep = ((1.0 - margin) * 256.0) as u64;
        let mut columns = vec![0_u32; width];
        let add = |columns: &mut [u32], y: usize| {
            for (sum, pixel) in columns.iter_mut().zip(gray.row(y)) {
                *sum += u32::from(*pixel);
            }
        };
        for y in 0..reach.min(height) {
            add(&mut columns, y);
        }
        let mut rows = reach.min(height) as u64;
        let mut dark = Vec::with_capacity(width * height);
        for y in 0..height {
            if y + reach < height {
                add(&mut columns, y + reach);
                rows += 1;
            }
            if y > reach {
                for (sum, pixel) in columns.iter_mut().zip(gray.row(y - reach - 1)) {
                    *sum -= u32::from(*pixel);
                }
                rows -= 1;
            }
            let mut sum: u64 = columns.iter().take(reach).map(|c| u64::from(*c)).sum();
            let mut across = reach.min(width) as u64;
            for (x, pixel) in gray.row(y).iter().enumerate() {
                if let Some(next) = columns.get(x + reach) {
                    sum += u64::from(*next);
                    across += 1;
                }
                if x > reach {
                    sum -= u64::from(columns[x - reach - 1]);
                    across -= 1;
                }
                dark.push(u64::from(*pixel) * across * rows * 256 < sum * keep);
            }
        }
        Self { width, height, dark }
    }

    pub fn height(&self) -> usize {
        self.height
    }

    pub fn row(&self, y: usize) -> &[bool] {
        &self.dark[y * self.width..][..self.width]
    }

    /// The pixel a point lies in; `None` outside.
    pub fn at(&self, x: f64, y: f64) -> Option<bool> {
        if x < 0.0 || y < 0.0 {
            return None;
        }
        let (x, y) = (x as usize, y as usize);
        (x < self.width && y < self.height).then(|| self.dark[y * self.width + x])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pixel_is_compared_with_the_mean_around_it() {
        let (width, height) = (23, 17);
        let pixels: Vec<u8> = (0..width * height).map(|i| (i * 7919 % 251) as u8).collect();
        let gray = Gray::new(width, height, pixels.clone());
        for reach in [1, 4, 30] {
            let bits = Bits::of(&gray, reach, 0.0);
            for y in 0..height {
                for x in 0..width {
                    let (rows, columns) = (
                        y.saturating_sub(reach)..height.min(y + reach + 1),
                        x.saturating_sub(reach)..width.min(x + reach + 1),
                    );
                    let around: Vec<u64> = rows
                        .flat_map(|y| columns.clone().map(move |x| (x, y)))
                        .map(|(x, y)| u64::from(pixels[y * width + x]))
                        .collect();
                    let mean = around.iter().sum::<u64>() as f64 / around.len() as f64;
                    assert_eq!(bits.row(y)[x], f64::from(pixels[y * width + x]) < mean, "{x} {y} {reach}");
                }
            }
        }
    }
}
