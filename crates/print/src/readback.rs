//! Reading the drawn code back before anything is handed out.
//!
//! The same tree that becomes the file is rendered where the code is, then looked at twice: a decoder
//! must find exactly the address, and each module and the white around must be what was encoded. The
//! second look is the stricter one: error correction hides a stain of a quarter of the code from a
//! decoder, and that reserve belongs to the years on the counter, not to a careless layout.

use resvg::tiny_skia::{Color, Pixmap, Transform};
use usvg::Tree;

use crate::PrintError;
use crate::qr::Code;

/// Pixels a module: enough for the decoder, few enough to be quick.
const PIXELS: usize = 4;
const PX_PER_MM: f32 = 96.0 / 25.4;
const DARK: u8 = 96;
const LIGHT: u8 = 200;

/// Refuses with the reason unless the picture holds the code, untouched.
pub(crate) fn check(tree: &Tree, code: &Code, url: &str) -> Result<(), PrintError> {
    let side = (code.width() + 2 * code.quiet) * PIXELS;
    let gray = render(tree, code, side)?;
    let refuse = |reason: String| Err(PrintError::ReadBack { reason });
    let touched = touched_modules(&gray, code, side);
    if touched > 0 {
        return refuse(format!("二维码区域有 {touched} 个方格被遮挡或变色"));
    }
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| gray[y * side + x]);
    let grids = image.detect_grids();
    match grids.as_slice() {
        [] => refuse("图上找不到二维码".into()),
        [grid] => match grid.decode() {
            Ok((_, text)) if text == url => Ok(()),
            Ok((_, text)) => refuse(format!("二维码读出的是“{text}”，应为“{url}”")),
            Err(e) => refuse(format!("二维码读不出来（{e}）")),
        },
        _ => refuse("图上不止一个二维码".into()),
    }
}

/// The code and its quiet zone, in shades of gray.
fn render(tree: &Tree, code: &Code, side: usize) -> Result<Vec<u8>, PrintError> {
    let scale = PIXELS as f32 / (code.module * PX_PER_MM);
    let quiet = code.quiet as f32 * code.module;
    let place = Transform::from_scale(scale, scale)
        .pre_translate(-(code.x - quiet) * PX_PER_MM, -(code.y - quiet) * PX_PER_MM);
    let mut pixmap = Pixmap::new(side as u32, side as u32).ok_or_else(|| PrintError::draw("回读画布"))?;
    pixmap.fill(Color::WHITE);
    resvg::render(tree, place, &mut pixmap.as_mut());
    // Opaque ground, so premultiplied and plain colours are the same.
    let luma = |p: &resvg::tiny_skia::PremultipliedColorU8| {
        let sum = 299 * u32::from(p.red()) + 587 * u32::from(p.green()) + 114 * u32::from(p.blue());
        (sum / 1000) as u8
    };
    Ok(pixmap.pixels().iter().map(luma).collect())
}

/// Modules (quiet zone included) with a pixel that is neither clearly dark nor clearly light, or not
/// the one that was encoded. The outermost pixels of a module are left out: they may fall either way.
fn touched_modules(gray: &[u8], code: &Code, side: usize) -> usize {
    let all = code.width() + 2 * code.quiet;
    let inside = code.quiet..code.quiet + code.width();
    let is_right = |column: usize, row: usize| {
        let dark = inside.contains(&column)
            && inside.contains(&row)
            && code.is_dark(column - code.quiet, row - code.quiet);
        (1..PIXELS - 1).all(|y| {
            let start = (row * PIXELS + y) * side + column * PIXELS;
            let pixels = &gray[start + 1..start + PIXELS - 1];
            pixels.iter().all(|p| if dark { *p <= DARK } else { *p >= LIGHT })
        })
    };
    (0..all * all).filter(|i| !is_right(i % all, i / all)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::Fonts;
    use crate::layout::Layout;
    use crate::svg::Drawing;
    use crate::tree::parse;

    const URL: &str = "https://hp.example.cn/w/7K3M9QX";

    fn code(url: &str) -> Code {
        Code::place(url, &Layout::builtin("henan-2023-a4").unwrap().spec.code).unwrap()
    }

    /// A page with this code and nothing else, turned by `turn`.
    fn page(code: &Code, turn: &str) -> Tree {
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297"><path transform="translate({} {}) scale({}) {turn}" shape-rendering="crispEdges" d="{}"/></svg>"#,
            code.x,
            code.y,
            code.module,
            code.path()
        );
        let drawing = Drawing { svg, lines: Vec::new() };
        parse(&Fonts::load().unwrap(), &drawing).unwrap()
    }

    fn reason(refused: Result<(), PrintError>) -> String {
        match refused {
            Err(PrintError::ReadBack { reason }) => reason,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_right_code_is_passed() {
        assert_eq!(check(&page(&code(URL), ""), &code(URL), URL), Ok(()));
    }

    #[test]
    fn a_code_for_another_address_is_refused_and_both_are_named() {
        let other = "https://hp.example.cn/w/0000000";
        let reason = reason(check(&page(&code(URL), ""), &code(URL), other));
        assert!(reason.contains(URL) && reason.contains(other), "{reason}");
    }

    #[test]
    fn one_wrong_module_is_enough_to_refuse() {
        let mut wanted = code(URL);
        let drawn = page(&wanted, "");
        wanted.flip(14, 14);
        let reason = reason(check(&drawn, &wanted, URL));
        assert!(reason.contains(" 1 个方格"), "{reason}");
    }

    #[test]
    fn a_code_that_is_not_where_it_should_be_is_refused() {
        reason(check(&page(&code(URL), "translate(3 0)"), &code(URL), URL));
        reason(check(&page(&code(URL), "scale(0)"), &code(URL), URL));
    }
}
