//! Before the office opens.

use super::{Pages, html, office, page};
use app::office::*;
use app::page::TextSize;

pub fn add(size: TextSize, pages: &mut Pages) {
    starts(size, pages);
    codes(size, pages);
    passwords(size, pages);
}

fn starts(size: TextSize, pages: &mut Pages) {
    let failed = |problem| (None, Some(problem));
    let told = |notice| (Some(notice), None);
    for (name, (notice, problem)) in [
        ("blank", (None, None)),
        ("missing", failed(SignInProblem::Missing)),
        ("wrong", failed(SignInProblem::Wrong)),
        ("locked", failed(SignInProblem::Locked { minutes: 15 })),
        ("too-many", failed(SignInProblem::TooMany)),
        ("needed", told(SignInNotice::Needed)),
        ("signed-out", told(SignInNotice::SignedOut)),
        ("idle", told(SignInNotice::Idle)),
        ("revoked", told(SignInNotice::Revoked)),
        ("password-changed", told(SignInNotice::PasswordChanged)),
    ] {
        let account = if problem.is_some() { "shili.jia" } else { "" };
        let view =
            SignInView { account: account.into(), problem, notice, csrf: "t".into(), next: "/office".into() };
        pages.push((format!("sign-in-{name}"), html(|| sign_in_page(page(size, SIGN_IN), view))));
    }
}

fn codes(size: TextSize, pages: &mut Pages) {
    for (name, problem) in [
        ("blank", None),
        ("missing", Some(CodeProblem::Missing)),
        ("wrong", Some(CodeProblem::Wrong)),
        ("used", Some(CodeProblem::Used)),
        ("locked", Some(CodeProblem::Locked { minutes: 15 })),
    ] {
        let (account, action, csrf) =
            (String::from("shili.jia"), String::from("/office/code"), String::new());
        let view = SecondFactorView { account, action, csrf, problem };
        pages.push((format!("code-{name}"), html(|| second_factor_page(page(size, SIGN_IN), view.clone()))));
        let enrol = EnrolView {
            account: view.account,
            qr_svg: pattern(),
            sealed: String::new(),
            secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".into(),
            action: "/office/enrol".into(),
            csrf: String::new(),
            problem,
        };
        pages.push((format!("enrol-{name}"), html(|| enrol_page(page(size, SIGN_IN), enrol))));
    }
}

/// As dense as the real code, and no code at all.
fn pattern() -> String {
    let dark = (0..37 * 37).filter(|n| n * n % 7 < 3).map(|n| format!("M{} {}h1v1h-1z", n % 37, n / 37));
    format!("<svg viewBox=\"0 0 37 37\"><path d=\"{}\"/></svg>", dark.collect::<String>())
}

fn passwords(size: TextSize, pages: &mut Pages) {
    let rules = vec![
        "至少12个字符；可以用一句容易记住的话".to_owned(),
        "不与账号、姓名、单位名称相同或相近".to_owned(),
        "不在常见密码之列，不与最近5次用过的相同".to_owned(),
    ];
    let view = |reason| ChangePasswordView {
        reason,
        rules: rules.clone(),
        action: PASSWORD.into(),
        ..ChangePasswordView::default()
    };
    let refused = ChangePasswordView {
        current_error: Some("当前密码不正确".into()),
        again_error: Some("两次输入的新密码不一致".into()),
        ..view(None)
    };
    for (name, view) in [
        ("blank", view(None)),
        ("refused", refused),
        ("first", view(Some(PasswordReason::First))),
        ("reset", view(Some(PasswordReason::Reset))),
        ("expired", view(Some(PasswordReason::Expired))),
    ] {
        let page = html(|| change_password_page(office(size, PASSWORD), view));
        pages.push((format!("password-{name}"), page));
    }
}
