//! How long personal fields are kept: the form that sets one. The lists are [`super::plain::list_page`]s.

use super::OfficeContext;
use super::components::{
    DefinitionList, DefinitionView, FieldView, FormActions, HiddenFields, Input, OfficeLayout, PostForm,
    Section, TextAreaField, TextField, error_links, home_crumb,
};
use crate::components::{Notice, Tone};
use crate::text::{phrases, texts};
use leptos::prelude::*;

texts! {
    retention { zh: "个人信息保存期限" }
    days { zh: "保存天数" }
    days_hint { zh: "1 至 3653 天。" }
    reason { zh: "设定原因" }
    reason_hint { zh: "为什么需要这么久。会写入操作记录。" }
    save { zh: "保存" }
    law_title { zh: "保存期限应当最短" }
    law { zh: "《个人信息保护法》第十九条：保存期限应当为实现处理目的所必要的最短时间。改短后，到期的在下一次清除时清掉，不能找回；改长对已经清除的没有作用。" }
}
phrases! {
    set_title(field: &str) { zh: "设定“{field}”的保存期限" }
}

/// The way to a page below the list.
pub fn retention_crumbs() -> Vec<(String, String)> {
    let mut crumbs = home_crumb();
    crumbs.push((retention().to_owned(), "/office/retention".to_owned()));
    crumbs
}

/// The form of a period.
#[derive(Debug, Clone, Default)]
pub struct RetentionFormView {
    /// The field, in words.
    pub field: String,
    /// What is known of it.
    pub facts: Vec<DefinitionView>,
    /// The period in force, unseen.
    pub was: u16,
    /// Days typed or in force, and what is wrong with them.
    pub days: (String, Option<String>),
    /// Reason typed, and what is wrong with it.
    pub reason: (String, Option<String>),
    /// Where the form posts to.
    pub action: String,
}

/// `GET /office/retention/{field}/edit`, and a try that failed.
pub fn retention_form_page(ctx: OfficeContext, view: RetentionFormView) -> impl IntoView {
    let csrf = ctx.csrf.clone();
    let days_field = FieldView::new("days", days()).required().hint(days_hint()).max(4);
    let days_field = days_field.value(view.days.0).error(view.days.1);
    let reason_field = FieldView::new("reason", reason()).required().hint(reason_hint()).max(100);
    let reason_field = reason_field.value(view.reason.0).error(view.reason.1);
    let errors = error_links([&days_field, &reason_field]);
    let hidden = vec![("was".to_owned(), view.was.to_string())];
    view! {
        <OfficeLayout ctx title=set_title(&view.field) crumbs=retention_crumbs() errors>
            <Notice tone=Tone::Info title=law_title()><p>{law()}</p></Notice>
            <Section><DefinitionList rows=view.facts/></Section>
            <Section>
                <PostForm action=view.action csrf>
                    <HiddenFields fields=hidden/>
                    <TextField field=days_field kind=Input::Number short=true/>
                    <TextAreaField field=reason_field rows=2/>
                    <FormActions primary=save() cancel="/office/retention"/>
                </PostForm>
            </Section>
        </OfficeLayout>
    }
}
