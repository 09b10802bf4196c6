//! `/office`: the work desk — what waits, what there is, and the shortest ways.

use super::answer::Answer;
use super::desk::Desk;
use super::page::nav;
use super::roster::day_of;
use app::office::components::StatView;
use app::office::{DayPart, HomeView, ShortcutView, TodoView, home_page};
use axum::http::StatusCode;
use domain::Permission;
use storage::StorageResult;

/// A day, ms.
const DAY: i64 = 86_400_000;

/// `GET /office`
pub(super) async fn show(desk: Desk) -> Answer {
    let hour = desk.web.service.world().now().in_china().hour();
    let view = HomeView {
        part: DayPart::of_hour(hour.unsigned_abs()),
        todos: desk.ok(todos(&desk).await)?,
        stats: desk.ok(stats(&desk).await)?,
        shortcuts: shortcuts(&desk),
    };
    Ok(desk.screen(StatusCode::OK, "/office", |ctx| home_page(ctx, view)))
}

/// What waits for her, most urgent first. To add something: a count in the storage's overview, a line here.
async fn todos(desk: &Desk) -> StorageResult<Vec<TodoView>> {
    let (service, officer) = (&desk.web.service, &desk.officer);
    let now = service.world().now();
    let mut todos = Vec::new();
    let mut add = |count: i64, urgent: bool, text: &str, href: &str| {
        if let Ok(count) = u64::try_from(count)
            && count > 0
        {
            todos.push(TodoView { text: text.to_owned(), href: href.to_owned(), count, urgent });
        }
    };
    if officer.may(Permission::MakePlates) {
        let waiting = service.db().plates_waiting(&officer.scope).await?;
        add(waiting.reported, true, "有人报告台牌异常，请去现场看", "/office/plates?attention=reported");
        add(waiting.misplaced, true, "台牌不在自己的窗口", "/office/plates?attention=misplaced");
        add(waiting.without_plate, false, "窗口还没有台牌", "/office/plates/make");
        add(waiting.never_scanned, false, "台牌装好后没有人扫过", "/office/plates?attention=never");
    }
    let calendar = service.calendar().await?;
    let today = now.in_china().date();
    if officer.may(Permission::EditShifts) && calendar.is_workday(today) {
        let day = (day_of(now), day_of(now).plus(DAY));
        let empty = service.db().windows_without_shift(&officer.scope, day).await?;
        add(empty, false, "窗口今天没有排班，评价记不到人", "/office/shifts");
    }
    if officer.may(Permission::EditCalendar) {
        // The State Council announces the next year's holidays in November.
        let next = today.year() + i16::from(today.month() >= 11);
        add(i64::from(!calendar.knows(next)), true, "明年的放假安排还没有导入", "/office/calendar");
    }
    Ok(todos)
}

async fn stats(desk: &Desk) -> StorageResult<Vec<StatView>> {
    let officer = &desk.officer;
    if !officer.may(Permission::ViewPlaces) {
        return Ok(Vec::new());
    }
    let there = desk.web.service.db().places_overview(&officer.scope).await?;
    let tiles = [
        ("大厅", there.halls, "个", "/office/halls", Permission::ViewPlaces),
        ("使用中的窗口", there.windows, "个", "/office/windows", Permission::ViewPlaces),
        ("在岗人员", there.staff, "名", "/office/staff", Permission::ViewStaff),
        ("装好的台牌", there.mounted, "块", "/office/plates", Permission::MakePlates),
    ];
    let tile = |(label, value, unit, href, _): (&str, i64, _, &str, _)| StatView {
        label: label.into(),
        value: value.to_string(),
        unit,
        href: Some(href.into()),
        ..StatView::default()
    };
    Ok(tiles.into_iter().filter(|tile| officer.may(tile.4)).map(tile).collect())
}

fn shortcuts(desk: &Desk) -> Vec<ShortcutView> {
    let ways = nav::places(&desk.officer).filter(|(_, href, _)| *href != "/office");
    ways.map(|(label, href, hint)| ShortcutView { label: label.into(), hint: hint.into(), href: href.into() })
        .collect()
}
