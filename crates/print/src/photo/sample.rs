//! From a grid in place to bits and text.

use qrcode::{EcLevel, QrCode, Version};
use rqrr::{MetaData, SimpleGrid};

use super::level::Gray;
use super::plane::Plane;

/// Shades of the modules (0 to 255), row by row, as they are seen.
#[derive(Debug, Clone)]
pub(super) struct Shades {
    pub modules: usize,
    pub values: Vec<f32>,
}

/// A decoded code.
pub(super) struct Read {
    pub text: String,
    /// The modules as printed, if the code can be drawn anew; else as seen.
    pub dark: Vec<bool>,
    /// Share of modules seen otherwise than printed.
    pub damaged: Option<f32>,
}

impl Shades {
    /// Each module the mean of nine points in its inner half.
    pub fn of(gray: &Gray, plane: &Plane, modules: usize) -> Self {
        let mut values = Vec::with_capacity(modules * modules);
        for y in 0..modules {
            for x in 0..modules {
                let mut sum = 0.0;
                for dy in [0.25, 0.5, 0.75] {
                    for dx in [0.25, 0.5, 0.75] {
                        let [px, py] = plane.map(x as f64 + dx, y as f64 + dy);
                        sum += gray.at(px, py);
                    }
                }
                values.push((sum / 9.0) as f32);
            }
        }
        Self { modules, values }
    }

    pub fn at(&self, x: usize, y: usize) -> f32 {
        self.values[y * self.modules + x]
    }

    /// From the darkest twentieth to the lightest.
    pub fn span(&self) -> f32 {
        let mut sorted = self.values.clone();
        sorted.sort_by(f32::total_cmp);
        sorted[sorted.len() * 19 / 20] - sorted[sorted.len() / 20]
    }

    /// The neighbours' light taken out again by `part`: what blur has put there.
    fn sharpened(&self, part: f32) -> Self {
        let n = self.modules;
        let mut values = Vec::with_capacity(self.values.len());
        for y in 0..n {
            for x in 0..n {
                let own = self.at(x, y);
                let beside = [
                    self.at(x.saturating_sub(1), y),
                    self.at((x + 1).min(n - 1), y),
                    self.at(x, y.saturating_sub(1)),
                    self.at(x, (y + 1).min(n - 1)),
                ];
                values.push(own + part * (4.0 * own - beside.iter().sum::<f32>()));
            }
        }
        Self { modules: n, values }
    }

    /// Dark or light, each module against the middle between the dark and the light ones within `reach`.
    fn bits(&self, reach: usize) -> Vec<bool> {
        let n = self.modules;
        let mut bits = Vec::with_capacity(self.values.len());
        for y in 0..n {
            let rows = y.saturating_sub(reach)..(y + reach + 1).min(n);
            for x in 0..n {
                let columns = x.saturating_sub(reach)..(x + reach + 1).min(n);
                let around = || rows.clone().flat_map(|y| &self.values[y * n..][columns.clone()]);
                let mean = around().sum::<f32>() / around().count() as f32;
                bits.push(self.at(x, y) < middle(around().copied(), mean));
            }
        }
        bits
    }

    /// Tries several readings of the shades until one makes sense.
    pub fn read(&self) -> Option<Read> {
        let sharper = [self.sharpened(0.15), self.sharpened(0.35)];
        let tries = [(self, self.modules), (self, 4), (&sharper[0], 4), (&sharper[1], 5), (self, 2)];
        tries.into_iter().find_map(|(shades, reach)| decode(self.modules, shades.bits(reach)))
    }
}

/// The middle between the mean of what is above and of what is below a first guess.
fn middle(values: impl Iterator<Item = f32>, guess: f32) -> f32 {
    let (mut above, mut n_above, mut below, mut n_below) = (0.0, 0_u32, 0.0, 0_u32);
    for v in values {
        if v > guess {
            above += v;
            n_above += 1;
        } else {
            below += v;
            n_below += 1;
        }
    }
    if n_above == 0 || n_below == 0 {
        return guess;
    }
    (above / n_above as f32 + below / n_below as f32) / 2.0
}

fn decode(modules: usize, bits: Vec<bool>) -> Option<Read> {
    let grid = rqrr::Grid::new(SimpleGrid::from_func(modules, |x, y| bits[y * modules + x]));
    let mut bytes = Vec::new();
    let meta = grid.decode_to(&mut bytes).ok()?;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(e) => String::from_utf8_lossy(e.as_bytes()).into_owned(),
    };
    // What carries no text is no plate, and noise now and then passes for it.
    if text.is_empty() {
        return None;
    }
    let (dark, damaged) = match printed(&text, &meta, &bits) {
        Some((dark, damaged)) => (dark, Some(damaged)),
        None => (bits, None),
    };
    Some(Read { text, dark, damaged })
}

/// Draws the code anew. `None` if what comes out is another drawing of the same text.
fn printed(text: &str, meta: &MetaData, seen: &[bool]) -> Option<(Vec<bool>, f32)> {
    // As the format bits number the levels.
    let level = [EcLevel::M, EcLevel::L, EcLevel::H, EcLevel::Q].get(usize::from(meta.ecc_level))?;
    let version = Version::Normal(i16::try_from(meta.version.0).ok()?);
    let code = QrCode::with_version(text, version, *level).ok()?;
    let n = code.width();
    let drawn: Vec<bool> = code.to_colors().iter().map(|c| *c == qrcode::Color::Dark).collect();
    let mirrored: Vec<bool> = (0..n * n).map(|i| drawn[(i % n) * n + i / n]).collect();
    let share =
        |drawn: &[bool]| drawn.iter().zip(seen).filter(|(a, b)| a != b).count() as f32 / (n * n) as f32;
    // No level forgives more than three tenths; another mask or order differs in about half.
    [drawn, mirrored]
        .into_iter()
        .map(|dark| (share(&dark), dark))
        .find(|(share, _)| *share < 0.3)
        .map(|(s, d)| (d, s))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

        /// The decoder is not ours: what a hostile picture can make it see must not bring it down.
        #[test]
        fn no_grid_of_bits_is_fatal(version in 1_usize..=40, level in 0_usize..4, bits in any::<u64>(), kept in 0_u64..8) {
            let modules = 17 + 4 * version;
            let levels = [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H];
            let code = QrCode::with_version(b"1", Version::Normal(version as i16), levels[level]).unwrap().to_colors();
            let mut state = bits;
            let seen = code.iter().map(|color| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                // All random, or a code with one module in so many wrong.
                (*color == qrcode::Color::Dark) ^ ((state >> 33) % (1 << (kept + 1)) == 0)
            });
            let _ = decode(modules, seen.collect());
        }
    }
}
