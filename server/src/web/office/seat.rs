//! `/office/seat`: the window screen, where window staff sign themselves in and out.

use super::answer::{Answer, row_id};
use super::desk::Desk;
use super::post::OfficePost;
use app::office::seat::{SeatTrouble, SeatView, SeatWindowView, seat_page};
use axum::http::StatusCode;
use domain::Millis;
use storage::RosterWindow;
use usecases::{Seat, Seated};

const PATH: &str = "/office/seat";

/// `GET /office/seat`
pub(super) async fn show(desk: Desk) -> Answer {
    let seat = desk.ok(desk.web.service.seat(&desk.officer).await)?;
    let view = seat.map_or_else(unknown, view);
    Ok(desk.screen(StatusCode::OK, PATH, |ctx| seat_page(ctx, view)))
}

fn unknown() -> SeatView {
    let (hall, windows) = (String::new(), Vec::new());
    SeatView { trouble: Some(SeatTrouble::Unknown), hall, sits: None, shared: false, windows }
}

fn view(seat: Seat) -> SeatView {
    let minute = |ms| clock(Millis(ms));
    let hers = seat.hers();
    let hers_at = hers.map(|s| s.window_id);
    let at = |window: i64| seat.shifts.iter().filter(move |s| s.window_id == window);
    let window = |w: &RosterWindow| SeatWindowView {
        id: w.id,
        name: w.name.clone(),
        department: w.department.clone(),
        people: at(w.id).map(|s| format!("{}（{}）", s.name, s.number)).collect(),
        hers: Some(w.id) == hers_at,
    };
    SeatView {
        trouble: seat.person.retired_at.map(|_| SeatTrouble::Retired),
        hall: format!("{} · {}", seat.person.name, seat.person.hall),
        sits: hers.map(|s| (s.window_name.clone(), minute(s.starts_at), minute(s.ends_at))),
        shared: hers_at.is_some_and(|window| at(window).count() > 1),
        windows: seat.windows.iter().map(window).collect(),
    }
}

/// `POST /office/seat/sign-in`
pub(super) async fn sign_in(sent: OfficePost) -> Answer {
    let (desk, fields) = sent.parts();
    let done = desk.ok(desk.web.service.take_seat(&desk.officer, row_id(fields.get("window"))).await)?;
    answer(&desk, done)
}

/// `POST /office/seat/sign-out`
pub(super) async fn sign_out(sent: OfficePost) -> Answer {
    let (desk, _) = sent.parts();
    let done = desk.ok(desk.web.service.leave_seat(&desk.officer).await)?;
    answer(&desk, done)
}

fn answer(desk: &Desk, done: Seated) -> Answer {
    let sentence = match done {
        Seated::Sits(window, until) => {
            format!("已在“{window}”到岗，最迟 {} 自动离岗。", clock(until))
        }
        Seated::Already(window) => format!("您已经在“{window}”值班。"),
        Seated::Left(window) => format!("已从“{window}”离岗。"),
        Seated::Nowhere => "您没有在窗口值班，不用登记离岗。".to_owned(),
        Seated::NoSuch => return Ok(desk.missing()),
    };
    Ok(desk.done(PATH, &sentence))
}

/// `9:05` on a clock in China.
pub(super) fn clock(at: Millis) -> String {
    let t = at.in_china();
    format!("{}:{:02}", t.hour(), t.minute())
}
