//! One shift: putting it down, changing, ending, taking it off.

use super::answer::{Answer, Refusal, row_id};
use super::desk::Desk;
use super::list::ListQuery;
use super::page::history;
use super::post::OfficePost;
use super::roster::{DAY, PATH, date_text, day_of, monday, parse_day};
use super::seat::clock;
use super::staff::span;
use super::which_hall;
use crate::web::body::Fields;
use app::office::components::{ChoiceView, DefinitionView};
use app::office::roster::{
    ShiftActs, ShiftFormView, ShiftView, add_title, roster_crumbs, shift_form_page, shift_page,
};
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Millis, Permission};
use storage::{OverlapRow, ShiftRow};
use usecases::{ROSTER_WINDOWS, ShiftKept, ShiftPlan};

/// People in the choice; with more, the search narrows them.
const PEOPLE: i64 = 200;

/// `GET /office/shifts/new?hall=&window=&day=`
pub(super) async fn ask_new(desk: Desk, RawQuery(query): RawQuery) -> Answer {
    let query = ListQuery::read("/office/shifts/new", query.as_deref());
    let Some(hall) = which_hall::asked(&desk, &query).await? else {
        return which_hall::choose(&desk, &query, "排班", roster_crumbs(), PATH).await;
    };
    let now = desk.web.service.world().now();
    let day = parse_day(query.get("day")).unwrap_or(day_of(now));
    let closing = desk.web.service.settings().office.closing_minute;
    let from = if day == day_of(now) { clock(now) } else { "9:00".to_owned() };
    let view = ShiftFormView {
        window: (query.get("window").to_owned(), None),
        day: (date_text(day), None),
        from: (from, None),
        to: (format!("{}:{:02}", closing / 60, closing % 60), None),
        week: Some(false),
        ..ShiftFormView::default()
    };
    new_form(&desk, StatusCode::OK, (hall.id, &hall.name), query, view).await
}

async fn new_form(
    desk: &Desk,
    status: StatusCode,
    (hall, name): (i64, &str),
    query: ListQuery,
    mut view: ShiftFormView,
) -> Answer {
    let many = choices(desk, hall, query.get("q"), &mut view).await?;
    view.title = add_title(name);
    view.hidden.push(("hall".into(), hall.to_string()));
    view.action = format!("{PATH}/new");
    view.cancel = format!("{PATH}?hall={hall}&day={}", view.day.0);
    if many {
        let mut find = query.filter("按姓名或工号查找人员", Vec::new());
        let kept = ["hall", "window", "day"].map(|n| (n.to_owned(), query.get(n).to_owned()));
        find.keep.extend(kept.into_iter().filter(|(_, value)| !value.is_empty()));
        view.find = Some(find);
    }
    Ok(desk.screen(status, PATH, |ctx| shift_form_page(ctx, view)))
}

/// Windows and people to choose from; `true` when there are too many people, or they are narrowed already.
async fn choices(desk: &Desk, hall: i64, words: &str, view: &mut ShiftFormView) -> Result<bool, Refusal> {
    let (db, scope) = (desk.web.service.db(), &desk.officer.scope);
    let windows = desk.ok(db.roster_windows(scope, hall, ROSTER_WINDOWS).await)?;
    view.windows = windows.into_iter().map(|w| ChoiceView::new(w.id.to_string(), w.name)).collect();
    let people = desk.ok(db.staff_of_hall(scope, hall, words, PEOPLE + 1).await)?;
    let many = people.len() as i64 > PEOPLE || !words.is_empty();
    let choice = |(id, name, number): (i64, String, String)| {
        ChoiceView::new(id.to_string(), format!("{name}（{number}）"))
    };
    view.people = people.into_iter().map(choice).collect();
    Ok(many)
}

