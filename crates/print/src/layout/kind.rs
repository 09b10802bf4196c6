//! What a layout is for, and what that asks of it.

use std::fmt;

use serde::Deserialize;

use crate::error::Field;

/// What a layout is for. Decides how large its code must be and whose name it bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 台牌, hangs or stands at a window.
    Plate,
    /// 桌牌, stands on the desk.
    Desk,
    /// 贴纸, from a sheet of stickers.
    Label,
    /// 一人一码: bears a person's name and number in the window's place.
    Staff,
    /// 小票, thermal paper: black and white only.
    Ticket,
    /// 办件: given to one person for one service. Prints the organisation in the hall's place, the item in the
    /// window's, the day of service in the code's, and until when to rate in the line of one's own.
    Case,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plate => "台牌",
            Self::Desk => "桌牌",
            Self::Label => "贴纸",
            Self::Staff => "一人一码",
            Self::Ticket => "小票",
            Self::Case => "办件",
        })
    }
}

impl Kind {
    /// Least side of the code's square (its white included) and of a module, in millimetres: a phone
    /// reads a code from about ten times its side, and a module must outlast wear and bad light.
    pub(super) fn least(self) -> (f32, f32) {
        match self {
            // Across a counter, 0.8 m.
            Self::Plate => (80.0, 2.0),
            // Across a desk, 0.6 m.
            Self::Desk => (60.0, 1.4),
            // Worn on the chest or lying on a desk.
            Self::Staff => (30.0, 0.8),
            // In the hand.
            Self::Label | Self::Ticket | Self::Case => (25.0, 0.6),
        }
    }

    /// What every plate of this kind must print.
    pub(super) fn must_show(self) -> &'static [Field] {
        match self {
            Self::Staff => &[Field::Hall, Field::Name, Field::Number, Field::Code, Field::Host],
            _ => &[Field::Hall, Field::Window, Field::Code, Field::Host],
        }
    }
}

/// Whether a hall may add to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Edit {
    /// An authority's standard: printed as it is or not at all.
    Standard,
    /// May take a line of the hall's own text and its mark, where the layout has room for them.
    Free,
}
