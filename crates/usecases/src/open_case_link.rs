//! Opening the link of one service occurrence.

use crate::{Purpose, Service};
use domain::Millis;
use storage::{LinkRow, StorageResult};

/// The secret in a case's link: 20 signs, 100 bits nobody can guess.
#[derive(Clone, PartialEq, Eq)]
pub struct CaseToken(String);

const SIGNS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LEN: usize = 20;

/// A token in a log would be a link in a log.
impl std::fmt::Debug for CaseToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CaseToken(…)")
    }
}

impl CaseToken {
    /// Reads the part of a URL; `None` for what cannot be a token.
    pub fn parse(text: &str) -> Option<CaseToken> {
        let text = text.to_ascii_lowercase();
        (text.len() == LEN && text.bytes().all(|b| SIGNS.contains(&b))).then_some(CaseToken(text))
    }

    /// The text in the URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether the link can still be used, in the order in which the page explains it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// The occurrence can be rated.
    Open,
    /// The occurrence has its rating.
    Used,
    /// The department took the link back.
    Revoked,
    /// The time is over.
    Expired,
}

/// A link that exists.
#[derive(Debug, Clone)]
pub struct CaseLink {
    /// Its row.
    pub row: LinkRow,
    /// Whether it can be used.
    pub state: LinkState,
    /// The rating window is over, though the link still lives: a rating is taken and marked 逾期.
    pub late: bool,
}

impl CaseLink {
    /// What can be done with a link at this moment.
    pub(crate) fn of(row: LinkRow, now: Millis) -> CaseLink {
        let state = if row.used {
            LinkState::Used
        } else if row.revoked_at.is_some() {
            LinkState::Revoked
        } else if now.0 >= row.expires_at {
            LinkState::Expired
        } else {
            LinkState::Open
        };
        CaseLink { state, late: now.0 >= row.rate_until, row }
    }
}

impl Service {
    /// The link with this token; `None` for one that was never given out.
    pub async fn case_link(&self, token: &CaseToken) -> StorageResult<Option<CaseLink>> {
        let now = self.world.now();
        let Some(row) = self.db.link_by_token(&self.token_hash(token)).await? else { return Ok(None) };
        Ok(Some(CaseLink::of(row, now)))
    }

    /// The token of a link: made from its row id by HMAC, so that it can be told again to whoever handed the
    /// case over, and not by the database alone.
    pub(crate) fn link_token(&self, link: i64) -> CaseToken {
        let hash = self.keys.hash(Purpose::LinkToken, &[&link.to_be_bytes()]);
        CaseToken(hash[..LEN].iter().map(|b| char::from(SIGNS[usize::from(b & 31)])).collect())
    }

    pub(crate) fn token_hash(&self, token: &CaseToken) -> Vec<u8> {
        self.keys.short_hash(Purpose::CaseLink, &[token.as_str().as_bytes()], 16)
    }
}
