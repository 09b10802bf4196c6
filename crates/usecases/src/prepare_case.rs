//! Making a checked case ready to be stored: encrypted, hashed, with its rating window and its link.

use crate::Service;
use crate::keys::PersonalField;
use domain::case::CaseRecord;
use domain::{Calendar, Millis, WindowCode};
use storage::{NewCase, NewLink, NewOccurrence};

impl Service {
    /// When a link dies whose rating window ends then.
    pub(crate) fn link_end(&self, window_ends: Millis) -> Millis {
        window_ends.plus(i64::from(self.settings.late_days) * 86_400_000)
    }

    /// The row of a case. One whose time is over gets a link only if `over_too`.
    pub(crate) fn prepare_case(
        &self,
        calendar: &Calendar,
        mut record: CaseRecord,
        over_too: bool,
    ) -> NewCase {
        record.window_code =
            record.window_code.and_then(|c| c.parse().ok()).map(|c: WindowCode| c.to_string());
        let window = calendar.window_after(record.service_time, self.settings.rating_days);
        let expires_at = self.link_end(window.ends);
        let (phone, phone_hash) = self.seal_phone(&record.phone);
        let seal = |field, text: &str| self.keys.seal(field, text, self.world.bytes());
        let maybe = |field, text: &Option<String>| text.as_deref().map(|text| seal(field, text));
        let link = (over_too || expires_at > self.world.now()).then(|| self.new_link(expires_at));
        NewCase {
            id: self.next_id(),
            applicant_name: seal(PersonalField::Name, &record.applicant_name),
            id_number: seal(PersonalField::IdNumber, &record.id_number),
            id_number_hash: self.id_number_hash(&record.id_number),
            phone,
            phone_hash,
            credit_num: maybe(PersonalField::IdNumber, &record.credit_num),
            agent_name: maybe(PersonalField::Name, &record.agent_name),
            agent_id_number: maybe(PersonalField::IdNumber, &record.agent_id_number),
            occurrence: NewOccurrence {
                id: self.next_id(),
                rate_until: window.ends.0,
                provisional: window.provisional,
                link,
            },
            record,
        }
    }

    /// A link that dies then.
    pub(crate) fn new_link(&self, expires_at: Millis) -> NewLink {
        let id = self.next_id();
        NewLink { id, token_hash: self.token_hash(&self.link_token(id)), expires_at: expires_at.0 }
    }
}
