//! `/office/roles`: the security administrator's work. She gives accounts their role and scope, and ends what a
//! lost phone or a change of post makes dangerous. She cannot make an account, nor give a password.

use super::account_words::{facts, filter, grant_facts, list as list_parts, role_label, scope_words};
use super::accounts::{find, refuse};
use super::desk::Desk;
use super::page::history;
use super::post::OfficePost;
use super::reasons::reason;
use app::components::Tone;
use app::office::components::{Cell, ChoiceView, ColumnView, EmptyView, RowView, home_crumb};
use app::office::plain::{ActView, ListView, NoteView, ThingView, list_page, thing_page};
use app::office::roles::{
    ChoosePlaceView, ConfirmGrantView, GrantView, choose_place_page, choose_role_page, confirm_grant_page,
    matrix_page,
};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Permission, Role, RolePlace};
use storage::{Grant, OfficeAccount, StorageResult};
use usecases::{AccountChange, place_kind};

/// The list.
pub(super) const ROLES: &str = "/office/roles";
/// Places shown at once.
const FOUND: i64 = 20;
/// What stands for taking the role away.
const NO_ROLE: &str = "none";

/// The way to a page below the list.
pub(super) fn crumbs() -> Vec<(String, String)> {
    let mut crumbs = home_crumb();
    crumbs.push(("角色".to_owned(), ROLES.to_owned()));
    crumbs
}

/// `GET /office/roles`
pub(super) async fn list(desk: Desk) -> Response {
    let query = desk.list(ROLES);
    let service = &desk.web.service;
    let found = service.list_accounts(&query.listing(&desk.officer.scope), &filter(&query)).await;
    let found = match found {
        Ok(found) => found,
        Err(error) => return desk.failed(error),
    };
    let empty = EmptyView {
        title: "还没有账号".into(),
        text: "账号由系统管理员建立，建好后在这里授予角色和范围。".into(),
        action: None,
    };
    let (bar, table) = list_parts(&query, ROLES, found, empty, service.world().now());
    let view = ListView {
        title: "角色".into(),
        lead: "选一个账号，授予角色和范围。每次授予都要写明依据。".into(),
        crumbs: home_crumb(),
        acts: vec![
            ActView::other("尚未授予的", format!("{ROLES}?role=none")),
            ActView::other("角色权限一览", format!("{ROLES}/matrix")),
        ],
        filter: Some(bar),
        table,
        ..ListView::default()
    };
    desk.show(StatusCode::OK, ROLES, |ctx| list_page(ctx, view))
}

/// `GET /office/roles/{account}`
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
    let path = format!("{ROLES}/{}", account.id);
    let acts = vec![
        ActView::main("授予角色", format!("{path}/grant")),
        ActView::other("解除动态码绑定", format!("{path}/second-factor")),
        ActView::other("解除登录锁定", format!("{path}/unlock")),
        ActView::other("退出全部登录", format!("{path}/end-sessions")),
    ];
    let is_own = account.id == desk.officer.account_id;
    let view = ThingView {
        title: account.name.clone(),
        crumbs: crumbs(),
        acts: if is_own { Vec::new() } else { acts },
        facts: facts(&account, sessions, service.world().now()),
        past: Some(history::timeline(past)),
        ..ThingView::default()
    };
    desk.show(StatusCode::OK, ROLES, |ctx| thing_page(ctx, view))
}

/// `GET /office/roles/{account}/grant`: asks for the role, then for the place, then for the reason; what was
/// chosen so far stands in the address.
pub(super) async fn ask_grant(desk: Desk, Path(account): Path<String>) -> Response {
    let account = match find(&desk, &account).await {
        Ok(account) => account,
        Err(response) => return response,
    };
    if account.id == desk.officer.account_id {
        return refuse(&desk, AccountChange::OwnAccount);
    }
    let path = format!("{ROLES}/{}/grant", account.id);
    let query = desk.list(&path);
    let chosen = Chosen { role: query.get("role").into(), place: query.get("place").into() };
    step(&desk, &account, chosen, query.get("q"), StatusCode::OK, (String::new(), None)).await
}

/// Role and place as chosen so far.
struct Chosen {
    role: String,
    place: String,
}

