//! Finding halls and windows by name.

use crate::Service;
use storage::{HallRow, StorageResult, WindowHitRow};

/// Most halls shown.
pub const HALLS_SHOWN: usize = 10;
/// Most windows shown.
pub const WINDOWS_SHOWN: usize = 30;

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct FoundPlaces {
    /// Halls.
    pub halls: Vec<HallRow>,
    /// Windows.
    pub windows: Vec<WindowHitRow>,
    /// There are more windows than shown.
    pub more: bool,
}

impl Service {
    /// Halls and windows whose name holds the text; nothing for a blank text.
    pub async fn find_places(&self, text: &str) -> StorageResult<FoundPlaces> {
        let text: String = text.trim().chars().filter(|c| !c.is_control()).take(40).collect();
        if text.is_empty() {
            return Ok(FoundPlaces::default());
        }
        let halls = self.db.halls_by_name(&text, HALLS_SHOWN as i64).await?;
        let windows = self.db.windows_by_name(&text, WINDOWS_SHOWN as i64 + 1).await?;
        Ok(cut(halls, windows))
    }

    /// Windows in service of one hall.
    pub async fn windows_of_hall(&self, hall_id: i64) -> StorageResult<FoundPlaces> {
        Ok(cut(Vec::new(), self.db.windows_of_hall(hall_id, WINDOWS_SHOWN as i64 + 1).await?))
    }
}

fn cut(halls: Vec<HallRow>, mut windows: Vec<WindowHitRow>) -> FoundPlaces {
    let more = windows.len() > WINDOWS_SHOWN;
    windows.truncate(WINDOWS_SHOWN);
    FoundPlaces { halls, windows, more }
}
