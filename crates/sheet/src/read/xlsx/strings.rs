//! The strings cells share: one text and where each string ends, whatever number of them the part announces.

use super::xml::{Xml, push_reference, unescaped};
use crate::SheetError;
use quick_xml::events::Event;

#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    pub(super) fn read(xml: Option<Xml<'_>>) -> Result<Self, SheetError> {
        let mut strings = Self::default();
        let Some(mut xml) = xml else { return Ok(strings) };
        let mut run = Run::default();
        while let Some(event) = xml.next()? {
            if let Event::Start(e) = &event
                && e.local_name().as_ref() == "si"
            {
                run = Run::default();
            }
            let is_end = matches!(&event, Event::End(e) if e.local_name().as_ref() == "si");
            run.take(&event)?;
            if is_end {
                strings.text.push_str(&unescaped(&run.text));
                strings.ends.push(u32::try_from(strings.text.len()).map_err(|_| SheetError::TooMuchInside)?);
            }
        }
        Ok(strings)
    }

    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = index.checked_sub(1).map_or(0, |i| self.ends[i] as usize);
        self.text.get(start..end)
    }
}

/// The text of a string, formatted in pieces or not. Readings above Japanese characters (`rPh`) are no text.
#[derive(Default)]
pub(super) struct Run {
    pub text: String,
    in_text: bool,
    in_reading: bool,
}

impl Run {
    pub(super) fn take(&mut self, event: &Event<'_>) -> Result<(), SheetError> {
        match event {
            Event::Start(e) => match e.local_name().as_ref() {
                "t" => self.in_text = !self.in_reading,
                "rPh" => self.in_reading = true,
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "t" => self.in_text = false,
                "rPh" => self.in_reading = false,
                _ => {}
            },
            Event::Text(t) if self.in_text => self.text.push_str(&t.xml10_content()),
            Event::CData(t) if self.in_text => self.text.push_str(&t.xml10_content()),
            Event::GeneralRef(r) if self.in_text => push_reference(&mut self.text, r)?,
            _ => {}
        }
        Ok(())
    }
}
