//! What a sign-in at the portal is begun with and must come back with: made from the browser's mark, so that nothing has
//! to be stored, and nobody can end in one browser what was begun in another.

use crate::keys::same_secret;
use crate::{Purpose, Service};
use trust::to_hex;

/// Secrets of one sign-in at the portal.
#[derive(Clone)]
pub struct PortalFlow {
    /// Comes back beside the code; names the window she came from, if any.
    pub state: String,
    /// Stands in the ID token.
    pub nonce: String,
    /// Whose hash went with the request (PKCE), and which goes with the code.
    pub verifier: String,
}

/// Secrets are not for logs.
impl std::fmt::Debug for PortalFlow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PortalFlow(…)")
    }
}

impl Service {
    /// The sign-in of the browser with this mark, begun at this window (empty: at none).
    pub fn portal_flow(&self, mark: &str, window: &str) -> PortalFlow {
        let make = |what: &[u8]| to_hex(&self.keys.hash(Purpose::PortalFlow, &[what, mark.as_bytes()]));
        let state = self.keys.hash(Purpose::PortalFlow, &[b"state", mark.as_bytes(), window.as_bytes()]);
        PortalFlow {
            state: format!("{}.{window}", to_hex(&state)),
            nonce: make(b"nonce"),
            verifier: make(b"verifier"),
        }
    }

    /// The sign-in this state belongs to, and its window; `None` when it was not begun in this browser.
    pub fn portal_flow_of<'a>(&self, mark: &str, state: &'a str) -> Option<(PortalFlow, &'a str)> {
        let (_, window) = state.split_once('.')?;
        let flow = self.portal_flow(mark, window);
        same_secret(flow.state.as_bytes(), state.as_bytes()).then_some((flow, window))
    }
}
