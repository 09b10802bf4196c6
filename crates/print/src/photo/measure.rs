//! Figures about a code that was read: contrast, sharpness, glare.

use super::sample::{Read, Shades};

/// See the fields of the same names in [`super::SeenCode`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figures {
    pub contrast: f32,
    pub worst_contrast: f32,
    pub sharpness: f32,
    pub damaged: Option<f32>,
    pub glare: f32,
}

/// Parts a side the contrast is measured in.
const PARTS: usize = 4;
/// Shades from here on are burnt out.
const WHITE: f32 = 250.0;

pub(super) fn figures(shades: &Shades, read: &Read) -> Figures {
    let (contrast, worst_contrast) = contrast(shades);
    Figures {
        contrast,
        worst_contrast,
        sharpness: sharpness(shades, &read.dark),
        damaged: read.damaged,
        glare: glare(shades, read),
    }
}

/// Median and least of the parts' contrasts: lightest quarter less darkest quarter, by the lightest.
pub(super) fn contrast(shades: &Shades) -> (f32, f32) {
    let n = shades.modules;
    let mut parts = Vec::with_capacity(PARTS * PARTS);
    for part in 0..PARTS * PARTS {
        let range = |i: usize| i * n / PARTS..(i + 1) * n / PARTS;
        let mut light: Vec<f32> = range(part / PARTS)
            .flat_map(|y| range(part % PARTS).map(move |x| linear(shades.at(x, y))))
            .collect();
        light.sort_by(f32::total_cmp);
        let quarter = (light.len() / 4).max(1);
        let mean = |values: &[f32]| values.iter().sum::<f32>() / values.len() as f32;
        let (dark, light) = (mean(&light[..quarter]), mean(&light[light.len() - quarter..]));
        parts.push(if light > 0.0 { (light - dark) / light } else { 0.0 });
    }
    parts.sort_by(f32::total_cmp);
    (parts[parts.len() / 2], parts[0])
}

/// A picture's shade as light, 0 to 1 (the sRGB curve, IEC 61966-2-1).
fn linear(shade: f32) -> f32 {
    let v = shade / 255.0;
    if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
}

/// Modules between two of the other colour against modules among their own kind.
fn sharpness(shades: &Shades, dark: &[bool]) -> f32 {
    let n = shades.modules;
    let is_dark = |x: usize, y: usize| dark[y * n + x];
    // Sum and count of: single, in company; each light, dark.
    let mut sums = [[(0.0_f32, 0_u32); 2]; 2];
    for y in 1..n - 1 {
        for x in 1..n - 1 {
            let own = is_dark(x, y);
            let beside = [is_dark(x - 1, y), is_dark(x + 1, y)];
            let upright = [is_dark(x, y - 1), is_dark(x, y + 1)];
            let like = beside.iter().chain(&upright).filter(|d| **d == own).count();
            let company = if like == 4 {
                1
            } else if like <= 1 {
                0
            } else {
                continue;
            };
            let (sum, count) = &mut sums[company][usize::from(own)];
            *sum += shades.at(x, y);
            *count += 1;
        }
    }
    let span = |kind: [(f32, u32); 2]| {
        let [light, dark] = kind.map(|(sum, count)| (count > 0).then(|| sum / count as f32));
        Some(light? - dark?)
    };
    match (span(sums[0]), span(sums[1])) {
        (Some(single), Some(company)) if company > 0.0 => (single / company).clamp(0.0, 1.0),
        _ => 1.0,
    }
}

fn glare(shades: &Shades, read: &Read) -> f32 {
    // Only a code drawn anew tells which light modules should be dark.
    if read.damaged.is_none() {
        return 0.0;
    }
    let burnt =
        shades.values.iter().zip(&read.dark).filter(|(shade, dark)| **dark && **shade >= WHITE).count();
    burnt as f32 / shades.values.len() as f32
}
