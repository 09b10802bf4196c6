//! Layout files: mistakes are named by key, and some rules hold for every layout.

use print::{Layout, PrintError};

use crate::LAYOUT;

/// The error of the layout after one change.
fn refused(from: &str, to: &str) -> String {
    assert!(LAYOUT.contains(from), "{from}");
    let Err(error) = Layout::parse(&LAYOUT.replacen(from, to, 1)) else {
        panic!("{to} was taken");
    };
    assert!(matches!(error, PrintError::Layout { .. }), "{error}");
    error.to_string()
}

#[test]
fn the_first_layout_is_a_sample_and_says_so() {
    let layout = Layout::builtin("henan-2023-a4").unwrap();
    assert!(layout.is_sample());
    assert_eq!(layout.version(), "1");
    assert!(Layout::names().any(|name| name == layout.name()));
    assert!(LAYOUT.contains("样张"));
    refused("版式样张", "版式");
}

#[test]
fn an_unknown_layout_is_named() {
    let error = Layout::builtin("nowhere-1999").unwrap_err();
    assert_eq!(error, PrintError::UnknownLayout("nowhere-1999".into()));
}

#[test]
fn mistakes_are_named_by_their_key() {
    for (from, to, key) in [
        ("schema = 2", "schema = 1", "schema"),
        ("width = 210", "width = 2", "page.width"),
        ("width = 210", "width = \"A4\"", "width"),
        ("width = 210", "breadth = 210", "breadth"),
        ("size = 102 ", "size = 60 ", "code.size"),
        ("size = 102 ", "size = 202 ", "code"),
        ("quiet = 4", "quiet = 2", "code.quiet"),
        ("min_module = 2.0", "min_module = 0.4", "code.min_module"),
        ("dpi = 300", "dpi = nan", "code.dpi"),
        ("color = \"#000000\"", "color = \"#c0c0c0\"", "code.color"),
        ("color = \"#000000\"", "color = \"red\"", "#rrggbb"),
        ("size_max = 14.5", "size_max = 1.5", "text.title.size_max"),
        ("max_lines = 2", "max_lines = 0", "text.hall.max_lines"),
        ("stroke_width = 0.9", "stroke_width = 0", "shape[0].stroke_width"),
        ("w = 188", "w = 288", "shape[0]"),
        ("\"{hall}\"", "\"{hal}\"", "text.hall.text"),
        ("\"{hall}\"", "\"大厅\"", "{hall}"),
        ("fill = \"#a3161b\"\nwhen = \"demo\"", "fill = \"#a3161b\"\nwhen = \"monday\"", "monday"),
        ("name = \"title\"", "name = \"标题\"", "text.name"),
    ] {
        let error = refused(from, to);
        assert!(error.contains(key), "{to}: {error}");
    }
    let error = Layout::parse("").unwrap_err().to_string();
    assert!(error.contains("schema"), "{error}");
}

#[test]
fn wording_that_asks_for_praise_is_refused() {
    for words in ["请给五星", "期待您的好评", "请选非常满意"] {
        let error = refused("请扫码评价本次服务，满意度由您决定", words);
        assert!(error.contains("text.lead.text") && error.contains("中立"), "{error}");
    }
}

#[test]
fn the_demonstration_mark_cannot_be_left_out() {
    let error = refused("示例数据 请勿张贴", "请勿张贴");
    assert!(error.contains("示例数据"), "{error}");
}
