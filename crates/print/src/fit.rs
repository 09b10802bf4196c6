//! Setting a text into its box: size, lines, and where each line begins.

use crate::PrintError;
use crate::error::Field;
use crate::fonts::{Fonts, Weight};
use crate::layout::{Align, Color, TextBox, Valign};
use crate::wrap::Wrap;

/// A line may shrink to this share of the largest size before the text takes another line.
const SHRINK_BEFORE_BREAKING: f32 = 0.8;
/// Where the baseline lies below the top of a Han character's square, in font sizes.
const BASELINE: f32 = 0.88;

/// One line of text, placed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub text: String,
    /// Start of the line and its baseline, in millimetres.
    pub x: f32,
    pub y: f32,
    pub size: f32,
    pub weight: Weight,
    /// Extra space after each character in font sizes.
    pub tracking: f32,
    pub color: Color,
}

/// The box's text with the content filled in, as lines.
pub(crate) fn fit<'a>(
    fonts: &Fonts,
    slot: &TextBox,
    get: impl Fn(Field) -> &'a str,
) -> Result<Vec<Line>, PrintError> {
    let text = filled(slot, &get);
    let advance = |c| fonts.advance(slot.weight, c) + slot.tracking;
    let wrap = Wrap::new(&text, advance);
    let (lines, size) = (1..=slot.max_lines).map(|lines| (lines, size_on(slot, &wrap, lines))).fold(
        (1, 0.0),
        |best: (usize, f32), next| {
            let enough = best.1 >= slot.size_max * SHRINK_BEFORE_BREAKING;
            if enough || next.1 <= best.1 { best } else { next }
        },
    );
    if size < slot.size_min {
        return Err(too_long(slot, &text, &get, advance));
    }
    let lines = wrap.lines(lines, (slot.w / size) + slot.tracking);
    let height = size * (1.0 + (lines.len() - 1) as f32 * slot.line_height);
    let top = slot.y
        + (slot.h - height)
            * match slot.valign {
                Valign::Top => 0.0,
                Valign::Middle => 0.5,
                Valign::Bottom => 1.0,
            };
    let place = |(i, line): (usize, &str)| {
        // The last character's tracking is not seen.
        let width = size * (line.chars().map(advance).sum::<f32>() - slot.tracking);
        let (before, after) = blank_ends(line);
        let shift = match slot.align {
            Align::Left => 0.0,
            Align::Center => 0.5,
            Align::Right => 1.0,
        };
        Line {
            text: line.to_owned(),
            x: slot.x + (slot.w - width) * shift + size * ((1.0 - shift) * -before + shift * after),
            y: top + size * (BASELINE + i as f32 * slot.line_height),
            size,
            weight: slot.weight,
            tracking: slot.tracking,
            color: slot.color,
        }
    };
    Ok(lines.into_iter().enumerate().map(place).collect())
}

/// Blank at the two ends of a line, in em: a full-width bracket or stop fills only half its square, and
/// a line is centred by what is seen.
fn blank_ends(line: &str) -> (f32, f32) {
    let half = |is: bool| if is { 0.5 } else { 0.0 };
    (
        half(line.starts_with(['（', '《', '〈', '「', '『', '【', '〔', '“', '‘'])),
        half(line.ends_with(['）', '》', '〉', '」', '』', '】', '〕', '”', '’', '，', '。', '、'])),
    )
}

fn filled<'a>(slot: &TextBox, get: impl Fn(Field) -> &'a str) -> String {
    // One pass over the pattern: a name that itself contains `{code}` stays what it is.
    let mut text = String::new();
    let mut rest = slot.text.as_str();
    while let Some(at) = rest.find('{') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let place = TextBox::PLACES.iter().find(|(place, _)| rest.starts_with(place));
        let (taken, value) = place.map_or(("{", "{"), |(p, f)| (p, get(*f)));
        text.push_str(value);
        rest = &rest[taken.len()..];
    }
    text.push_str(rest);
    text
}

/// The largest size at which the text fits on so many lines, a whole twentieth of a millimetre.
fn size_on(slot: &TextBox, wrap: &Wrap<'_>, lines: usize) -> f32 {
    let by_width = slot.w / (wrap.narrowest(lines) - slot.tracking).max(0.01);
    let by_height = slot.h / (1.0 + (lines - 1) as f32 * slot.line_height);
    (slot.size_max.min(by_width).min(by_height) * 20.0 + 1e-3).floor() / 20.0
}

