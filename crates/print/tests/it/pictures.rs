//! Reading codes from pictures that come from outside.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, blur, resize};
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use print::{Format, PrintError, read_codes};

use crate::{content, layout, press};

fn png(picture: &GrayImage) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

#[test]
fn a_small_blurred_jpeg_of_a_plate_still_reads() {
    let plate = press().plate(&layout(), &content(), Format::Png).unwrap();
    let plate = image::load_from_memory(&plate).unwrap().into_luma8();
    let small = blur(&resize(&plate, 620, 877, FilterType::Triangle), 1.2);
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, 40).encode_image(&DynamicImage::ImageLuma8(small)).unwrap();
    assert_eq!(read_codes(&file), Ok(vec![content().url]));
}

#[test]
fn a_picture_without_a_code_has_none() {
    assert_eq!(read_codes(&png(&GrayImage::new(64, 64))), Ok(vec![]));
    let mut state = 1_u32;
    let noise = GrayImage::from_fn(300, 300, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Luma([(state >> 24) as u8])
    });
    assert_eq!(read_codes(&png(&noise)), Ok(vec![]));
    assert_eq!(read_codes(&png(&GrayImage::new(1, 5000))), Ok(vec![]));
}

#[test]
fn damage_is_read_or_not_read_but_never_fatal() {
    let plate = press().plate(&layout(), &content(), Format::Png).unwrap();
    let plate = image::load_from_memory(&plate).unwrap().into_luma8();
    let plate = resize(&plate, 310, 438, FilterType::Triangle);
    let mut state = 7_u32;
    let mut random = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    for _ in 0..40 {
        let mut damaged = plate.clone();
        for _ in 0..random(12) {
            let (left, top, side, gray) = (random(310), random(438), random(60), random(256));
            for y in top..(top + side).min(438) {
                for x in left..(left + side).min(310) {
                    damaged.put_pixel(x, y, Luma([gray as u8]));
                }
            }
        }
        // What is read is what was encoded: damage never makes another address.
        for text in read_codes(&png(&damaged)).unwrap() {
            assert_eq!(text, content().url);
        }
    }
}

#[test]
fn what_is_no_png_or_jpeg_is_refused() {
    for bytes in [&b""[..], b"%PDF-1.7", b"GIF89a\x01\0\x01\0", b"\x89PNG\r\n\x1a\nbroken"] {
        assert!(matches!(read_codes(bytes), Err(PrintError::Picture(_))));
    }
}

#[test]
fn a_picture_that_unpacks_to_too_much_is_refused_unread() {
    // A valid header that promises 60,000 × 60,000 pixels.
    let mut file = png(&GrayImage::new(8, 8));
    file[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    let crc = crc32(&file[12..29]);
    file[29..33].copy_from_slice(&crc.to_be_bytes());
    assert!(matches!(read_codes(&file), Err(PrintError::Picture(_))));
}

fn crc32(data: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(data);
    crc.sum()
}
