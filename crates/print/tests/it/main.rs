//! The crate from outside: content in, files out, and the files looked into.

mod degraded;
mod files;
mod layouts;
mod names;
mod packs;
mod photos;
mod photos_hostile;
mod pictures;
mod reports;
mod styles;
mod tampering;

use print::{Layout, PlateContent, Press};

const LAYOUT: &str = include_str!("../../layouts/henan-2023-a4.toml");

fn press() -> Press {
    Press::new().expect("the fonts are embedded")
}

fn layout() -> Layout {
    Layout::parse(LAYOUT).expect("the layout is right")
}

/// A plate's content with nothing wrong in it. The address has 32 characters.
fn content() -> PlateContent {
    PlateContent {
        url: "https://hp.example.cn/w/7K3M9QX1".into(),
        hall: "示例市示例区示例街道示例社区便民服务中心".into(),
        window: "综合受理 1 号窗口（示例）".into(),
        staff: None,
        code: "7K3M9QX".into(),
        host: "hp.example.cn".into(),
        demo: false,
    }
}
