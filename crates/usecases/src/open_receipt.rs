//! Opening a receipt. The code alone shows place, date and state; level, words and what follows need the
//! device that rated or the PIN, so that nobody can be made to show what she said.

use crate::keys::same_secret;
use crate::work_orders::CitizenOrder;
use crate::{Purpose, Service, Submitted};
use domain::ReceiptCode;
use storage::{FollowUpRow, ReceiptRow, StorageResult};

/// How long a PIN keeps a receipt open, ms.
const PASS_MS: i64 = 30 * 60_000;

/// What a look-up found.
#[derive(Debug, Clone)]
pub enum ReceiptResult {
    /// No rating has this receipt.
    Unknown,
    /// Too many wrong codes from everybody: pause.
    TooMany,
    /// The rating, closed: only place, date and state may be shown.
    Closed(Box<ReceiptRow>),
    /// The rating, open.
    Open(Box<OpenReceipt>),
}

/// A rating its own rater sees.
#[derive(Debug, Clone)]
pub struct OpenReceipt {
    /// The rating.
    pub row: ReceiptRow,
    /// Its follow-up.
    pub follow_up: Option<FollowUpRow>,
    /// What becomes of it, if it is a bad one and its order is open.
    pub order: Option<CitizenOrder>,
}

/// What a PIN did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PinResult {
    /// Right: this pass opens the receipt for half an hour.
    Pass(String),
    /// Wrong.
    Wrong,
    /// Too many wrong tries; the PIN is not even compared.
    Locked,
    /// No such receipt.
    Unknown,
}

impl Service {
    /// Looks a receipt up for whoever holds the device cookie or the pass.
    pub async fn receipt(
        &self,
        code: ReceiptCode,
        device: Option<&str>,
        pass: Option<&str>,
    ) -> StorageResult<ReceiptResult> {
        let now = self.world.now();
        let found = self.db.rating_by_receipt(self.id_of(code), code).await?;
        let opens =
            found.as_ref().is_some_and(|row| self.is_own_device(row, device) || self.is_pass(code, pass));
        match found {
            Some(row) if opens => {
                let follow_up = self.db.follow_up_of(row.id).await?;
                let order = self.citizen_order(row.id).await?;
                Ok(ReceiptResult::Open(Box::new(OpenReceipt { row, follow_up, order })))
            }
            _ if !self.guard.allows(now) => Ok(ReceiptResult::TooMany),
            Some(row) => Ok(ReceiptResult::Closed(Box::new(row))),
            None => {
                self.guard.count_wrong(now);
                Ok(ReceiptResult::Unknown)
            }
        }
    }

    /// Tries a PIN. The try is counted before it is compared, so many at once give no more tries.
    pub async fn try_pin(&self, code: ReceiptCode, pin: &str) -> StorageResult<PinResult> {
        let now = self.world.now();
        if !self.guard.allows(now) {
            return Ok(PinResult::Locked);
        }
        let Some(row) = self.db.rating_by_receipt(self.id_of(code), code).await? else {
            self.guard.count_wrong(now);
            return Ok(PinResult::Unknown);
        };
        if self.db.is_pin_locked(row.id, now).await? {
            self.guard.count_wrong(now);
            return Ok(PinResult::Locked);
        }
        let locked_until = now.plus(self.settings.pin_lock_ms);
        if !self.db.take_pin_try(row.id, now, self.settings.pin_tries, locked_until).await? {
            return Ok(PinResult::Locked);
        }
        if !same_secret(&self.pin_hash(code, pin.trim()), &row.pin_hash) {
            self.guard.count_wrong(now);
            return Ok(PinResult::Wrong);
        }
        self.db.forget_pin_tries(row.id).await?;
        Ok(PinResult::Pass(self.pass(code, now.0 + PASS_MS)))
    }

    /// A pass for whoever has just sent the rating, on a device that keeps no mark.
    pub fn pass_for_sender(&self, submitted: &Submitted) -> String {
        self.pass(submitted.receipt, self.world.now().0 + PASS_MS)
    }

    fn is_own_device(&self, row: &ReceiptRow, device: Option<&str>) -> bool {
        match (&row.device, device) {
            (Some(stored), Some(device)) => same_secret(stored, &self.device_hash(device)),
            _ => false,
        }
    }

    fn pass(&self, code: ReceiptCode, until: i64) -> String {
        let hash = self.keys.hash(Purpose::ReceiptPass, &[code.as_str().as_bytes(), &until.to_be_bytes()]);
        format!("{until}.{}", trust::to_hex(&hash[..16]))
    }

    fn is_pass(&self, code: ReceiptCode, pass: Option<&str>) -> bool {
        let until = pass.and_then(|p| p.split_once('.')).and_then(|(until, _)| until.parse::<i64>().ok());
        match (pass, until) {
            (Some(pass), Some(until)) if self.world.now().0 < until => {
                same_secret(self.pass(code, until).as_bytes(), pass.as_bytes())
            }
            _ => false,
        }
    }
}
