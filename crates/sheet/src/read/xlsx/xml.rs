//! Events of a part's XML, and errors as what they mean for a file.

use super::package::Counted;
use crate::SheetError;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;
use std::io::{BufReader, ErrorKind};

pub(super) struct Xml<'p> {
    reader: Reader<BufReader<Counted<'p>>>,
    buffer: Vec<u8>,
}

impl<'p> Xml<'p> {
    pub(super) fn new(part: Counted<'p>) -> Self {
        let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 16, part));
        let config = reader.config_mut();
        config.check_end_names = false;
        config.expand_empty_elements = true;
        Self { reader, buffer: Vec::new() }
    }

    /// The next event; an element without content comes as start and end. `None`: the end of the part.
    pub(super) fn next(&mut self) -> Result<Option<Event<'_>>, SheetError> {
        self.buffer.clear();
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::Eof) => Ok(None),
            Ok(event) => Ok(Some(event)),
            Err(error) => Err(meaning(&error)),
        }
    }
}

fn meaning(error: &quick_xml::Error) -> SheetError {
    match error {
        quick_xml::Error::Io(e) if e.kind() == ErrorKind::FileTooLarge => SheetError::TooMuchInside,
        _ => SheetError::Broken,
    }
}

/// The value of an attribute by its local name.
pub(super) fn attribute<'e>(element: &'e BytesStart<'_>, name: &str) -> Option<Cow<'e, str>> {
    let mut attributes = element.attributes();
    let found = attributes.with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    Some(match found.normalized_value(XmlVersion::Implicit1_0) {
        Ok(value) => value,
        Err(_) => found.value,
    })
}

/// The character a reference means; those a workbook declares itself are refused.
pub(super) fn push_reference(text: &mut String, reference: &BytesRef<'_>) -> Result<(), SheetError> {
    if let Some(c) = reference.resolve_char_ref().map_err(|_| SheetError::Broken)? {
        text.push(c);
    } else {
        let predefined = quick_xml::escape::resolve_xml_entity(reference);
        text.push_str(predefined.ok_or(SheetError::Broken)?);
    }
    Ok(())
}

/// Text as Excel means it: `_x000D_` is a carriage return.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(start) = rest.find("_x") {
        plain.push_str(&rest[..start]);
        rest = &rest[start..];
        let code = rest.get(2..6).filter(|_| rest.as_bytes().get(6) == Some(&b'_'));
        let code = code.filter(|c| c.bytes().all(|b| b.is_ascii_hexdigit()));
        match code.and_then(|c| u32::from_str_radix(c, 16).ok()).and_then(char::from_u32) {
            Some(c) => {
                plain.push(c);
                rest = &rest[7..];
            }
            None => {
                plain.push_str("_x");
                rest = &rest[2..];
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn escapes_of_excel_become_the_characters_they_mean() {
        assert_eq!(unescaped("a_x000D_b"), "a\rb");
        assert_eq!(unescaped("_x005F_x000D_"), "_x000D_");
        for text in ["_x00_", "_x", "_xZZZZ_", "_xD800_", "_x示例示例_", "_x000D", "_x_x"] {
            assert_eq!(unescaped(text), text);
        }
    }
}
