//! Style sheets and scripts: files with a hash in their name, compressed when they were built, kept by
//! browsers for a year.

use super::AppState;
use app::page::Assets;
use axum::http::{HeaderValue, Response, header};
use leptos::config::LeptosOptions;
use serde::Deserialize;
use std::path::Path;
use tower_http::services::fs::ServeFileSystemResponseBody;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeader;

/// `manifest.json`, written by `cargo xtask site`.
#[derive(Deserialize)]
struct Manifest {
    css: String,
    office_css: String,
    boot: String,
    js: String,
    wasm: String,
    office_js: String,
    office_wasm: String,
}

/// Why the files of the pages cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum AssetsError {
    /// There is no manifest.
    #[error("找不到页面文件 {0}: 先运行 `cargo xtask site`, 或在配置中写明 server.site")]
    Missing(String),
    /// The manifest is not one.
    #[error("页面文件清单 {0} 不完整: 重新运行 `cargo xtask site`")]
    Broken(String),
}

/// Reads which files belong to this build.
pub fn load(site: &Path) -> Result<Assets, AssetsError> {
    let path = site.join("pkg/manifest.json");
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(&path).map_err(|_| AssetsError::Missing(shown.clone()))?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|_| AssetsError::Broken(shown))?;
    let url = |name: String| format!("/pkg/{name}");
    Ok(Assets {
        css: url(manifest.css),
        office_css: url(manifest.office_css),
        boot: url(manifest.boot),
        js: url(manifest.js),
        wasm: url(manifest.wasm),
        office_js: url(manifest.office_js),
        office_wasm: url(manifest.office_wasm),
    })
}

type File = Response<ServeFileSystemResponseBody>;
type Forever = fn(&File) -> Option<HeaderValue>;

/// A file that was found never changes; that one is missing may be true for a moment only.
fn forever(answer: &File) -> Option<HeaderValue> {
    let found = answer.status().is_success();
    found.then(|| HeaderValue::from_static("public, max-age=31536000, immutable"))
}

/// The services that hand out files.
pub(super) struct Site {
    pub(super) pkg: SetResponseHeader<ServeDir, Forever>,
    pub(super) favicon: ServeFile,
    pub(super) robots: ServeFile,
}

pub(super) fn service(state: &AppState) -> Site {
    let site = &state.config.server.site;
    // Mounted under /pkg, which is taken off the path: the root is that folder itself.
    let folder = LeptosOptions::builder()
        .output_name("citizen")
        .site_root(site.join("pkg").display().to_string())
        .build();
    Site {
        pkg: SetResponseHeader::overriding(
            leptos_axum::site_pkg_dir_service(&folder),
            header::CACHE_CONTROL,
            forever as Forever,
        ),
        favicon: ServeFile::new(site.join("favicon.svg")),
        robots: ServeFile::new(site.join("robots.txt")),
    }
}
