//! Making messages for links that are to be sent, and reminders of those nobody followed. Nothing is sent here, and
//! whoever stores cases knows nothing of messages.

use crate::Service;
use domain::Millis;
use domain::message::{QuietHours, remind_at};
use storage::{LinkToSend, Reminder, ReminderDue, StorageResult};

/// Most messages made in one transaction: citizens' ratings wait no longer than it takes.
const MOST: i64 = 200;

/// A city's choices about messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageRules {
    /// When nobody is sent anything.
    pub quiet: QuietHours,
    /// Working days before the end of the rating window at which one reminder is sent; 0: none.
    pub remind_before: u16,
}

impl Service {
    /// Makes the messages and reminders that are due; returns how many links and messages were looked at. Two
    /// servers on one database may both do it: a message is there once.
    pub async fn plan_messages(&self, rules: &MessageRules) -> StorageResult<usize> {
        let now = self.world.now();
        let calendar = self.calendar().await?;
        let remind = |rate_until: i64| remind_at(&calendar, Millis(rate_until), rules.remind_before);
        // One that is due already would come together with the first message.
        let first = |link: &LinkToSend| {
            (self.next_id(), remind(link.rate_until).filter(|at| *at > now).map(|at| at.0))
        };
        let reminder = |first: &ReminderDue| match remind(first.rate_until) {
            Some(at) if at > now => Reminder::Later(at.0),
            Some(_) if first.wanted => Reminder::Make(self.next_id()),
            _ => Reminder::Never,
        };
        let mut all = 0;
        loop {
            let links = self.db.plan_messages(now, MOST, &first).await?;
            let reminders = self.db.plan_reminders(now, MOST, &reminder).await?;
            all += links + reminders;
            if (links.max(reminders) as i64) < MOST {
                return Ok(all);
            }
            tokio::task::yield_now().await;
        }
    }
}
