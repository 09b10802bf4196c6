//! Every word the screens say, in one table with a column per language.
//!
//! To add a string: a row here; the compiler then offers it as a function. To add a language: a field
//! in [`Row`] and a choice in [`Row::here`]; the compiler then asks for every string in it.
//!
//! The same thing has the same word everywhere: 评价, 满意度, 评价指标, 窗口, 大厅, 办件, 事项, 回执码,
//! 查询口令 (PIN), 追评 (follow-up).

/// One string in every language there is.
pub(crate) struct Row<T> {
    pub(crate) zh: T,
}

impl<T> Row<T> {
    /// The string in the language of the page. There is one so far.
    pub(crate) fn here(self) -> T {
        self.zh
    }
}

macro_rules! texts {
    ($($name:ident { $($lang:ident: $text:literal),+ })+) => {
        $(#[doc = concat!($($text),+)]
        pub fn $name() -> &'static str {
            $crate::text::Row { $($lang: $text),+ }.here()
        })+
    };
}

macro_rules! phrases {
    ($($name:ident ($($arg:ident: $ty:ty),+) { $($lang:ident: $text:literal),+ })+) => {
        $(#[doc = concat!($($text),+)]
        pub fn $name($($arg: $ty),+) -> String {
            $crate::text::Row { $($lang: format!($text)),+ }.here()
        })+
    };
}

// The office has its own table, written the same way.
#[cfg(feature = "ssr")]
pub(crate) use {phrases, texts};

// The frame of every page.
texts! {
    service { zh: "好差评" }
    service_long { zh: "政务服务“好差评”" }
    skip { zh: "跳到正文" }
    demo { zh: "示例数据，仅供演示，不是真实评价" }
    elder_on { zh: "长辈版" }
    elder_off { zh: "退出长辈版" }
    text_smaller { zh: "缩小字号" }
    text_larger { zh: "放大字号" }
    text_size { zh: "字号" }
    footer { zh: "页脚" }
    home { zh: "首页" }
    find { zh: "查找窗口" }
    lookup { zh: "查询回执" }
    my { zh: "我的办件" }
    privacy { zh: "隐私说明" }
    pledge { zh: "评价全凭自愿，满意不满意都请直说。" }
}

// Front page.
texts! {
    home_title { zh: "评价政务服务" }
    home_lead { zh: "办完事，说一说满意不满意。全市各级政务服务的大厅、窗口和办件都可以评。差评与好评一样受理，一条不漏。" }
    home_start { zh: "我要评价" }
    home_ways { zh: "怎么评价" }
    home_scan { zh: "扫码评价" }
    home_scan_how { zh: "用手机扫一扫窗口台牌上的二维码，不用注册，也不用登录。" }
    home_link { zh: "短信评价" }
    home_link_how { zh: "办件后收到的评价短信里有链接，点开即可评价这次办件。" }
    home_find_how { zh: "没有二维码的，在这里查找要评价的窗口。" }
    home_mine { zh: "我的办件" }
    home_mine_how { zh: "办过的事都可以在这里查看，选一件来评价。" }
    home_mine_go { zh: "查看我的办件" }
    home_receipt { zh: "已经评价过？" }
    home_receipt_how { zh: "凭回执码可以查看评价是否已收到；再凭查询口令，可以查看内容和追评。" }
    home_bad { zh: "差评怎么处理" }
    home_bad_lead { zh: "差评件件有整改、有落实、有反馈。" }
    home_days { zh: "个自然日内" }
    bad_usual { zh: "一般问题整改" }
    bad_complex { zh: "复杂问题整改" }
    bad_called { zh: "实名差评回访率" }
    bad_check { zh: "核实" }
    bad_check_how { zh: "谁办理、谁负责：承办单位第一时间安排专人回访核实。" }
    bad_right { zh: "整改" }
    bad_right_how { zh: "情况清楚、诉求合理的，立行立改；情况复杂、一时难以解决的，说明理由，建立台账，限期整改；缺乏法定依据的，做好解释说明。" }
    bad_told { zh: "反馈和回访" }
    bad_told_how { zh: "核实、整改的情况及时向您反馈；实名差评由市政府市民投诉中心回访，看整改是否落实。" }
    bad_wrong { zh: "误评和恶意评价" }
    bad_wrong_how { zh: "由市政府市民投诉中心核实，不由被评价的单位说了算。经核实的不予采纳、不计入考核，评价仍然存档。" }
    bad_source { zh: "以上按淄博市建立政务服务“好差评”制度工作方案执行。因评价受到刁难、报复的，请拨打12345。" }
    home_safe { zh: "放心评价" }
    home_safe_free { zh: "评不评、评什么，由您自己决定，任何人不得强迫或干预。" }
    home_safe_anonymous { zh: "可以匿名：被评价的单位看不到您是谁。手机号不填也能评。" }
    home_safe_kept { zh: "评价提交后不修改、不删除，凭回执码可以随时核对。" }
    home_safe_more { zh: "留下什么、谁能看到，都写在" }
    full_stop { zh: "。" }
    month_title_bare { zh: "本月收到的评价" }
    month_unknown { zh: "现在取不到统计，请稍后再看。评价不受影响。" }
    month_none { zh: "本月还没有收到评价。" }
    month_caption { zh: "各满意度的评价条数" }
    month_how { zh: "数字由系统逐条计数，每分钟更新，不经人工填报。" }
    ratings_unit { zh: "条" }
}
phrases! {
    month_title(month: &str) { zh: "{month}收到的评价" }
    month_at(at: &str) { zh: "截至{at}。" }
    month_entered(n: u64) { zh: "其中工作人员代录 {n} 条。" }
    month_late(n: u64) { zh: "其中逾期评价 {n} 条。" }
}

