//! Packs: many plates in one file.

use std::io::{Cursor, Read};
use std::ops::ControlFlow;

use image::{GrayImage, ImageFormat, Luma};
use print::{Format, Layout, Pack, PackOptions, PlateContent, PrintError, Staff, Style, read_codes};

use crate::files::streams;
use crate::{content, press};

/// Windows of two halls, each with a code of its own.
pub(crate) fn contents(count: usize) -> Vec<PlateContent> {
    let plate = |n: usize| PlateContent {
        url: format!("https://hp.example.cn/w/{n:07}"),
        hall: format!("示例市第{}政务服务大厅", if n < count / 2 { "一" } else { "二" }),
        window: format!("综合受理 {n} 号窗口（示例）"),
        code: format!("{n:07}"),
        ..content()
    };
    (0..count).map(plate).collect()
}

pub(crate) fn pack(
    layout: &str,
    contents: &[PlateContent],
    options: &PackOptions,
) -> Result<Pack, PrintError> {
    press().pack(&Layout::builtin(layout).unwrap(), contents, options, |_, _| ControlFlow::Continue(()))
}

fn file(layout: &str, contents: &[PlateContent], options: &PackOptions) -> Vec<u8> {
    pack(layout, contents, options).unwrap().file.expect("a file")
}

pub(crate) fn without_report() -> PackOptions {
    PackOptions { report: false, ..PackOptions::default() }
}

fn count(bytes: &[u8], what: &str) -> usize {
    bytes.windows(what.len()).filter(|w| *w == what.as_bytes()).count()
}

fn pages(pdf: &[u8]) -> usize {
    count(pdf, "/Type/Page/")
}

/// The addresses of all codes of a PDF, read from its drawing instructions: the rectangles of modules are
/// the paths in whole numbers.
pub(crate) fn codes(pdf: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    for stream in streams(pdf) {
        for path in stream.split(" cm ").skip(1) {
            let path = path.split("\nf\n").next().unwrap_or_default();
            let number = |word: &str| word.parse::<f32>().ok().filter(|n| n.fract() == 0.0);
            let words: Vec<&str> = path.split_ascii_whitespace().collect();
            // x y m x y l x y l x y l h
            let corners: Option<Vec<[f32; 4]>> = words
                .split(|word| *word == "m")
                .skip(1)
                .zip(words.split(|word| *word == "m"))
                .map(|(after, before)| {
                    let [.., x, y] = before else { return None };
                    let [right, _, _, _, bottom, ..] = after else { return None };
                    Some([number(x)?, number(y)?, number(right)?, number(bottom)?])
                })
                .collect();
            let Some(modules) = corners.filter(|modules| modules.len() > 50) else { continue };
            let mut picture = GrayImage::from_pixel(400, 400, Luma([255]));
            for [x, y, right, bottom] in modules {
                let pixels = |n: f32| (n as u32 + 4) * 8;
                for (px, py) in
                    (pixels(x)..pixels(right)).flat_map(|x| (pixels(y)..pixels(bottom)).map(move |y| (x, y)))
                {
                    picture.put_pixel(px, py, Luma([0]));
                }
            }
            let mut png = Cursor::new(Vec::new());
            picture.write_to(&mut png, ImageFormat::Png).unwrap();
            texts.extend(read_codes(png.get_ref()).unwrap());
        }
    }
    texts
}

fn urls(contents: &[PlateContent]) -> Vec<String> {
    contents.iter().map(|content| content.url.clone()).collect()
}