/// `POST /office/shifts/new`
pub(super) async fn add(sent: OfficePost) -> Answer {
    let (desk, fields) = sent.parts();
    let hall = row_id(fields.get("hall"));
    let query = ListQuery::read("/office/shifts/new", Some(&format!("hall={hall}")));
    let Some(hall) = which_hall::asked(&desk, &query).await? else { return Ok(desk.missing()) };
    let mut view = ShiftFormView { week: Some(fields.is_set("week")), ..ShiftFormView::default() };
    if let Some(plan) = read(&fields, &mut view) {
        let plans = if fields.is_set("week") { rest_of_week(&desk, plan).await? } else { vec![plan] };
        let kept = desk.ok(desk.web.service.add_shifts(&desk.officer, &plans).await)?;
        let Some(fault) = fault(kept, &mut view) else {
            let first = plans.first().map_or(plan.from, |p| p.from);
            let to = format!("{PATH}?hall={}&day={}", hall.id, date_text(first));
            return Ok(desk.done(&to, &format!("已排班{}次。", plans.len())));
        };
        if let Some(answer) = fault.answer(&desk) {
            return Ok(answer);
        }
    }
    new_form(&desk, StatusCode::UNPROCESSABLE_ENTITY, (hall.id, &hall.name), query, view).await
}

/// The same on each working day from that day to the end of its week.
async fn rest_of_week(desk: &Desk, plan: ShiftPlan) -> Result<Vec<ShiftPlan>, Refusal> {
    let calendar = desk.ok(desk.web.service.calendar().await)?;
    let now = desk.web.service.world().now();
    let first = day_of(plan.from);
    let sunday = monday(first).plus(6 * DAY);
    let days = (0..7).map(|n| n * DAY).take_while(|ms| first.plus(*ms) <= sunday);
    let plans: Vec<ShiftPlan> = days
        .filter(|ms| calendar.is_workday(first.plus(*ms).in_china().date()))
        .map(|ms| ShiftPlan { from: plan.from.plus(ms), to: plan.to.plus(ms), ..plan })
        .filter(|p| p.to > now)
        .collect();
    Ok(plans)
}

/// What the form says; with faults, the view tells them and keeps what was typed.
fn read(fields: &Fields, view: &mut ShiftFormView) -> Option<ShiftPlan> {
    let field = |name| fields.get(name).trim().to_owned();
    (view.window.0, view.person.0, view.day.0) = (field("window"), field("staff"), field("day"));
    (view.from.0, view.to.0) = (field("from"), field("to"));
    let window = view.window.0.parse().map_err(|_| view.window.1 = Some("请选择窗口。".into())).ok();
    let staff = view.person.0.parse().map_err(|_| view.person.1 = Some("请选择人员。".into())).ok();
    let day = parse_day(&view.day.0);
    if day.is_none() {
        view.day.1 = Some("请填写日期，例如 2026-11-24。".into());
    }
    let wrong = || Some("请填写时间，例如 9:00。".to_owned());
    let from = minutes(&view.from.0);
    let to = minutes(&view.to.0);
    if from.is_none() {
        view.from.1 = wrong();
    }
    if to.is_none() {
        view.to.1 = wrong();
    } else if from >= to {
        view.to.1 = Some("结束时间应晚于开始时间。".into());
    }
    let (day, from, to) = (day?, from?, to?);
    (from < to).then_some(())?;
    Some(ShiftPlan { window: window?, staff: staff?, from: day.plus(from), to: day.plus(to) })
}

/// Milliseconds after midnight of `9:00`; the day ends at `24:00`.
fn minutes(text: &str) -> Option<i64> {
    let text: String = text.chars().map(domain::code::half_width).collect();
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    let good = (0..24).contains(&hour) && (0..60).contains(&minute) || (hour, minute) == (24, 0);
    good.then_some((hour * 60 + minute) * 60_000)
}

/// What keeps a shift from being kept.
enum Fault {
    /// The form says it.
    InForm,
    /// There is no such shift.
    NoSuch,
    /// Somebody changed it, or time went on.
    Conflict(ShiftRow),
}

impl Fault {
    /// The answer where it is not the form again.
    fn answer(self, desk: &Desk) -> Option<Response> {
        match self {
            Fault::InForm => None,
            Fault::NoSuch => Some(desk.missing()),
            Fault::Conflict(row) => Some(changed_meanwhile(desk, &row)),
        }
    }
}

