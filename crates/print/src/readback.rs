//! Reading the drawn code back before anything is handed out.
//!
//! The same list of things that becomes the file is drawn where the code is, then looked at twice: a decoder
//! must find exactly the address, and each module and the white around must be what was encoded. The
//! second look is the stricter one: error correction hides a stain of a quarter of the code from a
//! decoder, and that reserve belongs to the years on the counter, not to a careless layout.

use tiny_skia::Transform;

use crate::PrintError;
use crate::forme::{Forme, Plate};
use crate::qr::Code;
use crate::raster::{gray, paint, paper};

/// Pixels a module: enough for the decoder, few enough to be quick.
const PIXELS: usize = 4;
const DARK: u8 = 96;
const LIGHT: u8 = 200;

/// Refuses with the reason unless the picture holds the code, untouched.
pub(crate) fn check(forme: &Forme<'_>, plate: &Plate) -> Result<(), PrintError> {
    let (gray, side) = untouched(forme, plate)?;
    read(&gray, side, &plate.content.url).map(drop).map_err(refused)
}

/// The stricter look alone, and what was looked at: shades of gray, pixels a side.
pub(crate) fn untouched(forme: &Forme<'_>, plate: &Plate) -> Result<(Vec<u8>, usize), PrintError> {
    let code = &plate.code;
    let side = (code.width() + 2 * code.quiet) * PIXELS;
    let gray = render(forme, plate, side)?;
    match touched_modules(&gray, code, side) {
        0 => Ok((gray, side)),
        touched => Err(refused(format!("二维码区域有 {touched} 个方格被遮挡或变色"))),
    }
}

pub(crate) fn refused(reason: String) -> PrintError {
    PrintError::ReadBack { reason }
}

/// The one code of a picture in shades of gray, if it says what it should; otherwise the reason.
pub(crate) fn read(gray: &[u8], width: usize, wanted: &str) -> Result<String, String> {
    let height = gray.len() / width;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| gray[y * width + x]);
    let grids = image.detect_grids();
    match grids.as_slice() {
        [] => Err("图上找不到二维码".into()),
        [grid] => match grid.decode() {
            Ok((_, text)) if text == wanted => Ok(text),
            Ok((_, text)) => Err(format!("二维码读出的是“{text}”，应为“{wanted}”")),
            Err(e) => Err(format!("二维码读不出来（{e}）")),
        },
        _ => Err("图上不止一个二维码".into()),
    }
}

/// The code and its quiet zone, in shades of gray.
fn render(forme: &Forme<'_>, plate: &Plate, side: usize) -> Result<Vec<u8>, PrintError> {
    let code = &plate.code;
    let scale = PIXELS as f32 / code.module;
    let quiet = code.quiet as f32 * code.module;
    let place = Transform::from_scale(scale, scale).pre_translate(quiet - code.x, quiet - code.y);
    let mut picture = paper(side as u32, side as u32)?;
    paint(forme.fonts, forme.items(plate), place, true, &mut picture);
    Ok(gray(&picture))
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
    use std::sync::Arc;

    use super::*;
    use crate::PlateContent;
    use crate::fonts::Fonts;
    use crate::layout::Layout;

    const URL: &str = "https://hp.example.cn/w/7K3M9QX";

    /// The outcome after the set plate was tampered with.
    fn check_after(change: impl FnOnce(&mut Plate)) -> Result<(), PrintError> {
        let fonts = Fonts::load().unwrap();
        let layout = Layout::builtin("henan-2023-a4").unwrap();
        let forme = Forme::new(&fonts, &layout, &Default::default()).unwrap();
        let content = PlateContent {
            url: URL.into(),
            hall: "示例大厅".into(),
            window: "示例窗口".into(),
            staff: None,
            code: "7K3M9QX".into(),
            host: "hp.example.cn".into(),
            demo: false,
        };
        let mut plate = forme.set(&content).unwrap();
        change(&mut plate);
        check(&forme, &plate)
    }

    fn reason(refused: Result<(), PrintError>) -> String {
        match refused {
            Err(PrintError::ReadBack { reason }) => reason,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_right_code_is_passed() {
        assert_eq!(check_after(|_| ()), Ok(()));
    }

    #[test]
    fn a_code_for_another_address_is_refused_and_both_are_named() {
        let other = "https://hp.example.cn/w/0000000";
        let reason = reason(check_after(|plate| plate.content.url = other.into()));
        assert!(reason.contains(URL) && reason.contains(other), "{reason}");
    }

    #[test]
    fn one_wrong_module_is_enough_to_refuse() {
        // The drawing keeps the code as it was.
        let reason = reason(check_after(|plate| Arc::make_mut(&mut plate.code).flip(14, 14)));
        assert!(reason.contains(" 1 个方格"), "{reason}");
    }

    #[test]
    fn a_code_that_is_not_where_it_should_be_is_refused() {
        reason(check_after(|plate| Arc::make_mut(&mut plate.code).x += 3.0));
        reason(check_after(|plate| plate.items.clear()));
    }
}
