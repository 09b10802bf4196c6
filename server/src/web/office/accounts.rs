//! `/office/accounts`: the system administrator's work. She makes accounts that can do nothing, names and disables
//! them, and gives one-time passwords. What an account may do is given at `/office/roles`, by somebody else.

use super::account_words::{facts, filter, list as list_parts};
use super::desk::Desk;
use super::page::history;
use super::post::OfficePost;
use super::reasons::row_id;
use app::office::accounts::{
    AccountFormView, OneTimePasswordView, account_form_page, one_time_password_page,
};
use app::office::components::{Cell, DefinitionView, EmptyView, home_crumb};
use app::office::plain::{ActView, ListView, ThingView, list_page, thing_page};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::DisplayName;
use domain::name::PERSON;
use storage::OfficeAccount;
use usecases::{AccountChange, OneTimePassword, is_login};

/// The list.
pub(super) const ACCOUNTS: &str = "/office/accounts";

/// The way to a page below the list.
pub(super) fn crumbs() -> Vec<(String, String)> {
    let mut crumbs = home_crumb();
    crumbs.push(("账号".to_owned(), ACCOUNTS.to_owned()));
    crumbs
}

/// `GET /office/accounts`
pub(super) async fn list(desk: Desk) -> Response {
    let query = desk.list(ACCOUNTS);
    let service = &desk.web.service;
    let found = service.list_accounts(&query.listing(&desk.officer.scope), &filter(&query)).await;
    let found = match found {
        Ok(found) => found,
        Err(error) => return desk.failed(error),
    };
    let empty = EmptyView {
        title: "还没有账号".into(),
        text: "建好账号，再请安全管理员授予角色和范围。".into(),
        action: Some(("新增账号".into(), format!("{ACCOUNTS}/new"))),
    };
    let (bar, table) = list_parts(&query, ACCOUNTS, found, empty, service.world().now());
    let view = ListView {
        title: "账号".into(),
        lead: "一人一号。新账号由安全管理员授予角色和范围后才能办事。".into(),
        crumbs: home_crumb(),
        acts: vec![ActView::main("新增账号", format!("{ACCOUNTS}/new"))],
        filter: Some(bar),
        table,
        ..ListView::default()
    };
    desk.show(StatusCode::OK, ACCOUNTS, |ctx| list_page(ctx, view))
}

/// `GET /office/accounts/{account}`
pub(super) async fn show(desk: Desk, Path(account): Path<String>) -> Response {
    let account = match find(&desk, &account).await {
        Ok(account) => account,
        Err(response) => return response,
    };
    let service = &desk.web.service;
    let found = async {
        let past = service.acts_on_account(account.id).await?;
        Ok((past, service.live_sessions(account.id).await?))
    };
    let (past, sessions) = match found.await {
        Ok(found) => found,
        Err(error) => return desk.failed(error),
    };
    let path = format!("{ACCOUNTS}/{}", account.id);
    let is_own = account.id == desk.officer.account_id;
    let toggle = if account.disabled_at.is_none() { ("停用", "disable") } else { ("恢复", "enable") };
    let acts = vec![
        ActView::main("发放一次性密码", format!("{path}/one-time-password")),
        ActView::other("改姓名", format!("{path}/edit")),
        ActView::other(toggle.0, format!("{path}/{}", toggle.1)),
    ];
    let view = ThingView {
        title: account.name.clone(),
        crumbs: crumbs(),
        // One's own account is changed by another administrator.
        acts: if is_own { Vec::new() } else { acts },
        facts: facts(&account, sessions, service.world().now()),
        past: Some(history::timeline(past)),
        ..ThingView::default()
    };
    desk.show(StatusCode::OK, ACCOUNTS, |ctx| thing_page(ctx, view))
}

/// `GET /office/accounts/new`
pub(super) async fn ask_new(desk: Desk) -> Response {
    desk.show(StatusCode::OK, ACCOUNTS, |ctx| account_form_page(ctx, blank()))
}

fn blank() -> AccountFormView {
    AccountFormView {
        action: format!("{ACCOUNTS}/new"),
        cancel: ACCOUNTS.into(),
        crumbs: crumbs(),
        ..AccountFormView::default()
    }
}

