//! `/office/retention`: how long each personal field is kept, and what was cleared when.

use super::desk::Desk;
use super::post::OfficePost;
use super::reasons::checked;
use app::components::Tone;
use app::office::components::{Cell, ColumnView, DefinitionView, EmptyView, RowView, TableView, home_crumb};
use app::office::plain::{ActView, ListView, NoteView, list_page};
use app::office::retention::{RetentionFormView, retention_crumbs, retention_form_page};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::Millis;
use domain::retention::{Begins, PersonalField, RetentionPolicy};
use storage::{RetentionPeriod, RetentionRecord, is_personal_field_stored};
use usecases::PeriodSet;

const RETENTION: &str = "/office/retention";
/// Days without a run after which something is wrong.
const LATE: i64 = 2 * 86_400_000;

/// `GET /office/retention`
pub(super) async fn list(desk: Desk) -> Response {
    let service = &desk.web.service;
    let found = async {
        let (policy, set) = service.retention().await?;
        Ok((policy, set, service.last_retention_run().await?))
    };
    let (policy, set, last) = match found.await {
        Ok(found) => found,
        Err(error) => return desk.failed(error),
    };
    let rows = PersonalField::ALL.iter().map(|field| row(*field, &policy, &set)).collect();
    let now = service.world().now();
    let view = ListView {
        title: "个人信息保存期限".into(),
        lead: "到期的个人信息每天清除一次：只清字段，评价本身和评价日志不变。".into(),
        crumbs: home_crumb(),
        acts: vec![ActView::other("清除记录", format!("{RETENTION}/record"))],
        note: Some(run_note(last, now)),
        filter: None,
        table: TableView {
            caption: "个人信息保存期限".into(),
            columns: ["信息", "保存天数", "起算", "设定", "数据"].map(ColumnView::new).to_vec(),
            rows,
            ..TableView::default()
        },
    };
    desk.show(StatusCode::OK, RETENTION, |ctx| list_page(ctx, view))
}

/// When the job last came to its end; a run that fails to come is noticed here.
fn run_note(last: Option<(String, Millis)>, now: Millis) -> NoteView {
    match last {
        Some((_, at)) if now.0 - at.0 <= LATE => NoteView {
            tone: Tone::Done,
            title: format!("最近一次清除：{}", at.to_china_text()),
            text: "清除了什么，见“清除记录”；没有到期的不留记录。".into(),
        },
        Some((_, at)) => NoteView {
            tone: Tone::Warn,
            title: format!("最近一次清除还是{}", at.to_china_text()),
            text: "清除任务应每天运行。请系统运维人员检查 server serve 是否在运行，或手工运行 server retention run。".into(),
        },
        None => NoteView {
            tone: Tone::Info,
            title: "还没有清除过".into(),
            text: "清除任务每天凌晨2点以后由 server serve 自动运行一次。".into(),
        },
    }
}

fn row(field: PersonalField, policy: &RetentionPolicy, set: &[RetentionPeriod]) -> RowView {
    let by = set.iter().find(|period| period.field == field.name());
    let setting = match by {
        Some(period) => Cell::Two {
            text: format!("{}：{}", period.actor, period.reason),
            sub: Millis(period.set_at).to_china_text(),
        },
        None => Cell::Muted("默认".into()),
    };
    let stored = if is_personal_field_stored(field) { "有" } else { "尚无此类数据" };
    RowView {
        href: Some(format!("{RETENTION}/{}/edit", field.name())),
        key: field.name().into(),
        cells: vec![
            field.label().into(),
            format!("{} 天", policy.days(field)).into(),
            begins(field).into(),
            setting,
            Cell::Muted(stored.into()),
        ],
        ticked: false,
    }
}

fn begins(field: PersonalField) -> &'static str {
    match field.begins() {
        Begins::Stored => "收到之日",
        Begins::Closed => "所办之事了结之日",
    }
}

/// `GET /office/retention/{field}/edit`
pub(super) async fn ask(desk: Desk, Path(field): Path<String>) -> Response {
    let Some(field) = PersonalField::from_name(&field) else { return desk.missing() };
    let days = match desk.web.service.retention().await {
        Ok((policy, _)) => policy.days(field),
        Err(error) => return desk.failed(error),
    };
    form(&desk, StatusCode::OK, field, days, (days.to_string(), None), (String::new(), None))
}

