//! Checking a plate by its photograph: what is told of good plates, bad plates and bad photographs.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, blur, overlay, resize, rotate90};
use image::{DynamicImage, GrayImage, ImageEncoder, Luma};
use print::{Expectation, Finding, Format, PhotoCheck, PlateContent, PrintError, Verdict, check_photo};

use crate::degraded::pictures::png;
use crate::{content, layout, press};

const OURS: Expectation<'_> =
    Expectation { base_url: "https://hp.example.cn", window_url: Some("https://hp.example.cn/w/7K3M9QX1") };

/// The plate as a picture this wide; the code's module is then about `width / 90` pixels.
fn plate(url: &str, width: u32) -> GrayImage {
    let host = url.split('/').nth(2).unwrap_or_default().to_owned();
    let content = PlateContent { url: url.into(), host, ..content() };
    let file = press().plate(&layout(), &content, Format::Png).unwrap();
    let plate = image::load_from_memory(&file).unwrap().into_luma8();
    let height = plate.height() * width / plate.width();
    image::imageops::thumbnail(&plate, width, height)
}

/// Only the code of that plate, its white around kept.
fn code(url: &str, side: u32) -> GrayImage {
    let plate = plate(url, 800);
    let check = check_photo(&png(&plate), &OURS).unwrap();
    let [[left, top], _, [right, bottom], _] = check.plate().unwrap().corners.map(|c| c.map(|v| v as u32));
    let cut = image::imageops::crop_imm(&plate, left - 20, top - 20, right - left + 40, bottom - top + 40);
    resize(&cut.to_image(), side, side, FilterType::Triangle)
}

fn check(picture: &GrayImage) -> PhotoCheck {
    check_photo(&png(picture), &OURS).unwrap()
}

/// Shades squeezed between these two.
fn faded(picture: &GrayImage, dark: f32, light: f32) -> GrayImage {
    let mut faded = picture.clone();
    faded.pixels_mut().for_each(|p| p.0[0] = (dark + f32::from(p.0[0]) / 255.0 * (light - dark)) as u8);
    faded
}

#[test]
fn a_good_photograph_of_the_right_plate_has_no_findings() {
    let picture = faded(&plate(&content().url, 600), 40.0, 220.0);
    let check = check(&picture);
    assert_eq!(check.findings, []);
    let code = check.plate().unwrap();
    assert_eq!((code.text.as_str(), &code.verdict), (content().url.as_str(), &Verdict::Right));
    assert!(code.contrast > 0.9 && code.sharpness > 0.7 && code.damaged == Some(0.0), "{code:?}");
    assert!(code.modules == 29 && (code.module_px - 600.0 / 90.0).abs() < 2.0, "{code:?}");
    assert!((0.2..0.5).contains(&code.width_share), "{code:?}");
}

#[test]
fn corners_lie_where_the_code_is_however_the_camera_was_held() {
    let picture = plate(&content().url, 600);
    let upright = check(&picture).plate().unwrap().corners;
    let turned = check(&rotate90(&picture)).plate().unwrap().corners;
    for (a, b) in upright.iter().zip(turned) {
        // A quarter turn clockwise takes x to height − y.
        let expected = [picture.height() as f32 - a[1], a[0]];
        assert!((expected[0] - b[0]).abs() < 1.5 && (expected[1] - b[1]).abs() < 1.5, "{a:?} {b:?}");
    }
}

#[test]
fn the_turn_noted_by_the_camera_is_undone() {
    // EXIF with one entry: orientation (0x0112) 6, to be turned a quarter clockwise.
    let exif = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let picture = plate(&content().url, 500);
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut file, 90);
    encoder.set_exif_metadata(exif.to_vec()).unwrap();
    encoder.encode_image(&DynamicImage::ImageLuma8(image::imageops::rotate270(&picture))).unwrap();
    let check = check_photo(&file, &OURS).unwrap();
    assert_eq!((check.width, check.height), (picture.width(), picture.height()));
    let [upper_left, _, lower_right, _] = check.plate().unwrap().corners;
    assert!(upper_left[0] < lower_right[0] && upper_left[1] < lower_right[1]);
}

#[test]
fn a_plate_photographed_from_too_far_away_is_told_from_a_faint_one() {
    let far = check(&plate(&content().url, 230));
    assert!(far.findings.iter().any(|f| matches!(f, Finding::TooSmall { .. })), "{:?}", far.findings);
    assert!(!far.findings.iter().any(|f| matches!(f, Finding::TooFaint { .. })), "{:?}", far.findings);

    let faint = check(&faded(&plate(&content().url, 600), 170.0, 200.0));
    let [Finding::TooFaint { contrast }] = faint.findings[..] else { panic!("{:?}", faint.findings) };
    assert!((0.2..0.4).contains(&contrast), "{contrast}");
}

#[test]
fn a_dark_room_does_not_make_a_good_print_faint() {
    assert_eq!(check(&faded(&plate(&content().url, 600), 4.0, 60.0)).findings, []);
}

#[test]
fn a_shaken_photograph_is_called_blurred() {
    let picture = plate(&content().url, 600);
    let shaken = check(&blur(&picture, 3.0));
    assert!(matches!(shaken.findings[..], [Finding::Blurred { .. }]), "{:?}", shaken.findings);
    let hopeless = check(&blur(&picture, 14.0));
    assert!(!hopeless.is_readable());
    assert_eq!(hopeless.findings, [Finding::NoCode]);
}

