//! Keys of a business system: giving one (a secret is shown once), letting one end, revoking one.

use super::desk::Desk;
use super::partners::{algorithm_words, find, key_state};
use super::post::OfficePost;
use super::reasons::reason;
use app::office::components::{Cell, ChoiceView, ConfirmView, DefinitionView, FieldView, confirm_page};
use app::office::partner_keys::{
    KeyEndView, KeyFormView, KeyOnceView, key_end_page, key_form_page, key_once_page,
};
use app::office::partners::{PARTNERS, partners_crumbs};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use storage::{PartnerKeyRow, PartnerRow};
use trust::Algorithm;
use usecases::{By, KeyAsk, KeyEnded, KeyGiven, MOST_OVERLAP, NewKey};

/// Days of overlap that are offered.
const USUAL_OVERLAP: &str = "7";
const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// `GET /office/partners/{partner}/keys/new`
pub(super) async fn ask_new(desk: Desk, Path(partner): Path<String>) -> Response {
    let partner = match find(&desk, &partner).await {
        Ok(partner) => partner,
        Err(response) => return response,
    };
    match blank(&desk, &partner).await {
        Ok(view) => desk.show(StatusCode::OK, PARTNERS, |ctx| key_form_page(ctx, view)),
        Err(response) => response,
    }
}

async fn blank(desk: &Desk, partner: &PartnerRow) -> Result<KeyFormView, Response> {
    let service = &desk.web.service;
    let keys = service.db().partner_keys(partner.id).await.map_err(|error| desk.failed(error))?;
    let now = service.world().now();
    let choice = |algorithm: Algorithm, label: &str, hint: &str| ChoiceView {
        value: algorithm.word().into(),
        label: label.into(),
        hint: Some(hint.into()),
    };
    Ok(KeyFormView {
        partner: partner.name.clone(),
        algorithms: vec![
            choice(
                Algorithm::HmacSm3,
                "HMAC-SM3",
                "由好差评系统生成密钥，只显示一次，双方共用。一般选这个。",
            ),
            choice(Algorithm::Sm2, "SM2", "对方自己生成密钥对，只把公钥交来。"),
        ],
        algorithm: (Algorithm::HmacSm3.word().into(), None),
        overlap: keys.iter().any(|key| key.is_good(now)).then(|| (USUAL_OVERLAP.to_owned(), None)),
        path: format!("{PARTNERS}/{}", partner.id),
        ..KeyFormView::default()
    })
}

/// `POST /office/partners/{partner}/keys/new`
pub(super) async fn give(Path(partner): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let partner = match find(&desk, &partner).await {
        Ok(partner) => partner,
        Err(response) => return response,
    };
    let mut view = match blank(&desk, &partner).await {
        Ok(view) => view,
        Err(response) => return response,
    };
    let algorithm = Algorithm::from_word(fields.get("algorithm"));
    view.algorithm.0 = algorithm.map(Algorithm::word).unwrap_or_default().to_owned();
    view.public_key.0 = fields.get("public_key").trim().to_owned();
    // As many digits as a private key has: it goes back to nobody.
    let is_private =
        view.public_key.0.len() == 64 && view.public_key.0.bytes().all(|b| b.is_ascii_hexdigit());
    if is_private {
        view.public_key =
            (String::new(), Some("这像是私钥。私钥不能发给任何人，请对方换一对密钥，只交公钥。".into()));
    }
    let mut overlap = None;
    if let Some(field) = &mut view.overlap {
        field.0 = fields.get("days").trim().to_owned();
        if !field.0.is_empty() {
            overlap = read_days(&field.0);
            field.1 = overlap.is_none().then(days_fault);
        }
    }
    let ask = match algorithm {
        Some(Algorithm::HmacSm3) => KeyAsk::Secret,
        Some(Algorithm::Sm2) => KeyAsk::Public(fields.get("public_key")),
        None => {
            view.algorithm.1 = Some("请选择签名算法。".into());
            KeyAsk::Secret
        }
    };
    let days_wrong = view.overlap.as_ref().is_some_and(|(_, fault)| fault.is_some());
    if view.algorithm.1.is_some() || is_private || days_wrong {
        return desk.show(WRONG, PARTNERS, |ctx| key_form_page(ctx, view));
    }
    let service = &desk.web.service;
    match service.give_partner_key(By::Officer(&desk.officer), partner.id, ask, overlap).await {
        Ok(KeyGiven::Done(key)) => given(&desk, &partner, key),
        Ok(KeyGiven::Refused(error)) => {
            view.public_key.1 = Some(format!("{error}。"));
            desk.show(WRONG, PARTNERS, |ctx| key_form_page(ctx, view))
        }
        Ok(KeyGiven::Conflict) => {
            desk.impossible("原有密钥刚刚被别人撤销，新密钥没有发放。请看过现在的密钥再办。")
        }
        Ok(KeyGiven::NoSuch) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}

/// The one page that shows a secret: the answer to the post, stored nowhere. A public key has nothing to show.
fn given(desk: &Desk, partner: &PartnerRow, key: NewKey) -> Response {
    let path = format!("{PARTNERS}/{}", partner.id);
    let Some(secret) = key.secret else {
        return desk.done(&path, &format!("公钥已登记，密钥编号 {}，请告诉对方。", key.key_id));
    };
    let base = &desk.web.config.server.public_url;
    let view = KeyOnceView {
        partner: partner.name.clone(),
        facts: vec![
            DefinitionView::new("接口地址", format!("{base}/api/v1")),
            DefinitionView::new("接口说明", format!("{base}/api/docs")),
            DefinitionView::new("签名算法", algorithm_words(key.algorithm.word())),
            DefinitionView::new("密钥编号", Cell::Code(key.key_id)),
            DefinitionView::new("密钥", Cell::Code(secret)),
        ],
        path,
    };
    desk.show(StatusCode::OK, PARTNERS, |ctx| key_once_page(ctx, view))
}

fn read_days(typed: &str) -> Option<i64> {
    typed.parse().ok().filter(|days| (1..=MOST_OVERLAP).contains(days))
}

fn days_fault() -> String {
    format!("请填写1–{MOST_OVERLAP}之间的天数。")
}

/// The partner and its key of a path, or the answer that there is none, or that the key is over.
async fn find_key(desk: &Desk, partner: &str, key: &str) -> Result<(PartnerRow, PartnerKeyRow), Response> {
    let partner = find(desk, partner).await?;
    if !key.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(desk.missing());
    }
    let service = &desk.web.service;
    let found = service.db().partner_key(key).await.map_err(|error| desk.failed(error))?;
    match found.filter(|found| found.partner.id == partner.id) {
        None => Err(desk.missing()),
        Some(found) if !found.key.is_good(service.world().now()) => Err(over(desk)),
        Some(found) => Ok((partner, found.key)),
    }
}