/// `12,345`, the same in every language so far.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let groups = digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group).into_owned());
    groups.collect::<Vec<_>>().join(",")
}

/// `12,345条`
pub fn ratings(n: u64) -> String {
    format!("{} {}", thousands(n), ratings_unit())
}

// What becomes of a bad rating.
texts! {
    order_title { zh: "差评办理情况" }
    order_opening { zh: "差评已受理，正在转给办理单位。请稍后刷新本页查看。" }
    order_number { zh: "整改单号" }
    order_state { zh: "办理进度" }
    order_unit { zh: "办理单位" }
    order_no_unit { zh: "正在确定" }
    order_limit { zh: "办理期限" }
    order_judge { zh: "这次答复，您满意吗？" }
    order_judge_hint { zh: "选“不满意”，可以重新办理一次。" }
    order_satisfied { zh: "满意" }
    order_fair { zh: "基本满意" }
    order_dissatisfied { zh: "不满意" }
    order_why { zh: "补充说明（可不填）" }
    order_judge_submit { zh: "提交" }
    order_object { zh: "不同意这个决定，可以提出一次异议" }
    order_object_hint { zh: "请写明理由。市民投诉中心将重新审核。" }
    order_object_submit { zh: "提出异议" }
    order_past { zh: "办理过程" }
    order_seen { zh: "谁看过这份整改单" }
    order_seen_hint { zh: "工作人员每次查看都有记录。办理单位看不到您的姓名、手机号和证件号码。" }
    order_choose { zh: "请先选择一项" }
    order_choose_help { zh: "请选择“满意”“基本满意”或“不满意”，再提交。" }
    order_no_words { zh: "请写明理由" }
    order_no_words_help { zh: "写明不同意的理由，市民投诉中心才能重新审核。" }
    order_too_late { zh: "没有提交" }
    order_locked_help { zh: "回执已经锁上。请先输入查询口令，再把您写的内容填进去提交：" }
    order_foreign_help { zh: "请从本页提交。您写的内容还在下面。" }
    order_too_late_help { zh: "办理进度已经变化，请看下面的最新情况。" }
}
phrases! {
    order_due(day: &str) { zh: "{day}前答复" }
    order_due_long(day: &str) { zh: "{day}前答复（问题复杂，已延长）" }
    order_answer(day: &str) { zh: "{day}的答复" }
}