#[test]
fn a_stain_that_still_reads_and_a_lamps_reflection_are_told() {
    let picture = faded(&plate(&content().url, 600), 30.0, 215.0);
    let found = check(&picture).plate().unwrap().corners;
    let spoilt = |shade: u8| {
        let mut spoilt = picture.clone();
        let spot = GrayImage::from_pixel(54, 54, Luma([shade]));
        overlay(&mut spoilt, &spot, found[0][0] as i64 + 80, found[0][1] as i64 + 80);
        check(&spoilt)
    };
    let stained = spoilt(10);
    assert!(matches!(stained.findings[..], [Finding::Damaged { .. }]), "{:?}", stained.findings);
    let glared = spoilt(255);
    assert!(glared.findings.iter().any(|f| matches!(f, Finding::Glare { .. })), "{:?}", glared.findings);
}

#[test]
fn another_windows_plate_and_a_foreign_code_are_named() {
    let other = "https://hp.example.cn/w/7K3M9QX2";
    assert_eq!(check(&plate(other, 500)).findings, [Finding::OtherWindow { url: other.into() }]);
    let foreign = "https://hp.example.cn.evil.example/w/7K3M9QX1";
    assert_eq!(check(&plate(foreign, 500)).findings, [Finding::Foreign { text: foreign.into() }]);
}

#[test]
fn a_sticker_beside_or_on_the_code_is_found() {
    let foreign = "https://pay.evil.example/p/1";
    let picture = plate(&content().url, 700);
    let sticker = code(foreign, 150);
    let corners = check(&picture).plate().unwrap().corners;
    for (below, touches) in [(true, false), (false, true)] {
        let mut two = picture.clone();
        // Under the code, in the names; or over its lower right part, where the sticker hides less than is
        // forgiven.
        let (x, y) = if below {
            (270, corners[2][1] as i64 + 130)
        } else {
            (corners[2][0] as i64 - 60, corners[2][1] as i64 - 60)
        };
        overlay(&mut two, &sticker, x, y);
        let check = check(&two);
        assert_eq!(check.plate().unwrap().text, content().url);
        let second = check.findings.iter().find_map(|f| match f {
            Finding::SecondCode { text, overlaps } => Some((text.as_str(), *overlaps)),
            _ => None,
        });
        assert_eq!(second, Some((foreign, touches)), "{:?}", check.findings);
    }
    // A sticker that hides the code altogether is what is read.
    let mut hidden = picture.clone();
    overlay(&mut hidden, &code(foreign, 300), corners[0][0] as i64 - 30, corners[0][1] as i64 - 30);
    assert_eq!(check(&hidden).findings, [Finding::Foreign { text: foreign.into() }]);
}

#[test]
fn a_code_without_its_lower_right_half_is_seen_and_not_read() {
    let mut picture = plate(&content().url, 600);
    let [[left, top], _, [right, bottom], _] = check(&picture).plate().unwrap().corners;
    let cover =
        GrayImage::from_pixel(((right - left) * 0.66) as u32, ((bottom - top) * 0.66) as u32, Luma([128]));
    overlay(&mut picture, &cover, (left + (right - left) * 0.3) as i64, (top + (bottom - top) * 0.3) as i64);
    let found = check(&picture);
    assert!(!found.is_readable());
    let [Finding::Unreadable { corners, module_px, .. }] = found.findings[..] else {
        panic!("{:?}", found.findings)
    };
    assert!((corners[0][0] - left).abs() < 5.0 && module_px > 4.0, "{corners:?} {module_px}");
}

#[test]
fn a_plate_behind_a_mirror_or_printed_white_on_black_reads() {
    let picture = plate(&content().url, 500);
    assert_eq!(check(&image::imageops::flip_horizontal(&picture)).plate().unwrap().verdict, Verdict::Right);
    assert_eq!(check(&faded(&picture, 255.0, 0.0)).plate().unwrap().verdict, Verdict::Right);
}

#[test]
fn a_photograph_in_another_format_is_refused_with_the_format_that_is_wanted() {
    for file in [&b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"[..], b"RIFF\0\0\0\0WEBPVP8 ", b"GIF89a"] {
        let Err(PrintError::Picture(said)) = check_photo(file, &OURS) else { panic!("{file:?} was taken") };
        assert!(said.contains("JPEG"), "{said}");
    }
}

#[test]
fn codes_of_every_kind_of_size_read_though_ours_are_small() {
    for version in [1, 2, 6, 7, 14, 22, 32, 40] {
        // The smallest holds 14 letters.
        let text =
            if version == 1 { "http://e.cn/1".into() } else { format!("https://pay.evil.example/{version}") };
        let code = qrcode::QrCode::with_version(&text, qrcode::Version::Normal(version), qrcode::EcLevel::M)
            .unwrap();
        let (modules, side) = (code.width() as u32, (code.width() as u32 + 8) * 3);
        let picture = GrayImage::from_fn(side, side, |x, y| {
            let (x, y) = ((x / 3).wrapping_sub(4), (y / 3).wrapping_sub(4));
            let is_dark = x < modules && y < modules && code[(x as usize, y as usize)] == qrcode::Color::Dark;
            Luma([if is_dark { 30 } else { 220 }])
        });
        let found = check(&blur(&picture, 0.8));
        assert_eq!(found.findings, [Finding::Foreign { text }], "version {version}");
        assert_eq!(found.plate().unwrap().damaged, Some(0.0), "version {version}");
    }
}