fn over(desk: &Desk) -> Response {
    desk.impossible("这把密钥已经撤销或到期。")
}

/// `GET /office/partners/{partner}/keys/{key}/end`
pub(super) async fn ask_end(desk: Desk, Path((partner, key)): Path<(String, String)>) -> Response {
    match find_key(&desk, &partner, &key).await {
        Ok(found) => end_form(&desk, StatusCode::OK, found, (USUAL_OVERLAP.into(), None)),
        Err(response) => response,
    }
}

fn end_form(
    desk: &Desk,
    status: StatusCode,
    (partner, key): (PartnerRow, PartnerKeyRow),
    days: (String, Option<String>),
) -> Response {
    let state = key_state(&key, desk.web.service.world().now());
    let view = KeyEndView {
        facts: vec![
            DefinitionView::new("业务系统", partner.name.as_str()),
            DefinitionView::new("签名算法", algorithm_words(&key.algorithm)),
            DefinitionView::new("状态", state),
        ],
        path: format!("{PARTNERS}/{}", partner.id),
        partner: partner.name,
        key: key.key_id,
        days,
    };
    desk.show(status, PARTNERS, |ctx| key_end_page(ctx, view))
}

/// `POST /office/partners/{partner}/keys/{key}/end`
pub(super) async fn end(Path((partner, key)): Path<(String, String)>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let found = match find_key(&desk, &partner, &key).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let typed = fields.get("days").trim().to_owned();
    let Some(days) = read_days(&typed) else {
        return end_form(&desk, WRONG, found, (typed, Some(days_fault())));
    };
    let id = found.0.id;
    match desk.web.service.end_partner_key(By::Officer(&desk.officer), (id, &key), days).await {
        Ok(KeyEnded::Done(at)) => {
            let said = format!("接口密钥 {key} 将在{}到期。", at.to_china_text());
            desk.done(&format!("{PARTNERS}/{id}"), &said)
        }
        Ok(KeyEnded::Over) => over(&desk),
        Ok(KeyEnded::NoSuch) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}

/// `GET /office/partners/{partner}/keys/{key}/revoke`
pub(super) async fn ask_revoke(desk: Desk, Path((partner, key)): Path<(String, String)>) -> Response {
    match find_key(&desk, &partner, &key).await {
        Ok(found) => revoke_form(&desk, StatusCode::OK, found, (String::new(), None)),
        Err(response) => response,
    }
}

fn revoke_form(
    desk: &Desk,
    status: StatusCode,
    (partner, key): (PartnerRow, PartnerKeyRow),
    (typed, fault): (String, Option<String>),
) -> Response {
    let path = format!("{PARTNERS}/{}", partner.id);
    let field = FieldView::new("reason", "原因").required().max(100).hint("会写入操作记录。");
    let view = ConfirmView {
        title: format!("立即撤销接口密钥 {}？", key.key_id),
        about: partner.name,
        does: vec!["用这把密钥签名的请求从现在起一律拒绝，撤销后不能恢复".into()],
        does_not: vec![
            "其他密钥不受影响；没有其他可用密钥的，请先发放新密钥".into(),
            "已收下的办件和发出的评价链接照旧有效".into(),
        ],
        reason: Some(field.value(typed).error(fault)),
        action: format!("{path}/keys/{}/revoke", key.key_id),
        hidden: Vec::new(),
        act: "立即撤销".into(),
        danger: true,
        cancel: path,
    };
    desk.show(status, PARTNERS, |ctx| confirm_page(ctx, partners_crumbs(), view))
}

/// `POST /office/partners/{partner}/keys/{key}/revoke`
pub(super) async fn revoke(Path((partner, key)): Path<(String, String)>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let found = match find_key(&desk, &partner, &key).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let reason = match reason(&fields) {
        Ok(reason) => reason,
        Err((typed, missing)) => return revoke_form(&desk, WRONG, found, (typed, Some(missing))),
    };
    let id = found.0.id;
    match desk.web.service.revoke_partner_key(By::Officer(&desk.officer), (id, &key), &reason).await {
        Ok(KeyEnded::Done(_)) => desk.done(&format!("{PARTNERS}/{id}"), &format!("接口密钥 {key} 已撤销。")),
        Ok(KeyEnded::Over) => over(&desk),
        Ok(KeyEnded::NoSuch) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}
