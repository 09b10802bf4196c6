//! Checking a printed plate by its photograph: what is read, and what is wrong with it.
//!
//! ```text
//! file ─► open.rs ─► gray picture ─► reader.rs ─► codes ─► measure.rs, expect.rs ─► PhotoCheck
//!                                    └ level.rs (sizes) · bits.rs (black or white) · finder.rs (corners)
//!                                      · fit.rs + plane.rs (where the grid lies) · sample.rs (bits, text)
//! ```
//!
//! Everything is worked out from the picture alone, in a bounded number of steps: no clock, no network.
//! To look for another fault: a variant of [`Finding`], its figure in [`SeenCode`], a line in [`judge`].

mod bits;
mod expect;
mod finder;
mod fit;
mod level;
mod measure;
pub(crate) mod open;
mod plane;
pub(crate) mod reader;
mod sample;

pub use expect::{Expectation, Verdict};

use crate::PrintError;
use reader::{Found, Reading};

/// Fewer pixels a module than this, and a phone's reader begins to fail.
pub const SMALLEST_MODULE: f32 = 3.0;
/// Less contrast than this and a plate should be printed anew. ISO/IEC 15415 gives a symbol contrast of
/// 40 % to 55 % its second lowest passing grade; below that scanning begins to depend on the light.
pub const FAINTEST_CONTRAST: f32 = 0.4;
/// Single modules keep less of the contrast than this: out of focus, or shaken.
pub const LEAST_SHARPNESS: f32 = 0.45;
/// More wrong modules than this, and about half of what level Q forgives is used up (a quarter of the code
/// words; a blot spoils half of the modules it covers).
pub const MOST_DAMAGE: f32 = 0.025;
/// A second code whose middle is nearer than this many code sides (middle to middle) is on the same plate:
/// on A4 the farthest corner is 2.4 sides of the code away.
pub const PLATE_REACH: f32 = 2.5;

/// What a photograph of a plate shows.
#[derive(Debug, Clone, PartialEq)]
pub struct PhotoCheck {
    /// Size of the picture, upright, in pixels.
    pub width: u32,
    pub height: u32,
    /// Every code that was read; the plate's own (as far as it can be told) first.
    pub codes: Vec<SeenCode>,
    /// What is wrong, the gravest first. Empty: the plate is as it should be.
    pub findings: Vec<Finding>,
}

impl PhotoCheck {
    /// A code was read, whatever it says.
    pub fn is_readable(&self) -> bool {
        !self.codes.is_empty()
    }

    /// The code taken for the plate's: the expected one if it is there, else one of ours, else the largest.
    pub fn plate(&self) -> Option<&SeenCode> {
        self.codes.first()
    }
}

/// A code that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct SeenCode {
    /// What it says. Bytes that are no UTF-8 are replaced by U+FFFD.
    pub text: String,
    pub verdict: Verdict,
    /// Corners of the outermost modules in pixels of the upright picture: the corner between the two
    /// upper position marks first, then clockwise on the plate.
    pub corners: [[f32; 2]; 4],
    /// Modules a side: 21, 25 … 177.
    pub modules: usize,
    /// Side of a module in pixels, the mean over the code.
    pub module_px: f32,
    /// Width of the code as a share of the picture's width, 0 to 1.
    pub width_share: f32,
    /// Contrast of the print, 0 to 1, in the manner of ISO/IEC 15415's symbol contrast but not a grade: a
    /// photograph has no calibrated light, so the lightest modules nearby stand for white. The median of
    /// 16 parts of the code.
    pub contrast: f32,
    /// The same for the worst of the 16 parts: shade, a worn patch, glare.
    pub worst_contrast: f32,
    /// How much of the contrast single modules between two of the other colour keep, 0 to 1. About 1 is
    /// sharp.
    pub sharpness: f32,
    /// Share of modules that are not as they were printed, 0 to 1; `None` if the code was not made the
    /// way ours are, so that it cannot be drawn anew for comparison.
    pub damaged: Option<f32>,
    /// Share of modules that should be dark and are burnt out to white, 0 to 1: a lamp's reflection.
    pub glare: f32,
}

/// Something the hall should know about its plate, or about the photograph.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// Nothing that looks like a code. Too far away, out of focus, or no plate.
    NoCode,
    /// Looks like a code and cannot be read. `module_px` and `contrast` as in [`SeenCode`].
    Unreadable { corners: [[f32; 2]; 4], module_px: f32, contrast: f32 },
    /// The code says something that is no address of this system: a sticker over the plate, or another
    /// plate altogether.
    Foreign { text: String },
    /// An address of this system, but not this window's.
    OtherWindow { url: String },
    /// A further code on the same plate. `overlaps`: its area touches that of the plate's code.
    SecondCode { text: String, overlaps: bool },
    /// Fewer than [`SMALLEST_MODULE`] pixels a module: go nearer. Says nothing about the print, whose
    /// size in millimetres a photograph does not show.
    TooSmall { module_px: f32 },
    /// [`SeenCode::contrast`] below [`FAINTEST_CONTRAST`].
    TooFaint { contrast: f32 },
    /// [`SeenCode::damaged`] above [`MOST_DAMAGE`]: stained, worn, or partly covered. It still reads.
    Damaged { share: f32 },
    /// [`SeenCode::glare`] above 2 %: photograph from another side.
    Glare { share: f32 },
    /// [`SeenCode::sharpness`] below [`LEAST_SHARPNESS`]: hold still, or clean the lens.
    Blurred { sharpness: f32 },
}

