//! From the SVG to the one tree that PNG, PDF, SVG and the read-back are drawn from.

use usvg::{Group, Node, Options, Tree};

use crate::PrintError;
use crate::fonts::Fonts;
use crate::svg::Drawing;

/// Parses the drawing and makes sure that no text was lost on the way: usvg drops text whose font
/// it does not find and only logs it.
pub(crate) fn parse(fonts: &Fonts, drawing: &Drawing) -> Result<Tree, PrintError> {
    let options = Options { fontdb: fonts.database.clone(), ..Options::default() };
    let tree = Tree::from_str(&drawing.svg, &options).map_err(PrintError::draw)?;
    let mut set = Vec::with_capacity(drawing.lines.len());
    collect(tree.root(), &mut set);
    if let Some(lost) = drawing.lines.iter().find(|line| !set.contains(line)) {
        return Err(PrintError::draw(format_args!("文字“{lost}”没有排出来")));
    }
    Ok(tree)
}

/// The text of every text node as its glyphs say it, glyphs for missing characters left out.
fn collect(group: &Group, set: &mut Vec<String>) {
    for node in group.children() {
        match node {
            Node::Group(inner) => collect(inner, set),
            Node::Text(text) => {
                let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
                set.push(glyphs.filter(|g| g.id.0 != 0).map(|g| g.text.as_str()).collect());
            }
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_an_unknown_font_is_noticed() {
        let fonts = Fonts::load().unwrap();
        let svg = |family| Drawing {
            svg: format!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" width="9mm" height="9mm"><text y="9" font-family="{family}">示例</text></svg>"#
            ),
            lines: vec!["示例".to_owned()],
        };
        assert!(parse(&fonts, &svg("Noto Sans SC")).is_ok());
        let refused = parse(&fonts, &svg("No Such Font")).unwrap_err();
        assert!(refused.to_string().contains("示例"), "{refused}");
    }

    #[test]
    fn a_character_without_glyph_is_noticed() {
        let fonts = Fonts::load().unwrap();
        let drawing = Drawing {
            svg: r#"<svg xmlns="http://www.w3.org/2000/svg" width="9mm" height="9mm"><text y="9" font-family="Noto Sans SC">示😀例</text></svg>"#.to_owned(),
            lines: vec!["示😀例".to_owned()],
        };
        assert!(parse(&fonts, &drawing).is_err());
    }
}
