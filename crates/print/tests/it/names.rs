//! What may stand on a plate: long names, rare characters, hostile text.

use print::{Field, Format, PlateContent, PrintError};
use proptest::prelude::*;

use crate::{content, layout, press};

fn plate(change: impl FnOnce(&mut PlateContent)) -> Result<String, PrintError> {
    let mut content = content();
    change(&mut content);
    let svg = press().plate(&layout(), &content, Format::Svg)?;
    Ok(String::from_utf8(svg).expect("SVG is UTF-8"))
}

#[test]
fn a_character_the_font_lacks_is_named_with_its_field() {
    let refused = plate(|c| c.hall = "示例𫚈大厅".into()).unwrap_err();
    assert_eq!(refused, PrintError::MissingGlyph { field: Field::Hall, sign: '𫚈' });
    assert!(refused.to_string().starts_with("大厅名称中的“𫚈”无法印制"));
    let refused = plate(|c| c.window = "示例窗口😀".into()).unwrap_err();
    assert!(refused.to_string().starts_with("窗口名称中的“😀”"), "{refused}");
}

#[test]
fn rare_characters_of_names_are_printed() {
    let svg = plate(|c| c.hall = "溡源社区𫖯䶮龑堃大厅".into()).unwrap();
    assert!(svg.contains("溡源社区𫖯䶮龑堃大厅"));
}

#[test]
fn a_long_name_wraps_and_a_longer_one_is_refused_with_the_field() {
    let long = "示例市示例区示例街道办事处示例路社区党群服务中心便民服务大厅（示例大厅）";
    assert!(plate(|c| c.hall = long.into()).is_ok());
    assert!(plate(|c| c.window = "不动产登记、税务、公积金综合受理12号窗口（示例）".into()).is_ok());
    let refused = plate(|c| c.hall = long.repeat(2)).unwrap_err();
    assert!(matches!(refused, PrintError::TooLong { field: Field::Hall, over: 1.. }));
    assert!(refused.to_string().starts_with("大厅名称太长"), "{refused}");
    let refused = plate(|c| c.window = "例".repeat(50_000)).unwrap_err();
    assert!(matches!(refused, PrintError::TooLong { field: Field::Window, .. }));
    let refused = plate(|c| c.window = "W".repeat(100)).unwrap_err();
    assert!(matches!(refused, PrintError::TooLong { field: Field::Window, .. }));
}

#[test]
fn markup_in_a_name_is_only_text() {
    let name = r#"示例<script>&amp;"'</text>"#;
    let svg = plate(|c| c.hall = name.into()).unwrap();
    assert!(!svg.contains("<script") && svg.contains("示例&lt;script&gt;&amp;amp;&quot;"));
    assert!(plate(|c| c.window = "]]><!--&#0;".into()).is_ok());
}

#[test]
fn controls_line_ends_and_direction_marks_are_refused() {
    for sign in [
        '\0',
        '\n',
        '\r',
        '\t',
        '\u{1b}',
        '\u{7f}',
        '\u{85}',
        '\u{200f}',
        '\u{202e}',
        '\u{2066}',
        '\u{2028}',
        '\u{feff}',
        '\u{200d}',
        '\u{e0041}',
    ] {
        let refused = plate(|c| c.window = format!("示例{sign}窗口")).unwrap_err();
        assert_eq!(refused, PrintError::Invisible { field: Field::Window, code: sign.into() });
    }
}

#[test]
fn each_field_must_be_there() {
    for (field, empty) in [
        (Field::Hall, PlateContent { hall: " ".into(), ..content() }),
        (Field::Window, PlateContent { window: String::new(), ..content() }),
        (Field::Code, PlateContent { code: "　".into(), ..content() }),
        (Field::Host, PlateContent { host: String::new(), ..content() }),
        (Field::Url, PlateContent { url: String::new(), ..content() }),
    ] {
        let refused = press().plate(&layout(), &empty, Format::Svg).unwrap_err();
        assert_eq!(refused, PrintError::Empty(field));
    }
}

#[test]
fn the_host_in_words_must_be_the_host_of_the_code() {
    let refused = plate(|c| c.host = "hp.other.example".into()).unwrap_err();
    assert!(matches!(refused, PrintError::HostDiffers { .. }), "{refused}");
    assert!(plate(|c| c.host = "HP.example.cn".into()).is_ok());
}

#[test]
fn an_address_that_makes_the_modules_too_small_is_refused_in_words() {
    let refused = plate(|c| c.url = format!("https://hp.example.cn/{}", "w".repeat(120))).unwrap_err();
    assert!(matches!(refused, PrintError::ModuleTooSmall { .. }));
    assert!(refused.to_string().contains("请缩短网址"), "{refused}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn real_place_names_can_be_printed(
        parts in prop::collection::vec(prop::sample::select(places()), 1..4),
        number in 1_u32..1000,
    ) {
        let hall = format!("{}示例大厅", parts.concat());
        match plate(|c| {
            c.hall = hall.clone();
            c.window = format!("示例{number}号窗口");
        }) {
            Ok(svg) => prop_assert!(svg.contains(&hall)),
            Err(PrintError::TooLong { field: Field::Hall, .. }) => prop_assert!(hall.chars().count() > 40),
            Err(e) => prop_assert!(false, "{hall}: {e}"),
        }
    }
}

/// Names from the statistical list of divisions, the rare characters among them.
fn places() -> Vec<&'static str> {
    include_str!("places.txt").lines().collect()
}
