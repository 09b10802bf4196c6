//! Keeping the roster: who is put down for which window when. What has begun can only be ended, earlier or
//! later: who sat where is not rewritten.

use crate::Service;
use crate::officer::{About, Officer};
use domain::Millis;
use storage::{AuditEntry, OverlapRow, RosterWindow, Shift, ShiftChanged, ShiftRow, StorageResult};

/// Most windows of a hall that the roster shows.
pub const ROSTER_WINDOWS: i64 = 300;

/// Who, where, from, to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShiftPlan {
    /// Window.
    pub window: i64,
    /// Person.
    pub staff: i64,
    /// From, inclusive.
    pub from: Millis,
    /// To, exclusive.
    pub to: Millis,
}

/// How a change of the roster ended.
#[derive(Debug)]
pub enum ShiftKept {
    /// Done.
    Done,
    /// Changed, begun or ended meanwhile: as it is now.
    Conflict(ShiftRow),
    /// There is no such shift in the officer's scope.
    NoSuch,
    /// Window and person are not of one hall in the officer's scope, or one of them is no longer in use.
    PlaceWrong,
    /// She sits there at that time.
    Overlaps(OverlapRow),
    /// The end lies before the beginning or the moment, or the shift is longer than a day.
    TimeWrong,
}

impl Service {
    /// A hall's windows and the shifts that touch this time.
    pub async fn roster(
        &self,
        officer: &Officer,
        hall: i64,
        (from, to): (Millis, Millis),
    ) -> StorageResult<(Vec<RosterWindow>, Vec<ShiftRow>)> {
        let windows = self.db.roster_windows(&officer.scope, hall, ROSTER_WINDOWS).await?;
        Ok((windows, self.db.roster_shifts(&officer.scope, hall, from, to).await?))
    }

    /// A shift in the officer's scope.
    pub async fn shift_of(&self, officer: &Officer, id: i64) -> StorageResult<Option<ShiftRow>> {
        self.db.shift_of(&officer.scope, id).await
    }

    /// Puts shifts down, all or none.
    pub async fn add_shifts(&self, officer: &Officer, plans: &[ShiftPlan]) -> StorageResult<ShiftKept> {
        let now = self.world.now();
        if plans.is_empty() || plans.iter().any(|p| !is_possible(p) || p.to <= now) {
            return Ok(ShiftKept::TimeWrong);
        }
        let shifts: Vec<Shift> = plans.iter().map(|p| shift(self.next_id(), p)).collect();
        let audit: Vec<AuditEntry> = shifts
            .iter()
            .map(|s| self.about_shift(officer, "shift.add", s.id, serde_json::json!({ "after": facts(s) })))
            .collect();
        let done = self.db.add_shifts(&officer.scope, &shifts, &audit).await?;
        self.windows.clear();
        Ok(match done {
            ShiftChanged::Done => ShiftKept::Done,
            ShiftChanged::Overlaps(row) => ShiftKept::Overlaps(row),
            ShiftChanged::PlaceWrong | ShiftChanged::Stale => ShiftKept::PlaceWrong,
        })
    }

    /// Changes a shift: one that has not begun in everything, one that runs in its end alone.
    pub async fn change_shift(
        &self,
        officer: &Officer,
        (id, version): (i64, i64),
        plan: &ShiftPlan,
    ) -> StorageResult<ShiftKept> {
        let Some(before) = self.shift_of(officer, id).await? else { return Ok(ShiftKept::NoSuch) };
        if before.version != version {
            return Ok(ShiftKept::Conflict(before));
        }
        let now = self.world.now();
        if !is_possible(plan) || plan.to <= now {
            return Ok(ShiftKept::TimeWrong);
        }
        let after = shift(id, plan);
        let detail = serde_json::json!({ "before": facts_of(&before), "after": facts(&after) });
        let audit = [self.about_shift(officer, "shift.change", id, detail)];
        let scope = &officer.scope;
        let done = if before.starts_at > now.0 {
            self.db.change_shift(scope, version, &after, now, &audit).await?
        } else if before.runs_at(now) && is_same_but_end(&before, plan) {
            self.db.set_shift_end(scope, &before, plan.to, now, &audit).await?
        } else {
            return Ok(ShiftKept::Conflict(before));
        };
        self.after_shift(officer, before, done).await
    }

