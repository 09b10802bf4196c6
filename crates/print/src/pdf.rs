//! The tree as a vector PDF of exact page size, text selectable, fonts subset and embedded.

use krilla::Document;
use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};
use usvg::Tree;

use crate::PrintError;
use crate::layout::Page;

const PT_PER_MM: f32 = 72.0 / 25.4;

/// No date and no random id goes in: the same plate is the same file.
pub(crate) fn pdf(tree: &Tree, page: &Page, title: String) -> Result<Vec<u8>, PrintError> {
    let (width, height) = (page.width * PT_PER_MM, page.height * PT_PER_MM);
    let size = Size::from_wh(width, height).ok_or_else(|| PrintError::draw("PDF 页面大小"))?;
    let settings = PageSettings::from_wh(width, height).ok_or_else(|| PrintError::draw("PDF 页面大小"))?;
    let mut document = Document::new();
    document
        .set_metadata(Metadata::new().title(title).language("zh-CN".to_owned()).creator("好差评".to_owned()));
    let mut sheet = document.start_page_with(settings);
    let mut surface = sheet.surface();
    surface.draw_svg(tree, size, SvgSettings::default()).ok_or_else(|| PrintError::draw("PDF 绘图"))?;
    surface.finish();
    sheet.finish();
    document.finish().map_err(|e| PrintError::draw(format_args!("{e:?}")))
}
