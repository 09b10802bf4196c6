//! Packs: many plates in one file, each checked, none lost in silence.
//!
//! A pack is made in two passes: every plate is set and looked at (`preflight.rs`), then — if none was
//! refused, or the caller leaves the refused ones out — the file is written. The report names every
//! plate; it goes with the file as its last pages (PDF) or as 检查报告.csv (ZIP).

mod marks;
mod pages;
mod record;
mod report;
mod zip;

use std::num::NonZero;
use std::ops::ControlFlow;

pub use report::{Entry, Passed, Report, Warning};

use crate::forme::{Forme, Plate};
use crate::preflight::Preflight;
use crate::{Format, Layout, PlateContent, Press, PrintError, Style, parallel, png, svg};

/// Far more windows than a city has; keeps a pack in memory.
const MOST_PLATES: usize = 5_000;

/// What to make of the plates.
#[derive(Debug, Clone)]
pub struct PackOptions {
    /// PDF: one document with bookmarks hall › window. PNG, SVG: a ZIP with a file for each plate.
    pub format: Format,
    pub style: Style,
    /// Marks where to cut, in PDFs: around each plate on a sheet a little larger, or along the edges of
    /// a sheet of many. Not on stickers, which are cut already.
    pub crop_marks: bool,
    /// Small layouts many to a sheet, where the layout says how. PDFs only.
    pub sheets: bool,
    /// How many places of the first sheet are used up (stickers).
    pub skip: usize,
    /// Draw every plate whole at three resolutions and read it back (on a sheet of many: each by itself).
    /// Only what is never handed out may do without.
    pub preflight: bool,
    /// Make the pack without the plates that were refused; otherwise a refusal means no file.
    pub leave_out_refused: bool,
    /// Put the report into the file.
    pub report: bool,
    /// Threads; None is as many as there are cores.
    pub workers: Option<NonZero<usize>>,
}

impl Default for PackOptions {
    fn default() -> Self {
        Self {
            format: Format::Pdf,
            style: Style::default(),
            crop_marks: false,
            sheets: true,
            skip: 0,
            preflight: true,
            leave_out_refused: false,
            report: true,
            workers: None,
        }
    }
}

impl PackOptions {
    /// The media type of the pack's file.
    pub fn media_type(&self) -> &'static str {
        if self.format == Format::Pdf { self.format.media_type() } else { "application/zip" }
    }

    /// The ending of its name, without the dot.
    pub fn extension(&self) -> &'static str {
        if self.format == Format::Pdf { "pdf" } else { "zip" }
    }
}

/// A pack as made.
#[derive(Debug)]
pub struct Pack {
    /// None if plates were refused and not to be left out, or if none is left.
    pub file: Option<Vec<u8>>,
    pub report: Report,
}

impl Press {
    /// Makes a pack. `progress` is told, on the calling thread, how much of the work is done out of how
    /// much (twice the number of plates: checked, then written), and may break off.
    ///
    /// Errors are those of the whole: a style the layout does not take, too many plates, cancelled. What
    /// is wrong with one plate stands in the report.
    pub fn pack(
        &self,
        layout: &Layout,
        contents: &[PlateContent],
        options: &PackOptions,
        mut progress: impl FnMut(usize, usize) -> ControlFlow<()>,
    ) -> Result<Pack, PrintError> {
        match contents.len() {
            0 => return Err(PrintError::EmptyPack),
            asked if asked > MOST_PLATES => {
                return Err(PrintError::PackTooLarge { asked, most: MOST_PLATES });
            }
            _ => {}
        }
        let (total, mut done) = (2 * contents.len(), 0);
        let mut step = || {
            done += 1;
            progress(done, total)
        };
        let forme = Forme::new(&self.fonts, layout, &options.style)?;
        let preflight = options.preflight.then(|| Preflight::new(&forme));
        let checked = |at: usize| -> Result<(Plate, Passed), PrintError> {
            let plate = forme.set(&contents[at])?;
            let looks = preflight.as_ref().map_or(Ok(Vec::new()), |preflight| preflight.look(&plate))?;
            let passed = Passed::new(layout, &contents[at], &plate, looks);
            Ok((plate, passed))
        };
        let checked = parallel::each(contents.len(), options.workers, checked, &mut step)
            .ok_or(PrintError::Cancelled)?;
        let mut plates = Vec::with_capacity(checked.len());
        let mut entries = Vec::with_capacity(checked.len());
        for (content, outcome) in contents.iter().zip(checked) {
            let outcome = outcome.map(|(plate, passed)| {
                plates.push((entries.len(), plate));
                passed
            });
            entries.push(Entry { content: content.clone(), outcome, place: None });
        }
        let mut report = Report::new(layout, options, entries);
        if plates.is_empty() || (plates.len() < contents.len() && !options.leave_out_refused) {
            return Ok(Pack { file: None, report });
        }
        let file = match options.format {
            Format::Pdf => pages::write(&forme, &plates, options, &mut report, &mut step)?,
            Format::Png => {
                let draw = |plate: &Plate| png::png(&forme, plate);
                zip::write(&plates, options, &mut report, draw, &mut step)?
            }
            Format::Svg => {
                let draw = |plate: &Plate| svg::svg(&forme, plate);
                zip::write(&plates, options, &mut report, draw, &mut step)?
            }
        };
        Ok(Pack { file: Some(file), report })
    }
}
