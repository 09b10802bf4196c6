//! “我的办件”: a citizen who has signed in, in whatever way, sees what of hers can be rated and what was. Her session
//! holds keyed hashes, never a number. A case is hers when its applicant's phone or ID number is; its number and a name
//! open nothing.

use crate::{CaseLink, CaseToken, Purpose, Service};
use domain::Phone;
use storage::{Applicant, MyRatingRow, NewCitizenSession, StorageResult};
use trust::to_hex;

/// Most occurrences and most receipts a page shows.
pub const MY_SHOWN: usize = 50;

/// Who somebody is, as far as her cases are found by it. One of the two is there.
pub type Identity = Applicant;

/// A citizen who has signed in.
#[derive(Debug, Clone)]
pub struct Citizen {
    applicant: Applicant,
}

/// An occurrence of hers that can be rated, and the token of its link.
#[derive(Debug, Clone)]
pub struct MyOccurrence {
    /// The link.
    pub link: CaseLink,
    /// Its token, made again.
    pub token: CaseToken,
}

/// What is hers.
#[derive(Debug, Clone)]
pub struct MyCases {
    /// Can be rated now; latest service first, at most [`MY_SHOWN`].
    pub open: Vec<MyOccurrence>,
    /// There are more.
    pub more_open: bool,
    /// Was rated; latest first, at most [`MY_SHOWN`].
    pub rated: Vec<MyRatingRow>,
    /// There are more.
    pub more_rated: bool,
}

impl Service {
    /// Who has this phone and this ID number, as far as they are known; `None` when neither is.
    pub fn identity(&self, phone: Option<&Phone>, id_number: Option<&str>) -> Option<Identity> {
        let phone_hash = phone.map(|phone| self.phone_hash(phone));
        let id_number_hash = id_number.filter(|n| !n.trim().is_empty()).map(|n| self.id_number_hash(n));
        (phone_hash.is_some() || id_number_hash.is_some()).then_some(Identity { phone_hash, id_number_hash })
    }

    /// Begins a session and returns its token, which is stored only as a hash. `ticket`, if another system vouched by
    /// one, is used up: `None` when it was before.
    pub async fn begin_my_session(
        &self,
        identity: Identity,
        ticket: Option<&str>,
    ) -> StorageResult<Option<String>> {
        let now = self.world.now();
        let token = to_hex(&self.world.bytes::<32>());
        let session = NewCitizenSession {
            id: self.next_id(),
            token_hash: self.my_token_hash(&token),
            phone_hash: identity.phone_hash,
            id_number_hash: identity.id_number_hash,
            expires_at: now.0 + self.settings.citizen.longest_ms,
        };
        let ticket = ticket.map(|t| self.keys.short_hash(Purpose::UsedTicket, &[t.as_bytes()], 16));
        Ok(self.db.begin_citizen_session(&session, ticket.as_deref(), now).await?.then_some(token))
    }

    /// Who holds this token, if the session is alive. Also counts as a sign of life, once a minute.
    pub async fn citizen(&self, token: &str) -> StorageResult<Option<Citizen>> {
        let now = self.world.now();
        let idle_since = now.plus(-self.settings.citizen.idle_ms);
        let row = self.db.citizen_session(&self.my_token_hash(token), now, idle_since).await?;
        let Some(row) = row else { return Ok(None) };
        if now.0 - row.seen_at >= 60_000 {
            self.db.see_citizen_session(row.id, now).await?;
        }
        let applicant = Applicant { phone_hash: row.phone_hash, id_number_hash: row.id_number_hash };
        Ok(Some(Citizen { applicant }))
    }

    /// Ends the session of this token.
    pub async fn end_my_session(&self, token: &str) -> StorageResult<()> {
        self.db.end_citizen_session(&self.my_token_hash(token)).await
    }

    /// What is hers.
    pub async fn my_cases(&self, citizen: &Citizen) -> StorageResult<MyCases> {
        let (open, more_open) = self.my_open(citizen).await?;
        let mut rated = self.db.ratings_of(&citizen.applicant, MY_SHOWN as i64 + 1).await?;
        let more_rated = rated.len() > MY_SHOWN;
        rated.truncate(MY_SHOWN);
        Ok(MyCases { open, more_open, rated, more_rated })
    }

    /// What of hers can be rated now, and whether there is more than is shown.
    pub async fn my_open(&self, citizen: &Citizen) -> StorageResult<(Vec<MyOccurrence>, bool)> {
        let now = self.world.now();
        let rows = self.db.open_links_of(&citizen.applicant, now, MY_SHOWN as i64 + 1).await?;
        let more = rows.len() > MY_SHOWN;
        let occurrence = |row: storage::LinkRow| {
            let token = self.link_token(row.id);
            MyOccurrence { link: CaseLink::of(row, now), token }
        };
        Ok((rows.into_iter().take(MY_SHOWN).map(occurrence).collect(), more))
    }

    fn my_token_hash(&self, token: &str) -> Vec<u8> {
        self.keys.short_hash(Purpose::CitizenSession, &[token.as_bytes()], 32)
    }
}