async fn step(
    desk: &Desk,
    account: &OfficeAccount,
    chosen: Chosen,
    words: &str,
    status: StatusCode,
    reason: (String, Option<String>),
) -> Response {
    let view = GrantView {
        name: format!("{}（{}）", account.name, account.login),
        crumbs: crumbs(),
        action: format!("{ROLES}/{}/grant", account.id),
        cancel: format!("{ROLES}/{}", account.id),
    };
    if chosen.role == NO_ROLE {
        return confirm(desk, account, view, chosen, Grant::default(), status, reason).await;
    }
    let Some(role) = Role::from_word(&chosen.role) else { return choose_role(desk, account, view, &chosen) };
    let missing = match grant_of(desk, role, &chosen.place).await {
        Ok(Some(grant)) => return confirm(desk, account, view, chosen, grant, status, reason).await,
        Ok(None) if chosen.place.is_empty() => None,
        Ok(None) => Some("没有这个选项，或已停用，请重新选择。".to_owned()),
        Err(error) => return desk.failed(error),
    };
    let status = if missing.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { status };
    let mut found = match desk.web.service.places_for(role, words, FOUND + 1).await {
        Ok(found) => found,
        Err(error) => return desk.failed(error),
    };
    let more = found.len() as i64 > FOUND;
    found.truncate(FOUND as usize);
    let place = ChoosePlaceView {
        label: place_label(role),
        role: chosen.role,
        role_label: format!("角色：{}", role.label()),
        words: words.to_owned(),
        found: found
            .into_iter()
            .map(|c| ChoiceView {
                hint: Some(c.above).filter(|above| !above.is_empty()),
                ..ChoiceView::new(c.place, c.name)
            })
            .collect(),
        more,
        missing,
    };
    desk.show(status, ROLES, |ctx| choose_place_page(ctx, view, place))
}

/// The grant of a role and a place; a role of the city takes no place.
async fn grant_of(desk: &Desk, role: Role, place: &str) -> StorageResult<Option<Grant>> {
    if place_kind(role).is_some() && place.is_empty() {
        return Ok(None);
    }
    desk.web.service.grant_for(role, place).await
}

fn choose_role(desk: &Desk, account: &OfficeAccount, view: GrantView, chosen: &Chosen) -> Response {
    let missing = (!chosen.role.is_empty()).then(|| "没有这个角色，请重新选择。".to_owned());
    let status = if missing.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut roles: Vec<ChoiceView> = Role::ALL
        .map(|role| ChoiceView {
            hint: Some(format!("范围：{}", place_label(role))),
            ..ChoiceView::new(role.word(), role.label())
        })
        .to_vec();
    if account.role.is_some() {
        roles.push(ChoiceView {
            hint: Some("账号保留，什么也不能做".into()),
            ..ChoiceView::new(NO_ROLE, "收回角色")
        });
    }
    let now = account.role.clone().unwrap_or_default();
    desk.show(status, ROLES, |ctx| choose_role_page(ctx, view, roles, now, missing))
}

async fn confirm(
    desk: &Desk,
    account: &OfficeAccount,
    view: GrantView,
    chosen: Chosen,
    grant: Grant,
    status: StatusCode,
    reason: (String, Option<String>),
) -> Response {
    let names = match desk.web.service.names_of_scope(&grant).await {
        Ok(names) => names,
        Err(error) => return desk.failed(error),
    };
    let now = Grant { role: account.role.clone(), ..Grant::default() };
    let needs_place = Role::from_word(&chosen.role).and_then(place_kind).is_some();
    let note = (status == StatusCode::CONFLICT).then(|| NoteView {
        tone: Tone::Warn,
        title: "您打开之后，别人改过这个账号".into(),
        text: "请按现在的内容再核对一次。".into(),
    });
    let confirm = ConfirmGrantView {
        before: grant_facts(&now, &account.names),
        after: grant_facts(&grant, &names),
        again: needs_place.then(|| format!("{}?role={}", view.action, chosen.role)),
        revokes: grant.role.is_none(),
        hidden: vec![
            ("role".into(), chosen.role),
            ("place".into(), chosen.place),
            ("version".into(), account.version.to_string()),
        ],
        reason,
        note,
    };
    desk.show(status, ROLES, |ctx| confirm_grant_page(ctx, view, confirm))
}

