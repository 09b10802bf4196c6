//! What has happened to a thing, from the audit trail, in words.
//!
//! To add an act: a line in [`WORDS`].

use app::components::Tone;
use app::office::components::TimelineView;
use domain::{Millis, Role};
use storage::AuditRow;

/// Acts of the audit trail in the words of the office.
const WORDS: &[(&str, &str)] = &[
    ("account.create", "建立账号"),
    ("account.grant", "授予角色和范围"),
    ("account.disable", "停用账号"),
    ("account.enable", "恢复账号"),
    ("account.one_time_password", "发放一次性口令"),
    ("account.reset_second_factor", "解除动态码绑定"),
    ("account.unlock", "解除登录锁定"),
    ("account.end_sessions", "强制退出登录"),
    ("account.sign_in", "登录"),
    ("account.sign_out", "退出登录"),
    ("account.password_wrong", "口令输错"),
    ("account.code_wrong", "动态码输错"),
    ("account.change_password", "修改口令"),
    ("account.set_second_factor", "绑定动态码"),
    ("account.end_session", "退出一台设备的登录"),
    ("account.end_other_sessions", "退出其他设备的登录"),
    ("import.divisions", "导入区划"),
    ("import.departments", "导入部门"),
    ("import.halls", "导入大厅"),
    ("import.windows", "导入窗口"),
    ("import.staff", "导入人员"),
    ("import.shifts", "导入值班"),
    ("import.items", "导入事项"),
    ("import.undo_divisions", "撤销区划导入"),
    ("import.undo_departments", "撤销部门导入"),
    ("import.undo_halls", "撤销大厅导入"),
    ("import.undo_windows", "撤销窗口导入"),
    ("import.undo_staff", "撤销人员导入"),
    ("import.undo_shifts", "撤销值班导入"),
    ("import.undo_items", "撤销事项导入"),
    ("window.open", "新增窗口"),
    ("window.change", "修改窗口"),
    ("window.withdraw", "撤销窗口"),
    ("window.reopen", "恢复窗口"),
    ("plate.make", "制作台牌"),
    ("plate.print", "打印台牌"),
    ("plate.mount", "核对安装"),
    ("plate.misplaced", "登记位置不符"),
    ("plate.withdraw", "停用台牌"),
    ("plate.report_handled", "处理异常报告"),
];

/// An act in words; one that has none is shown as it stands in the trail.
pub(in crate::web::office) fn act(action: &str) -> &str {
    WORDS.iter().find(|(word, _)| *word == action).map_or(action, |(_, words)| words)
}

/// Entries as a timeline.
pub(in crate::web::office) fn timeline(rows: Vec<AuditRow>) -> Vec<TimelineView> {
    rows.into_iter()
        .map(|row| {
            let role = row.role.as_deref().and_then(Role::from_word).map(Role::label);
            let reason = row.reason.map(|reason| format!("事由：{reason}"));
            TimelineView {
                at: Millis(row.at).to_china_text(),
                who: [Some(row.actor.as_str()), role].into_iter().flatten().collect::<Vec<_>>().join(" · "),
                what: act(&row.action).to_owned(),
                tone: Tone::Info,
                details: reason.into_iter().chain(changes(row.detail.as_deref())).collect(),
            }
        })
        .collect()
}

/// Fields that an entry says were changed: 名称：甲 → 乙. Ids say nothing to people and are left out.
fn changes(detail: Option<&str>) -> Vec<String> {
    const FIELDS: &[(&str, &str)] =
        &[("name", "名称"), ("address", "地址"), ("number", "工号"), ("role", "角色")];
    let Some(detail) = detail.and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok()) else {
        return Vec::new();
    };
    let text = |side: &str, field: &str| detail[side][field].as_str().map(str::to_owned);
    FIELDS
        .iter()
        .filter_map(|(field, label)| match (text("before", field), text("after", field)) {
            (before, after) if before == after => None,
            (Some(before), Some(after)) => Some(format!("{label}：{before} → {after}")),
            (None, Some(after)) => Some(format!("{label}：{after}")),
            (_, None) => None,
        })
        .collect()
}
