//! The press: from layout and content to a file, checked.

use usvg::{Tree, WriteOptions};

use crate::content::Checked;
use crate::error::Field;
use crate::fonts::Fonts;
use crate::layout::{Page, TextBox};
use crate::qr::Code;
use crate::svg::escape;
use crate::{Format, Layout, PlateContent, PrintError};
use crate::{pdf, png, readback, svg, tree};

/// Holds the fonts. Made once, shared between threads.
pub struct Press {
    fonts: Fonts,
}

impl Press {
    pub fn new() -> Result<Self, PrintError> {
        Ok(Self { fonts: Fonts::load()? })
    }

    /// A plate as a file. The code has been read back from the drawing before it is returned.
    pub fn plate(
        &self,
        layout: &Layout,
        content: &PlateContent,
        format: Format,
    ) -> Result<Vec<u8>, PrintError> {
        let spec = &layout.spec;
        let content = content.checked()?;
        for field in [Field::Hall, Field::Window, Field::Code, Field::Host] {
            if let Some(sign) = self.fonts.missing(content.get(field)) {
                return Err(PrintError::MissingGlyph { field, sign });
            }
        }
        self.wording(&spec.text)?;
        let code = Code::place(&content.url, &spec.code)?;
        let drawing = svg::draw(&self.fonts, spec, &code, &content)?;
        let tree = tree::parse(&self.fonts, &drawing)?;
        readback::check(&tree, &code, &content.url)?;
        match format {
            Format::Pdf => pdf::pdf(&tree, &spec.page, content.title()),
            Format::Png => png::png(&tree, &spec.page, &content.title()),
            Format::Svg => Ok(outlined(&tree, &spec.page, &content)),
        }
    }

    /// The layout's own words must be in the font, too.
    fn wording(&self, texts: &[TextBox]) -> Result<(), PrintError> {
        for text in texts {
            if let Some(sign) = self.fonts.missing(&text.text) {
                return Err(PrintError::layout(
                    format!("text.{}.text", text.name),
                    format!("字库里没有“{sign}”"),
                ));
            }
        }
        Ok(())
    }
}

/// The tree as SVG, text as outlines: it needs no font where it is opened.
fn outlined(tree: &Tree, page: &Page, content: &Checked) -> Vec<u8> {
    let drawn = tree.to_string(&WriteOptions {
        // Hundredths of a millimetre: finer than any printer.
        coordinates_precision: 2,
        indent: usvg::Indent::None,
        attributes_indent: usvg::Indent::None,
        ..WriteOptions::default()
    });
    // usvg writes pixels and no title: the root element is written anew.
    let body = drawn.split_once('>').map_or("", |(_, body)| body);
    let (width, height) = (tree.size().width(), tree.size().height());
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{}mm" height="{}mm" viewBox="0 0 {width} {height}" lang="zh-CN" role="img"><title>"#,
        page.width, page.height
    );
    escape(&mut svg, &content.title());
    svg.push_str("</title>");
    svg.push_str(body);
    svg.into_bytes()
}
