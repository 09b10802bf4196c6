//! Accounts: the form that makes or renames one, and the page that shows a one-time password once.

use super::OfficeContext;
use super::components::{
    DefinitionList, DefinitionView, FieldView, FormActions, HiddenFields, Input, OfficeLayout, PostForm,
    Section, TextField, error_links,
};
use crate::components::{Notice, Tone};
use crate::text::{phrases, texts};
use leptos::prelude::*;

texts! {
    new_account { zh: "新增账号" }
    login { zh: "账号" }
    login_hint { zh: "3–32个小写字母、数字、点、横线或下划线，建好后不能改。例如姓名拼音加工号。" }
    name { zh: "姓名" }
    name_hint { zh: "使用人的真实姓名，一人一号，不共用。" }
    no_role { zh: "新账号什么也不能做，须由安全管理员授予角色和范围后才能办事。" }
    no_role_title { zh: "建好之后" }
    create { zh: "建立账号" }
    save { zh: "保存" }
    password { zh: "一次性密码" }
    once_title { zh: "密码只显示这一次" }
    once { zh: "离开本页后谁也查不到它。没有记下或没有交到本人手里的，请再发放一个，前一个随即作废。" }
    hand_title { zh: "交给本人" }
    hand_1 { zh: "先核实对方是本人：当面，或拨打登记的办公电话，不要回拨来电。" }
    hand_2 { zh: "账号和密码分开告诉：例如账号发短信，密码当面或电话说。不要发到群里，不要拍照、截图。" }
    hand_3 { zh: "请对方马上登录：第一次登录必须改密码，须用动态码的角色还要绑定手机。" }
    back { zh: "回到账号" }
}
phrases! {
    rename_title(login: &str) { zh: "修改账号“{login}”的姓名" }
    once_page(name: &str) { zh: "“{name}”的一次性密码" }
}

/// The form of an account.
#[derive(Debug, Clone, Default)]
pub struct AccountFormView {
    /// The login of the account that is renamed; none: one is made.
    pub of: Option<String>,
    /// Login typed, and what is wrong with it.
    pub login: (String, Option<String>),
    /// Name typed or stored, and what is wrong with it.
    pub name: (String, Option<String>),
    /// The version that is changed.
    pub version: i64,
    /// The way here.
    pub crumbs: Vec<(String, String)>,
    /// Where the form posts to.
    pub action: String,
    /// The way out.
    pub cancel: String,
}

/// `GET /office/accounts/new`, `GET /office/accounts/{account}/edit`, and a try that failed.
pub fn account_form_page(ctx: OfficeContext, view: AccountFormView) -> impl IntoView {
    let login_field = FieldView::new("login", login()).required().hint(login_hint()).max(32);
    let login_field = login_field.value(view.login.0).error(view.login.1).autofocus();
    let name_field = FieldView::new("name", name()).required().hint(name_hint()).max(30);
    let name_field = name_field.value(view.name.0).error(view.name.1);
    let errors = error_links([&login_field, &name_field]);
    let makes = view.of.is_none();
    let title = view.of.map_or_else(|| new_account().to_owned(), |of| rename_title(&of));
    let hidden = vec![("version".to_owned(), view.version.to_string())];
    let csrf = ctx.csrf.clone();
    let login_input = makes.then(|| view! { <TextField field=login_field kind=Input::Code/> });
    let about = makes.then(|| {
        view! { <Notice tone=Tone::Info title=no_role_title()><p>{no_role()}</p></Notice> }
    });
    view! {
        <OfficeLayout ctx title crumbs=view.crumbs errors>
            {about}
            <Section>
                <PostForm action=view.action csrf>
                    <HiddenFields fields=hidden/>
                    {login_input}
                    <TextField field=name_field/>
                    <FormActions primary=if makes { create() } else { save() } cancel=view.cancel/>
                </PostForm>
            </Section>
        </OfficeLayout>
    }
}

/// A one-time password, shown once.
#[derive(Debug, Clone)]
pub struct OneTimePasswordView {
    /// Whose, by name.
    pub name: String,
    /// What is typed to sign in.
    pub facts: Vec<DefinitionView>,
    /// The way here.
    pub crumbs: Vec<(String, String)>,
    /// The account's page.
    pub back: String,
}

/// The answer to `POST /office/accounts/new` and `POST /office/accounts/{account}/one-time-password`.
pub fn one_time_password_page(ctx: OfficeContext, view: OneTimePasswordView) -> impl IntoView {
    view! {
        <OfficeLayout ctx title=once_page(&view.name) crumbs=view.crumbs>
            <Notice tone=Tone::Warn title=once_title() focus=true><p>{once()}</p></Notice>
            <Section><DefinitionList rows=view.facts/></Section>
            <Section title=hand_title()>
                <ol class="plain">
                    <li>{hand_1()}</li>
                    <li>{hand_2()}</li>
                    <li>{hand_3()}</li>
                </ol>
                <p><a class="button button--plain" href=view.back>{back()}</a></p>
            </Section>
        </OfficeLayout>
    }
}