// Rating on the province's page.
texts! {
    province_title { zh: "这项服务在省“好差评”系统评价" }
    province_how { zh: "点下面的按钮，打开省“好差评”系统的评价页。评完可以返回本系统。" }
    province_go { zh: "去省系统评价" }
    province_carries { zh: "网址中带有申办号，不含姓名、手机号和证件号码。" }
    province_carries_nothing { zh: "网址中不含任何个人信息。" }
    province_down { zh: "省系统打不开？" }
    province_here { zh: "在本系统评价，同样受理" }
    back_title { zh: "您已从省“好差评”系统返回" }
    back_help { zh: "评价是否已提交，以省系统的提示为准。" }
    back_again { zh: "没有评成的，可以重新打开评价链接，或再扫一次窗口的二维码。" }
}
phrases! {
    province_host(host: &str) { zh: "将打开 {host}。" }
}

// Finding a window.
texts! {
    find_label { zh: "窗口码，或大厅、窗口、部门的名称" }
    find_hint { zh: "窗口码印在台牌二维码下方，共7位。" }
    find_submit { zh: "查找" }
    find_halls { zh: "大厅" }
    find_windows { zh: "窗口" }
    find_hall_windows { zh: "查看这个大厅的窗口" }
    find_rate { zh: "评价这个窗口" }
    find_more { zh: "结果较多，只显示了一部分。请把名称写得更完整些。" }
    code_unknown { zh: "没有这个窗口码" }
    code_unknown_help { zh: "请核对台牌上的窗口码，或用大厅、窗口的名称查找。" }
    code_mistyped { zh: "窗口码有误" }
    code_mistyped_help { zh: "可能输错了一位，请对照台牌重新输入。数字0与字母O、数字1与字母I不必区分。" }
}
phrases! {
    plate_ended_help(hall: &str) { zh: "您仍可在本页评价：评价照收，记在{hall}名下，并注明来自停用的台牌。您也可以改评现在的窗口：" }
    find_none(query: &str) { zh: "没有找到与“{query}”相符的大厅或窗口。请换个名称，或只写其中几个字。" }
    window_code(code: &str) { zh: "窗口码 {code}" }
}

// A person's own code.
texts! {
    person_away_help { zh: "请在下面选择为您服务的窗口，同样可以评价。" }
    person_retired_help { zh: "这个码不再使用。请在下面选择为您服务的窗口，同样可以评价。" }
    person_not_here { zh: "这位工作人员现在没有登记在这个窗口值班，评价记到窗口，不记到个人。" }
}
phrases! {
    person_away(who: &str) { zh: "{who}现在不在窗口值班" }
    person_retired(who: &str) { zh: "{who}已不在窗口工作" }
    person_windows(hall: &str) { zh: "{hall}的窗口" }
}

// Something is wrong with a plate.
texts! {
    report_title { zh: "报告台牌异常" }
    report_fault { zh: "台牌有什么异常？" }
    report_submit { zh: "提交报告" }
    report_taken { zh: "已收到，谢谢您" }
    report_taken_help { zh: "大厅管理员会到现场核对这块台牌。" }
    report_back { zh: "回到评价页" }
    report_not_taken { zh: "还没有提交成功" }
}

