//! Links that a partner made and signed without asking us. An occurrence that is known is rated as by its own link; one
//! that is not is pending: it comes into being with its rating, and is matched when the case comes.

use crate::{CaseLink, LinkState, Service, Submission, SubmitError, Submitted};
use domain::{Millis, RatingContent};
use storage::{LinkRow, PartnerRow, PendingCase, StorageResult};
use trust::SignedLink;

/// Farthest a link's end may lie ahead, ms: 31 days.
const MOST_AHEAD: i64 = 31 * 86_400_000;

/// A link whose signature is right.
#[derive(Debug, Clone)]
pub struct OpenedLink {
    /// What it leads to, and whether it can be used.
    pub link: CaseLink,
    partner: PartnerRow,
    outer_ref: String,
    /// When it dies, by its own words.
    end: Millis,
}

impl OpenedLink {
    /// The occurrence is not known yet.
    fn is_new(&self) -> bool {
        self.link.row.id == 0
    }
}

impl Service {
    /// What a signed link leads to; `None` for an unknown, ended or revoked key, a partner that was shut out, a signature
    /// that is not the key's, and an end more than 31 days ahead. Why is not told: who guesses must learn nothing.
    pub async fn signed_link(&self, signed: &SignedLink) -> StorageResult<Option<OpenedLink>> {
        let now = self.world.now();
        let Some(found) = self.db.partner_key(&signed.key).await? else { return Ok(None) };
        let is_signed = self.open_key(&found.key).is_some_and(|key| signed.is_signed(&key));
        let end = Millis(signed.end.saturating_mul(1000));
        if !is_signed || !found.is_good(now) || end.0.saturating_sub(now.0) > MOST_AHEAD {
            return Ok(None);
        }
        let row = match self.db.occurrence_by_ref(found.partner.id, &signed.occurrence).await? {
            Some(row) => self.row_until(row, end),
            None => unknown_row(&found.partner, end),
        };
        let link = CaseLink::of(row, now);
        Ok(Some(OpenedLink { link, partner: found.partner, outer_ref: signed.occurrence.clone(), end }))
    }

    /// Rates the occurrence of a signed link. A placeholder is made only for a rating that can be stored.
    pub async fn rate_signed(
        &self,
        opened: &OpenedLink,
        sent: &Submission,
    ) -> Result<Submitted, SubmitError> {
        if !opened.is_new() || opened.link.state != LinkState::Open {
            return self.rate_case(&opened.link, sent).await;
        }
        RatingContent::check(&sent.input, self.settings.rules).map_err(SubmitError::Invalid)?;
        let now = self.world.now();
        let pending = PendingCase {
            case_id: self.next_id(),
            occurrence_id: self.next_id(),
            partner_id: opened.partner.id,
            partner: &opened.partner.name,
            outer_ref: &opened.outer_ref,
            rate_until: opened.end.0,
        };
        self.db.insert_pending_case(&pending, now).await?;
        let row = self.db.occurrence_by_ref(opened.partner.id, &opened.outer_ref).await?;
        let row = row.ok_or_else(|| SubmitError::Internal("no placeholder".into()))?;
        self.rate_case(&CaseLink::of(self.row_until(row, opened.end), now), sent).await
    }

    /// A link dies at its own end. Once the case is there, it dies no later than the case's own link.
    fn row_until(&self, row: LinkRow, end: Millis) -> LinkRow {
        let expires_at = match row.pending {
            true => end.0,
            false => end.0.min(self.link_end(Millis(row.rate_until)).0),
        };
        let rate_until = if row.pending { end.0 } else { row.rate_until };
        LinkRow { expires_at, rate_until, ..row }
    }
}

/// An occurrence of which nothing is stored: the row of a placeholder that does not exist.
fn unknown_row(partner: &PartnerRow, end: Millis) -> LinkRow {
    LinkRow {
        id: 0,
        occurrence_id: 0,
        expires_at: end.0,
        revoked_at: None,
        used: false,
        service_number: 1,
        service_name: String::new(),
        served_at: 0,
        rate_until: end.0,
        provisional: false,
        window_id: None,
        staff_id: None,
        item_name: String::new(),
        org_name: partner.name.clone(),
        state: String::new(),
        accepted_at: 0,
        finished_at: None,
        pending: true,
        window_code: None,
        window_name: None,
        window_withdrawn_at: None,
        hall: None,
        department: None,
    }
}
