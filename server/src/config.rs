//! Configuration: the commented default file, then the operator's file, then the environment. Checked once
//! at start; a fault names the value and where it came from.

mod containers;
mod messages;
mod orders;
mod province;
mod sign_in;

pub use containers::Containers;
pub use messages::{MessageReceipts, Messages};
pub use orders::Orders;
pub use province::Province;
pub use sign_in::{SignIn, SignInCode, SignInPortal, SignInTicket, SignInWechat};

use domain::division::Zones;
use domain::item_code::ItemCodeRule;
use domain::rating::RatingRules;
use figment::Figment;
use figment::providers::{Env, Format, Toml};
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use usecases::{OfficeSettings, Settings};

/// The default file, which is also the documentation.
pub const DEFAULT: &str = include_str!("../config.default.toml");

/// Everything that can be set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `[server]`
    pub server: Server,
    /// `[database]`
    pub database: Database,
    /// `[keys]`
    pub keys: KeyFile,
    /// `[rating]`
    pub rating: Rating,
    /// `[receipt]`
    pub receipt: Receipt,
    /// `[office]`
    pub office: Office,
    /// `[orders]`
    pub orders: Orders,
    /// `[items]`
    pub items: ItemCodeRule,
    /// `[division]`
    pub division: Divisions,
    /// `[plate]`
    pub plate: Plate,
    /// `[messages]`
    pub messages: Messages,
    /// `[province]`
    pub province: Province,
    /// `[sign_in]`
    pub sign_in: SignIn,
    /// `[containers]`
    pub containers: Containers,
    /// `[log]`
    pub log: Log,
}

/// `[server]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Address and port.
    pub listen: SocketAddr,
    /// What citizens type and scan, without a slash at the end.
    pub public_url: String,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Largest request body, KiB.
    pub body_limit_kib: usize,
    /// Longest handling of a request, seconds.
    pub timeout_seconds: u64,
    /// Folder of style sheets and scripts.
    pub site: PathBuf,
}

/// `[database]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// `sqlite:` or `postgres:` URL.
    pub url: String,
    /// Connections.
    pub connections: u32,
    /// Ratings that may wait.
    pub queue: usize,
    /// Ratings in one commit.
    pub group: usize,
}

/// `[keys]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFile {
    /// Path.
    pub file: PathBuf,
}

/// `[rating]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// 差评 needs a reason.
    pub bad_needs_reason: bool,
    /// Minutes.
    pub ask_within_minutes: u32,
    /// Working days.
    pub days: u16,
    /// Days a link outlives them.
    pub late_days: u16,
}

/// `[receipt]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// Wrong guesses of everybody in a minute.
    pub guesses_per_minute: u32,
    /// Wrong PINs in a row.
    pub pin_tries: i16,
    /// Minutes.
    pub pin_lock_minutes: u32,
}

/// `[office]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Minutes without use after which a session ends.
    pub idle_minutes: u32,
    /// Hours after which it ends at the latest.
    pub longest_hours: u32,
    /// Wrong passwords and codes in a row from one device.
    pub sign_in_tries: i64,
    /// Minutes for which that device is locked out then.
    pub sign_in_lock_minutes: u32,
    /// Hours after which a person is signed out of her window at the latest.
    pub shift_longest_hours: u32,
    /// When halls close, `HH:MM`.
    pub closes: String,
    /// Largest spreadsheet, MiB.
    pub upload_mib: u64,
}

/// `[division]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Divisions {
    /// The city's functional zones.
    pub zones: Zones,
}

/// `[plate]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plate {
    /// Name of the layout offered first.
    pub layout: String,
    /// Folder of the city's own layouts.
    pub layouts: Option<PathBuf>,
    /// Folder of packs that were made.
    pub packs: PathBuf,
    /// Largest picture that is taken (a photograph, a hall's mark), MiB.
    pub picture_mib: usize,
}

/// `[log]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// Form of a line.
    pub format: LogFormat,
    /// Least important level written.
    pub level: String,
}

/// Form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// Why a configuration was refused.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file does not exist.
    #[error("找不到配置文件 {0}")]
    NoFile(PathBuf),
    /// A value is missing, unknown or of the wrong kind; the text names it and its source.
    #[error("配置有误: {0}")]
    Value(Box<figment::Error>),
    /// A value that can be read and makes no sense.
    #[error("配置有误: {name} {rule}")]
    Rule {
        /// Name of the value.
        name: &'static str,
        /// What it must be.
        rule: &'static str,
    },
}