// The rating page.
texts! {
    rate_title { zh: "评价本次服务" }
    rate_now { zh: "您正在评价" }
    on_duty { zh: "当前值班" }
    plate_ended { zh: "这块台牌已停用" }
    plate_ended_others { zh: "查看这个大厅的窗口" }
    plate_report { zh: "台牌有异常？请告诉我们" }
    rate_my { zh: "评价我的办件" }
    rate_my_how { zh: "（登录后选择办件，评价会关联到它）" }
    nobody_on_duty { zh: "当前未登记值班人员" }
    case_details { zh: "办件信息" }
    case_served { zh: "服务时间" }
    case_state { zh: "办理状态" }
    case_accepted { zh: "收件时间" }
    case_finished { zh: "办结时间" }
    case_pending { zh: "办件信息待匹配，不影响评价。" }
    case_provisional { zh: "次年放假安排公布后，截止日可能顺延。" }
    late_title { zh: "评价期限已过" }
    level { zh: "您对这次服务满意吗？" }
    indicators { zh: "评价指标（可多选）" }
    indicators_bad { zh: "哪里不满意？（可多选，或在下面写明）" }
    indicators_more { zh: "更多评价指标" }
    words { zh: "还想说些什么？（可不填）" }
    words_hint { zh: "最多150字。请不要写身份证号等个人信息。" }
    anonymous { zh: "匿名评价" }
    anonymous_window { zh: "被评价的单位只看到评价内容、窗口和日期，看不到您是谁和具体时间。" }
    anonymous_case { zh: "被评价的单位只看到评价内容、窗口、事项和日期，看不到您是谁、申办号和具体时间。" }
    phone_fold { zh: "希望回访？留下手机号（可不填）" }
    phone { zh: "手机号" }
    phone_hint { zh: "加密保存，只用于就这次评价给您回访。" }
    phone_consent { zh: "我同意保存这个号码，用于回访" }
    rate_privacy { zh: "评价只用于统计和整改，不收集位置、通讯录等信息。" }
    submit { zh: "提交评价" }
}
phrases! {
    staff(name: &str, number: &str) { zh: "{name}（工号 {number}）" }
    check_host(host: &str) { zh: "请核对官方网址 {host}" }
    case_last_day(day: &str) { zh: "{day}前（含当日）评价有效" }
    late_help(day: &str) { zh: "评价期限到{day}为止。您仍可评价，我们照样存档，标为“逾期”，不计入满意率。" }
    stars(n: u8) { zh: "{n}星" }
    words_left(n: usize) { zh: "还可输入 {n} 字" }
    words_over(n: usize) { zh: "超出 {n} 字" }
}

// What the person must know before sending again.
texts! {
    another_question { zh: "您刚才评价过这个窗口。这是另一次服务吗？" }
    another_help { zh: "您填写的内容都在下面，还没有提交。" }
    another_yes { zh: "是，这是另一次服务，提交" }
    another_no { zh: "不是，不再提交" }
    not_sent { zh: "还没有提交成功" }
    not_sent_help { zh: "您写的内容都在下面，请稍后再次提交。" }
    busy { zh: "现在提交的人较多，还没有提交成功" }
    busy_help { zh: "您写的内容都在下面，请过一会儿再次提交。" }
    foreign { zh: "还没有提交" }
    foreign_help { zh: "这次提交来自别的网站。请核对下面的内容，在本页再次提交。" }
}
phrases! {
    another_question_within(minutes: u32) { zh: "您在 {minutes} 分钟内评价过这个窗口。这是另一次服务吗？" }
}

// What is wrong with what was sent.
texts! {
    errors_title { zh: "请检查以下内容" }
    error_prefix { zh: "有错误：" }
    level_missing { zh: "请选择满意度" }
    level_unknown { zh: "满意度请从五个等级中选一个" }
    indicator_unknown { zh: "有评价指标不在现行列表中，请重新勾选" }
    indicator_of_other_level { zh: "评价指标与所选的满意度不对应，请重新勾选" }
    reason_missing { zh: "请至少勾选一项评价指标，或写明原因" }
    phone_wrong { zh: "号码不正确，请填写11位手机号，或带区号的固定电话" }
    consent_missing { zh: "请勾选同意保存号码，或清空号码" }
}
phrases! {
    words_too_long(count: usize, over: usize) { zh: "文字最多150字，现有{count}字，请删去{over}字" }
}

// The island: what only a page with script says.
texts! {
    sending { zh: "正在提交…" }
    not_delivered { zh: "还没有送达。内容已保存在本机，网络恢复后自动重试。" }
    retry_now { zh: "立即重试" }
    draft_restored { zh: "已恢复上次未提交的内容。" }
    draft_found_now { zh: "本机有一份未提交的评价（刚才）" }
    draft_restore { zh: "恢复" }
    draft_clear { zh: "清除" }
    draft_cleared { zh: "已清除。" }
}
phrases! {
    draft_found(minutes: u32) { zh: "本机有一份未提交的评价（{minutes}分钟前）" }
}