fn changed_meanwhile(desk: &Desk, row: &ShiftRow) -> Response {
    desk.impossible(&format!(
        "“{}”在“{}”的值班刚刚被别人改过，或已经开始、结束。请看过现在的内容再决定。",
        row.name, row.window_name
    ))
}

fn fault(kept: ShiftKept, view: &mut ShiftFormView) -> Option<Fault> {
    match kept {
        ShiftKept::Done => return None,
        ShiftKept::NoSuch => return Some(Fault::NoSuch),
        ShiftKept::Conflict(row) => return Some(Fault::Conflict(row)),
        ShiftKept::PlaceWrong => {
            view.window.1 = Some("请选择同一大厅内、您管理范围内使用中的窗口和在岗人员。".into());
        }
        ShiftKept::Overlaps(row) => view.person.1 = Some(overlap(&row)),
        ShiftKept::TimeWrong => view.to.1 = Some("结束时间应晚于现在，一次值班最长24小时。".into()),
    }
    Some(Fault::InForm)
}

fn overlap(row: &OverlapRow) -> String {
    let time = span(Millis(row.starts_at), Millis(row.ends_at));
    format!("她 {time} 已排在“{}”，同一时间只能在一个窗口。请先调整那次值班。", row.window_name)
}

/// `GET /office/shifts/{shift}`
pub(super) async fn show(desk: Desk, Path(shift): Path<String>) -> Answer {
    let row = find(&desk, &shift).await?;
    let acts = acts(&desk, &row).await?;
    one(&desk, StatusCode::OK, row, acts).await
}

async fn find(desk: &Desk, shift: &str) -> Result<ShiftRow, Refusal> {
    desk.found(desk.web.service.shift_of(&desk.officer, row_id(shift)).await)
}

async fn acts(desk: &Desk, row: &ShiftRow) -> Result<ShiftActs, Refusal> {
    let now = desk.web.service.world().now();
    if !desk.officer.may(Permission::EditShifts) {
        return Ok(ShiftActs::None);
    }
    if row.ends_at <= now.0 {
        return Ok(ShiftActs::Over);
    }
    if row.starts_at <= now.0 {
        return Ok(ShiftActs::Running((end_text(row), None)));
    }
    let view = ShiftFormView {
        window: (row.window_id.to_string(), None),
        person: (row.staff_id.to_string(), None),
        day: (date_text(Millis(row.starts_at)), None),
        from: (clock(Millis(row.starts_at)), None),
        to: (end_text(row), None),
        ..ShiftFormView::default()
    };
    Ok(ShiftActs::Planned(Box::new(planned(desk, row, view).await?)))
}

/// The end on its first day's clock; a longer one ends at 24:00 there.
fn end_text(row: &ShiftRow) -> String {
    let same_day = day_of(Millis(row.starts_at)) == day_of(Millis(row.ends_at));
    if same_day { clock(Millis(row.ends_at)) } else { "24:00".into() }
}

async fn planned(desk: &Desk, row: &ShiftRow, mut view: ShiftFormView) -> Result<ShiftFormView, Refusal> {
    choices(desk, row.hall_id, "", &mut view).await?;
    let own = row.staff_id.to_string();
    if !view.people.iter().any(|c| c.value == own) {
        view.people.insert(0, ChoiceView::new(own, format!("{}（{}）", row.name, row.number)));
    }
    view.hidden = vec![("version".into(), row.version.to_string())];
    view.action = format!("{PATH}/{}/edit", row.id);
    view.cancel = back(row);
    Ok(view)
}

fn back(row: &ShiftRow) -> String {
    format!("{PATH}?hall={}&day={}", row.hall_id, date_text(Millis(row.starts_at)))
}