    /// Ends a shift that runs.
    pub async fn end_shift(&self, officer: &Officer, (id, version): (i64, i64)) -> StorageResult<ShiftKept> {
        let Some(before) = self.shift_of(officer, id).await? else { return Ok(ShiftKept::NoSuch) };
        let now = self.world.now();
        if before.version != version || !before.runs_at(now) {
            return Ok(ShiftKept::Conflict(before));
        }
        let ends_at = now.max(Millis(before.starts_at + 1));
        let detail = serde_json::json!({
            "before": facts_of(&before), "after": { "ends_at": ends_at.to_china_text() },
        });
        let audit = [self.about_shift(officer, "shift.end", id, detail)];
        let done = self.db.set_shift_end(&officer.scope, &before, ends_at, now, &audit).await?;
        self.after_shift(officer, before, done).await
    }

    /// Takes a shift off the roster that has not begun.
    pub async fn drop_shift(&self, officer: &Officer, (id, version): (i64, i64)) -> StorageResult<ShiftKept> {
        let Some(before) = self.shift_of(officer, id).await? else { return Ok(ShiftKept::NoSuch) };
        let now = self.world.now();
        if before.version != version || before.starts_at <= now.0 {
            return Ok(ShiftKept::Conflict(before));
        }
        let detail = serde_json::json!({ "before": facts_of(&before) });
        let audit = [self.about_shift(officer, "shift.drop", id, detail)];
        let done = self.db.drop_shift((id, version), now, &audit).await?;
        self.after_shift(officer, before, done).await
    }

    async fn after_shift(
        &self,
        officer: &Officer,
        before: ShiftRow,
        done: ShiftChanged,
    ) -> StorageResult<ShiftKept> {
        // As with signing in: other processes see it when their two seconds are over.
        self.windows.clear();
        Ok(match done {
            ShiftChanged::Done => ShiftKept::Done,
            ShiftChanged::Stale => {
                self.shift_of(officer, before.id).await?.map_or(ShiftKept::NoSuch, ShiftKept::Conflict)
            }
            ShiftChanged::PlaceWrong => ShiftKept::PlaceWrong,
            ShiftChanged::Overlaps(row) => ShiftKept::Overlaps(row),
        })
    }

    fn about_shift(&self, officer: &Officer, action: &str, id: i64, detail: serde_json::Value) -> AuditEntry {
        let id = id.to_string();
        let entry = self.audit(officer, action, About { kind: "shift", id: &id, name: "值班" });
        AuditEntry { detail: Some(detail.to_string()), ..entry }
    }
}

/// From before to, and no longer than a day.
fn is_possible(plan: &ShiftPlan) -> bool {
    plan.from < plan.to && plan.to.0 - plan.from.0 <= 24 * 3_600_000
}

/// Times come from the form to the minute; a person who signed in herself did so to the millisecond.
fn is_same_but_end(before: &ShiftRow, plan: &ShiftPlan) -> bool {
    before.window_id == plan.window
        && before.staff_id == plan.staff
        && before.starts_at.div_euclid(60_000) == plan.from.0.div_euclid(60_000)
}

fn shift(id: i64, plan: &ShiftPlan) -> Shift {
    Shift { id, window_id: plan.window, staff_id: plan.staff, starts_at: plan.from.0, ends_at: plan.to.0 }
}

fn facts(s: &Shift) -> serde_json::Value {
    let at = |ms| Millis(ms).to_china_text();
    serde_json::json!({
        "window": s.window_id, "staff": s.staff_id, "starts_at": at(s.starts_at), "ends_at": at(s.ends_at),
    })
}

fn facts_of(s: &ShiftRow) -> serde_json::Value {
    let at = |ms| Millis(ms).to_china_text();
    serde_json::json!({
        "window": s.window_id, "staff": s.staff_id, "starts_at": at(s.starts_at), "ends_at": at(s.ends_at),
    })
}