// What was written, carried elsewhere.
texts! {
    kept_title { zh: "您填写的内容已保留" }
    kept_level { zh: "满意度" }
    kept_indicators { zh: "评价指标" }
    kept_words { zh: "文字评价" }
    kept_none { zh: "未填写" }
    kept_resend { zh: "再次提交" }
    kept_choose { zh: "请在下面选择窗口，您填写的内容会一并提交。" }
    kept_to_window { zh: "改为评价这个窗口" }
    kept_find { zh: "查找并带上评价内容" }
}

// A link that has ended.
texts! {
    link_expired { zh: "评价链接已过期" }
    link_used { zh: "这个链接已经评价过" }
    link_used_help { zh: "一次服务评价一次。凭回执码可以查询这次评价；有话补充的，可以在回执里追评一次。" }
    link_revoked { zh: "评价链接已停用" }
    link_revoked_help { zh: "这条链接已由发出单位收回。" }
    link_unknown { zh: "评价链接不正确" }
    link_unknown_help { zh: "链接可能没有复制完整，请回到短信里重新点开。" }
    link_window { zh: "您仍可评价办事的窗口" }
    link_find { zh: "您仍可查找办事的窗口并评价。" }
}
phrases! {
    link_expired_help(day: &str) { zh: "链接的有效期到{day}为止。" }
}

// No more messages.
texts! {
    stop_title { zh: "不再接收评价短信" }
    stop_help { zh: "确认后，这条链接所发的手机号不再收到本系统的评价短信。" }
    stop_rating { zh: "只影响短信，不影响您的评价权利：您仍可用已收到的链接，或扫窗口的二维码评价。" }
    stop_submit { zh: "确认不再接收" }
    stop_done { zh: "已登记，不再发送" }
    stop_done_help { zh: "这个手机号不再收到本系统的评价短信。正在发出的一条可能还会收到。" }
    stop_foreign { zh: "还没有登记" }
    stop_foreign_help { zh: "这次提交来自别的网站。请在本页再次确认。" }
    stop_rate { zh: "去评价这次服务" }
}

// The receipt.
texts! {
    receipt { zh: "评价回执" }
    thanks { zh: "评价已收到，谢谢您" }
    repeated { zh: "这次评价此前已经收到，没有重复计入" }
    receipt_code { zh: "回执码" }
    receipt_place { zh: "评价对象" }
    receipt_date { zh: "评价日期" }
    receipt_state { zh: "状态" }
    counted { zh: "已收到，已存档" }
    late { zh: "已收到，已存档。逾期评价，不计入满意率" }
    receipt_keep { zh: "请截图或打印保存。凭回执码可随时查询；他人凭回执码看不到您的评价内容。" }
    pin { zh: "查询口令" }
    pin_once { zh: "只显示这一次，请记下或截图。" }
    pin_purpose { zh: "换一部手机查看评价内容、追评时，要用回执码和查询口令。请勿告诉他人。" }
    open_title { zh: "查看评价内容" }
    open_hint { zh: "查询口令在提交评价后显示过一次。" }
    open_submit { zh: "查看" }
    pin_wrong { zh: "查询口令不正确，请核对后重新输入" }
    pin_locked { zh: "输错次数过多，请稍后再试" }
    pin_form { zh: "请输入提交评价后显示的查询口令" }
    given_title { zh: "您的评价" }
    given_way { zh: "评价方式" }
    given_anonymous { zh: "匿名" }
    given_named { zh: "未匿名" }
    given_phone { zh: "回访号码" }
    given_phone_left { zh: "已留，用于回访" }
    given_phone_none { zh: "未留" }
    given_case { zh: "关联办件" }
    given_linked { zh: "已关联" }
    given_unlinked { zh: "未关联办件" }
    none { zh: "无" }
    follow_up { zh: "追评" }
    follow_up_hint { zh: "可以追评一次。追评不改变首次评价，也不计入满意率。" }
    follow_up_open { zh: "我要追评" }
    follow_up_level { zh: "您现在对这次服务满意吗？" }
    follow_up_submit { zh: "提交追评" }
    follow_up_date { zh: "追评日期" }
    follow_up_not_sent { zh: "追评还没有提交成功" }
    follow_up_once { zh: "追评只能一次，这次没有计入" }
    follow_up_once_help { zh: "下面是您刚才写的内容，需要的话请复制保存。" }
    follow_up_locked { zh: "追评还没有提交" }
    way_back { zh: "返回" }
    follow_up_locked_help { zh: "请先输入查询口令。口令正确后，您写的内容会填回追评，可以再次提交。" }
}

