//! The code itself: modules, their size on paper, and the one outline they are drawn with.

use qrcode::{EcLevel, QrCode};
use ttf_parser::OutlineBuilder;

use crate::PrintError;
use crate::layout::CodeArea;

const MM_PER_INCH: f32 = 25.4;

/// A QR code placed on the page.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    /// Modules a side.
    width: usize,
    dark: Vec<bool>,
    pub quiet: usize,
    /// Side of a module in millimetres, whole dots of the layout's raster.
    pub module: f32,
    /// The raster's dots in an inch.
    pub dpi: f32,
    /// Upper left corner of the first module in millimetres, on the same raster.
    pub x: f32,
    pub y: f32,
}

impl Code {
    /// Error correction Q: in trials the level that survived stains, glare and tilt at this size.
    pub fn place(url: &str, area: &CodeArea) -> Result<Self, PrintError> {
        let too_small = |module| PrintError::ModuleTooSmall { module, min: area.min_module };
        let code = QrCode::with_error_correction_level(url, EcLevel::Q).map_err(|_| too_small(0.0))?;
        let width = code.width();
        let quiet = area.quiet as usize;
        let dots_per_mm = area.dpi / MM_PER_INCH;
        let modules = (width + 2 * quiet) as f32;
        // The small addend keeps an exact fit from being lost to rounding.
        let dots = (area.size * dots_per_mm / modules + 1e-3).floor();
        let module = dots / dots_per_mm;
        if module < area.min_module {
            return Err(too_small(module));
        }
        let inset = (area.size - width as f32 * module) / 2.0;
        let snap = |mm: f32| (mm * dots_per_mm).round() / dots_per_mm;
        Ok(Self {
            width,
            dark: code.to_colors().iter().map(|c| *c == qrcode::Color::Dark).collect(),
            quiet,
            module,
            dpi: area.dpi,
            x: snap(area.x + inset),
            y: snap(area.y + inset),
        })
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn is_dark(&self, column: usize, row: usize) -> bool {
        self.dark[row * self.width + column]
    }

    #[cfg(test)]
    pub fn flip(&mut self, column: usize, row: usize) {
        let module = &mut self.dark[row * self.width + column];
        *module = !*module;
    }

    /// The dark modules in module units, each run of them in a row a rectangle: whole numbers only.
    pub fn outline(&self, pen: &mut dyn OutlineBuilder) {
        for (y, row) in self.dark.chunks(self.width).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                if run[0] {
                    let (left, right, top) = (x as f32, (x + run.len()) as f32, y as f32);
                    pen.move_to(left, top);
                    pen.line_to(right, top);
                    pen.line_to(right, top + 1.0);
                    pen.line_to(left, top + 1.0);
                    pen.close();
                }
                x += run.len();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Color;

    fn area(size: f32) -> CodeArea {
        CodeArea { x: 50.0, y: 90.0, size, quiet: 4, min_module: 2.0, dpi: 300.0, color: Color([0, 0, 0]) }
    }

    #[test]
    fn thirty_two_characters_make_version_three_with_modules_over_two_millimetres() {
        let url = "https://hp.example.gov.cn/w/7K3M";
        assert_eq!(url.len(), 32);
        let code = Code::place(url, &area(80.0)).unwrap();
        assert_eq!(code.width(), 29);
        assert!(code.module >= 2.0);
    }

    #[test]
    fn modules_and_corner_are_whole_dots() {
        let code = Code::place("https://hp.example.gov.cn/w/7K3M", &area(110.0)).unwrap();
        for mm in [code.module, code.x, code.y] {
            let dots = mm * 300.0 / 25.4;
            assert!((dots - dots.round()).abs() < 1e-3, "{mm}");
        }
        let side = code.module * (code.width() + 8) as f32;
        assert!(side <= 110.0 && side > 100.0);
    }

    #[test]
    fn an_address_that_makes_modules_too_small_is_refused() {
        for length in [200, 5000] {
            let url = format!("https://hp.example.gov.cn/{}", "w".repeat(length));
            let refused = Code::place(&url, &area(80.0)).err();
            assert!(matches!(refused, Some(PrintError::ModuleTooSmall { .. })));
        }
    }

    #[test]
    fn the_outline_covers_exactly_the_dark_modules() {
        let code = Code::place("https://a.cn/1", &area(80.0)).unwrap();
        let dark = code.dark.iter().filter(|d| **d).count();
        let mut pen = Area::default();
        code.outline(&mut pen);
        assert_eq!(pen.area, dark as f32);
    }

    /// Sums what rectangles of height one cover.
    #[derive(Default)]
    struct Area {
        area: f32,
        left: f32,
        right: f32,
    }

    impl OutlineBuilder for Area {
        fn move_to(&mut self, x: f32, _: f32) {
            self.left = x;
        }

        fn line_to(&mut self, x: f32, _: f32) {
            self.right = self.right.max(x);
        }

        fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {
            unreachable!("modules are square");
        }

        fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {
            unreachable!("modules are square");
        }

        fn close(&mut self) {
            self.area += self.right - self.left;
            self.right = 0.0;
        }
    }
}
