//! Shutting a business system out, and letting it in again.

use super::desk::Desk;
use super::partners::find;
use super::post::OfficePost;
use super::reasons::reason;
use app::office::components::{ConfirmView, FieldView, confirm_page};
use app::office::partners::{PARTNERS, partners_crumbs};
use axum::extract::Path;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use storage::PartnerRow;
use usecases::{By, PartnerKept};

/// `GET /office/partners/{partner}/disable` and `…/enable`
pub(super) async fn ask(desk: Desk, uri: Uri, Path(partner): Path<String>) -> Response {
    let disables = uri.path().ends_with("/disable");
    match find(&desk, &partner).await {
        Ok(partner) => form(&desk, StatusCode::OK, disables, &partner, (String::new(), None)),
        Err(response) => response,
    }
}

fn form(
    desk: &Desk,
    status: StatusCode,
    disables: bool,
    partner: &PartnerRow,
    (typed, fault): (String, Option<String>),
) -> Response {
    if partner.disabled_at.is_some() == disables {
        let state = if disables { "已经停用" } else { "正在使用，不必恢复" };
        return desk.impossible(&format!("“{}”{state}。", partner.name));
    }
    let path = format!("{PARTNERS}/{}", partner.id);
    let (act, verb) = if disables { ("停用", "disable") } else { ("恢复", "enable") };
    let (does, does_not): (&[&str], &[&str]) = if disables {
        (
            &["它的请求从现在起一律拒绝，包括正在分批推送的"],
            &["已收下的办件和发出的评价链接照旧有效", "接口密钥不撤销，恢复后照旧可用"],
        )
    } else {
        (&["它可以用未撤销、未到期的密钥推送办件"], &["停用期间被拒绝的请求不会补收，须由对方重新推送"])
    };
    let sentences = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect();
    let field = FieldView::new("reason", "原因").required().max(100).hint("会写入操作记录。");
    let view = ConfirmView {
        title: format!("{act}“{}”？", partner.name),
        about: "业务系统".into(),
        does: sentences(does),
        does_not: sentences(does_not),
        reason: Some(field.value(typed).error(fault)),
        action: format!("{path}/{verb}"),
        hidden: vec![("version".into(), partner.version.to_string())],
        act: format!("{act}业务系统"),
        danger: disables,
        cancel: path,
    };
    desk.show(status, PARTNERS, |ctx| confirm_page(ctx, partners_crumbs(), view))
}

/// `POST /office/partners/{partner}/disable`
pub(super) async fn disable(Path(partner): Path<String>, sent: OfficePost) -> Response {
    act(partner, sent, true).await
}

/// `POST /office/partners/{partner}/enable`
pub(super) async fn enable(Path(partner): Path<String>, sent: OfficePost) -> Response {
    act(partner, sent, false).await
}

async fn act(partner: String, sent: OfficePost, disables: bool) -> Response {
    let (desk, fields) = sent.parts();
    let partner = match find(&desk, &partner).await {
        Ok(partner) => partner,
        Err(response) => return response,
    };
    let reason = match reason(&fields) {
        Ok(reason) => reason,
        Err((typed, missing)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return form(&desk, status, disables, &partner, (typed, Some(missing)));
        }
    };
    let key = (partner.id, fields.get("version").parse().unwrap_or(0));
    match desk.web.service.disable_partner(By::Officer(&desk.officer), key, disables, &reason).await {
        Ok(PartnerKept::Done(now)) => {
            let state = if disables { "停用" } else { "恢复" };
            desk.done(&format!("{PARTNERS}/{}", now.id), &format!("“{}”已{state}。", now.name))
        }
        Ok(PartnerKept::Conflict(now)) => {
            let said = "您打开之后，别人改过这个业务系统。请按现在的内容再确认一次。";
            form(&desk, StatusCode::CONFLICT, disables, &now, (reason, Some(said.into())))
        }
        Ok(_) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}
