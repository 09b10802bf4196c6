//! A hall's own text and mark.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use print::{Edit, Field, Format, Kind, Layout, Logo, PrintError, Staff, Style, read_codes};

use crate::{content, press};

fn png(picture: RgbaImage) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    DynamicImage::ImageRgba8(picture).write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

fn mark() -> Logo {
    Logo::parse(&png(RgbaImage::from_pixel(300, 100, Rgba([10, 60, 200, 255])))).unwrap()
}

fn drawn(layout: &str, style: &Style) -> Result<Vec<u8>, PrintError> {
    press().styled_plate(&Layout::builtin(layout).unwrap(), &content(), style, Format::Png)
}

fn text(text: &str) -> Style {
    Style { text: Some(text.into()), ..Style::default() }
}

#[test]
fn a_standard_takes_no_text_and_no_mark() {
    for style in [text("示例大厅服务热线"), Style { logo: Some(mark()), ..Style::default() }] {
        let refused = drawn("henan-2023-a4", &style).unwrap_err();
        assert!(matches!(refused, PrintError::Standard(_)), "{refused}");
        assert!(refused.to_string().contains("标准版式，不能加自定文字或标志"), "{refused}");
    }
}

#[test]
fn a_free_layout_prints_both_and_the_code_still_reads() {
    let style = Style { logo: Some(mark()), ..text("示例大厅服务热线 0000-0000000") };
    let plain = drawn("desk-a5", &Style::default()).unwrap();
    let styled = drawn("desk-a5", &style).unwrap();
    assert!(plain != styled);
    assert_eq!(read_codes(&styled), Ok(vec![content().url]));
    // The mark's colour is there, in the middle of its space (74, 20.2 mm).
    let picture = image::load_from_memory(&styled).unwrap().into_rgb8();
    let at = |mm: f32| (mm / 25.4 * 300.0) as u32;
    assert_eq!(picture.get_pixel(at(74.0), at(20.2)).0, [10, 60, 200]);
    for format in [Format::Pdf, Format::Svg] {
        let layout = Layout::builtin("desk-a5").unwrap();
        let (with, without) = (
            press().styled_plate(&layout, &content(), &style, format).unwrap(),
            press().plate(&layout, &content(), format).unwrap(),
        );
        let says = |file: &[u8], what: &str| String::from_utf8_lossy(file).contains(what);
        let what = if format == Format::Pdf { "/Subtype/Image" } else { "<image " };
        assert!(says(&with, what) && !says(&without, what), "{format:?}");
    }
}

#[test]
fn a_layout_without_room_says_so() {
    let refused = drawn("label-3x7", &text("示例")).unwrap_err();
    assert!(matches!(refused, PrintError::NoRoom { .. }), "{refused}");
}

#[test]
fn own_text_is_neutral_short_and_printable() {
    for words in ["请给五星", "期待您的好 评", "请选非常满意"] {
        assert!(matches!(drawn("desk-a5", &text(words)), Err(PrintError::Leading(_))), "{words}");
    }
    let refused = drawn("desk-a5", &text("示例😀")).unwrap_err();
    assert_eq!(refused, PrintError::MissingGlyph { field: Field::Own, sign: '😀' });
    let refused = drawn("desk-a5", &text(&"例".repeat(60))).unwrap_err();
    assert!(matches!(refused, PrintError::TooLong { field: Field::Own, .. }), "{refused}");
    let refused = drawn("desk-a5", &text(" ")).unwrap_err();
    assert_eq!(refused, PrintError::Empty(Field::Own));
}

#[test]
fn a_mark_with_a_code_in_it_is_refused() {
    let plate = press().plate(&Layout::builtin("label-3x8").unwrap(), &content(), Format::Png).unwrap();
    let refused = Logo::parse(&plate).unwrap_err();
    assert!(refused.to_string().contains("二维码"), "{refused}");
}

#[test]
fn a_mark_is_a_png_or_jpeg_of_bearable_size() {
    for bytes in [&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], b"GIF89a\x01\0\x01\0", b""] {
        assert!(matches!(Logo::parse(bytes), Err(PrintError::Logo(_))));
    }
    let wide = png(RgbaImage::new(7_000, 1));
    assert!(matches!(Logo::parse(&wide), Err(PrintError::Logo(_))));
}

#[test]
fn a_staff_card_names_the_person_in_the_windows_place() {
    let layout = Layout::builtin("staff-card").unwrap();
    assert_eq!((layout.kind(), layout.edit()), (Kind::Staff, Edit::Free));
    let card = |staff: Option<Staff>| {
        let content = print::PlateContent { window: String::new(), staff, ..content() };
        press().plate(&layout, &content, Format::Svg)
    };
    let person = Staff { name: "示例·𫖯䶮".into(), number: "ZW-0001".into() };
    let svg = String::from_utf8(card(Some(person.clone())).unwrap()).unwrap();
    assert!(svg.contains("示例·𫖯䶮 评价台牌"));
    assert_eq!(card(Some(Staff { number: " ".into(), ..person })), Err(PrintError::Empty(Field::Number)));
    // Nor is a window's plate a staff card.
    assert_eq!(press().plate(&layout, &content(), Format::Svg), Err(PrintError::Empty(Field::Name)));
}
