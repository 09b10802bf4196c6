//! `server doctor`: what is wrong with a set-up, in plain words, and what to do about it.

use crate::config::{Config, ConfigError};
use crate::gateway::MessageGateway;
use crate::{setup, web};
use domain::Calendar;
use domain::calendar::ImportedYear;
use print::{Layout, Press};
use std::net::IpAddr;
use std::os::unix::fs::MetadataExt;
use std::process::ExitCode;
use storage::{Db, LogFault};
use usecases::World;

/// How a check ended.
enum Finding {
    Good(String),
    Warning(String),
    Bad(String),
}

use Finding::{Bad, Good, Warning};

pub(super) async fn run(config: Result<Config, ConfigError>) -> ExitCode {
    let findings = match config {
        Err(error) => vec![Bad(error.to_string())],
        Ok(config) => examine(&config).await,
    };
    let mut bad = 0;
    for finding in &findings {
        match finding {
            Good(text) => println!("  正常  {text}"),
            Warning(text) => println!("  注意  {text}"),
            Bad(text) => {
                bad += 1;
                println!("  不对  {text}");
            }
        }
    }
    if bad == 0 {
        println!("检查完毕, 可以运行。");
        ExitCode::SUCCESS
    } else {
        println!("检查完毕, 有 {bad} 处不对, 请先更正。");
        ExitCode::FAILURE
    }
}

async fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = vec![Good("配置文件可以读懂".into())];
    findings.extend(address(config));
    findings.push(site(config));
    findings.push(keys(config));
    findings.push(layout(config));
    findings.push(messages(config));
    findings.extend(database(config).await);
    findings
}

fn address(config: &Config) -> Vec<Finding> {
    let url = &config.server.public_url;
    let mut findings = Vec::new();
    if !config.is_https() {
        findings
            .push(Warning(format!("对外网址 {url} 不是 https: 只宜演示; 微信、支付宝内的网页要求 https")));
    }
    let longest = format!("{url}/w/0000000").len();
    findings.push(if longest <= 32 {
        Good(format!("窗口网址 {longest} 个字符, 二维码清晰易扫"))
    } else {
        Warning(format!("窗口网址 {longest} 个字符, 超过 32: 二维码会更密。请用短一些的主机名"))
    });
    let open = config.server.listen.ip().is_unspecified();
    if open && config.server.trusted_proxies.is_empty() {
        findings.push(Warning("监听所有网卡, 又没有登记反向代理: 请确认前面有 https 网关".into()));
    }
    if config.server.trusted_proxies.iter().any(IpAddr::is_unspecified) {
        findings.push(Bad("trusted_proxies 不能是 0.0.0.0: 那等于相信任何人".into()));
    }
    findings
}

fn site(config: &Config) -> Finding {
    match web::load_assets(&config.server.site) {
        Err(error) => Bad(error.to_string()),
        Ok(assets) => {
            let missing = [assets.css, assets.office_css, assets.boot, assets.js, assets.wasm]
                .into_iter()
                .find(|url| !config.server.site.join(url.trim_start_matches('/')).is_file());
            missing.map_or(Good("页面文件齐全".into()), |m| {
                Bad(format!("页面文件 {m} 不在: 重新运行 `cargo xtask site`"))
            })
        }
    }
}

fn keys(config: &Config) -> Finding {
    if let Err(error) = setup::load_keys(&config.keys.file) {
        return Bad(error.to_string());
    }
    let mode = std::fs::metadata(&config.keys.file).map_or(0, |m| m.mode());
    if mode & 0o077 == 0 {
        Good("密钥文件可用, 只有所有者能读".into())
    } else {
        Bad(format!("密钥文件 {} 其他用户也能读: 请 chmod 600", config.keys.file.display()))
    }
}

fn layout(config: &Config) -> Finding {
    match (Layout::builtin(&config.plate.layout), Press::new()) {
        (Err(error), _) | (_, Err(error)) => Bad(error.to_string()),
        (Ok(layout), Ok(_)) if layout.is_sample() => {
            Warning(format!("台牌版式 {} 是样张: 省里的大厅二维码标准尚未装入", layout.name()))
        }
        (Ok(layout), Ok(_)) => Good(format!("台牌版式 {}", layout.name())),
    }
}