impl Config {
    /// Reads the default, then the file, then the environment.
    pub fn load(file: Option<&Path>) -> Result<Config, ConfigError> {
        let mut figment = Figment::from(Toml::string(DEFAULT));
        if let Some(path) = file {
            if !path.is_file() {
                return Err(ConfigError::NoFile(path.to_owned()));
            }
            figment = figment.merge(Toml::file_exact(path));
        }
        // Variables of tests and tools that share the prefix have no section, so no `__`.
        let env = Env::prefixed("HCP_").filter(|name| name.as_str().contains("__")).split("__");
        let config: Config = figment.merge(env).extract().map_err(|e| ConfigError::Value(Box::new(e)))?;
        config.check()
    }

    /// The default file alone, without the environment.
    pub fn default_file() -> Config {
        Figment::from(Toml::string(DEFAULT)).extract().expect("a test reads the default file")
    }

    fn check(mut self) -> Result<Config, ConfigError> {
        let url = self.server.public_url.trim_end_matches('/').to_owned();
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
        let rules = [
            (
                "server.public_url",
                !host.is_empty() && !host.contains(['/', '?', '#', ' ', '@']),
                "应为 https://主机名, 不带路径",
            ),
            (
                "server.body_limit_kib",
                (4..=4096).contains(&self.server.body_limit_kib),
                "应在 4 到 4096 之间",
            ),
            (
                "server.timeout_seconds",
                (1..=300).contains(&self.server.timeout_seconds),
                "应在 1 到 300 之间",
            ),
            ("database.connections", (1..=200).contains(&self.database.connections), "应在 1 到 200 之间"),
            ("database.queue", (1..=1_000_000).contains(&self.database.queue), "应在 1 到 1000000 之间"),
            ("database.group", (1..=1024).contains(&self.database.group), "应在 1 到 1024 之间"),
            ("rating.days", (1..=60).contains(&self.rating.days), "应在 1 到 60 之间"),
            ("rating.late_days", self.rating.late_days <= 365, "应在 0 到 365 之间"),
            (
                "receipt.pin_lock_minutes",
                (1..=1440).contains(&self.receipt.pin_lock_minutes),
                "应在 1 到 1440 之间",
            ),
            ("receipt.pin_tries", (1..=100).contains(&self.receipt.pin_tries), "应在 1 到 100 之间"),
            ("office.idle_minutes", (5..=240).contains(&self.office.idle_minutes), "应在 5 到 240 之间"),
            ("office.longest_hours", (1..=24).contains(&self.office.longest_hours), "应在 1 到 24 之间"),
            ("office.sign_in_tries", (3..=20).contains(&self.office.sign_in_tries), "应在 3 到 20 之间"),
            (
                "office.sign_in_lock_minutes",
                (1..=1440).contains(&self.office.sign_in_lock_minutes),
                "应在 1 到 1440 之间",
            ),
            (
                "office.shift_longest_hours",
                (1..=24).contains(&self.office.shift_longest_hours),
                "应在 1 到 24 之间",
            ),
            ("office.closes", minute_of_day(&self.office.closes).is_some(), "应为 18:00 形式的时间"),
            (
                "items",
                (1..=self.items.longest).contains(&self.items.shortest) && self.items.longest <= 60,
                "中 shortest 应从 1 起, 不大于 longest, longest 不大于 60",
            ),
            ("items.handle_signs", self.items.handle_signs <= 10, "应在 0 到 10 之间"),
            ("division.zones", self.division.zones.divisions().is_ok(), "应为功能区名称和 6 位代码"),
            ("office.upload_mib", (1..=256).contains(&self.office.upload_mib), "应在 1 到 256 之间"),
            ("plate.picture_mib", (1..=64).contains(&self.plate.picture_mib), "应在 1 到 64 之间"),
            ("receipt.guesses_per_minute", self.receipt.guesses_per_minute > 0, "应大于 0"),
        ];
        if let Some((name, _, rule)) = rules.into_iter().find(|(_, holds, _)| !holds) {
            return Err(ConfigError::Rule { name, rule });
        }
        let adapters =
            self.messages.check().and_then(|()| self.province.check()).and_then(|()| self.orders.check());
        let adapters = adapters.and_then(|()| self.sign_in.check(&self.messages));
        let adapters = adapters.and_then(|()| self.containers.check());
        adapters.map_err(|(name, rule)| ConfigError::Rule { name, rule })?;
        self.server.public_url = url;
        Ok(self)
    }

    /// Host of the public URL, as printed in words.
    pub fn host(&self) -> &str {
        self.server.public_url.split_once("://").map_or("", |(_, host)| host)
    }

    /// Is the public URL https? Then cookies are `Secure` and bound to the host.
    pub fn is_https(&self) -> bool {
        self.server.public_url.starts_with("https://")
    }

