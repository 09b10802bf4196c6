//! The province's own rating page: the signed address that leads there and back. The form of the address is the
//! provincial interface's (`…?areaId&projectId&serviceName&serviceNumber&pf&sign&timestamp&appId`, `sign` the SM2
//! encryption of timestamp, appId and the shared word, `backUrl` where the person goes afterwards).

use crate::config::Province;
use crate::gateway::http::address;
use crate::gateway::messages::Fault;
use domain::{Channel, Millis};
use reqwest::Url;
use storage::{ProvinceCase, ProvinceWindow};
use trust::{CipherOrder, EncryptionKey};
use usecases::Random;

/// Where the province sends people back to.
pub const BACK: &str = "/back";

/// The province's page as it was configured.
#[derive(Debug)]
pub struct ProvincePage {
    page: Url,
    window_page: Option<Url>,
    app_id: String,
    app_secret: String,
    key: EncryptionKey,
    number_prefix: String,
    back: String,
}

impl ProvincePage {
    /// Reads the settings; `None` when there is no such page.
    ///
    /// # Errors
    ///
    /// The setting with which no address can be made.
    pub fn read(config: &Province, public_url: &str) -> Result<Option<ProvincePage>, Fault> {
        if config.page.is_empty() {
            return Ok(None);
        }
        let rule = "应为 https:// 开头的网址, 不带 #";
        let page = address(&config.page).ok_or(("province.page", rule))?;
        let window_page = match config.window_page.as_str() {
            "" => None,
            text => Some(address(text).ok_or(("province.window_page", rule))?),
        };
        let is_word = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
        if !is_word(&config.app_id) {
            return Err(("province.app_id", "应为省里发放的应用标识"));
        }
        if !is_word(&config.app_secret) {
            return Err(("province.app_secret", "应为省里发放的应用口令"));
        }
        let order = CipherOrder::from_word(&config.cipher_order)
            .ok_or(("province.cipher_order", "应为 C1C3C2 或 C1C2C3"))?;
        let key = EncryptionKey::parse(&config.public_key, order)
            .map_err(|_| ("province.public_key", "应为 130 位十六进制数的 SM2 公钥, 以 04 开头"))?;
        Ok(Some(ProvincePage {
            page,
            window_page,
            app_id: config.app_id.clone(),
            app_secret: config.app_secret.clone(),
            key,
            number_prefix: config.number_prefix.clone(),
            back: format!("{public_url}{BACK}"),
        }))
    }

    /// Its host, to be shown before anybody goes there.
    pub fn host(&self) -> &str {
        self.page.host_str().unwrap_or_default()
    }

    /// Are windows led there, too?
    pub fn takes_windows(&self) -> bool {
        self.window_page.is_some()
    }

    /// Where one occurrence is rated.
    pub fn of_case(&self, case: &ProvinceCase, channel: Channel, now: Millis, random: &dyn Random) -> String {
        let number = format!("{}{}", self.number_prefix, case.project_no);
        let facts = [
            ("areaId", case.area_code.as_str()),
            ("projectId", number.as_str()),
            ("serviceName", case.service_name.as_str()),
            ("serviceNumber", &case.service_number.to_string()),
        ];
        self.signed(self.page.clone(), &facts, channel, now, random)
    }

    /// Where a window is rated; `None` when windows are rated here.
    pub fn of_window(&self, window: &ProvinceWindow, now: Millis, random: &dyn Random) -> Option<String> {
        let page = self.window_page.clone()?;
        let facts = [
            ("areaId", window.area_code.as_str()),
            ("winNo", window.code.as_str()),
            ("winName", window.name.as_str()),
        ];
        Some(self.signed(page, &facts, Channel::QrCode, now, random))
    }

    fn signed(
        &self,
        mut page: Url,
        facts: &[(&str, &str)],
        channel: Channel,
        now: Millis,
        random: &dyn Random,
    ) -> String {
        let time = now.0.to_string();
        let text = format!("{time}{}{}", self.app_id, self.app_secret);
        let sign = self.key.encrypt(&text, |bytes| random.fill(bytes)).unwrap_or_default();
        let mut query = page.query_pairs_mut();
        query.extend_pairs(facts);
        query.append_pair("pf", &channel.pf().to_string());
        query.append_pair("sign", &sign).append_pair("timestamp", &time);
        query.append_pair("appId", &self.app_id).append_pair("backUrl", &self.back);
        drop(query);
        page.into()
    }
}
