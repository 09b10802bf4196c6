//! The working calendar: the shipped years and the imported ones; importing a year, with a view beforehand of what
//! moves; undoing the last import.
//!
//! What moves: the ends of rating windows of occurrences nobody has rated yet, with their links. An end that would
//! lie in the past by the new calendar stays where it was: nobody loses a day she was promised and has not had.

use crate::Service;
use crate::officer::{About, Officer};
use domain::calendar::{Counting, ImportedYear, deadlines_that_move};
use domain::{Calendar, Millis};
use std::sync::{Arc, Mutex, PoisonError};
use storage::{AuditEntry, CalendarChange, CalendarImportRow, DayMove, StorageResult};

const DAY: i64 = 86_400_000;

/// The calendar in force, made again when the imports in force are others. Another process's import is seen at the
/// next use: the ids are asked for every time, the years are read only when they differ.
#[derive(Debug)]
pub(crate) struct CalendarCache(Mutex<(Vec<i64>, Arc<Calendar>)>);

impl Default for CalendarCache {
    fn default() -> Self {
        CalendarCache(Mutex::new((Vec::new(), Arc::new(Calendar::shipped().clone()))))
    }
}

impl CalendarCache {
    fn get(&self, ids: &[i64]) -> Option<Arc<Calendar>> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (held.0 == ids).then(|| held.1.clone())
    }

    fn put(&self, ids: Vec<i64>, calendar: &Arc<Calendar>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (ids, calendar.clone());
    }
}

/// The windows of one day of service whose end moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MovedDay {
    /// The day, its beginning.
    pub day: Millis,
    /// Last moment until now.
    pub old: Millis,
    /// Last moment from now on.
    pub new: Millis,
    /// Open links to which it happens.
    pub links: i64,
}

/// What an import or its undoing will do.
#[derive(Debug, Clone)]
pub struct CalendarPreview {
    /// Days whose open links move; days without any are left out.
    pub moved: Vec<MovedDay>,
    /// The state of the calendar it was made on, to be sent along with the confirmation.
    pub base: String,
}

/// How a change of the calendar ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarChanged {
    /// Done; so many links have moved.
    Done(i64),
    /// Somebody changed the calendar meanwhile.
    Stale,
    /// There is nothing to undo.
    Nothing,
}

impl Service {
    /// The working calendar in force.
    pub async fn calendar(&self) -> StorageResult<Arc<Calendar>> {
        let ids = self.db.imports_in_force().await?;
        if let Some(calendar) = self.calendars.get(&ids) {
            return Ok(calendar);
        }
        let (ids, years) = self.imported_years().await?;
        let calendar = Arc::new(Calendar::with(&years));
        self.calendars.put(ids, &calendar);
        Ok(calendar)
    }

    /// The latest imports, undone ones too, newest first.
    pub async fn calendar_imports(&self) -> StorageResult<Vec<CalendarImportRow>> {
        self.db.calendar_imports(50).await
    }

    /// What importing this year will move.
    pub async fn preview_year(&self, year: &ImportedYear) -> StorageResult<CalendarPreview> {
        let (ids, mut years) = self.imported_years().await?;
        let old = Calendar::with(&years);
        years.push(year.clone());
        self.preview(year.year(), ids, &old, &Calendar::with(&years)).await
    }

    /// Imports a year and moves what moves.
    pub async fn import_year(
        &self,
        officer: &Officer,
        year: &ImportedYear,
        reason: &str,
        base: &str,
    ) -> StorageResult<CalendarChanged> {
        let (ids, mut years) = self.imported_years().await?;
        if words(&ids) != base {
            return Ok(CalendarChanged::Stale);
        }
        let old = Calendar::with(&years);
        years.push(year.clone());
        let csv = year.to_csv();
        let change = CalendarChange::Import { id: self.next_id(), year: year.year(), csv: &csv, reason };
        let new = Calendar::with(&years);
        self.change_calendar(officer, change, (year.year(), reason), ids, (&old, &new)).await
    }

    /// What undoing the last import will move, with the import; `None` when none is in force.
    pub async fn preview_undo(&self) -> StorageResult<Option<(i16, CalendarPreview)>> {
        let (ids, mut years) = self.imported_years().await?;
        let old = Calendar::with(&years);
        let Some(last) = years.pop() else { return Ok(None) };
        let preview = self.preview(last.year(), ids, &old, &Calendar::with(&years)).await?;
        Ok(Some((last.year(), preview)))
    }