/// Whether links are sent by message. Settings that make no sense were refused before.
fn messages(config: &Config) -> Finding {
    match MessageGateway::new(&config.messages, &config.server.public_url) {
        Err(error) => Bad(format!("短信: {error}")),
        Ok(None) => Good("短信没有启用: 评价链接由业务系统发送".into()),
        Ok(Some(_)) if !config.messages.url.starts_with("https://") => {
            Warning("短信网关的网址不是 https: 手机号和评价链接在路上没有加密".into())
        }
        Ok(Some(_)) if config.messages.receipt.secret.is_empty() => Good("短信网关已配置, 不收回执".into()),
        Ok(Some(_)) => Good("短信网关已配置, 收回执".into()),
    }
}

/// The calendar in force: the shipped years and the imported ones.
async fn calendar(db: &Db) -> Finding {
    let years = match db.calendar_years().await {
        Ok(years) => years,
        Err(error) => return Bad(error.to_string()),
    };
    let years: Vec<_> = years.iter().filter_map(|row| ImportedYear::read(row.year, &row.csv).ok()).collect();
    let (calendar, now) = (Calendar::with(&years), World::system().now());
    let window = calendar.window_after(now, domain::calendar::RATING_DAYS);
    let last = calendar.last_year();
    if window.provisional {
        Warning(format!("节假日安排只到 {last} 年: 今天起的评价期限是暂定的, 请导入新一年的安排"))
    } else {
        Good(format!("节假日安排到 {last} 年"))
    }
}

async fn database(config: &Config) -> Vec<Finding> {
    let db = match setup::existing_database(config).await {
        Ok(db) => db,
        Err(error) => {
            return vec![Bad(format!("{error}。数据库地址: {}", hide_password(&config.database.url)))];
        }
    };
    let mut findings = vec![Good(format!("数据库 ({}) 可以打开, 表结构是最新的", db.kind()))];
    findings.push(calendar(&db).await);
    findings.extend(database_file(config));
    match db.count_windows().await {
        Ok(0) => findings.push(Warning("还没有窗口".into())),
        Ok(n) => findings.push(Good(format!("{n} 个窗口"))),
        Err(error) => findings.push(Bad(error.to_string())),
    }
    if let Ok(true) = db.is_demo().await {
        findings.push(Warning("这是示例数据库, 不能用于正式运行".into()));
    }
    findings.push(match db.check_log().await {
        Ok(check) => match check.fault {
            None => Good(format!(
                "评价日志完整: {} 条, {} 份评价, 末条封印 {}。抄存条数和封印, 日后可查末尾是否被截去",
                check.entries,
                check.ratings,
                if check.head.is_empty() { "无" } else { &check.head },
            )),
            Some(fault) => Bad(format!("评价日志被改动过: {}。请立即停用并报告", explain(&fault))),
        },
        Err(error) => Bad(error.to_string()),
    });
    db.close().await;
    findings
}

fn explain(fault: &LogFault) -> String {
    match fault {
        LogFault::Missing(n) => format!("缺第 {n} 条"),
        LogFault::Broken(n) => format!("第 {n} 条与前一条对不上"),
        LogFault::Changed(n) => format!("第 {n} 条封存的内容后来变了"),
        LogFault::Unpaired { ratings, entries } => format!("{ratings} 份评价, 日志里只有 {entries} 份"),
    }
}

/// Is the SQLite file its owner's alone? It holds what people wrote.
fn database_file(config: &Config) -> Option<Finding> {
    let file = setup::sqlite_file(config)?;
    let mode = std::fs::metadata(file).ok()?.mode();
    let private = mode & 0o077 == 0;
    Some(if private {
        Good("数据库文件只有所有者能读".into())
    } else {
        Warning(format!("数据库文件 {file} 其他用户也能读: 请 chmod 600"))
    })
}

/// A database URL without its password.
fn hide_password(url: &str) -> String {
    let url = url.split('?').next().unwrap_or_default();
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if at > scheme => {
            let user = url[scheme + 3..at].split(':').next().unwrap_or_default();
            format!("{}://{user}:…{}", &url[..scheme], &url[at..])
        }
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::hide_password;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(hide_password("postgres://u:s3cret@db/hcp"), "postgres://u:…@db/hcp");
        assert_eq!(hide_password("postgres://db/hcp?user=u&password=s3cret"), "postgres://db/hcp");
        assert_eq!(hide_password("sqlite:data/x.db"), "sqlite:data/x.db");
    }
}
