//! One's own account: password, second factor, sessions.

use super::page::{self, context, done, outside, refused};
use super::post::OfficePost;
use crate::web::{AppState, RequestId};
use app::office::{
    ChangePasswordView, CodeProblem, EnrolView, PasswordReason, SessionView, SessionsView,
    change_password_page, enrol_page, sessions_page,
};
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::Millis;
use qrcode::QrCode;
use qrcode::render::svg;
use usecases::password::PasswordError;
use usecases::{Duty, OfferedFactor, Officer, PasswordChange};

/// `GET /office/password`
pub(super) async fn password(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    headers: HeaderMap,
) -> Response {
    password_form(&web, &headers, &officer, StatusCode::OK, ChangePasswordView::default())
}

/// `POST /office/password`
pub(super) async fn change_password(sent: OfficePost) -> Response {
    let OfficePost { web, id, headers, officer, fields } = sent;
    let (present, new, again) = (fields.get("current"), fields.get("new"), fields.get("again"));
    let said = |sentence: &str| Some(sentence.to_owned());
    let view = match web.service.change_password(&officer, present, new, again).await {
        Ok(PasswordChange::Done) => return done(&web, "/office", "密码已修改，其他设备上的登录已退出。"),
        Ok(PasswordChange::PresentWrong) => ChangePasswordView {
            current_error: said("现在的密码不对，请核对。"),
            ..ChangePasswordView::default()
        },
        Ok(PasswordChange::Refused(PasswordError::Differs)) => ChangePasswordView {
            again_error: said("两次输入的新密码不一样。"),
            ..ChangePasswordView::default()
        },
        Ok(PasswordChange::Refused(error)) => {
            ChangePasswordView { new_error: said(sentence(error)), ..ChangePasswordView::default() }
        }
        Err(error) => return refused::storage(&web, &headers, &officer, error, id),
    };
    password_form(&web, &headers, &officer, StatusCode::UNPROCESSABLE_ENTITY, view)
}

fn password_form(
    web: &AppState,
    headers: &HeaderMap,
    officer: &Officer,
    status: StatusCode,
    view: ChangePasswordView,
) -> Response {
    let rules = [
        "10 到 128 个字符",
        "大写字母、小写字母、数字、其他符号中至少三种",
        "不含账号名，不用连续或重复的字符",
    ];
    let view = ChangePasswordView {
        reason: (officer.duty == Duty::ChangePassword).then_some(PasswordReason::First),
        rules: rules.map(str::to_owned).to_vec(),
        action: "/office/password".into(),
        ..view
    };
    let ctx = context(web, headers, officer, "/office/password");
    page::page(web, status, headers, || change_password_page(ctx, view))
}

fn sentence(error: PasswordError) -> &'static str {
    match error {
        PasswordError::Length => "新密码应为 10 到 128 个字符。",
        PasswordError::Simple => "新密码太简单：大写字母、小写字母、数字、其他符号中至少用三种。",
        PasswordError::HoldsLogin => "新密码里不能有账号名。",
        PasswordError::Guessable => "新密码里连续或重复的字符太多，容易被猜到。",
        PasswordError::Same => "新密码与现在的密码相同，请换一个。",
        PasswordError::Differs => "两次输入的新密码不一样。",
    }
}

/// `GET /office/second-factor`
pub(super) async fn second_factor(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    headers: HeaderMap,
) -> Response {
    let offered = web.service.offer_second_factor(&officer, web.config.host());
    factor_form(&web, &headers, &officer, StatusCode::OK, offered, None)
}

/// `POST /office/second-factor`
pub(super) async fn set_up_second_factor(sent: OfficePost) -> Response {
    let OfficePost { web, id, headers, officer, fields } = sent;
    let (sealed, code) = (fields.get("sealed"), fields.get("code"));
    match web.service.set_up_second_factor(&officer, sealed, code).await {
        Ok(true) => done(&web, "/office", "动态码已绑定，下次登录时需要输入。"),
        Ok(false) => {
            let host = web.config.host();
            let offered = web.service.offer_again(&officer, host, sealed);
            let offered = offered.unwrap_or_else(|| web.service.offer_second_factor(&officer, host));
            let problem = if code.trim().is_empty() { CodeProblem::Missing } else { CodeProblem::Wrong };
            factor_form(&web, &headers, &officer, StatusCode::UNPROCESSABLE_ENTITY, offered, Some(problem))
        }
        Err(error) => refused::storage(&web, &headers, &officer, error, id),
    }
}

fn factor_form(
    web: &AppState,
    headers: &HeaderMap,
    officer: &Officer,
    status: StatusCode,
    offered: OfferedFactor,
    problem: Option<CodeProblem>,
) -> Response {
    let qr_svg = QrCode::new(&offered.url)
        .map(|code| code.render::<svg::Color>().min_dimensions(220, 220).build())
        .unwrap_or_default();
    let view = EnrolView {
        account: officer.login.clone(),
        qr_svg: qr_svg.split_once("?>").map_or(qr_svg.clone(), |(_, svg)| svg.to_owned()),
        secret: offered.typed,
        sealed: offered.sealed,
        action: "/office/second-factor".into(),
        csrf: web.service.csrf_token(officer),
        problem,
    };
    let ctx = outside(web, headers, "/office/second-factor");
    page::page(web, status, headers, || enrol_page(ctx.page, view))
}

/// `GET /office/sessions`
pub(super) async fn sessions(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
) -> Response {
    let rows = match web.service.own_sessions(&officer).await {
        Ok(rows) => rows,
        Err(error) => return refused::storage(&web, &headers, &officer, error, id),
    };
    let mut sessions: Vec<SessionView> = rows
        .into_iter()
        .map(|row| SessionView {
            id: row.id.to_string(),
            device: row.agent,
            since: Millis(row.created_at).to_china_text(),
            last_seen: Millis(row.seen_at).to_china_text(),
            current: row.id == officer.session_id,
        })
        .collect();
    sessions.sort_by_key(|session| !session.current);
    let view = SessionsView {
        sessions,
        revoke: "/office/sessions/end".into(),
        revoke_others: "/office/sessions/end-others".into(),
    };
    let ctx = context(&web, &headers, &officer, "/office/sessions");
    page::page(&web, StatusCode::OK, &headers, || sessions_page(ctx, view))
}

/// `POST /office/sessions/end`
pub(super) async fn end_session(sent: OfficePost) -> Response {
    let OfficePost { web, id, headers, officer, fields } = sent;
    let session = fields.get("session").parse().unwrap_or(0);
    match web.service.end_own_session(&officer, session).await {
        Ok(true) => done(&web, "/office/sessions", "已退出那台设备上的登录。"),
        Ok(false) => refused::not_found(&web, &headers, &officer),
        Err(error) => refused::storage(&web, &headers, &officer, error, id),
    }
}

/// `POST /office/sessions/end-others`
pub(super) async fn end_others(sent: OfficePost) -> Response {
    let OfficePost { web, id, headers, officer, .. } = sent;
    match web.service.end_own_other_sessions(&officer).await {
        Ok(()) => done(&web, "/office/sessions", "其他设备上的登录都已退出。"),
        Err(error) => refused::storage(&web, &headers, &officer, error, id),
    }
}
