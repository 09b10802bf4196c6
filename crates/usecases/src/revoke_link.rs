//! Taking a case's link back.

use crate::{CaseToken, Service};
use storage::StorageResult;

impl Service {
    /// Revokes the link; `false` when it is unknown or was revoked before.
    pub async fn revoke_link(&self, token: &CaseToken) -> StorageResult<bool> {
        self.db.revoke_link(&self.token_hash(token), self.world.now()).await
    }
}
