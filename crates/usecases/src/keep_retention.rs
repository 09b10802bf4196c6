//! How long personal fields are kept: the periods, their change, and the job that clears what is due.

use crate::Service;
use crate::officer::{About, Officer};
use domain::retention::{PersonalField, RetentionError, RetentionPolicy};
use domain::{Calendar, Millis};
use storage::{
    AuditEntry, Cleared, ClearingRun, Due, RetentionPeriod, RetentionRecord, StorageError, StorageResult,
};

/// Most rows in one transaction: citizens' ratings wait no longer than it takes.
const MOST_ROWS: i64 = 500;
/// Hour of the day, in China, before which the daily run does not begin.
const FIRST_HOUR: i8 = 2;
const DAY: i64 = 86_400_000;

/// How setting a period ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeriodSet {
    /// Done.
    Done,
    /// The number of days is not possible.
    Refused(RetentionError),
    /// Somebody set it meanwhile.
    Conflict,
}

/// What a run has cleared, field by field; fields of which nothing was due are not named.
pub type ClearedFields = Vec<(PersonalField, i64)>;

impl Service {
    /// The periods in force, and those that were set otherwise than the defaults.
    pub async fn retention(&self) -> StorageResult<(RetentionPolicy, Vec<RetentionPeriod>)> {
        let set = self.db.retention_periods().await?;
        let days = set.iter().map(|p| (p.field.as_str(), u16::try_from(p.days).unwrap_or(0)));
        let policy =
            RetentionPolicy::from_settings(days).map_err(|e| StorageError::Refused(e.to_string()))?;
        Ok((policy, set))
    }

    /// Sets how many days a field is kept; `was` is what it was when the form was opened.
    pub async fn set_retention(
        &self,
        officer: &Officer,
        field: PersonalField,
        (was, days): (u16, u16),
        reason: &str,
    ) -> StorageResult<PeriodSet> {
        let (policy, set) = self.retention().await?;
        if policy.days(field) != was {
            return Ok(PeriodSet::Conflict);
        }
        if let Err(error) = policy.with(field, days) {
            return Ok(PeriodSet::Refused(error));
        }
        let stored = set.iter().find(|p| p.field == field.name()).map(|p| p.days);
        let detail = serde_json::json!({ "before": { "days": was }, "after": { "days": days } });
        let about = About { kind: "retention", id: field.name(), name: field.label() };
        let entry = AuditEntry {
            reason: Some(reason.to_owned()),
            detail: Some(detail.to_string()),
            ..self.audit(officer, "retention.set", about)
        };
        let period = RetentionPeriod {
            field: field.name().to_owned(),
            days: i32::from(days),
            reason: reason.to_owned(),
            set_at: self.world.now().0,
            actor: officer.login.clone(),
        };
        let done = self.db.set_retention_period(&period, stored, &[entry]).await?;
        Ok(if done { PeriodSet::Done } else { PeriodSet::Conflict })
    }

    /// A page of the record of what was cleared, newest first, and how many lines it has.
    pub async fn retention_records(
        &self,
        limit: i64,
        offset: i64,
    ) -> StorageResult<(Vec<RetentionRecord>, i64)> {
        self.db.retention_records(limit, offset).await
    }

    /// Day and moment of the last run that came to its end.
    pub async fn last_retention_run(&self) -> StorageResult<Option<(String, Millis)>> {
        Ok(self.db.last_retention_run().await?.map(|(day, at)| (day, Millis(at))))
    }

    /// Clears what is due if that was not done today; `None` when it was, or the day has only begun. Two servers on
    /// one database may both run: what one has cleared the other does not find.
    pub async fn clear_due_daily(&self, actor: &str) -> StorageResult<Option<ClearedFields>> {
        let now = self.world.now().in_china();
        let today = now.date().to_string();
        let last = self.db.last_retention_run().await?;
        if now.hour() < FIRST_HOUR || last.is_some_and(|(day, _)| day >= today) {
            return Ok(None);
        }
        self.clear_due(actor).await.map(Some)
    }

    /// Clears what is due now, a few rows at a time.
    pub async fn clear_due(&self, actor: &str) -> StorageResult<ClearedFields> {
        let now = self.world.now();
        let (policy, _) = self.retention().await?;
        let calendar = self.calendar().await?;
        let run = ClearingRun { id: self.next_id(), at: now, actor };
        let mut fields = Vec::new();
        for &field in PersonalField::ALL {
            let began = policy.began_before(field, now);
            let due = Due {
                field,
                began: began.0,
                open: policy.open_stored_before(field, now).0,
                rated_before: rated_before(&calendar, began, self.settings.rating_days).0,
                days: i32::from(policy.days(field)),
            };
            let cleared = self.clear_field(&due, run).await?;
            if cleared > 0 {
                fields.push((field, cleared));
            }
        }
        self.db.record_retention_run(&now.in_china().date().to_string(), self.world.now()).await?;
        Ok(fields)
    }

    /// The last transaction of a field that was due has the entry of the audit trail, with the sum.
    async fn clear_field(&self, due: &Due, run: ClearingRun<'_>) -> StorageResult<i64> {
        let (record, mut sum) = (self.next_id(), 0);
        loop {
            let entry = |cleared: Cleared| {
                let all = sum + cleared.rows;
                (!cleared.more && all > 0).then(|| self.entry_of_clearing(due, run, all))
            };
            let cleared = self.db.clear_due(due, MOST_ROWS, (run, record), &entry).await?;
            sum += cleared.rows;
            if !cleared.more {
                return Ok(sum);
            }
            tokio::task::yield_now().await;
        }
    }

    fn entry_of_clearing(&self, due: &Due, run: ClearingRun<'_>, cleared: i64) -> AuditEntry {
        let until = Millis(due.began).to_china_text();
        let detail = serde_json::json!({ "cleared": cleared, "days": due.days, "until": until });
        let about = About { kind: "retention", id: due.field.name(), name: due.field.label() };
        AuditEntry {
            detail: Some(detail.to_string()),
            ..self.audit_of_program(run.actor, "retention.clear", about)
        }
    }
}

/// The end of the last day whose rating window, `days` working days long, was over at `began`.
fn rated_before(calendar: &Calendar, began: Millis, days: u16) -> Millis {
    let midnight = began.in_china().date().at(0, 0, 0, 0);
    let mut day = Millis::from_china(midnight).unwrap_or(began);
    // A window of n working days is over within 3n + 60 days, whatever is announced.
    for _ in 0..60 + 3 * i64::from(days) {
        if calendar.window_after(day, days).ends <= began {
            return day.plus(DAY);
        }
        day = day.plus(-DAY);
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Millis {
        Millis::parse_china(text).unwrap()
    }

    #[test]
    fn a_ratings_window_is_over_exactly_when_the_calendar_says_so() {
        let calendar = Calendar::shipped();
        // Rated on Tuesday 24 November 2026, the window ends with Tuesday 1 December.
        let just_over = rated_before(calendar, at("2026-12-02 00:00:00"), 5);
        assert_eq!(just_over.to_china_text(), "2026-11-25 00:00:00");
        let not_yet = rated_before(calendar, at("2026-12-01 23:59:59"), 5);
        assert_eq!(not_yet.to_china_text(), "2026-11-24 00:00:00");
        for hour in 0..2000 {
            let began = at("2026-09-01 00:00:00").plus(hour * 3_600_000);
            let bound = rated_before(calendar, began, 5);
            assert!(calendar.window_after(bound.plus(-1), 5).ends <= began);
            assert!(calendar.window_after(bound, 5).ends > began);
        }
    }
}