    /// The rules as the use cases take them.
    pub fn settings(&self) -> Settings {
        let minutes = |m: u32| i64::from(m) * 60_000;
        Settings {
            rules: RatingRules { bad_needs_reason: self.rating.bad_needs_reason },
            ask_within_ms: minutes(self.rating.ask_within_minutes),
            rating_days: self.rating.days,
            late_days: self.rating.late_days,
            guesses_per_minute: self.receipt.guesses_per_minute,
            pin_tries: self.receipt.pin_tries,
            pin_lock_ms: minutes(self.receipt.pin_lock_minutes),
            office: OfficeSettings {
                idle_ms: minutes(self.office.idle_minutes),
                longest_ms: minutes(self.office.longest_hours * 60),
                tries: self.office.sign_in_tries,
                lock_ms: minutes(self.office.sign_in_lock_minutes),
                shift_longest_ms: minutes(self.office.shift_longest_hours * 60),
                closing_minute: minute_of_day(&self.office.closes).unwrap_or(18 * 60),
            },
            orders: self.orders.settings(),
            citizen: self.sign_in.settings(),
            items: self.items,
            zones: self.division.zones.clone(),
        }
    }
}

/// Minutes after midnight of `HH:MM`.
fn minute_of_day(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(toml: &str) -> Result<Config, String> {
        let figment = Figment::from(Toml::string(DEFAULT)).merge(Toml::string(toml));
        let config: Config = figment.extract().map_err(|e| e.to_string())?;
        config.check().map_err(|e| e.to_string())
    }

    #[test]
    fn the_default_file_is_complete_and_holds_the_defaults_of_the_rules() {
        let config = with("").unwrap();
        let (from_file, from_code) = (config.settings(), Settings::default());
        assert_eq!(format!("{from_file:?}"), format!("{from_code:?}"));
    }

    #[test]
    fn a_gateway_that_cannot_be_spoken_to_is_refused_and_the_setting_named() {
        let on = "[messages]\nurl = \"https://sms.example/send\"\n";
        assert!(with(on).is_ok());
        for (name, line) in [
            ("messages.url", "url = \"sms.example\""),
            ("messages.method", "method = \"DELETE\""),
            ("messages.body", "body = '{\"to\":\"{phone}\",\"say\":{text}}'"),
            ("messages.body", "body = '{\"to\":\"{phone}\"}'"),
            ("messages.body", "body = '{\"to\":\"{mobile}\",\"say\":\"{text}\"}'"),
            ("messages.content_type", "content_type = \"text/xml\""),
            ("messages.text", "text = \"请评价\""),
            ("messages.ok", "ok = \"code\""),
            ("messages.quiet_from", "quiet_from = \"25:00\""),
            ("messages.receipt.secret", "receipt.secret = \"short\""),
            ("messages.headers", "headers.\"X Y\" = \"1\""),
        ] {
            let toml =
                if line.starts_with("url") { format!("[messages]\n{line}") } else { format!("{on}{line}") };
            let error = with(&toml).unwrap_err();
            assert!(error.contains(name), "{line}: {error}");
        }
    }

    #[test]
    fn a_container_setting_that_makes_no_sense_is_refused_and_named() {
        assert!(with("[containers]\nback = [\"https://zwfw.example\"]").is_ok());
        assert!(
            with("[containers]\nback = [\"https://zwfw.example/\"]").unwrap_err().contains("containers.back")
        );
        let file = |name: &str| with(&format!("[containers.verification]\n\"{name}\" = \"x\""));
        assert_eq!(file("MP_verify_x.txt").unwrap().containers.verification["MP_verify_x.txt"], "x");
        for name in ["robots.txt", "../x.txt", "w"] {
            assert!(file(name).unwrap_err().contains("containers.verification"), "{name}");
        }
    }

    #[test]
    fn an_unknown_name_is_refused_and_named() {
        assert!(with("[server]\nlissten = \"0.0.0.0:80\"").unwrap_err().contains("lissten"));
    }

    #[test]
    fn a_value_that_makes_no_sense_is_refused_and_named() {
        for url in ["ftp://x", "https://", "https://h/p", "hp.zibo.gov.cn"] {
            let error = with(&format!("[server]\npublic_url = \"{url}\"")).unwrap_err();
            assert!(error.contains("public_url"), "{url}");
        }
        assert!(with("[rating]\ndays = 0").unwrap_err().contains("rating.days"));
        assert_eq!(
            with("[server]\npublic_url = \"https://hp.zibo.gov.cn/\"").unwrap().host(),
            "hp.zibo.gov.cn"
        );
    }
}
