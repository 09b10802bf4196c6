//! `/office/audit`: the audit administrator reads the trail, takes it out, checks it. She can do nothing else, and
//! what she does here is in the trail itself.

use super::desk::Desk;
use super::list::ListQuery;
use super::page::history;
use super::post::OfficePost;
use super::reasons::row_id;
use crate::audit_file;
use crate::web::body::Fields;
use app::components::Tone;
use app::office::audit::{
    AuditCheckView, AuditEntryView, AuditExportView, AuditFilterView, AuditListView, audit_check_page,
    audit_entry_page, audit_export_page, audit_page, change_heads,
};
use app::office::components::{
    ActiveFilter, Cell, ChoiceView, ColumnView, DefinitionView, EmptyView, PagerView, RowView, TableView,
};
use app::office::plain::{ActView, NoteView};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::{Millis, Role};
use storage::{AuditPlace, AuditRow, AuditSearch};
use tokio_stream::wrappers::ReceiverStream;

const AUDIT: &str = "/office/audit";
/// Entries on a page.
const ROWS: i64 = 100;
/// Entries read at once for a file.
const PART: i64 = 1000;
const DAY: i64 = 86_400_000;
/// Words in names and reasons have no index: without days of one's own only these are searched.
const WORDS_BACK: i64 = 90 * DAY;
/// What the trail is narrowed by, as the address says it.
const FIELDS: [&str; 8] = ["from", "to", "who", "act", "kind", "id", "name", "reason"];

/// Kinds of objects in words. To add one: a line.
const KINDS: &[(&str, &str)] = &[
    ("account", "账号"),
    ("window", "窗口"),
    ("hall", "大厅"),
    ("department", "部门"),
    ("division", "区划"),
    ("staff", "人员"),
    ("shift", "值班"),
    ("item", "事项"),
    ("plate", "台牌"),
    ("import", "导入"),
    ("calendar", "放假安排"),
    ("retention", "保存期限"),
    ("audit", "操作记录"),
];

fn kind_words(kind: &str) -> &str {
    KINDS.iter().find(|(word, _)| *word == kind).map_or(kind, |(_, words)| words)
}

/// What an address or a form asks for, each field in turn.
fn search(get: impl Fn(&str) -> String, now: Millis) -> (AuditSearch, bool) {
    let given = |name: &str| Some(get(name)).filter(|text| !text.is_empty() && !text.contains('\0'));
    let day = |name: &str| given(name).and_then(|day| Millis::parse_china(&format!("{day} 00:00:00")));
    let (from, to) = (day("from"), day("to"));
    let by_words = given("name").is_some() || given("reason").is_some();
    let by_index = given("kind").is_some() && given("id").is_some();
    let shortened = by_words && !by_index && from.is_none();
    let back = to.map_or(now.0, |to| to.0 + DAY) - WORDS_BACK;
    let search = AuditSearch {
        from: from.map_or(if shortened { back } else { i64::MIN }, |from| from.0),
        to: to.map_or(i64::MAX, |to| to.0 + DAY),
        actor: given("who"),
        action: given("act"),
        object_kind: given("kind"),
        object_id: given("id"),
        object_name: given("name"),
        reason: given("reason"),
    };
    (search, shortened)
}

/// `GET /office/audit`
pub(super) async fn list(desk: Desk) -> Response {
    let query = desk.list(AUDIT);
    let service = &desk.web.service;
    let (search, shortened) = search(|name| query.get(name).to_owned(), service.world().now());
    let before = place(query.get("before"));
    let mut rows = match service.search_audit(&desk.officer, &search, before, ROWS + 1).await {
        Ok(rows) => rows,
        Err(error) => return desk.failed(error),
    };
    let more = rows.len() as i64 > ROWS;
    rows.truncate(ROWS as usize);
    let seen: u64 = query.get("seen").parse().unwrap_or(0).min(1_000_000_000);
    let last = rows.last().filter(|_| more).map(|row| format!("{}.{}", row.at, row.seq));
    let next = last.map(|last| {
        let seen = (seen + rows.len() as u64).to_string();
        query.with(&[("before", &last), ("seen", &seen)])
    });
    let filter = filter(&query);
    let narrowed = !filter.active.is_empty();
    let pager = PagerView {
        from: if rows.is_empty() { 0 } else { seen + 1 },
        to: seen + rows.len() as u64,
        next,
        ..PagerView::default()
    };
    let newest = before.map(|_| ActView::other("回到最新", query.with(&[("before", ""), ("seen", "")])));
    let export = format!("{AUDIT}/export");
    let acts = newest.into_iter().chain([
        ActView::other("导出", query.with(&[("before", ""), ("seen", "")]).replacen(AUDIT, &export, 1)),
        ActView::other("核对", format!("{AUDIT}/check")),
    ]);
    let view = AuditListView {
        filter,
        acts: acts.collect(),
        note: shortened.then(|| NoteView {
            tone: Tone::Info,
            title: "只查了近 90 天".into(),
            text: "按名称或事由查询没有填起始日期时，只查近 90 天。要查更早的，请填“从”哪一天。".into(),
        }),
        table: TableView {
            caption: "操作记录".into(),
            columns: ["时间", "账号", "操作", "对象", "事由"].map(ColumnView::new).to_vec(),
            rows: rows.iter().map(row).collect(),
            pager,
            empty: EmptyView {
                title: if narrowed { "没有符合条件的记录" } else { "还没有记录" }.into(),
                text: if narrowed { "请放宽条件再查。" } else { "" }.into(),
                action: narrowed.then(|| ("清除筛选".into(), AUDIT.into())),
            },
            ..TableView::default()
        },
    };
    desk.show(StatusCode::OK, AUDIT, |ctx| audit_page(ctx, view))
}

