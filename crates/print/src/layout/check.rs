//! Rules a layout must keep whatever it looks like. Each refusal names the key.

use super::kind::{Edit, Kind};
use super::paper::{Grid, Stand};
use super::spec::{Color, Spec, TextBox, When};
use crate::PrintError;
use crate::error::Field;

/// ISO/IEC 18004: four modules of white on each side.
const MIN_QUIET: u32 = 4;
/// Wording that asks for a good rating instead of a rating.
pub(crate) const LEADING: &[&str] = &["五星", "5星", "好评", "满分", "非常满意", "十分满意", "点赞", "打赏"];

type Check = Result<(), PrintError>;

pub(super) fn check(spec: &Spec) -> Check {
    if spec.schema != 2 {
        return Err(PrintError::layout("schema", "只认识 2"));
    }
    for (key, value) in [("name", &spec.name), ("title", &spec.title), ("version", &spec.version)] {
        if value.trim().is_empty() || value.chars().any(char::is_control) {
            return Err(PrintError::layout(key, "不能为空，也不能有控制字符"));
        }
    }
    numbers(spec)?;
    code(spec)?;
    if let Some(stand) = &spec.stand {
        frame(spec, stand)?;
    }
    if let Some(grid) = &spec.grid {
        sheet(spec, grid)?;
    }
    for text in &spec.text {
        text_box(text)?;
    }
    additions(spec)?;
    ink(spec)?;
    wording(spec)
}

/// All lengths are finite, positive where they must be, and on the page.
fn numbers(spec: &Spec) -> Check {
    let page = &spec.page;
    for (key, value) in [("page.width", page.width), ("page.height", page.height)] {
        if !(30.0..=1200.0).contains(&value) {
            return Err(PrintError::layout(key, "应在 30 到 1200 毫米之间"));
        }
    }
    let inside = |key: String, x: f32, y: f32, w: f32, h: f32| {
        let fits = x >= 0.0
            && y >= 0.0
            && w > 0.0
            && h > 0.0
            && x + w <= page.width + 0.01
            && y + h <= page.height + 0.01;
        if fits { Ok(()) } else { Err(PrintError::layout(key, "超出页面或没有大小")) }
    };
    let code = &spec.code;
    inside("code".into(), code.x, code.y, code.size, code.size)?;
    if let Some(logo) = &spec.logo {
        inside("logo".into(), logo.x, logo.y, logo.w, logo.h)?;
    }
    for (i, shape) in spec.shape.iter().enumerate() {
        let key = format!("shape[{i}]");
        inside(key.clone(), shape.x, shape.y, shape.w, shape.h)?;
        if shape.fill.is_none() && shape.stroke.is_none() {
            return Err(PrintError::layout(key, "fill 和 stroke 至少写一个"));
        }
        let stroke_fits = (0.0..=20.0).contains(&shape.stroke_width)
            && (shape.stroke.is_some() == (shape.stroke_width > 0.0));
        if !stroke_fits {
            return Err(PrintError::layout(format!("{key}.stroke_width"), "与 stroke 不配"));
        }
        if !(0.0..=100.0).contains(&shape.radius) {
            return Err(PrintError::layout(format!("{key}.radius"), "应在 0 到 100 毫米之间"));
        }
    }
    for text in &spec.text {
        inside(format!("text.{}", text.name), text.x, text.y, text.w, text.h)?;
    }
    Ok(())
}

fn code(spec: &Spec) -> Check {
    let code = &spec.code;
    let (least_size, least_module) = spec.kind.least();
    let refuse = |key, reason: String| Err(PrintError::layout(key, reason));
    if code.size < least_size {
        return refuse("code.size", format!("至少 {least_size} 毫米"));
    }
    if !(MIN_QUIET..=20).contains(&code.quiet) {
        return refuse("code.quiet", format!("静区至少 {MIN_QUIET} 个方格，至多 20 个"));
    }
    if !(code.min_module >= least_module && code.min_module.is_finite()) {
        return refuse("code.min_module", format!("至少 {least_module} 毫米"));
    }
    if !(72.0..=2400.0).contains(&code.dpi) {
        return refuse("code.dpi", "应在 72 到 2400 之间".into());
    }
    if code.color.luminance() > 0.1 {
        return refuse("code.color", "太浅，白底上扫不稳".into());
    }
    Ok(())
}

/// Nothing to read lies under the frame.
fn frame(spec: &Spec, stand: &Stand) -> Check {
    for (key, value) in [
        ("stand.frame_overlap", stand.frame_overlap),
        ("stand.base_height", stand.base_height),
        ("stand.base_depth", stand.base_depth),
    ] {
        if !(0.0..=200.0).contains(&value) {
            return Err(PrintError::layout(key, "应在 0 到 200 毫米之间"));
        }
    }
    let edge = stand.frame_overlap;
    let seen = |x: f32, y: f32, w: f32, h: f32| {
        x >= edge && y >= edge && x + w <= spec.page.width - edge && y + h <= spec.page.height - edge
    };
    let covered = |key: String| Err(PrintError::layout(key, format!("被边框盖住：四边各留 {edge} 毫米")));
    if !seen(spec.code.x, spec.code.y, spec.code.size, spec.code.size) {
        return covered("code".into());
    }
    match spec.text.iter().find(|t| !seen(t.x, t.y, t.w, t.h)) {
        Some(text) => covered(format!("text.{}", text.name)),
        None => Ok(()),
    }
}