/// `POST /office/accounts/new`
pub(super) async fn create(sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let mut view = blank();
    view.login.0 = fields.get("login").trim().to_lowercase();
    if !is_login(&view.login.0) {
        view.login.1 = Some("账号应为3–32个小写字母、数字、点、横线或下划线。".into());
    }
    let name = read_name(fields.get("name"), &mut view);
    let (Some(name), None) = (name, &view.login.1) else {
        return desk.show(StatusCode::UNPROCESSABLE_ENTITY, ACCOUNTS, |ctx| account_form_page(ctx, view));
    };
    match desk.web.service.create_account(&desk.officer, &view.login.0, &name).await {
        Ok(Some(made)) => shown_once(&desk, &name, made),
        Ok(None) => {
            view.login.1 = Some("这个账号已经有了，请换一个。".into());
            desk.show(StatusCode::UNPROCESSABLE_ENTITY, ACCOUNTS, |ctx| account_form_page(ctx, view))
        }
        Err(error) => desk.failed(error),
    }
}

/// The one page that shows the password. It is the answer to the post and stored nowhere: no address leads back
/// to it, and no browser or proxy may keep it (`Cache-Control: no-store`, as on every page of ours).
pub(super) fn shown_once(desk: &Desk, name: &str, made: OneTimePassword) -> Response {
    let view = OneTimePasswordView {
        name: name.to_owned(),
        facts: vec![
            DefinitionView::new("登录网址", format!("{}/office", desk.web.config.server.public_url)),
            DefinitionView::new("账号", Cell::Code(made.login)),
            DefinitionView::new("一次性密码", Cell::Code(made.password)),
        ],
        crumbs: crumbs(),
        back: format!("{ACCOUNTS}/{}", made.account_id),
    };
    desk.show(StatusCode::OK, ACCOUNTS, |ctx| one_time_password_page(ctx, view))
}

/// `GET /office/accounts/{account}/edit`
pub(super) async fn ask_name(desk: Desk, Path(account): Path<String>) -> Response {
    match find(&desk, &account).await {
        Ok(account) => {
            let view = name_form(&account);
            desk.show(StatusCode::OK, ACCOUNTS, |ctx| account_form_page(ctx, view))
        }
        Err(response) => response,
    }
}

fn name_form(account: &OfficeAccount) -> AccountFormView {
    let path = format!("{ACCOUNTS}/{}", account.id);
    AccountFormView {
        of: Some(account.login.clone()),
        name: (account.name.clone(), None),
        version: account.version,
        action: format!("{path}/edit"),
        cancel: path,
        crumbs: crumbs(),
        ..AccountFormView::default()
    }
}

/// `POST /office/accounts/{account}/edit`
pub(super) async fn rename(Path(account): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let account = match find(&desk, &account).await {
        Ok(account) => account,
        Err(response) => return response,
    };
    let mut view = name_form(&account);
    let Some(name) = read_name(fields.get("name"), &mut view) else {
        return desk.show(StatusCode::UNPROCESSABLE_ENTITY, ACCOUNTS, |ctx| account_form_page(ctx, view));
    };
    let version = fields.get("version").parse().unwrap_or(0);
    match desk.web.service.rename_account(&desk.officer, (account.id, version), &name).await {
        Ok(AccountChange::Done) => {
            desk.done(&format!("{ACCOUNTS}/{}", account.id), &format!("姓名已改为“{name}”。"))
        }
        Ok(AccountChange::Conflict) => {
            view.name.1 = Some(format!(
                "您打开之后，别人改过这个账号，现在的姓名是“{}”。请核对后再保存。",
                account.name
            ));
            desk.show(StatusCode::CONFLICT, ACCOUNTS, |ctx| account_form_page(ctx, view))
        }
        Ok(change) => refuse(&desk, change),
        Err(error) => desk.failed(error),
    }
}

/// What cannot be done to this account, in a sentence.
pub(super) fn refuse(desk: &Desk, change: AccountChange) -> Response {
    match change {
        AccountChange::OwnAccount => desk.impossible("不能用这里的办法改自己的账号，请另一位管理员办理。"),
        AccountChange::ScopeWrong => desk.impossible("这个角色不能授予这样的范围。"),
        AccountChange::NoSuch | AccountChange::Done | AccountChange::Conflict => desk.missing(),
    }
}

/// The account of a path, or the answer that there is none.
pub(super) async fn find(desk: &Desk, account: &str) -> Result<OfficeAccount, Response> {
    let Some(id) = row_id(account) else { return Err(desk.missing()) };
    match desk.web.service.office_account(id).await {
        Ok(Some(account)) => Ok(account),
        Ok(None) => Err(desk.missing()),
        Err(error) => Err(desk.failed(error)),
    }
}

fn read_name(typed: &str, view: &mut AccountFormView) -> Option<String> {
    match DisplayName::parse(typed, PERSON) {
        Ok(name) => {
            view.name = (name.as_str().to_owned(), None);
            Some(name.as_str().to_owned())
        }
        Err(error) => {
            view.name = (typed.trim().to_owned(), Some(format!("{error}。")));
            None
        }
    }
}