/// Looks at a photograph (PNG or JPEG, up to 64 million pixels, turned upright as its EXIF data say).
///
/// # Errors
///
/// [`PrintError::Picture`] for another kind of file, a damaged one, or one that unpacks to too much.
pub fn check_photo(bytes: &[u8], expected: &Expectation<'_>) -> Result<PhotoCheck, PrintError> {
    let picture = open::open(bytes)?;
    let (width, height) = (picture.width() as u32, picture.height() as u32);
    let Reading { codes, unread } = reader::read(picture);
    let mut codes: Vec<SeenCode> = codes.into_iter().map(|found| seen(found, expected, width)).collect();
    codes.sort_by(|a, b| {
        let rank = |code: &SeenCode| code.verdict.distance();
        rank(a).cmp(&rank(b)).then(b.module_px.total_cmp(&a.module_px))
    });
    let mut findings = judge(&codes);
    findings.extend(unread.iter().map(|code| Finding::Unreadable {
        corners: code.plane.corners(code.modules),
        module_px: code.plane.module_px(code.modules),
        contrast: code.contrast,
    }));
    if codes.is_empty() {
        if unread.is_empty() {
            findings.push(Finding::NoCode);
        }
        let widest = unread.iter().map(|code| code.plane.module_px(code.modules)).max_by(f32::total_cmp);
        findings.extend(
            widest.filter(|px| *px < SMALLEST_MODULE).map(|module_px| Finding::TooSmall { module_px }),
        );
    }
    Ok(PhotoCheck { width, height, codes, findings })
}

fn seen(found: Found, expected: &Expectation<'_>, width: u32) -> SeenCode {
    let corners = found.plane.corners(found.modules);
    let xs = corners.map(|corner| corner[0]);
    let (left, right) = (xs.into_iter().fold(f32::MAX, f32::min), xs.into_iter().fold(f32::MIN, f32::max));
    SeenCode {
        verdict: expected.verdict(&found.text),
        corners,
        modules: found.modules,
        module_px: found.plane.module_px(found.modules),
        width_share: ((right - left) / width as f32).clamp(0.0, 1.0),
        contrast: found.figures.contrast,
        worst_contrast: found.figures.worst_contrast,
        sharpness: found.figures.sharpness,
        damaged: found.figures.damaged,
        glare: found.figures.glare,
        text: found.text,
    }
}

/// The findings of codes that were read, the plate's first.
fn judge(codes: &[SeenCode]) -> Vec<Finding> {
    let Some((plate, others)) = codes.split_first() else { return Vec::new() };
    let mut findings = Vec::new();
    match &plate.verdict {
        Verdict::Right | Verdict::Ours { .. } => {}
        Verdict::OtherWindow { url } => findings.push(Finding::OtherWindow { url: url.clone() }),
        Verdict::Foreign { text } => findings.push(Finding::Foreign { text: text.clone() }),
    }
    for other in others {
        let (distance, overlaps) = nearness(plate, other);
        if distance < PLATE_REACH {
            findings.push(Finding::SecondCode { text: other.text.clone(), overlaps });
        }
    }
    if plate.module_px < SMALLEST_MODULE {
        findings.push(Finding::TooSmall { module_px: plate.module_px });
    }
    if plate.contrast < FAINTEST_CONTRAST {
        findings.push(Finding::TooFaint { contrast: plate.contrast });
    }
    if let Some(share) = plate.damaged.filter(|share| *share > MOST_DAMAGE) {
        findings.push(Finding::Damaged { share });
    }
    if plate.glare > 0.02 {
        findings.push(Finding::Glare { share: plate.glare });
    }
    if plate.sharpness < LEAST_SHARPNESS {
        findings.push(Finding::Blurred { sharpness: plate.sharpness });
    }
    findings
}

/// Distance of the middles in sides of the plate's code, and whether the two areas touch.
fn nearness(plate: &SeenCode, other: &SeenCode) -> (f32, bool) {
    let middle = |c: &[[f32; 2]; 4]| [0, 1].map(|axis| c.iter().map(|p| p[axis]).sum::<f32>() / 4.0);
    let (a, b) = (middle(&plate.corners), middle(&other.corners));
    let distance = (a[0] - b[0]).hypot(a[1] - b[1]);
    let (side, other_side) = (plate.module_px * plate.modules as f32, other.module_px * other.modules as f32);
    // Circles of the sides' mean radius (between the inscribed and the circumscribed one): a hint, no proof.
    let touch = distance < 0.6 * (side + other_side);
    (distance / side.max(1.0), touch)
}
