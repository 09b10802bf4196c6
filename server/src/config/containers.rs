//! `[containers]`: the apps whose web-views show our pages.

use crate::gateway::messages::Fault;
use reqwest::Url;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Most a verification file holds, bytes; they hold a line.
const LONGEST: usize = 4096;
/// Files of our own at the web root.
const OURS: [&str; 2] = ["robots.txt", "favicon.svg"];

/// `[containers]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Containers {
    /// Origins a link may send people back to after rating (`backUrl`).
    pub back: Vec<String>,
    /// Files by which a host is proved to be ours, by their exact name at the web root.
    pub verification: BTreeMap<String, String>,
}

impl Containers {
    /// What of it makes no sense.
    pub(super) fn check(&self) -> Result<(), Fault> {
        if !self.back.iter().all(|origin| is_origin(origin)) {
            return Err(("containers.back", "应为 https://主机名 的列表, 不带路径和结尾的斜线"));
        }
        if !self.verification.keys().all(|name| is_file_name(name)) {
            return Err((
                "containers.verification",
                "的文件名应为字母、数字、_、-、. 组成的 *.txt 或 *.html, 不与本系统的文件同名",
            ));
        }
        if !self.verification.values().all(|content| content.len() <= LONGEST) {
            return Err(("containers.verification", "的文件内容应在 4096 字节以内"));
        }
        Ok(())
    }
}

/// Written as browsers write an origin, so that it can be compared; plain http is for a stand-in on this machine.
fn is_origin(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let is_here = matches!(url.host_str(), Some("127.0.0.1" | "localhost"));
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_here);
    is_safe && url.origin().ascii_serialization() == text
}

/// A name without a folder. None of our routes has a dot but the files named here.
fn is_file_name(name: &str) -> bool {
    let signs = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    let stem = name.strip_suffix(".txt").or_else(|| name.strip_suffix(".html"));
    signs
        && name.len() <= 100
        && stem.is_some_and(|s| !s.is_empty() && !s.starts_with('.'))
        && !OURS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::{is_file_name, is_origin};

    #[test]
    fn an_origin_has_no_path_and_is_safe() {
        for good in ["https://zwfw.example", "https://zwfw.example:8443", "http://127.0.0.1:9000"] {
            assert!(is_origin(good), "{good}");
        }
        for bad in [
            "",
            "*",
            "zwfw.example",
            "https://zwfw.example/",
            "https://a.example/x",
            "http://zwfw.example",
            "https://ZWFW.example",
            "https://zwfw.example:443",
            "javascript:",
        ] {
            assert!(!is_origin(bad), "{bad}");
        }
    }

    #[test]
    fn a_verification_file_has_a_plain_name_that_is_not_ours() {
        for good in ["MP_verify_a1B2c3D4.txt", "4x9cK2.txt", "alipay-verify.html"] {
            assert!(is_file_name(good), "{good}");
        }
        for bad in [
            "",
            ".txt",
            "..txt",
            "a/b.txt",
            "../a.txt",
            "w",
            "metrics",
            "a.js",
            "robots.txt",
            "favicon.svg",
            "校验.txt",
            "a%2e.txt",
        ] {
            assert!(!is_file_name(bad), "{bad}");
        }
    }
}
