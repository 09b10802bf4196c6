//! What can go wrong with a plate, in sentences for the person who asked for it.

use std::fmt;

/// The part of a plate's content an error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    Url,
    Hall,
    Window,
    /// A staff card's person.
    Name,
    Number,
    Code,
    Host,
    /// The hall's own line of text.
    Own,
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Url => "二维码网址",
            Self::Hall => "大厅名称",
            Self::Window => "窗口名称",
            Self::Name => "姓名",
            Self::Number => "工号",
            Self::Code => "窗口码",
            Self::Host => "官方网址",
            Self::Own => "自定文字",
        })
    }
}

/// Why no plate was handed out.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PrintError {
    #[error("没有名为“{0}”的台牌版式")]
    UnknownLayout(String),
    #[error("不支持的文件格式“{0}”，可选 pdf、png、svg")]
    UnknownFormat(String),
    /// `key` is the path in the layout file, e.g. `text.hall.size_min`.
    #[error("台牌版式有误：{key}：{reason}")]
    Layout { key: String, reason: String },
    /// A file of the city's folder of layouts.
    #[error("版式文件 {file} 未装入：{reason}")]
    LayoutFile { file: String, reason: String },
    #[error("“{0}”是标准版式，不能加自定文字或标志")]
    Standard(String),
    #[error("版式“{layout}”没有留出{what}的位置")]
    NoRoom { layout: String, what: &'static str },
    #[error("自定文字里的“{0}”是引导性用语，台牌用语要中立")]
    Leading(&'static str),
    #[error("标志图片不能用：{0}")]
    Logo(String),
    #[error("{0}不能为空")]
    Empty(Field),
    #[error("{field}中的“{sign}”无法印制：字库里没有这个字")]
    MissingGlyph { field: Field, sign: char },
    #[error("{field}里有不可见的控制字符（U+{code:04X}），请删去后重试")]
    Invisible { field: Field, code: u32 },
    #[error("{field}太长：按最小字号排仍多出约 {over} 个字，请缩短")]
    TooLong { field: Field, over: usize },
    #[error("二维码网址无效：{0}")]
    Url(&'static str),
    #[error("窗口码只能由字母、数字和连字符组成，最多 16 个")]
    Code,
    #[error("官方网址“{host}”与二维码指向的“{found}”不一致")]
    HostDiffers { host: String, found: String },
    #[error("二维码网址太长：每个小方格只有 {module:.2} 毫米，低于 {min:.1} 毫米，扫不稳，请缩短网址")]
    ModuleTooSmall { module: f32, min: f32 },
    /// The picture does not say what it should: never handed out.
    #[error("台牌未通过回读检查，没有交付：{reason}")]
    ReadBack { reason: String },
    #[error("没有要制作的台牌")]
    EmptyPack,
    #[error("一次最多制作 {most} 张，这次有 {asked} 张，请分批制作")]
    PackTooLarge { asked: usize, most: usize },
    #[error("已取消制作")]
    Cancelled,
    #[error("读不出这张图片：{0}")]
    Picture(String),
    /// A library refused what this crate made: a fault of the crate, not of the content.
    #[error("台牌绘制失败：{0}")]
    Draw(String),
}

impl PrintError {
    pub(crate) fn layout(key: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Layout { key: key.into(), reason: reason.into() }
    }

    pub(crate) fn draw(reason: impl fmt::Display) -> Self {
        Self::Draw(reason.to_string())
    }
}
