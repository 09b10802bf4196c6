//! A new link for an occurrence whose first one was lost: only hashes are stored, so none can be read again.

use crate::{CaseToken, IssuedLink, Service};
use domain::Millis;
use storage::{NewLink, StorageResult};

impl Service {
    /// Makes another link; `None` when there is no such occurrence. Earlier links stay as they are.
    pub async fn reissue_link(
        &self,
        project_no: &str,
        service_number: i32,
    ) -> StorageResult<Option<IssuedLink>> {
        let Some(occurrence) = self.db.occurrence(project_no, service_number).await? else { return Ok(None) };
        let token = CaseToken::new(&self.world);
        let expires_at = self.link_end(Millis(occurrence.rate_until));
        let link =
            NewLink { id: self.next_id(), token_hash: self.token_hash(&token), expires_at: expires_at.0 };
        self.db.insert_link(occurrence.id, &link, self.world.now()).await?;
        Ok(Some(IssuedLink {
            project_no: project_no.to_owned(),
            service_number,
            token,
            expires_at,
            provisional: occurrence.provisional,
        }))
    }
}