/// Where the last page ended, as `at.seq`.
fn place(text: &str) -> Option<AuditPlace> {
    let (at, seq) = text.split_once('.')?;
    Some((at.parse().ok()?, seq.parse().ok()?))
}

fn row(row: &AuditRow) -> RowView {
    let role = row.role.as_deref().and_then(Role::from_word).map_or("", Role::label);
    let object = if row.object_name.is_empty() { row.object_id.clone() } else { row.object_name.clone() };
    let kind = kind_words(&row.object_kind);
    RowView {
        href: Some(format!("{AUDIT}/{}", row.seq)),
        key: row.seq.to_string(),
        cells: vec![
            Cell::Time(Millis(row.at).to_china_text()),
            Cell::Two { text: row.actor.clone(), sub: role.into() },
            history::act(&row.action).into(),
            Cell::Two { text: object, sub: kind.to_owned() },
            Cell::Muted(row.reason.clone().unwrap_or_default()),
        ],
        ticked: false,
    }
}

fn filter(query: &ListQuery) -> AuditFilterView {
    let get = |name: &str| query.get(name).to_owned();
    let labels = ["从", "到", "账号", "操作", "对象类别", "对象编号", "对象名称", "事由"];
    let active =
        FIELDS.iter().zip(labels).filter(|(name, _)| !query.get(name).is_empty()).map(|(name, label)| {
            ActiveFilter {
                label: format!("{label}：{}", in_words(name, query.get(name))),
                remove: query.with(&[(name, ""), ("before", ""), ("seen", "")]),
            }
        });
    let choice = |(value, label): (&str, &str)| ChoiceView::new(value, label);
    AuditFilterView {
        from: get("from"),
        to: get("to"),
        who: get("who"),
        act: get("act"),
        acts: history::acts().map(choice).collect(),
        kind: get("kind"),
        kinds: KINDS.iter().copied().map(choice).collect(),
        id: get("id"),
        name: get("name"),
        reason: get("reason"),
        active: active.collect(),
    }
}

fn in_words<'a>(field: &str, value: &'a str) -> &'a str {
    match field {
        "act" => history::act(value),
        "kind" => kind_words(value),
        _ => value,
    }
}

