//! `/office/partners`: the business systems that hand over cases, and one of them with its keys and its last
//! requests. What is done with one stands in `partners_edit`, `partner_acts` and `partner_keys`.

use super::desk::Desk;
use super::page::history;
use super::reasons::row_id;
use app::components::Tone;
use app::office::components::{Cell, ColumnView, DefinitionView, EmptyView, RowView, TableView, home_crumb};
use app::office::partners::{PARTNERS, PartnerView, partner_page};
use app::office::plain::{ActView, ListView, NoteView, list_page};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::Millis;
use std::collections::HashMap;
use storage::{PartnerKeyRow, PartnerListRow, PartnerRequestRow, PartnerRow, StorageResult};
use trust::Algorithm;
use usecases::area_words;

/// Areas named in the list.
const NAMED: usize = 2;
/// Requests shown.
const REQUESTS_SHOWN: i64 = 50;

/// `GET /office/partners`
pub(super) async fn list(desk: Desk) -> Response {
    let (db, now) = (desk.web.service.db(), desk.web.service.world().now());
    let found = async { Ok((db.partners(now).await?, db.partner_scopes_of_all().await?)) };
    let (partners, scopes) = match found.await {
        Ok(found) => found,
        Err(error) => return desk.failed(error),
    };
    let mut areas: HashMap<i64, Vec<String>> = HashMap::new();
    for (partner, division, department) in scopes {
        areas.entry(partner).or_default().push(area_words(&division, &department));
    }
    let rows = partners.into_iter().map(|row| {
        let areas = areas.remove(&row.partner.id).unwrap_or_default();
        list_row(row, areas)
    });
    let view = ListView {
        title: "业务系统".into(),
        lead: "各单位的业务系统凭接口密钥推送办件，取得评价链接。".into(),
        crumbs: home_crumb(),
        acts: vec![ActView::main("新增业务系统", format!("{PARTNERS}/new"))],
        table: TableView {
            caption: "业务系统".into(),
            columns: vec![
                ColumnView::new("业务系统"),
                ColumnView::new("推送范围"),
                ColumnView::new("可用密钥").numeric(),
                ColumnView::new("最近使用"),
                ColumnView::new("状态"),
            ],
            rows: rows.collect(),
            empty: EmptyView {
                title: "还没有业务系统".into(),
                text: "先新增业务系统、选定推送范围，再发放接口密钥，交给对方按接口说明接入。".into(),
                action: Some(("新增业务系统".into(), format!("{PARTNERS}/new"))),
            },
            ..TableView::default()
        },
        ..ListView::default()
    };
    desk.show(StatusCode::OK, PARTNERS, |ctx| list_page(ctx, view))
}

fn list_row(row: PartnerListRow, areas: Vec<String>) -> RowView {
    let more = if areas.len() > NAMED { format!(" 等{}项", areas.len()) } else { String::new() };
    let named = areas.iter().take(NAMED).cloned().collect::<Vec<_>>().join("；");
    RowView {
        href: Some(format!("{PARTNERS}/{}", row.partner.id)),
        key: row.partner.id.to_string(),
        cells: vec![
            row.partner.name.into(),
            format!("{named}{more}").into(),
            row.keys.to_string().into(),
            used(row.used_at),
            state(row.partner.disabled_at),
        ],
        ticked: false,
    }
}

fn state(disabled_at: Option<i64>) -> Cell {
    match disabled_at {
        None => Cell::Badge { text: "使用中".into(), tone: Tone::Done },
        Some(_) => Cell::Badge { text: "已停用".into(), tone: Tone::Quiet },
    }
}

fn used(at: Option<i64>) -> Cell {
    at.map_or_else(|| Cell::Muted("从未使用".into()), |at| Cell::Time(Millis(at).to_china_text()))
}

/// `GET /office/partners/{partner}`
pub(super) async fn show(desk: Desk, Path(partner): Path<String>) -> Response {
    let partner = match find(&desk, &partner).await {
        Ok(partner) => partner,
        Err(response) => return response,
    };
    match view(&desk, partner).await {
        Ok(view) => desk.show(StatusCode::OK, PARTNERS, |ctx| partner_page(ctx, view)),
        Err(error) => desk.failed(error),
    }
}

async fn view(desk: &Desk, partner: PartnerRow) -> StorageResult<PartnerView> {
    let service = &desk.web.service;
    let (db, now) = (service.db(), service.world().now());
    let scopes = db.partner_scopes(partner.id).await?;
    let keys = db.partner_keys(partner.id).await?;
    let requests = db.partner_requests(partner.id, i64::MAX, REQUESTS_SHOWN).await?;
    let past = service.history("partner", &partner.id.to_string()).await?;
    let path = format!("{PARTNERS}/{}", partner.id);
    let areas: Vec<String> = scopes.iter().map(|s| area_words(&s.division, &s.department)).collect();
    let since = |at: i64| Cell::Two { text: "已停用".into(), sub: Millis(at).to_china_text() };
    let toggle = if partner.disabled_at.is_none() { ("停用", "disable") } else { ("恢复", "enable") };
    let no_key = !keys.iter().any(|key| key.is_good(now));
    Ok(PartnerView {
        note: note(&partner, no_key),
        acts: vec![
            ActView::main("发放接口密钥", format!("{path}/keys/new")),
            ActView::other("修改", format!("{path}/edit")),
            ActView::other(toggle.0, format!("{path}/{}", toggle.1)),
        ],
        facts: vec![
            DefinitionView::new("推送范围", areas.join("；")),
            DefinitionView::new(
                "每分钟上限",
                format!("{} 次请求，{} 件办件", partner.requests_per_minute, partner.cases_per_minute),
            ),
            DefinitionView::new(
                "短信通知办事人",
                if partner.notify_since.is_some() { "由好差评系统发送" } else { "不发送" },
            ),
            DefinitionView::new("状态", partner.disabled_at.map_or_else(|| state(None), since)),
            DefinitionView::new("新增时间", Cell::Time(Millis(partner.created_at).to_china_text())),
        ],
        keys: keys_table(keys, &path, now),
        requests: requests_table(requests),
        past: history::timeline(past),
        name: partner.name,
    })
}

