//! A drawing whose code is damaged is not handed out.

use print::{Format, Layout, PrintError};

use crate::{LAYOUT, content, press};

fn plate(addition: &str) -> Result<Vec<u8>, PrintError> {
    let layout = Layout::parse(&format!("{LAYOUT}\n{addition}")).expect("a layout");
    press().plate(&layout, &content(), Format::Pdf)
}

fn reason(addition: &str) -> String {
    match plate(addition) {
        Err(PrintError::ReadBack { reason }) => reason,
        Err(other) => panic!("another error: {other}"),
        Ok(_) => panic!("a damaged plate was handed out"),
    }
}

fn shape(x: f32, y: f32, side: f32, color: &str, layer: &str) -> String {
    format!("[[shape]]\nx = {x}\ny = {y}\nw = {side}\nh = {side}\nfill = \"{color}\"\nlayer = \"{layer}\"\n")
}

#[test]
fn a_shape_over_the_code_is_refused_with_the_reason() {
    let reason = reason(&shape(70.0, 90.0, 60.0, "#ffffff", "front"));
    assert!(reason.contains("遮挡"), "{reason}");
}

#[test]
fn a_small_logo_that_a_decoder_would_forgive_is_refused_too() {
    reason(&shape(102.0, 122.0, 6.0, "#c00000", "front"));
}

#[test]
fn a_mark_in_the_quiet_zone_is_refused() {
    reason(&shape(60.0, 120.0, 4.0, "#000000", "front"));
}

#[test]
fn text_over_the_code_is_refused() {
    reason(
        "[[text]]\nname = \"over\"\ntext = \"示例\"\nx = 60\ny = 100\nw = 90\nh = 50\nsize_max = 40\n\
         size_min = 40\ncolor = \"#000000\"\nweight = \"bold\"\n",
    );
}

#[test]
fn a_tint_that_hides_the_contrast_is_refused() {
    // A ground of the code's own shade over light modules only would be a different code; a full cover
    // leaves no code at all.
    reason(&shape(54.0, 76.0, 102.0, "#000000", "front"));
}

#[test]
fn a_shape_under_the_white_ground_does_no_harm() {
    assert!(plate(&shape(50.0, 72.0, 110.0, "#123a56", "back")).is_ok());
}
