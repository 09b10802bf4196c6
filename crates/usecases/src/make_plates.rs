//! Making plates, seeing them where they hang, withdrawing them, and dealing with what is reported about them.
//! Drawing is not done here: this decides which codes are printed, and keeps the life of each.

use crate::officer::{About, Officer};
use crate::{Kept, Service};
use domain::WindowCode;
use storage::{
    AuditEntry, NewPack, NewPlate, PlateChoice, PlateOf, PlateRow, PlateTarget, Sighting, StorageResult,
};

/// Most plates of one request.
pub const MOST_PLATES: usize = 5_000;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct PackAsk {
    /// Which windows, or which people.
    pub choice: PlateChoice,
    /// Layout's name and version.
    pub layout: (String, String),
    /// Everything else of the request, JSON, kept with it.
    pub details: serde_json::Value,
    /// New codes: the plates that hang now end when the new ones are mounted. Otherwise a window that has a
    /// plate keeps its code.
    pub new_codes: bool,
}

/// A plate to be drawn.
#[derive(Debug, Clone)]
pub struct PackPlate {
    /// Hall's name.
    pub hall: String,
    /// Window's name, or the person's.
    pub label: String,
    /// The person's number; `None` for a window.
    pub number: Option<String>,
    /// The code it is printed with.
    pub code: String,
}

/// A request that was taken.
#[derive(Debug)]
pub enum PackBegun {
    /// The plates have their codes.
    Begun {
        /// The request.
        pack_id: i64,
        /// Plates in the order of halls and windows.
        plates: Vec<PackPlate>,
    },
    /// No window in service and nobody at work is meant, or none of them is in the officer's scope.
    Nobody,
    /// More than [`MOST_PLATES`].
    TooMany,
}

impl Service {
    /// Gives the windows of a request their plates. A person has one code for good: her card is printed with it.
    pub async fn begin_pack(&self, officer: &Officer, ask: PackAsk) -> StorageResult<PackBegun> {
        let most = MOST_PLATES as i64 + 1;
        let targets = self.db.plate_targets(&officer.scope, &ask.choice, most).await?;
        if targets.is_empty() {
            return Ok(PackBegun::Nobody);
        }
        if targets.len() > MOST_PLATES {
            return Ok(PackBegun::TooMany);
        }
        let (mut plates, mut new) = (Vec::with_capacity(targets.len()), Vec::new());
        for target in targets {
            let (code, is_new) = match ask.choice.of {
                PlateOf::Window => self.code_for(&target, ask.new_codes).await?,
                PlateOf::Person => (target.code.clone(), false),
            };
            if is_new {
                new.push(NewPlate { id: self.next_id(), code: code.clone(), window_id: target.id });
            }
            let PlateTarget { hall, label, number, .. } = target;
            plates.push(PackPlate { hall, label, number, code });
        }
        let pack_id = self.next_id();
        let text = pack_id.to_string();
        let name = match ask.choice.of {
            PlateOf::Window => format!("{} 张台牌", plates.len()),
            PlateOf::Person => format!("{} 张胸卡", plates.len()),
        };
        let about = About { kind: "plate_pack", id: &text, name: &name };
        let audit =
            AuditEntry { detail: Some(ask.details.to_string()), ..self.audit(officer, "plate.make", about) };
        let pack = NewPack {
            id: pack_id,
            account_id: officer.account_id,
            choice: ask.details.to_string(),
            total: plates.len() as i64,
            layout: ask.layout.0,
            layout_version: ask.layout.1,
        };
        self.db.issue_plates(&pack, &new, self.world.now(), &[audit]).await?;
        Ok(PackBegun::Begun { pack_id, plates })
    }

    /// The code a window's plate is printed with, and whether it is a plate that did not exist before. A window's
    /// first plate bears the window's own code.
    async fn code_for(&self, target: &PlateTarget, new_code: bool) -> StorageResult<(String, bool)> {
        let (live, had_one) = self.db.live_plate_code(target.id).await?;
        match live {
            Some(code) if !new_code => Ok((code, false)),
            _ if !had_one => Ok((target.code.clone(), true)),
            _ => Ok((WindowCode::from_random(self.world.number()).to_string(), true)),
        }
    }