fn note(partner: &PartnerRow, no_key: bool) -> Option<NoteView> {
    let (title, text) = match (partner.disabled_at, no_key) {
        (Some(_), _) => ("已停用", "它的请求一律拒绝。恢复后，未撤销、未到期的密钥照旧可用。"),
        (None, true) => ("还没有可用的接口密钥", "发放接口密钥并交给对方，对方才能推送办件。"),
        (None, false) => return None,
    };
    Some(NoteView { tone: Tone::Warn, title: title.into(), text: text.into() })
}

fn keys_table(keys: Vec<PartnerKeyRow>, path: &str, now: Millis) -> TableView {
    let row = |key: PartnerKeyRow| {
        let at = format!("{path}/keys/{}", key.key_id);
        let acts = [("设定到期", "end"), ("立即撤销", "revoke")]
            .map(|(label, verb)| (label.to_owned(), format!("{at}/{verb}")));
        let acts = if key.is_good(now) { Cell::Actions(acts.to_vec()) } else { Cell::Text(String::new()) };
        RowView {
            cells: vec![
                Cell::Code(key.key_id.clone()),
                algorithm_words(&key.algorithm).into(),
                key_state(&key, now),
                Cell::Time(Millis(key.made_at).to_china_text()),
                used(key.used_at),
                acts,
            ],
            ..RowView::default()
        }
    };
    TableView {
        caption: "接口密钥".into(),
        columns: ["密钥编号", "签名算法", "状态", "发放时间", "最近使用", "操作"]
            .map(ColumnView::new)
            .to_vec(),
        rows: keys.into_iter().map(row).collect(),
        empty: EmptyView {
            title: "还没有接口密钥".into(),
            text: "密钥编号写在每次请求里，密钥用来签名。".into(),
            action: Some(("发放接口密钥".into(), format!("{path}/keys/new"))),
        },
        ..TableView::default()
    }
}

/// What a stored algorithm is called.
pub(super) fn algorithm_words(word: &str) -> &'static str {
    match Algorithm::from_word(word) {
        Some(Algorithm::HmacSm3) => "HMAC-SM3",
        Some(Algorithm::Sm2) => "SM2",
        None => "—",
    }
}

/// The state of a key, with its date.
pub(super) fn key_state(key: &PartnerKeyRow, now: Millis) -> Cell {
    let two = |text: &str, at: i64| Cell::Two { text: text.into(), sub: Millis(at).to_china_text() };
    match (key.revoked_at, key.ends_at) {
        (Some(at), _) => two("已撤销", at),
        (None, Some(end)) if now.0 > end => two("已到期", end),
        (None, Some(end)) => two("可用至", end),
        (None, None) => Cell::Badge { text: "可用".into(), tone: Tone::Done },
    }
}

fn requests_table(requests: Vec<PartnerRequestRow>) -> TableView {
    let row = |request: PartnerRequestRow| {
        let tone = if request.status < 400 { Tone::Done } else { Tone::Error };
        RowView {
            cells: vec![
                Cell::Time(Millis(request.at).to_china_text()),
                Cell::Code(request.operation),
                Cell::Badge { text: request.status.to_string(), tone },
                request.cases.to_string().into(),
                request.refused.to_string().into(),
                request.took_ms.to_string().into(),
                Cell::Muted(request.problem.unwrap_or_default()),
                Cell::Code(request.key_id),
            ],
            ..RowView::default()
        }
    };
    TableView {
        caption: "最近请求".into(),
        columns: vec![
            ColumnView::new("时间"),
            ColumnView::new("操作"),
            ColumnView::new("状态码"),
            ColumnView::new("收下办件").numeric(),
            ColumnView::new("拒收办件").numeric(),
            ColumnView::new("用时（毫秒）").numeric(),
            ColumnView::new("问题"),
            ColumnView::new("密钥编号"),
        ],
        rows: requests.into_iter().map(row).collect(),
        empty: EmptyView {
            title: "最近没有请求".into(),
            text: "显示最近31天内的50次请求。签名不对的请求不属于任何业务系统，不在这里。".into(),
            action: None,
        },
        wide: true,
        ..TableView::default()
    }
}

/// The partner of a path, or the answer that there is none.
pub(super) async fn find(desk: &Desk, partner: &str) -> Result<PartnerRow, Response> {
    let Some(id) = row_id(partner) else { return Err(desk.missing()) };
    match desk.web.service.db().partner(id).await {
        Ok(Some(partner)) => Ok(partner),
        Ok(None) => Err(desk.missing()),
        Err(error) => Err(desk.failed(error)),
    }
}
