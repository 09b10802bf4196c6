//! What a person's own code (一人一码) leads to: the window she sits at now, or the windows of her hall.

use crate::{FoundPlaces, Service, WindowInfo};
use domain::WindowCode;
use std::sync::Arc;
use storage::{PersonRow, StorageResult};

/// A person and where she sits.
#[derive(Debug, Clone)]
pub struct PersonInfo {
    /// She.
    pub person: PersonRow,
    /// The window she sits at now.
    pub sits_at: Option<WindowCode>,
}

impl Service {
    /// The person with this code; `None` for a code that was never given out. Not from memory: a code on a
    /// badge is scanned far less often than one on a window's plate.
    pub async fn person(&self, code: WindowCode) -> StorageResult<Option<PersonInfo>> {
        let Some(person) = self.db.person_by_code(code).await? else { return Ok(None) };
        let sits_at = self.db.person_sits_at(person.id, self.world.now()).await?;
        Ok(Some(PersonInfo { sits_at: sits_at.and_then(|code| code.parse().ok()), person }))
    }

    /// The window a person's code leads to. No plate is scanned on this way, so the window itself decides
    /// whether it is in service: a plate that ended does not end it.
    pub async fn window_of_person(&self, code: WindowCode) -> StorageResult<Option<Arc<WindowInfo>>> {
        let Some(info) = self.window(code).await? else { return Ok(None) };
        if info.window.ended_at.is_none() {
            return Ok(Some(info));
        }
        let ended_at = self.db.window_withdrawn_at(info.window.id).await?;
        let mut own = WindowInfo::clone(&info);
        own.window.ended_at = ended_at;
        Ok(Some(Arc::new(own)))
    }

    /// Windows in service of her hall, to choose from when she sits nowhere.
    pub async fn windows_of_person(&self, person: &PersonRow) -> StorageResult<FoundPlaces> {
        match person.hall_id {
            Some(hall) => self.windows_of_hall(hall).await,
            None => Ok(FoundPlaces::default()),
        }
    }
}
