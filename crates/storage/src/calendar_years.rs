//! Imported years of the working calendar, and the ends of rating windows that move with them. A window's end
//! depends on the day of service alone, so ends move day by day, not case by case.

use crate::{AuditEntry, Db, StorageResult};
use domain::Millis;

/// Occurrences served within `$1`–`$2` whose window ends at `$3` and that are not rated: a rating has used up its
/// window.
macro_rules! of_day {
    () => {
        "served_at >= $1 AND served_at < $2 AND rate_until = $3
            AND NOT EXISTS (SELECT 1 FROM rating r WHERE r.occurrence_id = occurrence.id)"
    };
}

statements! {
    IMPORTS_IN_FORCE = "SELECT id FROM calendar_import WHERE undone_at IS NULL ORDER BY id";
    CALENDAR_YEARS = "SELECT id, year, csv FROM calendar_import WHERE undone_at IS NULL ORDER BY id";
    CALENDAR_IMPORTS = "SELECT id, year, csv, reason, imported_at, actor, undone_at, undone_by FROM calendar_import
        ORDER BY id DESC LIMIT $1";
    INSERT_CALENDAR_IMPORT = "INSERT INTO calendar_import (id, year, csv, reason, imported_at, actor)
        VALUES ($1, $2, $3, $4, $5, $6)";
    UNDO_CALENDAR_IMPORT = "UPDATE calendar_import SET undone_at = $2, undone_by = $3 WHERE id = $1 AND undone_at IS NULL";
    COUNT_LINKS_OF_DAY = concat!("SELECT COUNT(*) FROM case_link k WHERE k.revoked_at IS NULL AND k.occurrence_id IN
        (SELECT id FROM occurrence WHERE ", of_day!(), ")");
    MOVE_LINKS_OF_DAY = concat!("UPDATE case_link SET expires_at = expires_at + $4 WHERE revoked_at IS NULL
        AND occurrence_id IN (SELECT id FROM occurrence WHERE ", of_day!(), ")");
    MOVE_DAY = concat!("UPDATE occurrence SET rate_until = $4, provisional = $5 WHERE ", of_day!());
    SETTLE_DAY = concat!("UPDATE occurrence SET provisional = $4 WHERE provisional <> $4 AND ", of_day!());
}

/// An imported year that is in force.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CalendarYearRow {
    /// Row id.
    pub id: i64,
    /// Year.
    pub year: i16,
    /// `date,kind,name`.
    pub csv: String,
}

/// An import, in force or undone.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CalendarImportRow {
    /// Row id.
    pub id: i64,
    /// Year.
    pub year: i16,
    /// `date,kind,name`.
    pub csv: String,
    /// Why, and from which notice.
    pub reason: String,
    /// When, ms.
    pub imported_at: i64,
    /// Login.
    pub actor: String,
    /// When it was undone, ms.
    pub undone_at: Option<i64>,
    /// Login of who did.
    pub undone_by: Option<String>,
}

/// How the end of the windows of one day of service changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayMove {
    /// The day of service, from this moment, ms.
    pub from: i64,
    /// To this moment, ms.
    pub to: i64,
    /// End until now, ms.
    pub old: i64,
    /// End from now on, ms; the same where only `provisional` changes.
    pub new: i64,
    /// The new end may still move.
    pub provisional: bool,
}

/// What is done to the calendar.
#[derive(Debug, Clone, Copy)]
pub enum CalendarChange<'a> {
    /// A year is brought in.
    Import {
        /// Row id.
        id: i64,
        /// Year.
        year: i16,
        /// `date,kind,name`.
        csv: &'a str,
        /// Why.
        reason: &'a str,
    },
    /// An import is undone.
    Undo(i64),
}

impl Db {
    /// Ids of the imports in force: when they are the same, the calendar is.
    pub async fn imports_in_force(&self) -> StorageResult<Vec<i64>> {
        Ok(reading!(self, |pool| sqlx::query_scalar(IMPORTS_IN_FORCE).fetch_all(pool).await?))
    }

    /// The imported years in force, in the order they came.
    pub async fn calendar_years(&self) -> StorageResult<Vec<CalendarYearRow>> {
        Ok(reading!(self, |pool| sqlx::query_as(CALENDAR_YEARS).fetch_all(pool).await?))
    }

    /// The latest imports, undone ones too.
    pub async fn calendar_imports(&self, limit: i64) -> StorageResult<Vec<CalendarImportRow>> {
        Ok(reading!(self, |pool| sqlx::query_as(CALENDAR_IMPORTS).bind(limit).fetch_all(pool).await?))
    }

    /// Number of open links whose end a move changes.
    pub async fn count_links_of_day(&self, day: &DayMove) -> StorageResult<i64> {
        Ok(reading!(self, |pool| {
            let count = sqlx::query_scalar(COUNT_LINKS_OF_DAY).bind(day.from).bind(day.to).bind(day.old);
            count.fetch_one(pool).await?
        }))
    }

    /// Changes the calendar and moves what moves with it, in one transaction; returns the number of links whose
    /// end has moved, for which `entry` makes the entry of the audit trail. `None`: the calendar has changed since
    /// `base` was read, and nothing was done.
    pub async fn change_calendar(
        &self,
        change: CalendarChange<'_>,
        base: &[i64],
        moves: &[DayMove],
        (now, actor): (Millis, &str),
        entry: &(dyn Fn(i64) -> AuditEntry + Sync),
    ) -> StorageResult<Option<i64>> {
        let mut entries = Vec::new();
        let moved = recording!(self, &entries, |tx| {
            let in_force: Vec<i64> = sqlx::query_scalar(IMPORTS_IN_FORCE).fetch_all(&mut *tx).await?;
            if in_force != base {
                return Ok(None);
            }
            match change {
                CalendarChange::Import { id, year, csv, reason } => {
                    let row = sqlx::query(INSERT_CALENDAR_IMPORT).bind(id).bind(year).bind(csv).bind(reason);
                    row.bind(now.0).bind(actor).execute(&mut *tx).await?;
                }
                CalendarChange::Undo(id) => {
                    let row = sqlx::query(UNDO_CALENDAR_IMPORT).bind(id).bind(now.0).bind(actor);
                    if row.execute(&mut *tx).await?.rows_affected() == 0 {
                        return Ok(None);
                    }
                }
            }
            let mut moved = 0;
            for day in moves {
                if day.old == day.new {
                    let row = sqlx::query(SETTLE_DAY).bind(day.from).bind(day.to).bind(day.old);
                    row.bind(day.provisional).execute(&mut *tx).await?;
                    continue;
                }
                let links = sqlx::query(MOVE_LINKS_OF_DAY).bind(day.from).bind(day.to).bind(day.old);
                let links = links.bind(day.new - day.old).execute(&mut *tx).await?;
                moved += i64::try_from(links.rows_affected()).unwrap_or(i64::MAX);
                let row = sqlx::query(MOVE_DAY).bind(day.from).bind(day.to).bind(day.old).bind(day.new);
                row.bind(day.provisional).execute(&mut *tx).await?;
            }
            entries.push(entry(moved));
            moved
        });
        Ok(Some(moved))
    }
}
