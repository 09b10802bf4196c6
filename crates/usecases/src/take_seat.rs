//! The window screen: a person says herself at which window she sits, and when she leaves it. From then on
//! a rating of that window is laid to her, and after it to nobody.

use crate::Service;
use crate::officer::{About, Officer};
use domain::Millis;
use storage::{AuditEntry, OfficeStaff, RosterWindow, ShiftRow, SignedInAt, StorageResult};

/// The windows of her hall, and who sits there now.
#[derive(Debug)]
pub struct Seat {
    /// She.
    pub person: OfficeStaff,
    /// Windows in service.
    pub windows: Vec<RosterWindow>,
    /// Shifts that run now.
    pub shifts: Vec<ShiftRow>,
}

impl Seat {
    /// Where she sits.
    pub fn hers(&self) -> Option<&ShiftRow> {
        self.shifts.iter().find(|s| s.staff_id == self.person.id)
    }
}

/// How signing in or out ended.
#[derive(Debug)]
pub enum Seated {
    /// She sits at this window, until then (ms).
    Sits(String, Millis),
    /// She sat there already.
    Already(String),
    /// She has left this window.
    Left(String),
    /// She sat nowhere.
    Nowhere,
    /// No such window in her hall, she is retired, or the account names nobody.
    NoSuch,
}

impl Service {
    /// What the window screen shows; nothing when the account names nobody of the staff.
    pub async fn seat(&self, officer: &Officer) -> StorageResult<Option<Seat>> {
        let Some(staff) = officer.staff_id else { return Ok(None) };
        let Some(person) = self.db.seat_person(staff).await? else { return Ok(None) };
        let now = self.world.now();
        let (windows, mut shifts) = self.db.seats(person.hall_id, now).await?;
        if !shifts.iter().any(|s| s.staff_id == staff) {
            shifts.extend(self.db.sits_at(staff, now).await?);
        }
        Ok(Some(Seat { person, windows, shifts }))
    }

    /// 到岗: she sits at this window from now on, and nowhere else.
    pub async fn take_seat(&self, officer: &Officer, window: i64) -> StorageResult<Seated> {
        let Some(seat) = self.seat(officer).await? else { return Ok(Seated::NoSuch) };
        let Some(place) = seat.windows.iter().find(|w| w.id == window) else { return Ok(Seated::NoSuch) };
        let id = self.next_id();
        let (now, until) = (self.world.now(), self.signed_out_by(self.world.now()));
        let left = seat.hers().map(|s| s.window_name.as_str());
        let detail = serde_json::json!({ "window": window, "left": left });
        let entry = self.about_seat(officer, "shift.sign_in", (id, &seat.person, &place.name), detail);
        let done = self.db.sign_in_at(id, (seat.person.id, window), now, until, &[entry]).await?;
        // A rating that comes to this process is laid to her at once. Another process (a second server) may
        // show and rate the window as it was for the two seconds an entry of its own memory lives.
        self.windows.clear();
        Ok(match done {
            SignedInAt::Done { ends_at } => Seated::Sits(place.name.clone(), Millis(ends_at)),
            SignedInAt::Already => Seated::Already(place.name.clone()),
            SignedInAt::NoSuch => Seated::NoSuch,
        })
    }

    /// 离岗: she sits nowhere from now on.
    pub async fn leave_seat(&self, officer: &Officer) -> StorageResult<Seated> {
        let Some(seat) = self.seat(officer).await? else { return Ok(Seated::NoSuch) };
        let Some(hers) = seat.hers() else { return Ok(Seated::Nowhere) };
        let detail = serde_json::json!({ "window": hers.window_id, "ends_at_before": hers.ends_at });
        let about = (hers.id, &seat.person, hers.window_name.as_str());
        let entry = self.about_seat(officer, "shift.sign_out", about, detail);
        let done = self.db.sign_out(seat.person.id, self.world.now(), &[entry]).await?;
        self.windows.clear();
        Ok(if done { Seated::Left(hers.window_name.clone()) } else { Seated::Nowhere })
    }

    /// When somebody who signs in now and forgets to sign out is signed out: when halls close, or after the
    /// longest shift there is.
    fn signed_out_by(&self, now: Millis) -> Millis {
        let office = &self.settings.office;
        let longest = now.plus(office.shift_longest_ms);
        let day = Millis::from_china(now.in_china().start_of_day()).unwrap_or(now);
        let closes = day.plus(i64::from(office.closing_minute) * 60_000);
        if closes > now { closes.min(longest) } else { longest }
    }

    fn about_seat(
        &self,
        officer: &Officer,
        action: &str,
        (shift, person, window): (i64, &OfficeStaff, &str),
        detail: serde_json::Value,
    ) -> AuditEntry {
        let (id, name) = (shift.to_string(), format!("{window} · {}", person.name));
        let entry = self.audit(officer, action, About { kind: "shift", id: &id, name: &name });
        AuditEntry { detail: Some(detail.to_string()), ..entry }
    }
}