/// `GET /office/audit/{entry}`
pub(super) async fn show(desk: Desk, Path(entry): Path<String>) -> Response {
    let Some(seq) = row_id(&entry) else { return desk.missing() };
    match desk.web.service.audit_entry(&desk.officer, seq).await {
        Ok(Some(row)) => {
            let view = entry_view(&row);
            desk.show(StatusCode::OK, AUDIT, |ctx| audit_entry_page(ctx, view))
        }
        Ok(None) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}

fn entry_view(row: &AuditRow) -> AuditEntryView {
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let role = row.role.as_deref().map(|word| Role::from_word(word).map_or(word, |role| role.label()));
    let object = format!("{AUDIT}?kind={}&id={}", encode(&row.object_kind), encode(&row.object_id));
    let seal: String = row.chain.iter().map(|b| format!("{b:02x}")).collect();
    let (changes, others) = detail(row.detail.as_deref());
    let mut facts = vec![
        DefinitionView::new("序号", row.seq.to_string()),
        DefinitionView::new("时间", Cell::Time(Millis(row.at).to_china_text())),
        DefinitionView::new("账号", row.actor.clone())
            .action("同一账号的记录", format!("{AUDIT}?who={}", encode(&row.actor))),
        DefinitionView::new("当时的角色", Cell::Muted(role.unwrap_or_default().to_owned())),
        DefinitionView::new("操作", history::act(&row.action)),
        DefinitionView::new("对象", format!("{} {}", kind_words(&row.object_kind), row.object_name))
            .action("同一对象的记录", object),
        DefinitionView::new("对象编号", Cell::Code(row.object_id.clone())),
        DefinitionView::new("事由", Cell::Muted(row.reason.clone().unwrap_or_default())),
    ];
    facts.extend(others.into_iter().map(|(term, value)| DefinitionView::new(term, Cell::Muted(value))));
    let session = row.session_id.map(|id| id.to_string()).unwrap_or_default();
    facts.push(DefinitionView::new("登录编号", Cell::Muted(session)));
    facts.push(DefinitionView::new("封印", Cell::Code(seal)));
    let [field, before, after] = change_heads().map(ColumnView::new);
    let rows = changes.into_iter().map(|(field, before, after)| RowView {
        cells: vec![field.into(), Cell::Muted(before), Cell::Muted(after)],
        ..RowView::default()
    });
    let rows: Vec<RowView> = rows.collect();
    let table = TableView {
        caption: "改动".into(),
        columns: vec![field, before, after],
        rows,
        ..TableView::default()
    };
    AuditEntryView { seq: row.seq.to_string(), facts, changes: (!table.rows.is_empty()).then_some(table) }
}

/// Fields in words, as they stand in the detail of entries.
fn field_words(field: &str) -> &str {
    const WORDS: &[(&str, &str)] = &[
        ("name", "名称"),
        ("role", "角色"),
        ("division", "区划"),
        ("department", "部门"),
        ("hall", "大厅"),
        ("staff", "人员"),
        ("window", "窗口"),
        ("login", "账号"),
        ("code", "代码"),
        ("address", "地址"),
        ("number", "工号"),
        ("days", "天数"),
        ("entries", "条数"),
        ("head", "末端封印"),
        ("fault", "第一处不对"),
        ("query", "条件"),
        ("year", "年份"),
    ];
    WORDS.iter().find(|(word, _)| *word == field).map_or(field, |(_, words)| words)
}

/// A field, what it was, and what it became.
type Change = (String, String, String);

/// The detail of an entry: fields before and after, and whatever else it says.
fn detail(text: Option<&str>) -> (Vec<Change>, Vec<(String, String)>) {
    use serde_json::Value;
    let Some(Ok(Value::Object(detail))) = text.map(serde_json::from_str) else {
        // Not of our making, but it is in the trail: shown as it stands.
        return (Vec::new(), text.map(|t| ("内容".to_owned(), t.to_owned())).into_iter().collect());
    };
    let words = |value: Option<&Value>| match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => {
            Role::from_word(text).map_or(text.as_str(), |role| role.label()).to_owned()
        }
        Some(other) => other.to_string(),
    };
    let side = |name: &str| detail.get(name).and_then(Value::as_object);
    let (before, after) = (side("before"), side("after"));
    let mut fields: Vec<&String> = before.into_iter().chain(after).flat_map(|side| side.keys()).collect();
    fields.sort();
    fields.dedup();
    let changes = fields.into_iter().map(|field| {
        let of = |side: Option<&serde_json::Map<String, Value>>| words(side.and_then(|s| s.get(field)));
        (field_words(field).to_owned(), of(before), of(after))
    });
    let others = detail.iter().filter(|(name, value)| {
        !(value.is_null() || ["before", "after"].contains(&name.as_str()) && value.is_object())
    });
    let others = others.map(|(name, value)| (field_words(name).to_owned(), words(Some(value))));
    (changes.collect(), others.collect())
}

/// `GET /office/audit/export`
pub(super) async fn ask_export(desk: Desk) -> Response {
    let query = desk.list(AUDIT);
    export_form(&desk, StatusCode::OK, |name| query.get(name).to_owned(), (String::new(), None))
}

fn export_form(
    desk: &Desk,
    status: StatusCode,
    get: impl Fn(&str) -> String,
    reason: (String, Option<String>),
) -> Response {
    let labels = ["从", "到", "账号", "操作", "对象类别", "对象编号", "对象名称", "事由"];
    let set = FIELDS.iter().zip(labels).map(|(name, label)| (*name, label, get(name)));
    let set: Vec<_> = set.filter(|(.., value)| !value.is_empty()).collect();
    let fact = |(name, label, value): &(&str, &str, String)| {
        DefinitionView::new(*label, in_words(name, value).to_owned())
    };
    let mut facts: Vec<_> = set.iter().map(fact).collect();
    if facts.is_empty() {
        facts.push(DefinitionView::new("范围", "全部操作记录"));
    }
    let fields: Vec<(&str, &str)> = set.iter().map(|(name, _, value)| (*name, value.as_str())).collect();
    let view = AuditExportView {
        facts,
        cancel: ListQuery::read(AUDIT, None).with(&fields),
        hidden: set.iter().map(|(name, _, value)| ((*name).to_owned(), value.clone())).collect(),
        reason,
    };
    desk.show(status, AUDIT, |ctx| audit_export_page(ctx, view))
}

