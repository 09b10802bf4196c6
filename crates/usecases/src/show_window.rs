//! What a window's page shows, from memory for a moment and from the database after it.
//!
//! An entry lives two seconds; a change by another process (a second server, the command line) is seen
//! after that. When the database is gone an old entry is still shown: the page must not disappear with it.

use crate::Service;
use domain::{Millis, WindowCode};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};
use storage::{OnDutyRow, StorageResult, WindowRow};

const FRESH_MS: i64 = 2_000;

/// A window and who is on duty.
#[derive(Debug, Clone)]
pub struct WindowInfo {
    /// The window.
    pub window: WindowRow,
    /// Who is on duty now; empty when nobody is known.
    pub on_duty: Vec<OnDutyRow>,
}

impl WindowInfo {
    /// The person a rating at this moment is laid to: the one on duty, or nobody when none or several are.
    pub fn staff_id(&self, now: Millis) -> Option<i64> {
        let mut on_duty = self.on_duty.iter().filter(|d| d.starts_at <= now.0 && now.0 < d.ends_at);
        match (on_duty.next(), on_duty.next()) {
            (Some(one), None) => Some(one.id),
            _ => None,
        }
    }

    /// Does this person sit at the window at this moment?
    pub fn has_on_duty(&self, staff: i64, now: Millis) -> bool {
        self.on_duty.iter().any(|d| d.id == staff && d.starts_at <= now.0 && now.0 < d.ends_at)
    }

    fn shows_the_same(&self, other: &WindowInfo) -> bool {
        let (a, b) = (&self.window, &other.window);
        // Shifts with their times: a rating is laid by them.
        let duty = |info: &WindowInfo| {
            let of = |d: &OnDutyRow| (d.id, d.name.clone(), d.number.clone(), d.starts_at, d.ends_at);
            info.on_duty.iter().map(of).collect::<Vec<_>>()
        };
        a.id == b.id
            && a.window_name == b.window_name
            && a.hall == b.hall
            && a.department == b.department
            && a.ended_at == b.ended_at
            && duty(self) == duty(other)
    }
}

/// Windows in memory. Only codes that exist are kept, so guessing cannot fill it.
#[derive(Debug, Default)]
pub(crate) struct WindowCache {
    windows: RwLock<HashMap<WindowCode, (Millis, Arc<WindowInfo>)>>,
    /// How often it was cleared: what was read before a change is not kept after it.
    cleared: AtomicU64,
}

impl WindowCache {
    /// Something about places has changed: the next look is at the database.
    pub(crate) fn clear(&self) {
        let mut windows = self.windows.write().unwrap_or_else(|p| p.into_inner());
        self.cleared.fetch_add(1, Ordering::Relaxed);
        windows.clear();
    }

    fn get(&self, code: WindowCode) -> (Option<(Millis, Arc<WindowInfo>)>, u64) {
        let windows = self.windows.read().unwrap_or_else(|p| p.into_inner());
        (windows.get(&code).cloned(), self.cleared.load(Ordering::Relaxed))
    }

    /// Keeps the entry; an unchanged one keeps its `Arc`, so that what was rendered from it stays good.
    fn put(&self, code: WindowCode, now: Millis, info: WindowInfo, cleared: u64) -> Arc<WindowInfo> {
        let mut windows = self.windows.write().unwrap_or_else(|p| p.into_inner());
        let kept = match windows.get(&code) {
            Some((_, old)) if old.shows_the_same(&info) => old.clone(),
            _ => Arc::new(info),
        };
        if self.cleared.load(Ordering::Relaxed) == cleared {
            windows.insert(code, (now, kept.clone()));
        }
        kept
    }
}

impl Service {
    /// The window with this code, withdrawn or not; `None` for a code that was never given out.
    pub async fn window(&self, code: WindowCode) -> StorageResult<Option<Arc<WindowInfo>>> {
        let now = self.world.now();
        let (held, cleared) = self.windows.get(code);
        if let Some((at, info)) = &held
            && (0..FRESH_MS).contains(&(now.0 - at.0))
        {
            return Ok(Some(info.clone()));
        }
        match self.load_window(code, now).await {
            Ok(loaded) => Ok(loaded.map(|info| self.windows.put(code, now, info, cleared))),
            Err(error) => held.map(|(_, info)| Some(info)).ok_or(error),
        }
    }

    async fn load_window(&self, code: WindowCode, now: Millis) -> StorageResult<Option<WindowInfo>> {
        let Some(window) = self.db.window_by_code(code).await? else { return Ok(None) };
        let on_duty = self.db.on_duty(window.id, now).await?;
        Ok(Some(WindowInfo { window, on_duty }))
    }
}
