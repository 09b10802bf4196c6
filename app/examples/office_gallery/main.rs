//! Writes every page and component of the office in every state as an HTML file, for looking at:
//!
//! `cargo run -p app --features ssr --example office_gallery -- FOLDER`
//!
//! The style sheet is copied as it is; a browser follows its `@import`s when the folder is served.

mod forms;
mod lists;
mod sign_in;
mod things;

use app::components::Tone;
use app::office::*;
use app::page::{Assets, PageContext, TextSize};
use leptos::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Pages by name.
type Pages = Vec<(String, String)>;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "gallery".to_owned()));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    copy_folder(&root.join("style"), &folder.join("style"))?;
    copy_folder(&root.join("public"), &folder)?;
    for (size, mark) in [(TextSize::Standard, ""), (TextSize::Elder22, ".e22"), (TextSize::Elder30, ".e30")] {
        let mut pages = Pages::new();
        sign_in::add(size, &mut pages);
        lists::add(size, &mut pages);
        forms::add(size, &mut pages);
        things::add(size, &mut pages);
        for (name, page) in pages {
            std::fs::write(folder.join(format!("{name}{mark}.html")), page)?;
        }
    }
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Renders as the server does.
fn html<V: IntoView>(page: impl FnOnce() -> V) -> String {
    Owner::new().with(|| page().into_view().to_html())
}

fn page(size: TextSize, path: &str) -> PageContext {
    PageContext {
        demo: true,
        text_size: size,
        assets: Arc::new(Assets {
            css: "/style/citizen.css".into(),
            office_css: "/style/office.css".into(),
            boot: "/boot.js".into(),
            js: "/pkg/citizen.js".into(),
            wasm: "/pkg/citizen_bg.wasm".into(),
            office_js: "/pkg/office.js".into(),
            office_wasm: "/pkg/office_bg.wasm".into(),
        }),
        path: path.into(),
        host: "hp.zibo.gov.cn".into(),
        my: true,
    }
}

/// As a hall's manager sees it, on the page that `href` names.
fn office(size: TextSize, href: &'static str) -> OfficeContext {
    let group = |label, items: &[(&'static str, &'static str)]| NavGroup {
        label,
        items: items
            .iter()
            .map(|(label, path)| NavItem { label, href: path, current: *path == href })
            .collect(),
    };
    OfficeContext {
        page: page(size, href),
        officer: Some(OfficerView {
            name: "示例管理员甲".into(),
            role: "大厅管理员".into(),
            scope: "张店区 · 示例政务服务中心".into(),
        }),
        nav: vec![
            group("", &[("工作台", HOME)]),
            group(
                "场所",
                &[("大厅", "/office/halls"), ("窗口", "/office/windows"), ("台牌", "/office/plates")],
            ),
            group(
                "人员",
                &[("部门", "/office/departments"), ("人员", "/office/staff"), ("值班", "/office/shifts")],
            ),
            group(
                "业务",
                &[("事项", "/office/items"), ("办件", "/office/cases"), ("导入", "/office/imports")],
            ),
            group("系统", &[("账号", "/office/accounts"), ("操作日志", "/office/audit")]),
        ],
        csrf: "csrf-token".into(),
        flash: None,
    }
}

fn flashed(ctx: OfficeContext, tone: Tone, text: &str) -> OfficeContext {
    OfficeContext { flash: Some(Flash { tone, text: text.into() }), ..ctx }
}

fn crumbs(way: &[(&str, &str)]) -> Vec<(String, String)> {
    way.iter().map(|(label, href)| ((*label).to_owned(), (*href).to_owned())).collect()
}
