//! Who is asking: address behind trusted proxies, page or script, own page or another site's.

use super::Web;
use axum::http::{HeaderMap, header};
use domain::Channel;
use std::net::IpAddr;

impl Web {
    /// The client's address: the peer's, or the one a chain of trusted proxies vouches for.
    pub(super) fn address(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Option<IpAddr> {
        let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok());
        let hops: Vec<&str> = forwarded.flat_map(|v| v.split(',')).map(str::trim).collect();
        Some(behind(peer?, &hops, |address| self.is_trusted_proxy(address)))
    }

    /// Is this one of the operator's proxies?
    pub(super) fn is_trusted_proxy(&self, address: IpAddr) -> bool {
        self.config.server.trusted_proxies.iter().any(|proxy| proxy.to_canonical() == address.to_canonical())
    }
}

/// Walks the hops back from the peer while each is trusted. One that cannot be read ends the walk: what
/// stands before it may be forged.
fn behind(peer: IpAddr, hops: &[&str], is_trusted: impl Fn(IpAddr) -> bool) -> IpAddr {
    let mut client = peer.to_canonical();
    for hop in hops.iter().rev() {
        match hop.parse::<IpAddr>() {
            Ok(hop) if is_trusted(client) => client = hop.to_canonical(),
            _ => break,
        }
    }
    client
}

/// Does the client want JSON (the island) rather than a page?
pub(super) fn wants_json(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("application/json"))
}

/// Was this posted from another site's page? A browser that knows says so by `Sec-Fetch-Site`, an older one
/// by `Origin`. Where neither speaks, the rating is taken.
pub(super) fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    match (text("sec-fetch-site"), text("origin"), text("host")) {
        (Some(site), _, _) => matches!(site, "cross-site" | "same-site"),
        (None, Some(origin), Some(host)) => {
            origin.split_once("://").is_some_and(|(_, from)| !from.eq_ignore_ascii_case(host))
        }
        _ => false,
    }
}

/// Phone or desk, for a rating by link.
pub(super) fn link_channel(headers: &HeaderMap) -> Channel {
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if agent.contains("Mobile") || agent.contains("Android") { Channel::Mobile } else { Channel::Pc }
}

#[cfg(test)]
mod tests {
    use super::behind;
    use std::net::IpAddr;

    #[test]
    fn an_address_is_believed_as_far_as_proxies_are_trusted_and_no_further() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let proxy = |address: IpAddr| address.to_string().starts_with("10.");
        for (peer, hops, expected) in [
            ("203.0.113.5", &["198.51.100.1"][..], "203.0.113.5"),
            ("10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("::ffff:10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &["1.1.1.1", "198.51.100.1", "10.0.0.2"], "198.51.100.1"),
            ("10.0.0.1", &["1.1.1.1", "198.51.100.1:4000"], "10.0.0.1"),
            ("10.0.0.1", &[], "10.0.0.1"),
        ] {
            assert_eq!(behind(ip(peer), hops, proxy), ip(expected), "{peer} {hops:?}");
        }
    }
}
