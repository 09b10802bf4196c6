//! A new link for an occurrence whose first one was lost.

use crate::{IssuedLink, Service};
use domain::Millis;
use storage::StorageResult;

impl Service {
    /// Makes another link; `None` when there is no such occurrence. Earlier links stay as they are.
    pub async fn reissue_link(
        &self,
        project_no: &str,
        service_number: i32,
    ) -> StorageResult<Option<IssuedLink>> {
        let Some(occurrence) = self.db.occurrence(project_no, service_number).await? else { return Ok(None) };
        let expires_at = self.link_end(Millis(occurrence.rate_until));
        let link = self.new_link(expires_at);
        self.db.insert_link(occurrence.id, &link, self.world.now()).await?;
        Ok(Some(IssuedLink {
            project_no: project_no.to_owned(),
            service_number,
            token: self.link_token(link.id),
            expires_at,
            provisional: occurrence.provisional,
        }))
    }
}
