//! `[province]`: the province's own rating page.

use crate::gateway::ProvincePage;
use crate::gateway::messages::Fault;
use serde::Deserialize;
use std::fmt;

/// `[province]`
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Province {
    /// Where an occurrence is rated; empty: there is no such page.
    pub page: String,
    /// Where a window is rated; empty: here.
    pub window_page: String,
    /// Our name there.
    pub app_id: String,
    /// The shared word.
    pub app_secret: String,
    /// The province's SM2 key, 130 hexadecimal digits.
    pub public_key: String,
    /// `C1C3C2` or `C1C2C3`.
    pub cipher_order: String,
    /// What stands before a case's number there.
    pub number_prefix: String,
}

/// The shared word is not shown.
impl fmt::Debug for Province {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Province({})", if self.page.is_empty() { "off" } else { "on" })
    }
}

impl Province {
    /// What of it makes no sense.
    pub(super) fn check(&self) -> Result<(), Fault> {
        ProvincePage::read(self, "").map(drop)
    }
}
