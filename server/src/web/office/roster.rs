//! `/office/shifts`: the roster of a hall for a day or a week. One shift and its forms: [`super::shifts`].

use super::answer::Answer;
use super::desk::Desk;
use super::list::ListQuery;
use super::seat::clock;
use super::which_hall;
use app::office::components::{TabView, home_crumb};
use app::office::roster::{EntryView, RosterCellView, RosterRowView, RosterView, roster_page};
use axum::extract::RawQuery;
use axum::http::StatusCode;
use domain::{Millis, Permission};
use storage::{RosterWindow, ShiftRow};
use usecases::ROSTER_WINDOWS;

pub(super) const PATH: &str = "/office/shifts";
pub(super) const DAY: i64 = 24 * 3_600_000;

/// `GET /office/shifts?hall=&day=&view=`
pub(super) async fn show(desk: Desk, RawQuery(query): RawQuery) -> Answer {
    let query = ListQuery::read(PATH, query.as_deref());
    let Some(hall) = which_hall::asked(&desk, &query).await? else {
        return which_hall::choose(&desk, &query, "值班", home_crumb(), PATH).await;
    };
    let service = &desk.web.service;
    let now = service.world().now();
    let today = day_of(now);
    let day = parse_day(query.get("day")).unwrap_or(today);
    let is_week = query.get("view") == "week";
    let (first, count) = if is_week { (monday(day), 7) } else { (day, 1) };
    let span = (first, first.plus(count * DAY));
    let (windows, shifts) = desk.ok(service.roster(&desk.officer, hall.id, span).await)?;
    let may_edit = desk.officer.may(Permission::EditShifts);
    let hall_id = hall.id.to_string();
    let at = |day: Millis| query.with(&[("hall", &hall_id), ("day", &date_text(day))]);
    let tab = |label: &str, word: &str| TabView {
        label: label.into(),
        href: query.with(&[("hall", &hall_id), ("view", word)]),
        current: is_week == (word == "week"),
        count: None,
    };
    let several = desk.ok(service.db().halls_to_pick(&desk.officer.scope, None, "", 2).await)?.len() > 1;
    let days: Vec<Millis> = (0..count).map(|n| first.plus(n * DAY)).collect();
    let view = RosterView {
        hall: hall.name,
        tabs: vec![tab("一天", ""), tab("一周", "week")],
        steps: [at(first.plus(-count * DAY)), at(today), at(first.plus(count * DAY))],
        days: days.iter().map(|d| day_in_words(*d)).collect(),
        other_hall: several.then(|| PATH.to_owned()),
        add: (may_edit && !windows.is_empty())
            .then(|| format!("{PATH}/new?hall={hall_id}&day={}", date_text(day.max(today)))),
        more: windows.len() as i64 >= ROSTER_WINDOWS,
        rows: windows.into_iter().map(|w| row(w, &shifts, &days, now, may_edit.then_some(hall.id))).collect(),
    };
    Ok(desk.screen(StatusCode::OK, PATH, |ctx| roster_page(ctx, view)))
}

fn row(
    window: RosterWindow,
    shifts: &[ShiftRow],
    days: &[Millis],
    now: Millis,
    add_in: Option<i64>,
) -> RosterRowView {
    let hers: Vec<&ShiftRow> = shifts.iter().filter(|s| s.window_id == window.id).collect();
    let cell = |day: &Millis| {
        let end = day.plus(DAY);
        let there: Vec<&ShiftRow> =
            hers.iter().copied().filter(|s| s.starts_at < end.0 && s.ends_at > day.0).collect();
        let add = add_in
            .filter(|_| end > now)
            .map(|hall| format!("{PATH}/new?hall={hall}&window={}&day={}", window.id, date_text(*day)));
        RosterCellView {
            shared: is_shared(&there),
            entries: there.into_iter().map(|s| entry(s, *day, now)).collect(),
            add,
        }
    };
    let cells = days.iter().map(cell).collect();
    RosterRowView { window: window.name, department: window.department, cells }
}

/// Do two of these overlap? They come in the order of their beginnings.
fn is_shared(shifts: &[&ShiftRow]) -> bool {
    let mut latest = i64::MIN;
    shifts.iter().any(|s| {
        let overlaps = s.starts_at < latest;
        latest = latest.max(s.ends_at);
        overlaps
    })
}

fn entry(shift: &ShiftRow, day: Millis, now: Millis) -> EntryView {
    let (from, to) = (shift.starts_at.max(day.0), shift.ends_at.min(day.plus(DAY).0));
    let to_text = if to == day.plus(DAY).0 { "24:00".to_owned() } else { clock(Millis(to)) };
    EntryView {
        time: format!("{}–{to_text}", clock(Millis(from))),
        name: shift.name.clone(),
        href: format!("{PATH}/{}", shift.id),
        runs: shift.runs_at(now),
        over: shift.ends_at <= now.0,
    }
}

/// The beginning of the day in China.
pub(super) fn day_of(at: Millis) -> Millis {
    Millis::from_china(at.in_china().start_of_day()).unwrap_or(at)
}

/// The beginning of the week.
pub(super) fn monday(day: Millis) -> Millis {
    day.plus(-DAY * i64::from(day.in_china().weekday().to_monday_zero_offset()))
}

/// `2026-11-24`
pub(super) fn date_text(day: Millis) -> String {
    day.in_china().date().to_string()
}

/// The day a field names; none for what is no day, or one no roster reaches.
pub(super) fn parse_day(text: &str) -> Option<Millis> {
    let day = Millis::parse_china(&format!("{} 00:00:00", text.trim()))?;
    let year = day.in_china().year();
    (2000..2200).contains(&year).then_some(day)
}

fn day_in_words(day: Millis) -> String {
    const NAMES: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    let date = day.in_china();
    let name = NAMES[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs()) % 7];
    format!("{}月{}日 {name}", date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shift(starts_at: i64, ends_at: i64) -> ShiftRow {
        ShiftRow {
            id: 1,
            window_id: 4,
            window_name: String::new(),
            hall_id: 1,
            staff_id: 5,
            name: "示例".into(),
            number: String::new(),
            starts_at,
            ends_at,
            version: 1,
        }
    }

    #[test]
    fn two_at_one_window_are_noticed_and_one_after_the_other_are_not() {
        let (a, b, c) = (shift(0, 10), shift(10, 20), shift(5, 6));
        assert!(!is_shared(&[&a, &b]));
        assert!(is_shared(&[&a, &c, &b]));
    }

    #[test]
    fn a_week_begins_on_monday() {
        let day = parse_day("2026-11-24").unwrap();
        assert_eq!(
            (date_text(monday(day)), day_in_words(day)),
            ("2026-11-23".into(), "11月24日 周二".into())
        );
        assert_eq!(date_text(monday(parse_day("2026-11-29").unwrap())), "2026-11-23");
        assert!(
            parse_day("2026-11-31").is_none() && parse_day("").is_none() && parse_day("9999-01-01").is_none()
        );
    }
}