    /// The plates of a pack were printed; how many were not before.
    pub async fn print_pack(&self, officer: &Officer, pack_id: i64) -> StorageResult<u64> {
        let text = pack_id.to_string();
        let about = About { kind: "plate_pack", id: &text, name: "台牌" };
        let entry = self.audit(officer, "plate.print", about);
        self.db.print_pack(pack_id, self.world.now(), &[entry]).await
    }

    /// The officer has seen the plate with this code at this window. At its own window it counts as mounted.
    pub async fn see_plate(
        &self,
        officer: &Officer,
        code: &str,
        at_window: i64,
    ) -> StorageResult<Kept<(PlateRow, bool)>> {
        let Some(plate) = self.db.plate_by_code(&officer.scope, code).await? else { return Ok(Kept::NoSuch) };
        let Some(place) = self.db.office_window(&officer.scope, at_window).await? else {
            return Ok(Kept::PlaceWrong);
        };
        let is_right = plate.window_id == at_window;
        let sighting = Sighting {
            id: self.next_id(),
            code: code.to_owned(),
            window_id: at_window,
            is_right,
            account_id: officer.account_id,
        };
        let action = if is_right { "plate.mount" } else { "plate.misplaced" };
        let detail = serde_json::json!({ "code": code, "seen_at": place.name });
        let entry =
            AuditEntry { detail: Some(detail.to_string()), ..self.about_plate(officer, action, &plate) };
        self.db.see_plate(&plate, &sighting, self.world.now(), &[entry]).await?;
        self.windows.clear();
        let now = self.db.plate(&officer.scope, plate.id).await?.unwrap_or(plate);
        Ok(Kept::Done((now, is_right)))
    }

    /// Withdraws a plate: its code goes on answering, and ratings by it are marked.
    pub async fn withdraw_plate(
        &self,
        officer: &Officer,
        (id, version): (i64, i64),
        reason: &str,
    ) -> StorageResult<Kept<PlateRow>> {
        let Some(before) = self.db.plate(&officer.scope, id).await? else { return Ok(Kept::NoSuch) };
        let entry = AuditEntry {
            reason: Some(reason.trim().to_owned()),
            ..self.about_plate(officer, "plate.withdraw", &before)
        };
        let done = self.db.withdraw_plate((id, version), self.world.now(), &[entry]).await?;
        self.windows.clear();
        let now = self.db.plate(&officer.scope, id).await?.unwrap_or(before);
        Ok(if done { Kept::Done(now) } else { Kept::Conflict(now) })
    }

    /// Notes what was done about a report of a plate in the officer's scope; `false` when there is none open.
    pub async fn handle_plate_report(
        &self,
        officer: &Officer,
        (plate_id, report_id): (i64, i64),
        answer: &str,
    ) -> StorageResult<bool> {
        let Some(plate) = self.db.plate(&officer.scope, plate_id).await? else { return Ok(false) };
        let entry = AuditEntry {
            reason: Some(answer.to_owned()),
            ..self.about_plate(officer, "plate.report_handled", &plate)
        };
        let key = (report_id, plate.window_id);
        self.db.handle_plate_report(key, answer, self.world.now(), &[entry]).await
    }

    /// The plate with this code that an officer may see, or else what its window is.
    pub async fn plate_with_code(&self, officer: &Officer, code: &str) -> StorageResult<Option<PlateRow>> {
        self.db.plate_by_code(&officer.scope, code).await
    }

    fn about_plate(&self, officer: &Officer, action: &str, plate: &PlateRow) -> AuditEntry {
        let id = plate.id.to_string();
        let name = format!("{} · {}", plate.hall, plate.window_name);
        self.audit(officer, action, About { kind: "plate", id: &id, name: &name })
    }
}