phrases! {
    way_back_to(app: &str) { zh: "返回{app}" }
    way_back_corner(app: &str) { zh: "点屏幕左上角，可以返回{app}。" }
}

// Looking up a receipt.
texts! {
    lookup_label { zh: "回执码" }
    lookup_hint { zh: "共12位，分三组，例如 XXXX-XXXX-XXXX。字母不分大小写，可以不写短横线。" }
    lookup_submit { zh: "查询" }
    lookup_unknown { zh: "没有查到这个回执码，请核对后重新输入" }
    lookup_mistyped { zh: "回执码有误，可能输错了一位，请核对后重新输入" }
    lookup_too_many { zh: "查询次数过多，请稍后再试" }
}

// Problems.
texts! {
    not_found { zh: "没有找到这个页面" }
    not_found_help { zh: "网址可能输错了，或页面已经移走。" }
    bad_form { zh: "没有读懂提交的内容" }
    bad_form_help { zh: "内容可能在传送中不完整。请返回上一页，再次提交。" }
    wrong_charset { zh: "提交的文字编码无法识别" }
    wrong_charset_help { zh: "请换用手机自带的浏览器或微信打开，再次提交。" }
    too_large { zh: "提交的内容过大" }
    too_large_help { zh: "文字评价最多150字。请返回上一页，删减后再次提交。" }
    method_not_allowed { zh: "不能这样打开这个网址" }
    method_not_allowed_help { zh: "请从首页或窗口的二维码重新进入。" }
    unavailable { zh: "服务暂时不可用" }
    unavailable_help { zh: "请稍后再试。" }
    internal { zh: "系统出了问题" }
}
phrases! {
    request_id(id: &str) { zh: "问题编号 {id}" }
}

// The privacy notice.
texts! {
    privacy_lead { zh: "这里用平常的话说明：评价时我们留下什么，做什么用，谁能看到。" }
    privacy_what { zh: "留下什么" }
    privacy_what_level { zh: "您选的满意度、评价指标和写的文字，以及评价的窗口或办件、提交时间。" }
    privacy_what_phone { zh: "您自愿填写并同意保存的手机号。不填不影响评价。" }
    privacy_what_device { zh: "您的浏览器里的一个随机编号和它的生成时间，用Cookie保存一年，用来发现重复提交和让本机打开自己的回执。它不含您的身份，也不采集设备指纹、手机型号、位置和通讯录。" }
    privacy_what_sign_in { zh: "您登录“我的办件”的，只保存手机号、证件号码的不可还原的摘要，用来找到您自己的办件，一天内删除，不保存号码本身。" }
    privacy_use { zh: "做什么用" }
    privacy_use_1 { zh: "只可用于统计满意度、核实和整改差评、按您的意愿回访，不得他用。按国家“好差评”制度，评价将汇总到省级“好差评”系统。" }
    privacy_who { zh: "谁能看到" }
    privacy_who_unit { zh: "评价内容供被评价的单位查看，不含手机号。" }
    privacy_who_anonymous { zh: "您选了匿名的，单位只看到评价内容、窗口或事项和日期，看不到您是谁、申办号和具体时间。" }
    privacy_who_phone { zh: "手机号加密保存，只可用于您同意的回访。" }
    privacy_local { zh: "本机暂存" }
    privacy_local_1 { zh: "还没有提交成功的内容暂存在本机的浏览器里，不含手机号，2小时后作废。再次打开时不会自动填入，由您选择恢复或清除；收到回执时立即清除。" }
    privacy_keep { zh: "保存多久" }
    privacy_keep_1 { zh: "评价不删除、不修改，以保证统计真实。按《个人信息保护法》，手机号只能保存到回访所需的最短时间，期满应当删除。" }
    privacy_rights { zh: "您可以" }
    privacy_rights_1 { zh: "凭回执码和查询口令查看自己的评价、追评一次；对个人信息有疑问的，拨打12345。" }
}