fn too_long<'a>(
    slot: &TextBox,
    text: &str,
    get: impl Fn(Field) -> &'a str,
    advance: impl Fn(char) -> f32 + Copy,
) -> PrintError {
    let fits = |text: &str| {
        let wrap = Wrap::new(text, advance);
        (1..=slot.max_lines).any(|lines| size_on(slot, &wrap, lines) >= slot.size_min)
    };
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let kept = ends.partition_point(|end| fits(&text[..*end])).saturating_sub(1);
    let over = ends.len() - kept;
    // A box of several parts is too long by the longest of them.
    match slot.fields().max_by_key(|field| get(*field).chars().count()) {
        Some(field) => PrintError::TooLong { field, over },
        None => PrintError::layout(format!("text.{}.text", slot.name), format!("放不下，多出约 {over} 个字")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::layout::Layout;

    /// A plate whose hall this is, and whose window tries to be a placeholder.
    fn content<'a>(hall: &'a str) -> impl Fn(Field) -> &'a str {
        move |field| match field {
            Field::Hall => hall,
            Field::Window => "示例窗口{code}",
            _ => "7K3 M9QX",
        }
    }

    fn slot(name: &str) -> TextBox {
        let spec = Layout::builtin("henan-2023-a4").unwrap().spec;
        spec.text.into_iter().find(|t| t.name == name).unwrap()
    }

    #[test]
    fn a_name_is_one_large_line_before_it_is_small_or_two() {
        let fonts = Fonts::load().unwrap();
        let slot = slot("hall");
        let short = fit(&fonts, &slot, content("示例大厅")).unwrap();
        assert_eq!((short.len(), short[0].size), (1, slot.size_max));
        let middle = fit(&fonts, &slot, content(&"示例".repeat(11))).unwrap();
        assert_eq!(middle.len(), 1);
        assert!(middle[0].size < slot.size_max);
        let long = fit(&fonts, &slot, content(&"示例".repeat(18))).unwrap();
        assert_eq!(long.len(), 2);
    }

    #[test]
    fn what_is_too_long_is_told_with_the_field_and_by_how_much() {
        let fonts = Fonts::load().unwrap();
        let refused = |n| fit(&fonts, &slot("hall"), content(&"例".repeat(n))).unwrap_err();
        // 162 mm at 6 mm a character, two lines.
        let over = |n| PrintError::TooLong { field: Field::Hall, over: n };
        assert_eq!(refused(55), over(1));
        assert_eq!(refused(64), over(10));
        assert!(fit(&fonts, &slot("hall"), content(&"例".repeat(54))).is_ok());
    }

    #[test]
    fn a_name_that_looks_like_a_placeholder_is_only_a_name() {
        assert_eq!(filled(&slot("window"), content("示例")), "示例窗口{code}");
    }

    #[test]
    fn an_outer_bracket_does_not_push_a_centred_line_aside() {
        let fonts = Fonts::load().unwrap();
        let x = |hall| fit(&fonts, &slot("hall"), content(hall)).unwrap()[0].x;
        // Four characters and a bracket that is half blank look four and a half characters wide.
        let size = slot("hall").size_max;
        assert!((x("示例大厅）") - (x("示例大厅") - size * 0.25)).abs() < 1e-3);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn lines_stay_in_the_box_and_say_all_of_the_name(
            name in "[一-龥A-Za-z0-9（）、·号楼 -]{1,60}"
        ) {
            let fonts = Fonts::load().unwrap();
            // Signs the font lacks are another test's; most random names hold one, so they are left out here.
            let name: String = name.chars().filter(|c| fonts.missing(&c.to_string()).is_none()).collect();
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assume!(!name.is_empty());
            let slot = slot("hall");
            let Ok(lines) = fit(&fonts, &slot, content(&name)) else { return Ok(()) };
            let said: String = lines.iter().map(|l| l.text.as_str()).collect();
            prop_assert_eq!(said.replace(' ', ""), name.replace(' ', ""));
            prop_assert!(lines.len() <= slot.max_lines);
            for line in &lines {
                let width: f32 = line.text.chars().map(|c| fonts.advance(slot.weight, c)).sum();
                prop_assert!(width * line.size <= slot.w + 0.05, "{line:?}");
                prop_assert!(line.size >= slot.size_min);
                prop_assert!(line.y <= slot.y + slot.h && line.y - line.size * BASELINE >= slot.y - 0.05);
            }
        }
    }
}
