//! The files: PNG, PDF, SVG.

use std::io::Read;

use print::{Format, PlateContent, read_codes};

use crate::{content, layout, press};

fn file(format: Format) -> Vec<u8> {
    press().plate(&layout(), &content(), format).expect("a plate")
}

#[test]
fn the_png_is_a4_at_300_dpi_and_decodes_to_the_address() {
    let png = file(Format::Png);
    assert_eq!(read_codes(&png), Ok(vec![content().url]));
    let picture = image::load_from_memory(&png).unwrap();
    assert_eq!((picture.width(), picture.height()), (2480, 3508));
    // pHYs: 11,811 dots a metre both ways, unit metre.
    let at = png.windows(4).position(|w| w == b"pHYs").unwrap() + 4;
    let dots = 11_811_u32.to_be_bytes();
    assert_eq!(png[at..at + 9], [&dots[..], &dots[..], &[1]].concat());
}

#[test]
fn modules_are_whole_pixels_of_two_millimetres_or_more() {
    let picture = image::load_from_memory(&file(Format::Png)).unwrap().into_luma8();
    // The blank square lies at 54, 76 and is 102 mm wide.
    let px = |mm: f32| (mm / 25.4 * 300.0).round() as u32;
    let mut dark = None;
    for y in px(77.0)..px(177.0) {
        for x in px(55.0)..px(155.0) {
            let gray = picture.get_pixel(x, y).0[0];
            assert!(gray == 0 || gray == 255, "a grey pixel at {x}, {y}");
            if gray == 0 && dark.is_none() {
                dark = Some((x, y));
            }
        }
    }
    // The first dark pixel starts the finder pattern's upper edge: seven modules.
    let (x, y) = dark.unwrap();
    let edge = (x..).take_while(|x| picture.get_pixel(*x, y).0[0] == 0).count();
    assert_eq!(edge % 7, 0);
    assert!(edge as f32 / 7.0 * 25.4 / 300.0 >= 2.0);
}

#[test]
fn identical_input_gives_identical_bytes() {
    for format in [Format::Pdf, Format::Png, Format::Svg] {
        assert!(file(format) == file(format), "{format:?}");
    }
}

/// All streams of a PDF, unpacked.
pub(crate) fn streams(pdf: &[u8]) -> Vec<String> {
    let find = |from: usize, what: &[u8]| {
        pdf[from..].windows(what.len()).position(|w| w == what).map(|at| from + at)
    };
    let mut at = 0;
    let mut found = Vec::new();
    while let Some(start) = find(at, b"\nstream\n") {
        let end = find(start, b"endstream").unwrap();
        let mut plain = Vec::new();
        // Fonts' streams are binary; what is no zlib stream is of no interest here.
        let data = &pdf[start + 8..end];
        let _ = flate2::read::ZlibDecoder::new(data).read_to_end(&mut plain);
        found.push(String::from_utf8_lossy(&plain).into_owned());
        at = end + 9;
    }
    found
}

#[test]
fn the_pdf_is_exactly_a4_and_has_both_fonts_embedded_as_subsets() {
    let pdf = file(Format::Pdf);
    let text = String::from_utf8_lossy(&pdf);
    let media_box = text.split("/MediaBox").nth(1).unwrap().split(']').next().unwrap();
    let numbers: Vec<f32> =
        media_box.trim_start_matches([' ', '[']).split_whitespace().map(|n| n.parse().unwrap()).collect();
    assert!((numbers[2] - 595.276).abs() < 0.001 && (numbers[3] - 841.89).abs() < 0.001);
    for weight in ["Regular", "Bold"] {
        assert!(text.contains(&format!("+NotoSansSC-{weight}")), "{weight}");
    }
    assert_eq!(text.matches("/FontFile2").count(), 2);
    assert_eq!(text.matches("/ToUnicode").count(), 2);
    assert!(text.contains("/Lang (zh-CN)") || text.contains("/Lang(zh-CN)"), "language");
    assert!(!text.contains("/CreationDate") && !text.contains("/ModDate"));
    assert!(pdf.len() < 60_000, "{} bytes", pdf.len());
}

#[test]
fn every_character_on_the_pdf_can_be_selected_as_text() {
    let maps: String =
        streams(&file(Format::Pdf)).into_iter().filter(|s| s.contains("beginbfchar")).collect();
    let PlateContent { hall, window, code, host, .. } = content();
    let said = format!("政务服务“好差评”请扫码评价本次服务官方网址{hall}{window}{code}{host}");
    for sign in said.chars() {
        let unit = format!("<{:04X}>", sign as u32);
        assert!(maps.to_uppercase().contains(&unit), "{sign} is not in a ToUnicode map");
    }
}

#[test]
fn the_svg_needs_no_font_and_names_itself() {
    let svg = String::from_utf8(file(Format::Svg)).unwrap();
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
    assert!(svg.contains(r#"width="210mm" height="297mm""#));
    assert!(svg.contains(r#"lang="zh-CN""#) && svg.contains("<title>示例市示例区"));
    assert!(!svg.contains("<text") && !svg.contains("font-family"));
    let tree = usvg::Tree::from_str(&svg, &usvg::Options::default()).unwrap();
    assert!((tree.size().width() / 96.0 * 25.4 - 210.0).abs() < 0.01);
    let mut picture = tiny_skia::Pixmap::new(794, 1123).unwrap();
    resvg::render(&tree, usvg::Transform::identity(), &mut picture.as_mut());
    // The page itself is transparent: put it on white paper.
    let mut paper = tiny_skia::Pixmap::new(794, 1123).unwrap();
    paper.fill(tiny_skia::Color::WHITE);
    paper.draw_pixmap(0, 0, picture.as_ref(), &Default::default(), usvg::Transform::identity(), None);
    assert_eq!(read_codes(&paper.encode_png().unwrap()), Ok(vec![content().url]));
}

#[test]
fn a_demonstration_plate_differs_and_still_decodes() {
    let demo = PlateContent { demo: true, ..content() };
    let png = press().plate(&layout(), &demo, Format::Png).unwrap();
    assert_eq!(read_codes(&png), Ok(vec![demo.url.clone()]));
    assert!(png != file(Format::Png));
    let pdf = press().plate(&layout(), &demo, Format::Pdf).unwrap();
    let maps = streams(&pdf).concat().to_uppercase();
    // 据 and 勿 are on the plate only in 示例数据 请勿张贴.
    assert!(maps.contains("<636E>") && maps.contains("<52FF>"));
    assert!(!streams(&file(Format::Pdf)).concat().to_uppercase().contains("<52FF>"));
}

#[test]
fn formats_are_named_and_others_refused() {
    for (name, format) in [("pdf", Format::Pdf), ("PNG", Format::Png), ("svg", Format::Svg)] {
        assert_eq!(name.parse(), Ok(format));
        assert_eq!(name.to_lowercase(), format.extension());
    }
    let refused = "docx".parse::<Format>().unwrap_err();
    assert!(refused.to_string().contains("docx"));
}

#[test]
fn a_press_serves_many_threads() {
    let press = press();
    let layout = layout();
    let plate = || press.plate(&layout, &content(), Format::Pdf).unwrap();
    let (a, b) = std::thread::scope(|s| {
        let (a, b) = (s.spawn(plate), s.spawn(plate));
        (a.join().unwrap(), b.join().unwrap())
    });
    assert!(a == b);
}
