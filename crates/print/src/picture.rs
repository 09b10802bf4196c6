//! Reading codes from a picture somebody hands in: a rendered plate, a photograph of one.

use crate::PrintError;
use crate::photo::{open, reader};

/// The texts of all codes found in a PNG or JPEG, each once. None found is an empty list.
pub fn read_codes(png_or_jpeg: &[u8]) -> Result<Vec<String>, PrintError> {
    let mut texts = Vec::new();
    for code in reader::read(open::open(png_or_jpeg)?).codes {
        if !texts.contains(&code.text) {
            texts.push(code.text);
        }
    }
    Ok(texts)
}
