//! Around the plate: the stand it is put into, the sheet it is cut from.

use std::fmt;

use serde::Deserialize;

/// How the stand of a plate is to be made, in millimetres. The plate itself is printed 1:1.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stand {
    /// What the frame covers of the plate on each side.
    pub frame_overlap: f32,
    pub base_height: f32,
    pub base_depth: f32,
}

/// What to tell whoever has the stands made.
impl fmt::Display for Stand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { frame_overlap, base_height, base_depth } = self;
        write!(
            f,
            "按 1:1 打印，不缩放；边框每边压住台牌 {frame_overlap} 毫米；底座高 {base_height} 毫米、深 {base_depth} 毫米"
        )
    }
}

/// Several of a small layout on one sheet, in millimetres; the page is one of them.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    pub sheet_width: f32,
    pub sheet_height: f32,
    pub columns: usize,
    pub rows: usize,
    /// Upper left corner of the first one.
    pub left: f32,
    pub top: f32,
    /// From one left (upper) edge to the next.
    pub step_x: f32,
    pub step_y: f32,
    /// A sheet of stickers, cut already: no crop marks.
    pub precut: bool,
}

impl Grid {
    /// How many lie on a sheet.
    pub fn places(&self) -> usize {
        self.columns * self.rows
    }
}