/// `POST /office/audit/export`: entries go out as they are read. Who took what stands in the trail before the
/// first of them leaves.
pub(super) async fn export(sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let get = |name: &str| fields.get(name).trim().to_owned();
    let reason = match export_reason(&fields) {
        Ok(reason) => reason,
        Err(wrong) => return export_form(&desk, StatusCode::UNPROCESSABLE_ENTITY, get, wrong),
    };
    let service = &desk.web.service;
    let now = service.world().now();
    let (search, _) = search(get, now);
    if let Err(error) = service.record_audit_export(&desk.officer, &search, &reason).await {
        return desk.failed(error);
    }
    let db = service.db().clone();
    let (sender, receiver) = tokio::sync::mpsc::channel::<std::io::Result<Vec<u8>>>(2);
    tokio::spawn(async move {
        let (mut after, mut part) = (0, audit_file::head());
        // A reader who has gone away ends it.
        while sender.send(Ok(part)).await.is_ok() {
            let rows = match db.audit_in_order(&search, after, PART).await {
                Ok(rows) => rows,
                Err(error) => {
                    tracing::warn!(%error, "an export of the trail was broken off");
                    let _ = sender.send(Err(std::io::Error::other(error))).await;
                    return;
                }
            };
            let Some(last) = rows.last() else { return };
            after = last.seq;
            part = audit_file::rows(&rows);
        }
    });
    let day: String = now.to_china_text().chars().take(10).filter(char::is_ascii_digit).collect();
    let name = percent_encoding::utf8_percent_encode("操作记录", percent_encoding::NON_ALPHANUMERIC);
    let mut response = Response::new(Body::from_stream(ReceiverStream::new(receiver)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{name}-{day}.csv")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// The reason of an export; `reason` itself is one of the conditions.
fn export_reason(fields: &Fields) -> Result<String, (String, Option<String>)> {
    super::reasons::checked(fields.get("why")).map_err(|(typed, wrong)| (typed, Some(wrong)))
}

/// `GET /office/audit/check`
pub(super) async fn ask_check(desk: Desk) -> Response {
    let last = match desk.web.service.last_audit_check().await {
        Ok(last) => last,
        Err(error) => return desk.failed(error),
    };
    let facts = last.map(|row| {
        let (_, said) = detail(row.detail.as_deref());
        let said = said.into_iter().map(|(term, value)| DefinitionView::new(term, value));
        let at = Cell::Time(Millis(row.at).to_china_text());
        std::iter::once(DefinitionView::new("上次核对", at)).chain(said).collect()
    });
    let view = AuditCheckView { note: None, facts: facts.unwrap_or_default(), next: Some(0) };
    desk.show(StatusCode::OK, AUDIT, |ctx| audit_check_page(ctx, view))
}

/// `POST /office/audit/check`: the next part; at most so many entries in one request.
pub(super) async fn check(sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let after = fields.get("after").parse().unwrap_or(0).max(0);
    let check = match desk.web.service.check_audit_part(&desk.officer, after).await {
        Ok(check) => check,
        Err(error) => return desk.failed(error),
    };
    let note = match check.fault {
        Some(fault) => NoteView {
            tone: Tone::Error,
            title: "操作记录不完整".into(),
            text: format!("{fault}。请保护现场，立即报告。它之前的 {} 条是完整的。", check.entries),
        },
        None if check.done => NoteView {
            tone: Tone::Done,
            title: "操作记录完整".into(),
            text: "请把条数和末端封印抄存到别处：日后末尾少了记录，只有对照它才看得出来。".into(),
        },
        None => NoteView {
            tone: Tone::Info,
            title: format!("已核对到第 {} 条，还没有完", check.entries),
            text: "到这里为止都是完整的。记录较多，请继续核对。".into(),
        },
    };
    let view = AuditCheckView {
        note: Some(note),
        facts: vec![
            DefinitionView::new("条数", check.entries.to_string()),
            DefinitionView::new("末端封印", Cell::Code(check.head)),
        ],
        next: (!check.done).then_some(check.entries),
    };
    desk.show(StatusCode::OK, AUDIT, |ctx| audit_check_page(ctx, view))
}
