//! What is done to an account with a reason and nothing else: asked first, then done. Each act belongs to one
//! administrator; its route says which permission it takes.
//!
//! To add one: a line of [`Act`], what it says in [`Act::words`], what it does in [`act`], its two routes.

use super::accounts::{self, ACCOUNTS, find, refuse, shown_once};
use super::desk::Desk;
use super::post::OfficePost;
use super::reasons::reason;
use super::roles::{self, ROLES};
use app::office::components::{ConfirmView, FieldView, confirm_page};
use axum::extract::Path;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use storage::OfficeAccount;
use usecases::AccountChange;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Disable,
    Enable,
    OneTimePassword,
    ResetSecondFactor,
    Unlock,
    EndSessions,
}

/// What an act says.
struct Words {
    title: &'static str,
    does: &'static [&'static str],
    does_not: &'static [&'static str],
    button: &'static str,
    danger: bool,
    done: &'static str,
}

impl Act {
    /// The act of an address, by its last part.
    fn of(uri: &Uri) -> Option<Act> {
        Some(match uri.path().rsplit('/').next()? {
            "disable" => Act::Disable,
            "enable" => Act::Enable,
            "one-time-password" => Act::OneTimePassword,
            "second-factor" => Act::ResetSecondFactor,
            "unlock" => Act::Unlock,
            "end-sessions" => Act::EndSessions,
            _ => return None,
        })
    }

    /// The list whose administrator does it.
    fn area(self) -> &'static str {
        match self {
            Act::Disable | Act::Enable | Act::OneTimePassword => ACCOUNTS,
            Act::ResetSecondFactor | Act::Unlock | Act::EndSessions => ROLES,
        }
    }

    fn words(self) -> Words {
        match self {
            Act::Disable => Words {
                title: "停用账号",
                does: &["这个人不能再登录，正在进行的登录立即退出"],
                does_not: &["角色和范围保留，恢复后照旧", "做过的事仍记在操作记录里"],
                button: "停用账号",
                danger: true,
                done: "已停用，登录已全部退出。",
            },
            Act::Enable => Words {
                title: "恢复账号",
                does: &["这个人可以用原来的密码登录，角色和范围照旧"],
                does_not: &["岗位有变动的，请安全管理员另行调整角色"],
                button: "恢复账号",
                danger: false,
                done: "已恢复。",
            },
            Act::OneTimePassword => Words {
                title: "发放一次性密码",
                does: &[
                    "原来的密码立即作废，正在进行的登录全部退出",
                    "下一页显示新的一次性密码，只显示一次",
                    "本人登录后必须改密码",
                ],
                does_not: &["动态码、角色、范围不变；手机丢了的，请安全管理员解除动态码绑定"],
                button: "发放密码",
                danger: false,
                done: "",
            },
            Act::ResetSecondFactor => Words {
                title: "解除动态码绑定",
                does: &["原来手机上的动态码作废，正在进行的登录全部退出", "本人下次登录时重新绑定手机"],
                does_not: &["密码不变；密码也忘了的，请系统管理员发放一次性密码"],
                button: "解除绑定",
                danger: true,
                done: "动态码绑定已解除，登录已全部退出。",
            },
            Act::Unlock => Words {
                title: "解除登录锁定",
                does: &["输错次数清零，马上可以再登录"],
                does_not: &["密码和动态码不变"],
                button: "解除锁定",
                danger: false,
                done: "登录锁定已解除。",
            },
            Act::EndSessions => Words {
                title: "退出全部登录",
                does: &["这个账号在所有设备上的登录立即退出"],
                does_not: &["密码、动态码、角色不变，本人可以重新登录"],
                button: "退出全部登录",
                danger: true,
                done: "登录已全部退出。",
            },
        }
    }
}

/// `GET /office/accounts/{account}/disable` and the others.
pub(super) async fn ask(desk: Desk, uri: Uri, Path(account): Path<String>) -> Response {
    let account = match find(&desk, &account).await {
        Ok(account) => account,
        Err(response) => return response,
    };
    match Act::of(&uri) {
        Some(_) if account.id == desk.officer.account_id => refuse(&desk, AccountChange::OwnAccount),
        Some(act) => form(&desk, StatusCode::OK, act, &account, (String::new(), None)),
        None => desk.missing(),
    }
}

fn form(
    desk: &Desk,
    status: StatusCode,
    act: Act,
    account: &OfficeAccount,
    (typed, missing): (String, Option<String>),
) -> Response {
    let words = act.words();
    let path = format!("{}/{}", act.area(), account.id);
    let sentences = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect();
    let field = FieldView::new("reason", "原因").required().max(100).hint("会写入操作记录。");
    let verb = verb(act);
    let view = ConfirmView {
        title: format!("{}：{}？", words.title, account.name),
        about: format!(
            "账号 {} · {}",
            account.login,
            super::account_words::role_label(account.role.as_deref())
        ),
        does: sentences(words.does),
        does_not: sentences(words.does_not),
        reason: Some(field.value(typed).error(missing)),
        action: format!("{path}/{verb}"),
        hidden: vec![("version".into(), account.version.to_string())],
        act: words.button.into(),
        danger: words.danger,
        cancel: path,
    };
    let crumbs = if act.area() == ACCOUNTS { accounts::crumbs() } else { roles::crumbs() };
    desk.show(status, act.area(), |ctx| confirm_page(ctx, crumbs, view))
}

fn verb(act: Act) -> &'static str {
    match act {
        Act::Disable => "disable",
        Act::Enable => "enable",
        Act::OneTimePassword => "one-time-password",
        Act::ResetSecondFactor => "second-factor",
        Act::Unlock => "unlock",
        Act::EndSessions => "end-sessions",
    }
}

/// `POST /office/accounts/{account}/disable` and the others.
pub(super) async fn act(uri: Uri, Path(account): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let account = match find(&desk, &account).await {
        Ok(account) => account,
        Err(response) => return response,
    };
    let Some(act) = Act::of(&uri) else { return desk.missing() };
    let reason = match reason(&fields) {
        Ok(reason) => reason,
        Err((typed, missing)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return form(&desk, status, act, &account, (typed, Some(missing)));
        }
    };
    let version = fields.get("version").parse().unwrap_or(0);
    let (service, officer, id) = (&desk.web.service, &desk.officer, account.id);
    let change = match act {
        Act::Disable => service.disable_account(officer, (id, version), true, &reason).await,
        Act::Enable => service.disable_account(officer, (id, version), false, &reason).await,
        Act::ResetSecondFactor => service.reset_second_factor(officer, id, &reason).await,
        Act::Unlock => service.unlock_account(officer, id, &reason).await,
        Act::EndSessions => service.end_sessions(officer, id, &reason).await,
        Act::OneTimePassword => match service.give_one_time_password(officer, id, &reason).await {
            Ok(Ok(made)) => return shown_once(&desk, &account.name, made),
            Ok(Err(change)) => Ok(change),
            Err(error) => Err(error),
        },
    };
    match change {
        Ok(AccountChange::Done) => {
            let said = format!("“{}”{}", account.name, act.words().done);
            desk.done(&format!("{}/{id}", act.area()), &said)
        }
        Ok(AccountChange::Conflict) => {
            let said = "您打开之后，别人改过这个账号。请按现在的内容再确认一次。";
            form(&desk, StatusCode::CONFLICT, act, &account, (reason, Some(said.into())))
        }
        Ok(change) => refuse(&desk, change),
        Err(error) => desk.failed(error),
    }
}
