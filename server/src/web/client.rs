//! Who is asking: address behind trusted proxies, page or script, own page or another site's.

use super::Web;
use axum::http::{HeaderMap, header};
use domain::Channel;
use std::net::IpAddr;

impl Web {
    /// The client's address: the peer's, or the last one a trusted proxy vouches for.
    pub(super) fn address(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Option<IpAddr> {
        let trusted = |ip: &IpAddr| self.config.server.trusted_proxies.contains(ip);
        let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok());
        let hops: Vec<IpAddr> =
            forwarded.flat_map(|v| v.split(',')).filter_map(|hop| hop.trim().parse().ok()).collect();
        let mut client = peer?;
        for hop in hops.into_iter().rev() {
            if !trusted(&client) {
                break;
            }
            client = hop;
        }
        Some(client)
    }
}

/// Does the client want JSON (the island) rather than a page?
pub(super) fn wants_json(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("application/json"))
}

/// Was this posted from another site's page? Browsers that know say so; from those that do not say, and from
/// plain clients, the rating is taken.
pub(super) fn is_foreign(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|v| v == "cross-site")
}

/// Phone or desk, for a rating by link.
pub(super) fn link_channel(headers: &HeaderMap) -> Channel {
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if agent.contains("Mobile") || agent.contains("Android") { Channel::Mobile } else { Channel::Pc }
}
