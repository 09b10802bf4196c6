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
    ("account.rename", "修改姓名"),
    ("account.disable", "停用账号"),
    ("account.enable", "恢复账号"),
    ("account.one_time_password", "发放一次性密码"),
    ("account.reset_second_factor", "解除动态码绑定"),
    ("account.unlock", "解除登录锁定"),
    ("account.end_sessions", "强制退出登录"),
    ("account.sign_in", "登录"),
    ("account.sign_out", "退出登录"),
    ("account.password_wrong", "密码输错"),
    ("account.code_wrong", "动态码输错"),
    ("account.change_password", "修改密码"),
    ("account.set_second_factor", "绑定动态码"),
    ("account.end_session", "退出一台设备的登录"),
    ("account.end_other_sessions", "退出其他设备的登录"),
    ("audit.view", "查看操作记录"),
    ("audit.export", "导出操作记录"),
    ("audit.check", "核对操作记录"),
    ("calendar.import", "导入放假安排"),
    ("calendar.undo", "撤销放假安排的导入"),
    ("retention.set", "设定保存期限"),
    ("retention.clear", "清除到期个人信息"),
    ("division.add", "新增区划"),
    ("division.change", "修改区划"),
    ("division.retire", "停用区划"),
    ("division.restore", "恢复区划"),
    ("divisions.export", "导出区划"),
    ("department.open", "新增部门"),
    ("department.change", "修改部门"),
    ("department.close", "停用部门"),
    ("department.reopen", "恢复部门"),
    ("departments.export", "导出部门"),
    ("hall.open", "新增大厅"),
    ("hall.change", "修改大厅"),
    ("hall.move", "迁移大厅"),
    ("hall.close", "停用大厅"),
    ("hall.reopen", "恢复大厅"),
    ("halls.export", "导出大厅"),
    ("windows.export", "导出窗口"),
    ("staff.export", "导出人员"),
    ("items.export", "导出事项"),
    ("shifts.export", "导出值班"),
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
    ("staff.add", "新增人员"),
    ("staff.change", "修改人员"),
    ("staff.move", "调到其他大厅"),
    ("staff.retire", "停用人员"),
    ("staff.restore", "恢复人员"),
    ("shift.add", "排班"),
    ("shift.change", "修改值班"),
    ("shift.end", "结束值班"),
    ("shift.drop", "取消排班"),
    ("shift.sign_in", "登记到岗"),
    ("shift.sign_out", "登记离岗"),
    ("item.add", "新增事项"),
    ("item.change", "修改事项"),
    ("item.retire", "停用事项"),
    ("item.restore", "恢复事项"),
    ("item.windows", "设置办理窗口"),
    ("window.items", "设置办理事项"),
    ("plate.make", "制作台牌"),
    ("plate.print", "打印台牌"),
    ("plate.mount", "核对安装"),
    ("plate.misplaced", "登记位置不符"),
    ("plate.withdraw", "停用台牌"),
    ("plate.report_handled", "处理异常报告"),
    ("partner.add", "新增业务系统"),
    ("partner.change", "修改业务系统"),
    ("partner.disable", "停用业务系统"),
    ("partner.enable", "恢复业务系统"),
    ("partner.add_key", "发放接口密钥"),
    ("partner.end_key", "设定接口密钥到期"),
    ("partner.revoke_key", "撤销接口密钥"),
    ("order.view", "查看整改单"),
    ("order.phone", "查看手机号"),
    ("order.file", "上传证明材料"),
    ("order.accept", "签收整改单"),
    ("order.contact", "登记首次联系"),
    ("order.transfer", "转办整改单"),
    ("order.assign", "指派整改单"),
    ("order.rectify_at_once", "立行立改"),
    ("order.rectify_planned", "限期整改"),
    ("order.explain", "解释说明"),
    ("order.contest", "申请不予采纳"),
    ("order.finish", "整改完成"),
    ("order.explained", "说明写好"),
    ("order.reply", "答复办事人"),
    ("order.ask_more_time", "申请延期"),
    ("order.grant_more_time", "同意延期"),
    ("order.refuse_more_time", "不同意延期"),
    ("order.exclude", "决定不予采纳"),
    ("order.keep", "决定予以采纳"),
    ("order.overturn", "改变审核决定"),
    ("order.close_supervised", "督办办结"),
    ("order.call", "电话回访"),
    ("province.lead", "转到省系统评价"),
    ("province.end", "改回本系统评价"),
];

/// An act in words; one that has none is shown as it stands in the trail.
pub(in crate::web::office) fn act(action: &str) -> &str {
    WORDS.iter().find(|(word, _)| *word == action).map_or(action, |(_, words)| words)
}

/// Every act that has words, as (word, words).
pub(in crate::web::office) fn acts() -> impl Iterator<Item = (&'static str, &'static str)> {
    WORDS.iter().copied()
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
    const FIELDS: &[(&str, &str)] = &[
        ("name", "名称"),
        ("address", "地址"),
        ("hall_name", "大厅"),
        ("department_name", "部门"),
        ("division_name", "区划"),
        ("managing_name", "管理隶属"),
        ("credit_code", "统一社会信用代码"),
        ("number", "工号"),
        ("role", "角色"),
        ("areas", "推送范围"),
        ("limits", "限额"),
        ("notify", "短信通知"),
        ("key", "接口密钥"),
        ("until", "到期"),
    ];
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
            (Some(before), None) if field.ends_with("_name") => Some(format!("{label}：{before} → 无")),
            (_, None) => None,
        })
        .collect()
}
