//! Files made to harm: whatever comes, an answer comes, without a panic and before long.

use std::time::{Duration, Instant};

use image::{GrayImage, Luma};
use print::{Expectation, Format, PrintError, check_photo, read_codes};
use proptest::prelude::*;

use crate::degraded::pictures::png;
use crate::{content, layout, press};

const OURS: Expectation<'_> = Expectation { base_url: "https://hp.example.cn", window_url: None };

/// A small plate as PNG and as JPEG.
fn plates() -> [Vec<u8>; 2] {
    let file = press().plate(&layout(), &content(), Format::Png).unwrap();
    let plate = image::load_from_memory(&file).unwrap().into_luma8();
    let plate = image::imageops::thumbnail(&plate, 300, 424);
    let mut jpeg = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 70)
        .encode_image(&image::DynamicImage::ImageLuma8(plate.clone()))
        .unwrap();
    [png(&plate), jpeg]
}

fn answers(file: &[u8]) {
    if let Ok(check) = check_photo(file, &OURS) {
        // Whatever is read of a spoilt file is what was printed.
        check.codes.iter().for_each(|code| assert_eq!(code.text, content().url));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..4000)) {
        let _ = check_photo(&bytes, &OURS);
        let _ = read_codes(&bytes);
    }

    #[test]
    fn any_bytes_behind_a_right_beginning_are_answered(
        bytes in proptest::collection::vec(any::<u8>(), 0..4000),
        jpeg in any::<bool>(),
    ) {
        let start: &[u8] = if jpeg { b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0" } else { b"\x89PNG\r\n\x1a\n" };
        let _ = check_photo(&[start, &bytes].concat(), &OURS);
    }

    #[test]
    fn any_small_picture_is_answered(
        width in 1_u32..60,
        height in 1_u32..60,
        pixels in proptest::collection::vec(any::<u8>(), 3600),
        coarse in any::<bool>(),
    ) {
        let picture = GrayImage::from_fn(width, height, |x, y| {
            let value = pixels[(y * width + x) as usize];
            Luma([if coarse { value / 128 * 255 } else { value }])
        });
        prop_assert!(check_photo(&png(&picture), &OURS).is_ok());
    }
}

#[test]
fn files_cut_short_or_with_bytes_changed_are_answered() {
    let mut state = 5_u32;
    let mut random = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    for file in plates() {
        for _ in 0..12 {
            answers(&file[..random(file.len())]);
            let mut changed = file.clone();
            for _ in 0..1 + random(8) {
                let at = random(changed.len());
                changed[at] = random(256) as u8;
            }
            answers(&changed);
        }
    }
}

#[test]
fn pictures_of_one_row_or_one_pixel_have_no_code() {
    for (width, height) in [(1, 1), (2, 2), (1, 3000), (3000, 1), (2, 3000)] {
        let check = check_photo(&png(&GrayImage::new(width, height)), &OURS).unwrap();
        assert!(!check.is_readable());
    }
}

/// A PNG of nothing that says it is this large; `bytes` of it are there.
fn bomb(width: u32, height: u32, depth: u8, color: u8) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8], data: &[u8]| {
        file.extend((data.len() as u32).to_be_bytes());
        let body = [kind, data].concat();
        let mut crc = flate2::Crc::new();
        crc.update(&body);
        file.extend(body);
        file.extend(crc.sum().to_be_bytes());
    };
    let [w, h] = [width.to_be_bytes(), height.to_be_bytes()];
    chunk(b"IHDR", &[&w[..], &h[..], &[depth, color, 0, 0, 0]].concat());
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, &vec![0; 1 << 22]).unwrap();
    chunk(b"IDAT", &packed.finish().unwrap());
    chunk(b"IEND", b"");
    file
}

#[test]
fn pictures_that_unpack_to_too_much_are_refused_unread() {
    for (width, height, depth, color) in [
        (30_000, 30_000, 8, 2),
        (30_000, 30_000, 1, 0),
        (16_000, 4_001, 8, 0),
        (u32::MAX >> 1, 1, 8, 0),
        (8_000, 8_000, 16, 6),
    ] {
        let start = Instant::now();
        let refused = check_photo(&bomb(width, height, depth, color), &OURS);
        let Err(PrintError::Picture(said)) = refused else { panic!("{width}×{height} was taken") };
        assert!(said.contains("图片太大"), "{said}");
        assert!(start.elapsed() < Duration::from_secs(1), "{width}×{height}: {:?}", start.elapsed());
    }
}

/// A wall of position marks: the worst there is for a search that combines them.
#[test]
fn a_wall_of_position_marks_is_answered_before_long() {
    let wall = GrayImage::from_fn(640, 640, |x, y| {
        let (dx, dy) = ((x / 2 % 9) as i32 - 4, (y / 2 % 9) as i32 - 4);
        Luma([if matches!(dx.abs().max(dy.abs()), 0 | 1 | 3) { 0 } else { 255 }])
    });
    let start = Instant::now();
    let check = check_photo(&png(&wall), &OURS).unwrap();
    assert_eq!(check.codes, []);
    // Without optimisation; with it, some hundred times less.
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}
