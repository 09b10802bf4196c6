//! The office's words, written as the citizens' are (`crate::text`).
//!
//! The same thing has the same word everywhere: 大厅, 窗口, 台牌, 部门, 人员, 账号, 角色, 事项, 办件, 导入, 导出,
//! 停用 (the thing stays, nobody uses it), 撤销 (an act or a right is taken back), 删除 (it is gone).

use crate::text::{phrases, texts};

// The frame of every page.
texts! {
    office { zh: "好差评管理端" }
    office_short { zh: "管理端" }
    nav { zh: "主导航" }
    menu { zh: "菜单" }
    crumbs { zh: "当前位置" }
    home { zh: "工作台" }
    my_sessions { zh: "我的登录" }
    my_password { zh: "修改密码" }
    account { zh: "当前账号" }
    sign_out { zh: "退出登录" }
    citizen_site { zh: "群众评价页" }
    footer { zh: "页脚" }
    demo { zh: "示例数据，仅供演示" }
    page_actions { zh: "页面操作" }
    back { zh: "返回" }
}

// Forms.
texts! {
    optional { zh: "（选填）" }
    cancel { zh: "取消" }
    choose { zh: "请选择" }
    date_hint { zh: "例如 2026-11-24 09:00" }
    no_file { zh: "还没有选择文件" }
}
phrases! {
    at_most(max: u16) { zh: "最多{max}字。" }
}

// Tables.
texts! {
    select { zh: "选择" }
    select_page { zh: "全选本页" }
    select_none { zh: "取消全选" }
    selected { zh: "批量操作" }
    ticked_before { zh: "已选 " }
    ticked_after { zh: " 项" }
    sort_by { zh: "排序" }
    sort_up { zh: "，当前升序，改为降序" }
    sort_down { zh: "，当前降序，改为升序" }
    sort_none { zh: "，按此项排序" }
    pager { zh: "分页" }
    previous { zh: "上一页" }
    next { zh: "下一页" }
    per_page { zh: "每页条数" }
    actions { zh: "操作" }
    none { zh: "无" }
}
phrases! {
    range(from: u64, to: u64) { zh: "第 {from}–{to} 条" }
    range_of(from: u64, to: u64, total: u64) { zh: "第 {from}–{to} 条，共 {total} 条" }
    select_row(name: &str) { zh: "选择{name}" }
    act_on(name: &str) { zh: "：{name}" }
    select_all(total: u64) { zh: "筛选结果全部 {total} 条" }
}

// Filters.
texts! {
    filter { zh: "筛选" }
    filter_apply { zh: "筛选" }
    filter_clear { zh: "清除筛选" }
    filter_active { zh: "已筛选" }
    filter_all { zh: "全部" }
    filter_remove { zh: "，取消这项筛选" }
}

// Confirmation, conflict, history, steps, tabs.
texts! {
    confirm_does { zh: "确认后" }
    confirm_does_not { zh: "不受影响" }
    reason { zh: "原因" }
    conflict_title { zh: "您打开之后，别人改过这里" }
    conflict_help { zh: "两边不同的地方在下面，请逐项选择保留哪一个，再保存。没有列出的内容两边相同，或只有一边改过，已一并保留。" }
    conflict_yours { zh: "您填写的" }
    conflict_theirs { zh: "现在的" }
    conflict_save { zh: "按所选保存" }
    conflict_drop { zh: "放弃我的修改" }
    blank { zh: "（空）" }
    steps { zh: "步骤" }
    step_done { zh: "（已完成）" }
    history { zh: "变更记录" }
    tabs { zh: "分类" }
}
phrases! {
    conflict_by(name: &str, at: &str) { zh: "{at}，{name}保存过这里。" }
}

