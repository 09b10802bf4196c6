//! Adding a follow-up (追评) to one's own rating.

use crate::{OpenReceipt, ReceiptResult, Service};
use domain::follow_up::FollowUp;
use domain::{RatingError, ReceiptCode};
use storage::StorageResult;

/// What became of a follow-up.
#[derive(Debug, Clone)]
pub enum FollowUpResult {
    /// Stored.
    Added,
    /// There is one already; nothing was stored.
    Already,
    /// The form has faults.
    Invalid(Box<OpenReceipt>, Vec<RatingError>),
    /// Not the device that rated, and no pass: the receipt stays closed.
    NotYours,
}

impl Service {
    /// Adds a follow-up for whoever can open the receipt.
    pub async fn add_follow_up(
        &self,
        code: ReceiptCode,
        device: Option<&str>,
        pass: Option<&str>,
        level: &str,
        words: &str,
    ) -> StorageResult<FollowUpResult> {
        let ReceiptResult::Open(receipt) = self.receipt(code, device, pass).await? else {
            return Ok(FollowUpResult::NotYours);
        };
        let follow_up = match FollowUp::check(level, words) {
            Ok(follow_up) => follow_up,
            Err(errors) => return Ok(FollowUpResult::Invalid(receipt, errors)),
        };
        let added = self.db.insert_follow_up(receipt.row.id, &follow_up, self.world.now()).await?;
        Ok(if added { FollowUpResult::Added } else { FollowUpResult::Already })
    }
}
