//! Rules a layout must keep whatever it looks like. Each refusal names the key.

use super::{Color, Spec, TextBox, When};
use crate::PrintError;

/// Side of the code's square that a phone reads at a counter's distance (0.8 m ÷ 10).
const MIN_CODE_AREA: f32 = 80.0;
/// ISO/IEC 18004: four modules of white on each side.
const MIN_QUIET: u32 = 4;
/// A module must be read at arm's length, worn and badly lit.
const MIN_MODULE: f32 = 2.0;
/// Wording that asks for a good rating instead of a rating.
const LEADING: &[&str] = &["五星", "好评", "满分", "非常满意", "打赏"];

type Check = Result<(), PrintError>;

pub(super) fn check(spec: &Spec) -> Check {
    if spec.schema != 1 {
        return Err(PrintError::layout("schema", "只认识 1"));
    }
    for (key, value) in [("name", &spec.name), ("version", &spec.version)] {
        if value.trim().is_empty() {
            return Err(PrintError::layout(key, "不能为空"));
        }
    }
    numbers(spec)?;
    code(spec)?;
    for text in &spec.text {
        text_box(text)?;
    }
    wording(spec)
}

/// All lengths are finite, positive where they must be, and on the page.
fn numbers(spec: &Spec) -> Check {
    let page = &spec.page;
    for (key, value) in [("page.width", page.width), ("page.height", page.height)] {
        if !(50.0..=1200.0).contains(&value) {
            return Err(PrintError::layout(key, "应在 50 到 1200 毫米之间"));
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
    let refuse = |key, reason: String| Err(PrintError::layout(key, reason));
    if code.size < MIN_CODE_AREA {
        return refuse("code.size", format!("至少 {MIN_CODE_AREA} 毫米"));
    }
    if !(MIN_QUIET..=20).contains(&code.quiet) {
        return refuse("code.quiet", format!("静区至少 {MIN_QUIET} 个方格，至多 20 个"));
    }
    if !(code.min_module >= MIN_MODULE && code.min_module.is_finite()) {
        return refuse("code.min_module", format!("至少 {MIN_MODULE} 毫米"));
    }
    if !(72.0..=2400.0).contains(&code.dpi) {
        return refuse("code.dpi", "应在 72 到 2400 之间".into());
    }
    if luminance(code.color) > 0.1 {
        return refuse("code.color", "太浅，白底上扫不稳".into());
    }
    Ok(())
}

/// WCAG relative luminance.
fn luminance(color: Color) -> f32 {
    let [r, g, b] = color.0.map(|v| (f32::from(v) / 255.0).powf(2.2));
    0.2126 * r + 0.7152 * g + 0.0722 * b
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
        return refuse("text", "只能用 {hall}、{window}、{code}、{host}");
    }
    Ok(())
}

/// Every part of the content is shown, marks are there, and no words ask for praise.
fn wording(spec: &Spec) -> Check {
    for (place, _) in TextBox::PLACES {
        let shown = |t: &&TextBox| t.when == When::Always && t.text.contains(place);
        if spec.text.iter().find(shown).is_none() {
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
