//! The files a plate can be had as.

use std::str::FromStr;

use crate::PrintError;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Vector, exact page size, text selectable: for the printing shop.
    Pdf,
    /// 300 dpi: for an office program or a screen.
    Png,
    /// Vector with text as outlines, so that it looks the same where the font is missing.
    Svg,
}

impl Format {
    /// The media type for `Content-Type`.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Svg => "image/svg+xml",
        }
    }

    /// The file name's ending, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Svg => "svg",
        }
    }
}

impl FromStr for Format {
    type Err = PrintError;

    fn from_str(text: &str) -> Result<Self, PrintError> {
        match text.to_ascii_lowercase().as_str() {
            "pdf" => Ok(Self::Pdf),
            "png" => Ok(Self::Png),
            "svg" => Ok(Self::Svg),
            _ => Err(PrintError::UnknownFormat(text.chars().take(20).collect())),
        }
    }
}