    /// Undoes the last import: what it replaced is in force again, and what it moved moves back.
    pub async fn undo_calendar_import(
        &self,
        officer: &Officer,
        reason: &str,
        base: &str,
    ) -> StorageResult<CalendarChanged> {
        let (ids, mut years) = self.imported_years().await?;
        if words(&ids) != base {
            return Ok(CalendarChanged::Stale);
        }
        let old = Calendar::with(&years);
        let (Some(id), Some(last)) = (ids.last().copied(), years.pop()) else {
            return Ok(CalendarChanged::Nothing);
        };
        let new = Calendar::with(&years);
        let change = CalendarChange::Undo(id);
        self.change_calendar(officer, change, (last.year(), reason), ids, (&old, &new)).await
    }

    async fn change_calendar(
        &self,
        officer: &Officer,
        change: CalendarChange<'_>,
        (year, reason): (i16, &str),
        base: Vec<i64>,
        (old, new): (&Calendar, &Calendar),
    ) -> StorageResult<CalendarChanged> {
        let now = self.world.now();
        let moves = self.moves(year, old, new);
        let action = match change {
            CalendarChange::Import { .. } => "calendar.import",
            CalendarChange::Undo(_) => "calendar.undo",
        };
        let (id, name) = (year.to_string(), format!("{year}年放假安排"));
        let entry = self.audit(officer, action, About { kind: "calendar", id: &id, name: &name });
        let entry = |links: i64| AuditEntry {
            reason: Some(reason.to_owned()),
            detail: Some(serde_json::json!({ "year": year, "links": links }).to_string()),
            ..entry.clone()
        };
        let who = (now, officer.login.as_str());
        let moved = self.db.change_calendar(change, &base, &moves, who, &entry).await?;
        if moved.is_some() {
            self.retime_work_orders().await?;
        }
        Ok(moved.map_or(CalendarChanged::Stale, CalendarChanged::Done))
    }

    async fn preview(
        &self,
        year: i16,
        ids: Vec<i64>,
        old: &Calendar,
        new: &Calendar,
    ) -> StorageResult<CalendarPreview> {
        let mut moved = Vec::new();
        for day in self.moves(year, old, new).iter().filter(|day| day.old != day.new) {
            let links = self.db.count_links_of_day(day).await?;
            if links > 0 {
                let (old, new) = (Millis(day.old - 1), Millis(day.new - 1));
                moved.push(MovedDay { day: Millis(day.from), old, new, links });
            }
        }
        Ok(CalendarPreview { moved, base: words(&ids) })
    }

    /// The days of service whose windows end elsewhere by the new calendar, or are certain now.
    fn moves(&self, year: i16, old: &Calendar, new: &Calendar) -> Vec<DayMove> {
        let (now, days) = (self.world.now().0, self.settings.rating_days);
        // A window of n working days that reaches the year's notice (it may name days of the December before)
        // began at most so many days before; China has had one time of the year since 1992.
        let back = 60 + 3 * i64::from(days);
        let Some(first) = Millis::parse_china(&format!("{year}-01-01 00:00:00")) else { return Vec::new() };
        let starts = (-back..366).map(|n| first.plus(n * DAY));
        let periods: Vec<_> = starts.map(|start| (start, start, days)).collect();
        let move_of = |start: Millis, old: i64, new: i64, provisional| DayMove {
            from: start.0,
            to: start.0 + DAY,
            old,
            new,
            provisional,
        };
        let counting = Counting::WorkingAfter;
        let moved = deadlines_that_move(periods.iter().copied(), counting, old, new);
        let moved = moved.into_iter().filter(|m| m.new.ends.0 > now);
        let moved = moved.map(|m| move_of(m.id, m.old.ends.0, m.new.ends.0, m.new.provisional));
        let settled = periods.iter().filter_map(|&(start, _, days)| {
            let (old, new) = (old.window(counting, start, days), new.window(counting, start, days));
            let certain = old.ends == new.ends && old.provisional != new.provisional;
            certain.then(|| move_of(start, old.ends.0, new.ends.0, new.provisional))
        });
        moved.chain(settled).collect()
    }

    /// Ids and years of the imports in force. What was stored was checked before; a year that this program
    /// cannot read is left out, as if it were not there.
    async fn imported_years(&self) -> StorageResult<(Vec<i64>, Vec<ImportedYear>)> {
        let rows = self.db.calendar_years().await?;
        let ids = rows.iter().map(|row| row.id).collect();
        let years = rows.iter().filter_map(|row| ImportedYear::read(row.year, &row.csv).ok()).collect();
        Ok((ids, years))
    }
}

/// The state of the calendar as a form carries it.
fn words(ids: &[i64]) -> String {
    ids.iter().map(i64::to_string).collect::<Vec<_>>().join(".")
}