async fn one(desk: &Desk, status: StatusCode, row: ShiftRow, acts: ShiftActs) -> Answer {
    let past = desk.ok(desk.web.service.history("shift", &row.id.to_string()).await)?;
    let view = ShiftView {
        title: format!("{} · {}", row.name, row.window_name),
        facts: vec![
            DefinitionView::new("窗口", row.window_name.clone()),
            DefinitionView::new("人员", format!("{}（{}）", row.name, row.number)),
            DefinitionView::new("时间", span(Millis(row.starts_at), Millis(row.ends_at))),
        ],
        acts,
        path: format!("{PATH}/{}", row.id),
        version: row.version,
        past: history::timeline(past),
    };
    Ok(desk.screen(status, PATH, |ctx| shift_page(ctx, view)))
}

/// `POST /office/shifts/{shift}/edit`
pub(super) async fn change(Path(shift): Path<String>, sent: OfficePost) -> Answer {
    let (desk, fields) = sent.parts();
    let row = find(&desk, &shift).await?;
    let runs = row.runs_at(desk.web.service.world().now());
    let mut view = ShiftFormView::default();
    let plan = if runs {
        // Only its end: on the day it began.
        view.to.0 = fields.get("to").trim().to_owned();
        let to = minutes(&view.to.0).map(|ms| day_of(Millis(row.starts_at)).plus(ms));
        if to.is_none() {
            view.to.1 = Some("请填写时间，例如 17:30。".into());
        }
        to.map(|to| ShiftPlan { window: row.window_id, staff: row.staff_id, from: Millis(row.starts_at), to })
    } else {
        read(&fields, &mut view)
    };
    if let Some(plan) = plan {
        let key = (row.id, row_id(fields.get("version")));
        let kept = desk.ok(desk.web.service.change_shift(&desk.officer, key, &plan).await)?;
        let Some(fault) = fault(kept, &mut view) else {
            return Ok(desk.done(&back(&row), &format!("“{}”的值班已修改。", row.name)));
        };
        if let Some(answer) = fault.answer(&desk) {
            return Ok(answer);
        }
    }
    let acts = if runs {
        let said = view.to.1.or(view.person.1).or(view.window.1);
        ShiftActs::Running((view.to.0, said))
    } else {
        ShiftActs::Planned(Box::new(planned(&desk, &row, view).await?))
    };
    one(&desk, StatusCode::UNPROCESSABLE_ENTITY, row, acts).await
}

/// `POST /office/shifts/{shift}/end`
pub(super) async fn end(Path(shift): Path<String>, sent: OfficePost) -> Answer {
    let (desk, fields) = sent.parts();
    let row = find(&desk, &shift).await?;
    let key = (row.id, row_id(fields.get("version")));
    let kept = desk.ok(desk.web.service.end_shift(&desk.officer, key).await)?;
    finished(&desk, &row, kept, "的值班已结束")
}

/// `POST /office/shifts/{shift}/drop`
pub(super) async fn drop_planned(Path(shift): Path<String>, sent: OfficePost) -> Answer {
    let (desk, fields) = sent.parts();
    let row = find(&desk, &shift).await?;
    let key = (row.id, row_id(fields.get("version")));
    let kept = desk.ok(desk.web.service.drop_shift(&desk.officer, key).await)?;
    finished(&desk, &row, kept, "的排班已取消")
}

fn finished(desk: &Desk, row: &ShiftRow, kept: ShiftKept, act: &str) -> Answer {
    Ok(match kept {
        ShiftKept::Done => desk.done(&back(row), &format!("“{}”在“{}”{act}。", row.name, row.window_name)),
        ShiftKept::NoSuch | ShiftKept::PlaceWrong => desk.missing(),
        ShiftKept::Conflict(now) => changed_meanwhile(desk, &now),
        ShiftKept::Overlaps(_) | ShiftKept::TimeWrong => changed_meanwhile(desk, row),
    })
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, ms) in [("9:00", Some(540)), ("09：30", Some(570)), ("24:00", Some(1440)), ("24:01", None)]
        {
            assert_eq!(minutes(text), ms.map(|m| m * 60_000), "{text}");
        }
        for text in ["", "9", "9:60", "-1:00", "9:-5", "x:y", "九:00"] {
            assert_eq!(minutes(text), None, "{text}");
        }
    }
}
