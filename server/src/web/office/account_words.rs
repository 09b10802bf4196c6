//! An account in words, the same on the pages of both its administrators.

use super::list::ListQuery;
use app::components::Tone;
use app::office::components::{
    Cell, ChoiceView, ColumnView, DefinitionView, EmptyView, FilterSelect, RowView, TableView,
};
use domain::{Millis, Role};
use storage::{AccountFilter, Grant, OfficeAccount, PlaceNames};

const STATES: [(&str, &str); 4] =
    [("open", "使用中"), ("disabled", "已停用"), ("new", "一次性密码未改"), ("never", "从未登录")];

/// What the role is called.
pub(super) fn role_label(role: Option<&str>) -> &'static str {
    match role {
        None => "尚未授予",
        Some(word) => Role::from_word(word).map_or("已取消的角色", Role::label),
    }
}

/// The scope in words; the city for roles without a place, nothing without a role.
pub(super) fn scope_words(role: Option<&str>, names: &PlaceNames) -> String {
    if role.is_none() {
        return String::new();
    }
    let person = names.staff.as_ref().map(|name| match &names.staff_number {
        Some(number) => format!("{name}（{number}）"),
        None => name.clone(),
    });
    let parts: Vec<String> = [names.division.clone(), names.department.clone(), names.hall.clone(), person]
        .into_iter()
        .flatten()
        .collect();
    if parts.is_empty() { "全市".to_owned() } else { parts.join(" · ") }
}

/// Role and scope as facts.
pub(super) fn grant_facts(grant: &Grant, names: &PlaceNames) -> Vec<DefinitionView> {
    let role = grant.role.as_deref();
    vec![
        DefinitionView::new("角色", role_label(role)),
        DefinitionView::new("范围", Cell::Muted(scope_words(role, names))),
    ]
}

/// The state as a word.
pub(super) fn state(account: &OfficeAccount, now: Millis) -> Cell {
    let (text, tone) = if account.disabled_at.is_some() {
        ("已停用", Tone::Quiet)
    } else if account.locked_until.is_some_and(|until| until > now.0) {
        ("暂时锁定", Tone::Error)
    } else if account.must_change {
        ("一次性密码未改", Tone::Warn)
    } else {
        ("使用中", Tone::Done)
    };
    Cell::Badge { text: text.into(), tone }
}

/// What is known of an account.
pub(super) fn facts(account: &OfficeAccount, sessions: i64, now: Millis) -> Vec<DefinitionView> {
    let time = |at: Option<i64>| Cell::Muted(at.map(|at| Millis(at).to_china_text()).unwrap_or_default());
    let role = account.role.as_deref();
    let factor = match (account.has_second_factor, role.and_then(Role::from_word)) {
        (true, _) => "已绑定",
        (false, Some(role)) if role.needs_second_factor() => "未绑定，下次登录时须绑定",
        (false, _) => "未绑定",
    };
    let lock = account.locked_until.filter(|until| *until > now.0);
    vec![
        DefinitionView::new("账号", Cell::Code(account.login.clone())),
        DefinitionView::new("姓名", account.name.clone()),
        DefinitionView::new("状态", state(account, now)),
        DefinitionView::new("角色", role_label(role)),
        DefinitionView::new("范围", Cell::Muted(scope_words(role, &account.names))),
        DefinitionView::new("动态码", factor),
        DefinitionView::new("锁定至", time(lock)),
        DefinitionView::new("正在登录", format!("{sessions} 处")),
        DefinitionView::new("最近登录", time(account.signed_in_at)),
        DefinitionView::new("建立时间", time(Some(account.created_at))),
    ]
}

/// What the list is narrowed by.
pub(super) fn filter(query: &ListQuery) -> AccountFilter {
    let role = match query.get("role") {
        "" => None,
        "none" => Some(String::new()),
        word => Some(word.to_owned()),
    };
    let state = STATES.iter().find(|(word, _)| *word == query.get("state"));
    AccountFilter { role, state: state.map(|(word, _)| (*word).to_owned()) }
}

/// The filter bar and the table; a row leads to `{area}/{account}`.
pub(super) fn list(
    query: &ListQuery,
    area: &str,
    (accounts, total): (Vec<OfficeAccount>, i64),
    empty: EmptyView,
    now: Millis,
) -> (app::office::components::FilterView, TableView) {
    let roles: Vec<ChoiceView> = std::iter::once(ChoiceView::new("none", "尚未授予"))
        .chain(Role::ALL.map(|role| ChoiceView::new(role.word(), role.label())))
        .collect();
    let states = STATES.map(|(word, label)| ChoiceView::new(word, label)).to_vec();
    let set = |name: &'static str, label: &str, choices: &[ChoiceView]| {
        let chosen = choices.iter().find(|c| c.value == query.get(name));
        chosen.map(|choice| (name, format!("{label}：{}", choice.label)))
    };
    let active = [set("role", "角色", &roles), set("state", "状态", &states)];
    let mut bar = query.filter("账号或姓名", active.into_iter().flatten().collect());
    let select =
        |name, label, choices| FilterSelect { name, label, choices, value: query.get(name).to_owned() };
    bar.selects = vec![select("role", "角色", roles), select("state", "状态", states)];
    let columns = vec![
        query.column("账号", "login", true),
        query.column("姓名", "name", false),
        query.column("角色", "role", false),
        ColumnView::new("范围"),
        query.column("最近登录", "signed-in", false),
        ColumnView::new("状态"),
    ];
    let narrowed = EmptyView {
        title: "没有符合条件的账号".into(),
        text: "请换个账号或姓名，或清除筛选再看。".into(),
        action: Some(("清除筛选".into(), area.to_owned())),
    };
    let pager = query.pager(accounts.len(), total);
    let row = |account: OfficeAccount| {
        let role = account.role.as_deref();
        let signed_in = account.signed_in_at.map(|at| Millis(at).to_china_text());
        RowView {
            href: Some(format!("{area}/{}", account.id)),
            key: account.id.to_string(),
            cells: vec![
                Cell::Code(account.login.clone()),
                account.name.clone().into(),
                role_label(role).into(),
                Cell::Muted(scope_words(role, &account.names)),
                signed_in.map_or(Cell::Muted("从未登录".into()), Cell::Time),
                state(&account, now),
            ],
            ticked: false,
        }
    };
    let table = TableView {
        caption: "账号".into(),
        columns,
        rows: accounts.into_iter().map(row).collect(),
        pager,
        empty: if query.is_narrowed(&["role", "state"]) { narrowed } else { empty },
        ..TableView::default()
    };
    (bar, table)
}
