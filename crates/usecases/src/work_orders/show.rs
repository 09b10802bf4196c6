//! An order on a desk: what is known, what was done, what can be done next.

use crate::Service;
use crate::keys::PersonalField;
use crate::officer::{About, Officer};
use domain::work_order::{Act, Party, State};
use domain::{Millis, Permission};
use storage::{
    AuditEntry, Listing, StateCount, StorageResult, WorkOrderAct, WorkOrderEvent, WorkOrderFile, WorkOrderRow,
};

/// An order with what has happened to it.
#[derive(Debug)]
pub struct OrderPage {
    /// The order.
    pub row: WorkOrderRow,
    /// What was done with it.
    pub acts: Vec<WorkOrderAct>,
    /// What time did.
    pub events: Vec<WorkOrderEvent>,
    /// Proofs and evidence.
    pub files: Vec<WorkOrderFile>,
    /// She may add to them.
    pub may_add_files: bool,
    /// What this officer can do now.
    pub possible: Vec<Act>,
}

/// The permission it takes to act for a party; nobody acts for the citizen or the clock.
const fn party_permission(party: Party) -> Option<Permission> {
    match party {
        Party::Unit => Some(Permission::HandleOrders),
        Party::Centre => Some(Permission::DecideOrders),
        Party::Caller => Some(Permission::CallBack),
        Party::Citizen | Party::Clock => None,
    }
}

/// May this officer act on this order for this party? An order of a department is handled by that department and nobody
/// else, one that has none by whoever's scope holds it.
pub(super) fn is_hers(officer: &Officer, row: &WorkOrderRow, party: Party) -> bool {
    let is_handled = party != Party::Unit
        || row.department_id.is_none_or(|department| officer.scope.department == Some(department));
    is_handled && party_permission(party).is_some_and(|permission| officer.may(permission))
}

/// Files that belong to the order's round.
pub(super) fn proofs(files: &[WorkOrderFile], row: &WorkOrderRow) -> u16 {
    u16::try_from(files.iter().filter(|file| file.round == row.round).count()).unwrap_or(u16::MAX)
}

impl Service {
    /// A page of the orders in her scope.
    pub async fn list_orders(
        &self,
        listing: &Listing,
        group: &str,
    ) -> StorageResult<(Vec<WorkOrderRow>, i64)> {
        self.db.work_orders(listing, group, self.world.now()).await
    }

    /// How many orders of her scope stand where.
    pub async fn count_orders(&self, officer: &Officer) -> StorageResult<Vec<StateCount>> {
        self.db.count_work_orders(&officer.scope, self.world.now()).await
    }

    /// One order. That it was looked at is recorded: who is complained of must not look unseen.
    pub async fn order_page(&self, officer: &Officer, id: i64) -> StorageResult<Option<OrderPage>> {
        let Some(row) = self.db.work_order(&officer.scope, id).await? else { return Ok(None) };
        let object = row.id.to_string();
        let about = About { kind: "work_order", id: &object, name: &row.number };
        self.db.record(&[self.audit(officer, "order.view", about)]).await?;
        let acts = self.db.work_order_acts(row.id).await?;
        let events = self.db.work_order_events(row.id).await?;
        let files = self.db.order_files(row.id).await?;
        let (order, proofs) = (row.order(), proofs(&files, &row));
        let may_add_files = is_hers(officer, &row, Party::Unit) && order.state.is_with_unit();
        let mut possible = self.possible(officer, &row);
        // What it has of proofs is what it can finish with.
        possible.retain(|act| {
            !matches!(act, Act::Finish { .. }) || *act == Act::Finish { proofs: proofs.min(1) }
        });
        Ok(Some(OrderPage { row, acts, events, files, may_add_files, possible }))
    }

    fn possible(&self, officer: &Officer, row: &WorkOrderRow) -> Vec<Act> {
        let order = row.order();
        let at = (self.world.now(), Millis(row.due_at));
        let may = |act: &Act| is_hers(officer, row, act.kind().party);
        let is_possible = |act: &Act| order.step(*act, at, self.settings.orders.steps).is_ok();
        Act::every().into_iter().filter(may).filter(is_possible).collect()
    }

    /// An order for the form of an act, if that act is hers to do with it.
    pub async fn order_for_act(
        &self,
        officer: &Officer,
        id: i64,
        act: Act,
    ) -> StorageResult<Option<WorkOrderRow>> {
        let row = self.db.work_order(&officer.scope, id).await?;
        Ok(row.filter(|row| is_hers(officer, row, act.kind().party)))
    }

    /// The phone number of whoever is to be called back now: for one order, with a reason, told in the trail and on her
    /// receipt. `None` when there is nobody to call or no number.
    pub async fn order_phone(
        &self,
        officer: &Officer,
        id: i64,
        reason: &str,
    ) -> StorageResult<Option<(WorkOrderRow, String)>> {
        let is_due = |row: &WorkOrderRow| {
            row.order().state == State::ToCall
                && is_hers(officer, row, Party::Caller)
                && officer.may(Permission::ViewPersonal)
        };
        let Some(row) = self.db.work_order(&officer.scope, id).await?.filter(is_due) else { return Ok(None) };
        let object = id.to_string();
        let about = About { kind: "work_order", id: &object, name: &row.number };
        let entry = self.audit(officer, "order.phone", about);
        let entry = AuditEntry { reason: Some(reason.to_owned()), ..entry };
        let seen = (officer.login.as_str(), State::ToCall, reason);
        let phone = self.db.see_order_phone((id, self.world.now()), seen, &[entry]).await?;
        let phone = phone.and_then(|phone| self.keys.open(PersonalField::Phone, &phone));
        Ok(phone.map(|phone| (row, phone)))
    }
}