/// Names and contents of a ZIP's files.
fn unzipped(file: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut entry = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

#[test]
fn each_plate_is_a_page_with_its_own_code() {
    let contents = contents(5);
    let pdf = file("henan-2023-a4", &contents, &without_report());
    assert_eq!(pages(&pdf), 5);
    assert_eq!(codes(&pdf), urls(&contents));
}

#[test]
fn a_pack_has_each_font_once_and_a_page_costs_little() {
    let quick = PackOptions { preflight: false, ..without_report() };
    let (few, many) =
        (file("henan-2023-a4", &contents(20), &quick), file("henan-2023-a4", &contents(120), &quick));
    for weight in ["Regular", "Bold"] {
        assert_eq!(
            count(&many, &format!("+NotoSansSC-{weight}")),
            count(&few, &format!("+NotoSansSC-{weight}"))
        );
    }
    assert_eq!(count(&many, "/FontFile2"), 2);
    let page = (many.len() - few.len()) / 100;
    // A thousand are to stay below 5 MB.
    assert!(page < 4_500, "{page} bytes a page");
}

#[test]
fn identical_packs_are_identical_bytes_however_many_work_at_them() {
    for format in [Format::Pdf, Format::Png, Format::Svg] {
        let options = |workers| PackOptions {
            format,
            workers: std::num::NonZero::new(workers),
            ..PackOptions::default()
        };
        let contents = contents(3);
        let once = file("label-3x8", &contents, &options(1));
        assert!(once == file("label-3x8", &contents, &options(4)), "{format:?}");
    }
}

#[test]
fn bookmarks_lead_from_the_hall_to_the_window() {
    let pdf = file("label-3x7", &contents(4), &PackOptions::default());
    // Titles that are not ASCII are UTF-16 with a mark, as hex.
    let hex = |text: &str| -> String { text.encode_utf16().map(|unit| format!("{unit:04X}")).collect() };
    let text: String = String::from_utf8_lossy(&pdf).to_uppercase();
    let title = |title: &str| text.matches(&hex(title)).count() + utf16(&pdf, title);
    assert_eq!(title("示例市第一政务服务大厅"), 1);
    assert_eq!(title("综合受理 3 号窗口（示例）（0000003）"), 1);
    assert_eq!(title("检查报告"), 1);
    assert!(text.contains("/OUTLINES"));
}

/// How often the text stands in the file as UTF-16.
fn utf16(file: &[u8], text: &str) -> usize {
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    file.windows(bytes.len()).filter(|w| *w == bytes).count()
}

#[test]
fn small_layouts_lie_many_on_a_sheet_and_begin_at_the_first_free_place() {
    let contents = contents(25);
    let sheets = file("label-3x8", &contents, &without_report());
    assert_eq!(pages(&sheets), 2);
    assert_eq!(codes(&sheets), urls(&contents));
    let quick = || PackOptions { preflight: false, ..without_report() };
    let begun = |skip| pages(&file("label-3x8", &contents, &PackOptions { skip, ..quick() }));
    assert_eq!((begun(23), begun(22), begun(24)), (2, 2, 2));
    assert_eq!(pages(&file("label-3x8", &contents[..24], &PackOptions { skip: 1, ..quick() })), 2);
    let single = file("label-3x8", &contents[..3], &PackOptions { sheets: false, ..quick() });
    assert_eq!(pages(&single), 3);
}

#[test]
fn crop_marks_need_a_larger_sheet_and_stickers_have_none() {
    let marked = PackOptions { crop_marks: true, ..without_report() };
    let plate = file("henan-2023-a4", &contents(1), &marked);
    let text = String::from_utf8_lossy(&plate);
    // 210 + 16 by 297 + 16 mm.
    assert!(text.contains("/MediaBox[0 0 640.62") && text.contains("/TrimBox"), "no margin");
    assert_eq!(codes(&plate), urls(&contents(1)));
    let stickers = file("label-3x7", &contents(3), &marked);
    assert!(stickers == file("label-3x7", &contents(3), &without_report()));
}

#[test]
fn zips_hold_a_file_for_each_plate_and_the_report() {
    let mut contents = contents(2);
    contents[0].window = "综合/受理:1".into();
    for format in [Format::Png, Format::Svg] {
        let options = PackOptions { format, ..PackOptions::default() };
        let made = pack("label-2x4", &contents, &options).unwrap();
        let files = unzipped(made.file.unwrap());
        let ending = format.extension();
        assert_eq!(files[0].0, format!("0001-示例市第一政务服务大厅-综合-受理-1-0000000.{ending}"));
        assert_eq!(made.report.entries[0].place.as_deref(), Some(files[0].0.as_str()));
        if format == Format::Png {
            assert_eq!(read_codes(&files[1].1), Ok(vec![contents[1].url.clone()]));
        }
        let (name, csv) = &files[2];
        assert_eq!((name.as_str(), csv.as_slice()), ("检查报告.csv", made.report.csv().as_bytes()));
        assert_eq!(options.extension(), "zip");
    }
}

#[test]
fn progress_is_told_and_can_break_off() {
    let (press, layout) = (press(), Layout::builtin("label-3x8").unwrap());
    let contents = contents(6);
    let mut told = Vec::new();
    press
        .pack(&layout, &contents, &PackOptions::default(), |done, total| {
            told.push((done, total));
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(told, (1..=12).map(|done| (done, 12)).collect::<Vec<_>>());
    for until in [2, 9] {
        let stop =
            |done: usize, _| if done < until { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
        let broken_off = press.pack(&layout, &contents, &PackOptions::default(), stop);
        assert_eq!(broken_off.unwrap_err(), PrintError::Cancelled);
    }
}

#[test]
fn too_many_at_once_are_refused_before_any_work() {
    let refused = pack("label-3x8", &contents(5_001), &PackOptions::default()).unwrap_err();
    assert!(refused.to_string().contains("5000"), "{refused}");
}

#[test]
fn black_only_means_black_and_white_everywhere() {
    let style = Style { black_only: true, ..Style::default() };
    let options = PackOptions { style, format: Format::Png, ..without_report() };
    for layout in Layout::names() {
        let mut contents = contents(1);
        contents[0].demo = true;
        contents[0].staff = Some(Staff { name: "示例员".into(), number: "001".into() });
        let files = unzipped(file(layout, &contents, &options));
        assert_eq!(read_codes(&files[0].1), Ok(urls(&contents)), "{layout}");
        let picture = image::load_from_memory(&files[0].1).unwrap();
        assert_eq!(picture.color(), image::ColorType::L8, "{layout}");
        let inked = picture.into_luma8().pixels().filter(|p| p.0[0] < 128).count();
        assert!(inked > 1_000, "{layout}");
    }
    let pdf = file("henan-2023-a4", &contents(1), &PackOptions { format: Format::Pdf, ..options });
    // Set colour in RGB: never.
    assert!(streams(&pdf).iter().all(|s| !s.contains(" rg")), "colour in a black-only PDF");
}
