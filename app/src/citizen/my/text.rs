//! What the pages of “我的办件” say.

use crate::text::{phrases, texts};

texts! {
    sign_in { zh: "登录后查看我的办件" }
    sign_in_lead { zh: "登录后，可以评价自己还没有评价的办件，查看自己的回执。不登录也可以扫窗口的二维码评价。" }
    sign_in_none { zh: "本系统还没有开通登录" }
    sign_in_none_help { zh: "可以用评价短信里的链接，或扫窗口的二维码评价。凭回执码可以查询回执。" }
    by_code { zh: "用手机号登录" }
    code_off { zh: "现在不能用短信验证码登录。" }
    phone { zh: "办件时留的手机号" }
    phone_hint { zh: "只用来发送验证码和查找您的办件，登录后不保存号码。" }
    phone_wrong { zh: "请输入11位手机号" }
    ask { zh: "获取验证码" }
    ask_again { zh: "重新获取验证码" }
    code { zh: "验证码" }
    code_wrong { zh: "验证码不正确，请核对后重新输入" }
    code_form { zh: "请输入短信里的6位验证码" }
    enter { zh: "登录" }
    code_sent { zh: "输入验证码" }
    code_not_come { zh: "没有收到？请等1分钟；仍没有的，核对手机号后重新获取。" }
    have_code { zh: "已经收到验证码" }
    other_number { zh: "换一个手机号，或重新获取" }
    expired { zh: "登录已超时" }
    expired_help { zh: "为了安全，一段时间不操作会自动退出。请重新登录。" }
    signed_out { zh: "已退出登录" }
    signed_out_help { zh: "在公用的手机、电脑上，请同时关闭浏览器。" }
    code_over { zh: "验证码已失效" }
    code_over_help { zh: "验证码过了有效时间、已经用过，或输错次数过多。请重新获取。" }
    too_many { zh: "现在获取验证码的人很多" }
    too_many_help { zh: "请过1分钟再试。" }
    guesses { zh: "输错的次数过多" }
    not_sent { zh: "验证码没有发出去" }
    not_sent_help { zh: "短信平台没有收下。请过1分钟重新获取，或先扫窗口的二维码评价。" }
    no_cookie { zh: "浏览器没有保存Cookie，不能登录" }
    no_cookie_help { zh: "登录要靠Cookie。请在浏览器设置里允许本网站保存Cookie，再按一次。不允许也可以扫窗口的二维码评价，不必登录。" }
    foreign { zh: "这次提交来自别的网站" }
    foreign_help { zh: "没有处理。请在本页重新提交。" }
    sign_out { zh: "退出登录" }
    open { zh: "待评价" }
    open_none { zh: "没有待评价的办件" }
    open_none_help { zh: "办理当日起5个工作日内可以评价。刚办完的，业务系统交来后会出现在这里。" }
    open_more { zh: "待评价的较多，这里显示最近的50件。" }
    rate { zh: "评价" }
    rated { zh: "已评价" }
    rated_none { zh: "还没有评价过。" }
    rated_more { zh: "这里显示最近的50次评价。" }
    receipt { zh: "查看回执" }
    rated_late { zh: "逾期评价" }
    here { zh: "在这个窗口办理的" }
    department { zh: "在这个部门办理的" }
    here_none { zh: "在这里没有待评价的办件" }
    here_none_help { zh: "可能业务系统还没有交来，或已过了评价期限，或办件时留的是别的手机号。" }
    all { zh: "查看我的全部办件" }
    untied { zh: "不关联办件，直接评价窗口" }
}
phrases! {
    at_window(window: &str) { zh: "评价我在“{window}”的办件" }
    code_minutes(minutes: u32) { zh: "验证码已用短信发到您填的手机号，{minutes}分钟内有效，请勿告诉他人。" }
    too_soon(seconds: u32) { zh: "请{seconds}秒后再获取验证码" }
    too_soon_minutes(minutes: u32) { zh: "请{minutes}分钟后再获取验证码" }
    served(day: &str) { zh: "{day}办理" }
    receipt_code(code: &str) { zh: "回执码 {code}" }
}
texts! {
    too_soon_help { zh: "同一手机号获取验证码的次数有限制。收到的验证码在有效时间内可以直接输入。" }
}

// Other systems that say who somebody is.
texts! {
    by_ticket { zh: "用“爱山东”账号登录" }
    ticket_no_script { zh: "浏览器没有开启脚本，不能用“爱山东”账号登录。请用别的方式登录，或扫窗口的二维码评价。" }
    ticket_enter { zh: "用“爱山东”账号登录" }
    mini_program_how { zh: "用您刚才在小程序里授权的手机号登录。号码只用来查找您的办件，登录后不保存。" }
    mini_program_enter { zh: "登录" }
    other_way { zh: "用别的方式登录" }
    provider_down_help { zh: "请稍后再试，或用别的方式登录。不登录也可以扫窗口的二维码评价。" }
    provider_again { zh: "可以再按一次，或用别的方式登录。" }
    provider_not_believed_help { zh: "为了您的信息安全，没有登录。请用别的方式登录。" }
    provider_nameless_help { zh: "没有号码，就找不到您的办件。请用别的方式登录。" }
    provider_not_signed_in_help { zh: "请先登录，再回到本页按一次。" }
    provider_cancelled { zh: "您取消了登录" }
    provider_declined_help { zh: "不授权也可以：请用别的方式登录，或扫窗口的二维码评价。" }
    provider_no_script_help { zh: "请用别的方式登录，或扫窗口的二维码评价。" }
}
phrases! {
    by_account(name: &str) { zh: "用{name}账号登录" }
    portal_how(name: &str) { zh: "将打开{name}的登录页，登录后回到这里。" }
    to_portal(name: &str) { zh: "去{name}登录" }
    provider_down(name: &str) { zh: "{name}没有及时答复" }
    provider_refused(name: &str) { zh: "{name}的登录凭据无效或已用过" }
    provider_not_believed(name: &str) { zh: "{name}的答复没有通过核验" }
    provider_nameless(name: &str) { zh: "{name}没有提供手机号或证件号码" }
    provider_not_signed_in(name: &str) { zh: "您还没有登录{name}" }
    provider_declined(name: &str) { zh: "您没有授权{name}提供信息" }
    provider_no_script(name: &str) { zh: "浏览器没有开启脚本，不能用{name}登录" }
    provider_not_in_app(name: &str) { zh: "不在{name}里，不能用它登录" }
}
