//! What a pack says about its plates.

use std::ops::ControlFlow;

use print::{Field, Layout, PackOptions, PlateContent, PrintError, Warning};

use crate::packs::{codes, contents, pack, without_report};
use crate::press;

#[test]
fn a_refused_plate_stops_the_pack_and_is_named_with_its_reason() {
    let mut contents = contents(4);
    contents[1].hall = "示例𫚈大厅".into();
    contents[2].window = "例".repeat(90);
    let stopped = pack("label-3x8", &contents, &PackOptions::default()).unwrap();
    assert!(stopped.file.is_none());
    let refused: Vec<_> = stopped.report.refused().map(|(n, _, reason)| (n, reason.clone())).collect();
    assert_eq!(refused[0], (2, PrintError::MissingGlyph { field: Field::Hall, sign: '𫚈' }));
    assert!(matches!(refused[1], (3, PrintError::TooLong { field: Field::Window, .. })));
    assert_eq!(stopped.report.passed(), 2);
    assert!(stopped.report.summary().contains("2 张不能印制"), "{}", stopped.report.summary());

    let rest = PackOptions { leave_out_refused: true, ..without_report() };
    let made = pack("label-3x8", &contents, &rest).unwrap();
    assert_eq!(codes(&made.file.unwrap()), [contents[0].url.clone(), contents[3].url.clone()]);
    let places: Vec<Option<&str>> = made.report.entries.iter().map(|e| e.place.as_deref()).collect();
    assert_eq!(places, [Some("第 1 页"), None, None, Some("第 1 页")]);
    assert_eq!(made.report.refused().count(), 2);
}

#[test]
fn a_pack_of_which_nothing_is_left_is_no_file() {
    let mut contents = contents(1);
    contents[0].hall = "示例𫚈大厅".into();
    let rest = PackOptions { leave_out_refused: true, ..PackOptions::default() };
    assert!(pack("label-3x8", &contents, &rest).unwrap().file.is_none());
    assert_eq!(pack("label-3x8", &[], &rest).unwrap_err(), PrintError::EmptyPack);
}

#[test]
fn preflight_reads_every_plate_at_three_resolutions() {
    let contents = contents(3);
    let made = pack("desk-a5", &contents, &PackOptions::default()).unwrap();
    for (entry, content) in made.report.entries.iter().zip(&contents) {
        let passed = entry.outcome.as_ref().unwrap();
        assert_eq!(passed.looks.len(), 3);
        assert!(passed.looks.iter().all(|look| look.text == content.url));
        assert!(passed.looks.windows(2).all(|two| two[0].dpi < two[1].dpi));
        assert!(passed.module > 2.0);
    }
    let quick = pack("desk-a5", &contents, &PackOptions { preflight: false, ..without_report() }).unwrap();
    assert!(quick.report.entries.iter().all(|e| e.outcome.as_ref().unwrap().looks.is_empty()));
}

#[test]
fn preflight_refuses_a_damaged_plate() {
    // A spot a decoder would forgive.
    let spot = "[[shape]]\nx = 84\ny = 120\nw = 5\nh = 5\nfill = \"#c00000\"\nlayer = \"front\"\n";
    let damaged = format!("{}\n{spot}", crate::LAYOUT);
    let pack =
        press().pack(&Layout::parse(&damaged).unwrap(), &contents(1), &PackOptions::default(), |_, _| {
            ControlFlow::Continue(())
        });
    let report = pack.unwrap().report;
    let (_, _, reason) = report.refused().next().expect("a refusal");
    assert!(reason.to_string().contains("遮挡"), "{reason}");
}

#[test]
fn the_table_cannot_make_a_spreadsheet_compute() {
    let mut contents = contents(1);
    contents[0].window = "=1+1".into();
    contents[0].hall = "示例“\"大厅\"".into();
    let csv = pack("label-2x4", &contents, &PackOptions::default()).unwrap().report.csv();
    assert!(csv.starts_with("\u{FEFF}\"序号\",") && csv.contains("\"'=1+1\""), "{csv}");
    assert!(csv.contains("\"示例“\"\"大厅\"\"\""), "{csv}");
}

#[test]
fn what_is_worth_a_look_is_in_the_report() {
    let mut contents = contents(3);
    contents[1] = PlateContent { window: contents[1].window.clone(), ..contents[0].clone() };
    contents[2].demo = true;
    contents[2].url = contents[2].url.replace("https", "http");
    contents[2].hall = "示例市示例区示例街道示例社区党群服务中心便民服务大厅".into();
    let report = pack("label-3x8", &contents, &PackOptions::default()).unwrap().report;
    let warnings = |at: usize| report.entries[at].outcome.as_ref().unwrap().warnings.clone();
    assert_eq!(warnings(0), []);
    assert_eq!(warnings(1), [Warning::SameCode { other: 1 }]);
    assert!(warnings(2).contains(&Warning::Demo) && warnings(2).contains(&Warning::Insecure));
}