// Signing in.
texts! {
    sign_in { zh: "登录" }
    sign_in_title { zh: "登录管理端" }
    field_account { zh: "账号" }
    field_password { zh: "密码" }
    sign_in_missing { zh: "请填写账号和密码" }
    sign_in_wrong { zh: "账号或密码不正确，请核对后重新输入" }
    sign_in_too_many { zh: "现在登录的人较多，请稍后再试" }
    sign_in_forgot { zh: "忘记密码？" }
    sign_in_forgot_help { zh: "请联系本单位的管理员重置。密码不能在网上找回。" }
    locked { zh: "账号已暂时锁定" }
    notice_signed_out { zh: "您已退出登录" }
    notice_signed_out_help { zh: "在公用电脑上，请一并关闭浏览器。" }
    notice_idle { zh: "长时间没有操作，已自动退出" }
    notice_idle_help { zh: "请重新登录，登录后回到刚才的页面。" }
    notice_revoked { zh: "这次登录已被结束" }
    notice_revoked_help { zh: "您或管理员在别处结束了这次登录，或您的账号、角色有变动。" }
    notice_needed { zh: "请先登录" }
    notice_needed_help { zh: "登录后打开您要看的页面。" }
    notice_password { zh: "密码已修改" }
    notice_password_help { zh: "请用新密码登录。其他设备上的登录已全部结束。" }
    field_code { zh: "动态码" }
    second_title { zh: "输入动态码" }
    second_hint { zh: "打开手机上的动态码应用，输入当前的6位数字。" }
    second_submit { zh: "确认登录" }
    second_lost { zh: "手机不在身边或已更换？" }
    second_lost_help { zh: "请联系本单位的管理员核实身份后重置动态码。" }
    second_other { zh: "换个账号登录" }
    code_missing { zh: "请输入6位动态码" }
    code_wrong { zh: "动态码不正确，请核对手机时间后重新输入" }
    code_used { zh: "这个动态码已经用过，请等下一个" }
    enrol_title { zh: "绑定动态码" }
    enrol_lead { zh: "您的角色须用动态码登录。绑定一次，以后每次登录输入手机上的6位数字。" }
    enrol_scan { zh: "扫描二维码" }
    enrol_scan_help { zh: "在手机上打开动态码应用（支持TOTP的均可），添加账号，扫描下面的二维码。" }
    enrol_secret { zh: "不能扫码的，手工输入密钥" }
    enrol_secret_help { zh: "类型选“基于时间”，位数6，周期30秒。" }
    enrol_keep { zh: "二维码和密钥只显示这一次，请勿截图、转发。" }
    enrol_check { zh: "输入手机上的动态码" }
    enrol_submit { zh: "完成绑定" }
    enrol_qr { zh: "绑定动态码的二维码" }
}
phrases! {
    locked_for(minutes: u32) { zh: "连续输错次数过多，请在 {minutes} 分钟后再试，或联系本单位的管理员。" }
    second_account(account: &str) { zh: "账号 {account}" }
}

// Changing the password.
texts! {
    password_title { zh: "修改密码" }
    password_current { zh: "当前密码" }
    password_new { zh: "新密码" }
    password_again { zh: "再输入一次新密码" }
    password_rules { zh: "密码要求" }
    password_others { zh: "修改后，您在其他设备上的登录全部结束。" }
    password_submit { zh: "保存新密码" }
    password_first { zh: "第一次登录，请设置自己的密码" }
    password_first_help { zh: "管理员给您的密码只能用这一次。" }
    password_reset { zh: "密码已由管理员重置，请设置新密码" }
    password_reset_help { zh: "重置的密码只能用这一次。" }
    password_expired { zh: "密码已到期，请设置新密码" }
    password_expired_help { zh: "新密码不能与最近用过的相同。" }
}

// The front page.
texts! {
    morning { zh: "上午好" }
    noon { zh: "中午好" }
    afternoon { zh: "下午好" }
    evening { zh: "晚上好" }
    todo { zh: "待办" }
    todo_none { zh: "没有待办" }
    todo_none_help { zh: "需要您处理的事会出现在这里。" }
    shortcuts { zh: "常用" }
    overview { zh: "概况" }
}
phrases! {
    greeting(part: &str, name: &str) { zh: "{part}，{name}" }
    count(n: u64) { zh: "{n} 项" }
}

// The officer's own sessions.
texts! {
    sessions_lead { zh: "您的账号正在这些设备上登录。有不认识的，请立即结束它并修改密码。" }
    session_this { zh: "本机" }
    session_since { zh: "登录时间" }
    session_seen { zh: "最近操作" }
    session_end { zh: "结束登录" }
    session_end_others { zh: "结束其他全部登录" }
    session_only { zh: "只有本机在登录。" }
}

// Problems.
texts! {
    forbidden { zh: "您的角色没有这项权限" }
    forbidden_help { zh: "需要办理的，请联系本单位的管理员，说明要做的事。" }
    not_found { zh: "没有找到" }
    not_found_help { zh: "它可能已被删除，或不在您的管理范围内，也可能网址有误。" }
    refused { zh: "没有办成" }
    refused_help { zh: "提交的内容现在不能这样处理。请返回上一页核对后再试。" }
    form_expired { zh: "页面已过期，还没有保存" }
    form_expired_help { zh: "页面打开太久，或登录已换人。请核对后再次提交。" }
    session_over { zh: "登录已退出，内容还没有保存" }
    session_over_help { zh: "您填写的内容还在本页。请先登录（会打开新页面），再回到这里点“再次提交”。" }
    send_again { zh: "再次提交" }
    too_large { zh: "文件或内容过大" }
    too_large_help { zh: "请拆成几次提交。" }
    too_many { zh: "操作过于频繁" }
    too_many_help { zh: "请稍等片刻再试。" }
    unavailable { zh: "服务暂时不可用" }
    unavailable_help { zh: "还没有保存。请稍后再试；填写的内容请勿关闭页面。" }
    internal { zh: "系统出了问题" }
    internal_help { zh: "请把问题编号告诉系统管理员。" }
    to_home { zh: "回到工作台" }
}
