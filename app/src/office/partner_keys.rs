//! Keys of partners (接口密钥): the form that gives one, the page that shows a secret once, the form that lets one end.

use super::OfficeContext;
use super::components::{
    ChoiceView, DefinitionList, DefinitionView, FieldView, FormActions, Input, OfficeLayout, PostForm,
    RadioField, Section, TextAreaField, TextField, error_links,
};
use super::partners::crumbs_below;
use crate::components::{Notice, Tone};
use crate::text::{phrases, texts};
use leptos::prelude::*;

texts! {
    algorithm { zh: "签名算法" }
    public_key { zh: "SM2 公钥" }
    public_key_hint { zh: "选SM2时填写：业务系统自己生成密钥对，交来130位十六进制公钥，以04开头。私钥留在业务系统，不要发来。" }
    overlap { zh: "原有密钥再用几天" }
    overlap_hint { zh: "1–30天，这期间新旧密钥都能用，到期后原有密钥作废。留空则原有密钥继续有效。" }
    give { zh: "发放" }
    end_key { zh: "设定到期" }
    days { zh: "再用几天" }
    days_hint { zh: "1–30天，到期后这把密钥作废，不能恢复。" }
    once_title { zh: "密钥只显示这一次" }
    once { zh: "离开本页后谁也查不到它。没有记下或没有交到对方手里的，请撤销它，再发放一个。" }
    hand_title { zh: "交给业务系统" }
    hand_1 { zh: "先核实对方是该单位的系统负责人：当面，或拨打登记的办公电话，不要回拨来电。" }
    hand_2 { zh: "密钥编号和密钥分开交：例如编号写在公文里，密钥当面交或装入密封件。不要发到群里，不要拍照、截图。" }
    hand_3 { zh: "请对方存入配置或密钥库，不写进程序代码；照接口说明试调一次，结果会显示在该系统的“最近请求”里。" }
    back { zh: "回到业务系统" }
}
phrases! {
    key_title(name: &str) { zh: "给“{name}”发放接口密钥" }
    once_page(name: &str) { zh: "“{name}”的接口密钥" }
    end_title(key: &str) { zh: "设定接口密钥 {key} 的到期时间" }
}

/// The form of a new key.
#[derive(Debug, Clone, Default)]
pub struct KeyFormView {
    /// Whose, by name.
    pub partner: String,
    /// How it can sign.
    pub algorithms: Vec<ChoiceView>,
    /// How it is to sign, and what is wrong with that.
    pub algorithm: (String, Option<String>),
    /// The public key pasted, and what is wrong with it.
    pub public_key: (String, Option<String>),
    /// Days of overlap, and what is wrong with them; none: there is no key to replace.
    pub overlap: Option<(String, Option<String>)>,
    /// The partner's page.
    pub path: String,
}

/// `GET /office/partners/{partner}/keys/new`, and a try that failed.
pub fn key_form_page(ctx: OfficeContext, view: KeyFormView) -> impl IntoView {
    let algorithm_field = FieldView::new("algorithm", algorithm()).required();
    let algorithm_field = algorithm_field.value(view.algorithm.0).error(view.algorithm.1);
    let public_field = FieldView::new("public_key", public_key()).hint(public_key_hint()).max(200);
    let public_field = public_field.value(view.public_key.0).error(view.public_key.1);
    let overlap_field = view.overlap.map(|(days, fault)| {
        FieldView::new("days", overlap()).hint(overlap_hint()).max(2).value(days).error(fault)
    });
    let errors = error_links([&algorithm_field, &public_field].into_iter().chain(&overlap_field));
    let overlap_input = overlap_field.map(|field| view! { <TextField field kind=Input::Number short=true/> });
    let (title, crumbs) = (key_title(&view.partner), crumbs_below(&view.partner, &view.path));
    let csrf = ctx.csrf.clone();
    view! {
        <OfficeLayout ctx title crumbs errors>
            <Section>
                <PostForm action=format!("{}/keys/new", view.path) csrf>
                    <RadioField field=algorithm_field choices=view.algorithms/>
                    <TextAreaField field=public_field/>
                    {overlap_input}
                    <FormActions primary=give() cancel=view.path/>
                </PostForm>
            </Section>
        </OfficeLayout>
    }
}

/// A key shown once.
#[derive(Debug, Clone)]
pub struct KeyOnceView {
    /// Whose, by name.
    pub partner: String,
    /// What the partner needs.
    pub facts: Vec<DefinitionView>,
    /// The partner's page.
    pub path: String,
}

/// The answer to `POST /office/partners/{partner}/keys/new` that made a secret.
pub fn key_once_page(ctx: OfficeContext, view: KeyOnceView) -> impl IntoView {
    let crumbs = crumbs_below(&view.partner, &view.path);
    view! {
        <OfficeLayout ctx title=once_page(&view.partner) crumbs>
            <Notice tone=Tone::Warn title=once_title() focus=true><p>{once()}</p></Notice>
            <Section><DefinitionList rows=view.facts/></Section>
            <Section title=hand_title()>
                <ol class="plain">
                    <li>{hand_1()}</li>
                    <li>{hand_2()}</li>
                    <li>{hand_3()}</li>
                </ol>
                <p><a class="button button--plain" href=view.path>{back()}</a></p>
            </Section>
        </OfficeLayout>
    }
}

/// The form that lets a key end.
#[derive(Debug, Clone, Default)]
pub struct KeyEndView {
    /// Whose, by name.
    pub partner: String,
    /// Id of the key.
    pub key: String,
    /// What is known of it.
    pub facts: Vec<DefinitionView>,
    /// Days typed, and what is wrong with them.
    pub days: (String, Option<String>),
    /// The partner's page.
    pub path: String,
}

/// `GET /office/partners/{partner}/keys/{key}/end`, and a try that failed.
pub fn key_end_page(ctx: OfficeContext, view: KeyEndView) -> impl IntoView {
    let field = FieldView::new("days", days()).required().hint(days_hint()).max(2);
    let field = field.value(view.days.0).error(view.days.1).autofocus();
    let (errors, csrf) = (error_links([&field]), ctx.csrf.clone());
    let (title, crumbs) = (end_title(&view.key), crumbs_below(&view.partner, &view.path));
    view! {
        <OfficeLayout ctx title crumbs errors>
            <Section><DefinitionList rows=view.facts/></Section>
            <Section>
                <PostForm action=format!("{}/keys/{}/end", view.path, view.key) csrf>
                    <TextField field kind=Input::Number short=true/>
                    <FormActions primary=end_key() cancel=view.path/>
                </PostForm>
            </Section>
        </OfficeLayout>
    }
}
