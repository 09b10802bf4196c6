//! The figures of this month on the front page: counted in the database, kept in memory for a minute.
//!
//! Only what is counted stands here, each with its number; no rate, because what would have to be rated is known only
//! as far as departments hand over their cases.

use crate::Service;
use domain::{Actor, Level, Millis};
use std::sync::{Arc, RwLock};
use storage::{RatingCount, StorageResult};
use tokio::sync::Mutex;

/// How long they are kept, ms.
const FRESH_MS: i64 = 60_000;

/// Ratings that came in since a month began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthFigures {
    /// When the month began.
    pub since: Millis,
    /// When they were counted.
    pub at: Millis,
    /// How many of each level, the best first.
    pub levels: [(Level, u64); 5],
    /// How many of them were entered by a clerk (补录).
    pub entered: u64,
    /// How many of them came after their window (逾期).
    pub late: u64,
}

impl MonthFigures {
    /// How many in all.
    pub fn total(&self) -> u64 {
        self.levels.iter().map(|(_, ratings)| ratings).sum()
    }

    fn of(rows: &[RatingCount], since: Millis, at: Millis) -> MonthFigures {
        let count = |fits: &dyn Fn(&RatingCount) -> bool| {
            rows.iter().filter(|row| fits(row)).map(|row| row.ratings.unsigned_abs()).sum::<u64>()
        };
        let levels = [5, 4, 3, 2, 1].map(|stars| {
            let level = Level::from_stars(stars).expect("there are five levels");
            (level, count(&|row| row.level == i16::from(stars)))
        });
        let own = i16::from(Actor::Citizen.number());
        MonthFigures {
            since,
            at,
            levels,
            entered: count(&|row| row.actor != own),
            late: count(&|row| row.late),
        }
    }
}

/// The figures in memory, and the turn at counting them.
#[derive(Debug, Default)]
pub(crate) struct FigureCache {
    held: RwLock<Option<Arc<MonthFigures>>>,
    turn: Mutex<()>,
}

impl FigureCache {
    fn held(&self) -> Option<Arc<MonthFigures>> {
        self.held.read().unwrap_or_else(|p| p.into_inner()).clone()
    }

    fn fresh(&self, now: Millis) -> Option<Arc<MonthFigures>> {
        self.held().filter(|f| (0..FRESH_MS).contains(&(now.0 - f.at.0)) && f.since == now.start_of_month())
    }
}

impl Service {
    /// This month's figures. While somebody counts them anew, and when the database is gone, those there are are
    /// shown: they say themselves of when they are.
    pub async fn month_figures(&self) -> StorageResult<Arc<MonthFigures>> {
        let now = self.world.now();
        if let Some(fresh) = self.figures.fresh(now) {
            return Ok(fresh);
        }
        let _turn = match (self.figures.turn.try_lock(), self.figures.held()) {
            (Ok(turn), _) => turn,
            (Err(_), Some(old)) => return Ok(old),
            (Err(_), None) => self.figures.turn.lock().await,
        };
        if let Some(fresh) = self.figures.fresh(now) {
            return Ok(fresh);
        }
        let since = now.start_of_month();
        match self.db.count_ratings_since(since).await {
            Ok(rows) => {
                let counted = Arc::new(MonthFigures::of(&rows, since, now));
                *self.figures.held.write().unwrap_or_else(|p| p.into_inner()) = Some(counted.clone());
                Ok(counted)
            }
            Err(error) => self.figures.held().ok_or(error),
        }
    }
}
