//! Layout files: mistakes are named by key, and some rules hold for every layout.

use print::{Catalogue, Edit, Kind, Layout, PrintError};

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
fn no_layout_steers_towards_a_rating() {
    // Read from the files themselves, whatever the rules in the program say.
    for name in Layout::names() {
        let path = format!("{}/layouts/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let words: String = text.lines().filter(|line| line.starts_with("text = ")).collect();
        for steering in
            ["五星", "5星", "好评", "满分", "非常满意", "十分", "点赞", "打赏", "给个", "支持我", "亲"]
        {
            assert!(!words.contains(steering), "{name}: {steering}");
        }
        assert!(words.contains("{host}") && words.contains("{code}"), "{name}");
    }
}

#[test]
fn the_studios_layouts_are_there() {
    let of = |kind| Layout::names().filter(|n| Layout::builtin(n).unwrap().kind() == kind).count();
    assert!(of(Kind::Plate) >= 1 && of(Kind::Desk) >= 1 && of(Kind::Label) >= 3);
    assert!(of(Kind::Staff) >= 1 && of(Kind::Ticket) >= 1);
    for name in Layout::names() {
        let layout = Layout::builtin(name).unwrap();
        assert_eq!(layout.edit() == Edit::Standard, layout.kind() == Kind::Plate, "{name}");
        let (width, height) = layout.size();
        if let Some(grid) = layout.grid() {
            let right = grid.left + grid.step_x * (grid.columns - 1) as f32 + width;
            let bottom = grid.top + grid.step_y * (grid.rows - 1) as f32 + height;
            assert!(right <= 210.01 && bottom <= 297.01, "{name}");
            // The same margin on both sides of the sheet.
            assert!((210.0 - right - grid.left).abs() < 0.1, "{name}: {right}");
            assert!((297.0 - bottom - grid.top).abs() < 0.1, "{name}: {bottom}");
        }
    }
}

#[test]
fn the_plate_says_how_its_stand_is_made() {
    let stand = Layout::builtin("henan-2023-a4").unwrap().stand().unwrap();
    assert_eq!((stand.frame_overlap, stand.base_height, stand.base_depth), (5.0, 10.0, 40.0));
    let told = stand.to_string();
    assert!(
        told.contains("1:1") && told.contains("压住台牌 5 毫米") && told.contains("高 10 毫米、深 40 毫米")
    );
    // What the frame would cover is refused.
    let error = refused("frame_overlap = 5 ", "frame_overlap = 12 ");
    assert!(error.contains("边框"), "{error}");
}

#[test]
fn a_standard_has_no_room_for_additions_and_none_is_near_the_code() {
    let own = "[[text]]\nname = \"own\"\ntext = \"{own}\"\nx = 60\ny = 100\nw = 90\nh = 8\n\
               size_max = 4\nsize_min = 3\ncolor = \"#000000\"\nweight = \"regular\"\n";
    let layout = format!("{LAYOUT}\n{own}");
    let error = Layout::parse(&layout).unwrap_err().to_string();
    assert!(error.contains("text.own") && error.contains("标准版式"), "{error}");
    let error = Layout::parse(&layout.replacen("\"standard\"", "\"free\"", 1)).unwrap_err().to_string();
    assert!(error.contains("text.own") && error.contains("二维码"), "{error}");
    assert!(
        Layout::parse(&layout.replacen("\"standard\"", "\"free\"", 1).replace("y = 100", "y = 20")).is_ok()
    );
}

#[test]
fn thermal_paper_has_black_and_white() {
    let text = include_str!("../../layouts/ticket-58.toml");
    let error =
        Layout::parse(&text.replacen("color = \"#000000\"\nweight", "color = \"#123a56\"\nweight", 1));
    assert!(error.unwrap_err().to_string().contains("黑白"));
}

#[test]
fn a_citys_folder_joins_the_catalogue_and_a_broken_file_harms_no_other() {
    let folder = std::env::temp_dir().join(format!("print-layouts-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let named = |name: &str| LAYOUT.replacen("name = \"henan-2023-a4\"", &format!("name = \"{name}\""), 1);
    for (file, text) in [
        ("a-shandong.toml", named("shandong-2024-a4")),
        ("b-broken.toml", "schema = ".to_owned()),
        ("c-taken.toml", named("henan-2023-a4")),
        ("d-other.TOML", named("other-a4")),
        ("notes.txt", "no layout".to_owned()),
    ] {
        std::fs::write(folder.join(file), text).unwrap();
    }
    let catalogue = Catalogue::with_folder(&folder);
    std::fs::remove_dir_all(&folder).unwrap();
    let catalogue = catalogue.unwrap();
    let names: Vec<&str> = catalogue.iter().map(Layout::name).collect();
    assert_eq!(names[..Layout::names().count()], Layout::names().collect::<Vec<_>>());
    assert_eq!(names[Layout::names().count()..], ["shandong-2024-a4", "other-a4"]);
    assert!(catalogue.get("shandong-2024-a4").is_ok());
    let faults: Vec<String> = catalogue.faults().iter().map(PrintError::to_string).collect();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].contains("b-broken.toml") && faults[1].contains("c-taken.toml"), "{faults:?}");
    assert!(faults[1].contains("已有名为“henan-2023-a4”的版式"), "{faults:?}");
    let missing = Catalogue::with_folder(&folder).unwrap();
    assert_eq!(missing.faults().len(), 1);
    assert_eq!(missing.iter().count(), Layout::names().count());
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
