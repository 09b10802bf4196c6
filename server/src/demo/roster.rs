//! The sample roster: this week and the next, renewed when a demonstration is started again later. Somebody is on
//! duty whenever it is started, at night too, or there would be nothing to see.

use super::must_be_demo;
use crate::cli::Failure;
use domain::{Calendar, Millis, Scope};
use storage::{Listing, Places, Shift, StaffFilter};
use usecases::Service;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// 工号 of people who relieve others begin here.
pub(super) const RELIEF: &str = "SL1";

/// The roster of new places: everybody at the window beside her name, those who relieve on two afternoons.
pub(super) fn first(service: &Service, places: &Places, sits: &[(i64, i64)]) -> Vec<Shift> {
    let mut shifts = Vec::new();
    for hall in &places.halls {
        let in_hall = |window: &i64| places.windows.iter().any(|w| w.id == *window && w.hall_id == hall.id);
        let mut relief = places
            .staff
            .iter()
            .filter(|s| s.hall_id == Some(hall.id) && s.number.starts_with(RELIEF))
            .map(|s| s.id);
        for (window, staff) in sits.iter().filter(|(window, _)| in_hall(window)) {
            shifts.extend(two_weeks(service, *window, *staff, relief.next()));
        }
    }
    shifts
}

/// Puts everybody down again whose roster has run out.
pub(super) async fn renew(service: &Service) -> Result<(), Failure> {
    must_be_demo(service).await?;
    let (db, now) = (service.db(), service.world().now());
    let Some(root) = db.root_division().await? else { return Ok(()) };
    let filter = StaffFilter { at_work: Some(true), ..StaffFilter::default() };
    let (people, _) = db.list_staff(&Listing::first(Scope::below(root), 500), &filter, now).await?;
    let mut places = Places::default();
    for person in people.iter().filter(|p| !p.number.starts_with(RELIEF)) {
        let last = db.shifts_of_staff(person.id, 1).await?.into_iter().next();
        if let Some(last) = last.filter(|s| s.ends_at <= now.0 && s.hall_id == person.hall_id) {
            places.shifts.extend(two_weeks(service, last.window_id, person.id, None));
        }
    }
    Ok(db.insert_places(&places).await?)
}

/// Working days from Monday of this week, morning and afternoon; today without a break, whatever the hour.
fn two_weeks(service: &Service, window: i64, staff: i64, relief: Option<i64>) -> Vec<Shift> {
    let now = service.world().now();
    let today = Millis::from_china(now.in_china().start_of_day()).unwrap_or(now);
    let monday = today.plus(-DAY * i64::from(today.in_china().weekday().to_monday_zero_offset()));
    let (from, to) =
        (today.plus(9 * HOUR).min(now.plus(-HOUR)), today.plus(17 * HOUR).max(now.plus(12 * HOUR)));
    let shift = |staff_id: i64, from: Millis, to: Millis| Shift {
        id: service.next_id(),
        window_id: window,
        staff_id,
        starts_at: from.0,
        ends_at: to.0,
    };
    let mut shifts = vec![shift(staff, from, to)];
    for n in 0..14 {
        let day = monday.plus(n * DAY);
        if day == today || !Calendar::shipped().is_workday(day.in_china().date()) {
            continue;
        }
        // On Tuesday and Thursday afternoon somebody relieves her.
        let afternoon = if matches!(n % 7, 1 | 3) { relief.unwrap_or(staff) } else { staff };
        let halves = [(staff, 9, 12), (afternoon, 13, 17)];
        for (staff, a, b) in halves {
            let (a, b) = (day.plus(a * HOUR), day.plus(b * HOUR));
            if b <= from || a >= to {
                shifts.push(shift(staff, a, b));
            }
        }
    }
    shifts
}