/// `POST /office/roles/{account}/grant`
pub(super) async fn grant(Path(account): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let account = match find(&desk, &account).await {
        Ok(account) => account,
        Err(response) => return response,
    };
    let chosen = Chosen { role: fields.get("role").into(), place: fields.get("place").into() };
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    let grant = match Role::from_word(&chosen.role) {
        _ if chosen.role == NO_ROLE => Some(Grant::default()),
        None => None,
        Some(role) => match grant_of(&desk, role, &chosen.place).await {
            Ok(grant) => grant,
            Err(error) => return desk.failed(error),
        },
    };
    let Some(grant) = grant else {
        return step(&desk, &account, chosen, "", wrong, (String::new(), None)).await;
    };
    let reason = match reason(&fields) {
        Ok(reason) => reason,
        Err((typed, missing)) => {
            return step(&desk, &account, chosen, "", wrong, (typed, Some(missing))).await;
        }
    };
    let version = fields.get("version").parse().unwrap_or(0);
    match desk.web.service.grant_role(&desk.officer, (account.id, version), &grant, &reason).await {
        Ok(AccountChange::Done) => {
            let names = desk.web.service.names_of_scope(&grant).await.unwrap_or_default();
            let role = grant.role.as_deref();
            let said = match role {
                Some(_) => format!(
                    "“{}”现在是{}，范围：{}。原来的登录已全部退出。",
                    account.name,
                    role_label(role),
                    scope_words(role, &names)
                ),
                None => format!("“{}”的角色已收回，登录已全部退出。", account.name),
            };
            desk.done(&format!("{ROLES}/{}", account.id), &said)
        }
        Ok(AccountChange::Conflict) => {
            step(&desk, &account, chosen, "", StatusCode::CONFLICT, (reason, None)).await
        }
        Ok(change) => refuse(&desk, change),
        Err(error) => desk.failed(error),
    }
}

/// What a role's scope names.
fn place_label(role: Role) -> &'static str {
    match role.place() {
        RolePlace::City => "全市",
        RolePlace::District => "区县或功能区",
        RolePlace::Town => "镇街",
        RolePlace::Village => "村（社区）",
        RolePlace::Department => "部门",
        RolePlace::Hall => "大厅",
        RolePlace::Person => "工作人员本人",
    }
}

/// `GET /office/roles/matrix`
pub(super) async fn matrix(desk: Desk) -> Response {
    let mut head = vec![ColumnView::new("权限")];
    head.extend(Role::ALL.map(|role| ColumnView::new(role.label())));
    let may = |role: Role, right: Permission| match role.may(right) {
        true => Cell::Badge { text: "可以".into(), tone: Tone::Done },
        false => Cell::Muted("—".into()),
    };
    let mut rows: Vec<RowView> = RIGHTS
        .iter()
        .map(|(right, label)| RowView {
            cells: std::iter::once(Cell::from(*label))
                .chain(Role::ALL.map(|role| may(role, *right)))
                .collect(),
            ..RowView::default()
        })
        .collect();
    let place = Role::ALL.map(|role| Cell::from(place_label(role)));
    rows.push(RowView {
        cells: std::iter::once(Cell::from("范围")).chain(place).collect(),
        ..RowView::default()
    });
    let factor = Role::ALL.map(|role| Cell::from(if role.needs_second_factor() { "须用" } else { "—" }));
    rows.push(RowView {
        cells: std::iter::once(Cell::from("动态码")).chain(factor).collect(),
        ..RowView::default()
    });
    desk.show(StatusCode::OK, ROLES, |ctx| matrix_page(ctx, crumbs(), head, rows))
}

/// Every right in words, in the order of the table. A test finds one that is missing.
const RIGHTS: &[(Permission, &str)] = &[
    (Permission::OwnAccount, "管理自己的密码和登录"),
    (Permission::ViewPlaces, "查看区划、部门、大厅、窗口、事项"),
    (Permission::EditDivisions, "修改区划"),
    (Permission::EditDepartments, "修改部门"),
    (Permission::EditHalls, "修改大厅"),
    (Permission::EditWindows, "修改窗口"),
    (Permission::ViewStaff, "查看人员和值班"),
    (Permission::EditStaff, "修改人员"),
    (Permission::EditShifts, "修改值班"),
    (Permission::SitAtWindow, "在窗口到岗、离岗"),
    (Permission::EditItems, "修改事项"),
    (Permission::MakePlates, "制作台牌"),
    (Permission::EditCalendar, "导入放假安排"),
    (Permission::EditRetention, "设定个人信息保存期限"),
    (Permission::ManageAccounts, "建立、停用账号，发放一次性密码"),
    (Permission::GrantRoles, "授予角色和范围"),
    (Permission::ReadAudit, "查看、导出操作记录"),
    (Permission::ViewPersonal, "查看办事人手机号（每次须写原因）"),
    (Permission::ManagePartners, "管理业务系统和接口密钥"),
    (Permission::LeadToProvince, "设定转到省系统评价的范围"),
    (Permission::ViewOrders, "查看差评整改单"),
    (Permission::HandleOrders, "办理差评整改单"),
    (Permission::DecideOrders, "审核不予采纳和延期，督办办结"),
    (Permission::CallBack, "电话回访"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_every_right_of_every_role() {
        for role in Role::ALL {
            for right in role.rights() {
                assert!(RIGHTS.iter().any(|(known, _)| known == right), "{right:?} has no words");
            }
        }
    }
}
