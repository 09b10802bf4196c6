//! What a city may choose about a plate's looks.

use crate::content::name;
use crate::error::Field;
use crate::fonts::Fonts;
use crate::layout::{Edit, LEADING, Layout};
use crate::{Logo, PrintError};

/// A hall's additions and the printer's ink. The default is the layout as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Style {
    /// For printers and copiers without colours: every colour becomes black or white.
    pub black_only: bool,
    /// The hall's own line, in free layouts with room for one.
    pub text: Option<String>,
    /// The hall's mark, in free layouts with room for one.
    pub logo: Option<Logo>,
}

impl Style {
    /// The hall's own text, tidied, if this layout may take what is asked for.
    pub(crate) fn checked(&self, fonts: &Fonts, layout: &Layout) -> Result<String, PrintError> {
        if self.text.is_none() && self.logo.is_none() {
            return Ok(String::new());
        }
        if layout.edit() == Edit::Standard {
            return Err(PrintError::Standard(layout.title().to_owned()));
        }
        let no_room = |what| Err(PrintError::NoRoom { layout: layout.title().to_owned(), what });
        if self.logo.is_some() && !layout.takes_logo() {
            return no_room("标志");
        }
        let Some(text) = &self.text else { return Ok(String::new()) };
        if !layout.takes_text() {
            return no_room("自定文字");
        }
        let text = name(Field::Own, text)?;
        if let Some(sign) = fonts.missing(&text) {
            return Err(PrintError::MissingGlyph { field: Field::Own, sign });
        }
        // Blanks between the signs do not make such words neutral.
        let close: String = text.split(' ').collect();
        match LEADING.iter().find(|word| close.contains(**word)) {
            Some(word) => Err(PrintError::Leading(word)),
            None => Ok(text),
        }
    }
}