/// All of the grid is on the sheet, and no two of it overlap.
fn sheet(spec: &Spec, grid: &Grid) -> Check {
    let refuse = |key: &str, reason: &str| Err(PrintError::layout(format!("grid.{key}"), reason));
    if !(1..=20).contains(&grid.columns) || !(1..=40).contains(&grid.rows) {
        return refuse("columns", "每行 1 到 20 个，每页 1 到 40 行");
    }
    if !(50.0..=1200.0).contains(&grid.sheet_width) || !(50.0..=1200.0).contains(&grid.sheet_height) {
        return refuse("sheet_width", "纸张宽、高应在 50 到 1200 毫米之间");
    }
    let (width, height) = (spec.page.width, spec.page.height);
    let fits = |start: f32, step: f32, count: usize, length: f32, sheet: f32| {
        start >= 0.0 && step + 0.01 >= length && start + step * (count - 1) as f32 + length <= sheet + 0.01
    };
    if !fits(grid.left, grid.step_x, grid.columns, width, grid.sheet_width) {
        return refuse("step_x", "横向排不下或互相重叠");
    }
    if !fits(grid.top, grid.step_y, grid.rows, height, grid.sheet_height) {
        return refuse("step_y", "纵向排不下或互相重叠");
    }
    Ok(())
}

fn text_box(text: &TextBox) -> Check {
    let refuse =
        |key: &str, reason: &str| Err(PrintError::layout(format!("text.{}.{key}", text.name), reason));
    if text.name.is_empty() || !text.name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return Err(PrintError::layout("text.name", "只能用英文字母、数字和下划线"));
    }
    if !(1.0..=200.0).contains(&text.size_min) {
        return refuse("size_min", "应在 1 到 200 毫米之间");
    }
    if !(text.size_max >= text.size_min && text.size_max <= 200.0) {
        return refuse("size_max", "应不小于 size_min，至多 200 毫米");
    }
    if !(1..=6).contains(&text.max_lines) {
        return refuse("max_lines", "应在 1 到 6 之间");
    }
    if !(1.0..=3.0).contains(&text.line_height) {
        return refuse("line_height", "应在 1 到 3 之间");
    }
    if !(0.0..=2.0).contains(&text.tracking) {
        return refuse("tracking", "应在 0 到 2 之间");
    }
    if text.text.trim().is_empty() || text.text.chars().any(char::is_control) {
        return refuse("text", "不能为空，也不能有控制字符");
    }
    if text.text.split(' ').any(str::is_empty) {
        return refuse("text", "首尾不能有空格，中间不能连用空格");
    }
    let known: usize = TextBox::PLACES.iter().map(|(place, _)| text.text.matches(place).count()).sum();
    if text.text.matches(['{', '}']).count() != 2 * known {
        return refuse("text", "只能用 {hall}、{window}、{name}、{number}、{code}、{host}、{own}");
    }
    Ok(())
}

/// Room for a hall's own text and mark is in free layouts only, and away from the code.
fn additions(spec: &Spec) -> Check {
    let code = &spec.code;
    let free = |key: String, x: f32, y: f32, w: f32, h: f32| {
        if spec.edit == Edit::Standard {
            return Err(PrintError::layout(key, "标准版式不能留自定内容的位置"));
        }
        let apart = x + w <= code.x || x >= code.x + code.size || y + h <= code.y || y >= code.y + code.size;
        if apart { Ok(()) } else { Err(PrintError::layout(key, "与二维码方框重叠")) }
    };
    for text in spec.text.iter().filter(|t| t.fields().any(|f| f == Field::Own)) {
        let key = format!("text.{}", text.name);
        if text.text != "{own}" {
            return Err(PrintError::layout(format!("{key}.text"), "{own} 要单独成一框"));
        }
        free(key, text.x, text.y, text.w, text.h)?;
    }
    match &spec.logo {
        Some(logo) => free("logo".into(), logo.x, logo.y, logo.w, logo.h),
        None => Ok(()),
    }
}

/// Thermal paper has black and white.
fn ink(spec: &Spec) -> Check {
    if spec.kind != Kind::Ticket {
        return Ok(());
    }
    let pure = |color: &Color| [Color::BLACK, Color::WHITE].contains(color);
    let shapes = spec.shape.iter().flat_map(|s| [s.fill, s.stroke]).flatten();
    let mut all = shapes.chain(spec.text.iter().map(|t| t.color)).chain([spec.code.color]);
    match all.find(|color| !pure(color)) {
        Some(color) => Err(PrintError::layout("color", format!("小票只有黑白两色，不能用 {color}"))),
        None => Ok(()),
    }
}

/// Every part of the content is shown, marks are there, and no words ask for praise.
fn wording(spec: &Spec) -> Check {
    for (place, field) in TextBox::PLACES {
        let shown = |t: &TextBox| t.when == When::Always && t.text.contains(place);
        if spec.kind.must_show().contains(&field) && !spec.text.iter().any(shown) {
            return Err(PrintError::layout("text", format!("没有一处印出 {place}")));
        }
    }
    let says =
        |when: &[When], word: &str| spec.text.iter().any(|t| when.contains(&t.when) && t.text.contains(word));
    if !says(&[When::Demo], "示例数据") {
        return Err(PrintError::layout("text", "缺少 when = \"demo\" 的“示例数据”标记"));
    }
    if spec.sample && !says(&[When::Always], "样张") {
        return Err(PrintError::layout("sample", "样张版式要印出“样张”"));
    }
    for text in &spec.text {
        if let Some(word) = LEADING.iter().find(|word| text.text.contains(**word)) {
            return Err(PrintError::layout(
                format!("text.{}.text", text.name),
                format!("“{word}”是引导性用语，台牌用语要中立"),
            ));
        }
    }
    Ok(())
}
