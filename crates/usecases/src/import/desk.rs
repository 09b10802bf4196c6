//! Imports that are being checked in this process: how far each has come, and whether somebody gave it up.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Files unpacked at once: each may take a few hundred megabytes for a moment.
const AT_ONCE: usize = 2;

/// How far a check has come.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    done: AtomicUsize,
    total: AtomicUsize,
    cancelled: AtomicBool,
}

impl Progress {
    /// The rows are counted.
    pub fn begin(&self, total: usize) {
        self.total.store(total, Ordering::Relaxed);
    }

    /// So many are checked; `false` when nobody waits for the others.
    pub fn at(&self, done: usize) -> bool {
        self.done.store(done, Ordering::Relaxed);
        !self.cancelled.load(Ordering::Relaxed)
    }

    /// Nobody waits for it any more.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Rows done, and of how many; 0 until they are counted.
    pub fn seen(&self) -> (i64, i64) {
        let number = |n: &AtomicUsize| i64::try_from(n.load(Ordering::Relaxed)).unwrap_or(0);
        (number(&self.done), number(&self.total))
    }
}

/// The checks of this process.
#[derive(Debug)]
pub struct ImportDesk {
    running: Mutex<HashMap<i64, Arc<Progress>>>,
    turns: Semaphore,
}

impl Default for ImportDesk {
    fn default() -> ImportDesk {
        ImportDesk { running: Mutex::default(), turns: Semaphore::new(AT_ONCE) }
    }
}

impl ImportDesk {
    fn running(&self) -> std::sync::MutexGuard<'_, HashMap<i64, Arc<Progress>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn begin(&self, id: i64) {
        self.running().insert(id, Arc::default());
    }

    pub(crate) fn progress(&self, id: i64) -> Arc<Progress> {
        self.running().entry(id).or_default().clone()
    }

    pub(crate) fn end(&self, id: i64) {
        self.running().remove(&id);
    }

    pub(crate) fn is_here(&self, id: i64) -> bool {
        self.running().contains_key(&id)
    }

    pub(crate) fn cancel(&self, id: i64) {
        if let Some(progress) = self.running().get(&id) {
            progress.cancel();
        }
    }

    /// A turn at unpacking a file.
    pub(crate) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        // Never closed; if it were, everybody would have a turn.
        self.turns.acquire().await.ok()
    }

    /// Is nothing being checked?
    pub fn is_idle(&self) -> bool {
        self.running().is_empty()
    }
}
