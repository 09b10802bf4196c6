//! What becomes of a message after it was sent: the network's receipt, and a person who wants no more of them.

use crate::{CaseToken, Service};
use storage::{MessageName, StorageResult};

/// A receipt of the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageReceipt {
    /// Our id, if it tells it.
    pub id: Option<i64>,
    /// Its own name of the message, if it tells it.
    pub reference: Option<String>,
    /// It reached the phone.
    pub delivered: bool,
}

impl Service {
    /// Takes a receipt; `false` when it is about no message that waits for one.
    pub async fn take_message_receipt(&self, receipt: &MessageReceipt) -> StorageResult<bool> {
        let now = self.world.now();
        if let Some(id) = receipt.id
            && self.db.settle_message(MessageName::Id(id), receipt.delivered, now).await?
        {
            return Ok(true);
        }
        let Some(reference) = receipt.reference.as_deref() else { return Ok(false) };
        self.db.settle_message(MessageName::Reference(reference), receipt.delivered, now).await
    }

    /// No more messages to the number this link was sent to; `false` for a link that was never given out. The right
    /// to rate is not touched, by this link or any other.
    pub async fn refuse_messages(&self, token: &CaseToken) -> StorageResult<bool> {
        if self.case_link(token).await?.is_none() {
            return Ok(false);
        }
        self.db.refuse_messages(&self.token_hash(token), self.world.now()).await?;
        Ok(true)
    }
}
