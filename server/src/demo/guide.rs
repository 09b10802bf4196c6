//! Where to look in a demonstration: printed for people, written as `demo.json` for tests.

use super::cases::{self, Shows};
use super::officers::{self, Officer};
use super::partner::{self, Partner};
use super::{must_be_demo, places};
use crate::cli::Failure;
use domain::{Channel, Container, RatingInput, WindowCode};
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use serde::Serialize;
use std::path::Path;
use usecases::{CaseToken, Service, Submission, Submitted};

#[derive(Debug, Serialize)]
pub(super) struct Guide {
    home_url: String,
    window_url: String,
    case_url: String,
    receipt_url: String,
    receipt_pin: String,
    withdrawn_url: String,
    office_url: String,
    api_url: String,
    api_docs_url: String,
    partner: Partner,
    accounts: Vec<Officer>,
    windows: Vec<WindowEntry>,
    cases: Vec<CaseEntry>,
}

#[derive(Debug, Serialize)]
struct WindowEntry {
    code: String,
    url: String,
    hall: String,
    window: String,
    department: String,
}

#[derive(Debug, Serialize)]
struct CaseEntry {
    state: &'static str,
    url: String,
}

impl Guide {
    /// Imports fresh cases (a link's token is known at its making only) and gathers the URLs.
    pub(super) async fn new(service: &Service, base: &str) -> Result<Guide, Failure> {
        must_be_demo(service).await?;
        withdraw_one(service).await?;
        let hits = service.db().windows_by_name("", 200).await?;
        let first = hits.first().ok_or_else(|| Failure("示例数据中没有窗口".into()))?;
        let receipt = rate_window(service, &first.code).await?;
        let withdrawn = service.db().withdrawn_window_code().await?.unwrap_or_default();
        let mut entries = Vec::new();
        for (shows, link) in cases::import(service, &hits).await? {
            match shows {
                Shows::Used => drop(rate_case(service, &link.token).await?),
                Shows::Revoked => drop(service.revoke_link(&link.token).await?),
                Shows::Open | Shows::Expired => {}
            }
            entries.push(CaseEntry { state: shows.word(), url: format!("{base}/c/{}", link.token.as_str()) });
        }
        let windows = hits.into_iter().map(|w| WindowEntry {
            url: format!("{base}/w/{}", w.code),
            code: w.code,
            hall: w.hall,
            window: w.window_name,
            department: w.department,
        });
        let windows: Vec<WindowEntry> = windows.collect();
        Ok(Guide {
            home_url: format!("{base}/"),
            window_url: windows.first().map(|w| w.url.clone()).unwrap_or_default(),
            case_url: entries.first().map(|c| c.url.clone()).unwrap_or_default(),
            receipt_url: format!("{base}/r/{}", receipt.receipt),
            receipt_pin: receipt.pin,
            withdrawn_url: format!("{base}/w/{withdrawn}"),
            office_url: format!("{base}/office"),
            api_url: format!("{base}/api/v1"),
            api_docs_url: format!("{base}/api/docs"),
            partner: partner::one(service).await?,
            accounts: officers::all(service).await?,
            windows,
            cases: entries,
        })
    }

    /// Writes the file; whoever reads it never sees half of it.
    pub(super) fn write(&self, path: &Path) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(self)?;
        let draft = path.with_extension("json.new");
        std::fs::write(&draft, text)?;
        Ok(std::fs::rename(&draft, path)?)
    }

    /// Says where to begin.
    pub(super) fn print(&self, lan: bool) {
        println!("\n好差评演示已启动 (示例数据)\n");
        println!("  首页      {}", self.home_url);
        println!("  窗口评价  {}", self.window_url);
        println!("  办件评价  {}", self.case_url);
        println!("  评价回执  {}   查询口令 {}", self.receipt_url, self.receipt_pin);
        println!(
            "\n  管理端    {}   任选一种角色进入: {}",
            self.office_url,
            self.office_url.clone() + "/tour"
        );
        println!("  账号                 密码 (本次运行有效)     角色");
        for officer in &self.accounts {
            println!("  {:<20} {:<23} {}", officer.login, officer.password, officer.label);
        }
        if lan && let Ok(code) = QrCode::new(&self.window_url) {
            let drawn =
                code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build();
            println!("\n请用同一局域网内的手机扫描:\n\n{drawn}");
        }
        println!("\n按 Ctrl-C 结束。\n");
    }
}

async fn withdraw_one(service: &Service) -> Result<(), Failure> {
    let found = service.db().windows_by_name(places::WITHDRAWN, 1).await?;
    if let Some(code) = found.first().and_then(|w| w.code.parse::<WindowCode>().ok())
        && let Some(window) = service.db().window_by_code(code).await?
    {
        service.db().withdraw_window(window.id, service.world().now()).await?;
    }
    Ok(())
}

/// A sample rating, by the way every rating takes; only ever in a database marked as sample data.
async fn rate_window(service: &Service, code: &str) -> Result<Submitted, Failure> {
    must_be_demo(service).await?;
    let code: WindowCode = code.parse()?;
    let info = service.window(code).await?.ok_or_else(|| Failure("窗口不在".into()))?;
    Ok(service.rate_window(&info, &sample(Channel::QrCode)).await?)
}

async fn rate_case(service: &Service, token: &CaseToken) -> Result<Submitted, Failure> {
    must_be_demo(service).await?;
    let link = service.case_link(token).await?.ok_or_else(|| Failure("链接不在".into()))?;
    Ok(service.rate_case(&link, &sample(Channel::Mobile)).await?)
}

fn sample(channel: Channel) -> Submission {
    let input = RatingInput {
        level: "4".into(),
        indicators: vec!["413".into()],
        words: "示例评价：一次就办好了。".into(),
        anonymous: true,
        ..RatingInput::default()
    };
    let container = Container::Browser;
    Submission { input, key: None, another: true, device: None, address: None, channel, container }
}
