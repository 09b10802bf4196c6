//! What a file is, whatever it is called.

use crate::SheetError;

pub(super) enum Kind {
    /// A ZIP package.
    Package,
    /// Text, which may be a table.
    Text,
}

/// The container of Excel 97 – and of files with a password.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

pub(super) fn of(file: &[u8]) -> Result<Kind, SheetError> {
    let is_utf16 = file.starts_with(b"\xFF\xFE") || file.starts_with(b"\xFE\xFF");
    if file.iter().all(|b| b.is_ascii_whitespace() || b"\xEF\xBB\xBF".contains(b)) {
        Err(SheetError::Empty)
    } else if file.starts_with(b"PK\x03\x04") || file.starts_with(b"PK\x05\x06") {
        Ok(Kind::Package)
    } else if file.starts_with(COMPOUND) {
        Err(if has_utf16(file, "EncryptedPackage") { SheetError::Protected } else { SheetError::OldFormat })
    } else if file.starts_with(b"%PDF") {
        Err(SheetError::Pdf)
    } else if file.starts_with(b"Rar!") || file.starts_with(b"7z\xBC\xAF") || file.starts_with(b"\x1F\x8B") {
        Err(SheetError::Archive)
    } else if starts_as_markup(file) {
        Err(SheetError::WebPage)
    } else if file.contains(&0) && !is_utf16 {
        Err(SheetError::NotASheet)
    } else {
        Ok(Kind::Text)
    }
}

fn starts_as_markup(file: &[u8]) -> bool {
    let text = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file).trim_ascii_start();
    let starts = |word: &str| text.get(..word.len()).is_some_and(|t| t.eq_ignore_ascii_case(word.as_bytes()));
    ["<html", "<!doctype", "<table", "<?xml", "<meta", "<head", "<body", "<!--", "mime-version:"]
        .iter()
        .any(|w| starts(w))
}

/// Whether the directory of a compound file names this stream.
fn has_utf16(file: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    file.windows(name.len()).any(|w| w == name)
}
