//! A pack as a ZIP of one file for each plate.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, DateTime, ZipWriter};

use super::{PackOptions, Report};
use crate::forme::Plate;
use crate::{Format, PrintError, parallel};

/// Longest part of a file's name that comes from hall and window, in characters.
const LONGEST: usize = 40;

/// Draws the plates on all cores and packs them; notes each plate's file in the report.
pub(super) fn write(
    plates: &[(usize, Plate)],
    options: &PackOptions,
    report: &mut Report,
    draw: impl Fn(&Plate) -> Result<Vec<u8>, PrintError> + Sync,
    step: &mut impl FnMut() -> ControlFlow<()>,
) -> Result<Vec<u8>, PrintError> {
    let files = parallel::each(plates.len(), options.workers, |at| draw(&plates[at].1), step)
        .ok_or(PrintError::Cancelled)?;
    // A fixed time stamp (1980): the same plates are the same file.
    let fixed = SimpleFileOptions::default().last_modified_time(DateTime::DEFAULT);
    let stored = fixed.compression_method(CompressionMethod::Stored);
    let packed = fixed.compression_method(CompressionMethod::Deflated);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, file: &[u8], how: SimpleFileOptions| -> Result<(), PrintError> {
        zip.start_file(name, how).map_err(PrintError::draw)?;
        zip.write_all(file).map_err(PrintError::draw)
    };
    // A PNG is compressed already.
    let how = if options.format == Format::Png { stored } else { packed };
    for ((at, _), file) in plates.iter().zip(files) {
        let entry = &mut report.entries[*at];
        let label = format!("{}-{}", entry.content.hall, entry.content.label());
        let ending = options.format.extension();
        let name = format!("{:04}-{}-{}.{ending}", at + 1, safe(&label), safe(&entry.content.code));
        add(&name, &file?, how)?;
        entry.place = Some(name);
    }
    if options.report {
        add("检查报告.csv", report.csv().as_bytes(), packed)?;
    }
    Ok(zip.finish().map_err(PrintError::draw)?.into_inner())
}

/// A name every file system takes.
fn safe(text: &str) -> String {
    let sign = |c: char| {
        if c.is_whitespace() || c.is_control() || "/\\:*?\"<>|.".contains(c) { '-' } else { c }
    };
    text.trim().chars().take(LONGEST).map(sign).collect()
}