fn form(
    desk: &Desk,
    status: StatusCode,
    field: PersonalField,
    was: u16,
    days: (String, Option<String>),
    reason: (String, Option<String>),
) -> Response {
    let view = RetentionFormView {
        field: field.label().into(),
        facts: vec![
            DefinitionView::new("现在", format!("{was} 天")),
            DefinitionView::new("默认", format!("{} 天", field.default_days())),
            DefinitionView::new("起算", begins(field)),
        ],
        was,
        days,
        reason,
        action: format!("{RETENTION}/{}/edit", field.name()),
    };
    desk.show(status, RETENTION, |ctx| retention_form_page(ctx, view))
}

/// `POST /office/retention/{field}/edit`
pub(super) async fn set(Path(field): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let Some(field) = PersonalField::from_name(&field) else { return desk.missing() };
    let service = &desk.web.service;
    let now = match service.retention().await {
        Ok((policy, _)) => policy.days(field),
        Err(error) => return desk.failed(error),
    };
    let typed = fields.get("days").trim().to_owned();
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    let was = fields.get("was").parse().unwrap_or(now);
    let days = typed.parse::<u16>().ok();
    let fault = days.is_none().then(|| "请填写天数，例如 90。".to_owned());
    let reason = checked(fields.get("reason"));
    let (days, reason) = match (days, reason) {
        (Some(days), Ok(reason)) => (days, reason),
        (_, Ok(reason)) => return form(&desk, wrong, field, was, (typed, fault), (reason, None)),
        (_, Err((said, missing))) => {
            return form(&desk, wrong, field, was, (typed, fault), (said, Some(missing)));
        }
    };
    match service.set_retention(&desk.officer, field, (was, days), &reason).await {
        Ok(PeriodSet::Done) => {
            desk.done(RETENTION, &format!("“{}”的保存期限已设为 {days} 天。", field.label()))
        }
        Ok(PeriodSet::Refused(error)) => {
            form(&desk, wrong, field, was, (typed, Some(format!("{error}。"))), (reason, None))
        }
        Ok(PeriodSet::Conflict) => {
            let said = format!("您打开之后，别人改过这一项，现在是 {now} 天。请核对后再保存。");
            form(&desk, StatusCode::CONFLICT, field, now, (typed, Some(said)), (reason, None))
        }
        Err(error) => desk.failed(error),
    }
}

/// `GET /office/retention/record`
pub(super) async fn record(desk: Desk) -> Response {
    let path = format!("{RETENTION}/record");
    let query = desk.list(&path);
    let listing = query.listing(&desk.officer.scope);
    let found = desk.web.service.retention_records(listing.limit, listing.offset).await;
    let (records, total) = match found {
        Ok(found) => found,
        Err(error) => return desk.failed(error),
    };
    let view = ListView {
        title: "清除记录".into(),
        lead: "每次清除了哪些信息、多少条，起算日在哪一天以前的已经到期。".into(),
        crumbs: retention_crumbs(),
        table: TableView {
            caption: "清除记录".into(),
            columns: vec![
                ColumnView::new("时间"),
                ColumnView::new("信息"),
                ColumnView::new("清除条数").numeric(),
                ColumnView::new("起算日截至"),
                ColumnView::new("当时的期限"),
                ColumnView::new("由谁"),
            ],
            pager: query.pager(records.len(), total),
            rows: records.into_iter().map(record_row).collect(),
            empty: EmptyView {
                title: "还没有清除过".into(),
                text: "有到期的个人信息被清除后，这里会有记录。".into(),
                action: None,
            },
            ..TableView::default()
        },
        ..ListView::default()
    };
    desk.show(StatusCode::OK, RETENTION, |ctx| list_page(ctx, view))
}

fn record_row(record: RetentionRecord) -> RowView {
    let field = PersonalField::from_name(&record.field).map_or(record.field.as_str(), |f| f.label());
    let by = match record.actor.as_str() {
        "retention-job" => "每日任务",
        "command-line" => "命令行",
        other => other,
    };
    RowView {
        cells: vec![
            Cell::Time(Millis(record.at).to_china_text()),
            field.into(),
            record.cleared.to_string().into(),
            Cell::Time(Millis(record.until_at).to_china_text().chars().take(10).collect()),
            format!("{} 天", record.days).into(),
            by.into(),
        ],
        ..RowView::default()
    }
}
